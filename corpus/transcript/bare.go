package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// bare is a label with nothing but blanks behind it: "B Er blieb". What shows that it is one is
// that the same few words begin most lines in turn, and that the words behind them begin sentences.
var bare = layout{
	name: "bare", loose: true, distinctive: true, recurs: true, example: "B text, without a colon",
	find: func(d *document) finder {
		f := bareFinder{document: d, labels: map[string]*bareLabel{}}
		if !f.choose() {
			return func(int) (mark, bool) { return mark{}, false }
		}
		return f.find
	},
}

// bareWord is the first word of a line, a role word with its number.
var bareWord = lazyregexp.New(`^(\p{L}[\p{L}\p{M}'’-]*\d{0,3}(?: \d{1,2})?)([.)]?)[ \t]+(\S+)`)

// letterWords are words of one letter in some language.
var letterWords = set(`a, i, o, e, y, u, w, z, k, s, v, n, t, à, é, è, ó, á, í, å, ö, и, в, с, к, о, у, я, а, ж, б, з, і, й, є, η, ο`)

// A bareLabel is a first word of lines that may be a label.
type bareLabel struct {
	name    string
	times   int
	begins  int // lines in which the word behind it begins a sentence
	asks    int // lines that end in a question mark
	behind  map[string]bool
	inside  bool // it is a word of the text: English I and A
	speaker bool
}

// A bareFinder knows the first words that are labels.
type bareFinder struct {
	*document
	labels map[string]*bareLabel
	lower  bool // sentences begin in lower case
}

// A bareStart is the beginning of a line that may be a bare label.
type bareStart struct {
	name, key, behind string
	body              int // byte of the line at which the words begin
	begins            bool
	sign              bool // a full stop, a bracket or a tab is behind the label
	at                timeLine
}

// start reads the beginning of block i.
func (f *bareFinder) start(i int) (s bareStart, ok bool) {
	if b := f.Blocks[i]; b.Kind == corpus.HeadingBlock || b.Kind == corpus.CueBlock {
		return s, false
	}
	line := f.line(i)
	from := spaceFrom(line, 0)
	s.at = timeLine{corpus.NoTime, corpus.NoTime}
	if t, n, ok := stampAt(line[from:]); ok && from+n < len(line) {
		s.at, from = t, afterStamp(line, from+n)
	}
	end := strings.IndexAny(line[from:], " \t")
	if end < 1 || end > 24 || !isLetter(line[from:from+end]) {
		return s, false
	}
	m := bareWord().FindStringSubmatchIndex(line[from:])
	if m == nil {
		return s, false
	}
	name := line[from : from+m[3]]
	if strings.Contains(name, " ") && corpus.RoleOf(name) == corpus.NoRole {
		return s, false
	}
	s.name, s.key = f.clean(name)
	s.behind, s.body, s.sign = line[from+m[6]:from+m[7]], from+m[6], m[4] < m[5] || line[from+end] == '\t'
	s.begins = beginsSentence(s.behind)
	return s, true
}

// isLetter reports whether a text begins with a letter.
func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// beginsSentence reports whether a word may begin a sentence: with a capital, a number or a sign.
func beginsSentence(word string) bool {
	word = strings.TrimLeft(word, "\"'“„«»‘([¿¡")
	r, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsLetter(r) || !unicode.IsLower(r)
}

// choose finds the labels, and reports whether they take turns.
func (f *bareFinder) choose() bool {
	lines, likely := 0, 0
	for i := f.head.end; i < len(f.Blocks); i++ {
		if lines++; lines == firstFew && likely*12 < lines {
			return false
		}
		s, ok := f.start(i)
		if !ok || s.sign {
			continue
		}
		x := f.labels[s.key]
		if x == nil {
			x = &bareLabel{name: s.name, behind: map[string]bool{}}
			f.labels[s.key] = x
		}
		if x.times++; x.times > 1 {
			likely++
		}
		if s.begins {
			x.begins++
		}
		if questionMark().MatchString(f.line(i)) {
			x.asks++
		}
		x.behind[s.behind] = true
	}
	f.lower = f.inLowerCase()
	for key, x := range f.labels {
		x.speaker = x.times > 1 && f.mayBeLabel(key, x)
	}
	return f.takeTurns()
}

// inLowerCase reports whether sentences have no capitals, as in GAT: letters that are no words
// show it.
func (f *bareFinder) inLowerCase() bool {
	times, begins := 0, 0
	for _, x := range f.labels {
		if shortLabel().MatchString(x.name) && !letterWords[strings.ToLower(x.name)] {
			times += x.times
			begins += x.begins
		}
	}
	return times >= 3 && begins*10 <= times*2
}

// mayBeLabel reports whether a first word that recurs may be a label: no word of the language,
// unless what is behind it always begins a sentence.
func (f *bareFinder) mayBeLabel(key string, x *bareLabel) bool {
	if heading(key) || len(x.behind)*2 < x.times {
		return false
	}
	lower := strings.ToLower(x.name)
	short := shortLabel().MatchString(x.name) || utf8.RuneCountInString(x.name) <= 2
	if short {
		inside := strings.Count(f.Body, " "+x.name+" ") + strings.Count(f.Body, " "+lower+" ")
		x.inside = inside*3 > x.times
		word := x.inside || letterWords[lower] && !f.lower || x.name == lower
		return !word || x.begins*10 >= x.times*6
	}
	if x.begins*10 < x.times*8 {
		return false
	}
	role := corpus.RoleOf(x.name)
	if role == corpus.RoleAsks || role == corpus.RoleAnswers && !corpus.CommonLabel(x.name) {
		return true
	}
	return nameLike(x.name) && !containsWord(f.Body, lower)
}

// takeTurns reports whether the labels are of people who talk: one asks, by a role or by the questions
// behind the label, or all are letters that are no words.
func (f *bareFinder) takeTurns() bool {
	n, changes, last := 0, 0, ""
	for i := f.head.end; i < len(f.Blocks); i++ {
		s, ok := f.start(i)
		if is, _ := f.isMark(s); !ok || !is && !f.once(i, s) {
			continue
		}
		n++
		if s.key != last {
			changes++
		}
		last = s.key
	}
	speakers, roles, asking, letters := 0, 0, 0, 0
	for key, x := range f.labels {
		if !x.speaker {
			continue
		}
		speakers++
		if asks(key) {
			roles++
		}
		if x.asks*10 >= x.times*4 {
			asking++
		}
		if shortLabel().MatchString(x.name) {
			letters++
		}
	}
	if speakers < 2 || speakers > 12 || changes*10 < n*6 {
		return false
	}
	share := n * 10 / max(f.paragraphs(), 1) // tenths
	if f.paragraphs() == len(f.Blocks) && changes*10 >= n*8 {
		share *= 3 // lines that go on with the one before
	}
	switch {
	case roles > 0 && speakers > roles:
		return n >= 4 && share >= 6
	case asking > 0 && asking < speakers, letters == speakers && speakers <= 6:
		return n >= 6 && share >= 8
	}
	return false
}

// isMark reports whether a line begins with one of the labels. Where it may be a word of the language
// that is not in the text, it is undecided whose words these are.
func (f *bareFinder) isMark(s bareStart) (is, nobody bool) {
	x := f.labels[s.key]
	switch {
	case x == nil || !x.speaker:
		return false, false
	case s.begins || f.lower || x.name == strings.ToLower(x.name):
		return true, false
	case x.inside || !shortLabel().MatchString(x.name):
		return false, false
	}
	return true, letterWords[strings.ToLower(x.name)] && !f.nounsHaveCapitals()
}

// find reads block i; a label that occurs once must be of a role or of a few letters.
func (f *bareFinder) find(i int) (mark, bool) {
	s, ok := f.start(i)
	if !ok {
		return mark{}, false
	}
	m := mark{name: s.name, body: f.Blocks[i].Span.Start + s.body, at: s.at.from, to: s.at.to}
	is, nobody := f.isMark(s)
	if m.nobody = nobody; nobody {
		m.body = f.Blocks[i].Span.Start
	}
	return m, is || f.once(i, s)
}

// once reports whether block i begins with a label that occurs once, one of a role or of a few letters.
func (f *bareFinder) once(i int, s bareStart) bool {
	x := f.labels[s.key]
	if x == nil || x.times > 1 || !s.begins || s.sign || !f.Blocks[i].Gap && f.paragraphs() < len(f.Blocks) || corpus.CommonLabel(s.name) {
		return false
	}
	role := corpus.RoleOf(s.name)
	return (shortLabel().MatchString(s.name) || role == corpus.RoleAsks || role == corpus.RoleAnswers) &&
		!strings.Contains(f.Body, " "+s.name+" ")
}
