package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"crosscase/coding/analysis"
)

// A screen is a page in some state.
type screen struct {
	name, address string
	before        func(p *tab) // what to do before it is looked at; nil for nothing
}

// screens are all screens of the workbench. Tables are as long as it takes to have a line
// and a shade of each kind: axe-core looks at each number.
var screens = []screen{
	{"sources", "/sources", nil},
	{"source-edit", "/sources/int-01/edit", nil},
	{"reread", "/reread", nil},
	{"people", "/people", nil},
	{"participant", "/people/participant/David%20Orme", nil},
	{"reader", "/sources/int-05", (*tab).ready},
	{"reader-palette", "/sources/int-05?turn=8", func(p *tab) { p.ready(); p.keys("j", "Enter"); p.wait(`!document.querySelector("#palette").hidden`) }},
	{"reader-card", "/sources/int-05", func(p *tab) { p.ready(); p.keys("p", "o"); p.wait(`!document.querySelector("#card").hidden`) }},
	{"search", "/search", nil},
	{"search-found", "/search?q=trust+OR+promise*", nil},
	{"codebook", "/codebook", nil},
	{"theme", "/codebook?theme=Trust&history=1", nil},
	{"matrix", "/matrix", nil},
	{"matrix-summary", "/matrix?cell=summary&depth=1&cols=case&cols-within=none", nil},
	{"matrix-quotes", "/matrix?cell=quotes&depth=1&cols=case&cols-within=none", nil},
	{"cell", "/matrix?depth=1&cols-within=none", func(p *tab) { p.click(".result tbody td a"); p.wait(`document.querySelector("#summary")`) }},
	{"passages", "/passages?theme=Trust", nil},
	{"analysis", "/analysis", nil},
	{"similarity", "/analysis/similarity", nil},
	{"timeline", "/analysis/timeline", nil},
	{"codeline", "/analysis/codeline", nil},
	{"joint", "/analysis/joint", nil},
	{"truth", "/analysis/truth?outcome=Trust&condition=Reputation", nil},
	{"words", "/analysis/words", nil},
	{"compare", "/analysis/compare?theme=Motivation", nil},
	{"cooccur", "/analysis/cooccur?depth=1", nil},
	{"saturation", "/analysis/saturation", nil},
	{"triangulate", "/analysis/triangulate?theme=Motivation", nil},
	{"agree", "/analysis/agree?theme=Motivation", nil},
	{"disagreements", "/disagreements?theme=Motivation", nil},
	{"settings", "/people", func(p *tab) { p.click(".menu summary") }},
	{"suggestions", "/suggestions?theme=Trust", nil},
	{"log", "/log", nil},
	{"change", "/log/3", nil},
	{"wrong", "/codebook?theme=Nothing", nil},
	{"keys", "/log", func(p *tab) { p.keys("?"); p.wait(`document.querySelector("dialog[open]")`) }},
}

// scripted are addresses that scripts ask, and files, rather than pages to be looked at;
// those of imports come and go.
var scripted = []string{"/static/{file}", "/texts/{language}", "/events", "/import/{id}", "/analysis/{name}/{file}",
	"/sources/{source}/turns", "/sources/{source}/marks", "/sources/{source}/find", "/matrix/cell"}

// Every page of the workbench is among the screens.
func TestScreensAreAllPages(t *testing.T) {
	source, err := os.ReadFile("workbench/workbench.go")
	if err != nil {
		t.Fatal(err)
	}
	mux, seen := http.NewServeMux(), map[string]bool{}
	for _, m := range regexp.MustCompile(`"(GET /[^"]*)", b\.`).FindAllStringSubmatch(string(source), -1) {
		mux.Handle(m[1], http.NotFoundHandler())
		seen[m[1]] = slices.Contains(scripted, strings.TrimPrefix(m[1], "GET "))
	}
	for _, x := range screens {
		_, pattern := mux.Handler(httptest.NewRequest(http.MethodGet, x.address, nil))
		seen[pattern] = true
	}
	for _, a := range analysis.All() { // which have one pattern in common
		if !slices.ContainsFunc(screens, func(x screen) bool {
			path, _, _ := strings.Cut(x.address, "?")
			return path == "/"+a.Name || path == "/analysis/"+a.Name
		}) {
			t.Errorf("no screen shows the analysis %s", a.Name)
		}
	}
	for pattern, so := range seen {
		if !so {
			t.Errorf("no screen shows %s", pattern)
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

// axe is axe-core 4.14.1, of Deque Systems (MPL-2.0), which tests alone use.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile("workbench/testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// No screen has a fault that axe-core finds by the rules of WCAG 2.2, levels A and AA,
// in light or dark. With CROSSCASE_SCREENSHOTS set to a folder, pictures of all screens
// in three widths are left there to be looked at.
func TestScreens(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	script := axe(t)
	const tabs = 2
	for n := range tabs {
		t.Run(fmt.Sprint("tab ", n+1), func(t *testing.T) {
			t.Parallel()
			p := newTab(t, s.address)
			p.expected = []string{"404"} // of the page that is not there
			for i := n; i < len(screens); i += tabs {
				p.looksAt(screens[i], script)
			}
		})
	}
}

// looksAt opens a screen and wants no fault of it. In the dark it differs in its colours
// alone, so that these are looked at and nothing else. What axe-core says of colours and of
// small targets takes two thirds of its time: colours are worked out here, and it is asked of
// targets where some may be too small.
func (p *tab) looksAt(x screen, axe string) {
	p.t.Helper()
	p.scheme("light")
	p.go_(x.address)
	if x.before != nil {
		x.before(p)
	}
	eval[any](p, axe+";0")
	p.wantNone(x.name, p.axeFinds(`["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`))
	if len(eval[[]string](p, smallTargets)) > 0 {
		p.wantNone(x.name, p.axeFinds(`["target-size"]`))
	}
	for _, scheme := range []string{"light", "dark"} {
		p.scheme(scheme)
		p.wantNone(x.name+" in "+scheme, eval[[]string](p, paleWords))
		p.screenshots(x.name, scheme)
	}
}

// axeFinds are the faults that axe-core finds by some of its rules. By their tags, it leaves out
// the two dear ones.
func (p *tab) axeFinds(rules string) []string {
	p.t.Helper()
	return eval[[]string](p, `axe.run(document, {
		runOnly: `+rules+`, resultTypes: ["violations"],
		rules: `+rules+`.length > 1 ? {"color-contrast": {enabled: false}, "target-size": {enabled: false}} : {}
	}).then(r => r.violations.map(v => v.id + " (" + v.impact + "): " + v.help + "\n" + v.nodes.slice(0, 3).map(n =>
		"  " + n.html.slice(0, 200) + "\n    " + n.failureSummary.replaceAll("\n", " ")).join("\n")))`)
}

func (p *tab) wantNone(where string, faults []string) {
	p.t.Helper()
	if len(faults) > 0 {
		p.t.Errorf("%s:\n%s", where, strings.Join(faults, "\n"))
	}
}

// paleWords are the words of a page that stand out too little from what is behind them:
// less than 4.5 to 1, or 3 to 1 for large letters (WCAG 2.2, success criterion 1.4.3). It
// says what axe-core says of colours at a small part of the cost, since it does not ask
// the page of each word what lies over it.
const paleWords = `(() => {
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }), known = new Map();
	const rgba = colour => {
		if (!known.has(colour)) {
			canvas.clearRect(0, 0, 1, 1);
			canvas.fillStyle = colour;
			canvas.fillRect(0, 0, 1, 1);
			const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
			known.set(colour, [r, g, b, a / 255]);
		}
		return known.get(colour);
	};
	const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
	const behind = e => {
		if (!e) return rgba("white");
		const own = rgba(getComputedStyle(e).backgroundColor);
		return own[3] === 1 ? own : over(own, behind(e.parentElement));
	};
	const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const found = [], seen = new Set();
	for (const w = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); w.nextNode();) {
		const e = w.currentNode.parentElement;
		if (!w.currentNode.data.trim() || seen.has(e)) continue;
		seen.add(e);
		if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest("meter, :disabled, [aria-disabled=true]")) continue;
		const style = getComputedStyle(e), back = behind(e), fore = over(rgba(style.color), back), size = parseFloat(style.fontSize);
		const [low, high] = [light(back), light(fore)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
		const wanted = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
		if (ratio < wanted) found.push("  " + e.outerHTML.slice(0, 200) + "\n    " + style.color + " on " + back +
			" is " + ratio.toFixed(2) + " to 1, should be " + wanted);
	}
	return found;
})()`

// smallTargets are what a finger may miss: links and controls, other than those in a line of
// text, that are smaller than 24 by 24 pixels and nearer than that to another one (WCAG 2.2,
// success criterion 2.5.8). It does not ask what lies over what, so that some may be
// harmless.
const smallTargets = `(() => {
	const inline = e => getComputedStyle(e).display.startsWith("inline");
	const inText = e => {
		if (!inline(e)) return false;
		let block = e.parentElement;
		while (inline(block)) block = block.parentElement;
		for (const w = document.createTreeWalker(block, NodeFilter.SHOW_TEXT); w.nextNode();)
			if (w.currentNode.data.trim() && !w.currentNode.parentElement.closest("a[href], button, select, textarea")) return true;
		return false;
	};
	const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role][tabindex]")]
		.filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }) && !inText(e))
		.map(e => ({ e, box: e.getBoundingClientRect() }));
	for (const t of targets) {
		t.small = t.box.width < 24 || t.box.height < 24;
		t.x = t.box.left + t.box.width / 2;
		t.y = t.box.top + t.box.height / 2;
	}
	const near = (t, o) => o.small ? Math.hypot(t.x - o.x, t.y - o.y) < 24 :
		Math.hypot(Math.max(o.box.left - t.x, 0, t.x - o.box.right), Math.max(o.box.top - t.y, 0, t.y - o.box.bottom)) < 12;
	return targets.filter(t => t.small).flatMap(t => {
		const o = targets.find(o => o !== t && !o.e.contains(t.e) && !t.e.contains(o.e) && near(t, o));
		return o ? ["  " + t.e.outerHTML.slice(0, 200) + "\n    is small and near " + o.e.outerHTML.slice(0, 200)] : [];
	});
})()`

// What is found of targets that are small is what axe-core finds.
func TestSmallTargets(t *testing.T) {
	t.Parallel()
	p := newTab(t, serve(t, demoFile(t), nil).address)
	p.go_("/log")
	eval[any](p, axe(t)+`; document.querySelector("main").innerHTML = "<h1>Log</h1><p><a href=/log id=one>a</a><span id=between></span><a href=/people id=two>b</a></p>"`)
	const small, large = "width: 20px; height: 20px; float: left", "width: 60px; height: 30px; float: left"
	for _, c := range []struct {
		one, between, two string
		near              bool
	}{
		{small, "", small, true},
		{small + "; margin-right: 3px", "", small, true}, // 23 from middle to middle
		{small + "; margin-right: 4px", "", small, false},
		{small, "", large, true}, // the middle 10 from its edge
		{small + "; margin-right: 1px", "", large, true},
		{small + "; margin-right: 2px", "", large, false},
		{large, "", large, false},
		{"width: 60px; height: 20px; float: left", "", "width: 60px; height: 20px; float: left", false}, // 60 from middle to middle
		{"width: 23px; height: 60px; float: left", "", "width: 23px; height: 60px; float: left", true},
		{"font-size: 8px", "", "font-size: 8px", true},
		{"font-size: 8px", " or ", "font-size: 8px", false}, // in text
		{"display: none", "", small, false},
	} {
		eval[any](p, fmt.Sprintf(`{
			for (const [id, style] of [["one", %q], ["two", %q]]) document.getElementById(id).style.cssText = style;
			document.getElementById("between").textContent = %q;
		}`, c.one, c.two, c.between))
		if got := eval[[]string](p, smallTargets); len(got) > 0 != c.near {
			t.Errorf("%s, %q, %s: %q", c.one, c.between, c.two, got)
		}
		if got := p.axeFinds(`["target-size"]`); len(got) > 0 != c.near {
			t.Errorf("%s, %q, %s: axe-core finds %q", c.one, c.between, c.two, got)
		}
	}
}

// What is found of words that are made pale is what axe-core finds.
func TestPaleWords(t *testing.T) {
	t.Parallel()
	p := newTab(t, serve(t, demoFile(t), nil).address)
	p.go_("/log")
	eval[any](p, axe(t)+`; document.querySelector("main").innerHTML = "<h1>Log</h1><p id=words>Words</p>"`)
	for _, c := range []struct {
		style string
		pale  bool
	}{
		{"color: #777; background: #fff", true}, // 4.48 to 1
		{"color: #767676; background: #fff", false},
		{"color: #949494; background: #fff; font-size: 24px", false}, // large
		{"color: #959595; background: #fff; font-size: 24px", true},
		{"color: #949494; background: #fff; font-size: 19px; font-weight: 700", false},
		{"color: rgb(0 0 0 / 53%); background: #fff", true},
		{"color: rgb(0 0 0 / 55%); background: #fff", false},
		{"color: #fff; background: color-mix(in srgb, #000 50%, #fff)", true},
		{"color: #fff; background: color-mix(in srgb, #000 60%, #fff)", false},
	} {
		eval[any](p, fmt.Sprintf(`document.querySelector("#words").style.cssText = %q`, c.style))
		if got := eval[[]string](p, paleWords); len(got) > 0 != c.pale {
			t.Errorf("%s: %q", c.style, got)
		}
		if got := eval[int](p, `axe.run("main", {runOnly: ["color-contrast"]}).then(r => r.violations.length)`); got > 0 != c.pale {
			t.Errorf("%s: axe-core finds %d faults", c.style, got)
		}
	}
}

// screenshots takes a picture in three widths, where they are asked for.
func (p *tab) screenshots(name, scheme string) {
	p.t.Helper()
	if os.Getenv("CROSSCASE_SCREENSHOTS") == "" {
		return
	}
	for _, width := range []int64{390, 1024, 1440} {
		if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			p.t.Fatal(err)
		}
		p.screenshot(fmt.Sprintf("%s-%d-%s", name, width, scheme))
	}
}
