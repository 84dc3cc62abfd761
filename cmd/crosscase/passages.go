package main

import (
	"errors"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

// newWhy makes the command that lists passages, as crosscase passages does, of a theme.
func newWhy(w *env) *cobra.Command {
	c := newListing(w, app.PassageList())
	c.Use, c.Short = "why --theme THEME --organisation ORGANISATION", "Print the passages behind one number of the matrix"
	c.Long = `Print the passages behind one number of the matrix: those with a theme, or one
below it, that count for an organisation. It takes the same filters as the
matrix.`
	c.Example = `  crosscase why --theme Trust --organisation "Northmoor Police" --case "Joint control room"`
	list := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if !c.Flags().Changed("theme") {
			return fault{errors.New("why: which number? give --theme, and --organisation or another filter"), usage}
		}
		return list(c, args)
	}
	return c
}
