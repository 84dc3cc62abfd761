package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/locate"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

// A Subject is what a memo is on. [Session.Subject] finds it by names, [Session.SubjectOf]
// by an identifier; [SubjectIn] is words.
type Subject struct {
	Name string // as messages call it

	on   string        // identifier of a thing; "" is the project
	text corpus.TextID // else of words that may be no passage yet
	span corpus.Span
}

// SubjectNames name what a memo is on: one of them alone, none for the project, or a place
// in a source, with a theme for the coder's tag of it there.
type SubjectNames struct {
	Theme, Source, Participant, Organisation, Case string
	Passage, Tag                                   string // identifiers
	Place                                          locate.Place
}

// Subject finds what a memo is on. The error wraps [coding.ErrUnknown], or
// [coding.ErrInvalid] where a place is several.
func (s *Session) Subject(ctx context.Context, n SubjectNames) (Subject, error) {
	study := s.Seen()
	switch {
	case n.Place.Quote+n.Place.Turns+n.Place.Lines+n.Place.Span != "":
		return s.subjectAt(ctx, n)
	case n.Theme != "":
		return subjectOf(Themes(), study, n.Theme)
	case n.Source != "":
		return subjectOf(Sources(), study, n.Source)
	case n.Participant != "":
		return subjectOf(Participants(), study, n.Participant)
	case n.Organisation != "":
		return subjectOf(Organisations(), study, n.Organisation)
	case n.Case != "":
		return subjectOf(Cases(), study, n.Case)
	case n.Passage != "":
		i, err := study.FindPassage(n.Passage)
		if err != nil {
			return Subject{}, err
		}
		return Subject{Name: "a passage", on: string(study.Passages[i].ID)}, nil
	case n.Tag != "":
		t, err := study.FindTag(n.Tag)
		if err != nil {
			return Subject{}, err
		}
		return tagSubject(study, t), nil
	}
	return Subject{Name: "the project"}, nil
}

// subjectOf is a thing of a kind.
func subjectOf[T any](k Kind[T], s *coding.Study, name string) (Subject, error) {
	x, err := k.Find(s, name)
	if err != nil {
		return Subject{}, err
	}
	return Subject{Name: k.Called(s, x), on: k.ID(x)}, nil
}

func tagSubject(s *coding.Study, t *coding.Tag) Subject {
	return Subject{Name: "a tag of " + s.Path(t.Theme), on: string(t.ID)}
}

// SubjectIn is words of a source.
func SubjectIn(src *corpus.Source, span corpus.Span) Subject {
	return Subject{Name: "a passage of " + src.Name, text: src.Text, span: span}
}

// SubjectOf finds what a memo is on by an identifier. The error wraps [coding.ErrUnknown].
func (s *Session) SubjectOf(id string) (Subject, error) {
	study := s.Seen()
	if t, err := study.FindTag(id); err == nil && string(t.ID) == id {
		return tagSubject(study, t), nil
	}
	switch kind, name := reading.Thing(study, id); kind {
	case "project":
		return Subject{}, coding.Errorf(coding.ErrUnknown, "what this memo is on is not in the project any more")
	case "passage":
		return Subject{Name: "a passage", on: id}, nil
	default:
		return Subject{Name: name, on: id}, nil
	}
}

// subjectAt is the words at a place, or the coder's tag of a theme there.
func (s *Session) subjectAt(ctx context.Context, n SubjectNames) (Subject, error) {
	study := s.Seen()
	src, err := study.FindSource(n.Source)
	if err != nil {
		return Subject{}, err
	}
	text, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return Subject{}, err
	}
	spans, err := locate.Find(&corpus.Finder{Text: text}, study.Transcript(src), n.Place)
	if err != nil {
		return Subject{}, err
	}
	if len(spans) > 1 {
		return Subject{}, coding.Errorf(coding.ErrInvalid, "memo: on one place at a time; choose it with --occurrence N")
	}
	if n.Theme == "" {
		return SubjectIn(src, spans[0]), nil
	}
	theme, err := study.FindTheme(n.Theme)
	if err != nil {
		return Subject{}, err
	}
	if t := s.ownTag(theme.ID, src.Text, spans[0]); t != nil {
		return tagSubject(study, t), nil
	}
	return Subject{}, coding.WithHint(fmt.Errorf("no tag of %s by %s there: %w", study.Path(theme.ID), s.Coder, coding.ErrUnknown),
		"tag it first: crosscase tag; or leave --theme out for a memo on the passage")
}

// ownTag is the coder's tag of a theme on words, nil for none.
func (s *Session) ownTag(theme coding.ThemeID, text corpus.TextID, span corpus.Span) *coding.Tag {
	study := s.Seen()
	for i, x := range study.Passages {
		if x.Text != text || x.Span != span {
			continue
		}
		first, last := study.TagsOf(i)
		for t := first; t < last; t++ {
			if tag := &study.Tags[t]; tag.Theme == theme && tag.Coder == s.CoderID() {
				return tag
			}
		}
	}
	return nil
}

// AddMemo writes a memo. The error wraps [coding.ErrInvalid] where it has no words.
func (s *Session) AddMemo(ctx context.Context, on Subject, text string) (Done, error) {
	id, text := coding.MemoID(s.NewID()), strings.TrimSpace(text)
	var change edit.Change = edit.PutMemo{ID: id, On: on.on, Text: text}
	if on.text != "" {
		change = edit.NotePassage{Passage: coding.PassageID(s.NewID()), Text: on.text, Span: on.span, MemoID: id, Memo: text}
	}
	return s.Apply(ctx, "write a memo on "+on.Name, change)
}

// FindMemo finds a memo by its identifier, or the beginning of it. The error wraps
// [coding.ErrUnknown].
func (s *Session) FindMemo(id string) (*coding.Memo, error) {
	m, err := s.Seen().FindMemo(id)
	if err != nil && coding.Hint(err) == "" {
		err = coding.WithHint(err, "crosscase memo list shows the identifiers")
	}
	return m, err
}

// EditMemo gives a memo other words. The error wraps [coding.ErrUnknown] or
// [coding.ErrInvalid].
func (s *Session) EditMemo(ctx context.Context, id, text string) (Done, error) {
	m, err := s.FindMemo(id)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "edit the memo on "+reading.NewMemo(s.Seen(), *m).On, edit.PutMemo{ID: m.ID, Text: strings.TrimSpace(text)})
}

// RemoveMemo removes a memo. The error wraps [coding.ErrUnknown].
func (s *Session) RemoveMemo(ctx context.Context, id string) (Done, error) {
	m, err := s.FindMemo(id)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "remove the memo on "+reading.NewMemo(s.Seen(), *m).On, edit.RemoveMemo{ID: m.ID})
}

// A MemoFilter keeps the memos that are on any of some themes, or themes below them, and on
// any of some sources, and by any of some coders; none of a kind are all.
type MemoFilter struct{ Themes, Sources, Coders []string }

// Memos are the memos that a filter keeps, in the order in which they were written. The
// error wraps [coding.ErrUnknown], once for each name of nothing.
func (s *Session) Memos(f MemoFilter) ([]reading.Memo, error) {
	study := s.Seen()
	onThemes, wrongThemes := findAll(f.Themes, study.FindTheme)
	inSources, wrongSources := findAll(f.Sources, study.FindSource)
	byCoders, wrongCoders := findAll(f.Coders, study.FindCoder)
	if err := errors.Join(wrongThemes, wrongSources, wrongCoders); err != nil {
		return nil, err
	}
	var memos []reading.Memo
	for _, x := range study.Memos {
		m := reading.NewMemo(study, x)
		if anyOf(onThemes, func(t *coding.Theme) bool { return m.ThemeID != "" && study.Below(m.ThemeID, t.ID) }) &&
			anyOf(inSources, func(src *corpus.Source) bool { return m.Source == src.Name }) &&
			anyOf(byCoders, func(c *coding.Coder) bool { return m.Coder == c.Name }) {
			memos = append(memos, m)
		}
	}
	return memos, nil
}

// findAll finds things by their names, up to the first that is unknown.
func findAll[T any](names []string, find func(string) (T, error)) (all []T, err error) {
	for _, name := range names {
		x, err := find(name)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// anyOf tells whether one of several will do; of none, anything does.
func anyOf[T any](wanted []T, fits func(T) bool) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, fits)
}
