package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

func newTheme(w *env) *cobra.Command {
	n := noun[coding.Theme]{
		Kind: app.Themes(), argument: "THEME",
		short: "Themes: list, show, add, set, rename, move, merge, split, archive and remove",
		mergeHelp: `Make one theme of two: tags, memos and links of FROM become INTO's, a passage that a
coder tagged with both has one tag then, and what stands below FROM moves below
INTO. What describes FROM is kept where INTO has nothing to say, else in a memo on
INTO. Which theme came from where is remembered: crosscase theme show tells it.`,
	}
	c := n.command(w)
	c.Long = `The codebook. A theme is named by its path, "Motivation > Savings"; the last part
is enough where it is the only one of that name.`
	c.AddCommand(newThemeAdd(w, n), newThemeMove(w), newThemeSplit(w), newThemeArchive(w), newThemeRestore(w))
	return c
}

func newThemeAdd(w *env, n noun[coding.Theme]) *cobra.Command {
	c := &cobra.Command{
		Use:     "add THEME",
		Short:   "Add a theme, with those above it where they are missing",
		Example: `  crosscase theme add "Motivation > Savings" --definition "Money saved by doing it together"`,
		Args:    arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				r, err := n.revision(c.Flags())
				if err != nil {
					return err
				}
				return w.tell(a.AddTheme(c.Context(), args[0], r))
			})
		},
	}
	n.addFields(c.Flags())
	w.addCoder(c.Flags(), "who adds it")
	return c
}

func newThemeMove(w *env) *cobra.Command {
	var to app.Move
	c := &cobra.Command{
		Use:   "move THEME (--under THEME | --top) [--position N]",
		Short: "Move a theme, with all below it",
		Args: func(c *cobra.Command, args []string) error {
			err := arguments("THEME")(c, args)
			if len(args) == 2 {
				err = coding.WithHint(err, "crosscase theme move %q --under %q moves it below that one", args[0], args[1])
			}
			return err
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := to.Validate(); err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.MoveTheme(c.Context(), args[0], to)) })
		},
	}
	c.Flags().StringVar(&to.Under, "under", "", "the `THEME` that it will stand below")
	c.Flags().BoolVar(&to.Top, "top", false, "stand at the top")
	c.Flags().IntVar(&to.Position, "position", 0, "stand there among its neighbours, a `NUMBER` from 1")
	w.addCoder(c.Flags(), "who moves it")
	return c
}

func newThemeArchive(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "archive THEME",
		Short: "Keep one from being used any more; its tags stay and count",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.ArchiveTheme(c.Context(), args[0])) })
		},
	}
	w.addCoder(c.Flags(), "who does it")
	return c
}

func newThemeRestore(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "restore THEME",
		Short: "Bring an archived one back",
		Args:  arguments("THEME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(a.RestoreTheme(c.Context(), args[0])) })
		},
	}
	w.addCoder(c.Flags(), "who does it")
	return c
}
