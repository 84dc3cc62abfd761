package reader

import (
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// sentences are those of the log after the import.
func sentences(t testing.TB, m *Model) (all []string) {
	t.Helper()
	entries, err := m.app.Project.Log(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries[1:] {
		all = append(all, e.What)
	}
	return all
}

// pressAhead presses keys faster than the study is read in the background.
func pressAhead(m *Model, keys string) {
	for word := range strings.FieldsSeq(keys) {
		for _, k := range keysOf(word) {
			m.Update(tea.KeyPressMsg(k))
		}
	}
}

// Each edit is one entry of the log, with the sentence that commands and pages have, too.
func TestSentences(t *testing.T) {
	tests := []struct {
		name, keys string
		want       []string
	}{
		{"tag", "j l enter sav enter", []string{"tag with Motivation > Savings in int-1"}},
		{"tag with a new theme", "j l enter Fear enter", []string{"tag with Fear in int-1"}},
		{"in vivo", "j w w i", []string{"tag with money in int-1"}},
		{"untag", "j l enter tru enter d", []string{"tag with Trust in int-1", "untag Trust in int-1"}},
		{"memo", "j l enter tru enter m Why? enter", []string{"tag with Trust in int-1", "write a memo on a tag of Trust"}},
		{"no memo", "j l enter tru enter m enter", []string{"tag with Trust in int-1"}},
		{"weight", "j l enter tru enter # 2 enter", []string{"tag with Trust in int-1", "edit a tag of Trust in int-1"}},
		{"no weight", "j l enter tru enter # heavy enter", []string{"tag with Trust in int-1"}},
		{"about", "j l enter tru enter a north enter", []string{"tag with Trust in int-1", "edit a tag of Trust in int-1"}},
		{"complete, and not any more", "C C", []string{"mark int-1 complete", "mark int-1 in progress"}},
		{"undo", "j l enter tru enter u", []string{"tag with Trust in int-1", "undo 2: tag with Trust in int-1"}},
		{"twice", "j l enter tru enter enter tru enter", []string{"tag with Trust in int-1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, interview, nil)
			press(m, tt.keys)
			if diff := cmp.Diff(tt.want, sentences(t, m)); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
		})
	}
}

// Keys that come before the study was read again after a tag do what they do later.
func TestKeysAhead(t *testing.T) {
	tests := []struct {
		name, keys string
		want       []string
	}{
		{"untag", "j l enter tru enter d", nil},
		{"weight", "j l enter tru enter # 2 enter", []string{"Trust: With money. ×2"}},
		{"about, then weight", "j l enter tru enter a north enter # 2 enter", []string{"Trust: With money. ×2 about Northmoor Police"}},
		{"memo", "j l enter tru enter m Why? enter", []string{"Trust: With money. memo Why?"}},
		{"undo", "j l enter tru enter l enter sav enter u", []string{"Trust: With money."}},
		{"undo and redo", "j l enter tru enter u r", []string{"Trust: With money."}},
		{"the same theme", "j l enter tru enter 1", []string{"Trust: With money."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, interview, nil)
			pressAhead(m, tt.keys)
			if diff := cmp.Diff(tt.want, tags(t, m)); diff != "" || m.failed {
				t.Errorf("it says %q; tags (-want +got):\n%s", m.message, diff)
			}
		})
	}
}

// A new edit drops what could be done again.
func TestNothingToRedo(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter u l enter sav enter r")
	if diff := cmp.Diff([]string{"Motivation > Savings: We picked up the phone, and they listened."}, tags(t, m)); diff != "" || m.message != "nothing to redo" {
		t.Errorf("it says %q; tags (-want +got):\n%s", m.message, diff)
	}
	if m.Edits() != 1 {
		t.Errorf("%d edits, want 1", m.Edits())
	}
}

// A tag that the coder took off in another terminal is an error here, which says so, and
// then it is gone from the screen.
func TestGoneInAnotherTerminal(t *testing.T) {
	for name, keys := range map[string]string{"untag": "d", "weight": "# 2 enter", "about": "a north enter", "memo": "m Why? enter", "undo": "u"} {
		t.Run(name, func(t *testing.T) {
			m := open(t, interview, nil)
			press(m, "j l enter tru enter")
			s, err := m.app.Project.Study(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.app.Project.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "untag", Changes: []edit.Change{edit.Untag{Tag: s.Tags[0].ID}}}); err != nil {
				t.Fatal(err)
			}
			if press(m, keys); !m.failed && m.message != "Trust was removed meanwhile" {
				t.Errorf("it says %q", m.message)
			}
			if len(m.marks) > 0 || len(tags(t, m)) > 0 {
				t.Errorf("%d marks are on the screen, tags %q", len(m.marks), tags(t, m))
			}
		})
	}
}

// A path that means a theme which is there tags with that theme.
func TestPathOfAThemeThatIsThere(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l")
	m.tag("motivation>savings", "")
	if diff := cmp.Diff([]string{"Motivation > Savings: With money."}, tags(t, m)); diff != "" || m.message != "Motivation > Savings" {
		t.Errorf("it says %q; tags (-want +got):\n%s", m.message, diff)
	}
	m.tag("Motivation > savings", "")
	if len(tags(t, m)) != 1 || m.message != "Motivation > Savings is there already" {
		t.Errorf("again: it says %q, tags %q", m.message, tags(t, m))
	}
	if n := len(m.app.Study.Themes); n != 3 {
		t.Errorf("%d themes, want 3", n)
	}
}

// Archived themes are not offered, and their digit says so.
func TestArchivedThemes(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter")
	if _, err := m.app.Project.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "archive",
		Changes: []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "trust", Name: "Trust", Archived: true}}}}); err != nil {
		t.Fatal(err)
	}
	m.refresh()
	for _, c := range m.themes("") {
		if c.theme == "trust" {
			t.Error("an archived theme is offered")
		}
	}
	press(m, "l 1")
	if diff := cmp.Diff([]string{"Trust: With money."}, tags(t, m)); diff != "" || !strings.HasPrefix(m.message, "no theme was used so many times ago") {
		t.Errorf("it says %q; tags (-want +got):\n%s", m.message, diff)
	}
}

// What is too long for a theme's name is none, and a theme of these words is used.
func TestInVivo(t *testing.T) {
	m := open(t, strings.Repeat("Roe: trust, and words without an end, or one that nobody sees from here as it is so far away from all of this.\n\nPenn: Trust.\n\n", 2), nil)
	press(m, "i")
	if len(tags(t, m)) > 0 || !strings.HasPrefix(m.message, "these are too many words") {
		t.Errorf("it says %q, tags %q", m.message, tags(t, m))
	}
	press(m, "j i")
	if diff := cmp.Diff([]string{"Trust: Trust."}, tags(t, m)); diff != "" || len(m.app.Study.Themes) != 3 {
		t.Errorf("%d themes; tags (-want +got):\n%s", len(m.app.Study.Themes), diff)
	}
}

// Themes that were used last come first, also when the reader is opened anew.
func TestRecentThemes(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter sav enter l enter tru enter l enter Fear enter j 2")
	listed := func(m *Model) (all []string) {
		for _, c := range m.themes("") {
			all = append(all, c.label)
		}
		return all
	}
	want := []string{"Trust", "Fear", "Motivation > Savings", "Motivation"}
	if diff := cmp.Diff(want, listed(m)); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Tags { // the clock of these tests stands still
		s.Tags[i].At = monday.Add(map[string]time.Duration{"Trust": 3, "Fear": 2, "Motivation > Savings": 1}[s.Path(s.Tags[i].Theme)])
	}
	anew, err := New(ctx, Options{Session: m.app.On(s), Source: m.source})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, listed(anew)); diff != "" {
		t.Errorf("listed anew (-want +got):\n%s", diff)
	}
}

// Run stores where the coder stopped reading, and no edit.
func TestRunKeepsThePlace(t *testing.T) {
	m := open(t, interview, nil)
	if err := Run(ctx, m, tea.WithInput(strings.NewReader("jjq")), tea.WithOutput(io.Discard), tea.WithoutSignals()); err != nil {
		t.Fatal(err)
	}
	s, err := m.app.Project.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Readings) != 1 || s.Readings[0].Turn != 3 || s.Readings[0].State != coding.InProgress || m.Edits() != 0 {
		t.Errorf("%d edits, readings %+v", m.Edits(), s.Readings)
	}
	if got := sentences(t, m); len(got) > 0 {
		t.Errorf("the log has %q", got)
	}
}

// A reader cannot be opened on what holds no words.
func TestNewRefuses(t *testing.T) {
	m := open(t, interview, nil)
	empty := *m.app.Study
	empty.Transcripts = nil
	if _, err := New(ctx, Options{Session: m.app.On(coding.NewStudy(empty)), Source: m.source}); err == nil {
		t.Error("a source without words was opened")
	}
	empty.Sources = nil
	if _, err := New(ctx, Options{Session: m.app.On(coding.NewStudy(empty)), Source: m.source}); err == nil {
		t.Error("a source that is not there was opened")
	}
}

// A passage that changed with its text is shown with what it was, until it is accepted.
func TestAcceptChanged(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "A")
	if m.message != "no passage here has changed with its text" {
		t.Errorf("%q", m.message)
	}
	press(m, "j l enter tru enter")
	p := m.app.Study.Passages[0]
	if _, err := m.app.Apply(ctx, "correct", edit.MarkChanged{Text: p.Text, Span: p.Span, Was: "With mony."}); err != nil {
		t.Fatal(err)
	}
	m.refresh()
	if got := m.described(m.study().Tags[0]); got != `Trust (changed, was "With mony.")` {
		t.Errorf("the tag is shown as %q", got)
	}
	press(m, "A")
	if got := m.described(m.study().Tags[0]); got != "Trust" || m.message != "accepted 1 changed passage; u brings the mark back" {
		t.Errorf("%q, %q", got, m.message)
	}
	press(m, "u")
	if len(m.study().Changed) != 1 {
		t.Error("undo does not bring the mark back")
	}
}
