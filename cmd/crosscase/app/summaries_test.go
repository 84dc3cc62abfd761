package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
)

var trustOfRoe = CellNames{Theme: "Trust", Participant: "Roe"}

func (d *desk) cell(s *Session, names CellNames) Cell {
	d.t.Helper()
	c, err := s.Cell(names)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func TestCell(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	s := d.as("AK")
	for _, tt := range []struct {
		names CellNames
		name  string
		kind  error
	}{
		{trustOfRoe, "Roe", nil},
		{CellNames{Theme: "trust", Organisation: "northmoor police"}, "Northmoor Police", nil},
		{CellNames{Theme: "Trust", Source: "int-1"}, "int-1", nil},
		{CellNames{Theme: "Trust", Case: "One"}, "", coding.ErrUnknown},
		{CellNames{Theme: "Trust", Participant: "Penn"}, "", coding.ErrUnknown},
		{CellNames{Theme: "Trust", Organisation: "Fire"}, "", coding.ErrUnknown},
		{CellNames{Theme: "Trust", Source: "int-2"}, "", coding.ErrUnknown},
		{CellNames{Theme: "Hope", Source: "int-1"}, "", coding.ErrUnknown},
		{CellNames{Theme: "Trust"}, "", coding.ErrInvalid},
		{CellNames{Source: "int-1"}, "", coding.ErrInvalid},
		{CellNames{Theme: "Trust", Source: "int-1", Participant: "Roe"}, "", coding.ErrInvalid},
	} {
		c, err := s.Cell(tt.names)
		if !errors.Is(err, tt.kind) || err == nil && (c.Name != tt.name || c.On == "" || c.Was != nil) {
			t.Errorf("%+v: %+v, %v, want %s, %v", tt.names, c, err, tt.name, tt.kind)
		}
	}
}

func TestSummaries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	s := d.as("AK")
	if got := d.did(s.SetSummary(t.Context(), d.cell(s, trustOfRoe), " \n")); got.Step != 0 || len(got.Said) != 0 {
		t.Errorf("nothing, where there was nothing: %+v", got)
	}
	if _, err := s.RemoveSummary(t.Context(), d.cell(s, trustOfRoe)); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("remove what is not there: %v, want %v with a hint", err, coding.ErrUnknown)
	}
	want := Done{Step: 3, What: "summary of Trust and Roe", Said: []string{"summary of Trust and Roe"}}
	if diff := cmp.Diff(want, d.did(s.SetSummary(t.Context(), d.cell(s, trustOfRoe), " By money. \n"))); diff != "" {
		t.Errorf("set (-want +got):\n%s", diff)
	}
	s = d.as("BM")
	if got := d.did(s.SetSummary(t.Context(), d.cell(s, trustOfRoe), "By money.")); got.Step != 0 {
		t.Errorf("set to what it is: %+v", got)
	}
	if diff := cmp.Diff([][]any{{"Trust", "Roe", "AK", "By money."}}, s.Summaries().Rows); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	want = Done{Step: 4, What: "remove the summary of Trust and Roe", Said: []string{"removed; crosscase undo brings it back"}}
	if diff := cmp.Diff(want, d.did(s.RemoveSummary(t.Context(), d.cell(s, trustOfRoe)))); diff != "" {
		t.Errorf("remove (-want +got):\n%s", diff)
	}
	if got := d.as("AK").Summaries(); len(got.Rows) != 0 || got.Empty == "" {
		t.Errorf("after that: %v", got.Rows)
	}
}

// What a person writes below the passages of a cell is the summary.
func TestSummaryPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	s := d.as("AK")
	page, err := s.SummaryPage(t.Context(), d.cell(s, trustOfRoe))
	if err != nil || !strings.HasPrefix(page, "# Trust: Roe\n\nNothing is tagged here.\n\n<!--") {
		t.Errorf("without passages: %v\n%s", err, page)
	}
	d.tag("AK", "Trust", "With money and hopes.\n\nInterviewer: And then?")
	s = d.as("AK")
	d.did(s.SetSummary(t.Context(), d.cell(s, trustOfRoe), "By money."))
	s = d.as("AK")
	if page, err = s.SummaryPage(t.Context(), d.cell(s, trustOfRoe)); err != nil {
		t.Fatal(err)
	}
	want := "# Trust: Roe\n\n> With money and hopes.\n> \n> Interviewer: And then?\n\n"
	if !strings.HasPrefix(page, want) || !strings.HasSuffix(page, "\n\nBy money.\n") {
		t.Errorf("page:\n%s\nwant it to begin\n%s", page, want)
	}
	if got, err := SummaryOn(page + "And more.\n"); err != nil || got != "By money.\nAnd more." {
		t.Errorf("summary %q, %v", got, err)
	}
	if _, err := SummaryOn("By money."); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a page without the line: %v, want %v", err, coding.ErrInvalid)
	}
}
