package format

import (
	"fmt"
	"strings"

	"crosscase/corpus"
)

// A builder puts a text together from blocks, for formats without lines.
type builder struct {
	body strings.Builder
	doc  corpus.Document
}

// add appends a block unless it is empty. The error wraps [ErrTooLarge].
func (b *builder) add(text string, block corpus.Block) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if len(b.doc.Blocks) == maxBlocks {
		return fmt.Errorf("%w: more than %d paragraphs", ErrTooLarge, maxBlocks)
	}
	if b.body.Len() > 0 {
		b.body.WriteByte('\n')
	}
	block.Span = corpus.Span{Start: b.body.Len(), End: b.body.Len() + len(text)}
	b.body.WriteString(text)
	b.doc.Blocks = append(b.doc.Blocks, block)
	return nil
}

func (b *builder) document() corpus.Document {
	b.doc.Body = b.body.String()
	return b.doc
}

// paragraph appends a paragraph, a block for each of its lines, and notes where the
// comments in it begin and end.
func (b *builder) paragraph(p *paragraph, comments map[string]*comment) {
	text := strings.TrimRight(string(p.text), " \t\n")
	start := b.body.Len()
	if strings.TrimSpace(text) != "" {
		start = b.lines(p, text)
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

// lines appends the lines of a paragraph and returns the byte at which they begin.
func (b *builder) lines(p *paragraph, text string) (start int) {
	if b.body.Len() > 0 {
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
			block := corpus.Block{Span: corpus.Span{Start: at, End: at + len(line)}, Gap: i == 0, Row: p.row}
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
	return start
}

// around returns the span of the last block that begins at or before a byte; zero if
// there is none.
func (b *builder) around(at int) corpus.Span {
	for i := len(b.doc.Blocks) - 1; i >= 0; i-- {
		if b.doc.Blocks[i].Span.Start <= at {
			return b.doc.Blocks[i].Span
		}
	}
	return corpus.Span{}
}
