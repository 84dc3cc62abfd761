package workbench

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/corpus"
)

const interview = `Interviewer: How did it begin?

Roe: With money and hopes.

Interviewer: And then?

Roe: With less money.
`

// A visit is somebody at the workbench of a project, who asks for pages.
type visit struct {
	t *testing.T
	b *Workbench
}

// newVisit opens the workbench of a new project with one interview, int-1 of four turns.
func newVisit(t *testing.T, coder string, blind bool) *visit {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p, err := project.Init(t.Context(), filepath.Join(t.TempDir(), "study.crosscase"), "id", "A study", at)
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(Options{Project: p, Coder: coder, Blind: blind, Now: func() time.Time { return at }, NewID: edittest.IDs(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.whole(context.Background()) // an edit has the study read in the background
		p.Close()
	})
	v := &visit{t, b}
	changes, err := edittest.Import(v.study(), "int-1", interview, intake.Facts{}, b.NewID)
	if err != nil {
		t.Fatal(err)
	}
	v.make("AK", "import int-1", changes...)
	return v
}

func (v *visit) study() *coding.Study {
	v.t.Helper()
	s, err := v.b.Project.Study(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	return s
}

// make makes an edit of a coder, and returns its step.
func (v *visit) make(coder, what string, changes ...edit.Change) int {
	v.t.Helper()
	step, err := v.b.Project.Apply(v.t.Context(), edit.Edit{Coder: coder, At: v.b.Now(), What: what, Changes: changes})
	if err != nil {
		v.t.Fatal(err)
	}
	return step
}

// theme adds a theme whose identifier is its name.
func (v *visit) theme(name string) {
	v.t.Helper()
	v.make("AK", "add theme "+name, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(name), Name: name}})
}

// tag marks words of int-1 with a theme.
func (v *visit) tag(coder, theme, words string) int {
	v.t.Helper()
	start := strings.Index(interview, words)
	if start < 0 {
		v.t.Fatalf("%q is not in the interview", words)
	}
	return v.make(coder, "tag "+words+" with "+theme, edit.TagPassage{Passage: coding.PassageID(v.b.NewID()), Text: v.study().Sources[0].Text,
		Span: corpus.Span{Start: start, End: start + len(words)}, Tag: coding.TagID(v.b.NewID()), Theme: coding.ThemeID(theme)})
}

// ask sends a request, and returns the status, the page, and where it leads.
func (v *visit) ask(r *http.Request) (status int, page, to string) {
	v.t.Helper()
	r.Host = "127.0.0.1:8080"
	r.AddCookie(&http.Cookie{Name: "crosscase-8080", Value: v.b.token})
	w := httptest.NewRecorder()
	v.b.Handler(r.Host).ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return w.Code, string(body), w.Header().Get("Location")
}

func (v *visit) get(address string) (status int, page string) {
	v.t.Helper()
	status, page, _ = v.ask(httptest.NewRequest(http.MethodGet, address, nil))
	return status, page
}

// post sends a form.
func (v *visit) post(address string, form url.Values) (status int, page, to string) {
	v.t.Helper()
	return v.ask(formRequest(address, form))
}

// formRequest sends a form as a browser does.
func formRequest(address string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// sentence is that of the last entry of the log.
func (v *visit) sentence() string {
	v.t.Helper()
	e, err := v.b.Project.Latest(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	return e.Coder + ": " + e.What
}

var anEntry = regexp.MustCompile(`<li class="[^"]*" id="n(\d+)">`)

// numbers are the entries that a page of the log lists.
func numbers(page string) (all []string) {
	for _, m := range anEntry.FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestLogPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, coder string
		blind       bool
		query       string
		want        []string // the last one first
	}{
		{"all", "AK", false, "", []string{"5", "4", "3", "2", "1"}},
		{"of a coder", "AK", false, "?coder=BM", []string{"5", "3"}},
		{"that say something", "AK", false, "?matching=+HOPES+", []string{"5", "4"}},
		{"both", "AK", false, "?matching=hopes&coder=CN", []string{"4"}},
		{"blind", "BM", true, "", []string{"5", "3"}},
		{"blind, of another coder", "BM", true, "?coder=CN", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, tt.coder, tt.blind)
			v.theme("Trust")
			v.tag("BM", "Trust", "money")
			v.tag("CN", "Trust", "hopes")
			v.tag("BM", "Trust", "and hopes")
			status, page := v.get("/log" + tt.query)
			if diff := cmp.Diff(tt.want, numbers(page)); diff != "" || status != http.StatusOK {
				t.Errorf("status %d (-want +got):\n%s", status, diff)
			}
			if tt.blind && strings.Contains(page, "CN</option>") {
				t.Error("who works blind is told of other coders")
			}
		})
	}
}

func TestChangePage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, coder string
		blind       bool
		address     string
		status      int
		holds       string
	}{
		{"another's", "AK", false, "/log/3", http.StatusOK, "tag money with Trust"},
		{"blind, the own", "BM", true, "/log/3", http.StatusOK, "tag money with Trust"},
		{"blind, another's", "AK", true, "/log/3", http.StatusNotFound, "it is not yours"},
		{"no such change", "AK", false, "/log/9", http.StatusNotFound, "see crosscase log"},
		{"no number", "AK", false, "/log/last", http.StatusNotFound, "there is no change"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, tt.coder, tt.blind)
			v.theme("Trust")
			v.tag("BM", "Trust", "money")
			if status, page := v.get(tt.address); status != tt.status || !strings.Contains(page, tt.holds) {
				t.Errorf("status %d, want %d and %q in\n%s", status, tt.status, tt.holds, page)
			}
		})
	}
}

func TestUndoPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		to     string
		last   string
	}{
		{"a step", url.Values{"step": {"3"}, "back": {"/log?coder=BM"}}, http.StatusSeeOther, "/log?coder=BM&done=4", "AK: undo 3: tag money with Trust"},
		{"none", url.Values{"back": {"/log"}}, http.StatusBadRequest, "", "BM: tag money with Trust"},
		{"no such step", url.Values{"step": {"7"}}, http.StatusNotFound, "", "BM: tag money with Trust"},
		{"what others build on", url.Values{"step": {"2"}}, http.StatusConflict, "", "BM: tag money with Trust"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, "AK", false)
			v.theme("Trust")
			v.tag("BM", "Trust", "money")
			status, _, to := v.post("/undo", tt.form)
			if status != tt.status || to != tt.to || v.sentence() != tt.last {
				t.Errorf("status %d to %q, then %q, want %d to %q, then %q", status, to, v.sentence(), tt.status, tt.to, tt.last)
			}
		})
	}
}

var logEntry = regexp.MustCompile(`(?s)<li class="[^"]*" id="n(\d+)">(.*?)</li>`)
var buttonOf = regexp.MustCompile(`name="step" value="(\d+)".*<button class="plain" aria-label="([^"]*)">([^<]*)</button>`)

// buttons are those of the log: of an entry, what it takes back, and what it says.
func buttons(page string) map[string][]string {
	all := map[string][]string{}
	for _, m := range logEntry.FindAllStringSubmatch(page, -1) {
		if b := buttonOf.FindStringSubmatch(m[2]); b != nil {
			all[m[1]] = b[1:]
		}
	}
	return all
}

// A button of the log says what it does: what was taken back is done again, all else is
// taken back, and of a step of several entries all of them.
func TestLogButtons(t *testing.T) {
	t.Parallel()
	v := newVisit(t, "AK", false)
	v.theme("Trust") // 2
	undo := func(step string) {
		if status, page, _ := v.post("/undo", url.Values{"step": {step}}); status != http.StatusSeeOther {
			t.Fatal(step, page)
		}
	}
	undo("2") // 3
	for _, tt := range []struct {
		undo string
		want map[string][]string
	}{
		{"", map[string][]string{"1": {"1", "Undo 1", "Undo"}, "2": {"3", "Redo 2", "Redo"}, "3": {"3", "Undo 3", "Undo"}}},
		{"3", map[string][]string{"1": {"1", "Undo 1", "Undo"}, "2": {"2", "Undo 2", "Undo"}, "3": {"4", "Redo 3", "Redo"}, "4": {"4", "Undo 4", "Undo"}}},
	} {
		if tt.undo != "" {
			undo(tt.undo)
		}
		_, page := v.get("/log")
		if diff := cmp.Diff(tt.want, buttons(page)); diff != "" {
			t.Errorf("after undo %q (-want +got):\n%s", tt.undo, diff)
		}
		for _, b := range buttons(page) { // what each says is what happens
			themes := len(v.study().Themes)
			if b[2] == "Redo" && b[1] == "Redo 2" && themes != 0 || b[1] == "Undo 2" && themes != 1 {
				t.Errorf("%v, with %d themes", b, themes)
			}
		}
	}
	undo("4") // 5, which is undone by a redo again
	for done, notice := range map[string]string{"1": "Undo", "4": "", "5": "Redo"} {
		_, page := v.get("/log?done=" + done)
		says := regexp.MustCompile(`data-undo>([^<]*)<`).FindStringSubmatch(page)
		if notice == "" && says != nil || notice != "" && (says == nil || says[1] != notice) {
			t.Errorf("done=%s says %v, want %q", done, says, notice)
		}
	}
	undo("5") // 6
	if _, page := v.get("/log?done=6"); !strings.Contains(page, "data-undo>Undo<") {
		t.Errorf("after a redo there is no Undo in\n%s", page)
	}
}

// Several files are one step: the notice names them, and one button takes back all.
func TestLogButtonOfSeveral(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		files       int
		notice, say string
	}{
		{2, "import a; import b", "Undo all 2"},
		{3, "import a; import b; import c", "Undo all 3"},
		{4, "import a; import b; and 2 more", "Undo all 4"},
	} {
		v := newVisit(t, "AK", false)
		for i, name := range []string{"a", "b", "c", "d"}[:tt.files] {
			changes, err := edittest.Import(v.study(), name, strings.Repeat("Words. ", i+1), intake.Facts{}, v.b.NewID)
			if err != nil {
				t.Fatal(err)
			}
			e := edit.Edit{Coder: "AK", At: v.b.Now(), What: "import " + name, Changes: changes}
			if i > 0 {
				e.Step = 2
			}
			if _, err := v.b.Project.Apply(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		_, page := v.get("/log?done=2")
		if !strings.Contains(page, ">"+tt.notice+"<") {
			t.Errorf("no %q in\n%s", tt.notice, page)
		}
		got := buttons(page)
		if len(got) != 2 || got["2"] == nil || got["2"][0] != "2" || got["2"][2] != tt.say {
			t.Errorf("buttons are %v", got)
		}
		if _, page := v.get("/log?matching=import+b"); len(buttons(page)) != 1 || buttons(page)["3"][2] != tt.say {
			t.Errorf("of one entry of the step: %v", buttons(page))
		}
		v.post("/undo", url.Values{"step": {"2"}})
		if n := len(v.study().Sources); n != 1 {
			t.Errorf("%d sources are left", n)
		}
		if _, page := v.get("/log"); buttons(page)["2"][2] != strings.Replace(tt.say, "Undo", "Redo", 1) {
			t.Errorf("buttons are %v", buttons(page))
		}
	}
}

// A script is told the step that takes the undo back, and gets it by that.
func TestUndoScript(t *testing.T) {
	t.Parallel()
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	for i, want := range []string{`{"step":3,"what":"undo 2: add theme Trust"}`, `{"step":4,"what":"redo 2: add theme Trust"}`} {
		r := httptest.NewRequest(http.MethodPost, "/undo", strings.NewReader([]string{`{"step":2}`, `{"step":3}`}[i]))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json")
		if status, page, _ := v.ask(r); status != http.StatusOK || strings.TrimSpace(page) != want {
			t.Errorf("status %d, %s, want %s", status, page, want)
		}
	}
	if a, err := v.b.session(t.Context()); err != nil || len(a.Study.Themes) != 1 {
		t.Errorf("themes %v (%v), want the one that was brought back", a.Study.Themes, err)
	}
}
