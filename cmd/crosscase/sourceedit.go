package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/exchange"
	"crosscase/corpus"
)

func newSourceEdit(w *env) *cobra.Command {
	var o correctOptions
	c := &cobra.Command{
		Use:   "edit NAME",
		Short: "Correct one in your editor; passages go along",
		Long: `Open a source's text in $VISUAL or $EDITOR, and give the source what was saved, as
crosscase source update does. Where the text itself does not say who speaks, as in
subtitles, speakers and times go along with their words.`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				src, err := a.Study.FindSource(args[0])
				if err != nil {
					return err
				}
				return w.editSource(c.Context(), a, src, o)
			})
		},
	}
	o.add(c.Flags())
	w.addCoder(c.Flags(), "who corrects it")
	return c
}

// editSource lets an editor at a source's words.
func (w *env) editSource(ctx context.Context, a *app.Session, src *corpus.Source, o correctOptions) error {
	old, err := a.Texts.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	ending := ".txt"
	if src.MediaType == "text/markdown" {
		ending = ".md"
	}
	err = w.editing(ctx, exchange.FileNames([]string{src.Name}, ending)[0], old.Body, func(file, _ string) error {
		corrected, err := a.EditedSource(ctx, src, file)
		return w.corrected(ctx, a, corrected, err, o)
	})
	if err != nil {
		return fmt.Errorf("source edit: %w", err)
	}
	return nil
}
