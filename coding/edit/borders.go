package edit

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// MoveBorders are the changes that give a coder's passage other borders. What other
// coders put on it stays where they put it: then the coder's tags go to a passage
// of their own, each with its weight, whom it is about, its time and its notes.
// Where nobody else has a tag on it, the passage itself moves, with its notes and
// links. None are returned where the coder has no tag on it, or it stands there
// already. The span is checked when the changes are applied.
func MoveBorders(s *coding.Study, passage int, coder coding.CoderID, to corpus.Span, newID func() string) (changes []Change) {
	p := s.Passages[passage]
	if p.Span == to {
		return nil
	}
	first, last := s.TagsOf(passage)
	var own []coding.Tag
	for _, t := range s.Tags[first:last] {
		if t.Coder == coder {
			own = append(own, t)
		}
	}
	switch {
	case len(own) == 0:
		return nil
	case len(own) == last-first:
		return []Change{AttachPassage{Passage: p.ID, Text: p.Text, Span: to}}
	}
	at := coding.PassageID(newID())
	for i, q := range s.Passages {
		if q.Text == p.Text && q.Span == to {
			at = q.ID
			f, l := s.TagsOf(i)
			for _, t := range s.Tags[f:l] { // a theme that the coder has there already is one with this
				for j := len(own) - 1; j >= 0; j-- {
					if t.Coder == coder && t.Theme == own[j].Theme && t.About == own[j].About {
						for _, m := range s.MemosOn(string(own[j].ID)) {
							changes = append(changes, PutMemo{ID: m.ID, On: string(t.ID), Text: m.Text})
						}
						changes = append(changes, Untag{Tag: own[j].ID})
						own = append(own[:j], own[j+1:]...)
					}
				}
			}
			break
		}
	}
	for _, t := range own {
		tag := coding.TagID(newID())
		changes = append(changes, TagPassage{Passage: at, Text: p.Text, Span: to, Tag: tag, Theme: t.Theme, About: t.About,
			Weight: t.Weight, At: t.At, Suggested: t.Suggested})
		for _, m := range s.MemosOn(string(t.ID)) {
			changes = append(changes, PutMemo{ID: m.ID, On: string(tag), Text: m.Text})
		}
		changes = append(changes, Untag{Tag: t.ID})
	}
	return changes
}
