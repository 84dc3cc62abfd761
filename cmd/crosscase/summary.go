package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
)

func newSummary(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "summary",
		Short: "What you say of the cells of a matrix: set, list and remove",
		Long: `Summaries are your own words on what a theme is to a participant, an organisation, a
case study or a source (the framework method). crosscase matrix --cell summary lays
them out, with the counts beside them.`,
		Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newSummarySet(w), newListing(w, app.SummaryList()), newSummaryRemove(w))
	return c
}

// cellFlags say which cell is meant: a theme, and one thing more.
type cellFlags struct{ app.CellNames }

func (f *cellFlags) add(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringVar(&f.Theme, "theme", "", "of this `THEME`")
	fs.StringVar(&f.Participant, "participant", "", "and this `PERSON`")
	fs.StringVar(&f.Organisation, "organisation", "", "and this `ORGANISATION`")
	fs.StringVar(&f.Case, "case", "", "and this `CASE` study")
	fs.StringVar(&f.Source, "source", "", "and this `SOURCE`")
}

func newSummarySet(w *env) *cobra.Command {
	var f cellFlags
	c := &cobra.Command{
		Use:   "set --theme THEME --participant PERSON [TEXT]",
		Short: "Write one: TEXT, - for standard input, or in your editor, with the cell's passages above it",
		Example: `  crosscase summary set --theme Trust --participant "Anna Roe"
  crosscase summary set --theme Trust --organisation "Northmoor Police" "Trust came with the first joint shift."`,
		Args: arguments("[THEME]"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				cell, err := a.Cell(f.CellNames)
				switch {
				case err != nil:
					return err
				case len(args) == 1 && args[0] == "-":
					text, err := io.ReadAll(io.LimitReader(w.stdin, maxMemo))
					if err != nil {
						return err
					}
					return w.setSummary(c.Context(), a, cell, string(text))
				case len(args) == 1:
					return w.setSummary(c.Context(), a, cell, args[0])
				}
				return w.writeSummary(c.Context(), a, cell)
			})
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who writes it")
	return c
}

func (w *env) setSummary(ctx context.Context, a *app.Session, c app.Cell, text string) error {
	if strings.TrimSpace(text) == "" && c.Was == nil {
		fmt.Fprintln(w.stderr, "nothing was written")
		return nil
	}
	return w.tell(a.SetSummary(ctx, c, text))
}

// writeSummary lets the person write below the passages of the cell.
func (w *env) writeSummary(ctx context.Context, a *app.Session, c app.Cell) error {
	page, err := a.SummaryPage(ctx, c)
	if err != nil {
		return err
	}
	return w.editing(ctx, "summary.md", page, func(file, text string) error {
		summary, err := app.SummaryOn(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		return w.setSummary(ctx, a, c, summary)
	})
}

func newSummaryRemove(w *env) *cobra.Command {
	var f cellFlags
	c := &cobra.Command{
		Use: "remove --theme THEME --participant PERSON", Short: "Remove one", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				cell, err := a.Cell(f.CellNames)
				if err != nil {
					return err
				}
				return w.tell(a.RemoveSummary(c.Context(), cell))
			})
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who removes it")
	return c
}
