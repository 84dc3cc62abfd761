package workbench

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
)

// add imports a source.
func (v *visit) add(name, body string) {
	v.t.Helper()
	changes, err := edittest.Import(v.study(), name, body, intake.Facts{}, v.b.NewID)
	if err != nil {
		v.t.Fatal(err)
	}
	v.make("AK", "import "+name, changes...)
}

// library is a workbench of two sources, in which "money" stands five times.
func library(t *testing.T) *visit {
	v := newVisit(t, "AK", false)
	v.add("int-2", "Penn: The money was gone. Money is trust.\n\nInterviewer: Whose money?\n\nPenn: Ours.\n")
	v.theme("Trust")
	return v
}

var (
	aHit   = regexp.MustCompile(`name="hit" value="([^"]*)"`)
	aFacet = regexp.MustCompile(`<li><a href="([^"]*)"( aria-current="true")?>([^<]*)</a> <span class="n">(\d+)</span>`)
)

// hits are the places that a page lists, to be ticked.
func hits(page string) (all []string) {
	for _, m := range aHit.FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestSearchPage(t *testing.T) {
	v := library(t)
	v.make("AK", "memo", edit.PutMemo{ID: "m", On: "Trust", Text: "Money, again."})
	v.make("AK", "save", edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "cash", Kind: coding.SavedSearch, Expression: "--source=int-2 -- money"}})
	for _, tt := range []struct {
		name, address string
		hits          int
		want, not     []string
	}{
		{"nothing yet", "/search", 0, []string{"words that begin so", "@cash"}, []string{"matches"}},
		{"everywhere", "/search?q=money", 5, []string{"5 matches in 4 turns of 2 sources (of 2)", "<mark dir=\"auto\">Money</mark>"}, []string{"shown"}},
		{"where a filter says", "/search?q=money&source=int-1", 2, []string{"2 matches in 2 turns of 1 source"}, []string{"Whose"}},
		{"a saved one", "/search?q=%40cash", 3, []string{"3 matches in 2 turns of 1 source"}, []string{"hopes"}},
		{"a saved one, narrowed", "/search?q=%40cash&participant=Penn", 2, []string{"2 matches in 1 turn of 1 source"}, []string{"Whose"}},
		{"nowhere", "/search?q=zebra", 0, []string{"Nothing was found"}, nil},
		{"in memos", "/search?q=money&in=memos", 0, []string{"1 match in 1 memo (of 1)", "Money"}, []string{"of 2 sources"}},
		{"a query that is not closed", "/search?q=money+%28", 0, []string{"character 7: this ( is not closed"}, []string{"matches"}},
		{"a source that is not there", "/search?q=money&source=int-9", 0, []string{"int-9", "did you mean"}, []string{"matches"}},
		{"a saved one that is not there", "/search?q=%40gone", 0, []string{"gone"}, []string{"matches"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, page := v.get(tt.address)
			if status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
			if got := hits(page); len(got) != tt.hits {
				t.Errorf("%d hits, want %d", len(got), tt.hits)
			}
			v.contains(page, tt.want, tt.not...)
		})
	}
}

// A facet leads to as many matches as it says, and from there back.
func TestFacetsLeadToTheirMatches(t *testing.T) {
	v := library(t)
	_, page := v.get("/search?q=money")
	got := map[string]string{}
	for _, m := range aFacet.FindAllStringSubmatch(page, -1) {
		got[m[3]] = m[4]
		address := strings.ReplaceAll(m[1], "&amp;", "&")
		_, narrowed := v.get(address)
		if n := len(hits(narrowed)); fmt.Sprint(n) != m[4] {
			t.Errorf("%s: %d matches, the facet says %s", address, n, m[4])
		}
		chosen := false
		for _, back := range aFacet.FindAllStringSubmatch(narrowed, -1) {
			if back[3] == m[3] && back[2] != "" {
				chosen = true
				if to := strings.ReplaceAll(back[1], "&amp;", "&"); to != "/search?q=money" {
					t.Errorf("%s leads back to %s", m[3], to)
				}
			}
		}
		if !chosen {
			t.Errorf("%s is not among the facets that are chosen", m[3])
		}
	}
	// By participant; both sources have one case and one type.
	if diff := cmp.Diff(map[string]string{"Roe": "2", "Penn": "2", "Interviewer": "1"}, got); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

// Of many hits the first are shown, and all of them behind a link.
func TestManyHits(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.add("long", strings.Repeat("Roe: No money.\n\nPenn: No.\n\n", maxHits+50))
	_, page := v.get("/search?q=money&source=long")
	if n := len(hits(page)); n != maxHits {
		t.Errorf("%d hits are shown, want %d", n, maxHits)
	}
	v.contains(page, []string{"200 of 250 matches shown", `href="/search?q=money&amp;source=long&amp;all=1"`}, "--limit")
	_, page = v.get("/search?q=money&source=long&all=1")
	if n := len(hits(page)); n != maxHits+50 {
		t.Errorf("%d hits are shown, want all", n)
	}
	v.contains(page, []string{"250 matches in 250 turns"}, "Show all")
}

// What is ticked is tagged as it was previewed, in one step that the next page can undo.
func TestTagHits(t *testing.T) {
	v := library(t)
	_, page := v.get("/search?q=money")
	all := hits(page)
	form := func(do, unit string, ticked ...string) url.Values {
		return url.Values{"do": {do}, "search": {"q=money"}, "theme": {"Trust"}, "unit": {unit}, "hit": ticked}
	}
	_, page, _ = v.post("/search/tag", form("preview", "sentence", all...))
	v.contains(page, []string{"Tag 5 passages with Trust", "Tags that are not there yet: 5", "<mark>With money and hopes.</mark>", "<mark>Whose money?</mark>"})
	if len(v.study().Tags) > 0 {
		t.Error("a preview has tagged")
	}
	previewed := hits(page)
	_, _, to := v.post("/search/tag", form("tag", "match", previewed...))
	latest, err := v.b.Project.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("/search?done=%d&q=money", latest.Number); to != want || v.sentence() != "AK: tag 5 passages with Trust in 2 sources" {
		t.Errorf("it leads to %s and the log says %q; want %s", to, v.sentence(), want)
	}
	var spans []string
	for _, p := range v.study().Passages {
		spans = append(spans, fmt.Sprintf("%s:%d:%d", p.Text, p.Span.Start, p.Span.End))
	}
	slices.Sort(spans)
	slices.Sort(previewed)
	if diff := cmp.Diff(previewed, spans); diff != "" {
		t.Errorf("tagged (-previewed +got):\n%s", diff)
	}
	_, page, _ = v.post("/search/tag", form("preview", "sentence", all[0]))
	v.contains(page, []string{"Tag 1 passage with Trust", "Tags that are not there yet: 0"})
	v.post("/undo", url.Values{"step": {fmt.Sprint(latest.Number)}})
	if n := len(v.study().Tags); n != 0 {
		t.Errorf("%d tags after undo", n)
	}
	one := form("tag", "match", all[0])
	one.Set("new-theme", "Cash > In hand")
	v.post("/search/tag", one)
	if v.sentence() != "AK: tag with Cash > In hand in int-1" || len(v.study().Themes) != 3 {
		t.Errorf("with a new theme the log says %q, %d themes", v.sentence(), len(v.study().Themes))
	}
}

func TestTagHitsRefuses(t *testing.T) {
	v := library(t)
	text := string(v.study().Sources[0].Text)
	for name, tt := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"no theme":              {url.Values{"hit": {text + ":0:3"}}, 400, "which theme?"},
		"nothing ticked":        {url.Values{"theme": {"Trust"}}, 400, "nothing was chosen"},
		"no place":              {url.Values{"theme": {"Trust"}, "hit": {text + ":0"}}, 400, "no place"},
		"no number":             {url.Values{"theme": {"Trust"}, "hit": {text + ":0:x"}}, 400, "no place"},
		"no unit":               {url.Values{"theme": {"Trust"}, "hit": {text + ":0:3"}, "unit": {"page"}}, 400, "unit"},
		"a gone text":           {url.Values{"theme": {"Trust"}, "hit": {"gone:0:3"}}, 409, "other words"},
		"behind the end":        {url.Values{"theme": {"Trust"}, "hit": {text + ":0:99999"}}, 400, "no such stretch"},
		"forget a gone one":     {url.Values{"do": {"forget"}, "name": {"gone"}}, 404, "gone"},
		"save what is no query": {url.Values{"do": {"save"}, "name": {"x"}, "search": {"q=money+("}}, 400, "not closed"},
	} {
		before := v.sentence()
		status, page, _ := v.post("/search/tag", tt.form)
		if status != tt.status || !strings.Contains(page, tt.says) {
			t.Errorf("%s: status %d, want %d and %q", name, status, tt.status, tt.says)
		}
		if v.sentence() != before {
			t.Errorf("%s: it did %s", name, v.sentence())
		}
	}
}

func TestSavedSearches(t *testing.T) {
	v := library(t)
	_, _, to := v.post("/search/tag", url.Values{"do": {"save"}, "name": {" @cash "}, "search": {"q=money&source=int-2&page=3"}})
	saved := v.study().Searches
	if len(saved) != 1 || saved[0].Name != "cash" || saved[0].Expression != "--source=int-2 -- money" || v.sentence() != "AK: save search cash" {
		t.Errorf("saved %+v, the log says %q", saved, v.sentence())
	}
	if !strings.HasPrefix(to, "/search?done=") || !strings.Contains(to, "q=money") {
		t.Errorf("it leads to %s", to)
	}
	if _, _, to = v.post("/search/tag", url.Values{"do": {"forget"}, "name": {"cash"}}); !strings.HasPrefix(to, "/search?done=") || v.sentence() != "AK: remove search cash" {
		t.Errorf("removed: it leads to %s, the log says %q", to, v.sentence())
	}
}

// Words around a hit stand in one line: whole words, nearest to the hit, with the blank
// between them and it.
func TestNearby(t *testing.T) {
	long := strings.Repeat("word ", 30) // 150 letters
	for _, tt := range []struct {
		name, context string
		end           bool
		want          string
	}{
		{"before", "said that\nthe ", true, "said that the\u00a0"},
		{"after", " was gone.\n\nYes", false, " was gone. Yes"},
		{"part of a word before", "un", true, "un"},
		{"part of a word after", "s were", false, "s were"},
		{"nothing", "", true, ""},
		{"much before", long, true, "…" + strings.TrimSpace(strings.Repeat("word ", 22)) + "\u00a0"},
		{"much after", " " + long, false, " " + strings.TrimSpace(strings.Repeat("word ", 22)) + "…"},
		{"one long word", strings.Repeat("x", 120), true, "…" + strings.Repeat("x", 110)},
		{"what a terminal obeys", "a\u202eb ", true, "a\ufffdb\u00a0"},
	} {
		if got := nearby(tt.context, tt.end); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A memo that was found leads to what it is on.
func TestMemosLeadToWhatTheyAreOn(t *testing.T) {
	v := library(t)
	v.tag("AK", "Trust", "hopes")
	s := v.study()
	passage, tag, source := string(s.Passages[0].ID), string(s.Tags[0].ID), string(s.Sources[1].ID)
	for on, want := range map[string]string{
		"Trust": themeAddress("Trust"),
		passage: "/sources/int-1?passage=" + passage,
		tag:     "/sources/int-1?passage=" + passage,
		source:  sourceAddress("int-2", 0),
		"":      "",
	} {
		step := v.make("AK", "memo", edit.PutMemo{ID: "m", On: on, Text: "Zebra"})
		_, page := v.get("/search?q=zebra&in=memos")
		link := regexp.MustCompile(`<a class="where" href="([^"]*)"`).FindStringSubmatch(page)
		if got := strings.Join(link[min(1, len(link)):], ""); got != want {
			t.Errorf("a memo on %q leads to %q, want %q", on, got, want)
		}
		if status, page, _ := v.post("/undo", url.Values{"step": {fmt.Sprint(step)}}); status != http.StatusSeeOther {
			t.Fatal(status, page)
		}
	}
}
