package format

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/corpus"
)

// maxBlocks is the most lines or paragraphs that one file may have: a thousand
// times the longest interview's.
const maxBlocks = 1 << 20

// A flow puts running text together, for formats that have paragraphs rather than
// lines. Readers tell it what begins and ends; it knows what becomes of that:
// paragraphs stand apart by an empty line, a table's row is a line with tabs
// between its cells, notes follow the text that they belong to, numbered as
// [1], [2], and comments are kept aside with the words that they are about.
type flow struct {
	body     []*paragraph
	sinks    []*[]*paragraph // where finished paragraphs go, instead of body
	open     []*paragraph    // paragraphs nest: a text box stands inside one
	tables   []*tableRow
	notes    []*[]*paragraph
	comments map[string]*comment
	order    []string // of comments
	size     int      // bytes of text so far
	blocks   int
}

type paragraph struct {
	text    []byte
	heading bool
	tight   bool // follows the paragraph before without an empty line
	bold    int  // bytes at the start in bold
	plain   bool // something not bold came
	marks   []commentMark
}

// A commentMark is a place in a paragraph where the words that a comment is
// about begin or end.
type commentMark struct {
	at  int
	id  string
	end bool
}

type comment struct {
	author     string
	at         time.Time
	text       []*paragraph
	start, end int // -1: not met
}

// A tableRow is being read; cells hold what is finished.
type tableRow struct{ cells [][]*paragraph }

// begin opens a paragraph.
func (f *flow) begin() *paragraph {
	p := &paragraph{}
	f.open = append(f.open, p)
	return p
}

// paragraph is the one that is open, nil for none.
func (f *flow) paragraph() *paragraph {
	if len(f.open) == 0 {
		return nil
	}
	return f.open[len(f.open)-1]
}

// write adds text to the open paragraph; outside of one there is no text. The
// error wraps [ErrTooLarge].
func (f *flow) write(s string, bold bool) error {
	p := f.paragraph()
	if p == nil || s == "" {
		return nil
	}
	s = clean(s)
	if f.size += len(s); f.size > MaxText {
		return fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
	}
	p.text = append(p.text, s...)
	switch {
	case bold && !p.plain:
		p.bold = len(p.text)
	case strings.TrimSpace(s) != "":
		p.plain = true
	}
	return nil
}

// collapse writes text in which any white space is one blank, and none at the
// beginning of a line.
func (f *flow) collapse(s string, bold bool) error {
	p := f.paragraph()
	if p == nil {
		return nil
	}
	var b strings.Builder
	blank := len(p.text) == 0 || strings.IndexByte(" \n\t", p.text[len(p.text)-1]) >= 0
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(r)
	}
	return f.write(b.String(), bold)
}

// lineBreak ends a line within the open paragraph.
func (f *flow) lineBreak() error { return f.write("\n", false) }

// clean takes out what a text may not hold.
func clean(s string) string {
	if strings.ContainsAny(s, "\r\x00") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(s)
	}
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// end closes the open paragraph. One without words is left out, but for the
// marks of comments in it.
func (f *flow) end() error {
	last := len(f.open) - 1
	if last < 0 {
		return nil
	}
	p := f.open[last]
	f.open = f.open[:last]
	if len(p.marks) == 0 && len(bytes.TrimSpace(p.text)) == 0 {
		return nil
	}
	if f.blocks += 1 + bytes.Count(p.text, []byte("\n")); f.blocks > maxBlocks {
		return fmt.Errorf("%w: more than %d paragraphs", ErrTooLarge, maxBlocks)
	}
	sink := f.sink()
	*sink = append(*sink, p)
	return nil
}

func (f *flow) sink() *[]*paragraph {
	if n := len(f.sinks); n > 0 {
		return f.sinks[n-1]
	}
	return &f.body
}

// divert sends the paragraphs that end from now on to a place of their own, until
// restore.
func (f *flow) divert(to *[]*paragraph) { f.sinks = append(f.sinks, to) }
func (f *flow) restore()                { f.sinks = f.sinks[:max(len(f.sinks)-1, 0)] }

func (f *flow) beginRow() { f.tables = append(f.tables, &tableRow{}) }

func (f *flow) beginCell() {
	if n := len(f.tables); n > 0 {
		f.divert(new([]*paragraph))
	}
}

func (f *flow) endCell() {
	if n, s := len(f.tables), len(f.sinks); n > 0 && s > 0 {
		f.tables[n-1].cells = append(f.tables[n-1].cells, *f.sinks[s-1])
		f.restore()
	}
}

// endRow makes a line of a row: its cells with tabs between them. A cell of
// several paragraphs keeps them apart, so that what follows stands for itself.
func (f *flow) endRow() {
	n := len(f.tables)
	if n == 0 {
		return
	}
	row := f.tables[n-1]
	f.tables = f.tables[:n-1]
	var line []*paragraph
	alone := true // the cell before is one paragraph
	for _, cell := range row.cells {
		if len(cell) == 0 {
			continue
		}
		if len(line) > 0 && alone && !cell[0].heading {
			line[len(line)-1].join(cell[0])
			cell = cell[1:]
			alone = len(cell) == 0
		} else {
			alone = len(cell) == 1
		}
		line = append(line, cell...)
	}
	if len(line) == 0 {
		return
	}
	line[0].tight = line[0].tight || n == 1 && len(row.cells) > 1
	sink := f.sink()
	*sink = append(*sink, line...)
}

// join appends a cell to the one before it.
func (p *paragraph) join(q *paragraph) {
	p.text = append(bytes.TrimRight(p.text, " \t\n"), '\t')
	shift := len(p.text)
	p.text = append(p.text, q.text...)
	for _, m := range q.marks {
		m.at += shift
		p.marks = append(p.marks, m)
	}
	p.plain = true
}

// noteMark puts the mark of a footnote or endnote into the text and returns its
// number.
func (f *flow) noteMark() (number int, err error) {
	f.notes = append(f.notes, new([]*paragraph))
	return len(f.notes), f.write(fmt.Sprintf("[%d]", len(f.notes)), false)
}

// beginNote makes the paragraphs that end until restore the note of this number.
func (f *flow) beginNote(number int) { f.divert(f.notes[number-1]) }

// comment is the comment with this id, known by its mark or its text, whichever
// the file has first.
func (f *flow) comment(id string) *comment {
	c := f.comments[id]
	if c == nil {
		c = &comment{start: -1, end: -1}
		if f.comments == nil {
			f.comments = map[string]*comment{}
		}
		f.comments[id] = c
		f.order = append(f.order, id)
	}
	return c
}

// mark says that the words that a comment is about begin or end here.
func (f *flow) mark(id string, end bool) {
	if p := f.paragraph(); p != nil {
		p.marks = append(p.marks, commentMark{len(p.text), id, end})
	}
}

// document is the text so far, notes at its end.
func (f *flow) document() corpus.Document {
	for len(f.open) > 0 {
		if f.end() != nil {
			break
		}
	}
	var b builder
	for _, p := range f.body {
		b.paragraph(p, f.comments)
	}
	for n, note := range f.notes {
		for i, p := range *note {
			if i == 0 {
				trimmed := bytes.TrimLeft(p.text, " \t\n")
				number := fmt.Appendf(nil, "[%d] ", n+1)
				for m := range p.marks {
					p.marks[m].at = max(p.marks[m].at+len(trimmed)-len(p.text), 0) + len(number)
				}
				p.text, p.tight, p.bold = append(number, trimmed...), n > 0, 0
			}
			b.paragraph(p, f.comments)
		}
	}
	doc := b.document()
	doc.Encoding = "utf-8"
	text := corpus.Text{Body: doc.Body}
	for _, id := range f.order {
		c := f.comments[id]
		words := make([]string, 0, len(c.text))
		for _, p := range c.text {
			words = append(words, string(bytes.TrimSpace(p.text)))
		}
		span := corpus.Span{Start: c.start, End: c.end}
		if c.start < 0 {
			span.Start = c.end
		}
		span.End = min(max(span.End, span.Start), len(doc.Body))
		if span.Start >= 0 && span.Start < span.End {
			span = text.Trim(span)
		}
		if span.Start >= 0 && span.Len() <= 0 { // a mark without a range: the paragraph that it stands in
			span = b.around(span.Start)
		}
		if said := strings.TrimSpace(strings.Join(words, "\n")); said != "" && span.Start >= 0 && span.Len() > 0 {
			doc.Comments = append(doc.Comments, corpus.Comment{Span: span, Author: c.author, At: c.at, Text: said})
		}
	}
	slices.SortStableFunc(doc.Comments, func(a, b corpus.Comment) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	return doc
}

// paragraph appends a paragraph, a block for each of its lines.
func (b *builder) paragraph(p *paragraph, comments map[string]*comment) {
	text := strings.TrimRight(string(p.text), " \t\n")
	start := b.body.Len()
	if strings.TrimSpace(text) != "" {
		if start > 0 {
			b.body.WriteByte('\n')
			if !p.tight {
				b.body.WriteByte('\n')
			}
		}
		start = b.body.Len()
		b.body.WriteString(text)
		at := start
		for i, line := range strings.Split(text, "\n") {
			if strings.TrimSpace(line) != "" {
				block := corpus.Block{Span: corpus.Span{Start: at, End: at + len(line)}, Gap: i == 0}
				if p.heading {
					block.Kind = corpus.HeadingBlock
				}
				if i == 0 {
					block.Bold = min(p.bold, len(line))
				}
				b.doc.Blocks = append(b.doc.Blocks, block)
			}
			at += len(line) + 1
		}
	}
	for _, m := range p.marks {
		c := comments[m.id]
		if c == nil {
			continue
		}
		if at := start + min(m.at, len(text)); m.end {
			c.end = at
		} else {
			c.start = at
		}
	}
}

// around is the block at, or last before, a place; empty where there is none.
func (b *builder) around(at int) corpus.Span {
	for i := len(b.doc.Blocks) - 1; i >= 0; i-- {
		if b.doc.Blocks[i].Span.Start <= at {
			return b.doc.Blocks[i].Span
		}
	}
	return corpus.Span{}
}
