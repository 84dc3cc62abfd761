package format

import (
	"cmp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// A drawnTable is a table on pages, whose cells have lines that are 14 points apart.
type drawnTable struct {
	x     []float64 // left edges of the columns
	pad   float64   // between rows, besides the distance of lines
	align int       // of cells in their rows
	pages []int     // rows before which a page begins
	top   float64   // of the first page, 740 if it is 0
}

// draw draws rows, whose cells have "|" between their lines.
func (d drawnTable) draw(above, below string, rows ...[]string) (sheets []sheet) {
	y, content := cmp.Or(d.top, 740), above
	for i, row := range rows {
		for _, b := range d.pages {
			if i == b {
				sheets, y, content = append(sheets, sheet{content: content}), 740, ""
			}
		}
		most := 1
		for _, cell := range row {
			most = max(most, strings.Count(cell, "|")+1)
		}
		for n, cell := range row {
			lines := strings.Split(cell, "|")
			shift := 14 * float64(most-len(lines))
			switch d.align {
			case atTop:
				shift = 0
			case inMiddle:
				shift /= 2
			}
			if cell != "" {
				content += block(d.x[n], y-shift, 11, 14, lines...)
			}
		}
		y -= 14*float64(most) + d.pad
	}
	if below != "" {
		content += block(60, y-30, 11, 14, below)
	}
	return append(sheets, sheet{content: content})
}

// The rows of a table whose first row names the columns are read as those of a word processor's: a line each, with
// a tab before each cell but the first, in whatever order and wherever in a row the cells are.
func TestPDFNamedColumns(t *testing.T) {
	const (
		ask    = "How did you come to work here, and|what did your family say?"
		answer = "We took the bus, my aunt and I, and|it was full. We stood all the way, and|the windows did not open."
		short  = "And who paid?"
		none   = "Nobody paid, and that was the trouble."
		prose  = "After the recording she spoke about the heating and about the key that nobody had brought back."
	)
	talk := [][]string{{"0:10", "Ian Hare", ask}, {"0:20", "Petra Vogt", answer}, {"0:30", "Ian Hare", short}, {"0:40", "Petra Vogt", none},
		{"0:50", "Ian Hare", ask}, {"1:00", "Petra Vogt", answer}, {"1:10", "Ian Hare", short}, {"1:20", "Petra Vogt", none}}
	// order makes rows of columns: t for the time, n for the name, w for the words, and - for an empty cell.
	order := func(columns string, head ...string) (rows [][]string) {
		rows = append(rows, head)
		for _, turn := range talk {
			var row []string
			for _, c := range columns {
				row = append(row, map[rune]string{'t': turn[0], 'n': turn[1], 'w': turn[2], '-': ""}[c])
			}
			rows = append(rows, row)
		}
		return rows
	}
	narrow := order("tnw", "Time", "Speaker", "Text")
	for i := range narrow {
		narrow[i][1] = strings.Replace(narrow[i][1], "Petra Vogt", "Dr. Petra|Vogt", 1)
	}
	blank := order("tnw-", "Zeit", "Sprecher", "Text", "Memo")
	blank[2][1], blank[3][3], blank[4][0] = "", "laughs", ""
	sides := [][]string{{"Time", "Interviewer", "Respondent"}}
	for i := 0; i < len(talk); i += 2 {
		sides = append(sides, []string{talk[i][0], talk[i][2], ""}, []string{talk[i+1][0], "", talk[i+1][2]})
	}
	torn := order("tnw", "Time", "Speaker", "Text")
	torn = append(torn[:6:6], []string{"1:00", "Petra Vogt", "We took the bus, my aunt and I, and"}, torn[0],
		[]string{"", "", "it was full. We stood all the way, and|the windows did not open."}, torn[7])
	tests := []struct {
		name  string
		table drawnTable
		rows  [][]string
		want  [][]string // nil for the rows
	}{
		{"words, name, time", drawnTable{x: []float64{60, 300, 420}, pad: 6}, order("wnt", "Text", "Speaker", "Time"), nil},
		{"words, name, time, rows as near as lines", drawnTable{x: []float64{60, 300, 420}}, order("wnt", "Text", "Speaker", "Time"), nil},
		{"words, name", drawnTable{x: []float64{60, 300}}, order("wn", "Text", "Wer"), nil},
		{"cells as near as words", drawnTable{x: []float64{60, 90, 145}, pad: 6}, order("tnw", "Time", "Speaker", "Text"), nil},
		{"in the middle of rows", drawnTable{x: []float64{60, 120, 240}, pad: 3, align: inMiddle}, narrow, nil},
		{"in the middle of near rows", drawnTable{x: []float64{60, 120, 240}, align: inMiddle}, order("tnw", "Time", "Speaker", "Text"), nil},
		{"at the bottom of near rows", drawnTable{x: []float64{60, 120, 240}, align: atBottom}, order("tnw", "Time", "Speaker", "Text"), nil},
		{"names of two lines", drawnTable{x: []float64{60, 120, 240}}, narrow, nil},
		{"empty cells", drawnTable{x: []float64{60, 120, 240, 480}, pad: 6}, blank, nil},
		{"a column for each", drawnTable{x: []float64{60, 120, 340}}, sides, nil},
		{"on two pages", drawnTable{x: []float64{60, 120, 240}, pad: 6, pages: []int{4}}, order("tnw", "Time", "Speaker", "Text"), nil},
		{"a row on two pages", drawnTable{x: []float64{60, 120, 240}, pad: 6, pages: []int{7}}, torn,
			append(append(torn[:6:6], []string{"1:00", "Petra Vogt", answer}), torn[0], torn[9])},
	}
	r := engine(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			title := at(60, 770, 11, "Interview 7, held on the quay in the spring of the year when the yard was opened")
			doc := draftedPDF(t, r, tt.table.draw(title, prose, tt.rows...)...)
			if tt.want == nil {
				tt.want = tt.rows
			}
			var want []string
			for _, row := range tt.want {
				want = append(want, strings.TrimRight(strings.ReplaceAll(strings.Join(row, "\t"), "|", " "), "\t"))
			}
			got := paragraphs(doc)
			if len(got) != 3 || got[2] != prose {
				t.Fatalf("%d paragraphs: %q", len(got), got)
			}
			if diff := gocmp.Diff(want, strings.Split(got[1], "\n")); diff != "" {
				t.Error(diff)
			}
			if len(doc.LeftOut) > 0 {
				t.Errorf("left out: %q", leftOut(doc))
			}
		})
	}
}

// A row of one cell across the columns, a few words below a table, and the foot of a page are paragraphs.
func TestPDFWordsBetweenRows(t *testing.T) {
	head, row := []string{"Speaker", "Text"}, []string{"Petra Vogt", "We took the bus, my aunt and I, and|it was full."}
	d := drawnTable{x: []float64{60, 140}, pad: 6}
	above := d.draw("", "", head, row, row)[0].content
	d.top = 620
	below := d.draw("", "", row, row, row, []string{"(The end.)", ""})[0].content
	below += at(60, 40, 11, "yard.html") + at(200, 40, 11, "p. 1")
	doc := draftedPDF(t, engine(t), sheet{content: above + at(60, 645, 11, "Part 2: what happened in the spring of the year") + below})
	turn := "Petra Vogt\tWe took the bus, my aunt and I, and it was full."
	want := []string{"Speaker\tText" + strings.Repeat("\n"+turn, 2),
		"Part 2: what happened in the spring of the year" + strings.Repeat("\n"+turn, 3), "(The end.)", "yard.html\tp. 1"}
	if diff := gocmp.Diff(want, paragraphs(doc)); diff != "" {
		t.Error(diff)
	}
}

// Words that are the names of columns make no table of what is below them unless it is in columns.
func TestPDFNamesWithoutColumns(t *testing.T) {
	head := at(60, 770, 11, "Speaker") + at(240, 770, 11, "Text")
	doc := draftedPDF(t, engine(t), sheet{content: head + block(60, 740, 11, 14, yard...)})
	if diff := gocmp.Diff([]string{"Speaker\tText", yardText}, paragraphs(doc)); diff != "" {
		t.Error(diff)
	}
}
