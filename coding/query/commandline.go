package query

import (
	"strings"
	"unicode"
)

// Quote writes one argument so that a POSIX shell and [Split] read it as it is: plain
// where nothing in it means anything to a shell, else in double or single quotation
// marks.
func Quote(arg string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:=@,+%", r)
	}
	switch {
	case arg != "" && arg[0] != '=' && strings.IndexFunc(arg, func(r rune) bool { return !plain(r) }) < 0: // zsh looks up =WORD as a command
		return arg
	case !strings.ContainsAny(arg, "\"\\$`!"):
		return `"` + arg + `"`
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

// CommandLine writes arguments as one types them, separated by spaces.
func CommandLine(args ...string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = Quote(a)
	}
	return strings.Join(quoted, " ")
}

// Split reads a command line as a shell does: words are separated by white space, and
// quotation marks keep it. A backslash stays, as in paths of Windows, unless it stands
// before white space, a quotation mark or a backslash; within double quotation marks
// also before $ and `. Nothing is expanded.
func Split(line string) []string {
	for _, words := range SplitLines(strings.TrimSpace(line)) {
		return words
	}
	return nil
}

// SplitLines reads command lines, one after the other; quotation marks may hold line
// ends. Lines without words are left out.
func SplitLines(text string) [][]string {
	s := splitter{rest: []rune(text)}
	for len(s.rest) > 0 {
		s.next()
	}
	s.endWord()
	s.endLine()
	return s.lines
}

type splitter struct {
	rest  []rune
	lines [][]string
	words []string
	word  strings.Builder
	begun bool // a word has begun, if an empty one
	quote rune // that is open, else 0
}

func (s *splitter) next() {
	r := s.rest[0]
	s.rest = s.rest[1:]
	switch {
	case r == '\\' && s.escapes():
		s.word.WriteRune(s.rest[0])
		s.rest, s.begun = s.rest[1:], true
	case s.quote != 0 && r == s.quote:
		s.quote = 0
	case s.quote == 0 && (r == '"' || r == '\''):
		s.quote, s.begun = r, true
	case s.quote == 0 && r == '\n':
		s.endWord()
		s.endLine()
	case s.quote == 0 && (r == ' ' || r == '\t' || r == '\r'):
		s.endWord()
	default:
		s.word.WriteRune(r)
		s.begun = true
	}
}

// escapes tells whether a backslash before the rest takes the meaning of what follows.
func (s *splitter) escapes() bool {
	if len(s.rest) == 0 {
		return false
	}
	switch s.quote {
	case '\'':
		return false
	case '"':
		return strings.ContainsRune("\"\\$`", s.rest[0])
	}
	return strings.ContainsRune("\"'\\ \t", s.rest[0])
}

func (s *splitter) endWord() {
	if s.begun {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.begun = false
}

func (s *splitter) endLine() {
	if len(s.words) > 0 {
		s.lines = append(s.lines, s.words)
	}
	s.words = nil
}
