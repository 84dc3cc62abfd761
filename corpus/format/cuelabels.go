package format

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// Two people may speak in one cue: each line has a dash or a name before it, or the second
// name is in the middle of a line. What a name is, the whole file shows.

var (
	cueDash  = lazyregexp.New(`^[-–—‐][ \t]*`)
	cueLabel = lazyregexp.New(`^([\p{L}\p{N}][^:\n]{0,39}?)[ \t]*:[ \t]+\S`)

	// cueChange is where somebody else may begin within a line.
	cueChange = lazyregexp.New(`[.?!…"”’)\]][ \t]+`)
)

// labelOf is the name with a colon with which a text begins, "" for none.
func labelOf(text string) string {
	m := cueLabel().FindStringSubmatch(text)
	if m == nil || !looksLikeName(m[1]) && corpus.RoleOf(m[1]) == corpus.NoRole {
		return ""
	}
	return m[1]
}

// labels are the names with a colon that recur in cues, or that begin lines of one cue, each another.
func (r *cueReader) labels() map[string]bool {
	times := map[string]int{}
	r.openings, r.chevrons = r.wholeOpenings(), r.hasChevrons()
	for _, cue := range r.cues {
		inCue := map[string]bool{}
		for _, line := range cue.lines {
			line = plain(line)
			begins := labelOf(cueDash().ReplaceAllString(line, ""))
			times[begins]++
			inCue[begins] = true
			for _, m := range r.sentenceEnds(line) {
				name := labelOf(cueDash().ReplaceAllString(line[m[1]:], ""))
				times[name]++
				if inCapitals(name) {
					inCue[name] = true
				}
			}
		}
		delete(inCue, "")
		for name := range inCue {
			if len(inCue) > 1 && cue.voice == "" {
				times[name] = max(times[name], 2)
			}
		}
	}
	labels := map[string]bool{}
	for name, n := range times {
		if name != "" && n > 1 {
			labels[name] = true
		}
	}
	return labels
}

// inCapitals reports whether a name has no small letters, as captioners write names.
func inCapitals(name string) bool {
	return utf8.RuneCountInString(name) > 2 && name == strings.ToUpper(name) && hasLetter(name)
}

// byLabel cuts a cue where somebody else begins to speak.
func (r *cueReader) byLabel(c *subtitle, labels map[string]bool) (said []cueText) {
	dashes := 0
	for _, line := range c.lines {
		if cueDash().MatchString(line) {
			dashes++
		}
	}
	part := ""
	add := func(next string) {
		said = append(said, cueText{c.voice, plain(part)})
		rest := cueDash().ReplaceAllString(next, "")
		if labels[labelOf(rest)] && !strings.HasPrefix(next, ">>") { // chevrons tell that names are in capitals
			next = rest
		}
		part = next
	}
	for _, line := range c.lines {
		for i, text := range r.changes(line, labels, dashes > 0) {
			dashed := dashes > 1 && i == 0 && cueDash().MatchString(text)
			if i > 0 || dashed || labels[labelOf(cueDash().ReplaceAllString(text, ""))] {
				add(text)
			} else {
				part += "\n" + text
			}
		}
	}
	add("")
	return said
}

// changes cuts a line before each label in the middle of it, and before a dash after a
// sentence where a dash is before the whole line, too.
func (r *cueReader) changes(line string, labels map[string]bool, dashed bool) (parts []string) {
	if at := r.chevron(line); at > 0 {
		return append(r.changes(strings.TrimSpace(line[:at]), labels, dashed), r.changes(line[at:], labels, dashed)...)
	}
	from := 0
	for _, m := range r.sentenceEnds(line) {
		rest := line[m[1]:]
		after := cueDash().ReplaceAllString(rest, "")
		first, _ := utf8.DecodeRuneInString(after)
		if labels[labelOf(after)] || dashed && after != rest && unicode.IsUpper(first) {
			parts = append(parts, strings.TrimSpace(line[from:m[1]]))
			from = m[1]
		}
	}
	return append(parts, line[from:])
}

// chevrons are before what somebody else says.
const chevrons = ">>"

// chevronInside are those within a line, in HTML or not.
var chevronInside = lazyregexp.New(`[^\s>;][ \t]+((?:>|&gt;){2})`)

// chevron is the byte of a line at which somebody else begins to speak within it, 0 for none, in a file
// whose lines begin with chevrons where another one speaks.
func (r *cueReader) chevron(line string) int {
	if !r.chevrons {
		return 0
	}
	if m := chevronInside().FindStringSubmatchIndex(line); m != nil {
		return m[2]
	}
	return 0
}

// hasChevrons reports whether lines of the file begin with chevrons and words behind them.
func (r *cueReader) hasChevrons() bool {
	return slices.ContainsFunc(r.cues, func(c *subtitle) bool {
		return slices.ContainsFunc(c.lines, func(line string) bool {
			rest, ok := strings.CutPrefix(plain(line), chevrons)
			return ok && hasLetter(rest)
		})
	})
}

// particles are words in names that have no capital.
var particles = lazyregexp.New(`(\S) (?:(?:van|von|der|den|de|del|della|di|da|do|dos|das|la|le|du|al|el|bin|ibn|ter|ten|zu|af|av|y|e) )+`)

// withoutParticles is a name without the particles inside it.
func withoutParticles(name string) string { return particles().ReplaceAllString(name, "$1 ") }

// cueNumber is before the name in an identifier that has both.
var cueNumber = lazyregexp.New(`^\d+[\s.:|–-]+`)

// byIdentifier takes the identifiers of cues for names where most cues have one and they
// recur, as names do; other identifiers that are words are left out.
func (r *cueReader) byIdentifier() {
	times, named := map[string]int{}, 0
	name := func(c *subtitle) string {
		if s := cueNumber().ReplaceAllString(c.id, ""); hasLetter(s) && (looksLikeName(withoutParticles(s)) || corpus.RoleOf(s) != corpus.NoRole) {
			return voiceName(s)
		}
		return ""
	}
	for _, cue := range r.cues {
		if n := name(cue); n != "" {
			times[n]++
			named++
		}
	}
	names := len(times) > 1 && named >= 2*len(times) && named*2 >= len(r.cues)
	for _, cue := range r.cues {
		switch n := name(cue); {
		case names && n != "":
			cue.voice = n
		case strings.ContainsFunc(cue.id, unicode.IsSpace) || cue.id != "" && !strings.ContainsFunc(cue.id, unicode.IsDigit): // words
			r.leave(corpus.Annotation, cue.idRow, cue.id)
		}
	}
}
