package transcript

import (
	"fmt"
	"strings"
	"testing"
)

// Times of the day in notes of a visit are no speakers, with whatever words they are written, and no
// times of a recording; nor are the sentences behind them speakers.
func TestTimesOfTheDay(t *testing.T) {
	said := []string{"We arrive at the gate.", "The guard opens.", "We walk the yard.", "We leave.", "We arrive at the gate.", "The guard opens."}
	for _, form := range []string{
		"9:%d0 Uhr: ", "14:%d0 UTC: ", "14:%d0 hrs: ", "9:%d0 am: ", "Kl. 9:%d0: ", "At 9:%d0: ", "Um 9:%d0 Uhr: ", "Gegen 9:%d0: ",
		"14:%d0 Uhr - ", "14:%d0 CET – ", "14:%d0 o'clock: ", "%d Uhr: ", "9:%d0 - ", "09:%d0–10:15 Uhr: ", "[9:%d0 Uhr] ",
	} {
		t.Run(form, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("Visit to the depot\n\n")
			for i, s := range said {
				fmt.Fprintf(&b, form+"%s\n\n", i, s)
			}
			found := find(t, read(t, "a.txt", b.String()), Options{})
			if len(found.Speakers) > 0 || len(found.Turns) != len(said)+1 {
				t.Errorf("%v speak in %d turns", found.Speakers, len(found.Turns))
			}
			for _, u := range found.Turns {
				if u.From >= 0 {
					t.Errorf("a turn at %v", u.From)
				}
			}
		})
	}
	found := find(t, read(t, "a.txt", "9:30 Uhr Ian: Who came?\n\n9:31 Uhr Petra: Nobody.\n\n9:32 Uhr Ian: Why?\n\n9:33 Uhr Petra: Rain.\n"), Options{})
	if len(found.Speakers) != 2 {
		t.Errorf("%v speak", found.Speakers)
	}
}
