package report

import (
	"fmt"
	"math"
	"slices"
)

// An Accumulation is how many new things each further step brings.
type Accumulation struct {
	Title   string
	Steps   []AccumulationStep
	Reached int // the step after which it is saturated, from 1; 0 for none
	Notes   []string
}

// An AccumulationStep is one of them.
type AccumulationStep struct {
	Name            string
	New, Seen       int     // new with this step, and so far
	Mean, Low, High float64 // of random orders: the mean so far, and the band
}

// Picture draws all so far, new ones, and the band of random orders.
func (x *Accumulation) Picture() *Picture {
	sh := newSheet(x.Title)
	n := len(x.Steps)
	step := max(22, min(60, 600/float64(max(n, 1))))
	left, high := 58.0, 260.0
	top := sh.y + 22
	most := 1.0
	for _, st := range x.Steps {
		most = max(most, float64(st.Seen), st.High)
	}
	y := func(v float64) float64 { return top + high*(1-v/most) }
	px := func(i int) float64 { return left + step*(float64(i)+0.5) }
	for _, v := range ticks(most) {
		sh.line(left, y(v), left+step*float64(n), y(v), hair, 1)
		sh.write(left-7, y(v)+4, fixedDigits(v, 0), small, "end", faint)
	}
	var low, up, mean, seen [][2]float64
	for i, st := range x.Steps {
		low = append(low, [2]float64{px(i), y(st.Low)})
		up = append(up, [2]float64{px(i), y(st.High)})
		mean = append(mean, [2]float64{px(i), y(st.Mean)})
		seen = append(seen, [2]float64{px(i), y(float64(st.Seen))})
	}
	slices.Reverse(low)
	if n > 1 {
		sh.add(mark{kind: "path", points: append(up, low...), closed: true, fill: "#c6dbef", opacity: 1, tip: "band of random orders"})
		sh.add(mark{kind: "path", points: mean, stroke: faint, width: 1.2, dash: true, tip: "mean of random orders"})
	}
	for i, st := range x.Steps {
		sh.rect(px(i)-step*0.3, y(float64(st.New)), step*0.6, top+high-y(float64(st.New)), "#9ecae1", faint,
			fmt.Sprintf("%s: %d new", st.Name, st.New))
	}
	if n > 1 {
		sh.add(mark{kind: "path", points: seen, stroke: "#08306b", width: 2.2})
	}
	for i, st := range x.Steps {
		sh.add(mark{kind: "circle", x: px(i), y: y(float64(st.Seen)), w: 3, fill: "#08306b", opacity: 1,
			tip: fmt.Sprintf("%s: %d so far", st.Name, st.Seen)})
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
		name := Visible(st.Name)
		longest = max(longest, textWidth(name, small, false)*1.05)
		sh.add(mark{kind: "text", x: px(i) + 4, y: top + high + 8, text: name, size: small, anchor: "end", fill: ink, turn: -90})
	}
	sh.y = top + high + longest + 16
	for _, k := range []struct{ fill, name string }{{"#08306b", "themes so far"}, {"#9ecae1", "new in this source"},
		{"#c6dbef", "band of random orders, mean dashed"}} {
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

// Dots are rows over columns in time: a dot for each cell, its area by the number.
type Dots struct {
	Title  string
	Rows   []string
	Levels []int // of the rows: how deep each is indented
	Cols   []string
	Gaps   []bool // for each column, whether time is left out behind it
	Value  func(r, c int) float64
	Shown  func(r, c int) string
	Notes  []string
}

// Picture draws them.
func (d *Dots) Picture() *Picture {
	s := newSheet(d.Title)
	l := newLabels(d.Rows, d.Levels, 330)
	most := 0.0
	for r := range d.Rows {
		for c := range d.Cols {
			if v := d.Value(r, c); !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	left, step := 12+l.width+12, 48.0
	top := s.y
	for r := range d.Rows {
		high := l.height(r, 34)
		l.draw(&s.Picture, r, 12, s.y, high)
		s.line(left, s.y+high/2, left+step*float64(len(d.Cols)), s.y+high/2, hair, 1)
		for c, name := range d.Cols {
			v := d.Value(r, c)
			if math.IsNaN(v) || v <= 0 || most == 0 {
				continue
			}
			text := d.Shown(r, c)
			x, y := left+step*(float64(c)+0.5), s.y+high/2
			radius := 4 + 12*math.Sqrt(v/most)
			fill := shade(0.25 + 0.6*v/most)
			s.add(mark{kind: "circle", x: x, y: y, w: radius, fill: fill, opacity: 1, tip: d.Rows[r] + ", " + name + ": " + text})
			if textWidth(text, 10, false) < 2*radius-2 {
				s.add(mark{kind: "text", x: x, y: y + 3.5, text: text, size: 10, anchor: "middle", fill: inkOn(fill)})
			} else {
				s.write(x+radius+2, y+3.5, text, 10, "start", ink)
				s.right(x + radius + 2 + textWidth(text, 10, false)*1.05)
			}
		}
		s.y += high
	}
	for c, gap := range d.Gaps {
		if gap {
			x := left + step*float64(c+1)
			s.add(mark{kind: "line", x: x, y: top, w: x, h: s.y, stroke: faint, width: 0.8, dash: true})
		}
	}
	for c, name := range d.Cols {
		s.write(left+step*(float64(c)+0.5), s.y+15, name, 10, "middle", ink)
	}
	s.line(left, top, left, s.y, faint, 1)
	s.y += 20
	s.right(left + step*float64(len(d.Cols)) + 24)
	if slices.Contains(d.Gaps, true) {
		return s.end(append([]string{"Dashed lines stand for time without a source, or sources without a month."}, d.Notes...))
	}
	return s.end(d.Notes)
}

// A Lane is where something is in a text.
type Lane struct {
	Name   string
	Colour string // for portraits, as #rrggbb
	At     []Stretch
}

// A Stretch is a part of a text, half-open, counted in words.
type Stretch struct{ From, To int }

// Lanes show a text from its first word to its last, with two groups of lanes.
type Lanes struct {
	Title        string
	Words        int // of the text
	Above, Below []Lane
	Notes        []string
}

// Picture draws them.
func (c *Lanes) Picture() *Picture {
	s := newSheet(c.Title)
	var names []string
	for _, x := range slices.Concat(c.Above, c.Below) {
		names = append(names, x.Name)
	}
	l := newLabels(names, make([]int, len(names)), 330)
	left, long := 12+l.width+12, 640.0
	scale := long / float64(max(c.Words, 1))
	lane := func(i int, at []Stretch, fill string) {
		high := l.height(i, 24)
		l.draw(&s.Picture, i, 12, s.y, high)
		s.line(left, s.y+high/2, left+long, s.y+high/2, hair, 1)
		for _, x := range at {
			s.rect(left+scale*float64(x.From), s.y+4, max(scale*float64(x.To-x.From), 1.5), high-8, fill, "",
				fmt.Sprintf("%s: words %d to %d", names[i], x.From+1, x.To))
		}
		s.y += high
	}
	bottom := s.y
	for i := range names {
		bottom += l.height(i, 24)
	}
	if len(c.Above) > 0 && len(c.Below) > 0 {
		bottom += 12
	}
	for _, v := range ticks(float64(c.Words)) {
		x := left + scale*v
		s.line(x, s.y, x, bottom, hair, 0.7)
		s.write(x, bottom+14, fixedDigits(v, 0), small, "middle", faint)
	}
	for i, x := range c.Above {
		lane(i, x.At, blue)
	}
	if len(c.Above) > 0 && len(c.Below) > 0 {
		s.y += 6
		s.line(12, s.y, left+long, s.y, faint, 1)
		s.y += 6
	}
	for i, x := range c.Below {
		lane(len(c.Above)+i, x.At, "#969696")
	}
	s.y += 18
	s.right(left + long + 24)
	return s.end(c.Notes)
}

// A Portrait shows a text as squares in reading order, each a stretch of words in the
// colour of the lane that covers most of it (document portrait).
type Portrait struct {
	Title string
	Words int // of the text
	Lanes []Lane
}

// Picture draws it.
func (c *Portrait) Picture() *Picture {
	sh := newSheet(c.Title)
	const squares, across, size = 900, 45, 13.0
	per := max((c.Words+squares-1)/squares, 1)
	n := (c.Words + per - 1) / per
	used := map[int]bool{}
	for i := range n {
		best, most := -1, 0
		for t, lane := range c.Lanes {
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
			fill, tip = c.Lanes[best].Colour, c.Lanes[best].Name
			used[best] = true
		}
		sh.rect(x, y, size-1, size-1, fill, "", tip)
	}
	sh.right(24 + size*across)
	sh.y += size*float64((n+across-1)/across) + 26
	for t, lane := range c.Lanes {
		if !used[t] {
			continue
		}
		for i, line := range wrapText(Visible(lane.Name), normal, sh.Width-60) {
			if i == 0 {
				sh.rect(12, sh.y-10, 12, 12, lane.Colour, "", "")
			}
			sh.write(30, sh.y, line, normal, "start", ink)
			sh.y += 18
		}
	}
	return sh.end([]string{fmt.Sprintf("Each square is %d words, from left to right and from the top; its colour is that of the theme "+
		"that covers most of it.", per)})
}
