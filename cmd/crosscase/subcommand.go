package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"crosscase/coding"
)

// otherWords are what people call a command elsewhere.
var otherWords = map[string][]string{
	"serve": {"web"}, "server": {"web"}, "start": {"web"}, "open": {"web"}, "ui": {"web"},
	"new": {"add", "init"}, "create": {"add", "init"},
	"delete": {"remove"}, "rm": {"remove"}, "del": {"remove"}, "ls": {"list"}, "mv": {"rename", "move"}, "edit": {"set"},
	"history": {"log"}, "code-book": {"codebook"}, "document": {"source"}, "file": {"source"}, "person": {"participant"},
	"find": {"search"}, "table": {"matrix"}, "crosstab": {"matrix"}, "save": {"backup"}, "kappa": {"agree"},
}

// subcommand is the check of arguments of a command that has others below it and takes none
// itself: of a command that is not there it says which may be meant.
func subcommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("unknown command %q for %q", args[0], c.CommandPath())
	c.SuggestionsMinimumDistance = 2
	meant := c.SuggestionsFor(args[0])
	for _, other := range c.Commands() {
		if slices.Contains(otherWords[args[0]], other.Name()) {
			meant = []string{other.Name()}
		}
	}
	if len(meant) == 0 {
		return err
	}
	return coding.WithHint(err, "did you mean %s %s?", c.CommandPath(), meant[0])
}
