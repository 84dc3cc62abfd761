package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// recoded is a desk where a theme was tagged, described and renamed, and another removed.
func recoded(t *testing.T) *desk {
	d := newDesk(t)  // 1
	d.theme("Trust") // 2
	d.theme("Other") // 3
	d.make("AK", "save matrix by source", edit.PutQuery{Query: coding.SavedQuery{
		ID: "m", Name: "by source", Kind: coding.SavedMatrix, Expression: "--cols=source"}}) // 4
	d.tag("BM", "Trust", "money")                                                                                                           // 5
	d.tag("CN", "Trust", "hopes")                                                                                                           // 6
	d.make("AK", "set theme Trust", edit.PutTheme{Theme: coding.Theme{ID: "Trust", Name: "Confidence", Definition: "To rely on | others"}}) // 7
	d.make("AK", "remove theme Other", edit.RemoveTheme{ID: "Other"})                                                                       // 8
	return d
}

func TestDifference(t *testing.T) {
	t.Parallel()
	d := recoded(t)
	got, err := d.as("AK").Difference(t.Context(), "3")
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := got.Markdown(&page); err != nil {
		t.Fatal(err)
	}
	want := `# A study: changes since change 3

5 changes by AK, BM, CN, from 2026-03-02 to 2026-03-02.

## Themes renamed

- Trust → Confidence
  - definition: (nothing) → To rely on \| others

## Themes removed

- Other

## Tags

| theme | coder | added | removed |
| --- | --- | ---: | ---: |
| Confidence | BM | 1 | 0 |
| Confidence | CN | 1 | 0 |

## Other things

| what | added | changed | removed |
| --- | ---: | ---: | ---: |
| query | 1 | 0 | 0 |
`
	if diff := cmp.Diff(want, page.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDifferenceSince(t *testing.T) {
	t.Parallel()
	d := recoded(t)
	for _, tt := range []struct {
		since   string
		after   int
		label   string
		changes int
		kind    error
	}{
		{"0", 0, "change 0", 8, nil},
		{"8", 8, "change 8", 0, nil},
		{"9", 0, "", 0, coding.ErrUnknown},
		{"-1", 0, "", 0, coding.ErrUnknown},
		{"2026", 0, "2026", 8, nil}, // a year, not a change
		{"2026-03-02", 0, "2026-03-02", 8, nil},
		{"2026-03-04", 8, "2026-03-04", 0, nil},
		{"yesterday", 0, "", 0, coding.ErrInvalid},
	} {
		got, err := d.as("AK").Difference(t.Context(), tt.since)
		switch {
		case !errors.Is(err, tt.kind):
			t.Errorf("since %s: %v, want %v", tt.since, err, tt.kind)
		case err == nil && (got.After != tt.after || got.Since != tt.label || got.Changes != tt.changes):
			t.Errorf("since %s: after %d, %q, %d changes, want %d, %q, %d", tt.since, got.After, got.Since, got.Changes, tt.after, tt.label, tt.changes)
		}
	}
	var page strings.Builder
	if got, err := d.as("AK").Difference(t.Context(), "8"); err != nil {
		t.Error(err)
	} else if got.Markdown(&page); page.String() != "# A study: changes since change 8\n\nNothing was changed.\n" {
		t.Errorf("without changes:\n%s", page.String())
	}
}

// Who works blind sees the own tags alone.
func TestDifferenceBlind(t *testing.T) {
	t.Parallel()
	got, err := recoded(t).blind("BM").Difference(t.Context(), "3")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Tags) != 1 || got.Tags[0].Coder != "BM" || !slices.Equal(got.Coders, []string{"BM"}) {
		t.Errorf("tags %+v by %v", got.Tags, got.Coders)
	}
}

func TestRecoded(t *testing.T) {
	t.Parallel()
	d := recoded(t)
	for _, tt := range []struct {
		name string
		as   *Session
		want [][]any // row, column, then, now
	}{
		{"all", d.as("AK"), [][]any{{"Confidence", "Total", "nothing", "2"}, {"Confidence", "int-1", "nothing", "2"}}},
		{"blind", d.blind("BM"), [][]any{{"Confidence", "Total", "nothing", "1"}, {"Confidence", "int-1", "nothing", "1"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, err := tt.as.Recoded(t.Context(), "4", "by source")
			if err != nil {
				t.Fatal(err)
			}
			var got [][]any
			for _, row := range g.Rows {
				if row[0] == "Confidence" {
					got = append(got, row[:4])
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("of %v (-want +got):\n%s", g.Rows, diff)
			}
		})
	}
	for name, since := range map[string]string{"nothing": "4", "by source": "99"} {
		if _, err := d.as("AK").Recoded(t.Context(), since, name); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
			t.Errorf("matrix %s since %s: %v, want %v with a hint", name, since, err, coding.ErrUnknown)
		}
	}
}
