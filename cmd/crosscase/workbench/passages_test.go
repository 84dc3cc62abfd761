package workbench

import (
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"net/http"
	"regexp"
	"strings"
	"testing"
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
