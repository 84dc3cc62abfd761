package corpus

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// interview has two speakers, a heading, and a page break before the last answer.
func interview() (Text, *Transcript) {
	const body = "Money\nRoe: How much was it?\nPenn: Nobody knew.\nPenn: It wasn't ours."
	tr := &Transcript{
		Layout:   "colon",
		Speakers: []Speaker{{Label: "Roe"}, {Label: "Penn"}},
		Turns: []Turn{
			{Start: 0, Body: 0, End: 5, Kind: Heading, Speaker: -1, From: NoTime, To: NoTime},
			{Start: 6, Body: 11, End: 27, Speaker: 0, From: NoTime, To: NoTime},
			{Start: 28, Body: 34, End: 46, Speaker: 1, From: NoTime, To: NoTime},
			{Start: 47, Body: 53, End: len(body), Speaker: 1, From: NoTime, To: NoTime},
		},
		Words: WordStarts(body),
		Pages: []int32{0, 47},
	}
	return Text{Body: body}, tr
}

func TestTurnsAreTheirWords(t *testing.T) {
	text, tr := interview()
	if err := tr.Check(text); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range tr.Turns {
		words, err := text.Quote(u.Words())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, words)
	}
	want := []string{"Money", "How much was it?", "Nobody knew.", "It wasn't ours."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if whole, _ := text.Quote(tr.Turns[2].Span()); whole != "Penn: Nobody knew." {
		t.Errorf("the whole turn is %q", whole)
	}
}

func TestTurnsIn(t *testing.T) {
	tr := &Transcript{Turns: []Turn{{Start: 0, Body: 3, End: 10}, {Start: 12, Body: 15, End: 20}, {Start: 22, Body: 22, End: 30}}}
	tests := []struct {
		name        string
		span        Span
		first, last int
	}{
		{"a label", Span{0, 1}, 0, 1},
		{"across two", Span{9, 13}, 0, 2},
		{"between turns", Span{10, 12}, 1, 1},
		{"the end of one and the start of the next", Span{19, 23}, 1, 3},
		{"all", Span{0, 40}, 0, 3},
		{"after the last", Span{30, 40}, 3, 3},
		{"exactly one", Span{12, 20}, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if first, last := tr.TurnsIn(tt.span); first != tt.first || last != tt.last {
				t.Errorf("TurnsIn(%v) = %d, %d, want %d, %d", tt.span, first, last, tt.first, tt.last)
			}
		})
	}
	if first, last := new(Transcript).TurnsIn(Span{0, 10}); first != 0 || last != 0 {
		t.Errorf("without turns: %d, %d", first, last)
	}
}

func TestWords(t *testing.T) {
	text, tr := interview()
	tests := []struct {
		name     string
		span     Span
		from, to int32
	}{
		{"everything", Span{0, len(text.Body)}, 0, 13},
		{"the heading", Span{0, 5}, 0, 1},
		{"with a label", Span{6, 27}, 1, 6},
		{"without the label", Span{11, 27}, 2, 6},
		{"a word counts where it begins", Span{0, 1}, 0, 1},
		{"and not where it ends", Span{1, 5}, 1, 1},
		{"nothing", Span{5, 5}, 0, 0},
		{"backwards", Span{9, 5}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, to := tr.WordsFrom(tt.span)
			if from != tt.from || to != tt.to {
				t.Errorf("WordsFrom(%v) = %d, %d, want %d, %d", tt.span, from, to, tt.from, tt.to)
			}
			if got := tr.WordsIn(tt.span); got != int(tt.to-tt.from) {
				t.Errorf("WordsIn(%v) = %d, want %d", tt.span, got, tt.to-tt.from)
			}
		})
	}
}

// Labels are not words of a turn.
func TestTurnWords(t *testing.T) {
	_, tr := interview()
	var got []int
	for i := range tr.Turns {
		got = append(got, tr.TurnWords(i))
	}
	if diff := cmp.Diff([]int{1, 4, 2, 3}, got); diff != "" {
		t.Error(diff)
	}
	if got := tr.AllWords(); got != 10 {
		t.Errorf("%d words in all turns, want 10", got)
	}
}

func TestShares(t *testing.T) {
	tr := Transcript{
		Speakers: []Speaker{{"Anna", "a"}, {"Bob", "b"}, {"A.", "a"}, {"?", ""}, {"Voice", ""}},
		Turns: []Turn{{Start: 0, Body: 1, End: 9, Speaker: 2}, {Start: 9, Body: 10, End: 19, Speaker: 4}, {Start: 19, Body: 20, End: 29, Speaker: -1},
			{Start: 29, Body: 30, End: 39, Speaker: 0}, {Start: 39, Body: 40, End: 49, Speaker: 3}},
		Words: []int32{0, 1, 5, 9, 10, 20, 30, 31, 32, 40}, // two of them are labels
	}
	want := []Share{{Speaker{"Anna", "a"}, 2, 5}, {Speaker{"?", ""}, 1, 1}, {Speaker{"Voice", ""}, 1, 1}}
	if diff := cmp.Diff(want, tr.Shares()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := new(Transcript).Shares(); len(got) != 0 {
		t.Errorf("nobody speaks, and %v", got)
	}
}

func TestPagesIn(t *testing.T) {
	tests := []struct {
		name        string
		pages       []int32
		span        Span
		first, last int
	}{
		{"the first page", []int32{0, 100, 250}, Span{0, 100}, 1, 1},
		{"across a break", []int32{0, 100, 250}, Span{99, 101}, 1, 2},
		{"from the start of a page", []int32{0, 100, 250}, Span{250, 260}, 3, 3},
		{"up to the end of a page", []int32{0, 100, 250}, Span{120, 250}, 2, 2},
		{"all pages", []int32{0, 100, 250}, Span{0, 300}, 1, 3},
		{"an empty span", []int32{0, 100, 250}, Span{100, 100}, 2, 2},
		{"an empty page before", []int32{0, 100, 100, 250}, Span{120, 130}, 3, 3},
		{"without pages", nil, Span{5, 10}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := &Transcript{Pages: tt.pages}
			if first, last := tr.PagesIn(tt.span); first != tt.first || last != tt.last {
				t.Errorf("PagesIn(%v) = %d, %d, want %d, %d", tt.span, first, last, tt.first, tt.last)
			}
		})
	}
}

func TestCheckTranscript(t *testing.T) {
	tests := []struct {
		name   string
		change func(tr *Transcript)
		wrong  string
		span   bool // the error wraps ErrSpan
	}{
		{"valid", func(tr *Transcript) {}, "", false},
		{"overlapping", func(tr *Transcript) { tr.Turns[2].Start = 20 }, "turn 3: 20:34:46 out of order after 27", false},
		{"swapped", func(tr *Transcript) { tr.Turns[1], tr.Turns[2] = tr.Turns[2], tr.Turns[1] }, "turn 3: 6:11:27 out of order", false},
		{"words before the label", func(tr *Transcript) { tr.Turns[1].Body = 5 }, "turn 2: 6:5:27 out of order", false},
		{"words after the end", func(tr *Transcript) { tr.Turns[1].Body = 28 }, "turn 2: 6:28:27 out of order", false},
		{"an unknown speaker", func(tr *Transcript) { tr.Turns[1].Speaker = 2 }, "turn 2: no speaker 2", false},
		{"a speaker below none", func(tr *Transcript) { tr.Turns[1].Speaker = -2 }, "turn 2: no speaker -2", false},
		{"an unknown question", func(tr *Transcript) { tr.Turns[3].Question = 1 }, "turn 4: no question 1", false},
		{"a known question", func(tr *Transcript) { tr.Turns[3].Question, tr.Questions = 1, []string{"How much?"} }, "", false},
		{"after the text", func(tr *Transcript) { tr.Turns[3].End = 99 }, "turn 4: ", true},
		{"an empty turn", func(tr *Transcript) { tr.Turns[0].End = 0 }, "turn 1: ", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, tr := interview()
			tt.change(tr)
			err := tr.Check(text)
			if tt.wrong == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.wrong) || errors.Is(err, ErrSpan) != tt.span {
				t.Errorf("error %v, want one with %q (a wrong span: %v)", err, tt.wrong, tt.span)
			}
		})
	}
	// The words of a turn must not begin inside a letter either.
	tr := &Transcript{Turns: []Turn{{Start: 0, Body: 1, End: 3, Speaker: -1}}}
	if err := tr.Check(Text{Body: "éa"}); !errors.Is(err, ErrSpan) || !strings.Contains(err.Error(), "inside a letter") {
		t.Errorf("words inside a letter: %v", err)
	}
}
