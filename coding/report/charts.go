package report

import (
	"fmt"
	"math"
)

// Sizes of text in pictures, in pixels.
const (
	small  = 11.0
	normal = 12.0
	large  = 15.0
)

// A sheet is a picture that is being laid out from the top.
type sheet struct {
	Picture
	y float64
}

// newSheet begins a picture with its title; width may grow later.
func newSheet(title string) *sheet {
	s := &sheet{Picture: Picture{Title: title, Width: 24 + textWidth(title, large, true)}}
	s.add(mark{kind: "text", x: 12, y: 26, text: title, size: large, bold: true, fill: ink})
	s.y = 42
	return s
}

// right makes the picture at least so wide.
func (s *sheet) right(x float64) { s.Width = max(s.Width, x) }

// end writes notes below, and closes the picture.
func (s *sheet) end(notes []string) *Picture {
	s.right(360)
	s.y += 8
	for _, n := range notes {
		for _, line := range wrapText(n, small, s.Width-24) {
			s.y += 15
			s.write(12, s.y, line, small, "start", faint)
		}
	}
	s.Height = s.y + 14
	return &s.Picture
}

// labels are names on the left, each wrapped to a width, indented by its level.
type labels struct {
	lines  [][]string
	indent []float64
	width  float64
}

func newLabels(names []string, levels []int, width float64) labels {
	l := labels{}
	for i, n := range names {
		indent := 0.0
		if levels != nil {
			indent = 12 * float64(min(levels[i], 8))
		}
		lines := wrapText(Visible(n), normal, width-indent)
		l.lines, l.indent = append(l.lines, lines), append(l.indent, indent)
		for _, line := range lines {
			l.width = max(l.width, indent+textWidth(line, normal, false)*1.05)
		}
	}
	return l
}

// height is that of the i-th row, at least least.
func (l labels) height(i int, least float64) float64 {
	return max(least, 15*float64(len(l.lines[i]))+7)
}

func (l labels) draw(s *Picture, i int, x, y, height float64) {
	at := y + height/2 - 7.5*float64(len(l.lines[i])) + 11
	for _, line := range l.lines[i] {
		s.write(x+l.indent[i], at, line, normal, "start", ink)
		at += 15
	}
}

// heads are names above columns, upright, wrapped to the columns' width.
func heads(names []string, cell float64) (lines [][]string, height float64) {
	for _, n := range names {
		l := wrapText(Visible(n), small, 150)
		if most := max(int(cell/14), 1); len(l) > most { // longer lines instead
			for w := 160.0; len(l) > most && w < 600; w += 20 {
				l = wrapText(Visible(n), small, w)
			}
		}
		lines = append(lines, l)
		for _, line := range l {
			height = max(height, textWidth(line, small, false)*1.05)
		}
	}
	return lines, height + 8
}

func drawHead(s *Picture, lines []string, middle, bottom float64) {
	x := middle - 6.5*float64(len(lines)) + 10
	for _, line := range lines {
		s.add(mark{kind: "text", x: x, y: bottom - 5, text: line, size: small, fill: ink, turn: -90})
		x += 13
	}
}

// A HeatMap is a table of numbers as colours.
type HeatMap struct {
	Title        string
	Rows         []string
	Levels       []int                  // of the rows: how deep each is indented
	Groups, Cols []string               // Groups is what columns have in common; nil for nothing
	Value        func(r, c int) float64 // what a cell's colour goes by; NaN is none
	Shown        func(r, c int) string  // what a cell says, "" for nothing
	Totals       bool                   // the last row and column are not coloured
	Notes        []string
}

// Picture draws it.
func (h *HeatMap) Picture() *Picture {
	s := newSheet(h.Title)
	cell := 46.0
	for r := range h.Rows {
		for c := range h.Cols {
			cell = max(cell, textWidth(h.Shown(r, c), normal, false)+14)
		}
	}
	names := newLabels(h.Rows, h.Levels, 330)
	head, height := heads(h.Cols, cell)
	left := 12 + names.width + 12
	if h.Groups != nil {
		s.y = h.drawGroups(s, left, cell)
	}
	bottom := s.y + height
	for c, lines := range head {
		drawHead(&s.Picture, lines, left+(float64(c)+0.5)*cell, bottom)
	}
	s.y = bottom
	most := 0.0
	for r := range h.Rows {
		for c := range h.Cols {
			if v := h.Value(r, c); !math.IsNaN(v) && !(h.Totals && (r == len(h.Rows)-1 || c == len(h.Cols)-1)) {
				most = max(most, v)
			}
		}
	}
	for r := range h.Rows {
		high := names.height(r, 26)
		names.draw(&s.Picture, r, 12, s.y, high)
		for c := range h.Cols {
			x, v, fill := left+float64(c)*cell, h.Value(r, c), paper
			total := h.Totals && (r == len(h.Rows)-1 || c == len(h.Cols)-1)
			if !math.IsNaN(v) && v > 0 && most > 0 && !total {
				fill = shade(0.08 + 0.92*v/most)
			}
			s.rect(x, s.y, cell, high, fill, hair, h.Rows[r]+" · "+h.Cols[c]+": "+h.Shown(r, c))
			if text := h.Shown(r, c); text != "" {
				colour := inkOn(fill)
				if v == 0 || math.IsNaN(v) {
					colour = faint
				}
				s.add(mark{kind: "text", x: x + cell/2, y: s.y + high/2 + 4, text: text, size: normal, anchor: "middle", fill: colour, bold: total})
			}
		}
		s.y += high
	}
	s.right(left + float64(len(h.Cols))*cell + 12)
	return s.end(h.Notes)
}

// drawGroups writes what columns have in common above them.
func (h *HeatMap) drawGroups(s *sheet, left, cell float64) float64 {
	bottom, tallest := s.y, 0
	each := func(do func(name string, from, to int)) {
		for from := 0; from < len(h.Groups); {
			to := from
			for to < len(h.Groups) && h.Groups[to] == h.Groups[from] {
				to++
			}
			if h.Groups[from] != "" {
				do(h.Groups[from], from, to)
			}
			from = to
		}
	}
	each(func(name string, from, to int) {
		tallest = max(tallest, len(wrapText(Visible(name), normal, float64(to-from)*cell-8)))
	})
	bottom += 16*float64(tallest) + 6
	each(func(name string, from, to int) {
		lines := wrapText(Visible(name), normal, float64(to-from)*cell-8)
		x, y := left+float64(from)*cell+3, bottom-6-16*float64(len(lines)-1)
		for _, line := range lines {
			s.add(mark{kind: "text", x: x, y: y, text: line, size: normal, fill: ink, bold: true})
			y += 16
		}
		s.line(left+float64(from)*cell+2, bottom, left+float64(to)*cell-2, bottom, faint, 1)
	})
	return bottom + 6
}

// A Bar is one line of a bar chart: a number for each series.
type Bar struct {
	Label  string
	Level  int
	Values []float64
}

// Bars draws bars side by side, the same series in the same shade.
func Bars(title string, series []string, bars []Bar, digits int, notes []string) *Picture {
	s := newSheet(title)
	var names []string
	var levels []int
	most := 0.0
	for _, b := range bars {
		names, levels = append(names, b.Label), append(levels, b.Level)
		for _, v := range b.Values {
			if !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	if len(series) > 1 {
		x := 12.0
		for i, name := range series {
			s.rect(x, s.y-2, 12, 12, seriesColour(i, len(series)), "", "")
			s.write(x+18, s.y+8, name, small, "start", ink)
			x += 36 + textWidth(name, small, false)*1.05
		}
		s.right(x)
		s.y += 22
	}
	l := newLabels(names, levels, 360)
	left, long, top := 12+l.width+12, 340.0, s.y
	for i, b := range bars {
		high := l.height(i, 15*float64(len(b.Values))+7)
		l.draw(&s.Picture, i, 12, s.y, high)
		thick := (high - 7) / float64(max(len(b.Values), 1))
		for k, v := range b.Values {
			if math.IsNaN(v) {
				s.write(left, s.y+4+thick*float64(k)+thick/2+3, "–", small, "start", faint)
				continue
			}
			w := 0.0
			if most > 0 {
				w = max(long*v/most, 0)
			}
			s.rect(left, s.y+3+thick*float64(k), w, thick-1, seriesColour(k, len(series)), "", b.Label)
			s.write(left+w+5, s.y+3+thick*float64(k)+thick/2+3.5, fixedDigits(v, digits), small, "start", ink)
		}
		s.y += high
	}
	s.line(left, top, left, s.y, faint, 1)
	s.right(left + long + 60)
	return s.end(notes)
}

func fixedDigits(v float64, digits int) string {
	if v == math.Trunc(v) && digits < 2 {
		digits = 0
	}
	return fmt.Sprintf("%.*f", digits, v)
}

// seriesColour is a shade of its own for each series.
func seriesColour(i, n int) string {
	if n <= 1 {
		return blue
	}
	return shade(0.95 - 0.65*float64(i)/float64(n-1))
}
