package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newCompare(w *world) *cobra.Command {
	var o compareOptions
	c := &cobra.Command{
		Use:   "compare A B",
		Short: "Compare two case studies, organisations or other sides; or how alike all are",
		Long: `Compare two sides theme by theme: what both speak of, what only one does, how the
themes rank on each, and how far the rates are apart.

A side is a case study, an organisation, a participant or a source, or a filter as
organisation=Police, role=chief, type=interview, attr:age=20..40; several with
commas between them all hold.

With --by and no sides, all values of a dimension are compared with each other by
the themes that they have: jaccard (shared of all that either has), matching
(alike in having or not having), cosine (of the numbers of passages). Pictures show
the dendrogram of their clusters by average linkage.

Rates are passages per 1,000 words; intervals are of 95 %. Interviewees are chosen,
not drawn at random: take intervals and p as how clear a pattern is here.`,
		Example: `  crosscase compare "Joint control room" "Shared control room"
  crosscase compare role=chief role=officer --theme Trust
  crosscase compare --by organisation --likeness cosine -o dendrogram.svg`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case o.by == "" && len(args) != 2:
				return fault{fmt.Errorf("compare: what with what? give two sides, or --by"), usage}
			case o.by != "" && len(args) > 0:
				return fault{fmt.Errorf("compare: --by compares all with each other, and takes no sides"), usage}
			case o.by == "" && c.Flags().Changed("likeness"):
				return fault{fmt.Errorf("compare: --likeness says nothing of two sides; it goes with --by"), usage}
			}
			return w.analyse(c.Context(), &o.filterFlags, &o.outputFlags, func(s *coding.Study, f coding.Filter) (*report.Grid, error) {
				if o.by != "" {
					return o.alike(s, f)
				}
				return compareSides(s, f, args)
			})
		},
	}
	o.addAll(c.Flags())
	o.addPicture(c.Flags())
	c.Flags().StringVar(&o.by, "by", "", "compare all values of this `DIMENSION`: case, organisation, participant, source, attr:NAME…")
	c.Flags().StringVar(&o.likeness, "likeness", "jaccard", "`HOW` alike is measured: jaccard, matching or cosine")
	return c
}

type compareOptions struct {
	filterFlags
	outputFlags
	by, likeness string
}

// alike compares all values of a dimension with each other.
func (o *compareOptions) alike(s *coding.Study, f coding.Filter) (*report.Grid, error) {
	d, err := dimension(o.by, s)
	if err != nil {
		return nil, err
	}
	x, err := matrix.Similar(s, f, d, matrix.Likeness(o.likeness))
	if err != nil {
		return nil, err
	}
	return analysis.Similarity(x), nil
}

func compareSides(s *coding.Study, f coding.Filter, args []string) (*report.Grid, error) {
	var sides [2]matrix.Side
	for i, arg := range args {
		var err error
		if sides[i], err = side(s, f, arg); err != nil {
			return nil, err
		}
	}
	c, err := matrix.Compare(s, sides[0], sides[1])
	if err != nil {
		return nil, err
	}
	return analysis.Comparison(c), nil
}

// side reads what one side is, within a filter that holds for both.
func side(s *coding.Study, f coding.Filter, text string) (matrix.Side, error) {
	x := matrix.Side{Name: text, Filter: f}
	if c, err := s.FindCase(text); err == nil {
		x.Name, x.Filter.Cases = c.Name, []corpus.CaseID{c.ID}
		return x, nil
	}
	if c, err := s.FindOrganisation(text); err == nil {
		x.Name, x.Filter.Organisations = c.Name, []corpus.OrganisationID{c.ID}
		return x, nil
	}
	if c, err := s.FindParticipant(text); err == nil {
		x.Name, x.Filter.Participants = c.Name, []corpus.ParticipantID{c.ID}
		return x, nil
	}
	if c, err := s.FindSource(text); err == nil {
		x.Name, x.Filter.Sources = c.Name, []corpus.SourceID{c.ID}
		return x, nil
	}
	if !strings.Contains(text, "=") {
		err := coding.Errorf(coding.ErrUnknown, "compare %q: no case study, organisation, participant or source of that name", text)
		if close := coding.Nearest(text, names(s)); len(close) > 0 {
			return x, coding.WithHint(err, "did you mean %s? Or write a filter, as role=chief", strings.Join(close, " or "))
		}
		return x, coding.WithHint(err, "crosscase case list and organisation list show them; or write a filter, as role=chief")
	}
	return sideOf(s, x, text)
}

// names lists what a side can be called.
func names(s *coding.Study) (all []string) {
	for _, x := range s.Cases {
		all = append(all, x.Name)
	}
	for _, x := range s.Organisations {
		all = append(all, x.Name)
	}
	for _, x := range s.Participants {
		all = append(all, x.Name)
	}
	for _, x := range s.Sources {
		all = append(all, x.Name)
	}
	return all
}

// sideOf reads a side that is written as filters.
func sideOf(s *coding.Study, x matrix.Side, text string) (matrix.Side, error) {
	var flags filterFlags
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		to := map[string]*[]string{"case": &flags.cases, "organisation": &flags.organisations, "organization": &flags.organisations, "type": &flags.types, "source": &flags.sources,
			"participant": &flags.participants, "role": &flags.roles, "question": &flags.questions, "coder": &flags.coders, "about": &flags.about}[name]
		attribute, isAttribute := corpus.CutPrefixFold(strings.TrimSpace(part), "attr:")
		switch {
		case ok && to != nil:
			*to = append(*to, value)
		case ok && isAttribute:
			flags.attributes = append(flags.attributes, attribute)
		case ok && name == "since":
			flags.since = value
		case ok && name == "until":
			flags.until = value
		default:
			return x, coding.WithHint(coding.Errorf(coding.ErrInvalid, "compare %q: %q is no filter", text, part),
				"filters are case, organisation, type, source, participant, role, question, coder, about, since, until and attr:NAME, each with = and a value")
		}
	}
	g, err := flags.filter(context.Background(), s, nil)
	if err != nil {
		return x, err
	}
	// What both sides are asked and what this one asks are joined by and.
	f := &x.Filter
	if fits := within(&f.Cases, g.Cases) && within(&f.Organisations, g.Organisations) && within(&f.Types, g.Types) && within(&f.Sources, g.Sources) &&
		within(&f.Participants, g.Participants) && within(&f.Roles, g.Roles) && within(&f.Questions, g.Questions) && within(&f.Coders, g.Coders) && within(&f.About, g.About); !fits {
		return x, coding.Errorf(coding.ErrInvalid, "compare %q: the other filters leave nothing of it", text)
	}
	f.AndAttributes = append(f.AndAttributes[:len(f.AndAttributes):len(f.AndAttributes)], g.Attributes...)
	if g.Since != "" {
		f.Since = max(f.Since, g.Since)
	}
	if g.Until != "" && (f.Until == "" || g.Until < f.Until) {
		f.Until = g.Until
	}
	return x, nil
}

// within leaves in a list what is in another one, too; an empty list is everything.
// It is false where nothing is left.
func within[T comparable](list *[]T, other []T) bool {
	if len(*list) == 0 {
		*list = other
		return true
	}
	if len(other) == 0 {
		return true
	}
	var both []T
	for _, x := range *list {
		for _, y := range other {
			if x == y {
				both = append(both, x)
			}
		}
	}
	*list = both
	return len(both) > 0
}
