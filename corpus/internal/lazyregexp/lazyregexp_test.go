package lazyregexp

import "testing"

func TestNew(t *testing.T) {
	digits := New(`\d+`)
	if got := digits().FindString("page 12 of 30"); got != "12" {
		t.Errorf("found %q, want %q", got, "12")
	}
	if first, second := digits(), digits(); first != second {
		t.Error("the expression is compiled twice")
	}
}

func TestInvalidPatternPanicsWhenUsed(t *testing.T) {
	broken := New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("an invalid pattern is accepted")
		}
	}()
	broken()
}
