package workbench

import (
	"net/url"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
)

// An address asks for what its command asks for; what means the same as nothing is left
// out of it.
func TestAsk(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, 2, 10, "a") })
	for address, want := range map[string]string{
		"matrix?": "matrix",
		"matrix?rows=theme&cols=case&cols-within=organisation": "matrix",
		"matrix?cols=role&cols-within=none&cell=rate":          "matrix --cell=rate --cols=role",
		"matrix?rows=organisation&rows-within=participant":     "matrix --rows=organisation,participant",
		"matrix?cell=quotes&per-cell=5":                        "matrix --cell=quotes --per-cell=5",
		"matrix?cell=rate&per-cell=5":                          "matrix --cell=rate",
		"matrix?empty=1&theme=A&theme=B&exact=1&since=2019":    "matrix --empty=true --exact=true --since=2019 --theme=A --theme=B",
		"matrix?saved=by+role&cell=rate":                       "matrix by role",
		"matrix?page=3&done=7&straddle=each":                   "matrix",
		"compare?a=Northmoor&theme=A":                          "compare --theme=A Northmoor Two",
		"similarity?by=case":                                   "similarity --by=case",
		"cooccur?by=near&turns=2":                              "cooccur --by=near --turns=2",
		"cooccur?by=source&turns=2":                            "cooccur --by=source",
		"codeline?of=paper&portrait=1":                         "codeline --portrait=true paper",
		"codeline?source=meeting":                              "codeline meeting",
		"truth?outcome=A&condition=B&condition=C":              "truth --condition=B --condition=C --outcome=A",
		"words?near=trust&limit=50":                            "words --near=trust",
	} {
		name, query, _ := strings.Cut(address, "?")
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(ask(analysis.Named(name), s, q).Line(), " "); got != want {
			t.Errorf("%s asks for %q, want %q", address, got, want)
		}
	}
}

// Controls hold what was chosen, and offer what the study has.
func TestControls(t *testing.T) {
	s := codingtest.Tagged(nil)
	x := ask(analysis.Named("matrix"), s, url.Values{"cols": {"role"}, "theme": {"A", "C"}, "per-cell": {"7"}})
	found := map[string]control{}
	for _, c := range append(x.controls, x.filters...) {
		found[c.Name] = c
	}
	if c := found["cols"]; c.Kind != "select" || c.Value != "role" {
		t.Errorf("columns: %s %q", c.Kind, c.Value)
	}
	if c := found["theme"]; c.Kind != "many" || c.Chosen != 2 || len(c.Options) != len(s.Themes) {
		t.Errorf("themes: %s, %d chosen of %d", c.Kind, c.Chosen, len(c.Options))
	}
	if c := found["per-cell"]; c.Kind != "number" || c.Value != "7" || c.For != "cell=quotes" {
		t.Errorf("quotes in a cell: %s %q for %q", c.Kind, c.Value, c.For)
	}
	if _, ok := found["attr"]; ok {
		t.Error("attributes can be chosen, and there are none")
	}
	if _, ok := found["long"]; ok {
		t.Error("the page offers what is for files alone")
	}
}
