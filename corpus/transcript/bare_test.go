package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A few labels that begin most lines in turn are speakers without a colon, too.
func TestBareLabels(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"letters", "I Wie war das?\n\nB Er blieb.\n\nI  Warum?\n\nB Ähm, er war müde.\n\nI ähm und dann?\n\nB die Leute waren nicht mehr da\n",
			"I: Wie war das?|B: Er blieb.|I: Warum?|B: Ähm, er war müde.|I: ähm und dann?|B: die Leute waren nicht mehr da"},
		{"lines that go on", "I Wie war das?\nB Er blieb, weil\nes schneite.\nI Warum?\nB Er war müde.\n",
			"I: Wie war das?|B: Er blieb, weil es schneite.|I: Warum?|B: Er war müde."},
		{"words of English", "I How did it go?\n\nA Now I was happy, as I said a minute or a day ago.\n\nA man came in.\n\nI Who?\n\nA The boss.\n\n" +
			"I think so.\n\nI And then?\n\nA He left.\n",
			"I: How did it go?|A: Now I was happy, as I said a minute or a day ago. A man came in.|I: Who?|A: The boss. I think so.|I: And then?|A: He left."},
		{"undecided", "E Comment ?\n\nA Bien.\n\nE Et qui ?\n\nA Personne.\n\nE euh pourquoi ?\n\nE Vraiment ?\n\nA Oui.\n",
			"E: Comment ?|A: Bien.|E: Et qui ?|A: Personne.|-: E euh pourquoi ?|E: Vraiment ?|A: Oui."},
		{"others with numbers", "I Why?\n\nP1 Cost.\n\nI And you?\n\nP2 Cost as well.\n\nI All of you?\n\nP1 Yes.\n\nP3 No.\n",
			"I: Why?|P1: Cost.|I: And you?|P2: Cost as well.|I: All of you?|P1: Yes.|P3: No."},
		{"with and without a full stop", "I Wie?\n\nB Gut.\n\nI. Und dann?\n\nB Schlecht.\n\nI Warum?\n\nB. Es schneite.\n",
			"I: Wie?|B: Gut.|I: Und dann?|B: Schlecht.|I: Warum?|B: Es schneite."},
		{"lower case", "A ja genau\nB mhm\nA und dann kam er\nB nee echt\nA ja sicher\nB krass\n",
			"A: ja genau|B: mhm|A: und dann kam er|B: nee echt|A: ja sicher|B: krass"},
		{"names", "Petra Wie war das?\n\nAnna Gut.\n\nPetra Und dann?\n\nAnna Schlecht.\n\nPetra Warum?\n\nAnna Es schneite.\n",
			"Petra: Wie war das?|Anna: Gut.|Petra: Und dann?|Anna: Schlecht.|Petra: Warum?|Anna: Es schneite."},
		{"times before them", "[00:00:01] I Wie?\n[00:00:04] B Gut.\n[00:00:07] I Und?\n[00:00:09] B Nein.\n", "I: Wie?|B: Gut.|I: Und?|B: Nein."},
		{"among labels with a colon", "I: Wie war das?\n\nB: Gut.\n\nI Und wer zahlte?\n\nB Niemand.\n\nI: Und dann?\n\nB: Der Winter.\n",
			"I: Wie war das?|B: Gut.|I: Und wer zahlte?|B: Niemand.|I: Und dann?|B: Der Winter."},
		{"a sentence among labels with a colon", "I: How was it?\n\nR: Good.\n\nI think so.\n\nI: And then?\n\nR: He left.\n",
			"I: How was it?|R: Good. I think so.|I: And then?|R: He left."},
		{"prose", "A man came in.\n\nI think he was tired.\n\nA woman followed.\n\nI asked her why.\n\nA child cried.\n\nI left.\n",
			"-: A man came in.|-: I think he was tired.|-: A woman followed.|-: I asked her why.|-: A child cried.|-: I left."},
		{"prose in Spanish", "A mí me gusta.\n\nY después vino.\n\nA veces no.\n\nY nada más.\n\nA mí no.\n\nY punto.\n",
			"-: A mí me gusta.|-: Y después vino.|-: A veces no.|-: Y nada más.|-: A mí no.|-: Y punto."},
		{"nouns with capitals", "Die Wehr kam.\n\nDer Chef ging.\n\nDie Leute riefen.\n\nDer Wagen stand.\n\nDie Tür war zu.\n\nDer Tag war lang.\n",
			"-: Die Wehr kam.|-: Der Chef ging.|-: Die Leute riefen.|-: Der Wagen stand.|-: Die Tür war zu.|-: Der Tag war lang."},
		{"choices", "Which is right?\n\nA The police.\n\nB The fire service.\n\nWhich is best?\n\nA To wait.\n\nB To go.\n",
			"-: Which is right?|-: A The police.|-: B The fire service.|-: Which is best?|-: A To wait.|-: B To go."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
