package report

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Wrap breaks s between words into lines of at most width columns, each as far
// indented as the first.
func Wrap(s string, width int) string {
	words := strings.TrimLeft(s, " ")
	indent := s[:len(s)-len(words)]
	lines := strings.Split(text.WrapSoft(words, max(width-len(indent), 1)), "\n")
	for i, l := range lines {
		lines[i] = indent + strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}
