package reader

import (
	"context"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
)

// A studyMsg is the study as it was read in the background after a tag was drawn, with
// what other coders have done meanwhile.
type studyMsg struct {
	study *coding.Study
	edits int // Model.edits when it was read
}

// reread reads the study in the background.
func (m *Model) reread() tea.Cmd {
	edits, project := m.edits, m.app.Project
	return func() tea.Msg {
		s, err := project.Study(m.ctx)
		if err != nil {
			return nil // the screen stays as it is; the next edit shows the error
		}
		return studyMsg{s, edits}
	}
}

// take shows a study that was read in the background, unless it is older than the
// last edit.
func (m *Model) take(msg studyMsg) {
	if msg.edits == m.edits {
		m.show(msg.study)
	}
}

// refresh shows the project as it is now, before the next key is read: what the next
// key does depends on the tags that are there.
func (m *Model) refresh() {
	if s, err := m.app.Project.Study(m.ctx); err != nil {
		m.wrong(err)
	} else {
		m.show(s)
	}
}

// show shows a study, if the source has the words in it that are on the screen.
func (m *Model) show(s *coding.Study) {
	if src := s.Source(m.source.ID); src == nil || src.Text != m.source.Text {
		m.message = "this source was given other words, or removed, by somebody else: leave with q and open it again"
		m.failed = true
		return
	}
	m.load(s)
}

// made keeps an edit for undo, and reports whether it succeeded.
func (m *Model) made(d app.Done, err error) bool {
	if err != nil {
		m.wrong(err)
		return false
	}
	if d.Step > 0 {
		m.edits++
		m.done, m.undone = append(m.done, d.Step), nil
	}
	return true
}

// undo undoes the last edit of this session.
func (m *Model) undo() {
	if len(m.done) == 0 {
		m.say("nothing to undo since you opened this; crosscase undo goes further back")
		return
	}
	m.takeBack(&m.done, &m.undone, m.app.Undo)
}

// redo undoes the last undo.
func (m *Model) redo() {
	if len(m.undone) == 0 {
		m.say("nothing to redo")
		return
	}
	m.takeBack(&m.undone, &m.done, m.app.Redo)
}

// takeBack undoes the last step of from, and appends the step of the undo to to.
func (m *Model) takeBack(from, to *[]int, by func(context.Context, int) (app.Done, error)) {
	last := len(*from) - 1
	d, err := by(m.ctx, (*from)[last])
	if err != nil {
		m.wrong(err)
		m.refresh()
		return
	}
	m.edits++
	*from, *to = (*from)[:last], append(*to, d.Step)
	m.say("%s", strings.Join(d.Said, "; "))
	m.refresh()
}

// keepPlace stores the last turn that was read.
func (m *Model) keepPlace() error {
	_, err := m.app.KeepPlace(context.WithoutCancel(m.ctx), m.source, m.furthest)
	return err
}

// tag tags the selected text with a theme: the existing one, or where that is "" the
// one of path, which is created.
func (m *Model) tag(path string, theme coding.ThemeID) tea.Cmd {
	if old := m.own(m.cursor, theme); old != nil {
		m.last = old.ID
		m.say("%s is there already", m.app.Study.Path(theme))
		return nil
	}
	done, err := m.app.TagWords(m.ctx, app.Mark{Text: m.source.Text, Span: m.cursor, Theme: theme, Path: path})
	if !m.made(done.Done, err) {
		m.refresh() // another coder has changed something
		return nil
	}
	if done.Step == 0 { // by another name of the theme, or in another terminal
		m.refresh()
		m.say("%s is there already", m.app.Study.Path(done.Tag.Theme))
		return nil
	}
	m.last = done.Tag.Tag
	m.usedLast(done.Tag.Theme)
	m.anchored = false
	if done.Made != nil || theme == "" { // the codebook has changed
		m.refresh()
		m.say("%s", m.app.Study.Path(done.Tag.Theme))
		return nil
	}
	m.say("%s", m.app.Study.Path(theme))
	m.addMark(done.Tag)
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

// current is a tag as the file has it: an edit a moment ago may not be on the screen yet.
func (m *Model) current(t coding.Tag) coding.Tag {
	if m.asOf != m.edits {
		m.refresh()
	}
	if now, err := m.app.Study.FindTag(string(t.ID)); err == nil {
		return *now
	}
	return t
}

// untag removes a tag.
func (m *Model) untag(t coding.Tag) {
	path, now := m.app.Study.Path(t.Theme), m.current(t)
	d, err := m.app.RemoveTag(m.ctx, now.ID)
	switch {
	case !m.made(d, err):
	case d.Step == 0:
		m.say("%s was removed meanwhile", path)
	default:
		m.say("removed %s; u brings it back", path)
	}
	m.refresh()
}

// accept accepts the words of the changed passages under the cursor.
func (m *Model) accept() {
	var ids []string
	for _, x := range m.marks {
		if _, changed := m.study().Changed[x.id]; changed && x.span.Overlaps(m.cursor) {
			ids = append(ids, string(x.id))
		}
	}
	if len(ids) == 0 {
		m.say("no passage here has changed with its text")
		return
	}
	d, n, err := m.app.AcceptPassages(m.ctx, app.Review{IDs: ids})
	if m.made(d, err) {
		m.say("accepted %s; u brings the mark back", coding.Count(n, "changed passage"))
	}
	m.refresh()
}

// complete marks the source as complete, or as in progress if it is complete.
func (m *Model) complete() {
	state := coding.Complete
	if m.progress().State == coding.Complete {
		state = coding.InProgress
	}
	if !m.made(m.app.MarkSources(m.ctx, state, m.furthest, m.source)) {
		return
	}
	m.say("%s: %s", m.source.Name, state)
	m.refresh()
}

// inVivo tags the selected text with itself: an in vivo code.
func (m *Model) inVivo() tea.Cmd {
	words := strings.TrimFunc(m.quote(m.cursor), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if r := []rune(words); len(r) > 100 {
		m.say("these are too many words for a theme's name; choose fewer with w and v")
		return nil
	}
	for _, t := range m.app.Study.Themes {
		if strings.EqualFold(t.Name, words) {
			return m.tag("", t.ID)
		}
	}
	return m.tag(strings.ReplaceAll(words, ">", `\>`), "")
}
