package workbench

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/corpus"
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

// arguments are the flags that the control stands for.
func (c control) arguments(q url.Values) (args []string) {
	for _, v := range q[c.Name] {
		switch {
		case strings.TrimSpace(v) == "" || v == c.Default:
		case c.Kind == "check":
			args = append(args, "--"+c.Name)
		default:
			args = append(args, "--"+c.Name+"="+strings.TrimSpace(v))
		}
		if c.Kind != "many" {
			break
		}
	}
	return args
}

func choices(values ...string) (options []option) {
	for _, v := range values {
		options = append(options, option{Value: v, Label: v})
	}
	return options
}

// filterNames are the filters, in the order in which pages show them.
var filterNames = []string{"theme", "case", "organisation", "type", "source", "participant", "role", "question", "coder", "about", "attr", "since", "until", "where", "straddle", "exact"}

// placeNames are those that say where in the corpus, without tags.
var placeNames = []string{"case", "organisation", "type", "source", "participant", "role", "question", "attr", "since", "until"}

// filter is the control of a filter of a study.
func filter(s *coding.Study, name string) control {
	c := control{Name: name, Label: name, Kind: "many"}
	add := func(value, label string, level int) {
		c.Options = append(c.Options, option{Value: value, Label: label, Level: level})
	}
	none := func() {
		if len(c.Options) > 0 {
			add(coding.None, coding.None, 0)
		}
	}
	switch name {
	case "theme":
		for _, t := range s.Themes {
			add(s.EscapedPath(t.ID), t.Name, s.Level(t.ID))
		}
	case "case":
		for _, x := range s.Cases {
			add(x.Name, x.Name, 0)
		}
		none()
	case "organisation", "about":
		for _, x := range s.Organisations {
			add(x.Name, x.Name, 0)
		}
		none()
	case "type":
		used := map[corpus.SourceType]bool{}
		for _, x := range s.Sources {
			used[x.Type] = true
		}
		for _, t := range corpus.SourceTypes {
			if used[t] {
				add(string(t), string(t), 0)
			}
		}
	case "source":
		for _, x := range s.Sources {
			add(x.Name, x.Name, 0)
		}
	case "participant":
		for _, x := range s.Participants {
			add(x.Name, x.Name, 0)
		}
	case "role":
		var roles []string
		for _, x := range s.Participants {
			if x.Role != "" && x.Role != corpus.Researcher && !slices.Contains(roles, x.Role) {
				roles = append(roles, x.Role)
			}
		}
		slices.Sort(roles)
		c.Options = choices(roles...)
	case "question":
		c.Options = choices(s.Questions()...)
	case "coder":
		for _, x := range s.Coders {
			add(x.Name, x.Name, 0)
		}
	case "attr":
		for _, n := range s.AttributeNames() {
			if values := s.AttributeValues(n); len(values) <= 50 { // more are numbers or names, which nobody chooses from
				for _, v := range values {
					add(n+"="+v, n+" = "+v, 0)
				}
			}
		}
	case "since", "until":
		c.Kind, c.Help = "date", "2019-03"
	case "where":
		c.Kind, c.Help = "text", "as Trust AND Cost, or @name of a saved query"
	case "straddle":
		c.Kind, c.Options, c.Default = "select", choices("each", "majority", "exclude"), "each"
	case "exact":
		c.Kind = "check"
	}
	return c
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

// filterArguments are the flags of filters that an address says.
func filterArguments(q url.Values, names []string) (args []string) {
	for _, n := range names {
		c := control{Name: n, Kind: "many"}
		switch n {
		case "exact":
			c.Kind = "check"
		case "since", "until", "where", "straddle":
			c.Kind = "text"
		}
		if n == "straddle" {
			c.Default = "each"
		}
		args = append(args, c.arguments(q)...)
	}
	return args
}

// dimensions are what a matrix can be laid out by.
func dimensions(s *coding.Study, none bool) (options []option) {
	if none {
		options = append(options, option{Value: "none"})
	}
	for _, d := range matrix.Names {
		name := string(d)
		if strings.HasPrefix(name, "attr") {
			for _, n := range s.AttributeNames() {
				options = append(options, option{Value: "attr:" + n, Label: n})
			}
			continue
		}
		options = append(options, option{Value: name, Label: name})
	}
	return options
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
