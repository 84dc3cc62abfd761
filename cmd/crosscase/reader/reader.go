// Package reader is the full-screen reader in the terminal: it shows a transcript
// with its speakers, times and tags, to be read and tagged by keyboard.
//
// [New] makes the model, [Run] shows it until the coder quits. There is no saving:
// each edit is in the project file before the next key is read, so a killed terminal
// loses nothing. The source is laid out once for a width (layout.go). A key changes a
// few fields (keys.go, move.go, questions.go) or edits the project (edits.go, tags.go),
// and a screenful is drawn from the fields (view.go).
//
// These laws hold whatever is pressed, each a property test in laws_test.go:
//
//   - The screen fits: it is never larger than the terminal, whatever the script, and the
//     terminal obeys nothing that the text holds.
//   - What is selected is a place in the text, in whole letters.
//   - Passages stand on words: each passage is words of the source, as the file keeps it.
//   - Undo: taking back all edits brings the study back, and redoing them what it became.
//   - What is shown is what is stored: tags are drawn at once as a study read anew has them.
//
// The terminal is github.com/charmbracelet/bubbletea's (v2, maintained, MIT), widths
// of letters its ansi package's. The letters typed for a theme are matched by
// github.com/sahilm/fuzzy (maintained, MIT).
package reader

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/corpus"
)

// Options are what a reader works with.
type Options struct {
	Session *app.Session // the coder at work on the whole study
	Source  *corpus.Source
	Turn    int // where to begin, from 1; 0 is where the coder stopped reading
}

// mode is what keys do.
type mode int

const (
	reading  mode = iota
	choosing      // from a list, by typing
	writing       // an answer in the last line
	helping
)

// A Model is the state of a reader. It implements [tea.Model].
type Model struct {
	ctx       context.Context
	app       *app.Session // on the study as it was read last
	source    *corpus.Source
	tr        *corpus.Transcript
	text      corpus.Text
	sentences map[int][]corpus.Span // by turn; see sentencesOf
	marks     []mark
	counts    map[coding.ThemeID]int // passages of the source, by theme

	page     page
	width    int // to lay out for, at least minWidth
	height   int // at least minHeight
	terminal struct{ width, height int }
	top      int // first line of the page on the screen
	profile  colorprofile.Profile
	codebook bool // is beside the text, if there is room

	cursor   corpus.Span // the selected text
	anchored bool        // moving extends the selection
	anchor   corpus.Span // where the extended selection began
	furthest int         // last turn read, from 1
	query    string
	hits     []corpus.Span // of query

	mode   mode
	ask    question
	input  []rune
	list   []choice
	chosen int // of list

	message string
	failed  bool // message is an error
	last    coding.TagID
	recent  []coding.ThemeID
	done    []int // numbers of edits in the log, the last one last
	undone  []int // and of undos
	edits   int   // edits, undos and redos so far; see studyMsg
	asOf    int   // edits when the study was read
}

// The smallest screen that is laid out; a smaller terminal shows the part of it that fits.
const (
	minWidth  = 20
	minHeight = 6
)

// New makes a reader. It reads the text of the source and takes time in proportion to
// its length. The error wraps [coding.ErrUnknown] where the coder cannot see the
// source, and [coding.ErrInvalid] where the source has no text.
func New(ctx context.Context, o Options) (*Model, error) {
	m := &Model{ctx: ctx, app: o.Session, source: o.Source, width: 80, height: 24, sentences: map[int][]corpus.Span{}}
	m.load(o.Session.Study)
	m.recent = m.lastUsed()
	src := m.study().Source(o.Source.ID)
	if src == nil {
		return nil, fmt.Errorf("source %q: %w", o.Source.Name, coding.ErrUnknown)
	}
	m.tr = m.study().Transcript(src)
	if len(m.tr.Turns) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "%s holds no words to read", src.Name)
	}
	var err error
	if m.text, err = o.Session.Texts.Text(ctx, src.Text); err != nil {
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

// Run shows the reader until the coder quits, then stores how far they have read.
// Options are for the terminal's program. The error is that of the terminal or of
// storing.
func Run(ctx context.Context, m *Model, options ...tea.ProgramOption) error {
	_, err := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, options...)...).Run()
	if placeErr := m.keepPlace(); err == nil {
		err = placeErr
	}
	return err
}

// Edits returns the number of edits made and not undone.
func (m *Model) Edits() int { return len(m.done) }

// Init implements [tea.Model].
func (m *Model) Init() tea.Cmd { return nil }

// Update implements [tea.Model].
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.terminal.width, m.terminal.height = msg.Width, msg.Height
		m.width, m.height = max(msg.Width, minWidth), max(msg.Height, minHeight)
		m.layOut()
		m.follow()
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
	case studyMsg:
		m.take(msg)
	case tea.PasteMsg:
		if m.mode == choosing || m.mode == writing {
			m.typed(msg.Content)
		}
	case tea.KeyPressMsg:
		return m, m.key(msg)
	}
	return m, nil
}

// study is the study as the coder sees it.
func (m *Model) study() *coding.Study { return m.app.Seen() }

// progress is how far the coder has read the source.
func (m *Model) progress() coding.Reading { return m.app.Reading(m.source) }

func (m *Model) say(format string, args ...any) {
	m.message, m.failed = fmt.Sprintf(format, args...), false
}

// wrong shows an error with its hint.
func (m *Model) wrong(err error) {
	m.message, m.failed = err.Error(), true
	if hint := coding.Hint(err); hint != "" {
		m.message += "; " + hint
	}
}
