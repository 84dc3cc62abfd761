package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/index"
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
                   headings; --column says what is not

The first four need --source; crosscase source read shows the numbers. --search
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
	f.StringVar(&o.from, "from", "", "tag what this table lists, a CSV `FILE`")
	f.StringArrayVar(&o.columns, "column", nil, "of --from: what a column is, as `WHAT=COLUMN`: source, theme, quote, coder, memo or weight")
	f.BoolVar(&o.keepGoing, "keep-going", false, "of --from: tag the good rows where others are bad")
	f.BoolVar(&o.create, "create-themes", false, "make themes that do not exist")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be tagged, and do nothing")
	f.StringVar(&o.about, "about", "", "`ORGANISATION` that the passage is about")
	numberVar(f, &o.weight, "weight", 0, "how much the passage shows the theme, a `NUMBER` above 0")
	f.StringVar(&o.memo, "memo", "", "a note, kept on the tag")
	w.addCoder(f, "who tags")
	return c
}

// placeFlags say where in a source.
type placeFlags struct{ coding.Place }

func (p *placeFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&p.Quote, "quote", "", "the passage's `WORDS`")
	fs.StringVar(&p.Occurrence, "occurrence", "", "which one, where the quote stands more than once: a `NUMBER`, or all")
	fs.StringVar(&p.Turns, "turns", "", "`TURNS`, as 12 or 12-14")
	fs.StringVar(&p.Lines, "lines", "", "`LINES`, as 40 or 40-52")
	fs.StringVar(&p.Span, "span", "", "bytes, as `START:END`")
}

func (p *placeFlags) given() []string {
	return given([]string{"--quote", "--turns", "--lines", "--span"}, p.Quote, p.Turns, p.Lines, p.Span)
}

// given lists the names of the flags that have a value.
func given(names []string, values ...string) (found []string) {
	for i, v := range values {
		if v != "" {
			found = append(found, names[i])
		}
	}
	return found
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
	case len(o.place.given()) > 0 && len(o.list("source")) != 1:
		return fmt.Errorf("%s needs one --source", ways[0])
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

func runTag(ctx context.Context, w *env, o tagOptions, args []string) error {
	return w.with(ctx, func(p *project.Project, s *coding.Study) error {
		t := &intake.Tagger{Study: s, Texts: p, NewID: w.newID, Create: o.create}
		if o.from != "" {
			return o.tagFrom(ctx, w, p, t)
		}
		c := intake.Coding{Themes: s.SplitThemes(args[0]), Weight: o.weight, Memo: o.memo}
		for _, theme := range c.Themes {
			if _, err := t.Theme(theme); err != nil {
				return err
			}
		}
		if o.about != "" {
			about, err := s.FindOrganisation(o.about)
			if err != nil {
				return err
			}
			c.About = about.ID
		}
		var err error
		switch {
		case o.query != "":
			err = o.tagSearch(ctx, w, p, t, c)
		case o.regex != "":
			err = o.tagRegex(ctx, w, t, c)
		default:
			if c.Source, err = s.FindSource(o.list("source")[0]); err == nil {
				c.Place = o.place.Place
				err = t.Tag(ctx, c)
			}
		}
		if err != nil {
			return err
		}
		return o.finish(ctx, w, p, t, "with "+strings.Join(c.Themes, ", "))
	})
}

// finish applies what was worked out and says how much it is.
func (o *tagOptions) finish(ctx context.Context, w *env, p *project.Project, t *intake.Tagger, what string) error {
	fresh, passages, sources := t.Fresh(w.coderName())
	said := fmt.Sprintf("%s %s in %s", plural(passages, "passage"), what, plural(sources, "source"))
	if n := t.Tags - fresh; n > 0 && fresh > 0 {
		said += fmt.Sprintf(" (%s there already)", plural(n, "tag"))
	}
	switch {
	case t.Tags == 0:
		fmt.Fprintln(w.stderr, "nothing found to tag")
		return nil
	case o.dryRun:
		for _, c := range t.Changes {
			if c, ok := c.(edit.TagPassage); ok {
				if err := o.show(ctx, w, t, c); err != nil {
					return err
				}
			}
		}
		fmt.Fprintf(w.stderr, "would tag %s; nothing was done\n", said)
		return nil
	}
	if err := w.apply(ctx, p, "tag "+said, t.Changes...); err != nil {
		return err
	}
	if len(t.Made) > 0 {
		made := t.Made
		if len(made) > 8 {
			made = append(made[:6:6], fmt.Sprintf("and %d more", len(made)-6))
		}
		fmt.Fprintf(w.stderr, "added %s: %s\n", plural(len(t.Made), "theme"), strings.Join(made, ", "))
	}
	if fresh > 0 {
		fmt.Fprintf(w.stderr, "tagged %s\n", said)
	}
	return nil
}

// show prints a passage that would be tagged.
func (o *tagOptions) show(ctx context.Context, w *env, t *intake.Tagger, c edit.TagPassage) error {
	src := t.Study.SourceOf(coding.Passage{Text: c.Text})
	text, err := t.Text(ctx, src)
	if err != nil {
		return err
	}
	quote, err := text.Quote(c.Span)
	if err != nil {
		return err
	}
	turn, _ := t.Study.Transcript(src).TurnsIn(c.Span)
	_, err = fmt.Fprintf(w.stdout, "%s:%d  %s\n", src.Name, turn+1, report.Visible(strings.Join(strings.Fields(quote), " ")))
	return err
}

func (o *tagOptions) tagSearch(ctx context.Context, w *env, p *project.Project, t *intake.Tagger, c intake.Coding) error {
	q, err := index.Parse(o.query)
	if err != nil {
		return fault{err, usage}
	}
	hits, err := o.search(ctx, w, p, t.Study, q)
	if err != nil {
		return err
	}
	matches := make([][]corpus.Span, len(t.Study.Sources))
	for _, h := range hits {
		matches[h.Source] = append(matches[h.Source], h.Spans...)
	}
	return o.tagMatches(ctx, w, t, c, matches)
}

// tagRegex looks through the words of turns; labels are not said by anybody.
func (o *tagOptions) tagRegex(ctx context.Context, w *env, t *intake.Tagger, c intake.Coding) error {
	re, err := regexp.Compile(o.regex)
	if err != nil {
		return fault{fmt.Errorf("--regex: %w", err), usage}
	}
	filter, err := o.filter(ctx, t.Study, t.Texts)
	if err != nil {
		return err
	}
	lets := t.Study.Places(filter)
	matches := make([][]corpus.Span, len(t.Study.Sources))
	for i, src := range t.Study.Sources {
		text, err := t.Text(ctx, src)
		if err != nil {
			return err
		}
		for _, turn := range t.Study.Transcript(src).Turns {
			if v, _ := t.Study.Owner(i, turn); !lets(i, v) {
				continue
			}
			for _, m := range re.FindAllStringIndex(text.Body[turn.Body:turn.End], -1) {
				if m[0] < m[1] {
					matches[i] = append(matches[i], corpus.Span{Start: turn.Body + m[0], End: turn.Body + m[1]})
				}
			}
		}
	}
	return o.tagMatches(ctx, w, t, c, matches)
}

// tagMatches tags matches, given for each source, widened to the unit.
func (o *tagOptions) tagMatches(ctx context.Context, w *env, t *intake.Tagger, c intake.Coding, matches [][]corpus.Span) error {
	unit := coding.Unit(o.unit)
	if unit != coding.UnitMatch && unit != coding.UnitSentence && unit != coding.UnitTurn {
		return fault{fmt.Errorf("--unit %q: match, sentence or turn", o.unit), usage}
	}
	left := 0
	for i, spans := range matches {
		if len(spans) == 0 {
			continue
		}
		c.Source = t.Study.Sources[i]
		text, err := t.Text(ctx, c.Source)
		if err != nil {
			return err
		}
		tr := t.Study.Transcript(c.Source)
		if !o.researchers {
			answers := spans[:0]
			for _, s := range spans {
				turn, _ := tr.TurnsIn(s)
				if _, ok := t.Study.Owner(i, tr.Turns[turn]); ok {
					answers = append(answers, s)
				}
			}
			left += len(spans) - len(answers)
			spans = answers
		}
		if err := t.TagSpans(c, coding.Widen(text.Text, tr, spans, unit)); err != nil {
			return err
		}
	}
	if left > 0 {
		fmt.Fprintf(w.stderr, "%s in researchers' turns left out; --researchers tags them, too\n", plural(left, "match"))
	}
	return nil
}

// tagFrom tags what a table lists: all rows or, with --keep-going, the good ones.
func (o *tagOptions) tagFrom(ctx context.Context, w *env, p *project.Project, t *intake.Tagger) error {
	columns, err := intake.ParseColumnNames(o.columns)
	if err != nil {
		return fault{fmt.Errorf("--column: %w", err), usage}
	}
	table, err := app.ReadTable(o.from)
	if err != nil {
		return fault{err, failed}
	}
	rows, bad, err := intake.ReadCodings(t.Study, o.from, table, columns)
	if err != nil {
		return fault{err, failed}
	}
	for _, c := range rows {
		if err := t.Tag(ctx, c); err != nil {
			bad = append(bad, fmt.Errorf("%s: line %d: %w", o.from, c.Line, err))
		}
	}
	for _, err := range bad {
		line := err.Error()
		if hint := coding.Hint(err); hint != "" {
			line += " (" + hint + ")"
		}
		fmt.Fprintln(w.stderr, line)
	}
	if len(bad) > 0 && !o.keepGoing {
		return fault{coding.WithHint(fmt.Errorf("%s in %s: nothing was tagged", plural(len(bad), "bad row"), o.from), "mend them, or tag the others with --keep-going"), failed}
	}
	if err := o.finish(ctx, w, p, t, "from "+o.from); err != nil {
		return err
	}
	if len(bad) > 0 {
		return fault{fmt.Errorf("%s in %s left out", plural(len(bad), "bad row"), o.from), partial}
	}
	return nil
}
