package transcript

import (
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A slip is the label of a speaker of the document with something beside it that the
// layout does not have: "B;", "B [laughs]:", "- B:", "B:Yes" among "B: No". It is typed
// once or twice, so that nothing but the label itself shows who speaks; without it the
// words would be those of the speaker before.
var (
	slipBefore = lazyregexp.New(`^[^\p{L}\p{N}\n]{0,8}(?:` + clock + `(?:-\d)?[^\p{L}\p{N}\n]{1,4})?`)
	slipAfter  = lazyregexp.New(`^[ \t]*(?:[(\[{<]([^)\]}>\n]{0,60})[)\]}>])?[ \t*_?.)\]}>”"’»«]{0,4}[:;：]+[*_]*[ \t]*`)
)

// withSlips adds marks at blocks that begin with another spelling of a label that recurs or
// names a role, and takes labels that occur once for what they are another spelling of.
func (e *weigher) withSlips(marks []mark) []mark {
	if !e.layout.loose {
		return marks
	}
	times, at, below := map[string]int{}, map[int]int{}, 0
	for n, m := range marks {
		if !e.Blocks[m.block].Gap {
			below++
		}
		times[m.key]++
		at[m.block] = n
	}
	var labels []mark
	seen := map[string]bool{}
	role := func(name string) bool {
		return corpus.RoleOf(name) != corpus.NoRole && !strings.ContainsAny(name, "([{<")
	}
	for _, m := range marks {
		speaks := times[m.key] > 1 || role(m.name) || e.inFull(m.name) || shortLabel().MatchString(m.name) && e.decorated(m)
		if !m.nobody && !seen[m.key] && speaks {
			seen[m.key] = true
			labels = append(labels, m)
		}
	}
	for _, p := range e.head.legend {
		for _, label := range p.Aliases {
			key := labelKey(label)
			if !seen[key] {
				seen[key] = true
				labels = append(labels, mark{name: label, key: key})
			}
			for n := range labels {
				labels[n].legend = labels[n].legend || labels[n].key == key && len(label) > 1
			}
		}
	}
	if len(labels) == 0 || len(labels) > 100 {
		return marks
	}
	slices.SortStableFunc(labels, func(a, b mark) int { return len(b.name) - len(a.name) }) // "P10" before "P1"
	lines := e.paragraphs() == len(e.Blocks) || below*2 > len(marks)                        // each is a paragraph
	all := slices.Clone(marks)
	dense := len(marks)*10 >= e.paragraphs()*6
	for i := e.head.end; i < len(e.Blocks); i++ {
		n, marked := at[i]
		if marked && (marks[n].nobody || times[marks[n].key] > 1 || seen[marks[n].key]) {
			continue
		}
		paragraph := e.Blocks[i].Gap || lines
		m, ok := slip(e.line(i), labels, paragraph)
		if !ok && !marked && paragraph && dense && e.Blocks[i].Kind != corpus.HeadingBlock {
			m, ok = strangeName(e.line(i))
		}
		if !ok || marked && guess().MatchString(marks[n].name) && !(len(times) == 3 && n > 0 && marks[n-1].key != m.key) {
			continue // a guess is believed where it is the only other one of two who take turns
		}
		m.block, m.body = i, e.Blocks[i].Span.Start+m.body
		if marked {
			m.at, m.to = marks[n].at, marks[n].to
			all[n] = m
		} else {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b mark) int { return a.block - b.block })
	return all
}

// inFull reports whether a label is the name of somebody even if it occurs once: a full name, or one that is
// known or in the head.
func (e *weigher) inFull(label string) bool {
	if e.options.Known(label) || e.namedAbove(label) {
		return true
	}
	return strings.Contains(label, " ") && isName(label) && corpus.RoleOf(label) == corpus.NoRole && !namesOrganisation(label)
}

// guess is a label of which the transcriber is not sure: "M?", "TN4 (?)".
var guess = lazyregexp.New(`^(\p{Lu}{1,4}\d{0,2}|\p{Lu}\p{L}+) ?\(?\?\)?$`)

// guessed reports whether a label is a guess at one of a few letters or at another label.
func (e *weigher) guessed(label string) bool {
	m := guess().FindStringSubmatch(label)
	return m != nil && (shortLabel().MatchString(m[1]) || e.byKey[labelKey(m[1])] != nil)
}

// decorated reports whether the label of a mark begins another line with a note beside it.
func (e *weigher) decorated(m mark) bool {
	for i := range e.Blocks {
		if line := e.line(i); i != m.block && strings.HasPrefix(line, m.name) {
			if x, ok := slip(line, []mark{m}, false); ok && !guess().MatchString(strings.TrimRight(line[:x.body], ": ")) {
				return true
			}
		}
	}
	return false
}

// commaNote is a note after a comma: "JT, after a pause:". Behind a name it may be what is said to somebody, unless
// its words are of how people speak.
var (
	commaNote = lazyregexp.New(`^, (\p{Ll}[\p{L}']*(?: [\p{L}']+){0,4})[ \t]*[:：]+[ \t]+`)
	manner    = lazyregexp.New(`^(?:(?:after|with|in|from|to|on|off|nach|mit|an|zu|aus|im|unter|après|avec|en|à|con|tras) .*|` +
		`(?:\p{L}+ )?(?:\p{L}+(?:ing|ingly|edly|etly|oudly|[elr]nd|isch|ant|ando|iendo|endo)|softly|slowly|angrily|sighs|laughs|again|` +
		`leise|laut|ruhig|wütend|nachdenklich|zögerlich|lacht|seufzt|flüstert|wieder))$`)
)

// besideSomebody is a note that tells of somebody beside the one who is named: "son", "her sister", "interpreter".
var besideSomebody = lazyregexp.New(`(?i)^(?:(?:her|his|their|the|a|an|my|ihre?|seine?|der|die|eine?|` +
	`son|sa|leur|le|la|su|el|sua?|il|\S+['’]s) )?` +
	`(?:(?:step|grand|ex-?|schwieger|groß|enkel)?-?(?:son|daughter|mother|father|child|sohn|tochter|mutter|vater|kind)(?:-in-law)?|` +
	`wife|husband|sister|brother|(?:ehe)?(?:frau|mann)|schwester|bruder|aunt|uncle|cousine?|niece|nephew|tante|onkel|nichte|neffe|` +
	`interpreter|translator|carer|dolmetscher(?:in)?|übersetzer(?:in)?|fils|fille|mère|père|épouse|mari|s[oœ]eur|frère|interprète|` +
	`hij[oa]|madre|padre|espos[oa]|herman[oa]|intérprete|figli[oa]|moglie|marito|sorella|fratello|zoon|dochter|moeder|vader|zus|broer)` +
	`(?: (?:of|von|de|di|van) .*)?$`)

// slip reads one of the labels at the beginning of a line; body is counted from there. A
// semicolon is a slip at the beginning of a paragraph alone. The mark is strange where nobody can tell
// whether it is one.
func slip(line string, labels []mark, paragraph bool) (m mark, ok bool) {
	start := len(slipBefore().FindString(line))
	if start >= len(line) {
		return m, false
	}
	for _, x := range labels {
		rest, begins := strings.CutPrefix(line[start:], x.name)
		if !begins || strings.IndexFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) == 0 {
			continue
		}
		after, strange := behindSlip(x, rest), false
		if n := commaNote().FindStringSubmatch(rest); n != nil {
			letters := len(x.name) > 1 && shortLabel().MatchString(x.name)
			after, strange = n[0], !manner().MatchString(n[1]) && (!letters || corpus.Sentence("X "+n[1]))
		}
		if paragraph && after == "" {
			after, strange = dashed(x, rest)
		}
		if paragraph && after == "" {
			after = bareSlip(x, rest)
		}
		if after != "" && (paragraph || strings.ContainsAny(after, ":：")) {
			m = mark{name: x.name, key: x.key, body: len(line) - len(rest) + len(after), at: corpus.NoTime, to: corpus.NoTime}
			if m.strange = strange; strange {
				m.name, m.key = strings.TrimRight(line[start:m.body], " \t:"), labelKey(line[start:m.body])
			}
			return m, true
		}
	}
	return m, false
}

// behindSlip is what is between a label and its words, unless it tells of somebody else.
func behindSlip(x mark, rest string) string {
	m := slipAfter().FindStringSubmatch(rest)
	if m == nil || besideSomebody().MatchString(m[1]) && corpus.RoleOf(x.name) != corpus.RoleAsks {
		return ""
	}
	return m[0]
}

// dash is between a name and words that begin a sentence, in the place of a colon.
var dash = lazyregexp.New(`^[ \t]+(?:[-–—]|--)[ \t]+`)

// dashed is the dash behind the label of a speaker. A second dash may close what the first one opened.
func dashed(x mark, rest string) (after string, strange bool) {
	after = dash().FindString(rest)
	words := rest[len(after):]
	first, _, _ := strings.Cut(words, " ")
	if after == "" || letterWords[x.key] || !isLetter(words) || !beginsSentence(first) {
		return "", false
	}
	return after, strings.Contains(words, " - ") || strings.Contains(words, " – ") || strings.Contains(words, " — ")
}

// strangeHead is a full name with a semicolon or a dash behind it, where labels have a colon.
var strangeHead = lazyregexp.New(`^[ \t]*(\p{Lu}[\p{L}.'’-]*(?: \p{L}[\p{L}.'’-]*){1,3})(?:;|[ \t]+(?:[-–—]|--))[ \t]+(\p{Lu}.*)$`)

// strangeName reads a line that begins with the name of somebody who does not speak otherwise.
func strangeName(line string) (m mark, ok bool) {
	at := strangeHead().FindStringSubmatchIndex(line)
	if at == nil {
		return m, false
	}
	name := line[at[2]:at[3]]
	m = mark{name: name, key: labelKey(name), body: at[4], strange: true, at: corpus.NoTime, to: corpus.NoTime}
	return m, isName(name) && !namesOrganisation(name) && !strings.Contains(line[at[4]:], " - ") && !strings.Contains(line[at[4]:], " – ")
}

// bareSlip is what is between the label of a stand-in and its words where the colon is missing: "B Er
// blieb." among "B: Ja." The words begin a sentence, as those of "I think" do not.
func bareSlip(x mark, rest string) string {
	words := strings.TrimLeft(rest, " \t")
	next, _, _ := strings.Cut(words, " ")
	if !shortLabel().MatchString(x.name) || !x.legend && corpus.RoleOf(x.name) == corpus.NoRole || len(words) == len(rest) || !isLetter(words) || !beginsSentence(next) {
		return ""
	}
	return rest[:len(rest)-len(words)]
}

// oddHead is what stands before a colon at the beginning of a line in a form that no layout
// has: "Petra Vogt [she/her]:", "<Petra>:", "“Petra”:". What follows a bullet is an item of
// a list.
var oddHead = lazyregexp.New(`^[ \t]*([\[<(“„»«"#№’'‘]{0,2}([\p{L}\p{N}][\p{L}\p{N} .'’&/-]{0,50}?)[ \t]*` +
	`(?:[(\[{<][^)\]}>:：\n]{1,40}[)\]}>])?[\])>”"’»«*]{0,2})[ \t]*[:：]+(?:[ \t]+|$)`)

// bracketHead is a label in brackets without a colon, at the beginning of a line.
var bracketHead = lazyregexp.New(`^[ \t]*[\[<(]([^\])>\n]{2,40})[\])>][ \t]+`)

// withOddLabels adds marks with labels of odd forms that recur through the document, or that
// may be names and are in brackets.
func (e *weigher) withOddLabels(marks []mark) []mark {
	if !e.layout.loose || len(marks) == 0 {
		return marks
	}
	marked, labels := map[int]bool{}, map[string]bool{}
	for _, m := range marks {
		marked[m.block], labels[m.key] = true, true
	}
	var heads []odd
	times := map[string]int{}
	for i := e.head.end; i < len(e.Blocks); i++ {
		if marked[i] || e.Blocks[i].Kind == corpus.HeadingBlock {
			continue
		}
		if h, ok := e.oddHead(i, labels); ok {
			times[h.written]++
			heads = append(heads, h)
		}
	}
	all := slices.Clone(marks)
	for _, h := range heads {
		if n := times[h.written]; h.likely || n >= 2 && n*7 >= e.paragraphs() {
			all = append(all, h.mark)
		}
	}
	slices.SortStableFunc(all, func(a, b mark) int { return a.block - b.block })
	return all
}

// An odd is a mark of an odd form.
type odd struct {
	mark
	written string
	likely  bool // it is a label even if it occurs once
}

// oddHead reads the beginning of block i as a label of an odd form. In brackets without a colon it is one of a
// role, or one of those that have a colon elsewhere.
func (e *weigher) oddHead(i int, labels map[string]bool) (h odd, ok bool) {
	line := e.line(i)
	if isNotation(line) {
		return h, false
	}
	h.mark = mark{block: i, at: corpus.NoTime, to: corpus.NoTime}
	var m []int
	if strings.Contains(line, ":") || strings.Contains(line, "：") {
		m = oddHead().FindStringSubmatchIndex(line)
	}
	if m != nil {
		h.body, h.written = e.Blocks[i].Span.Start+m[1], line[m[2]:m[3]]
		h.name, h.key = e.clean(line[m[4]:m[5]])
		h.likely = (strings.IndexByte("[<({", h.written[0]) >= 0 || beforeNote(h.written) != h.written) && mayBeName(h.name) && !soundWords[h.key]
		return h, h.name != ""
	}
	if !beginsWith(line, "[<(") {
		return h, false
	}
	if m = bracketHead().FindStringSubmatchIndex(line); m == nil {
		return h, false
	}
	h.body, h.written = e.Blocks[i].Span.Start+m[1], line[:m[1]]
	h.name, h.key = e.clean(line[m[2]:m[3]])
	role := corpus.RoleOf(h.name)
	h.likely = labels[h.key] && mayBeName(h.name) || (role == corpus.RoleAsks || role == corpus.RoleAnswers) && strings.ContainsFunc(h.name, unicode.IsLetter) &&
		!corpus.CommonLabel(h.name)
	return h, h.likely
}
