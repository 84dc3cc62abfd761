package app

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// Link links two ends, each a theme, case:NAME or passage:ID; kind says how, as
// "influences". The error wraps [coding.ErrUnknown] or [coding.ErrInvalid].
func (s *Session) Link(ctx context.Context, from, kind, to, note string) (Done, error) {
	l, err := s.link(from, kind, to)
	if err != nil {
		return Done{}, err
	}
	l.ID, l.Note = coding.LinkID(s.NewID()), note
	return s.Apply(ctx, "link "+linkWords(s.Seen(), l.From, l.Kind, l.To), edit.PutLink{Link: l})
}

// Unlink removes a link. The error wraps [coding.ErrUnknown].
func (s *Session) Unlink(ctx context.Context, from, kind, to string) (Done, error) {
	want, err := s.link(from, kind, to)
	if err != nil {
		return Done{}, err
	}
	said := linkWords(s.Seen(), want.From, want.Kind, want.To)
	for _, l := range s.Seen().Links {
		if l.From == want.From && l.To == want.To && strings.EqualFold(l.Kind, want.Kind) {
			return s.Apply(ctx, "remove link "+said, edit.RemoveLink{ID: l.ID})
		}
	}
	var kinds []string
	for _, l := range s.Seen().Links {
		if l.From == want.From && l.To == want.To {
			kinds = append(kinds, l.Kind)
		}
	}
	err = fmt.Errorf("link %s: %w", said, coding.ErrUnknown)
	if near := coding.Nearest(want.Kind, kinds); len(near) > 0 {
		return Done{}, coding.WithHint(err, "did you mean %s?", coding.Quoted(near, " or "))
	}
	return Done{}, coding.WithHint(err, "see crosscase links")
}

// link is a link as a person names it.
func (s *Session) link(from, kind, to string) (l coding.Link, err error) {
	l.Kind = strings.TrimSpace(kind)
	if l.From, err = findEnd(s.Seen(), from); err != nil {
		return l, err
	}
	l.To, err = findEnd(s.Seen(), to)
	return l, err
}

// findEnd finds what a link joins.
func findEnd(s *coding.Study, name string) (id string, err error) {
	kind, rest, _ := strings.Cut(name, ":")
	switch kind {
	case "case":
		return idOf(Cases(), s, rest)
	case "passage":
		i, err := s.FindPassage(strings.TrimSpace(rest))
		if err != nil {
			return "", err
		}
		return string(s.Passages[i].ID), nil
	case "theme":
		name = rest
	}
	return idOf(Themes(), s, name)
}

// idOf is the identifier of a thing.
func idOf[T any](k Kind[T], s *coding.Study, name string) (string, error) {
	x, err := k.Find(s, name)
	if err != nil {
		return "", err
	}
	return k.ID(x), nil
}
