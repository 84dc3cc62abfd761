package transcript

import (
	"strings"
	"testing"
	"time"
)

// A time inside a label is when the turn begins, and not among its words.
func TestTimesInLabels(t *testing.T) {
	said := []string{"How was it?", "It was good.", "And who paid?", "Nobody paid.", "Nobody?", "No."}
	for _, pair := range [][2]string{{"Q", "A"}, {"Anna", "Ben"}, {"I", "B"}, {"Interviewer", "P1"}, {"F", "A"}} {
		for _, form := range []string{"% (00:01): ", "% [00:01]: ", "% [00:00:01]: ", "%, 00:01: ", "% 00:01: ", "% (00:01 - 00:04): ", "% (0:01) : ", "% (00:01)：",
			"% - 00:01: ", "%: (00:01) ", "%: [00:00:01] ", "**% (00:01):** ", "% (00:01) "} {
			var body strings.Builder
			for n, words := range said {
				body.WriteString(strings.Replace(form, "%", pair[n%2], 1) + words + "\n")
			}
			doc := read(t, "a.txt", body.String())
			found := find(t, doc, Options{})
			if len(found.Turns) != len(said) {
				t.Errorf("%s %q: %d turns", pair[0], form, len(found.Turns))
				continue
			}
			for n, x := range found.Turns {
				words := doc.Body[x.Body:x.End]
				if x.Speaker != n%2 || words != said[n] || x.From != time.Second {
					t.Errorf("%s %q, turn %d: speaker %d at %v says %q", pair[0], form, n, x.Speaker, x.From, words)
					break
				}
			}
			if l := found.Speakers[0].Label; l != pair[0] {
				t.Errorf("%s %q: the first is called %q", pair[0], form, l)
			}
		}
	}
}
