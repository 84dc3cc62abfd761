package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

func newCoder(w *env) *cobra.Command {
	c := noun[coding.Coder]{
		Kind:  app.Coders(),
		short: "Coders: list, show, add, rename and merge",
		mergeHelp: `Merge two coders who are the same person: all that FROM tagged and wrote
becomes INTO's, and FROM's name will mean INTO from now on. Tags that both made
become one.`,
	}.command(w)
	for _, sub := range c.Commands() {
		if sub.Name() == "rename" {
			sub.Short = "Rename a coder; the old name still finds them"
		}
	}
	c.Long = `Coders: whoever tags. You are a coder by your name on this machine, by
$CROSSCASE_CODER or by --coder, and are added with your first tag. With --blind, or
CROSSCASE_BLIND=1, every listing and screen shows what you did alone.`
	return c
}
