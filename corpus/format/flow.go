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

// maxBlocks is the most lines or paragraphs that one file may have, a thousand times
// those of the longest interview.
const maxBlocks = 1 << 20

// A flow puts running text together, for formats with paragraphs rather than lines.
// Readers tell it what begins and ends. It separates paragraphs by an empty line,
// makes a row of a table one line with tabs between the cells, puts notes at the
// end, numbered as [1], [2], and keeps comments apart with the words that they are
// about.
type flow struct {
	body     []*paragraph
	sinks    []*[]*paragraph // receive finished paragraphs; body if empty
	open     []*paragraph    // paragraphs nest: one can contain a text box
	tables   []*tableRow
	notes    []*[]*paragraph
	comments map[string]*comment
	order    []string // of comments
	size     int      // bytes of text so far
	blocks   int
	left     []corpus.LeftOut
	aside    strings.Builder // words that are being left out
	why      corpus.Why      // that they are; "" for none so far
}

// A paragraph is being read, or finished.
type paragraph struct {
	text    []byte
	heading bool
	row     bool // is in a row of several cells
	tight   bool // follows the paragraph before without an empty line
	bold    int  // bytes at the start in bold
	plain   bool // has text that is not bold
	marks   []commentMark
}

// A commentMark is the place in a paragraph at which the words that a comment is
// about begin or end.
type commentMark struct {
	at  int
	id  string
	end bool
}

// A comment is a note in the margin.
type comment struct {
	author     string
	at         time.Time
	text       []*paragraph
	start, end int // bytes of the text; -1 before they are known
}

// A tableRow is being read; cells are those that are finished.
type tableRow struct{ cells [][]*paragraph }

// begin opens a paragraph.
func (f *flow) begin() *paragraph {
	p := &paragraph{}
	f.open = append(f.open, p)
	return p
}

// paragraph returns the open paragraph, nil if there is none.
func (f *flow) paragraph() *paragraph {
	if len(f.open) == 0 {
		return nil
	}
	return f.open[len(f.open)-1]
}

// write adds text to the open paragraph, if there is one. The error wraps
// [ErrTooLarge].
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

// collapse writes text with each run of white space as one blank, and with none at
// the beginning of a line.
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

// clean removes what a text must not contain: carriage returns, NUL, invalid UTF-8, and
// signs without width and meaning.
func clean(s string) string {
	if strings.ContainsAny(s, "\r\x00") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(s)
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return visible(s)
}

// end closes the open paragraph. It leaves out a paragraph without text, unless a
// comment is marked in it.
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

// leave notes words that are not in the text. The error wraps [ErrTooLarge].
func (f *flow) leave(why corpus.Why, where, text string) error {
	if text = oneLine(text); text == "" {
		return nil
	}
	if f.size += len(text); f.size > MaxText || len(f.left) == maxBlocks {
		return fmt.Errorf("%w: more than %d MB or %d pieces of text that is left out", ErrTooLarge, MaxText>>20, maxBlocks)
	}
	f.left = append(f.left, corpus.LeftOut{Why: why, Where: where, Text: text})
	return nil
}

// writeAside writes words that are left out; those of one reason that follow each other are
// one passage.
func (f *flow) writeAside(why corpus.Why, s string) error {
	if f.why != why || f.aside.Len()+len(s) > maxRun {
		if err := f.endAside(); err != nil {
			return err
		}
		f.why = why
	}
	f.aside.WriteString(s)
	return nil
}

// endAside ends a passage that is left out.
func (f *flow) endAside() error {
	if f.why == "" {
		return nil
	}
	err := f.leave(f.why, "", f.aside.String())
	f.aside.Reset()
	f.why = ""
	return err
}

// leaveParagraphs notes paragraphs that are not in the text, together, unless the same
// were noted before, as the heads of several sections.
func (f *flow) leaveParagraphs(why corpus.Why, where string, all []*paragraph) error {
	var text []byte
	for _, p := range all {
		text = append(append(text, p.text...), '\n')
	}
	if slices.Contains(f.left, corpus.LeftOut{Why: why, Where: where, Text: oneLine(string(text))}) {
		return nil
	}
	return f.leave(why, where, string(text))
}

// sink is where finished paragraphs go.
func (f *flow) sink() *[]*paragraph {
	if n := len(f.sinks); n > 0 {
		return f.sinks[n-1]
	}
	return &f.body
}

// divert collects the paragraphs that end from now until restore in to.
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

// endRow makes a line of a row, with tabs between the cells, also those that are empty. If a
// cell has several paragraphs, they stay apart, and the next cell begins a paragraph too;
// before each are as many tabs as there are cells before it.
func (f *flow) endRow() {
	n := len(f.tables)
	if n == 0 {
		return
	}
	row := f.tables[n-1]
	f.tables = f.tables[:n-1]
	var line []*paragraph
	alone := true // the cell before has one paragraph
	last := 0     // column of the one before
	for column, cell := range row.cells {
		switch {
		case len(cell) == 0:
			continue
		case len(line) > 0 && alone && !cell[0].heading:
			line[len(line)-1].join(cell[0], column-last)
			cell = cell[1:]
			alone = len(cell) == 0
		default:
			alone = len(cell) == 1
		}
		for _, p := range cell {
			p.indent(column)
		}
		last = column
		line = append(line, cell...)
	}
	if len(line) == 0 {
		return
	}
	line[0].tight = line[0].tight || n == 1 && len(row.cells) > 1
	for _, p := range line {
		p.row = p.row || len(row.cells) > 1
	}
	sink := f.sink()
	*sink = append(*sink, line...)
}

// indent puts tabs before a paragraph.
func (p *paragraph) indent(tabs int) {
	if p.heading {
		return
	}
	p.text = append(bytes.Repeat([]byte("\t"), tabs), p.text...)
	for i := range p.marks {
		p.marks[i].at += tabs
	}
	if p.bold > 0 {
		p.bold += tabs
	}
}

// join appends a cell to the one a number of columns before it.
func (p *paragraph) join(q *paragraph, columns int) {
	p.text = append(bytes.TrimRight(p.text, " \n"), bytes.Repeat([]byte("\t"), columns)...)
	shift := len(p.text)
	p.text = append(p.text, q.text...)
	for _, m := range q.marks {
		m.at += shift
		p.marks = append(p.marks, m)
	}
	p.plain = true
}

// noteMark writes the mark of a footnote or endnote and returns its number.
func (f *flow) noteMark() (number int, err error) {
	f.notes = append(f.notes, new([]*paragraph))
	return len(f.notes), f.write(fmt.Sprintf("[%d]", len(f.notes)), false)
}

// beginNote collects the paragraphs that end until restore as the text of a note.
func (f *flow) beginNote(number int) { f.divert(f.notes[number-1]) }

// comment returns the comment with an id, and adds it if it is new: a file may have
// its mark or its text first.
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

// mark notes that the words that a comment is about begin or end here.
func (f *flow) mark(id string, end bool) {
	if p := f.paragraph(); p != nil {
		p.marks = append(p.marks, commentMark{len(p.text), id, end})
	}
}

// document returns the text, with the notes at its end.
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
				p.number(fmt.Sprintf("[%d] ", n+1))
				p.tight = n > 0
			}
			b.paragraph(p, f.comments)
		}
	}
	doc := b.document()
	doc.Encoding, doc.LeftOut = "utf-8", f.left
	for _, id := range f.order {
		c := f.comments[id]
		span := b.commented(c, corpus.Text{Body: doc.Body})
		if words := c.words(); words != "" && span.Start >= 0 && span.Len() > 0 {
			doc.Comments = append(doc.Comments, corpus.Comment{Span: span, Author: c.author, At: c.at, Text: words})
		} else if words != "" {
			doc.LeftOut = append(doc.LeftOut, corpus.LeftOut{Why: corpus.Annotation, Where: c.author, Text: oneLine(words)})
		}
	}
	slices.SortStableFunc(doc.Comments, func(a, b corpus.Comment) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	return doc
}

// number puts the number of a note before its first paragraph.
func (p *paragraph) number(number string) {
	trimmed := bytes.TrimLeft(p.text, " \t\n")
	for m := range p.marks {
		p.marks[m].at = max(p.marks[m].at+len(trimmed)-len(p.text), 0) + len(number)
	}
	p.text, p.bold = append([]byte(number), trimmed...), 0
}

// words are the words of a comment, its paragraphs on lines of their own.
func (c *comment) words() string {
	lines := make([]string, 0, len(c.text))
	for _, p := range c.text {
		lines = append(lines, string(bytes.TrimSpace(p.text)))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// commented returns the span that a comment is about. For a mark without a range
// that is its paragraph; for a comment without marks the span is not valid.
func (b *builder) commented(c *comment, text corpus.Text) corpus.Span {
	span := corpus.Span{Start: c.start, End: c.end}
	if c.start < 0 {
		span.Start = c.end
	}
	span.End = min(max(span.End, span.Start), len(text.Body))
	if span.Start >= 0 && span.Start < span.End {
		span = text.Trim(span)
	}
	if span.Start >= 0 && span.Len() <= 0 {
		span = b.around(span.Start)
	}
	return span
}
