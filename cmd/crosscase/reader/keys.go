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
	"crosscase/corpus"
)

// help lists the keys, as ? shows them.
var help = [][2]string{
	{"↓ ↑  j k", "next, previous turn"},
	{"→ ←  l h", "next, previous sentence"},
	{"w b", "next, previous word"},
	{"v", "choose from here on: moves extend; Esc lets go"},
	{"shift+→ ←", "extend by a sentence"},
	{"PgDn PgUp, g G", "a screen, first and last turn"},
	{":", "go to a turn by its number"},
	{". ,", "next, previous turn without a tag of yours"},
	{"Tab, shift+Tab", "next, previous tagged passage"},
	{"/, n N", "search; next, previous match"},
	{"Enter  t", "tag: type letters of a theme, Enter"},
	{"1 … 9", "tag with the theme used last, the one before …"},
	{"i", "in-vivo: the words become the theme"},
	{"d", "take a tag of yours off"},
	{"m, #, a", "memo, weight, about whom: of the tag made last, or here"},
	{"u, r", "undo, redo"},
	{"c", "codebook"},
	{"C", "this source is complete, or not any more"},
	{"q", "leave; all is saved"},
}

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
	return m.readingKey(k.String())
}

func (m *Model) readingKey(key string) tea.Cmd {
	page := max(m.height-4, 1)
	switch key {
	case "q":
		return tea.Quit
	case "?", "f1":
		m.mode = helping
	case "down", "j":
		m.move(byTurn, 1)
	case "up", "k":
		m.move(byTurn, -1)
	case "right", "l":
		m.move(bySentence, 1)
	case "left", "h":
		m.move(bySentence, -1)
	case "w":
		m.move(byWord, 1)
	case "b":
		m.move(byWord, -1)
	case "v", "space":
		if m.anchored = !m.anchored; m.anchored {
			m.anchor = m.cursor
			m.say("choosing: move to extend, Enter to tag, Esc to let go")
		}
	case "shift+right", "shift+left", "shift+down", "shift+up":
		if !m.anchored {
			m.anchored, m.anchor = true, m.cursor
		}
		by := map[string]int{"shift+right": 1, "shift+down": 1}[key]
		if by == 0 {
			by = -1
		}
		if strings.HasSuffix(key, "down") || strings.HasSuffix(key, "up") {
			m.move(byTurn, by)
		} else {
			m.move(bySentence, by)
		}
	case "esc":
		switch {
		case m.anchored:
			m.anchored = false
			m.goTo(m.turn())
		case m.query != "":
			m.query, m.hits = "", nil
		}
	case "pgdown", "ctrl+f":
		m.scroll(page)
	case "pgup", "ctrl+b":
		m.scroll(-page)
	case "g", "home":
		m.anchored = false
		m.goTo(0)
	case "G", "end":
		m.anchored = false
		m.goTo(len(m.tr.Turns) - 1)
	case ":":
		m.open(question{what: "go to turn", answer: func(m *Model, input string, _ *choice) {
			n, err := strconv.Atoi(strings.TrimSpace(input))
			if err != nil || n < 1 || n > len(m.tr.Turns) {
				m.say("turns go from 1 to %d", len(m.tr.Turns))
				return
			}
			m.anchored = false
			m.goTo(n - 1)
		}})
	case ".":
		m.untagged(1)
	case ",":
		m.untagged(-1)
	case "tab":
		m.nextOf(m.passages(), 1, "tagged passage")
	case "shift+tab":
		m.nextOf(m.passages(), -1, "tagged passage")
	case "/":
		m.open(question{what: "search", answer: func(m *Model, input string, _ *choice) { m.search(input) }})
	case "n":
		m.nextOf(m.hits, 1, "match")
	case "N":
		m.nextOf(m.hits, -1, "match")
	case "enter", "t":
		m.open(question{what: "theme", list: (*Model).themes})
	case "1", "2", "3", "4", "5", "6", "7", "8", "9":
		if n := int(key[0] - '1'); n < len(m.recent) && m.usable(m.recent[n]) {
			return m.tag("", m.recent[n])
		}
		m.say("no theme was used so many times ago; Enter lists them")
	case "i":
		return m.inVivo()
	case "d", "delete":
		return m.remove()
	case "m", "#", "a":
		m.about(key)
	case "u", "ctrl+z":
		return m.undo()
	case "r", "ctrl+r", "ctrl+y":
		return m.redo()
	case "c":
		if m.codebook = !m.codebook; m.codebook && !m.panelShown() {
			m.codebook = false
			m.say("this terminal is too narrow for the codebook beside the words")
			break
		}
		m.layOut()
		m.follow()
	case "C":
		return m.complete()
	}
	return nil
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
			if input = strings.TrimSpace(input); input != "" && m.apply("write a memo on a tag of "+path, coding.PutMemo{ID: coding.MemoID(m.NewID()), On: string(t.ID), Text: input}) {
				m.say("memo on %s", path)
			}
		}})
	case "#":
		m.open(question{what: "weight of " + path, answer: func(m *Model, input string, _ *choice) {
			input = strings.ReplaceAll(strings.TrimSpace(input), ",", ".")
			w, err := strconv.ParseFloat(input, 64)
			if input == "" {
				w, err = 0, nil
			}
			if err != nil || w < 0 {
				m.say("a weight is a number above 0, or nothing for none")
				return
			}
			if m.apply("weigh a tag of "+path, coding.PutTag{Tag: t.ID, Weight: w, About: t.About}) {
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
			if m.apply("say whom a tag of "+path+" is about", coding.PutTag{Tag: t.ID, Weight: t.Weight, About: corpus.OrganisationID(chosen.id)}) {
				m.say("%s is about %s", path, chosen.label)
			}
		}})
	}
}
