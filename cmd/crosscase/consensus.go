package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/project"
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
asked again. Sources that one of them has not begun are left out.

Where nobody is there to ask, the places are listed.`,
		Example: `  crosscase consensus --coder AK --coder BM --source int-03
  crosscase consensus --coder AK --coder BM --list --format csv`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error { return o.run(c.Context(), w, p, s) })
		},
	}
	o.filterFlags.addAll(c.Flags())
	o.outputFlags.add(c.Flags())
	c.Flags().Lookup("coder").Usage = "this `CODER`; give it twice or more"
	c.Flags().StringVar(&o.as, "as", "Consensus", "record decisions as this `CODER`'s")
	c.Flags().BoolVar(&o.list, "list", false, "list the places, and ask nothing")
	return c
}

type consensusOptions struct {
	filterFlags
	outputFlags
	as   string
	list bool
}

func (o *consensusOptions) run(ctx context.Context, w *env, p *project.Project, s *coding.Study) error {
	filter, err := o.filter(ctx, s, p)
	if err != nil {
		return err
	}
	coders := filter.Coders
	if len(coders) < 2 || coders[0] == coders[1] {
		return fault{fmt.Errorf("consensus: whose? give --coder twice or more; there are %s", listed(s.Coders)), usage}
	}
	judge := coding.CoderID("")
	if c, err := s.FindCoder(o.as); err == nil {
		judge = c.ID
	}
	if slices.Contains(coders, judge) {
		return fault{fmt.Errorf("consensus: --as %s: is one of the coders", o.as), usage}
	}
	found, err := analysis.Disagreements(ctx, s, p, filter, coders, judge)
	if err != nil {
		return err
	}
	if o.list || !w.interactive {
		return w.writeResult(&o.outputFlags, found)
	}
	if err := o.recordAgreed(ctx, w, p, s, found.Agreed); err != nil {
		return err
	}
	disagreed := found.Disagreed
	texts := analysis.TextReader{Context: ctx, Study: s, Texts: p}
	for i, d := range disagreed {
		stop, err := o.decide(ctx, w, p, s, d, i+1, len(disagreed), texts.Source(d.Source))
		if err = cmp.Or(texts.Err, err); err != nil || stop {
			return err
		}
	}
	fmt.Fprintf(w.stderr, "all %s decided, or left\n", plural(len(disagreed), "place"))
	return nil
}

func listed(coders []*coding.Coder) string {
	var names []string
	for _, c := range coders {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// recordAgreed records what all marked alike.
func (o *consensusOptions) recordAgreed(ctx context.Context, w *env, p *project.Project, s *coding.Study, agreed []edit.Disagreement) error {
	var changes []edit.Change
	for _, d := range agreed {
		changes = append(changes, edit.Decide(s, d, o.as, true, d.Theme, d.Span, "", "", w.newID)...)
	}
	if len(changes) == 0 {
		return nil
	}
	if err := w.apply(ctx, p, fmt.Sprintf("consensus: %s marked alike", plural(len(agreed), "place")), changes...); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s marked alike: recorded\n", plural(len(agreed), "place"))
	return nil
}

// decide asks about one place and stores the answer.
func (o *consensusOptions) decide(ctx context.Context, w *env, p *project.Project, s *coding.Study, d edit.Disagreement, n, of int, text corpus.Text) (stop bool, err error) {
	q := reading.NewHit(s, d.Source, d.FirstTurn(s), d.Span, text)
	fmt.Fprintf(w.stdout, "\n%d of %d\n", n, of)
	q.Themes = []string{s.Path(d.Theme)}
	if err := reading.WritePassages(w.stdout, []reading.Quote{q}, w.screen); err != nil {
		return false, err
	}
	for i, m := range d.Marks {
		words := text.Body[m.Span.Start:m.Span.End]
		if m.Span == d.Span {
			words = "all of it"
		} else {
			words = fmt.Sprintf("%q", words)
		}
		fmt.Fprintf(w.stdout, "  %d  as %s marked it: %s\n", i+1, report.Visible(s.Coder(m.Coder).Name), report.Visible(strings.Join(strings.Fields(words), " ")))
	}
	for _, c := range d.Without {
		fmt.Fprintf(w.stdout, "  n  not %s, as %s has it\n", report.Visible(s.Path(d.Theme)), report.Visible(s.Coder(c).Name))
	}
	for {
		answer, ok := w.ask("number, n for not this theme, t for another theme, Enter to leave it, q to stop: ")
		theme, span, on := d.Theme, d.Span, true
		choice := 0
		switch fmt.Sscan(answer, &choice); {
		case !ok || answer == "q":
			return true, nil
		case answer == "":
			return false, nil
		case choice >= 1 && choice <= len(d.Marks):
			span = d.Marks[choice-1].Span
		case answer == "n":
			on = false
		case answer == "t":
			name, _ := w.ask("theme: ")
			t, err := s.FindTheme(name)
			if err != nil {
				fmt.Fprintf(w.stderr, "%v; %s\n", err, coding.Hint(err))
				continue
			}
			theme = t.ID
		default:
			continue
		}
		discussion, _ := w.ask("discussion, for a memo (Enter for none): ")
		changes := edit.Decide(s, d, o.as, on, theme, span, text.Body[d.Span.Start:d.Span.End], discussion, w.newID)
		verb := "consensus: " + s.Path(theme)
		if !on {
			verb = "consensus: not " + s.Path(theme)
		}
		return false, w.apply(ctx, p, verb+" in "+s.Sources[d.Source].Name, changes...)
	}
}
