package reader

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"crosscase/coding"
)

// key does what a key is bound to, and returns what to run in the background.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "ctrl+c" {
		return tea.Quit
	}
	switch m.mode {
	case helping:
		m.mode = reading
		return nil
	case choosing, writing:
		return m.inputKey(k)
	}
	m.message = ""
	for _, b := range bindings() {
		if slices.Contains(b.keys, k.String()) {
			return b.do(m, k.String())
		}
	}
	return nil
}

// A binding is what keys do while the coder reads.
type binding struct {
	keys []string
	name string // of the keys in the help; "" where the binding before covers them
	help string
	do   action
}

// An action does what a key is bound to, and returns what to run in the background.
type action func(m *Model, key string) tea.Cmd

// then is an action with nothing to run in the background.
func then(do func(m *Model)) action {
	return func(m *Model, _ string) tea.Cmd { do(m); return nil }
}

// bindings are all keys of the reader, in the order of the help.
func bindings() []binding {
	return slices.Concat(moveKeys(), findKeys(), tagKeys(), otherKeys())
}

func moveKeys() []binding {
	by := func(u unit, by int) action { return then(func(m *Model) { m.move(u, by) }) }
	extend := func(u unit, by int) action { return then(func(m *Model) { m.extend(u, by) }) }
	return []binding{
		{[]string{"down", "j"}, "↓ ↑  j k", "next, previous turn", by(byTurn, 1)},
		{[]string{"up", "k"}, "", "", by(byTurn, -1)},
		{[]string{"right", "l"}, "→ ←  l h", "next, previous sentence", by(bySentence, 1)},
		{[]string{"left", "h"}, "", "", by(bySentence, -1)},
		{[]string{"w"}, "w b", "next, previous word", by(byWord, 1)},
		{[]string{"b"}, "", "", by(byWord, -1)},
		{[]string{"v", "space"}, "v", "choose from here on: moves extend; Esc lets go", then((*Model).toggleAnchor)},
		{[]string{"esc"}, "", "", then((*Model).deselect)},
		{[]string{"shift+right"}, "shift+→ ←", "extend by a sentence; shift+↓ ↑ by a turn", extend(bySentence, 1)},
		{[]string{"shift+left"}, "", "", extend(bySentence, -1)},
		{[]string{"shift+down"}, "", "", extend(byTurn, 1)},
		{[]string{"shift+up"}, "", "", extend(byTurn, -1)},
		{[]string{"pgdown", "ctrl+f"}, "PgDn PgUp, g G", "a screen, first and last turn",
			then(func(m *Model) { m.scroll(m.rows() - 1) })},
		{[]string{"pgup", "ctrl+b"}, "", "", then(func(m *Model) { m.scroll(1 - m.rows()) })},
		{[]string{"g", "home"}, "", "", then(func(m *Model) { m.jump(0) })},
		{[]string{"G", "end"}, "", "", then(func(m *Model) { m.jump(len(m.tr.Turns) - 1) })},
	}
}

func findKeys() []binding {
	passage := func(by int) action { return then(func(m *Model) { m.nextOf(m.passages(), by, "tagged passage") }) }
	match := func(by int) action { return then(func(m *Model) { m.nextOf(m.hits, by, "match") }) }
	return []binding{
		{[]string{":"}, ":", "go to a turn by its number", then((*Model).askTurn)},
		{[]string{"."}, ". ,", "next, previous turn without a tag of yours", then(func(m *Model) { m.untagged(1) })},
		{[]string{","}, "", "", then(func(m *Model) { m.untagged(-1) })},
		{[]string{"tab"}, "Tab, shift+Tab", "next, previous tagged passage", passage(1)},
		{[]string{"shift+tab"}, "", "", passage(-1)},
		{[]string{"/"}, "/, n N", "search; next, previous match", then((*Model).askSearch)},
		{[]string{"n"}, "", "", match(1)},
		{[]string{"N"}, "", "", match(-1)},
	}
}

func tagKeys() []binding {
	return []binding{
		{[]string{"enter", "t"}, "Enter  t", "tag: type letters of a theme, Enter", then((*Model).askTheme)},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, "1 … 9", "tag with the theme used last, the one before …",
			(*Model).tagRecent},
		{[]string{"i"}, "i", "in-vivo: the words become the theme", func(m *Model, _ string) tea.Cmd { return m.inVivo() }},
		{[]string{"A"}, "A", "accept the words of a passage that changed with its text", then((*Model).accept)},
		{[]string{"d", "delete"}, "d", "take a tag of yours off", then((*Model).remove)},
		{[]string{"m"}, "m, #, a", "memo, weight, about whom: of the tag made last, or here", ofTag((*Model).askMemo)},
		{[]string{"#"}, "", "", ofTag((*Model).askWeight)},
		{[]string{"a"}, "", "", ofTag((*Model).askAbout)},
		{[]string{"u", "ctrl+z"}, "u, r", "undo, redo", then((*Model).undo)},
		{[]string{"r", "ctrl+r", "ctrl+y"}, "", "", then((*Model).redo)},
	}
}

func otherKeys() []binding {
	return []binding{
		{[]string{"c"}, "c", "codebook", then((*Model).toggleCodebook)},
		{[]string{"C"}, "C", "this source is complete, or not any more", then((*Model).complete)},
		{[]string{"?", "f1"}, "", "", then(func(m *Model) { m.mode = helping })},
		{[]string{"q"}, "q", "leave; all is saved", func(*Model, string) tea.Cmd { return tea.Quit }},
	}
}

// toggleAnchor begins to extend the selection from here, or stops.
func (m *Model) toggleAnchor() {
	if m.anchored = !m.anchored; m.anchored {
		m.anchor = m.cursor
		m.say("choosing: move to extend, Enter to tag, Esc to let go")
	}
}

// deselect drops the extended selection, or else the search.
func (m *Model) deselect() {
	switch {
	case m.anchored:
		m.jump(m.turn())
	case m.query != "":
		m.query, m.hits = "", nil
	}
}

// tagRecent tags with the theme that key counts back to: 1 is the one used last.
func (m *Model) tagRecent(key string) tea.Cmd {
	if n := int(key[0] - '1'); n < len(m.recent) && m.usable(m.recent[n]) {
		return m.tag("", m.recent[n])
	}
	m.say("no theme was used so many times ago; Enter lists them")
	return nil
}

// toggleCodebook shows or hides the codebook beside the text.
func (m *Model) toggleCodebook() {
	if m.codebook = !m.codebook; m.codebook && !m.panelShown() {
		m.codebook = false
		m.say("this terminal is too narrow for the codebook beside the words")
		return
	}
	m.layOut()
	m.follow()
}

// usable reports whether a theme exists and is not archived.
func (m *Model) usable(theme coding.ThemeID) bool {
	t := m.app.Study.Theme(theme)
	return t != nil && !t.Archived
}
