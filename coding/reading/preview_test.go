package reading

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/report"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// brought is an import of an interview with two speakers.
func brought() (intake.Import, edit.AddSource) {
	body := "A: One two three\nB: Four\nA: Five six\nsaid \x1b[2J\n"
	tr := corpus.Transcript{Layout: "labels", Speakers: []corpus.Speaker{{Label: "Anna"}, {Label: "Ben"}}, Pages: []int32{0, 20},
		Questions: []string{"Why?", "How?"},
		Turns: []corpus.Turn{{Start: 0, Body: 3, End: 16, From: corpus.NoTime, To: 5 * time.Second},
			{Start: 17, Body: 20, End: 24, Speaker: 1, From: 65 * time.Second,
				To: corpus.NoTime}, {Start: 25, Body: 28, End: 46, From: corpus.NoTime, To: 70 * time.Second}, {Start: 46, Body: 46, End: 47,
				Speaker: -1,
				From:    corpus.NoTime, To: corpus.NoTime}}, Words: []int32{3, 7, 11, 20, 28, 33, 37, 42}}
	i := intake.Import{File: "int.docx", Document: corpus.Document{Body: body, Encoding: "windows-1252",
		Comments: make([]corpus.Comment, 3)}, People: []corpus.Person{{Name: "ANNA", Organisation: "Police"}}}
	return i, edit.AddSource{Source: corpus.Source{Name: "int", Type: corpus.TypeInterview, Language: "en", Date: "2019-03"}, Transcript: tr}
}

func TestNewPreview(t *testing.T) {
	i, add := brought()
	got := NewPreview(i, add)
	want := Preview{File: "int.docx", Name: "int", Type: "interview", Guessed: true, Layout: "labels", Turns: 4, Words: 8,
		Speakers: []PreviewSpeaker{{"Anna", "Police", 2, 7}, {"Ben", "", 1,
			1}}, From: "00:01:05", To: "00:01:10", Language: "en", Date: "2019-03",
		Encoding: "windows-1252", Pages: 2, Comments: 3, Questions: []string{"Why?", "How?"},
		First: []PreviewTurn{{1, "", "Anna", "One two three"}, {2, "00:01:05", "Ben", "Four"}, {3, "", "Anna", "Five six\nsaid \x1b[2J"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for n := range add.Transcript.Turns {
		add.Transcript.Turns[n].From = corpus.NoTime
	}
	if got := NewPreview(i, add); got.From != "00:00:00" || got.To != "00:01:10" {
		t.Errorf("with ends alone it is from %q to %q", got.From, got.To)
	}
}

func TestWritePreviews(t *testing.T) {
	i, add := brought()
	p := NewPreview(i, add)
	p.Labels = []intake.ListedLabel{{Label: transcript.Label{Text: "A", Times: 2, As: transcript.Person, Why: "occurs 2 times"}, Name: "Anna"},
		{Label: transcript.Label{Text: "Note", Times: 1, As: transcript.Nobody, Why: "occurs once and may be a name"}}}
	p.Sentences = 1
	var many Preview
	many.Name, many.File, many.Encoding = "focus group", "g.txt", "utf-8"
	for n := range 15 {
		many.Speakers = append(many.Speakers, PreviewSpeaker{Label: fmt.Sprint("P", n), Turns: n, Words: 1})
	}
	nobody := Preview{Name: "paper", File: "p.pdf", Encoding: "utf-8", Turns: 1, Words: 2}
	var b bytes.Buffer
	if err := WritePreviews(&b, []Preview{p, many, nobody}, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	want := `int  int.docx
  layout     labels
  speakers   Anna (2 turns, 7 words; organisation: Police)
             Ben (1 turn, 1 word)
  in all     4 turns, 8 words
  times      00:01:05 to 00:01:10
  language   en
  date       2019-03
  pages      2
  encoding   windows-1252
  comments   3 (--comments keeps them as notes)
  questions  2, the first: Why?
  1 Anna  One two three
  2 00:01:05 Ben  Four
  3 Anna  Five six said ␛[2J

  label   times   taken as   name   why
  ────────────────────────────────────────────────────────────────
  A           2   person     Anna   occurs 2 times
  Note        1   nobody            occurs once and may be a name

  and 1 part of a sentence before a colon, taken as prose

focus group  g.txt
  speakers   P0 (0 turns, 1 word)
             P1 (1 turn, 1 word)
`
	for n := 2; n < 12; n++ {
		want += fmt.Sprintf("             P%d (%d turns, 1 word)\n", n, n)
	}
	want += `             and 3 more
  in all     0 turns, 0 words

paper  p.pdf
  layout     nobody speaks
  in all     1 turn, 2 words
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := WritePreviews(full{}, []Preview{p}, report.Screen{}); err == nil {
		t.Error("a full disk is no error")
	}
	b.Reset()
	p.First[0].Words, p.Labels = strings.Repeat("word ", 60), nil // tables have a width that they need
	if err := WritePreviews(&b, []Preview{p}, report.Screen{Width: 40}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 40 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// The labels of many files are one table: those that may be speakers and have no words
// first, then those of most files.
func TestLabels(t *testing.T) {
	label := func(text string, times int, as transcript.As, why string) intake.ListedLabel {
		return intake.ListedLabel{Label: transcript.Label{Text: text, Times: times, As: as, Why: why}}
	}
	all := []Preview{
		{Labels: []intake.ListedLabel{label("Anna", 4, transcript.Person, "occurs 4 times"), label("Later", 2, transcript.Prose, "part of a sentence")}},
		{Labels: []intake.ListedLabel{label("I", 3, transcript.Researcher, "a role"), label("ANNA", 5, transcript.Person, "occurs 5 times")}},
		{},
		{Labels: []intake.ListedLabel{label("Ben", 1, transcript.Nobody, "occurs once and may be a name"), label("I", 9, transcript.Researcher, "a role")}},
	}
	want := [][]any{
		{"Ben", 1, 1, "nobody", "occurs once and may be a name"}, {"I", 2, 12, "researcher", "a role"},
		{"Anna", 2, 9, "person", "recurs"}, {"Later", 1, 2, "prose", "part of a sentence"},
	}
	if diff := cmp.Diff(want, Labels(all).Rows); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if g := Labels([]Preview{{}, {}}); g != nil {
		t.Errorf("nobody is labelled, and there is a table: %v", g.Rows)
	}
	var b bytes.Buffer
	if err := WritePreviews(&b, all, report.Screen{Width: 80}); err != nil || strings.Count(b.String(), "taken as") != 1 {
		t.Errorf("%v, not one table of all:\n%s", err, &b)
	}
	b.Reset()
	if err := WritePreviews(&b, all[:3], report.Screen{Width: 80}); err != nil || strings.Count(b.String(), "taken as") != 2 {
		t.Errorf("%v, not a table for each of the two that have labels:\n%s", err, &b)
	}
}
