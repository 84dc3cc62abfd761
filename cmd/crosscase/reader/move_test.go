package reader

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What keys select, beginning with the first of four turns.
func TestMoves(t *testing.T) {
	const second = "With money. We picked up the phone, and they listened. Nobody else had."
	tests := []struct{ name, keys, want string }{
		{"nothing", "", "How did it begin?"},
		{"the next turn", "j", second},
		{"the turn before the first", "k", "How did it begin?"},
		{"the turn after the last", "G j", "Trust came later, and cost us less than we feared."},
		{"the last and the first", "G g", "How did it begin?"},
		{"the first sentence of a turn", "j l", "With money."},
		{"the next sentence", "j l l", "We picked up the phone, and they listened."},
		{"the last sentence of a turn, backwards", "j h", "Nobody else had."},
		{"the sentence before", "j h h", "We picked up the phone, and they listened."},
		{"into the next turn by sentence", "j h l", "And then?"},
		{"into the turn before by sentence", "j l h", "How did it begin?"},
		{"the first word", "j w", "With"},
		{"the next words, without punctuation", "j w w", "money"},
		{"a word after punctuation", "j w w w", "We"},
		{"the word before", "j w w b", "With"},
		{"the last word of a turn, backwards", "j b", "had"},
		{"into the turn before by word", "j w b", "begin"},
		{"a sentence from a word in it", "j w w w w l", "Nobody else had."},
		{"the turn of a word", "j w w j", "And then?"},
		{"on by words", "j w v w w", "With money. We"},
		{"on by words, and back", "j w v w w b", "With money"},
		{"back by words", "j w w w v b b", "With money. We"},
		{"back over where it began", "j w w v w b b", "With money"},
		{"on by sentences over turns", "j h v l", "Nobody else had.\n\nInterviewer: And then?"},
		{"back by turns", "j shift+up", "How did it begin?\n\nRoe: " + second},
		{"on by sentences with shift", "j l shift+right", "With money. We picked up the phone, and they listened."},
		{"back by sentences with shift", "j l l shift+left", "With money. We picked up the phone, and they listened."},
		{"let go", "j w v w w esc", second},
		{"let go with v, and into what was chosen", "j w v w v w", "With"},
		{"let go by going to a turn", "j w v w g", "How did it begin?"},
		{"a turn by its number", ": 3 enter", "And then?"},
		{"a turn that is not there", ": 5 enter", "How did it begin?"},
		{"no number", ": x enter", "How did it begin?"},
		{"a screen on", "pgdown", "Trust came later, and cost us less than we feared."},
		{"a screen on and back", "pgdown pgup", "How did it begin?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, interview, nil)
			press(m, tt.keys)
			if got := m.text.Body[m.cursor.Start:m.cursor.End]; got != tt.want {
				t.Errorf("%s selects %q, want %q", tt.keys, got, tt.want)
			}
		})
	}
}

// Going from one tagged passage, match or untagged turn to the next, and around.
func TestGoingAround(t *testing.T) {
	tests := []struct{ name, keys, want, says string }{
		{"no tagged passage", "tab", "How did it begin?", "no tagged passage"},
		{"the next tagged passage", "g tab", "With money.", "tagged passage 1 of 2"},
		{"the one after it", "g tab tab", "Nobody else had.", "tagged passage 2 of 2"},
		{"around", "g tab tab tab", "With money.", "tagged passage 1 of 2"},
		{"the one before", "G shift+tab", "Nobody else had.", "tagged passage 2 of 2"},
		{"around backwards", "G shift+tab shift+tab shift+tab", "Nobody else had.", "tagged passage 2 of 2"},
		{"no search", "n", "How did it begin?", "no match"},
		{"a match", "/ listened enter", "listened", "match 1 of 1"},
		{"the next match", "/ we enter n", "we", "match 2 of 2"},
		{"around the matches", "/ we enter n n", "We", "match 1 of 2"},
		{"the match before", "/ we enter N", "we", "match 2 of 2"},
		{"a query that is not closed", "/ ( enter", "How did it begin?", "query, character 1"},
		{"the next turn without a tag", ".", "With money. We picked up the phone, and they listened. Nobody else had.", ""},
		{"the one after tagged turns", "g .", "And then?", ""},
		{"none below", "G .", "Trust came later, and cost us less than we feared.", "no untagged turn below"},
		{"the one before", "G ,", "And then?", ""},
		{"the one before tagged turns", "G , ,", "How did it begin?", ""},
		{"none above", "g ,", "How did it begin?", "no untagged turn above"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, interview, nil)
			if strings.ContainsAny(tt.keys, "gG") { // two passages of the second turn are tagged
				press(m, "j l enter tru enter l l enter tru enter g")
			}
			press(m, tt.keys)
			if got := m.text.Body[m.cursor.Start:m.cursor.End]; got != tt.want || !strings.HasPrefix(m.message, tt.says) {
				t.Errorf("%s selects %q and says %q, want %q and %q", tt.keys, got, m.message, tt.want, tt.says)
			}
		})
	}
}

// An empty query ends a search, as Esc does.
func TestSearchEnds(t *testing.T) {
	for _, keys := range []string{"/ enter", "esc"} {
		m := open(t, interview, nil)
		press(m, "/ we enter")
		if len(m.hits) != 2 {
			t.Fatalf("%d matches, want 2", len(m.hits))
		}
		if press(m, keys); len(m.hits) > 0 || m.query != "" {
			t.Errorf("%s leaves %d matches of %q", keys, len(m.hits), m.query)
		}
	}
}

// What is selected is on the screen, whatever its size; of what is larger than the screen
// its moving end is.
func TestFollow(t *testing.T) {
	body := strings.Repeat("Roe: We picked up the phone, and they listened; nobody else had done that before.\n\nPenn: Yes.\n\n", 40)
	for _, height := range []int{6, 10, 24} {
		m := open(t, body, nil)
		m.Update(tea.WindowSizeMsg{Width: 40, Height: height})
		shows := func(at int) bool {
			n := m.lineAt(at)
			return n >= m.top && n < m.top+m.rows()
		}
		all := []string{"j j j j j j", "w w w", "G", "k k", ": 40 enter", "k h h", "g", "pgdown pgdown", "pgup", "g"}
		all = append(append(all, slices.Repeat([]string{"w"}, 60)...), slices.Repeat([]string{"b"}, 60)...)
		for _, keys := range all { // word by word the cursor comes by each line
			press(m, keys)
			first, last := m.lineAt(m.cursor.Start), m.lineAt(m.cursor.End-1)
			if name := m.page.begins[m.turn()]; first == name+1 { // of who speaks, above what they say first
				first = name
			}
			end := m.top + m.rows()
			if last = min(last, first+m.rows()-1); first < m.top || last >= end {
				t.Errorf("height %d, after %s: lines %d to %d of turn %d are not in lines %d to %d", height, keys, first, last, m.turn()+1,
					m.top, end-1)
			}
		}
		press(m, "g")
		for range 30 {
			if press(m, "shift+down"); !shows(m.cursor.End - 1) {
				t.Errorf("height %d: the end of the selection, in turn %d, is not shown", height, m.turn()+1)
			}
		}
		press(m, "esc G")
		for range 30 {
			if press(m, "shift+up"); !shows(m.cursor.Start) {
				t.Errorf("height %d: the beginning of the selection, in turn %d, is not shown", height, m.turn()+1)
			}
		}
	}
}
