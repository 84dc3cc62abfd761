package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// Marked is a source with all that is marked in it, to be read elsewhere: as a page
// with stripes in the margin, as a Word document with a comment for each tag, or as
// Markdown with the tags in the text.
type Marked struct {
	Study  *coding.Study
	Source *corpus.Source
	Body   string
	// File is how a note on a theme is named in Markdown, by the theme.
	File func(theme coding.ThemeID) string
}

// A paragraph of a marked source: a turn, or what stands between turns.
type markedPart struct {
	span  corpus.Span
	words int // byte at which the words begin, behind the speaker's label
	turn  int // from 1, 0 for none
	kind  corpus.TurnKind
	// Passages that begin from here on begin in it, and those that end up to there end in
	// it: blanks around a paragraph are in none.
	from, until int
}

// A markedPassage is a passage with its tags and the lane that its stripe is in.
type markedPassage struct {
	coding.Passage
	tags []int
	lane int
}

// parts cuts the text into paragraphs that hold something.
func (m *Marked) parts() (parts []markedPart) {
	between := func(from, to int) {
		text := corpus.Text{Body: m.Body}
		if s := text.Trim(corpus.Span{Start: from, End: to}); s.Len() > 0 {
			parts = append(parts, markedPart{span: s, words: s.Start})
		}
	}
	at := 0
	for i, t := range m.Study.Transcript(m.Source).Turns {
		between(at, t.Start)
		parts = append(parts, markedPart{span: t.Span(), words: t.Body, turn: i + 1, kind: t.Kind})
		at = t.End
	}
	between(at, len(m.Body))
	for i := range parts {
		if parts[i].until = len(m.Body); i+1 < len(parts) {
			parts[i].until, parts[i+1].from = parts[i+1].span.Start, parts[i].span.End
		}
	}
	return parts
}

// passages are the source's passages in order, each in the first lane that is free.
func (m *Marked) passages() (all []markedPassage, lanes int) {
	var ends []int
	for i, p := range m.Study.Passages {
		if p.Text != m.Source.Text {
			continue
		}
		x := markedPassage{Passage: p, lane: slices.IndexFunc(ends, func(end int) bool { return end <= p.Span.Start })}
		first, last := m.Study.TagsOf(i)
		for n := first; n < last; n++ {
			x.tags = append(x.tags, n)
		}
		if x.lane < 0 {
			x.lane = len(ends)
			ends = append(ends, 0)
		}
		ends[x.lane] = p.Span.End
		all = append(all, x)
	}
	return all, len(ends)
}

func (m *Marked) colour(p markedPassage) string {
	for _, n := range p.tags {
		if t := m.Study.Theme(m.Study.Tags[n].Theme); t != nil && coding.IsColour(t.Colour) {
			return t.Colour
		}
	}
	return "#999999"
}

// label is what a passage is tagged with, a theme once.
func (m *Marked) label(p markedPassage) string {
	var names []string
	for _, n := range p.tags {
		if path := m.Study.Path(m.Study.Tags[n].Theme); !slices.Contains(names, path) {
			names = append(names, path)
		}
	}
	return strings.Join(names, "; ")
}

// A stretch is a part of a paragraph with the passages over it.
type stretch struct {
	span corpus.Span
	over []int
}

// stretches cuts a span where passages begin and end. open are those that reach into
// it, by their numbers.
func stretches(span corpus.Span, all []markedPassage, open []int) (parts []stretch) {
	cuts := []int{span.Start, span.End}
	for _, i := range open {
		for _, at := range []int{all[i].Span.Start, all[i].Span.End} {
			if at > span.Start && at < span.End {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		s := stretch{span: corpus.Span{Start: cuts[i], End: cuts[i+1]}}
		for _, p := range open {
			if all[p].Span.Overlaps(s.span) {
				s.over = append(s.over, p)
			}
		}
		parts = append(parts, s)
	}
	return parts
}

// within are the passages that reach into a span; all are in order.
func within(all []markedPassage, span corpus.Span) (open []int) {
	for i, p := range all {
		if p.Span.Start >= span.End {
			break
		}
		if p.Span.Overlaps(span) {
			open = append(open, i)
		}
	}
	return open
}

// Write writes the source as HTML, DOCX or Markdown.
func (m *Marked) Write(w io.Writer, f Format) error {
	switch f {
	case HTML:
		return m.html(w)
	case DOCX:
		return m.docx(w)
	case Markdown:
		return m.markdown(w)
	}
	return fmt.Errorf("a marked source as %s", f)
}

// facts are what is known of the source, for its head.
func (m *Marked) facts() (facts [][2]string) {
	s := m.Study
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, [2]string{name, value})
		}
	}
	if m.Source.Type != corpus.TypeOther {
		add("type", string(m.Source.Type))
	}
	if c := s.Case(m.Source.Case); c != nil {
		add("case", c.Name)
	}
	if o := s.Organisation(m.Source.Organisation); o != nil {
		add("organisation", o.Name)
	}
	add("date", string(m.Source.Date))
	add("language", m.Source.Language)
	return facts
}

func (m *Marked) themeColour(id coding.ThemeID) string {
	if t := m.Study.Theme(id); t != nil && coding.IsColour(t.Colour) {
		return t.Colour
	}
	return "#999999"
}

func (m *Marked) coder(id coding.CoderID) string {
	if c := m.Study.Coder(id); c != nil {
		return c.Name
	}
	return ""
}

// tagged says who put a tag, about whom and with which weight.
func (m *Marked) tagged(n int) string {
	t := m.Study.Tags[n]
	said := m.coder(t.Coder)
	if o := m.Study.Organisation(t.About); o != nil {
		said += ", about " + o.Name
	}
	if t.Weight > 0 {
		said += ", weight " + strconv.FormatFloat(t.Weight, 'g', -1, 64)
	}
	return said
}
