package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told is who says what in a text: "Label: words" for each turn, "-" for nobody.
func told(t *testing.T, body string) []string {
	t.Helper()
	return toldWith(t, body, Options{})
}

func toldWith(t *testing.T, body string, o Options) (all []string) {
	t.Helper()
	doc := read(t, "a.txt", body)
	found := find(t, doc, o)
	for _, x := range found.Turns {
		who := "-"
		if x.Speaker >= 0 {
			who = found.Speakers[x.Speaker].Label
		}
		all = append(all, who+": "+strings.Join(strings.Fields(doc.Body[x.Body:x.End]), " "))
	}
	return all
}

// Labels with a slip are still theirs whose labels they are; words after a known label are
// never those of the speaker before.
func TestSlips(t *testing.T) {
	frame := "I: How was it?\n\nB: Good.\n\nI: And who paid?\n\n%\n\nI: Nobody?\n\nB: Not a soul.\n"
	for _, slip := range []string{"B:We did.", "B; We did.", "B:: We did.", "B?: We did.", "B (?): We did.", "[B]: We did.", "B [laughs]: We did.",
		"B:[laughs] We did.", "*B:* We did.", "- B: We did.", "„B: We did.", "#00:01:02# B: We did.", "B (to A): We did."} {
		want := []string{"I: How was it?", "B: Good.", "I: And who paid?", "B: We did.", "I: Nobody?", "B: Not a soul."}
		if strings.Contains(slip, ":[laughs]") {
			want[3] = "B: [laughs] We did."
		}
		if diff := cmp.Diff(want, told(t, strings.Replace(frame, "%", slip, 1))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", slip, diff)
		}
	}
	names := "Interviewer: And who paid?\n\nPetra Vogt: My aunt.\n\nInterviewer: And then?\n\nPetra Vogt (leaving): It rained.\n\nInterviewer [laughing]: I see.\n\nPetra Vogt: Yes.\n"
	want := []string{"Interviewer: And who paid?", "Petra Vogt: My aunt.", "Interviewer: And then?", "Petra Vogt: It rained.", "Interviewer: I see.", "Petra Vogt: Yes."}
	if diff := cmp.Diff(want, told(t, names)); diff != "" {
		t.Errorf("full names (-want +got)\n%s", diff)
	}
	prose := "I: How was it?\n\nB: Good. I knew\nI; you did not.\n\nI: And then?\n\nB: I went with them, as\nI, for one, would have.\n"
	want = []string{"I: How was it?", "B: Good. I knew I; you did not.", "I: And then?", "B: I went with them, as I, for one, would have."}
	if diff := cmp.Diff(want[2:], told(t, prose)[2:]); diff != "" {
		t.Errorf("prose (-want +got)\n%s", diff)
	}
}

// In text with hard line breaks, what stands before a colon at the beginning of a line is no
// speaker where speakers have empty lines before them.
func TestHardWrappedText(t *testing.T) {
	body := "Interviewer: How did you come\nto work here?\n\nPetra Vogt: He was not happy about it at all. He\nsaid: no. And my mother, who knew the whole story,\n" +
		"said: good. The whole trouble with it and the\nproblem: no money for the heating.\n\nInterviewer: And who paid?\n\nPetra Vogt: My aunt paid for both of us.\n"
	want := []string{"Interviewer: How did you come to work here?",
		"Petra Vogt: He was not happy about it at all. He said: no. And my mother, who knew the whole story, said: good. The whole trouble with it and the problem: no money for the heating.",
		"Interviewer: And who paid?", "Petra Vogt: My aunt paid for both of us."}
	if diff := cmp.Diff(want, told(t, body)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Where only the questions have labels, the answers are nobody's.
func TestOnlyQuestionsAreLabelled(t *testing.T) {
	for _, body := range []string{
		"Q: How did you come?\nWe took the bus.\n\nQ: Who paid?\nNobody. It was free.\n\nQ: And then?\nIt rained.\n",
		"Interviewer: How did you come?\nWe took the bus.\nInterviewer: Who paid?\nNobody. It was free.\nInterviewer: And then?\nIt rained.\n",
	} {
		asks, _, _ := strings.Cut(body, ":")
		want := []string{asks + ": How did you come?", "-: We took the bus.", asks + ": Who paid?", "-: Nobody. It was free.", asks + ": And then?", "-: It rained."}
		if diff := cmp.Diff(want, told(t, body)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// Labels of odd forms that recur are speakers: their words are not those of whoever has a
// tidy label.
func TestOddLabels(t *testing.T) {
	for _, odd := range []string{"Petra [she/her]", "[Petra]", "<Petra>", "“Petra”", "»Petra«", "#Petra", "Petra*", "Petra [laughing]"} {
		body := strings.ReplaceAll("Interviewer: How was it?\n\n%: Good.\n\nInterviewer: And who paid?\n\n%: My aunt.\n\nInterviewer: Nobody else?\n\n%: Not a soul.\n", "%", odd)
		want := []string{"Interviewer: How was it?", "Petra: Good.", "Interviewer: And who paid?", "Petra: My aunt.", "Interviewer: Nobody else?", "Petra: Not a soul."}
		if diff := cmp.Diff(want, told(t, body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", odd, diff)
		}
	}
	list := "Interviewer: What was hard?\n\nPetra: Three things.\n\n- Trust: there was none.\n\n- Trust: nor later.\n\nInterviewer: And then?\n\nPetra: It rained.\n"
	if got := told(t, list); len(got) != 4 || !strings.HasPrefix(got[1], "Petra: Three things. - Trust") {
		t.Errorf("a list is read as %q", got)
	}
}

// A note beside a label is no part of it, also where the label alone occurs once; and a label of
// which the transcriber is not sure is nobody's, where more than one may have spoken.
func TestNotesAndGuesses(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"notes", "BL: What is it?\n\nJT: Too high.\n\nBL: And the flat?\n\nJT [laughing]: Far too high.\n\nBL: Sure?\n\nJT (thinks): Yes.\n",
			"BL: What is it?|JT: Too high.|BL: And the flat?|JT: Far too high.|BL: Sure?|JT: Yes."},
		{"notes without empty lines", "BL: What is it?\nJT: Too high.\nBL: And?\nJT [laughing]: Far too high.\nBL: Sure?\nJT (thinks): Yes.\n",
			"BL: What is it?|JT: Too high.|BL: And?|JT: Far too high.|BL: Sure?|JT: Yes."},
		{"a note after a comma", "BL: What is it?\n\nJT: Too high.\n\nBL: And?\n\nJT, after a pause: No.\n\nBL: Sure?\n\nJT: Yes.\n",
			"BL: What is it?|JT: Too high.|BL: And?|JT: No.|BL: Sure?|JT: Yes."},
		{"what somebody said", "BL: What is it?\n\nJT: Too high.\n\nBL: And?\n\nJT: It was her idea.\nBL, my old boss, said: no.\n\nBL: Sure?\n\nJT: Yes.\n",
			"BL: What is it?|JT: Too high.|BL: And?|JT: It was her idea. BL, my old boss, said: no.|BL: Sure?|JT: Yes."},
		{"a note beside a stand-in", "M: Wie?\n\nTN1: Gut.\n\nM: Und?\n\nTN4 (flüstert): Nein.\n\nM: Und?\n\nTN1: Ja.\n",
			"M: Wie?|TN1: Gut.|M: Und?|TN4: Nein.|M: Und?|TN1: Ja."},
		{"who a stand-in is", "M: Why?\n\nP1: Good.\n\nM: And?\n\nP4 (nurse): No.\n\nM: And?\n\nP1: Yes.\n",
			"M: Why?|P1: Good.|M: And?|P4 (nurse): No.|M: And?|P1: Yes."},
		{"a guess at who asks", "M: Wie?\n\nB1: Gut.\n\nM: Und?\n\nM?: Nein.\n\nM: Und?\n\nB1: Ja.\n", "M: Wie?|B1: Gut.|M: Und?|-: M?: Nein.|M: Und?|B1: Ja."},
		{"a guess among several", "M: Wie?\n\nB1: Gut.\n\nB2: Ja.\n\nM: Und?\n\nB1?: Nein.\n\nM: Und?\n\nB2 (?): Ja.\n\nB1: Nein.\n",
			"M: Wie?|B1: Gut.|B2: Ja.|M: Und?|-: B1?: Nein.|M: Und?|-: B2 (?): Ja.|B1: Nein."},
		{"a woman", "M: Wie?\n\nB1: Gut.\n\nM: Und?\n\nF?: Nein.\n\nM: Und?\n\nB1: Ja.\n", "M: Wie?|B1: Gut.|M: Und?|-: F?: Nein.|M: Und?|B1: Ja."},
		{"some participant", "M: Wie?\n\nB1: Gut.\n\nM: Und?\n\nTN?: Nein.\n\nM: Und?\n\nB1: Ja.\n", "M: Wie?|B1: Gut.|M: Und?|-: TN?: Nein.|M: Und?|B1: Ja."},
		{"a guess at a name", "Petra: Wie?\n\nAnna: Gut.\n\nPetra: Und?\n\nIda: Ja.\n\nAnna?: Nein.\n\nPetra: Und?\n\nAnna: Ja.\n\nIda: Ja.\n",
			"Petra: Wie?|Anna: Gut.|Petra: Und?|Ida: Ja.|-: Anna?: Nein.|Petra: Und?|Anna: Ja.|Ida: Ja."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// A line that begins with somebody's name in a form of its own ends the turn before it. Whoever a note of
// kinship tells apart is somebody else; who it is that another sign stands behind must speak otherwise.
func TestNamesInOtherForms(t *testing.T) {
	frame := "Brace: Why?\n\nMrs Amin: They never do.\n\n%\n\nBrace: Since when?\n\nMrs Amin: Since May.\n"
	german := "I1: Kein Problem.\nB: Danke.\nI1: Ja?\n%\nI1: Beim Bund.\nB: Genau.\n"
	tests := []struct{ frame, line, want string }{
		{frame, "Mr Amin (son): That is true.", "Mr Amin (son): That is true."},
		{frame, "Mrs Amin (her sister): That is true.", "Mrs Amin (her sister): That is true."},
		{frame, "Brace (Sohn): Das stimmt.", "Brace (Sohn): Das stimmt."},
		{frame, "Mrs Amin (smiling): That is true.", "Mrs Amin: That is true."},
		{frame, "Mrs Amin, smiling: That is true.", "Mrs Amin: That is true."},
		{frame, "Brace, after a pause: So what?", "Brace: So what?"},
		{frame, "Brace, the whole town: so what?", "-: Brace, the whole town: so what?"},
		{frame, "Brace - So what did you do?", "Brace: So what did you do?"},
		{frame, "Brace – So what did you do?", "Brace: So what did you do?"},
		{frame, "Brace -- What did you do?", "Brace: What did you do?"},
		{frame, "iPhone von Karl: Can you hear me?", "-: iPhone von Karl: Can you hear me?"},
		{frame, "Annas iPad: Can you hear me?", "Annas iPad: Can you hear me?"},
		{frame, "Joan Firth; And the rota?", "-: Joan Firth; And the rota?"},
		{frame, "Joan Firth - And the rota?", "-: Joan Firth - And the rota?"},
		{german, "B, zögernd: Wo waren wir?", "B: Wo waren wir?"},
		{german, "B, nach einer Pause: Wo waren wir?", "B: Wo waren wir?"},
		{german, "I1, leise: Wo waren wir?", "I1: Wo waren wir?"},
		{frame, "Brace, en riant : Quoi ?", "Brace: Quoi ?"},
		{frame, "Brace (à sa sœur) : Quoi ?", "Brace: Quoi ?"},
	}
	for _, tt := range tests {
		lines := strings.Split(strings.ReplaceAll(strings.Replace(tt.frame, "%", tt.want, 1), "\n\n", "\n"), "\n")
		if diff := cmp.Diff(lines[:len(lines)-1], told(t, strings.Replace(tt.frame, "%", tt.line, 1))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.line, diff)
		}
	}
	head := "Interviewer: Tom Brace\n\nTom Brace: Why?\nSusan Hartley: So.\nTom Brace; And the rota?\nSusan Hartley: It never changed.\n"
	want := []string{"-: Interviewer: Tom Brace", "Tom Brace: Why?", "Susan Hartley: So.", "Tom Brace: And the rota?", "Susan Hartley: It never changed."}
	if diff := cmp.Diff(want, told(t, head)); diff != "" {
		t.Errorf("a name in the head (-want +got)\n%s", diff)
	}
	for _, prose := range []string{"Three things: the dog, the rain.", "Note - this was long ago.", "Brace - the old one - paid.",
		"My boss said: we have no money.", "Northmoor - it was called so."} {
		if diff := cmp.Diff("Mrs Amin: They never do. "+prose, told(t, strings.Replace(frame, "\n\n%", "\n"+prose, 1))[1]); diff != "" {
			t.Errorf("prose (-want +got)\n%s", diff)
		}
	}
}
