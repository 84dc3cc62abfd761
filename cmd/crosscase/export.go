package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/report"
)

func newExport(w *env) *cobra.Command {
	var o app.ExportOptions
	c := &cobra.Command{
		Use:   "export --to FOLDER|FILE | --archive FILE",
		Short: "Write the whole study for other programs, or as plain files that any program reads",
		Long: `Write the whole study. As what, --format says, else what the name of the file ends in:

` + app.ExportFormats + `
A name without such an ending is that of a folder. One that looks like a file's, as
study.zip, is refused unless there is such a folder or it ends in a slash.

Plain files are each source's text, tables of sources, participants, themes and
codings (CSV), and commands.txt with the commands that make a project of them again.
Each text is read back before it counts as written: every coding on its words, the
same speakers in the same turns. Where labels cannot tell who speaks, commands.txt
does; a source that no plain file holds with its turns is named.

--archive writes all of it for a data repository: sources as imported and as text,
tables, codebook, notes, the log, a README and the SHA-256 of each (BagIt). With
--without-sources no words of sources are in it, for material that must not be
shared; notes and the codebook are as you wrote them.

A .qdpx is for one program or for all: --for says which, since programs count the
positions of codings each in its own way. What came in with another program's project
goes out again, also what crosscase does not show. What a format has no place for is
listed.

With --pseudonyms names are replaced in what is written, as crosscase pseudonymise
does it, while the project stays as it is. FILE is a table with the columns name and
pseudonym.`,
		Example: `  crosscase export --to study.qdpx --for nvivo-windows
  crosscase export --to tables --format tidy
  crosscase export --archive study.zip --pseudonyms names.csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.Check(); err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error { return w.export(c.Context(), a, o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.To, "to", "", "a `FOLDER`, which must be new or empty, or a new file")
	f.StringVar(&o.Archive, "archive", "", "write an archive for a data repository, a new `FILE`.zip")
	f.BoolVar(&o.WithoutSources, "without-sources", false, "of --archive: leave the words of sources out")
	f.StringVar(&o.Format, "format", "", "write it as this `FORMAT`")
	f.StringVar(&o.Program, "for", "", "write a .qdpx for this `PROGRAM`: "+strings.Join(refi.ProfileNames(), ", "))
	f.StringVar(&o.Pseudonyms, "pseudonyms", "", "replace names as this table, a `FILE`, says")
	return c
}

func (w *env) export(ctx context.Context, a *app.Session, o app.ExportOptions) error {
	var end func()
	o.Create = w.writeFile
	o.Progress, end = w.bar(ctx, map[bool]string{true: "archiving", false: "writing"}[o.Archive != ""])
	x, err := a.Export(ctx, o)
	end()
	if err != nil {
		return err
	}
	w.exported(x)
	if x.Masked {
		fmt.Fprintf(w.stderr, "names were replaced in %s\n", replacedIn(x.Names.Replaced, 0))
		w.stillStand(leftNames, x.Names.Left, addLines)
	}
	return nil
}

// exported says what was written, and what of the study is not in it.
func (w *env) exported(x app.Exported) {
	switch {
	case x.Format == "plain", x.Report != nil && x.Format != "qdpx":
		fmt.Fprintf(w.stderr, "%s with %s written to %s\n", plural(x.Sources, "source"), plural(x.Codings, "coding"), x.To)
	case x.Format == "qdpx":
		fmt.Fprintf(w.stderr, "%s with %s written to %s, for %s\n", plural(x.Sources, "source"), plural(x.Codings, "coding"), x.To,
			x.Profile.Title)
	case x.Format == "archive":
		fmt.Fprintf(w.stderr, "%s written to %s, each with its SHA-256\n", plural(x.Files, "file"), x.To)
	default:
		fmt.Fprintf(w.stderr, "%s of %s written to %s\n", plural(x.Files, "file"), plural(x.Sources, "source"), x.To)
	}
	if x.Unplaced > 0 {
		fmt.Fprintf(w.stderr, "%s left out: their words were corrected since (crosscase passages --detached)\n", plural(x.Unplaced, "passage"))
	}
	if len(x.OtherTurns) > 0 {
		fmt.Fprintf(w.stderr, "%s will be read with other turns or speakers than here, which no plain text tells: %s (export as .qdpx keeps them)\n",
			plural(len(x.OtherTurns), "source"), strings.Join(x.OtherTurns, ", "))
	}
	for _, withheld := range x.Withheld {
		fmt.Fprintln(w.stderr, "withheld: "+withheld)
	}
	if x.Controls > 0 {
		fmt.Fprintf(w.stderr, "%s that XML cannot hold became \ufffd\n", plural(x.Controls, "control character"))
	}
	if x.Report != nil {
		w.exportReport(x.Report)
	}
	if x.Format == "qdpx" && x.Profile.Name == refi.Standard.Name && x.Report.Astral > 0 {
		have := plural(x.Report.Astral, "coded text") + " have"
		if x.Report.Astral == 1 {
			have = "a coded text has"
		}
		fmt.Fprintf(w.stderr, "%s letters beyond U+FFFF, as emoji, which programs count differently; --for PROGRAM writes it for one of them\n", have)
	}
}

// exportReport says what a file has no place for.
func (w *env) exportReport(r *exchange.Report) {
	list := func(title string, all []refi.Problem) {
		if len(all) == 0 {
			return
		}
		fmt.Fprintln(w.stderr, title)
		for _, p := range all {
			line := fmt.Sprintf("  %5s  %s", thousands(p.Count), p.What)
			if p.Example != "" {
				line += " (" + p.Example + ")"
			}
			fmt.Fprintln(w.stderr, report.Visible(line))
		}
	}
	list("otherwise there than here:", r.Changed)
	list("in crosscase.json beside the project, which crosscase alone reads:", r.Kept)
	list("left out or changed, since the format has no place for it:", r.Lost)
}
