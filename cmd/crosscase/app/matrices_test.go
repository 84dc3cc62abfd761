package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/analysis"
)

func TestMatrices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "money")
	ask := func(name, value string) *analysis.Request {
		r := analysis.Named("matrix").Ask()
		if err := r.Set(name, value); err != nil {
			t.Fatal(err)
		}
		return r
	}
	want := Done{Step: 4, What: "save matrix by source", Said: []string{"saved by source, 1 row by 1 column now"}}
	if diff := cmp.Diff(want, d.did(d.as("AK").SaveMatrix(t.Context(), " by source ", ask("cols", "source")))); diff != "" {
		t.Errorf("save (-want +got):\n%s", diff)
	}
	d.did(d.as("AK").SaveMatrix(t.Context(), "by source", ask("cols", "type")))
	if _, err := d.as("AK").SaveMatrix(t.Context(), "bad", ask("cols", "nothing")); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("save what cannot be counted: %v, want %v", err, coding.ErrInvalid)
	}
	d.did(d.as("AK").SaveMatrix(t.Context(), "usual", analysis.Named("matrix").Ask()))
	rows := [][]any{{"by source", "--cols=type"}, {"usual", "(what matrix asks for by itself)"}}
	if diff := cmp.Diff(rows, d.as("AK").Matrices().Rows); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if got := d.did(d.as("BM").RemoveMatrix(t.Context(), "By Source")); got.What != "remove matrix by source" {
		t.Errorf("remove: %+v", got)
	}
	if _, err := d.as("BM").RemoveMatrix(t.Context(), "by source"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("remove again: %v, want %v", err, coding.ErrUnknown)
	}
	if got := d.as("AK").Matrices().Rows; len(got) != 1 {
		t.Errorf("after that: %v", got)
	}
}
