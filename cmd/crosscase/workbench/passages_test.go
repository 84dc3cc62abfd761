package workbench

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

func TestPassagesPage(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.theme("Cost")
	v.tag("AK", "Trust", "With money")
	v.tag("AK", "Trust", "less")
	v.tag("BM", "Cost", "hopes")
	for _, tt := range []struct {
		name, address string
		want, not     []string
	}{
		{"all", "/passages", []string{"3 passages", "With money", "hopes", "less", "crosscase passages"}, nil},
		{"of a theme", "/passages?theme=Trust", []string{"2 passages", "With money", "crosscase passages --theme Trust"}, []string{"hopes"}},
		{"of a coder", "/passages?coder=BM", []string{"1 passage", "hopes"}, []string{"With money"}},
		{"none", "/passages?theme=Trust&coder=BM", []string{"0 passages", "No passage fits"}, []string{"hopes"}},
		{"detached", "/passages?detached=1", []string{"0 passages"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, page := v.get(tt.address)
			if status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
			v.contains(page, tt.want, tt.not...)
		})
	}
	if status, _ := v.get("/passages?theme=Fear"); status != http.StatusNotFound {
		t.Errorf("no such theme: status %d", status)
	}
	if status, _ := v.get("/passages?detached=1&role=chief"); status != http.StatusBadRequest {
		t.Errorf("who speaks in replaced words: status %d", status)
	}
}

// More passages than a page holds are on the pages behind it, each once.
func TestPassagesArePaged(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.add("long", strings.Repeat("Roe: No money.\n\nPenn: None.\n\n", 80))
	v.theme("Trust")
	s := v.study()
	src := s.Sources[1]
	var changes []edit.Change
	for _, turn := range s.Transcript(src).Turns[:130] {
		changes = append(changes, edit.TagPassage{Passage: coding.PassageID(v.b.NewID()), Text: src.Text, Span: corpus.Span{Start: turn.Body, End: turn.Body + 2},
			Tag: coding.TagID(v.b.NewID()), Theme: "Trust"})
	}
	v.make("AK", "tag", changes...)
	anID := regexp.MustCompile(`\?passage=([^"&]*)`)
	seen := map[string]bool{}
	for page, want := range map[string]int{"1": 100, "2": 30} {
		_, html := v.get("/passages?page=" + page)
		n := 0
		for _, m := range anID.FindAllStringSubmatch(html, -1) {
			if !seen[m[1]] {
				n++
			}
			seen[m[1]] = true
		}
		if n != want {
			t.Errorf("page %s shows %d passages, want %d", page, n, want)
		}
		v.contains(html, []string{"130 passages"})
	}
}

// Changed passages are listed with the words before and after, and accepted one by one or
// all at once; detached ones are attached where their words are nearest, to be reviewed.
func TestReviewPassages(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.theme("Cost")
	for _, mark := range []struct{ theme, words, was string }{{"Trust", "With money and hopes", "With mony and hopes"}, {"Cost", "less money", "less mony"}} {
		v.tag("AK", mark.theme, mark.words)
		start := strings.Index(interview, mark.words)
		v.make("AK", "change", edit.MarkChanged{Text: v.study().Sources[0].Text, Span: corpus.Span{Start: start, End: start + len(mark.words)}, Was: mark.was})
	}
	_, page := v.get("/passages?changed=1")
	v.contains(page, []string{"2 passages to be reviewed", "With mony and hopes", "less mony", "Accept all of them", "crosscase passages --changed"})
	if _, page = v.get("/passages"); !strings.Contains(page, "2 of them changed with their text") {
		t.Errorf("all passages do not say that two have changed:\n%s", page)
	}
	for _, tt := range []struct {
		form     url.Values
		status   int
		sentence string
		left     int
	}{
		{url.Values{"passage": {"none"}, "changed": {"1"}}, http.StatusNotFound, "AK: change", 2},
		{url.Values{"theme": {"Trust"}}, http.StatusBadRequest, "AK: change", 2},
		{url.Values{"theme": {"Trust"}, "changed": {"1"}}, http.StatusSeeOther, "AK: accept 1 changed passage", 1},
		{url.Values{"passage": {string(v.study().Passages[1].ID)}, "changed": {"1"}}, http.StatusSeeOther, "AK: accept 1 changed passage", 0},
	} {
		status, _, to := v.post("/passages", tt.form)
		if left := len(v.study().Changed); status != tt.status || v.sentence() != tt.sentence || left != tt.left {
			t.Errorf("%v: status %d, to %s, %q, %d are left", tt.form, status, to, v.sentence(), left)
		}
	}
	if _, err := v.b.Project.Undo(t.Context(), "AK", v.b.Now(), 0); err != nil {
		t.Fatal(err)
	}
	if status, _ := v.send("/passages/"+string(v.study().Passages[1].ID)+"/accept", nil); status != http.StatusOK || len(v.study().Changed) != 0 {
		t.Errorf("in the reader: status %d, %v are left", status, v.study().Changed)
	}
	now := corpus.Text{ID: "new", Body: strings.Replace(interview, "and hopes", "and big hopes", 1)}
	src := v.study().Sources[0]
	v.make("AK", "correct", edit.UpdateText{Source: src.ID, Text: now, SHA256: "corrected", Original: []byte(now.Body)})
	_, page = v.get("/passages?detached=1")
	v.contains(page, []string{"2 passages without a place", "Attach each where its words are nearest"})
	status, _, to := v.post("/passages", url.Values{"detached": {"1"}})
	if status != http.StatusSeeOther || !strings.HasPrefix(to, "/passages?detached=1") {
		t.Errorf("status %d, to %s", status, to)
	}
}
