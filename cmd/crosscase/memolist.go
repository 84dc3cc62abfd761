package main

import (
	"io"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

func newMemoList(w *env) *cobra.Command {
	var o outputFlags
	var f app.MemoFilter
	c := &cobra.Command{
		Use:   "list",
		Short: "List memos",
		Long: `List memos, in the order in which they were written. --theme and --source leave
those on it, and on its tags and passages; --format markdown writes them whole.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				memos, err := a.Memos(f)
				if err != nil {
					return err
				}
				return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
					return reading.WriteMemos(out, memos, f, screen)
				})
			})
		},
	}
	o.add(c.Flags())
	c.Flags().StringArrayVar(&f.Themes, "theme", nil, "only those on this `THEME`, those below it, and tags of them")
	c.Flags().StringArrayVar(&f.Sources, "source", nil, "only those on this `SOURCE`, and on passages and tags in it")
	c.Flags().StringArrayVar(&f.Coders, "coder", nil, "only those by this `CODER`")
	return c
}

func newMemoShow(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one whole",
		Args:  arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				m, err := a.FindMemo(args[0])
				if err != nil {
					return err
				}
				return reading.ShowMemo(w.stdout, reading.NewMemo(a.Seen(), *m), w.screen)
			})
		},
	}
}
