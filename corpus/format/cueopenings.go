package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A name may have what also ends a sentence, as Prof. Petra Vogt, J. R. Smith and +1 (415) 555-0134
// have. So what a line has before its first colon is judged whole, before other names are looked for
// behind the ends of sentences.

var (
	// cueSigns are before the name with which a line begins.
	cueSigns = lazyregexp.New(`^(?:[-–—‐]|>{2,})?[ \t]*`)

	cueOpening = lazyregexp.New(`^([\p{L}\p{N}+(][^:：\n]{0,59}?)[ \t]*[:：]`)

	// callerLabel is a telephone number.
	callerLabel = lazyregexp.New(`^[+(]?\d[\d ().*x/-]{5,}$`)
)

// shortTitles are those that end in a full stop before a name, beside the abbreviations of sentences.
var shortTitles = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`sen rep gov pres amb del ass asst assoc maj gen adm cmdr brig sr jr fr bro rabbi det const
		dr prof mag ing dipl med phil rer nat jur habil priv doz fru frl frk dott dra dhr mevr sig avv arch ir drs mr mgr bc
		lic arq psic mons eng adv atty doc akad inz inż hab`) {
		m[w] = true
	}
	return m
}()

// opening is what a line has before its first colon, "" for none, and where it begins.
func opening(line string) (text string, start int) {
	start = len(cueSigns().FindString(line))
	if m := cueOpening().FindStringSubmatch(line[start:]); m != nil {
		return m[1], start
	}
	return "", start
}

// sentenceEnds are the places in a line behind which somebody else may begin to speak.
func (r *cueReader) sentenceEnds(line string) (ends [][]int) {
	name := 0 // byte up to which a name goes
	within := func(from int) {
		if text, start := opening(line[from:]); r.openings[text] || isWhole(text, func(string) bool { return false }) {
			name = from + start + len(text)
		}
	}
	all := cueChange().FindAllStringIndex(line, -1)
	if len(all) > 0 {
		within(0)
	}
	for _, m := range all {
		if m[1] > name {
			ends = append(ends, m)
			within(m[1])
		}
	}
	return ends
}

// wholeOpenings finds the openings of lines that are a name although a sentence could end in them: by
// abbreviations, or since they recur while what follows the full stop is never before a colon by itself.
func (r *cueReader) wholeOpenings() map[string]bool {
	times, ends := map[string]int{}, map[string]map[string]bool{}
	before := map[string]bool{}
	for _, cue := range r.cues {
		now := map[string]bool{}
		for _, line := range cue.lines {
			text, _ := opening(plain(line))
			if now[text] = true; text == "" || before[text] { // captions that roll
				continue
			}
			times[text]++
			for _, m := range append(cueChange().FindAllStringIndex(text, -1), []int{0, 0}) {
				tail := text[m[1]:]
				if ends[tail] == nil {
					ends[tail] = map[string]bool{}
				}
				ends[tail][text] = true
			}
		}
		before = now
	}
	whole := map[string]bool{}
	for text, n := range times {
		whole[text] = isWhole(text, func(tail string) bool { return n > 1 && len(ends[tail]) == 1 })
	}
	return whole
}

// isWhole reports whether an opening is one name; only tells whether what follows a full stop has
// the same words before it wherever it occurs.
func isWhole(text string, only func(tail string) bool) bool {
	if callerLabel().MatchString(text) {
		return true
	}
	for _, m := range cueChange().FindAllStringIndex(text, -1) {
		head, tail := strings.TrimRight(text[:m[1]], " \t"), text[m[1]:]
		switch last := head[len(head)-1]; {
		case last == '.' && shortens(head, tail):
		case (last == '.' || last == ')' || last == ']') && only(tail):
		default:
			return false
		}
	}
	return true
}

// shortens reports whether the full stop at the end of a text is that of a title, an initial or a role.
func shortens(head, next string) bool {
	last := strings.TrimSuffix(head[strings.LastIndexByte(head, ' ')+1:], ".")
	initials := true
	for part := range strings.SplitSeq(last, ".") {
		first, n := utf8.DecodeRuneInString(part)
		initials = initials && n == len(part) && unicode.IsUpper(first)
	}
	return initials || shortTitles[strings.ToLower(last)] || corpus.RoleOf(last) != corpus.NoRole || corpus.EndsInAbbreviation(head, next)
}
