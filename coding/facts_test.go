package coding

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// sourcesOf is a study of sources that are as they are given, in turn.
func sourcesOf(sources ...corpus.Source) *Study {
	var s Study
	for i := range sources {
		sources[i].ID = corpus.SourceID(rune('a' + i))
		sources[i].Text = corpus.TextID(sources[i].ID)
		s.Sources = append(s.Sources, &sources[i])
	}
	s.Transcripts = map[corpus.TextID]*corpus.Transcript{}
	for _, x := range s.Sources {
		s.Transcripts[x.Text] = &corpus.Transcript{}
	}
	return NewStudy(s)
}

func TestFacts(t *testing.T) {
	s := sourcesOf(
		corpus.Source{Type: corpus.TypeInterview, Language: "de", Date: "2019-03-14"},
		corpus.Source{Type: corpus.TypeSurvey, Language: "EN", Date: "2020-01"},
		corpus.Source{Type: corpus.TypeMeeting, Language: "en", Date: "2020"},
		corpus.Source{Type: corpus.TypeInterview},
	)
	tests := []struct {
		name  string
		facts []FactValue
		want  string // sources that are let through
	}{
		{"nothing asked", nil, "abcd"},
		{"no values are all", []FactValue{{"language", nil}}, "abcd"},
		{"one value, in any case", []FactValue{{"language", []string{"en"}}}, "bc"},
		{"any of several", []FactValue{{"language", []string{"de", "EN"}}}, "abc"},
		{"not known", []FactValue{{"language", []string{""}}}, "d"},
		{"months need a month", []FactValue{{"month", []string{"2020-01"}}}, "b"},
		{"years", []FactValue{{"year", []string{"2020"}}}, "bc"},
		{"several facts all hold", []FactValue{{"type", []string{"interview"}}, {"year", []string{"2019"}}}, "a"},
		{"a fact that there is not", []FactValue{{"size", []string{""}}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lets, got := s.Places(Filter{Facts: tt.facts}), ""
			for i, src := range s.Sources {
				if lets(i, Voice{Participant: NoIndex, Organisation: NoIndex, Case: NoIndex, Question: NoIndex}) {
					got += string(src.ID)
				}
			}
			if got != tt.want {
				t.Errorf("lets through %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFindFact(t *testing.T) {
	s := sourcesOf(
		corpus.Source{Type: corpus.TypeSurvey, Language: "en"},
		corpus.Source{Type: corpus.TypeInterview, Language: "de"},
		corpus.Source{Type: corpus.TypeSurvey, Language: "EN"},
	)
	tests := []struct {
		fact, typed, want string
		kind              error
	}{
		{"type", "Site visit", "site-visit", nil}, // whether or not a source is one
		{"type", "poem", "", ErrInvalid},
		{"language", " De ", "de", nil},
		{"language", "fr", "", ErrUnknown},
		{"year", "2019", "", ErrUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.fact+" "+tt.typed, func(t *testing.T) {
			got, err := s.FindFact(factNamed(t, tt.fact), tt.typed)
			if got != tt.want || !errors.Is(err, tt.kind) {
				t.Errorf("found %q, %v; want %q, %v", got, err, tt.want, tt.kind)
			}
		})
	}
	for name, want := range map[string][]string{"type": {"interview", "survey"}, "language": {"de", "en"}, "month": nil} {
		if diff := cmp.Diff(want, s.ValuesOf(factNamed(t, name))); diff != "" {
			t.Errorf("values of %s (-want +got):\n%s", name, diff)
		}
	}
}

func factNamed(t *testing.T, name string) SourceFact {
	for _, f := range SourceFacts {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no fact %q", name)
	return SourceFact{}
}

// What is asked of a fact through one filter leaves its copies alone.
func TestFactOfCopies(t *testing.T) {
	f := Filter{Facts: []FactValue{{"type", []string{"survey"}}}}
	g := f
	*g.Fact("type") = []string{"meeting"}
	*g.Fact("language") = []string{"en"}
	want := []FactValue{{"type", []string{"survey"}}}
	if diff := cmp.Diff(want, f.Facts); diff != "" {
		t.Errorf("the filter that was copied (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]FactValue{{"type", []string{"meeting"}}, {"language", []string{"en"}}}, g.Facts); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
}
