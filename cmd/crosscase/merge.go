package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newMerge(w *world) *cobra.Command {
	var theirs []string
	var dryRun bool
	c := &cobra.Command{
		Use:   "merge OTHER",
		Short: "Bring another coder's copy of the project, or another project, into this one",
		Long: `Bring a copy of the project, or another project, into this one: sources, participants,
organisations, case studies, themes, passages, tags, memos, links, saved queries,
coders and what they have read. Nothing of this one goes.

Sources are the same by their imported bytes, themes by identifier, then by path,
people and organisations by identifier, then by name. Tags are put together
without doubles. Where both say something different, what was changed since the
copy was made is taken; where both were changed, it is a conflict: they are listed,
and this project's side stays unless --theirs names it. All happens at once or
nothing; twice is no more than once; crosscase undo takes it back.`,
		Example: `  crosscase merge study-bm.crosscase --dry-run
  crosscase merge study-bm.crosscase --theirs "theme Trust: definition"
  crosscase merge study-bm.crosscase --theirs all`,
		Args: arguments("OTHER"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				return w.merge(c.Context(), p, s, args[0], theirs, dryRun)
			})
		},
	}
	c.Flags().StringArrayVar(&theirs, "theirs", nil, "of this `CONFLICT`, as it is listed, take OTHER's side; all for every one")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would come in, and do nothing")
	w.addCoder(c.Flags(), "who merges them")
	return c
}

func (w *world) merge(ctx context.Context, p *project.Project, s *coding.Study, path string, theirs []string, dryRun bool) error {
	other, err := project.Open(ctx, path)
	if err != nil {
		return err
	}
	defer other.Close()
	o, err := other.Study(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	mine := coding.Side{Study: s, Texts: p, Original: p.Original}
	copied := coding.Side{Study: o, Texts: other, Original: other.Original}
	fork, err := p.Fork(ctx, other)
	if err != nil {
		return err
	}
	if fork > 0 {
		if mine.Touched, mine.Removed, err = p.Touched(ctx, fork); err != nil {
			return err
		}
		if copied.Touched, copied.Removed, err = other.Touched(ctx, fork); err != nil {
			return err
		}
	}
	used := map[string]bool{}
	choose := func(what string) bool {
		for _, t := range theirs {
			if t == "all" || strings.EqualFold(strings.TrimSpace(t), what) {
				used[t] = true
				return true
			}
		}
		return false
	}
	j, err := coding.Bring(ctx, mine, copied, choose, w.newID)
	if err != nil {
		return fmt.Errorf("merge %s: %w", path, err)
	}
	for _, t := range theirs {
		if !used[t] && t != "all" {
			var names []string
			for _, c := range j.Conflicts {
				names = append(names, c.What)
			}
			err := fmt.Errorf("--theirs %q: %w: there is no such conflict", t, coding.ErrUnknown)
			if near := coding.Nearest(t, names); len(near) > 0 {
				return coding.WithHint(err, "did you mean %q?", near[0])
			}
			return coding.WithHint(err, "crosscase merge %s --dry-run lists them", path)
		}
	}
	return w.bring(ctx, p, j, path, dryRun)
}

// bring shows what comes in, and lets it.
func (w *world) bring(ctx context.Context, p *project.Project, j *coding.Join, path string, dryRun bool) error {
	open := 0
	if len(j.Conflicts) > 0 {
		g := &report.Grid{Head: []string{"conflict", "here", "there", "taken"}}
		for _, c := range j.Conflicts {
			if c.Taken == "mine" {
				open++
			}
			g.Rows = append(g.Rows, []any{c.What, c.Mine, c.Theirs, map[string]string{"mine": "here", "theirs": "there"}[c.Taken]})
		}
		if err := g.Write(w.stdout, report.Table, w.screen); err != nil {
			return err
		}
	}
	var said []string
	for _, c := range j.Counts {
		if c.Added > 0 {
			said = append(said, plural(c.Added, c.Kind))
		}
		if c.Taken > 0 {
			said = append(said, plural(c.Taken, "changed "+c.Kind))
		}
	}
	what := strings.Join(said, ", ")
	if what == "" {
		what = "nothing new"
	}
	if open > 0 {
		fmt.Fprintf(w.stderr, "%s: this project's side stands; --theirs %q takes the other\n", plural(open, "conflict"), j.Conflicts[0].What)
	}
	if j.Back > 0 {
		fmt.Fprintf(w.stderr, "%s that had been removed here since the copy was made %s back\n", plural(j.Back, "tag"), map[bool]string{true: "comes", false: "come"}[j.Back == 1])
	}
	if dryRun {
		fmt.Fprintf(w.stderr, "would bring in %s; nothing was done\n", what)
		return nil
	}
	if err := w.apply(ctx, p, "merge "+path+": "+what, j.Changes...); err != nil {
		return err
	}
	if len(j.Changes) > 0 {
		fmt.Fprintf(w.stderr, "brought in %s\n", what)
		return syncIndex(ctx, w, p)
	}
	return nil
}

func newConsensus(w *world) *cobra.Command {
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

func (o *consensusOptions) run(ctx context.Context, w *world, p *project.Project, s *coding.Study) error {
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
	read := map[int]corpus.Text{}
	var failed error
	texts := func(source int) corpus.Text {
		t, ok := read[source]
		if !ok {
			if t, err = p.Text(ctx, s.Sources[source].Text); err != nil {
				failed = err
			}
			read[source] = t
		}
		return t
	}
	agreed, disagreed := s.Agreements(filter, coders, judge, texts)
	if failed != nil {
		return failed
	}
	if o.list || !w.interactive {
		if err := o.grid(w, o.listing(s, disagreed, texts)); err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "%s marked differently, %d alike\n", plural(len(disagreed), "place"), len(agreed))
		return failed
	}
	if err := o.recordAgreed(ctx, w, p, s, agreed); err != nil {
		return err
	}
	for i, d := range disagreed {
		stop, err := o.decide(ctx, w, p, s, d, i+1, len(disagreed), texts(d.Source))
		if err != nil || stop {
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

func (o *consensusOptions) listing(s *coding.Study, all []coding.Disagreement, texts func(int) corpus.Text) *report.Grid {
	g := &report.Grid{Head: []string{"source", "turn", "theme", "marked by", "not by", "start", "end", "quote"}, Empty: "Nothing is marked differently."}
	for _, d := range all {
		turn, _ := s.Transcript(s.Sources[d.Source]).TurnsIn(d.Span)
		var with, without []string
		for _, m := range d.Marks {
			if name := s.Coder(m.Coder).Name; !slices.Contains(with, name) {
				with = append(with, name)
			}
		}
		for _, c := range d.Without {
			without = append(without, s.Coder(c).Name)
		}
		g.Rows = append(g.Rows, []any{s.Sources[d.Source].Name, turn + 1, s.Path(d.Theme), strings.Join(with, "; "), strings.Join(without, "; "), d.Span.Start, d.Span.End, texts(d.Source).Body[d.Span.Start:d.Span.End]})
	}
	return g
}

// recordAgreed records what all marked alike.
func (o *consensusOptions) recordAgreed(ctx context.Context, w *world, p *project.Project, s *coding.Study, agreed []coding.Disagreement) error {
	var changes []coding.Change
	for _, d := range agreed {
		changes = append(changes, s.Decide(d, o.as, true, d.Theme, d.Span, "", "", w.newID)...)
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
func (o *consensusOptions) decide(ctx context.Context, w *world, p *project.Project, s *coding.Study, d coding.Disagreement, n, of int, text corpus.Text) (stop bool, err error) {
	q := report.NewHit(s, d.Source, firstTurn(s, d), d.Span, text)
	fmt.Fprintf(w.stdout, "\n%d of %d\n", n, of)
	q.Themes = []string{s.Path(d.Theme)}
	if err := report.WritePassages(w.stdout, []report.Quote{q}, w.screen); err != nil {
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
		changes := s.Decide(d, o.as, on, theme, span, text.Body[d.Span.Start:d.Span.End], discussion, w.newID)
		verb := "consensus: " + s.Path(theme)
		if !on {
			verb = "consensus: not " + s.Path(theme)
		}
		return false, w.apply(ctx, p, verb+" in "+s.Sources[d.Source].Name, changes...)
	}
}

func firstTurn(s *coding.Study, d coding.Disagreement) int {
	turn, _ := s.Transcript(s.Sources[d.Source]).TurnsIn(d.Span)
	return turn
}
