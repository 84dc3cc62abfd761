package main

import (
	"context"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

func newMemo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "memo",
		Short: "Memos on anything: add, list, show, edit and remove",
		Long: `Memos on anything: the project, sources, participants, organisations, case studies,
themes, passages and tags. They are Markdown. crosscase search --in memos finds
words in them.`,
		Args: subcommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newMemoAdd(w), newListing(w, app.MemoList()), newMemoShow(w), newMemoEdit(w), newMemoRemove(w))
	return c
}

func newMemoEdit(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "edit ID [TEXT]",
		Short: "Give one other words: TEXT, or in your editor",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.editMemo(c.Context(), a, args) })
		},
	}
	w.addCoder(c.Flags(), "who edits it")
	return c
}

func (w *env) editMemo(ctx context.Context, a *app.Session, args []string) error {
	if len(args) == 2 {
		return w.tell(a.EditMemo(ctx, args[0], args[1]))
	}
	m, err := a.FindMemo(args[0])
	if err != nil {
		return err
	}
	return w.editing(ctx, "memo.md", m.Text, func(_, text string) error { return w.tell(a.EditMemo(ctx, string(m.ID), text)) })
}

func newMemoRemove(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "remove ID",
		Short: "Remove one",
		Args:  arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.removed(a.RemoveMemo(c.Context(), args[0])) })
		},
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}
