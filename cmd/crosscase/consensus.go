package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newConsensus(w *env) *cobra.Command {
	var o consensusOptions
	c := &cobra.Command{
		Use:   "consensus --coder A --coder B",
		Short: "Walk through what coders marked differently, and record what they agree on",
		Long: `Walk through the places that two or more coders marked differently, passage by
passage, and record what they agree on as the tags of a coder of its own
(Consensus, or --as), with the discussion as a memo. What all marked alike is
recorded without asking. Each decision is stored at once; what was decided is not
asked again. Sources that one of them has not begun are left out. crosscase agree
leaves out what the coder Consensus has; with another name in --as, name the coders
to compare there.

Where nobody is there to ask, the places are listed.`,
		Example: `  crosscase consensus --coder AK --coder BM --source int-03
  crosscase consensus --coder AK --coder BM --list --format csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.working(c.Context(), func(a *app.Session) error { return o.run(c.Context(), w, a) })
		},
	}
	o.filterFlags.addAll(c.Flags())
	o.outputFlags.add(c.Flags())
	c.Flags().Lookup("coder").Usage = "this `CODER`; give it twice or more"
	c.Flags().StringVar(&o.as, "as", app.Judge, "record decisions as this `CODER`'s")
	c.Flags().BoolVar(&o.list, "list", false, "list the places, and ask nothing")
	return c
}

type consensusOptions struct {
	filterFlags
	outputFlags
	as   string
	list bool
}

func (o *consensusOptions) run(ctx context.Context, w *env, a *app.Session) error {
	filter, err := o.filter(ctx, a.Study, a.Texts)
	if err != nil {
		return err
	}
	c, err := a.Consensus(ctx, filter, filter.Coders, o.as)
	if err != nil {
		return err
	}
	if o.list || !w.interactive {
		return w.writeResult(&o.outputFlags, c.Result)
	}
	if len(c.Agreed) > 0 {
		if err := w.tell(a.RecordAgreed(ctx, c)); err != nil {
			return err
		}
	}
	for i, d := range c.Disagreed {
		text, err := a.Texts.Text(ctx, a.Study.Sources[d.Source].Text)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.stdout, "\n%d of %d\n", i+1, len(c.Disagreed))
		if err := showPlace(w, a.Study, d, text); err != nil {
			return err
		}
		x, answer := askDecision(w, a.Study, d)
		switch answer {
		case stop:
			return nil
		case decided:
			if err := w.tell(a.Decide(ctx, c, d, x)); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(w.stderr, "all %s decided, or left\n", plural(len(c.Disagreed), "place"))
	return nil
}

// showPlace prints a place and what each coder made of it.
func showPlace(w *env, s *coding.Study, d edit.Disagreement, text corpus.Text) error {
	q := reading.NewHit(s, d.Source, d.FirstTurn(s), d.Span, text)
	q.Themes = []string{s.Path(d.Theme)}
	if err := reading.WritePassages(w.stdout, []reading.Quote{q}, w.screen); err != nil {
		return err
	}
	for i, m := range d.Marks {
		words := "all of it"
		if m.Span != d.Span {
			words = strings.Join(strings.Fields(fmt.Sprintf("%q", text.Body[m.Span.Start:m.Span.End])), " ")
		}
		fmt.Fprintf(w.stdout, "  %d  as %s marked it: %s\n", i+1, report.Visible(s.Coder(m.Coder).Name), report.Visible(words))
	}
	for _, c := range d.Without {
		fmt.Fprintf(w.stdout, "  n  not %s, as %s has it\n", report.Visible(s.Path(d.Theme)), report.Visible(s.Coder(c).Name))
	}
	return nil
}

// What a person makes of a place: a decision, none, or an end.
const (
	decided = iota
	left
	stop
)

// askDecision asks what coders agree on at a place.
func askDecision(w *env, s *coding.Study, d edit.Disagreement) (x app.Decision, answered int) {
	for {
		answer, ok := w.ask("number, n for not this theme, t for another theme, Enter to leave it, q to stop: ")
		x = app.Decision{Theme: d.Theme, Span: d.Span}
		choice := 0
		switch fmt.Sscan(answer, &choice); {
		case !ok || answer == "q":
			return x, stop
		case answer == "":
			return x, left
		case choice >= 1 && choice <= len(d.Marks):
			x.Span = d.Marks[choice-1].Span
		case answer == "n":
			x.Theme = ""
		case answer == "t":
			name, _ := w.ask("theme: ")
			t, err := s.FindTheme(name)
			if err != nil {
				fmt.Fprintf(w.stderr, "%v; %s\n", err, coding.Hint(err))
				continue
			}
			x.Theme = t.ID
		default:
			continue
		}
		x.Discussion, _ = w.ask("discussion, for a memo (Enter for none): ")
		return x, decided
	}
}
