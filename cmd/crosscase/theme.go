package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

func newTheme(w *env) *cobra.Command {
	var d describeFlags
	n := noun[coding.Theme]{
		name: "theme", plural: "the codebook with counts", argument: "THEME",
		short:  "Themes: list, show, add, set, rename, move, merge, split, archive and remove",
		list:   themeTable,
		drawn:  true,
		find:   (*coding.Study).FindTheme,
		nameOf: func(t *coding.Theme) *string { return &t.Name },
		label:  func(s *coding.Study, t *coding.Theme) string { return s.Path(t.ID) },
		show: func(s *coding.Study, t *coding.Theme) [][2]string {
			passages, tags := 0, 0
			for _, p := range s.Select(coding.Filter{Themes: []coding.ThemeID{t.ID}}).Passages {
				passages++
				tags += len(p.Tags)
			}
			looked := 0
			for _, done := range s.Looked(t.ID, nil) {
				if done {
					looked++
				}
			}
			fields := [][2]string{{"kind", t.Kind}, {"definition", t.Definition}, {"include", t.Include}, {"exclude", t.Exclude},
				{"example", t.Example}, {"colour", t.Colour}, {"passages", thousands(passages)}, {"tags", thousands(tags)},
				{"looked for in", fmt.Sprintf("%d of %s, which somebody completed since it is described so", looked, plural(len(s.Sources), "source"))}}
			if t.Archived {
				fields = append(fields, [2]string{"archived", "yes; crosscase theme restore brings it back"})
			}
			var merged []coding.Merged
			for _, m := range s.Merged {
				if m.Into == t.ID {
					merged = append(merged, m)
				}
			}
			slices.SortFunc(merged, func(a, b coding.Merged) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Path, b.Path)) })
			for _, m := range merged {
				fields = append(fields, [2]string{"merged from", m.Path + ", " + m.At.Local().Format("2006-01-02")})
			}
			for _, l := range s.Links {
				if l.From == string(t.ID) || l.To == string(t.ID) {
					_, from := reading.Thing(s, l.From)
					_, to := reading.Thing(s, l.To)
					fields = append(fields, [2]string{"link", from + " " + l.Kind + " " + to})
				}
			}
			for _, m := range s.MemosOn(string(t.ID)) {
				fields = append(fields, [2]string{"memo", m.Text})
			}
			return fields
		},
		flags: d.add,
		set: func(_ *env, _ *coding.Study, t *coding.Theme, fs *pflag.FlagSet) ([]edit.Change, error) {
			return nil, d.put(t, fs)
		},
		put: func(t coding.Theme) edit.Change { return edit.PutTheme{Theme: t} },
		merge: func(_ context.Context, _ *env, _ *project.Project, _ *coding.Study, from, into *coding.Theme) ([]edit.Change, error) {
			return []edit.Change{edit.MergeThemes{From: from.ID, Into: into.ID}}, nil
		},
		mergeHelp: `Make one theme of two: tags, memos and links of FROM become INTO's, a passage that a
coder tagged with both has one tag then, and what stands below FROM moves below
INTO. What describes FROM is kept where INTO has nothing to say, else in a memo on
INTO. Which theme came from where is remembered: crosscase theme show tells it.`,
		remove: func(s *coding.Study, t *coding.Theme) (edit.Change, int) {
			tags := 0
			for i := range s.Tags {
				if s.Below(s.Tags[i].Theme, t.ID) {
					tags++
				}
			}
			return edit.RemoveTheme{ID: t.ID}, tags
		},
	}
	c := n.command(w)
	c.Long = `The codebook. A theme is named by its path, "Motivation > Savings"; the last part
is enough where it is the only one of that name.`
	c.AddCommand(newThemeAdd(w), newThemeMove(w, n), newThemeSplit(w), newThemeArchive(w, n, true), newThemeArchive(w, n, false))
	return c
}

// describeFlags are what may be said of a theme.
type describeFlags struct{ definition, include, exclude, example, colour, kind string }

func (d *describeFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&d.definition, "definition", "", "what the theme means, `TEXT`")
	fs.StringVar(&d.include, "include", "", "when to use it, `TEXT`")
	fs.StringVar(&d.exclude, "exclude", "", "when not to use it, `TEXT`")
	fs.StringVar(&d.example, "example", "", "an example, `TEXT`")
	fs.StringVar(&d.kind, "kind", "", "what it is in your method, `KIND`: code, category, theme, aggregate dimension, level 1…")
	fs.StringVar(&d.colour, "colour", "", "its colour, `#RRGGBB`; one is dealt out by itself")
}

// put puts the flags that were given into a theme.
func (d *describeFlags) put(t *coding.Theme, fs *pflag.FlagSet) error {
	for flag, to := range map[string]*string{"definition": &t.Definition, "include": &t.Include, "exclude": &t.Exclude, "example": &t.Example, "colour": &t.Colour, "kind": &t.Kind} {
		if fs.Changed(flag) {
			*to = strings.TrimSpace(fs.Lookup(flag).Value.String())
		}
	}
	if !coding.IsColour(t.Colour) {
		return fault{fmt.Errorf("--colour %q: write it as #rrggbb", t.Colour), usage}
	}
	return nil
}

// themeTable lists themes with what is tagged with each, those below included.
func themeTable(s *coding.Study) *report.Grid {
	passages, tags := codebook.ThemeCounts(s)
	kinds := slices.ContainsFunc(s.Themes, func(t *coding.Theme) bool { return t.Kind != "" })
	g := &report.Grid{Head: []string{"theme", "passages", "tags", "definition"}, Empty: `No themes yet. Make one with crosscase theme add "Motivation > Savings".`}
	for i, t := range s.Themes {
		label := t.Name
		if t.Archived {
			label += " (archived)"
		}
		row := []any{report.Name{Label: label, Path: s.Path(t.ID), Level: s.Level(t.ID)}, passages[i], tags[i], t.Definition}
		if kinds {
			row = slices.Insert(row, 1, any(t.Kind))
		}
		g.Rows = append(g.Rows, row)
	}
	if kinds {
		g.Head = slices.Insert(g.Head, 1, "kind")
	}
	g.Picture = func() *report.Picture {
		var bars []report.Bar
		for i, t := range s.Themes {
			bars = append(bars, report.Bar{Label: t.Name, Level: s.Level(t.ID), Values: []float64{float64(passages[i])}})
		}
		return report.Bars("Themes and their passages", []string{"passages"}, bars, 0, []string{"Themes count what lies below them, too."})
	}
	if len(s.Themes) > 0 {
		g.Notes = []string{"Themes count what lies below them, too."}
	}
	return g
}

func newThemeAdd(w *env) *cobra.Command {
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
				return addTheme(c.Context(), w, p, s, args[0], &d, c.Flags())
			})
		},
	}
	d.add(c.Flags())
	w.addCoder(c.Flags(), "who adds it")
	return c
}

func addTheme(ctx context.Context, w *env, p *project.Project, s *coding.Study, path string, d *describeFlags, fs *pflag.FlagSet) error {
	t := &intake.Tagger{Study: s, NewID: w.newID, Create: true}
	if err := t.Add(path); err != nil {
		return err
	}
	path = coding.CleanPath(path)
	last := &t.Changes[len(t.Changes)-1]
	theme := (*last).(edit.PutTheme).Theme
	if err := d.put(&theme, fs); err != nil {
		return err
	}
	*last = edit.PutTheme{Theme: theme}
	if err := w.apply(ctx, p, "add theme "+path, t.Changes...); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "added %s\n", strings.Join(t.Made, ", "))
	return nil
}

func newThemeMove(w *env, n noun[coding.Theme]) *cobra.Command {
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
			return n.change(c.Context(), w, args[0], "move", func(s *coding.Study, t *coding.Theme) ([]edit.Change, error) {
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
				t.Position = intake.NewTheme(s, t.ID, t.Parent, t.Name).Position
				if position > 0 {
					return makeRoom(s, t, position-1), nil
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

// newThemeArchive archives themes, or brings them back.
func newThemeArchive(w *env, n noun[coding.Theme], archive bool) *cobra.Command {
	c := &cobra.Command{
		Use: "archive THEME", Short: "Keep one from being used any more; its tags stay and count", Args: arguments("THEME"),
	}
	if !archive {
		c.Use, c.Short = "restore THEME", "Bring an archived one back"
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		return n.change(c.Context(), w, args[0], c.Name(), func(_ *coding.Study, t *coding.Theme) ([]edit.Change, error) {
			t.Archived = archive
			return nil, nil
		})
	}
	w.addCoder(c.Flags(), "who does it")
	return c
}

func newThemeSplit(w *env) *cobra.Command {
	var o splitOptions
	c := &cobra.Command{
		Use:   "split THEME --into THEME[,THEME...]",
		Short: "Move some of its tags to another theme, by filter or one by one",
		Long: `Move tags of a theme, those below it left out, to another one, which is made if it
is not there. Without more, the filter flags say which: all that crosscase passages
lists with them. --passage names single passages. --each shows you the passages one
by one and asks; with several themes after --into you choose among them.`,
		Example: `  crosscase theme split Trust --into "Trust > In institutions" --where 'text:service OR Trust NEAR Law'
  crosscase theme split Trust --into "Trust > In persons,Trust > In institutions" --each`,
		Args: arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			if o.into == "" {
				return fault{errors.New("theme split: where to? give --into THEME"), usage}
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return o.run(c.Context(), w, p, s, args[0]) })
		},
	}
	o.filterFlags.addAll(c.Flags())
	for _, hidden := range []string{"theme", "exact"} {
		c.Flags().MarkHidden(hidden)
	}
	f := c.Flags()
	f.StringVar(&o.into, "into", "", "the `THEMES` that tags move to")
	f.StringArrayVar(&o.passages, "passage", nil, "only the passage with this `ID`, as crosscase passages --format json shows it")
	f.BoolVar(&o.each, "each", false, "be asked for each passage")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would move, and do nothing")
	return c
}

type splitOptions struct {
	filterFlags
	into         string
	passages     []string
	each, dryRun bool
}

func (o *splitOptions) run(ctx context.Context, w *env, p *project.Project, s *coding.Study, name string) error {
	from, err := s.FindTheme(name)
	if err != nil {
		return err
	}
	if len(o.list("theme")) > 0 {
		return fault{errors.New("theme split: --theme has no effect; the theme to split is the argument"), usage}
	}
	o.fix("exact", "true")
	filter, err := o.filter(ctx, s, p)
	if err != nil {
		return err
	}
	filter.Themes = []coding.ThemeID{from.ID}
	tagger := &intake.Tagger{Study: s, NewID: w.newID, Create: true}
	var into []coding.ThemeID
	names := s.SplitThemes(o.into)
	for _, path := range names {
		id, err := tagger.Theme(path)
		if err != nil {
			return err
		}
		into = append(into, id)
	}
	if len(into) > 1 && !o.each {
		return fault{errors.New("theme split: several themes after --into need --each: who else should say which passage goes where?"), usage}
	}
	only := map[int]bool{}
	for _, id := range o.passages {
		i, err := s.FindPassage(id)
		if err != nil {
			return err
		}
		only[i] = true
	}
	if o.each && !w.interactive {
		return coding.WithHint(fault{errors.New("theme split: --each asks, and nobody is there to answer"), usage}, "choose by filter, or with --passage ID")
	}
	sel := s.Select(filter)
	sel.Passages = slices.DeleteFunc(sel.Passages, func(x coding.Selected) bool { return len(only) > 0 && !only[x.Index] })
	quotes, err := reading.ReadQuotes(ctx, s, p, sel, 0)
	if err != nil {
		return err
	}
	changes := tagger.Changes
	moved, passages := 0, 0
	for i, x := range sel.Passages {
		to := into[0]
		if o.each {
			choice, stop := o.choose(w, quotes[i], i+1, len(sel.Passages), names)
			if stop {
				break
			}
			if choice < 0 {
				continue
			}
			to = into[choice]
		} else if o.dryRun {
			if err := reading.WritePassages(w.stdout, quotes[i:i+1], w.screen); err != nil {
				return err
			}
		}
		passages++
		for _, t := range x.Tags {
			changes = append(changes, edit.Retag{Tag: s.Tags[t].ID, Theme: to})
			moved++
		}
	}
	said := fmt.Sprintf("%s on %s from %s to %s", plural(moved, "tag"), plural(passages, "passage"), s.Path(from.ID), strings.Join(names, ", "))
	switch {
	case moved == 0:
		fmt.Fprintln(w.stderr, "no tags to move")
		return nil
	case o.dryRun:
		fmt.Fprintf(w.stderr, "would move %s; nothing was done\n", report.Visible(said))
		return nil
	}
	if err := w.apply(ctx, p, "split theme: "+said, changes...); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "moved %s\n", report.Visible(said))
	return nil
}

// choose asks where a passage goes: the number of one of names, from 0, or -1 for
// nowhere.
func (o *splitOptions) choose(w *env, q reading.Quote, n, of int, names []string) (choice int, stop bool) {
	fmt.Fprintf(w.stdout, "\n%d of %d\n", n, of)
	reading.WritePassages(w.stdout, []reading.Quote{q}, w.screen)
	for i, name := range names {
		fmt.Fprintf(w.stdout, "  %d  %s\n", i+1, report.Visible(name))
	}
	for {
		answer, ok := w.ask("move to (number, Enter for stay, q to stop): ")
		switch {
		case !ok || answer == "q":
			return -1, true
		case answer == "":
			return -1, false
		}
		var n int
		if _, err := fmt.Sscan(answer, &n); err == nil && n >= 1 && n <= len(names) {
			return n - 1, false
		}
	}
}
