package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"crosscase/coding"
)

// A Document is a report of several parts, for HTML, DOCX or Markdown. Pictures are
// left out of Markdown, which cannot hold them.
type Document struct {
	Title string
	parts []part
	// Sections stand at the end of HTML, for numbers to lead to.
	Sections []Section
}

// part is one of a heading, a paragraph, a table, a picture or quotes.
type part struct {
	level   int
	text    string
	phrases []Phrase // of the text, where some of them lead somewhere
	note    bool
	grid    *Grid
	picture *Picture
	quotes  []Quotation
}

// Heading begins a part; level is 2 or 3.
func (d *Document) Heading(level int, text string) {
	d.parts = append(d.parts, part{level: level, text: text})
}

// Paragraph adds plain text.
func (d *Document) Paragraph(format string, args ...any) {
	d.parts = append(d.parts, part{text: fmt.Sprintf(format, args...)})
}

// A Phrase is a part of a paragraph; in HTML it leads to an address, "" for none.
type Phrase struct{ Text, To string }

// Phrases adds plain text of these phrases.
func (d *Document) Phrases(phrases ...Phrase) {
	p := part{phrases: phrases}
	for _, x := range phrases {
		p.text += x.Text
	}
	d.parts = append(d.parts, p)
}

// Note adds small print.
func (d *Document) Note(text string) { d.parts = append(d.parts, part{text: text, note: true}) }

// Table adds a table, Picture a picture, Quotes passages.
func (d *Document) Table(g *Grid) { d.parts = append(d.parts, part{grid: g}) }

// Picture adds a picture.
func (d *Document) Picture(p *Picture) { d.parts = append(d.parts, part{picture: p}) }

// Quotes adds passages as quotations.
func (d *Document) Quotes(quotes []Quotation) { d.parts = append(d.parts, part{quotes: quotes}) }

// Write writes the document. The error wraps [coding.ErrInvalid] for other formats.
func (d *Document) Write(w io.Writer, f Format) error {
	switch f {
	case HTML:
		return d.html(w)
	case DOCX:
		return d.docx(w)
	case Markdown:
		return d.markdown(w)
	}
	return coding.Errorf(coding.ErrInvalid, "format %s: a report is written as html, docx or markdown", f)
}

func (d *Document) html(w io.Writer) error {
	return page(w, d.Title, func(b *bytes.Buffer) {
		fmt.Fprintf(b, "<h1>%s</h1>\n<nav><ul>\n", escaped(Visible(d.Title)))
		for i, p := range d.parts {
			if p.level == 2 {
				fmt.Fprintf(b, "<li><a href=\"#part-%d\">%s</a></li>\n", i, escaped(Visible(p.text)))
			}
		}
		b.WriteString("</ul></nav>\n")
		for i, p := range d.parts {
			switch {
			case p.level > 0:
				fmt.Fprintf(b, "<h%d id=\"part-%d\">%s</h%[1]d>\n", p.level, i, escaped(Visible(p.text)))
			case p.grid != nil:
				p.grid.htmlTable(b)
			case p.picture != nil:
				figure(b, p.picture)
			case p.quotes != nil:
				for _, q := range p.quotes {
					fmt.Fprintf(b, "<blockquote>%s</blockquote>\n<p class=\"meta\">%s</p>\n", escaped(Visible(strings.TrimSpace(q.Text))),
						escaped(Visible(q.From)))
				}
			case p.note:
				fmt.Fprintf(b, "<p class=\"notes\">%s</p>\n", escaped(Visible(p.text)))
			case p.phrases != nil:
				htmlPhrases(b, p.phrases)
			default:
				fmt.Fprintf(b, "<p>%s</p>\n", escaped(Visible(p.text)))
			}
		}
		if len(d.Sections) > 0 {
			b.WriteString("<h2 id=\"passages\">Passages behind the numbers</h2>\n")
			htmlSections(b, d.Sections)
		}
	})
}

func htmlPhrases(b *bytes.Buffer, phrases []Phrase) {
	b.WriteString("<p>")
	for _, x := range phrases {
		if x.To == "" {
			b.WriteString(escaped(Visible(x.Text)))
			continue
		}
		fmt.Fprintf(b, `<a href="%s">%s</a>`, html.EscapeString(x.To), escaped(Visible(x.Text)))
	}
	b.WriteString("</p>\n")
}

func (d *Document) docx(w io.Writer) error {
	x := &docx{}
	x.heading(1, d.Title)
	for _, p := range d.parts {
		switch {
		case p.level > 0:
			x.heading(p.level, p.text)
		case p.grid != nil:
			x.grid(p.grid)
		case p.picture != nil:
			if err := x.picture(p.picture); err != nil {
				return err
			}
		case p.quotes != nil:
			for _, q := range p.quotes {
				x.paragraph("Quote", strings.TrimSpace(q.Text))
				x.paragraph("Note", q.From)
			}
		case p.note:
			x.paragraph("Note", p.text)
		default:
			x.paragraph("", p.text)
		}
	}
	return x.write(w, d.Title)
}

func (d *Document) markdown(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", MarkdownText(d.Title))
	for _, p := range d.parts {
		b.WriteString("\n")
		switch {
		case p.level > 0:
			fmt.Fprintf(&b, "%s %s\n", strings.Repeat("#", p.level), MarkdownText(p.text))
		case p.grid != nil:
			if len(p.grid.Rows) == 0 && p.grid.Empty != "" {
				fmt.Fprintln(&b, MarkdownText(p.grid.Empty))
			} else if err := p.grid.markdown(&b); err != nil {
				return err
			}
		case p.quotes != nil:
			for _, q := range p.quotes {
				fmt.Fprintf(&b, "> %s\n\n%s\n\n", strings.ReplaceAll(MarkdownText(strings.TrimSpace(q.Text)), "\n", "\n> "), MarkdownText(q.From))
			}
		case p.picture == nil:
			fmt.Fprintln(&b, MarkdownText(p.text))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}
