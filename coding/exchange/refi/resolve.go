package refi

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Points of a convention.
const (
	quotesWords = 3  // a selection whose name is the beginning of its words
	atWordEdge  = 1  // a border of a selection at the edge of a word
	noPlace     = -5 // a selection with a border outside of the text or inside of a character
	atTextEnd   = 10 // a selection that ends where the text does, by this convention alone
)

// shortText is a text, in bytes, of which any position may be the end by chance.
const shortText = 200

// margin is by how many points a convention must be better than that of the program
// that wrote the file; it must also be better by a fifth.
const margin = 10

// A Sample is a text with its selections.
type Sample struct {
	Raw        string // without a byte order mark
	Mark       bool   // its file begins with one
	Selections []*Selection
}

// A Verdict is the convention that the selections of a text follow, with the
// evidence.
type Verdict struct {
	Convention
	Alike    bool       // all conventions give the same places
	Points   int        // for the convention
	Edges    int        // selections that begin and end at the edges of words
	Second   Convention // the runner-up
	Against  int        // points for the runner-up; 0 where there is none
	Expected Convention // of the program that wrote the file
	Told     bool       // the file says which one it follows
	Forced   bool       // somebody said which one it follows
}

// Expected returns the convention of a program, by what it calls itself in the
// origin of a project.
func Expected(origin string) Convention {
	o := strings.ToLower(origin)
	switch {
	case isOwn(origin):
		for _, p := range Profiles() {
			if strings.HasSuffix(o, "for "+strings.ToLower(p.Title)) {
				return p.Convention
			}
		}
		return Convention{Unit: CodePoints, LineEnd: AsWritten}
	case strings.Contains(o, "nvivo"):
		return Convention{Unit: UTF16, LineEnd: AsWritten}
	case strings.Contains(o, "atlas.ti"), strings.Contains(o, "maxqda"):
		return Convention{Unit: UTF16, LineEnd: AsOne}
	}
	return Convention{Unit: CodePoints, LineEnd: AsOne}
}

// isOwn reports whether crosscase wrote a file, which tells how it counts.
func isOwn(origin string) bool { return strings.HasPrefix(strings.ToLower(origin), "crosscase") }

// Force returns the verdict that a text follows the convention.
func Force(c Convention, s Sample) Verdict {
	x := scoreOf(c, s)
	return Verdict{Convention: c, Points: x.points, Edges: x.edges, Forced: true}
}

// Resolve returns for each text the convention that its selections follow. That is
// the one of the program that wrote the file, unless another one fits all texts
// together, or one of them, clearly better, or names prove it: some quote the words by it
// and not by the program's own, and none the other way round. A selection that quotes its words counts
// 3; a border at the edge of a word 1; a selection with a border inside of a
// character or outside of the text -5; an end just where the text ends 10, if that
// is so by one convention only.
func Resolve(origin string, samples []Sample) []Verdict {
	expected := Expected(origin)
	all := make([]evidence, len(samples))
	total, marked := map[Convention]int{}, 0
	for i, s := range samples {
		all[i] = evidenceOf(origin, expected, s)
		if !all[i].alike {
			marked += len(s.Selections)
		}
		if !all[i].settled {
			for c, x := range all[i].scores {
				total[c] += x.points
			}
		}
	}
	base := better(total, expected, marked)
	if c, ok := proven(all, expected); ok {
		base = c
	}
	verdicts := make([]Verdict, len(samples))
	for i, s := range samples {
		verdicts[i] = all[i].verdict(base, len(s.Selections))
	}
	return verdicts
}

// evidence is how well conventions fit a text.
type evidence struct {
	traits
	expected Convention
	alike    bool  // all conventions say the same
	told     bool  // the file says which one it follows
	settled  bool  // nothing is to be found out: only the expected one was scored
	letters  []int // of the names of selections
	scores   map[Convention]score
}

func evidenceOf(origin string, expected Convention, s Sample) evidence {
	e := evidence{traits: traitsOf(s.Raw), expected: expected, scores: map[Convention]score{}}
	candidates := e.candidates(expected, isNVivoForWindows(origin))
	e.alike = len(candidates) == 1
	e.told = isOwn(origin) && !e.alike
	if e.alike || e.told || len(s.Selections) == 0 {
		e.settled = true
		e.scores[expected] = scoreOf(expected, s)
		return e
	}
	for _, sel := range s.Selections {
		e.letters = append(e.letters, len(letters(sel.Name)))
	}
	var atEnd []Convention
	for _, c := range candidates {
		x := scoreOf(c, s)
		e.scores[c] = x
		if x.endsWithText {
			atEnd = append(atEnd, c)
		}
	}
	if len(atEnd) == 1 && len(s.Raw) > shortText {
		x := e.scores[atEnd[0]]
		x.points += atTextEnd
		e.scores[atEnd[0]] = x
	}
	return e
}

// verdict returns base, unless another convention fits the text clearly better.
func (e evidence) verdict(base Convention, selections int) Verdict {
	points := map[Convention]int{}
	for c, x := range e.scores {
		points[c] = x.points
	}
	same := e.same(base, e.expected)
	best := better(points, same, selections)
	if c, ok := proven([]evidence{e}, same); ok {
		best = c
	} else if proves(e.names(same, best)) {
		best = same
	}
	v := Verdict{Alike: e.alike, Told: e.told, Expected: e.expected, Convention: best, Points: points[best], Edges: e.scores[best].edges}
	if best == same {
		v.Convention = base
	}
	if e.settled {
		return v
	}
	v.Against = math.MinInt
	for _, c := range conventions {
		if n, scored := points[c]; scored && c != best && n > v.Against {
			v.Second, v.Against = c, n
		}
	}
	return v
}

// better returns base, unless another convention has clearly more points, and enough
// of them to fit: selections that begin and end anywhere are evidence of nothing.
func better(points map[Convention]int, base Convention, selections int) Convention {
	best := base
	for _, c := range conventions {
		if n, scored := points[c]; scored && n > points[best] {
			best = c
		}
	}
	lead := points[best] - points[base]
	if lead >= margin && lead*5 >= max(points[base], 0) && points[best] >= selections {
		return best
	}
	return base
}

// enoughLetters is how many letters names must quote to prove a convention: fewer may be
// those words by chance.
const enoughLetters = 4

// proven returns the convention that names prove against another one, of several the one with
// the most points; false for none.
func proven(all []evidence, against Convention) (best Convention, ok bool) {
	most, points := 0, 0
	for _, c := range conventions {
		forIt, forOther, n := 0, 0, 0
		for _, e := range all {
			a, b := e.names(c, against)
			forIt, forOther, n = forIt+a, forOther+b, n+e.scores[e.same(c, e.expected)].points
		}
		if proves(forIt, forOther) && (!ok || forIt > most || forIt == most && n > points) {
			best, most, points, ok = c, forIt, n, true
		}
	}
	return best, ok
}

func proves(forIt, forOther int) bool { return forIt >= enoughLetters && forOther == 0 }

// names returns how many letters of names quote the words better by one convention than by
// the other, and the other way round.
func (e evidence) names(one, other Convention) (forOne, forOther int) {
	a, scored := e.scores[e.same(one, e.expected)]
	b, both := e.scores[e.same(other, e.expected)]
	if !scored || !both || e.settled {
		return 0, 0
	}
	for i, n := range a.quoted {
		switch {
		case n > b.quoted[i]:
			forOne += e.letters[i]
		case n < b.quoted[i]:
			forOther += e.letters[i]
		}
	}
	return forOne, forOther
}

// traits are what a text has of that on which conventions differ.
type traits struct {
	wide, astral bool // characters beyond ASCII and U+FFFF
	crlf, lf     bool
}

func traitsOf(raw string) traits {
	beyond := func(last rune) bool { return strings.ContainsFunc(raw, func(r rune) bool { return r > last }) }
	return traits{
		wide: beyond(unicode.MaxASCII), astral: beyond(0xffff),
		crlf: strings.Contains(raw, "\r\n"), lf: strings.Contains(raw, "\n"),
	}
}

// same returns the convention that stands for all that say the same as c of such a
// text: the expected one, if it is among them.
func (t traits) same(c, expected Convention) Convention {
	if c.First != 3 && (!t.wide || !t.astral && c.Unit != Bytes) {
		c.Unit = expected.Unit
	}
	switch {
	case t.crlf && c.LineEnd == AsTwo:
		c.LineEnd = AsWritten
	case !t.crlf && (c.LineEnd != AsTwo || !t.lf):
		c.LineEnd = expected.LineEnd
	}
	return c
}

// candidates returns the conventions that say different things of such a text. Line
// feeds count as two only in a file of a program that may have removed carriage
// returns after it counted them.
func (t traits) candidates(expected Convention, removesReturns bool) (all []Convention) {
	for _, c := range conventions {
		if c.LineEnd == AsTwo && (t.crlf || !removesReturns) {
			continue
		}
		if c = t.same(c, expected); !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// isNVivoForWindows reports whether a program may have counted positions in a text
// with CRLF, and written the text without.
func isNVivoForWindows(origin string) bool {
	o := strings.ToLower(origin)
	return strings.Contains(o, "nvivo") && strings.Contains(o, "win")
}

type score struct {
	points, edges int
	endsWithText  bool
	quoted        []int // how much of its words the name of each selection quotes
}

func scoreOf(c Convention, s Sample) score {
	var total score
	at, length := c.places(s.Raw, c.borders(s.Selections))
	body := Fold(s.Raw)
	total.quoted = make([]int, len(s.Selections))
	for i, sel := range s.Selections {
		first, last := c.placesOf(sel)
		start, end := at[first], at[last]
		if start.offset < 0 || end.offset < 0 || start.inside || end.inside || start.offset > end.offset {
			total.points += noPlace
			continue
		}
		if total.quoted[i] = quotes(sel.Name, body[start.offset:end.offset]); total.quoted[i] > notQuoted {
			total.points += quotesWords
		}
		begins, ends := beginsWord(body, start.offset), endsWord(body, end.offset)
		if begins {
			total.points += atWordEdge
		}
		if ends {
			total.points += atWordEdge
		}
		if begins && ends {
			total.edges++
		}
		total.endsWithText = total.endsWithText || last == length
	}
	return total
}

func beginsWord(body string, at int) bool {
	first, _ := utf8.DecodeRuneInString(body[at:])
	return !inWord(body, at) && !unicode.IsSpace(first)
}

func endsWord(body string, at int) bool {
	last, _ := utf8.DecodeLastRuneInString(body[:at])
	return !inWord(body, at) && !unicode.IsSpace(last)
}

// inWord reports whether there are letters or digits on both sides of a byte.
func inWord(body string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(body[:at])
	after, _ := utf8.DecodeRuneInString(body[at:])
	return at > 0 && at < len(body) && isWord(before) && isWord(after)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// quotes reports how much of a selection's words its name is.
func quotes(name, words string) int {
	name = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "…"), "...")
	name = singleSpaced(name, len(name))
	switch is := singleSpaced(words, 4*len(name)+64); {
	case name == "" || !strings.HasPrefix(is, name):
		return notQuoted
	case is == name:
		return allQuoted
	}
	return beginQuoted
}

// singleSpaced returns the first n bytes of a text with single blanks between words.
func singleSpaced(s string, n int) string {
	return strings.Join(strings.Fields(s[:min(n, len(s))]), " ")
}

// QuoteName returns the name of a selection in a file: the beginning of its words,
// at most 70 characters, with single blanks.
func QuoteName(words string) string {
	name := strings.ToValidUTF8(singleSpaced(words, 800), "")
	if r := []rune(name); len(r) > 70 {
		return string(r[:70])
	}
	return name
}
