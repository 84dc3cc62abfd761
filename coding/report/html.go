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
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.3rem;margin-top:2.5rem;border-bottom:1px solid #8886;padding-bottom:.2rem}h3{font-size:1.05rem;margin-top:1.6rem}
table{border-collapse:collapse;font-size:.9rem;margin:.8rem 0;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
caption{text-align:left;font-weight:600;padding:.2rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top;text-align:left;min-width:2.2rem}
thead th{vertical-align:bottom}thead tr:first-child th[colspan]{border-bottom:1px solid #8888}
.n{text-align:right;white-space:nowrap}th.n{white-space:normal}tfoot td{font-weight:600;border-top:1px solid #8888}
td p{margin:0 0 .5rem}td a{color:inherit}
.notes,.meta{color:#666;font-size:.85rem}@media(prefers-color-scheme:dark){.notes,.meta{color:#aaa}}
figure{margin:1rem 0;overflow-x:auto}figure svg,figure img{max-width:100%;height:auto;background:#fff}
blockquote{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid #2166ac;white-space:pre-line}
nav ul{columns:2}@media print{body{max-width:none;margin:0}.scroll{overflow:visible}}
`

// page writes a whole HTML file around a body.
func page(w io.Writer, title string, body func(w *bytes.Buffer)) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n", escaped(Visible(title)), style)
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
				b.WriteString("<th></th>")
			} else {
				fmt.Fprintf(b, `<th colspan="%d" scope="colgroup">%s</th>`, to-from, escaped(Visible(g.Groups[from])))
			}
			from = to
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<tr>")
	for i, h := range g.Head {
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
		for _, row := range g.Foot {
			b.WriteString("<tr>")
			for c, v := range row {
				fmt.Fprintf(b, "<td%s>%s</td>", class(numbers[c]), escaped(g.shown(v)))
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

func (g *Grid) htmlCell(b *bytes.Buffer, r, c int, v any, number bool, most float64) {
	attributes := class(number)
	if n, ok := v.(Name); ok && n.Level > 0 {
		attributes += fmt.Sprintf(` style="padding-left:%.1frem"`, 0.6+1.2*float64(n.Level))
	}
	if x := size(v); g.Heat && x > 0 && most > 0 && c < g.shaded() {
		fill := shade(0.08 + 0.92*x/most)
		attributes += fmt.Sprintf(` style="background:%s;color:%s"`, fill, inkOn(fill))
	}
	text := escaped(g.shown(v))
	if t, ok := v.(Texts); ok {
		text = ""
		for _, p := range t {
			text += "<p>" + escaped(Visible(p)) + "</p>"
		}
	}
	if g.Link != nil {
		if to := g.Link(r, c); to != "" {
			text = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(to), text)
		}
	}
	fmt.Fprintf(b, "<td%s>%s</td>", attributes, text)
}

// numbers tells which columns hold numbers.
func (g *Grid) numbers() []bool {
	numbers := make([]bool, len(g.Head))
	for _, row := range g.lines() {
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
