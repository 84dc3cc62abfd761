package app

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

// Passages are tagged passages, as filters select them.
type Passages struct {
	coding.Selection

	study *coding.Study
	texts coding.Texts
	state PassageState
}

// A PassageState says which passages are asked for: those that count, or of them or beside
// them those that wait for somebody.
type PassageState string

// The states of passages that wait.
const (
	Changed  PassageState = "changed"  // counts, but with other words than were marked
	Detached PassageState = "detached" // on words that a correction has replaced
)

// ofSpeakers are the filters that ask who speaks, which nobody knows of words that were
// replaced.
var ofSpeakers = []string{"organisation", "participant", "role", "question", "attr"}

// Passages selects tagged passages that count, or those in a state. The error is that of
// looking up a filter, or wraps [coding.ErrInvalid] where one has no effect on detached
// passages.
func (s *Session) Passages(ctx context.Context, filters query.Names, state PassageState) (Passages, error) {
	for _, name := range ofSpeakers {
		if state == Detached && len(filters[name]) > 0 {
			return Passages{}, coding.Errorf(coding.ErrInvalid,
				"--%s has no effect with --detached: the speakers of the replaced words are unknown", name)
		}
	}
	filter, err := filters.Resolve(ctx, s.Seen(), s.Texts)
	if err != nil {
		return Passages{}, err
	}
	filter.Detached, filter.Changed = state == Detached, state == Changed
	return Passages{s.Seen().Select(filter), s.Seen(), s.Texts, state}, nil
}

// Quotes reads the words of passages from up to to, with turns of context on each side.
func (p Passages) Quotes(ctx context.Context, from, to, turns int) ([]reading.Quote, error) {
	part := p.Selection
	part.Passages = part.Passages[from:to]
	return reading.ReadQuotes(ctx, p.study, p.texts, part, turns)
}

// Over says how many passages straddle organisations, "" for none.
func (p Passages) Over() string {
	if p.Straddling == 0 {
		return ""
	}
	return fmt.Sprintf("%d over several organisations", p.Straddling)
}

// Replaced says how many more passages are detached, "" for none and where those in a state
// were asked for.
func (p Passages) Replaced() string {
	if p.Detached == 0 || p.state != "" {
		return ""
	}
	return fmt.Sprintf("%d more on words that were corrected since", p.Detached)
}

// Reworded says how many of the passages wait for somebody to accept their words, "" for
// none and where those in a state were asked for.
func (p Passages) Reworded() string {
	if p.Changed == 0 || p.state != "" {
		return ""
	}
	return fmt.Sprintf("%d of them changed with their text", p.Changed)
}

// PassagePlace finds where the passage with an identifier is. The error wraps
// [coding.ErrUnknown], or [coding.ErrConflict] where its words were replaced.
func (s *Session) PassagePlace(id string) (*corpus.Source, corpus.Span, error) {
	study := s.Seen()
	i, err := study.FindPassage(id)
	if err != nil {
		return nil, corpus.Span{}, err
	}
	src := study.SourceOf(study.Passages[i])
	if src == nil {
		err := coding.Errorf(coding.ErrConflict, "passage %s: its words were corrected since", id)
		return nil, corpus.Span{}, coding.WithHint(err, "give it a place first: crosscase passage attach")
	}
	return src, study.Passages[i].Span, nil
}

// Locate finds a place in the source of a name. The error wraps [coding.ErrUnknown],
// [coding.ErrInvalid], or [coding.ErrConflict] where it could be several.
func (s *Session) Locate(ctx context.Context, source string, place locate.Place) (*corpus.Source, []corpus.Span, error) {
	src, err := s.Seen().FindSource(source)
	if err != nil {
		return nil, nil, err
	}
	text, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return nil, nil, err
	}
	spans, err := locate.Find(&corpus.Finder{Text: text}, s.Seen().Transcript(src), place)
	return src, spans, err
}

// SaveQuery gives a code query a name; one of that name is replaced. The error points at
// what cannot be read in the query.
func (s *Session) SaveQuery(ctx context.Context, name, text string) (Done, error) {
	study := s.Seen()
	q := coding.SavedQuery{ID: coding.QueryID(s.NewID()), Name: queryName(name), Expression: text}
	if old, err := study.FindQuery(q.Name); err == nil {
		q.ID = old.ID
	}
	parsed, err := query.Parse(text)
	if err != nil {
		return Done{}, err
	}
	where, err := parsed.Resolve(ctx, study, s.Texts)
	if err != nil {
		return Done{}, err
	}
	d, err := s.Apply(ctx, "save query "+q.Name, edit.PutQuery{Query: q})
	if err == nil {
		n := len(study.Select(coding.Filter{Where: where}).Passages)
		d.Said = append(d.Said, fmt.Sprintf("saved @%s, which finds %s now", q.Name, coding.Count(n, "passage")))
	}
	return d, err
}

// RenameQuery renames a saved query.
func (s *Session) RenameQuery(ctx context.Context, name, to string) (Done, error) {
	q, err := s.Study.FindQuery(name)
	if err != nil {
		return Done{}, err
	}
	renamed := *q
	renamed.Name = queryName(to)
	return s.Apply(ctx, "rename query "+q.Name+" to "+renamed.Name, edit.PutQuery{Query: renamed})
}

// RemoveQuery removes a saved query.
func (s *Session) RemoveQuery(ctx context.Context, name string) (Done, error) {
	q, err := s.Study.FindQuery(name)
	if err != nil {
		return Done{}, err
	}
	return s.Apply(ctx, "remove query "+q.Name, edit.RemoveQuery{ID: q.ID})
}
