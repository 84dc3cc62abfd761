package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var boldMark = lazyregexp.New(`^[ \t]*(?:\*\*|__)([^*_\n]{1,60}?)[ \t]*[:：.]?[ \t]*(?:\*\*|__)[ \t]*[:：]?[ \t]*`)

// italicMark is a name in italics, which has a colon.
var italicMark = lazyregexp.New(`^[ \t]*[*_]([^*_:：\n]{1,60}?)[ \t]*(?:[:：][ \t]*[*_]|[*_][ \t]*[:：])[ \t]*`)

// bold is a name in bold at the beginning of a paragraph: "**Name:** text" in
// Markdown, a bold run in a word processor's document. If the name is the whole
// paragraph, the words are in the paragraphs below; a title above the first name has none.
var bold = layout{name: "bold", example: "**Name** text", find: func(d *document) finder {
	find, spoken := lines(boldLine)(d), false
	return func(i int) (mark, bool) {
		m, ok := find(i)
		if ok && !spoken && m.body == d.Blocks[i].Span.End && i+1 < len(d.Blocks) {
			if _, next := find(i + 1); next {
				return m, false
			}
		}
		spoken = spoken || ok
		return m, ok
	}
}}

func boldLine(b corpus.Block, line string) (string, int, timeLine, bool) {
	if b.Bold > 0 && b.Kind != corpus.HeadingBlock {
		rest := strings.TrimLeft(line[b.Bold:], " \t:：")
		name, at, _ := withoutStamp(strings.TrimRight(line[:b.Bold], " \t:：."))
		return name, len(line) - len(rest), at, len(name) <= 60
	}
	if !beginsWith(line, "*_") {
		return "", 0, timeLine{}, false
	}
	m := boldMark().FindStringSubmatchIndex(line)
	if m == nil {
		m = italicMark().FindStringSubmatchIndex(line)
	}
	if m == nil {
		return "", 0, timeLine{}, false
	}
	return line[m[2]:m[3]], m[1], timeLine{corpus.NoTime, corpus.NoTime}, true
}
