package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// A visitor asks a workbench for pages, without a browser.
type visitor struct {
	t      testing.TB
	client *http.Client
	base   string
}

func visit(t testing.TB, s *served) visitor {
	t.Helper()
	c, base := enter(t, s)
	return visitor{t, c, base}
}

// get opens a page, and follows where it leads.
func (v visitor) get(address string) (status int, body, at string) {
	v.t.Helper()
	r, err := v.client.Get(v.base + address)
	return v.read(r, err)
}

// post sends a form, and follows where it leads.
func (v visitor) post(address string, form url.Values) (status int, body, at string) {
	v.t.Helper()
	r, err := v.client.PostForm(v.base+address, form)
	return v.read(r, err)
}

func (v visitor) read(r *http.Response, err error) (status int, body, at string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r.StatusCode, string(data), r.Request.URL.RequestURI()
}

var hrefs = regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>`)

// links are the addresses in a page that lead to pages of the workbench.
func links(body string) (all []string) {
	for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
		if to := html.UnescapeString(m[1]); strings.HasPrefix(to, "/") {
			all = append(all, to)
		}
	}
	return all
}

// The links of every page lead to pages, with the query that they were made with: a
// name in it never holds the signs that part names from values.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	followed := map[string]bool{} // one of each kind: the path and what it is asked for
	follow := func(page, body string) {
		for _, to := range links(body) {
			u, err := url.Parse(to)
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			kind := u.Path
			for _, name := range slices.Sorted(maps.Keys(u.Query())) {
				kind += " " + name
				if strings.ContainsAny(name, "=&") {
					t.Errorf("%s: the link %s asks for %q", page, to, name)
				}
			}
			if followed[kind] {
				continue
			}
			followed[kind] = true
			if status, _, _ := v.get(to); status != http.StatusOK {
				t.Errorf("%s: the link %s leads to %d", page, to, status)
			}
		}
	}
	for _, x := range screens {
		whole, _, _ := strings.Cut(x.address, "?")
		for _, address := range slices.Compact([]string{x.address, whole}) {
			_, body, _ := v.get(address)
			follow(address, body)
		}
	}
	_, body, _ := v.get("/search?q=the&type=interview")
	follow("many hits", body)
	_, body, _ = v.post("/search/tag", wouldTag("q=trust&type=interview", hits(body)[:2]))
	follow("what would be tagged", body)
	if len(followed) < 50 {
		t.Errorf("only %d kinds of links were followed", len(followed))
	}
}

// wouldTag is the form that asks what would be tagged of a search.
func wouldTag(search string, places []string) url.Values {
	return url.Values{"do": {"preview"}, "search": {search}, "back": {"/search?" + search}, "hit": places, "new-theme": {"Trust"}}
}

// hits are the places that a page of a search lets one tick.
func hits(body string) (places []string) {
	for _, m := range regexp.MustCompile(`name="hit" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		places = append(places, html.UnescapeString(m[1]))
	}
	return places
}

// What was done just now is said once: no link of a page says it again on the next one.
func TestLinksForgetWhatWasDone(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	for _, address := range []string{"/sources?", "/search?q=trust&", "/matrix?depth=1&", "/matrix/cell?", "/passages?", "/log?",
		"/disagreements?", "/analysis/cooccur?", "/codebook?theme=Trust&"} {
		status, body, _ := v.get(address + "done=1")
		if status != http.StatusOK {
			t.Errorf("%s: %d", address, status)
		}
		for _, to := range links(body) {
			if u, err := url.Parse(to); err != nil || u.Query().Has("done") {
				t.Errorf("%s: a link leads to %s", address, to)
			}
		}
	}
}

// The links of a search ask the same question again, with what they add to it, and
// without what was done last.
func TestLinksKeepTheSearch(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	if status, _, stderr := s.crosscase("theme", "add", "Noticed"); status != done {
		t.Fatal(stderr)
	}
	asked := url.Values{"q": {`the OR "shared vision"`}, "type": {"interview", "meeting"}}
	_, found, _ := v.get("/search?" + asked.Encode() + "&done=1")
	_, would, _ := v.post("/search/tag", wouldTag(asked.Encode(), hits(found)[:2]))
	linked := func(body, label string) url.Values {
		m := regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>`+label+`</a>`).FindAllStringSubmatch(body, -1)
		if len(m) == 0 {
			t.Fatalf("there is no link %s", label)
		}
		u, err := url.Parse(html.UnescapeString(m[len(m)-1][1]))
		if err != nil {
			t.Fatal(err)
		}
		return u.Query()
	}
	with := func(name, value string) url.Values {
		q := url.Values{"q": asked["q"], "type": slices.Clone(asked["type"])}
		q.Add(name, value)
		return q
	}
	for _, x := range []struct {
		label, body string
		want        url.Values
	}{
		{"Show all", found, with("all", "1")},
		{"Eastmarch Police", found, with("organisation", "Eastmarch Police")},
		{"Search", would, asked},
		{"Cancel", would, asked},
	} {
		if diff := cmp.Diff(x.want, linked(x.body, x.label)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.label, diff)
		}
	}
}

// What scripts get has no null in it: a list that is empty is one, also in a study that
// has nothing yet but words.
func TestAnswersHaveListsForScripts(t *testing.T) {
	t.Parallel()
	s := serve(t, bareProject(t), nil)
	v := visit(t, s)
	src := s.study(t).Sources[0]
	for _, address := range []string{"/sources/first/marks", "/sources/first/find?q=nothing", "/texts/en.json", "/texts/de.json"} {
		status, body, _ := v.get(address)
		if status != http.StatusOK || strings.Contains(body, "null") {
			t.Errorf("%s: %d, %s", address, status, body)
		}
	}
	var lists map[string]any
	_, body, _ := v.get("/sources/first/marks")
	if err := json.Unmarshal([]byte(body), &lists); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"marks", "themes", "recent", "frequent", "organisations"} {
		if list, ok := lists[name].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v, want an empty list", name, lists[name])
		}
	}
	tag := fmt.Sprintf(`{"text": %q, "start": {"at": 0, "units": 0}, "end": {"at": 0, "units": 2},
		"words": "We", "path": "Need"}`, src.Text)
	for _, address := range []string{"/tags", "/sources/first/marks"} { // the first tag, and what is marked then
		r, err := v.client.Post(v.base+address, "application/json", strings.NewReader(tag))
		if address != "/tags" {
			r, err = v.client.Get(v.base + address)
		}
		status, body, _ := v.read(r, err)
		if status != http.StatusOK || strings.Contains(body, "null") || !strings.Contains(body, `"notes":[]`) {
			t.Errorf("%s: %d, %s", address, status, body)
		}
	}
}

// bareProject is a project with one source and nothing else: no theme, no organisation,
// no case study.
func bareProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "bare.crosscase")
	if err := os.WriteFile(filepath.Join(dir, "first.txt"), []byte("We need it badly.\n\nAnd we need it soon.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := session(t)
	if status, _, stderr := run("init", strings.TrimSuffix(file, ".crosscase")); status != done {
		t.Fatal(stderr)
	}
	if status, _, stderr := run("import", filepath.Join(dir, "first.txt"), "--project", file); status != done {
		t.Fatal(stderr)
	}
	return file
}

// The first tag of a study that has neither themes nor organisations can be put on by
// keys, and looked at.
func TestFirstTagInTheBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, bareProject(t), nil)
	p := newTab(t, s.address)
	p.go_("/sources/first")
	p.ready()
	p.keys("ArrowRight", "Enter")
	p.types("Need")
	p.keys("Enter")
	p.wait(`document.querySelector('#bars .label[title="Need, AK"]')`)
	if got, want := quotes(t, s, "AK", "Need"), []string{"We need it badly."}; !slices.Equal(got, want) {
		t.Errorf("tagged are %q, want %q", got, want)
	}
	p.keys("o")
	p.wait(`!document.querySelector("#card").hidden`)
	if eval[bool](p, `document.querySelector("#bars").innerText.includes("\u270e")`) {
		t.Error("the tag seems to have a memo, and has none")
	}
}

// What destroys something is never what Enter does: a passage that is opened from a list
// has its words in focus, and Remove is the last of what can be done with a tag.
func TestEnterRemovesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	before := len(s.study(t).Tags)
	p.go_("/passages?theme=Trust&coder=AK")
	p.click(".quote .from a")
	p.ready()
	p.wait(`!document.querySelector("#card").hidden && document.querySelector("#card .tag button")`)
	focused := `document.activeElement?.closest("#card") && !document.activeElement.matches("button")`
	p.wait(focused)
	p.keys("Enter", "Enter")
	if got := eval[string](p, `[...document.querySelectorAll("#card .tag:has(button) button")].at(-1).innerText`); got != "Remove" {
		t.Errorf("the last of what can be done with a tag is %q", got)
	}
	p.keys("Escape", "p", "o") // by keys, too
	p.wait(focused)
	p.keys("Enter")
	if now := len(s.study(t).Tags); now != before {
		t.Errorf("%d tags, before there were %d", now, before)
	}

	// Enter in a field of a form that has several answers gives none of them.
	p.go_("/disagreements")
	n := eval[int](p, `document.querySelectorAll(".place").length`)
	p.click("#d1")
	p.types("We both heard it")
	p.keys("Enter")
	p.go_("/disagreements")
	if got := eval[int](p, `document.querySelectorAll(".place").length`); got != n || len(s.study(t).Tags) != before {
		t.Errorf("%d places are left of %d: Enter decided for the first coder", got, n)
	}
}

// upload sends files to the workbench, as a form does, and returns the page that shows
// what they hold.
func (v visitor) upload(files map[string]string) (status int, body, at string) {
	v.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for name, content := range files {
		part, err := w.CreateFormFile("files", name)
		if err == nil {
			_, err = io.WriteString(part, content)
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r, err := v.client.Post(v.base+"/import", w.FormDataContentType(), &form)
	return v.read(r, err)
}

var (
	actions    = regexp.MustCompile(`action="([^"]*)"`)
	settingsTo = regexp.MustCompile(`(?s)action="/settings".*?name="back" value="([^"]*)"`)
)

// An address that a form is sent to can be opened, too, since a browser shows it above
// the answer: it leads to a page, never to "no such page".
func TestAddressesOfFormsCanBeOpened(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	_, _, preview := v.upload(map[string]string{"one.txt": "ROE: We need it.\n"})
	names, err := filepath.Glob("workbench/*.html")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range actions.FindAllStringSubmatch(string(data), -1) {
			addresses := []string{strings.NewReplacer("{{$kind}}", "participant", "/import/{{.ID}}", preview).Replace(m[1])}
			if m[1] == "{{.Action}}" {
				addresses = []string{"/sources/int-01/edit", "/people/organisation", "/people/case"}
			}
			for _, to := range addresses {
				seen[to] = true
				if status, body, at := v.get(to); status != http.StatusOK || !strings.Contains(body, "<h1>") {
					t.Errorf("%s: a form is sent to %s, which leads to %s: %d", name, to, at, status)
				}
			}
		}
	}
	if len(seen) < 14 {
		t.Errorf("forms are sent to %d addresses only", len(seen))
	}
}

// A page that answers a form leads back to a page, also where the language is changed
// on it.
func TestPagesBehindFormsLeadBack(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	_, found, _ := v.get("/search?q=trust")
	for _, x := range []struct {
		name, address string
		form          url.Values
		status        int
		want          string // where the settings lead
	}{
		{"what would be tagged", "/search/tag", wouldTag("q=trust", hits(found)[:2]), 200, "/search?q=trust"},
		{"nothing was chosen", "/search/tag", wouldTag("q=trust", nil), 400, "/search?q=trust"},
		{"no such theme", "/codebook", url.Values{"do": {"set"}, "theme": {"Nothing"}, "back": {"/codebook"}}, 404, "/codebook"},
		{"a name that is taken", "/people/organisation",
			url.Values{"was": {"Eastmarch Police"}, "name": {"Northmoor Police"}}, 409, "/people/organisation"},
		{"back to elsewhere", "/undo", url.Values{"step": {"0"}, "back": {"//evil.example/"}}, 400, "/undo"},
	} {
		t.Run(x.name, func(t *testing.T) {
			status, body, _ := v.post(x.address, x.form)
			m := settingsTo.FindStringSubmatch(body)
			if m == nil {
				t.Fatalf("%d, without settings: %.300s", status, body)
			}
			if back := html.UnescapeString(m[1]); status != x.status || back != x.want {
				t.Errorf("%d, the settings lead back to %s; want %d and %s", status, back, x.status, x.want)
			}
		})
	}
}

// What was dropped can be looked at again by its address, with the facts that were
// given, and so can what was imported of it.
func TestImportCanBeReloaded(t *testing.T) {
	t.Parallel()
	s := serve(t, bareProject(t), nil)
	v := visit(t, s)
	_, body, at := v.upload(map[string]string{"one.txt": "ROE: We need it.\n", "photo.jpg": "\xff\xd8\xff\xe0"})
	if !strings.HasPrefix(at, "/import/") || !strings.Contains(body, `class="preview"`) {
		t.Fatalf("%s: %.300s", at, body)
	}
	if _, body, _ = v.get(at); !strings.Contains(body, `class="preview"`) {
		t.Errorf("loaded again: %.300s", body)
	}
	_, body, again := v.post(at, url.Values{"do": {"preview"}, "case": {"Harbour"}, "comments": {"1"}})
	given := strings.Contains(body, `value="Harbour"`) && strings.Contains(body, `name="comments" value="1" checked`)
	if _, reloaded, _ := v.get(again); reloaded != body || !given {
		t.Errorf("looked at again at %s: %.300s", again, body)
	}
	_, body, done := v.post(at, url.Values{"do": {"import"}, "case": {"Harbour"}})
	if !strings.Contains(body, "photo.jpg") || !strings.Contains(body, "data-undo") {
		t.Errorf("imported: %.300s", body)
	}
	if _, reloaded, _ := v.get(done); reloaded != body {
		t.Errorf("what was imported, loaded again from %s: %.300s", done, reloaded)
	}
	if got := len(s.study(t).Sources); got != 2 {
		t.Errorf("%d sources, want 2", got)
	}
	step := regexp.MustCompile(`name="step" value="(\d+)"`).FindStringSubmatch(body)
	v.post("/undo", url.Values{"step": step[1:]})
	if _, reloaded, _ := v.get(done); strings.Contains(reloaded, "data-undo") {
		t.Error("what was taken back can be taken back again")
	}
	if status, _, _ := v.get("/import/unknown"); status != http.StatusNotFound {
		t.Errorf("an upload that there is not: %d", status)
	}
}

// News of what others do never take a page away that answers a form.
func TestNewsLeaveAnswersAlone(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	dir := t.TempDir()
	var dropped []string
	for name, content := range map[string]string{"one.txt": "ROE: We need it.\n", "photo.jpg": "\xff\xd8\xff\xe0"} {
		dropped = append(dropped, filepath.Join(dir, name))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	news := func(theme string) {
		t.Helper()
		p.wait(`document.documentElement.dataset.app === ""`)
		n := eval[int](p, `Number(document.body.dataset.change)`)
		if status, _, stderr := s.crosscase("theme", "add", theme); status != done {
			t.Fatal(stderr)
		}
		p.wait(fmt.Sprintf(`Number(document.body.dataset.change) > %d`, n))
		// What the news made the page ask for is answered after this.
		eval[any](p, `fetch("/log").then(() => 0)`)
	}
	if err := chromedp.Do(p.ctx, chromedp.SetUploadFiles(chromedp.CSS("#files"), dropped)); err != nil {
		t.Fatal(err)
	}
	p.wait(`document.querySelectorAll(".preview").length === 1`)
	p.clickText("Import 1 source")
	p.wait(`document.querySelector("h1")?.innerText === "Imported"`)
	news("Weather")
	p.wait(`document.querySelector("h1").innerText === "Imported" && document.querySelector("[data-undo]")`)

	p.go_("/search?q=trust")
	p.click("[data-all]")
	p.click("#new-theme")
	p.types("Trust")
	p.clickText("Show what would be tagged")
	p.wait(`document.querySelector(".would li")`)
	news("Wind")
	eval[any](p, `{ document.querySelector(".skip").click(); 0 }`)
	eval[any](p, `fetch("/log").then(() => 0)`)
	p.wait(`document.querySelector(".would li")`)

	// A place in the page is no other page: what was typed stays.
	p.go_("/sources/int-05")
	p.ready()
	eval[any](p, `{ document.querySelector("#find-in").value = "typed"; document.querySelector("#t3 .number").click(); 0 }`)
	eval[any](p, `fetch("/log").then(() => 0)`)
	if got := eval[string](p, `document.querySelector("#find-in").value`); got != "typed" {
		t.Errorf("after going to a turn there is %q in a field", got)
	}
}
