// Package pseudonym replaces names of people and places by pseudonyms.
//
// A [Mask] finds whole names in a text, and replaces them; it also says where each
// span of the old text is in the new one, so that passages stay on their words. A
// [Suggester] lists what may be a name and is not replaced yet.
//
// The laws of this package, each in laws_test.go:
//
//   - No name is left: what a mask has replaced, it does not find again.
//   - Passages keep their words: what a span is on afterwards is what it was on, with names
//     replaced, and turns stay in order.
package pseudonym

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// A Pseudonym stands for a name.
type Pseudonym struct {
	Name, Pseudonym string
	Exact           bool // only in the case in which the name is written
}

// A Mask replaces names by pseudonyms: whole words only, whatever their case,
// white space and quotation marks, with a possessive or plural s if there is one.
// Of names that overlap, the longer one counts. A pseudonym takes the case of what
// it replaces: ROE becomes PENN.
type Mask struct{ names []Pseudonym }

// NewMask makes a mask of names.
func NewMask(names []Pseudonym) *Mask { return &Mask{names} }

// A Replacement is a place in a text where a pseudonym takes the place of a name.
type Replacement struct {
	Span corpus.Span // in the text before
	With string
}

// Find lists what would be replaced in a text, in order.
func (m *Mask) Find(body string) []Replacement {
	finder := &corpus.Finder{Text: corpus.Text{Body: body}}
	var all []Replacement
	for _, n := range m.names {
		for _, s := range []string{"", "s"} {
			if s != "" && strings.HasSuffix(strings.ToLower(n.Name), "s") {
				continue
			}
			for _, span := range finder.Find(n.Name + s) {
				is := body[span.Start:span.End]
				if n.Exact && is != n.Name+s {
					continue
				}
				with := n.Pseudonym + s
				if last, _ := utf8.DecodeLastRuneInString(n.Pseudonym); s != "" && strings.ContainsRune("sxzSXZ", last) {
					with = n.Pseudonym // "the Moss", rather than a word that is none
				}
				all = append(all, Replacement{span, inCaseOf(is, n.Name+s, with)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Replacement) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	kept, end := all[:0], 0
	for _, r := range all {
		if r.Span.Start >= end {
			kept = append(kept, r)
			end = r.Span.End
		}
	}
	return kept
}

// inCaseOf writes a pseudonym in the case in which a name stands: in capitals, in
// small letters, or as it is.
func inCaseOf(is, name, pseudonym string) string {
	switch {
	case is == strings.ToUpper(is) && name != strings.ToUpper(name) && utf8.RuneCountInString(is) > 1:
		return strings.ToUpper(pseudonym)
	case is == strings.ToLower(is) && name != strings.ToLower(name):
		return strings.ToLower(pseudonym)
	}
	return pseudonym
}

// Text returns a text with its names replaced.
func (m *Mask) Text(body string) string { return masked(body, m.Find(body)) }

func masked(body string, all []Replacement) string {
	if len(all) == 0 {
		return body
	}
	var b strings.Builder
	at := 0
	for _, r := range all {
		b.WriteString(body[at:r.Span.Start])
		b.WriteString(r.With)
		at = r.Span.End
	}
	b.WriteString(body[at:])
	return b.String()
}

// Transcript returns a text with its names replaced, who speaks in it, and a
// function that says where a span of the text stands then. One that begins or ends
// inside a name takes in the whole pseudonym.
func (m *Mask) Transcript(text corpus.Text, tr corpus.Transcript) (corpus.Text, corpus.Transcript, func(corpus.Span) corpus.Span) {
	return m.With(text, tr, nil)
}

// With is Transcript where other things are replaced besides: also are in the order of the
// text and do not overlap; a name in one of them goes with it.
func (m *Mask) With(text corpus.Text, tr corpus.Transcript, also []Replacement) (
	corpus.Text, corpus.Transcript, func(corpus.Span) corpus.Span) {
	all := slices.Clone(also)
	for _, r := range m.Find(text.Body) {
		if !slices.ContainsFunc(also, func(a Replacement) bool { return a.Span.Overlaps(r.Span) }) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Replacement) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	out := corpus.Text{ID: text.ID, Body: masked(text.Body, all)}
	for _, x := range text.LeftOut {
		x.Text = m.Text(x.Text)
		out.LeftOut = append(out.LeftOut, x)
	}
	for _, c := range text.Choices {
		c.Value = m.Text(c.Value)
		out.Choices = append(out.Choices, c)
	}
	p := newPlaces(all)
	tr.Turns = slices.Clone(tr.Turns)
	for i, t := range tr.Turns {
		span := p.span(t.Span())
		tr.Turns[i].Start, tr.Turns[i].End = span.Start, span.End
		tr.Turns[i].Body = min(max(p.at(t.Body, true), span.Start), span.End)
	}
	tr.Speakers = slices.Clone(tr.Speakers)
	for i, s := range tr.Speakers {
		tr.Speakers[i].Label = m.Text(s.Label)
	}
	tr.Questions = slices.Clone(tr.Questions)
	for i, q := range tr.Questions {
		tr.Questions[i] = m.Text(q)
	}
	tr.Pages = slices.Clone(tr.Pages)
	for i, page := range tr.Pages {
		tr.Pages[i] = int32(p.at(int(page), false))
	}
	tr.Words = corpus.WordStarts(out.Body)
	return out, tr, p.span
}

// places says where what was in a text is after replacements.
type places struct {
	all    []Replacement
	shifts []int // how much longer the text is before each replacement
}

func newPlaces(all []Replacement) places {
	shifts := make([]int, len(all)+1)
	for i, r := range all {
		shifts[i+1] = shifts[i] + len(r.With) - r.Span.Len()
	}
	return places{all, shifts}
}

// at is where a byte is; of one inside a name, where its pseudonym begins or ends.
func (p places) at(place int, end bool) int {
	i, inside := slices.BinarySearchFunc(p.all, place, func(r Replacement, at int) int {
		switch {
		case r.Span.End <= at:
			return -1
		case r.Span.Start >= at:
			return 1
		}
		return 0
	})
	switch {
	case inside && end:
		return p.all[i].Span.Start + p.shifts[i] + len(p.all[i].With)
	case inside:
		return p.all[i].Span.Start + p.shifts[i]
	}
	return place + p.shifts[i]
}

// span is where a span is.
func (p places) span(s corpus.Span) corpus.Span {
	return corpus.Span{Start: p.at(s.Start, false), End: p.at(s.End, true)}
}

// Covers tells whether something of a name would be replaced.
func (m *Mask) Covers(name string) bool { return len(m.Find(name)) > 0 }
