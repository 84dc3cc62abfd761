package matrix

import (
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Codeline says which theme is where in one source, and who speaks.
type Codeline struct {
	Source  *corpus.Source
	Words   int // of the turns' bodies: speakers' labels are not counted
	Themes  []Lane
	Turns   []CodelineTurn // with a theme, in their order
	Speaker []Stretch      // who speaks where; Lane is an index of Names
	Names   []string       // of speakers
}

// A Lane is a theme with where it is.
type Lane struct {
	Key
	At []Stretch
}

// A Stretch is the words [From, To) of a source, by their numbers. Only the words of
// turns' bodies are numbered.
type Stretch struct{ From, To, Name int }

// A CodelineTurn is a turn with the themes that touch it.
type CodelineTurn struct {
	Number  int // from 1
	Span    corpus.Span
	Speaker string
	Themes  []string
}

// NewCodeline lays out a source; f says which tags count.
func NewCodeline(s *coding.Study, f coding.Filter, source *corpus.Source) *Codeline {
	f.Sources = []corpus.SourceID{source.ID}
	tr := s.Transcript(source)
	spoken := newSpokenWords(tr)
	c := &Codeline{Source: source, Words: spoken.all()}
	lanes := map[int]*Lane{}
	turns := map[int][]int{}
	for _, p := range s.Select(f).Passages {
		span := s.Passages[p.Index].Span
		from, to := spoken.from(span)
		if to == from { // in a label, or inside a word
			from = max(min(from, c.Words-1), 0)
			to = from + 1
		}
		first, last := tr.TurnsIn(span)
		for _, tag := range p.Tags {
			t := s.TagTheme(tag)
			if lanes[t] == nil {
				lanes[t] = &Lane{Key: ThemeKey(s, s.Themes[t])}
			}
			x := Stretch{From: from, To: to, Name: t}
			if l := lanes[t]; len(l.At) == 0 || l.At[len(l.At)-1] != x { // several coders are one
				l.At = append(l.At, x)
			}
			for n := first; n < last; n++ {
				if !slices.Contains(turns[n], t) {
					turns[n] = append(turns[n], t)
				}
			}
		}
	}
	for t := range s.Themes {
		if lanes[t] != nil {
			c.Themes = append(c.Themes, *lanes[t])
		}
	}
	for n, turn := range tr.Turns {
		name := ""
		if turn.Speaker >= 0 {
			sp := tr.Speakers[turn.Speaker]
			if name = sp.Label; s.Participant(sp.Participant) != nil {
				name = s.Participant(sp.Participant).Name
			}
			i := slices.Index(c.Names, name)
			if i < 0 {
				i = len(c.Names)
				c.Names = append(c.Names, name)
			}
			from, to := spoken.from(turn.Words())
			c.Speaker = append(c.Speaker, Stretch{from, to, i})
		}
		if themes := turns[n]; len(themes) > 0 {
			slices.Sort(themes)
			x := CodelineTurn{Number: n + 1, Span: turn.Words(), Speaker: name}
			for _, t := range themes {
				x.Themes = append(x.Themes, s.Path(s.Themes[t].ID))
			}
			c.Turns = append(c.Turns, x)
		}
	}
	return c
}

// spokenWords numbers the words of turns' bodies, without speakers' labels and what is
// between turns.
type spokenWords struct {
	*corpus.Transcript
	before []int // words before each turn, and before the end
}

func newSpokenWords(tr *corpus.Transcript) spokenWords {
	x := spokenWords{tr, make([]int, 1, len(tr.Turns)+1)}
	for i := range tr.Turns {
		x.before = append(x.before, x.before[i]+tr.TurnWords(i))
	}
	return x
}

func (x spokenWords) all() int { return x.before[len(x.Turns)] }

// from returns the words that begin in span, as numbers [from, to).
func (x spokenWords) from(span corpus.Span) (from, to int) {
	first, last := x.TurnsIn(span)
	if first == last {
		return x.before[first], x.before[first]
	}
	return x.upTo(first, span.Start), x.upTo(last-1, span.End)
}

// upTo counts the words that begin before a byte in or before turn i.
func (x spokenWords) upTo(i, at int) int {
	turn := x.Turns[i]
	return x.before[i] + x.WordsIn(corpus.Span{Start: turn.Body, End: min(at, turn.End)})
}
