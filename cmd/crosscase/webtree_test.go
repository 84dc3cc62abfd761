package main

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The codebook beside the text counts a tag at once as it does when the page is loaded
// anew: for its theme and for those above it, a passage once for each.
func TestCountsBesideTheText(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	p := newTab(t, s.address)
	const counts = `Object.fromEntries([...document.querySelectorAll("#tree .node")].map(n => [n.dataset.theme, n.querySelector(".count").textContent]))`
	p.go_("/sources/int-05")
	p.ready()
	for _, x := range []struct{ words, theme, path string }{
		{"every empty desk was costing us money", "Savings", "Motivation > Savings"},
		{"every empty desk was costing us money", "Better service", "Motivation > Better service"}, // the same passage
	} {
		before := eval[map[string]string](p, counts)
		p.drag(p.words(x.words))
		p.keys("Enter")
		p.types(x.theme)
		p.keys("Enter")
		p.wait(counts + `[` + strconv.Quote(x.path) + `] !== ` + strconv.Quote(before[x.path]))
		at := eval[map[string]string](p, counts)
		p.go_("/sources/int-05")
		p.ready()
		if diff := cmp.Diff(eval[map[string]string](p, counts), at); diff != "" {
			t.Errorf("%s (-loaded anew +at once)\n%s", x.path, diff)
		}
	}
}
