package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// answers writes each turn with the question that it answers.
func answers(doc corpus.Document, f Found) (all []string) {
	for i, line := range turnsOf(doc, f) {
		u := f.Turns[i]
		switch {
		case u.Kind == corpus.Question:
			line = "?" + line[1:]
		case u.Kind == corpus.Heading:
			line = "#" + line[1:]
		}
		if u.Question > 0 {
			line += " {" + f.Questions[u.Question-1] + "}"
		}
		all = append(all, line)
	}
	return all
}

func TestQuestions(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"headings of an interview guide",
			"Intro\n\n1. How did it begin?\n\nWith money, we thought.\n\n2. How did it end?\n\nIt has not.\n", []string{
				"#: Intro",
				"?: 1. How did it begin?",
				"-: With money, we thought. {1. How did it begin?}",
				"?: 2. How did it end?",
				"-: It has not. {2. How did it end?}",
			}},
		{"another heading ends the answers",
			"1. How?\n\nSo, we thought.\n\n2. When?\n\nThen, in May.\n\nClosing remarks\n\nThank you.\n", []string{
				"?: 1. How?",
				"-: So, we thought. {1. How?}",
				"?: 2. When?",
				"-: Then, in May. {2. When?}",
				"#: Closing remarks",
				"-: Thank you.",
			}},
		{"asked by the interviewer with a number",
			"Int: 1. How did it begin?\n\nRoe: With money.\n\nInt: Why?\n\nRoe: So.\n\nInt: 2. And then?\n\nRoe: Trust.\n",
			[]string{
				"Int: 1. How did it begin?",
				"Roe: With money. {1. How did it begin?}",
				"Int: Why?",
				"Roe: So. {1. How did it begin?}",
				"Int: 2. And then?",
				"Roe: Trust. {2. And then?}",
			}},
		{"evidence to a committee", "Q1 Chair: Why?\n\nJane Roe: So.\n\nQ2 Chair: When?\n\nJane Roe: Then.\n", []string{
			"Chair: Why?",
			"Jane Roe: So. {Q1 Why?}",
			"Chair: When?",
			"Jane Roe: Then. {Q2 When?}",
		}},
		{"one question makes no guide", "1. How did it begin?\n\nWith money, we thought.\n", []string{
			"-: 1. How did it begin?",
			"-: With money, we thought.",
		}},
		{"numbered statements are not questions", "1. It began with money.\n\n2. It ended.\n", []string{
			"-: 1. It began with money.",
			"-: 2. It ended.",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			if diff := cmp.Diff(tt.want, answers(doc, find(t, doc, Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// If the researcher chooses the layout of a guide, numbered statements are questions
// as well.
func TestForcedGuide(t *testing.T) {
	doc := read(t, "a.txt", "1. Describe how it began\n\nWith money.\n\n2. Describe how it ended\n\nIt has not.\n")
	got := find(t, doc, Options{Layout: guide})
	want := []string{
		"?: 1. Describe how it began",
		"-: With money. {1. Describe how it began}",
		"?: 2. Describe how it ended",
		"-: It has not. {2. Describe how it ended}",
	}
	if diff := cmp.Diff(want, answers(doc, got)); diff != "" || got.Layout != guide {
		t.Errorf("layout %q: %s", got.Layout, diff)
	}
}

// A question that is asked again is the same one, and a long one is cut.
func TestQuestionNumbers(t *testing.T) {
	a := assembler{document: &document{}}
	long := strings.Repeat("Très long ", 60) + "?"
	for i, want := range []int{1, 2, 1, 3, 3} {
		text := []string{"Why?", "When?", " WHY? ", long, long}[i]
		if got := a.question(text); got != want {
			t.Errorf("question %q is number %d, want %d", text, got, want)
		}
	}
	if cut := a.out.Questions[2]; len(cut) > 503 || !strings.HasSuffix(cut, "…") || strings.ContainsRune(cut, '\ufffd') {
		t.Errorf("a long question is %q", cut)
	}
}

// A survey's rows bring their own questions.
func TestQuestionsOfASurvey(t *testing.T) {
	doc := corpus.Document{Body: "P1: Money\nP1: Trust", Blocks: []corpus.Block{
		{Span: corpus.Span{Start: 0, End: 9}, Gap: true, Voice: "P1", Label: 4, Question: "What began it?", From: corpus.NoTime,
			To: corpus.NoTime},
		{Span: corpus.Span{Start: 10, End: 19}, Gap: true, Voice: "P1", Label: 4, Question: "What ended it?", From: corpus.NoTime,
			To: corpus.NoTime},
	}}
	got := find(t, doc, Options{})
	want := []string{"P1: Money {What began it?}", "P1: Trust {What ended it?}"}
	if diff := cmp.Diff(want, answers(doc, got)); diff != "" {
		t.Error(diff)
	}
}
