package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/intake"
	"crosscase/coding/report"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

func newImport(w *env) *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Import transcripts, documents and surveys, files or whole folders",
		Long: `Import transcripts, documents and surveys. The files that are read are listed
below, and how speakers are marked in them.

Speakers, times, pages, language and date are found by themselves; --dry-run shows
what would be, with the labels of speakers and what each was taken for. --speaker and
--not-speaker correct that, and --layout says how speakers are marked where it is not
found. The type is that which the name of a file or folder or the speakers prove, as of
an interview or a meeting, else other; --type sets it, source set --type changes it.
What else is known of sources and people comes from two tables (.csv, .tsv or
.xlsx) or from flags:

  --sources       file, name, type, case, organisation, date, language
  --participants  name, role, organisation, aliases (with ; between them)

Any other column is kept as an attribute. Each file is imported whole or not at
all; what is there already is skipped.

A table (.csv, .tsv or .xlsx) of what was said, with who says it, when, or both, is
one transcript. A table of a survey's answers is imported with each answer as a turn, or with
--each source with each line as a source of its own. Its columns are recognised by
their names and by what is in them; --column says otherwise, once for each:

  --column text="What would you change?" --column participant=ID --column case=Site

Files:
` + listed(format.Formats()) + `
Layouts:
` + listed(transcript.Layouts()),
		Example: `  crosscase import interviews minutes --sources sources.csv --participants participants.csv
  crosscase import roe.docx --type interview --case "Joint control room" --organisation "Northmoor Police"
  crosscase import board.pdf --layout minutes --dry-run`,
		Args: arguments("PATH..."),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return o.run(c.Context(), w, a, args) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.sources, "sources", "", "table of sources, a `FILE`")
	f.StringVar(&o.participants, "participants", "", "table of participants, a `FILE`")
	o.facts.add(f)
	f.StringVar(&o.facts.name, "name", "", "name of the source, for a single file")
	o.reading.add(f)
	f.BoolVar(&o.comments, "comments", false, "keep a document's comments as notes on their words")
	manyVar(f, &o.columns, "column",
		"what a column of a survey is, as `WHAT=COLUMN`: text, participant, organisation, case, date, name or attribute")
	f.StringVar(&o.each, "each", "", "what each line of a survey is: a `turn` or a source")
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would be imported, and store nothing")
	f.BoolVar(&o.leftOut, "left-out", false, "list what the files show and their texts have not, and why")
	w.addCoder(f, "who imports")
	return c
}

// listed is a list of names, each with an example.
func listed(names [][2]string) string {
	var b strings.Builder
	for _, n := range names {
		fmt.Fprintf(&b, "  %-12s %s\n", n[0], n[1])
	}
	return b.String()
}

type importOptions struct {
	sources, participants string
	reading               readingFlags
	facts                 factFlags
	columns               []string
	each                  string
	comments, dryRun      bool
	leftOut               bool
}

// means is what the flags ask for; the error is of wrong usage.
func (o *importOptions) means(w *env) (m app.ImportOptions, err error) {
	m = app.ImportOptions{Sources: o.sources, Participants: o.participants, Comments: o.comments, DryRun: o.dryRun,
		LeftOut: o.leftOut}
	if m.Facts, err = o.facts.facts(); err != nil {
		return m, err
	}
	if m.Reading, err = o.reading.means(w); err != nil {
		return m, err
	}
	if m.Reading.Columns, err = intake.ParseColumns(o.columns); err != nil {
		return m, fault{fmt.Errorf("--column: %w", err), usage}
	}
	if m.Reading.Columns.Each = o.each; !slices.Contains([]string{"", "turn", "source"}, o.each) {
		return m, fault{fmt.Errorf("--each %q: turn or source", o.each), usage}
	}
	return m, nil
}

func (o *importOptions) run(ctx context.Context, w *env, a *app.Session, paths []string) error {
	m, err := o.means(w)
	if err != nil {
		return err
	}
	m.Paths = paths
	var end func()
	m.Progress, end = w.bar(ctx, "importing")
	came, err := a.Import(ctx, m)
	end()
	switch {
	case came == nil:
		return err
	case o.dryRun && err == nil:
		err = w.previews(came)
	default:
		w.imported(came)
	}
	if came.LeftOut != nil && err == nil {
		err = came.LeftOut.Write(w.stdout, report.Table, w.screen)
	}
	if err == nil && !o.dryRun {
		err = w.syncIndex(ctx, a.Project)
	}
	if n := len(came.Failed); err == nil && n > 0 {
		return fault{fmt.Errorf("%s could not be imported", plural(n, "file")), partial}
	}
	return err
}
