package reading

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/pseudonym"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// told is an interview of five turns on two pages, with an earlier text of it.
func told() (*coding.Study, codingtest.Texts) {
	body := ""
	var turns []corpus.Turn
	for i, words := range []string{"The start", "Why?", "We trust them.\nAll of them.", "It cost a lot.", "Yes."} {
		label := []string{"", "I: ", "A: ", "B: ", "A: "}[i]
		turns = append(turns, corpus.Turn{Start: len(body), Body: len(body) + len(label), End: len(body) + len(label) + len(words),
			Speaker: []int{-1, 0, 1, 2, 1}[i], From: []time.Duration{corpus.NoTime, 0, 65 * time.Second, corpus.NoTime,
				time.Hour}[i], To: corpus.NoTime,
			Question: []int{0, 0, 1, 1, 0}[i]})
		body += label + words + "\n"
	}
	turns[0].Kind = corpus.Heading
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	span := func(words string) corpus.Span {
		start := strings.Index(body, words)
		return corpus.Span{Start: start, End: start + len(words)}
	}
	earlier := "A: We trust nobody here.\n"
	s := coding.NewStudy(coding.Study{Title: "A study",
		Cases:         []*corpus.CaseStudy{{ID: "c", Name: "Merger"}},
		Organisations: []*corpus.Organisation{{ID: "o", Name: "Police"}, {ID: "f", Name: "Fire"}},
		Participants: []*corpus.Participant{{ID: "a", Name: "Anna Roe", Organisation: "o"}, {ID: "b", Name: "Ben", Organisation: "f"},
			{ID: "i", Name: "Ina", Role: corpus.Researcher}},
		Sources: []*corpus.Source{{ID: "s", Name: "int-01", Text: "t", Case: "c"}},
		Earlier: map[corpus.TextID]corpus.SourceID{"e": "s"},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {Questions: []string{"Whom do you trust?"},
			Pages:    []int32{0, int32(turns[3].Start)},
			Speakers: []corpus.Speaker{{Label: "I", Participant: "i"}, {Label: "A", Participant: "a"}, {Label: "B", Participant: "b"}},
			Turns:    turns}},
		Coders: []*coding.Coder{{ID: "k", Name: "AK"}, {ID: "l", Name: "BM"}},
		Themes: []*coding.Theme{{ID: "h", Name: "Trust"}, {ID: "j", Name: "Loss", Parent: "h"}},
		Passages: []coding.Passage{{ID: "p-one", Text: "t", Span: span("trust them.")},
			{ID: "q-two", Text: "t", Span: span("All of them.\nB: It cost")},
			{ID: "r-detached", Text: "e", Span: corpus.Span{Start: 3, End: 18}}},
		Tags: []coding.Tag{{ID: "1", Passage: "p-one", Theme: "h", Coder: "k", At: at, Weight: 2},
			{ID: "2", Passage: "p-one", Theme: "j", Coder: "l", About: "f"},
			{ID: "3", Passage: "q-two", Theme: "h", Coder: "k", Suggested: true}, {ID: "4", Passage: "r-detached", Theme: "j", Coder: "k"}},
		Memos: []coding.Memo{{ID: "memo-0001", On: "p-one", Coder: "k", At: at, Text: "why?"},
			{ID: "memo-0002", On: "2", Coder: "l", At: at, Text: "on the tag"},
			{ID: "memo-0003", On: "h", Coder: "k", At: at, Text: "# Head\n\nLong"}, {ID: "m4", On: "s", Text: "source"},
			{ID: "m5", On: "", Text: "project"}},
	})
	return s, codingtest.Texts{"t": {ID: "t", Body: body}, "e": {ID: "e", Body: earlier}}
}

// quotesOf are the passages that a filter lets through.
func quotesOf(t *testing.T, f coding.Filter, turns int) []Quote {
	t.Helper()
	s, texts := told()
	quotes, err := ReadQuotes(context.Background(), s, texts, s.Select(f), turns)
	if err != nil {
		t.Fatal(err)
	}
	return quotes
}

func TestReadQuotes(t *testing.T) {
	got := quotesOf(t, coding.Filter{}, 1)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	want := []Quote{
		{ID: "p-one", Source: "int-01", Turn: 3, LastTurn: 3, Time: "00:01:05", Page: 1, LastPage: 1, Speaker: "Anna Roe",
			Questions: []string{"Whom do you trust?"}, Organisation: "Police", Case: "Merger", Themes: []string{"Trust", "Trust > Loss"},
			Coders: []string{"AK", "BM"}, About: []string{"Fire"}, Memos: []string{"why?", "on the tag"},
			Tags: []TagQuote{{ID: "1", Theme: "Trust", Coder: "AK", At: at, Weight: 2},
				{ID: "2", Theme: "Trust > Loss", Coder: "BM", About: "Fire", Memos: []string{"on the tag"}}},
			Span: corpus.Span{Start: 24, End: 35}, Start: 24, End: 35, Quote: "trust them.",
			Before: "Ina: Why?\nWe", After: "All of them.\nBen: It cost a lot."},
		{ID: "q-two", Source: "int-01", Turn: 3, LastTurn: 4, Time: "00:01:05", Page: 1, LastPage: 2, Speaker: "Anna Roe, Ben",
			Questions: []string{"Whom do you trust?"}, Organisation: "Police, Fire", Case: "Merger",
			Themes: []string{"Trust"}, Coders: []string{"AK"},
			Tags: []TagQuote{{ID: "3", Theme: "Trust", Coder: "AK", Suggested: true}},
			Span: corpus.Span{Start: 36, End: 59}, Start: 36, End: 59, Quote: "All of them.\nB: It cost",
			Before: "Ina: Why?\nWe trust them.", After: "a lot.\nAnna Roe: Yes."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if plain := quotesOf(t, coding.Filter{Coders: []coding.CoderID{"l"}}, 0); len(plain) != 1 || plain[0].Before != "" ||
		!cmp.Equal(plain[0].Themes, []string{"Trust > Loss"}) {
		t.Errorf("of one coder, without context: %+v", plain)
	}
}

// A detached passage is shown with what stands in its place now.
func TestReadDetached(t *testing.T) {
	got := quotesOf(t, coding.Filter{Detached: true}, 1)
	if len(got) != 1 || !got[0].Detached || got[0].Quote != "We trust nobody" || got[0].Turn != 0 || got[0].Before != "A: " ||
		got[0].After != " here.\n" || !strings.Contains(got[0].Now, "We trust") {
		t.Errorf("%+v", got)
	}
	if from := got[0].From(); from != "int-01 · detached, passage r-detach" {
		t.Errorf("it is from %q", from)
	}
	s, texts := told()
	delete(texts, "e")
	failing := failingTexts{texts}
	if _, err := ReadQuotes(context.Background(), s, failing, s.Select(coding.Filter{Detached: true}), 0); !errors.Is(err, coding.ErrDamaged) {
		t.Errorf("without its text: %v", err)
	}
}

// failingTexts know some texts, and fail for others.
type failingTexts struct{ codingtest.Texts }

func (f failingTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	if t, ok := f.Texts[id]; ok {
		return t, nil
	}
	return corpus.Text{}, coding.ErrDamaged
}

func TestWritePassages(t *testing.T) {
	quotes := quotesOf(t, coding.Filter{}, 1)
	quotes[1].Now = "something else"
	var b bytes.Buffer
	if err := WritePassages(&b, quotes, report.Screen{Width: 40}); err != nil {
		t.Fatal(err)
	}
	want := `int-01  turn 3 · p. 1 · 00:01:05 · Anna Roe · Police · Merger
  Trust; Trust > Loss  (AK, BM)  about Fire
  · Ina: Why?
  · We
  │ trust them.
  · All of them.
  · Ben: It cost a lot.
  memo: why?
  memo: on the tag

int-01  turns 3–4 · pp. 1–2 · 00:01:05 · Anna Roe, Ben · Police, Fire · Merger
  Trust  (AK)
  · Ina: Why?
  · We trust them.
  │ All of them.
  │ B: It cost
  · a lot.
  · Anna Roe: Yes.
  now: something else
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	hostile := []Quote{{Source: "a\x1b[2J", Quote: "words \x1b]0;title\x07 and more\n\tof it", Speaker: "x\ny", Themes: []string{"\u202eT"},
		Memos: []string{"\x00"}}}
	if err := WritePassages(&b, hostile, report.Screen{Width: 40, Style: true}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.ContainsAny(got, "\x07\x00\u202e") || strings.Contains(got, "\x1b]") || strings.Contains(got, "\x1b[2J") ||
		!strings.Contains(got, "\x1b[1m") {
		t.Errorf("a terminal gets %q", got)
	}
	if err := WritePassages(full{}, quotes, report.Screen{}); err == nil {
		t.Error("a full disk is no error")
	}
}

// full is a file that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// What is written for programs says the same as what is read.
func TestPassagesAsData(t *testing.T) {
	quotes := quotesOf(t, coding.Filter{}, 0)
	var b bytes.Buffer
	if err := Passages(quotes).Write(&b, report.CSV, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"source", "turn", "time", "page", "speaker", "organisation", "case", "themes", "coders", "about", "start", "end", "quote"},
		{"int-01", "3", "00:01:05", "1", "Anna Roe", "Police", "Merger", "Trust; Trust > Loss", "AK; BM", "Fire", "24", "35", "trust them."},
		{"int-01", "3", "00:01:05", "1", "Anna Roe, Ben", "Police, Fire", "Merger", "Trust", "AK", "", "36", "59", "All of them.\nB: It cost"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	if err := Passages(quotes).Write(&b, report.JSON, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	var read []Quote
	if err := json.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	for i := range read {
		read[i].Span = corpus.Span{Start: read[i].Start, End: read[i].End}
		for n := range read[i].Tags {
			if !read[i].Tags[n].At.Equal(quotes[i].Tags[n].At) {
				t.Errorf("tag %s is of %v", read[i].Tags[n].ID, read[i].Tags[n].At)
			}
			read[i].Tags[n].At = quotes[i].Tags[n].At
		}
	}
	if diff := cmp.Diff(quotes, read); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	for _, g := range []*report.Grid{Passages(nil), Hits(nil)} {
		b.Reset()
		if err := g.Write(&b, report.JSON, report.Screen{}); err != nil || strings.TrimSpace(b.String()) != "[]" {
			t.Errorf("nothing is %q, %v", b.String(), err)
		}
	}
	long := Quote{Source: "a", Turn: 2, Before: strings.Repeat("b", 90), Quote: "q", After: strings.Repeat("c", 90), Start: 90, End: 91}
	row := Hits([]Quote{long}).Rows[0]
	if diff := cmp.Diff([]any{"a", 2, "", "", "", "", 90, 91, strings.Repeat("b", 80), "q", strings.Repeat("c", 79) + "…"}, row); diff != "" {
		t.Errorf("a hit (-want +got):\n%s", diff)
	}
}

func TestWhereAQuoteIsFrom(t *testing.T) {
	tests := []struct {
		quote       Quote
		from, cited string
	}{
		{Quote{Source: "a", Quote: "x  y\nz"}, "a", "“x y z” (a)"},
		{Quote{Source: "a", Turn: 2, LastTurn: 2, Speaker: "Roe", Quote: "x"}, "a · turn 2 · Roe", "“x” (Roe, a, turn 2)"},
		{Quote{Source: "a", Turn: 2, LastTurn: 4, Page: 3, LastPage: 4, Time: "00:00:01", Organisation: "O", Case: "C"},
			"a · turns 2–4 · pp. 3–4 · 00:00:01 · O · C", "“” (a, turn 2)"},
		{Quote{Source: "a", Page: 3, LastPage: 3, Detached: true, ID: "ééééééééé"}, "a · detached, passage éééééééé · p. 3", "“” (a)"},
	}
	for _, tt := range tests {
		if got := tt.quote.From(); got != tt.from {
			t.Errorf("from %q, want %q", got, tt.from)
		}
		if got := tt.quote.Cite(); got != tt.cited {
			t.Errorf("cited %q, want %q", got, tt.cited)
		}
		if got := tt.quote.Quotation(); got != (report.Quotation{Text: tt.quote.Quote, From: tt.from}) {
			t.Errorf("for a document it is %+v", got)
		}
	}
}

func TestHit(t *testing.T) {
	s, texts := told()
	text := texts["t"]
	hit := NewHit(s, 0, 2, corpus.Span{Start: 24, End: 29}, text)
	if hit.Before != "We " || hit.Quote != "trust" || hit.After != " them.\nAll of them." || hit.Organisation != "Police" ||
		hit.Case != "Merger" || hit.Turn != 3 {
		t.Errorf("%+v", hit)
	}
	behind := corpus.Span{Start: len(text.Body) - 1, End: len(text.Body)} // behind the last turn
	if hit := NewHit(s, 0, 5, behind, text); hit.Turn != 0 || hit.Quote != "\n" || hit.Source != "int-01" {
		t.Errorf("behind the last turn: %+v", hit)
	}
	memo := NewMemoHit(Memo{ID: "memo-00012345", On: "theme Trust", Coder: "AK", Text: "ask again why"}, corpus.Span{Start: 4, End: 9})
	if memo.Source != "memo memo-000" || memo.Before != "ask " || memo.Quote != "again" || memo.After != " why" ||
		memo.Speaker != "theme Trust" {
		t.Errorf("in a note: %+v", memo)
	}
}

func TestCarriedLine(t *testing.T) {
	s, texts := told()
	c := intake.Correction{}
	c.Update.Text = corpus.Text{Body: "A: We trust them all. And more."}
	p := intake.CarriedPassage{Index: 0, Text: texts["t"],
		Carried: edit.Carried{Carried: corpus.Carried{Outcome: corpus.Detached, Near: corpus.Span{Start: 6, End: 21}}}}
	want := "detached  trust them.  [Trust; Trust > Loss]\n      now trust them all."
	if got := CarriedLine(s, c, p); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.OtherSpeaker = true
	if got := CarriedLine(s, c, p); got != want+"\n      by another speaker" {
		t.Errorf("%q, want %q", got, want)
	}
	p.Outcome, p.Span, p.Near, p.OtherSpeaker = corpus.Changed, p.Near, corpus.Span{}, false
	if got, want := CarriedLine(s, c, p), strings.Replace(want, "detached", "changed ", 1); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Update.Text.Body = "A: We trust not them. And more."
	if got := CarriedLine(s, c, p); !strings.HasSuffix(got, "now trust not them.\n      a negation changed") {
		t.Errorf("%q does not say that a negation changed", got)
	}
	p.Outcome = corpus.Unchanged
	if got, want := CarriedLine(s, c, p), "unchanged trust them.  [Trust; Trust > Loss]"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// Of the labels of turns beside the words, nothing is shown.
	c.Update.Text.Body = "A: We trust it. Ted: And more."
	c.Update.Transcript = corpus.Transcript{Turns: []corpus.Turn{{Start: 0, Body: 3, End: 15}, {Start: 16, Body: 21, End: 30}}}
	p.Outcome = corpus.Detached
	for _, near := range []struct {
		span corpus.Span
		now  string
	}{{corpus.Span{Start: 6, End: 19}, "trust it."}, {corpus.Span{Start: 17, End: 24}, "And"}, {corpus.Span{Start: 12, End: 30}, "it. Ted: And more."},
		{corpus.Span{Start: 1, End: 2}, ":"}} {
		p.Near = near.span
		if got := CarriedLine(s, c, p); !strings.HasSuffix(got, "\n      now "+near.now) {
			t.Errorf("%v: %q, want %q", near.span, got, near.now)
		}
	}
	c.Update.Transcript = corpus.Transcript{}
	// A difference far from the beginning is among what is shown.
	long := strings.Repeat("a", 90)
	texts["t"] = corpus.Text{Body: strings.Repeat("x", 24) + long + "OLD" + long}
	s.Passages[0].Span = corpus.Span{Start: 24, End: 24 + 90 + 3 + 90}
	c.Update.Text.Body = long + "NEW" + long
	p.Text, p.Outcome, p.Near = texts["t"], corpus.Detached, corpus.Span{Start: 0, End: 183}
	got := CarriedLine(s, c, p)
	if !strings.Contains(got, "OLD") || !strings.Contains(got, "NEW") || strings.Count(got, "…") != 4 {
		t.Errorf("%q", got)
	}
}

// Of 100 letters, 70 are shown with the marks of what is left out: from 25 before the
// difference, and no fewer than the last 45.
func TestAround(t *testing.T) {
	var letters []rune
	for i := range 100 {
		letters = append(letters, rune('\u0100'+i))
	}
	tests := []struct {
		n           int
		first, last int // letters that are shown
	}{{0, 0, 68}, {50, 0, 68}, {51, 26, 93}, {60, 35, 99}, {80, 55, 99}, {95, 55, 99}}
	for _, tt := range tests {
		got := strings.Trim(around(string(letters), tt.n), "…")
		if want := string(letters[tt.first : tt.last+1]); got != want {
			t.Errorf("around letter %d: %q, want %q", tt.n, got, want)
		}
	}
	if short := string(letters[:70]); around(short, 60) != short {
		t.Errorf("70 letters are cut to %q", around(short, 60))
	}
}

func TestReplacement(t *testing.T) {
	s, texts := told()
	got := Replacement(s, s.Sources[0], texts["t"], pseudonym.Replacement{Span: corpus.Span{Start: 24, End: 29}, With: "P1\x1b"})
	if want := "int-01:3  The start I: Why? A: We [trust → P1␛] them. All of them. B: It cost"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
