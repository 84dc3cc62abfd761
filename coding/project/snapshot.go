package project

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/corpus"
)

// The snapshot holds the passages and tags of a large study in columns, since to read a
// hundred thousand rows from the database takes longer than most commands take for all the
// rest. It lies in the folder of the search index and is derived, as that is: where it is
// missing, damaged or of another history, the rows are read from the database and it is made
// again. It holds identifiers, numbers and times, no words and no names.
//
// It belongs to an entry of the log, by number and hash: where the log has that entry, the
// project is what the snapshot holds and then what the entries behind it did. Whatever else
// changes passages and tags (pseudonyms, erasures) changes the hashes.
//
// Law: the study that is read by way of the snapshot is the one that the database holds.

const (
	// mostBehind is how many bytes of entries of the log, as they are stored, are taken on top of
	// a snapshot; with more than that, the database is read again.
	mostBehind = 256 << 10
	// Behind more entries or bytes than these, the snapshot is written anew.
	oldEntries, oldBytes = 100, 32 << 10
	// mostSnapshot is how many bytes of a snapshot are read.
	mostSnapshot = 2 << 30
)

// snapshotFrom is how many tags a study has at least for which a snapshot is kept.
var snapshotFrom = 5000

// snapshotMagic begins each snapshot; another layout has another number.
const snapshotMagic = "crosscase passages and tags 1\n"

// A snapshot is what the file holds.
type snapshot struct {
	at       chainLink
	passages []coding.Passage
	tags     []coding.Tag
}

func (p *Project) snapshotFile() string { return filepath.Join(IndexOf(p.path), "study") }

// fromSnapshot gives a study its passages and tags by way of the snapshot, as the transaction
// sees the project. It reports whether it could, and whether the snapshot is to be written anew.
func (r *reader) fromSnapshot(file string, s *coding.Study) (is, old bool) {
	x, err := readSnapshot(file)
	if err != nil {
		return false, true
	}
	since, old, err := r.since(x.at)
	if err == nil {
		err = x.take(since)
	}
	if err != nil {
		return false, true
	}
	s.Passages, s.Tags = x.passages, x.tags
	return true, old
}

// errBehind says that a snapshot is of no use any more.
var errBehind = errors.New("the snapshot is of another history, or too old")

// since are the rows of passages and tags that entries of the log behind one have changed, and
// whether these are many. The error is that the log has no such entry, too.
func (r *reader) since(at chainLink) (changes []rowChange, old bool, err error) {
	var chain string
	var n, size int
	const behind = "select (select chain from log where number = $1), count(*), coalesce(sum(octet_length(rows)), 0) from log where number > $1"
	if err := r.tx.QueryRowContext(r.ctx, behind, at.number).Scan(&chain, &n, &size); err != nil {
		return nil, false, err
	}
	if chain != at.chain || size > mostBehind {
		return nil, false, errBehind
	}
	changes, err = r.changedSince(at.number)
	return changes, n > oldEntries || size > oldBytes, err
}

func (r *reader) changedSince(number int) (changes []rowChange, err error) {
	entries, err := r.tx.QueryContext(r.ctx, "select rows from log where number > $1 order by number", number)
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	for entries.Next() {
		var packed sql.RawBytes
		if err := entries.Scan(&packed); err != nil {
			return nil, err
		}
		if len(packed) == 0 { // masked
			return nil, errBehind
		}
		rows, err := unpack(packed)
		if err != nil {
			return nil, err
		}
		for _, c := range rows {
			if c.Table == "passages" || c.Table == "tags" {
				changes = append(changes, c)
			}
		}
	}
	return changes, entries.Err()
}

// take does what the log says of rows.
func (x *snapshot) take(changes []rowChange) error {
	passages, tags := map[coding.PassageID]fields{}, map[coding.TagID]fields{} // as they are in the end
	for _, c := range changes {
		if c.Table == "passages" {
			passages[coding.PassageID(c.ID)] = c.After
		} else {
			tags[coding.TagID(c.ID)] = c.After
		}
	}
	x.passages = slices.DeleteFunc(x.passages, func(p coding.Passage) bool { _, is := passages[p.ID]; return is })
	x.tags = slices.DeleteFunc(x.tags, func(t coding.Tag) bool { _, is := tags[t.ID]; return is })
	for id, f := range passages {
		if f == nil {
			continue
		}
		start, ok1 := f["start_byte"].(int64)
		end, ok2 := f["end_byte"].(int64)
		if !ok1 || !ok2 {
			return errBehind
		}
		x.passages = append(x.passages, coding.Passage{ID: id, Text: corpus.TextID(f.text("text")), Span: corpus.Span{Start: int(start), End: int(end)}})
	}
	for id, f := range tags {
		if f == nil {
			continue
		}
		t := coding.Tag{ID: id, Passage: coding.PassageID(f.text("passage")), Theme: coding.ThemeID(f.text("theme")),
			Coder: coding.CoderID(f.text("coder")), About: corpus.OrganisationID(f.text("about"))}
		var err error
		if t.At, err = time.Parse(time.RFC3339, f.text("made_at")); err != nil {
			return err
		}
		switch w := f["weight"].(type) { // JSON has one kind of number
		case float64:
			t.Weight = w
		case int64:
			t.Weight = float64(w)
		}
		suggested, _ := f["suggested"].(int64)
		t.Suggested = suggested != 0
		x.tags = append(x.tags, t)
	}
	return nil
}

// keepSnapshot writes the snapshot of a study as a transaction sees it. Nothing is wrong where
// it cannot be written: the next command reads the database again.
func (p *Project) keepSnapshot(ctx context.Context, tx *sql.Tx, s *coding.Study) {
	if len(s.Tags) < snapshotFrom || p.ReadOnly() {
		return
	}
	at, err := p.reading(ctx, tx).lastEntry()
	if err != nil || at.chain == "" {
		return
	}
	data := snapshot{at, s.Passages, s.Tags}.encode()
	if data == nil || os.MkdirAll(IndexOf(p.path), 0o700) != nil {
		return
	}
	durable.Write(p.snapshotFile(), func(w io.Writer) error { _, err := w.Write(data); return err })
}

func readSnapshot(file string) (*snapshot, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > mostSnapshot {
		return nil, errBehind
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return decodeSnapshot(data)
}

// Flags of a tag.
const (
	weighted  = 1
	suggested = 2
)

// How many bytes of numbers a passage and a tag have.
const (
	ofPassage = 12
	ofTag     = 25
)

// encode is the snapshot as bytes: names and numbers of which many rows have the same, then
// column after column, numbers in four bytes, and a checksum at the end. It is nil for what
// has no place in it: a tag on no passage of its own, or a time that is no whole second.
func (x snapshot) encode() []byte {
	var names nameNumbers
	b := []byte(snapshotMagic)
	b = appendName(binary.AppendUvarint(b, uint64(x.at.number)), x.at.chain)
	var ids, numbers []byte
	places := make(map[coding.PassageID]uint32, len(x.passages))
	for i, p := range x.passages {
		places[p.ID] = uint32(i)
		ids = appendName(ids, string(p.ID))
		for _, n := range []int{names.number(string(p.Text)), p.Span.Start, p.Span.End} {
			if n < 0 || n > math.MaxUint32 {
				return nil
			}
			numbers = binary.LittleEndian.AppendUint32(numbers, uint32(n))
		}
	}
	var tagIDs, tags, weights []byte
	for _, t := range x.tags {
		place, on := places[t.Passage]
		if !on || t.At.Nanosecond() != 0 || t.At.Location() != time.UTC {
			return nil
		}
		tagIDs = appendName(tagIDs, string(t.ID))
		tags = binary.LittleEndian.AppendUint32(tags, place)
		for _, name := range []string{string(t.Theme), string(t.Coder), string(t.About)} {
			tags = binary.LittleEndian.AppendUint32(tags, uint32(names.number(name)))
		}
		tags = binary.LittleEndian.AppendUint64(tags, uint64(t.At.Unix()))
		var flags byte
		if t.Weight != 0 {
			flags |= weighted
			weights = binary.LittleEndian.AppendUint64(weights, math.Float64bits(t.Weight))
		}
		if t.Suggested {
			flags |= suggested
		}
		tags = append(tags, flags)
	}
	b = binary.AppendUvarint(b, uint64(len(names.all)))
	for _, name := range names.all {
		b = appendName(b, name)
	}
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(len(x.passages))), uint64(len(x.tags)))
	for _, part := range [][]byte{ids, numbers, tagIDs, tags, weights} {
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// decodeSnapshot reads what encode wrote. The error wraps [coding.ErrDamaged] for all else.
func decodeSnapshot(data []byte) (*snapshot, error) {
	end := len(data) - crc32.Size
	if !bytes.HasPrefix(data, []byte(snapshotMagic)) || end < len(snapshotMagic) ||
		crc32.Checksum(data[:end], castagnoli) != binary.LittleEndian.Uint32(data[end:]) {
		return nil, damaged(errors.New("not a snapshot"))
	}
	d := newTextDecoder(data[len(snapshotMagic):end])
	x := &snapshot{at: chainLink{number: d.next(), chain: d.text()}}
	names := make([]string, d.count())
	for i := range names {
		names[i] = d.text()
	}
	x.passages, x.tags = make([]coding.Passage, d.count()), make([]coding.Tag, d.count())
	ids, numbers, tagIDs, columns, weights := d.part(), d.part(), d.part(), d.part(), d.part()
	if d.err != nil || len(numbers.b) != len(x.passages)*ofPassage || len(columns.b) != len(x.tags)*ofTag {
		return nil, damaged(errors.New("not a whole snapshot"))
	}
	for i := range x.passages {
		p := &x.passages[i]
		p.ID, p.Text = coding.PassageID(ids.text()), corpus.TextID(numbers.oneOf(names))
		p.Span = corpus.Span{Start: int(numbers.four()), End: int(numbers.four())}
	}
	for i := range x.tags {
		t := &x.tags[i]
		t.ID = coding.TagID(tagIDs.text())
		if n := int(columns.four()); n < len(x.passages) {
			t.Passage = x.passages[n].ID
		} else {
			columns.breaksOff()
		}
		t.Theme, t.Coder, t.About = coding.ThemeID(columns.oneOf(names)), coding.CoderID(columns.oneOf(names)), corpus.OrganisationID(columns.oneOf(names))
		t.At = time.Unix(int64(columns.eight()), 0).UTC()
		flags := columns.byte()
		if t.Suggested = flags&suggested != 0; flags&weighted != 0 {
			t.Weight = math.Float64frombits(weights.eight())
		}
	}
	for _, part := range []textDecoder{ids, numbers, tagIDs, columns, weights} {
		if part.err != nil || len(part.b) > 0 {
			return nil, damaged(errors.New("not a whole snapshot"))
		}
	}
	return x, nil
}
