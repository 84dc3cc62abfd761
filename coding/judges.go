package coding

import (
	"strings"
	"time"

	"crosscase/corpus"
)

// ConsensusCoder is the coder under whose name decisions of a consensus are recorded, if
// no other is chosen.
const ConsensusCoder = "Consensus"

// minDecisions is how many tags a coder must have to be known by them as a judge: fewer
// may be on the words of others by chance.
const minDecisions = 10

// Judges are the coders who only record what others agreed on, in the order of the
// study. They do not code independently, so agreement between coders leaves them out. A
// study does not store who they are: judges are the coder named [ConsensusCoder], and
// each coder without readings who has ten tags at least, all of which can be decisions.
// Such a tag is later than those of two other coders in its source, and on exactly the
// words that one of them, or all of them together, marked with the theme, or with one
// that the coder rejected there.
func (s *Study) Judges() (judges []CoderID) {
	d := s.decisions()
	for i, c := range s.Coders {
		if strings.EqualFold(c.Name, ConsensusCoder) || d.only[i] && d.tags[i] >= minDecisions {
			judges = append(judges, c.ID)
		}
	}
	return judges
}

// decisions knows which tags can be decisions on what other coders marked.
type decisions struct {
	begun    []map[int32]time.Time // of each source: when a coder tagged first
	marks    map[markKey][]decidedMark
	rejected map[rejectedBy][]int32 // themes
	only     []bool                 // of each coder: all tags can be decisions
	tags     []int                  // of each coder: how many
}

type markKey struct{ source, theme int32 }

type rejectedBy struct{ source, coder int32 }

// A decidedMark is a tag that a decision may be about.
type decidedMark struct {
	coder int32
	span  corpus.Span
	at    time.Time
}

func (s *Study) decisions() *decisions {
	d := &decisions{begun: make([]map[int32]time.Time, len(s.Sources)), marks: map[markKey][]decidedMark{},
		rejected: map[rejectedBy][]int32{}, only: make([]bool, len(s.Coders)), tags: make([]int, len(s.Coders))}
	if len(s.Coders) < 3 {
		return d
	}
	s.eachTag(func(source, tag int32, span corpus.Span) {
		m := decidedMark{s.tagCoder[tag], span, s.Tags[tag].At}
		k := markKey{source, s.tagTheme[tag]}
		d.marks[k] = append(d.marks[k], m)
		d.only[m.coder] = true
		d.tags[m.coder]++
		if d.begun[source] == nil {
			d.begun[source] = map[int32]time.Time{}
		}
		if first, ok := d.begun[source][m.coder]; !ok || m.at.Before(first) {
			d.begun[source][m.coder] = m.at
		}
	})
	for _, r := range s.Rejections {
		k := rejectedBy{at(s.sources, r.Source), at(s.coders, r.Coder)}
		d.rejected[k] = append(d.rejected[k], at(s.themes, r.Theme))
	}
	for _, r := range s.Readings {
		if c := at(s.coders, r.Coder); c >= 0 {
			d.only[c] = false
		}
	}
	s.eachTag(func(source, tag int32, span corpus.Span) {
		m := decidedMark{s.tagCoder[tag], span, s.Tags[tag].At}
		d.only[m.coder] = d.only[m.coder] && d.decides(m, source, s.tagTheme[tag])
	})
	return d
}

// eachTag calls yield for the tags of known coders on passages of sources, in the order
// of sources and of places in them.
func (s *Study) eachTag(yield func(source, tag int32, span corpus.Span)) {
	for i, p := range s.Passages {
		if s.passageSource[i] < 0 {
			continue
		}
		for t := s.tagsOf[i]; t < s.tagsOf[i+1]; t++ {
			if s.tagCoder[t] >= 0 && s.tagTheme[t] >= 0 {
				yield(s.passageSource[i], t, p.Span)
			}
		}
	}
}

// decides tells whether a tag with a theme can be a decision.
func (d *decisions) decides(tag decidedMark, source, theme int32) bool {
	others := 0
	for c, first := range d.begun[source] {
		if c != tag.coder && first.Before(tag.at) {
			others++
		}
	}
	if others < 2 {
		return false
	}
	for _, t := range append([]int32{theme}, d.rejected[rejectedBy{source, tag.coder}]...) {
		if d.about(tag, d.marks[markKey{source, t}]) {
			return true
		}
	}
	return false
}

// about tells whether a tag is on the words of one of the earlier marks of others, or of
// all those that overlap one after the other.
func (d *decisions) about(tag decidedMark, marks []decidedMark) bool {
	place := corpus.Span{}
	for _, m := range marks {
		if m.coder == tag.coder || !m.at.Before(tag.at) {
			continue
		}
		switch {
		case m.span == tag.span:
			return true
		case m.span.Start < place.End:
			place.End = max(place.End, m.span.End)
		case place == tag.span:
			return true
		default:
			place = m.span
		}
	}
	return place == tag.span
}
