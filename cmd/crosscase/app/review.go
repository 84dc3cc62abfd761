package app

import (
	"context"
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// A Review says which of the passages are meant that a correction has changed or detached:
// those with identifiers, or all that filters let through.
type Review struct {
	IDs     []string
	Filters query.Names
	DryRun  bool
}

// ReviewFilters are the filters that can be asked of passages in a state, but for coders:
// who reviews passages is named so.
func ReviewFilters(state PassageState) []string {
	return slices.DeleteFunc(query.FilterNames(), func(name string) bool {
		return name == "coder" || state == Detached && slices.Contains(ofSpeakers, name)
	})
}

// passages are the indices of the passages that are meant, among those of a study that is
// in a state. Without filters, passages without tags are among them. The error wraps
// [coding.ErrUnknown], or [coding.ErrConflict] where one is in another state.
func (s *Session) passages(ctx context.Context, r Review, state PassageState) (all []int, err error) {
	study := s.Seen()
	is := func(i int) bool {
		p := study.Passages[i]
		_, changed := study.Changed[p.ID]
		placed := study.SourceOf(p) != nil
		return state == Changed && changed && placed || state == Detached && !placed && study.Source(study.Earlier[p.Text]) != nil
	}
	switch {
	case len(r.IDs) > 0:
		for _, id := range r.IDs {
			i, err := study.FindPassage(id)
			if err != nil {
				return nil, err
			}
			if !is(i) {
				err := coding.Errorf(coding.ErrConflict, "passage %s: the passage is not %s", id, state)
				return nil, coding.WithHint(err, "crosscase passages --%s lists those that are", state)
			}
			if !slices.Contains(all, i) {
				all = append(all, i)
			}
		}
	case len(r.Filters) > 0:
		found, err := s.Passages(ctx, r.Filters, state)
		for _, x := range found.Selection.Passages {
			all = append(all, x.Index)
		}
		return all, err
	default:
		for i := range study.Passages {
			if is(i) {
				all = append(all, i)
			}
		}
	}
	return all, nil
}

// AcceptPassages accepts the words of changed passages, so that they no longer wait, and
// returns how many there are. Errors are those of looking passages up.
func (s *Session) AcceptPassages(ctx context.Context, r Review) (d Done, n int, err error) {
	of, err := s.passages(ctx, r, Changed)
	if err != nil || len(of) == 0 || r.DryRun {
		return d, len(of), err
	}
	var changes []edit.Change
	for _, i := range of {
		p := s.Seen().Passages[i]
		changes = append(changes, edit.MarkChanged{Text: p.Text, Span: p.Span})
	}
	d, err = s.Apply(ctx, "accept "+coding.Count(len(of), "changed passage"), changes...)
	return d, len(of), err
}

// AttachPassage gives a detached passage a place in its source's text as it is now, and
// returns the words there. The error wraps [coding.ErrConflict] where the passage is not
// detached.
func (s *Session) AttachPassage(ctx context.Context, id string, place locate.Place) (d Done, words string, err error) {
	of, err := s.passages(ctx, Review{IDs: []string{id}}, Detached)
	if err != nil {
		return d, "", err
	}
	passage := s.Seen().Passages[of[0]]
	src := s.Study.Source(s.Study.Earlier[passage.Text])
	now, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return d, "", err
	}
	span, err := onePlace(now, s.Study.Transcript(src), place)
	if err != nil {
		return d, "", fmt.Errorf("source %q: %w", src.Name, err)
	}
	d, err = s.Apply(ctx, "attach a passage in "+src.Name, edit.AttachPassage{Passage: passage.ID, Text: now.ID, Span: span})
	return d, now.Body[span.Start:span.End], err
}

// Nearest is what becomes of detached passages that are attached where their words are
// nearest.
type Nearest struct {
	Done
	Attached, Left []NearestPassage
}

// A NearestPassage is a detached passage with where its words are nearest.
type NearestPassage struct {
	ID     coding.PassageID
	Source string
	Was    string // the words that were marked
	Now    string // those where it goes; "" where it stays detached
	Why    string // it stays detached
}

// AttachNearest gives detached passages the place in their sources' texts that is nearest
// in words, if there is one, marked as changed where the words are others. The errors are
// those of looking passages up.
func (s *Session) AttachNearest(ctx context.Context, r Review) (n Nearest, err error) {
	of, err := s.passages(ctx, r, Detached)
	if err != nil {
		return n, err
	}
	study := s.Seen()
	near, err := intake.Near(study, ctx, s.Texts, of, corpus.NearestPercent)
	if err != nil {
		return n, err
	}
	var changes []edit.Change
	spoken := map[corpus.TextID]*corpus.Transcript{}
	for k, x := range near {
		p := study.Passages[of[k]]
		src := study.Source(study.Earlier[p.Text])
		line := NearestPassage{ID: p.ID, Source: src.Name, Was: x.Was}
		if x.Outcome == corpus.Changed {
			if spoken[p.Text] == nil {
				if spoken[p.Text], err = s.Project.Transcript(ctx, p.Text); err != nil {
					return n, err
				}
			}
			before := spoken[p.Text]
			x.OtherSpeaker = len(before.Turns) > 0 && !corpus.SameSpeakers(before, p.Span, study.Transcript(src), x.Span)
		}
		if x.Outcome == corpus.Detached || x.OtherSpeaker {
			line.Why = notNear(x)
			n.Left = append(n.Left, line)
			continue
		}
		line.Now = x.Text.Body[x.Span.Start:x.Span.End]
		n.Attached = append(n.Attached, line)
		if corpus.SameWords(x.Was, line.Now) {
			x.Was = ""
		}
		changes = append(changes, x.Attach(p.ID, src.Text))
	}
	if len(changes) == 0 || r.DryRun {
		return n, nil
	}
	n.Done, err = s.Apply(ctx, "attach "+coding.Count(len(changes), "detached passage")+" where the words are nearest", changes...)
	return n, err
}

// notNear says why there is no nearest place for the words of a passage.
func notNear(x intake.CarriedPassage) string {
	switch {
	case x.OtherSpeaker:
		return "the nearest stretch of the text is by another speaker"
	case x.Tied:
		return "two stretches of the text are equally near"
	}
	return fmt.Sprintf("no stretch of the text has three or more of its words, and %d %% of them, in order", corpus.NearestPercent)
}
