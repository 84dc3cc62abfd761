package reader

import (
	"context"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
)

// A studyMsg is the study as it was read in the background after an edit, with what
// other coders have done meanwhile.
type studyMsg struct {
	study *coding.Study
	edits int // Model.edits when it was read
}

// reread reads the study in the background.
func (m *Model) reread() tea.Cmd {
	edits := m.edits
	return func() tea.Msg {
		s, err := m.Project.Study(m.ctx)
		if err != nil {
			return nil // the screen stays as it is; the next edit shows the error
		}
		return studyMsg{s, edits}
	}
}

// take shows a study that was read in the background, unless it is older than the
// last edit.
func (m *Model) take(msg studyMsg) {
	if src := msg.study.Source(m.Source.ID); src == nil || src.Text != m.Source.Text {
		m.message = "this source was given other words, or removed, by somebody else: leave with q and open it again"
		m.failed = true
	} else if msg.edits == m.edits {
		m.load(msg.study)
	}
}

// refresh shows the project as it is now, before the next key is read.
func (m *Model) refresh() tea.Cmd {
	s, err := m.Project.Study(m.ctx)
	if err != nil {
		m.wrong(err)
		return nil
	}
	m.load(s)
	return nil
}

// apply stores changes, and reports whether it succeeded.
func (m *Model) apply(what string, changes ...edit.Change) bool {
	n, err := m.Project.Apply(m.ctx, edit.Edit{Coder: m.Coder, At: m.Now(), What: what, Changes: changes})
	if err != nil {
		m.wrong(err)
		return false
	}
	if n > 0 {
		m.edits++
		m.done, m.undone = append(m.done, n), nil
	}
	return true
}

// undo undoes the last edit of this session.
func (m *Model) undo() tea.Cmd {
	if len(m.done) == 0 {
		m.say("nothing to undo since you opened this; crosscase undo goes further back")
		return nil
	}
	m.takeBack(m.session().Undo, &m.done, &m.undone)
	return m.reread()
}

// redo undoes the last undo.
func (m *Model) redo() tea.Cmd {
	if len(m.undone) == 0 {
		m.say("nothing to redo")
		return nil
	}
	m.takeBack(m.session().Redo, &m.undone, &m.done)
	return m.reread()
}

// takeBack undoes the last of from, or does it again, and appends the number of that to to.
func (m *Model) takeBack(do func(context.Context, int) (app.Done, error), from, to *[]int) {
	last := len(*from) - 1
	d, err := do(m.ctx, (*from)[last])
	if err != nil {
		m.wrong(err)
		return
	}
	m.edits++
	*from, *to = (*from)[:last], append(*to, d.Step)
	m.say("%s", strings.Join(d.Said, "; "))
}

// session is the coder at work on the project.
func (m *Model) session() *app.Session {
	return &app.Session{Project: m.Project, Study: m.Study, Texts: m.Project, Coder: m.Coder, Blind: m.Blind, Now: m.Now, NewID: m.NewID}
}

// keepPlace stores the last turn that was read, unless the source is complete. It is
// not an edit, and the log does not list it.
func (m *Model) keepPlace() error {
	r := m.progress()
	if m.furthest == 0 || r.State == coding.Complete || r.Turn >= m.furthest {
		return nil
	}
	mark := edit.MarkSource{Source: m.Source.ID, State: coding.InProgress, Turn: m.furthest, Quiet: true}
	_, err := m.Project.Apply(context.WithoutCancel(m.ctx), edit.Edit{Coder: m.Coder, At: m.Now(),
		What: "read " + m.Source.Name, Changes: []edit.Change{mark}})
	return err
}

// tag tags the selected text with a theme: the existing one, or where that is "" the
// one of path, which is created.
func (m *Model) tag(path string, theme coding.ThemeID) tea.Cmd {
	t := &intake.Tagger{Study: m.Study, NewID: m.NewID, Create: true}
	if theme == "" {
		if err := t.Add(path); err != nil {
			m.wrong(err)
			return nil
		}
		theme = t.Changes[len(t.Changes)-1].(edit.PutTheme).Theme.ID
	}
	change := edit.TagPassage{Passage: coding.PassageID(m.NewID()), Text: m.Source.Text, Span: m.cursor,
		Tag: coding.TagID(m.NewID()), Theme: theme}
	name := path
	if name == "" {
		name = m.Study.Path(theme)
	}
	if old := m.own(m.cursor, theme); old != nil {
		m.last = old.ID
		m.say("%s is there already", name)
		return nil
	}
	if !m.apply("tag with "+name+" in "+m.Source.Name, append(t.Changes, change)...) {
		return m.reread() // another coder has changed something
	}
	m.last = change.Tag
	m.usedLast(theme)
	m.anchored = false
	m.say("%s", name)
	if len(t.Changes) > 0 { // the codebook has changed
		return m.refresh()
	}
	m.addMark(change)
	return m.reread()
}

// usedLast puts a theme first among the recent ones.
func (m *Model) usedLast(theme coding.ThemeID) {
	recent := []coding.ThemeID{theme}
	for _, r := range m.recent {
		if r != theme && len(recent) < maxRecent {
			recent = append(recent, r)
		}
	}
	m.recent = recent
}

// untag removes a tag.
func (m *Model) untag(t coding.Tag) tea.Cmd {
	if !m.apply("untag "+m.Study.Path(t.Theme)+" in "+m.Source.Name, edit.Untag{Tag: t.ID}) {
		return m.reread()
	}
	m.say("removed %s; u brings it back", m.Study.Path(t.Theme))
	return m.reread()
}

// complete marks the source as complete, or as in progress if it is complete.
func (m *Model) complete() tea.Cmd {
	state := coding.Complete
	if m.progress().State == coding.Complete {
		state = coding.InProgress
	}
	mark := edit.MarkSource{Source: m.Source.ID, State: state, Turn: m.furthest}
	if !m.apply("mark "+m.Source.Name+" "+string(state), mark) {
		return nil
	}
	m.say("%s: %s", m.Source.Name, state)
	return m.reread()
}

// inVivo tags the selected text with itself: an in vivo code.
func (m *Model) inVivo() tea.Cmd {
	words := strings.TrimFunc(m.quote(m.cursor), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if r := []rune(words); len(r) > 100 {
		m.say("these are too many words for a theme's name; choose fewer with w and v")
		return nil
	}
	for _, t := range m.Study.Themes {
		if strings.EqualFold(t.Name, words) {
			return m.tag("", t.ID)
		}
	}
	return m.tag(strings.ReplaceAll(words, ">", `\>`), "")
}
