package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/matrix"
)

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
	gaps := false
	for c := range m.ColKeys[:max(len(m.ColKeys)-1, 0)] {
		if !follows(m.ColKeys[c][0].ID, m.ColKeys[c+1][0].ID) {
			gaps = true
			x := left + step*float64(c+1)
			s.add(mark{kind: "line", x: x, y: top, w: x, h: s.y, stroke: faint, width: 0.8, dash: true})
		}
	}
	for c, keys := range m.ColKeys {
		s.write(left+step*(float64(c)+0.5), s.y+15, keys[0].Label, 10, "middle", ink)
	}
	s.line(left, top, left, s.y, faint, 1)
	s.y += 20
	s.right(left + step*float64(len(m.ColKeys)) + 24)
	if gaps {
		return s.end(append([]string{"Dashed lines stand for time without a source, or sources without a month."}, m.Notes...))
	}
	return s.end(m.Notes)
}

// follows tells whether one month or year comes right after another.
func follows(a, b string) bool {
	for _, layout := range []string{"2006-01", "2006"} {
		t, err := time.Parse(layout, a)
		if err != nil {
			continue
		}
		next := t.AddDate(0, 1, 0)
		if layout == "2006" {
			next = t.AddDate(1, 0, 0)
		}
		return next.Format(layout) == b
	}
	return false
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
