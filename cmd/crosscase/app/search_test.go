package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/query"
)

// library is a desk with three sources, in which "money" stands five times.
func library(t *testing.T) *desk {
	d := newDesk(t) // money twice
	d.add("int-2", "Penn: The money was gone. Money is trust.\n\nInterviewer: Whose money?\n\nPenn: Ours.\n")
	d.add("int-3", "Hale: We had time.\n")
	return d
}

func TestSearch(t *testing.T) {
	d := library(t)
	d.did(d.as("AK").SaveSearch(t.Context(), "@cash", Search{Words: "money", Filters: query.Names{"source": {"int-2"}}, By: "participant"}))
	for _, tt := range []struct {
		name                    string
		ask                     Search
		matches, turns, sources int
		says                    string
	}{
		{"everywhere", Search{Words: "money"}, 5, 4, 2, "5 matches in 4 turns of 2 sources (of 3)"},
		{"in one source", Search{Words: "money", Filters: query.Names{"source": {"int-1"}}}, 2, 2, 1, "2 matches in 2 turns of 1 source (of 3)"},
		{"by a field of the query", Search{Words: "money speaker:penn"}, 2, 1, 1, "2 matches in 1 turn of 1 source (of 3)"},
		{"nowhere", Search{Words: "zebra"}, 0, 0, 0, "0 matches in 0 turns of 0 sources (of 3)"},
		{"a saved one", Search{Words: "@cash"}, 3, 2, 1, "3 matches in 2 turns of 1 source (of 3)"},
		{"a saved one, elsewhere", Search{Words: "@CASH", Filters: query.Names{"source": {"int-1"}}}, 2, 2, 1, "2 matches in 2 turns of 1 source (of 3)"},
		{"a saved one, narrowed", Search{Words: "@cash", Filters: query.Names{"participant": {"Penn"}}}, 2, 1, 1, "2 matches in 1 turn of 1 source (of 3)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := d.as("AK").Search(t.Context(), tt.ask, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := []int{found.Matches(), len(found.Hits), found.Sources()}
			if diff := cmp.Diff([]int{tt.matches, tt.turns, tt.sources}, got); diff != "" {
				t.Errorf("matches, turns, sources (-want +got):\n%s", diff)
			}
			if found.Said() != tt.says {
				t.Errorf("it says %q, want %q", found.Said(), tt.says)
			}
			quotes, err := found.Quotes(t.Context(), 0)
			if err != nil || len(quotes) != tt.matches {
				t.Errorf("%d quotes for %d matches: %v", len(quotes), tt.matches, err)
			}
		})
	}
}

// Whatever is known of sources can be asked for in the words of a search.
func TestSearchByFactsOfSources(t *testing.T) {
	a := library(t).as("AK")
	for _, fact := range coding.SourceFacts {
		for _, src := range a.Study.Sources {
			value := fact.Of(src)
			if value == "" {
				continue
			}
			want := 0
			for _, x := range a.Study.Sources {
				if fact.Of(x) == value && x.Name != "int-3" { // where nobody speaks of money
					want++
				}
			}
			found, err := a.Search(t.Context(), Search{Words: "money " + fact.Name + `:"` + value + `"`}, nil)
			if err != nil || found.Sources() != want {
				t.Errorf("%s %q: %d sources, %v; want %d", fact.Name, value, found.Sources(), err, want)
			}
		}
	}
}

func TestQuotesOfASearch(t *testing.T) {
	found, err := library(t).as("AK").Search(t.Context(), Search{Words: "money"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	quotes, err := found.Quotes(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Source        string
		Turn          int
		Before, Quote string
	}
	var got []line
	for _, q := range quotes {
		got = append(got, line{q.Source, q.Turn, q.Before, q.Quote})
	}
	want := []line{{"int-1", 2, "With ", "money"}, {"int-1", 4, "With less ", "money"}, {"int-2", 1, "The ", "money"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the first three (-want +got):\n%s", diff)
	}
}

func TestFacets(t *testing.T) {
	found, err := library(t).as("AK").Search(t.Context(), Search{Words: "money"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	name, got, err := found.Facets("participant")
	if err != nil {
		t.Fatal(err)
	}
	// Roe says it in two turns of int-1, Penn twice in one turn of int-2, where the
	// interviewer says it once.
	want := []Facet{{"Penn", 2, 1, 1}, {"Roe", 2, 2, 1}, {"Interviewer", 1, 1, 1}}
	if diff := cmp.Diff(want, got); diff != "" || name != "participant" {
		t.Errorf("by %s (-want +got):\n%s", name, diff)
	}
	for _, by := range []string{"theme", "colour", "case,source"} {
		if _, _, err := found.Facets(by); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("by %s: %v", by, err)
		}
	}
}

func TestSearchesThatCannotBe(t *testing.T) {
	d := library(t)
	a := d.as("AK")
	broken := coding.SavedQuery{ID: "q", Name: "broken", Kind: coding.SavedSearch}
	for _, tt := range []struct {
		name, saved string
		ask         Search
		want        error
	}{
		{"a query that is not closed", "", Search{Words: "money ("}, coding.ErrInvalid},
		{"a source that is not there", "", Search{Words: "money", Filters: query.Names{"source": {"int-9"}}}, coding.ErrUnknown},
		{"a date that is none", "", Search{Words: "money", Filters: query.Names{"since": {"yesterday"}}}, coding.ErrInvalid},
		{"a search that was not saved", "", Search{Words: "@cash"}, coding.ErrUnknown},
		{"a saved flag of another program", "--colour=red -- money", Search{Words: "@broken"}, coding.ErrInvalid},
		{"a saved one without words", "--source=int-1 --", Search{Words: "@broken"}, coding.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a.Study.Searches = nil
			if tt.saved != "" {
				x := broken
				x.Expression = tt.saved
				a.Study.Searches = []*coding.SavedQuery{&x}
			}
			if _, err := a.Search(t.Context(), tt.ask, nil); !errors.Is(err, tt.want) {
				t.Errorf("search: %v, want %v", err, tt.want)
			}
			if _, err := a.SaveSearch(t.Context(), "x", tt.ask); !errors.Is(err, tt.want) {
				t.Errorf("save: %v, want %v", err, tt.want)
			}
		})
	}
	if got := d.sentences(0); len(got) != 3 { // the imports
		t.Errorf("the log has %q", got)
	}
}

// A search is saved as the command that would search; a second one of its name takes its
// place, and of a saved search that is narrowed all of it is saved.
func TestSaveSearch(t *testing.T) {
	d := library(t)
	ask := Search{Words: `"the money"`, Filters: query.Names{"source": {"int-2", "int-1"}}, By: "source"}
	d.did(d.as("AK").SaveSearch(t.Context(), " @cash ", ask))
	if got, want := d.as("AK").Study.Searches[0].Expression, `--by=source --source=int-2 --source=int-1 -- '"the money"'`; got != want {
		t.Errorf("saved as %s, want %s", got, want)
	}
	d.did(d.as("AK").SaveSearch(t.Context(), "Cash", Search{Words: "money"}))
	d.did(d.as("AK").SaveSearch(t.Context(), "gone", Search{Words: "@cash", Filters: query.Names{"source": {"int-2"}}}))
	var got []string
	for _, x := range d.as("AK").Study.Searches {
		got = append(got, x.Name+": "+x.Expression)
	}
	if diff := cmp.Diff([]string{"Cash: -- money", "gone: --source=int-2 -- money"}, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	d.did(d.as("AK").RemoveSearch(t.Context(), "@gone"))
	if _, err := d.as("AK").RemoveSearch(t.Context(), "gone"); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("removed twice: %v", err)
	}
	want := []string{"AK: save search cash", "AK: save search Cash", "AK: save search gone", "AK: remove search gone"}
	if diff := cmp.Diff(want, d.sentences(3)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func TestSearchMemos(t *testing.T) {
	d := library(t)
	d.theme("Trust")
	on := func(theme string) Subject {
		s, err := d.as("AK").Subject(t.Context(), SubjectNames{Theme: theme})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	d.did(d.as("AK").AddMemo(t.Context(), on("Trust"), "Money and trust: is money trust?"))
	d.did(d.as("BM").AddMemo(t.Context(), on(""), "Money again."))
	for _, tt := range []struct {
		a                   *Session
		words               string
		matches, memos, all int
		says                string
	}{
		{d.as("AK"), "money", 3, 2, 2, "3 matches in 2 memos (of 2)"},
		{d.as("AK"), "again", 1, 1, 2, "1 match in 1 memo (of 2)"},
		{d.blind("AK"), "money", 2, 1, 1, "2 matches in 1 memo (of 1)"},
		{d.as("AK"), "zebra", 0, 0, 2, "0 matches in 0 memos (of 2)"},
	} {
		found, err := tt.a.SearchMemos(t.Context(), tt.words)
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Quotes) != tt.matches || found.Memos != tt.memos || found.Of != tt.all || found.Said() != tt.says {
			t.Errorf("%s, blind %v: %d in %d of %d, %q", tt.words, tt.a.Blind, len(found.Quotes), found.Memos, found.Of, found.Said())
		}
	}
	if _, err := d.as("AK").SearchMemos(t.Context(), "money ("); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a query that is not closed: %v", err)
	}
}

func TestFindIn(t *testing.T) {
	d := library(t)
	a := d.as("AK")
	src, err := a.Study.FindSource("int-2")
	if err != nil {
		t.Fatal(err)
	}
	spans, err := a.FindIn(t.Context(), src, "money")
	if err != nil {
		t.Fatal(err)
	}
	text, err := a.Texts.Text(t.Context(), src.Text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range spans {
		got = append(got, text.Body[s.Start:s.End])
	}
	if diff := cmp.Diff([]string{"money", "Money", "money"}, got); diff != "" {
		t.Errorf("in int-2 (-want +got):\n%s", diff)
	}
	if _, err := a.FindIn(t.Context(), src, "money ("); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a query that is not closed: %v", err)
	}
}
