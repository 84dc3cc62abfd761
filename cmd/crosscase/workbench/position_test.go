package workbench

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"crosscase/corpus"
)

// Pieces lie side by side and are the text; every place in the text becomes a position
// in the browser and the same place again.
func TestPositionsAreThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune("ab é😀\n\u0301\u200dשל👩")), 1, 60, -1).Draw(rt, "body")
		tr := &corpus.Transcript{Speakers: []corpus.Speaker{{Label: "A"}}}
		at := func(from int) int { // a place on a rune boundary
			n := rapid.IntRange(from, len(body)).Draw(rt, "at")
			for n < len(body) && !utf8.RuneStart(body[n]) {
				n++
			}
			return n
		}
		for from := 0; from < len(body) && len(tr.Turns) < 5; {
			start := at(from)
			label := at(start)
			end := at(label)
			tr.Turns = append(tr.Turns, corpus.Turn{Start: start, Body: label, End: end, Speaker: rapid.IntRange(-1, 0).Draw(rt, "speaker")})
			from = end
		}
		l := layout{corpus.Text{Body: body}, pieces(body, tr)}
		var whole strings.Builder
		for i, p := range l.pieces {
			if p.Len() == 0 || i > 0 && l.pieces[i-1].End != p.Start {
				rt.Fatalf("piece %d is %v, after %v", i, p, l.pieces[max(i-1, 0)])
			}
			whole.WriteString(body[p.Start:p.End])
		}
		if whole.String() != body {
			rt.Fatalf("pieces hold %q of %q", whole.String(), body)
		}
		for n := range body {
			for _, end := range []bool{false, true} {
				if end && n == 0 {
					continue
				}
				p := l.position(n, end)
				if want := len(utf16.Encode([]rune(body[p.At:n]))); p.Units != want {
					rt.Fatalf("byte %d is %d units behind byte %d, not %d", n, want, p.At, p.Units)
				}
				if back, err := l.bytes(p); err != nil || back != n {
					rt.Fatalf("byte %d becomes %v and %d, %v", n, p, back, err)
				}
			}
		}
	})
}

// What a page may send that is no place in the text is refused, with nothing marked.
func TestPositionsThatAreNot(t *testing.T) {
	body := "ROE: 😀 hm"
	tr := &corpus.Transcript{Speakers: []corpus.Speaker{{Label: "ROE"}}, Turns: []corpus.Turn{{Start: 0, Body: 5, End: len(body)}}}
	l := layout{corpus.Text{Body: body}, pieces(body, tr)}
	for _, tt := range []struct {
		name       string
		start, end position
		words      string
	}{
		{"no piece begins there", position{4, 0}, position{5, 2}, "😀"},
		{"in the middle of a letter", position{5, 1}, position{5, 2}, "😀"},
		{"beyond the end", position{5, 0}, position{5, 99}, "😀 hm"},
		{"before the beginning", position{5, -1}, position{5, 2}, "😀"},
		{"nothing", position{5, 2}, position{5, 2}, ""},
		{"backwards", position{5, 4}, position{5, 2}, ""},
		{"other words", position{5, 0}, position{5, 2}, "🙂"},
	} {
		if span, err := l.span(tt.start, tt.end, tt.words); err == nil {
			t.Errorf("%s: %v", tt.name, span)
		}
	}
	if span, err := l.span(position{5, 0}, position{5, 2}, "😀"); err != nil || body[span.Start:span.End] != "😀" {
		t.Errorf("%v, %v", span, err)
	}
}
