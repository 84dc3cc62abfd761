package pseudonym

import (
	"math/rand/v2"
	"strings"
	"testing"

	"crosscase/corpus"
	"crosscase/corpus/draws"
)

// lexicon is what random transcripts are made of, with and without names of the mask.
var lexicon = strings.Fields("Anna Roe Roe's ROE roe Penn Penns Zoë Zoe\u0308 🙂 we trusted the board, Annabel 私達 " +
	"(Roe) Anna\nRoe Müller MÜLLER’s")

var lawMask = NewMask([]Pseudonym{{"Anna Roe", "M", false}, {"Roe", "Somebody Else", false}, {"Penn", "P1", false},
	{"Zoë", "Ida", false}, {"Müller", "Weiß", false}})

// random is a transcript of random words.
func random(r *rand.Rand) (corpus.Text, corpus.Transcript) {
	var b strings.Builder
	tr := corpus.Transcript{Speakers: []corpus.Speaker{{Label: "Roe"}}}
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
	return corpus.Text{ID: "t", Body: b.String()}, tr
}

var seeds = draws.Times(uint64(500))

// No name is left: what a mask has replaced, it does not find again, in the words or in the
// labels of speakers.
func TestNoNameIsLeft(t *testing.T) {
	for seed := range seeds {
		text, tr := random(rand.New(rand.NewPCG(seed, 1)))
		out, now, _ := lawMask.Transcript(text, tr)
		if len(lawMask.Find(out.Body)) > 0 {
			t.Fatalf("seed %d: a name is left in %q", seed, out.Body)
		}
		for _, s := range now.Speakers {
			if lawMask.Covers(s.Label) {
				t.Fatalf("seed %d: a speaker is called %q", seed, s.Label)
			}
		}
	}
}

// Passages keep their words: what a span is on afterwards is what it was on, with names
// replaced, those that it cuts as a whole; and turns stay in order.
func TestPassagesKeepTheirWords(t *testing.T) {
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		text, tr := random(r)
		out, now, move := lawMask.Transcript(text, tr)
		if err := now.Check(out); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for range 20 {
			a, z := r.IntN(len(text.Body)), r.IntN(len(text.Body))
			span := corpus.Span{Start: min(a, z), End: max(a, z)}
			if text.Check(span) != nil {
				continue
			}
			want := replacedIn(text.Body, span)
			got, err := out.Quote(move(span))
			if err != nil || got != want {
				t.Fatalf("seed %d: %q stands on %q (%v), want %q", seed, text.Body[span.Start:span.End], got, err, want)
			}
		}
	}
}

// replacedIn is what a span is on, with names that it cuts made whole, and all replaced.
func replacedIn(body string, span corpus.Span) string {
	all := lawMask.Find(body)
	whole := span
	for _, x := range all {
		if x.Span.Overlaps(span) {
			whole = corpus.Span{Start: min(whole.Start, x.Span.Start), End: max(whole.End, x.Span.End)}
		}
	}
	var b strings.Builder
	at := whole.Start
	for _, x := range all {
		if whole.Contains(x.Span) {
			b.WriteString(body[at:x.Span.Start] + x.With)
			at = x.Span.End
		}
	}
	b.WriteString(body[at:whole.End])
	return b.String()
}
