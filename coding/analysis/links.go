package analysis

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// Links lists the links of a study.
func Links(s *coding.Study) *report.Grid {
	g := &report.Grid{Head: []string{"from", "kind", "to", "coder", "note"}, Empty: "No links. Make one with crosscase link FROM KIND TO."}
	for _, l := range s.Links {
		from, to := linkEnd(s, l.From), linkEnd(s, l.To)
		coder := ""
		if c := s.Coder(l.Coder); c != nil {
			coder = c.Name
		}
		g.Rows = append(g.Rows, []any{from, l.Kind, to, coder, l.Note})
	}
	return g
}

// linkEnd names what a link joins; of themes nothing need be said.
func linkEnd(s *coding.Study, id string) string {
	kind, name := reading.Thing(s, id)
	if kind == "theme" {
		return name
	}
	return kind + " " + name
}

// A ConceptMap is a drawing of how themes, passages and case studies bear on each
// other.
type ConceptMap struct {
	nodes []*conceptNode
	edges []conceptEdge
}

type conceptNode struct {
	kind, name string
	colour     string
	lines      []string // the name, as it is drawn
	layer      int
	order      float64
	x, y, w, h float64 // middle and size, in pixels
}

type conceptEdge struct {
	from, to    int
	kinds, note string
}

// NewConceptMap lays out the links of a study from left to right: what bears on
// others stands left of them, as far as there are no circles.
func NewConceptMap(s *coding.Study) *ConceptMap {
	m := &ConceptMap{}
	at := map[string]int{}
	node := func(id string) int {
		if i, ok := at[id]; ok {
			return i
		}
		kind, name := reading.Thing(s, id)
		n := &conceptNode{kind: kind, name: name, colour: "#888888"}
		if t := s.Theme(coding.ThemeID(id)); t != nil {
			n.name = t.Name
			for _, other := range s.Themes { // two of one name are told apart by what they stand below
				if other.Name == t.Name && other.ID != t.ID {
					n.name = name
				}
			}
			if coding.IsColour(t.Colour) {
				n.colour = t.Colour
			}
		}
		at[id] = len(m.nodes)
		m.nodes = append(m.nodes, n)
		return at[id]
	}
	for _, l := range s.Links {
		e := conceptEdge{node(l.From), node(l.To), l.Kind, l.Note}
		if i := slices.IndexFunc(m.edges, func(o conceptEdge) bool { return o.from == e.from && o.to == e.to }); i >= 0 {
			m.edges[i].kinds += ", " + l.Kind // two links side by side would lie on each other
			continue
		}
		m.edges = append(m.edges, e)
	}
	m.layOut()
	return m
}

// Sizes of the drawing, in pixels.
const (
	letterWidth = 7.4
	lineHeight  = 18.0
	layerGap    = 170.0
	rowGap      = 26.0
	margin      = 24.0
	nodeLetters = 22 // at most in a line of a node
)

// layOut puts nodes in layers along the links (longest path, links that close a
// circle left out), orders each layer by where its neighbours stand, and gives
// each its place: the method of Sugiyama, Tagawa and Toda (1981).
func (m *ConceptMap) layOut() {
	state := make([]int, len(m.nodes)) // 1 on the way, 2 done
	var visit func(i int) int
	depth := make([]int, len(m.nodes))
	visit = func(i int) int {
		state[i] = 1
		for _, e := range m.edges {
			if e.to != i || state[e.from] == 1 {
				continue
			}
			if state[e.from] == 0 {
				visit(e.from)
			}
			depth[i] = max(depth[i], depth[e.from]+1)
		}
		state[i] = 2
		return depth[i]
	}
	layers := map[int][]int{}
	last := 0
	for i, n := range m.nodes {
		if state[i] == 0 {
			visit(i)
		}
		n.lines = strings.Split(report.Wrap(reading.OneLine(n.name), nodeLetters), "\n")
		for _, l := range n.lines {
			n.w = max(n.w, float64(text.StringWidth(l))*letterWidth+24)
		}
		n.h = float64(len(n.lines))*lineHeight + 14
	}
	for i, n := range m.nodes {
		n.layer = depth[i]
		last = max(last, depth[i])
		n.order = float64(len(layers[n.layer]))
		layers[n.layer] = append(layers[n.layer], i)
	}
	for range 8 {
		for layer := 0; layer <= last; layer++ {
			m.sortLayer(layers[layer])
		}
	}
	x, height := margin, 0.0
	heights := make([]float64, last+1)
	for layer := 0; layer <= last; layer++ {
		for _, i := range layers[layer] {
			heights[layer] += m.nodes[i].h + rowGap
		}
		height = max(height, heights[layer])
	}
	for layer := 0; layer <= last; layer++ {
		widest := 0.0
		for _, i := range layers[layer] {
			widest = max(widest, m.nodes[i].w)
		}
		y := margin + (height-heights[layer])/2
		for _, i := range layers[layer] {
			n := m.nodes[i]
			n.x, n.y = x+widest/2, y+n.h/2+rowGap/2
			y += n.h + rowGap
		}
		x += widest + layerGap
	}
}

// sortLayer orders a layer by the mean place of what each node is linked with.
func (m *ConceptMap) sortLayer(layer []int) {
	weight := map[int]float64{}
	for _, i := range layer {
		sum, n := 0.0, 0
		for _, e := range m.edges {
			switch {
			case e.from == i:
				sum, n = sum+m.nodes[e.to].order, n+1
			case e.to == i:
				sum, n = sum+m.nodes[e.from].order, n+1
			}
		}
		weight[i] = sum / float64(max(n, 1))
	}
	slices.SortStableFunc(layer, func(a, b int) int { return cmp.Compare(weight[a], weight[b]) })
	for n, i := range layer {
		m.nodes[i].order = float64(n)
	}
}

// WriteDOT writes the map for Graphviz.
func (m *ConceptMap) WriteDOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph concepts {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n  edge " +
		"[fontname=\"Helvetica\", fontsize=11];\n")
	for i, n := range m.nodes {
		shape := ""
		switch n.kind {
		case "case":
			shape = ", shape=ellipse"
		case "passage":
			shape = ", shape=note"
		}
		fmt.Fprintf(&b, "  n%d [label=%s, color=%s%s];\n", i, dotText(n.name), dotText(n.colour), shape)
	}
	for _, e := range m.edges {
		note := ""
		if e.note != "" {
			note = ", tooltip=" + dotText(e.note)
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", e.from, e.to, dotText(e.kinds), note)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(reading.OneLine(s)) + `"`
}

// WriteSVG draws the map.
func (m *ConceptMap) WriteSVG(w io.Writer) error {
	width, height := 320.0, 120.0
	for _, n := range m.nodes {
		width, height = max(width, n.x+n.w/2+margin), max(height, n.y+n.h/2+margin)
	}
	for _, e := range m.edges { // what closes a circle goes below
		if a, z := m.nodes[e.from], m.nodes[e.to]; a.layer > z.layer {
			height = max(height, max(a.y+a.h/2, z.y+z.h/2)+60+margin)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f"`+
		` font-family="Helvetica, Arial, sans-serif" font-size="13">`+"\n", width, height, width, height)
	b.WriteString(`<title>Concept map</title>` + "\n" + `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8"` +
		` markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>` + "\n")
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", width, height)
	if len(m.nodes) == 0 {
		fmt.Fprintf(&b, `<text x="%.0f" y="60" fill="#555">No links yet.</text>`+"\n", margin)
	}
	for _, e := range m.edges {
		m.drawEdge(&b, e)
	}
	for _, n := range m.nodes {
		radius := 6.0
		if n.kind == "case" {
			radius = n.h / 2
		}
		dash := ""
		if n.kind == "passage" {
			dash = ` stroke-dasharray="4 3"`
		}
		fmt.Fprintf(&b, `<g><title>%s</title>`+
			`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.1f" fill="#fff" stroke="%s" stroke-width="2"%s/>`,
			xmlText(n.kind+": "+n.name), n.x-n.w/2, n.y-n.h/2, n.w, n.h, radius, n.colour, dash)
		for i, l := range n.lines {
			fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="#1a1a1a">%s</text>`, n.x, n.y-n.h/2+7+lineHeight*(float64(i)+0.72),
				xmlText(l))
		}
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// drawEdge draws a link as a curve from one node's side to another's, with its
// kind in the middle.
func (m *ConceptMap) drawEdge(b *strings.Builder, e conceptEdge) {
	a, z := m.nodes[e.from], m.nodes[e.to]
	x1, y1, x2, y2 := a.x+a.w/2, a.y, z.x-z.w/2, z.y
	bend := math.Max(50, math.Abs(x2-x1)/2)
	c1, c2 := x1+bend, x2-bend
	if a.layer == z.layer { // round the right side
		x2, c2 = z.x+z.w/2, z.x+z.w/2+bend
	} else if a.layer > z.layer { // a circle, closed below
		x1, x2 = a.x, z.x
		y1, y2 = a.y+a.h/2, z.y+z.h/2
		fmt.Fprintf(b, `<path d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" stroke="#777" marker-end="url(#tip)">`+
			`<title>%s</title></path>`+"\n", x1, y1, x1, y1+60, x2, y2+60, x2, y2, xmlText(e.title()))
		m.label(b, e, (x1+x2)/2, (y1+y2)/2+45)
		return
	}
	fmt.Fprintf(b, `<path d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" stroke="#777" marker-end="url(#tip)">`+
		`<title>%s</title></path>`+"\n", x1, y1, c1, y1, c2, y2, x2, y2, xmlText(e.title()))
	m.label(b, e, (x1+3*c1+3*c2+x2)/8, (y1+y2)/2) // the middle of the curve
}

func (e conceptEdge) title() string {
	if e.note == "" {
		return e.kinds
	}
	return e.kinds + ": " + e.note
}

func (m *ConceptMap) label(b *strings.Builder, e conceptEdge, x, y float64) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" font-size="12" font-style="italic" fill="#444" stroke="#fff"`+
		` stroke-width="4" paint-order="stroke">%s</text>`+"\n", x, y+4, xmlText(text.Snip(reading.OneLine(e.kinds), 40, "…")))
}

func xmlText(s string) string { return html.EscapeString(reading.OneLine(s)) }
