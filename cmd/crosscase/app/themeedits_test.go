package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/query"
)

// A themeEdit is an edit of the codebook of newStudy, with the paths that it then has, in
// order, and the sentence of the log, "" for nothing.
type themeEdit struct {
	name string
	do   func(a *Session) (Done, error)
	now  []string
	what string
	said []string
	kind error // of the error, nil for none
	says string
}

func themeEdits(t *testing.T, all []themeEdit) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			d := newStudy(t)
			before := len(d.sentences(0))
			done, err := tt.do(d.as("AK"))
			if tt.kind == nil && err != nil {
				t.Fatal(err)
			}
			if tt.kind != nil && (!errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("error %v, want %q", err, tt.says)
			}
			var want []string
			if tt.what != "" {
				want = []string{"AK: " + tt.what}
			}
			if log := d.sentences(before); !slices.Equal(log, want) || done.What != tt.what && tt.what != "" {
				t.Errorf("log %q, what %q; want %q", log, done.What, want)
			}
			if diff := cmp.Diff(tt.said, done.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if now := tt.now; now != nil {
				if diff := cmp.Diff(now, d.paths()); diff != "" {
					t.Errorf("codebook (-want +got):\n%s", diff)
				}
			} else if diff := cmp.Diff([]string{"Cost", "Trust", "Trust > Deep"}, d.paths()); diff != "" {
				t.Errorf("codebook (-was +is):\n%s", diff)
			}
		})
	}
}

func TestAddTheme(t *testing.T) {
	add := func(path string, r Revision) func(a *Session) (Done, error) {
		return func(a *Session) (Done, error) { return a.AddTheme(t.Context(), path, r) }
	}
	themeEdits(t, []themeEdit{
		{name: "at the top", do: add(" Luck ", Revision{}), now: []string{"Cost", "Trust", "Trust > Deep", "Luck"}, what: "add theme Luck",
			said: []string{"added Luck"}},
		{name: "with one above it that is missing", do: add("Luck>Bad", value("definition", "None of it")),
			now:  []string{"Cost", "Trust", "Trust > Deep", "Luck", "Luck > Bad"},
			what: "add theme Luck > Bad", said: []string{"added Luck, Luck > Bad"}},
		{name: "of a name that another has elsewhere", do: add("Deep", Revision{}), now: []string{"Cost", "Trust", "Trust > Deep", "Deep"},
			what: "add theme Deep", said: []string{"added Deep"}},
		{name: "one that there is", do: add("trust > deep", Revision{}), kind: coding.ErrConflict,
			says: `theme "trust > deep": there is one already`},
		{name: "without a name", do: add("Trust > ", Revision{}), kind: coding.ErrInvalid, says: "a name is needed"},
		{name: "in no colour", do: add("Luck", value("colour", "12")), kind: coding.ErrInvalid, says: `colour "12"`},
	})
	d := newStudy(t)
	d.did(d.as("AK").AddTheme(t.Context(), "Luck", Revision{Name: "",
		Values: map[string][]string{"definition": {"None"}, "colour": {"#00ff00"}}}))
	if diff := cmp.Diff(map[string]string{"name": "Luck", "definition": "None", "colour": "#00ff00"},
		knownOf(d, Themes(), "Luck")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMoveTheme(t *testing.T) {
	move := func(name string, to Move) func(a *Session) (Done, error) {
		return func(a *Session) (Done, error) { return a.MoveTheme(t.Context(), name, to) }
	}
	themeEdits(t, []themeEdit{
		{name: "below another", do: move("cost", Move{Under: "Trust"}), now: []string{"Trust", "Trust > Deep", "Trust > Cost"},
			what: "move theme Cost"},
		{name: "before what is there", do: move("Cost", Move{Under: "Trust", Position: 1}),
			now: []string{"Trust", "Trust > Cost", "Trust > Deep"}, what: "move theme Cost"},
		{name: "to the top", do: move("Deep", Move{Top: true}), now: []string{"Cost", "Trust", "Deep"}, what: "move theme Trust > Deep"},
		{name: "to the top, in the middle", do: move("Deep", Move{Top: true, Position: 2}), now: []string{"Cost", "Deep", "Trust"},
			what: "move theme Trust > Deep"},
		{name: "among its neighbours", do: move("Trust", Move{Position: 1}), now: []string{"Trust", "Trust > Deep", "Cost"},
			what: "move theme Trust"},
		{name: "where it is", do: move("Trust", Move{Position: 2})},
		{name: "far behind", do: move("Cost", Move{Position: 9}), now: []string{"Trust", "Trust > Deep", "Cost"}, what: "move theme Cost"},
		{name: "below itself", do: move("Trust", Move{Under: "Deep"}), kind: coding.ErrInvalid, says: "below itself"},
		{name: "below nothing that there is", do: move("Trust", Move{Under: "Luck"}), kind: coding.ErrUnknown, says: `theme "Luck"`},
		{name: "nowhere", do: move("Trust", Move{}), kind: coding.ErrInvalid, says: "where to?"},
		{name: "to two places", do: move("Trust", Move{Under: "Cost", Top: true}), kind: coding.ErrInvalid, says: "where to?"},
		{name: "none that there is", do: move("Luck", Move{Top: true}), kind: coding.ErrUnknown, says: `theme "Luck"`},
	})
}

func TestArchiveTheme(t *testing.T) {
	d := newStudy(t)
	before := len(d.sentences(0))
	archived := func() bool { return d.as("AK").Study.Theme("Deep").Archived }
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Deep"))
	if !archived() {
		t.Error("it is not archived")
	}
	if done := d.did(d.as("AK").ArchiveTheme(t.Context(), "Deep")); done.Step != 0 {
		t.Errorf("archived again, it is step %d", done.Step)
	}
	d.did(d.as("AK").RestoreTheme(t.Context(), "deep"))
	if archived() {
		t.Error("it is archived still")
	}
	if diff := cmp.Diff([]string{"AK: archive theme Trust > Deep", "AK: restore theme Trust > Deep"}, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

// marked is newStudy with three passages: money of Trust by two coders, hopes of Trust, and
// less of what is below it.
func marked(t *testing.T) *desk {
	d := newStudy(t)
	d.tag("AK", "Trust", "money")
	d.tag("BM", "Trust", "money")
	d.tag("AK", "Trust", "hopes")
	d.tag("AK", "Deep", "less")
	return d
}

// tags are the tags of a study: coder, theme and passage in words.
func (d *desk) tags() (all []string) {
	d.t.Helper()
	s := d.as("AK").Study
	text, err := d.p.Text(d.t.Context(), s.Sources[0].Text)
	if err != nil {
		d.t.Fatal(err)
	}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			all = append(all, s.Coder(tag.Coder).Name+" "+s.Path(tag.Theme)+": "+text.Body[p.Span.Start:p.Span.End])
		}
	}
	slices.Sort(all)
	return all
}

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name    string
		into    string
		filters query.Names
		to      []int // nil: as it is at first
		words   string
		now     []string
	}{
		{"all of it", "Cost", nil, nil, "3 tags on 2 passages from Trust to Cost",
			[]string{"AK Cost: hopes", "AK Cost: money", "AK Trust > Deep: less", "BM Cost: money"}},
		{"to a new theme, some of it", "Trust > Hope", query.Names{"where": {"text:hopes"}}, nil, "1 tag on 1 passage from Trust to Trust > Hope",
			[]string{"AK Trust > Deep: less", "AK Trust > Hope: hopes", "AK Trust: money", "BM Trust: money"}},
		{"to two themes", "Cost, Trust > Hope", nil, []int{0, 1}, "3 tags on 2 passages from Trust to Cost, Trust > Hope",
			[]string{"AK Cost: money", "AK Trust > Deep: less", "AK Trust > Hope: hopes", "BM Cost: money"}},
		{"one stays", "Cost", nil, []int{-1, 0}, "1 tag on 1 passage from Trust to Cost",
			[]string{"AK Cost: hopes", "AK Trust > Deep: less", "AK Trust: money", "BM Trust: money"}},
		{"all stay", "Luck", nil, []int{-1, -1}, "", []string{"AK Trust > Deep: less", "AK Trust: hopes", "AK Trust: money", "BM Trust: money"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := marked(t)
			before := len(d.sentences(0))
			a := d.as("AK")
			split, err := a.NewSplit(t.Context(), "trust", tt.into, tt.filters, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.to != nil {
				copy(split.To, tt.to)
			}
			done := d.did(a.Split(t.Context(), split))
			var log, said []string
			if tt.words != "" {
				log, said = []string{"AK: split theme: " + tt.words}, []string{"moved " + tt.words}
			}
			if diff := cmp.Diff(log, d.sentences(before)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(said, done.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.now, d.tags()); diff != "" {
				t.Errorf("tags (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitByPassages(t *testing.T) {
	d := marked(t)
	a := d.as("AK")
	var hopes string
	for _, p := range a.Study.Passages {
		if strings.HasPrefix(interview[p.Span.Start:], "hopes") {
			hopes = string(p.ID)
		}
	}
	split, err := a.NewSplit(t.Context(), "Trust", "Cost", nil, []string{hopes})
	if err != nil {
		t.Fatal(err)
	}
	if len(split.Passages) != 1 || split.Passages[0].Quote != "hopes" || split.Moves() != 1 {
		t.Errorf("%d tags move of %v", split.Moves(), split.Passages)
	}
	if split, err = d.blind("BM").NewSplit(t.Context(), "Trust", "Cost", nil, nil); err != nil || split.Moves() != 1 {
		t.Errorf("blind, %d tags move, %v", split.Moves(), err)
	}
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Cost"))
	for _, tt := range []struct {
		name, theme, into string
		filters           query.Names
		passages          []string
		kind              error
	}{
		{"no such theme", "Luck", "Cost", nil, nil, coding.ErrUnknown},
		{"an archived one", "Trust", "Cost", nil, nil, coding.ErrConflict},
		{"nowhere", "Trust", " , ", nil, nil, coding.ErrInvalid},
		{"no such passage", "Trust", "Deep", nil, []string{"nothing"}, coding.ErrUnknown},
		{"no such coder", "Trust", "Deep", query.Names{"coder": {"CN"}}, nil, coding.ErrUnknown},
	} {
		if _, err := d.as("AK").NewSplit(t.Context(), tt.theme, tt.into, tt.filters, tt.passages); !errors.Is(err, tt.kind) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.kind)
		}
	}
}

// A theme that is made by the way, as in tagging, has a history: which edit made it does not
// depend on what the log says of it.
func TestThemeHistoryOfTagging(t *testing.T) {
	d := newDesk(t)
	d.make("AK", "tag int-1 with New", newTheme("New"), tagged(d, "New", "With money and hopes."))
	d.make("AK", "talk of themes and the codebook", newTheme("Other"))
	steps, err := d.as("AK").ThemeHistory(t.Context(), "New")
	if err != nil || len(steps) != 1 || steps[0].What != "tag int-1 with New" {
		t.Errorf("%+v, %v; want the edit that tagged", steps, err)
	}
}

// The history of a theme is that of what was merged into it, too; of one who works blind it
// is the own part.
func TestThemeHistory(t *testing.T) {
	d := newStudy(t)
	d.did(Themes().Set(t.Context(), d.as("BM"), "Deep", value("definition", "Far down")))
	d.did(Themes().Rename(t.Context(), d.as("AK"), "Trust", "Faith"))
	d.tag("AK", "Deep", "money") // is no edit of a theme
	d.did(Themes().Merge(t.Context(), d.as("BM"), "Deep", "Cost"))
	d.did(Themes().Merge(t.Context(), d.as("BM"), "Faith", "Cost"))
	for _, tt := range []struct {
		name string
		a    *Session
		want []string
	}{
		{"all", d.as("AK"), []string{
			"AK: add theme Cost", "AK: add theme Trust", "AK: add theme Deep", "BM: set theme Trust > Deep: definition Far down",
			"AK: rename theme Trust to Faith: name Faith", "BM: merge theme Faith > Deep into Cost", "BM: merge theme Faith into Cost"}},
		{"blind", d.blind("BM"), []string{"BM: set theme Trust > Deep: definition Far down", "BM: merge theme Faith > Deep into Cost",
			"BM: merge theme Faith into Cost"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			steps, err := tt.a.ThemeHistory(t.Context(), "Cost")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range steps {
				said := x.Coder + ": " + x.What
				if !strings.HasPrefix(x.What, "add ") && !strings.HasPrefix(x.What, "merge ") {
					for _, f := range x.Fields {
						said += ": " + f.Name + " " + f.After
					}
				}
				if len(got) == 0 || got[len(got)-1] != said { // merging changes two themes
					got = append(got, said)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
