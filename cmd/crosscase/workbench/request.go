package workbench

import (
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
)

// A question is an analysis as an address asks for it, with the controls that say so.
type question struct {
	*analysis.Request
	controls, filters []control
}

// ask reads what an address asks of an analysis.
func ask(a *analysis.Analysis, s *coding.Study, q url.Values) question {
	x := question{Request: a.Ask(), filters: chosen(s, q, a.Filters...)}
	if saved := q.Get("saved"); saved != "" && a.Name == "matrix" {
		x.Arguments = []string{saved}
		return x
	}
	for _, arg := range a.Arguments {
		if arg.Label != "" {
			x.argument(arg, s, q)
		}
	}
	for _, o := range a.Options {
		if o.Label != "" {
			x.option(o, s, q)
		}
	}
	x.Filters = typedFilters(q, a.Filters)
	return x
}

// argument adds what an analysis is of.
func (x *question) argument(arg analysis.Argument, s *coding.Study, q url.Values) {
	f := query.Flag{Name: arg.Name, Label: arg.Label, Kind: query.Choose, Choices: arg.Choices}
	if arg.Default != nil {
		f.Default = arg.Default(s)
	}
	c := controlOf(f, s).with(q)
	x.controls = append(x.controls, c)
	x.Arguments = append(x.Arguments, c.Value)
}

// option adds an option. Of two dimensions, the second has a control of its own.
func (x *question) option(o query.Flag, s *coding.Study, q url.Values) {
	if o.Kind == query.Dimensions {
		x.dimensions(o, s, q)
		return
	}
	x.controls = append(x.controls, controlOf(o, s).with(q))
	if o.For != "" && !x.applies(o.For) {
		return
	}
	if values := given(o, q); len(values) > 0 {
		x.Options[o.Name] = values
	}
}

func (x *question) dimensions(o query.Flag, s *coding.Study, q url.Values) {
	outer, inner, nested := strings.Cut(o.Default, ",")
	if !nested {
		inner = "none"
	}
	first := o
	first.Default = outer
	second := query.Flag{Name: o.Name + "-within", Label: "and within", Kind: query.Choose, Default: inner,
		Choices: query.Or([]query.Choice{{Value: "none"}}, o.Choices)}
	a, b := controlOf(first, s).with(q), controlOf(second, s).with(q)
	x.controls = append(x.controls, a, b)
	dims := a.Value
	if b.Value != "none" && !strings.Contains(dims, ",") {
		dims += "," + b.Value
	}
	if dims != o.Default {
		x.Options[o.Name] = []string{dims}
	}
}

// applies tells whether an option says anything, as "cell=quotes".
func (x *question) applies(when string) bool {
	name, values, _ := strings.Cut(when, "=")
	return slices.Contains(strings.Split(values, ","), x.Text(name))
}
