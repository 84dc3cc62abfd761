package words

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// Labels tells of each unit whether it has a theme: 1 is yes, -1 no, 0 unknown.
type Labels []int8

// Label labels units for a theme and its subthemes, and returns the candidates: the
// units, by their index, for which the theme can be suggested.
//
// A unit has the theme where a tagged passage covers at least half of the unit, or
// at least half of the passage lies in it. It does not have the theme where a coder
// rejected the suggestion. The other units of sources with any tag count as a no for
// learning and are candidates; those of untagged sources are unknown and candidates.
// A unit that a tagged passage touches with less than half is unknown and no
// candidate. text returns the words of a unit as they stand.
func Label(s *coding.Study, units []Unit, theme coding.ThemeID, text func(Unit) string) (labels Labels, candidates []int) {
	l := newLabeller(s, theme)
	labels = make(Labels, len(units))
	for i, u := range units {
		has, touched := l.covers(u)
		switch {
		case has:
			labels[i] = 1
		case len(l.rejected) > 0 && l.rejected[rejection{s.Sources[u.Source].ID, coding.WordsKey(text(u))}]:
			labels[i] = -1
		case touched: // words that have the theme in part are neither
		default:
			candidates = append(candidates, i)
			if l.begun[u.Source] {
				labels[i] = -1
			}
		}
	}
	return labels, candidates
}

// A labeller compares units with what coders did with a theme.
type labeller struct {
	tagged   map[int][]corpus.Span // by source, in the order of their starts
	begun    []bool                // sources with any tag
	rejected map[rejection]bool
}

type rejection struct {
	source corpus.SourceID
	words  string // see [coding.WordsKey]
}

func newLabeller(s *coding.Study, theme coding.ThemeID) *labeller {
	l := &labeller{tagged: map[int][]corpus.Span{}, begun: make([]bool, len(s.Sources)), rejected: map[rejection]bool{}}
	for _, p := range s.Select(coding.Filter{}).Passages {
		l.begun[p.Source] = true
		for _, t := range p.Tags {
			if s.Below(s.Tags[t].Theme, theme) {
				l.tagged[p.Source] = append(l.tagged[p.Source], s.Passages[p.Index].Span)
				break
			}
		}
	}
	for _, r := range s.Rejections {
		if r.Theme == theme {
			l.rejected[rejection{r.Source, r.Words}] = true
		}
	}
	return l
}

// covers tells whether tagged passages cover enough of a unit for it to have the
// theme, and whether they touch it at all.
func (l *labeller) covers(u Unit) (has, touched bool) {
	for _, span := range l.tagged[u.Source] {
		if span.Start >= u.Span.End {
			break
		}
		common := coding.Overlap(span, u.Span).Len()
		touched = touched || common > 0
		has = has || 2*common >= u.Span.Len() || 2*common >= span.Len()
	}
	return has, touched
}
