package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Items of a list and refrains are words of whoever speaks, however often they recur.
func TestListsWithinAnswers(t *testing.T) {
	const before = "I: How did it go?\n\nB: Well.\n\nI: And the plan?\n\nB: There was one."
	for _, items := range []string{
		"Phase 1: we sort.\n\nPhase 2: we write.\n\nPhase 1: again.", "Step 3: we wait.", "Option A: the bus.\n\nOption B: the tram.",
		"Monday: we met.\n\nTuesday: we wrote.", "Morning: tea.\n\nAfternoon: cake.\n\nMorning: tea.\n\nAfternoon: cake.",
		"Pros: cheap.\n\nCons: slow.", "Item 1: paper.\n\nItem 2: ink.\n\nItem 1: paper.", "Level I: roof.\n\nLevel II: cellar.",
		"Ziel: weniger Papier.", "Ebene 1: die Leitung.\n\nEbene 2: das Team.", "Erstens: Geld.\n\nZweitens: Zeit.",
		"Erste Phase: sammeln.\n\nZweite Phase: sortieren.", "Montag: Treffen.\n\nDienstag: Schreiben.\n\nMontag: Treffen.",
		"2019: we began.\n\n2020: we stopped.", "Säule 1: Geld.\n\nSäule 2: Zeit.\n\nSäule 3: Leute.",
		"Étape 1 : collecter.\n\nÉtape 2 : trier.", "Avantages : aucun.\n\nInconvénients : beaucoup.", "Этап 1: сбор.\n\nЭтап 2: разбор.",
		"He said: no.\n\nHe said: never.", "My view: fine.\n\nMy view: still fine.", "The boss said: no.\n\nThe boss said: no.",
		"Mein Ziel: weniger.\n\nMein Ziel: noch weniger.", "She goes: what?\n\nI go: nothing.\n\nShe goes: what?\n\nI go: nothing.",
	} {
		doc := read(t, "a.txt", before+"\n\n"+items+"\n\nI: Was it kept?\n\nB: Mostly.\n\nI: Good.\n\nB: Yes.\n")
		said := turnsOf(doc, find(t, doc, Options{}))
		if want := "B: There was one. " + strings.ReplaceAll(items, "\n\n", " "); len(said) != 8 || said[3] != want {
			t.Errorf("%d turns with %q, want %q", len(said), said[3], want)
		}
	}
}

// People may have a noun and a number for a label as well: they answer those who ask.
func TestEnumeratedPeople(t *testing.T) {
	for _, noun := range []string{"Winzer", "Sherpa", "Item", "Kommissar"} {
		var b strings.Builder
		for range 3 {
			b.WriteString("Moderator: What about frost?\n\n" + noun + " 1: We heat.\n\n" + noun + " 2: We wait.\n\n")
		}
		found := find(t, read(t, "a.txt", b.String()), Options{})
		var got []string
		for _, s := range found.Speakers {
			got = append(got, s.Label)
		}
		if diff := cmp.Diff([]string{"Moderator", noun + " 1", noun + " 2"}, got); diff != "" {
			t.Error(diff)
		}
	}
}

// What is right below a question is not said by whoever asks it; a single item of an unknown
// noun may be a person.
func TestDoubtfulItems(t *testing.T) {
	tests := map[string]string{
		"Option A: the bus.": "-: Option A: the bus. Option B: the tram.",
		"Säule 1: Geld.":     "-: Säule 1: Geld.",
		"Question: who?":     "-: Question: who?",
	}
	for line, want := range tests {
		items := line
		if strings.HasPrefix(line, "Option") {
			items += "\n\nOption B: the tram."
		}
		doc := read(t, "a.txt", "I: How did it go?\n\nB: Well.\n\nI: Good.\n\nB: Yes.\n\nI: Which ones?\n\n"+items+"\n\nI: So.\n\nB: Yes.\n")
		if said := turnsOf(doc, find(t, doc, Options{})); said[5] != want {
			t.Errorf("%q is %q, want %q", line, said[5], want)
		}
	}
}

func TestListed(t *testing.T) {
	for key, want := range map[string]bool{
		"phase 1": true, "phase1": true, "step 2.": true, "item 3.1": true, "option a": true, "level iv": true, "monday": true,
		"first step": true, "2019": true, "1899": false, "p 1": false, "roe": false, "roe 1": false, "phase of roe": false, "": false,
		"1": false, "erste phase": true, "next point 3": true,
	} {
		if got := listed(key); got != want {
			t.Errorf("listed(%q) = %v, want %v", key, got, want)
		}
	}
}
