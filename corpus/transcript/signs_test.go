package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// spoken is what two people with some labels say, in a form with N for the label and T for the
// words.
func spoken(form, first, second string) string {
	var b strings.Builder
	for i, words := range []string{"How did it start?", "It started with a bus, in May.", "And then?", "Then it rained.", "Who came?", "Nobody did."} {
		b.WriteString(strings.NewReplacer("N", []string{first, second}[i%2], "T", words).Replace(form) + "\n\n")
	}
	return b.String()
}

// Labels may have signs of the transcriber's own around them.
func TestSigns(t *testing.T) {
	tests := []struct{ form, first, second string }{
		{"N:T", "I", "B"}, {"N:T", "Ian Hare", "Petra Vogt"}, {"N:T", "P1", "P2"},
		{"N – T", "Ian Hare", "Petra Vogt"}, {"N — T", "Ian", "Petra"}, {"N - T", "I", "B"}, {"N —\nT", "Ian Hare", "Petra Vogt"},
		{"- N: T", "I", "B"}, {"• N: T", "I", "B"}, {"* N: T", "I", "B"}, {"— N: T", "Ian Hare", "Petra Vogt"},
		{"N. T", "I", "B"}, {"N. T", "Int", "Resp"}, {"N; T", "I", "B"}, {"N| T", "I", "B"}, {"N) T", "I", "B"}, {"N/ T", "I", "B"},
		{"<N> T", "I", "B"}, {"<N>: T", "Ian", "Petra"}, {"{N} T", "I", "B"}, {"(N) T", "I", "B"},
		{"*N:* T", "Interviewer", "Respondent"}, {"_N:_ T", "I", "B"}, {"*N* T", "I", "B"}, {"***N***: T", "I", "B"}, {"**N:** T", "I", "B"},
		{"\u200eN: T", "Ian", "Petra"}, {"\u202aN\u202c: T", "Ian", "Petra"}, {"\u2066N\u2069: T", "سامي", "ليلى"}, {"N:\u200f T", "I", "B"},
		{"\u200bN\u200b: T", "Ian", "Petra"}, {"N\nT", "IH", "PV"},
	}
	for _, tt := range tests {
		for _, file := range []string{"a.txt", "a.md"} {
			t.Run(tt.form+" of "+tt.first+" in "+file, func(t *testing.T) {
				doc := read(t, file, spoken(tt.form, tt.first, tt.second))
				found := find(t, doc, Options{})
				var want, said []string
				for i, line := range strings.Split(strings.TrimSpace(spoken("N: T", tt.first, tt.second)), "\n\n") {
					want = append(want, line)
					if i < len(found.Turns) {
						said = append(said, withoutMarks(turnsOf(doc, found)[i]))
					}
				}
				if diff := cmp.Diff(want, said); diff != "" || len(found.Turns) != 6 {
					t.Errorf("layout %s: %s", found.Layout, diff)
				}
				checkTranscript(t, doc, found)
			})
		}
	}
}

// Who speaks once has the same signs. Dashes in what is said are no signs of labels.
func TestSignsOfOneTurn(t *testing.T) {
	doc := read(t, "a.txt", spoken("N – T", "Ian Hare", "Petra Vogt")+"Helen Firth – It rained.\n\nWell – it did.\n\nMy view – it rained.\n\n"+
		spoken("N – T", "Ian Hare", "Petra Vogt"))
	said := turnsOf(doc, find(t, doc, Options{}))
	want := []string{"Petra Vogt: Nobody did.", "Helen Firth: It rained. Well – it did. My view – it rained.", "Ian Hare: How did it start?"}
	if diff := cmp.Diff(want, said[5:8]); diff != "" {
		t.Error(diff)
	}
}

// Lists and records with such signs are no conversations.
func TestSignsOfNobody(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("- Chromium: 159.0\n- V8: 15.9\n\n", 6), strings.Repeat("ModInv = 00\nA = 00\nM = 01\n\n", 6),
		strings.Repeat("- Pros: It is cheap.\n- Cons: It is slow.\n\n", 6), strings.Repeat("Bus – It is cheap. The bus is slow.\n\nTram – The tram is late.\n\n", 4),
		strings.Repeat("A. The first.\n\nB. The second.\n\nC. The third.\n\n", 4), "(1) We came.\n\n(2) We saw.\n\n(3) We left.\n",
		strings.Repeat("*Important:* It rains.\n\n*Note:* It snows.\n\n", 4), strings.Repeat("Yes – it does.\n\nNo – it does not.\n\n", 4),
	} {
		if found := find(t, read(t, "a.md", text), Options{}); len(found.Speakers) > 0 {
			t.Errorf("%q: layout %s, %v speak", text[:20], found.Layout, found.Speakers)
		}
	}
}

// Numbers of questions and of their answers are no part of labels; those of lines neither.
func TestNumberedLabels(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"questions and answers", "Q1: Why?\n\nA1: So.\n\nQ2: When?\n\nA2: In May.\n", []string{"Q: Why?", "A: So.", "Q: When?", "A: In May."}},
		{"questions only", "Question 1: Why?\n\nAnswer: So.\n\nQuestion 2: When?\n\nAnswer: In May.\n",
			[]string{"Question: Why?", "Answer: So.", "Question: When?", "Answer: In May."}},
		{"in German", "Frage 1: Warum?\n\nAntwort 1: So.\n\nFrage 2: Wann?\n\nAntwort 2: Im Mai.\n",
			[]string{"Frage: Warum?", "Antwort: So.", "Frage: Wann?", "Antwort: Im Mai."}},
		{"of people", "I1: Why?\n\nB1: So.\n\nI2: When?\n\nB2: In May.\n\nI3: Who?\n\nB3: We.\n",
			[]string{"I: Why?", "B: So.", "I: When?", "B: In May.", "I: Who?", "B: We."}},
		{"people who recur", "I1: Why?\n\nB1: So.\n\nI2: When?\n\nB2: In May.\n\nI1: Who?\n\nB1: We.\n",
			[]string{"I1: Why?", "B1: So.", "I2: When?", "B2: In May.", "I1: Who?", "B1: We."}},
		{"several who are asked", "I: Why?\n\nB1: So.\n\nB2: In May.\n\nB3: We.\n\nI: Who?\n\nB1: We.\n",
			[]string{"I: Why?", "B1: So.", "B2: In May.", "B3: We.", "I: Who?", "B1: We."}},
		{"lines", "1. I: Why?\n2. B: So.\n3. I: When?\n4. B: In May.\n", []string{"I: Why?", "B: So.", "I: When?", "B: In May."}},
		{"turns", "#1 Ian: Why?\n\n#2 Petra: So.\n\n#3 Ian: When?\n\n#4 Petra: In May.\n",
			[]string{"Ian: Why?", "Petra: So.", "Ian: When?", "Petra: In May."}},
		{"in brackets", "(1) I: Why?\n(2) B: So.\n(3) I: When?\n(4) B: In May.\n", []string{"I: Why?", "B: So.", "I: When?", "B: In May."}},
		{"in square brackets", "[1] I: Why?\n[2] B: So.\n[3] I: When?\n[4] B: In May.\n", []string{"I: Why?", "B: So.", "I: When?", "B: In May."}},
		{"parts", "PART 1: The start\n\nI: Why?\n\nB: So.\n\nPART 2: The end\n\nI: When?\n\nB: In May.\n",
			[]string{"-: PART 1: The start", "I: Why?", "B: So.", "-: PART 2: The end", "I: When?", "B: In May."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			if diff := cmp.Diff(tt.want, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
