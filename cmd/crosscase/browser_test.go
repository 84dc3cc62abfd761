package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"crosscase/cmd/crosscase/workbench"
	"crosscase/coding"
	"crosscase/coding/project"
)

// chromium is the browser that tests drive: Debian's, or another of its family; best the
// one without windows, which takes a tenth less time. Where there is none, tests that need one are skipped, unless CROSSCASE_BROWSER says that
// there must be one.
var chromium = sync.OnceValue(func() string {
	for _, name := range []string{os.Getenv("CROSSCASE_CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
})

// A browser is a running Chromium; it is started once for all tests.
var browser struct {
	sync.Once
	context.Context
	stop func()
}

func stopBrowser() {
	if browser.stop != nil {
		browser.stop()
	}
}

// A tab is a page in the browser, as a person sees and uses it.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string // address of the workbench

	mu       sync.Mutex
	errors   []string // of the console, and uncaught
	expected []string // of those errors, parts that are meant to be there
	requests []string // to elsewhere
	asked    int      // requests in all
}

// newTab opens a page. After the test there must have been no error in its console,
// and no request to anywhere but base.
func newTab(t testing.TB, address string) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("-short leaves the browser out")
	}
	if chromium() == "" {
		if os.Getenv("CROSSCASE_BROWSER") != "" {
			t.Fatal("CROSSCASE_BROWSER is set, but there is no Chromium")
		}
		t.Skip("no Chromium was found; install it to test the workbench in a browser")
	}
	browser.Do(func() {
		options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(chromium()), chromedp.NoSandbox,
			chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("font-render-hinting", "none"),
			// Pages and processes that are kept ready for what comes next take a fifth of the time.
			chromedp.DisableGPU, chromedp.Flag("disable-features", "Translate,BackForwardCache,PaintHolding,SpareRendererForSitePerProcess"))
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stop := chromedp.NewContext(alloc)
		browser.Context, browser.stop = ctx, func() { stop(); stopAlloc() }
		if err := chromedp.Do(ctx); err != nil {
			t.Fatalf("%s does not start: %v", chromium(), err)
		}
	})
	ctx, stop := chromedp.NewContext(browser.Context)
	t.Cleanup(stop)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, ctx: ctx, base: u.Scheme + "://" + u.Host}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			if m.Type == "error" || m.Type == "warning" || m.IsException() {
				p.mu.Lock()
				p.errors = append(p.errors, m.String()+" "+m.URL)
				p.mu.Unlock()
			}
		}
	}()
	err = chromedp.Listen(ctx, func(ev any) {
		if ev, ok := ev.(*network.EventRequestWillBeSent); ok {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.asked++; !strings.HasPrefix(ev.Request.URL, p.base+"/") {
				p.requests = append(p.requests, ev.Request.URL)
			}
		}
	})
	if err == nil {
		_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, e := range p.errors {
			if !slices.ContainsFunc(p.expected, func(x string) bool { return strings.Contains(e, x) }) {
				t.Errorf("in the console: %s", e)
			}
		}
		if p.asked == 0 {
			t.Error("no request was seen at all, so that those to elsewhere would not have been, either")
		}
		for _, r := range p.requests {
			t.Errorf("asked for something elsewhere: %s", r)
		}
	})
	p.go_(address)
	return p
}

// go_ opens a page of the workbench, or an address.
func (p *tab) go_(to string) {
	p.t.Helper()
	if strings.HasPrefix(to, "/") {
		to = p.base + to
	}
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(to)); err != nil {
		p.t.Fatalf("%s: %v", to, err)
	}
}

// eval evaluates an expression of JavaScript in the page.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	v, err := evaluated[T](p, expression)
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func evaluated[T any](p *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience+5*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// wait waits until an expression is true, in this page or in one that takes its place.
func (p *tab) wait(expression string) {
	p.t.Helper()
	if _, ok := await[bool](p, "!!("+expression+")"); !ok {
		p.waitedInVain(expression)
	}
}

func (p *tab) waitedInVain(expression string) {
	p.t.Helper()
	p.t.Fatalf("waited in vain for %s\nat %s\n%s", expression, eval[string](p, "location.href"), eval[string](p, "document.body.innerText.slice(0, 1500)"))
}

// patience is how long something may take in a browser on a busy machine.
const patience = 20 * time.Second

// await is what an expression gives as soon as it gives something true; ok is false where
// it does not. The page itself looks, so that nothing goes to and fro meanwhile; where
// another page takes its place, that one does.
func await[T any](p *tab, expression string) (v T, ok bool) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for {
		found, err := evaluated[*T](p, fmt.Sprintf(`new Promise(found => {
			const end = Date.now() + %d;
			(function look() {
				let v;
				try { v = (%s) } catch {}
				if (v || Date.now() > end) found(v || null); else setTimeout(look, 5);
			})();
		})`, time.Until(end).Milliseconds(), expression))
		switch {
		case err == nil && found != nil:
			return *found, true
		case err == nil || time.Now().After(end):
			return v, false
		case !slices.ContainsFunc([]string{"navigated", "context", "Cannot find"}, func(s string) bool { return strings.Contains(err.Error(), s) }):
			p.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// ready waits until the reader can be used.
func (p *tab) ready() { p.t.Helper(); p.wait(`document.documentElement.dataset.ready === ""`) }

// keys presses keys, one after the other: a letter, or the name of a key, with
// modifiers before it as in Shift+ArrowRight.
func (p *tab) keys(names ...string) {
	p.t.Helper()
	p.wait(`document.documentElement.dataset.app === ""`)
	for _, name := range names {
		p.press(name)
	}
}

// press presses one key, as keys has it.
func (p *tab) press(name string) {
	p.t.Helper()
	p.dispatch(name, keyEvents(name)...)
}

// hold holds a key down until it has been repeated so many times, as fast as the page takes it.
func (p *tab) hold(name string, times int) {
	p.t.Helper()
	events := keyEvents(name)
	var repeats sync.WaitGroup
	for range times {
		repeats.Go(func() {
			if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, events[0]); err != nil {
				p.t.Errorf("%s: %v", name, err)
			}
		})
	}
	repeats.Wait()
	p.dispatch(name, events[1])
}

func (p *tab) dispatch(name string, events ...input.DispatchKeyEventParams) {
	p.t.Helper()
	for _, e := range events {
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, e); err != nil {
			p.t.Fatalf("%s: %v", name, err)
		}
	}
}

// keyEvents are the events of a key that goes down and up, as keys has it. The letter comes
// with the key, as from a keyboard, so that a page can keep it from being typed.
func keyEvents(name string) (all []input.DispatchKeyEventParams) {
	var modifiers int64
	key := name
	for _, m := range []struct {
		name string
		m    int64
	}{{"Shift+", 8}, {"Ctrl+", 2}, {"Alt+", 1}} {
		if rest, ok := strings.CutPrefix(key, m.name); ok {
			key, modifiers = rest, modifiers|m.m
		}
	}
	named := map[string]string{"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "Backspace": kb.Backspace, "Delete": kb.Delete, "Home": kb.Home, "End": kb.End,
		"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "Space": " "}
	if k, ok := named[key]; ok {
		key = k
	}
	for _, r := range key {
		events := kb.Encode(r)
		for i, e := range events {
			if e.Type == input.DispatchKeyEventTypeChar {
				continue
			}
			if i+1 < len(events) && events[i+1].Type == input.DispatchKeyEventTypeChar && modifiers&^8 == 0 {
				e.Type, e.Text, e.UnmodifiedText = input.DispatchKeyEventTypeKeyDown, events[i+1].Text, events[i+1].UnmodifiedText
			}
			e.Modifiers |= modifiers
			all = append(all, *e)
		}
	}
	return all
}

// types types a text.
func (p *tab) types(text string) {
	p.t.Helper()
	p.keys(strings.Split(text, "")...)
}

// at is the middle of an element in the window, when nothing lies over it and it has
// come to rest.
func (p *tab) at(selector string) (x, y float64) {
	p.t.Helper()
	return p.middle(fmt.Sprintf("document.querySelector(%q)", selector), "nearest")
}

// middle is the middle of what an expression gives.
func (p *tab) middle(expression, block string) (x, y float64) {
	p.t.Helper()
	v, ok := await[[]float64](p, fmt.Sprintf(`(() => {
		const e = document.readyState === "complete" && %s;
		if (!e) return false;
		e.scrollIntoView({block: %q});
		const b = e.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
		const hit = document.elementFromPoint(x, y), last = window.lastMiddle;
		window.lastMiddle = hit && (e.contains(hit) || hit.contains(e)) ? [x, y] : null;
		return last && window.lastMiddle && last[0] === x && last[1] === y && last;
	})()`, expression, block))
	if !ok {
		p.waitedInVain(expression)
	}
	return v[0], v[1]
}

// click clicks on an element with the mouse.
func (p *tab) click(selector string) {
	p.t.Helper()
	p.clickAt(p.at(selector))
}

func (p *tab) clickAt(x, y float64) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.MouseClickXY(x, y)); err != nil {
		p.t.Fatal(err)
	}
}

// clickText clicks on the first button, link or label that says something, within an
// element if one is named.
func (p *tab) clickText(text string, within ...string) {
	p.t.Helper()
	root := strings.Join(append(within, ""), " ")
	p.clickAt(p.middle(fmt.Sprintf(`[...document.querySelectorAll("`+root+`:is(button, a, label, summary)")].find(e => e.innerText?.trim().startsWith(%q) && e.getClientRects().length)`, text), "center"))
}

// drag drags with the mouse from one point to another.
func (p *tab) drag(fromX, fromY, toX, toY float64) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.DragAndDropXY(fromX, fromY, toX, toY, 8)); err != nil {
		p.t.Fatal(err)
	}
}

// scheme makes the machine prefer light or dark.
func (p *tab) scheme(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		p.t.Fatal(err)
	}
}

// screenshot writes what is to be seen to a file below $CROSSCASE_SCREENSHOTS, if that
// is set.
func (p *tab) screenshot(name string) {
	p.t.Helper()
	dir := os.Getenv("CROSSCASE_SCREENSHOTS")
	if dir == "" {
		return
	}
	data, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// served is a workbench that runs for a test.
type served struct {
	address   string
	once      string // address that lets in once
	project   *project.Project
	file      string
	crosscase func(args ...string) (status int, stdout, stderr string) // on the same project
}

// serve serves a project until the test ends.
func serve(t testing.TB, file string, change func(*workbench.Options)) *served {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background()) // the test's own ends before its pages are closed
	p, err := project.Open(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	o := workbench.Options{Project: p, Coder: "AK", Now: time.Now, NewID: project.NewID, Version: "test", Poll: 50 * time.Millisecond}
	if change != nil {
		change(&o)
	}
	b, err := workbench.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- b.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the workbench ended with %v", err)
		}
		p.Close()
	})
	run := session(t)
	return &served{address: b.Address(l), once: b.OneTimeAddress(l), project: p, file: file, crosscase: func(args ...string) (int, string, string) {
		return run(append(args, "--project", file)...)
	}}
}

// study is the project as it is now.
func (s *served) study(t testing.TB) *coding.Study {
	t.Helper()
	st, err := s.project.Study(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// demoMade is the folder that the command of that name made, once for all tests.
var demoMade struct {
	sync.Once
	folder string
}

func removeDemo() {
	if demoMade.folder != "" {
		os.RemoveAll(demoMade.folder)
	}
}

// demoFolder is that folder, which nothing is to be written to.
func demoFolder(t testing.TB) string {
	t.Helper()
	demoMade.Do(func() {
		var err error
		if demoMade.folder, err = os.MkdirTemp("", "crosscase-demo-*"); err != nil {
			t.Fatal(err)
		}
		if status, _, stderr := session(t)("demo", filepath.Join(demoMade.folder, "d")); status != done {
			t.Fatal(stderr)
		}
	})
	return filepath.Join(demoMade.folder, "d")
}

// demoFile is the project in a new copy of the demo.
func demoFile(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demoFolder(t))); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "demo.crosscase")
}
