package exchange_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
)

// importInto brings a document into a project in memory.
func importInto(t tester, m *edittest.Memory, doc *refi.Project, files exchange.Files, options exchange.Options) *exchange.Imported {
	t.Helper()
	a, err := exchange.Import(doc, files, "file.qdpx", options, monday)
	if err != nil {
		t.Fatal(err)
	}
	j, err := a.Merge(ctx, merge.Side{Study: m.Study(), Texts: m, Original: m.Original}, func(string) bool { return false }, project.NewID)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Apply(edit.Edit{Coder: "BM", At: monday, What: "import", Changes: j.Changes}); err != nil {
		t.Fatal(err)
	}
	return a
}

// exported is what a project in memory is in an archive for a program, read again.
func exported(t tester, m *edittest.Memory, profile refi.Profile) (bare, *exchange.Report) {
	t.Helper()
	doc, files, report, err := exchange.Export(ctx, exchange.Contents{Study: m.Study(), Texts: m, Original: m.Original}, profile, "crosscase test")
	if err != nil {
		t.Fatal(err)
	}
	return archived(t, doc, files), report
}

// codedWords are the tags of a project: the theme's path, the coder, and the words, where they stand.
func codedWords(t tester, m *edittest.Memory) (all []string) {
	t.Helper()
	s := m.Study()
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		if src == nil {
			continue
		}
		text, err := m.Text(ctx, p.Text)
		if err != nil {
			t.Fatal(err)
		}
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			x := s.Tags[n]
			all = append(all, fmt.Sprintf("%s by %s on %q at %d of %q", s.Path(x.Theme), s.CoderName(x.Coder), text.Body[p.Span.Start:p.Span.End], p.Span.Start, text.Body))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// named gives all codes, users and texts of a document names that are used once.
func named(p *refi.Project) {
	n := 0
	name := func(kind string) string { n++; return fmt.Sprint(kind, " ", n) }
	var walk func(all []*refi.Code)
	walk = func(all []*refi.Code) {
		for _, c := range all {
			c.Name = name("Code")
			walk(c.Below)
		}
	}
	walk(p.Codes)
	for i := range p.Users {
		p.Users[i].Name = name("User")
	}
	for _, s := range p.Sources {
		for _, t := range s.Texts() {
			t.Name = name("Source")
		}
	}
}

// What another program wrote, was imported, edited at random and exported has the same themes
// on the same words, by the same coders, when it is imported again.
func TestEditedRoundTrip(t *testing.T) {
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		doc, files, c := foreign(t)
		named(doc)
		m := &edittest.Memory{}
		a := importInto(t, m, doc, files, exchange.Options{Positions: map[string]refi.Convention{"": c}})
		if slices.ContainsFunc(a.Report.Kept, func(p refi.Problem) bool { return p.What == "codings of sources without words" }) {
			return // they are on words once there are any
		}
		e := edittest.NewEditor(rapid.Uint64Range(0, 1000).Draw(t, "seed"))
		for range rapid.IntRange(0, 12).Draw(t, "edits") {
			change, err := e.Change(m.Study(), m)
			if err != nil {
				t.Fatal(err)
			}
			if _, is := change.(edit.PutPreserved); is { // which the editor makes of nothing
				continue
			}
			if err := m.Apply(edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: []edit.Change{change}}); err != nil {
				continue // that this study does not allow
			}
		}
		for _, profile := range refi.Profiles() {
			archive, _ := exported(t, m, profile)
			again := &edittest.Memory{}
			importInto(t, again, archive.Project, archive, exchange.Options{Positions: map[string]refi.Convention{"": profile.Convention}})
			want := codedWords(t, m)
			kept += len(want)
			if diff := cmp.Diff(want, codedWords(t, again)); diff != "" {
				t.Fatalf("%s (-here +came back)\n%s", profile.Name, diff)
			}
		}
	})
	if kept == 0 {
		t.Error("there was never a tag")
	}
}

// archived is a document with its files as an archive, read again; nothing of it may have to
// be mended.
func archived(t tester, doc *refi.Project, files []refi.File) bare {
	t.Helper()
	var b bytes.Buffer
	if _, err := refi.WritePackage(&b, doc, files); err != nil {
		t.Fatal(err)
	}
	back, err := refi.ReadPackage(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Found) > 0 {
		t.Fatalf("what was written had to be mended: %v", back.Found)
	}
	return bare{back}
}
