package reader

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// key does what a key means, and returns what to do besides.
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

// A binding says what keys do while one reads, and what ? tells of them.
type binding struct {
	keys []string
	name string // of the keys, for ?; "" where the line before tells of them, too
	help string
	do   func(m *Model, key string) tea.Cmd
}

// bindings are all keys of the reader, in the order in which ? shows them.
func bindings() []binding {
	then := func(do func(m *Model)) func(*Model, string) tea.Cmd {
		return func(m *Model, _ string) tea.Cmd { do(m); return nil }
	}
	by := func(u unit, by int) func(*Model, string) tea.Cmd { return then(func(m *Model) { m.move(u, by) }) }
	extend := func(u unit, by int) func(*Model, string) tea.Cmd { return then(func(m *Model) { m.extend(u, by) }) }
	command := func(do func(m *Model) tea.Cmd) func(*Model, string) tea.Cmd {
		return func(m *Model, _ string) tea.Cmd { return do(m) }
	}
	return []binding{
		{[]string{"down", "j"}, "↓ ↑  j k", "next, previous turn", by(byTurn, 1)},
		{[]string{"up", "k"}, "", "", by(byTurn, -1)},
		{[]string{"right", "l"}, "→ ←  l h", "next, previous sentence", by(bySentence, 1)},
		{[]string{"left", "h"}, "", "", by(bySentence, -1)},
		{[]string{"w"}, "w b", "next, previous word", by(byWord, 1)},
		{[]string{"b"}, "", "", by(byWord, -1)},
		{[]string{"v", "space"}, "v", "choose from here on: moves extend; Esc lets go", then((*Model).choose)},
		{[]string{"esc"}, "", "", then((*Model).letGo)},
		{[]string{"shift+right"}, "shift+→ ←", "extend by a sentence; shift+↓ ↑ by a turn", extend(bySentence, 1)},
		{[]string{"shift+left"}, "", "", extend(bySentence, -1)},
		{[]string{"shift+down"}, "", "", extend(byTurn, 1)},
		{[]string{"shift+up"}, "", "", extend(byTurn, -1)},
		{[]string{"pgdown", "ctrl+f"}, "PgDn PgUp, g G", "a screen, first and last turn", then(func(m *Model) { m.scroll(m.rows() - 1) })},
		{[]string{"pgup", "ctrl+b"}, "", "", then(func(m *Model) { m.scroll(1 - m.rows()) })},
		{[]string{"g", "home"}, "", "", then(func(m *Model) { m.jump(0) })},
		{[]string{"G", "end"}, "", "", then(func(m *Model) { m.jump(len(m.tr.Turns) - 1) })},
		{[]string{":"}, ":", "go to a turn by its number", then((*Model).askTurn)},
		{[]string{"."}, ". ,", "next, previous turn without a tag of yours", then(func(m *Model) { m.untagged(1) })},
		{[]string{","}, "", "", then(func(m *Model) { m.untagged(-1) })},
		{[]string{"tab"}, "Tab, shift+Tab", "next, previous tagged passage", then(func(m *Model) { m.nextOf(m.passages(), 1, "tagged passage") })},
		{[]string{"shift+tab"}, "", "", then(func(m *Model) { m.nextOf(m.passages(), -1, "tagged passage") })},
		{[]string{"/"}, "/, n N", "search; next, previous match", then(func(m *Model) {
			m.open(question{what: "search", answer: func(m *Model, input string, _ *choice) { m.search(input) }})
		})},
		{[]string{"n"}, "", "", then(func(m *Model) { m.nextOf(m.hits, 1, "match") })},
		{[]string{"N"}, "", "", then(func(m *Model) { m.nextOf(m.hits, -1, "match") })},
		{[]string{"enter", "t"}, "Enter  t", "tag: type letters of a theme, Enter", then(func(m *Model) { m.open(question{what: "theme", list: (*Model).themes}) })},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, "1 … 9", "tag with the theme used last, the one before …", (*Model).tagRecent},
		{[]string{"i"}, "i", "in-vivo: the words become the theme", command((*Model).inVivo)},
		{[]string{"d", "delete"}, "d", "take a tag of yours off", command((*Model).remove)},
		{[]string{"m", "#", "a"}, "m, #, a", "memo, weight, about whom: of the tag made last, or here", func(m *Model, key string) tea.Cmd { m.about(key); return nil }},
		{[]string{"u", "ctrl+z"}, "u, r", "undo, redo", command((*Model).undo)},
		{[]string{"r", "ctrl+r", "ctrl+y"}, "", "", command((*Model).redo)},
		{[]string{"c"}, "c", "codebook", then((*Model).toggleCodebook)},
		{[]string{"C"}, "C", "this source is complete, or not any more", command((*Model).complete)},
		{[]string{"?", "f1"}, "", "", then(func(m *Model) { m.mode = helping })},
		{[]string{"q"}, "q", "leave; all is saved", func(*Model, string) tea.Cmd { return tea.Quit }},
	}
}

// choose begins to choose words from here on, or ends it.
func (m *Model) choose() {
	if m.anchored = !m.anchored; m.anchored {
		m.anchor = m.cursor
		m.say("choosing: move to extend, Enter to tag, Esc to let go")
	}
}

// letGo lets go of what was chosen, else of what was searched for.
func (m *Model) letGo() {
	switch {
	case m.anchored:
		m.jump(m.turn())
	case m.query != "":
		m.query, m.hits = "", nil
	}
}

func (m *Model) askTurn() {
	m.open(question{what: "go to turn", answer: func(m *Model, input string, _ *choice) {
		n, err := strconv.Atoi(strings.TrimSpace(input))
		if err != nil || n < 1 || n > len(m.tr.Turns) {
			m.say("turns go from 1 to %d", len(m.tr.Turns))
			return
		}
		m.jump(n - 1)
	}})
}

// tagRecent tags with the theme that was used so many themes ago.
func (m *Model) tagRecent(key string) tea.Cmd {
	if n := int(key[0] - '1'); n < len(m.recent) && m.usable(m.recent[n]) {
		return m.tag("", m.recent[n])
	}
	m.say("no theme was used so many times ago; Enter lists them")
	return nil
}

func (m *Model) toggleCodebook() {
	if m.codebook = !m.codebook; m.codebook && !m.panelShown() {
		m.codebook = false
		m.say("this terminal is too narrow for the codebook beside the words")
		return
	}
	m.layOut()
	m.follow()
}

func (m *Model) usable(theme coding.ThemeID) bool {
	t := m.Study.Theme(theme)
	return t != nil && !t.Archived
}

// open asks a question in the last line.
func (m *Model) open(q question) {
	m.ask, m.input, m.chosen = q, nil, 0
	m.mode = writing
	if q.list != nil {
		m.mode = choosing
		m.list = q.list(m, "")
	}
}

func (m *Model) inputKey(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		m.mode = reading
	case "enter":
		return m.answered()
	case "alt+enter", "ctrl+j":
		if m.mode == writing {
			m.typed("\n")
		}
	case "backspace":
		if len(m.input) > 0 {
			m.input = m.input[:len(m.input)-1]
			m.narrow()
		}
	case "ctrl+u":
		m.input = nil
		m.narrow()
	case "down", "ctrl+n", "tab":
		m.chosen = min(m.chosen+1, max(len(m.list)-1, 0))
	case "up", "ctrl+p", "shift+tab":
		m.chosen = max(m.chosen-1, 0)
	default:
		if k.Text != "" {
			m.typed(k.Text)
		}
	}
	return nil
}

func (m *Model) typed(text string) {
	for _, r := range text {
		if r >= ' ' || r == '\n' && m.mode == writing {
			m.input = append(m.input, r)
		}
	}
	m.narrow()
}

func (m *Model) narrow() {
	if m.ask.list != nil {
		m.list, m.chosen = m.ask.list(m, string(m.input)), 0
	}
}

// answered takes an answer over.
func (m *Model) answered() tea.Cmd {
	q, input, in := m.ask, string(m.input), m.mode
	m.mode = reading
	var chosen *choice
	if in == choosing {
		if len(m.list) == 0 {
			return nil
		}
		chosen = &m.list[m.chosen]
	}
	if q.answer != nil {
		before := m.state()
		q.answer(m, input, chosen)
		if m.state() != before || m.failed {
			return m.reread()
		}
		return nil
	}
	if chosen.fresh {
		return m.tag(chosen.label, "")
	}
	return m.tag("", chosen.theme)
}

// themes lists what letters may mean, best first: of nothing those used last, then
// the codebook. What is typed can also be a new theme.
func (m *Model) themes(input string) []choice {
	var all []choice
	var names []string
	add := func(t *coding.Theme) {
		all = append(all, choice{label: m.Study.Path(t.ID), theme: t.ID})
		names = append(names, m.Study.Path(t.ID))
	}
	listed := map[coding.ThemeID]bool{}
	for _, id := range m.recent {
		if m.usable(id) {
			listed[id] = true
			add(m.Study.Theme(id))
		}
	}
	for _, t := range m.Study.Themes {
		if !t.Archived && !listed[t.ID] {
			add(t)
		}
	}
	input = strings.TrimSpace(input)
	if input == "" {
		return all
	}
	found := matching(input, names)
	var list []choice
	exact := false
	for _, i := range found {
		list = append(list, all[i])
		exact = exact || strings.EqualFold(all[i].label, input) || strings.EqualFold(m.Study.Theme(all[i].theme).Name, input)
	}
	if !exact {
		list = append(list, choice{label: input, fresh: true})
	}
	return list
}

// matching are the names that letters fit, best first: those in which a part of the
// path begins so, then those that hold them, then those that have them in order.
// Of equals the one that stands first in the list, which is the one used last.
func matching(input string, names []string) []int {
	low := strings.ToLower(input)
	type found struct{ at, rank, score int }
	var all []found
	for _, x := range fuzzy.FindNoSort(low, lowered(names)) {
		name := strings.ToLower(names[x.Index])
		f := found{x.Index, 2, x.Score}
		if i := strings.Index(name, low); i >= 0 {
			f.rank, f.score = 1, 0
			last := name[strings.LastIndex(name, coding.Separator)+1:]
			if strings.HasPrefix(strings.TrimPrefix(last, "> "), low) || strings.HasPrefix(name, low) || strings.Contains(name, " "+low) {
				f.rank = 0
			}
		}
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at))
	})
	order := make([]int, len(all))
	for i, f := range all {
		order[i] = f.at
	}
	return order
}

func lowered(names []string) []string {
	low := make([]string, len(names))
	for i, n := range names {
		low[i] = strings.ToLower(n)
	}
	return low
}

// search finds words in the source and goes to the first match from here.
func (m *Model) search(query string) {
	if query = strings.TrimSpace(query); query == "" {
		m.query, m.hits = "", nil
		return
	}
	hits, err := m.Search(m.ctx, query)
	if err != nil {
		m.wrong(err)
		return
	}
	m.query, m.hits = query, hits
	if len(hits) == 0 {
		m.say("%q: nothing found here", query)
		return
	}
	m.cursor = corpus.Span{Start: m.cursor.Start, End: m.cursor.Start} // one that begins here, too
	m.nextOf(hits, 1, "match")
}

// remove takes off a tag under the cursor; of several it asks which.
func (m *Model) remove() tea.Cmd {
	tags := m.here()
	switch len(tags) {
	case 0:
		m.say("no tag of yours here")
		return nil
	case 1:
		return m.untag(tags[0])
	}
	byID := map[string]coding.Tag{}
	m.open(question{what: "take off", list: func(m *Model, input string) (list []choice) {
		for _, t := range tags {
			if label := m.tagLabel(t); strings.Contains(strings.ToLower(label), strings.ToLower(input)) {
				list = append(list, choice{label: label, id: string(t.ID)})
				byID[string(t.ID)] = t
			}
		}
		return list
	}, answer: func(m *Model, _ string, chosen *choice) { m.untag(byID[chosen.id]) }})
	return nil
}

// tagLabel names a tag with its words, so that two of one theme can be told apart.
func (m *Model) tagLabel(t coding.Tag) string {
	for _, x := range m.marks {
		if x.id == t.Passage {
			words := []rune(strings.Join(strings.Fields(m.text.Body[x.span.Start:x.span.End]), " "))
			if len(words) > 40 {
				words = append(words[:40], '…')
			}
			return fmt.Sprintf("%s: %s", m.Study.Path(t.Theme), string(words))
		}
	}
	return m.Study.Path(t.Theme)
}

// about asks for the memo, the weight or the organisation of a tag: the one made
// last, if it is under the cursor, else one that is.
func (m *Model) about(key string) {
	tags := m.here()
	if len(tags) == 0 {
		m.say("no tag of yours here; tag first")
		return
	}
	t := tags[0]
	path := m.Study.Path(t.Theme)
	switch key {
	case "m":
		m.open(question{what: "memo on " + path, answer: func(m *Model, input string, _ *choice) {
			if input = strings.TrimSpace(input); input != "" && m.apply("write a memo on a tag of "+path, edit.PutMemo{ID: coding.MemoID(m.NewID()), On: string(t.ID), Text: input}) {
				m.say("memo on %s", path)
			}
		}})
	case "#":
		m.open(question{what: "weight of " + path, answer: func(m *Model, input string, _ *choice) {
			w, ok := coding.ParseNumber(input)
			if (!ok || w < 0) && strings.TrimSpace(input) != "" {
				m.say("a weight is a number above 0, or nothing for none")
				return
			}
			if m.apply("weigh a tag of "+path, edit.PutTag{Tag: t.ID, Weight: w, About: t.About}) {
				m.say("%s: weight %g", path, w)
			}
		}})
	case "a":
		m.open(question{what: path + " is about", list: func(m *Model, input string) []choice {
			all := []choice{{label: "nobody in particular"}}
			names := []string{"nobody in particular"}
			for _, o := range m.Study.Organisations {
				all, names = append(all, choice{label: o.Name, id: string(o.ID)}), append(names, o.Name)
			}
			if input == "" {
				return all
			}
			var list []choice
			for _, i := range matching(input, names) {
				list = append(list, all[i])
			}
			return list
		}, answer: func(m *Model, _ string, chosen *choice) {
			if m.apply("say whom a tag of "+path+" is about", edit.PutTag{Tag: t.ID, Weight: t.Weight, About: corpus.OrganisationID(chosen.id)}) {
				m.say("%s is about %s", path, chosen.label)
			}
		}})
	}
}
