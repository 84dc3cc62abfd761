package coding

import (
	"maps"
	"slices"
)

// Clone returns the parts of the study in slices and maps of its own, without what
// [NewStudy] works out from them. What is left out of the copy, or replaced in it, stays
// in the study; what a pointer leads to is the same in both.
func (s *Study) Clone() Study {
	c := *s
	c.derived = derived{}
	c.Sources, c.Transcripts, c.Earlier = slices.Clone(s.Sources), maps.Clone(s.Transcripts), maps.Clone(s.Earlier)
	c.Assigned = maps.Clone(s.Assigned)
	c.Participants, c.Organisations, c.Cases = slices.Clone(s.Participants), slices.Clone(s.Organisations), slices.Clone(s.Cases)
	c.Coders, c.Themes, c.Merged = slices.Clone(s.Coders), slices.Clone(s.Themes), maps.Clone(s.Merged)
	c.Passages, c.Changed, c.Tags = slices.Clone(s.Passages), maps.Clone(s.Changed), slices.Clone(s.Tags)
	c.Memos, c.Links, c.Summaries = slices.Clone(s.Memos), slices.Clone(s.Links), slices.Clone(s.Summaries)
	c.Queries, c.Matrices, c.Searches = slices.Clone(s.Queries), slices.Clone(s.Matrices), slices.Clone(s.Searches)
	c.Readings, c.Rejections, c.Preserved = slices.Clone(s.Readings), slices.Clone(s.Rejections), slices.Clone(s.Preserved)
	return c
}

// Only returns the study as one coder sees it who works blind: tags, notes, links,
// summaries, rejections and readings of others are not in it, nor passages that only they
// have marked. A coder who is not in the study sees none.
func (s *Study) Only(coder CoderID) *Study {
	c := s.Clone()
	marked, hidden := map[string]bool{}, map[string]bool{}
	c.Coders = slices.DeleteFunc(c.Coders, func(x *Coder) bool { return x.ID != coder })
	c.Tags = slices.DeleteFunc(c.Tags, func(t Tag) bool {
		marked[string(t.Passage)] = marked[string(t.Passage)] || t.Coder == coder
		hidden[string(t.ID)] = t.Coder != coder
		return t.Coder != coder
	})
	c.Memos = slices.DeleteFunc(c.Memos, func(m Memo) bool { return m.Coder != coder || hidden[m.On] })
	for _, m := range c.Memos {
		marked[m.On] = true
	}
	c.Links = slices.DeleteFunc(c.Links, func(l Link) bool { return l.Coder != coder })
	for _, l := range c.Links {
		marked[l.From], marked[l.To] = true, true
	}
	c.Passages = slices.DeleteFunc(c.Passages, func(p Passage) bool { return !marked[string(p.ID)] })
	maps.DeleteFunc(c.Changed, func(id PassageID, _ Changed) bool { return !marked[string(id)] })
	c.Readings = slices.DeleteFunc(c.Readings, func(r Reading) bool { return r.Coder != coder })
	c.Summaries = slices.DeleteFunc(c.Summaries, func(x Summary) bool { return x.Coder != coder })
	c.Rejections = slices.DeleteFunc(c.Rejections, func(r Rejection) bool { return r.Coder != coder })
	return NewStudy(c)
}
