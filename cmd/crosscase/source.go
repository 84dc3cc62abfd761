package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/locate"
	"crosscase/coding/reading"
	"crosscase/corpus"
)

func newSource(w *env) *cobra.Command {
	c := noun[corpus.Source]{
		Kind:  app.Sources(),
		short: "Sources: list, show, read, left-out, mark, update, reread, edit, set, rename, merge and remove",
		mergeHelp: `Merge two sources that hold the same words, as one that was imported
twice: every tag on FROM is put on the same words in INTO, and FROM goes. Where
a passage's words do not stand in INTO as often as in FROM, nothing is done.`,
	}.command(w)
	c.AddCommand(newSourceRead(w), newSourceUpdate(w), newSourceReread(w), newSourceEdit(w), newSourceMark(w), newListing(w, app.LeftOutList()))
	return c
}

func newSourceRead(w *env) *cobra.Command {
	var turns string
	var lines bool
	c := &cobra.Command{
		Use:   "read NAME",
		Short: "Read one, with the numbers of its turns or lines",
		Example: `  crosscase source read int-03 --turns 10-14
  crosscase source read int-03 --lines`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			if lines && turns != "" {
				return fault{errors.New("source read: --turns and --lines do not go together"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error { return w.readSource(c.Context(), a, args[0], turns, lines) })
		},
	}
	c.Flags().StringVar(&turns, "turns", "", "only these `TURNS`, as 12 or 12-14")
	c.Flags().BoolVar(&lines, "lines", false, "the text as it is, with the numbers of its lines")
	return c
}

// readSource prints a source, or some of its turns, or its lines.
func (w *env) readSource(ctx context.Context, a *app.Session, name, turns string, lines bool) error {
	s := a.Seen()
	src, err := s.FindSource(name)
	if err != nil {
		return err
	}
	body, err := a.Texts.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	if lines {
		return reading.ReadLines(w.stdout, body, w.screen)
	}
	tr := s.Transcript(src)
	first, last := 0, len(tr.Turns)
	if turns != "" {
		span, err := locate.Find(&corpus.Finder{Text: body}, tr, locate.Place{Turns: turns})
		if err != nil {
			return err
		}
		first, last = tr.TurnsIn(span[0])
	}
	return reading.Read(w.stdout, s, src, body, first, last, w.screen)
}
