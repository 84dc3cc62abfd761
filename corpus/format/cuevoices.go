package format

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus/internal/lazyregexp"
)

var (
	voice = lazyregexp.New(`(?s)<v(?:\.[^\s>]*)?\s+([^>]*)>|</v>`)

	// Other words between < and > are words.
	markup = lazyregexp.New(`</?(?:c|v|i|b|u|s|ruby|rt|lang|font|em|strong|span|br|p)(?:[.\s/][^<>]*)?>|</?\d[\d:.]*>|\{\\[^}]*\}`)

	quotedName   = lazyregexp.New(`^(?:\d+\s+)?"(.*)"(?:\s*\(\d*\))?$`)
	numberedName = lazyregexp.New(`^\d+\s*(?:[-–—:|]\s*([^()]+)|\s([^()]+)\s\(\d+\))$`)
	bracketed    = lazyregexp.New(`^(?:\(([^()]+)\)|\[([^][]+)\]):?$`)
)

// identified is the voice that the identifier of a cue names: Webex writes 1 "Roe" (1001),
// others 1 - Roe. ok is false for identifiers that are not about voices.
func identified(row string) (voice string, ok bool) {
	if m := quotedName().FindStringSubmatch(row); m != nil {
		return voiceName(m[1]), true
	}
	if m := numberedName().FindStringSubmatch(row); m != nil && looksLikeName(m[1]+m[2]) {
		return voiceName(m[1] + m[2]), true
	}
	return "", false
}

// looksLikeName reports whether a label is up to five words that begin with capitals, or
// are in a script without them, and is no sound.
func looksLikeName(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(first) || sounds[strings.ToLower(w)] {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 5 && hasLetter(s)
}

// sounds are words in brackets that captions put for what is heard and not said.
var sounds = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`music applause laughter laughing laughs laugh silence pause crosstalk inaudible
		unintelligible noise cheering cheers sighs sigh coughs coughing crying speaking singing sound background foreign
		musik applaus gelächter lachen lacht pause unverständlich musique applaudissements rires música aplausos risas`) {
		m[w] = true
	}
	return m
}()

// voiceName is the name of a voice; what has neither letter nor digit, as -, names nobody.
func voiceName(s string) string {
	s = plain(s)
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return s
}

// voices finds who says what in each cue: by its voice tags, else by names in brackets on
// lines of their own, else by its identifier.
func (r *cueReader) voices() {
	brackets, labels := r.namesInBrackets(), r.labels()
	for _, cue := range r.cues {
		text := strings.Join(cue.lines, "\n")
		switch {
		case voice().MatchString(text):
			cue.said = tagged(text, cue.voice)
		case brackets:
			cue.said = inBrackets(cue.lines, cue.voice)
		case cue.voice == "":
			cue.said = r.byLabel(cue, labels)
		default:
			cue.said = []cueText{{cue.voice, plain(text)}}
		}
	}
}

// tagged cuts the text of a cue at its voice tags. What is after the end of a voice is
// said by other.
func tagged(text, other string) (said []cueText) {
	now, from := other, 0
	for _, m := range voice().FindAllStringSubmatchIndex(text, -1) {
		said = append(said, cueText{now, plain(text[from:m[0]])})
		if now, from = other, m[1]; m[2] >= 0 {
			now = voiceName(text[m[2]:m[3]])
		}
	}
	return append(said, cueText{now, plain(text[from:])})
}

// namesInBrackets reports whether at least half of the cues begin with a name in brackets
// on a line of its own; a sound is on such a line too, but not in each cue.
func (r *cueReader) namesInBrackets() bool {
	named, all := 0, 0
	for _, cue := range r.cues {
		if len(cue.lines) > 0 {
			all++
		}
		if len(cue.lines) > 1 && nameInBrackets(cue.lines[0]) != "" && nameInBrackets(cue.lines[1]) == "" {
			named++
		}
	}
	return named > 1 && named*2 >= all
}

// nameInBrackets is the name that a line in brackets is, "" if it is none.
func nameInBrackets(line string) string {
	m := bracketed().FindStringSubmatch(line)
	if m == nil || !looksLikeName(m[1]+m[2]) {
		return ""
	}
	return voiceName(m[1] + m[2])
}

// inBrackets cuts a cue at its names in brackets; dashes alone between two speakers are
// no words.
func inBrackets(lines []string, before string) (said []cueText) {
	now, from := before, 0
	add := func(to int) {
		words := lines[from:to]
		for len(words) > 0 && strings.Trim(words[len(words)-1], "-–—") == "" {
			words = words[:len(words)-1]
		}
		said = append(said, cueText{now, plain(strings.Join(words, "\n"))})
	}
	for i, line := range lines {
		if name := nameInBrackets(line); name != "" {
			add(i)
			now, from = name, i+1
		}
	}
	add(len(lines))
	return said
}

// plain is the text of a cue without markup, on one line.
func plain(s string) string {
	return strings.Join(strings.Fields(clean(html.UnescapeString(withoutMarkup(s, markup())))), " ")
}

func withoutMarkup(s string, markup *regexp.Regexp) string {
	if !strings.ContainsAny(s, "<{") {
		return s
	}
	return markup.ReplaceAllString(s, "")
}
