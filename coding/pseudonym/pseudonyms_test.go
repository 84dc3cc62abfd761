package pseudonym

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestMask(t *testing.T) {
	mask := NewMask([]Pseudonym{{"Anna Roe", "Mary Lake", false}, {"Roe", "Lake", false}, {"Zoë", "Ida", false}, {"O'Brien", "Murphy", false}, {"May", "June", true}, {"NHS", "Trust A", false}, {"James", "John", false}})
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

// The law of pseudonyms: no name is left, turns stay lawful, and every passage
// stands on its own words, masked.
func TestMaskLaw(t *testing.T) {
	lexicon := strings.Fields("Anna Roe Roe's ROE roe Penn Penns Zoë Zoe\u0308 🙂 we trusted the board, Annabel 私達 (Roe) Anna\nRoe Müller MÜLLER’s")
	names := []Pseudonym{{"Anna Roe", "M", false}, {"Roe", "Somebody Else", false}, {"Penn", "", false}, {"Zoë", "Ida", false}, {"Müller", "Weiß", false}}
	names[2].Pseudonym = "P1"
	mask := NewMask(names)
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		var tr corpus.Transcript
		tr.Speakers = []corpus.Speaker{{Label: "Roe"}}
		for range 1 + r.IntN(6) {
			if b.Len() > 0 {
				b.WriteString("\n\n")
			}
			turn := corpus.Turn{Start: b.Len()}
			b.WriteString("Roe: ")
			turn.Body = b.Len()
			for range 1 + r.IntN(10) {
				b.WriteString(lexicon[r.IntN(len(lexicon))] + " ")
			}
			b.WriteString("end")
			turn.End = b.Len()
			tr.Turns = append(tr.Turns, turn)
		}
		text := corpus.Text{ID: "t", Body: b.String()}
		out, now, move := mask.Transcript(text, tr)
		if len(mask.Find(out.Body)) > 0 {
			t.Fatalf("seed %d: a name is left in %q", seed, out.Body)
		}
		if err := now.Check(out); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		all := mask.Find(text.Body)
		for range 20 {
			a, z := r.IntN(len(text.Body)), r.IntN(len(text.Body))
			span := corpus.Span{Start: min(a, z), End: max(a, z)}
			if text.Check(span) != nil {
				continue
			}
			// What the span stands on, with names that it cuts made whole.
			whole := span
			for _, x := range all {
				if x.Span.Overlaps(span) {
					whole = corpus.Span{Start: min(whole.Start, x.Span.Start), End: max(whole.End, x.Span.End)}
				}
			}
			var want strings.Builder
			at := whole.Start
			for _, x := range all {
				if whole.Contains(x.Span) {
					want.WriteString(text.Body[at:x.Span.Start] + x.With)
					at = x.Span.End
				}
			}
			want.WriteString(text.Body[at:whole.End])
			got, err := out.Quote(move(span))
			if err != nil || got != want.String() {
				t.Fatalf("seed %d: %q stands on %q (%v), want %q", seed, text.Body[span.Start:span.End], got, err, want.String())
			}
		}
	}
}

func TestSuggestions(t *testing.T) {
	s := NewSuggester(NewMask([]Pseudonym{{"Roe", "Lake", false}}))
	s.Add("a", corpus.Text{Body: "We met Carol Penn and Roe in Northmoor. Money was short, and money is. On Monday Carol Penn left Northmoor. Money! Nobody knew, nobody asked. Nobody."})
	var got []string
	for _, x := range s.List() {
		got = append(got, x.Name)
	}
	if diff := cmp.Diff([]string{"Carol Penn", "Northmoor"}, got); diff != "" {
		t.Error(diff)
	}
}
