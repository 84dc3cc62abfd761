package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// onWords are all tags of a study as "coder: theme: words", in the order of the sources.
func (d *desk) onWords() (all []string) {
	d.t.Helper()
	s := d.as("AK").Study
	for i, p := range s.Passages {
		text, err := d.p.Text(d.t.Context(), p.Text)
		if err != nil {
			d.t.Fatal(err)
		}
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			all = append(all, s.Coder(tag.Coder).Name+": "+s.Path(tag.Theme)+": "+text.Body[p.Span.Start:p.Span.End])
		}
	}
	return all
}

// below adds a theme below another one, with its name as identifier.
func below(parent, name string) edit.Change {
	return edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(name), Parent: coding.ThemeID(parent), Name: name}}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// lastSentence is what the log says of the last edit.
func (d *desk) lastSentence() string {
	d.t.Helper()
	all := d.sentences(0)
	return all[len(all)-1]
}

func TestTag(t *testing.T) {
	everywhere := Widening{Unit: locate.UnitMatch}
	for _, tt := range []struct {
		name     string
		plan     func(a *Session, t Tagging) (Tags, error)
		want     []string
		says     string // of how much it is
		log      string
		left     int
		passages int
	}{
		{name: "a quote", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagPlace(t.Context(), g, "int-1", locate.Place{Quote: "with  MONEY"})
		}, want: []string{"AK: Motives > Trust: With money"}, says: "1 passage with trust in 1 source", log: "AK: tag with Motives > Trust in int-1", passages: 1},
		{name: "turns", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagPlace(t.Context(), g, "INT-1", locate.Place{Turns: "2-3"})
		}, want: []string{"AK: Motives > Trust: With money and hopes.\n\nInterviewer: And then?"}, says: "1 passage with trust in 1 source", log: "AK: tag with Motives > Trust in int-1", passages: 1},
		{name: "a search", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagFound(t.Context(), g, Search{Words: "money"}, everywhere, nil)
		}, want: []string{"AK: Motives > Trust: money", "AK: Motives > Trust: money", "AK: Motives > Trust: money", "AK: Motives > Trust: Money"},
			says: "4 passages with trust in 2 sources", log: "AK: tag 4 passages with Motives > Trust in 2 sources", left: 1, passages: 4},
		{name: "a search, researchers too", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagFound(t.Context(), g, Search{Words: "whose"}, Widening{Unit: locate.UnitTurn, Researchers: true}, nil)
		}, want: []string{"AK: Motives > Trust: Whose money?"}, says: "1 passage with trust in 1 source", log: "AK: tag with Motives > Trust in int-2", passages: 1},
		{name: "a search in one source, by sentences", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagFound(t.Context(), g, Search{Words: "money", Filters: query.Names{"source": {"int-2"}}}, Widening{Unit: locate.UnitSentence}, nil)
		}, want: []string{"AK: Motives > Trust: The money was gone.", "AK: Motives > Trust: Money is trust."},
			says: "2 passages with trust in 1 source", log: "AK: tag 2 passages with Motives > Trust in int-2", left: 1, passages: 2},
		{name: "an expression", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagMatching(t.Context(), g, `[a-z]+ money`, nil, everywhere)
		}, want: []string{"AK: Motives > Trust: ith money", "AK: Motives > Trust: less money", "AK: Motives > Trust: he money"},
			says: "3 passages with trust in 2 sources", log: "AK: tag 3 passages with Motives > Trust in 2 sources", left: 1, passages: 3},
		{name: "an expression in one source", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagMatching(t.Context(), g, `(?i)money|x*`, query.Names{"source": {"int-1"}}, Widening{Unit: locate.UnitTurn})
		}, want: []string{"AK: Motives > Trust: With money and hopes.", "AK: Motives > Trust: With less money."},
			says: "2 passages with trust in 1 source", log: "AK: tag 2 passages with Motives > Trust in int-1", passages: 2},
		{name: "nothing", plan: func(a *Session, g Tagging) (Tags, error) {
			return a.TagFound(t.Context(), g, Search{Words: "zebra"}, everywhere, nil)
		}, says: "0 passages with trust in 0 sources"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := library(t)
			d.make("AK", "add", newTheme("Motives"))
			d.did(d.as("AK").Apply(t.Context(), "add", below("Motives", "Trust")))
			a := d.as("AK")
			tags, err := tt.plan(a, Tagging{Themes: []string{"trust"}})
			if err != nil {
				t.Fatal(err)
			}
			if tags.Said() != tt.says || tags.Left != tt.left || tags.Passages != tt.passages || tags.Fresh != tags.Count {
				t.Errorf("%d passages, %d of %d tags new, %d matches left out; it says %q, want %q", tags.Passages, tags.Fresh, tags.Count, tags.Left, tags.Said(), tt.says)
			}
			places, err := tags.Places(t.Context())
			if err != nil || len(places) != tags.Count {
				t.Errorf("%d places of %d tags: %v", len(places), tags.Count, err)
			}
			if got := d.onWords(); len(got) > 0 {
				t.Errorf("worked out alone, it has tagged %q", got)
			}
			d.did(a.Tag(t.Context(), tags))
			if diff := cmp.Diff(tt.want, d.onWords()); diff != "" {
				t.Errorf("tags (-want +got):\n%s", diff)
			}
			if got := d.lastSentence(); tt.log != "" && got != tt.log {
				t.Errorf("the log says %q, want %q", got, tt.log)
			}
		})
	}
}

// What tags say besides is on each; themes are made where that is asked for; a second time
// nothing is new.
func TestTagSaysMore(t *testing.T) {
	d := library(t)
	g := Tagging{Themes: []string{"Trust", "Cost > Money"}, Create: true, About: "northmoor police", Weight: 2, Memo: "Why?"}
	plan := func() Tags {
		tags, err := d.as("AK").TagPlace(t.Context(), g, "int-2", locate.Place{Turns: "1"})
		if err != nil {
			t.Fatal(err)
		}
		return tags
	}
	tags := plan()
	if diff := cmp.Diff([]string{"Trust", "Cost", "Cost > Money"}, tags.Made); diff != "" {
		t.Errorf("themes that are made (-want +got):\n%s", diff)
	}
	d.did(d.as("AK").Tag(t.Context(), tags))
	s := d.as("AK").Study
	if len(s.Tags) != 2 {
		t.Fatalf("%d tags, want 2", len(s.Tags))
	}
	for _, tag := range s.Tags {
		if o := s.Organisation(tag.About); tag.Weight != 2 || o == nil || o.Name != "Northmoor Police" || len(s.MemosOn(string(tag.ID))) != 1 {
			t.Errorf("tag %+v with %d memos", tag, len(s.MemosOn(string(tag.ID))))
		}
	}
	if got, want := d.lastSentence(), "AK: tag with Trust, Cost > Money in int-2"; got != want {
		t.Errorf("the log says %q, want %q", got, want)
	}
	again := plan()
	if again.Fresh != 0 || again.Count != 2 || len(again.Made) > 0 {
		t.Errorf("a second time %d of %d tags are new, and %q are made", again.Fresh, again.Count, again.Made)
	}
	both, err := d.as("AK").TagPlace(t.Context(), Tagging{Themes: []string{"Trust", "Cost"}, About: "Northmoor Police"}, "int-2", locate.Place{Turns: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "1 passage with Trust, Cost in 1 source (1 tag there already)"; both.Said() != want {
		t.Errorf("it says %q, want %q", both.Said(), want)
	}
}

func TestTagErrors(t *testing.T) {
	d := library(t)
	d.theme("Trust")
	a := d.as("AK")
	trust, w := Tagging{Themes: []string{"Trust"}}, Widening{Unit: locate.UnitTurn}
	text := a.Study.Sources[0].Text
	for name, tt := range map[string]struct {
		plan func() (Tags, error)
		want error
	}{
		"no such theme": {func() (Tags, error) {
			return a.TagPlace(t.Context(), Tagging{Themes: []string{"Fear"}}, "int-1", locate.Place{Turns: "1"})
		}, coding.ErrUnknown},
		"no such organisation": {func() (Tags, error) {
			return a.TagPlace(t.Context(), Tagging{Themes: []string{"Trust"}, About: "X"}, "int-1", locate.Place{Turns: "1"})
		}, coding.ErrUnknown},
		"no such source": {func() (Tags, error) { return a.TagPlace(t.Context(), trust, "int-9", locate.Place{Turns: "1"}) }, coding.ErrUnknown},
		"no such turn":   {func() (Tags, error) { return a.TagPlace(t.Context(), trust, "int-1", locate.Place{Turns: "99"}) }, coding.ErrUnknown},
		"a quote twice":  {func() (Tags, error) { return a.TagPlace(t.Context(), trust, "int-1", locate.Place{Quote: "money"}) }, coding.ErrConflict},
		"no such unit": {func() (Tags, error) {
			return a.TagFound(t.Context(), trust, Search{Words: "money"}, Widening{Unit: "page"}, nil)
		}, coding.ErrInvalid},
		"an open query":      {func() (Tags, error) { return a.TagFound(t.Context(), trust, Search{Words: "("}, w, nil) }, coding.ErrInvalid},
		"an open expression": {func() (Tags, error) { return a.TagMatching(t.Context(), trust, "(", nil, w) }, coding.ErrInvalid},
		"no such filter":     {func() (Tags, error) { return a.TagMatching(t.Context(), trust, "x", query.Names{"case": {"X"}}, w) }, coding.ErrUnknown},
		"a text that is gone": {func() (Tags, error) {
			return a.TagSpans(t.Context(), trust, map[corpus.TextID][]corpus.Span{"gone": {{Start: 0, End: 1}}}, w)
		}, coding.ErrConflict},
		"behind the end": {func() (Tags, error) {
			return a.TagSpans(t.Context(), trust, map[corpus.TextID][]corpus.Span{text: {{Start: 0, End: 9999}}}, w)
		}, corpus.ErrSpan},
	} {
		if _, err := tt.plan(); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// Chosen places are tagged in the order of the text, whatever order they were chosen in,
// whoever speaks; two in one sentence are one passage.
func TestTagSpans(t *testing.T) {
	d := library(t)
	a := d.as("AK")
	src, err := a.Study.FindSource("int-2")
	if err != nil {
		t.Fatal(err)
	}
	spans, err := a.FindIn(t.Context(), src, "money OR trust")
	if err != nil || len(spans) != 4 {
		t.Fatal(spans, err)
	}
	chosen := map[corpus.TextID][]corpus.Span{src.Text: {spans[3], spans[2], spans[1], spans[0]}}
	tags, err := a.TagSpans(t.Context(), Tagging{Themes: []string{"Money"}, Create: true}, chosen, Widening{Unit: locate.UnitSentence, Researchers: true})
	if err != nil {
		t.Fatal(err)
	}
	d.did(a.Tag(t.Context(), tags))
	want := []string{"AK: Money: The money was gone.", "AK: Money: Money is trust.", "AK: Money: Whose money?"}
	if diff := cmp.Diff(want, d.onWords()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
}

func TestTagTable(t *testing.T) {
	d := library(t)
	table := corpus.Table{Columns: []string{"source", "theme", "quote", "coder"}, Rows: []corpus.Row{
		{Line: 2, Values: []string{"int-1", "Trust", "With money", ""}},
		{Line: 3, Values: []string{"int-9", "Trust", "With money", ""}},
		{Line: 4, Values: []string{"int-2", "Trust, blind", "money was", "BM"}},
		{Line: 5, Values: []string{"int-2", "Trust", "nowhere to be found", ""}},
	}}
	a := d.as("AK")
	tags, bad, err := a.TagTable(t.Context(), "c.csv", table, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, err := range bad {
		lines = append(lines, strings.Join(strings.SplitN(err.Error(), ":", 3)[:2], ":"))
	}
	if diff := cmp.Diff([]string{"c.csv: line 3", "c.csv: line 5"}, lines); diff != "" {
		t.Errorf("bad rows (-want +got):\n%s\n%v", diff, bad)
	}
	d.did(a.Tag(t.Context(), tags))
	if diff := cmp.Diff([]string{"AK: Trust: With money", "BM: Trust, blind: money was"}, d.onWords()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if got, want := d.lastSentence(), "AK: tag 2 passages from c.csv in 2 sources"; got != want {
		t.Errorf("the log says %q, want %q", got, want)
	}
	if _, _, err := a.TagTable(t.Context(), "c.csv", corpus.Table{Columns: []string{"theme"}}, nil, true); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a table without sources: %v", err)
	}
	if _, bad, _ := d.as("AK").TagTable(t.Context(), "c.csv", corpus.Table{Columns: table.Columns, Rows: []corpus.Row{{Line: 2, Values: []string{"int-1", "New", "With money", ""}}}}, nil, false); len(bad) != 1 {
		t.Errorf("a theme that is not to be made: %v", bad)
	}
}

func TestUntag(t *testing.T) {
	start := func(t *testing.T) *desk {
		d := newDesk(t)
		for _, theme := range []string{"Trust", "Cost"} {
			d.theme(theme)
		}
		d.tag("AK", "Trust", "With money")
		d.tag("AK", "Cost", "With money")
		d.tag("AK", "Trust", "hopes")
		d.tag("BM", "Trust", "With money")
		return d
	}
	for _, tt := range []struct {
		name    string
		ask     Untagging
		want    []string
		removed int
		log     string
	}{
		{"a place", Untagging{Themes: []string{"trust"}, Source: "int-1", Place: locate.Place{Quote: "with money"}, Coder: "AK"},
			[]string{"AK: Cost: With money", "BM: Trust: With money", "AK: Trust: hopes"}, 1, "AK: untag Trust in int-1"},
		{"all", Untagging{Themes: []string{"Trust"}, Coder: "AK"}, []string{"AK: Cost: With money", "BM: Trust: With money"}, 2, "AK: untag Trust: 2 tags by AK"},
		{"of two themes", Untagging{Themes: []string{"Trust", "Cost"}, Coder: "AK"}, []string{"BM: Trust: With money"}, 3, "AK: untag Trust, Cost: 3 tags by AK"},
		{"another's", Untagging{Themes: []string{"Trust"}, Coder: "BM"}, []string{"AK: Trust: With money", "AK: Cost: With money", "AK: Trust: hopes"}, 1, "AK: untag Trust: 1 tag by BM"},
		{"filtered", Untagging{Themes: []string{"Trust"}, Coder: "AK", Filters: query.Names{"where": {"text:hopes"}}},
			[]string{"AK: Trust: With money", "AK: Cost: With money", "BM: Trust: With money"}, 1, "AK: untag Trust in int-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := start(t)
			done, removed, err := d.as("AK").Untag(t.Context(), tt.ask)
			d.did(done, err)
			if removed != tt.removed || d.lastSentence() != tt.log {
				t.Errorf("%d removed, the log says %q; want %d and %q", removed, d.lastSentence(), tt.removed, tt.log)
			}
			if diff := cmp.Diff(sorted(tt.want), sorted(d.onWords())); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			d.did(d.as("AK").Undo(t.Context(), done.Step))
			if got := d.onWords(); len(got) != 4 {
				t.Errorf("after undo: %q", got)
			}
		})
	}
	d := start(t)
	for name, ask := range map[string]Untagging{
		"nothing there": {Themes: []string{"Cost"}, Source: "int-1", Place: locate.Place{Quote: "hopes"}, Coder: "AK"},
		"no such coder": {Themes: []string{"Cost"}, Coder: "XY"},
		"no such theme": {Themes: []string{"Fear"}, Coder: "AK"},
		"no such place": {Themes: []string{"Cost"}, Source: "int-1", Place: locate.Place{Turns: "99"}, Coder: "AK"},
	} {
		if _, _, err := d.as("AK").Untag(t.Context(), ask); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
