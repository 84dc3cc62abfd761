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
	c := &cobra.Command{
		Use:   "theme",
		Short: "The codebook: list, show, add, set, rename, move and remove themes",
		Long: `The codebook. A theme is named by its path, "Motivation > Savings"; the last part
is enough where it is the only one of that name.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newThemeList(w), newThemeShow(w), newThemeAdd(w), newThemeSet(w), newThemeRename(w), newThemeMove(w), newThemeRemove(w))
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

func newThemeList(w *world) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use:   "list",
		Short: "List the codebook with counts",
		Args:  arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error { return o.grid(w, codebook(s)) })
		},
	}
	o.add(c.Flags())
	return c
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

func newThemeShow(w *world) *cobra.Command {
	return &cobra.Command{
		Use:   "show THEME",
		Short: "Show all that is known of a theme",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				t, err := s.FindTheme(args[0])
				if err != nil {
					return err
				}
				sel := s.Select(coding.Filter{Themes: []coding.ThemeID{t.ID}})
				tags := 0
				for _, p := range sel.Passages {
					tags += len(p.Tags)
				}
				return showFields(w, s.Path(t.ID), [][2]string{{"definition", t.Definition}, {"include", t.Include}, {"exclude", t.Exclude},
					{"example", t.Example}, {"colour", t.Colour}, {"passages", thousands(len(sel.Passages))}, {"tags", thousands(tags)}})
			})
		},
	}
}

// showFields prints a thing's name and what is known of it.
func showFields(w *world, name string, fields [][2]string) error {
	if _, err := fmt.Fprintln(w.stdout, report.Visible(name)); err != nil {
		return err
	}
	for _, f := range fields {
		if f[1] != "" {
			if _, err := fmt.Fprintf(w.stdout, "  %-14s %s\n", f[0], report.Visible(strings.ReplaceAll(f[1], "\n", "\n                 "))); err != nil {
				return err
			}
		}
	}
	return nil
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
						return coding.WithHint(fmt.Errorf("theme %q: there is one already: %w", path, coding.ErrConflict), "crosscase theme set describes it")
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
	return w.apply(ctx, p, "add theme "+path, t.Changes...)
}

// change finds a theme, lets do change it, and applies that.
func changeTheme(ctx context.Context, w *world, path, verb string, do func(s *coding.Study, t *coding.Theme) (what string, err error)) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		found, err := s.FindTheme(path)
		if err != nil {
			return err
		}
		t := *found
		what, err := do(s, &t)
		if err != nil {
			return err
		}
		return w.apply(ctx, p, strings.TrimSpace(verb+" theme "+s.Path(t.ID)+what), coding.PutTheme{Theme: t})
	})
}

func newThemeSet(w *world) *cobra.Command {
	var d describeFlags
	c := &cobra.Command{
		Use:   "set THEME",
		Short: "Describe a theme",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return changeTheme(c.Context(), w, args[0], "describe", func(_ *coding.Study, t *coding.Theme) (string, error) {
				return "", d.put(t, c.Flags())
			})
		},
	}
	d.add(c.Flags())
	w.addCoder(c.Flags(), "who describes it")
	return c
}

func newThemeRename(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "rename THEME NAME",
		Short: "Give a theme another name",
		Args:  arguments("THEME", "NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return changeTheme(c.Context(), w, args[0], "rename", func(_ *coding.Study, t *coding.Theme) (string, error) {
				t.Name = strings.TrimSpace(args[1])
				return " to " + t.Name, nil
			})
		},
	}
	w.addCoder(c.Flags(), "who renames it")
	return c
}

func newThemeMove(w *world) *cobra.Command {
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
			return changeTheme(c.Context(), w, args[0], "move", func(s *coding.Study, t *coding.Theme) (string, error) {
				if under != "" {
					parent, err := s.FindTheme(under)
					if err != nil {
						return "", err
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
				if t.Parent == "" {
					return " to the top", nil
				}
				return " under " + s.Path(t.Parent), nil
			})
		},
	}
	c.Flags().StringVar(&under, "under", "", "the `THEME` that it will stand below")
	c.Flags().BoolVar(&top, "top", false, "stand at the top")
	c.Flags().IntVar(&position, "position", 0, "stand there among its neighbours, a `NUMBER` from 1")
	w.addCoder(c.Flags(), "who moves it")
	return c
}

func newThemeRemove(w *world) *cobra.Command {
	var withTags bool
	c := &cobra.Command{
		Use:   "remove THEME",
		Short: "Remove a theme, with all below it",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				t, err := s.FindTheme(args[0])
				if err != nil {
					return err
				}
				tags := 0
				for i := range s.Tags {
					if s.Below(s.Tags[i].Theme, t.ID) {
						tags++
					}
				}
				if tags > 0 && !withTags {
					return coding.WithHint(fmt.Errorf("theme %q: %s would go with it: %w", s.Path(t.ID), plural(tags, "tag"), coding.ErrConflict),
						"add --with-tags to remove them, too; crosscase undo would bring all back")
				}
				what := fmt.Sprintf("remove theme %s with %s", s.Path(t.ID), plural(tags, "tag"))
				if err := w.apply(c.Context(), p, what, coding.RemoveTheme{ID: t.ID}); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "removed with %s; crosscase undo brings it back\n", plural(tags, "tag"))
				return nil
			})
		},
	}
	c.Flags().BoolVar(&withTags, "with-tags", false, "remove the tags, too")
	w.addCoder(c.Flags(), "who removes it")
	return c
}
