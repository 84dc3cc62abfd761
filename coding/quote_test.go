package coding

import "testing"

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ s, want string }{
		{"Trust", `"Trust"`}, {"", `""`}, {`the "real" cost`, `'the "real" cost'`}, {"it's", `"it's"`}, {`Cost \> benefit`, `"Cost \> benefit"`},
		{`it's "real"`, `"it's \"real\""`}, {"a\nb", `"a\nb"`}, {"\xff", `"\xff"`}, {"Größe 🙂", `"Größe 🙂"`},
	} {
		if got := Quote(tt.s); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.s, got, tt.want)
		}
	}
	err := WithHint(Errorf(ErrInvalid, "theme %.6q: %s, %5s, %v, %d", `the "real" cost`, `a "b"`, "c", "d", 1), "add %q", `"x"`)
	if got, want := err.Error(), `theme 'the "r': a "b",     c, d, 1`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := Hint(err), `add '"x"'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
