package corpus

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// spoken is a transcript of lines "Name: words".
func spoken(body string) (Text, *Transcript) {
	tr := &Transcript{Layout: "colon", Words: WordStarts(body)}
	at := 0
	for line := range strings.Lines(body) {
		end := at + len(strings.TrimRight(line, "\n"))
		name, words, _ := strings.Cut(line, ": ")
		speaker := -1
		for i, s := range tr.Speakers {
			if s.Label == name {
				speaker = i
			}
		}
		if speaker < 0 {
			speaker = len(tr.Speakers)
			tr.Speakers = append(tr.Speakers, Speaker{Label: name})
		}
		n := time.Duration(len(tr.Turns))
		tr.Turns = append(tr.Turns, Turn{
			Start: at, Body: at + len(line) - len(words), End: end, Speaker: speaker,
			From: n * time.Minute, To: NoTime,
		})
		at += len(line)
	}
	return Text{Body: body}, tr
}

// turns writes each turn as its label, its time and its words.
func turns(text Text, tr Transcript) (lines []string) {
	for _, u := range tr.Turns {
		label := strings.TrimRight(text.Body[u.Start:u.Body], ": ")
		lines = append(lines, tr.Speakers[u.Speaker].Label+" ["+label+"] "+FormatTime(u.From)+" "+text.Body[u.Body:u.End])
	}
	return lines
}

func TestCarryTranscript(t *testing.T) {
	const old = "Roe: How did it begin?\nPenn: With money, and then with trust.\nRoe: And how did it end?\nPenn: It has not."
	tests := []struct {
		name, to string
		want     []string
	}{
		{"nothing changed", old, []string{
			"Roe [Roe] 00:00:00 How did it begin?", // the first turn reaches to the start of the text
			"Penn [Penn] 00:01:00 With money, and then with trust.",
			"Roe [Roe] 00:02:00 And how did it end?",
			"Penn [Penn] 00:03:00 It has not.",
		}},
		{"a word corrected", strings.Replace(old, "money", "funding", 1), []string{
			"Roe [Roe] 00:00:00 How did it begin?",
			"Penn [Penn] 00:01:00 With funding, and then with trust.",
			"Roe [Roe] 00:02:00 And how did it end?",
			"Penn [Penn] 00:03:00 It has not.",
		}},
		{"labels removed", "How did it begin?\nWith money, and then with trust.\nAnd how did it end?\nIt has not.", []string{
			"Roe [] 00:00:00 How did it begin?",
			"Penn [] 00:01:00 With money, and then with trust.",
			"Roe [] 00:02:00 And how did it end?",
			"Penn [] 00:03:00 It has not.",
		}},
		{"a turn removed", strings.Replace(old, "Roe: And how did it end?\n", "", 1), []string{
			"Roe [Roe] 00:00:00 How did it begin?",
			"Penn [Penn] 00:01:00 With money, and then with trust.",
			"Penn [Penn] 00:03:00 It has not.",
		}},
		{"words added at the end", old + " Not for us, at least.", []string{
			"Roe [Roe] 00:00:00 How did it begin?",
			"Penn [Penn] 00:01:00 With money, and then with trust.",
			"Roe [Roe] 00:02:00 And how did it end?",
			"Penn [Penn] 00:03:00 It has not. Not for us, at least.",
		}},
		{"words added in the middle", strings.Replace(old, "trust.", "trust. Much later.", 1), []string{
			"Roe [Roe] 00:00:00 How did it begin?",
			"Penn [Penn] 00:01:00 With money, and then with trust. Much later.",
			"Roe [Roe] 00:02:00 And how did it end?",
			"Penn [Penn] 00:03:00 It has not.",
		}},
		{"a heading added", "Transcript\n\n" + old, []string{
			"Roe [] 00:00:00 Transcript\n\nRoe: How did it begin?",
			"Penn [Penn] 00:01:00 With money, and then with trust.",
			"Roe [Roe] 00:02:00 And how did it end?",
			"Penn [Penn] 00:03:00 It has not.",
		}},
		{"another text", "Kestrel Bay lies north", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, tr := spoken(old)
			to := Text{Body: tt.to}
			got := CarryTranscript(from, tr, to)
			if err := got.Check(to); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, turns(to, got)); diff != "" {
				t.Error(diff)
			}
			if got.Layout != tr.Layout {
				t.Errorf("layout %q, want %q", got.Layout, tr.Layout)
			}
		})
	}
}

// The new transcript shares nothing with the old one that a caller may change.
func TestCarryTranscriptCopiesSpeakers(t *testing.T) {
	from, tr := spoken("Roe: How?\nPenn: So.")
	got := CarryTranscript(from, tr, from)
	got.Speakers[0].Participant = "P1"
	if tr.Speakers[0].Participant != "" {
		t.Error("the speakers of the old transcript changed")
	}
}

func TestCarryTranscriptKeepsQuestions(t *testing.T) {
	from, tr := spoken("Roe: How did it begin?\nPenn: With money.")
	tr.Questions = []string{"How did it begin?"}
	tr.Turns[1].Question = 1
	to := Text{Body: strings.Replace(from.Body, "money", "luck", 1)}
	got := CarryTranscript(from, tr, to)
	if len(got.Turns) != 2 || got.Turns[1].Question != 1 || len(got.Questions) != 1 {
		t.Errorf("turns %+v with questions %q", got.Turns, got.Questions)
	}
}

func TestCarryPages(t *testing.T) {
	const old = "Page one ends here. Page two begins. Then comes the last page."
	pages := []int32{0, int32(strings.Index(old, "Page two")), int32(strings.Index(old, "the last"))}
	tests := []struct {
		name, to string
		want     []string // how each page begins
	}{
		{"nothing changed", old, []string{"Page one", "Page two", "the last"}},
		{"words before", "Well. " + old, []string{"Well.", "Page two", "the last"}},
		{"the first words of a page removed", strings.Replace(old, "Page two begins. ", "", 1),
			[]string{"Page one", "Then comes", "the last"}},
		{"the last page removed", strings.Replace(old, " the last page.", "", 1), []string{"Page one", "Page two", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := CarryPages(Text{Body: old}, pages, Text{Body: tt.to})
			if len(got) != len(tt.want) {
				t.Fatalf("%d pages, want %d", len(got), len(tt.want))
			}
			for i, at := range got {
				if !strings.HasPrefix(tt.to[at:], tt.want[i]) || tt.want[i] == "" && int(at) != len(tt.to) {
					t.Errorf("page %d begins with %q, want %q", i+1, tt.to[at:], tt.want[i])
				}
			}
			tr := &Transcript{Pages: pages}
			if diff := cmp.Diff(got, CarryTranscript(Text{Body: old}, tr, Text{Body: tt.to}).Pages); diff != "" {
				t.Error("CarryTranscript carries pages elsewhere:", diff)
			}
		})
	}
	if got := CarryPages(Text{Body: old}, nil, Text{Body: old}); got != nil {
		t.Errorf("without pages: %v", got)
	}
}
