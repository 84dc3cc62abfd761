package main

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

// A noun is a kind of thing that a project has, with the commands that put it
// right: list, show, add, set, rename, merge, remove. T is what the study holds
// of it. A nil function leaves its command out.
type noun[T any] struct {
	name, plural string
	argument     string // what one is called in usage lines; "" is NAME
	short        string
	list         func(s *coding.Study) *report.Grid
	drawn        bool // there is a picture of the list
	find         func(s *coding.Study, name string) (*T, error)
	nameOf       func(x *T) *string
	label        func(s *coding.Study, x *T) string // how messages name it; nil: by its name
	show         func(s *coding.Study, x *T) [][2]string
	add          func(w *env, name string) *T
	flags        func(fs *pflag.FlagSet)
	set          func(w *env, s *coding.Study, x *T, fs *pflag.FlagSet) ([]edit.Change, error) // changes to make before, x is changed
	put          func(x T) edit.Change
	merge        func(ctx context.Context, w *env, p *project.Project, s *coding.Study, from, into *T) ([]edit.Change, error)
	mergeHelp    string
	remove       func(s *coding.Study, x *T) (change edit.Change, tags int) // and how many tags go with it
}

func (n noun[T]) command(w *env) *cobra.Command {
	if n.argument == "" {
		n.argument = "NAME"
	}
	c := &cobra.Command{Use: n.name, Short: n.short, Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(n.listCommand(w), n.showCommand(w), n.setCommand(w), n.renameCommand(w))
	if n.add != nil {
		c.AddCommand(n.addCommand(w))
	}
	if n.merge != nil {
		c.AddCommand(n.mergeCommand(w))
	}
	if n.remove != nil {
		c.AddCommand(n.removeCommand(w))
	}
	return c
}

// one is what help calls one: "a theme", "an organisation".
func (n noun[T]) one() string {
	switch n.name {
	case "organisation":
		return "an organisation"
	case "case":
		return "a case study"
	}
	return "a " + n.name
}

// called is how messages name one.
func (n noun[T]) called(s *coding.Study, x *T) string {
	if n.label != nil {
		return n.label(s, x)
	}
	return *n.nameOf(x)
}

func (n noun[T]) listCommand(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use:   "list",
		Short: "List " + n.plural,
		Args:  arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error { return o.grid(w, n.list(s)) })
		},
	}
	if o.add(c.Flags()); n.drawn {
		c.Flags().Lookup("format").Usage = pictureFormats
	}
	return c
}

func (n noun[T]) showCommand(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "show " + n.argument,
		Short: "Show the details of " + n.one(),
		Args:  arguments(n.argument),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				x, err := n.find(s, args[0])
				if err != nil {
					return err
				}
				return showFields(w, n.called(s, x), n.show(s, x))
			})
		},
	}
}

func (n noun[T]) setCommand(w *env) *cobra.Command {
	var name string
	c := &cobra.Command{
		Use:   "set " + n.argument,
		Short: "Edit the details of " + n.one(),
		Args:  arguments(n.argument),
		RunE: func(c *cobra.Command, args []string) error {
			return n.change(c.Context(), w, args[0], "set", func(s *coding.Study, x *T) ([]edit.Change, error) {
				changes, err := n.set(w, s, x, c.Flags())
				if name != "" {
					n.rename(x, name)
				}
				return changes, err
			})
		},
	}
	n.flags(c.Flags())
	c.Flags().StringVar(&name, "name", "", "another `NAME`")
	c.Flags().MarkHidden("name") // a form of the workbench sets and renames at once; in a terminal, there is rename
	w.addCoder(c.Flags(), "who changes it")
	return c
}

// rename gives one another name.
func (n noun[T]) rename(x *T, name string) { *n.nameOf(x) = strings.TrimSpace(name) }

// change finds one, lets do change it and applies that, after the changes that
// do returns.
func (n noun[T]) change(ctx context.Context, w *env, name, verb string, do func(*coding.Study, *T) ([]edit.Change, error)) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		found, err := n.find(s, name)
		if err != nil {
			return err
		}
		x := *found
		changes, err := do(s, &x)
		if err != nil {
			return err
		}
		return w.apply(ctx, p, n.sentence(s, verb, found, x, len(changes) > 0), append(changes, n.put(x))...)
	})
}

// sentence says for the log what was done to one, which is renamed, changed otherwise,
// or both; more tells whether the edit changes other things as well.
func (n noun[T]) sentence(s *coding.Study, verb string, was *T, is T, more bool) string {
	name := *n.nameOf(&is)
	*n.nameOf(&is) = *n.nameOf(was)
	thing := n.name + " " + n.called(s, was)
	switch {
	case name == *n.nameOf(was):
		return verb + " " + thing
	case !more && reflect.DeepEqual(is, *was):
		return "rename " + thing + " to " + name
	}
	return verb + " " + thing + " and rename it to " + name
}

func (n noun[T]) renameCommand(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "rename " + n.argument + " NEW",
		Short: "Rename " + n.one(),
		Args:  arguments(n.argument, "NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			return n.change(c.Context(), w, args[0], "rename", func(s *coding.Study, x *T) ([]edit.Change, error) {
				n.rename(x, args[1])
				return nil, nil
			})
		},
	}
	w.addCoder(c.Flags(), "who renames it")
	return c
}

func (n noun[T]) addCommand(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "add NAME",
		Short: "Add " + n.one(),
		Args:  arguments(n.argument),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				x := n.add(w, strings.TrimSpace(args[0]))
				changes, err := n.set(w, s, x, c.Flags())
				if err != nil {
					return err
				}
				return w.apply(c.Context(), p, "add "+n.name+" "+*n.nameOf(x), append(changes, n.put(*x))...)
			})
		},
	}
	n.flags(c.Flags())
	w.addCoder(c.Flags(), "who adds it")
	return c
}

func (n noun[T]) mergeCommand(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "merge FROM INTO",
		Short: "Merge " + n.one() + " into another",
		Long:  n.mergeHelp,
		Args:  arguments("FROM", "INTO"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				from, err := n.find(s, args[0])
				if err != nil {
					return err
				}
				into, err := n.find(s, args[1])
				if err != nil {
					return err
				}
				changes, err := n.merge(c.Context(), w, p, s, from, into)
				if err != nil {
					return err
				}
				what := n.called(s, from) + " into " + n.called(s, into)
				if err := w.apply(c.Context(), p, "merge "+n.name+" "+what, changes...); err != nil {
					return err
				}
				fmt.Fprintf(w.stderr, "merged %s; crosscase undo takes it back\n", report.Visible(what))
				return nil
			})
		},
	}
	w.addCoder(c.Flags(), "who merges them")
	return c
}

func (n noun[T]) removeCommand(w *env) *cobra.Command {
	var withTags bool
	c := &cobra.Command{
		Use:   "remove " + n.argument,
		Short: "Remove " + n.one(),
		Args:  arguments(n.argument),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				x, err := n.find(s, args[0])
				if err != nil {
					return err
				}
				change, tags := n.remove(s, x)
				if tags > 0 && !withTags {
					return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s %q: %s would go with it", n.name, n.called(s, x), plural(tags, "tag")),
						"add --with-tags to remove them, too; crosscase undo would bring all back")
				}
				if err := w.apply(c.Context(), p, "remove "+n.name+" "+n.called(s, x), change); err != nil {
					return err
				}
				fmt.Fprintln(w.stderr, "removed; crosscase undo brings it back")
				return nil
			})
		},
	}
	c.Flags().BoolVar(&withTags, "with-tags", false, "remove its tags, too")
	w.addCoder(c.Flags(), "who removes it")
	return c
}

// showFields prints a thing's name and what is known of it.
func showFields(w *env, name string, fields [][2]string) error {
	if _, err := fmt.Fprintln(w.stdout, report.Visible(name)); err != nil {
		return err
	}
	for _, f := range fields {
		if f[1] != "" {
			if _, err := fmt.Fprintf(w.stdout, "  %-14s %s\n", f[0], report.Visible(strings.ReplaceAll(strings.ReplaceAll(f[1], "\n", "\n                 "), "                 \n", "\n"))); err != nil {
				return err
			}
		}
	}
	return nil
}

// attributeFields are attributes for show, sorted by name.
func attributeFields(all map[string]string) (fields [][2]string) {
	for _, k := range slices.Sorted(maps.Keys(all)) {
		fields = append(fields, [2]string{k, all[k]})
	}
	return fields
}
