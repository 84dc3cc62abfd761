package report

import "math"

const PNGScale = pngScale

var (
	CellName = cellName
	Hashtag  = hashtag
)

// A MarkBox is a mark of a picture for tests: what it says, and the corners of the box
// that it fills.
type MarkBox struct {
	Kind, Text, Tip string
	Turn            float64
	Corners         [][2]float64
}

// Marks lists the marks of a picture.
func Marks(p *Picture) (all []MarkBox) {
	for _, m := range p.marks {
		all = append(all, MarkBox{m.kind, m.text, m.tip, m.turn, corners(m)})
	}
	return all
}

// corners are the corners of the box that a mark fills.
func corners(m mark) [][2]float64 {
	switch m.kind {
	case "rect":
		return [][2]float64{{m.x, m.y}, {m.x + m.w, m.y + m.h}}
	case "circle":
		return [][2]float64{{m.x - m.w, m.y - m.w}, {m.x + m.w, m.y + m.w}}
	case "line":
		return [][2]float64{{m.x, m.y}, {m.w, m.h}}
	case "path":
		return m.points
	}
	w := textWidth(m.text, m.size, m.bold)
	from := map[string]float64{"middle": -w / 2, "end": -w}[m.anchor]
	sin, cos := math.Sincos(m.turn * math.Pi / 180)
	var all [][2]float64
	for _, c := range [][2]float64{{from, -0.75 * m.size}, {from + w, -0.75 * m.size}, {from, 0.2 * m.size}, {from + w, 0.2 * m.size}} {
		all = append(all, [2]float64{m.x + c[0]*cos - c[1]*sin, m.y + c[0]*sin + c[1]*cos})
	}
	return all
}
