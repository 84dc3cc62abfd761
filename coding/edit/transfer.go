package edit

import (
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// Transfer puts every tag on the words of one text on the same words of another;
// of a quote that stands several times, on the same occurrence. The error wraps
// [coding.ErrConflict] where a quote does not stand in both equally often, since then
// nobody can say which one is meant, or where passages of the one are detached.
func Transfer(s *coding.Study, from, to *corpus.Finder, newID func() string) ([]Change, error) {
	var changes []Change
	source := s.SourceOf(coding.Passage{Text: from.ID})
	for i, p := range s.Passages {
		if source != nil && s.Earlier[p.Text] == source.ID {
			return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "%s has passages on words that were corrected since",
				source.Name), "give them a place first: crosscase passages --detached --source %q", source.Name)
		}
		if p.Text != from.ID {
			continue
		}
		quote, err := from.Quote(p.Span)
		if err != nil {
			return nil, err
		}
		here, there := from.Find(quote), to.Find(quote)
		n := slices.Index(here, p.Span)
		if n < 0 || len(here) != len(there) {
			return nil, coding.Errorf(coding.ErrConflict, "%q stands %d times in one and %d times in the other", coding.Shorten(quote),
				len(here), len(there))
		}
		for _, m := range s.MemosOn(string(p.ID)) {
			changes = append(changes, NotePassage{Passage: coding.PassageID(newID()), Text: to.ID, Span: there[n],
				MemoID: coding.MemoID(newID()), Memo: m.Text, Coder: s.CoderName(m.Coder), At: m.At})
		}
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			change := TagPassage{Passage: coding.PassageID(newID()), Text: to.ID, Span: there[n], Tag: coding.TagID(newID()),
				Theme: t.Theme,
				About: t.About, Weight: t.Weight, Coder: s.CoderName(t.Coder), At: t.At, Suggested: t.Suggested}
			for _, m := range s.MemosOn(string(t.ID)) {
				change.Memo, change.MemoID = m.Text, coding.MemoID(newID())
				changes = append(changes, change)
			}
			changes = append(changes, change)
		}
	}
	return changes, nil
}
