package project

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// fully is a theme with all that can be said of one.
func fully(id coding.ThemeID, name, word string) edit.PutTheme {
	return edit.PutTheme{Theme: coding.Theme{ID: id, Name: name, Definition: "D" + word, Include: "I" + word, Exclude: "X" + word,
		Example: "E" + word, Kind: "K" + word}}
}

func TestStoreThemes(t *testing.T) {
	storings(t, []storing{
		{name: "a theme", change: theme("lost", "Lost", "trust"), want: []string{`+ theme Trust > Lost`}},
		{name: "a theme as it is", change: theme("trust", "Trust", "")},
		{name: "a theme described", change: fully("money", "Money", ""),
			want: []string{`+ theme Money definition "D" include "I" exclude "X" example "E" kind "K"`, `- theme Money`}},
		{name: "a theme moved with what is below it", before: []edit.Change{theme("lost", "Lost", "trust")},
			change: theme("trust", "Trust", "money"),
			want: []string{"+ tag passage int-1 37:47 Money > Trust AK  0 false", `+ theme Money > Trust`,
				`+ theme Money > Trust > Lost`,
				"- tag passage int-1 37:47 Trust AK  0 false", `- theme Trust`, `- theme Trust > Lost`}},
		{name: "a theme removed with all that is on it",
			before: []edit.Change{theme("lost", "Lost", "trust"), theme("gone", "Gone", ""), edit.MergeThemes{From: "gone", Into: "lost"},
				tag("t2", "lost", 0, 11),
				memo("m", "trust", "Why"), link("l", "lost", "money", ""), summary("s", "trust", string(roe), "Means"),
				edit.Reject{ID: "r", Theme: "lost", Source: stockedSource, Words: "w"}},
			change: edit.RemoveTheme{ID: "trust"},
			want: []string{"- link theme Trust > Lost explains theme Money: ", "- memo on theme Trust by AK: Why",
				"- rejection theme Trust > Lost source int-1 w AK",
				"- summary of theme Trust and participant Roe: Means", "- tag passage int-1 0:11 Trust > Lost AK  0 false",
				"- tag passage int-1 37:47 Trust AK  0 false",
				`- theme Trust`, `- theme Trust > Lost`}},
		{name: "themes merged", before: []edit.Change{fully("money", "Money", "")}, change: edit.MergeThemes{From: "money", Into: "trust"},
			want: []string{`+ theme Trust definition "D" include "I" exclude "X" example "E" kind "K"`, `- theme Money definition "D" include "I" exclude "X" example "E" kind "K"`, `- theme Trust`}},
		{name: "themes merged that say different things", before: []edit.Change{fully("money", "Money", "2"), fully("trust", "Trust", "")},
			change: edit.MergeThemes{From: "money", Into: "trust"},
			want: []string{"+ memo on theme Trust by AK: Merged from Money, which said", "+ ", "+ definition: D2", "+ ", "+ include: I2",
				"+ ", "+ exclude: X2", "+ ", "+ example: E2",
				`- theme Money definition "D2" include "I2" exclude "X2" example "E2" kind "K2"`}},
	})
}

// When a theme was made, and when what describes it last changed.
func TestWhenThemesChange(t *testing.T) {
	p := newProject(t)
	later := monday
	put := func(c edit.PutTheme) (made, changed time.Time) {
		t.Helper()
		later = later.Add(time.Hour)
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: later, What: "theme", Changes: []edit.Change{c}}); err != nil {
			t.Fatal(err)
		}
		x := study(t, p).Theme("a")
		return x.Made, x.Described
	}
	first := monday.Add(time.Hour)
	if made, changed := put(theme("a", "Trust", "")); !made.Equal(first) || !changed.Equal(first) {
		t.Errorf("made %v, described %v; want both %v", made, changed, first)
	}
	if made, changed := put(theme("a", "Faith", "")); !made.Equal(first) || !changed.Equal(first) {
		t.Errorf("renamed: made %v, described %v; want both %v", made, changed, first)
	}
	if made, changed := put(fully("a", "Faith", "")); !made.Equal(first) || !changed.Equal(later) {
		t.Errorf("described: made %v, described %v; want %v and %v", made, changed, first, later)
	}
	there := fully("a", "Faith", "2") // in another copy, at another time
	there.Theme.Described = monday.Add(90 * time.Minute)
	if _, changed := put(there); !changed.Equal(there.Theme.Described) {
		t.Errorf("described elsewhere: %v, want %v", changed, there.Theme.Described)
	}
}

func TestStoreTags(t *testing.T) {
	weighed := func(id coding.TagID, weight float64, memo string) edit.TagPassage {
		c := tag(id, "trust", 37, 47)
		c.Weight, c.Memo, c.MemoID = weight, memo, coding.MemoID("m"+id)
		return c
	}
	of := func(coder string) edit.TagPassage {
		c := tag("t2", "trust", 37, 47)
		c.Coder = coder
		return c
	}
	suggested := tag("t2", "money", 0, 11)
	suggested.Suggested, suggested.About = true, northmoor
	storings(t, []storing{
		{name: "a tag", change: suggested, want: []string{"+ tag passage int-1 0:11 Money AK Northmoor Police 0 true"}},
		{name: "the same tag again", change: tag("t2", "trust", 37, 47)},
		{name: "the same tag with a weight and a memo", change: weighed("t2", 2, "Why"),
			want: []string{"+ memo on tag passage int-1 37:47 Trust AK  by AK: Why", "+ tag passage int-1 37:47 Trust AK  2 false",
				"- tag passage int-1 37:47 Trust AK  0 false"}},
		{name: "the same tag by somebody else", change: of("BM"), want: []string{"+ tag passage int-1 37:47 Trust BM  0 false"}},
		{name: "another theme", change: edit.Retag{Tag: "t", Theme: "money"},
			want: []string{"+ tag passage int-1 37:47 Money AK  0 false", "- tag passage int-1 37:47 Trust AK  0 false"}},
		{name: "another theme that is there already", before: []edit.Change{tag("t2", "money", 37, 47), weighed("", 3, "Why")},
			change: edit.Retag{Tag: "t", Theme: "money"},
			want: []string{"+ memo on tag passage int-1 37:47 Money AK  by AK: Why", "+ tag passage int-1 37:47 Money AK  3 false",
				"- memo on tag passage int-1 37:47 Trust AK  by AK: Why", "- tag passage int-1 37:47 Money AK  0 false",
				"- tag passage int-1 37:47 Trust AK  3 false"}},
		{name: "a weight and whom it is about", change: edit.PutTag{Tag: "t", Weight: 2, About: northmoor},
			want: []string{"+ tag passage int-1 37:47 Trust AK Northmoor Police 2 false", "- tag passage int-1 37:47 Trust AK  0 false"}},
		{name: "the last tag goes with its passage", change: edit.Untag{Tag: "t"},
			want: []string{"- tag passage int-1 37:47 Trust AK  0 false"}},
		{name: "a tag that is gone already", change: edit.Untag{Tag: "nothing"}},
		{name: "a passage moved", change: edit.AttachPassage{Passage: "pt", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}},
			want: []string{"+ tag passage int-1 0:11 Trust AK  0 false", "- tag passage int-1 37:47 Trust AK  0 false"}},
		{name: "a passage moved to where there is one",
			before: []edit.Change{tag("t2", "trust", 0, 11), weighed("", 2, "Why"), memo("on p", "pt", "What")},
			change: edit.AttachPassage{Passage: "pt", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}},
			want: []string{"+ memo on passage int-1 0:11 by AK: What", "+ memo on tag passage int-1 0:11 Trust AK  by AK: Why",
				"+ tag passage int-1 0:11 Trust AK  2 false",
				"- memo on passage int-1 37:47 by AK: What", "- memo on tag passage int-1 37:47 Trust AK  by AK: Why",
				"- tag passage int-1 0:11 Trust AK  0 false", "- tag passage int-1 37:47 Trust AK  2 false"}},
		{name: "a memo on words", change: edit.NotePassage{Passage: "n", Text: stockedText, Span: corpus.Span{Start: 0, End: 11},
			MemoID: "m", Memo: "Why"},
			want: []string{"+ memo on passage int-1 0:11 by AK: Why"}},
		{name: "the same memo on the same words", before: []edit.Change{memo("m", "pt", "Why")},
			change: edit.NotePassage{Passage: "n", Text: stockedText, Span: corpus.Span{Start: 37, End: 47}, MemoID: "m2", Memo: "Why"}},
		{name: "a passage for a link", change: edit.KeepPassage{Passage: "n", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}}},
	})
}

func TestStoreNotes(t *testing.T) {
	query := func(id coding.QueryID, name, kind, expression string) edit.PutQuery {
		return edit.PutQuery{Query: coding.SavedQuery{ID: id, Name: name, Kind: kind, Expression: expression}}
	}
	storings(t, []storing{
		{name: "a memo", change: memo("m", "trust", "Why"), want: []string{"+ memo on theme Trust by AK: Why"}},
		{name: "a memo on the project", change: memo("m", "", "Why"), want: []string{"+ memo on  by AK: Why"}},
		{name: "a memo changed and moved", before: []edit.Change{memo("m", "trust", "Why")}, change: memo("m", "money", "Why not"),
			coder: "BM",
			want:  []string{"+ memo on theme Money by AK: Why not", "- memo on theme Trust by AK: Why"}},
		{name: "a memo changed where it is", before: []edit.Change{memo("m", "trust", "Why")}, change: memo("m", "", "Why not"),
			want: []string{"+ memo on theme Trust by AK: Why not", "- memo on theme Trust by AK: Why"}},
		{name: "a memo removed", before: []edit.Change{memo("m", "trust", "Why")}, change: edit.RemoveMemo{ID: "m"},
			want: []string{"- memo on theme Trust by AK: Why"}},
		{name: "a memo removed with its passage",
			before: []edit.Change{edit.NotePassage{Passage: "n", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}, MemoID: "m",
				Memo: "Why"}},
			change: edit.RemoveMemo{ID: "m"}, want: []string{"- memo on passage int-1 0:11 by AK: Why"}},
		{name: "a memo that is gone already", change: edit.RemoveMemo{ID: "nothing"}},
		{name: "a link", change: link("l", "trust", "pt", "so they say"),
			want: []string{"+ link theme Trust explains passage int-1 37:47: so they say"}},
		{name: "a link with another note", before: []edit.Change{link("l", "trust", "pt", "")},
			change: link("l", "trust", "pt", "so they say"),
			want: []string{"+ link theme Trust explains passage int-1 37:47: so they say",
				"- link theme Trust explains passage int-1 37:47: "}},
		{name: "the same link", before: []edit.Change{link("l", "trust", "pt", "one")}, change: link("l2", "trust", "pt", "")},
		{name: "the same link with another note", before: []edit.Change{link("l", "trust", "pt", "one")},
			change: link("l2", "trust", "pt", "two"),
			want: []string{"+ link theme Trust explains passage int-1 37:47: two",
				"- link theme Trust explains passage int-1 37:47: one"}},
		{name: "links of themes that are merged", before: []edit.Change{theme("lost", "Lost", ""), link("l", "lost", "trust", "two"),
			link("l2", "money", "trust", "one"), link("l3", "lost", "money", "")},
			change: edit.MergeThemes{From: "lost", Into: "money"},
			want: []string{"+ two", "- link theme Lost explains theme Money: ", "- link theme Lost explains theme Trust: two",
				`- theme Lost`}},
		{name: "a link removed", before: []edit.Change{edit.KeepPassage{Passage: "n", Text: stockedText,
			Span: corpus.Span{Start: 0, End: 11}}, link("l", "trust", "n", "")},
			change: edit.RemoveLink{ID: "l"}, want: []string{"- link theme Trust explains passage int-1 0:11: "}},
		{name: "a link that is gone already", change: edit.RemoveLink{ID: "nothing"}},
		{name: "a summary", change: summary("s", "trust", string(roe), "Means"),
			want: []string{"+ summary of theme Trust and participant Roe: Means"}},
		{name: "a summary replaced", before: []edit.Change{summary("s", "trust", string(roe), "Means")},
			change: summary("s2", "trust", string(roe), "Ends"),
			want:   []string{"+ summary of theme Trust and participant Roe: Ends", "- summary of theme Trust and participant Roe: Means"}},
		{name: "a summary as it is", before: []edit.Change{summary("s", "trust", string(roe), "Means")},
			change: summary("s2", "trust", string(roe), "Means"), coder: "AK"},
		{name: "a summary taken back", before: []edit.Change{summary("s", "trust", string(roe), "Means")},
			change: summary("", "trust", string(roe), ""),
			want:   []string{"- summary of theme Trust and participant Roe: Means"}},
		{name: "no summary taken back", change: summary("", "trust", string(roe), "")},
		{name: "summaries of themes that are merged",
			before: []edit.Change{summary("s", "trust", string(roe), "Means"), summary("s2", "money", string(roe), "Ends"),
				summary("s3", "money", string(caseOne), "Ends")},
			change: edit.MergeThemes{From: "money", Into: "trust"},
			want: []string{"+ summary of theme Trust and case One: Ends", "+ ", "+ Ends", "- summary of theme Money and case One: Ends",
				"- summary of theme Money and participant Roe: Ends", `- theme Money`}},
		{name: "a query", change: query("q", "mine", "", "Trust"), want: []string{"+ query  mine Trust"}},
		{name: "a matrix", change: query("q", "mine", coding.SavedMatrix, "--rows theme"),
			want: []string{"+ query matrix mine --rows theme"}},
		{name: "a search", change: query("q", "mine", coding.SavedSearch, "money"), want: []string{"+ query search mine money"}},
		{name: "a query changed", before: []edit.Change{query("q", "mine", "", "Trust")}, change: query("q", "ours", "", "Money"),
			want: []string{"+ query  ours Money", "- query  mine Trust"}},
		{name: "a query removed", before: []edit.Change{query("q", "mine", "", "Trust")}, change: edit.RemoveQuery{ID: "q"},
			want: []string{"- query  mine Trust"}},
		{name: "a rejection", change: edit.Reject{ID: "r", Theme: "trust", Source: stockedSource, Words: "w"},
			want: []string{"+ rejection theme Trust source int-1 w AK"}},
		{name: "the same rejection", before: []edit.Change{edit.Reject{ID: "r", Theme: "trust", Source: stockedSource, Words: "w"}},
			change: edit.Reject{ID: "r2", Theme: "trust", Source: stockedSource, Words: "w"}},
	})
}

// What came with a project of another program is kept with its files, which are read one at
// a time and stored once.
func TestStorePreserved(t *testing.T) {
	p := newProject(t)
	read := 0
	file := func(body string) coding.PreservedFile {
		return coding.PreservedFile{SHA256: sumOf(body), Data: func() ([]byte, error) { read++; return []byte(body), nil }}
	}
	put := edit.PutPreserved{Preserved: coding.Preserved{ID: "x", Name: "a.qdpx", Origin: "NVivo", At: monday, Document: sumOf("document"),
		Files: map[string]string{"audio.mp3": sumOf("sound")}, How: `{"a":1}`},
		Files: []coding.PreservedFile{file("document"), file("sound")}}
	for range 2 {
		apply(t, p, put)
	}
	if read != 2 {
		t.Errorf("%d files were read, want 2", read)
	}
	if diff := cmp.Diff([]coding.Preserved{put.Preserved}, study(t, p).Preserved); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, body := range []string{"document", "sound"} {
		if got, err := p.Original(ctx, sumOf(body)); err != nil || string(got) != body {
			t.Errorf("%q, %v; want %q", got, err, body)
		}
	}
	broken := fmt.Errorf("broken")
	put.Preserved.ID, put.Files = "y", []coding.PreservedFile{{SHA256: "s", Data: func() ([]byte, error) { return nil, broken }}}
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "keep", Changes: []edit.Change{put}}); err == nil ||
		!strings.Contains(err.Error(), "broken") {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

// A source that comes with very many tags is stored and read whole, half of the tags on
// another connection.
func TestVeryManyTags(t *testing.T) {
	const tags = 50_100
	p := newProject(t)
	body := strings.Repeat("words ", tags/2)
	changes := []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "A"}}, edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "B"}},
		edit.AddSource{Source: corpus.Source{ID: "s", Name: "int-1", Text: "t", SHA256: "x"}, Text: corpus.Text{ID: "t", Body: body},
			Original: []byte(body)}}
	for i := range tags {
		start := i / 2 * 6
		changes = append(changes, edit.TagPassage{Passage: coding.PassageID(fmt.Sprint("p", i)), Text: "t",
			Span: corpus.Span{Start: start, End: start + 5},
			Tag:  coding.TagID(fmt.Sprint("t", i)), Theme: []coding.ThemeID{"a", "b"}[i%2], Weight: float64(i%3) / 2})
	}
	done := 0
	_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "import", Changes: changes, Progress: func(n, of int) { done = n }})
	if err != nil || done < tags/2 {
		t.Fatalf("%v; progress %d of %d", err, done, tags)
	}
	s := study(t, p)
	if len(s.Tags) != tags || len(s.Passages) != tags/2 {
		t.Fatalf("%d tags on %d passages, want %d on %d", len(s.Tags), len(s.Passages), tags, tags/2)
	}
	for i, x := range s.Tags {
		if want := float64(i%3) / 2; x.ID != coding.TagID(fmt.Sprint("t", i)) || x.Weight != want || !x.At.Equal(monday) {
			t.Fatalf("tag %d is %+v, want weight %g", i, x, want)
		}
	}
	// While others hold the connections, all tags are read on one.
	for range 3 {
		tx, err := p.engine.Begin(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
	}
	if n := len(study(t, p).Tags); n != tags {
		t.Errorf("%d tags, want %d", n, tags)
	}
}
