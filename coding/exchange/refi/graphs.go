package refi

import "strconv"

// A Graph is a drawing of things and how they are connected.
type Graph struct {
	GUID, Name string
	Vertices   []Vertex
	Edges      []Edge
}

func (g *Graph) declare(e *element) {
	e.guid("graph", &g.GUID)
	e.optional("name", &g.Name)
	values(e, "Vertex", &g.Vertices)
	values(e, "Edge", &g.Edges)
}

// A Vertex is a thing in a drawing. Coordinates are as written, "" for none.
type Vertex struct {
	GUID, Represented, Name string
	X1, Y1, X2, Y2          string
	Shape, Colour           string
}

func (v *Vertex) declare(e *element) {
	e.guid("vertex", &v.GUID)
	e.trimmed("representedGUID", &v.Represented)
	e.optional("name", &v.Name)
	e.required(corners[0], &v.X1)
	e.required(corners[1], &v.Y1)
	e.optional(corners[2], &v.X2)
	e.optional(corners[3], &v.Y2)
	v.wholeNumbers(e)
	e.word("shape", &v.Shape, shapes)
	e.colour(&v.Colour)
}

var shapes = []string{
	"Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "LeftTriangle",
	"RightTriangle", "UpTriangle", "DownTriangle", "Note",
}

// wholeNumbers turns the coordinates that were read into what the schema asks for.
func (v *Vertex) wholeNumbers(e *element) {
	if !e.reading() {
		return
	}
	for i, to := range []*string{&v.X1, &v.Y1, &v.X2, &v.Y2} {
		if *to != "" {
			*to = strconv.Itoa(e.r.number(e.start, corners[i], *to))
		}
	}
}

// An Edge is a line of a drawing.
type Edge struct {
	GUID, Represented, Name, Source, Target, Colour, Direction, Style string
}

func (x *Edge) declare(e *element) {
	e.guid("edge", &x.GUID)
	e.trimmed("representedGUID", &x.Represented)
	e.optional("name", &x.Name)
	e.endpoint("sourceVertex", &x.Source)
	e.endpoint("targetVertex", &x.Target)
	e.colour(&x.Colour)
	e.word("direction", &x.Direction, directions)
	e.word("lineStyle", &x.Style, lineStyles)
}

var lineStyles = []string{"dotted", "dashed", "solid"}
