package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"crosscase/corpus"
)

func (m *Marked) docx(w io.Writer) error {
	d := &docx{}
	d.heading(1, m.Source.Name)
	var facts []string
	for _, f := range m.facts() {
		facts = append(facts, f[1])
	}
	if len(facts) > 0 {
		d.paragraph("Note", strings.Join(facts, " · "))
	}
	all, _ := m.passages()
	x := markedWord{m, d, all, m.comments(d, all), map[int]bool{}}
	for _, part := range m.parts() {
		x.part(part)
	}
	return d.write(w, m.Source.Name)
}

// comments makes a comment of each tag and note, and gives their numbers by passages.
func (m *Marked) comments(d *docx, all []markedPassage) map[int][]int {
	comments := map[int][]int{}
	for i, p := range all {
		for _, n := range p.tags {
			t := m.Study.Tags[n]
			text := m.Study.Path(t.Theme)
			if about := strings.TrimPrefix(m.tagged(n), m.coder(t.Coder)); about != "" {
				text += " (" + strings.TrimPrefix(about, ", ") + ")"
			}
			for _, memo := range m.Study.MemosOn(string(t.ID)) {
				text += "\n" + memo.Text
			}
			comments[i] = append(comments[i], d.comment(m.coder(t.Coder), t.At, text))
		}
		for _, memo := range m.Study.MemosOn(string(p.ID)) {
			comments[i] = append(comments[i], d.comment(m.coder(memo.Coder), memo.At, memo.Text))
		}
	}
	return comments
}

// markedWord is a marked source as it becomes a Word document.
type markedWord struct {
	*Marked
	d        *docx
	all      []markedPassage
	comments map[int][]int // of passages, the numbers of those that are not ended yet
	begun    map[int]bool  // passages whose comments are
}

// part writes a paragraph.
func (x *markedWord) part(part markedPart) {
	b, open := &x.d.body, within(x.all, part.span)
	b.WriteString("<w:p>")
	if part.kind == corpus.Heading {
		b.WriteString(`<w:pPr><w:pStyle w:val="Heading3"/></w:pPr>`)
	}
	if part.words > part.span.Start {
		fmt.Fprintf(b, "<w:r><w:rPr><w:b/></w:rPr>%s</w:r>", runText(x.Body[part.span.Start:part.words]))
	}
	for _, s := range stretches(corpus.Span{Start: part.words, End: part.span.End}, x.all, open) {
		for _, i := range s.over {
			x.begin(i)
		}
		shading := ""
		if len(s.over) > 0 {
			shading = fmt.Sprintf(`<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="%s"/></w:rPr>`, pale(x.colour(x.all[s.over[0]])))
		}
		fmt.Fprintf(b, "<w:r>%s%s</w:r>", shading, runText(x.Body[s.span.Start:s.span.End]))
		x.end(open, s.span.End)
	}
	x.end(open, part.until)
	b.WriteString("</w:p>")
}

// begin begins the comments of a passage, unless they are.
func (x *markedWord) begin(i int) {
	if x.begun[i] {
		return
	}
	x.begun[i] = true
	for _, c := range x.comments[i] {
		fmt.Fprintf(&x.d.body, `<w:commentRangeStart w:id="%d"/>`, c)
	}
}

// end ends the comments of those passages that end here. What has no words of its own
// in the document, as a speaker's label, begins here, too.
func (x *markedWord) end(open []int, at int) {
	for _, i := range open {
		if x.all[i].Span.End > at || x.comments[i] == nil {
			continue
		}
		begun := x.begun[i]
		for _, c := range x.comments[i] {
			if !begun {
				fmt.Fprintf(&x.d.body, `<w:commentRangeStart w:id="%d"/>`, c)
			}
			fmt.Fprintf(&x.d.body, `<w:commentRangeEnd w:id="%d"/><w:r><w:commentReference w:id="%[1]d"/></w:r>`, c)
		}
		x.begun[i] = true
		delete(x.comments, i)
	}
}

// pale is a colour as a background, without the #.
func pale(colour string) string {
	var out strings.Builder
	for i := 1; i < 7; i += 2 {
		n, _ := strconv.ParseUint(colour[i:i+2], 16, 8)
		fmt.Fprintf(&out, "%02X", 255-(255-n)*3/10)
	}
	return out.String()
}
