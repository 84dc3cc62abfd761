package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A Network is things, and how often two of them are together.
type Network struct {
	Title    string
	Nodes    []Node
	Edges    []Edge
	Directed bool   // edges go from A to B
	None     string // what to say where there are no edges
	Notes    []string
}

// A Node is one thing of a network, and how often it is there.
type Node struct {
	Name string
	N    int
}

// An Edge says how often two nodes, by their indices, are together.
type Edge struct{ A, B, N int }

// Picture draws the nodes on a ring and a line between those that are together, the
// thicker the more.
func (g *Network) Picture() *Picture {
	sh := newSheet(g.Title)
	n := len(g.Nodes)
	radius := max(120, float64(n)*19/(2*math.Pi))
	var names []string
	var left, right, up, down float64 // how far names reach from the middle
	for i, x := range g.Nodes {
		name := Visible(x.Name)
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
	for _, x := range g.Nodes {
		alone = max(alone, x.N)
	}
	edges := slices.Clone(g.Edges)
	for _, e := range edges {
		most = max(most, e.N)
	}
	slices.SortStableFunc(edges, func(x, y Edge) int { return cmp.Compare(x.N, y.N) })
	// More lines than can be told apart say nothing.
	all := len(edges)
	if most := 3 * n; all > most {
		edges = edges[all-most:]
	}
	for _, e := range edges {
		x1, y1 := at(e.A, radius)
		x2, y2 := at(e.B, radius)
		var points [][2]float64 // bent to the middle, so that lines can be told apart
		for k := range 17 {
			t := float64(k) / 16
			cx, cy := (x1+x2)/2*0.45+x0*0.55, (y1+y2)/2*0.45+y0*0.55
			points = append(points, [2]float64{(1-t)*(1-t)*x1 + 2*t*(1-t)*cx + t*t*x2, (1-t)*(1-t)*y1 + 2*t*(1-t)*cy + t*t*y2})
		}
		share := float64(e.N) / float64(most)
		arrow := " – "
		if g.Directed {
			arrow = " → "
		}
		sh.add(mark{kind: "path", points: points, stroke: shade(0.25 + 0.65*share), width: 0.7 + 3.8*share,
			tip: fmt.Sprintf("%s%s%s: %d", names[e.A], arrow, names[e.B], e.N)})
		if g.Directed {
			p, q := points[13], points[15]
			sh.add(arrowHead(p, q, 4+4*share, shade(0.25+0.65*share)))
		}
	}
	for i := range n {
		x, y := at(i, radius)
		sh.add(mark{kind: "circle", x: x, y: y, w: 3 + 7*math.Sqrt(float64(g.Nodes[i].N)/float64(alone)), fill: blue, stroke: paper, width: 1,
			opacity: 1, tip: fmt.Sprintf("%s: %d", names[i], g.Nodes[i].N)})
		x, y = at(i, radius+15)
		turn, anchor := 360*float64(i)/float64(max(n, 1))-90, "start"
		if turn > 90 {
			turn, anchor = turn-180, "end"
		}
		sin, cos := math.Sincos(turn * math.Pi / 180)
		sh.add(mark{kind: "text", x: x - 4*sin, y: y + 4*cos, text: names[i], size: normal, anchor: anchor, fill: ink, turn: turn})
	}
	sh.y = y0 + down
	notes := append([]string{"The larger a dot, the more passages; the thicker a line, the more together."}, g.Notes...)
	if len(edges) < all {
		notes[0] += fmt.Sprintf(" Drawn are the %d strongest of %d pairs.", len(edges), all)
	}
	if len(edges) == 0 {
		notes = append([]string{g.None}, g.Notes...)
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

// A Dendrogram is what is joined with what, and how far apart it was.
type Dendrogram struct {
	Title  string
	Names  []string
	Order  []int // of the names, from the top
	Merges []Merge
	Notes  []string
}

// A Merge joins two clusters: names by their indices, and what the nth merge made as
// len(Names)+n. The distance is from 0 for alike to 1.
type Merge struct {
	A, B     int
	Distance float64
}

// Picture draws it.
func (x *Dendrogram) Picture() *Picture {
	s := newSheet(x.Title)
	var names []string
	for _, i := range x.Order {
		names = append(names, x.Names[i])
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
	at := make([][2]float64, len(x.Names)+len(x.Merges))
	top := s.y
	for row, i := range x.Order {
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
		s.add(mark{kind: "path", points: [][2]float64{a, {px, a[1]}, {px, b[1]}, b}, stroke: blue, width: 1.6,
			tip: fmt.Sprintf("joined at %.2f", 1-m.Distance)})
		at[len(x.Names)+i] = [2]float64{px, (a[1] + b[1]) / 2}
	}
	s.y += 22
	s.right(left + long + 40)
	return s.end(x.Notes)
}
