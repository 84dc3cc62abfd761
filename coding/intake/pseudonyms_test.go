package intake

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

func TestReadPseudonyms(t *testing.T) {
	read := func(rows ...[]string) ([]pseudonym.Pseudonym, error) {
		table := corpus.Table{Columns: []string{"name", "pseudonym", "exact"}}
		for i, cells := range rows {
			table.Rows = append(table.Rows, corpus.Row{Line: i + 2, Values: cells})
		}
		return ReadPseudonyms("names.csv", table)
	}
	got, err := read([]string{"Anna Roe", "Mary Lake", ""}, []string{"", "", ""}, []string{"May", "June", "yes"},
		[]string{"Penn", "Hill", "No"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]pseudonym.Pseudonym{{Name: "Anna Roe", Pseudonym: "Mary Lake"}, {Name: "May", Pseudonym: "June", Exact: true},
		{Name: "Penn", Pseudonym: "Hill"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, tt := range map[string]struct {
		rows [][]string
		says string
	}{
		"nothing":           {nil, "no names in it"},
		"no name":           {[][]string{{"", "Lake", ""}}, "a name is needed"},
		"no pseudonym":      {[][]string{{"Roe", "", ""}}, `"Roe": pseudonym: a name is needed`},
		"one name twice":    {[][]string{{"Roe", "Lake", ""}, {"ROE", "Hill", ""}}, `"ROE" is named in line 2 too`},
		"an ill-formed one": {[][]string{{"Roe\x00", "Lake", ""}}, "control characters"},
	} {
		if _, err := read(tt.rows...); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want %v with %q", name, err, coding.ErrInvalid, tt.says)
		}
	}
}
