package workbench

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSetSummaryPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		last   string
	}{
		{"of a participant", url.Values{"theme": {"Trust"}, "kind": {"participant"}, "on": {"Roe"}, "text": {" By money.\r\n"}, "back": {"/matrix"}},
			http.StatusSeeOther, "AK: summary of Trust and Roe"},
		{"of a source", url.Values{"theme": {"Trust"}, "kind": {"source"}, "on": {"int-1"}, "text": {"By money."}}, http.StatusSeeOther, "AK: summary of Trust and int-1"},
		{"without words", url.Values{"theme": {"Trust"}, "kind": {"source"}, "on": {"int-1"}, "text": {" "}}, http.StatusSeeOther, "AK: add theme Trust"},
		{"of nobody", url.Values{"theme": {"Trust"}, "kind": {"participant"}, "on": {"Penn"}, "text": {"x"}}, http.StatusNotFound, "AK: add theme Trust"},
		{"of a coder", url.Values{"theme": {"Trust"}, "kind": {"coder"}, "on": {"AK"}, "text": {"x"}}, http.StatusBadRequest, "AK: add theme Trust"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, "AK", false)
			v.theme("Trust")
			if status, page, _ := v.post("/summary", tt.form); status != tt.status || v.sentence() != tt.last {
				t.Errorf("status %d, then %q, want %d, %q\n%s", status, v.sentence(), tt.status, tt.last, page)
			}
		})
	}
}

func TestSaveMatrixPage(t *testing.T) {
	t.Parallel()
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		to     string
		last   string
	}{
		{"save", url.Values{"name": {" by source "}, "query": {"cols=source"}, "back": {"/matrix?cols=source"}}, http.StatusSeeOther,
			"/matrix?cols=source&done=3", "AK: save matrix by source"},
		{"save what cannot be counted", url.Values{"name": {"bad"}, "query": {"cols=nothing"}}, http.StatusBadRequest, "", "AK: save matrix by source"},
		{"an address that is none", url.Values{"name": {"bad"}, "query": {"%"}}, http.StatusBadRequest, "", "AK: save matrix by source"},
		{"remove another", url.Values{"name": {"other"}, "do": {"remove"}}, http.StatusNotFound, "", "AK: save matrix by source"},
		{"remove", url.Values{"name": {"by source"}, "do": {"remove"}, "back": {"/matrix?saved=by+source"}}, http.StatusSeeOther,
			"/matrix?done=4", "AK: remove matrix by source"},
	} {
		status, page, to := v.post("/matrix/saved", tt.form)
		if status != tt.status || to != tt.to || v.sentence() != tt.last {
			t.Errorf("%s: status %d to %q, then %q, want %d to %q, %q\n%s", tt.name, status, to, v.sentence(), tt.status, tt.to, tt.last, page)
		}
	}
}

// A number leads to the passages that it counts, and a cell of one participant has a
// form for what is said of it.
func TestCellPage(t *testing.T) {
	t.Parallel()
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.tag("AK", "Trust", "money")
	v.tag("AK", "Trust", "less")
	roe, err := v.study().FindParticipant("Roe")
	if err != nil {
		t.Fatal(err)
	}
	status, page := v.get("/matrix/cell?cols=participant&cols-within=none&row=Trust&col=" + url.QueryEscape(string(roe.ID)))
	for _, want := range []string{"money", "less", `action="/summary"`, "Trust · Roe"} {
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("status %d, and %q is not in\n%s", status, want, page)
		}
	}
	if status, page := v.get("/matrix/cell?cols=participant&cols-within=none&row=Hope"); status != http.StatusNotFound || !strings.Contains(page, "no such row") {
		t.Errorf("of a theme that is none: status %d\n%s", status, page)
	}
}

// A cell's page says of it what the matrix shows. "money" is one of seven words of Roe.
func TestCellPageShowsTheMatrix(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.tag("AK", "Trust", "money")
	source := url.QueryEscape(string(v.study().Sources[0].ID))
	for _, tt := range []struct {
		measure, says string
	}{
		{"", `<strong id="count">1 passage</strong></p>`},
		{"cell=weight", "weight: –</p>"},
		{"cell=participants", "participants: 1 of 1</p>"},
		{"cell=tags", "tags: 1</p>"},
		{"cell=coverage", "coverage: 14.3 %</p>"},
		{"cell=rate", "rate: 142.86</p>"},
		{"percent=row", "passages: 100.0 %</p>"},
	} {
		query := "cols=source&cols-within=none&" + tt.measure
		if status, page := v.get("/matrix/cell?" + query + "&row=Trust&col=" + source); status != http.StatusOK || !strings.Contains(page, tt.says) {
			_, said, _ := strings.Cut(page, `class="meta"`)
			t.Errorf("%s: status %d, and %q is not in %.120s", tt.measure, status, tt.says, said)
		}
		shown := strings.TrimSuffix(strings.TrimSuffix(tt.says[strings.LastIndex(tt.says, ":")+1:], "</p>"), " %")
		if _, page := v.get("/matrix?" + query); tt.measure != "" && !strings.Contains(page, ">"+strings.TrimSpace(shown)+"<") {
			t.Errorf("%s: the matrix does not show %q", tt.measure, shown)
		}
	}
}

// Each number of a matrix leads to its cell, also where words stand beside it and rows
// without any are left out.
func TestMatrixLinks(t *testing.T) {
	t.Parallel()
	v := newVisit(t, "AK", false)
	v.theme("Hope") // nobody speaks of it
	v.theme("Trust")
	v.tag("AK", "Trust", "money")
	for _, query := range []string{"", "&cell=quotes", "&cell=summary", "&cell=rate"} {
		status, page := v.get("/matrix?cols=source&cols-within=none" + query)
		link := "row=Trust&amp;col=" + string(v.study().Sources[0].ID)
		if status != http.StatusOK || !strings.Contains(page, link) {
			t.Errorf("%s: status %d, and %q is not in\n%s", query, status, link, page)
		}
		if words := query == "&cell=quotes" || query == "&cell=summary"; strings.Contains(page, "row=Hope") == words {
			t.Errorf("%s: a row without passages is there: %v", query, !words)
		}
	}
}
