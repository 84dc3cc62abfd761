package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// An aside is what another person says within a turn: "//S01: Really? //" (noScribe),
// "(I: mhm)", "[B: yes]" (f4, MAXQDA), "{I: mhm}", "/I: mhm/", or a change of speaker within a caption.
type aside struct {
	start int // byte of the opening mark
	body  int // at which the words begin
	end   int // after the words
	close int // after the closing mark
	goes  bool
	who   int // speaker, -1 for nobody
}

// asideClosings close what begins with another mark.
var asideClosings = map[byte]byte{'(': ')', '[': ']', '{': '}', '<': '>', '/': '/', '|': '|'}

// asideMarks begin asides.
const asideMarks = "/([{<|>"

// longestAside is how many bytes an aside has at most.
const longestAside = 500

// asides makes turns of their own of what others say within a turn, after which its speaker
// goes on.
func (a *assembler) asides() {
	if len(a.out.Speakers) == 0 && a.layout.name != captions.name || !strings.ContainsAny(a.Body, asideMarks) {
		return
	}
	speaks := map[string]bool{}
	for _, x := range a.labels {
		speaks[x.key] = x.As == Person || x.As == Researcher
	}
	for _, s := range a.out.Speakers {
		speaks[labelKey(s.Label)] = true
	}
	turns := make([]corpus.Turn, 0, len(a.out.Turns))
	for _, t := range a.out.Turns {
		turns = a.divide(turns, t, speaks)
	}
	a.out.Turns = turns
}

// divide appends a turn to turns, with the asides in it as turns of their own.
func (a *assembler) divide(turns []corpus.Turn, t corpus.Turn, speaks map[string]bool) []corpus.Turn {
	captioned := a.layout.name == captions.name
	for at := t.Body; (t.Speaker >= 0 || captioned) && at < t.End; {
		s, ok := a.aside(t, at, speaks)
		if !ok {
			break
		}
		if s.goes && s.who == t.Speaker {
			at = s.close
			continue
		}
		first := t
		first.End = max(a.text.Trim(corpus.Span{Start: t.Body, End: s.start}).End, t.Body)
		if first.End > first.Start {
			first.To = corpus.NoTime
			turns = append(turns, first)
		}
		other := corpus.Turn{Start: s.start, Body: s.body, End: s.end, Speaker: s.who, From: corpus.NoTime, To: corpus.NoTime}
		rest := a.text.Trim(corpus.Span{Start: s.close, End: t.End})
		if !s.goes || !hasWords(a.Body[rest.Start:rest.End]) {
			other.End, other.To = t.End, t.To
			if t = other; !s.goes {
				at = t.Body
				continue
			}
			break
		}
		turns = append(turns, other)
		t.Start, t.Body, t.From = s.end, rest.Start, corpus.NoTime
		if s.close == s.end {
			t.Start = rest.Start
		}
		at = t.Body
	}
	return append(turns, t)
}

func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// aside finds the next aside in a turn from byte at on.
func (a *assembler) aside(t corpus.Turn, at int, speaks map[string]bool) (s aside, ok bool) {
	for at < t.End {
		n := strings.IndexAny(a.Body[at:t.End], asideMarks)
		if n < 0 {
			return s, false
		}
		at += n
		rest := a.Body[at:t.End]
		switch {
		case strings.HasPrefix(rest, "//"):
			s, ok = a.slashed(at, t.End, speaks)
		case asideClosings[rest[0]] != 0:
			s, ok = a.bracketed(at, t.End, speaks)
		case strings.HasPrefix(rest, chevrons) && a.layout.name == captions.name:
			s, ok = a.change(at, t.End)
		}
		if ok {
			return s, true
		}
		at++
		if strings.HasPrefix(rest, "//") {
			at++
		}
	}
	return s, false
}

// slashed reads "//S01: words //" at byte at.
func (a *assembler) slashed(at, end int, speaks map[string]bool) (s aside, ok bool) {
	end = min(end, at+longestAside)
	label, body, ok := asideLabel(a.Body[at+2 : min(end, at+2+4*longestLabel)])
	if !ok || wordingOf(label) == sentenceWording || strings.Count(label, " ") > 3 {
		return s, false
	}
	n := strings.Index(a.Body[at+2+body:end], "//")
	if n < 0 {
		return s, false
	}
	s = aside{start: at, body: at + 2 + body, goes: true}
	s.end, s.close = a.closing(s.body, s.body+n, 2)
	s.who = a.asideSpeaker(label, speaks, true)
	return s, true
}

// bracketed reads "(I: words)", "((I: words))" or "/I: words/" at byte at. A mark that closes
// itself begins a word.
func (a *assembler) bracketed(at, end int, speaks map[string]bool) (s aside, ok bool) {
	opening, marks := a.Body[at], 1
	closing := asideClosings[opening]
	if opening == closing && at > 0 && a.Body[at-1] != ' ' {
		return s, false
	}
	if opening != closing && at+1 < end && a.Body[at+1] == opening {
		marks = 2
	}
	label, body, ok := asideLabel(a.Body[at+marks : min(end, at+marks+4*longestLabel)])
	if !ok || !speaks[labelKey(label)] && !(shortRole(label) && !headWords[labelKey(label)]) && a.inRole(label) == "" {
		return s, false
	}
	s = aside{start: at, body: at + marks + body, goes: true}
	depth := marks
	for i := s.body; i < min(end, at+longestAside); i++ {
		switch a.Body[i] {
		case closing:
			depth--
		case opening:
			depth++
		}
		if depth == 0 {
			s.end, s.close = a.closing(s.body, i+1-marks, marks)
			s.who = a.asideSpeaker(label, speaks, false)
			return s, true
		}
	}
	return s, false
}

// closing returns the end of the words from byte body on that end before the closing mark
// at byte at, and the end of that mark.
func (a *assembler) closing(body, at, mark int) (end, closed int) {
	return max(a.text.Trim(corpus.Span{Start: body, End: at}).End, body), at + mark
}

// change reads ">> NAME: words" within a caption, which goes on to its end.
func (a *assembler) change(at, end int) (s aside, ok bool) {
	line := a.Body[at:end]
	if n := strings.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	name, body, _ := captionName(line)
	s = aside{start: at, body: at + body, end: end, close: end, who: -1}
	if name != "" && wordingOf(name) == nameWording {
		s.who = a.speaker(name)
	} else {
		s.body = at + len(line) - len(strings.TrimLeft(line, "> \t"))
	}
	return s, true
}

// asideLabel reads the label with which an aside begins; the words begin at body.
func asideLabel(text string) (label string, body int, ok bool) {
	start := spaceFrom(text, 0)
	end, body, _ := labelEnd(text, start)
	if end <= start {
		return "", 0, false
	}
	label = cleanLabel(text[start:end])
	return label, body, label != "" && hasWords(label)
}

// shortRole reports whether a label is an abbreviation for a role, in capitals: I, B2, IP.
func shortRole(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	return utf8.RuneCountInString(label) <= 4 && unicode.IsUpper(first) && corpus.RoleOf(label) != corpus.NoRole &&
		!corpus.CommonLabel(label)
}

// asideSpeaker returns the speaker of an aside; one who says nothing else must at least
// have a role.
func (a *assembler) asideSpeaker(label string, speaks map[string]bool, marked bool) int {
	if a.options.notSpeaker(label) {
		return -1
	}
	if other := a.inRole(label); other != "" && !speaks[labelKey(label)] {
		return a.speaker(other)
	}
	if !speaks[labelKey(label)] && !shortRole(label) && !(marked && corpus.RoleOf(label) != corpus.NoRole) {
		return -1
	}
	return a.speaker(label)
}

// inRole returns the label of the one speaker who asks or, of those who do not, the one other; by
// a label that names only that role: Interviewer for I. It returns "" if there is no such one.
func (a *assembler) inRole(label string) (other string) {
	role := corpus.RoleOf(label)
	if role == corpus.NoRole || strings.ContainsAny(label, "0123456789") || corpus.CommonLabel(label) {
		return ""
	}
	wanted := Person
	if role == corpus.RoleAsks {
		wanted = Researcher
	}
	for _, x := range a.labels {
		if x.As != wanted {
			continue
		}
		if other != "" && !SameLabel(other, x.Text) {
			return ""
		}
		other = x.Text
	}
	return other
}
