package report

import (
	"bytes"
	"encoding/csv"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var grid = &Grid{
	Title:  "passages by theme and organisation",
	Groups: []string{"", "Case A", "Case A", "Site-visits", ""},
	Head:   []string{"theme", "Kestrel Bay Fire and Rescue", "警察", "(none)", "Total"},
	Rows: [][]any{
		{Name{"Cost", "Cost", 0}, 12, 3, 0, 15},
		{Name{"=Running | costs", "Cost > =Running | costs", 1}, 1, 0, 0, 1},
		{"-plain\x1b[31m", 1, math.NaN(), 2.25, 4},
	},
	Foot:   [][]any{{"Total", 14, 3, 2, 20}},
	Digits: 1,
	Notes:  []string{"Totals are counted anew."},
}

func TestGrid(t *testing.T) {
	tests := []struct {
		format Format
		screen Screen
		want   string
	}{
		{Table, Screen{}, `
                     Case A              Site-visits
theme                Kestrel Bay   警察        (none)   Total
                        Fire and
                          Rescue
──────────────────────────────────────────────────────────────
Cost                          12      3             0      15
  =Running | costs             1      0             0       1
-plain␛[31m                    1      –           2.2       4
──────────────────────────────────────────────────────────────
Total                         14      3             2      20

Totals are counted anew.
`},
		{Table, Screen{Width: 44}, `
                     Case A
theme                Kestrel Bay   警察
                        Fire and
                          Rescue
────────────────────────────────────────
Cost                          12      3
  =Running | costs             1      0
-plain␛[31m                    1      –
────────────────────────────────────────
Total                         14      3

                     Site-visits
theme                     (none)   Total
─────────────────────────────────────────
Cost                           0      15
  =Running | costs             0       1
-plain␛[31m                  2.2       4
─────────────────────────────────────────
Total                          2      20

Totals are counted anew.
`},
		{CSV, Screen{}, `
theme,Case A / Kestrel Bay Fire and Rescue,Case A / 警察,Site-visits / (none),Total
Cost,12,3,0,15
Cost > =Running | costs,1,0,0,1
` + "'-plain\x1b[31m" + `,1,,2.25,4
Total,14,3,2,20
`},
		{Markdown, Screen{}, `
**passages by theme and organisation**

| theme | Case A: Kestrel Bay Fire and Rescue | Case A: 警察 | Site-visits: (none) | Total |
| --- | ---: | ---: | ---: | ---: |
| Cost | 12 | 3 | 0 | 15 |
| &emsp;=Running \| costs | 1 | 0 | 0 | 1 |
| -plain␛\[31m | 1 | – | 2.2 | 4 |
| Total | 14 | 3 | 2 | 20 |

- Totals are counted anew.
`},
	}
	for _, tt := range tests {
		t.Run(string(tt.format), func(t *testing.T) {
			var b bytes.Buffer
			if err := grid.Write(&b, tt.format, tt.screen); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), b.String()); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, b.String())
			}
		})
	}
}

// A long text is wrapped to what the screen leaves, and no line is wider.
func TestTableFits(t *testing.T) {
	g := &Grid{Head: []string{"theme", "passages", "definition"}, Rows: [][]any{{"Trust", 3, strings.Repeat("relying on others ", 20)}},
		Notes: []string{strings.Repeat("a note ", 30)}}
	var b bytes.Buffer
	if err := g.Write(&b, Table, Screen{Width: 60}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 60 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// Whatever stands in a cell, a spreadsheet reads it as text.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"=1+1", "+a", "-b", "@c", "\tx", "a,\"b\"\n", "'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		g := &Grid{Head: []string{"a", "b"}, Rows: [][]any{{s, 1}}}
		if err := g.Write(&b, CSV, Screen{}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		if cell := rows[1][0]; cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			t.Fatalf("%q is a formula", cell)
		}
		if err := g.Write(&b, Table, Screen{Width: 40}); err != nil {
			t.Fatal(err)
		}
	})
}
