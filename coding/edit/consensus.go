package edit

import (
	"cmp"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Disagreement is a place that coders marked differently with one theme.
type Disagreement struct {
	Source  int // in Study.Sources
	Theme   coding.ThemeID
	Span    corpus.Span      // all that any of them marked there
	Marks   []Mark           // who marked it, in the order of coders, then of spans
	Without []coding.CoderID // who did not
}

// A Mark is a coder's tag at a place.
type Mark struct {
	Coder   coding.CoderID
	Tag     int // in Study.Tags
	Passage int // in Study.Passages
	Span    corpus.Span
}

// Agreements tells where coders agree and where not, among the passages that f
// lets through: passages with one theme that overlap are one place. They agree
// where each marked the same span. Places in sources that one of the coders has
// not begun are left out, since nobody knows what they will say; so are those on
// which judge, who may be nobody, has decided: tagged or rejected it.
//
// Both are in the order of sources, places and themes.
func Agreements(s *coding.Study, f coding.Filter, coders []coding.CoderID, judge coding.CoderID,
	texts func(source int) corpus.Text) (agreed, disagreed []Disagreement) {
	begun := make([]int, len(s.Sources))
	for _, p := range s.Ledger(coders...) {
		if p.State != coding.Unread {
			begun[p.Source]++
		}
	}
	type key struct {
		source int
		theme  coding.ThemeID
	}
	marks, decided := map[key][]Mark{}, map[key][]corpus.Span{}
	f.Coders = nil
	for _, p := range s.Select(f).Passages {
		for _, t := range p.Tags {
			tag := &s.Tags[t]
			k, span := key{p.Source, tag.Theme}, s.Passages[p.Index].Span
			switch {
			case slices.Contains(coders, tag.Coder) && begun[p.Source] == len(coders):
				if m := marks[k]; len(m) > 0 && m[len(m)-1].Coder == tag.Coder && m[len(m)-1].Passage == p.Index {
					continue // about two organisations
				}
				marks[k] = append(marks[k], Mark{tag.Coder, t, p.Index, span})
			case tag.Coder == judge:
				decided[k] = append(decided[k], span)
			}
		}
	}
	rejected := map[key]map[string]bool{}
	for _, r := range s.Rejections {
		if k := (key{s.SourceIndex(r.Source), r.Theme}); r.Coder == judge {
			if rejected[k] == nil {
				rejected[k] = map[string]bool{}
			}
			rejected[k][r.Words] = true
		}
	}
	for k, all := range marks {
		slices.SortStableFunc(all, func(a, b Mark) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		for len(all) > 0 { // a place: spans that overlap, one after the other
			d := Disagreement{Source: k.source, Theme: k.theme, Span: all[0].Span}
			n := 1
			for ; n < len(all) && all[n].Span.Start < d.Span.End; n++ {
				d.Span.End = max(d.Span.End, all[n].Span.End)
			}
			d.Marks, all = all[:n:n], all[n:]
			if slices.ContainsFunc(decided[k], d.Span.Overlaps) {
				continue
			}
			if len(rejected[k]) > 0 {
				body := texts(k.source).Body
				if rejected[k][coding.WordsKey(body[d.Span.Start:d.Span.End])] {
					continue
				}
			}
			if d.settle(coders) {
				agreed = append(agreed, d)
			} else {
				disagreed = append(disagreed, d)
			}
		}
	}
	for _, list := range [][]Disagreement{agreed, disagreed} {
		slices.SortFunc(list, func(a, b Disagreement) int {
			return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Span.Start, b.Span.Start),
				cmp.Compare(s.ThemeIndex(a.Theme), s.ThemeIndex(b.Theme)))
		})
	}
	return agreed, disagreed
}

// FirstTurn is the turn in which the place begins, from 0.
func (d *Disagreement) FirstTurn(s *coding.Study) int {
	turn, _ := s.Transcript(s.Sources[d.Source]).TurnsIn(d.Span)
	return turn
}

// settle puts marks in the order of coders, says who is without, and tells
// whether all marked the same.
func (d *Disagreement) settle(coders []coding.CoderID) bool {
	slices.SortStableFunc(d.Marks, func(a, b Mark) int {
		return cmp.Compare(slices.Index(coders, a.Coder), slices.Index(coders, b.Coder))
	})
	same := true
	for _, c := range coders {
		if !slices.ContainsFunc(d.Marks, func(m Mark) bool { return m.Coder == c }) {
			d.Without = append(d.Without, c)
		}
	}
	for _, m := range d.Marks {
		same = same && m.Span == d.Marks[0].Span
	}
	return same && len(d.Without) == 0
}

// Decide are the changes that record what was agreed on at a place, as judge's:
// that theme is on span or, where on is false, that it is not there. The
// discussion is kept as a memo, if there was one.
func Decide(s *coding.Study, d Disagreement, judge string, on bool, theme coding.ThemeID, span corpus.Span, words, discussion string,
	newID func() string) []Change {
	src := s.Sources[d.Source]
	if on {
		c := TagPassage{Passage: coding.PassageID(newID()), Text: src.Text, Span: span, Tag: coding.TagID(newID()), Theme: theme,
			Coder: judge, Memo: discussion}
		for _, m := range d.Marks {
			if m.Span == span && s.Tags[m.Tag].Theme == theme {
				c.About, c.Weight = s.Tags[m.Tag].About, s.Tags[m.Tag].Weight
			}
		}
		if discussion != "" {
			c.MemoID = coding.MemoID(newID())
		}
		changes := []Change{c}
		if theme != d.Theme { // so that the place is not asked about again
			changes = append(changes, Reject{ID: newID(), Theme: d.Theme, Source: src.ID, Words: coding.WordsKey(words), Coder: judge})
		}
		return changes
	}
	changes := []Change{Reject{ID: newID(), Theme: d.Theme, Source: src.ID, Words: coding.WordsKey(words), Coder: judge}}
	if discussion != "" {
		changes = append(changes, NotePassage{Passage: coding.PassageID(newID()), Text: src.Text, Span: d.Marks[0].Span,
			MemoID: coding.MemoID(newID()), Memo: discussion, Coder: judge})
	}
	return changes
}
