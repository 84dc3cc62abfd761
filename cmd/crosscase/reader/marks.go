package reader

import (
	"cmp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// maxRecent is how many themes have a key of their own, 1 to 9.
const maxRecent = 9

// A mark is a passage of the source with its tags.
type mark struct {
	id   coding.PassageID
	span corpus.Span
	tags []coding.Tag
	lane int // column in the margin, from 0
}

// load shows a study, as far as the coder sees it.
func (m *Model) load(s *coding.Study) {
	m.app, m.asOf = m.app.On(s), m.edits
	m.marks, m.counts = nil, map[coding.ThemeID]int{}
	seen := m.study()
	for i, p := range seen.Passages {
		if p.Text == m.source.Text {
			first, last := seen.TagsOf(i)
			m.marks = append(m.marks, mark{id: p.ID, span: p.Span, tags: seen.Tags[first:last:last]})
		}
	}
	m.arrange()
	if m.recent == nil {
		m.recent = m.lastUsed()
	}
}

// lastUsed are the themes that the coder used last in any source, the latest first.
func (m *Model) lastUsed() (themes []coding.ThemeID) {
	me := m.app.CoderID()
	var mine []coding.Tag
	for _, t := range m.study().Tags {
		if t.Coder == me {
			mine = append(mine, t)
		}
	}
	slices.Reverse(mine) // of tags made at once, the last one counts as the latest
	slices.SortStableFunc(mine, func(a, b coding.Tag) int { return b.At.Compare(a.At) })
	for _, t := range mine {
		if len(themes) < maxRecent && !slices.Contains(themes, t.Theme) {
			themes = append(themes, t.Theme)
		}
	}
	return themes
}

// arrange gives marks lanes in the margin, so that overlapping ones are side by side,
// and counts them.
func (m *Model) arrange() {
	clear(m.counts)
	var ends []int // of the last mark in each lane
	for i := range m.marks {
		x := &m.marks[i]
		x.lane = slices.IndexFunc(ends, func(end int) bool { return end <= x.span.Start })
		if x.lane < 0 {
			x.lane = len(ends)
			ends = append(ends, 0)
		}
		ends[x.lane] = x.span.End
		m.count(x.tags)
	}
}

// count counts a passage for each of its themes and for the themes above them.
func (m *Model) count(tags []coding.Tag) {
	seen := map[coding.ThemeID]bool{}
	for _, t := range tags {
		for theme := m.study().Theme(t.Theme); theme != nil && !seen[theme.ID]; theme = m.study().Theme(theme.Parent) {
			seen[theme.ID] = true
			m.counts[theme.ID]++
		}
	}
}

// addMark shows a tag that was just stored.
func (m *Model) addMark(c edit.TagPassage) {
	tag := coding.Tag{ID: c.Tag, Passage: c.Passage, Theme: c.Theme, Coder: m.app.CoderID(), At: m.app.Now()}
	at, found := slices.BinarySearchFunc(m.marks, c.Span, func(x mark, s corpus.Span) int {
		return cmp.Or(cmp.Compare(x.span.Start, s.Start), cmp.Compare(x.span.End, s.End))
	})
	if found {
		x := &m.marks[at]
		tag.Passage = x.id
		x.tags = append(slices.Clip(x.tags), tag)
	} else {
		m.marks = slices.Insert(m.marks, at, mark{id: c.Passage, span: c.Span, tags: []coding.Tag{tag}})
	}
	m.arrange()
}

// own is the coder's tag of a theme on a span, nil if there is none.
func (m *Model) own(span corpus.Span, theme coding.ThemeID) *coding.Tag {
	me := m.app.CoderID()
	for i, x := range m.marks {
		if x.span == span {
			for j, t := range x.tags {
				if t.Theme == theme && t.Coder == me {
					return &m.marks[i].tags[j]
				}
			}
		}
	}
	return nil
}

// here are the coder's own tags under the cursor: first the one that was made last,
// then those on exactly the selected text.
func (m *Model) here() (tags []coding.Tag) {
	me := m.app.CoderID()
	for _, exact := range []bool{true, false} {
		for _, x := range m.marks {
			if !x.span.Overlaps(m.cursor) || (x.span == m.cursor) != exact {
				continue
			}
			for _, t := range x.tags {
				switch {
				case t.Coder != me:
				case t.ID == m.last:
					tags = append([]coding.Tag{t}, tags...)
				default:
					tags = append(tags, t)
				}
			}
		}
	}
	return tags
}

// visibleMarks are the marks that touch the screen, of so many rows.
func (m *Model) visibleMarks(rows int) []mark {
	last := min(m.top+rows, len(m.page.lines)) - 1
	if last < m.top {
		return nil
	}
	seen := corpus.Span{Start: m.page.lines[m.top].start, End: m.page.lines[last].end + 1}
	var all []mark
	for _, x := range m.marks {
		if x.span.Start >= seen.End {
			break
		}
		if x.span.Overlaps(seen) {
			all = append(all, x)
		}
	}
	return all
}

// quote is the text of a span on one line.
func (m *Model) quote(s corpus.Span) string {
	return strings.Join(strings.Fields(m.text.Body[s.Start:s.End]), " ")
}
