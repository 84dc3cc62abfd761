package report

import (
	"bytes"
	"fmt"
	"strings"

	"crosscase/coding"
)

// A Quotation is words of a source, and where they are from.
type Quotation struct{ Text, From string }

// A Section is passages that something leads to, for the end of an HTML page.
type Section struct {
	Anchor, Title string
	Quotes        []Quotation
	More          int // that are not among them
}

// htmlSections writes the passages that numbers lead to.
func htmlSections(b *bytes.Buffer, sections []Section) {
	for _, x := range sections {
		fmt.Fprintf(b, "<section id=\"%s\">\n<h3>%s</h3>\n", x.Anchor, escaped(Visible(x.Title)))
		for _, q := range x.Quotes {
			fmt.Fprintf(b, "<blockquote>%s</blockquote>\n<p class=\"meta\">%s</p>\n", escaped(Visible(strings.TrimSpace(q.Text))),
				escaped(Visible(q.From)))
		}
		if x.More > 0 {
			fmt.Fprintf(b, "<p class=\"meta\">and %s more; crosscase passages lists all</p>\n", coding.Thousands(x.More))
		}
		b.WriteString("</section>\n")
	}
}
