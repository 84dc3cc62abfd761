package exchange

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

// An Arrival is a project from elsewhere, ready to be brought into one of
// crosscase's.
type Arrival struct {
	Title  string
	Report *Report

	side   merge.Side
	view   *view // nil for a project of crosscase's own
	parcel coding.Preserved
	files  []coding.PreservedFile
}

// Arrive reads a document of REFI-QDA with its files. name is what the file is called;
// at is now. A document that crosscase wrote and nobody changed brings everything with
// it, also what the standard has no place for.
func Arrive(doc *refi.Project, files Files, name string, options Options, at time.Time) (*Arrival, error) {
	report := &Report{Origin: doc.Origin, Counts: doc.Counts()}
	if entries, ok := files.(entries); ok {
		if w, err := readWhole(doc, entries); err != nil {
			report.change("what crosscase keeps beside the project does not fit it, and is left out", err.Error())
		} else if w != nil {
			report.finish()
			return &Arrival{Title: doc.Name, Report: report, side: w.side(entries)}, nil
		}
	}
	packed := make(chan deflated, 1)
	go func() { packed <- deflate(doc) }() // beside the rest, which it takes as long as
	v, err := take(doc, files, options, report)
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: %w", name, err)
	}
	a := &Arrival{Title: doc.Name, Report: report, side: v.side(), view: v}
	if err := a.pack(name, at, <-packed); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	report.finish()
	return a, nil
}

// deflated is a document as a parcel keeps it.
type deflated struct {
	data []byte
	err  error
}

func deflate(doc *refi.Project) deflated {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err == nil {
		_, err = doc.Write(z)
	}
	if err == nil {
		err = z.Close()
	}
	return deflated{b.Bytes(), err}
}

// pack makes the parcel: the project as it came, deflated, and its files.
func (a *Arrival) pack(name string, at time.Time, doc deflated) (err error) {
	if doc.err != nil {
		return doc.err
	}
	a.parcel = coding.Preserved{Name: name, Origin: a.view.doc.Origin, At: at, Files: map[string]string{}}
	add := func(data func() ([]byte, error)) (string, error) {
		bytes, err := data()
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(bytes)
		is := hex.EncodeToString(sum[:])
		a.files = append(a.files, coding.PreservedFile{SHA256: is, Data: data})
		return is, nil
	}
	if a.parcel.Document, err = add(func() ([]byte, error) { return doc.data, nil }); err != nil {
		return err
	}
	a.parcel.ID = refi.NewGUID("parcel", a.parcel.Document)
	total := int64(0)
	from := a.view.files // what is kept for later must not hold on to all the rest
	for _, p := range paths(a.view.doc) {
		key := fileKey(p)
		if _, twice := a.parcel.Files[key]; twice || total > maxParcel {
			continue
		}
		sum, err := add(func() ([]byte, error) { return from.File(p, refi.MaxMedia) })
		switch {
		case err == nil:
			a.parcel.Files[key] = sum
			if sized, ok := from.(interface{ Size(string) int64 }); ok {
				total += sized.Size(p)
			}
		case errors.Is(err, refi.ErrTooLarge):
			a.Report.lose("files larger than "+fmt.Sprint(refi.MaxMedia>>20)+" MB, which stay outside", 1, p)
		case errors.Is(err, refi.ErrMissing):
			if _, _, outside := refi.External(p); outside {
				a.Report.keepAs("files outside of the archive, which stay there", p)
			} else {
				a.Report.lose("files that the project names and the archive lacks", 1, p)
			}
		default:
			return err
		}
	}
	return nil
}

// maxParcel is the most that the files of a parcel may have together, in bytes.
const maxParcel = 1 << 30

// fileKey is by what a parcel's file is known: its name inside of the archive, or the
// whole path of one outside.
func fileKey(p string) string {
	if name, ok := refi.Internal(p); ok {
		return strings.ToLower(name)
	}
	return strings.ToLower(p)
}

// paths lists the files that a document names.
func paths(doc *refi.Project) (all []string) {
	add := func(ps ...string) {
		for _, p := range ps {
			if p != "" {
				all = append(all, p)
			}
		}
	}
	text := func(t *refi.Text) {
		if t != nil {
			add(t.Plain, t.Rich)
		}
	}
	for _, s := range doc.Sources {
		add(s.Path)
		text(&s.Text)
		text(s.Representation)
		text(s.TextDescription)
		for _, t := range s.Transcripts {
			add(t.Plain, t.Rich)
		}
		for _, x := range s.Selections {
			text(x.Representation)
		}
	}
	for _, n := range doc.Notes {
		text(n)
	}
	return all
}

// how is what a parcel notes of how it was taken.
type how struct {
	Options Options
	IDs     map[string]string    `json:",omitempty"`
	Names   map[string]string    `json:",omitempty"`
	Facts   map[string][3]string `json:",omitempty"` // of sources: type, date, language
}

// Join works out how to bring the arrival into a project, as [coding.Bring] does for
// a copy.
func (a *Arrival) Join(ctx context.Context, mine merge.Side, choose func(what string) bool, newID func() string) (*merge.Result, error) {
	j, err := merge.Merge(ctx, mine, a.side, choose, newID)
	if err != nil || a.view == nil || len(j.Changes) == 0 && a.isHere(mine.Study) {
		return j, err
	}
	h := how{Options: a.view.options, IDs: map[string]string{}, Names: map[string]string{}, Facts: map[string][3]string{}}
	names := namesOf(a.side.Study)
	maps.Copy(names, namesOf(mine.Study)) // what is there keeps its name
	for _, x := range a.side.Study.Sources {
		now := x
		if id, ok := j.IDs[string(x.ID)]; ok && mine.Study.Source(corpus.SourceID(id)) != nil {
			now = mine.Study.Source(corpus.SourceID(id))
		} else if old := mine.Study.Source(x.ID); old != nil {
			now = old
		}
		h.Facts[string(now.ID)] = [3]string{string(now.Type), string(now.Date), now.Language}
	}
	for _, c := range j.Changes {
		switch c := c.(type) {
		case edit.PutTheme:
			names[string(c.Theme.ID)] = c.Theme.Name
		case edit.AddSource:
			names[string(c.Source.ID)] = c.Source.Name
		case edit.PutParticipant:
			names[string(c.Participant.ID)] = c.Participant.Name
		case edit.PutOrganisation:
			names[string(c.Organisation.ID)] = c.Organisation.Name
		case edit.PutCase:
			names[string(c.Case.ID)] = c.Case.Name
		}
	}
	for id, name := range namesOf(a.side.Study) {
		now := id
		if to, ok := j.IDs[id]; ok {
			now = to
			h.IDs[id] = to
		}
		if names[now] != name {
			h.Names[now] = names[now]
		}
	}
	for id, now := range j.IDs {
		if id != now {
			h.IDs[id] = now
		}
	}
	data, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	a.parcel.How = string(data)
	for _, old := range mine.Study.Preserved {
		if old.ID == a.parcel.ID {
			a.parcel.At, a.parcel.Name, a.parcel.How = old.At, old.Name, old.How
		}
	}
	j.Changes = append(j.Changes, edit.PutPreserved{Preserved: a.parcel, Files: a.files})
	return j, nil
}

// isHere tells of an arrival that changes nothing whether all of it is in a project
// already: crosscase wrote it, and it holds something, which that project shows, or
// has in its parcels.
func (a *Arrival) isHere(mine *coding.Study) bool {
	return isOwn(a.view.doc) && len(a.side.Study.Things()) > 0 && (a.Report.allShown() || len(mine.Preserved) > 0)
}

// isOwn tells whether crosscase wrote a document.
func isOwn(doc *refi.Project) bool {
	return strings.HasPrefix(strings.ToLower(doc.Origin), "crosscase")
}

func namesOf(s *coding.Study) map[string]string {
	names := map[string]string{}
	for _, x := range s.Themes {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Sources {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Coders {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Participants {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Organisations {
		names[string(x.ID)] = x.Name
	}
	for _, x := range s.Cases {
		names[string(x.ID)] = x.Name
	}
	return names
}

// parcelFiles are the files of a parcel.
type parcelFiles struct {
	ctx      context.Context
	parcel   coding.Preserved
	original func(ctx context.Context, sha256 string) ([]byte, error)
}

// Has tells whether the parcel holds the file that a path names.
func (p parcelFiles) Has(path string) bool { return p.parcel.Files[fileKey(path)] != "" }

// File implements [Files].
func (p parcelFiles) File(path string, most int64) ([]byte, error) {
	sum := p.parcel.Files[fileKey(path)]
	if sum == "" {
		return nil, refi.ErrMissing
	}
	data, err := p.original(p.ctx, sum)
	if err == nil && int64(len(data)) > most {
		return nil, refi.ErrTooLarge
	}
	return data, err
}

// open reads a parcel again, as it was taken.
func open(ctx context.Context, p coding.Preserved, original func(ctx context.Context, sha256 string) ([]byte, error)) (*givenView, error) {
	data, err := original(ctx, p.Document)
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w", p.Name, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	inflated, to := io.Pipe() // unpacked while it is read
	go func() {
		_, err := io.Copy(to, io.LimitReader(z, 1<<30))
		to.CloseWithError(err)
	}()
	defer inflated.Close()
	doc, _, err := refi.ReadProject(inflated)
	if err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	var h how
	if err := json.Unmarshal([]byte(cmp.Or(p.How, "{}")), &h); err != nil {
		return nil, fmt.Errorf("what came with %s: %w: %w", p.Name, coding.ErrDamaged, err)
	}
	h.Options.silent = true
	v, err := take(doc, parcelFiles{ctx, p, original}, h.Options, &Report{})
	if err != nil {
		return nil, err
	}
	return &givenView{view: v, ids: h.IDs, names: h.Names, facts: h.Facts}, nil
}

// openAll reads all parcels of a study again, the latest first: what it says counts.
func openAll(ctx context.Context, from Contents) (views []*givenView, err error) {
	for _, p := range slices.Backward(slices.SortedFunc(slices.Values(from.Study.Preserved), func(a, b coding.Preserved) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})) {
		v, err := open(ctx, p, from.Original)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

// Give writes a study as a document of REFI-QDA, for a program to read; origin names
// crosscase and its version. What came with other programs' projects is in it. The
// report says what the document has no place for.
func Give(ctx context.Context, from Contents, profile refi.Profile, origin string) (*refi.Project, []refi.File, *Report, error) {
	report := &Report{}
	views, err := openAll(ctx, from)
	if err != nil {
		return nil, nil, nil, err
	}
	if profile.Name != refi.Standard.Name {
		origin += " for " + profile.Title
	}
	doc, files, err := give(ctx, from, views, profile, origin, report)
	views = nil // they are large
	if err != nil {
		return nil, nil, nil, err
	}
	report.Counts = doc.Counts()
	if profile.Name == refi.Standard.Name {
		if files, err = addWhole(ctx, from, doc, files); err != nil {
			return nil, nil, nil, err
		}
	}
	beyond(from.Study, profile, report)
	report.finish()
	return doc, files, report, nil
}

// beyond lists what the standard has no place for.
func beyond(s *coding.Study, profile refi.Profile, report *Report) {
	n := map[string]int{}
	for _, t := range s.Tags {
		if t.Weight > 0 {
			n["weights of tags"]++
		}
		if t.About != "" {
			n["tags that say whom they are about"]++
		}
		if t.Suggested {
			n["marks of tags that were suggested"]++
		}
	}
	for i, p := range s.Passages {
		if s.SourceOf(p) == nil {
			first, last := s.TagsOf(i)
			n["tags on words that were corrected since"] += last - first
		}
	}
	for _, src := range s.Sources {
		if src.MediaType != "text/plain" && src.MediaType != docxType {
			n["files as imported that are neither plain text nor Word, whose text goes"]++
		}
		tr := s.Transcript(src)
		for _, t := range tr.Turns {
			if t.Speaker >= 0 {
				n["turns with their speakers, but for what the text says"]++
			}
		}
	}
	n["summaries"], n["saved queries, matrices and searches"] = len(s.Summaries), len(s.Queries)+len(s.Matrices)+len(s.Searches)
	n["notes of what coders have read"], n["suggestions that were declined"] = len(s.Readings), len(s.Rejections)
	for _, what := range slices.Sorted(maps.Keys(n)) {
		if profile.Name == refi.Standard.Name {
			report.keep(what, n[what])
		} else {
			report.lose(what, n[what], "")
		}
	}
}
