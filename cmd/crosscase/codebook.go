package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/exchange"
	"crosscase/coding/report"
)

func newCodebook(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "codebook",
		Short: "The codebook as a file: export, import and edit",
		Long: `The codebook as a file. crosscase theme puts single themes right.

  yaml      for people: lists in lists; a theme is known again by the letters
            behind #, also when it was renamed or moved
  csv       for spreadsheets: a line for each theme, with its whole path; codebooks
            that ATLAS.ti and MAXQDA export are read, too, with their comments
  xlsx      as csv; only read
  qdc       REFI-QDA, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others
  markdown, html  for an appendix; these are only written`,
		Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newListing(w, app.CodebookExport()), newCodebookImport(w), newCodebookEdit(w))
	return c
}

func newCodebookImport(w *env) *cobra.Command {
	var format, split string
	var dryRun bool
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Merge a codebook into this one",
		Long: `Merge a codebook (yaml, csv, xlsx or qdc) into this one. A theme is recognised by its
identifier, then by its path. What FILE says of it is taken over, what FILE leaves
out stays, and nothing is removed.`,
		Args: arguments("FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := exchange.CodebookFormatOf(format, args[0])
			if err != nil {
				return err
			}
			data, err := app.ReadFile(args[0])
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				e, err := a.ReadCodebook(app.CodebookFile{Name: filepath.Base(args[0]), Data: data, Format: f, Split: split})
				if err != nil {
					return fault{fmt.Errorf("%s: %w", args[0], err), failed}
				}
				for _, note := range e.Notes {
					w.say("note: " + note)
				}
				if dryRun {
					w.printLines(e.Said)
					fmt.Fprintf(w.stderr, "would change %s, %d the same; nothing was done\n", plural(len(e.Said), "theme"), e.Same)
					return nil
				}
				return w.revise(c.Context(), a, e, false)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "", "`FORMAT`: yaml, csv, xlsx or qdc; else what FILE ends in")
	c.Flags().StringVar(&split, "split-names", "", "names are paths with this `SEPARATOR` between their parts, as . or ::, and become a tree")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and do nothing")
	w.addCoder(c.Flags(), "who imports it")
	return c
}

// revise makes the codebook what a file says, and says what that is.
func (w *env) revise(ctx context.Context, a *app.Session, e app.CodebookEdit, withTags bool) error {
	d, err := a.Revise(ctx, e, withTags)
	if err != nil {
		return err
	}
	w.printLines(e.Said)
	return w.tell(d, nil)
}

func (w *env) printLines(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(w.stdout, report.Visible(line))
	}
}

func newCodebookEdit(w *env) *cobra.Command {
	var withTags bool
	c := &cobra.Command{
		Use:   "edit",
		Short: "Edit the whole codebook in your editor",
		Long: `Open the codebook as YAML in $VISUAL or $EDITOR, and make it what was saved: themes
added, renamed, moved, described, put in another order, removed. A theme is known
again by the letters behind #. Where themes with tags are removed, you are asked,
or must give --with-tags. crosscase undo takes all of it back.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				var before bytes.Buffer
				if err := a.WriteCodebook(c.Context(), &before, exchange.YAML, ""); err != nil {
					return err
				}
				err := w.editing(c.Context(), "codebook.yaml", before.String(), func(_, text string) error {
					e, err := a.EditedCodebook(text)
					if err != nil {
						return err
					}
					return w.revise(c.Context(), a, e, withTags || e.Gone() != "" && w.agreed("%s. Remove them?", e.Gone()))
				})
				if err != nil {
					return fmt.Errorf("codebook edit: %w", err)
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&withTags, "with-tags", false, "remove the tags of themes that are removed, without asking")
	w.addCoder(c.Flags(), "who edits it")
	return c
}
