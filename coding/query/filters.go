package query

import (
	"context"
	"slices"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/corpus"
)

// A Filter is one thing that passages can be chosen by, declared once: its flag, what a
// page offers, and how what was typed narrows a [coding.Filter].
type Filter struct {
	Flag
	// Tags says that it is about tags, not about where in the corpus something is.
	Tags bool
	// InText says that it can be written within a text, as role=chief.
	InText bool

	add func(r request, values []string) error
}

// A request is what a filter narrows, and what it looks names up in.
type request struct {
	ctx   context.Context
	study *coding.Study
	texts coding.Texts
	to    *coding.Filter
}

// Names are filters as they were typed: values by the names of filters.
type Names map[string][]string

// Filters lists all filters, in the order in which pages show them.
func Filters() []Filter { return filters }

// FilterNames are the names of all filters.
func FilterNames() []string { return namesOf(func(Filter) bool { return true }) }

// PlaceNames are the names of the filters that say where in the corpus something is.
func PlaceNames() []string { return namesOf(func(f Filter) bool { return !f.Tags }) }

// ComparedNames are the names of the dimensions by which pages compare who says a word.
func ComparedNames() []string {
	return dimension.Names(func(d *dimension.Dimension) bool { return d.Compares })
}

func namesOf(which func(Filter) bool) (names []string) {
	for _, f := range filters {
		if which(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

// FilterNamed is a filter by its name, or by a synonym of its dimension.
func FilterNamed(name string) (Filter, bool) {
	if d, _ := dimension.Named(name); d != nil {
		name = d.Name
	}
	i := slices.IndexFunc(filters, func(f Filter) bool { return f.Name == name })
	if i < 0 {
		return Filter{}, false
	}
	return filters[i], true
}

// Resolve looks up what was typed. Any of several values of one filter will do; several
// filters all hold. The error wraps [coding.ErrUnknown] for names of nothing and
// [coding.ErrInvalid] for what cannot be read.
func (n Names) Resolve(ctx context.Context, s *coding.Study, texts coding.Texts) (f coding.Filter, err error) {
	f.Straddle = coding.StraddleEach
	r := request{ctx, s, texts, &f}
	for _, x := range filters {
		if values := n[x.Name]; len(values) > 0 {
			if err := x.add(r, values); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// filters is the table of filters: those of the dimensions, then those that are about
// something else.
var filters = slices.Concat(ofDimensions(), []Filter{
	{Flag: Flag{Name: "since", Usage: "only sources of this `DATE` or later", Kind: Date, Help: "2019-03"}, InText: true,
		add: func(r request, v []string) (err error) { r.to.Since, err = date(v); return err }},
	{Flag: Flag{Name: "until", Usage: "only sources of this `DATE` or earlier", Kind: Date, Help: "2019-03"}, InText: true,
		add: func(r request, v []string) (err error) { r.to.Until, err = date(v); return err }},
	{Flag: Flag{Name: "where", Usage: "only what this `QUERY` means, as 'Trust AND Cost' (see crosscase help queries)", Kind: Text,
		Help: "as Trust AND Cost, or @name of a saved query"}, Tags: true, add: addWhere},
	{Flag: Flag{Name: "straddle", Usage: "passages over several organisations: `HOW`, one of each, majority, exclude", Kind: Choose,
		Default: "each",
		Choices: Choices("each", "majority", "exclude")}, Tags: true, add: addStraddle},
	{Flag: Flag{Name: "exact", Usage: "themes without what is below them", Kind: Check}, Tags: true,
		add: func(r request, v []string) error { r.to.Exact = v[len(v)-1] == "true"; return nil }},
})

// ofDimensions are the filters that dimensions declare.
func ofDimensions() (all []Filter) {
	for _, d := range dimension.All() {
		if d.Usage == "" {
			continue
		}
		all = append(all, Filter{
			Flag: Flag{Name: d.Name, Usage: d.Usage, Kind: Many, Choices: d.Offered},
			Tags: d.About == dimension.Tags, InText: !d.Nests && d.Parameters == nil,
			add: func(r request, typed []string) error {
				for _, v := range typed {
					if err := d.Add(r.study, r.to, v); err != nil {
						return err
					}
				}
				return nil
			}})
	}
	return all
}

func addWhere(r request, typed []string) error {
	text := typed[len(typed)-1]
	if text == "" {
		return nil
	}
	q, err := Parse(text)
	if err != nil {
		return err
	}
	r.to.Where, err = q.Resolve(r.ctx, r.study, r.texts)
	return err
}

func addStraddle(r request, typed []string) error {
	how := coding.Straddle(typed[len(typed)-1])
	switch how {
	case "":
		return nil
	case coding.StraddleEach, coding.StraddleMajority, coding.StraddleExclude:
		r.to.Straddle = how
		return nil
	}
	return coding.Errorf(coding.ErrInvalid, "--straddle %q: one of each, majority, exclude", how)
}

// date reads the last of what was typed.
func date(typed []string) (corpus.Date, error) {
	d, err := corpus.ParseDate(typed[len(typed)-1])
	if err != nil {
		return "", coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	return d, nil
}
