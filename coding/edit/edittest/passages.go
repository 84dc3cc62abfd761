package edittest

import (
	"fmt"
	"slices"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

func (m *Memory) applyPassage(c edit.Change) error {
	s := &m.study
	switch c := c.(type) {
	case edit.TagPassage:
		return m.tagPassage(c)
	case edit.NotePassage:
		p, err := m.passageOn(c.Passage, c.Text, c.Span, c.Detached)
		if err != nil {
			return err
		}
		m.addMemo(coding.Memo{ID: c.MemoID, On: string(p), Coder: m.coderOf(c.Coder), At: m.time(c.At), Text: c.Memo})
	case edit.KeepPassage:
		_, err := m.passageOn(c.Passage, c.Text, c.Span, c.Detached)
		return err
	case edit.AttachPassage:
		return m.movePassage(c)
	case edit.MarkChanged:
		p := find(s.Passages, func(p coding.Passage) bool { return p.Text == c.Text && p.Span == c.Span })
		if p == nil {
			return errMissing
		}
		m.markChanged(p.ID, c.Was, c.At)
	case edit.Untag:
		m.removeTags(func(t coding.Tag) bool { return t.ID == c.Tag })
	case edit.Retag:
		if m.theme(c.Theme) == nil {
			return errMissing
		}
		m.moveTags(func(t coding.Tag) bool { return t.ID == c.Tag }, func(t *coding.Tag) { t.Theme = c.Theme })
	case edit.PutTag:
		if t := find(s.Tags, func(t coding.Tag) bool { return t.ID == c.Tag }); t != nil {
			t.Weight = c.Weight
		}
		m.moveTags(func(t coding.Tag) bool { return t.ID == c.Tag }, func(t *coding.Tag) { t.About = c.About })
	}
	return nil
}

func (m *Memory) tagPassage(c edit.TagPassage) error {
	if m.theme(c.Theme) == nil {
		return errMissing
	}
	coder := m.coderOf(c.Coder)
	p, err := m.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	if err != nil {
		return err
	}
	tag := coding.Tag{ID: c.Tag, Passage: p, Theme: c.Theme, Coder: coder, At: m.time(c.At), Weight: c.Weight, About: c.About,
		Suggested: c.Suggested}
	alike := tag
	alike.ID = "" // also one of this identifier
	if is := m.twin(alike); is == nil {
		m.study.Tags = append(m.study.Tags, tag)
	} else {
		if c.Weight > 0 {
			is.Weight = c.Weight
		}
		tag = *is
	}
	if c.Memo != "" {
		m.addMemo(coding.Memo{ID: c.MemoID, On: string(tag.ID), Coder: coder, At: tag.At, Text: c.Memo})
	}
	return nil
}

// twin is another tag of the same theme by the same coder about the same organisation on
// the same passage.
func (m *Memory) twin(t coding.Tag) *coding.Tag {
	return find(m.study.Tags, func(x coding.Tag) bool {
		return x.ID != t.ID && x.Passage == t.Passage && x.Theme == t.Theme && x.Coder == t.Coder && x.About == t.About
	})
}

// addMemo adds a memo, unless there is one that says the same.
func (m *Memory) addMemo(x coding.Memo) {
	if find(m.study.Memos, func(y coding.Memo) bool { return x.On == y.On && x.Coder == y.Coder && x.Text == y.Text }) == nil {
		m.study.Memos = append(m.study.Memos, x)
	}
}

// passageOn is the passage on a span, which is made if there is none. The text must be the
// one of a source, unless the passage may be detached.
func (m *Memory) passageOn(id coding.PassageID, text corpus.TextID, span corpus.Span, detached bool) (coding.PassageID, error) {
	if p := find(m.study.Passages, func(p coding.Passage) bool { return p.Text == text && p.Span == span }); p != nil {
		return p.ID, nil
	}
	if err := m.checkPlace(text, span, detached); err != nil {
		return "", err
	}
	m.study.Passages = append(m.study.Passages, coding.Passage{ID: id, Text: text, Span: span})
	return id, nil
}

func (m *Memory) checkPlace(text corpus.TextID, span corpus.Span, detached bool) error {
	src := m.source(m.sourceOf[text])
	if src == nil || !detached && src.Text != text {
		return fmt.Errorf("text %s: %w", text, errMissing)
	}
	return m.texts[text].Check(span)
}

func (m *Memory) movePassage(c edit.AttachPassage) error {
	s := &m.study
	if err := m.checkPlace(c.Text, c.Span, false); err != nil {
		return err
	}
	p := find(s.Passages, func(p coding.Passage) bool { return p.ID == c.Passage })
	if p == nil {
		return errMissing
	}
	there := find(s.Passages, func(q coding.Passage) bool { return q.ID != c.Passage && q.Text == c.Text && q.Span == c.Span })
	if there == nil {
		p.Text, p.Span = c.Text, c.Span
		m.markChanged(c.Passage, c.Was, time.Time{})
		return nil
	}
	into := there.ID
	if _, changed := s.Changed[into]; !changed && c.Was != "" {
		m.markChanged(into, c.Was, time.Time{})
	}
	delete(s.Changed, c.Passage)
	m.moveTags(func(t coding.Tag) bool { return t.Passage == c.Passage }, func(t *coding.Tag) { t.Passage = into })
	m.moveNotes(string(c.Passage), string(into))
	s.Passages = slices.DeleteFunc(s.Passages, func(q coding.Passage) bool { return q.ID == c.Passage })
	return nil
}

// markChanged says what the words of a passage were.
func (m *Memory) markChanged(id coding.PassageID, was string, at time.Time) {
	switch s := &m.study; {
	case was == "":
		delete(s.Changed, id)
	case s.Changed[id].Was != was:
		s.Changed[id] = coding.Changed{Was: was, At: m.time(at)}
	}
}

// moveTags changes what tells tags apart. Where there is such a tag already, the two
// become one.
func (m *Memory) moveTags(which func(coding.Tag) bool, change func(*coding.Tag)) {
	var ids []coding.TagID
	for _, t := range m.study.Tags {
		if which(t) {
			ids = append(ids, t.ID)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		t := find(m.study.Tags, func(t coding.Tag) bool { return t.ID == id })
		is := *t
		change(&is)
		twin := m.twin(is)
		if twin == nil {
			*t = is
			continue
		}
		if twin.Weight == 0 {
			twin.Weight = is.Weight
		}
		m.moveNotes(string(id), string(twin.ID))
		m.study.Tags = slices.DeleteFunc(m.study.Tags, func(t coding.Tag) bool { return t.ID == id })
	}
}

// moveNotes makes what is said of one thing said of another.
func (m *Memory) moveNotes(from, into string) {
	s := &m.study
	for i := range s.Memos {
		if s.Memos[i].On == from {
			s.Memos[i].On = into
		}
	}
	summaries := s.Summaries
	s.Summaries = nil
	for _, x := range summaries {
		x.Theme, x.On = coding.ThemeID(replaced(string(x.Theme), from, into)), replaced(x.On, from, into)
		m.addSummary(x)
	}
	links := s.Links
	s.Links = nil
	for _, l := range links {
		l.From, l.To = replaced(l.From, from, into), replaced(l.To, from, into)
		if l.From != l.To {
			m.addLink(l)
		}
	}
}

func replaced(id, from, into string) string {
	if id == from {
		return into
	}
	return id
}

// addSummary adds a summary; of two of the same, both texts stay.
func (m *Memory) addSummary(x coding.Summary) {
	twin := find(m.study.Summaries, func(y coding.Summary) bool { return x.Theme == y.Theme && x.On == y.On })
	switch {
	case twin == nil:
		m.study.Summaries = append(m.study.Summaries, x)
	case twin.Text != x.Text:
		twin.Text += "\n\n" + x.Text
	}
}

// addLink adds a link; of two that say the same, both notes stay.
func (m *Memory) addLink(l coding.Link) {
	twin := find(m.study.Links, func(x coding.Link) bool { return x.From == l.From && x.To == l.To && x.Kind == l.Kind })
	switch {
	case twin == nil:
		m.study.Links = append(m.study.Links, l)
	case twin.Note == "":
		twin.Note = l.Note
	case l.Note != "" && l.Note != twin.Note:
		twin.Note = min(l.Note, twin.Note) + "\n" + max(l.Note, twin.Note)
	}
}

// removeTags removes tags with what is said of them, and passages that nothing is said of
// any more.
func (m *Memory) removeTags(which func(coding.Tag) bool) {
	var gone []coding.Tag
	for _, t := range m.study.Tags {
		if which(t) {
			gone = append(gone, t)
		}
	}
	m.study.Tags = slices.DeleteFunc(m.study.Tags, which)
	for _, t := range gone {
		m.removeNotes(string(t.ID))
		m.prune(t.Passage)
	}
}

func (m *Memory) removeNotes(on string) {
	s := &m.study
	s.Memos = slices.DeleteFunc(s.Memos, func(x coding.Memo) bool { return x.On == on })
	s.Summaries = slices.DeleteFunc(s.Summaries, func(x coding.Summary) bool { return x.On == on || string(x.Theme) == on })
	s.Links = slices.DeleteFunc(s.Links, func(l coding.Link) bool { return l.From == on || l.To == on })
}

// prune removes a passage that nothing is said of.
func (m *Memory) prune(id coding.PassageID) {
	s := &m.study
	if slices.ContainsFunc(s.Tags, func(t coding.Tag) bool { return t.Passage == id }) ||
		slices.ContainsFunc(s.Memos, func(x coding.Memo) bool { return x.On == string(id) }) ||
		slices.ContainsFunc(s.Links, func(l coding.Link) bool { return l.From == string(id) || l.To == string(id) }) {
		return
	}
	s.Passages = slices.DeleteFunc(s.Passages, func(p coding.Passage) bool { return p.ID == id })
	delete(s.Changed, id)
}
