package report

import (
	"bufio"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A Picture is a drawing in a few kinds of marks, which [Picture.SVG] and
// [Picture.PNG] write alike. Lengths are in pixels, from the upper left corner.
//
// Text is measured with the metrics of the Go font, which is a little wider than the
// Helvetica or Arial that browsers draw it in, so that what fits here fits
// there. PNG draws it in the Go font itself, which knows Latin, Greek and
// Cyrillic letters; others come out as boxes.
type Picture struct {
	Title         string
	Width, Height float64
	marks         []mark
}

// mark is one thing in a picture; which fields matter depends on what it is.
type mark struct {
	kind    string // rect, line, path, circle, text
	x, y    float64
	w, h    float64 // of a rect; for a line, where it ends; for a circle, w is the radius
	points  [][2]float64
	closed  bool
	fill    string // #rrggbb, "" for none
	stroke  string
	width   float64 // of the stroke
	opacity float64 // of the fill
	dash    bool

	text   string
	size   float64
	anchor string  // start, middle, end
	turn   float64 // degrees
	bold   bool

	tip string // what a pointer over it shows
}

// The colours of pictures: ink and greys, and shades that grow darker with what
// they show, so that they print in grey.
const (
	ink   = "#1a1a1a"
	faint = "#6b6b6b"
	hair  = "#d9d9d9"
	paper = "#ffffff"
	blue  = "#2166ac"
)

// shade is the colour of a share from 0 to 1: from white over blue to dark blue,
// even steps in lightness (after ColorBrewer's Blues, by C. Brewer).
func shade(t float64) string {
	stops := [][3]float64{{247, 251, 255}, {198, 219, 239}, {107, 174, 214}, {33, 113, 181}, {8, 48, 107}}
	t = max(0, min(t, 1)) * float64(len(stops)-1)
	i := min(int(t), len(stops)-2)
	f := t - float64(i)
	var c [3]int
	for k := range c {
		c[k] = int(stops[i][k] + f*(stops[i+1][k]-stops[i][k]) + 0.5)
	}
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// inkOn is black or white, whatever can be read on a colour.
func inkOn(fill string) string {
	c := parseColour(fill)
	if 0.299*float64(c.R)+0.587*float64(c.G)+0.114*float64(c.B) < 140 {
		return paper
	}
	return ink
}

func parseColour(s string) color.NRGBA {
	n, _ := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

func (p *Picture) add(m mark) { p.marks = append(p.marks, m) }

func (p *Picture) rect(x, y, w, h float64, fill, stroke, tip string) {
	p.add(mark{kind: "rect", x: x, y: y, w: w, h: h, fill: fill, stroke: stroke, width: 1, opacity: 1, tip: tip})
}

func (p *Picture) line(x, y, x2, y2 float64, stroke string, width float64) {
	p.add(mark{kind: "line", x: x, y: y, w: x2, h: y2, stroke: stroke, width: width})
}

func (p *Picture) write(x, y float64, s string, size float64, anchor, fill string) {
	p.add(mark{kind: "text", x: x, y: y, text: s, size: size, anchor: anchor, fill: fill})
}

// goFont is read when the first picture is drawn.
var goFont = sync.OnceValue(func() *sfnt.Font {
	f, _ := sfnt.Parse(goregular.TTF) // it is part of the program
	return f
})

// boldWider is how much wider bold letters are than plain ones.
const boldWider = 1.08

// textWidth is how wide a text is, in pixels.
func textWidth(s string, size float64, bold bool) float64 {
	f := goFont()
	var buf sfnt.Buffer
	w := fixed.Int26_6(0)
	for _, r := range s {
		i, err := f.GlyphIndex(&buf, r)
		if err != nil || i == 0 && r > 0x2e80 { // wide scripts, which the font has not
			w += fixed.Int26_6(64 * size)
			continue
		}
		if a, err := f.GlyphAdvance(&buf, i, fixed.Int26_6(64*size), font.HintingNone); err == nil {
			w += a
		}
	}
	if bold {
		return boldWider * float64(w) / 64
	}
	return float64(w) / 64
}

// wrapText breaks a text into lines no wider than width, between words where it can,
// inside one where it must.
func wrapText(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		try := strings.TrimSpace(line + " " + word)
		if textWidth(try, size, false) <= width {
			line = try
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for textWidth(word, size, false) > width {
			runes := []rune(word)
			n := len(runes) - 1
			for n > 1 && textWidth(string(runes[:n])+"-", size, false) > width {
				n--
			}
			lines = append(lines, string(runes[:n])+"-")
			word = string(runes[n:])
			if len(runes) <= 2 {
				break
			}
		}
		line = word
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// SVG writes the picture as a document of its own, without scripts or anything from
// elsewhere.
func (p *Picture) SVG(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img"`+
		` font-family="Helvetica, Arial, sans-serif">`+"\n", px(p.Width), px(p.Height))
	fmt.Fprintf(out, "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n", escaped(p.Title), paper)
	for _, m := range p.marks {
		m.svg(out)
	}
	out.WriteString("</svg>\n")
	return out.Flush()
}

func (m mark) svg(out *bufio.Writer) {
	style := ""
	paint := func(name, value string) {
		if value == "" {
			value = "none"
		}
		style += fmt.Sprintf(` %s="%s"`, name, value)
	}
	if m.kind != "text" {
		paint("fill", m.fill)
		if m.stroke != "" {
			style += fmt.Sprintf(` stroke="%s" stroke-width="%s"`, m.stroke, px(m.width))
		}
		if m.fill != "" && m.opacity > 0 && m.opacity < 1 {
			style += fmt.Sprintf(` fill-opacity="%s"`, px(m.opacity))
		}
		if m.dash {
			style += ` stroke-dasharray="4 3"`
		}
	}
	end := "/>\n"
	if m.tip != "" {
		end = "><title>" + escaped(m.tip) + "</title></" + map[string]string{"rect": "rect", "circle": "circle", "line": "line",
			"path": "path"}[m.kind] + ">\n"
	}
	switch m.kind {
	case "rect":
		fmt.Fprintf(out, `<rect x="%s" y="%s" width="%s" height="%s"%s%s`, px(m.x), px(m.y), px(m.w), px(m.h), style, end)
	case "circle":
		fmt.Fprintf(out, `<circle cx="%s" cy="%s" r="%s"%s%s`, px(m.x), px(m.y), px(m.w), style, end)
	case "line":
		fmt.Fprintf(out, `<line x1="%s" y1="%s" x2="%s" y2="%s"%s%s`, px(m.x), px(m.y), px(m.w), px(m.h), style, end)
	case "path":
		var d strings.Builder
		for i, q := range m.points {
			d.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + px(q[0]) + " " + px(q[1]))
		}
		if m.closed {
			d.WriteString("Z")
		}
		fmt.Fprintf(out, `<path d="%s"%s%s`, d.String(), style, end)
	case "text":
		fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%s" fill="%s"`, px(m.x), px(m.y), px(m.size), m.fill)
		if m.anchor != "" && m.anchor != "start" {
			fmt.Fprintf(out, ` text-anchor="%s"`, m.anchor)
		}
		if m.bold {
			out.WriteString(` font-weight="bold"`)
		}
		if m.turn != 0 {
			fmt.Fprintf(out, ` transform="rotate(%s %s %s)"`, px(m.turn), px(m.x), px(m.y))
		}
		fmt.Fprintf(out, ">%s</text>\n", escaped(m.text))
	}
}

func px(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }

// escaped is a text as markup shows it: what XML does not allow at all is gone.
func escaped(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s))
}

// pngScale is how many points of a PNG stand for a pixel, so that print is sharp.
const pngScale = 2

// maxPixels is the most points a PNG may have, on either side.
const maxPixels = 20_000

// PNG writes the picture with two points for each pixel. The error says where it is
// too large.
func (p *Picture) PNG(w io.Writer) error {
	width, height := int(math.Ceil(p.Width*pngScale)), int(math.Ceil(p.Height*pngScale))
	if width > maxPixels || height > maxPixels {
		return fmt.Errorf("a picture of %d × %d points is too large for PNG: write SVG, or show less (--depth, --theme)", width, height)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, m := range p.marks {
		m.paint(img)
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}

func (m mark) paint(img *image.RGBA) {
	switch m.kind {
	case "rect":
		corners := [][2]float64{{m.x, m.y}, {m.x + m.w, m.y}, {m.x + m.w, m.y + m.h}, {m.x, m.y + m.h}}
		fillPath(img, corners, m.fill, m.opacity)
		if m.stroke != "" {
			strokePath(img, append(corners, corners[0]), m.stroke, m.width, false)
		}
	case "circle":
		var points [][2]float64
		for i := range 72 {
			a := 2 * math.Pi * float64(i) / 72
			points = append(points, [2]float64{m.x + m.w*math.Cos(a), m.y + m.w*math.Sin(a)})
		}
		fillPath(img, points, m.fill, m.opacity)
		if m.stroke != "" {
			strokePath(img, append(points, points[0]), m.stroke, m.width, false)
		}
	case "line":
		strokePath(img, [][2]float64{{m.x, m.y}, {m.w, m.h}}, m.stroke, m.width, m.dash)
	case "path":
		fillPath(img, m.points, m.fill, m.opacity)
		points := m.points
		if m.closed && len(points) > 0 {
			points = append(points[:len(points):len(points)], points[0])
		}
		if m.stroke != "" {
			strokePath(img, points, m.stroke, m.width, m.dash)
		}
	case "text":
		m.paintText(img)
	}
}

// fillPath fills what points surround. Only the part of the picture that they touch
// is worked on.
func fillPath(img *image.RGBA, points [][2]float64, fill string, opacity float64) {
	if fill == "" || len(points) < 3 {
		return
	}
	c := parseColour(fill)
	if opacity > 0 && opacity < 1 {
		c.A = uint8(opacity*255 + 0.5)
	}
	fillPaths(img, [][][2]float64{points}, c)
}

func fillPaths(img *image.RGBA, paths [][][2]float64, c color.NRGBA) {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, points := range paths {
		for _, p := range points {
			for k := range p {
				low[k], high[k] = min(low[k], p[k]*pngScale), max(high[k], p[k]*pngScale)
			}
		}
	}
	box := image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(math.Ceil(high[0]))+1, int(math.Ceil(high[1]))+
		1).Intersect(img.Bounds())
	if box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, points := range paths {
		for i, p := range points {
			x, y := float32(p[0]*pngScale-float64(box.Min.X)), float32(p[1]*pngScale-float64(box.Min.Y))
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(img, box, image.NewUniform(c), image.Point{})
}

// strokePath draws each stretch as a thin rectangle.
func strokePath(img *image.RGBA, points [][2]float64, stroke string, width float64, dash bool) {
	for i := range len(points) - 1 {
		a, b := points[i], points[i+1]
		length := math.Hypot(b[0]-a[0], b[1]-a[1])
		if length == 0 {
			continue
		}
		ux, uy := (b[0]-a[0])/length, (b[1]-a[1])/length
		step, on := length, length
		if dash {
			step, on = 7, 4
		}
		for from := 0.0; from < length; from += step {
			to := min(from+on, length)
			nx, ny := -uy*width/2, ux*width/2
			p := [2]float64{a[0] + ux*from, a[1] + uy*from}
			q := [2]float64{a[0] + ux*to, a[1] + uy*to}
			fillPath(img, [][2]float64{{p[0] + nx, p[1] + ny}, {q[0] + nx, q[1] + ny}, {q[0] - nx, q[1] - ny}, {p[0] - nx, p[1] - ny}}, stroke, 1)
		}
	}
}

// paintText draws the outlines of letters, which can be turned.
func (m mark) paintText(img *image.RGBA) {
	f := goFont()
	x := 0.0
	switch m.anchor {
	case "middle":
		x = -textWidth(m.text, m.size, m.bold) / 2
	case "end":
		x = -textWidth(m.text, m.size, m.bold)
	}
	sin, cos := math.Sincos(m.turn * math.Pi / 180)
	at := func(px, py float64) [2]float64 {
		px += x
		return [2]float64{m.x + px*cos - py*sin, m.y + px*sin + py*cos}
	}
	var buf sfnt.Buffer
	var paths [][][2]float64
	for _, r := range m.text {
		i, err := f.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		segments, err := f.LoadGlyph(&buf, i, fixed.Int26_6(64*m.size), nil)
		if err != nil {
			continue
		}
		paths = append(paths, outline(segments, at)...)
		x += textWidth(string(r), m.size, m.bold)
	}
	if len(paths) == 0 {
		return
	}
	fillPaths(img, paths, parseColour(m.fill))
	if m.bold { // once more, a little to the right
		for _, path := range paths {
			for i := range path {
				path[i][0] += m.size / 30
			}
		}
		fillPaths(img, paths, parseColour(m.fill))
	}
}

// outline turns the curves of a letter into short lines.
func outline(segments sfnt.Segments, at func(x, y float64) [2]float64) (paths [][][2]float64) {
	var last [2]float64
	point := func(p fixed.Point26_6) [2]float64 { return [2]float64{float64(p.X) / 64, float64(p.Y) / 64} }
	var path [][2]float64
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(path) > 0 {
				paths = append(paths, path)
			}
			last = point(s.Args[0])
			path = [][2]float64{at(last[0], last[1])}
		case sfnt.SegmentOpLineTo:
			last = point(s.Args[0])
			path = append(path, at(last[0], last[1]))
		case sfnt.SegmentOpQuadTo:
			a, b := point(s.Args[0]), point(s.Args[1])
			for k := 1; k <= 4; k++ {
				t := float64(k) / 4
				u := 1 - t
				path = append(path, at(u*u*last[0]+2*u*t*a[0]+t*t*b[0], u*u*last[1]+2*u*t*a[1]+t*t*b[1]))
			}
			last = b
		case sfnt.SegmentOpCubeTo:
			a, b, c := point(s.Args[0]), point(s.Args[1]), point(s.Args[2])
			for k := 1; k <= 6; k++ {
				t := float64(k) / 6
				u := 1 - t
				path = append(path, at(u*u*u*last[0]+3*u*u*t*a[0]+3*u*t*t*b[0]+t*t*t*c[0], u*u*u*last[1]+3*u*u*t*a[1]+3*u*t*t*b[1]+t*t*t*c[1]))
			}
			last = c
		}
	}
	if len(path) > 0 {
		paths = append(paths, path)
	}
	return paths
}
