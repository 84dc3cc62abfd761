package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Labels that hang beside indented words are cells of their own, also where the blank between is small
// or a label takes two lines.
func TestPDFHangingLabels(t *testing.T) {
	answer := []string{"He stayed until the next morning and then came", "back to the yard to hear what we had said."}
	// hang draws turns: the lines of the label at 80, those of the words at x.
	hang := func(x float64, turns ...[2][]string) string {
		var b strings.Builder
		y := 760.0
		for _, turn := range turns {
			b.WriteString(block(80, y, 11, 14, turn[0]...) + block(x, y, 11, 14, turn[1]...))
			y -= 14*float64(max(len(turn[0]), len(turn[1]))) + 4
		}
		return b.String()
	}
	petra, anna, long := []string{"Petra Vogt"}, []string{"Anna Kern"}, []string{"Teilnehmerin", "aus Norden"}
	three := []string{"Vertreterin", "der Anwohner", "am Hafenbecken"}
	why, who := []string{"Why?"}, []string{"And who paid for the heating?"}
	tests := []struct{ name, content, want string }{
		{"a small blank", hang(150, [2][]string{petra, why}, [2][]string{anna, answer}, [2][]string{petra, who}, [2][]string{anna, answer}),
			"Petra Vogt\tWhy?|Anna Kern\t#|Petra Vogt\tAnd who paid for the heating?|Anna Kern\t#"},
		{"a label of two lines", hang(170, [2][]string{petra, why}, [2][]string{long, answer}, [2][]string{petra, who}, [2][]string{long, {"Nobody."}},
			[2][]string{petra, why}, [2][]string{long, answer}),
			"Petra Vogt\tWhy?|Teilnehmerin aus Norden\t#|Petra Vogt\tAnd who paid for the heating?|Teilnehmerin aus Norden\tNobody.|" +
				"Petra Vogt\tWhy?|Teilnehmerin aus Norden\t#"},
		{"a label of three lines", hang(170, [2][]string{petra, why}, [2][]string{three, answer}, [2][]string{petra, who}, [2][]string{three, answer},
			[2][]string{petra, why}, [2][]string{three, answer}),
			"Petra Vogt\tWhy?|Vertreterin der Anwohner am Hafenbecken\t#|Petra Vogt\tAnd who paid for the heating?|" +
				"Vertreterin der Anwohner am Hafenbecken\t#|Petra Vogt\tWhy?|Vertreterin der Anwohner am Hafenbecken\t#"},
		{"rows with numbers", block(60, 760, 11, 32, "1", "2", "3", "4", "5") + hang(150, [2][]string{{"Petra Vogt"}, answer}, [2][]string{{"Anna", "Kern"}, answer},
			[2][]string{{"Anna", "Berg"}, answer}, [2][]string{{"Anna", "Kern"}, answer}, [2][]string{{"Petra Vogt"}, answer}),
			"1\tPetra Vogt\t#|2\tAnna Kern\t#|3\tAnna Berg\t#|4\tAnna Kern\t#|5\tPetra Vogt\t#"},
		{"labels of two people", hang(150, [2][]string{petra, why}, [2][]string{anna, answer}, [2][]string{petra, why}, [2][]string{anna, answer},
			[2][]string{petra, why}, [2][]string{anna, answer}),
			"Petra Vogt\tWhy?|Anna Kern\t#|Petra Vogt\tWhy?|Anna Kern\t#|Petra Vogt\tWhy?|Anna Kern\t#"},
	}
	r := engine(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.Split(strings.ReplaceAll(tt.want, "#", strings.Join(answer, " ")), "|")
			if diff := cmp.Diff(want, paragraphs(draftedPDF(t, r, sheet{content: tt.content}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Narrow columns with the numbers and the times of rows may be on both sides of the labels.
func TestPDFNarrowColumns(t *testing.T) {
	answer := []string{"He stayed until the next morning and then came", "back to the yard to hear what we had said."}
	times := []string{"00:00:05", "00:01:05", "00:02:05", "00:03:05", "00:04:05", "00:05:05", "00:06:05", "00:07:05"}
	names := []string{"Petra", "Anna", "Petra", "Anna", "Petra", "Anna", "Petra", "Anna"}
	who := []string{"Petra Vogt", "Anna", "Petra Vogt", "Anna", "Petra Vogt", "Anna", "Petra Vogt", "Anna"}
	below := []string{"", "aus Norden", "", "aus Norden", "", "aus Norden", "", "aus Norden"}
	type column struct {
		x     float64
		head  string
		cells []string
	}
	tests := []struct {
		name    string
		columns []column
		below   []string // second lines of the last column
		x       float64  // of the words
		want    []string // the columns of a row as they are read
	}{
		{"time, name", []column{{60, "Time", times}, {112, "Speaker", names}}, nil, 164, []string{"00:01:05", "Anna"}},
		{"name, time", []column{{60, "Speaker", names}, {112, "Time", times}}, nil, 168, []string{"Anna", "00:01:05"}},
		{"from, to, name", []column{{60, "From", times}, {112, "To", times}, {164, "Who", names}}, nil, 204, []string{"00:01:05", "00:01:05", "Anna"}},
		{"time, name in two lines", []column{{60, "Time", times}, {112, "Speaker", who}}, below, 182, []string{"00:01:05", "Anna aus Norden"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			content, want := "", []string{""}
			for _, c := range tt.columns {
				content += at(c.x, 760, 11, c.head)
				want[0] += c.head + "\t"
			}
			content, want[0] = content+at(tt.x, 760, 11, "Text"), want[0]+"Text"
			for i := range times {
				y := 742 - 32*float64(i)
				for _, c := range tt.columns {
					content += at(c.x, y, 11, c.cells[i])
				}
				if tt.below != nil && tt.below[i] != "" {
					content += at(tt.columns[len(tt.columns)-1].x, y-14, 11, tt.below[i])
				}
				content += block(tt.x, y, 11, 14, answer...)
			}
			got := strings.Split(draftedPDF(t, engine(t), sheet{content: content}).Body, "\n")
			want = append(want, strings.Join(tt.want, "\t")+"\t"+strings.Join(answer, " "))
			if diff := cmp.Diff(want, []string{got[0], got[2]}); diff != "" || len(got) != 9 {
				t.Errorf("%d rows: %s", len(got), diff)
			}
		})
	}
}

// A name alone in its line, or broken into two, begins a turn after a line that is full.
func TestPDFNamesInLines(t *testing.T) {
	full := "We had the whole long bed for it, and nobody came to look at it for a year and two months."
	for _, tt := range []struct {
		name        string
		lines, want []string
	}{
		{"alone with a colon", []string{"Jane Roe:", full, "Tom Penn:", full, "Jane Roe:", "Why?", "Tom Penn:", full, "Jane Roe:", "So."},
			nil},
		{"broken", []string{"Prof. Dr. Jane-Maria Roe of", "Northmoor: Why?", "Tom Penn: " + full, "Prof. Dr. Jane-Maria Roe of", "Northmoor: So?",
			"Tom Penn: " + full, "Prof. Dr. Jane-Maria Roe of", "Northmoor: Good."},
			[]string{"Prof. Dr. Jane-Maria Roe of Northmoor: Why?", "Tom Penn: " + full, "Prof. Dr. Jane-Maria Roe of Northmoor: So?",
				"Tom Penn: " + full, "Prof. Dr. Jane-Maria Roe of Northmoor: Good."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := draftedPDF(t, engine(t), sheet{content: block(80, 760, 11, 14, tt.lines...)})
			want := tt.want
			if want == nil { // each line is a paragraph
				want = tt.lines
			}
			if diff := cmp.Diff(want, paragraphs(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A line that somebody says is no running head, though it is at the same height on each page, unless it
// is further from the text than turns are from each other. A name in bold begins a page's first turn.
func TestPDFSpeechAtEdges(t *testing.T) {
	talk := []string{"Ida: Why was that?", "Bo: Nobody had told us.", "Ida: And then?", "Bo: Then we left."}
	pages := func(gap float64) (sheets []sheet) {
		for n := range 3 {
			content := at(80, 760, 11, "Ida: Mhm.")
			for i := range talk {
				content += at(80, 760-gap-20*float64(i), 11, talk[(i+n)%len(talk)]+strings.Repeat(" So.", n+1))
			}
			sheets = append(sheets, sheet{content: content})
		}
		return sheets
	}
	for gap, want := range map[float64]int{20: 0, 60: 3} {
		if got := leftOut(draftedPDF(t, engine(t), pages(gap)...)); len(got) != want {
			t.Errorf("%v points apart: left out %q", gap, got)
		}
	}
}

// Turned cells of a table's first column are read before the cells beside them.
func TestPDFTurnedCells(t *testing.T) {
	content := at(80, 760, 11, "What was said about the yard:")
	var want []string
	for i, row := range [][2]string{{"Money", "The town had no money for it"}, {"Family", "My family did not want it"}, {"Key", "Nobody had the key"}} {
		y := 700 - 60*float64(i)
		content += turnedAt(90, 90, y-35, 11, row[0]) + block(110, y, 11, 14, row[1], "at the time.") + at(420, y, 11, "Ida")
		want = append(want, row[0], row[1]+" at the time.", "Ida")
	}
	var cells []string
	for _, p := range paragraphs(draftedPDF(t, engine(t), sheet{content: content}))[1:] {
		cells = append(cells, strings.Split(p, "\t")...)
	}
	if diff := cmp.Diff(want, cells); diff != "" {
		t.Error(diff)
	}
}
