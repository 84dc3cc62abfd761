package exchange_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// everyday is a project as a program writes one: two codes, one below the other, a text with
// a coding and a remark, notes on things of every kind, a link and a group.
func everyday() *refi.Project {
	note := func(n int, text string) *refi.Text {
		return &refi.Text{GUID: guid(notes, n), Name: "", Content: &text, Audit: refi.Audit{Creator: guid(users, 1)}}
	}
	source := textSource(1, "talk", "One two three.")
	source.NoteRefs = []string{guid(notes, 2)}
	source.Selections = []*refi.Selection{{GUID: guid(selections, 1), Start: 4, End: 7, NoteRefs: []string{guid(notes, 3)},
		Codings: []*refi.Coding{{GUID: guid(codings, 1), Code: guid(codes, 2), Creator: guid(users, 1), Created: "2025-01-02T03:04:05Z", NoteRefs: []string{guid(notes, 4)}}}}}
	return &refi.Project{Name: "everyday", Origin: "Test 1", Users: []refi.User{{GUID: guid(users, 1), Name: "AK"}},
		Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust", Codable: true, Description: "What it is", NoteRefs: []string{guid(notes, 1)},
			Below: []*refi.Code{{GUID: guid(codes, 2), Name: "Lost", Codable: true, Colour: "#aabbcc"}}}},
		Sources: []*refi.Source{source, textSource(2, "paper", "Nothing.")},
		Notes:   []*refi.Text{note(1, "on the code"), note(2, "on the source"), note(3, "on the words"), note(4, "on the coding"), note(5, "on the project")},
		Links:   []*refi.Link{{GUID: guid(links, 1), Name: "leads to", Direction: "OneWay", Origin: guid(codes, 1), Target: guid(codes, 2)}},
		Sets:    []*refi.Set{{GUID: guid(sets, 1), Name: "phase: build", Sources: []string{guid(sources, 1)}}, {GUID: guid(sets, 2), Name: "Talks", Sources: []string{guid(sources, 1), guid(sources, 2)}}},
	}
}

// summary says what a document holds, a thing a line.
func summary(p *refi.Project) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	texts := map[string]string{}
	for _, n := range p.Notes {
		texts[refi.Key(n.GUID)] = *n.Content
	}
	noted := func(refs []string) (all []string) {
		for _, r := range refs {
			all = append(all, texts[refi.Key(r)])
		}
		return all
	}
	names := map[string]string{}
	for _, u := range p.Users {
		names[u.GUID] = u.Name
		say("user %s", u.Name)
	}
	var walk func(codes []*refi.Code, indent string)
	walk = func(codes []*refi.Code, indent string) {
		for _, c := range codes {
			names[c.GUID] = c.Name
			say("%scode %s %q %v", indent, c.Name, c.Description, noted(c.NoteRefs))
			walk(c.Below, indent+" ")
		}
	}
	walk(p.Codes, "")
	for _, s := range p.Sources {
		names[s.GUID] = s.Name
		say("source %s %v", s.Name, noted(s.NoteRefs))
		for _, x := range s.Selections {
			say(" %d to %d %v", x.Start, x.End, noted(x.NoteRefs))
			for _, c := range x.Codings {
				say("  %s by %s %v", names[c.Code], names[c.Creator], noted(c.NoteRefs))
			}
		}
	}
	for _, l := range p.Links {
		say("link %s %s %s %v", names[l.Origin], l.Name, names[l.Target], noted(l.NoteRefs))
	}
	for _, s := range p.Sets {
		say("set %s of %d", s.Name, len(s.Sources))
	}
	say("notes %d, on the project %v", len(p.Notes), noted(p.NoteRefs))
	return all
}

// Each edit of an imported project changes just what it is about in what is exported.
func TestEditsOfAnImportedProject(t *testing.T) {
	was := []string{"user AK", `code Trust "What it is" [on the code]`, ` code Lost "" []`, "source talk [on the source]", " 4 to 7 [on the words]", "  Lost by AK [on the coding]",
		"source paper []", "link Trust leads to Lost []", "set phase: build of 1", "set Talks of 2", "notes 5, on the project []"}
	find := func(s *coding.Study, text string) coding.Memo {
		i := slices.IndexFunc(s.Memos, func(m coding.Memo) bool { return m.Text == text })
		return s.Memos[i]
	}
	theme := func(s *coding.Study, name string) coding.Theme {
		i := slices.IndexFunc(s.Themes, func(x *coding.Theme) bool { return x.Name == name })
		return *s.Themes[i]
	}
	tests := []struct {
		name  string
		edits func(s *coding.Study) []edit.Change
		now   map[string]string // lines that changed; "" are gone
		new   []string
	}{
		{name: "none", edits: func(*coding.Study) []edit.Change { return nil }},
		{"a theme is renamed", func(s *coding.Study) []edit.Change {
			x := theme(s, "Lost")
			x.Name = "Lost trust"
			return []edit.Change{edit.PutTheme{Theme: x}}
		}, map[string]string{` code Lost "" []`: ` code Lost trust "" []`, "  Lost by AK [on the coding]": "  Lost trust by AK [on the coding]", "link Trust leads to Lost []": "link Trust leads to Lost trust []"}, nil},
		{"a theme is described", func(s *coding.Study) []edit.Change {
			x := theme(s, "Trust")
			x.Definition, x.Include = "Something else", "this"
			return []edit.Change{edit.PutTheme{Theme: x}}
		}, map[string]string{`code Trust "What it is" [on the code]`: `code Trust "Something else\n\nInclude: this" [on the code]`}, nil},
		{"a note is changed", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.PutMemo{ID: find(s, "on the words").ID, On: find(s, "on the words").On, Text: "changed"}}
		}, map[string]string{" 4 to 7 [on the words]": " 4 to 7 [changed]"}, nil},
		{"a note is removed", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.RemoveMemo{ID: find(s, "on the coding").ID}}
		},
			map[string]string{"  Lost by AK [on the coding]": "  Lost by AK []", "notes 5, on the project []": "notes 4, on the project []"}, nil},
		{"a note is added", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.PutMemo{ID: coding.MemoID(guid(notes, 9)), On: string(s.Sources[1].ID), Text: "new", At: monday}, edit.PutMemo{ID: coding.MemoID(guid(notes, 8)), Text: "more", At: monday}}
		}, map[string]string{"user AK": "user AK\nuser JM", "source paper []": "source paper [new]", "notes 5, on the project []": "notes 7, on the project [more]"}, nil},
		{"a tag is added beside one", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.TagPassage{Passage: "p", Text: s.Sources[0].Text, Span: corpus.Span{Start: 4, End: 7}, Tag: coding.TagID(guid(codings, 9)), Theme: theme(s, "Trust").ID, At: monday}}
		}, map[string]string{"user AK": "user AK\nuser JM"}, []string{"  Trust by JM []"}},
		{"a tag is moved to another theme", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.Retag{Tag: s.Tags[0].ID, Theme: theme(s, "Trust").ID}}
		},
			map[string]string{"  Lost by AK [on the coding]": "  Trust by AK [on the coding]"}, nil},
		{"a tag is removed", func(s *coding.Study) []edit.Change { return []edit.Change{edit.Untag{Tag: s.Tags[0].ID}} },
			map[string]string{"  Lost by AK [on the coding]": "", "notes 5, on the project []": "notes 4, on the project []"}, nil},
		{"a link is called otherwise", func(s *coding.Study) []edit.Change {
			l := s.Links[0]
			l.Kind = "hinders"
			return []edit.Change{edit.PutLink{Link: l}}
		}, map[string]string{"link Trust leads to Lost []": "link Trust hinders Lost []"}, nil},
		{"a link is removed", func(s *coding.Study) []edit.Change { return []edit.Change{edit.RemoveLink{ID: s.Links[0].ID}} },
			map[string]string{"link Trust leads to Lost []": ""}, nil},
		{"a link is added", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.PutLink{Link: coding.Link{ID: coding.LinkID(guid(links, 9)), From: string(theme(s, "Lost").ID), To: string(theme(s, "Trust").ID), Kind: "harms", Note: "see there", At: monday}}}
		}, map[string]string{"user AK": "user AK\nuser JM", "link Trust leads to Lost []": "link Trust leads to Lost []\nlink Lost harms Trust [see there]", "notes 5, on the project []": "notes 6, on the project []"}, nil},
		{"a source is renamed", func(s *coding.Study) []edit.Change {
			x := *s.Sources[1]
			x.Name = "plan"
			return []edit.Change{edit.PutSource{Source: x}}
		}, map[string]string{"source paper []": "source plan []"}, nil},
		{"a source is removed", func(s *coding.Study) []edit.Change { return []edit.Change{edit.RemoveSource{ID: s.Sources[1].ID}} },
			map[string]string{"source paper []": "", "set Talks of 2": "set Talks of 1"}, nil},
		{"themes are merged", func(s *coding.Study) []edit.Change {
			return []edit.Change{edit.RemoveLink{ID: s.Links[0].ID}, edit.MergeThemes{From: theme(s, "Lost").ID, Into: theme(s, "Trust").ID}}
		}, map[string]string{` code Lost "" []`: "", "  Lost by AK [on the coding]": "  Trust by AK [on the coding]", "link Trust leads to Lost []": ""}, nil},
	}
	for _, test := range tests {
		m := &edittest.Memory{}
		importInto(t, m, everyday(), exchange.Memory{}, exchange.Options{})
		if err := m.Apply(edit.Edit{Coder: "JM", At: monday, Changes: test.edits(m.Study())}); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		var want []string
		for _, line := range was {
			now, changed := test.now[line]
			switch {
			case !changed:
				want = append(want, line)
			case now != "":
				want = append(want, strings.Split(now, "\n")...)
			}
			if line == "  Lost by AK [on the coding]" {
				want = append(want, test.new...)
			}
		}
		archive, _ := exported(t, m, refi.Standard)
		if diff := cmp.Diff(want, summary(archive.Project)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}

// Groups of sources are attributes of theirs here.
func TestGroupsBecomeAttributes(t *testing.T) {
	m := &edittest.Memory{}
	importInto(t, m, everyday(), exchange.Memory{}, exchange.Options{})
	s := m.Study()
	talk, paper := s.Source(corpus.SourceID(guid(sources, 1))), s.Source(corpus.SourceID(guid(sources, 2)))
	if diff := cmp.Diff([]map[string]string{{"phase": "build", "Group": "Talks"}, {"Group": "Talks"}}, []map[string]string{talk.Attributes, paper.Attributes}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A codebook to be read has a heading for each theme, deeper for those below, and takes their
// meaning from what Markdown and HTML would obey.
func TestPrintedCodebook(t *testing.T) {
	s := coding.NewStudy(coding.Study{Title: "A *study* <b>", Coders: []*coding.Coder{{ID: "k", Name: "AK"}}, Sources: []*corpus.Source{{ID: "s", Name: "s", Text: "x"}},
		Themes: []*coding.Theme{{ID: "a", Name: "A_b", Definition: "what\n# it is", Include: "this", Example: "<i>that</i>", Colour: "#112233"},
			{ID: "b", Parent: "a", Name: "B", Kind: "category", Archived: true, Colour: "red"}},
		Passages: []coding.Passage{{ID: "p", Text: "x", Span: corpus.Span{Start: 0, End: 1}}, {ID: "q", Text: "x", Span: corpus.Span{Start: 2, End: 3}}},
		Tags:     []coding.Tag{{ID: "1", Passage: "p", Theme: "a", Coder: "k"}, {ID: "2", Passage: "p", Theme: "b", Coder: "k"}, {ID: "3", Passage: "q", Theme: "b", Coder: "k"}}})
	var b bytes.Buffer
	if err := exchange.WriteCodebook(ctx, &b, exchange.Contents{Study: s}, exchange.Markdown, ""); err != nil {
		t.Fatal(err)
	}
	want := `# Codebook: A \*study\* &lt;b>

## A\_b

*2 passages*

what
\# it is

**Include:** this

**Example:** &lt;i>that&lt;/i>

### B

*category, 2 passages, archived*

`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("Markdown (-want +got)\n%s", diff)
	}
	b.Reset()
	if err := exchange.WriteCodebook(ctx, &b, exchange.Contents{Study: s}, exchange.HTML, ""); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>Codebook: A *study* &lt;b&gt;</title>", `style="background: #112233"></span>A_b<span class="count">2 passages`, "&lt;i&gt;that&lt;/i&gt;", "category, 2 passages, archived"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "background: red") {
		t.Error("what is no colour is in a style")
	}
	if err := exchange.WriteCodebook(ctx, &b, exchange.Contents{Study: s}, "word", ""); err == nil {
		t.Error("a format that is none is written")
	}
	if _, _, err := exchange.ReadCodebook(b.Bytes(), exchange.HTML); err == nil || coding.Hint(err) == "" {
		t.Errorf("HTML is read back: %v", err)
	}
}
