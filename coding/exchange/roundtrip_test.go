package exchange_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
	"crosscase/corpus"
)

var (
	ctx    = context.Background()
	monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// A tester is a test, or one try of a law.
type tester interface {
	Fatal(...any)
	Fatalf(string, ...any)
	Helper()
}

var made int

// empty makes an empty project in a folder.
func empty(t tester, folder string) *project.Project {
	t.Helper()
	made++
	p, err := project.Init(ctx, filepath.Join(folder, fmt.Sprintf("p%d.crosscase", made)), project.NewID(), "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A store is a project, on the disk or in memory; both do the same with all changes (the
// law named Model in package project), and that in memory takes a tenth of the time.
type store interface {
	coding.Texts
	Original(ctx context.Context, sha256 string) ([]byte, error)
}

func study(t tester, p store) *coding.Study {
	t.Helper()
	if m, ok := p.(*edittest.Memory); ok {
		return m.Study()
	}
	s, err := p.(*project.Project).Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// apply makes changes in a project, which is well after that.
func apply(t tester, p store, e edit.Edit) {
	t.Helper()
	if m, ok := p.(*edittest.Memory); ok {
		if err := m.Apply(e); err != nil {
			t.Fatal(err)
		}
		return
	}
	if _, err := p.(*project.Project).Apply(ctx, e); err != nil {
		t.Fatal(err)
	}
	if problems, err := p.(*project.Project).Check(ctx); err != nil || len(problems) > 0 {
		t.Fatalf("after %s: %v %v", e.What, problems, err)
	}
}

// bring brings a document into a project, as crosscase import-project does.
func bring(t tester, p store, doc *refi.Project, files exchange.Files, options exchange.Options) *exchange.Imported {
	t.Helper()
	return bringAt(t, p, doc, files, options, monday)
}

func bringAt(t tester, p store, doc *refi.Project, files exchange.Files, options exchange.Options, at time.Time) *exchange.Imported {
	t.Helper()
	a, err := exchange.Import(doc, files, "file.qdpx", options, at)
	if err != nil {
		t.Fatal(err)
	}
	j, err := a.Merge(ctx, merge.Side{Study: study(t, p), Texts: p, Original: p.Original}, func(string) bool { return false }, project.NewID)
	if err != nil {
		t.Fatal(err)
	}
	j.Changes = append(j.Changes, edit.PutTitle{Title: exchange.CleanTitle(a.Title)})
	apply(t, p, edit.Edit{Coder: "BM", At: monday, What: "import", Changes: j.Changes})
	return a
}

// give gives a project as a package for a program, read again as it would be from the
// file.
func give(t tester, p store, profile refi.Profile) (*refi.Package, []byte) {
	t.Helper()
	doc, files, _, err := exchange.Export(ctx, exchange.Contents{Study: study(t, p), Texts: p, Original: p.Original}, profile, "crosscase test")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := refi.WritePackage(&b, doc, files); err != nil {
		t.Fatal(err)
	}
	back, err := refi.ReadPackage(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Found) > 0 {
		t.Fatalf("%s: what was written had to be mended: %v", profile.Name, back.Found)
	}
	return back, b.Bytes()
}

// bare is a package without what crosscase keeps beside the project, as another
// program would hand it on.
type bare struct{ *refi.Package }

func (b bare) File(path string, most int64) ([]byte, error) { return b.Package.File(path, most) }

func (m *model) said(kind string, t *refi.Text) {
	m.say("%s %s %q %v %q %v %v rich %s", kind, refi.Key(t.GUID), t.Name, t.Audit, t.Description, keys(t.NoteRefs), t.Values, m.file(t.Rich))
	m.codings(t.GUID, t.Codings)
}

// Nothing is lost of files that other programs wrote.
func TestSamplesRoundTrip(t *testing.T) {
	files := map[string]string{}
	folders := []string{"refi/testdata"}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		folders = append(folders, filepath.Join(more, "samples"))
	}
	for _, folder := range folders {
		found, _ := filepath.Glob(filepath.Join(folder, "*.qd[pe]*"))
		for _, f := range found {
			if !strings.Contains(f, "not-a-zip") {
				files[filepath.Base(f)] = f
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(files[name])
			if err != nil {
				t.Fatal(err)
			}
			p, err := refi.ReadPackage(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			loseNothing(t, t.TempDir(), p.Project, p, exchange.Options{})
		})
	}
}

// said is a study in lines that do not depend on identifiers that are made anew;
// standard leaves out what the standard has no place for.
func said(t tester, p store, standard bool) string {
	s := study(t, p)
	if !standard {
		for i := range s.Themes {
			s.Themes[i].Position, s.Themes[i].Made, s.Themes[i].Described = i, time.Time{}, time.Time{}
		}
		for i := range s.Memos {
			if !strings.Contains(s.Memos[i].On, "-0000-4000-9000-") { // an identifier that the test gave
				s.Memos[i].On = "project"
			}
		}
		slices.SortFunc(s.Memos, func(a, b coding.Memo) int { return strings.Compare(string(a.ID), string(b.ID)) })
		var leftOut [][]corpus.LeftOut
		var choices [][]corpus.Choice
		for _, src := range s.Sources {
			text, err := p.Text(ctx, src.Text)
			if err != nil {
				t.Fatal(err)
			}
			leftOut, choices = append(leftOut, text.LeftOut), append(choices, text.Choices)
		}
		data, err := json.MarshalIndent([]any{leftOut, choices, s.Assigned, s.Title, s.Sources, s.Transcripts, s.Participants, s.Organisations, s.Cases, s.Themes, s.Passages, s.Tags, s.Memos, s.Links, s.Summaries}, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, x := range s.Themes {
		say("theme %s %s %q %q %s %v", x.ID, x.Parent, s.Path(x.ID), x.Definition+x.Include, x.Colour, x.Archived)
	}
	for _, x := range s.Participants {
		say("participant %s %q %s %s %v %v", x.ID, x.Name, x.Role, x.Organisation, x.Aliases, x.Attributes)
	}
	for _, x := range s.Organisations {
		say("organisation %s %q %s %v %v", x.ID, x.Name, x.Kind, x.Cases, x.Attributes)
	}
	for _, x := range s.Cases {
		say("case %s %q %q %v", x.ID, x.Name, x.Description, x.Attributes)
	}
	for _, x := range s.Sources {
		body, err := p.Text(ctx, x.Text)
		if err != nil {
			t.Fatal(err)
		}
		say("source %s %q %s %s %s %s %s %v %q", x.ID, x.Name, x.Type, x.Case, x.Organisation, x.Date, x.Language, x.Attributes, body.Body)
	}
	for i, x := range s.Passages {
		say("passage %s %s %s", s.SourceOf(x).ID, x.Span, x.ID)
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			say("tag %s %s by %s at %s", s.Tags[n].ID, s.Tags[n].Theme, s.Coders[s.TagCoder(n)].Name, s.Tags[n].At)
		}
	}
	for _, x := range s.Memos {
		say("memo %s %q", x.ID, x.Text)
	}
	for _, x := range s.Links {
		say("link %s %s %s %q %q", x.ID, x.From, x.To, x.Kind, x.Note)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// A codebook that came from another program goes out with its identifiers' letters and
// its sets of codes, and the same one twice adds nothing.
func TestCodebookKept(t *testing.T) {
	books := map[string][]byte{"sets.qdc": []byte(`<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="AAAAAAAA-0000-4000-8000-00000000000A" name="Trust" isCodable="true" color="#AbC"><Code guid="{BBBBBBBB-0000-4000-8000-00000000000B}" name="Lost" isCodable="true"/></Code></Codes>
<Sets><Set guid="CCCCCCCC-0000-4000-8000-00000000000C" name="first"><MemberCode guid="BBBBBBBB-0000-4000-8000-00000000000B"/></Set></Sets></CodeBook>`)}
	codes := map[string]int{"sets.qdc": 2, "taguette-0.9.2_Steeves_FocusGroup.qdc": 42, "taguette-0.9.2_Steeves_Interview.qdc": 58, "taguette-1.4.1_uto_tag.qdc": 3}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		found, _ := filepath.Glob(filepath.Join(more, "samples", "taguette*.qdc"))
		for _, f := range found {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			books[filepath.Base(f)] = data
		}
	}
	for name, data := range books {
		p := empty(t, t.TempDir())
		take := func() int {
			s := study(t, p)
			entries, _, err := exchange.ReadCodebook(data, exchange.QDC)
			if err != nil {
				t.Fatal(err)
			}
			r, err := codebook.Revise(s, entries, false, project.NewID)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := exchange.KeepCodebook(s, data, name, monday)
			if err != nil {
				t.Fatal(err)
			}
			n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "import", Changes: append(r.Changes, kept...)})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if take() == 0 || take() != 0 {
			t.Errorf("%s: the same one twice is not once", name)
		}
		if s := study(t, p); len(s.Themes) != codes[name] {
			t.Errorf("%s: %d themes, want %d", name, len(s.Themes), codes[name])
		}
		var b bytes.Buffer
		if err := exchange.WriteCodebook(ctx, &b, exchange.Contents{Study: study(t, p), Texts: p, Original: p.Original}, exchange.QDC, "crosscase"); err != nil {
			t.Fatal(err)
		}
		was, _, err := refi.ReadProject(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		is, problems, err := refi.ReadProject(bytes.NewReader(b.Bytes()))
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if diff := cmp.Diff([]any{was.Codes, was.Sets}, []any{is.Codes, is.Sets}); diff != "" {
			t.Errorf("%s: (-came +went)\n%s", name, diff)
		}
		p.Close()
	}
}

// NVivo keeps each case as a code of the same identifier, too, with a coding for each
// source that is in it; here they are cases alone.
func TestTwins(t *testing.T) {
	p := empty(t, t.TempDir())
	defer p.Close()
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("a")))
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "a case", Changes: []edit.Change{
		edit.PutCase{Case: corpus.CaseStudy{ID: "00000001-0000-4000-8000-000000000000", Name: "Docks"}},
		edit.AddSource{Source: corpus.Source{ID: "00000002-0000-4000-8000-000000000000", Name: "a", Case: "00000001-0000-4000-8000-000000000000", Text: "x", SHA256: sum, MediaType: "text/plain"}, Text: corpus.Text{ID: "x", Body: "a"}, Original: []byte("a")},
	}}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"nvivo-windows": 1, "nvivo-mac": 1, "atlasti": 0} {
		profile, err := refi.ParseProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		back, _ := give(t, p, profile)
		if codes, codings := back.Project.Counts()["codes"], back.Project.Counts()["codings"]; codes != want || codings != want {
			t.Errorf("%s: %d codes and %d codings, want %d", name, codes, codings, want)
		}
		in := empty(t, t.TempDir())
		bring(t, in, back.Project, bare{back}, exchange.Options{})
		if s := study(t, in); len(s.Themes) != 0 || len(s.Cases) != 1 || s.Sources[0].Case != s.Cases[0].ID {
			t.Errorf("%s: %d themes, %d cases, the source in %q", name, len(s.Themes), len(s.Cases), s.Sources[0].Case)
		}
		in.Close()
	}
}

// A large codebook, nested deep, comes back as it was.
func TestDeep(t *testing.T) {
	doc := &refi.Project{Name: "deep"}
	n := 0
	var chain func(depth int) *refi.Code
	chain = func(depth int) *refi.Code {
		n++
		c := &refi.Code{GUID: refi.NewGUID("deep", fmt.Sprint(n)), Name: fmt.Sprint("Code ", n), Codable: true}
		if depth < 12 {
			c.Below = append(c.Below, chain(depth+1))
		}
		return c
	}
	for n < 2000 {
		doc.Codes = append(doc.Codes, chain(1))
	}
	p := empty(t, t.TempDir())
	defer p.Close()
	bring(t, p, doc, exchange.Memory{}, exchange.Options{})
	back, data := give(t, p, refi.Standard)
	if was, is := modelOf(t, doc, exchange.Memory{}, always(refi.Convention{})), modelOf(t, back.Project, back, always(refi.Convention{})); was != is {
		t.Errorf("(-came +went)\n%s", cmp.Diff(strings.Split(was, "\n"), strings.Split(is, "\n")))
	}
	again := empty(t, t.TempDir())
	defer again.Close()
	bring(t, again, back.Project, back, exchange.Options{})
	if _, twice := give(t, again, refi.Standard); !bytes.Equal(data, twice) {
		t.Error("a second time gives another file")
	}
}

// A file that crosscase wrote, and that brings nothing which a project shows, is kept
// all the same where it holds more: here a case that is described, and a variable.
func TestOwnFileWithMore(t *testing.T) {
	doc := &refi.Project{
		Origin:    "crosscase test for NVivo Windows",
		Variables: []refi.Variable{{GUID: "00001eef-0000-4000-8000-000000000001", Type: "Text"}},
		Cases:     []*refi.Case{{GUID: "0000b99a-0000-4000-8000-000000000006", Name: "a", Description: "b", Values: []refi.Value{{Variable: "00001eef-0000-4000-8000-000000000001", Type: "Text", Value: " as it is "}}}},
	}
	loseNothing(t, t.TempDir(), doc, exchange.Memory{}, exchange.Options{})
}
