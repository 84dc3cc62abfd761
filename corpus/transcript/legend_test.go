package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A label that a legend declares ends the turn before it also without a colon, and means whom the legend
// names.
func TestDeclaredLabels(t *testing.T) {
	const legend = "Moderation: Jonas Keller (M)\nP1 = Aylin (Chirurgie)\nP2 = Bernd (Innere)\nP6 = Fatma (Kinderklinik)\n\n"
	const before, after = "M: Erste Runde?\nP1: Anmelden.\nP2: Ein Zettel.\n", "\nM: Und das Vertrauen?\nP1: Gut.\nP2: Naja.\n"
	for line, want := range map[string]string{
		"P6 Bei den Kindern gibt es das nicht.":      "Fatma: Bei den Kindern gibt es das nicht.",
		"P6: Bei den Kindern gibt es das nicht.":     "Fatma: Bei den Kindern gibt es das nicht.",
		"P6 (lacht): Bei den Kindern.":               "Fatma: Bei den Kindern.",
		"P6; Bei den Kindern.":                       "Fatma: Bei den Kindern.",
		"P6 hat das gesagt.":                         "",
		"P6, sagt man, hat das gesagt.":              "",
		"P2 Bei uns hängt noch einer, wie man weiß.": "Bernd: Bei uns hängt noch einer, wie man weiß.",
	} {
		got := told(t, legend+before+line+after)
		wanted := []string{"Jonas Keller: Erste Runde?", "Aylin: Anmelden.", "Bernd: Ein Zettel.", want, "Jonas Keller: Und das Vertrauen?", "Aylin: Gut.",
			"Bernd: Naja."}
		if want == "" {
			wanted = append(append(wanted[:2:2], "Bernd: Ein Zettel. "+line), wanted[4:]...)
		}
		if !strings.HasPrefix(got[0], "-: ") {
			t.Errorf("%s: the legend is %q", line, got[0])
			continue
		}
		if diff := cmp.Diff(wanted, got[1:]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", line, diff)
		}
	}
}

// A label that a legend declares for a name is that person's alone: who speaks under another is somebody else.
func TestLegendsNameOne(t *testing.T) {
	got := told(t, "Legend: I = Interviewer, FB = Frau Braun, P7 = Nurse\n\nI: Why?\nFB: Because.\nP7: No.\nI: And?\nFB Today it is fine.\nI: Good.\nP7: Yes.\n")
	want := []string{"I: Why?", "Frau Braun: Because.", "P7: No.", "I: And?", "Frau Braun: Today it is fine.", "I: Good.", "P7: Yes."}
	if diff := cmp.Diff(want, got[1:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
