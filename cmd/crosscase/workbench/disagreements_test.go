package workbench

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// twoCoders is the workbench of a project where AK marked "and hopes", BM "hopes".
func twoCoders(t *testing.T, blind bool) *visit {
	v := newVisit(t, "AK", blind)
	v.theme("Hope")
	v.tag("AK", "Hope", "and hopes")
	v.tag("BM", "Hope", "hopes")
	return v
}

var hidden = regexp.MustCompile(`name="(place|span)" value="([^"]*)"`)

// fields are the places and spans that the forms of a page send.
func fields(page string) (places, spans []string) {
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		if m[1] == "place" {
			places = append(places, m[2])
		} else if m[2] != "" {
			spans = append(spans, m[2])
		}
	}
	return places, spans
}

func TestDisagreementsPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		blind  bool
		query  string
		status int
		holds  string
		places int
	}{
		{"the first two coders", false, "", http.StatusOK, "<mark>", 1},
		{"of another theme", false, "?theme=Fear", http.StatusNotFound, "Fear", 0},
		{"with one coder", false, "?coder=AK", http.StatusOK, "Two coders are needed", 0},
		{"blind", true, "", http.StatusConflict, "you work blind", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := twoCoders(t, tt.blind)
			status, page := v.get("/disagreements" + tt.query)
			places, _ := fields(page)
			if status != tt.status || !strings.Contains(page, tt.holds) || len(slices.Compact(places)) != tt.places {
				t.Errorf("status %d, places %v, want %d, %d places and %q in\n%s", status, places, tt.status, tt.places, tt.holds, page)
			}
		})
	}
}

func TestDecidePage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(form url.Values)
		status int
		last   string
	}{
		{"as the second marked it", func(url.Values) {}, http.StatusSeeOther, "AK: consensus: Hope in int-1"},
		{"not the theme", func(f url.Values) { f.Set("span", "") }, http.StatusSeeOther, "AK: consensus: not Hope in int-1"},
		{"a span that nobody marked", func(f url.Values) { f.Set("span", "0:3") }, http.StatusConflict, "BM: tag hopes with Hope"},
		{"a place that is none", func(f url.Values) { f.Set("place", "x") }, http.StatusConflict, "BM: tag hopes with Hope"},
		{"an address that is none", func(f url.Values) { f.Set("query", "%") }, http.StatusBadRequest, "BM: tag hopes with Hope"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := twoCoders(t, false)
			_, page := v.get("/disagreements")
			places, spans := fields(page)
			if len(places) == 0 || len(spans) != 2 {
				t.Fatalf("places %v, spans %v in\n%s", places, spans, page)
			}
			form := url.Values{"place": {places[0]}, "span": {spans[1]}, "query": {""}, "back": {"/disagreements"}}
			tt.change(form)
			status, page, _ := v.post("/disagreements", form)
			if status != tt.status || v.sentence() != tt.last {
				t.Errorf("status %d, then %q, want %d, %q\n%s", status, v.sentence(), tt.status, tt.last, page)
			}
		})
	}
}
