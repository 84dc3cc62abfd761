package format

import (
	"fmt"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// readText reads plain text; each line that is not empty is a block. What numbers its pages is
// left out.
func readText(data []byte) (corpus.Document, error) {
	body, name, err := Decode(data)
	if err != nil {
		return corpus.Document{}, err
	}
	body, left := withoutPages(body)
	blocks, err := lines(body)
	return corpus.Document{Body: body, Blocks: blocks, Encoding: name, LeftOut: left}, err
}

// lines returns a block for each line of body that is not empty.
func lines(body string) ([]corpus.Block, error) {
	var blocks []corpus.Block
	gap := true
	for start := 0; start < len(body); {
		end := len(body)
		if n := strings.IndexByte(body[start:], '\n'); n >= 0 {
			end = start + n
		}
		if line := body[start:end]; strings.TrimSpace(line) == "" {
			gap = true
		} else {
			if len(blocks) == maxBlocks {
				return nil, fmt.Errorf("%w: more than %d lines", ErrTooLarge, maxBlocks)
			}
			blocks = append(blocks, corpus.Block{Span: corpus.Span{Start: start, End: end}, Gap: gap})
			gap = false
		}
		start = end + 1
	}
	return blocks, nil
}

var (
	hashes    = lazyregexp.New(`^ {0,3}#{1,6}(\s|$)`)
	underline = lazyregexp.New(`^ {0,3}(=+|-{3,})\s*$`)
)

// readMarkdown reads Markdown as plain text, with its markup, so that a quote is
// found as it is in the file. It only recognises headings.
func readMarkdown(data []byte) (corpus.Document, error) {
	doc, err := readText(data)
	if err != nil {
		return doc, err
	}
	blocks := doc.Blocks[:0]
	after := false // the block before is a heading
	for _, b := range doc.Blocks {
		line := doc.Body[b.Span.Start:b.Span.End]
		if underline().MatchString(line) {
			if last := len(blocks) - 1; last >= 0 && !b.Gap && blocks[last].Gap {
				blocks[last].Kind = corpus.HeadingBlock
			}
			after = true
			continue
		}
		b.Gap = b.Gap || after
		if after = false; hashes().MatchString(line) {
			b.Kind, b.Gap, after = corpus.HeadingBlock, true, true
		}
		blocks = append(blocks, b)
	}
	doc.Blocks = blocks
	return doc, nil
}
