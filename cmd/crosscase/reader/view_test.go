package reader

import (
	"fmt"
	"image/color"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

var styledText = regexp.MustCompile(`\x1b\[([0-9;:]*)m([^\x1b]*)`)

// inStyle is all on the page that has a style, as "7" for reversed.
func inStyle(m *Model, style string) string {
	var b strings.Builder
	for _, line := range m.bodyLines() {
		for _, part := range styledText.FindAllStringSubmatch(line, -1) {
			for code := range strings.SplitSeq(part[1], ";") {
				if code == style {
					b.WriteString(part[2])
				}
			}
		}
	}
	return b.String()
}

// What is selected is reversed, what is tagged underlined, and what a search found bold.
func TestStyles(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter / phone enter l")
	if got, want := inStyle(m, "7"), "Nobody else had."; got != want {
		t.Errorf("reversed: %q, want %q", got, want)
	}
	if got, want := inStyle(m, "4"), "With money."; got != want {
		t.Errorf("underlined: %q, want %q", got, want)
	}
	if got := inStyle(m, "1"); !strings.Contains(got, "phone") || strings.Contains(got, "picked") {
		t.Errorf("bold: %q, want the match, and nothing around it", got)
	}
}

// Passages that overlap have stripes side by side, and a + where there is no room.
func TestMargin(t *testing.T) {
	m := open(t, interview, nil)
	words := func() string { return ansi.Strip(m.bodyLines()[m.page.begins[1]+1-m.top]) } // of the second turn
	for i, tt := range []struct{ keys, want string }{
		{"j enter tru enter", "▌"},
		{"l enter sav enter", "▌▌"},
		{"l h w enter Fear enter", "▌▌▌"},
		{"w enter Hope enter", "▌▌+"},
	} {
		press(m, tt.keys)
		if got := words(); !strings.HasPrefix(got, tt.want+" ") {
			t.Errorf("%d passages: %q, want %q before it", i+1, got, tt.want)
		}
	}
}

// The line below the page names the tags under the cursor, with all that they say.
func TestHereLine(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter # 2,5 enter a north enter m Why? enter")
	s := m.app.Study
	if _, err := m.app.Project.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "tag", Changes: []edit.Change{edit.TagPassage{
		Passage: "p", Text: m.text.ID, Span: s.Passages[0].Span, Tag: "t", Theme: "savings"}}}); err != nil {
		t.Fatal(err)
	}
	m.refresh()
	want := "▌Motivation > Savings (BM)  ▌Trust (weight 2.5, about Northmoor Police, memo)"
	if got := strings.TrimRight(ansi.Strip(m.hereLine()), " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	press(m, "g")
	if got := ansi.Strip(m.hereLine()); got != strings.Repeat("─", 80) {
		t.Errorf("where nothing is tagged: %q", got)
	}
}

func TestTitle(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter C")
	title := func() string { return strings.TrimRight(ansi.Strip(m.titleLine()), " ") }
	if got := title(); !strings.HasPrefix(got, " int-1 · One · Northmoor Police ") || !strings.HasSuffix(got, "turn 2 of 4 · 1 tagged · complete") {
		t.Errorf("title %q", got)
	}
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	if got := title(); !strings.HasSuffix(got, "turn 2 of 4 · 1 tagged · complete") {
		t.Errorf("in a narrow terminal, the title is %q", got)
	}
}

// The codebook lists themes below each other, with the passages of the source that have
// them or one below them.
func TestCodebook(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter sav enter l enter Motivation enter 2 c") // one passage has both
	var got []string
	for _, line := range m.panelLines(m.rows()) {
		if line = strings.TrimPrefix(ansi.Strip(line), "│"); line != "" {
			got = append(got, strings.TrimRight(line[:20], " ")+strings.TrimLeft(line[20:], " "))
		}
	}
	if diff := cmp.Diff([]string{"▌Motivation2", "▌  Savings2", "▌Trust"}, got); diff != "" {
		t.Errorf("codebook (-want +got):\n%s", diff)
	}
	if !strings.Contains(ansi.Strip(m.screen()), "│▌Trust") {
		t.Errorf("the codebook is not beside the text:\n%s", ansi.Strip(m.screen()))
	}
	if press(m, "c"); strings.Contains(ansi.Strip(m.screen()), "│") {
		t.Error("the codebook is still there")
	}
	m.Update(tea.WindowSizeMsg{Width: 50, Height: 24})
	if press(m, "c"); m.codebook || !strings.HasPrefix(m.message, "this terminal is too narrow") {
		t.Errorf("in 50 columns it says %q", m.message)
	}
}

// Of more themes than there are rows, the one under the cursor is shown, and how many are
// left.
func TestLongCodebook(t *testing.T) {
	m := open(t, interview, nil)
	var changes []edit.Change
	for i := range 60 {
		changes = append(changes, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(fmt.Sprint("t", i)), Name: fmt.Sprintf("Theme %02d", i), Position: i + 10, Archived: i == 40}})
	}
	if _, err := m.app.Project.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "add", Changes: changes}); err != nil {
		t.Fatal(err)
	}
	m.refresh()
	rows := m.rows()
	shown := func() string { return ansi.Strip(strings.Join(m.panelLines(rows), "\n")) }
	if got := shown(); !strings.Contains(got, "Theme 10") || strings.Contains(got, "Theme 40") || !strings.Contains(got, fmt.Sprintf("and %d more", 63-rows+1)) {
		t.Errorf("at first:\n%s", got)
	}
	press(m, "j")
	m.tag("", "t45")
	if got := shown(); !strings.Contains(got, "Theme 45") || !strings.Contains(got, "Theme 40") || strings.Contains(got, "Theme 10") {
		t.Errorf("on a passage with theme 45:\n%s", got)
	}
	press(m, "enter")
	list := ansi.Strip(m.screen())
	if !strings.Contains(list, "Theme 45") {
		t.Errorf("the list does not begin with the theme used last:\n%s", list)
	}
	for range 30 {
		press(m, "down")
	}
	chosen := m.list[m.chosen].label
	if !strings.Contains(ansi.Strip(m.screen()), chosen) {
		t.Errorf("%s is chosen and not on the screen", chosen)
	}
}

// A question shows the end of a long answer, and lists that nothing fits say so.
func TestQuestions(t *testing.T) {
	m := open(t, interview, nil)
	press(m, "j l enter tru enter m "+strings.Repeat("word", 40)+"end")
	lines := strings.Split(ansi.Strip(m.screen()), "\n")
	if last := strings.TrimRight(lines[len(lines)-1], " "); !strings.HasPrefix(last, "memo on Trust: …") || !strings.HasSuffix(last, "wordend") {
		t.Errorf("the last line is %q", last)
	}
	press(m, "esc a zzz")
	if got := ansi.Strip(m.screen()); !strings.Contains(got, "nothing of that name") {
		t.Errorf("no organisation fits:\n%s", got)
	}
	if press(m, "enter"); m.mode != reading || len(sentences(t, m)) != 1 {
		t.Errorf("nothing chosen: mode %d, log %q", m.mode, sentences(t, m))
	}
	press(m, "enter new space theme")
	if got := ansi.Strip(m.screen()); !strings.Contains(got, "new theme: new theme") {
		t.Errorf("a theme that does not exist:\n%s", got)
	}
	m.Update(tea.PasteMsg{Content: " pasted\n"})
	if got := string(m.input); got != "new theme pasted" {
		t.Errorf("pasted: %q", got)
	}
	press(m, "ctrl+u backspace")
	if len(m.input) > 0 || len(m.list) != 3 {
		t.Errorf("emptied: %q, %d themes", string(m.input), len(m.list))
	}
}

func TestHelp(t *testing.T) {
	m := open(t, interview, nil)
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 40})
	press(m, "?")
	help := ansi.Strip(m.screen())
	seen := map[string]string{}
	for _, b := range bindings() {
		if b.name != "" && (!strings.Contains(help, b.name) || !strings.Contains(help, b.help)) {
			t.Errorf("the help lacks %q: %s", b.name, b.help)
		}
		for _, k := range b.keys {
			if other, twice := seen[k]; twice {
				t.Errorf("key %s is bound twice: %s, %s", k, other, b.help)
			}
			seen[k] = b.help
		}
	}
}

// Colours are those of themes, as near as the terminal can show them.
func TestColours(t *testing.T) {
	m := open(t, interview, nil)
	if got := m.colour("trust"); got != (color.RGBA{0x44, 0x77, 0xaa, 255}) {
		t.Errorf("Trust is %v", got)
	}
	if got := m.colour("gone"); got != ansi.IndexedColor(244) {
		t.Errorf("a theme that is gone is %v, want grey", got)
	}
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ANSI256})
	// #4477aa: the levels 0, 95, 135, 175, 215 and 255 that are nearest are 95, 135 and 175.
	if got := m.colour("trust"); got != ansi.IndexedColor(16+36*1+6*2+3) {
		t.Errorf("with 256 colours Trust is %v", got)
	}
}

// Nothing of a text moves a cursor, changes a colour or turns the direction.
func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain, naïve 日本": "plain, naïve 日本",
		"a\tb\u00a0c":     "a b c",
		"\x1b[31m":        "␛[31m",
		"a\u202eb\u2066c": "a\ufffdb\ufffdc",
		"a\x7fb\u0085c":   "a\ufffdb c",
		"\x00":            "␀",
	} {
		if got := printable(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
