package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/report"
)

// subjectFlags say what a memo is on.
type subjectFlags struct {
	app.SubjectNames
	place placeFlags
}

func (f *subjectFlags) add(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringVar(&f.Theme, "theme", "", "on this `THEME`; with a place, on your tag of it there")
	fs.StringVar(&f.Source, "source", "", "on this `SOURCE`; with a place, on that passage")
	fs.StringVar(&f.Participant, "participant", "", "on this `PERSON`")
	fs.StringVar(&f.Organisation, "organisation", "", "on this `ORGANISATION`")
	fs.StringVar(&f.Case, "case", "", "on this `CASE` study")
	fs.StringVar(&f.Passage, "passage", "", "on the passage with this `ID`")
	fs.StringVar(&f.Tag, "tag", "", "on the tag with this `ID`")
	f.place.add(fs)
}

// names are what the flags say; the error is of wrong usage.
func (f *subjectFlags) names(a *app.Session) (app.SubjectNames, error) {
	if places := f.place.given(); len(places) > 0 {
		source, err := oneSource(a, "memo", places[0], f.Source)
		f.Source, f.Place = source, f.place.Place
		return f.SubjectNames, err
	}
	names := given([]string{"--theme", "--source", "--participant", "--organisation", "--case", "--passage", "--tag"},
		f.Theme, f.Source, f.Participant, f.Organisation, f.Case, f.Passage, f.Tag)
	if len(names) > 1 {
		err := fmt.Errorf("memo: %s do not go together without a place; give one, or --quote, --turns, --lines or --span with them",
			strings.Join(names, " and "))
		return f.SubjectNames, fault{err, usage}
	}
	return f.SubjectNames, nil
}

func newMemoAdd(w *env) *cobra.Command {
	var f subjectFlags
	c := &cobra.Command{
		Use:   "add [TEXT]",
		Short: "Write one: TEXT, - for standard input, or in your editor",
		Example: `  crosscase memo add "Who pays is never said outright." --theme Cost
  crosscase memo add "Laughs here." --source int-03 --quote "cheaper than doing it alone"
  crosscase memo add --case "Joint control room"`,
		Args: arguments("[THING]"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return w.addMemo(c.Context(), a, &f, args) })
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who writes it")
	return c
}

// addMemo writes a memo from an argument, from standard input or in the editor. What it is
// on is looked up before anybody writes for nothing.
func (w *env) addMemo(ctx context.Context, a *app.Session, f *subjectFlags, args []string) error {
	names, err := f.names(a)
	if err != nil {
		return err
	}
	on, err := a.Subject(ctx, names)
	if err != nil {
		return err
	}
	add := func(text string) error {
		if err := w.tell(a.AddMemo(ctx, on, text)); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "memo on %s\n", report.Visible(on.Name))
		return nil
	}
	switch {
	case len(args) == 0:
		return w.editing(ctx, "memo.md", "", func(_, text string) error { return add(text) })
	case args[0] == "-":
		text, err := io.ReadAll(io.LimitReader(w.stdin, maxMemo))
		if err != nil {
			return err
		}
		return add(string(text))
	}
	return add(args[0])
}

// maxMemo is the most that is read of a memo, in bytes.
const maxMemo = 1 << 20
