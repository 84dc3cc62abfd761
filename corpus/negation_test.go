package corpus

import "testing"

func TestNegationChanged(t *testing.T) {
	for _, tt := range []struct {
		was, now string
		want     bool
	}{
		{"We did trust them.", "We did not trust them.", true},
		{"We did not trust them.", "We did NOT trust them!", false},
		{"We don’t trust them.", "We do not trust them.", false},
		{"We don't trust them.", "We do trust them.", true},
		{"I can't say.", "I cannot say.", false},
		{"Nobody came.", "Somebody came.", true},
		{"Das war kein Problem.", "Das war ein Problem.", true},
		{"Ich weiß es nicht.", "Ich weiß es.", true},
		{"Il n'a rien dit.", "Il a dit cela.", true},
		{"No, no, that was it.", "No, that was it.", true},
		{"The knot in it", "The note in it", false},
		{"We trusted them.", "We trust them.", false},
		{"", "", false},
	} {
		if got := NegationChanged(tt.was, tt.now); got != tt.want {
			t.Errorf("%q and %q: %v, want %v", tt.was, tt.now, got, tt.want)
		}
	}
}
