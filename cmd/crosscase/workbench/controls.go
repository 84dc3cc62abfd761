package workbench

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/query"
)

// A control is a part of a form that says what to ask for. Its name is the flag of the
// command, and what it holds the flag's value; so an address reads like a command.
type control struct {
	Name, Label string
	Kind        string // select, many, number, text, check or date
	Options     []option
	Value       string // that is chosen, or typed
	Default     string // means the same as nothing
	Help        string
	Chosen      int    // of many: how many
	For         string // only for these values of another control, as "cell=quotes"
}

type option struct {
	Value, Label string
	Level        int
	Chosen       bool
}

// with fills a control with what an address says.
func (c control) with(q url.Values) control {
	given := q[c.Name]
	c.Value = c.Default
	if len(given) > 0 && c.Kind != "many" {
		c.Value = given[0]
	}
	c.Options = slices.Clone(c.Options)
	known := c.Value == ""
	for i := range c.Options {
		o := &c.Options[i]
		if c.Kind == "many" {
			o.Chosen = slices.Contains(given, o.Value)
		} else {
			o.Chosen = o.Value == c.Value
		}
		known = known || o.Chosen
		if o.Chosen && c.Kind == "many" {
			c.Chosen++
		}
	}
	if c.Kind == "select" && !known { // what somebody typed into the address
		c.Options = append(c.Options, option{Value: c.Value, Label: c.Value, Chosen: true})
	}
	return c
}

// controlOf is the part of a form for a flag, for a study.
func controlOf(f query.Flag, s *coding.Study) control {
	c := control{Name: f.Name, Label: f.Label, Default: f.Default, Help: f.Help, For: f.For}
	if c.Label == "" {
		c.Label = f.Name
	}
	if f.Choices != nil {
		c.Options = optionsOf(f.Choices(s))
	}
	switch f.Kind {
	case query.Many:
		c.Kind = "many"
	case query.Check:
		c.Kind = "check"
	case query.Date:
		c.Kind = "date"
	case query.Whole, query.Decimal:
		c.Kind = "number"
	default:
		c.Kind = "text"
	}
	if f.Choices != nil && f.Kind != query.Many {
		c.Kind = "select"
	}
	return c
}

func optionsOf(choices []query.Choice) (options []option) {
	for _, x := range choices {
		options = append(options, option{Value: x.Value, Label: x.Label, Level: x.Level})
	}
	return options
}

// filter is the control of a filter of a study.
func filter(s *coding.Study, name string) control {
	f, _ := query.FilterNamed(name)
	return controlOf(f.Flag, s)
}

// chosen are filters with what an address says of them; those that there is nothing to
// choose from are left out.
func chosen(s *coding.Study, q url.Values, names ...string) (filters []control) {
	for _, n := range names {
		c := filter(s, n).with(q)
		if c.Kind == "many" && len(c.Options) == 0 {
			continue
		}
		filters = append(filters, c)
	}
	return filters
}

// typedFilters are the filters that an address says.
func typedFilters(q url.Values, names []string) query.Names {
	typed := query.Names{}
	for _, n := range names {
		f, _ := query.FilterNamed(n)
		if values := given(f.Flag, q); len(values) > 0 {
			typed[n] = values
		}
	}
	return typed
}

// filterArguments are the flags of filters that an address says.
func filterArguments(q url.Values, names []string) (args []string) {
	typed := typedFilters(q, names)
	for _, n := range names {
		for _, v := range typed[n] {
			args = append(args, "--"+n+"="+v)
		}
	}
	return args
}

// given are the values of a flag that an address says, but for those that mean the same
// as nothing.
func given(f query.Flag, q url.Values) (values []string) {
	for _, v := range q[f.Name] {
		switch v = strings.TrimSpace(v); {
		case v == "" || v == f.Default:
		case f.Kind == query.Check:
			return []string{"true"}
		default:
			values = append(values, v)
		}
		if f.Kind != query.Many {
			break
		}
	}
	return values
}

// commandText writes a command as one types it.
func commandText(args []string) string {
	out := "crosscase"
	for _, a := range args {
		if name, value, ok := strings.Cut(a, "="); ok && strings.HasPrefix(a, "--") {
			out += " " + name + " " + query.Quote(value)
		} else if a != "--" {
			out += " " + query.Quote(a)
		}
	}
	return out
}

// first is the first value that is not empty, or not 0.
func first[T comparable](values ...T) T { return cmp.Or(values...) }

// Pad indents an option by its level.
func (o option) Pad() string { return strings.Repeat("\u2003", o.Level) }

// filterView are the filters of a page, folded away unless one is set.
type filterView struct {
	Filters []control
	Active  int // that are set
	Open    bool
}

func viewFilters(filters []control) filterView {
	v := filterView{Filters: filters}
	for _, f := range filters {
		if f.Chosen > 0 || f.Kind != "many" && f.Value != f.Default {
			v.Active++
		}
	}
	v.Open = v.Active > 0
	return v
}

// FilterView is what the template of filters gets.
func (v searchView) FilterView() filterView   { return viewFilters(v.Filters) }
func (v passagesView) FilterView() filterView { return viewFilters(v.Filters) }
func (v analysisView) FilterView() filterView { return viewFilters(v.Filters) }
