package intake_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

const words = "Trust takes years. Trust is money.\n\nWe had none."

// codebook is a project with themes Motivation > Savings, Motivation > Pressure, Cost >
// Savings and Trust, and a source int-03 with the words above.
func codebook(change func(*coding.Study)) *edittest.Memory {
	s := codingtest.Codebook()
	s.Sources[0].Text = "text"
	s.Organisations = []*corpus.Organisation{{ID: "N", Name: "Northmoor"}}
	s.Transcripts = map[corpus.TextID]*corpus.Transcript{"text": {Turns: []corpus.Turn{
		{End: 34, Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}, {Start: 36, Body: 36, End: len(words), Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}}}}
	if change != nil {
		change(s)
	}
	return edittest.Of(s, map[corpus.TextID]string{"text": words})
}

// Rows of a table become tags, or an error that says what is wrong with the row.
func TestTag(t *testing.T) {
	for _, tt := range []struct {
		name, head, row string
		create          bool
		want, err       string
	}{
		{"a quote", "theme,quote", "Trust,takes years", false, "tag passage int-03 6:17 Trust AK ", ""},
		{"turns", "theme,turns", "Trust,2", false, "tag passage int-03 36:48 Trust AK ", ""},
		{"lines", "theme,lines", "Trust,1", false, "tag passage int-03 0:34 Trust AK ", ""},
		{"a span", "theme,start,end", "Trust,0,5", false, "tag passage int-03 0:5 Trust AK ", ""},
		{"the second of two", "theme,quote,occurrence", "Trust,Trust,2", false, "tag passage int-03 19:24 Trust AK ", ""},
		{"all of them", "theme,quote,occurrence", "Trust,Trust,all", false, "tag passage int-03 0:5 Trust AK ,tag passage int-03 19:24 Trust AK ", ""},
		{"who, about whom, how much", "theme,turns,coder,about,weight", "Trust,2,BM,northmoor,2", false, "tag passage int-03 36:48 Trust BM Northmoor", ""},
		{"a theme below another", "theme,turns", "Motivation > Savings,2", false, "tag passage int-03 36:48 Motivation > Savings AK ", ""},
		{"the last part of a path", "theme,turns", "pressure,2", false, "tag passage int-03 36:48 Motivation > Pressure AK ", ""},
		{"a new theme", "theme,turns", "Trust > In people,2", true, "tag passage int-03 36:48 Trust > In people AK ", ""},
		{"new ones, too, above it", "theme,turns", "Weather > Rain > Hail,2", true, "tag passage int-03 36:48 Weather > Rain > Hail AK ", ""},
		{"another program's name of the source", "document,code,segment", "1 int-03.docx,Trust,takes years", false, "tag passage int-03 6:17 Trust AK ", ""},
		{"no such theme", "theme,turns", "Weather,2", false, "", `theme "Weather"`},
		{"two themes", "theme,turns", "Trust; Cost,2", false, "", `theme "Trust; Cost"`},
		{"a theme that means two", "theme,turns", "Savings,2", false, "", `theme "Savings"`},
		{"an archived theme", "theme,turns", "Old,2", false, "", `theme "Old": it is archived`},
		{"a theme without a name", "theme,turns", "Trust > ,2", true, "", "theme"},
		{"words twice", "theme,quote", "Trust,Trust", false, "", "source \"int-03\": "},
		{"no theme", "theme,turns", ",2", false, "", "f.csv: line 2: no theme"},
		{"no place", "theme,turns", "Trust,", false, "", "f.csv: line 2: no place"},
		{"no such source", "source,theme,turns", "int-9,Trust,2", false, "", `f.csv: line 2: source "int-9"`},
		{"no such organisation", "theme,turns,about", "Trust,2,Southvale", false, "", `f.csv: line 2: organisation "Southvale"`},
		{"no number", "theme,turns,weight", "Trust,2,much", false, "", `f.csv: line 2: weight "much"`},
		{"a column too many", "theme,turns,colour", "Trust,2,red", false, "", `f.csv: line 1: column "colour"`},
		{"no themes at all", "source,quote", "int-03,Trust", false, "", `f.csv`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := codebook(func(s *coding.Study) {
				s.Themes = append(s.Themes, &coding.Theme{ID: "7", Name: "Old", Archived: true})
			})
			columns, values := strings.Split(tt.head, ","), strings.Split(tt.row, ",")
			if columns[0] == "theme" {
				columns, values = append([]string{"source"}, columns...), append([]string{"int-03"}, values...)
			}
			got, err := tag(m, corpus.Table{Columns: columns, Rows: []corpus.Row{{Line: 2, Values: values}}}, tt.create)
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("%v, want %q", err, tt.err)
				}
				return
			}
			if s := strings.Join(got, ","); err != nil || s != tt.want {
				t.Errorf("%v, %q, want %q", err, s, tt.want)
			}
		})
	}
}

// tag puts the tags of a table into a project, and returns those that it has then.
func tag(m *edittest.Memory, table corpus.Table, create bool) (tags []string, err error) {
	tagger := intake.Tagger{Study: m.Study(), Texts: m, NewID: edittest.IDs(), Create: create}
	rows, bad, err := intake.ReadCodings(tagger.Study, "f.csv", table, nil)
	if err == nil {
		err = errors.Join(bad...)
	}
	for _, r := range rows {
		err = errors.Join(err, tagger.Tag(context.Background(), r))
	}
	if err == nil {
		err = m.Make("AK", tagger.Changes...)
	}
	for line := range strings.SplitSeq(edittest.Canonical(m.Study()), "\n") {
		if strings.HasPrefix(line, "tag ") {
			line, _, _ = strings.Cut(line, " 0 ")
			line, _, _ = strings.Cut(line, " 2 ")
			tags = append(tags, line)
		}
	}
	return tags, err
}

// What tags do to tags that are there already: the same again is nothing, another weight
// and a memo are updates; the passages are those of the new tags, if there are any.
func TestTallyOfOldTags(t *testing.T) {
	m := codebook(nil)
	for span, tag := range map[corpus.Span]string{{End: 5}: "a", {Start: 6, End: 11}: "b"} {
		if err := m.Make("AK", edit.TagPassage{Passage: coding.PassageID("p" + tag), Text: "text", Span: span, Tag: coding.TagID(tag), Theme: "6", Weight: 2}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name string
		more intake.Coding
		want []int // new, updated, passages
	}{
		{"as they are", intake.Coding{Weight: 2}, []int{0, 0, 0}},
		{"no weight given", intake.Coding{}, []int{0, 0, 0}},
		{"another weight", intake.Coding{Weight: 3}, []int{0, 2, 2}},
		{"a memo", intake.Coding{Memo: "why"}, []int{0, 2, 2}},
		{"another weight, by somebody else", intake.Coding{Weight: 3, Coder: "BM"}, []int{2, 0, 2}},
		{"with another theme", intake.Coding{Weight: 3, Themes: []string{"Trust", "Cost"}}, []int{2, 2, 2}},
	} {
		tagger := intake.Tagger{Study: m.Study(), Texts: m, NewID: edittest.IDs()}
		c := tt.more
		c.Source = tagger.Study.Sources[0]
		if c.Themes == nil {
			c.Themes = []string{"Trust"}
		}
		if err := tagger.TagSpans(c, []corpus.Span{{End: 5}, {Start: 6, End: 11}}); err != nil {
			t.Fatal(err)
		}
		if x := tagger.Tally("AK"); !cmp.Equal([]int{x.New, x.Updated, x.Passages}, tt.want) || len(x.Changes) != x.New+x.Updated {
			t.Errorf("%s: %+v, want %v", tt.name, x, tt.want)
		}
	}
}

// A memo that a tag has is no update; one by somebody else, or with other words, is one. A
// coder is known by an earlier name.
func TestTallyOfOldMemos(t *testing.T) {
	m := codebook(nil)
	err := m.Make("AK", edit.TagPassage{Passage: "p", Text: "text", Span: corpus.Span{End: 5}, Tag: "t", Theme: "6", Memo: "why", MemoID: "m"})
	if err == nil {
		err = m.Make("BM", edit.PutMemo{ID: "n", On: "t", Text: "theirs"})
	}
	if err == nil {
		err = m.Make("AK", edit.PutCoder{Coder: coding.Coder{ID: m.Study().Coders[0].ID, Name: "Ada"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		coder, memo string
		want        []int // new, updated
	}{
		{"Ada", "why", []int{0, 0}}, {"AK", "why", []int{0, 0}}, {"AK", "", []int{0, 0}}, {"AK", "because", []int{0, 1}},
		{"AK", "theirs", []int{0, 1}}, {"BM", "theirs", []int{1, 0}},
	} {
		tagger := intake.Tagger{Study: m.Study(), Texts: m, NewID: edittest.IDs()}
		c := intake.Coding{Source: tagger.Study.Sources[0], Themes: []string{"Trust"}, Memo: tt.memo, Coder: tt.coder}
		if err := tagger.TagSpans(c, []corpus.Span{{End: 5}}); err != nil {
			t.Fatal(err)
		}
		if x := tagger.Tally("Ada"); !cmp.Equal([]int{x.New, x.Updated}, tt.want) {
			t.Errorf("%s, %q: %+v, want %v", tt.coder, tt.memo, x, tt.want)
		}
	}
}

// Tags that are there already are not counted as new, and each place counts once.
func TestTally(t *testing.T) {
	m := codebook(nil)
	if err := m.Make("AK", edit.TagPassage{Passage: "p", Text: "text", Span: corpus.Span{End: 5}, Tag: "t", Theme: "6"}); err != nil {
		t.Fatal(err)
	}
	tagger := intake.Tagger{Study: m.Study(), Texts: m, NewID: edittest.IDs(), Create: true}
	src := tagger.Study.Sources[0]
	for _, c := range []intake.Coding{
		{Source: src, Themes: []string{"Trust", "Cost"}, Place: locate.Place{Span: "0:5"}},       // Trust is there
		{Source: src, Themes: []string{"Trust"}, Place: locate.Place{Span: "0:5"}, Coder: "BM"},  // but not BM's
		{Source: src, Themes: []string{"Trust"}, Place: locate.Place{Span: "6:11"}, Memo: "why"}, // another place
		{Source: src, Themes: []string{"New"}, Place: locate.Place{Span: "6:11"}},
		{Source: src, Themes: []string{"new"}, Place: locate.Place{Span: "6:11"}}, // the same
	} {
		if err := tagger.Tag(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	x := tagger.Tally("AK")
	if got := []int{x.New, x.Updated, x.Passages, x.Sources, len(x.Changes), tagger.Tags}; !cmp.Equal(got, []int{4, 0, 2, 1, 4, 6}) {
		t.Errorf("new and updated tags, passages, sources, changes and all tags: %v, want 4, 0, 2, 1, 4, 6", got)
	}
	if diff := cmp.Diff([]string{"New"}, tagger.Made); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := tagger.Add("Trust > New"); err != nil || len(tagger.Made) != 2 || tagger.Made[1] != "Trust > New" {
		t.Errorf("%v, %q", err, tagger.Made)
	}
}

// What stands in the place of a passage that a correction has detached is found, whatever
// was corrected since; a passage that is not detached is refused.
func TestNear(t *testing.T) {
	m := codebook(nil)
	for _, span := range []corpus.Span{{Start: 6, End: 17}, {Start: 36, End: 48}} {
		if err := m.Make("AK", edit.TagPassage{Passage: coding.PassageID(span.String()), Text: "text", Span: span, Tag: coding.TagID(span.String()), Theme: "6"}); err != nil {
			t.Fatal(err)
		}
	}
	s := m.Study()
	ids := edittest.IDs()
	i := intake.Import{File: "a.txt", Document: corpus.Document{Body: "Trust needs many years. Trust is money.\n\nWe had none."}}
	i.Transcript.Turns = []corpus.Turn{{End: len(i.Document.Body), Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}}
	c, err := intake.NewIntake(s, ids).Correct(t.Context(), s, m, s.Sources[0], i)
	if err == nil {
		err = m.Make("AK", c.Changes...)
	}
	if err != nil {
		t.Fatal(err)
	}
	now := m.Study()
	var detached, kept int
	for n, p := range now.Passages {
		if p.Text == "text" {
			detached = n
		} else {
			kept = n
		}
	}
	near, err := intake.Near(now, t.Context(), m, []int{detached}, corpus.NearestPercent)
	if err != nil {
		t.Fatal(err)
	}
	if got := near[0].Text.Body[near[0].Place().Start:near[0].Place().End]; got != "needs many years" {
		t.Errorf("in its place stands %q", got)
	}
	for _, x := range c.Passages {
		want := map[bool]string{true: "We had none.", false: "needs many years"}[x.Outcome != corpus.Detached]
		if got := c.Update.Text.Body[x.Place().Start:x.Place().End]; got != want {
			t.Errorf("%s: %q, want %q", x.Outcome, got, want)
		}
	}
	if _, err := intake.Near(now, t.Context(), m, []int{kept}, corpus.NearestPercent); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("a passage that is not detached: %v", err)
	}
}

// A path that is that of several themes makes no further one.
func TestTaggerOfSeveral(t *testing.T) {
	for _, create := range []bool{false, true} {
		tagger := intake.Tagger{Study: codingtest.Codebook(), NewID: edittest.IDs(), Create: create}
		id, err := tagger.Theme("Savings")
		if !errors.Is(err, coding.ErrAmbiguous) || !strings.Contains(coding.Hint(err), `"Motivation > Savings" or "Cost > Savings"`) {
			t.Errorf("create %v: %q, %v (%s)", create, id, err, coding.Hint(err))
		}
		if len(tagger.Changes) > 0 {
			t.Errorf("create %v: changes %v", create, tagger.Changes)
		}
	}
}
