package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

// A noun has the commands of a kind of thing: list, show, add, set, rename, merge, remove,
// as far as the kind has what they need.
type noun[T any] struct {
	app.Kind[T]
	argument  string // what one is called in usage lines; "" is NAME
	short     string
	mergeHelp string
}

func (n noun[T]) command(w *env) *cobra.Command {
	if n.argument == "" {
		n.argument = "NAME"
	}
	c := &cobra.Command{Use: n.Name, Short: n.short, Args: subcommand, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newListing(w, n.Listing()), n.showCommand(w), n.renameCommand(w), n.mergeCommand(w))
	if len(n.Fields) > 0 {
		c.AddCommand(n.setCommand(w))
	}
	if n.New != nil {
		c.AddCommand(n.addCommand(w))
	}
	if n.Removable() {
		c.AddCommand(n.removeCommand(w))
	}
	return c
}

// one is what help calls one: "a theme", "an organisation".
func (n noun[T]) one() string {
	switch n.Name {
	case "organisation":
		return "an organisation"
	case "case":
		return "a case study"
	}
	return "a " + n.Name
}

func (n noun[T]) showCommand(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "show " + n.argument,
		Short: "Show the details of " + n.one(),
		Args:  arguments(n.argument),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				s := a.Seen()
				x, err := n.Find(s, args[0])
				if err != nil {
					return err
				}
				details := n.Details(s, x)
				if n.More != nil {
					more, err := n.More(c.Context(), a, x)
					if err != nil {
						return err
					}
					details = append(details, more...)
				}
				return w.showDetails(n.Called(s, x), details)
			})
		},
	}
}

// showDetails prints a thing's name and what is known of it.
func (w *env) showDetails(name string, details []app.Detail) error {
	var out strings.Builder
	fmt.Fprintln(&out, report.Visible(name))
	for _, d := range details {
		if d.Value != "" {
			lines := strings.ReplaceAll(d.Value, "\n", "\n                 ")
			fmt.Fprintf(&out, "  %-14s %s\n", d.Name, report.Visible(strings.ReplaceAll(lines, "                 \n", "\n")))
		}
	}
	_, err := fmt.Fprint(w.stdout, out.String())
	return err
}

// addFields adds the flags of what may be known of a thing.
func (n noun[T]) addFields(fs *pflag.FlagSet) {
	for _, f := range n.Fields {
		if f.Name == "organisation" {
			organizationToo(fs)
		}
		addFlag(fs, f.Flag)
	}
	if n.Attributes != nil {
		manyVar(fs, new([]string), "attr", attrUsage)
	}
}

// revision is what the flags say of a thing.
func (n noun[T]) revision(fs *pflag.FlagSet) (r app.Revision, err error) {
	r.Values = map[string][]string{}
	visitGiven(fs, func(name string, values []string) {
		switch {
		case name == "attr" && n.Attributes != nil:
			r.Attributes, err = attributePairs(values)
		case n.Field(name) != nil:
			r.Values[name] = values
		}
	})
	return r, err
}
