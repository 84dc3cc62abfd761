package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A Label is something in a document that looks like the name of a speaker, and what was
// decided about it.
type Label struct {
	Text    string // as it first occurs, without colon or brackets
	Speaker string // to whom its words are given; "" for nobody
	Times   int    // how often it occurs
	As      As
	Why     string // the evidence, as "occurs 12 times"
	First   string // the beginning of the line in which it first occurs
}

// Doubtful reports whether a label may be a speaker although its words are nobody's.
func (l Label) Doubtful() bool { return l.As == Nobody && (l.Why == whyDoubt || l.Why == whyRare) }

// Guessed reports whether a label is taken for a person although it is one word that occurs
// once, as many a word before a colon is.
func (l Label) Guessed() bool {
	return l.Why == whyOnce && l.Times == 1 && !strings.Contains(l.Text, " ")
}

// Shared reports whether two people above a transcript have the label, so that it is undecided
// who says its words.
func (l Label) Shared() bool { return l.Why == whyShared }

// Short reports whether a label was taken for a shorter form of another speaker's name.
func (l Label) Short() bool { return l.Why == whyShort }

// Told reports whether the researcher set what a label is.
func (l Label) Told() bool { return l.Why == whyTold }

// SameLabel reports whether two spellings are of one label: neither case nor a colon at the
// end matters.
func SameLabel(a, b string) bool { return labelKey(a) == labelKey(b) }

// LabelKey is the same for all spellings of a label.
func LabelKey(label string) string { return labelKey(label) }

// As says what a label is taken for.
type As string

// What labels are taken for. The words after a label that is nobody's have no speaker;
// those after prose belong to the turn in which it occurs.
const (
	Person     As = "person"
	Researcher As = "researcher"
	Nobody     As = "nobody"
	Prose      As = "prose"
)

// WhyJoint is why the words after a label such as "BL & JT" are nobody's: others speak under its
// parts, and a turn has one speaker.
const WhyJoint = "joins the labels of others"

// Why a label is taken for what it is.
const (
	whyTold     = "set by the researcher"
	whyLayout   = "the layout was set by the researcher"
	whyForm     = "its form is rare outside of transcripts"
	whyFile     = "named by the file itself"
	whyKnown    = "a known participant"
	whyOthers   = "speaks in other files"
	whyRole     = "a role"
	whyNamed    = "named above the transcript"
	whyShared   = "stands for two people above the transcript"
	whyShort    = "a shorter form of another speaker's name"
	whyOnce     = "a name among other speakers"
	whyHead     = "a line about the interview"
	whySound    = "a sound or a note"
	whyNone     = "stands for an unknown speaker"
	whyTime     = "a time or a number"
	whySentence = "part of a sentence"
	whyList     = "an item of a list"
	whyDoubt    = "occurs once and may be a name"
	whyRare     = "does not recur enough"
	whyAnswer   = "F beside A"
)

// Reasons lists why labels are taken for what they are, but for "occurs 12 times".
func Reasons() []string {
	return []string{whyTold, whyLayout, whyForm, whyFile, whyKnown, whyOthers, whyRole, whyNamed, whyShared, whyShort, whyOnce, whyHead, whySound, whyNone, whyTime,
		whySentence, whyList, whyDoubt, whyRare, whyAnswer, WhyJoint}
}

// pronoun is one that people add to their names.
const pronoun = `(?:she|hers?|he|him|his|they|them|theirs?|ze|zir|xe|xem|any|all|pronouns|sie|ihre?|ihn|ihm|er|seine?|elle|elles|il|lui|iel|ella|ellas|suya|él|elle)`

var (
	// timeLabel is a label that is a time of day, a date or a score.
	timeLabel = lazyregexp.New(
		`(?i)^[\[(#]?\d{1,4}(?:[:.h,/-]\d{1,4}){1,3}[\])#]?(?: ?(?:[ap]\.?m\.?|uhr|h))?$` +
			`|^\d{1,2} ?(?:[ap]\.?m\.?|uhr|h)$|^(?:uhr|hrs|o['’]clock)$`,
	)
	// pronouns that people add to their names in video calls.
	pronouns = lazyregexp.New(`(?i)\s*[(\[]` + pronoun + `(?:[/, ]+` + pronoun + `){1,3}[)\]]`)
	phone    = lazyregexp.New(`^[+(]?\d[\d ()*x./-]{5,}$`)
)

// behindLabel are the signs that may be between a label and a time or the words.
const behindLabel = " \t:：,;|–—-"

// cleanLabel is a label without the decoration around it.
func cleanLabel(s string) string {
	s = withoutMarks(strings.Join(strings.Fields(s), " "))
	if strings.Count(s, "*")%2 == 0 && strings.HasPrefix(s, "*") {
		s = strings.Trim(s, "* ")
	}
	if name := strings.TrimRight(s, behindLabel); name != "" {
		return name
	}
	return strings.TrimSpace(strings.TrimRight(s, ":："))
}

// labelKey is the same for all spellings of a label: P1, P01 and p 1; I.K. and IK; Anna Kern and
// Kern, Anna.
func labelKey(label string) string {
	label = corpus.PlainApostrophes(label)
	key := strings.ToLower(strings.TrimRight(cleanLabel(label), ". "))
	switch {
	case key == "":
	case key[len(key)-1] >= '0' && key[len(key)-1] <= '9':
		return numberKey(key)
	case strings.Contains(key, "."):
		return initialsKey(key)
	case strings.Contains(key, ", "):
		return surnameFirst(label, key)
	}
	return key
}

// numberKey is a key of one word and a number, without what is between them.
func numberKey(key string) string {
	stem := strings.TrimRight(key, "0123456789")
	word := strings.TrimRight(stem, " _#.-")
	if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return key
	}
	return word + strings.TrimLeft(key[len(stem):len(key)-1], "0") + key[len(key)-1:]
}

// initialsKey is a key of initials without full stops.
func initialsKey(key string) string {
	letters := strings.FieldsFunc(key, func(r rune) bool { return r == '.' || r == ' ' })
	for _, l := range letters {
		if utf8.RuneCountInString(l) > 1 {
			return key
		}
	}
	return strings.Join(letters, "")
}

// surnameFirst is the key of a name that has the surname first, with the surname last.
func surnameFirst(label, key string) string {
	surname, first, _ := strings.Cut(key, ", ")
	if strings.ContainsAny(first, ",()[]/|&") || strings.ContainsAny(key, "0123456789") || !nameLike(label) || len(strings.Fields(key)) > 4 {
		return key
	}
	return first + " " + surname
}

// unnamed reports whether a label stands for a speaker whom nobody could name: -, ?, ??, …
func unnamed(label string) bool {
	return label != "" && !strings.ContainsFunc(label, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// abbreviation reports whether a label is one or two letters with a number that also stand
// for other things than people: V3, A1. P3, B1 and S00 do not.
func abbreviation(label string) bool {
	letters := strings.TrimRight(label, ".#_0123456789 ")
	return letters != "" && len(letters) < len(label) && len(letters) <= 2 && !standIns[letters]
}

// isDate reports whether a label is a date with a year, as beside the time of a meeting, or a day without
// one, as in notes of several days: 4 March, Mon 4 March.
func isDate(label string) bool {
	if !strings.ContainsAny(label, digits) {
		return false
	}
	year := strings.Contains(label, "19") || strings.Contains(label, "20")
	return year && corpus.FindDate(label) != "" || len(label) < 30 && len(corpus.FindDate(label+" 2000")) == len("2000-01-01")
}

// address reports whether a label is a mail address or a telephone number.
func address(label string) bool {
	return strings.Contains(label, "@") && !strings.Contains(label, " ") || phone().MatchString(label)
}

// A wording says how much a label reads like a part of a sentence.
type wording uint8

const (
	nameWording     wording = iota
	doubtfulWording         // a label only if it recurs
	sentenceWording         // a label only if it recurs like a speaker
)

// wordingOf judges a label by what it is made of, in any script.
func wordingOf(label string) wording {
	if strings.Contains(label, "/") {
		label = pronouns().ReplaceAllString(label, "")
	}
	words := strings.Fields(label)
	if len(words) > 8 {
		if name, ok := nameAtLength(label); ok {
			return wordingOf(name)
		}
	}
	first, _ := utf8.DecodeRuneInString(label)
	switch {
	case len(label) > longestLabel && !strings.ContainsAny(label, "。！？!?…;؛؟।॥۔“”\"=<>") && !stopInside(words): // it recurs
		return doubtfulWording
	case address(label):
		return nameWording
	case len(words) > 8 || strings.ContainsAny(label, "。！？!?…;؛؟।॥۔“”\"=<>") || strings.Contains(label, "...") || stopInside(words):
		return sentenceWording
	case closesSentence(label, len(words)):
		return sentenceWording
	case unicode.IsLower(first) || strings.ContainsAny(label, "，、،|/\\"):
		return doubtfulWording
	}
	lower := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(['’"))
		if !unicode.IsUpper(r) && unicode.IsLetter(r) && !particles[strings.ToLower(strings.TrimRight(w, ".,)]"))] {
			lower++
		}
	}
	if len(words) > 3 && lower > 0 || strings.Contains(label, ", ") && lower > 1 {
		return doubtfulWording
	}
	return nameWording
}

// stopInside reports whether a full stop ends a sentence between words; one after a short
// word or a letter is that of an abbreviation.
func stopInside(words []string) bool {
	for i, w := range words[:max(len(words)-1, 0)] {
		stem, ok := strings.CutSuffix(w, ".")
		if !ok {
			continue
		}
		r, _ := utf8.DecodeRuneInString(stem)
		next, _ := utf8.DecodeRuneInString(words[i+1])
		limit := 5
		if !hasCase(r) {
			limit = 2
		}
		if utf8.RuneCountInString(stem) > limit || unicode.IsLower(r) && unicode.IsUpper(next) && !titles().MatchString(w) {
			return true
		}
	}
	return false
}

func hasCase(r rune) bool { return unicode.ToUpper(r) != unicode.ToLower(r) }

// closings end sentences in scripts without capitals. A name is shorter than a sentence
// that ends in one of them.
var closings = []struct {
	script   *unicode.RangeTable
	runes    int // that a sentence has at least
	words    int
	endings  string
	sentence int // runes that no name has
}{
	{unicode.Hangul, 3, 2, "다 요 까 죠 네 지 면 데 는 은 고", 14},
	{unicode.Hiragana, 5, 1, "です ます した でした だ か ね よ は が と の", 12},
	{unicode.Han, 5, 1, "是 的 了 吗 呢 说 道 样 就 问 題 题 という", 6},
	{unicode.Devanagari, 0, 3, "है था थी थे हैं हूँ हो कि गया", 40},
	{unicode.Arabic, 0, 4, "", 40},
	{unicode.Hebrew, 0, 4, "", 40},
	{unicode.Thai, 16, 1, "", 30},
}

// closesSentence reports whether a label in a script without capitals ends as a sentence
// does, or is too long for a name.
func closesSentence(label string, words int) bool {
	if label == "" || label[len(label)-1] < utf8.RuneSelf {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(label)
	n := utf8.RuneCountInString(label)
	for _, c := range closings {
		if !unicode.Is(c.script, last) && !(c.script == unicode.Hiragana && unicode.Is(unicode.Katakana, last)) {
			continue
		}
		if n > c.sentence && !strings.ContainsAny(label, "·・（(") || c.endings == "" && words >= c.words && n >= c.runes {
			return true
		}
		for ending := range strings.FieldsSeq(c.endings) {
			if n >= c.runes && words >= c.words && strings.HasSuffix(label, ending) {
				return true
			}
		}
	}
	return false
}

// nameLike reports whether a label that occurs only once looks like a name: each
// word is capitalised, except for particles; in scripts without capitals two words at most.
func nameLike(name string) bool {
	words := strings.Fields(name)
	if len(words) == 1 && len(name) <= 4 && name == strings.ToUpper(name) && !address(name) {
		return false // OK, UK, NATO
	}
	for _, w := range words {
		r, n := utf8.DecodeRuneInString(strings.TrimLeft(w, "(['’"))
		next, _ := utf8.DecodeRuneInString(w[min(n, len(w)):]) // iPhone
		if unicode.IsLower(r) && !unicode.IsUpper(next) && !particles[strings.ToLower(strings.TrimRight(w, ".,)]"))] {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	if unicode.IsLetter(first) && !hasCase(first) && len(words) > 2 { // a sentence looks like it
		return false
	}
	return len(words) <= 6
}

// mayBeName reports whether a label that occurs once may be the name of a speaker, so that
// its words must not be given to the speaker before: short, without the signs of a
// sentence, each word capitalised if the script has capitals; or a description of somebody.
func mayBeName(label string) bool {
	if corpus.DescribesPerson(label) {
		return true
	}
	words := strings.Fields(label)
	if len(words) > 4 || wordingOf(label) == sentenceWording || strings.ContainsAny(label, ",，、،") && !nameLike(label) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(label)
	if unicode.IsLetter(first) && !hasCase(first) {
		return len(words) <= 2
	}
	upper := len(words) == 1 && label == strings.ToUpper(label)
	return address(label) || upper || nameLike(label) || corpus.RoleOf(label) != corpus.NoRole
}
