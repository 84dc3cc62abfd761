package transcript

import (
	"strings"
	"testing"
)

// Whoever is listed above a transcript is believed to speak also where they do so once, whatever note
// stands beside the name; others who do have no speaker. Neither is ever the speaker before.
func TestNotesBesideNamesThatOccurOnce(t *testing.T) {
	const text = "%HEAD\n\nJONAS: Welcome. Who wants to start?\nANNA: I will. It was chaos.\nBEN: Chaos? It was war.\n" +
		"CLEO: For us it was fine.\n%LABEL Lucky you.\nJONAS: And you?\nANNA: Me too.\nBEN: Me three.\nCLEO: Me four.\n"
	heads := map[string]string{
		"Participants: Anna (nurse), Ben (porter), Cleo (pharmacist), Dan (ward clerk)": "Dan: Lucky you.",
		"Anwesend: Anna (Pflege), Ben (Pflege), Cleo (Apotheke), Dan Roe (Empfang)":     "Dan Roe: Lucky you.",
		"A talk about the ward": "-: ",
	}
	for head, want := range heads {
		for _, label := range []string{"DAN (laughs):", "DAN (to Cleo):", "DAN [to Cleo]:", "Dan [laughs]:", "DAN (quietly):", "DAN:", "DAN (an alle):",
			"DAN (zu Cleo):", "DAN [lacht]:", "DAN (in a low voice):", "DAN [with a smile]:", "DAN (ward clerk):"} {
			got := told(t, strings.NewReplacer("%HEAD", head, "%LABEL", label).Replace(text))
			if want == "-: " && len(got) > 5 && strings.HasPrefix(label, "Dan") { // one name among others
				continue
			}
			if len(got) != 10 || !strings.HasPrefix(got[5], want) || !strings.HasSuffix(got[5], "Lucky you.") {
				t.Errorf("%s below %q: %q", label, head, got)
			}
		}
	}
}

// A note behind a part of a sentence makes no label of it.
func TestNotesInSentences(t *testing.T) {
	for _, line := range []string{"Three things (to be honest): trust, money and time.", "The question [for us]: who holds the key?",
		"What mattered (to me): the rota.", "The boss said (laughing): go home."} {
		got := told(t, "Roe: Why?\nPenn: It was hard.\n"+line+"\nRoe: And then?\nPenn: It rained.\n")
		if len(got) != 4 {
			t.Errorf("%s: %q", line, got)
		}
	}
}
