package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/locate"
	"crosscase/coding/query"
)

func TestPassages(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Cost")
	d.tag("AK", "Trust", "With money")
	d.tag("BM", "Trust", "less money")
	d.tag("AK", "Cost", "hopes")
	for _, tt := range []struct {
		name    string
		a       *Session
		filters query.Names
		want    []string
	}{
		{"all", d.as("AK"), nil, []string{"With money", "hopes", "less money"}},
		{"of a theme", d.as("AK"), query.Names{"theme": {"trust"}}, []string{"With money", "less money"}},
		{"of a theme, blind", d.blind("AK"), query.Names{"theme": {"Trust"}}, []string{"With money"}},
		{"of nothing", d.as("AK"), query.Names{"since": {"2030"}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := tt.a.Passages(t.Context(), tt.filters, "")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for from := range found.Passages { // page by page
				quotes, err := found.Quotes(t.Context(), from, from+1, 0)
				if err != nil || len(quotes) != 1 {
					t.Fatal(quotes, err)
				}
				got = append(got, quotes[0].Quote)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
			if found.Over() != "" || found.Replaced() != "" {
				t.Errorf("it says %q and %q", found.Over(), found.Replaced())
			}
		})
	}
	if _, err := d.as("AK").Passages(t.Context(), query.Names{"theme": {"Fear"}}, ""); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such theme: %v", err)
	}
}

// Words that a correction has replaced are asked for apart, and counted beside the others.
func TestDetachedPassages(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "With money")
	d.tag("AK", "Trust", "less")
	a := d.as("AK")
	id := a.Study.Passages[0].ID
	corrected, err := edittest.Correction(a.Study, d.p, a.Study.Sources[0], "Interviewer: How did it begin?\n\nRoe: Nobody knows that.\n\nInterviewer: And then?\n\nRoe: With less money.\n", d.newID)
	if err != nil {
		t.Fatal(err)
	}
	d.make("AK", "correct", corrected)
	found, err := d.as("AK").Passages(t.Context(), nil, "")
	if err != nil || len(found.Passages) != 1 || found.Replaced() != "1 more on words that were corrected since" {
		t.Errorf("%d passages, it says %q: %v", len(found.Passages), found.Replaced(), err)
	}
	gone, err := d.as("AK").Passages(t.Context(), query.Names{"theme": {"Trust"}}, Detached)
	if err != nil || len(gone.Passages) != 1 || gone.Replaced() != "" {
		t.Fatalf("%d detached, it says %q: %v", len(gone.Passages), gone.Replaced(), err)
	}
	if quotes, err := gone.Quotes(t.Context(), 0, 1, 0); err != nil || quotes[0].Quote != "With money" || !quotes[0].Detached {
		t.Errorf("detached: %+v, %v", quotes, err)
	}
	if _, err := d.as("AK").Passages(t.Context(), query.Names{"role": {"chief"}}, Detached); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("who speaks in replaced words: %v", err)
	}
	if _, _, err := d.as("AK").PassagePlace(string(id)); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
		t.Errorf("its place: %v", err)
	}
}

func TestPassagePlace(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "With money")
	a := d.as("AK")
	src, span, err := a.PassagePlace(string(a.Study.Passages[0].ID))
	if err != nil || src.Name != "int-1" || interview[span.Start:span.End] != "With money" {
		t.Errorf("%v %v: %v", src, span, err)
	}
	if _, _, err := a.PassagePlace("zzz"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such passage: %v", err)
	}
	if _, _, err := a.Locate(t.Context(), "int-9", locate.Place{Turns: "1"}); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such source: %v", err)
	}
}

func TestQueries(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Cost")
	d.tag("AK", "Trust", "With money")
	d.tag("AK", "Cost", "money")
	before := len(d.sentences(0))
	done := d.did(d.as("AK").SaveQuery(t.Context(), " @both", "Trust AND Cost"))
	if diff := cmp.Diff([]string{"saved @both, which finds 2 passages now"}, done.Said); diff != "" {
		t.Errorf("it says (-want +got):\n%s", diff)
	}
	d.did(d.as("AK").SaveQuery(t.Context(), "both", "Trust WITHIN Cost"))
	d.did(d.as("AK").RenameQuery(t.Context(), "both", "@inside"))
	s := d.as("AK").Study
	if len(s.Queries) != 1 || s.Queries[0].Name != "inside" || s.Queries[0].Expression != "Trust WITHIN Cost" {
		t.Errorf("queries: %+v", s.Queries)
	}
	d.did(d.as("AK").RemoveQuery(t.Context(), "@inside"))
	want := []string{"AK: save query both", "AK: save query both", "AK: rename query both to inside", "AK: remove query inside"}
	if diff := cmp.Diff(want, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	a := d.as("AK")
	for name, tt := range map[string]struct {
		do   func() (Done, error)
		want error
	}{
		"a query that ends early": {func() (Done, error) { return a.SaveQuery(t.Context(), "x", "Trust AND") }, coding.ErrInvalid},
		"no such theme":           {func() (Done, error) { return a.SaveQuery(t.Context(), "x", "Fear") }, coding.ErrUnknown},
		"rename what is gone":     {func() (Done, error) { return a.RenameQuery(t.Context(), "both", "x") }, coding.ErrUnknown},
		"remove what is gone":     {func() (Done, error) { return a.RemoveQuery(t.Context(), "both") }, coding.ErrUnknown},
	} {
		if _, err := tt.do(); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
