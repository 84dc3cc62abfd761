package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// alike has names that mean two things, or that a query cannot hold.
func alike() *coding.Study {
	return coding.NewStudy(coding.Study{
		Cases:         []*corpus.CaseStudy{{ID: "c1", Name: "One"}, {ID: "c2", Name: "One"}},
		Organisations: []*corpus.Organisation{{ID: "o1", Name: `"N" Police`}, {ID: "o2", Name: `all “of” «them» "x"`}},
		Participants: []*corpus.Participant{{ID: "p1", Name: "Roe", Role: "chief", Attributes: map[string]string{"age": "31"}},
			{ID: "p2", Name: "Penn", Aliases: []string{"Roe"}}},
		Sources: []*corpus.Source{{ID: "s1", Name: "int", Text: "t", Date: "2019-03-14", Type: corpus.TypeInterview}},
		Coders:  []*coding.Coder{{ID: "k", Name: "AK"}},
		Themes: []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "x > y", Parent: "a"}, {ID: "c", Name: `"q" “q” «q»`},
			{ID: "d", Name: "(none)"}},
	})
}

func TestWriter(t *testing.T) {
	tests := []struct {
		name   string
		filter coding.Filter
		want   query.Names
		ok     bool
	}{
		{"nothing", coding.Filter{Straddle: coding.StraddleEach}, query.Names{}, true},
		{"a path", coding.Filter{Themes: []coding.ThemeID{"b"}, Exact: true}, query.Names{"theme": {`A > x \> y`}, "exact": {"true"}}, true},
		{"none", coding.Filter{Cases: []corpus.CaseID{""}, About: []corpus.OrganisationID{"o1", ""}},
			query.Names{"case": {"(none)"}, "about": {`"N" Police`, "(none)"}}, true},
		{"the first of one name", coding.Filter{Cases: []corpus.CaseID{"c1"}}, query.Names{"case": {"One"}}, true},
		{"the second of one name", coding.Filter{Cases: []corpus.CaseID{"c2"}}, nil, false},
		{"a name and an alias", coding.Filter{Participants: []corpus.ParticipantID{"p1", "p2"}}, query.Names{"participant": {"Roe", "Penn"}},
			true},
		{"a theme that is there no more", coding.Filter{Themes: []coding.ThemeID{"gone"}}, nil, false},
		{"a month", coding.Filter{Facts: month("2019-03"), Since: "2019"}, query.Names{"since": {"2019-03"}, "until": {"2019-03"}}, true},
		{"a month and a day of it", coding.Filter{Facts: month("2019-03"), Since: "2019-03-10", Until: "2019-03-20"},
			query.Names{"since": {"2019-03-10"}, "until": {"2019-03-20"}}, true},
		{"a month of a year", coding.Filter{Facts: month("2019-03"), Until: "2019"}, query.Names{"since": {"2019-03"}, "until": {"2019-03"}},
			true},
		{"a month after all", coding.Filter{Facts: month("2019-03"), Until: "2018"}, query.Names{"since": {"2019-03"}, "until": {"2018"}}, true},
		{"no month", coding.Filter{Facts: month("")}, nil, false},
		{"a type", coding.Filter{Facts: []coding.FactValue{{Name: "type", Values: []string{"interview"}}}},
			query.Names{"type": {"interview"}}, true},
		{"an attribute", coding.Filter{Attributes: []coding.AttributeValue{{Name: "age", Value: "20..40"}}},
			query.Names{"attr": {"age=20..40"}}, true},
		{"an attribute within it", coding.Filter{Attributes: []coding.AttributeValue{{Name: "age", Value: "20..40"},
			{Name: "age", Value: "50..60"}},
			AndAttributes: []coding.AttributeValue{{Name: "age", Value: "30..55"}}}, query.Names{"attr": {"age=30..40", "age=50..55"}}, true},
		{"an attribute beside it", coding.Filter{Attributes: []coding.AttributeValue{{Name: "age", Value: "20..30"}},
			AndAttributes: []coding.AttributeValue{{Name: "age", Value: "31"}}}, nil, false},
		{"words that are detached", coding.Filter{Detached: true}, nil, false},
		{"who straddles", coding.Filter{Straddle: coding.StraddleMajority}, query.Names{"straddle": {"majority"}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := query.NewWriter(alike()).Names(tt.filter)
			if diff := cmp.Diff(tt.want, got); diff != "" || ok != tt.ok {
				t.Errorf("%v (-want +got):\n%s", ok, diff)
			}
		})
	}
}

// month asks for the sources of a month.
func month(values ...string) []coding.FactValue {
	return []coding.FactValue{{Name: "month", Values: values}}
}

func TestWriterConditions(t *testing.T) {
	tests := []struct {
		name   string
		theme  coding.ThemeID
		filter coding.Filter
		want   string
		ok     bool
	}{
		{"a theme alone", "a", coding.Filter{}, `"A"`, true},
		{"a theme below", "b", coding.Filter{Themes: []coding.ThemeID{"a"}}, `"A > x \> y"`, true},
		{"what is asked of sources", "a", coding.Filter{Sources: []corpus.SourceID{"s1"}, Since: "2019"}, `"A"`, true},
		{"tags", "a", coding.Filter{Coders: []coding.CoderID{"k"}, About: []corpus.OrganisationID{"o1", ""}},
			`("A" AND (coder:"AK") AND (about:“"N" Police” OR about:"(none)"))`, true},
		{"one thing of who speaks", "a", coding.Filter{Roles: []string{"chief", ""}}, `("A" AND (role:"chief" OR role:"(none)"))`, true},
		{"two things", "a", coding.Filter{Roles: []string{"chief"}, Organisations: []corpus.OrganisationID{"o1"}}, "", false},
		{"an attribute", "a", coding.Filter{Attributes: []coding.AttributeValue{{Name: "age", Value: "31"}}}, "", false},
		{"a name with all quotation marks", "a", coding.Filter{About: []corpus.OrganisationID{"o2"}}, "", false},
		{"a theme with all of them", "c", coding.Filter{}, "", false},
		{"no coder", "a", coding.Filter{Coders: []coding.CoderID{""}}, "", false},
		{"themes alone", "a", coding.Filter{Exact: true}, "", false},
		{"a majority", "a", coding.Filter{Straddle: coding.StraddleMajority}, "", false},
		{"words that are detached", "a", coding.Filter{Detached: true}, "", false},
		{"a query", "a", coding.Filter{Where: coding.NewWhere("A", nil, nil)}, "", false},
		{"a name twice", "a", coding.Filter{Cases: []corpus.CaseID{"c2"}}, "", false},
		{"no theme", "x", coding.Filter{}, "", false},
		{"a theme that is called none", "d", coding.Filter{}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := query.NewWriter(alike())
			conditions, ok := w.Conditions(tt.filter)
			got := ""
			if ok {
				got, ok = w.Theme(tt.theme, conditions)
			}
			if ok != tt.ok || ok && got != tt.want {
				t.Errorf("%s, %v; want %s, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}
