package transcript

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// colon is "Name: text", perhaps with a time before or after the name:
// "[00:01:02] Name: text", "Name (00:01:02): text".
var colon = layout{name: "colon", loose: true, example: "Name: text", find: lines(nameAndColon), refine: longerNames}

// longestLabel is the number of letters that a label has at most.
const longestLabel = 60

var (
	timeBefore = lazyregexp.New(`^[\[(]?(` + clock + `)[\])]?[ \t]+(?:[-–—][ \t]+)?`)
	timeAfter  = lazyregexp.New(`^[\[(](` + clock + `)[\])][ \t]*`)
)

func nameAndColon(_ corpus.Block, line string) (name string, body int, at time.Duration, ok bool) {
	start := len(line) - len(strings.TrimLeft(line, " \t"))
	at = corpus.NoTime
	if start < len(line) && strings.IndexByte("0123456789[(", line[start]) >= 0 {
		if m := timeBefore().FindStringSubmatchIndex(line[start:]); m != nil {
			at = timeIn(line[start:], m[2], m[3])
			start += m[1]
		}
	}
	end, body, after := labelEnd(line, start)
	if end <= start {
		return "", 0, 0, false
	}
	if after != corpus.NoTime {
		at = after
	}
	name = strings.TrimSpace(line[start:end])
	first, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("+(@", first) && !unnamed(name) {
		return "", 0, 0, false
	}
	return name, body, at, name != ""
}

// labelEnd finds the colon after the label that begins at start, and the time in brackets
// before it. The words begin at body. end is -1 if there is no label.
func labelEnd(line string, start int) (end, body int, at time.Duration) {
	at = corpus.NoTime
	letters := 0
	for i, r := range line[start:] {
		i += start
		if letters++; letters > longestLabel+1 {
			break
		}
		switch r {
		case '：':
			return i, spaceFrom(line, i+len("：")), at
		case ':':
			if i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t' {
				return i, spaceFrom(line, i+1), at
			}
			if !secondGender(line[i+1:]) {
				return -1, 0, at
			}
		case '[', '(':
			if i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9' {
				if m := timeAfter().FindStringSubmatchIndex(line[i:]); m != nil && i > start {
					return bracketed(line, i, m)
				}
			}
			if r == '[' {
				return -1, 0, at
			}
		case '*':
			if !starInside(line, start, i) {
				return -1, 0, at
			}
		case ']', '\n', '\t':
			return -1, 0, at
		}
	}
	return -1, 0, at
}

// bracketed ends a label before the time that m found at i, if a colon follows.
func bracketed(line string, i int, m []int) (end, body int, at time.Duration) {
	rest := line[i+m[1]:]
	n := i + m[1]
	switch {
	case strings.HasPrefix(rest, "："):
		n += len("：")
	case rest == ":" || strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, ":\t"):
		n++
	default:
		return -1, 0, corpus.NoTime
	}
	return i, spaceFrom(line, n), timeIn(line[i:], m[2], m[3])
}

// spaceFrom returns the first byte at or after i that is no space.
func spaceFrom(line string, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	return i
}

// secondGender reports whether what follows a colon is the ending of Moderator:in.
func secondGender(rest string) bool {
	n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if n < 0 {
		n = len(rest)
	}
	switch rest[:n] {
	case "in", "innen", "r", "n", "e":
		return true
	}
	return false
}

// starInside reports whether an asterisk is that of Moderator*in or hides digits of a
// telephone number, rather than one that marks words as bold.
func starInside(line string, start, i int) bool {
	if c := line[start]; c == '+' || c >= '0' && c <= '9' {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	after, _ := utf8.DecodeRuneInString(line[i+1:])
	return i > start && unicode.IsLetter(before) && unicode.IsLetter(after)
}

// longerNames makes a label longer where a second one follows each time: the name in "Jane
// Roe | Depot: North: text" has a colon in it.
func longerNames(d *document, marks []mark) {
	type second struct {
		times int
		text  string
		end   bool // another word followed
	}
	after := map[string]*second{}
	for _, m := range marks {
		key := m.key
		s := after[key]
		if s != nil && s.end {
			continue
		}
		line := d.line(m.block)
		start := m.body - d.Blocks[m.block].Span.Start
		text := ""
		if end, _, _ := labelEnd(line, start); end > start {
			text = line[start:end]
		}
		if s == nil {
			s = &second{text: text}
			after[key] = s
		}
		s.times++
		s.end = text == "" || text != s.text
	}
	for i := range marks {
		m := &marks[i]
		s := after[m.key]
		if s.end || s.times < 2 {
			continue
		}
		line, from := d.line(m.block), d.Blocks[m.block].Span.Start
		if _, body, _ := labelEnd(line, m.body-from); body > 0 {
			m.name, m.key = d.clean(m.name + ": " + s.text)
			m.body = from + body
		}
	}
}
