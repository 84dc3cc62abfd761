package app

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// A Mark is a theme for words of a source, and what else its tag says.
type Mark struct {
	Text      corpus.TextID
	Span      corpus.Span
	Theme     coding.ThemeID        // or, where that is "",
	Path      string                // of a theme, which is made where it does not exist
	About     corpus.OrganisationID // "" for nobody in particular
	Weight    float64               // 0 for none
	Memo      string                // kept on the tag, "" for none
	Suggested bool                  // a classifier proposed it
}

// A Marked is a tag that was just put on words.
type Marked struct {
	Done
	Tag  edit.TagPassage
	Made *coding.Theme // the theme that was made for it, nil for none
}

// TagWords puts a theme on words. The error wraps [coding.ErrUnknown] or
// [coding.ErrConflict] where the theme or the words are no longer there.
func (s *Session) TagWords(ctx context.Context, m Mark) (Marked, error) {
	src := s.Study.SourceOf(coding.Passage{Text: m.Text})
	if src == nil {
		return Marked{}, gone()
	}
	t := &intake.Tagger{Study: s.Study, NewID: s.NewID}
	theme, name, err := s.themeOf(t, m.Theme, m.Path)
	if err != nil {
		return Marked{}, err
	}
	done := Marked{Tag: edit.TagPassage{Passage: coding.PassageID(s.NewID()), Text: m.Text, Span: m.Span, Tag: coding.TagID(s.NewID()),
		Theme: theme, About: m.About, Weight: m.Weight, Suggested: m.Suggested}}
	if memo := strings.TrimSpace(m.Memo); memo != "" {
		done.Tag.Memo, done.Tag.MemoID = memo, coding.MemoID(s.NewID())
	}
	if n := len(t.Changes); n > 0 {
		made := t.Changes[n-1].(edit.PutTheme).Theme
		done.Made = &made
	}
	done.Done, err = s.Apply(ctx, "tag with "+name+" in "+src.Name, append(t.Changes, done.Tag)...)
	return done, err
}

// themeOf is the theme with an identifier or, where that is "", the one of a whole path,
// which t makes where it does not exist; name is its path.
func (s *Session) themeOf(t *intake.Tagger, id coding.ThemeID, path string) (theme coding.ThemeID, name string, err error) {
	if id != "" {
		if s.Study.Theme(id) == nil {
			return "", "", coding.Errorf(coding.ErrUnknown, "this theme is not there any more")
		}
		return id, s.Study.Path(id), nil
	}
	name = coding.CleanPath(path)
	for _, x := range s.Study.Themes {
		if strings.EqualFold(s.Study.Path(x.ID), name) {
			id, err := t.Theme(s.Study.EscapedPath(x.ID)) // unless it is archived
			return id, s.Study.Path(x.ID), err
		}
	}
	if err := t.Add(path); err != nil {
		return "", "", err
	}
	return t.Changes[len(t.Changes)-1].(edit.PutTheme).Theme.ID, name, nil
}

// in says in which source a passage is, as " in int-03"; "" where its words were replaced.
func (s *Session) in(passage coding.PassageID) string {
	if i, err := s.Study.FindPassage(string(passage)); err == nil {
		if src := s.Study.SourceOf(s.Study.Passages[i]); src != nil {
			return " in " + src.Name
		}
	}
	return ""
}

// own finds a tag of the coder. The error wraps [coding.ErrUnknown], or
// [coding.ErrConflict] where it is another coder's.
func (s *Session) own(id coding.TagID) (*coding.Tag, error) {
	t, err := s.Study.FindTag(string(id))
	if err != nil {
		return nil, err
	}
	if t.Coder != s.CoderID() {
		return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "this tag of %s is another coder's", s.Study.Path(t.Theme)),
			"what others have tagged is theirs to change; the consensus page records what you agree on")
	}
	return t, nil
}

// RemoveTag removes a tag of the coder. Errors are those of the other edits of a tag:
// [coding.ErrUnknown] where it is not there, [coding.ErrConflict] where it is another
// coder's.
func (s *Session) RemoveTag(ctx context.Context, id coding.TagID) (Done, error) {
	t, err := s.own(id)
	if err != nil {
		return Done{}, err
	}
	return s.untag(ctx, s.Coder, s.Study.Path(t.Theme), *t)
}

// Retag gives a tag of the coder another theme: the one with an identifier or, where that
// is "", the one of a path, which is made where it does not exist.
func (s *Session) Retag(ctx context.Context, id coding.TagID, theme coding.ThemeID, path string) (Done, error) {
	t, err := s.own(id)
	if err != nil {
		return Done{}, err
	}
	tagger := &intake.Tagger{Study: s.Study, NewID: s.NewID}
	to, name, err := s.themeOf(tagger, theme, path)
	if err != nil {
		return Done{}, err
	}
	what := fmt.Sprintf("retag %s as %s%s", s.Study.Path(t.Theme), name, s.in(t.Passage))
	return s.Apply(ctx, what, append(tagger.Changes, edit.Retag{Tag: t.ID, Theme: to})...)
}

// SetTag sets how much a tag of the coder weighs, 0 for no weight, and whom it is about,
// "" for nobody in particular.
func (s *Session) SetTag(ctx context.Context, id coding.TagID, weight float64, about corpus.OrganisationID) (Done, error) {
	t, err := s.own(id)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "edit a tag of "+s.Study.Path(t.Theme)+s.in(t.Passage), edit.PutTag{Tag: t.ID, Weight: weight, About: about})
}

// MoveBorders gives a passage other borders, for the tags that the coder has on it. The
// error wraps [coding.ErrUnknown], or [coding.ErrConflict] where text is another source's
// or no tag on it is the coder's.
func (s *Session) MoveBorders(ctx context.Context, passage coding.PassageID, text corpus.TextID, to corpus.Span) (Done, error) {
	i, err := s.Study.FindPassage(string(passage))
	if err != nil {
		return Done{}, err
	}
	p := s.Study.Passages[i]
	if p.Text != text {
		return Done{}, coding.Errorf(coding.ErrConflict, "a passage cannot move to another source")
	}
	changes := edit.MoveBorders(s.Study, i, s.CoderID(), to, s.NewID)
	if len(changes) == 0 && p.Span != to {
		return Done{}, coding.Errorf(coding.ErrConflict, "this passage holds no tag of yours, and others' are theirs to move")
	}
	return s.Apply(ctx, "move the borders of a passage"+s.in(p.ID), changes...)
}

// Reading is how far the coder has read a source.
func (s *Session) Reading(src *corpus.Source) coding.Reading {
	me := s.CoderID()
	for _, r := range s.Study.Readings {
		if r.Source == src.ID && r.Coder == me {
			return r
		}
	}
	return coding.Reading{State: coding.Unread}
}

// MarkSources says how far the coder is with sources: unread, in progress or complete,
// and the last turn that was read, from 1, 0 for none. The error wraps
// [coding.ErrUnknown] where a source has fewer turns.
func (s *Session) MarkSources(ctx context.Context, state coding.State, turn int, sources ...*corpus.Source) (Done, error) {
	var changes []edit.Change
	for _, src := range sources {
		if turns := len(s.Study.Transcript(src).Turns); turn < 0 || turn > turns {
			return Done{}, fmt.Errorf("turn %d: %w; %s has %d", turn, coding.ErrUnknown, src.Name, turns)
		}
		changes = append(changes, edit.MarkSource{Source: src.ID, State: state, Turn: turn})
	}
	what := coding.Count(len(sources), "source")
	if len(sources) == 1 {
		what = sources[0].Name
	}
	return s.Apply(ctx, fmt.Sprintf("mark %s %s", what, state), changes...)
}

// KeepPlace keeps the last turn, from 1, that the coder has read of a source, unless
// they were further or the source is complete; kept tells whether it did. It is not an
// edit, and the log does not list it.
func (s *Session) KeepPlace(ctx context.Context, src *corpus.Source, turn int) (kept bool, err error) {
	was := s.Reading(src)
	turn = min(max(turn, 0), len(s.Study.Transcript(src).Turns))
	if was.State == coding.Complete || was.Turn >= turn {
		return false, nil
	}
	_, err = s.Apply(ctx, "read "+src.Name, edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: turn, Quiet: true})
	return err == nil, err
}
