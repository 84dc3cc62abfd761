package edit

import (
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
)

// Transfer puts every tag on the words of one text on the same words of another;
// of a quote that occurs several times, on the same occurrence. The error wraps
// [coding.ErrConflict] where a quote does not occur in both equally often, since then
// nobody can say which one is meant, where it cannot be found by its words, or where
// passages of the one are detached.
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
		span, err := counterpart(p.Span, quote, from, to)
		if err != nil {
			return nil, err
		}
		for _, m := range s.MemosOn(string(p.ID)) {
			changes = append(changes, NotePassage{Passage: coding.PassageID(newID()), Text: to.ID, Span: span,
				MemoID: coding.MemoID(newID()), Memo: m.Text, Coder: s.CoderName(m.Coder), At: m.At})
		}
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			change := TagPassage{Passage: coding.PassageID(newID()), Text: to.ID, Span: span, Tag: coding.TagID(newID()),
				Theme: t.Theme,
				About: t.About, Weight: t.Weight, Coder: s.CoderName(t.Coder), At: t.At, Suggested: t.Suggested}
			for _, m := range s.MemosOn(string(t.ID)) {
				change.Memo, change.MemoID = m.Text, coding.MemoID(newID())
				changes = append(changes, change)
			}
			changes = append(changes, change)
		}
		if x, changed := s.Changed[p.ID]; changed && (first < last || len(s.MemosOn(string(p.ID))) > 0) {
			changes = append(changes, MarkChanged{Text: to.ID, Span: span, Was: x.Was, At: x.At})
		}
	}
	return changes, nil
}

// counterpart returns where in another text the occurrence of a quote is that a span is in
// this one.
func counterpart(span corpus.Span, quote string, from, to *corpus.Finder) (corpus.Span, error) {
	here, there := from.Find(quote), to.Find(quote)
	n := slices.Index(here, span)
	switch {
	case n < 0:
		return corpus.Span{}, coding.WithHint(coding.Errorf(coding.ErrConflict,
			"the passage %q cannot be found by its words: it overlaps another place where they occur, or does not begin and end with whole words",
			coding.Shorten(quote)), "move its borders first, or remove it")
	case len(here) != len(there):
		return corpus.Span{}, coding.Errorf(coding.ErrConflict, "%q occurs %s in one text and %s in the other", coding.Shorten(quote),
			times(len(here)), times(len(there)))
	}
	return there[n], nil
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
