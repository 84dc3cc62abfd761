package pseudonym

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestMask(t *testing.T) {
	mask := NewMask([]Pseudonym{{"Anna Roe", "Mary Lake", false}, {"Roe", "Lake", false}, {"Zoë", "Ida", false},
		{"O'Brien", "Murphy", false}, {"May", "June", true}, {"NHS", "Trust A", false}, {"James", "John", false}})
	tests := []struct{ text, want string }{
		{"Anna Roe and Roe, ROE's and Roe’s.", "Mary Lake and Lake, LAKE's and Lake’s."},
		{"Anna\nRoe; anna roe; ANNA ROE", "Mary Lake; mary lake; MARY LAKE"},
		{"Roetown, heroe and Roe-like", "Roetown, heroe and Lake-like"},
		{"the Roes, Annas", "the Lakes, Annas"},
		{"Zoë and Zoe\u0308, not Zoe", "Ida and Ida, not Zoe"},
		{"O'Brien, O’BRIEN and o`brien", "Murphy, MURPHY and murphy"},
		{"May said that we may, in MAY", "June said that we may, in MAY"},
		{"the NHS; nhs", "the Trust A; trust a"},
		{"James' and James's", "John' and John's"},
		{"(Roe)_Roe.Roe@x", "(Lake)_Lake.Lake@x"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := mask.Text(tt.text); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	s := NewSuggester(NewMask([]Pseudonym{{"Roe", "Lake", false}}))
	s.Add("a",
		corpus.Text{Body: "We met Carol Penn and Roe in Northmoor. Money was short, and money is. " +
			"On Monday Carol Penn left Northmoor. Money! Nobody knew, nobody asked. Nobody."})
	var got []string
	for _, x := range s.List() {
		got = append(got, x.Name)
	}
	if diff := cmp.Diff([]string{"Carol Penn", "Northmoor"}, got); diff != "" {
		t.Error(diff)
	}
}

// What stands for no name: words that begin sentences only, or that are written small
// elsewhere, days and months, abbreviations, and names that stand only once.
func TestNoSuggestion(t *testing.T) {
	for _, body := range []string{
		"Trust matters. Trust is all.",
		"We call it Trust, and trust it is. We call it Trust.",
		"In March and in March again.",
		"The NHS paid, and the NHS knew.",
		"We met Penn once.",
		"She said I, and I again.",
		"",
	} {
		s := NewSuggester(nil)
		s.Add("a", corpus.Text{Body: body})
		if got := s.List(); len(got) > 0 {
			t.Errorf("%q: %+v", body, got)
		}
	}
}

// Names are listed as texts have them, so that a mask finds them, most often first.
func TestSuggestionsInOrder(t *testing.T) {
	s := NewSuggester(nil)
	s.Add("int-1", corpus.Text{Body: "We asked Ludwig van Beethoven, then Smith-Jones. And so did Ludwig van Beethoven."})
	s.Add("int-2",
		corpus.Text{Body: "We know Zoe\u0308, we know Zoe\u0308, we know Zoe\u0308; then Smith-Jones. So did Northmoor. “Northmoor” did."})
	want := []Suggestion{
		{Name: "Zoe\u0308", Count: 3, Sources: []string{"int-2"}, Context: "We know Zoe\u0308, we know Zoe\u0308, we know Zoe\u0308;"},
		{Name: "Ludwig van Beethoven", Count: 2, Sources: []string{"int-1"}},
		{Name: "Northmoor", Count: 2, Sources: []string{"int-2"}},
		{Name: "Smith-Jones", Count: 2, Sources: []string{"int-1", "int-2"}},
	}
	got := s.List()
	for i := range got {
		if i > 0 {
			got[i].Context = ""
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, x := range got {
		if !NewMask([]Pseudonym{{x.Name, "Somebody", false}}).Covers("Ludwig van Beethoven, Smith-Jones, Zoe\u0308, Northmoor") {
			t.Errorf("a mask does not find %q", x.Name)
		}
	}
}

// What a text's transcript says of it moves along: turns, pages, questions, words.
func TestTranscriptMovesAlong(t *testing.T) {
	mask := NewMask([]Pseudonym{{"Roe", "Somebody", false}})
	text := corpus.Text{ID: "t", Body: "Roe: I am Roe.\n\nPenn: And Roe?",
		LeftOut: []corpus.LeftOut{{Why: corpus.RunningHead, Where: "p. 1", Text: "Talk with Roe"}},
		Choices: []corpus.Choice{{What: "speaker", Value: "R=Roe"}}}
	tr := corpus.Transcript{Speakers: []corpus.Speaker{{Label: "Roe"}, {Label: "Penn"}}, Questions: []string{"Who is Roe?"},
		Pages: []int32{0, 16},
		Turns: []corpus.Turn{{Start: 0, Body: 5, End: 14, Speaker: 0}, {Start: 16, Body: 22, End: 30, Speaker: 1, Question: 1}}}
	out, now, move := mask.Transcript(text, tr)
	if out.Body != "Somebody: I am Somebody.\n\nPenn: And Somebody?" || out.ID != "t" {
		t.Errorf("text %q of %q", out.Body, out.ID)
	}
	leftOut := []corpus.LeftOut{{Why: corpus.RunningHead, Where: "p. 1", Text: "Talk with Somebody"}}
	if diff := cmp.Diff([]corpus.Choice{{What: "speaker", Value: "R=Somebody"}}, out.Choices); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(leftOut, out.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	want := corpus.Transcript{Speakers: []corpus.Speaker{{Label: "Somebody"}, {Label: "Penn"}}, Questions: []string{"Who is Somebody?"},
		Pages: []int32{0, 26},
		Turns: []corpus.Turn{{Start: 0, Body: 10, End: 24, Speaker: 0},
			{Start: 26, Body: 32, End: 45, Speaker: 1, Question: 1}}, Words: corpus.WordStarts(out.Body)}
	if diff := cmp.Diff(want, now); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
	if tr.Turns[0].End != 14 || tr.Speakers[0].Label != "Roe" || tr.Questions[0] != "Who is Roe?" || tr.Pages[1] != 16 {
		t.Errorf("the transcript that was given is changed: %+v", tr)
	}
	if got, err := out.Quote(move(corpus.Span{Start: 11, End: 12})); err != nil || got != "Somebody" {
		t.Errorf("a part of a name is on %q, %v", got, err)
	}
}

func TestCovers(t *testing.T) {
	mask := NewMask([]Pseudonym{{"Roe", "Lake", false}})
	for name, want := range map[string]bool{"Roe": true, "Anna Roe": true, "roes": true, "Roebuck": false, "": false} {
		if got := mask.Covers(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
