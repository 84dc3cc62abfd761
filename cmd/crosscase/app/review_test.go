package app

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
)

// reviewed is a desk with five passages: after a correction, two of them are changed and two
// detached.
func reviewed(t *testing.T) *desk {
	d := newDesk(t)
	const told = "Roe: It began with the mony that nobody in the two services had.\n\n" +
		"Penn: The board met in May, and the board agreed to one controll room.\n\n" +
		"Roe: Yes. We waited for the bord.\n"
	folder := write(t, t.TempDir(), map[string]string{
		"new.txt": strings.NewReplacer("mony", "money", "controll", "control", "We waited for the bord", "They waited for a board").Replace(told)})
	d.add("int-2", told)
	text := d.as("AK").Study.Sources[1].Text
	for theme, quote := range map[string]string{"Money": "It began with the mony that nobody in the two services had.", "Board": "The board met in May, and the board agreed to one controll room.",
		"Room": "one controll room", "Wait": "We waited for the bord.", "Yes": "Yes."} {
		d.make("AK", "theme", newTheme(theme))
		id, start := coding.ThemeID(""), strings.Index(told, quote)
		for _, x := range d.as("AK").Study.Themes {
			if x.Name == theme {
				id = x.ID
			}
		}
		d.make("AK", "tag", edit.TagPassage{Passage: d.passage(), Text: text, Span: span(start, quote), Tag: d.tagID(), Theme: id})
	}
	if _, err := d.as("AK").UpdateSource(t.Context(), "int-2", filepath.Join(folder, "new.txt"), Reading{}, false); err != nil {
		t.Fatal(err)
	}
	return d
}

// state is which themes are on changed and on detached passages.
func (d *desk) state() string {
	list := func(state PassageState) (themes []string) {
		s := d.as("AK")
		found, err := s.Passages(d.t.Context(), nil, state)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, x := range found.Selection.Passages {
			themes = append(themes, s.Study.Path(s.Study.Tags[x.Tags[0]].Theme))
		}
		slices.Sort(themes)
		return themes
	}
	return fmt.Sprint("changed ", list(Changed), ", detached ", list(Detached))
}

func TestReview(t *testing.T) {
	const before = "changed [Board Money], detached [Room Wait]"
	passage := func(s *Session, theme string) []string {
		for _, tag := range s.Study.Tags {
			if s.Study.Path(tag.Theme) == theme {
				return []string{string(tag.Passage)}
			}
		}
		return []string{"none"}
	}
	accept := func(s *Session, r Review) error { _, _, err := s.AcceptPassages(t.Context(), r); return err }
	attach := func(s *Session, r Review) error { _, err := s.AttachNearest(t.Context(), r); return err }
	for _, tt := range []struct {
		name, theme string
		review      Review
		do          func(*Session, Review) error
		want        string
		kind        error
	}{
		{"accept one", "Money", Review{}, accept, "changed [Board], detached [Room Wait]", nil},
		{"accept all", "", Review{}, accept, "changed [], detached [Room Wait]", nil},
		{"accept those of a theme", "", Review{Filters: query.Names{"theme": {"Board"}}}, accept, "changed [Money], detached [Room Wait]", nil},
		{"see what would be accepted", "", Review{DryRun: true}, accept, before, nil},
		{"accept one that is detached", "Room", Review{}, accept, before, coding.ErrConflict},
		{"accept one that is as it was", "Yes", Review{}, accept, before, coding.ErrConflict},
		{"accept one that is not there", "Nothing", Review{}, accept, before, coding.ErrUnknown},
		{"attach one", "Room", Review{}, attach, "changed [Board Money Room], detached [Wait]", nil},
		{"attach all", "", Review{}, attach, "changed [Board Money Room], detached [Wait]", nil},
		{"see what would be attached", "", Review{DryRun: true}, attach, before, nil},
		{"attach one that has a place", "Money", Review{}, attach, before, coding.ErrConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := reviewed(t)
			s := d.as("AK")
			if tt.theme != "" {
				tt.review.IDs = passage(s, tt.theme)
			}
			if got := d.state(); got != before {
				t.Fatalf("at first: %s", got)
			}
			if err := tt.do(s, tt.review); !errors.Is(err, tt.kind) {
				t.Errorf("%v, want %v", err, tt.kind)
			}
			if got := d.state(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if tt.want == before {
				return
			}
			if _, err := d.p.Undo(t.Context(), "AK", s.Now(), 0); err != nil {
				t.Fatal(err)
			}
			if got := d.state(); got != before {
				t.Errorf("taken back: %s", got)
			}
		})
	}
}
