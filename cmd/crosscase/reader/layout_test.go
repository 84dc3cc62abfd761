package reader

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Lines break at blanks and after hyphens, around wide letters, and in a word that is wider
// than a line.
func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		width      int
		want       []string
	}{
		{"nothing", "", 10, []string{""}},
		{"short", "one two", 10, []string{"one two"}},
		{"at a blank", "one two three", 10, []string{"one two ", "three"}},
		{"as wide as the line", "one two tw three", 10, []string{"one two tw", "three"}},
		{"after a hyphen", "one two-three", 10, []string{"one two-", "three"}},
		{"in a long word", "abcdefghijklm no", 10, []string{"abcdefghij", "klm no"}},
		{"at a line end", "one\ntwo", 10, []string{"one", "two"}},
		{"an empty line between", "one\n\ntwo", 10, []string{"one", "", "two"}},
		{"wide letters", "日本語の文", 4, []string{"日本", "語の", "文"}},
		{"no full stop begins a line", "日本。語", 4, []string{"日", "本。", "語"}},
		{"wide letters after others", "ab日本", 4, []string{"ab日", "本"}},
		{"letters that combine", "e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
		{"a picture of several letters", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, []string{"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := page{width: tt.width}
			p.wrap(tt.body, corpus.Span{Start: 0, End: len(tt.body)}, 0)
			var got []string
			for _, l := range p.lines {
				got = append(got, tt.body[l.start:l.end])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%d columns (-want +got):\n%s", tt.width, diff)
			}
		})
	}
}

// Every byte of a turn's words is in the line that lineAt finds for it.
func TestLineAt(t *testing.T) {
	for _, width := range []int{20, 80} {
		m := open(t, mixed, nil)
		m.Update(tea.WindowSizeMsg{Width: width, Height: 24})
		for i, turn := range m.tr.Turns {
			span := m.text.Trim(turn.Words())
			for at := span.Start; at < span.End; at++ {
				l := m.page.lines[m.lineAt(at)]
				if l.turn != i || l.kind != wordsLine || at < l.start || at > l.end { // a blank at the end is between two lines
					t.Fatalf("width %d: byte %d of turn %d is in line %+v", width, at, i, l)
				}
			}
		}
		if n := m.lineAt(len(m.text.Body)); m.page.lines[n].turn != len(m.tr.Turns)-1 {
			t.Errorf("what follows the last turn is in line %d of %d", n, len(m.page.lines))
		}
	}
}

// Lines of the page hold every word of the text once, in order, and fit.
func TestLayout(t *testing.T) {
	for _, body := range []string{interview, mixed} {
		for _, width := range []int{20, 33, 80, 200} {
			m := open(t, body, nil)
			m.Update(tea.WindowSizeMsg{Width: width, Height: 24})
			var b strings.Builder
			for _, l := range m.page.lines {
				if l.kind != wordsLine {
					continue
				}
				words := strings.TrimRight(m.text.Body[l.start:l.end], " ")
				if w := ansi.StringWidth(printable(words)); w > m.page.width {
					t.Errorf("%q: %d columns, %d are there", words, w, m.page.width)
				}
				b.WriteString(m.text.Body[l.start:l.end])
			}
			var want strings.Builder
			for _, turn := range m.tr.Turns {
				span := m.text.Trim(turn.Words())
				want.WriteString(m.text.Body[span.Start:span.End])
			}
			squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if diff := cmp.Diff(squeeze(want.String()), squeeze(b.String())); diff != "" {
				t.Errorf("width %d (-text +lines):\n%s", width, diff)
			}
		}
	}
}

// Letters find themes by the beginning of a word, by a part, or by letters in this order.
func TestMatching(t *testing.T) {
	names := []string{"Cost > Trusted money", "Distrust", "Trust", "Motivation > Savings", "Time to rest, usually"}
	for letters, want := range map[string][]string{
		"tru":     {"Cost > Trusted money", "Trust", "Distrust", "Time to rest, usually"},
		"TRUST":   {"Cost > Trusted money", "Trust", "Distrust"},
		"sav":     {"Motivation > Savings"},
		"strust":  {"Distrust", "Cost > Trusted money"},
		"mosa":    {"Motivation > Savings", "Time to rest, usually"},
		"zebra":   nil,
		"motiv s": {"Motivation > Savings"},
	} {
		var got []string
		for _, i := range matching(letters, names) {
			got = append(got, names[i])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q finds (-want +got):\n%s", letters, diff)
		}
	}
}
