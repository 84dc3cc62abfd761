package reader

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/corpus"
)

// mixed has scripts in which letters are wide, combine or run to the left, and what a
// terminal would obey.
var mixed = "Roe: " + "日本語の文章はとても長いので、行の終わりで折り返さなければなりません。それから続きます。" + `

Penn: שלום לכולם, זה טקסט בעברית שצריך להישבר לשורות. وهذا نص بالعربية أيضا, with English in it and a-very-long-hyphenated-word-that-goes-on.

Roe: Combining: ` + "e\u0301tude naïve 👩‍👩‍👧‍👦 family 🇬🇧 flag, control \u001b[31mred\u001b[0m \u202etxet\u202c." + `

Professor Mueller-Luedenscheidt of Northmoor: ` + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftskapitänsmützenabzeichen\tund weiter.\nzweite Zeile" + `
`

// moves are keys that change nothing in the project, edits those that may.
var (
	moves = []string{"j", "k", "l", "h", "w", "b", "v", "shift+right", "shift+left", "shift+down", "shift+up", "esc", "pgdown", "pgup", "g", "G", ".", ",",
		"tab", "shift+tab", "/ und enter", "n", "N", ": 2 enter", "c", "?", "backspace", "up", "down", "space", "ctrl+u"}
	edits = []string{"enter tru enter", "enter neu enter", "enter Trust space > space neu enter", "1", "2", "i", "d", "d enter", "m ja enter", "# 3 enter", "# enter",
		"a enter", "a down enter", "C", "enter"}
	takesBack = []string{"u", "r"}
)

// pressed presses some of the keys, and calls then after each.
func pressed(rt *rapid.T, m *Model, keys []string, then func()) {
	for range rapid.IntRange(1, 10).Draw(rt, "presses") {
		press(m, rapid.SampledFrom(keys).Draw(rt, "keys"))
		then()
	}
}

func all(lists ...[]string) (keys []string) {
	for _, l := range lists {
		keys = append(keys, l...)
	}
	return keys
}

// Law: the screen fits, and the terminal obeys nothing that the text holds.
func TestScreenFits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := open(t, mixed, nil)
		width, height := 80, 24
		pressed(rt, m, all(moves, edits, takesBack), func() {
			if rapid.IntRange(0, 6).Draw(rt, "resize") == 0 {
				width, height = rapid.IntRange(1, 130).Draw(rt, "width"), rapid.IntRange(1, 40).Draw(rt, "height")
				m.Update(tea.WindowSizeMsg{Width: width, Height: height})
			}
			screen := m.View().Content
			lines := strings.Split(screen, "\n")
			if len(lines) != height {
				rt.Fatalf("%d lines in a terminal of %d:\n%s", len(lines), height, ansi.Strip(screen))
			}
			for _, l := range lines {
				if w := ansi.StringWidth(l); w > width {
					rt.Fatalf("a line of %d columns in a terminal of %d: %q", w, width, ansi.Strip(l))
				}
			}
			if strings.ContainsAny(screen, "\u202e\t") || strings.Contains(screen, "\x1b[31mred") {
				rt.Fatalf("the text is obeyed: %q", screen)
			}
		})
	})
}

// Law: what is selected is a place in the text, in whole letters.
func TestSelectionIsInTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := open(t, rapid.SampledFrom([]string{interview, mixed}).Draw(rt, "text"), nil)
		pressed(rt, m, moves, func() {
			if err := m.text.Check(m.cursor); err != nil && m.cursor.Len() != 0 {
				rt.Fatal(err)
			}
			if m.anchored && !m.cursor.Overlaps(m.anchor) {
				rt.Fatalf("the selection %v has left where it began, %v", m.cursor, m.anchor)
			}
			if turn := m.turn(); turn < 0 || turn >= len(m.tr.Turns) {
				rt.Fatalf("turn %d of %d", turn, len(m.tr.Turns))
			}
		})
	})
}

// Law: each passage is words of the source, as the file keeps it.
func TestPassagesStandOnWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := open(t, mixed, nil)
		pressed(rt, m, all(moves, edits, edits, takesBack), func() {})
		s, err := m.app.Project.Study(ctx)
		if err != nil {
			rt.Fatal(err)
		}
		seen := map[corpus.Span]bool{}
		for i, p := range s.Passages {
			first, last := s.TagsOf(i)
			switch {
			case p.Text != m.text.ID || m.text.Check(p.Span) != nil:
				rt.Fatalf("passage %v is not in the text", p.Span)
			case strings.TrimSpace(m.text.Body[p.Span.Start:p.Span.End]) == "":
				rt.Fatalf("passage %v holds no words", p.Span)
			case seen[p.Span]:
				rt.Fatalf("two passages on %v", p.Span)
			case first == last && len(s.MemosOn(string(p.ID))) == 0:
				rt.Fatalf("passage %v has no tag", p.Span)
			}
			seen[p.Span] = true
		}
		if problems, err := m.app.Project.Check(ctx); err != nil || len(problems) > 0 {
			rt.Fatal(err, problems)
		}
	})
}

// state is all of a study that edits of a reader can change.
func state(rt *rapid.T, m *Model) any {
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		rt.Fatal(err)
	}
	themes, readings := []coding.Theme{}, []coding.Reading{}
	for _, t := range s.Themes {
		themes = append(themes, *t)
	}
	for _, r := range s.Readings {
		r.At = time.Time{}
		readings = append(readings, r)
	}
	return []any{themes, s.Passages, s.Tags, append([]coding.Memo{}, s.Memos...), readings}
}

// Law: taking back all edits brings the study back, and redoing them what it became.
func TestUndoBringsTheStudyBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := open(t, interview, nil)
		before := state(rt, m)
		pressed(rt, m, all(moves, edits, edits), func() {})
		press(m, "esc esc")
		after, made := state(rt, m), m.Edits()
		for range made {
			press(m, "u")
		}
		if diff := cmp.Diff(before, state(rt, m)); diff != "" {
			rt.Fatalf("after %d edits and as many undos (-before +after):\n%s", made, diff)
		}
		if press(m, "u"); m.Edits() != 0 || !strings.HasPrefix(m.message, "nothing to undo") {
			rt.Fatalf("%d edits left, it says %q", m.Edits(), m.message)
		}
		for range made {
			press(m, "r")
		}
		if diff := cmp.Diff(after, state(rt, m)); diff != "" {
			rt.Fatalf("after %d edits, as many undos and redos (-edits +redone):\n%s", made, diff)
		}
	})
}

// Law: tags are drawn at once as a study read anew has them.
func TestShownIsStored(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := open(t, interview, nil)
		for range rapid.IntRange(1, 8).Draw(rt, "presses") {
			for word := range strings.FieldsSeq(rapid.SampledFrom(all(moves, edits, edits, takesBack)).Draw(rt, "keys")) {
				for _, k := range keysOf(word) {
					m.Update(tea.KeyPressMsg(k)) // what is read in the background has not come yet
				}
			}
			s, err := m.app.Project.Study(ctx)
			if err != nil {
				rt.Fatal(err)
			}
			anew, err := New(ctx, Options{Session: m.app.On(s), Source: m.source})
			if err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(drawn(anew), drawn(m)); diff != "" {
				rt.Fatalf("(-stored +drawn)\n%s", diff)
			}
		}
	})
}

// drawn are the marks of a reader: their words, lane and themes.
func drawn(m *Model) (all []string) {
	for _, x := range m.marks {
		var themes []string
		for _, t := range x.tags {
			themes = append(themes, m.app.Study.Path(t.Theme))
		}
		slices.Sort(themes)
		all = append(all, fmt.Sprintf("%s in lane %d: %s", m.quote(x.span), x.lane, strings.Join(themes, ", ")))
	}
	return all
}
