package pseudonym

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// A Suggestion is a name that recurs in texts.
type Suggestion struct {
	Name    string
	Count   int
	Sources []string // that it stands in
	Context string   // where it stands first
}

// A Suggester collects names that recur and that a mask does not cover: words with
// capitals, one or several, that never stand in small letters.
type Suggester struct {
	mask  *Mask
	found map[string]*Suggestion
	small map[string]bool // words that stand in small letters somewhere
	sure  map[string]bool // that begin no sentence somewhere
}

// NewSuggester starts with nothing found; a nil mask covers nothing.
func NewSuggester(mask *Mask) *Suggester {
	if mask == nil {
		mask = NewMask(nil)
	}
	return &Suggester{mask, map[string]*Suggestion{}, map[string]bool{}, map[string]bool{}}
}

// Add looks through a source's text.
func (s *Suggester) Add(source string, text corpus.Text) {
	r := run{s: s, source: source, text: text, covered: s.mask.Find(text.Body), starts: true}
	for i := 0; i < len(text.Body); {
		c, n := utf8.DecodeRuneInString(text.Body[i:])
		if !unicode.IsLetter(c) {
			r.between(c)
			i += n
			continue
		}
		j := i + wordLength(text.Body[i:])
		r.word(i, j, unicode.IsUpper(c))
		i = j
	}
	r.flush()
}

// wordLength is how many bytes of letters, and of marks on them, a text begins with.
func wordLength(text string) int {
	for i, c := range text {
		if !unicode.IsLetter(c) && !unicode.Is(unicode.M, c) {
			return i
		}
	}
	return len(text)
}

// A run goes through a text word by word, and collects words that may be one name.
type run struct {
	s         *Suggester
	source    string
	text      corpus.Text
	covered   []Replacement // that are yet to come
	words     int           // of the name so far, without particles
	from, end int           // of the name
	starts    bool          // a sentence, with the next word
}

// flush notes the name so far.
func (r *run) flush() {
	if r.words > 0 {
		r.s.note(r.source, r.text, corpus.Span{Start: r.from, End: r.end})
	}
	r.words = 0
}

// between takes what is not a letter.
func (r *run) between(c rune) {
	if c != ' ' && c != '\'' && c != '’' && c != '-' {
		r.flush()
	}
	if strings.ContainsRune(".!?:\n“\"„[(", c) {
		r.starts = true
	}
}

// word takes a word from byte i to j.
func (r *run) word(i, j int, upper bool) {
	word := r.text.Body[i:j]
	for len(r.covered) > 0 && r.covered[0].Span.End <= i {
		r.covered = r.covered[1:]
	}
	masked := len(r.covered) > 0 && r.covered[0].Span.Start < j
	capital := upper && j-i > 1 && word != strings.ToUpper(word) && !calendar[word]
	switch {
	case !upper:
		r.s.small[word] = true
		if !particle[word] || r.words == 0 {
			r.flush()
		}
	case masked || !capital:
		r.flush()
	default:
		if r.starts && r.words > 0 {
			r.flush()
		}
		if r.words == 0 {
			r.from = i
		}
		if !r.starts {
			r.s.sure[word] = true
		}
		r.words, r.end = r.words+1, j
	}
	r.starts = false
}

// calendar holds words that are written like names in many languages.
var calendar = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
		August September October November December Christmas Easter Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
		Januar Februar März Mai Juni Juli Oktober Dezember`) {
		m[w] = true
	}
	return m
}()

var particle = map[string]bool{"van": true, "von": true, "de": true, "der": true, "den": true, "la": true, "du": true, "bin": true,
	"al": true}

// note counts a name as it is in a text, with particles and hyphens.
func (s *Suggester) note(source string, text corpus.Text, span corpus.Span) {
	name := strings.Join(strings.Fields(text.Body[span.Start:span.End]), " ")
	x := s.found[name]
	if x == nil {
		before, after := text.Around(span, 30)
		x = &Suggestion{Name: name, Context: strings.Join(strings.Fields(before+text.Body[span.Start:span.End]+after), " ")}
		s.found[name] = x
	}
	x.Count++
	if n := len(x.Sources); n == 0 || x.Sources[n-1] != source {
		x.Sources = append(x.Sources, source)
	}
}

// List returns the names that stand at least twice, most often first.
func (s *Suggester) List() []Suggestion {
	var list []Suggestion
	for name, x := range s.found {
		common, known := true, false
		for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '’' }) {
			common = common && s.small[strings.ToLower(w)]
			known = known || s.sure[w]
		}
		if x.Count > 1 && !common && known {
			list = append(list, *x)
		}
	}
	slices.SortFunc(list, func(a, b Suggestion) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
	return list
}
