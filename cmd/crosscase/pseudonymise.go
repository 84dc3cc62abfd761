package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

func newPseudonymise(w *env) *cobra.Command {
	var o pseudonymiseOptions
	c := &cobra.Command{
		Use:     "pseudonymise --names FILE",
		Aliases: []string{"pseudonymize"},
		Short:   "Replace names by pseudonyms everywhere, for good",
		Long: `Replace names by pseudonyms in texts, speakers, participants, quotes, notes and the
log, with every passage in its place. FILE is a table (.csv, .tsv, .xlsx) with the
columns name and pseudonym. Whole words are replaced, in any case, with a
possessive or plural s; a line with yes in a column exact means the name only as
it is written (for Will, Mark, May).

The names leave the project for good: the bytes of imported files and what the log
could take back go with them, and the file is rewritten. Which name belongs to which
pseudonym is kept in a key beside the project, encrypted with a passphrase (asked
for, or $CROSSCASE_PASSPHRASE). It is the only way back.

  1. crosscase pseudonymise --suggest                    names that recur
  2. crosscase pseudonymise --names names.csv --dry-run  each replacement in context
  3. crosscase pseudonymise --names names.csv            do it
  4. crosscase pseudonymise --show-key study.key.age     read the key`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return fault{fmt.Errorf("pseudonymise: %w", err), usage}
			}
			if o.showKey != "" {
				return w.showKey(o.showKey)
			}
			return w.working(c.Context(), func(a *app.Session) error {
				switch {
				case o.suggest:
					return o.suggestions(c.Context(), w, a)
				case o.dryRun:
					return o.show(c.Context(), w, a)
				}
				return o.run(c.Context(), w, a)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&o.names, "names", "", "table of names and pseudonyms, a `FILE`")
	f.StringVar(&o.key, "key", "", "where to write the key, a `FILE` that is not there yet; else NAME.key.age beside the project")
	f.BoolVar(&o.dryRun, "dry-run", false, "show each replacement in context, and do nothing")
	f.BoolVar(&o.suggest, "suggest", false, "list names that recur and are not in --names; --format csv makes a table to fill in")
	f.StringVar(&o.showKey, "show-key", "", "decrypt this key `FILE`, and print which pseudonym is whose")
	o.output.add(f)
	w.addCoder(f, "who does it")
	return c
}

type pseudonymiseOptions struct {
	names, key, showKey string
	dryRun, suggest     bool
	output              outputFlags
}

func (o *pseudonymiseOptions) check() error {
	ways := given([]string{"--show-key", "--names"}, o.showKey, o.names)
	switch {
	case o.showKey != "" && (o.names != "" || o.suggest || o.dryRun):
		return errors.New("--show-key goes alone")
	case len(ways) == 0 && !o.suggest:
		return errors.New("which names? give --names FILE, or begin with --suggest")
	case o.suggest && o.dryRun:
		return errors.New("--suggest and --dry-run do not go together")
	}
	return nil
}
