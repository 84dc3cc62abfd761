package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// colon is "Name: text", perhaps with a time before or after the name:
// "[00:01:02] Name: text", "Name (00:01:02): text".
var colon = layout{
	name: "colon", loose: true, example: "Name: text", refine: longerNames,
	find: func(d *document) finder {
		long := d.longLabels()
		return lines(func(b corpus.Block, line string) (string, int, timeLine, bool) {
			if name, body, at, ok := nameAndColon(b, line); ok {
				return name, body, at, ok
			}
			name, body := longLabel(line)
			return name, body, timeLine{corpus.NoTime, corpus.NoTime}, long[name] > 1
		})(d)
	},
}

// longestLabel is the number of letters that a label has at most.
const longestLabel = 60

func nameAndColon(_ corpus.Block, line string) (name string, body int, at timeLine, ok bool) {
	start := spaceFrom(line, 0)
	at = timeLine{corpus.NoTime, corpus.NoTime}
	if t, n, ok := stampAt(line[start:]); ok && start+n < len(line) {
		at, start = t, afterStamp(line, start+n)
	}
	end, body, after := labelEnd(line, start)
	if end <= start {
		if end, body = longLabelEnd(line, start); end <= start {
			return "", 0, at, false
		}
	}
	name = strings.TrimSpace(line[start:end])
	if after.from != corpus.NoTime { // "Name, 00:12: text"
		name = strings.TrimRight(name, " ,;|–—-")
	}
	if short, t, ok := withoutStamp(name); ok {
		name, after = short, t
	}
	if after.from != corpus.NoTime {
		if at = after; dayIntros[strings.ToLower(strings.TrimRight(name, "."))] {
			return "", 0, at, false
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("+(@", first) && !unnamed(name) {
		return "", 0, at, false
	}
	return name, body, at, name != ""
}

// labelEnd finds the colon after the label that begins at start, and the stamp before it.
// The words begin at body. end is -1 if there is no label.
func labelEnd(line string, start int) (end, body int, at timeLine) {
	at = timeLine{corpus.NoTime, corpus.NoTime}
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
			if next, _ := utf8.DecodeRuneInString(line[i+1:]); i+1 == len(line) || blank(next) {
				return i, spaceFrom(line, i+1), at
			}
			if end, body, at, ok := clockBefore(line, start, i); ok {
				return end, body, at
			}
			if !secondGender(line[i+1:]) {
				return -1, 0, at
			}
		case '[', '(':
			if t, n, ok := stampAt(line[i:]); ok && i > start {
				return stampedEnd(line, i, n, t)
			}
			if r == '[' {
				return bracketedEnd(line, start, i)
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

// mostBeside is the number of letters of a label that says beside a name what the person is and where.
const mostBeside = 240

// longLabelEnd does the work of labelEnd for a label that is longer than others because it has offices
// and organisations beside a name: "Jane Roe, Head of Operations, Northmoor Fire and Rescue Service: text".
func longLabelEnd(line string, start int) (end, body int) {
	name, body := longLabel(line[start:])
	if _, ok := nameAtLength(name); !ok {
		return -1, 0
	}
	return start + len(name), start + body
}

// longLabel is what is before the first colon of a line if it is longer than labels are, and where
// the words behind it begin.
func longLabel(line string) (name string, body int) {
	n := strings.IndexAny(line[:min(len(line), mostBeside)], ":：\t")
	if n <= longestLabel || line[n] == '\t' {
		return "", 0
	}
	_, size := utf8.DecodeRuneInString(line[n:])
	if next, _ := utf8.DecodeRuneInString(line[n+size:]); size == 1 && n+1 < len(line) && !blank(next) {
		return "", 0
	}
	return line[:n], spaceFrom(line, n+size)
}

// longLabels counts the texts of longLabel, so that those that recur can be labels.
func (d *document) longLabels() map[string]int {
	times := map[string]int{}
	for i := range d.Blocks {
		if name, _ := longLabel(d.line(i)); name != "" {
			times[name]++
		}
	}
	return times
}

// bracketsAsCommas makes a list of what stands beside a name, in brackets or behind commas.
var bracketsAsCommas = strings.NewReplacer(" (", ", ", " [", ", ", ") ", ", ", ")", "", "]", "")

// nameAtLength is the name in a label that has offices and organisations behind it.
func nameAtLength(label string) (name string, ok bool) {
	name, beside, ok := strings.Cut(bracketsAsCommas.Replace(label), ", ")
	if !ok || !isName(name) {
		return "", false
	}
	named := false
	for part := range strings.SplitSeq(beside, ", ") {
		r, _ := utf8.DecodeRuneInString(part)
		if !unicode.IsUpper(r) || strings.ContainsAny(part, ".;!?\"") || len(strings.Fields(part)) > 10 {
			return "", false
		}
		named = named || namesBeside(part)
	}
	return name, named
}

// clockBefore ends a label before a clock's time, whose first colon is at i, if a colon
// follows.
func clockBefore(line string, start, i int) (end, body int, at timeLine, ok bool) {
	for n := i - 1; n > start && line[n] != '\t' && i-n < 16; n-- {
		if line[n] != ' ' || stampOpening[0] > line[n+1] || line[n+1] > '9' {
			continue
		}
		if t, size, ok := stampAt(line[n+1:]); ok && n+1+size > i {
			end, body, at = stampedEnd(line, n+1, size, t)
			return end, body, at, end > 0
		}
	}
	return -1, 0, at, false
}

// stampedEnd ends a label before the stamp of n bytes at i, if a colon follows.
func stampedEnd(line string, i, n int, t timeLine) (end, body int, at timeLine) {
	rest := strings.TrimLeft(line[i+n:], " \t")
	n = len(line) - len(rest)
	switch {
	case strings.HasPrefix(rest, "："):
		n += len("：")
	case rest == ":" || strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, ":\t"):
		n++
	default:
		return -1, 0, timeLine{corpus.NoTime, corpus.NoTime}
	}
	return i, spaceFrom(line, n), t
}

// bracketedEnd ends a label behind the square brackets at i, if a colon follows: "Jane Roe [Northmoor
// Police]: text".
func bracketedEnd(line string, start, i int) (end, body int, at timeLine) {
	at = timeLine{corpus.NoTime, corpus.NoTime}
	n := strings.IndexByte(line[i:], ']')
	if n < 2 || i == start || i+n-start > longestLabel || !isName(strings.TrimSpace(line[start:i])) || !namesBeside(line[i+1:i+n]) {
		return -1, 0, at
	}
	end = i + n + 1
	rest := strings.TrimLeft(line[end:], " ")
	if rest != ":" && !strings.HasPrefix(rest, ": ") && !strings.HasPrefix(rest, ":\t") {
		return -1, 0, at
	}
	return end, spaceFrom(line, len(line)-len(rest)+1), at
}

// namesBeside reports whether a text in brackets may be an organisation or an office beside a name.
func namesBeside(text string) bool {
	return namesOrganisation(text) || offices().MatchString(text) || officeEnding().MatchString(text) || namesOffice(text)
}

// spaceFrom returns the first byte at or after i that is not blank.
func spaceFrom(line string, i int) int {
	return len(line) - len(strings.TrimLeftFunc(line[i:], blank))
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
