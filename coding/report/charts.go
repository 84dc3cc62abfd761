package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
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

// A heat is a table of numbers as colours.
type heat struct {
	title        string
	rows         []string
	levels       []int
	groups, cols []string
	shown        func(r, c int) string  // what a cell says, "" for nothing
	value        func(r, c int) float64 // what its colour goes by; NaN is none
	tip          func(r, c int) string
	totals       bool // the last column and row are not coloured
	most         float64
	notes        []string
}

func (h *heat) picture() *Picture {
	s := newSheet(h.title)
	cell := 46.0
	for r := range h.rows {
		for c := range h.cols {
			cell = max(cell, textWidth(h.shown(r, c), normal, false)+14)
		}
	}
	names := newLabels(h.rows, h.levels, 330)
	head, height := heads(h.cols, cell)
	left := 12 + names.width + 12
	if h.groups != nil {
		s.y = h.drawGroups(s, left, cell)
	}
	bottom := s.y + height
	for c, lines := range head {
		drawHead(&s.Picture, lines, left+(float64(c)+0.5)*cell, bottom)
	}
	s.y = bottom
	most := h.most
	for r := range h.rows {
		for c := range h.cols {
			if v := h.value(r, c); !math.IsNaN(v) && !(h.totals && (r == len(h.rows)-1 || c == len(h.cols)-1)) && h.most == 0 {
				most = max(most, v)
			}
		}
	}
	for r := range h.rows {
		high := names.height(r, 26)
		names.draw(&s.Picture, r, 12, s.y, high)
		for c := range h.cols {
			x, v, fill := left+float64(c)*cell, h.value(r, c), paper
			total := h.totals && (r == len(h.rows)-1 || c == len(h.cols)-1)
			if !math.IsNaN(v) && v > 0 && most > 0 && !total {
				fill = shade(0.08 + 0.92*v/most)
			}
			s.rect(x, s.y, cell, high, fill, hair, h.tip(r, c))
			if text := h.shown(r, c); text != "" {
				colour := inkOn(fill)
				if v == 0 || math.IsNaN(v) {
					colour = faint
				}
				s.add(mark{kind: "text", x: x + cell/2, y: s.y + high/2 + 4, text: text, size: normal, anchor: "middle", fill: colour, bold: total})
			}
		}
		s.y += high
	}
	s.right(left + float64(len(h.cols))*cell + 12)
	return s.end(h.notes)
}

// drawGroups writes what columns have in common above them.
func (h *heat) drawGroups(s *sheet, left, cell float64) float64 {
	bottom, tallest := s.y, 0
	each := func(do func(name string, from, to int)) {
		for from := 0; from < len(h.groups); {
			to := from
			for to < len(h.groups) && h.groups[to] == h.groups[from] {
				to++
			}
			if h.groups[from] != "" {
				do(h.groups[from], from, to)
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

// MatrixPicture draws a matrix as a heat map with its numbers.
func MatrixPicture(m *matrix.Matrix) *Picture {
	g := Matrix(m)
	h := &heat{title: g.Title, notes: m.Notes, totals: true}
	n := len(m.Options.Rows)
	h.cols = g.Head[n:]
	if g.Groups != nil {
		h.groups = g.Groups[n:]
	}
	lines := g.Rows
	for r, row := range m.RowKeys {
		var parts []string
		level := 0
		for _, k := range row {
			if k.Dimension == matrix.Theme && len(row) == 1 && m.Options.Sort == "" {
				parts, level = append(parts, k.Label), k.Level
				continue
			}
			parts = append(parts, k.Path)
		}
		if len(row) == 1 {
			if name, ok := lines[r][0].(Name); ok {
				parts, level = []string{name.Label}, name.Level
			} else {
				parts, level = []string{row[0].Path}, 0
			}
		}
		h.rows, h.levels = append(h.rows, strings.Join(parts, " · ")), append(h.levels, level)
	}
	h.rows, h.levels = append(h.rows, "Total"), append(h.levels, 0)
	at := func(r, c int) (int, int) {
		if r == len(m.RowKeys) {
			r = -1
		}
		if c == len(m.ColKeys) {
			c = -1
		}
		return r, c
	}
	h.value = func(r, c int) float64 { return m.Value(at(r, c)) }
	h.shown = func(r, c int) string {
		r, c = at(r, c)
		return g.shown(number(m, r, c))
	}
	h.tip = func(r, c int) string { return h.rows[r] + " · " + h.cols[c] + ": " + h.shown(r, c) }
	return h.picture()
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
			most = max(most, v)
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
				w = long * v / most
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

// CooccurrencePicture draws themes on a ring and a line between those that are
// together, the thicker the more.
func CooccurrencePicture(c *matrix.Cooccurrence, s *coding.Study) *Picture {
	sh := newSheet("Themes together: " + string(c.Relation))
	n := len(c.Themes)
	radius := max(120, float64(n)*19/(2*math.Pi))
	var names []string
	var left, right, up, down float64 // how far names reach from the middle
	for i, t := range c.Themes {
		name := Visible(s.Themes[t].Name)
		names = append(names, name)
		sin, cos := math.Sincos(2*math.Pi*float64(i)/float64(n) - math.Pi/2)
		reach := radius + 22 + textWidth(name, normal, false)*1.06
		left, right, up, down = max(left, -reach*cos), max(right, reach*cos), max(up, -reach*sin), max(down, reach*sin)
	}
	x0, y0 := left+20, sh.y+up+8
	sh.right(x0 + right + 20)
	at := func(i int, r float64) (float64, float64) {
		sin, cos := math.Sincos(2*math.Pi*float64(i)/float64(max(n, 1)) - math.Pi/2)
		return x0 + r*cos, y0 + r*sin
	}
	most, alone := 0, 1
	type edge struct{ a, b, n int }
	var edges []edge
	for a := range n {
		alone = max(alone, c.Alone[a])
		for b := range n {
			if k := c.Pairs[a][b]; k > 0 && !c.Nested(a, b) && (a < b || c.Relation == matrix.FollowedBy) {
				edges = append(edges, edge{a, b, k})
				most = max(most, k)
			}
		}
	}
	slices.SortStableFunc(edges, func(x, y edge) int { return cmp.Compare(x.n, y.n) })
	// More lines than can be told apart say nothing.
	all := len(edges)
	if most := 3 * n; all > most {
		edges = edges[all-most:]
	}
	for _, e := range edges {
		x1, y1 := at(e.a, radius)
		x2, y2 := at(e.b, radius)
		var points [][2]float64 // bent to the middle, so that lines can be told apart
		for k := range 17 {
			t := float64(k) / 16
			cx, cy := (x1+x2)/2*0.45+x0*0.55, (y1+y2)/2*0.45+y0*0.55
			points = append(points, [2]float64{(1-t)*(1-t)*x1 + 2*t*(1-t)*cx + t*t*x2, (1-t)*(1-t)*y1 + 2*t*(1-t)*cy + t*t*y2})
		}
		share := float64(e.n) / float64(most)
		arrow := " – "
		if c.Relation == matrix.FollowedBy {
			arrow = " → "
		}
		sh.add(mark{kind: "path", points: points, stroke: shade(0.25 + 0.65*share), width: 0.7 + 3.8*share, tip: fmt.Sprintf("%s%s%s: %d", names[e.a], arrow, names[e.b], e.n)})
		if c.Relation == matrix.FollowedBy {
			p, q := points[13], points[15]
			sh.add(arrowHead(p, q, 4+4*share, shade(0.25+0.65*share)))
		}
	}
	for i := range n {
		x, y := at(i, radius)
		sh.add(mark{kind: "circle", x: x, y: y, w: 3 + 7*math.Sqrt(float64(c.Alone[i])/float64(alone)), fill: blue, stroke: paper, width: 1, opacity: 1, tip: fmt.Sprintf("%s: %d", names[i], c.Alone[i])})
		x, y = at(i, radius+15)
		turn, anchor := 360*float64(i)/float64(max(n, 1))-90, "start"
		if turn > 90 {
			turn, anchor = turn-180, "end"
		}
		sin, cos := math.Sincos(turn * math.Pi / 180)
		sh.add(mark{kind: "text", x: x - 4*sin, y: y + 4*cos, text: names[i], size: normal, anchor: anchor, fill: ink, turn: turn})
	}
	sh.y = y0 + down
	notes := append([]string{"The larger a dot, the more passages; the thicker a line, the more together."}, c.Notes...)
	if len(edges) < all {
		notes[0] += fmt.Sprintf(" Drawn are the %d strongest of %d pairs.", len(edges), all)
	}
	if len(edges) == 0 {
		notes = append([]string{"No two themes are together in this way."}, c.Notes...)
	}
	return sh.end(notes)
}

func arrowHead(from, to [2]float64, size float64, fill string) mark {
	a := math.Atan2(to[1]-from[1], to[0]-from[0])
	var points [][2]float64
	for _, turn := range []float64{0, 2.6, -2.6} {
		points = append(points, [2]float64{to[0] + size*math.Cos(a+turn), to[1] + size*math.Sin(a+turn)})
	}
	return mark{kind: "path", points: points, closed: true, fill: fill, opacity: 1}
}

// Dendrogram draws what is joined with what, and how far apart it was.
func Dendrogram(x *matrix.Similarity) *Picture {
	s := newSheet(fmt.Sprintf("Likeness of %ss by their themes", x.By))
	order := x.Order()
	var names []string
	for _, i := range order {
		names = append(names, x.Keys[i].Label)
	}
	l := newLabels(names, nil, 330)
	left, long := 12+l.width+14, 380.0
	most := 0.0
	for _, m := range x.Merges {
		most = max(most, m.Distance)
	}
	if most == 0 {
		most = 1
	}
	at := make([][2]float64, len(x.Keys)+len(x.Merges))
	top := s.y
	for row, i := range order {
		high := l.height(row, 26)
		l.draw(&s.Picture, row, 12, s.y, high)
		at[i] = [2]float64{left, s.y + high/2}
		s.y += high
	}
	for _, t := range []float64{0, 0.25, 0.5, 0.75, 1} {
		px := left + long*t
		s.line(px, top, px, s.y, hair, 1)
		s.write(px, s.y+14, fmt.Sprintf("%.2f", 1-most*t), small, "middle", faint)
	}
	for i, m := range x.Merges {
		px := left + long*m.Distance/most
		a, b := at[m.A], at[m.B]
		s.add(mark{kind: "path", points: [][2]float64{a, {px, a[1]}, {px, b[1]}, b}, stroke: blue, width: 1.6, tip: fmt.Sprintf("joined at %.2f", 1-m.Distance)})
		at[len(x.Keys)+i] = [2]float64{px, (a[1] + b[1]) / 2}
	}
	s.y += 22
	s.right(left + long + 40)
	return s.end(append([]string{"Below the lines: mean likeness (" + string(x.Likeness) + ") at which clusters are joined."}, x.Notes...))
}

// SaturationPicture draws how themes come up: all so far, new ones, and the band of
// random orders.
func SaturationPicture(x *matrix.Saturation, s *coding.Study) *Picture {
	sh := newSheet("New themes with each further source")
	n := len(x.Steps)
	step := max(22, min(60, 600/float64(max(n, 1))))
	left, high := 58.0, 260.0
	top := sh.y + 22
	most := 1.0
	for i, st := range x.Steps {
		most = max(most, float64(st.Seen), x.High[i])
	}
	y := func(v float64) float64 { return top + high*(1-v/most) }
	px := func(i int) float64 { return left + step*(float64(i)+0.5) }
	for _, v := range ticks(most) {
		sh.line(left, y(v), left+step*float64(n), y(v), hair, 1)
		sh.write(left-7, y(v)+4, fixedDigits(v, 0), small, "end", faint)
	}
	var low, up, mean, seen [][2]float64
	for i, st := range x.Steps {
		low = append(low, [2]float64{px(i), y(x.Low[i])})
		up = append(up, [2]float64{px(i), y(x.High[i])})
		mean = append(mean, [2]float64{px(i), y(x.Mean[i])})
		seen = append(seen, [2]float64{px(i), y(float64(st.Seen))})
	}
	slices.Reverse(low)
	if n > 1 {
		sh.add(mark{kind: "path", points: append(up, low...), closed: true, fill: "#c6dbef", opacity: 1, tip: "band of random orders"})
		sh.add(mark{kind: "path", points: mean, stroke: faint, width: 1.2, dash: true, tip: "mean of random orders"})
	}
	for i, st := range x.Steps {
		sh.rect(px(i)-step*0.3, y(float64(len(st.New))), step*0.6, top+high-y(float64(len(st.New))), "#9ecae1", faint, fmt.Sprintf("%s: %d new", s.Sources[st.Source].Name, len(st.New)))
	}
	if n > 1 {
		sh.add(mark{kind: "path", points: seen, stroke: "#08306b", width: 2.2})
	}
	for i, st := range x.Steps {
		sh.add(mark{kind: "circle", x: px(i), y: y(float64(st.Seen)), w: 3, fill: "#08306b", opacity: 1, tip: fmt.Sprintf("%s: %d so far", s.Sources[st.Source].Name, st.Seen)})
	}
	if x.Reached > 0 {
		at := left + step*float64(x.Reached)
		sh.add(mark{kind: "line", x: at, y: top - 6, w: at, h: top + high, stroke: ink, width: 1.2, dash: true})
		sh.write(at+5, top-8, fmt.Sprintf("saturated after %d", x.Reached), small, "start", ink)
		sh.right(at + 130)
	}
	sh.line(left, top+high, left+step*float64(n), top+high, faint, 1)
	longest := 0.0
	for i, st := range x.Steps {
		name := Visible(s.Sources[st.Source].Name)
		longest = max(longest, textWidth(name, small, false)*1.05)
		sh.add(mark{kind: "text", x: px(i) + 4, y: top + high + 8, text: name, size: small, anchor: "end", fill: ink, turn: -90})
	}
	sh.y = top + high + longest + 16
	for _, k := range []struct{ fill, name string }{{"#08306b", "themes so far"}, {"#9ecae1", "new in this source"}, {"#c6dbef", "band of random orders, mean dashed"}} {
		sh.rect(left, sh.y, 12, 12, k.fill, "", "")
		sh.write(left+18, sh.y+10, k.name, small, "start", ink)
		sh.y += 17
	}
	sh.right(left + step*float64(n) + 20)
	return sh.end(x.Notes)
}

// ticks are round numbers up to most.
func ticks(most float64) (all []float64) {
	step := math.Pow(10, math.Floor(math.Log10(max(most, 1))))
	for _, f := range []float64{0.1, 0.2, 0.5, 1} {
		if most/(step*f) <= 6 {
			step *= f
			break
		}
	}
	step = max(step, 1)
	for v := 0.0; v <= most; v += step {
		all = append(all, v)
	}
	return all
}

// Timeline draws a matrix whose columns are months or years: a dot for each cell,
// its area by the number.
func Timeline(m *matrix.Matrix) *Picture {
	s := newSheet(Matrix(m).Title)
	var names []string
	var levels []int
	for _, row := range m.RowKeys {
		names, levels = append(names, row[0].Label), append(levels, row[0].Level)
	}
	l := newLabels(names, levels, 330)
	most := 0.0
	for r := range m.RowKeys {
		for c := range m.ColKeys {
			if v := m.Value(r, c); !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	left, step := 12+l.width+12, 48.0
	top := s.y
	for r := range m.RowKeys {
		high := l.height(r, 34)
		l.draw(&s.Picture, r, 12, s.y, high)
		s.line(left, s.y+high/2, left+step*float64(len(m.ColKeys)), s.y+high/2, hair, 1)
		for c, keys := range m.ColKeys {
			v := m.Value(r, c)
			if math.IsNaN(v) || v <= 0 || most == 0 {
				continue
			}
			text := Matrix(m).shown(number(m, r, c))
			x, y := left+step*(float64(c)+0.5), s.y+high/2
			radius := 4 + 12*math.Sqrt(v/most)
			fill := shade(0.25 + 0.6*v/most)
			s.add(mark{kind: "circle", x: x, y: y, w: radius, fill: fill, opacity: 1, tip: names[r] + ", " + keys[0].Label + ": " + text})
			if textWidth(text, 10, false) < 2*radius-2 {
				s.add(mark{kind: "text", x: x, y: y + 3.5, text: text, size: 10, anchor: "middle", fill: inkOn(fill)})
			} else {
				s.write(x+radius+2, y+3.5, text, 10, "start", ink)
			}
		}
		s.y += high
	}
	for c, keys := range m.ColKeys {
		s.write(left+step*(float64(c)+0.5), s.y+15, keys[0].Label, 10, "middle", ink)
	}
	s.line(left, top, left, s.y, faint, 1)
	s.y += 20
	s.right(left + step*float64(len(m.ColKeys)) + 24)
	return s.end(m.Notes)
}

// CodelinePicture draws a source from its first word to its last: where each theme
// is, and who speaks.
func CodelinePicture(c *matrix.Codeline) *Picture {
	s := newSheet("Codeline of " + Visible(c.Source.Name))
	names, levels := []string{}, []int{}
	for _, t := range c.Themes {
		names, levels = append(names, t.Path), append(levels, 0)
	}
	names = append(names, c.Names...)
	for range c.Names {
		levels = append(levels, 0)
	}
	l := newLabels(names, levels, 330)
	left, long := 12+l.width+12, 640.0
	scale := long / float64(max(c.Words, 1))
	lane := func(i int, at []matrix.Stretch, fill string) {
		high := l.height(i, 24)
		l.draw(&s.Picture, i, 12, s.y, high)
		s.line(left, s.y+high/2, left+long, s.y+high/2, hair, 1)
		for _, x := range at {
			s.rect(left+scale*float64(x.From), s.y+4, max(scale*float64(x.To-x.From), 1.5), high-8, fill, "", fmt.Sprintf("%s: words %d to %d", names[i], x.From+1, x.To))
		}
		s.y += high
	}
	bottom := s.y
	for i := range names {
		bottom += l.height(i, 24)
	}
	if len(c.Names) > 0 && len(c.Themes) > 0 {
		bottom += 12
	}
	for _, v := range ticks(float64(c.Words)) {
		x := left + scale*v
		s.line(x, s.y, x, bottom, hair, 0.7)
		s.write(x, bottom+14, fixedDigits(v, 0), small, "middle", faint)
	}
	for i, t := range c.Themes {
		lane(i, t.At, blue)
	}
	if len(c.Names) > 0 && len(c.Themes) > 0 {
		s.y += 6
		s.line(12, s.y, left+long, s.y, faint, 1)
		s.y += 6
	}
	for i := range c.Names {
		var at []matrix.Stretch
		for _, x := range c.Speaker {
			if x.Name == i {
				at = append(at, x)
			}
		}
		lane(len(c.Themes)+i, at, "#969696")
	}
	s.y += 18
	s.right(left + long + 24)
	return s.end([]string{fmt.Sprintf("From the first of %d words on the left to the last on the right; themes above, who speaks below.", c.Words)})
}

// Portrait draws a source as squares in reading order, each a stretch of words in
// the colour of the theme that covers most of it (document portrait).
func Portrait(c *matrix.Codeline, s *coding.Study) *Picture {
	sh := newSheet("Portrait of " + Visible(c.Source.Name))
	const squares, across, size = 900, 45, 13.0
	per := max((c.Words+squares-1)/squares, 1)
	n := (c.Words + per - 1) / per
	used := map[int]bool{}
	for i := range n {
		best, most := -1, 0
		for t, lane := range c.Themes {
			words := 0
			for _, x := range lane.At {
				words += max(min(x.To, (i+1)*per)-max(x.From, i*per), 0)
			}
			if words > most {
				best, most = t, words
			}
		}
		x, y := 12+size*float64(i%across), sh.y+size*float64(i/across)
		fill, tip := "#f2f2f2", "no theme"
		if best >= 0 {
			fill, tip = portraitColour(s, c.Themes[best]), c.Themes[best].Path
			used[best] = true
		}
		sh.rect(x, y, size-1, size-1, fill, "", tip)
	}
	sh.right(24 + size*across)
	sh.y += size*float64((n+across-1)/across) + 26
	for t, lane := range c.Themes {
		if !used[t] {
			continue
		}
		for i, line := range wrapText(Visible(lane.Path), normal, sh.Width-60) {
			if i == 0 {
				sh.rect(12, sh.y-10, 12, 12, portraitColour(s, lane), "", "")
			}
			sh.write(30, sh.y, line, normal, "start", ink)
			sh.y += 18
		}
	}
	return sh.end([]string{fmt.Sprintf("Each square is %d words, from left to right and from the top; its colour is that of the theme that covers most of it.", per)})
}

// portraitColour is a theme's own colour, else one that is dealt out.
func portraitColour(s *coding.Study, lane matrix.Lane) string {
	for i, t := range s.Themes {
		if string(t.ID) == lane.ID {
			if coding.IsColour(t.Colour) {
				return strings.ToLower(t.Colour)
			}
			return coding.Colour(i)
		}
	}
	return coding.Colour(0)
}
