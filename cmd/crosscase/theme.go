package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newTheme(w *world) *cobra.Command {
	var d describeFlags
	n := noun[coding.Theme]{
		name: "theme", plural: "the codebook with counts", argument: "THEME",
		short:  "The codebook: list, show, add, set, rename, move and remove themes",
		list:   codebook,
		find:   (*coding.Study).FindTheme,
		nameOf: func(t *coding.Theme) *string { return &t.Name },
		label:  func(s *coding.Study, t *coding.Theme) string { return s.Path(t.ID) },
		show: func(s *coding.Study, t *coding.Theme) [][2]string {
			passages, tags := 0, 0
			for _, p := range s.Select(coding.Filter{Themes: []coding.ThemeID{t.ID}}).Passages {
				passages++
				tags += len(p.Tags)
			}
			return [][2]string{{"definition", t.Definition}, {"include", t.Include}, {"exclude", t.Exclude},
				{"example", t.Example}, {"colour", t.Colour}, {"passages", thousands(passages)}, {"tags", thousands(tags)}}
		},
		flags: d.add,
		set: func(_ *world, _ *coding.Study, t *coding.Theme, fs *pflag.FlagSet) ([]coding.Change, error) {
			return nil, d.put(t, fs)
		},
		put: func(t coding.Theme) coding.Change { return coding.PutTheme{Theme: t} },
		remove: func(s *coding.Study, t *coding.Theme) (coding.Change, int) {
			tags := 0
			for i := range s.Tags {
				if s.Below(s.Tags[i].Theme, t.ID) {
					tags++
				}
			}
			return coding.RemoveTheme{ID: t.ID}, tags
		},
	}
	c := n.command(w)
	c.Long = `The codebook. A theme is named by its path, "Motivation > Savings"; the last part
is enough where it is the only one of that name.`
	c.AddCommand(newThemeAdd(w), newThemeMove(w, n))
	return c
}

// describeFlags are what may be said of a theme.
type describeFlags struct{ definition, include, exclude, example, colour string }

func (d *describeFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&d.definition, "definition", "", "what the theme means, `TEXT`")
	fs.StringVar(&d.include, "include", "", "when to use it, `TEXT`")
	fs.StringVar(&d.exclude, "exclude", "", "when not to use it, `TEXT`")
	fs.StringVar(&d.example, "example", "", "an example, `TEXT`")
	fs.StringVar(&d.colour, "colour", "", "its colour, `#RRGGBB`; one is dealt out by itself")
}

// put puts the flags that were given into a theme.
func (d *describeFlags) put(t *coding.Theme, fs *pflag.FlagSet) error {
	for flag, to := range map[string]*string{"definition": &t.Definition, "include": &t.Include, "exclude": &t.Exclude, "example": &t.Example, "colour": &t.Colour} {
		if fs.Changed(flag) {
			*to = strings.TrimSpace(fs.Lookup(flag).Value.String())
		}
	}
	if len(t.Colour) != 7 || t.Colour[0] != '#' || strings.Trim(strings.ToLower(t.Colour[1:]), "0123456789abcdef") != "" {
		return fault{fmt.Errorf("--colour %q: write it as #rrggbb", t.Colour), usage}
	}
	return nil
}

// codebook lists themes with what is tagged with each, those below included.
func codebook(s *coding.Study) *report.Grid {
	passages, tags := make([]int, len(s.Themes)), make([]int, len(s.Themes))
	last := make([]int, len(s.Themes)) // passage counted last, one more than its index
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, t := range p.Tags {
			for _, theme := range s.Ancestors(s.TagTheme(t)) {
				tags[theme]++
				if last[theme] != p.Index+1 {
					last[theme] = p.Index + 1
					passages[theme]++
				}
			}
		}
	}
	g := &report.Grid{Head: []string{"theme", "passages", "tags", "definition"}, Empty: `No themes yet. Make one with crosscase theme add "Motivation > Savings".`}
	for i, t := range s.Themes {
		g.Rows = append(g.Rows, []any{report.Name{Label: t.Name, Path: s.Path(t.ID), Level: s.Level(t.ID)}, passages[i], tags[i], t.Definition})
	}
	if len(s.Themes) > 0 {
		g.Notes = []string{"Themes count what lies below them, too."}
	}
	return g
}

func newThemeAdd(w *world) *cobra.Command {
	var d describeFlags
	c := &cobra.Command{
		Use:     "add THEME",
		Short:   "Add a theme, with those above it where they are missing",
		Example: `  crosscase theme add "Motivation > Savings" --definition "Money saved by doing it together"`,
		Args:    arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				path := coding.CleanPath(args[0])
				for _, t := range s.Themes {
					if strings.EqualFold(s.Path(t.ID), path) {
						return coding.WithHint(coding.Errorf(coding.ErrConflict, "theme %q: there is one already", path), "crosscase theme set describes it")
					}
				}
				return addTheme(c.Context(), w, p, s, path, &d, c.Flags())
			})
		},
	}
	d.add(c.Flags())
	w.addCoder(c.Flags(), "who adds it")
	return c
}

func addTheme(ctx context.Context, w *world, p *project.Project, s *coding.Study, path string, d *describeFlags, fs *pflag.FlagSet) error {
	t := &coding.Tagger{Study: s, NewID: w.newID, Create: true}
	if err := t.Add(path); err != nil {
		return err
	}
	last := &t.Changes[len(t.Changes)-1]
	theme := (*last).(coding.PutTheme).Theme
	if err := d.put(&theme, fs); err != nil {
		return err
	}
	*last = coding.PutTheme{Theme: theme}
	if err := w.apply(ctx, p, "add theme "+path, t.Changes...); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "added %s\n", strings.Join(t.Made, ", "))
	return nil
}

func newThemeMove(w *world, n noun[coding.Theme]) *cobra.Command {
	var under string
	var top bool
	var position int
	c := &cobra.Command{
		Use:   "move THEME (--under THEME | --top) [--position N]",
		Short: "Move a theme, with all below it",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			if (under != "" || top || position > 0) == (under != "" && top) {
				return fault{errors.New("theme move: where to? give --under THEME or --top, or a --position among its neighbours"), usage}
			}
			return n.change(c.Context(), w, args[0], "move", func(s *coding.Study, t *coding.Theme) ([]coding.Change, error) {
				if under != "" {
					parent, err := s.FindTheme(under)
					if err != nil {
						return nil, err
					}
					t.Parent = parent.ID
				}
				if top {
					t.Parent = ""
				}
				t.Position = coding.NewTheme(s, t.ID, t.Parent, t.Name).Position
				if position > 0 {
					t.Position = position - 1
				}
				return nil, nil
			})
		},
	}
	c.Flags().StringVar(&under, "under", "", "the `THEME` that it will stand below")
	c.Flags().BoolVar(&top, "top", false, "stand at the top")
	c.Flags().IntVar(&position, "position", 0, "stand there among its neighbours, a `NUMBER` from 1")
	w.addCoder(c.Flags(), "who moves it")
	return c
}
