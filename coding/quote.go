package coding

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote puts a name or a text in quotation marks, as a person writes them and a shell reads
// them: around one with double quotation marks stand single ones. What cannot be printed,
// or has both, is escaped as Go does.
func Quote(s string) string {
	plain := utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
	switch {
	case plain && !strings.Contains(s, `"`):
		return `"` + s + `"`
	case plain && !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	return strconv.Quote(s)
}

// A quoted string is one that %q prints as [Quote] does, and all other verbs as they do.
type quoted string

// Format implements [fmt.Formatter].
func (q quoted) Format(f fmt.State, verb rune) {
	s := string(q)
	if verb != 'q' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), s)
		return
	}
	if n, cut := f.Precision(); cut {
		if r := []rune(s); len(r) > n {
			s = string(r[:n])
		}
	}
	fmt.Fprint(f, Quote(s))
}

// quotable makes strings among the arguments of a message print as [Quote] does.
func quotable(args []any) []any {
	all := make([]any, len(args))
	for i, a := range args {
		if s, ok := a.(string); ok {
			a = quoted(s)
		}
		all[i] = a
	}
	return all
}
