package workbench

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// talks is a workbench on which AK has put Money on three turns of a talk; two turns of
// int-1 and one of the other talk speak of money as well.
func talks(t *testing.T, blind bool) *visit {
	v := newVisit(t, "AK", blind)
	v.add("talk-1", "Penn: We counted the money twice.\n\nPenn: Rain fell all day.\n\nPenn: Money was short.\n\nPenn: The dog barked.\n\nPenn: They wanted our money.\n\nPenn: More rain came.\n")
	v.add("talk-2", "Hale: The dog slept.\n\nHale: Nobody had money left.\n\nHale: Rain again.\n")
	v.theme("Money")
	s := v.study()
	src := s.Sources[1]
	for _, turn := range []int{0, 2, 4} {
		span := s.Transcript(src).Turns[turn].Words()
		v.make("AK", "tag", edit.TagPassage{Passage: coding.PassageID(v.b.NewID()), Text: src.Text, Span: span, Tag: coding.TagID(v.b.NewID()), Theme: "Money"})
	}
	return v
}

var aSuggestion = regexp.MustCompile(`(?s)data-place="([^"]*)".*?<strong>(\d+) %</strong> <span class="by">([^<]*)</span>.*?<blockquote dir="auto">([^<]*)</blockquote><p class="from"><a href="([^"]*)">([^<]*)</a>`)

func TestSuggestionsPage(t *testing.T) {
	v := talks(t, false)
	_, page := v.get("/suggestions?theme=Money")
	list := aSuggestion.FindAllStringSubmatch(page, -1)
	if len(list) != 8 { // turns of participants without the theme: 2 of int-1, 3 and 3 of the talks
		t.Fatalf("%d suggestions, want 8", len(list))
	}
	likely := map[string]bool{}
	for i, m := range list {
		if i < 3 {
			likely[m[6]] = true
			if !strings.Contains(m[3], "money") {
				t.Errorf("%s is suggested %s", m[6], m[3])
			}
		}
		if m[6] == "talk-2:2" {
			src := v.study().Sources[2]
			start := v.study().Transcript(src).Turns[1].Body
			if want := fmt.Sprintf("%s:%d:%d", src.Text, start, start+len("Nobody had money left.")); m[1] != want ||
				m[4] != "Nobody had money left." || m[5] != "/sources/talk-2?turn=2#t2" {
				t.Errorf("talk-2:2 is %q at %s, want %s; it leads to %s", m[4], m[1], want, m[5])
			}
		}
	}
	if !likely["int-1:2"] || !likely["int-1:4"] || !likely["talk-2:2"] {
		t.Errorf("the likeliest three: %v", likely)
	}
	v.contains(page, []string{"learnt from 3 turns; the words that speak most for Money: ", "crosscase suggest --limit 25 --unit turn Money"})
}

func TestSuggestionsPageSays(t *testing.T) {
	v := talks(t, false)
	v.theme("Rare")
	for address, tt := range map[string]struct {
		status int
		says   string
	}{
		"/suggestions":                           {200, "choose a theme"},
		"/suggestions?theme=Rare":                {200, "only 0 units have the theme; at least 3 are needed to learn from"},
		"/suggestions?theme=Money&unit=page":     {200, "turn or sentence"},
		"/suggestions?theme=Fear":                {404, "Fear"},
		"/suggestions?theme=Money&unit=sentence": {200, "talk-2:2.1"},
	} {
		if status, page := v.get(address); status != tt.status || !strings.Contains(page, tt.says) {
			t.Errorf("%s: status %d, want %d and %q", address, status, tt.status, tt.says)
		}
	}
}

// A verdict is one edit with its own step, whoever else has edited meanwhile.
func TestJudge(t *testing.T) {
	v := talks(t, false)
	place := func(ref string) string {
		_, page := v.get("/suggestions?theme=Money")
		for _, m := range aSuggestion.FindAllStringSubmatch(page, -1) {
			if m[6] == ref {
				return m[1]
			}
		}
		return ""
	}
	judge := func(do, place string) (status, step int) {
		r := formRequest("/suggestions", url.Values{"theme": {"Money"}, "place": {place}, "do": {do}})
		r.Header.Set("Accept", "application/json")
		status, body, _ := v.ask(r)
		fmt.Sscanf(body, `{"step":%d}`, &step)
		return status, step
	}
	if _, step := judge("accept", place("int-1:2")); step != v.number() || v.sentence() != "AK: suggestion of Money accepted in int-1" {
		t.Errorf("step %d, the log says %q", step, v.sentence())
	}
	if tag := v.study().Tags[0]; !tag.Suggested || tag.Theme != "Money" {
		t.Errorf("the tag is %+v", tag)
	}
	accepted := v.number()
	if _, step := judge("reject", place("talk-2:3")); step != v.number() || v.sentence() != "AK: suggestion of Money rejected in talk-2" {
		t.Errorf("step %d, the log says %q", step, v.sentence())
	}
	for _, ref := range []string{"int-1:2", "talk-2:3"} {
		if place(ref) != "" {
			t.Errorf("%s is suggested again", ref)
		}
	}
	if _, body := v.send("/undo", map[string]int{"step": accepted}); place("int-1:2") == "" || place("talk-2:3") != "" {
		t.Errorf("undone with %s, what was accepted is not suggested, or what was rejected is", body)
	}
	for name, tt := range map[string]struct {
		theme, place string
		status       int
	}{
		"no such theme": {"gone", "x:0:3", http.StatusNotFound},
		"no place":      {"Money", "x", http.StatusBadRequest},
		"a gone text":   {"Money", "gone:0:3", http.StatusConflict},
		"no words":      {"Money", string(v.study().Sources[0].Text) + ":0:99999", http.StatusBadRequest},
	} {
		before := v.number()
		status, _, _ := v.post("/suggestions", url.Values{"theme": {tt.theme}, "place": {tt.place}, "do": {"accept"}})
		if status != tt.status || v.number() != before {
			t.Errorf("%s: status %d, want %d; %s", name, status, tt.status, v.sentence())
		}
	}
}
