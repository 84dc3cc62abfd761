package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
)

// Lists of codes in a cell are parted as the number of codes, other cells and the codebook
// prove; a list that can be read in two ways is refused with both.
func TestCodeLists(t *testing.T) {
	tests := []struct {
		name     string
		kind     listed
		codebook string // codes with | between
		cells    []string
		counts   string // of the cells, with blanks between; "" for none
		want     string
	}{
		{"the number and another cell prove a comma in a name", maybeCodes, "",
			[]string{"Cost, Money: Pumps", "Trust", "Time, Place & Weather: Rain, Trust"}, "2 1 2",
			"Cost|Money: Pumps / Trust / Time, Place & Weather: Rain|Trust"},
		{"the number alone proves one code", maybeCodes, "", []string{"Time, Place, Trust"}, "1", "Time, Place, Trust"},
		{"nothing proves where the first code ends", maybeCodes, "", []string{"A, B, C"}, "2", `! "A" and "B, C", or "A, B" and "C"`},
		{"the codebook proves where the first code ends", maybeCodes, "b, c", []string{"A, B, C"}, "2", "A|B, C"},
		{"the codebook has both readings", maybeCodes, "A|A, B|B, C|C", []string{"A, B, C"}, "2", `! "A" and "B, C", or "A, B" and "C"`},
		{"what one cell proves settles the next but one", maybeCodes, "", []string{"E, F, D", "A, B, D", "D"}, "2 2 1", "E, F|D / A, B|D / D"},
		{"the number cannot be", maybeCodes, "", []string{"A, B"}, "3", "! these are 3 codes"},
		{"no code", maybeCodes, "", []string{"", "A"}, "0 1", " / A"},
		{"combined codes end at commas", allCodes, "", []string{"Cost, Pumps", "Trust"}, "", "Cost|Pumps / Trust"},
		{"combined codes with a comma that the codebook has", allCodes, "Time, Place", []string{"Time, Place, Trust"}, "", "Time, Place|Trust"},
		{"combined codes that the codebook has in two ways", allCodes, "Time, Place|Time|Place", []string{"Time, Place"}, "", `! "Time, Place", or "Time" and "Place"`},
		{"codes without a number", maybeCodes, "", []string{"Time, Place", "Trust"}, "", `! "Time, Place", or "Time" and "Place" / Trust`},
		{"codes without a number that other cells prove", maybeCodes, "", []string{"Time, Place", "Time", "Place"}, "", "Time|Place / Time / Place"},
		{"codes without a number that the codebook proves", maybeCodes, "Time, Place", []string{"Time, Place"}, "", "Time, Place"},
		{"one code with a comma", oneCode, "Time|Place", []string{"Time, Place"}, "", "Time, Place"},
		{"codes on lines", maybeCodes, "", []string{"Time, Place\r\nTrust"}, "2", "Time, Place|Trust"},
		{"fewer lines than codes", maybeCodes, "", []string{"Time, Place\nTrust"}, "3", "! on 2 lines"},
		{"paths", maybeCodes, "Money > Pumps, old", []string{`Money\Pumps, old, Trust`}, "2", `Money\Pumps, old|Trust`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			counts := strings.Fields(tt.counts)
			var lists []*codeList
			for i, cell := range tt.cells {
				count := ""
				if len(counts) > 0 {
					count = counts[i]
				}
				lists = append(lists, newCodeList(cell, count))
			}
			parseCodeLists(lists, tt.kind, func(path string) bool {
				return path != "" && strings.Contains("|"+strings.ToLower(tt.codebook)+"|", "|"+strings.ToLower(path)+"|")
			})
			wants := strings.Split(tt.want, " / ")
			for i, l := range lists {
				if part, refused := strings.CutPrefix(wants[i], "! "); refused {
					if l.err == nil || !strings.Contains(l.err.Error(), part) || l.codes != nil {
						t.Errorf("cell %q: %v, %v; want an error with %s", tt.cells[i], l.codes, l.err, part)
					}
					continue
				}
				if diff := cmp.Diff(wants[i], strings.Join(l.codes, "|")); diff != "" || l.err != nil {
					t.Errorf("cell %q: %v %s\n(-want +got)\n%s", tt.cells[i], l.err, coding.Hint(l.err), diff)
				}
			}
		})
	}
}
