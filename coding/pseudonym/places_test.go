package pseudonym

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/corpus"
)

// bodies are texts by their identifiers.
type bodies map[corpus.TextID]string

func (b bodies) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	body, ok := b[id]
	if !ok {
		return corpus.Text{}, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	return corpus.Text{ID: id, Body: body}, nil
}

var (
	twoSources = coding.NewStudy(coding.Study{
		Sources:      []*corpus.Source{{ID: "1", Name: "one", Text: "1"}, {ID: "2", Name: "two", Text: "2"}, {ID: "3", Name: "three", Text: "3"}},
		Participants: []*corpus.Participant{{ID: "a", Name: "Anna Roe"}, {ID: "b", Name: "Penn"}, {ID: "c", Name: "Interviewer"}, {ID: "d", Name: "Interviewee (one)"}, {ID: "e", Name: "P2"}},
	})
	twoTexts = bodies{"1": "we met Anna Roe, and Roe was late. ROE!", "2": "no names", "3": "then Penn came. so did Penn."}
)

func TestPlaces(t *testing.T) {
	mask := NewMask([]Pseudonym{{"Anna Roe", "Ida Moss", false}, {"Roe", "Moss", false}})
	var got []string
	for x, err := range mask.Places(t.Context(), twoSources, twoTexts) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(x.Source.Name, ": ", x.Text.Body[x.Span.Start:x.Span.End], " → ", x.With))
	}
	if diff := cmp.Diff([]string{"one: Anna Roe → Ida Moss", "one: Roe → Moss", "one: ROE → MOSS"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	n := 0
	for range mask.Places(t.Context(), twoSources, twoTexts) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("it went on after %d", n)
	}
	var failed error
	for _, err := range mask.Places(t.Context(), twoSources, bodies{"1": "no names"}) {
		failed = err
	}
	if !errors.Is(failed, coding.ErrUnknown) {
		t.Errorf("a text that cannot be read: %v", failed)
	}
}

func TestUncovered(t *testing.T) {
	for _, tt := range []struct {
		names []Pseudonym
		want  []string
	}{
		{nil, []string{"Anna Roe", "Penn"}},
		{[]Pseudonym{{"Anna Roe", "Ida Moss", false}}, []string{"Penn"}},
		{[]Pseudonym{{"Anna Roe", "Ida Moss", false}, {"Penn", "Orme", false}}, nil},
	} {
		if diff := cmp.Diff(tt.want, NewMask(tt.names).Uncovered(twoSources)); diff != "" {
			t.Errorf("%v: (-want +got)\n%s", tt.names, diff)
		}
	}
}

// Parts of names, and aliases of who gets a pseudonym, say who it is.
func TestIdentifying(t *testing.T) {
	study := &coding.Study{Participants: []*corpus.Participant{
		{ID: "a", Name: "Anna Roe", Aliases: []string{"AR", "A. Roe", "A", "Interviewer", "Jo Penn"}}, {ID: "o", Name: "Other", Aliases: []string{"OO"}}}}
	names := []Pseudonym{{"Anna Roe", "Anna Moss", false}, {"Jo Penn", "Ida Orme", false}, {"Ann von Hall", "B", false}}
	want := []string{"Roe", "Penn", "Ann", "Hall", "AR", "A. Roe"}
	if diff := cmp.Diff(want, NewMask(names).Identifying(study)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Names that recur in texts and are not covered are suggested.
func TestSuggested(t *testing.T) {
	names := []Pseudonym{{"Anna Roe", "Ida Moss", false}, {"Jo Penn", "Jo Orme", false}}
	list, err := NewMask(names).Suggest(t.Context(), twoSources, twoTexts)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		got = append(got, fmt.Sprint(x.Name, " ", x.Count))
	}
	if diff := cmp.Diff([]string{"Penn 2"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := NewMask(nil).Suggest(t.Context(), twoSources, bodies{}); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("a text that cannot be read: %v", err)
	}
}
