package query

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
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

func namesOf(which func(Filter) bool) (names []string) {
	for _, f := range filters {
		if which(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

// FilterNamed is a filter by its name; organization is organisation.
func FilterNamed(name string) (Filter, bool) {
	if name == "organization" {
		name = "organisation"
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

// filters is the table of filters.
var filters = []Filter{
	{Flag: Flag{Name: "theme", Usage: "only this `THEME` and what is below it", Kind: Many, Choices: themeChoices}, Tags: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Themes, v, r.study.FindTheme, func(t *coding.Theme) coding.ThemeID { return t.ID })
		}},
	{Flag: Flag{Name: "case", Usage: "only this `CASE` study; (none) for none", Kind: Many, Choices: orNoneOf(func(s *coding.Study) []string {
		return names(s.Cases, func(c *corpus.CaseStudy) string { return c.Name })
	})}, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Cases, v, r.study.FindCase, func(c *corpus.CaseStudy) corpus.CaseID { return c.ID })
		}},
	{Flag: Flag{Name: "organisation", Usage: "only this `ORGANISATION`; (none) for none", Kind: Many, Choices: orNoneOf(organisations)}, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Organisations, v, r.study.FindOrganisation, organisationID)
		}},
	{Flag: Flag{Name: "type", Usage: "only this `TYPE` of source", Kind: Many, Choices: typeChoices}, InText: true, add: addTypes},
	{Flag: Flag{Name: "source", Usage: "only this `SOURCE`", Kind: Many, Choices: func(s *coding.Study) []Choice {
		return Labelled(names(s.Sources, func(x *corpus.Source) string { return x.Name }))
	}}, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Sources, v, r.study.FindSource, func(x *corpus.Source) corpus.SourceID { return x.ID })
		}},
	{Flag: Flag{Name: "participant", Usage: "only where this `PERSON` speaks; (none) where nobody does", Kind: Many, Choices: func(s *coding.Study) []Choice {
		return Labelled(names(s.Participants, func(x *corpus.Participant) string { return x.Name }))
	}}, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Participants, v, r.study.FindParticipant, func(p *corpus.Participant) corpus.ParticipantID { return p.ID })
		}},
	{Flag: Flag{Name: "role", Usage: "only where somebody of this `ROLE` speaks", Kind: Many, Choices: roleChoices}, InText: true,
		add: func(r request, v []string) error { return lookUp(&r.to.Roles, v, r.study.FindRole, itself) }},
	{Flag: Flag{Name: "question", Usage: "only answers to this `QUESTION`, by its words or number; (none) for none", Kind: Many,
		Choices: func(s *coding.Study) []Choice { return Labelled(s.Questions()) }}, InText: true,
		add: func(r request, v []string) error { return lookUp(&r.to.Questions, v, r.study.FindQuestion, itself) }},
	{Flag: Flag{Name: "coder", Usage: "only tags by this `CODER`", Kind: Many, Choices: func(s *coding.Study) []Choice {
		return Labelled(names(s.Coders, func(c *coding.Coder) string { return c.Name }))
	}}, Tags: true, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.Coders, v, r.study.FindCoder, func(c *coding.Coder) coding.CoderID { return c.ID })
		}},
	{Flag: Flag{Name: "about", Usage: "only tags about this `ORGANISATION`; (none) for none", Kind: Many, Choices: orNoneOf(organisations)}, Tags: true, InText: true,
		add: func(r request, v []string) error {
			return lookUp(&r.to.About, v, r.study.FindOrganisation, organisationID)
		}},
	{Flag: Flag{Name: "attr", Usage: "only where an attribute has this value, as `NAME=VALUE`", Kind: Many, Choices: attributeChoices}, add: addAttributes},
	{Flag: Flag{Name: "since", Usage: "only sources of this `DATE` or later", Kind: Date, Help: "2019-03"}, InText: true,
		add: func(r request, v []string) (err error) { r.to.Since, err = date(v); return err }},
	{Flag: Flag{Name: "until", Usage: "only sources of this `DATE` or earlier", Kind: Date, Help: "2019-03"}, InText: true,
		add: func(r request, v []string) (err error) { r.to.Until, err = date(v); return err }},
	{Flag: Flag{Name: "where", Usage: "only what this `QUERY` means, as 'Trust AND Cost' (see crosscase help queries)", Kind: Text,
		Help: "as Trust AND Cost, or @name of a saved query"}, Tags: true, add: addWhere},
	{Flag: Flag{Name: "straddle", Usage: "passages over several organisations: `HOW`, one of each, majority, exclude", Kind: Choose, Default: "each",
		Choices: Choices("each", "majority", "exclude")}, Tags: true, add: addStraddle},
	{Flag: Flag{Name: "exact", Usage: "themes without what is below them", Kind: Check}, Tags: true,
		add: func(r request, v []string) error { r.to.Exact = v[len(v)-1] == "true"; return nil }},
}

// lookUp finds each name; (none) is the empty identifier.
func lookUp[T any, K ~string](to *[]K, typed []string, find func(string) (T, error), id func(T) K) error {
	for _, n := range typed {
		if strings.EqualFold(strings.TrimSpace(n), coding.None) {
			*to = append(*to, "")
			continue
		}
		x, err := find(n)
		if err != nil {
			return err
		}
		*to = append(*to, id(x))
	}
	return nil
}

func itself(s string) string { return s }

func organisationID(o *corpus.Organisation) corpus.OrganisationID { return o.ID }

func names[T any](all []T, name func(T) string) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = name(x)
	}
	return out
}

func organisations(s *coding.Study) []string {
	return names(s.Organisations, func(o *corpus.Organisation) string { return o.Name })
}

// orNoneOf are names to choose, with (none) behind them if there are any.
func orNoneOf(names func(*coding.Study) []string) func(*coding.Study) []Choice {
	return func(s *coding.Study) []Choice {
		all := Labelled(names(s))
		if len(all) > 0 {
			all = append(all, Labelled([]string{coding.None})...)
		}
		return all
	}
}

func themeChoices(s *coding.Study) (all []Choice) {
	for _, t := range s.Themes {
		all = append(all, Choice{Value: s.EscapedPath(t.ID), Label: t.Name, Level: s.Level(t.ID)})
	}
	return all
}

func typeChoices(s *coding.Study) (all []Choice) {
	for _, t := range corpus.SourceTypes {
		if slices.ContainsFunc(s.Sources, func(x *corpus.Source) bool { return x.Type == t }) {
			all = append(all, Choice{Value: string(t), Label: string(t)})
		}
	}
	return all
}

func roleChoices(s *coding.Study) []Choice {
	var roles []string
	for _, x := range s.Participants {
		if x.Role != "" && x.Role != corpus.Researcher && !slices.Contains(roles, x.Role) {
			roles = append(roles, x.Role)
		}
	}
	slices.Sort(roles)
	return Labelled(roles)
}

// attributeChoices are attributes with their values, but for those with more values than
// anybody chooses from.
func attributeChoices(s *coding.Study) (all []Choice) {
	const most = 50
	for _, n := range s.AttributeNames() {
		if values := s.AttributeValues(n); len(values) <= most {
			for _, v := range values {
				all = append(all, Choice{Value: n + "=" + v, Label: n + " = " + v})
			}
		}
	}
	return all
}

func addTypes(r request, typed []string) error {
	for _, t := range typed {
		typ, err := corpus.ParseSourceType(t)
		if err != nil {
			return coding.Errorf(coding.ErrInvalid, "%w", err)
		}
		r.to.Types = append(r.to.Types, typ)
	}
	return nil
}

func addAttributes(r request, typed []string) error {
	for _, a := range typed {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return coding.Errorf(coding.ErrInvalid, "--attr %q: write it as NAME=VALUE", a)
		}
		is, err := r.study.FindAttributeValue(name, value)
		if err != nil {
			return fmt.Errorf("--attr: %w", err)
		}
		r.to.Attributes = append(r.to.Attributes, is)
	}
	return nil
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
