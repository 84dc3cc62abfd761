package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding/query"
)

func newTag(w *env) *cobra.Command {
	var o tagOptions
	c := &cobra.Command{
		Use:   "tag THEME[,THEME...]",
		Short: "Tag passages with themes",
		Long: `Tag passages with themes. Say which passage by one of

  --quote "…"      its words; case, white space and quotation marks do not matter
  --turns 12-14    turns, counted from 1
  --lines 40-52    lines of the text
  --span 120:480   bytes of the text
  --search QUERY   whatever a search finds (see crosscase search --help)
  --regex RE       whatever matches a regular expression (RE2)
  --from FILE      a table (CSV) with the columns source, theme and one of quote,
                   turns, lines, or start and end; optional occurrence, coder,
                   about, weight, memo. Each row has one theme; a comma is part
                   of its name. Tables of coded segments from MAXQDA, ATLAS.ti,
                   Dedoose, NVivo and Taguette (CSV, XLSX) are recognised by their
                   headings; --column says what is not. Several codes in a cell
                   are separated by line breaks, or by commas where the number
                   of codes or the codebook leaves one reading.
                   Annotations of the Web (JSON-LD) and of Hypothes.is (JSON) are
                   put where their quotes and positions say: tags become themes,
                   users coders, and notes memos

The first four need --source where there are several sources; crosscase source read shows
the numbers. --search
and --regex look through all sources, or those that the filter flags leave. They
tag what participants say; the turns of researchers are left out unless
--researchers is given.`,
		Example: `  crosscase tag Trust,Communication --source int-03 --quote "we picked up the phone"
  crosscase tag Cost --regex '(?i)\bbudgets?\b' --unit sentence --dry-run
  crosscase tag --from codings.csv --create-themes`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(args, c.Flags()); err != nil {
				return fault{fmt.Errorf("tag: %w", err), usage}
			}
			return runTag(c.Context(), w, o, args)
		},
	}
	o.filterFlags.addPlaces(c.Flags())
	o.place.add(c.Flags())
	f := c.Flags()
	f.StringVar(&o.query, "search", "", "tag what this `QUERY` finds")
	f.StringVar(&o.regex, "regex", "", "tag what matches this regular expression, `RE`")
	f.StringVar(&o.unit, "unit", "match", "of --search and --regex: tag this `UNIT`: match, sentence or turn")
	f.BoolVar(&o.researchers, "researchers", false, "of --search and --regex: researchers' turns, too")
	f.StringVar(&o.from, "from", "", "tag what this `FILE` lists: a table or annotations")
	manyVar(f, &o.columns, "column", "of --from: what a column is, as `WHAT=COLUMN`: source, theme, quote, coder, memo or weight")
	f.BoolVar(&o.keepGoing, "keep-going", false, "of --from: tag the good rows where others are bad")
	f.BoolVar(&o.create, "create-themes", false, "make themes that do not exist")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be tagged, and do nothing")
	f.StringVar(&o.about, "about", "", "`ORGANISATION` that the passage is about")
	numberVar(f, &o.weight, "weight", 0, "how much the passage shows the theme, a `NUMBER` above 0")
	f.StringVar(&o.memo, "memo", "", "a note, kept on the tag")
	w.addCoder(f, "who tags")
	return c
}

type tagOptions struct {
	filterFlags
	place                                  placeFlags
	query, regex, unit, from               string
	columns                                []string
	about, memo                            string
	weight                                 float64
	keepGoing, create, dryRun, researchers bool
}

// onlyWith names flags that mean something in some ways to say which passage
// alone; a flag that would be ignored is refused.
var onlyWith = withPlaces(map[string][]string{
	"occurrence": {"--quote"},
	"unit":       {"--search", "--regex"}, "researchers": {"--search", "--regex"},
	"source":     {"--quote", "--turns", "--lines", "--span", "--search", "--regex"},
	"about":      {"--quote", "--turns", "--lines", "--span", "--search", "--regex"},
	"weight":     {"--quote", "--turns", "--lines", "--span", "--search", "--regex"},
	"memo":       {"--quote", "--turns", "--lines", "--span", "--search", "--regex"},
	"keep-going": {"--from"},
	"column":     {"--from"},
})

// withPlaces adds the filters that say where words are searched for.
func withPlaces(only map[string][]string) map[string][]string {
	for _, name := range query.PlaceNames() {
		if only[name] == nil {
			only[name] = []string{"--search", "--regex"}
		}
	}
	return only
}

func (o *tagOptions) check(args []string, fs *pflag.FlagSet) (err error) {
	ways := append(o.place.given(), given([]string{"--search", "--regex", "--from"}, o.query, o.regex, o.from)...)
	switch {
	case len(ways) == 0:
		return errors.New("where? give --quote, --turns, --lines, --span, --search, --regex or --from")
	case len(ways) > 1:
		return fmt.Errorf("%s do not go together; give one", strings.Join(ways, " and "))
	case o.from == "" && len(args) != 1:
		return fmt.Errorf("give the themes as one argument, with commas between them; here are %d", len(args))
	case o.from != "" && len(args) > 0:
		return errors.New("--from takes its themes from the table; leave the argument out")
	case o.weight < 0:
		return fmt.Errorf("--weight %g: a number above 0", o.weight)
	}
	fs.Visit(func(f *pflag.Flag) {
		if with := onlyWith[f.Name]; with != nil && !slices.Contains(with, ways[0]) {
			err = fmt.Errorf("--%s has no effect with %s; use it with %s", f.Name, ways[0], strings.Join(with, ", "))
		}
	})
	return err
}
