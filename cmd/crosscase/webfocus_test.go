package main

import "testing"

// What others change draws a page anew; the button in focus keeps the focus if it is
// still there, and no other takes it: Enter would decide something that nobody meant.
func TestFocusStaysOnItsButton(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	p.go_("/disagreements")
	p.wait(`document.documentElement.dataset.app === "" && document.querySelectorAll(".place").length > 3`)
	focused := func() string {
		return eval[string](p, `(() => {
			const e = document.activeElement;
			return (e.closest(".place")?.querySelector("[name=place]").value ?? "") + " " + (e.value ?? "");
		})()`)
	}
	swapped := func(change func()) {
		eval[any](p, `{
			globalThis.swapped = false;
			document.addEventListener("swapped", () => { globalThis.swapped = true }, { once: true });
			0
		}`)
		change()
		p.wait(`globalThis.swapped`)
	}
	eval[any](p, `{ document.querySelector("#p3 button[name=span]").focus(); 0 }`)
	want := focused()
	swapped(func() {
		if status, _, stderr := s.crosscase("theme", "add", "Luck"); status != done {
			t.Fatal(stderr)
		}
	})
	if got := focused(); got != want {
		t.Fatalf("the focus went from %q to %q", want, got)
	}
	swapped(func() { // the place is decided on, and goes
		eval[any](p, `fetch("/disagreements", {
			method: "POST", headers: {Accept: "application/json"},
			body: new URLSearchParams(new FormData(document.querySelector("#p3 form"))),
		})`)
	})
	if got := focused(); got != " " {
		t.Errorf("the focus went from %q, which is decided, to %q", want, got)
	}
}
