package reader

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"crosscase/coding"
)

// A question is asked in the last line, with a list to choose from or for a text.
type question struct {
	what   string                                  // shown before the input
	list   func(m *Model, input string) []choice   // nil for a text
	answer func(m *Model, input string, c *choice) // nil tags with the choice
}

// A choice is a line of a list.
type choice struct {
	label  string
	theme  coding.ThemeID
	id     string // of what else can be chosen
	create bool   // a theme that does not exist yet
}

// askTheme asks for the theme to tag with.
func (m *Model) askTheme() { m.open(question{what: "theme", list: (*Model).themes}) }

// askSearch asks for a query.
func (m *Model) askSearch() {
	m.open(question{what: "search", answer: func(m *Model, input string, _ *choice) { m.search(input) }})
}

// askTurn asks for the number of a turn and goes there.
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

// open asks a question.
func (m *Model) open(q question) {
	m.ask, m.input, m.chosen = q, nil, 0
	m.mode = writing
	if q.list != nil {
		m.mode = choosing
		m.list = q.list(m, "")
	}
}

// inputKey does what a key does while a question is asked.
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

// typed adds to the input.
func (m *Model) typed(text string) {
	for _, r := range text {
		if r >= ' ' || r == '\n' && m.mode == writing {
			m.input = append(m.input, r)
		}
	}
	m.narrow()
}

// narrow lists what the input matches.
func (m *Model) narrow() {
	if m.ask.list != nil {
		m.list, m.chosen = m.ask.list(m, string(m.input)), 0
	}
}

// answered does what the question is for.
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
		before := m.edits
		q.answer(m, input, chosen)
		if m.edits != before || m.failed {
			m.refresh()
		}
		return nil
	}
	if chosen.create {
		return m.tag(chosen.label, "")
	}
	return m.tag("", chosen.theme)
}

// themes lists the themes that letters match, best first; for no letters all of them,
// the recent ones first. The input can also be a new theme.
func (m *Model) themes(input string) []choice {
	all := m.usableThemes()
	input = strings.TrimSpace(input)
	if input == "" {
		return all
	}
	list := matchingChoices(input, all)
	if !slices.ContainsFunc(list, func(c choice) bool {
		return strings.EqualFold(c.label, input) || strings.EqualFold(m.app.Study.Theme(c.theme).Name, input)
	}) {
		list = append(list, choice{label: input, create: true})
	}
	return list
}

// usableThemes are all themes that are not archived, the recent ones first.
func (m *Model) usableThemes() (all []choice) {
	listed := map[coding.ThemeID]bool{}
	add := func(id coding.ThemeID) {
		if m.usable(id) && !listed[id] {
			listed[id] = true
			all = append(all, choice{label: m.app.Study.Path(id), theme: id})
		}
	}
	for _, id := range m.recent {
		add(id)
	}
	for _, t := range m.app.Study.Themes {
		add(t.ID)
	}
	return all
}

// matchingChoices are the choices that letters match, best first.
func matchingChoices(input string, all []choice) (list []choice) {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.label
	}
	for _, i := range matching(input, names) {
		list = append(list, all[i])
	}
	return list
}

// matching are the indices of the names that letters match, best first: names with a
// word that begins with the letters, then names that contain them, then names that
// have them in this order. Of equally good names the one used last comes first.
func matching(input string, names []string) []int {
	low := strings.ToLower(input)
	type found struct{ at, rank, score int }
	var all []found
	for _, x := range fuzzy.FindNoSort(low, lowered(names)) {
		f := found{at: x.Index, rank: rank(low, strings.ToLower(names[x.Index]))}
		if f.rank == scattered {
			f.score = x.Score
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

// How letters match a name, from the best.
const (
	begins = iota
	contains
	scattered
)

// rank is how letters match a name, both in lower case.
func rank(letters, name string) int {
	if !strings.Contains(name, letters) {
		return scattered
	}
	if strings.HasPrefix(name, letters) || strings.Contains(name, " "+letters) {
		return begins
	}
	return contains
}

func lowered(names []string) []string {
	low := make([]string, len(names))
	for i, n := range names {
		low[i] = strings.ToLower(n)
	}
	return low
}
