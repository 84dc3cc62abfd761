package reader

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// remove removes the coder's tag under the cursor; of several it asks which.
func (m *Model) remove() {
	tags := m.here()
	switch len(tags) {
	case 0:
		m.say("no tag of yours here")
		return
	case 1:
		m.untag(tags[0])
		return
	}
	m.open(question{what: "take off", list: func(m *Model, input string) (list []choice) {
		for _, t := range tags {
			if label := m.tagLabel(t); strings.Contains(strings.ToLower(label), strings.ToLower(input)) {
				list = append(list, choice{label: label, id: string(t.ID)})
			}
		}
		return list
	}, answer: func(m *Model, _ string, c *choice) {
		m.untag(tags[slices.IndexFunc(tags, func(t coding.Tag) bool { return string(t.ID) == c.id })])
	}})
}

// tagLabel names a tag with its words, which tell two tags of one theme apart.
func (m *Model) tagLabel(t coding.Tag) string {
	for _, x := range m.marks {
		if x.id == t.Passage {
			words := []rune(m.quote(x.span))
			if len(words) > 40 {
				words = append(words[:40], '…')
			}
			return fmt.Sprintf("%s: %s", m.app.Study.Path(t.Theme), string(words))
		}
	}
	return m.app.Study.Path(t.Theme)
}

// ofTag is an action on a tag under the cursor and the path of its theme: the tag made
// last, if it is there, or else one of the coder's.
func ofTag(ask func(m *Model, t coding.Tag, path string)) action {
	return then(func(m *Model) {
		if tags := m.here(); len(tags) > 0 {
			ask(m, tags[0], m.app.Study.Path(tags[0].Theme))
		} else {
			m.say("no tag of yours here; tag first")
		}
	})
}

func (m *Model) askMemo(t coding.Tag, path string) {
	m.open(question{what: "memo on " + path, answer: func(m *Model, input string, _ *choice) {
		if input = strings.TrimSpace(input); input == "" {
			return
		}
		now := m.current(t)
		on, err := m.app.SubjectOf(string(now.ID))
		if err != nil {
			m.wrong(err)
		} else if m.made(m.app.AddMemo(m.ctx, on, input)) {
			m.say("memo on %s", path)
		}
	}})
}

func (m *Model) askWeight(t coding.Tag, path string) {
	m.open(question{what: "weight of " + path, answer: func(m *Model, input string, _ *choice) {
		w, ok := coding.ParseNumber(input)
		if (!ok || w < 0) && strings.TrimSpace(input) != "" {
			m.say("a weight is a number above 0, or nothing for none")
			return
		}
		now := m.current(t)
		if m.made(m.app.SetTag(m.ctx, now.ID, w, now.About)) {
			m.say("%s: weight %g", path, w)
		}
	}})
}

func (m *Model) askAbout(t coding.Tag, path string) {
	all := []choice{{label: "nobody in particular"}}
	for _, o := range m.app.Study.Organisations {
		all = append(all, choice{label: o.Name, id: string(o.ID)})
	}
	m.open(question{what: path + " is about", list: func(m *Model, input string) []choice {
		if input == "" {
			return all
		}
		return matchingChoices(input, all)
	}, answer: func(m *Model, _ string, c *choice) {
		now := m.current(t)
		if m.made(m.app.SetTag(m.ctx, now.ID, now.Weight, corpus.OrganisationID(c.id))) {
			m.say("%s is about %s", path, c.label)
		}
	}})
}
