package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

func (n noun[T]) addCommand(w *env) *cobra.Command {
	return n.revising(w, &cobra.Command{Use: "add NAME", Short: "Add " + n.one()}, "who adds it", n.Add)
}

func (n noun[T]) setCommand(w *env) *cobra.Command {
	return n.revising(w, &cobra.Command{Use: "set " + n.argument, Short: "Edit the details of " + n.one()}, "who changes it", n.Set)
}

// revising completes a command that says what is to be known of a thing.
func (n noun[T]) revising(w *env, c *cobra.Command, coder string,
	do func(ctx context.Context, a *app.Session, name string, r app.Revision) (app.Done, error)) *cobra.Command {
	c.Args = arguments(n.argument)
	c.RunE = func(c *cobra.Command, args []string) error {
		return w.working(c.Context(), func(a *app.Session) error {
			r, err := n.revision(c.Flags())
			if err != nil {
				return err
			}
			return w.tell(do(c.Context(), a, args[0], r))
		})
	}
	n.addFields(c.Flags())
	w.addCoder(c.Flags(), coder)
	return c
}

func (n noun[T]) renameCommand(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "rename " + n.argument + " NEW",
		Short: "Rename " + n.one(),
		Args:  arguments(n.argument, "NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.tell(n.Rename(c.Context(), a, args[0], args[1])) })
		},
	}
	w.addCoder(c.Flags(), "who renames it")
	return c
}

func (n noun[T]) mergeCommand(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "merge FROM INTO",
		Short: "Merge " + n.one() + " into another",
		Long:  n.mergeHelp,
		Args:  arguments("FROM", "INTO"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				last := len(args) - 1
				done, err := n.merged(c.Context(), a, args[:last], args[last])
				if err := w.tell(done, err); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "merged %s; crosscase undo takes it back\n", report.Visible(strings.TrimPrefix(done.What, "merge "+n.Name+" ")))
				return nil
			})
		},
	}
	if n.Several {
		c.Use, c.Short, c.Args = "merge FROM... INTO", "Merge one or several "+n.Listed+" into another", cobra.MinimumNArgs(2)
		c.Long += "\n\nFROM may be a pattern, as 'R (*)'."
	}
	w.addCoder(c.Flags(), "who merges them")
	return c
}

// merged merges one thing, or several where the kind allows that.
func (n noun[T]) merged(ctx context.Context, a *app.Session, from []string, into string) (app.Done, error) {
	if n.Several {
		return n.MergeAll(ctx, a, from, into)
	}
	return n.Merge(ctx, a, from[0], into)
}

func (n noun[T]) removeCommand(w *env) *cobra.Command {
	var withTags, unused bool
	c := &cobra.Command{
		Use:   "remove " + n.argument + "...",
		Short: "Remove " + n.one() + ", or several",
		Long: "Remove " + n.one() + `, or several; ` + n.argument + ` may be a pattern, as 'Speaker *'. What is removed
stays in the log, so that crosscase undo brings it back: of a source also its words, its
passages and the imported file. To erase a source or a participant for good, as when
consent is withdrawn: crosscase erase.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && !unused {
				return arguments(n.argument+"...")(c, args)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				if unused {
					return w.removed(n.RemoveUnused(c.Context(), a, args))
				}
				return w.removed(n.RemoveAll(c.Context(), a, args, withTags))
			})
		},
	}
	if n.Freeing == "" {
		c.Flags().BoolVar(&withTags, "with-tags", false, "remove its tags, too")
	} else {
		c.Long += "\n\nNothing is removed while something else refers to it; what does is listed."
		c.Flags().BoolVar(&unused, "unused", false, "only those to which nothing refers; of all, where no "+n.argument+" is given")
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}

// removed tells that something was removed.
func (w *env) removed(d app.Done, err error) error {
	if err := w.tell(d, err); err != nil {
		return err
	}
	what := strings.TrimPrefix(d.What, "remove ")
	fmt.Fprintf(w.stderr, "removed %s; crosscase undo takes it back\n", report.Visible(what))
	return nil
}
