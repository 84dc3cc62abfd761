package dimension

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// all is the table of dimensions.
var all = slices.Concat([]*Dimension{
	{Name: "theme", About: Tags, Usage: "only this `THEME` and what is below it", Nests: true, AsListed: true,
		Tag:     func(s *coding.Study) func(int) int32 { return func(t int) int32 { return int32(s.TagTheme(t)) } },
		Things:  themes,
		Choices: themeChoices,
		Find:    finder((*coding.Study).FindTheme, func(t *coding.Theme) string { return string(t.ID) }),
		asked:   nested[coding.ThemeID]{func(f *coding.Filter) *[]coding.ThemeID { return &f.Themes }}},
	{Name: "case", Usage: "only this `CASE` study; (none) for none", None: true, Compares: true, Units: true, Summaries: true,
		Triangulates: true,
		Place:        voice(func(v coding.Voice) int32 { return v.Case }),
		Things:       things(func(s *coding.Study) []*corpus.CaseStudy { return s.Cases }, caseStudy),
		Find:         finder((*coding.Study).FindCase, func(c *corpus.CaseStudy) string { return string(c.ID) }),
		asked:        list[corpus.CaseID](func(f *coding.Filter) *[]corpus.CaseID { return &f.Cases })},
	{Name: "organisation", Synonyms: []string{"organization"}, Usage: "only this `ORGANISATION`; (none) for none", None: true,
		Compares: true, Units: true, Summaries: true, Triangulates: true,
		Place:  voice(func(v coding.Voice) int32 { return v.Organisation }),
		Things: things(organisations, organisation),
		Find:   finder((*coding.Study).FindOrganisation, organisationID),
		asked:  list[corpus.OrganisationID](func(f *coding.Filter) *[]corpus.OrganisationID { return &f.Organisations })},
}, facts(coding.SourceFacts), []*Dimension{
	{Name: "source", About: Sources, Usage: "only this `SOURCE`", AsListed: true, Units: true, Summaries: true, Joint: true,
		Place: func(*coding.Study) func(int, coding.Voice) int32 {
			return func(source int, _ coding.Voice) int32 { return int32(source) }
		},
		Things: things(func(s *coding.Study) []*corpus.Source { return s.Sources },
			func(x *corpus.Source) (string, string) { return string(x.ID), x.Name }),
		Find:  finder((*coding.Study).FindSource, func(x *corpus.Source) string { return string(x.ID) }),
		asked: list[corpus.SourceID](func(f *coding.Filter) *[]corpus.SourceID { return &f.Sources })},
	{Name: "participant", Synonyms: []string{"speaker"},
		Usage: "only where this `PERSON` speaks; (none) where nobody does", None: true, Compares: true, Units: true,
		Summaries: true, Joint: true,
		Place: voice(func(v coding.Voice) int32 { return v.Participant }),
		Things: things(func(s *coding.Study) []*corpus.Participant { return s.Participants },
			func(p *corpus.Participant) (string, string) { return string(p.ID), p.Name }),
		Choices: participantChoices,
		Find:    finder((*coding.Study).FindParticipant, func(p *corpus.Participant) string { return string(p.ID) }),
		asked:   list[corpus.ParticipantID](func(f *coding.Filter) *[]corpus.ParticipantID { return &f.Participants })},
	{Name: "role", Usage: "only where somebody of this `ROLE` speaks", None: true, Compares: true,
		Text: func(s *coding.Study, _ string) func(int, coding.Voice) string {
			return func(_ int, v coding.Voice) string { return s.Role(v) }
		},
		Choices: roleChoices,
		Find:    (*coding.Study).FindRole,
		asked:   list[string](func(f *coding.Filter) *[]string { return &f.Roles })},
	{Name: "question", Usage: "only answers to this `QUESTION`, by its words or number; (none) for none", None: true, AsListed: true,
		Place:   voice(func(v coding.Voice) int32 { return v.Question }),
		Things:  things((*coding.Study).Questions, func(q string) (string, string) { return q, q }),
		Choices: func(s *coding.Study) []Choice { return Labelled(s.Questions()) },
		Find:    (*coding.Study).FindQuestion,
		asked:   list[string](func(f *coding.Filter) *[]string { return &f.Questions })},
	{Name: "coder", About: Tags, Usage: "only tags by this `CODER`",
		Tag: func(s *coding.Study) func(int) int32 { return func(t int) int32 { return int32(s.TagCoder(t)) } },
		Things: things(func(s *coding.Study) []*coding.Coder { return s.Coders },
			func(c *coding.Coder) (string, string) { return string(c.ID), c.Name }),
		Find:  finder((*coding.Study).FindCoder, func(c *coding.Coder) string { return string(c.ID) }),
		asked: list[coding.CoderID](func(f *coding.Filter) *[]coding.CoderID { return &f.Coders })},
	{Name: "about", About: Tags, Usage: "only tags about this `ORGANISATION`; (none) for none", None: true,
		Tag:    func(s *coding.Study) func(int) int32 { return func(t int) int32 { return int32(s.TagAbout(t)) } },
		Things: things(organisations, organisation),
		Find:   finder((*coding.Study).FindOrganisation, organisationID),
		asked:  list[corpus.OrganisationID](func(f *coding.Filter) *[]corpus.OrganisationID { return &f.About })},
	{Name: "attr", Usage: "only where an attribute has this value, as `NAME=VALUE`", Parameters: (*coding.Study).AttributeNames,
		Text:    attributeValue,
		Choices: attributeChoices,
		Find:    findAttribute,
		asked:   attributes{}},
})

// facts are the dimensions that are facts of sources.
func facts(table []coding.SourceFact) (rows []*Dimension) {
	for _, fact := range table {
		rows = append(rows, &Dimension{Name: fact.Name, About: Sources, Usage: fact.Usage, None: !fact.Always, Order: fact.Values,
			Compares: fact.Values != nil,
			Text: func(s *coding.Study, _ string) func(int, coding.Voice) string {
				return func(source int, _ coding.Voice) string { return fact.Of(s.Sources[source]) }
			},
			Choices: func(s *coding.Study) []Choice { return Labelled(s.ValuesOf(fact)) },
			Find:    func(s *coding.Study, typed string) (string, error) { return s.FindFact(fact, typed) },
			asked:   list[string](func(f *coding.Filter) *[]string { return f.Fact(fact.Name) })})
	}
	return rows
}

func voice(of func(coding.Voice) int32) func(*coding.Study) func(int, coding.Voice) int32 {
	return func(*coding.Study) func(int, coding.Voice) int32 {
		return func(_ int, v coding.Voice) int32 { return of(v) }
	}
}

// things are values that have an identifier and a name.
func things[T any](of func(*coding.Study) []T, named func(T) (id, name string)) func(*coding.Study) Things {
	return func(s *coding.Study) Things {
		list := of(s)
		return Things{len(list), func(i int32) Value {
			id, name := named(list[i])
			return Value{ID: id, Label: name, Path: name}
		}}
	}
}

func themes(s *coding.Study) Things {
	return Things{len(s.Themes), func(i int32) Value {
		t := s.Themes[i]
		return Value{string(t.ID), t.Name, s.Path(t.ID), s.Level(t.ID), string(t.Parent)}
	}}
}

func finder[T any](find func(*coding.Study, string) (T, error), id func(T) string) func(*coding.Study, string) (string, error) {
	return func(s *coding.Study, typed string) (string, error) {
		x, err := find(s, typed)
		if err != nil {
			return "", err
		}
		return id(x), nil
	}
}

func organisations(s *coding.Study) []*corpus.Organisation { return s.Organisations }

func organisation(o *corpus.Organisation) (id, name string) { return string(o.ID), o.Name }

func organisationID(o *corpus.Organisation) string { return string(o.ID) }

func caseStudy(c *corpus.CaseStudy) (id, name string) { return string(c.ID), c.Name }

func attributeValue(s *coding.Study, parameter string) func(int, coding.Voice) string {
	name, bins := Attribute(parameter)
	return func(source int, v coding.Voice) string { return bins.of(s.Attribute(source, v, name)) }
}

func findAttribute(s *coding.Study, typed string) (string, error) {
	name, value, ok := strings.Cut(typed, "=")
	if !ok {
		return "", coding.Errorf(coding.ErrInvalid, "--attr %q: write it as NAME=VALUE", typed)
	}
	is, err := s.FindAttributeValue(name, value)
	if err != nil {
		return "", fmt.Errorf("--attr: %w", err)
	}
	return is.Name + "=" + is.Value, nil
}

// Labelled makes choices of values that are their own labels.
func Labelled(values []string) (choices []Choice) {
	for _, v := range values {
		choices = append(choices, Choice{Value: v, Label: v})
	}
	return choices
}

// Offered are what a page offers for the dimension's filter: what it declares, else
// the names of things, with (none) behind them where one can be missing.
func (d *Dimension) Offered(s *coding.Study) (choices []Choice) {
	if d.Choices != nil {
		return d.Choices(s)
	}
	things := d.Things(s)
	for i := range int32(things.Len) {
		choices = append(choices, Labelled([]string{things.At(i).Label})...)
	}
	if d.None && things.Len > 0 {
		choices = append(choices, Labelled([]string{coding.None})...)
	}
	return choices
}

func themeChoices(s *coding.Study) (choices []Choice) {
	for _, t := range s.Themes {
		choices = append(choices, Choice{Value: s.EscapedPath(t.ID), Label: t.Name, Level: s.Level(t.ID)})
	}
	return choices
}

func participantChoices(s *coding.Study) (choices []Choice) {
	for _, p := range s.Participants {
		choices = append(choices, Choice{Value: p.Name, Label: p.Name})
	}
	return choices
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
func attributeChoices(s *coding.Study) (choices []Choice) {
	const most = 50
	for _, n := range s.AttributeNames() {
		if values := s.AttributeValues(n); len(values) <= most {
			for _, v := range values {
				choices = append(choices, Choice{Value: n + "=" + v, Label: n + " = " + v})
			}
		}
	}
	return choices
}
