package app

import (
	"context"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
)

// AddTheme adds the theme of a path, with those above it where they are missing. The error
// wraps [coding.ErrConflict] where there is one, or [coding.ErrInvalid].
func (s *Session) AddTheme(ctx context.Context, path string, r Revision) (Done, error) {
	whole := coding.CleanPath(path)
	for _, t := range s.Study.Themes {
		if strings.EqualFold(s.Study.Path(t.ID), whole) {
			err := coding.Errorf(coding.ErrConflict, "theme %q: there is one already", whole)
			return Done{}, coding.WithHint(err, "crosscase theme set describes it")
		}
	}
	t := &intake.Tagger{Study: s.Study, NewID: s.NewID, Create: true}
	if err := t.Add(path); err != nil {
		return Done{}, err
	}
	last := &t.Changes[len(t.Changes)-1]
	theme := (*last).(edit.PutTheme).Theme
	if _, err := Themes().revise(s, &theme, r); err != nil {
		return Done{}, err
	}
	*last = edit.PutTheme{Theme: theme}
	done, err := s.Apply(ctx, "add theme "+whole, t.Changes...)
	if err == nil {
		done.Said = []string{"added " + strings.Join(t.Made, ", ")}
	}
	return done, err
}

// A Move says where a theme goes, with all below it: below another theme or to the top,
// behind those that are there or to a position among them.
type Move struct {
	Under    string // theme; "" is none
	Top      bool
	Position int // from 1; 0 is behind the others
}

// Validate returns an error that wraps [coding.ErrInvalid] where it does not say where to,
// or two places.
func (m Move) Validate() error {
	if (m.Under != "" || m.Top || m.Position > 0) == (m.Under != "" && m.Top) {
		return coding.Errorf(coding.ErrInvalid, "theme move: where to? give --under THEME or --top, or a --position among its neighbours")
	}
	return nil
}

// MoveTheme moves a theme. The error wraps [coding.ErrUnknown], or [coding.ErrInvalid] where
// it would be below itself.
func (s *Session) MoveTheme(ctx context.Context, name string, to Move) (Done, error) {
	if err := to.Validate(); err != nil {
		return Done{}, err
	}
	return Themes().change(ctx, s, name, "move", func(t *coding.Theme) ([]edit.Change, error) {
		if to.Under != "" {
			parent, err := s.Study.FindTheme(to.Under)
			if err != nil {
				return nil, err
			}
			t.Parent = parent.ID
		}
		if to.Top {
			t.Parent = ""
		}
		t.Position = intake.NewTheme(s.Study, t.ID, t.Parent, t.Name).Position
		if to.Position > 0 {
			return makeRoom(s.Study, t, to.Position-1), nil
		}
		return nil, nil
	})
}

// makeRoom gives a theme the place at among its neighbours, from 0, and returns the
// changes that move those behind it.
func makeRoom(s *coding.Study, t *coding.Theme, at int) (changes []edit.Change) {
	n := 0
	for _, x := range s.Themes { // in the order of the codebook
		if x.Parent != t.Parent || x.ID == t.ID {
			continue
		}
		if n == at {
			n++ // that is its place
		}
		if moved := *x; moved.Position != n {
			moved.Position = n
			changes = append(changes, edit.PutTheme{Theme: moved})
		}
		n++
	}
	t.Position = min(at, n)
	return changes
}

// ArchiveTheme keeps a theme from being used any more; its tags stay and count. The error
// wraps [coding.ErrUnknown].
func (s *Session) ArchiveTheme(ctx context.Context, name string) (Done, error) {
	return s.archive(ctx, name, "archive", true)
}

// RestoreTheme brings an archived theme back into use. The error wraps [coding.ErrUnknown].
func (s *Session) RestoreTheme(ctx context.Context, name string) (Done, error) {
	return s.archive(ctx, name, "restore", false)
}

func (s *Session) archive(ctx context.Context, name, verb string, archived bool) (Done, error) {
	return Themes().change(ctx, s, name, verb, func(t *coding.Theme) ([]edit.Change, error) {
		t.Archived = archived
		return nil, nil
	})
}
