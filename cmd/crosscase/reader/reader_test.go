package reader

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

var ctx = context.Background()

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const interview = `Interviewer: How did it begin?

Roe: With money. We picked up the phone, and they listened. Nobody else had.

Interviewer: And then?

Roe: Trust came later, and cost us less than we feared.
`

// open makes a project with one source and opens the reader on it.
func open(t testing.TB, body string, change func(*Options)) *Model {
	t.Helper()
	p, err := project.Init(ctx, filepath.Join(t.TempDir(), fmt.Sprint(time.Now().UnixNano(), ".crosscase")), "id", "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, changes, err := intake.NewIntake(s, project.NewID).Add(intake.Import{File: "a.txt", Data: []byte(body), Document: doc, Transcript: found.Transcript,
		Facts: intake.Facts{Name: "int-1", Case: "One", Organisation: "Northmoor Police"}})
	if err != nil {
		t.Fatal(err)
	}
	changes = append(changes, edit.PutTheme{Theme: coding.Theme{ID: "trust", Name: "Trust", Colour: "#4477aa"}},
		edit.PutTheme{Theme: coding.Theme{ID: "motivation", Name: "Motivation", Colour: "#ee6677"}},
		edit.PutTheme{Theme: coding.Theme{ID: "savings", Name: "Savings", Parent: "motivation", Colour: "#228833"}})
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "import", Changes: changes}); err != nil {
		t.Fatal(err)
	}
	if s, err = p.Study(ctx); err != nil {
		t.Fatal(err)
	}
	o := Options{Source: s.Sources[0], Session: &app.Session{Project: p, Study: s, Texts: p, Coder: "AK", Now: func() time.Time { return monday }, NewID: project.NewID}}
	if change != nil {
		change(&o)
	}
	m, err := New(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return m
}

// named are the keys that are no letters.
var named = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "backspace": {Code: tea.KeyBackspace}, "pgdown": {Code: tea.KeyPgDown}, "pgup": {Code: tea.KeyPgUp},
	"shift+right": {Code: tea.KeyRight, Mod: tea.ModShift}, "shift+left": {Code: tea.KeyLeft, Mod: tea.ModShift},
	"shift+down": {Code: tea.KeyDown, Mod: tea.ModShift}, "shift+up": {Code: tea.KeyUp, Mod: tea.ModShift}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"space": {Code: ' ', Text: " "}, "alt+enter": {Code: tea.KeyEnter, Mod: tea.ModAlt}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
}

// keysOf are the keys of a word: the one of that name, else letters.
func keysOf(word string) (keys []tea.Key) {
	if k, is := named[word]; is {
		return []tea.Key{k}
	}
	for _, r := range word {
		keys = append(keys, tea.Key{Code: r, Text: string(r)})
	}
	return keys
}

// press presses keys: names of keys between blanks, else letters.
func press(m *Model, keys string) {
	for word := range strings.FieldsSeq(keys) {
		for _, k := range keysOf(word) {
			_, cmd := m.Update(tea.KeyPressMsg(k))
			for cmd != nil { // what bubbletea would do
				msg := cmd()
				if _, quit := msg.(tea.QuitMsg); quit || msg == nil {
					break
				}
				_, cmd = m.Update(msg)
			}
		}
	}
}

// tags are all tags of the project as "Theme: words", with what they say more.
func tags(t testing.TB, m *Model) (all []string) {
	t.Helper()
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			said := s.Path(tag.Theme) + ": " + m.text.Body[p.Span.Start:p.Span.End]
			if tag.Weight > 0 {
				said += fmt.Sprintf(" ×%g", tag.Weight)
			}
			if o := s.Organisation(tag.About); o != nil {
				said += " about " + o.Name
			}
			for _, memo := range s.MemosOn(string(tag.ID)) {
				said += " memo " + memo.Text
			}
			all = append(all, said)
		}
	}
	return all
}

func TestKeys(t *testing.T) {
	tests := []struct {
		name, keys string
		want       []string
		says       string // in the last line
	}{
		{"a turn", "j enter tru enter", []string{"Trust: With money. We picked up the phone, and they listened. Nobody else had."}, "Trust"},
		{"a sentence", "j l l enter sav enter", []string{"Motivation > Savings: We picked up the phone, and they listened."}, "Motivation > Savings"},
		{"a word", "j w w enter mot enter", []string{"Motivation: money"}, ""},
		{"words, chosen on", "j w w w v w w w w enter tru enter", []string{"Trust: We picked up the phone"}, ""},
		{"words, chosen back", "j w w w w v b b enter tru enter", []string{"Trust: money. We picked"}, ""},
		{"sentences with shift", "j l shift+right enter tru enter", []string{"Trust: With money. We picked up the phone, and they listened."}, ""},
		{"turns with shift", "j shift+down enter tru enter", []string{"Trust: With money. We picked up the phone, and they listened. Nobody else had.\n\nInterviewer: And then?"}, ""},
		{"letting go", "j l v l esc enter tru enter", []string{"Trust: With money. We picked up the phone, and they listened. Nobody else had."}, ""},
		{"a new theme", "j l enter Fear enter", []string{"Fear: With money."}, "Fear"},
		{"a new theme below another", "j l enter Trust space > space Lost enter", []string{"Trust > Lost: With money."}, ""},
		{"in vivo", "j l l i", []string{"We picked up the phone, and they listened: We picked up the phone, and they listened."}, ""},
		{"the theme used last", "j l enter sav enter l 1", []string{"Motivation > Savings: With money.", "Motivation > Savings: We picked up the phone, and they listened."}, ""},
		{"recent first", "j l enter sav enter l enter enter", []string{"Motivation > Savings: With money.", "Motivation > Savings: We picked up the phone, and they listened."}, ""},
		{"the list by arrows", "j l enter down enter", []string{"Motivation > Savings: With money."}, ""},
		{"memo, weight, about", "j l enter tru enter m Why? enter # 2 enter a north enter", []string{"Trust: With money. ×2 about Northmoor Police memo Why?"}, "Trust is about Northmoor Police"},
		{"a memo of two lines", "j l enter tru enter m One alt+enter two enter", []string{"Trust: With money. memo One\ntwo"}, ""},
		{"undo", "j l enter tru enter l enter sav enter u", []string{"Trust: With money."}, "taken back: tag with Motivation > Savings in int-1"},
		{"undo and redo", "j l enter tru enter u r", []string{"Trust: With money."}, "done again: tag with Trust in int-1"},
		{"undo a new theme", "j l enter Fear enter u", nil, "taken back: tag with Fear in int-1"},
		{"undo nothing", "u", nil, "nothing to undo since you opened this"},
		{"untag", "j l enter tru enter d", nil, "removed Trust; u brings it back"},
		{"untag one of two", "j l enter tru enter enter sav enter d sav enter", []string{"Trust: With money."}, ""},
		{"nobody's tag here", "d", nil, "no tag of yours here"},
		{"twice is once", "j l enter tru enter enter tru enter", []string{"Trust: With money."}, "Trust is there already"},
		{"the next untagged turn", "enter tru enter . enter sav enter", []string{"Trust: How did it begin?", "Motivation > Savings: With money. We picked up the phone, and they listened. Nobody else had."}, ""},
		{"tagged passages", "G enter tru enter g tab enter sav enter", []string{"Motivation > Savings: Trust came later, and cost us less than we feared.", "Trust: Trust came later, and cost us less than we feared."}, ""},
		{"a match", "/ trust enter enter tru enter", []string{"Trust: Trust"}, ""},
		{"nothing found", "/ zebra enter", nil, `"zebra": nothing found here`},
		{"a turn by number", ": 4 enter enter tru enter", []string{"Trust: Trust came later, and cost us less than we feared."}, ""},
		{"no such turn", ": 99 enter", nil, "turns go from 1 to 4"},
		{"thought better of it", "j enter tru esc", nil, ""},
		{"letters taken back", "j l enter savx backspace enter", []string{"Motivation > Savings: With money."}, ""},
		{"a theme with a > in it", `j l enter a\>b enter`, []string{"a>b: With money."}, ""},
		{"complete", "G C", nil, "int-1: complete"},
		{"help goes away", "? x j l enter tru enter", []string{"Trust: With money."}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, interview, nil)
			press(m, tt.keys)
			if diff := cmp.Diff(tt.want, tags(t, m)); diff != "" {
				t.Errorf("tags (-want +got):\n%s\n%s", diff, ansi.Strip(m.screen()))
			}
			lines := strings.Split(ansi.Strip(m.screen()), "\n")
			if got := strings.TrimSpace(lines[len(lines)-1]); tt.says != "" && !strings.HasPrefix(got, tt.says) {
				t.Errorf("it says %q, want %q", got, tt.says)
			}
			if problems, err := m.app.Project.Check(ctx); err != nil || len(problems) > 0 {
				t.Error(err, problems)
			}
		})
	}
}

// What is drawn for a terminal of 80 columns and 24 lines.
func TestScreen(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter")
	got := strings.Split(ansi.Strip(m.screen()), "\n")
	for i := range got {
		got[i] = strings.TrimRight(got[i], " ")
	}
	want := []string{
		" int-1 · One · Northmoor Police                         turn 2 of 4 · 1 tagged",
		"        1 Interviewer",
		"          How did it begin?",
		"",
		"        2 Roe",
		"▌         With money. We picked up the phone, and they listened. Nobody else",
		"          had.",
		"",
		"        3 Interviewer",
		"          And then?",
		"",
		"        4 Roe",
		"          Trust came later, and cost us less than we feared.",
		"", "", "", "", "", "", "", "", "",
		"▌Trust",
		"Trust",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
}

// A coder who works blind sees no tag of another; where they stopped reading they
// go on.
func TestBlindAndPlace(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter j j")
	if err := m.keepPlace(); err != nil {
		t.Fatal(err)
	}
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		coder string
		blind bool
		turn  int
		shows bool
	}{{"AK", false, 4, true}, {"AK", true, 4, true}, {"BM", false, 1, true}, {"BM", true, 1, false}} {
		session := m.app.On(s)
		session.Coder, session.Blind = tt.coder, tt.blind
		other, err := New(ctx, Options{Session: session, Source: m.source})
		if err != nil {
			t.Fatal(err)
		}
		if got := other.turn() + 1; got != tt.turn {
			t.Errorf("%s begins at turn %d, want %d", tt.coder, got, tt.turn)
		}
		press(other, "g")
		if got := strings.Contains(ansi.Strip(other.screen()), "▌"); got != tt.shows {
			t.Errorf("%s, blind %v: sees a tag: %v, want %v", tt.coder, tt.blind, got, tt.shows)
		}
	}
	entries, err := m.app.Project.Log(ctx)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries in the log, want 2: where somebody stopped reading is no edit; %v", len(entries), err)
	}
}

// What others do meanwhile is seen: their themes, themes that are gone, and other
// words.
func TestOthersMeanwhile(t *testing.T) {
	m := open(t, interview, nil)
	other := func(changes ...edit.Change) {
		if _, err := m.app.Project.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "edit", Changes: changes}); err != nil {
			t.Fatal(err)
		}
	}
	last := func() string {
		lines := strings.Split(ansi.Strip(m.screen()), "\n")
		return strings.TrimSpace(lines[len(lines)-1])
	}
	other(edit.RemoveTheme{ID: "savings"})
	press(m, "j l enter sav enter")
	if got := last(); !strings.HasPrefix(got, "the theme or the passage was removed meanwhile") {
		t.Errorf("a theme that is gone: %q", got)
	}
	other(edit.PutTheme{Theme: coding.Theme{ID: "fear", Name: "Fear"}})
	press(m, "enter tru enter enter fea enter")
	if diff := cmp.Diff([]string{"Fear: With money.", "Trust: With money."}, tags(t, m)); diff != "" {
		t.Errorf("a theme of somebody else (-want +got):\n%s", diff)
	}
	body := strings.Replace(interview, "money", "honey", 1)
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := intake.NewIntake(s, project.NewID).Correct(ctx, s, m.app.Project, s.Sources[0], intake.Import{File: "a.txt", Data: []byte(body), Document: doc, Transcript: found.Transcript, People: found.People})
	if err != nil {
		t.Fatal(err)
	}
	other(c.Changes...)
	press(m, "l enter tru enter")
	if got := last(); !strings.HasPrefix(got, "this source was given other words") {
		t.Errorf("other words: %q", got)
	}
	if problems, err := m.app.Project.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(err, problems)
	}
}

// A study that was read before the last edit is not shown after it, whatever was
// undone in between.
func TestStaleStudyIsNotShown(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l")
	old := m.tag("", "trust")() // read, but not yet delivered
	press(m, "u")
	press(m, "enter sav enter")
	m.Update(old)
	if got := m.hereLine(); !strings.Contains(got, "Savings") || strings.Contains(got, "Trust") {
		t.Errorf("under the cursor: %q, want the tag that was made last", ansi.Strip(got))
	}
}

// long is a source of 100,000 words.
func long() string {
	return strings.Repeat("Roe: We picked up the phone, and they listened; nobody else had done that before, as far as I know.\n\nPenn: Yes.\n\n", 4800)
}

func BenchmarkOpen(b *testing.B) {
	m := open(b, long(), nil)
	for b.Loop() {
		s, err := m.app.Project.Study(ctx)
		if err != nil {
			b.Fatal(err)
		}
		if m, err = New(ctx, Options{Session: m.app.On(s), Source: m.source}); err != nil {
			b.Fatal(err)
		}
		m.screen()
	}
}

func BenchmarkKey(b *testing.B) {
	m := open(b, long(), nil)
	for i := range 2000 {
		press(m, fmt.Sprintf(": %d enter", 1+4*i))
		m.tag("", "trust")
	}
	for name, keys := range map[string]string{"move": "j w l", "tag": ". enter tru enter u"} {
		b.Run(name, func(b *testing.B) {
			press(m, "g")
			for b.Loop() {
				for word := range strings.FieldsSeq(keys) {
					k, is := named[word]
					for _, r := range word {
						if !is {
							k = tea.Key{Code: r, Text: string(r)}
						}
						m.Update(tea.KeyPressMsg(k)) // what is read anew goes on beside it
						m.screen()
						if is {
							break
						}
					}
				}
			}
		})
	}
}
