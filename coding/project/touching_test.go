package project

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// A mark is found wherever it is, also where pieces that are read meet.
func TestMentions(t *testing.T) {
	marks := idMarks([]string{"abc", `q"<`})
	const piece = 1 << 16
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"nothing", "", false},
		{"alone", `{"table":"themes","id":"abc"}`, true},
		{"another one", `{"id":"abcd","parent":"abc"}`, false},
		{"quoted", `{"id":"q\"\u003c"}`, true},
		{"far away", strings.Repeat("x", 3*piece) + `"id":"abc"`, true},
		{"not far away", strings.Repeat("x", 3*piece), false},
	} {
		if got, err := mentions(strings.NewReader(tt.text), marks); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
	for before := piece - 20; before < piece+40; before++ {
		text := strings.Repeat("x", before) + `"id":"abc"` + strings.Repeat("y", piece)
		if got, err := mentions(strings.NewReader(text), marks); !got || err != nil {
			t.Errorf("behind %d letters: %v, %v", before, got, err)
		}
	}
	if _, err := mentions(iotest.ErrReader(errors.New("damaged")), marks); err == nil {
		t.Error("what cannot be read is read")
	}
}
