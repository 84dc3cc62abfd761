package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/txtar"

	"crosscase/coding/report"
)

// notices lists what is linked into crosscase, one in a line (name, version, licences and the
// numbers of their texts), with the texts. It is made by .ci/licences.go.
//
//go:embed licences.txtar
var notices string

// A part is something that crosscase consists of, with texts of others.
type part struct {
	name, version, licence string
	texts                  []string // their numbers
}

// parts are those of notices, and the texts by their number.
func parts() (all []part, texts map[string]string) {
	archive := txtar.Parse([]byte(notices))
	for line := range strings.Lines(string(archive.Comment)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		all = append(all, part{f[0], f[1], f[2], strings.Fields(f[3])})
	}
	texts = map[string]string{}
	for _, f := range archive.Files {
		texts[f.Name] = string(f.Data)
	}
	return all, texts
}

func newLicences(w *env) *cobra.Command {
	var o outputFlags
	whole := false
	c := &cobra.Command{
		Use:   "licences",
		Short: "List what crosscase is made of, and under which licences",
		Long: `List the modules that crosscase is made of, with their versions and licences.
crosscase itself is under the MIT licence. --texts prints the licences themselves,
which have to go with every copy of the program.`,
		Aliases: []string{"licenses"},
		Args:    arguments(),
		RunE: func(*cobra.Command, []string) error {
			all, texts := parts()
			if whole {
				return w.licenceTexts(all, texts)
			}
			g := &report.Grid{Head: []string{"module", "version", "licence"}}
			for _, p := range all {
				g.Rows = append(g.Rows, []any{p.name, p.version, p.licence})
			}
			return o.grid(w, g)
		},
	}
	c.Flags().BoolVar(&whole, "texts", false, "print the texts of all licences")
	o.add(c.Flags())
	return c
}

// licenceTexts prints each text once, below those whose it is.
func (w *env) licenceTexts(all []part, texts map[string]string) error {
	whose := map[string][]string{}
	var order []string
	for _, p := range all {
		for _, number := range p.texts {
			if whose[number] == nil {
				order = append(order, number)
			}
			whose[number] = append(whose[number], strings.TrimSpace(p.name+" "+p.version))
		}
	}
	for _, number := range order {
		if _, err := fmt.Fprintf(w.stdout, "%s\n\n%s\n\n", strings.Join(whose[number], "\n"), texts[number]); err != nil {
			return err
		}
	}
	return nil
}
