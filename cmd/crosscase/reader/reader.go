// Package reader is the full-screen reader in the terminal: a transcript with its
// speakers, times and tags, to be read and tagged by keyboard.
//
// [New] makes the model, [Run] shows it until the person leaves. There is nothing
// to save: each edit is on the disk before the next key is read, so that a killed
// terminal loses nothing. What is drawn is laid out once for a width (layout.go);
// a key changes a few fields, and a screenful is drawn from them (view.go).
//
// The terminal is github.com/charmbracelet/bubbletea's (v2, maintained, MIT),
// widths of letters its ansi package's, and letters of a theme are matched by
// github.com/sahilm/fuzzy (maintained, MIT).
package reader

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// Options are what a reader works with.
type Options struct {
	Project *project.Project
	Study   *coding.Study // whole; Blind leaves what the coder made
	Source  *corpus.Source
	Coder   string // name of who tags
	Blind   bool
	Turn    int // to begin at, from 1; 0 is where the coder was
	Now     func() time.Time
	NewID   func() string
	// Search finds a query in the source, in order.
	Search func(ctx context.Context, query string) ([]corpus.Span, error)
}

// mode is what keys mean.
type mode int

const (
	reading mode = iota
	choosing
	writing
	helping
)

// A Model is a reader's state.
type Model struct {
	Options
	ctx   context.Context
	study *coding.Study // as the coder sees it
	tr    *corpus.Transcript
	text  corpus.Text
	index int // of the source in the study

	page     page
	width    int
	height   int
	top      int // first line of the page that is shown
	cursor   corpus.Span
	anchored bool        // moving extends
	anchor   corpus.Span // from here
	furthest int         // last turn read, from 1
	marks    []mark
	counts   map[coding.ThemeID]int // passages of the source, by theme

	mode   mode
	ask    question
	input  []rune
	list   []choice
	chosen int

	query     string
	hits      []corpus.Span
	codebook  bool
	profile   colorprofile.Profile // how many colours the terminal has
	message   string
	failed    bool // the message is of something that went wrong
	last      coding.TagID
	recent    []coding.ThemeID
	done      []int // numbers of edits in the log, the last one last
	undone    []int // and of undos
	sentences map[int][]corpus.Span
}

// A mark is a passage of the source with its tags.
type mark struct {
	id   coding.PassageID
	span corpus.Span
	tags []coding.Tag
	lane int
}

// question is what an input line asks for.
type question struct {
	what   string // shown before the input
	answer func(m *Model, input string, chosen *choice)
	list   func(m *Model, input string) []choice
}

// A choice is a line of a list to choose from.
type choice struct {
	label string
	theme coding.ThemeID
	id    string
	fresh bool // is to be made
}

// New makes a reader. It reads the source's words, and takes time in step with
// them.
func New(ctx context.Context, o Options) (*Model, error) {
	m := &Model{Options: o, ctx: ctx, width: 80, height: 24, sentences: map[int][]corpus.Span{}}
	m.show(o.Study)
	src := m.study.Source(o.Source.ID)
	if src == nil {
		return nil, fmt.Errorf("source %q: %w", o.Source.Name, coding.ErrUnknown)
	}
	m.tr = m.study.Transcript(src)
	if len(m.tr.Turns) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "%s holds no words to read", src.Name)
	}
	var err error
	if m.text, err = o.Project.Text(ctx, src.Text); err != nil {
		return nil, err
	}
	m.layOut()
	first := o.Turn - 1
	if o.Turn == 0 {
		first = m.progress().Turn - 1
	}
	m.furthest = m.progress().Turn
	m.goTo(min(max(first, 0), len(m.tr.Turns)-1))
	return m, nil
}

// Run shows the reader until the person leaves, and keeps how far they have read.
func Run(ctx context.Context, m *Model, options ...tea.ProgramOption) error {
	_, err := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, options...)...).Run()
	if readErr := m.keepPlace(); err == nil {
		err = readErr
	}
	return err
}

// Edits are how many edits were made and not taken back.
func (m *Model) Edits() int { return len(m.done) }

// show takes over a study: what there is of the source now.
func (m *Model) show(s *coding.Study) {
	m.Study = s
	m.study = s
	me := m.me()
	if m.Blind {
		m.study = s.Only(me)
	}
	m.marks, m.counts = nil, map[coding.ThemeID]int{}
	for i, src := range m.study.Sources {
		if src.ID == m.Source.ID {
			m.index = i
		}
	}
	type used struct {
		theme coding.ThemeID
		at    time.Time
	}
	var mine []used
	for i, p := range m.study.Passages {
		first, last := m.study.TagsOf(i)
		for _, t := range m.study.Tags[first:last] {
			if t.Coder == me {
				mine = append(mine, used{t.Theme, t.At})
			}
		}
		if p.Text == m.Source.Text {
			m.marks = append(m.marks, mark{id: p.ID, span: p.Span, tags: m.study.Tags[first:last:last]})
		}
	}
	m.arrange()
	if m.recent == nil { // those used last, before this session
		for len(mine) > 0 && len(m.recent) < 9 {
			newest := 0
			for i := range mine {
				if !mine[i].at.Before(mine[newest].at) {
					newest = i
				}
			}
			theme := mine[newest].theme
			m.recent = append(m.recent, theme)
			rest := mine[:0]
			for _, u := range mine {
				if u.theme != theme {
					rest = append(rest, u)
				}
			}
			mine = rest
		}
	}
}

// arrange gives marks lanes in the margin, so that those that overlap stand side
// by side, and counts them.
func (m *Model) arrange() {
	clear(m.counts)
	var ends []int // of the last mark in each lane
	for i := range m.marks {
		x := &m.marks[i]
		x.lane = -1
		for lane, end := range ends {
			if end <= x.span.Start {
				x.lane = lane
				break
			}
		}
		if x.lane < 0 {
			x.lane = len(ends)
			ends = append(ends, 0)
		}
		ends[x.lane] = x.span.End
		seen := map[coding.ThemeID]bool{}
		for _, t := range x.tags {
			for theme := m.study.Theme(t.Theme); theme != nil && !seen[theme.ID]; theme = m.study.Theme(theme.Parent) {
				seen[theme.ID] = true
				m.counts[theme.ID]++
			}
		}
	}
}

// me is the coder's identifier, "" before their first tag.
func (m *Model) me() coding.CoderID {
	if c, err := m.Study.FindCoder(m.Coder); err == nil {
		return c.ID
	}
	return ""
}

// progress is how far the coder is with the source.
func (m *Model) progress() coding.Reading {
	me := m.me()
	for _, r := range m.Study.Readings {
		if r.Source == m.Source.ID && r.Coder == me {
			return r
		}
	}
	return coding.Reading{State: coding.Unread}
}

// keepPlace keeps the last turn that was read, unless the source is complete. It is
// no edit, and not in the log.
func (m *Model) keepPlace() error {
	r := m.progress()
	if m.furthest == 0 || r.State == coding.Complete || r.Turn >= m.furthest {
		return nil
	}
	_, err := m.Project.Apply(context.WithoutCancel(m.ctx), edit.Edit{Coder: m.Coder, At: m.Now(), What: "read " + m.Source.Name,
		Changes: []edit.Change{edit.MarkSource{Source: m.Source.ID, State: coding.InProgress, Turn: m.furthest, Quiet: true}}})
	return err
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return nil }

// fresh is a study read after an edit, with what others have done meanwhile.
type fresh struct {
	study *coding.Study
	edits int // how many had been made and taken back when it was read
}

// edits tells states of the reader apart, so that a study that was read before the
// last edit is not shown after it.
func (m *Model) state() int { return len(m.done) + 2*len(m.undone) }

// reread reads the study anew while the person goes on.
func (m *Model) reread() tea.Cmd {
	state := m.state()
	return func() tea.Msg {
		s, err := m.Project.Study(m.ctx)
		if err != nil {
			return nil // what is shown stays; the next edit says what is wrong
		}
		return fresh{s, state}
	}
}

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = max(msg.Width, 20), max(msg.Height, 6)
		m.layOut()
		m.follow()
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
	case fresh:
		if src := msg.study.Source(m.Source.ID); src == nil || src.Text != m.Source.Text {
			m.message, m.failed = "this source was given other words, or removed, by somebody else: leave with q and open it again", true
		} else if msg.edits == m.state() {
			m.show(msg.study)
		}
	case tea.PasteMsg:
		if m.mode == choosing || m.mode == writing {
			m.typed(msg.Content)
		}
	case tea.KeyPressMsg:
		return m, m.key(msg)
	}
	return m, nil
}

func (m *Model) say(format string, args ...any) {
	m.message, m.failed = fmt.Sprintf(format, args...), false
}

func (m *Model) wrong(err error) {
	m.message, m.failed = err.Error(), true
	if hint := coding.Hint(err); hint != "" {
		m.message += "; " + hint
	}
}

// apply stores changes, and returns whether that went well.
func (m *Model) apply(what string, changes ...edit.Change) bool {
	n, err := m.Project.Apply(m.ctx, edit.Edit{Coder: m.Coder, At: m.Now(), What: what, Changes: changes})
	if err != nil {
		m.wrong(err)
		return false
	}
	if n > 0 {
		m.done, m.undone = append(m.done, n), nil
	}
	return true
}

// undo takes back the last edit of this session.
func (m *Model) undo() tea.Cmd {
	if len(m.done) == 0 {
		m.say("nothing to undo since you opened this; crosscase undo goes further back")
		return nil
	}
	n := m.done[len(m.done)-1]
	undone, err := m.Project.Undo(m.ctx, m.Coder, m.Now(), n)
	if err != nil {
		m.wrong(err)
		return nil
	}
	m.done = m.done[:len(m.done)-1]
	m.undone = append(m.undone, undone[0].Undone)
	m.say("taken back: %s", undone[0].What)
	return m.reread()
}

func (m *Model) redo() tea.Cmd {
	if len(m.undone) == 0 {
		m.say("nothing to redo")
		return nil
	}
	n := m.undone[len(m.undone)-1]
	undone, err := m.Project.Undo(m.ctx, m.Coder, m.Now(), n)
	if err != nil {
		m.wrong(err)
		return nil
	}
	m.undone = m.undone[:len(m.undone)-1]
	m.done = append(m.done, undone[0].Undone)
	_, what, _ := strings.Cut(undone[0].What, ": ")
	m.say("done again: %s", what)
	return m.reread()
}

// refresh shows the project as it is now, at once.
func (m *Model) refresh() tea.Cmd {
	s, err := m.Project.Study(m.ctx)
	if err != nil {
		m.wrong(err)
		return nil
	}
	m.show(s)
	return nil
}

// tag puts a theme on the words under the cursor.
func (m *Model) tag(path string, theme coding.ThemeID) tea.Cmd {
	t := &intake.Tagger{Study: m.Study, NewID: m.NewID, Create: true}
	if theme == "" {
		if err := t.Add(path); err != nil {
			m.wrong(err)
			return nil
		}
		theme = t.Changes[len(t.Changes)-1].(edit.PutTheme).Theme.ID
	}
	change := edit.TagPassage{Passage: coding.PassageID(m.NewID()), Text: m.Source.Text, Span: m.cursor, Tag: coding.TagID(m.NewID()), Theme: theme}
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
		return m.reread() // somebody else has changed something
	}
	m.last = change.Tag
	m.use(theme)
	m.anchored = false
	m.say("%s", name)
	if len(t.Changes) > 0 { // the codebook has changed
		return m.refresh()
	}
	m.add(change)
	return m.reread()
}

// add shows a tag that was just stored.
func (m *Model) add(c edit.TagPassage) {
	tag := coding.Tag{ID: c.Tag, Passage: c.Passage, Theme: c.Theme, Coder: m.me(), At: m.Now()}
	at := len(m.marks)
	for i, x := range m.marks {
		if x.span == c.Span {
			tag.Passage = x.id
			m.marks[i].tags = append(x.tags[:len(x.tags):len(x.tags)], tag)
			m.arrange()
			return
		}
		if x.span.Start > c.Span.Start || x.span.Start == c.Span.Start && x.span.End > c.Span.End {
			at = i
			break
		}
	}
	m.marks = append(m.marks[:at:at], append([]mark{{id: c.Passage, span: c.Span, tags: []coding.Tag{tag}}}, m.marks[at:]...)...)
	m.arrange()
}

// use puts a theme first among the recent ones.
func (m *Model) use(theme coding.ThemeID) {
	recent := []coding.ThemeID{theme}
	for _, r := range m.recent {
		if r != theme && len(recent) < 9 {
			recent = append(recent, r)
		}
	}
	m.recent = recent
}

// own is the coder's tag of a theme on a span, nil if there is none.
func (m *Model) own(span corpus.Span, theme coding.ThemeID) *coding.Tag {
	me := m.me()
	for i, x := range m.marks {
		if x.span == span {
			for j, t := range x.tags {
				if t.Theme == theme && t.Coder == me {
					return &m.marks[i].tags[j]
				}
			}
		}
	}
	return nil
}

// here are the coder's own tags under the cursor, that which was made last first,
// then those on just these words.
func (m *Model) here() (tags []coding.Tag) {
	me := m.me()
	for _, exact := range []bool{true, false} {
		for _, x := range m.marks {
			if !x.span.Overlaps(m.cursor) || (x.span == m.cursor) != exact {
				continue
			}
			for _, t := range x.tags {
				switch {
				case t.Coder != me:
				case t.ID == m.last:
					tags = append([]coding.Tag{t}, tags...)
				default:
					tags = append(tags, t)
				}
			}
		}
	}
	return tags
}

// untag takes a tag off.
func (m *Model) untag(t coding.Tag) tea.Cmd {
	if !m.apply("untag "+m.Study.Path(t.Theme)+" in "+m.Source.Name, edit.Untag{Tag: t.ID}) {
		return m.reread()
	}
	m.say("removed %s; u brings it back", m.Study.Path(t.Theme))
	return m.reread()
}

// complete says that the source is complete, or not any more.
func (m *Model) complete() tea.Cmd {
	state := coding.Complete
	if m.progress().State == coding.Complete {
		state = coding.InProgress
	}
	if !m.apply("mark "+m.Source.Name+" "+string(state), edit.MarkSource{Source: m.Source.ID, State: state, Turn: m.furthest}) {
		return nil
	}
	m.say("%s: %s", m.Source.Name, state)
	return m.reread()
}

// inVivo makes the words under the cursor a theme.
func (m *Model) inVivo() tea.Cmd {
	words := strings.TrimFunc(strings.Join(strings.Fields(m.text.Body[m.cursor.Start:m.cursor.End]), " "), func(r rune) bool {
		return unicode.IsPunct(r) || unicode.IsSpace(r)
	})
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
