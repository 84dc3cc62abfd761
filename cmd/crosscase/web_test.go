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
	"crosscase/corpus/draws"
)

// A researcher begins with nothing, drops her files, and finds them read.
func TestDropFiles(t *testing.T) {
	t.Parallel()
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
	p.wait(`document.body.innerText.includes("To the sources")`)
	p.screenshot("imported")
	st := s.study(t)
	if len(st.Sources) != 15 || len(st.Organisations) != 5 || len(st.Cases) != 2 {
		t.Errorf("%d sources, %d organisations, %d cases; want 15, 5, 2: the tables among the files say so", len(st.Sources), len(st.Organisations), len(st.Cases))
	}
	p.clickText("Undo")
	p.wait(`document.body.innerText.includes("No sources yet")`)
}

// A project of another program is dropped, shown, and brought in; the workbench works
// on.
func TestDropProject(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	file, err := filepath.Abs("../../coding/exchange/refi/testdata/qualcoder-lf.qdpx")
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(p.ctx, chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file})); err != nil {
		t.Fatal(err)
	}
	p.wait(`document.querySelector(".account")?.innerText.includes("codings")`)
	before := s.study(t)
	p.clickText("Bring it in")
	p.wait(`document.body.innerText.includes("Imported") || location.pathname === "/sources" && document.querySelector(".notice")`)
	if now := s.study(t); len(now.Sources) <= len(before.Sources) || len(now.Tags) <= len(before.Tags) {
		t.Errorf("%d sources and %d tags, before there were %d and %d", len(now.Sources), len(now.Tags), len(before.Sources), len(before.Tags))
	}
	p.go_("/matrix")
	p.wait(`document.querySelector(".result table")`)
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
	t.Parallel()
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
	p.go_("/sources/int-05?turn=8") // it is stored before the page shows it, and a click may come in between
	p.ready()
	p.click(`#bars .label[title="Trust, RW"]`)
	p.wait(`document.querySelector("#card .quote-line")?.innerText.endsWith("their") && document.querySelector(".grip.end")`)
	_, _, x, y := p.words("whatever's on their shoulder. They put a")
	gx, gy := p.at(".grip.end")
	p.drag(gx, gy, x+2, y)

	tagged("Controllers look after each other, whatever's on their shoulder. They put a")

	// Enter follows a link that has the focus, and tags nothing.
	p.keys("Escape")
	eval[any](p, `{ document.querySelector(".reader-head a[rel=next]").focus(); 0 }`)
	p.keys("Enter")
	p.wait(`location.pathname === "/sources/int-06"`)
	p.go_("/sources/int-05?turn=8")
	p.ready()
	p.wait(`document.querySelector('#bars .label[title="Trust, AK"]')`)

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
	t.Parallel()
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
	behind := eval[map[string]string](p, `(async () => { // a few, without laying their pages out
		const cells = [...document.querySelectorAll(".result td a")].map(a => a.getAttribute("href"));
		const few = cells.filter((_, i) => i % 7 === 0 || i >= cells.length - 8);
		const count = async to => new DOMParser().parseFromString(await (await fetch(to)).text(), "text/html").querySelector("#count").textContent;
		return Object.fromEntries(await Promise.all(few.map(async to => [to, await count(to)])));
	})()`)
	if len(behind) < len(cells)/7 {
		t.Fatalf("of %d cells, %d were looked behind", len(cells), len(behind))
	}
	for _, c := range cells {
		if got, ok := behind[c.Href]; ok && got != c.Text+" passages" && got != c.Text+" passage" && !(c.Text == "0" && strings.HasPrefix(got, "no")) {
			t.Errorf("%s says %s, behind it are %q", c.Href, c.Text, got)
		}
	}

	// One of them by a click, and against why.
	p.click(`.result tbody tr:nth-child(2) td:nth-of-type(1) a`)
	p.wait(`location.pathname === "/matrix/cell" && document.readyState === "complete"`)
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
	t.Parallel()
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
	eval[any](p, `addEventListener("changed", e => e.stopImmediatePropagation(), true)`) // bars are not what this is about
	type selection struct{ Words, Shown, Tag string }
	const theme = 0
	all := draws.Times(150)
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
			while (found.length < 50) {
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
	t.Parallel()
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

// Two tabs and the command line work on one project: each sees what the others do,
// and nobody's selection is lost.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	a, b := newTab(t, s.address), newTab(t, s.address)
	for _, p := range []*tab{a, b} {
		p.go_("/sources/int-05")
		p.ready()
	}
	a.drag(a.words("every empty desk was costing us money"))
	a.wait(`getSelection().toString() === "every empty desk was costing us money"`)

	b.drag(b.words("Our commissioner wanted to be first"))
	b.click(".offer")
	b.types("champ")
	b.keys("Enter")
	a.wait(`[...document.querySelectorAll("#bars .label")].filter(x => x.title.includes("Champions")).length === 2`)

	if status, _, stderr := s.crosscase("tag", "Trust", "--source", "int-05", "--quote", "It's been live for fourteen months", "--coder", "JM"); status != done {
		t.Fatal(stderr)
	}
	for _, p := range []*tab{a, b} {
		p.wait(`[...document.querySelectorAll("#bars .label")].some(x => x.title === "Trust, JM")`)
	}
	if got := eval[string](a, `getSelection().toString()`); got != "every empty desk was costing us money" {
		t.Errorf("of what was selected there is left %q", got)
	}
	// What was selected is tagged now, and both tabs have it.
	a.keys("Enter")
	a.types("legacy")
	a.keys("Enter")
	b.wait(`[...document.querySelectorAll("#bars .label")].some(x => x.title.includes("Legacy systems, AK"))`)

	// Both tag at once, many times; none is lost.
	before := len(s.study(t).Tags)
	tagAll := `(async n => {
		const { stretches, trimmed, place } = await import("/static/place.js");
		const { send } = await import("/static/app.js");
		const theme = (await (await fetch("/sources/int-05/marks")).json()).themes[n].id;
		let made = 0;
		for (const e of document.querySelectorAll(".turn[id]")) for (const r of stretches(e, "sentence").slice(0, 1)) {
			const { before } = await send("/tags", { text: document.querySelector("#reader").dataset.text, ...place(trimmed(r)), theme });
			if (!before) made++;
		}
		return made;
	})`
	var made [2]int
	var both sync.WaitGroup
	for i, p := range []*tab{a, b} {
		both.Add(1)
		go func() { defer both.Done(); made[i] = eval[int](p, tagAll+fmt.Sprintf("(%d)", 20+i)) }()
	}
	both.Wait()
	if got := len(s.study(t).Tags) - before; got != made[0]+made[1] || got < 30 {
		t.Errorf("%d tags are there, %d + %d were reported as stored", got, made[0], made[1])
	}
	// A page that lists says what is new, too.
	b.go_("/log")
	if status, _, stderr := s.crosscase("theme", "add", "Luck"); status != done {
		t.Fatal(stderr)
	}
	b.wait(`document.body.innerText.includes("add theme Luck")`)
	if status, out, _ := s.crosscase("check"); status != done {
		t.Error(out)
	}
}

// The codebook is moved about by dragging, by forms and by undo.
func TestCodebookInTheBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	p.go_("/codebook")
	path := func(name string) string {
		st := s.study(t)
		for _, x := range st.Themes {
			if x.Name == name {
				return st.Path(x.ID)
			}
		}
		return ""
	}
	fromX, fromY := p.at(`[data-theme="Trust"] a`)
	toX, toY := p.at(`[data-theme="Culture"] a`)
	p.drag(fromX, fromY, toX, toY)
	p.clickText("Move below Culture")
	p.wait(`document.querySelector('[data-theme="Culture > Trust"]')`)
	if got := path("Trust"); got != "Culture > Trust" {
		t.Errorf("moved to %q", got)
	}
	p.clickText("Undo")
	p.wait(`document.querySelector('[data-theme="Trust"]')`)

	// Beside the text in the reader, too, where it becomes one with another.
	p.go_("/sources/int-05")
	p.ready()
	fromX, fromY = p.at(`#tree [data-theme="Shared vision"]`)
	toX, toY = p.at(`#tree [data-theme="Communication"]`)
	p.drag(fromX, fromY, toX, toY)
	p.clickText("Merge into Communication")
	p.wait(`!document.querySelector('#tree [data-theme="Shared vision"]')`)
	p.keys("Ctrl+z")
	p.wait(`document.querySelector('#tree [data-theme="Shared vision"]')`)

	// By forms.
	p.go_("/codebook")
	p.clickText("Add a theme")
	p.click("#name")
	p.types("Weather")
	p.click("#definition")
	p.types("Rain, and what it stands for")
	p.clickText("Add", ".codes form")
	p.wait(`document.querySelector("h2.big")?.innerText.trim() === "Weather"`)
	p.click("#f-name")
	p.keys("End")
	p.types(" and wind")
	p.clickText("Save", "#describe")
	p.wait(`document.querySelector("h2.big")?.innerText.trim() === "Weather and wind"`)
	p.clickText("Move", ".deeds")
	eval[any](p, `{ document.querySelector("#under").value = "Culture"; 0 }`)
	p.clickText("Move", ".deeds form")
	p.wait(`document.querySelector("h2.big")?.innerText.trim() === "Culture > Weather and wind"`)
	eval[any](p, `{ document.querySelector("#under").closest("details").open = true; document.querySelector("#under").value = ""; 0 }`)
	p.clickText("Move", ".deeds form")
	p.wait(`document.querySelector("h2.big")?.innerText.trim() === "Weather and wind"`)
	p.wait(`document.querySelector("#position")`)
	eval[any](p, `{ document.querySelector("#position").closest("details").open = true; document.querySelector("#position").value = "1"; 0 }`)
	p.clickText("Move", ".deeds form")
	p.wait(`document.querySelector("#codes li")?.dataset.theme === "Weather and wind"`)
	p.clickText("Memo", ".deeds")
	p.click("#memo")
	p.types("Said of storms alone")
	p.clickText("Save", ".deeds form")
	p.wait(`document.querySelector(".memo")?.innerText.includes("Said of storms alone")`)
	p.clickText("History", ".deeds")
	p.clickText("Show what became of it")
	p.wait(`document.querySelectorAll(".history li").length >= 3`)
	p.go_("/codebook?theme=Trust&split=1")
	n := eval[int](p, `document.querySelectorAll(".ticks li").length`)
	p.click(".ticks li:nth-child(1) label")
	p.click(".ticks li:nth-child(2) label")
	p.click("#split-into")
	p.types("Trust > Between persons")
	p.clickText("Move them")
	p.wait(`document.querySelector('[data-theme="Trust > Between persons"]')`)
	st := s.study(t)
	split, err := st.FindTheme("Between persons")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(st.Select(coding.Filter{Themes: []coding.ThemeID{split.ID}}).Passages); got != 2 || n < 10 {
		t.Errorf("%d of %d passages moved, want 2", got, n)
	}
	p.keys("Ctrl+z")
	p.wait(`!document.querySelector('[data-theme="Trust > Between persons"]')`)
	p.go_("/codebook?theme=Weather+and+wind")
	p.clickText("Archive or remove")
	p.clickText("Remove", ".deeds")
	p.wait(`location.pathname === "/codebook" && !document.querySelector('[data-theme*="Weather"]')`)
}

// What was found is tagged at once, after a look at what that would be; a search is
// saved and asked again.
func TestSearchInTheBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), func(o *workbench.Options) { o.Coder = "RW" })
	p := newTab(t, s.address)
	p.go_("/search")
	p.click("#q")
	p.types("promise*")
	p.keys("Enter")
	p.wait(`document.querySelectorAll(".hit").length > 5`)
	_, out, _ := s.crosscase("search", "promise*", "--format", "json")
	var hits []any
	if err := json.Unmarshal([]byte(out), &hits); err != nil {
		t.Fatal(err)
	}
	if got := eval[int](p, `document.querySelectorAll(".hit").length`); got != len(hits) {
		t.Errorf("%d hits, the command line has %d", got, len(hits))
	}
	// By a facet.
	p.clickText("Eastmarch Police", ".facets")
	p.wait(`document.querySelector('.facets a[aria-current]')?.innerText === "Eastmarch Police"`)
	if eval[string](p, `location.search`) != "?organisation=Eastmarch+Police&q=promise%2A" {
		t.Errorf("the address is %s", eval[string](p, `location.search`))
	}
	n := eval[int](p, `document.querySelectorAll(".hit").length`)
	p.click("#save-name")
	p.types("promises")
	p.click(".results form.inline button")
	p.wait(`document.body.innerText.includes("@promises")`)

	p.click("[data-all]")
	p.click("#new-theme")
	p.types("Promises")
	p.clickText("Show what would be tagged")
	p.wait(`document.querySelectorAll(".would li").length > 0`)
	if len(quotes(t, s, "RW", "Promises")) != 0 {
		t.Error("it is tagged already, and was only looked at")
	}
	p.screenshot("tagging")
	p.clickText("Tag them")
	p.wait(`location.pathname === "/search"`)
	got := quotes(t, s, "RW", "Promises")
	if len(got) == 0 || len(got) > n || !strings.HasSuffix(got[0], ".") {
		t.Errorf("tagged are %q", got)
	}
	p.keys("Ctrl+z")
	p.wait(`document.body.innerText.includes("undo")`)
	if got := quotes(t, s, "RW", "Promises"); len(got) != 0 {
		t.Errorf("after undo there are %q", got)
	}
	p.go_("/search?q=%40promises")
	if got := eval[int](p, `document.querySelectorAll(".hit").length`); got != n {
		t.Errorf("the saved search finds %d, want %d", got, n)
	}
	if _, out, _ := s.crosscase("search", "@promises", "--format", "json"); strings.Count(out, `"quote"`) != n {
		t.Errorf("and on the command line %d", strings.Count(out, `"quote"`))
	}
	// In notes, which lead to what they are on.
	if status, _, stderr := s.crosscase("memo", "add", "Promises are kept on the floor", "--theme", "Trust"); status != done {
		t.Fatal(stderr)
	}
	p.go_("/search?in=memos&q=floor")
	p.click(".hit .where")
	p.wait(`document.querySelector("h2.big")?.innerText.trim() === "Trust"`)
	// A query that makes no sense says where.
	p.go_("/search?q=%22open")
	p.wait(`document.querySelector(".problem")`)
}

// Suggestions are judged by keys, disagreements side by side, and the log takes back.
func TestJudgeInTheBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	p.go_("/suggestions?theme=Trust")
	p.wait(`document.querySelectorAll("#suggestions > li").length > 3`)
	before := s.study(t)
	p.keys("y")
	p.wait(`document.querySelectorAll(".judged").length === 1`)
	p.keys("j", "n")
	p.wait(`document.querySelectorAll(".judged").length === 2`)
	waitFor(t, "a tag and a rejection", func() bool {
		st := s.study(t)
		return len(st.Tags) == len(before.Tags)+1 && len(st.Rejections) == len(before.Rejections)+1
	})
	p.keys("u")
	waitFor(t, "the rejection to be taken back", func() bool { return len(s.study(t).Rejections) == len(before.Rejections) })

	p.go_("/disagreements")
	p.wait(`document.querySelectorAll(".place").length > 3`)
	n := eval[int](p, `document.querySelectorAll(".place").length`)
	what := eval[string](p, `document.querySelector(".place mark").innerText`)
	p.click("#d1")
	p.types("We both heard it")
	p.clickText("As ", "#p1")
	waitFor(t, "the decision", func() bool {
		st := s.study(t)
		c, err := st.FindCoder("Consensus")
		if err != nil {
			return false
		}
		for _, tag := range st.Tags {
			if tag.Coder == c.ID {
				return slices.Contains(quotes(t, s, "Consensus", st.Path(tag.Theme)), what)
			}
		}
		return false
	})
	p.wait(fmt.Sprintf(`document.querySelectorAll(".place").length === %d`, min(n, 25)-boolInt(n < 25)))

	p.go_("/log")
	p.clickText("Undo", ".log")
	waitFor(t, "the decision to be taken back", func() bool {
		st := s.study(t)
		c, err := st.FindCoder("Consensus")
		return err != nil || !slices.ContainsFunc(st.Tags, func(x coding.Tag) bool { return x.Coder == c.ID })
	})
	p.wait(`document.querySelector(".log .undone")`)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// waitFor waits until something is so in the project.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// Everything that can be clicked can be reached with the Tab key, and one sees where
// one is; what a group holds is reached with arrows from one of them.
func TestKeyboardReachesAll(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	for _, x := range []struct {
		address string
		before  func()
	}{
		{"/sources", nil}, {"/sources/int-05", p.ready}, {"/search?q=promise*", nil}, {"/codebook?theme=Trust", nil}, {"/matrix?depth=1&cols-within=none", nil},
		{"/analysis/compare?theme=Trust", nil}, {"/disagreements", nil}, {"/people/organisation/Eastmarch%20Police", nil},
	} {
		p.go_(x.address)
		if x.before != nil {
			x.before()
		}
		want := eval[int](p, `(() => {
			globalThis.seen = new Set();
			globalThis.unseen = [];
			const shown = e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && !e.closest("details:not([open]) > :not(summary)");
			globalThis.all = [...document.querySelectorAll("a[href], button, input:not([type=hidden], [type=file]), select, textarea, summary, [tabindex]")].filter(e => shown(e) && e.tabIndex >= 0);
			globalThis.all = globalThis.all.filter(e => e.type !== "radio" || e.checked); // arrows lead to the others
			document.activeElement?.blur();
			getSelection().removeAllRanges();
			document.addEventListener("focusin", e => {
				seen.add(e.target);
				const c = getComputedStyle(e.target);
				if (c.outlineStyle === "none" && !e.target.matches("#text")) unseen.push(e.target.outerHTML.slice(0, 120));
			});
			return globalThis.all.length;
		})()`)
		p.hold("Tab", want+15)
		missed := eval[[]string](p, `globalThis.all.filter(e => !globalThis.seen.has(e)).map(e => e.outerHTML.slice(0, 120))`)
		if len(missed) > 0 {
			t.Errorf("%s: of %d, %d are not reached: %q", x.address, want, len(missed), missed[:min(len(missed), 5)])
		}
		if bare := eval[[]string](p, `globalThis.unseen`); len(bare) > 0 {
			t.Errorf("%s: one does not see that one is at %q", x.address, bare[:min(len(bare), 5)])
		}
	}
}

// client is a program that keeps cookies.
func client(t testing.TB) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// Nobody gets in but who has the secret, from this machine, asking by its own name.
func TestNobodyElseGetsIn(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	c, base := enter(t, s)
	stranger := client(t)
	written := filepath.Join(t.TempDir(), "x.csv")
	tag := `{"text": "x", "start": {"at": 0, "units": 0}, "end": {"at": 0, "units": 3}, "words": "abc", "theme": "x"}`
	for _, x := range []struct {
		name   string
		client *http.Client
		method string
		path   string
		body   string
		change func(*http.Request)
		status int
	}{
		{"with the secret", c, "GET", "/sources", "", nil, 200},
		{"without it", stranger, "GET", "/sources", "", nil, 403},
		{"with a wrong one", stranger, "GET", "/?token=AAAAAAAAAAAAAAAAAAAAAAAAAA", "", nil, 403},
		{"without it, writing", stranger, "POST", "/tags", tag, nil, 403},
		{"news without it", stranger, "GET", "/events", "", nil, 403},
		{"by another name for this machine (DNS rebinding)", c, "GET", "/sources", "", func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"that name with the port", c, "POST", "/tags", tag, func(r *http.Request) { r.Host = "evil.example:" + strings.Split(base, ":")[2] }, 421},
		{"a form on another site", c, "POST", "/undo", "step=1", func(r *http.Request) {
			r.Header.Set("Origin", "http://evil.example")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}, 403},
		{"an old browser on another site", c, "POST", "/undo", "step=1", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		{"another port of this machine", c, "POST", "/undo", "step=1", func(r *http.Request) {
			r.Header.Set("Origin", "http://127.0.0.1:1")
			r.Header.Set("Sec-Fetch-Site", "same-site")
		}, 403},
		{"too much at once", c, "POST", "/tags", strings.Repeat(" ", 2<<20) + tag, nil, 413},
		{"what is not understood", c, "POST", "/tags", `{"texts": 1}`, nil, 400},
		{"a text that is not there", c, "POST", "/tags", tag, nil, 409},
		{"a page that is not there", c, "GET", "/../../etc/passwd", "", nil, 404},
		{"a static file that is not there", c, "GET", "/static/..%2fworkbench.go", "", nil, 404},
		{"an analysis that lacks what it is of", c, "GET", "/analysis/truth/truth.csv", "", nil, 400},
		{"a measure that there is not", c, "GET", "/analysis/matrix/matrix.csv?cell=colour", "", nil, 400},
		{"a theme that there is not", c, "GET", "/analysis/matrix/matrix.csv?theme=Nothing", "", nil, 404},
		{"another method", c, "DELETE", "/sources", "", nil, 404},
		{"a format that there is not", c, "GET", "/analysis/matrix/matrix.exe", "", nil, 404},
		{"a command that is none of the analyses", c, "GET", "/analysis/undo/undo.csv", "", nil, 404},
		{"a flag that is none of the page's", c, "GET", "/analysis/matrix/matrix.csv?project=/etc/passwd&output=" + written, "", nil, 200},
		{"an upload whose name leads elsewhere", c, "POST", "/import", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"..\\..\\evil.txt\"\r\n\r\nhello\r\n--x--\r\n", func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") }, 400},
		{"back to elsewhere", c, "POST", "/settings", "scheme=dark&back=//evil.example/", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 200},
	} {
		t.Run(x.name, func(t *testing.T) {
			r, err := http.NewRequest(x.method, base+x.path, strings.NewReader(x.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json")
			if x.change != nil {
				x.change(r)
			}
			got, err := x.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(got.Body)
			got.Body.Close()
			if got.StatusCode != x.status {
				t.Errorf("%s, want %d: %.300s", got.Status, x.status, body)
			}
			if got.Request.URL.Host != strings.TrimPrefix(base, "http://") {
				t.Errorf("led to %s", got.Request.URL)
			}
			for header, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
				if h := got.Header.Get(header); !strings.HasPrefix(h, want) {
					t.Errorf("%s: %q", header, h)
				}
			}
			if csp := got.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
				t.Errorf("scripts or styles in a page would run: %s", csp)
			}
		})
	}
	if _, err := os.Stat(written); err == nil {
		t.Error("a page wrote a file")
	}
	u, _ := url.Parse(base)
	for _, k := range c.Jar.Cookies(u) {
		if strings.HasPrefix(k.Name, "crosscase-") && !strings.Contains(k.Name, "scheme") && len(k.Value) < 26 {
			t.Errorf("the secret has %d letters", len(k.Value))
		}
	}
	r, err := stranger.Get(s.address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if set := r.Request.Response.Header.Get("Set-Cookie"); !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Strict") {
		t.Errorf("the cookie is %q", set)
	}
	for _, args := range [][]string{{"web", "--addr", "0.0.0.0:0"}, {"web", "--addr", "192.168.1.1:8080"}, {"web", "--addr", "example.org:80"}, {"web", "--addr", "8080"}} {
		if status, _, stderr := s.crosscase(args...); status != usage || !strings.Contains(stderr, "--addr") {
			t.Errorf("%v: %d, %s", args, status, stderr)
		}
	}
}

// Blind, a coder sees nothing of the others.
func TestBlindInTheBrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), func(o *workbench.Options) { o.Blind = true })
	c, base := enter(t, s)
	for _, path := range []string{"/sources", "/sources/int-01/marks", "/codebook?theme=Trust&history=1", "/matrix?rows=coder&cols=case&cols-within=none", "/passages", "/log", "/analysis/agree", "/disagreements", "/search?q=trust"} {
		r, err := c.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if regexp.MustCompile(`\bJM\b`).Match(body) {
			t.Errorf("%s shows JM", path)
		}
		if path == "/matrix?rows=coder&cols=case&cols-within=none" && !bytes.Contains(body, []byte(">AK<")) {
			t.Errorf("%s does not show the coder's own", path)
		}
	}
}

// The program itself: it prints an address, answers, and stops on Ctrl-C with every
// tag that it answered for on the disk.
func TestWebStopsGracefully(t *testing.T) {
	t.Parallel()
	file := demoFile(t)
	command := exec.Command("crosscase", "web", "--project", file, "--coder", "RW")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	s := &served{address: strings.TrimSpace(address)}
	c, base := enter(t, s)
	r, err := c.Get(base + "/sources/int-05/marks")
	if err != nil {
		t.Fatal(err)
	}
	var marks struct {
		Text   string
		Themes []struct{ ID string }
		Marks  []struct{ Start struct{ At, Units int } }
	}
	if err := json.NewDecoder(r.Body).Decode(&marks); err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	events, err := c.Get(base + "/events") // somebody has a page open
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	p, err := project.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	st, err := p.Study(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	src, _ := st.FindSource("int-05")
	text, err := p.Text(t.Context(), src.Text)
	if err != nil {
		t.Fatal(err)
	}
	answered, stopped := 0, false
	turn := st.Transcript(src).Turns[1]
	for n := range turn.End - turn.Body - 20 {
		if n == 15 {
			if err := command.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
		if text.Body[turn.Body+n] >= 0x80 || text.Body[turn.Body+n+10] >= 0x80 {
			break
		}
		body, _ := json.Marshal(map[string]any{"text": marks.Text, "theme": marks.Themes[0].ID, "start": map[string]int{"at": turn.Body, "units": n}, "end": map[string]int{"at": turn.Body, "units": n + 10},
			"words": text.Body[turn.Body+n : turn.Body+n+10]})
		r, err := c.Post(base+"/tags", "application/json", bytes.NewReader(body))
		if err != nil {
			stopped = true
			break
		}
		if io.Copy(io.Discard, r.Body); r.StatusCode != 200 {
			t.Fatalf("tag %d: %s", n, r.Status)
		}
		r.Body.Close()
		answered++
	}
	if err := command.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, said.String())
	}
	if st, err = p.Study(t.Context()); err != nil {
		t.Fatal(err)
	}
	stored := 0
	for _, tag := range st.Tags {
		if st.Coder(tag.Coder).Name == "RW" {
			stored++
		}
	}
	if !stopped || stored < answered || answered < 15 {
		t.Errorf("%d tags were answered for, %d are stored, stopped: %v", answered, stored, stopped)
	}
}

// A browser that a file leads to the workbench is let in, though its cookie is sent with
// requests of our own pages alone.
func TestFileLeadsIn(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	file, err := leadingFile(s.once)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(filepath.Dir(file))
	p := newTab(t, s.once[:strings.Index(s.once, "?")]) // which has no secret
	p.expected = []string{"403"}
	p.go_("file://" + file)
	p.wait(`location.pathname === "/sources" && document.querySelector("h1")`)
	p.requests = nil // the file
}
