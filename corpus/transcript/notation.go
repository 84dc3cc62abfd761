package transcript

import (
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

// notations are what text with marks has in square brackets at the beginning of a line that is no label:
// links and pictures, references and their addresses, footnotes, citations, links of a wiki, tasks,
// notices and tables of contents.
var notations = lazyregexp.New(`(?i)^\s*(?:[-*+•]|\d+[.)])?\s*(?:>\s*)*(?:` +
	`!\[|` +
	`\[[^\]\n]*\]\((?:<[^>\n]*>|[^\s()]*[/.#:][^\s()]*(?:\([^\s()]*\)[^\s()]*)?)(?:\s+["'(][^\n]*["')])?\s*\)(?:[^:：]|$)|` + // [text](address "title")
	`\[[^\]\n]*\]\[[^\]\n]*\]|` + // [text][reference]
	`\[[^\]\n]*\]:\s*(?:<|/|\.{1,2}/|#|www\.|[a-z][a-z0-9+.-]*:(?:/|[^\s:]+@))|` + // [reference]: address
	`\[\^[^\]\n]+\]|\[-?@[^\]\n]+\]|\[\[[^\]\n]+\]\]|\[[ x]?\](?:\s|$)|\[![a-z]+\]|\[\[?_?toc_?\])`)

// citation is a name with a year in brackets: [Roe et al., 2010b: 13].
var citation = lazyregexp.New(`^\s*\[([^\]\d\n][^\]\n]*\b(?:19|20)\d\d)[a-z]?(?:[,:;][^\]\n]*)?\](?:\s*\p{L}|\s*$|[.,;])`)

// bracketStamp is a time in the second of two brackets, which is beside a label.
var bracketStamp = lazyregexp.New(`^\s*\[[^\]\n]*\]\[\s*\d+[:.]\d`)

// isNotation reports whether a line begins with such a notation.
func isNotation(line string) bool {
	if !strings.Contains(line, "[") || !beginsWith(line, "![-*+•>"+digits) {
		return false
	}
	if m := citation().FindStringSubmatch(line); m != nil && !isDate(m[1]) {
		return true
	}
	return notations().MatchString(line) && !bracketStamp().MatchString(line)
}
