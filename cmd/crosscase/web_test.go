package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"crosscase/cmd/crosscase/workbench"
	"crosscase/coding"
	"crosscase/coding/project"
)

// A researcher begins with nothing, drops her files, and finds them read.
func TestDropFiles(t *testing.T) {
	dir := t.TempDir()
	run := session(t)
	if status, _, stderr := run("init", filepath.Join(dir, "study")); status != done {
		t.Fatal(stderr)
	}
	s := serve(t, filepath.Join(dir, "study.crosscase"), nil)
	p := newTab(t, s.address)
	p.wait(`document.body.innerText.includes("No sources yet")`)
	p.screenshot("empty")
	files, err := filepath.Glob("../../testdata/demo/study/*")
	if err != nil {
		t.Fatal(err)
	}
	var dropped []string
	for _, f := range files {
		if base := filepath.Base(f); base != "codebook.csv" && base != "codings.csv" {
			abs, err := filepath.Abs(f)
			if err != nil {
				t.Fatal(err)
			}
			dropped = append(dropped, abs)
		}
	}
	for _, kind := range []input.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		_, err := chromedp.Call(p.ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 500, Y: 400, Data: &input.DragData{Files: dropped, Items: []*input.DragDataItem{}, DragOperationsMask: 1}})
		if err != nil {
			t.Fatal(err)
		}
	}
	p.wait(`document.querySelectorAll(".preview").length === 15`)
	p.screenshot("import")
	if got := len(s.study(t).Sources); got != 0 {
		t.Fatalf("%d sources are stored, and nobody has said so yet", got)
	}
	p.clickText("Import 15 sources")
	p.wait(`location.pathname === "/sources" && document.querySelectorAll(".list tbody tr").length === 15`)
	st := s.study(t)
	if len(st.Sources) != 15 || len(st.Organisations) != 5 || len(st.Cases) != 2 {
		t.Errorf("%d sources, %d organisations, %d cases; want 15, 5, 2: the tables among the files say so", len(st.Sources), len(st.Organisations), len(st.Cases))
	}
	p.clickText("Undo")
	p.wait(`document.body.innerText.includes("No sources yet")`)
}

// quotes are the words of all passages that a coder has tagged with a theme.
func quotes(t *testing.T, s *served, coder, theme string) (found []string) {
	t.Helper()
	st := s.study(t)
	for _, tag := range st.Tags {
		if st.Coder(tag.Coder).Name != coder || st.Path(tag.Theme) != theme {
			continue
		}
		i, err := st.FindPassage(string(tag.Passage))
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.project.Text(t.Context(), st.Passages[i].Text)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, text.Body[st.Passages[i].Span.Start:st.Passages[i].Span.End])
	}
	return found
}

// words finds the middle of the first and of the last letter of words in the reader.
func (p *tab) words(words string) (fromX, fromY, toX, toY float64) {
	p.t.Helper()
	v := eval[[]float64](p, fmt.Sprintf(`(() => {
		const words = %q;
		for (const e of document.querySelectorAll("#text .words")) {
			const at = e.textContent.indexOf(words);
			if (at < 0) continue;
			e.scrollIntoView({block: "center"});
			const r = document.createRange();
			const edge = (n, end) => { r.setStart(e.firstChild, n); r.setEnd(e.firstChild, n + 1); const b = r.getBoundingClientRect(); return [end ? b.right - 1 : b.left + 1, b.top + b.height / 2]; };
			return [...edge(at, false), ...edge(at + words.length - 1, true)];
		}
		return [];
	})()`, words))
	if len(v) != 4 {
		p.t.Fatalf("%q does not stand in the reader", words)
	}
	return v[0], v[1], v[2], v[3]
}

// She reads, and tags by mouse and by keyboard, changes her mind, and takes it back.
func TestTagInTheBrowser(t *testing.T) {
	s := serve(t, demoFile(t), func(o *workbench.Options) { o.Coder = "RW" })
	p := newTab(t, s.address)
	p.go_("/sources/int-05")
	p.ready()

	// By mouse: drag over words, the button beside them, letters, Enter.
	p.drag(p.words("They put a bell on the middle desk"))
	p.wait(`document.querySelector(".offer")`)
	if got := eval[string](p, `getSelection().toString()`); got != "They put a bell on the middle desk" {
		t.Fatalf("%q is selected", got)
	}
	p.click(".offer")
	p.wait(`document.activeElement?.closest("#palette")`)
	p.types("commu")
	p.keys("Enter")
	p.wait(`document.querySelector("#palette").hidden && document.querySelector(".notice")`)
	if got, want := quotes(t, s, "RW", "Communication"), []string{"They put a bell on the middle desk"}; !slices.Equal(got, want) {
		t.Errorf("tagged are %q, want %q", got, want)
	}
	p.wait(`[...document.querySelectorAll("#bars .label")].some(x => x.title === "Communication, RW")`)

	// By keyboard alone: the second sentence of turn 8, with a new theme.
	p.keys("Escape", ":")
	p.wait(`document.querySelector("dialog[open]")`)
	p.types("8")
	p.keys("Enter")
	p.wait(`getSelection().toString().startsWith("Better on the floor")`)
	p.keys("ArrowRight", "ArrowRight")
	if got := eval[string](p, `getSelection().toString()`); got != "Controllers look after each other, whatever's on their shoulder." {
		t.Fatalf("%q is selected", got)
	}
	p.keys("Enter")
	p.types("Care")
	p.wait(`document.querySelector("#palette [aria-selected=true]")?.innerText.includes("new theme")`)
	p.keys("Enter")
	p.wait(`[...document.querySelectorAll("#bars .label")].some(x => x.title === "Care, RW")`)
	if got, want := quotes(t, s, "RW", "Care"), []string{"Controllers look after each other, whatever's on their shoulder."}; !slices.Equal(got, want) {
		t.Errorf("tagged are %q, want %q", got, want)
	}

	// The words themselves become a theme: one word, by keys.
	p.keys("ArrowRight", "w", "w", "w", "w", "i")
	p.wait(`document.querySelector(".notice")?.innerText.includes("bell")`)
	if got, want := quotes(t, s, "RW", "bell"), []string{"bell"}; !slices.Equal(got, want) {
		t.Errorf("tagged are %q, want %q", got, want)
	}

	// Undo, undo, redo, by keys.
	themes := func() (names []string) {
		st := s.study(t)
		for _, tag := range st.Tags {
			if st.Coder(tag.Coder).Name == "RW" {
				names = append(names, st.Path(tag.Theme))
			}
		}
		slices.Sort(names)
		return names
	}
	for _, step := range []struct {
		key  string
		want []string
	}{
		{"Ctrl+z", []string{"Care", "Communication"}},
		{"Ctrl+z", []string{"Communication"}},
		{"Ctrl+y", []string{"Care", "Communication"}},
	} {
		p.keys(step.key)
		p.wait(fmt.Sprintf(`[...document.querySelectorAll("#bars .label")].filter(x => x.title.endsWith(", RW")).length === %d`, len(step.want)))
		if got := themes(); !slices.Equal(got, step.want) {
			t.Errorf("after %s: %q, want %q", step.key, got, step.want)
		}
	}

	// Another theme in the place of one, from the card of the passage.
	p.click(`#bars .label[title="Care, RW"]`)
	p.wait(`!document.querySelector("#card").hidden`)
	p.clickText("Retag")
	p.wait(`document.activeElement?.closest("#palette")`)
	p.types("trust")
	p.keys("Enter")
	p.wait(`[...document.querySelectorAll("#bars .label")].some(x => x.title === "Trust, RW")`)
	if got, want := themes(), []string{"Communication", "Trust"}; !slices.Equal(got, want) {
		t.Errorf("retagged: %q, want %q", got, want)
	}

	// A weight, whom it is about, and a memo.
	p.click(`#bars .label[title="Trust, RW"]`)
	p.clickText("Weight, about")
	p.wait(`document.querySelector("#c-weight")`)
	p.types("2.5")
	eval[any](p, `{ const a = document.querySelector("#c-about"); a.value = [...a.options].find(o => o.text === "Eastmarch Police").value; 0 }`)
	p.clickText("Save", "#card")
	p.wait(`document.querySelector("#card").innerText.includes("weight 2.5")`)
	p.clickText("Memo", "#card .tag")
	p.wait(`document.activeElement?.tagName === "TEXTAREA"`)
	p.types("Said with a laugh.")
	p.keys("Ctrl+Enter")
	p.wait(`document.querySelector("#card").innerText.includes("Said with a laugh.")`)
	st := s.study(t)
	for _, tag := range st.Tags {
		if st.Path(tag.Theme) == "Trust" && st.Coder(tag.Coder).Name == "RW" {
			if o := st.Organisation(tag.About); tag.Weight != 2.5 || o == nil || o.Name != "Eastmarch Police" || len(st.MemosOn(string(tag.ID))) != 1 {
				t.Errorf("the tag is %+v, with %d memos", tag, len(st.MemosOn(string(tag.ID))))
			}
		}
	}

	// Its borders: the full stop and a word less by keys, and three more with the mouse.
	p.clickText("Borders")
	p.keys("ArrowLeft", "ArrowLeft", "Enter")
	p.wait(`document.querySelectorAll(".notice").length === 0 || !document.querySelector(".notice").innerText.includes("Borders")`)
	tagged := func(want string) {
		t.Helper()
		var got []string
		for range 500 {
			if got = quotes(t, s, "RW", "Trust"); slices.Equal(got, []string{want}) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("tagged is %q, want %q", got, want)
	}
	tagged("Controllers look after each other, whatever's on their")
	p.click(`#bars .label[title="Trust, RW"]`)
	p.wait(`document.querySelector(".grip.end")`)
	_, _, x, y := p.words("whatever's on their shoulder. They put a")
	gx, gy := p.at(".grip.end")
	p.drag(gx, gy, x+2, y)

	tagged("Controllers look after each other, whatever's on their shoulder. They put a")

	// What another coder has tagged is not hers to change.
	p.keys("Escape")
	p.click(`#bars .label[title="Trust, AK"]`)
	p.wait(`!document.querySelector("#card").hidden`)
	if eval[bool](p, `[...document.querySelectorAll("#card button")].some(b => b.innerText === "Remove" || b.innerText === "Borders")`) {
		t.Error("another coder's tag can be removed")
	}

	if status, out, _ := s.crosscase("check"); status != done {
		t.Error(out)
	}
}

// A matrix in the browser is the matrix of the command line, and a number leads to
// exactly the passages that it counts.
func TestMatrixInTheBrowser(t *testing.T) {
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	for _, x := range []struct {
		address string
		args    []string
	}{
		{"/matrix", nil},
		{"/matrix?cell=participants&depth=1", []string{"--cell", "participants", "--depth", "1"}},
		{"/matrix?rows=organisation&cols=about&cols-within=none&theme=Reputation", []string{"--rows", "organisation", "--cols", "about", "--theme", "Reputation"}},
		{"/matrix?cell=rate&type=interview&type=meeting&case=Shared+control+room", []string{"--cell", "rate", "--type", "interview", "--type", "meeting", "--case", "Shared control room"}},
	} {
		p.go_(x.address)
		p.wait(`document.querySelector(".result table")`)
		got := eval[string](p, `fetch([...document.querySelectorAll(".downloads a")].find(a => a.innerText === "CSV").href).then(r => r.text())`)
		status, want, stderr := s.crosscase(append(append([]string{"matrix"}, x.args...), "--format", "csv")...)
		if status != done {
			t.Fatal(stderr)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-command line +download):\n%s", x.address, diff)
		}
	}

	// Each cell of the cross-case matrix, totals too.
	p.go_("/matrix")
	type cell struct{ Href, Text string }
	cells := eval[[]cell](p, `[...document.querySelectorAll(".result td a")].map(a => ({Href: a.getAttribute("href"), Text: a.innerText}))`)
	if len(cells) < 200 {
		t.Fatalf("%d numbers lead somewhere", len(cells))
	}
	for i, c := range cells {
		if i%7 != 0 && i < len(cells)-8 {
			continue
		}
		p.go_(c.Href)
		if got := eval[string](p, `document.querySelector("#count").innerText`); got != c.Text+" passages" && got != c.Text+" passage" && !(c.Text == "0" && strings.HasPrefix(got, "no")) {
			t.Errorf("%s says %s, behind it are %q", c.Href, c.Text, got)
		}
	}

	// One of them by a click, and against why.
	p.go_("/matrix")
	p.click(`.result tbody tr:nth-child(2) td:nth-of-type(1) a`)
	p.wait(`location.pathname === "/matrix/cell"`)
	got := eval[[]string](p, `[...document.querySelectorAll(".quote .from a")].map(a => new URL(a.href).searchParams.get("passage")).sort()`)
	_, out, _ := s.crosscase("why", "--theme", "Savings", "--organisation", "Northmoor Police", "--case", "Joint records system", "--format", "json")
	var passages []struct{ ID string }
	if err := json.Unmarshal([]byte(out), &passages); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, x := range passages {
		want = append(want, x.ID)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
		t.Errorf("passages behind the number (-why +page):\n%s", diff)
	}
	// And on into the reader, to just these words.
	p.click(".quote .from a")
	p.ready()
	p.wait(`!document.querySelector("#card").hidden`)
}

// hostile is a transcript with all that makes places in a text hard: several speakers,
// letters outside of the first plane, letters put together of several, writing from
// right to left, tabs and doubled blanks, and what looks like markup.
const hostile = `ROE: We need it. <script>document.title = "owned"</script> And <b>bold</b> &amp; <img src=x onerror="document.title='owned'">.

PENN: Das kostet 😀 zu viel, 👩‍👩‍👧‍👦 sagt man;  zwei  Blanks	und ein Tab.

ROE: Café, naïve, Ça va? Å Å ﬁn.

COHEN: שלום, זה לא פשוט 123 בכלל. English in the middle, ואז שוב.

الرئيس: هذا مهم جدا، أليس كذلك؟

ROE: 日本語の文章です。改行なし。🏴󠁧󠁢󠁳󠁣󠁴󠁿 𝒳 𝒴 done

PENN: "Quoted" — dashes – and … ellipsis; ` + "a\u0301b\u0308c" + ` {{.}} ${x} </p></div></main>
`

// hostileProject is a project with that transcript, and a theme to tag it with.
func hostileProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "hostile.crosscase")
	body := strings.Repeat(hostile, 6)
	if err := os.WriteFile(filepath.Join(dir, "<i>int<i>.txt"), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	run := session(t)
	for _, args := range [][]string{{"init", strings.TrimSuffix(file, ".crosscase")}, {"import", filepath.Join(dir, "<i>int<i>.txt"), "--project", file, "--case", "<u>case</u>", "--name", "int & <i>1</i>"},
		{"theme", "add", `<s\>Trust</s\>`, "--definition", `"><script>document.title = "owned"</script>`, "--project", file}, {"theme", "add", "{{.Theme}}", "--project", file}} {
		if status, _, stderr := run(args...); status != done {
			t.Fatal(stderr)
		}
	}
	return file
}

// Whatever is selected, across paragraphs and speakers, through letters of several
// units and in writing of either direction: what is stored is what the browser says
// was selected, letter by letter.
func TestSelectionsMapExactly(t *testing.T) {
	s := serve(t, hostileProject(t), nil)
	p := newTab(t, s.address)
	st := s.study(t)
	p.go_("/sources/" + url.PathEscape(st.Sources[0].Name))
	p.ready()
	source, err := s.project.Text(t.Context(), st.Sources[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	if got := eval[string](p, `[...document.querySelectorAll("#text [data-at]")].map(e => e.textContent).join("")`); got != source.Body {
		t.Fatalf("the page does not hold the text letter by letter (-text +page):\n%s", cmp.Diff(source.Body, got))
	}
	type selection struct{ Words, Shown, Tag string }
	const all, theme = 1000, 0
	var got []selection
	for len(got) < all {
		got = append(got, eval[[]selection](p, fmt.Sprintf(`(async () => {
			const { text, trimmed, place, select } = await import("/static/place.js");
			const { send } = await import("/static/app.js");
			let seed = %d;
			const random = n => { seed = (Math.imul(seed ^ (seed >>> 15), 2246822519) + 3266489917) >>> 0; return seed %% n; };
			const nodes = [];
			for (const w = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); w.nextNode();) nodes.push(w.currentNode);
			const found = [];
			while (found.length < 100) {
				const near = random(nodes.length), a = nodes[near], b = nodes[Math.min(nodes.length - 1, Math.max(0, near + random(9) - 4))];
				getSelection().setBaseAndExtent(a, random(a.length + 1), b, random(b.length + 1)); // forwards or backwards
				if (getSelection().isCollapsed) continue;
				const r = trimmed(getSelection().getRangeAt(0));
				if (!r) continue;
				select(r);
				const shown = getSelection().toString();
				const answer = await send("/tags", { text: document.querySelector("#reader").dataset.text, ...place(r), theme: %q });
				found.push({ Words: getSelection().getRangeAt(0).toString(), Shown: shown, Tag: answer.mark.tags[0].id, Before: answer.before });
			}
			return found;
		})()`, len(got)+1, st.Themes[theme].ID))...)
	}
	st = s.study(t)
	stored := map[string]bool{}
	for _, x := range quotes(t, s, "AK", st.Path(st.Themes[theme].ID)) {
		stored[x] = true
	}
	blanks := regexp.MustCompile(`\s+`)
	labels := regexp.MustCompile(`\s+(ROE|PENN|COHEN|الرئيس): `)
	for i, x := range got {
		if !stored[x.Words] {
			t.Errorf("selection %d: %q was selected, and is not what any passage holds", i, x.Words)
		}
		// What the browser shows as selected is the same, but for labels of speakers,
		// who are named beside the text.
		if a, b := blanks.ReplaceAllString(labels.ReplaceAllString(x.Words, " "), ""), blanks.ReplaceAllString(x.Shown, ""); a != b {
			t.Errorf("selection %d: stored is %q, shown was %q", i, a, b)
		}
	}
	if status, out, _ := s.crosscase("check"); status != done {
		t.Error(out)
	}
	if title := eval[string](p, `document.title`); strings.Contains(title, "owned") {
		t.Error("a script of a transcript ran")
	}
}

// Text of a transcript, names and notes are shown as text, on every page; nothing in
// them is run or laid out.
func TestTextIsText(t *testing.T) {
	s := serve(t, hostileProject(t), nil)
	if status, _, stderr := s.crosscase("tag", `<s\>Trust</s\>`, "--source", "int & <i>1</i>", "--turns", "1-9"); status != done {
		t.Fatal(stderr)
	}
	if status, _, stderr := s.crosscase("memo", "add", `<script>document.title = "owned"</script>`, "--theme", `<s\>Trust</s\>`); status != done {
		t.Fatal(stderr)
	}
	p := newTab(t, s.address)
	for _, address := range []string{"/sources", "/sources/int%20&%20%3Ci%3E1%3C%2Fi%3E", "/people", "/search?q=bold", "/codebook", "/codebook?theme=%3Cs%5C%3ETrust%3C/s%5C%3E&history=1&split=1", "/matrix", "/matrix?cell=quotes", "/passages", "/matrix/cell?row=" + string(s.study(t).Themes[0].ID), "/log", "/log/2", "/analysis/cooccur", "/analysis/words", "/disagreements", "/suggestions?theme=%3Cs%5C%3ETrust%3C/s%5C%3E", "/search?q=%3Cscript%3E"} {
		p.go_(address)
		if strings.HasPrefix(address, "/sources/") {
			p.ready()
		}
		if n := eval[int](p, `document.querySelectorAll("main :is(s, i:not([class]):not(:empty), u, b:not(.first b), img:not(figure img), script)").length`); n > 0 {
			t.Errorf("%s: markup of a transcript is laid out: %s", address, eval[string](p, `document.querySelector("main :is(s, i:not(:empty), u, b, img, script)").outerHTML`))
		}
		if title := eval[string](p, `document.title`); strings.Contains(title, "owned") {
			t.Errorf("%s: a script of a transcript ran", address)
		}
	}
}

var _ = []any{bufio.NewReader, bytes.NewReader, io.EOF, http.StatusOK, cookiejar.New, url.Parse, os.Getenv, exec.Command, regexp.MustCompile, strconv.Itoa, sync.Mutex{}, time.Now, coding.Count, project.Open}
