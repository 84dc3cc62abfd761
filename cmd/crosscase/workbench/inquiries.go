package workbench

import (
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// An inquiry is a page that shows what a command that only reads makes of a study: its
// controls are the command's flags.
type inquiry struct {
	name     string // of the page, and of the command
	title    string
	help     string // what it tells, in a sentence
	filters  []string
	controls func(s *coding.Study) []control
	// arguments are what the command takes besides flags; needs says what is missing,
	// "" where nothing is.
	arguments func(q url.Values) []string
	needs     func(s *coding.Study, q url.Values) string
	picture   string // what is drawn: "" for nothing
}

// inquiries are all of them, in the order in which pages show them.
func inquiries() []inquiry {
	fixed := func(controls ...control) func(*coding.Study) []control {
		return func(*coding.Study) []control { return controls }
	}
	return []inquiry{
		{name: "matrix", title: "Matrix", help: "Themes across cases: how much each theme is with whom.", filters: filterNames, picture: "heat map",
			controls: matrixControls},
		{name: "compare", title: "Comparison", help: "Two sides, theme by theme: where they differ, and how clearly.", filters: filterNames, picture: "bars",
			controls: comparisonControls,
			needs: func(s *coding.Study, q url.Values) string {
				if len(s.Cases) < 2 && (q.Get("a") == "" || q.Get("b") == "") {
					return "Choose two case studies or organisations to compare."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("a"), q.Get("b")} }},
		{name: "alike", title: "Likeness", help: "Which cases, organisations, people or sources are alike in their themes, and in which groups they fall.", filters: filterNames, picture: "dendrogram",
			controls: func(s *coding.Study) []control {
				return []control{
					{Name: "by", Label: "compare", Kind: "select", Options: choices("case", "organisation", "participant", "source", "role", "type"), Default: "organisation"},
					{Name: "likeness", Label: "likeness", Kind: "select", Options: choices("jaccard", "matching", "cosine"), Default: "jaccard"},
				}
			}},
		{name: "cooccur", title: "Co-occurrence", help: "Which themes come together.", filters: filterNames, picture: "network",
			controls: fixed(
				control{Name: "by", Label: "together means", Kind: "select", Options: choices("overlap", "passage", "turn", "near", "followed", "source"), Default: "overlap"},
				control{Name: "turns", Label: "turns apart", Kind: "number", Default: "0", For: "by=near,followed"},
				control{Name: "cell", Label: "cells", Kind: "select", Options: choices("count", "coefficient"), Default: "count"},
				control{Name: "pairs", Label: "as a list of pairs", Kind: "check"},
				depthControl())},
		{name: "triangulate", title: "Triangulation", help: "In how many types of sources a theme is, and what may rest on less than it seems.", filters: filterNames,
			controls: fixed(control{Name: "by", Label: "for each", Kind: "select", Options: choices("organisation", "case"), Default: "organisation"})},
		{name: "saturation", title: "Saturation", help: "What each further source brings that is new.", filters: filterNames, picture: "curve",
			controls: fixed(
				control{Name: "order", Label: "sources in the order of", Kind: "select", Options: choices("date", "import"), Default: "date"},
				control{Name: "base", Label: "sources in the base", Kind: "number", Default: "4"},
				control{Name: "run", Label: "sources in a run", Kind: "number", Default: "2"},
				control{Name: "threshold", Label: "threshold in %", Kind: "number", Default: "5"},
				control{Name: "frequencies", Label: "in how many sources each theme is", Kind: "check"})},
		{name: "timeline", title: "Timeline", help: "Themes by month or year.", filters: filterNames, picture: "dots",
			controls: fixed(
				control{Name: "by", Label: "step", Kind: "select", Options: choices("month", "year"), Default: "month"},
				control{Name: "cell", Label: "cells", Kind: "select", Options: choices("passages", "tags", "sources", "participants", "words", "coverage", "rate", "presence", "weight"), Default: "passages"},
				depthControl())},
		{name: "codeline", title: "Codeline", help: "Where the themes are in one source, from its first word to its last.", filters: []string{"theme", "coder"}, picture: "lanes",
			controls: codelineControls,
			needs: func(s *coding.Study, _ url.Values) string {
				if len(s.Sources) == 0 {
					return "There are no sources yet."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("of")} }},
		{name: "agree", title: "Agreement", help: "How far coders agree, for each theme and over all.", filters: append([]string{"theme", "coder"}, placeNames...),
			controls: fixed(
				control{Name: "unit", Label: "compared on each", Kind: "select", Options: choices("character", "word", "sentence", "turn", "passage", "source"), Default: "turn"},
				control{Name: "all-sources", Label: "sources, too, that not all have begun", Kind: "check"},
				control{Name: "units", Label: "list the units instead", Kind: "check"})},
		{name: "joint", title: "Joint display", help: "Themes beside a number that is known of people or sources.", filters: filterNames,
			controls: jointControls,
			needs: func(s *coding.Study, _ url.Values) string {
				if len(numericAttributes(s)) == 0 {
					return "No participant or source has an attribute that is a number yet. Further columns of the tables of participants and sources become attributes."
				}
				return ""
			},
			arguments: func(q url.Values) []string { return []string{q.Get("attribute")} }},
		{name: "truth", title: "Truth table", help: "Which conditions go together with an outcome (QCA, crisp sets).", filters: filterNames,
			controls: truthControls,
			needs: func(_ *coding.Study, q url.Values) string {
				if q.Get("outcome") == "" || len(q["condition"]) == 0 {
					return "Choose an outcome and one or more conditions."
				}
				return ""
			}},
		{name: "words", title: "Words", help: "Which words are said how often, and which are said by some more than by others.", filters: placeNames,
			controls: func(s *coding.Study) []control {
				return []control{
					{Name: "by", Label: "for each", Kind: "select", Options: append([]option{{}}, choices("organisation", "case", "type", "participant", "role")...)},
					{Name: "phrase", Label: "words side by side", Kind: "number", Default: "1"},
					{Name: "near", Label: "near the word", Kind: "text"},
					{Name: "stems", Label: "forms of a word together", Kind: "check"},
					{Name: "limit", Label: "lines", Kind: "number", Default: "50"},
				}
			}},
	}
}

// depthControl says how deep themes are shown.
func depthControl() control {
	return control{Name: "depth", Label: "levels of themes", Kind: "select", Options: append([]option{{Value: "0", Label: "all"}}, choices("1", "2", "3")...), Default: "0"}
}

// matrixControls are what one asks of a matrix.
func matrixControls(s *coding.Study) []control {
	return []control{
		{Name: "rows", Label: "rows", Kind: "select", Options: dimensions(s, false), Default: "theme"},
		{Name: "rows-within", Label: "and within", Kind: "select", Options: dimensions(s, true), Default: "none"},
		{Name: "cols", Label: "columns", Kind: "select", Options: dimensions(s, false), Default: "case"},
		{Name: "cols-within", Label: "and within", Kind: "select", Options: dimensions(s, true), Default: "organisation"},
		{Name: "cell", Label: "cells", Kind: "select", Options: choices("passages", "tags", "sources", "participants", "words", "coverage", "rate", "presence", "weight", "quotes", "summary"), Default: "passages"},
		{Name: "percent", Label: "in % of", Kind: "select", Options: append([]option{{}}, choices("row", "column", "total")...)},
		depthControl(),
		{Name: "sort", Label: "sorted by", Kind: "select", Options: append([]option{{Label: "codebook"}}, choices("name", "total")...)},
		{Name: "per-cell", Label: "quotes in a cell", Kind: "number", Default: "3", For: "cell=quotes"},
		{Name: "empty", Label: "empty lines, too", Kind: "check"},
		{Name: "test", Label: "test of independence", Kind: "check"},
	}
}

// comparisonControls are what one asks of a comparison.
func comparisonControls(s *coding.Study) []control {
	sides := choices(names(s.Cases, func(c *corpus.CaseStudy) string { return c.Name })...)
	sides = append(sides, choices(names(s.Organisations, func(o *corpus.Organisation) string { return o.Name })...)...)
	a, b := "", ""
	if len(s.Cases) > 1 {
		a, b = s.Cases[0].Name, s.Cases[1].Name
	}
	return []control{
		{Name: "a", Label: "first side", Kind: "select", Options: sides, Default: a},
		{Name: "b", Label: "second side", Kind: "select", Options: sides, Default: b},
	}
}

// codelineControls are what one asks of a codeline.
func codelineControls(s *coding.Study) []control {
	d := ""
	if len(s.Sources) > 0 {
		d = s.Sources[0].Name
	}
	return []control{{Name: "of", Label: "source", Kind: "select", Options: choices(names(s.Sources, func(x *corpus.Source) string { return x.Name })...), Default: d},
		{Name: "portrait", Label: "as a portrait", Kind: "check"}}
}

// jointControls are what one asks of a joint display.
func jointControls(s *coding.Study) []control {
	numbers, d := numericAttributes(s), ""
	if len(numbers) > 0 {
		d = numbers[0]
	}
	return []control{{Name: "attribute", Label: "attribute", Kind: "select", Options: choices(numbers...), Default: d},
		{Name: "by", Label: "whose", Kind: "select", Options: choices("participant", "source"), Default: "participant"}}
}

// truthControls are what one asks of a truth table.
func truthControls(s *coding.Study) []control {
	themes := filter(s, "theme").Options
	return []control{
		{Name: "outcome", Label: "outcome", Kind: "select", Options: append([]option{{}}, themes...)},
		{Name: "condition", Label: "conditions", Kind: "many", Options: themes},
		{Name: "by", Label: "a case is", Kind: "select", Options: choices("organisation", "case", "participant", "source"), Default: "organisation"},
		{Name: "cases", Label: "list the cases instead", Kind: "check"},
	}
}

func inquiryNamed(name string) (inquiry, error) {
	for _, q := range inquiries() {
		if q.name == name {
			return q, nil
		}
	}
	return inquiry{}, coding.Errorf(coding.ErrUnknown, "there is no such page")
}

// asked are the command that an address asks for, and the controls that say so.
func (q inquiry) asked(s *coding.Study, given url.Values) (args []string, controls, filters []control) {
	command := q.name
	if command == "alike" {
		command = "compare"
	}
	args = []string{command}
	all := q.controls(s)
	filled := url.Values{}
	for k, v := range given {
		filled[k] = v
	}
	for _, c := range all {
		if !filled.Has(c.Name) && c.Default != "" {
			filled.Set(c.Name, c.Default)
		}
		c := c.with(given)
		controls = append(controls, c)
		switch {
		case slices.Contains([]string{"rows", "rows-within", "cols", "cols-within", "a", "b", "of", "attribute"}, c.Name): // put together below
		case q.name == "alike" && c.Name == "by": // without it two sides are compared
			args = append(args, "--by="+c.Value)
		case c.For != "" && !applies(c.For, filled):
		default:
			args = append(args, c.arguments(given)...)
		}
	}
	if q.name == "matrix" {
		for _, side := range []string{"rows", "cols"} {
			dims := filled.Get(side)
			if within := filled.Get(side + "-within"); within != "none" && !strings.Contains(dims, ",") {
				dims += "," + within
			}
			if dims != map[string]string{"rows": "theme", "cols": "case,organisation"}[side] {
				args = append(args, "--"+side+"="+dims)
			}
		}
	}
	args = append(args, filterArguments(given, q.filters)...)
	if q.arguments != nil {
		args = append(append(args, "--"), q.arguments(filled)...)
	}
	return args, controls, chosen(s, given, q.filters...)
}

// applies tells whether a control says anything, as "cell=quotes".
func applies(when string, given url.Values) bool {
	name, values, _ := strings.Cut(when, "=")
	return slices.Contains(strings.Split(values, ","), given.Get(name))
}

// numericAttributes are the names of attributes that have a number somewhere.
func numericAttributes(s *coding.Study) (names []string) {
	for _, n := range s.AttributeNames() {
		if s.HasNumbers(n) {
			names = append(names, n)
		}
	}
	return names
}
