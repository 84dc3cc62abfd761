package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/project"
)

func newAgree(w *world) *cobra.Command {
	var o agreeOptions
	c := &cobra.Command{
		Use:   "agree",
		Short: "Measure how far coders agree, for each theme and over all",
		Long: `Measure how far two or more coders agree, for each theme and over all: percent
agreement, Holsti, Cohen's κ and Scott's π (two coders), Fleiss' κ, Brennan and
Prediger's κ, Gwet's AC1 and Krippendorff's α, with bootstrap intervals.

They are compared on units: --unit character, word, sentence, turn, passage (what
any of them marked) or source. A theme is on a unit that a passage with it touches.
What researchers say is no unit. Only sources that all of the coders have begun are
compared, unless --all-sources; what one of them has not begun is missing then, not
a no.

--disagreements lists what they marked differently, with the words; --units lists
each unit that somebody marked, with what each coder made of it.`,
		Example: `  crosscase agree --coder AK --coder BM
  crosscase agree --unit sentence --theme Trust --format csv
  crosscase agree --disagreements --theme Reputation`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			for list, flags := range map[string][]string{"disagreements": {"unit", "units", "all-sources", "samples", "seed"}, "units": {"samples", "seed"}} {
				for _, flag := range flags {
					if c.Flags().Changed(list) && c.Flags().Changed(flag) {
						return fault{fmt.Errorf("agree: --%s says nothing of what --%s lists", flag, list), usage}
					}
				}
			}
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error { return o.run(c.Context(), w, p, s) })
		},
	}
	f := c.Flags()
	o.addPlaces(f)
	f.StringArrayVar(&o.themes, "theme", nil, "only this `THEME` and what is below it")
	f.BoolVar(&o.exact, "exact", false, "themes without what is below them")
	f.StringArrayVar(&o.coders, "coder", nil, "this `CODER`; else all who have tagged")
	o.outputFlags.add(f)
	f.StringVar(&o.unit, "unit", "turn", "compare on this `UNIT`: character, word, sentence, turn, passage or source")
	f.BoolVar(&o.allSources, "all-sources", false, "sources, too, that not all of them have begun")
	f.BoolVar(&o.disagreements, "disagreements", false, "list what they marked differently, with the words")
	f.BoolVar(&o.units, "units", false, "list the units that somebody marked, with what each made of them")
	f.IntVar(&o.samples, "samples", 1000, "`NUMBER` of bootstrap samples; 0 for no intervals")
	f.Uint64Var(&o.seed, "seed", 1, "`NUMBER` that random samples begin with; the same gives the same")
	return c
}

type agreeOptions struct {
	filterFlags
	outputFlags
	unit                             string
	allSources, disagreements, units bool
	samples                          int
	seed                             uint64
}

func (o *agreeOptions) run(ctx context.Context, w *world, p *project.Project, s *coding.Study) error {
	if w.isBlind() {
		return fault{fmt.Errorf("agree: shows what others have tagged, and you work blind"), usage}
	}
	f, err := o.filter(ctx, s, p)
	if err != nil {
		return err
	}
	coders := f.Coders
	if len(coders) == 0 {
		for _, x := range s.Ledger() {
			if id := s.Coders[x.Coder].ID; x.State != coding.Unread && !slices.Contains(coders, id) {
				coders = append(coders, id)
			}
		}
		slices.SortFunc(coders, func(a, b coding.CoderID) int {
			return slices.IndexFunc(s.Coders, isCoder(a)) - slices.IndexFunc(s.Coders, isCoder(b))
		})
	}
	if coders = slices.Compact(coders); len(coders) < 2 || slices.Contains(coders, "") {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "agree: two coders are needed; %s has begun a source", cmpCoders(s, coders)),
			"another coder's copy comes in with crosscase merge; --coder says whom to compare")
	}
	f.Coders = nil
	if o.disagreements {
		return o.listDisagreements(ctx, w, p, s, f, coders)
	}
	r, err := matrix.RateCoders(ctx, s, matrix.RatingOptions{Filter: f, Coders: coders, Unit: matrix.Unit(o.unit), AllSources: o.allSources}, p)
	if err != nil {
		return err
	}
	if o.units {
		g, err := analysis.RatedUnits(ctx, r, s, p)
		if err != nil {
			return err
		}
		return o.grid(w, g)
	}
	return w.keep(ctx, &o.outputFlags, analysis.Agreement(r, s, o.samples, o.seed), p, s)
}

func (o *agreeOptions) listDisagreements(ctx context.Context, w *world, p *project.Project, s *coding.Study, f coding.Filter, coders []coding.CoderID) error {
	texts, failed := readTexts(ctx, p, s)
	agreed, disagreed := edit.Agreements(s, f, coders, "", texts)
	if err := listDisagreements(w, &o.outputFlags, s, agreed, disagreed, texts); err != nil {
		return err
	}
	return failed()
}

func isCoder(id coding.CoderID) func(*coding.Coder) bool {
	return func(c *coding.Coder) bool { return c.ID == id }
}

// cmpCoders says who they are, nobody where there are none.
func cmpCoders(s *coding.Study, coders []coding.CoderID) string {
	if len(coders) == 0 || s.Coder(coders[0]) == nil {
		return "nobody"
	}
	return "only " + s.Coder(coders[0]).Name
}
