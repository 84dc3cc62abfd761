package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/coding/words"
)

func newWords(w *world) *cobra.Command {
	var o wordsOptions
	c := &cobra.Command{
		Use:   "words",
		Short: "Count words and phrases, find key words and what keeps company",
		Long: `Count the words that participants say and documents hold; turns of researchers and
words that say nothing, as "the", are left out.

  crosscase words                          most frequent words
  crosscase words --phrase 2               pairs of words side by side
  crosscase words --by organisation        counted for each
  crosscase words --by organisation --key "Northmoor Police"
                                           words that they use more, or less, than
                                           all others, or than those of --against
  crosscase words --near trust             words that stand near a word

Key words are ranked by log-likelihood (G²), with the log ratio as the size of the
difference: 1 is twice as often, 2 four times. Company is ranked by logDice: 14 at
most, 1 more is twice as strong.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case o.phrase < 1 || o.phrase > 5:
				return fault{fmt.Errorf("--phrase %d: 1 to 5 words", o.phrase), usage}
			case o.near != "" && (o.by != "" || o.key != ""):
				return fault{errors.New("--near goes without --by and --key"), usage}
			case o.key != "" && o.by == "":
				return fault{errors.New("--key needs --by to say of what it is a value, as --by organisation"), usage}
			case o.against != "" && o.key == "":
				return fault{errors.New("--against goes with --key"), usage}
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error { return o.run(c.Context(), w, p, s) })
		},
	}
	o.filterFlags.addPlaces(c.Flags())
	o.outputFlags.add(c.Flags())
	f := c.Flags()
	f.StringVar(&o.by, "by", "", "count for each value of this `DIMENSION`: organisation, case, type, participant…")
	f.StringVar(&o.key, "key", "", "key words of this `VALUE` of the dimension")
	f.StringVar(&o.against, "against", "", "compare with this `VALUE` instead of all others")
	f.StringVar(&o.near, "near", "", "what stands near this `WORD`")
	f.IntVar(&o.window, "window", 5, "of --near: so many `WORDS` on each side")
	f.IntVar(&o.phrase, "phrase", 1, "count so many `WORDS` side by side")
	f.BoolVar(&o.stems, "stems", false, "forms of one word together")
	f.BoolVar(&o.all, "all", false, "words that say nothing, too")
	f.IntVar(&o.min, "min", 2, "only what stands so often")
	f.IntVar(&o.limit, "limit", 50, "so many lines; 0 is all")
	return c
}

type wordsOptions struct {
	filterFlags
	outputFlags
	by, key, against, near     string
	window, phrase, min, limit int
	stems, all                 bool
}

func (o *wordsOptions) run(ctx context.Context, w *world, p *project.Project, s *coding.Study) error {
	filter, err := o.filter(ctx, s, p)
	if err != nil {
		return err
	}
	cut := cutter()
	units, err := words.Units(ctx, s, p, cut, coding.UnitTurn, s.Places(filter))
	if err != nil {
		return err
	}
	opts := words.Options{Phrase: o.phrase, Stems: o.stems, Stop: o.all, Min: o.min}
	if o.near != "" {
		return o.company(w, s, cut, units, opts)
	}
	group := func(words.Unit) string { return "" }
	var values []string
	if o.by != "" {
		dims, err := matrix.ParseDimensions(o.by, s)
		if err != nil {
			return err
		}
		place, err := matrix.Places(s, dims[0])
		if err != nil || len(dims) > 1 {
			return fault{fmt.Errorf("--by %q: one dimension of turns, as organisation, case, source, participant", o.by), usage}
		}
		group = func(u words.Unit) string {
			label := place(u.Source, u.Voice).Label
			if !slices.Contains(values, label) {
				values = append(values, label)
			}
			return label
		}
	}
	if o.key != "" {
		opts.Min = 0
	}
	all, totals := words.Frequencies(units, opts, group)
	slices.Sort(values)
	if o.key != "" {
		return o.keyness(w, all, totals, values)
	}
	g := &report.Grid{Head: []string{"word", "count", "per 1,000", "sources"}, Digits: 2, Empty: "No words.",
		Notes: []string{fmt.Sprintf("Of %s in all.", plural(totals.All, "word"))}}
	g.Head = append(g.Head, values...)
	for i, f := range all {
		if o.limit > 0 && i == o.limit {
			break
		}
		row := []any{f.Text, f.Count, 1000 * float64(f.Count) / float64(totals.All), f.Sources}
		for _, v := range values {
			row = append(row, f.Groups[v])
		}
		g.Rows = append(g.Rows, row)
	}
	return o.grid(w, g)
}

// value finds a value of the dimension as it was typed.
func value(typed string, values []string) (string, error) {
	for _, v := range values {
		if strings.EqualFold(v, strings.TrimSpace(typed)) {
			return v, nil
		}
	}
	err := fmt.Errorf("value %q: %w", typed, coding.ErrUnknown)
	if near := coding.Nearest(typed, values); len(near) > 0 {
		return "", coding.WithHint(err, "did you mean %q?", near[0])
	}
	return "", coding.WithHint(err, "values are %s", strings.Join(values, ", "))
}

func (o *wordsOptions) keyness(w *world, all []words.Frequency, totals words.Totals, values []string) error {
	a, err := value(o.key, values)
	if err != nil {
		return err
	}
	b := "all others"
	if o.against != "" {
		if b, err = value(o.against, values); err != nil {
			return err
		}
	} else {
		totals.Groups[b] = totals.All - totals.Groups[a]
		for _, f := range all {
			f.Groups[b] = f.Count - f.Groups[a]
		}
	}
	if totals.Groups[a] == 0 || totals.Groups[b] == 0 {
		return coding.Errorf(coding.ErrInvalid, "nothing to compare: %s has %s, %s %s", a, plural(totals.Groups[a], "word"), b, plural(totals.Groups[b], "word"))
	}
	g := &report.Grid{Head: []string{"word", a, b, "G²", "log ratio"}, Digits: 2, Empty: "No words.",
		Notes: []string{fmt.Sprintf("%s of %s against %s of %s.", plural(totals.Groups[a], "word"), a, plural(totals.Groups[b], "word"), b),
			"A log ratio above 0: used more by the first; 1 is twice as often. G² of 15.13 is p < 0.0001 for one word looked at alone; many are looked at here."}}
	for _, k := range words.Keyness(all, totals, a, b) {
		if k.A+k.B < o.min {
			continue
		}
		if o.limit > 0 && len(g.Rows) == o.limit {
			break
		}
		g.Rows = append(g.Rows, []any{k.Text, k.A, k.B, k.G2, math.Round(100*k.LogRatio) / 100})
	}
	return o.grid(w, g)
}

// company lists what stands near a word.
func (o *wordsOptions) company(w *world, s *coding.Study, cut words.Cutter, units []words.Unit, opts words.Options) error {
	node, err := cut(mostSpoken(s), o.near)
	if err != nil {
		return err
	}
	if len(node) != 1 || o.window < 1 {
		return fault{fmt.Errorf("--near %q: one word, with a --window of 1 or more", o.near), usage}
	}
	all, nodes := words.Collocations(units, node[0], o.window, opts)
	if nodes == 0 {
		return coding.WithHint(fmt.Errorf("word %q: %w", o.near, coding.ErrUnknown), "nobody says it in these turns; --stems takes other forms of it, too")
	}
	g := &report.Grid{Head: []string{"word", "near", "in all", "expected", "logDice", "G²"}, Digits: 2, Empty: "Nothing stands near it often enough.",
		Notes: []string{fmt.Sprintf("%s stands %d times; at most %s on each side, in one turn.", o.near, nodes, plural(o.window, "word"))}}
	for i, c := range all {
		if o.limit > 0 && i == o.limit {
			break
		}
		g.Rows = append(g.Rows, []any{c.Text, c.Near, c.Count, c.Expected, c.LogDice, c.G2})
	}
	return o.grid(w, g)
}
