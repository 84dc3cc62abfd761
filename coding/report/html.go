package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
)

// style is the style sheet of every HTML file: nothing is loaded from elsewhere.
const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.25}` +
	`h2{font-size:1.3rem;margin-top:2.5rem;border-bottom:1px solid #8886;padding-bottom:.2rem}h3{font-size:1.05rem;margin-top:1.6rem}
table{border-collapse:collapse;font-size:.9rem;margin:.8rem 0;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
caption{text-align:left;font-weight:600;padding:.2rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top;text-align:left;min-width:2.2rem}
thead th{vertical-align:bottom}thead tr:first-child th[colspan]{border-bottom:1px solid #8888}
.n{text-align:right;white-space:nowrap}th.n{white-space:normal}` +
	`tfoot :is(td,th){font-weight:600;border-top:1px solid #8888}tbody th{font-weight:inherit}
.l1{padding-left:1.8rem}.l2{padding-left:3rem}.l3{padding-left:4.2rem}.l4{padding-left:5.4rem}.l5{padding-left:6.6rem}` +
	`.l6{padding-left:7.8rem}
td p{margin:0 0 .5rem}td a{color:inherit}
.notes,.meta{color:#666;font-size:.85rem}@media(prefers-color-scheme:dark){.notes,.meta{color:#aaa}}
figure{margin:1rem 0;overflow-x:auto}figure svg,figure img{max-width:100%;height:auto;background:#fff}
blockquote{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid #2166ac;white-space:pre-line}
nav ul{columns:2}@media print{body{max-width:none;margin:0}.scroll{overflow:visible}}
`

// page writes a whole HTML file around a body.
func page(w io.Writer, title string, body func(w *bytes.Buffer)) error {
	var b bytes.Buffer
	sheet := style
	for i := range heats {
		fill := shade(0.08 + 0.92*float64(i+1)/heats)
		sheet += fmt.Sprintf(".h%d{background:%s;color:%s}", i+1, fill, inkOn(fill))
	}
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "+
		"content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "+
		"style-src 'unsafe-inline'; img-src data:\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n", escaped(Visible(title)),
		sheet+"\n")
	body(&b)
	b.WriteString("</body>\n</html>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func (g *Grid) html(w io.Writer) error {
	title := g.Title
	if title == "" {
		title = "crosscase"
	}
	return page(w, title, func(b *bytes.Buffer) {
		g.htmlTable(b)
		if len(g.Sections) > 0 {
			b.WriteString("<h2>Passages</h2>\n")
			htmlSections(b, g.Sections)
		}
	})
}

// Fragment writes the table and its notes as HTML for a page that knows these
// classes: n for numbers, l1 to l6 for names below others, h1 to h20 for shaded
// numbers, notes, and scroll around what may be wider than the page. It asks
// [Grid.Link] for lines of totals, too, which follow the rows.
func (g *Grid) Fragment(w io.Writer) error {
	var b bytes.Buffer
	g.htmlTable(&b)
	_, err := w.Write(b.Bytes())
	return err
}

// htmlTable writes the table alone, with its notes.
func (g *Grid) htmlTable(b *bytes.Buffer) {
	if len(g.Rows) == 0 && g.Empty != "" {
		fmt.Fprintf(b, "<p>%s</p>\n", escaped(Visible(g.Empty)))
		return
	}
	b.WriteString("<div class=\"scroll\"><table>\n")
	if g.Title != "" {
		fmt.Fprintf(b, "<caption>%s</caption>\n", escaped(Visible(g.Title)))
	}
	numbers := g.numbers()
	b.WriteString("<thead>\n")
	if g.Groups != nil {
		b.WriteString("<tr>")
		for from := 0; from < len(g.Groups); {
			to := from + 1
			for to < len(g.Groups) && g.Groups[to] == g.Groups[from] && g.Groups[from] != "" {
				to++
			}
			if g.Groups[from] == "" {
				b.WriteString("<td></td>")
			} else {
				fmt.Fprintf(b, `<th colspan="%d" scope="colgroup">%s</th>`, to-from, escaped(Visible(g.Groups[from])))
			}
			from = to
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<tr>")
	for i, h := range g.Head {
		if h == "" {
			b.WriteString("<td></td>")
			continue
		}
		fmt.Fprintf(b, `<th scope="col"%s>%s</th>`, class(numbers[i]), escaped(Visible(h)))
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	most := g.most(numbers)
	for r, row := range g.Rows {
		b.WriteString("<tr>")
		for c, v := range row {
			g.htmlCell(b, r, c, v, numbers[c], most)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n")
	if len(g.Foot) > 0 {
		b.WriteString("<tfoot>\n")
		for r, row := range g.Foot {
			b.WriteString("<tr>")
			for c, v := range row {
				g.htmlCell(b, len(g.Rows)+r, c, v, numbers[c], 0)
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</tfoot>\n")
	}
	b.WriteString("</table></div>\n")
	for _, n := range g.Notes {
		fmt.Fprintf(b, "<p class=\"notes\">%s</p>\n", escaped(Visible(n)))
	}
}

func class(number bool) string {
	if number {
		return ` class="n"`
	}
	return ""
}

// heats is how many shades numbers have, levels how deep names are indented.
const heats, levels = 20, 6

func (g *Grid) htmlCell(b *bytes.Buffer, r, c int, v any, number bool, most float64) {
	attributes, element := class(number), "td"
	if c == 0 && !number {
		element, attributes = "th", ` scope="row"`
	}
	text := escaped(g.Shown(v))
	if n, ok := v.(Name); ok {
		if text = escaped(Visible(n.Label)); n.Level > 0 {
			attributes += fmt.Sprintf(` class="l%d"`, min(n.Level, levels))
		}
	}
	if x := size(v); g.Heat && x > 0 && most > 0 && c < g.shaded() {
		attributes = fmt.Sprintf(` class="n h%d"`, max(1, int(math.Ceil(heats*x/most))))
	}
	if t, ok := v.(Texts); ok {
		text = ""
		for _, p := range t {
			text += "<p>" + escaped(Visible(p)) + "</p>"
		}
	}
	if g.Link != nil {
		if to := g.Link(r, c); to != "" {
			if text == "" { // where something may be said
				text = "+"
			}
			text = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(to), text)
		}
	}
	fmt.Fprintf(b, "<%s%s>%s</%s>", element, attributes, text, element)
}

// numbers tells which columns hold numbers.
func (g *Grid) numbers() []bool {
	numbers := make([]bool, len(g.Head))
	for _, row := range g.Lines() {
		for i, v := range row {
			numbers[i] = numbers[i] || isNumber(v)
		}
	}
	return numbers
}

// size is a cell's number, for its shade.
func size(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		if !math.IsNaN(v) {
			return v
		}
	case Of:
		return float64(v.N)
	}
	return 0
}

// shaded is how many columns may be shaded.
func (g *Grid) shaded() int {
	if g.Totals {
		return len(g.Head) - 1
	}
	return len(g.Head)
}

// most is the largest number that is shaded.
func (g *Grid) most(numbers []bool) (most float64) {
	for _, row := range g.Rows {
		for i, v := range row {
			if numbers[i] && i < g.shaded() {
				most = max(most, size(v))
			}
		}
	}
	return most
}

// figure puts a picture into a page.
func figure(b *bytes.Buffer, p *Picture) {
	b.WriteString("<figure>")
	p.SVG(b)
	b.WriteString("</figure>\n")
}
