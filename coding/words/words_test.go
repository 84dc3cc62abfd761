package words

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// split splits at blanks and drops punctuation; "the" and "of" are stop words, and a
// final s is not part of a stem.
func split(text string) (words []Word) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" .,?", r) }) {
		words = append(words, Word{Word: w, Stem: strings.TrimSuffix(w, "s"), Stop: w == "the" || w == "of"})
	}
	return words
}

// units are units of one source after the other; "|" begins the next source.
func units(texts ...string) (all []Unit) {
	source := 0
	for _, t := range texts {
		if t == "|" {
			source++
			continue
		}
		all = append(all, Unit{Source: source, Turn: len(all), Words: split(t)})
	}
	return all
}

func everybody(Unit) string { return "" }

// texts are the texts of a study in memory.
type texts map[corpus.TextID]corpus.Text

func (t texts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	text, ok := t[id]
	if !ok {
		return text, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	return text, nil
}

// meeting is a study of one meeting, in which a researcher asks, and a document.
func meeting() (*coding.Study, texts) {
	var bodies [2]string
	var turns [2][]corpus.Turn
	say := func(source, speaker int, kind corpus.TurnKind, words string) {
		start := len(bodies[source])
		bodies[source] += words + "\n"
		turn := corpus.Turn{Start: start, Body: start, End: len(bodies[source]), Speaker: speaker, Kind: kind, From: -1}
		turns[source] = append(turns[source], turn)
	}
	say(0, 0, corpus.Paragraph, "Why did you begin?")
	say(0, 1, corpus.Paragraph, "The cost. We had no choice.")
	say(0, 1, corpus.Paragraph, "…")
	say(0, -1, corpus.Heading, "Part two")
	say(0, 2, corpus.Paragraph, " Trust costs nothing. ")
	say(1, -1, corpus.Paragraph, "Kosten des Vertrauens.")
	s := coding.NewStudy(coding.Study{
		Organisations: []*corpus.Organisation{{ID: "N", Name: "Northmoor"}},
		Participants: []*corpus.Participant{{ID: "int", Name: "Interviewer", Role: corpus.Researcher},
			{ID: "roe", Name: "Roe", Organisation: "N"}, {ID: "penn", Name: "Penn"}},
		Sources: []*corpus.Source{{ID: "m", Name: "meeting", Text: "m", Language: "en"}, {ID: "p", Name: "paper", Text: "p", Language: "de"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{
			"m": {Turns: turns[0], Speakers: []corpus.Speaker{{Participant: "int"}, {Participant: "roe"}, {Participant: "penn"}}},
			"p": {Turns: turns[1]},
		},
	})
	return s, texts{"m": {ID: "m", Body: bodies[0]}, "p": {ID: "p", Body: bodies[1]}}
}

// described writes a unit as its place, its language and its words.
func described(s *coding.Study, all []Unit, t texts) (lines []string) {
	for _, u := range all {
		var words []string
		for _, w := range u.Words {
			words = append(words, w.Word)
		}
		quote := t[s.Sources[u.Source].Text].Body[u.Span.Start:u.Span.End]
		lines = append(lines, fmt.Sprintf("%s %q %s", u.Ref(s), quote, strings.Join(words, "|")))
	}
	return lines
}

// tokenize begins with the language; a text of punctuation has no words.
func tokenize(language, text string) ([]Word, error) {
	if text == "…" {
		return nil, nil
	}
	return append([]Word{{Word: language}}, split(text)...), nil
}

func TestUnits(t *testing.T) {
	s, bodies := meeting()
	roe := func(_ int, v coding.Voice) bool { return v.Participant == 1 }
	tests := []struct {
		name string
		unit locate.Unit
		keep func(int, coding.Voice) bool
		want []string
	}{
		{"turns", locate.UnitTurn, nil, []string{
			`meeting:2 "The cost. We had no choice." en|the|cost|we|had|no|choice`,
			`meeting:5 "Trust costs nothing." en|trust|costs|nothing`,
			`paper:1 "Kosten des Vertrauens." de|kosten|des|vertrauens`,
		}},
		{"sentences", locate.UnitSentence, nil, []string{
			`meeting:2.1 "The cost." en|the|cost`,
			`meeting:2.2 "We had no choice." en|we|had|no|choice`,
			`meeting:5.1 "Trust costs nothing." en|trust|costs|nothing`,
			`paper:1.1 "Kosten des Vertrauens." de|kosten|des|vertrauens`,
		}},
		{"turns of one participant", locate.UnitTurn, roe, []string{`meeting:2 "The cost. We had no choice." en|the|cost|we|had|no|choice`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all, err := Units(context.Background(), s, bodies, tokenize, tt.unit, tt.keep)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, described(s, all, bodies)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Units know who speaks, so that counts can be grouped by organisation.
func TestUnitsHaveVoices(t *testing.T) {
	s, bodies := meeting()
	all, err := Units(context.Background(), s, bodies, tokenize, locate.UnitTurn, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []int32
	for _, u := range all {
		got = append(got, int32(u.Voice.Organisation))
	}
	if want := []int32{0, coding.NoIndex, coding.NoIndex}; !slices.Equal(got, want) {
		t.Errorf("organisations %v, want %v", got, want)
	}
}

func TestUnitsFail(t *testing.T) {
	s, bodies := meeting()
	broken := errors.New("no such language")
	fails := func(string, string) ([]Word, error) { return nil, broken }
	if _, err := Units(context.Background(), s, bodies, fails, locate.UnitTurn, nil); !errors.Is(err, broken) {
		t.Errorf("a tokenizer that fails: %v", err)
	}
	delete(bodies, "p")
	if _, err := Units(context.Background(), s, bodies, tokenize, locate.UnitTurn, nil); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("a text that is missing: %v, want %v", err, coding.ErrUnknown)
	}
}
