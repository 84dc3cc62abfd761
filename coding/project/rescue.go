package project

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/edit"
)

// A rescue makes a new project of all rows of a damaged one that are whole: that can be read
// and have their checksum. The log helps: a row that is broken, or was on a broken page, is
// put back as the last entry of the log that changed it left it, if all entries since are
// whole. What others need and nothing is known of, a theme, a coder or a participant, gets a
// name that says that it was lost, so that what was done with it stays together. Words that
// are damaged and can be read are kept, and said to be damaged.

// Rescued is what became of a damaged project.
type Rescued struct {
	Rows   int      // that were saved
	Mended []string // what was damaged and is whole again, in words
	Lost   []string // what is not whole or not there, in words
}

// savedFirst are tables in an order in which no row refers to one of a later table.
var savedFirst = []string{"project", "texts", "cases", "organisations", "participants", "sources", "speakers", "said", "themes",
	"merged_themes", "coders", "passages", "changed_passages", "tags", "memos", "links", "summaries", "queries", "readings",
	"rejections", "preserved"}

// Rescue saves what is whole of the damaged project in a file, which is only read, as a new
// project at another path, which counts as a backup until somebody changes it. The error wraps
// [coding.ErrConflict] where there is a file already, [coding.ErrUnknown] where there is no
// damaged one, and [coding.ErrDamaged] where not even its tables can be found.
func Rescue(ctx context.Context, from, to, coder string, at time.Time) (r Rescued, err error) {
	if err := checkPath(to); err != nil {
		return r, err
	}
	if _, err := os.Lstat(to); err == nil {
		return r, coding.Errorf(coding.ErrConflict, "rescue to %s: a file of that name is there already", to)
	}
	durable.Sweep(filepath.Dir(to))
	part := durable.Part(filepath.Dir(to))
	wreck, err := openWreck(ctx, from, part+".damaged")
	if err != nil {
		return r, err
	}
	defer wreck.Close()
	e, err := createEngine(part)
	if err != nil {
		return r, err
	}
	defer removeDatabase(part)
	p, err := open(ctx, part, e)
	if err != nil {
		return r, err
	}
	defer p.Close()
	err = p.write(ctx, func(w *writer) error {
		s := saver{writer: w, wreck: wreck, rescued: &r, found: map[string]*remains{}, names: namer{p: p, w: w, now: map[string]fields{},
			past: map[string]fields{}}}
		if err := w.begin(coder, at); err != nil {
			return err
		}
		return s.all(filepath.Base(from), coder)
	})
	if err != nil {
		return r, fmt.Errorf("rescue %s: %w", from, err)
	}
	if err := p.copyTo(ctx, to, sound); err != nil {
		return r, fmt.Errorf("rescue %s: %w", from, err)
	}
	return r, nil
}

// remains are the rows of a table of a damaged project.
type remains struct {
	keys    []string          // in the order of the table
	whole   map[string]fields // by key
	damaged map[string]fields // by key, "" where that cannot be read; with what can be read
	broken  bool              // pages of it cannot be read
}

// A saver fills a new project.
type saver struct {
	*writer
	wreck   wreck
	rescued *Rescued
	found   map[string]*remains // by table
	old     bool                // the file is of a format without checksums
	names   namer
	made    int // names for what was lost
}

func (s *saver) lost(table string, key string, format string, args ...any) {
	s.rescued.Lost = append(s.rescued.Lost, s.names.subject(table, key)+": "+fmt.Sprintf(format, args...))
}

func (s *saver) all(name, coder string) error {
	if err := s.readAll(); err != nil {
		return err
	}
	s.fromLog()
	s.mendTexts()
	steps := []func() error{s.originals}
	for _, table := range savedFirst {
		steps = append(steps, func() error { return s.save(table) })
	}
	for _, step := range append(steps, s.speakers, s.references, s.project, s.history) {
		if err := step(); err != nil {
			return err
		}
	}
	what := fmt.Sprintf("rescue what is whole of %s: %d lost", name, len(s.rescued.Lost))
	_, err := s.enter(edit.Edit{Coder: coder, What: what}, 0, []byte{})
	return err
}

// readAll reads all tables but that of imported files.
func (s *saver) readAll() error {
	s.old = !s.wreck.Has(s.ctx, "themes", sumColumn)
	for _, name := range append([]string{"log"}, savedFirst...) {
		t, err := s.table(name)
		if err != nil {
			return err
		}
		x := &remains{whole: map[string]fields{}, damaged: map[string]fields{}}
		s.found[name] = x
		in := name
		for former, now := range formerTables {
			if now == name && s.wreck.Has(s.ctx, former, "id") {
				in = former
			}
		}
		if s.old && !s.wreck.Has(s.ctx, in, t.key()) {
			continue // of a later format
		}
		x.broken, err = s.wreck.Rows(s.ctx, in, func(values map[string]any) error {
			f := fields(values)
			key := ""
			if k := f[t.key()]; k != nil {
				key = fmt.Sprint(k)
			}
			if s.old && t.complete(f) && valid(f) == nil || t.holds(f) == nil {
				x.keys, x.whole[key] = append(x.keys, key), f
			} else {
				x.damaged[key] = f
			}
			s.names.now[name+" "+key] = f
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// complete reports whether a row has a value for each column that has none by default; "" is
// one.
func (t *table) complete(f fields) bool {
	return f[t.key()] != nil && !slices.ContainsFunc([]string{"name", "text", "body", "theme", "passage", "quote"}, func(column string) bool {
		_, is := t.defaults[column]
		return is && f[column] == nil
	})
}

// fromLog puts back rows as the log knows them. What it knows from before an entry that is lost
// may have changed in that.
func (s *saver) fromLog() {
	last, all := map[[2]string]fields{}, !s.found["log"].broken
	for number := 1; number <= s.lastNumber(); number++ {
		entry := s.found["log"].whole[fmt.Sprint(number)]
		packed, _ := entry["rows"].([]byte)
		rows, err := unpack(packed)
		if len(packed) == 0 || err != nil {
			clear(last)
			all = false
			continue
		}
		for _, r := range rows {
			last[[2]string{r.Table, r.ID}] = r.After
		}
	}
	if all {
		defer s.nothingElse(s.logged(last))
	}
	for what, row := range last {
		x := s.found[what[0]]
		if x == nil || row == nil {
			continue
		}
		if is := x.whole[what[1]]; is != nil {
			// Without checksums, the log alone tells that a row has changed; readings move on without it.
			if s.old && what[0] != "readings" && !sameAs(is, row) {
				x.whole[what[1]] = row
				s.names.now[what[0]+" "+what[1]] = row
				s.mended(what[0], what[1], "restored from the log")
			}
			continue
		}
		if _, damaged := x.damaged[what[1]]; !damaged && !x.broken && len(x.damaged) == 0 {
			continue // it went without the log
		}
		delete(x.damaged, what[1])
		x.keys, x.whole[what[1]] = append(x.keys, what[1]), row
		s.names.now[what[0]+" "+what[1]] = row
		s.mended(what[0], what[1], "restored from the log")
	}
	slices.Sort(s.rescued.Mended)
}

// logged are the tables of which the log, which is whole, knows each row.
func (s *saver) logged(last map[[2]string]fields) (tables []string) {
	known := map[string]bool{}
	for what := range last {
		known[what[0]] = true
	}
	for name, x := range s.found {
		if known[name] && !slices.ContainsFunc(x.keys, func(key string) bool { return last[[2]string{name, key}] == nil }) {
			tables = append(tables, name)
		}
	}
	return tables
}

// nothingElse notes that there was no row in some tables but those that are whole by now: what
// is damaged is one of them under another key.
func (s *saver) nothingElse(tables []string) {
	for _, name := range tables {
		s.found[name].damaged, s.found[name].broken = nil, false
	}
}

func (s *saver) mended(table, key, how string) {
	s.rescued.Mended = append(s.rescued.Mended, s.names.subject(table, key)+": "+how)
}

// lastNumber is the number of the last entry of the log. That of a damaged one may be damaged.
func (s *saver) lastNumber() (last int) {
	number := func(key string) int { n, _ := strconv.Atoi(key); return n }
	for key := range s.found["log"].whole {
		last = max(last, number(key))
	}
	for key := range s.found["log"].damaged {
		last = max(last, min(number(key), len(s.found["log"].whole)+len(s.found["log"].damaged)))
	}
	return last
}

// originals saves imported files whose bytes are those that were imported.
func (s *saver) originals() error {
	_, err := s.wreck.Rows(s.ctx, "originals", func(f map[string]any) error {
		want, _ := f["sha256"].(string)
		data, _ := f["bytes"].([]byte)
		if sum := sha256.Sum256(data); len(data) > 0 && hex.EncodeToString(sum[:]) != want {
			return nil // named by the source
		}
		if len(want) != 2*sha256.Size && !s.old {
			return nil
		}
		return s.exec("insert into originals (sha256, bytes) values ($1, $2) on conflict do nothing", want, append([]byte{}, data...))
	})
	return err
}

// save saves the rows of a table, and says which are lost.
func (s *saver) save(table string) error {
	x := s.found[table]
	for _, key := range x.keys {
		if x.whole[key] == nil {
			continue
		}
		if err := s.saveRow(table, key, x.whole[key]); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(x.damaged)) {
		s.lost(table, key, "damaged")
	}
	if x.broken {
		s.rescued.Lost = append(s.rescued.Lost, fmt.Sprintf("%s: a part of the file in which they were cannot be read", plainTable(table)))
	}
	return nil
}

// plainTable is what the rows of a table are called.
func plainTable(table string) string { return strings.ReplaceAll(table, "_", " ") }

// saveRow saves a row if what it refers to is there, or can be replaced.
func (s *saver) saveRow(table, key string, f fields) error {
	t, err := s.table(table)
	if err != nil {
		return err
	}
	row := fields{}
	for column, value := range f {
		if b, ok := value.([]byte); ok && b == nil {
			value = []byte{} // as nothing is read, and would be written as null
		}
		if _, is := t.defaults[column]; is && column != sumColumn {
			row[column] = value
		}
	}
	refers, err := s.engine.References(s.ctx, s.tx, table)
	if err != nil {
		return err
	}
	for column, to := range refers {
		missing, err := s.replace(row, column, to)
		if err != nil {
			return err
		}
		if missing != "" {
			s.lost(table, key, "%s", missing)
			return nil
		}
	}
	if table == "coders" && row["id"] != s.coder { // who rescues was added already
		if err := s.makeWayForCoder(row); err != nil {
			return err
		}
	}
	if err := s.engine.Kind(s.insertUnlogged(table, row)); errors.Is(err, coding.ErrConflict) || errors.Is(err, coding.ErrInvalid) {
		s.lost(table, key, "it does not fit what else was saved")
		return nil
	} else if err != nil {
		return err
	}
	s.rescued.Rows++
	return nil
}

// makeWayForCoder gives the name of who rescues to the coder who had it.
func (s *saver) makeWayForCoder(row fields) error {
	same, err := s.lookup("select id from coders where name = $1", row.text("name"))
	if err != nil || same == "" || same != s.coder {
		return err
	}
	s.coder = row.text("id")
	return s.unlogged("delete from coders where id = $1", same)
}

// project adds the row of the project where that is lost.
func (s *saver) project() error {
	there, err := s.lookup("select id from project")
	if err != nil || there != "" {
		return err
	}
	s.rescued.Lost = append(s.rescued.Lost, "the title of the project")
	return s.insertUnlogged("project", fields{"id": NewID(), "title": "", "created": s.now})
}

// history saves the log. A lost entry is one of which nothing is known.
func (s *saver) history() error {
	x, at, rechain := s.found["log"], s.now, false
	for number := range s.lastNumber() {
		key := fmt.Sprint(number + 1)
		row := x.whole[key]
		if row == nil {
			rechain = true
			s.rescued.Lost = append(s.rescued.Lost, "log entry "+key)
			row = fields{"number": int64(number + 1), "step": int64(number + 1), "made_at": at, "coder": "", "what": "(this entry was lost)",
				"undoes": int64(0), "rows": []byte{}}
		}
		at = row.text("made_at")
		if err := s.saveRow("log", key, row); err != nil {
			return err
		}
	}
	if x.broken {
		rechain = true
		s.rescued.Lost = append(s.rescued.Lost, "log: a part of the file in which entries were cannot be read; later ones may be missing")
	}
	if rechain || s.old {
		return s.chain()
	}
	return nil
}
