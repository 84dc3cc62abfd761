package workbench

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tagged is the workbench of a project where two themes were tagged.
func tagged(t *testing.T) *visit {
	v := newVisit(t, "AK", false)
	v.theme("Hope")
	v.theme("Trust")
	v.tag("AK", "Trust", "money")
	v.tag("AK", "Hope", "and hopes")
	return v
}

func TestAnalysisPage(t *testing.T) {
	t.Parallel()
	v := tagged(t)
	for _, tt := range []struct {
		name, address string
		status        int
		holds         string
	}{
		{"a matrix", "/matrix?rows=theme&cols=source&cols-within=none", http.StatusOK, `<th scope="row"`},
		{"its downloads", "/matrix?cols=source", http.StatusOK, `/analysis/matrix/matrix.xlsx?cols=source`},
		{"its command", "/matrix?cols=source&cols-within=none", http.StatusOK, "crosscase matrix --cols source"},
		{"another analysis", "/analysis/cooccur", http.StatusOK, "Hope"},
		{"what makes no sense", "/matrix?theme=Fear", http.StatusOK, "Fear"},
		{"a saved matrix that is none", "/matrix?saved=nothing", http.StatusOK, "nothing"},
		{"an analysis that is none", "/analysis/undo", http.StatusNotFound, "there is no such page"},
	} {
		if status, page := v.get(tt.address); status != tt.status || !strings.Contains(page, tt.holds) {
			t.Errorf("%s: status %d, want %d and %q in\n%s", tt.name, status, tt.status, tt.holds, page)
		}
	}
	if status, _, to := v.ask(httptest.NewRequest(http.MethodGet, "/analysis/matrix?cols=source", nil)); status != http.StatusSeeOther || to != "/matrix?cols=source" {
		t.Errorf("the matrix among the analyses: status %d to %q", status, to)
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	v := tagged(t)
	for _, tt := range []struct {
		address string
		status  int
		kind    string // of the content
		holds   string
		attach  bool
	}{
		{"/analysis/matrix/matrix.csv?cols=source&cols-within=none", http.StatusOK, "text/csv", "theme,int-1,Total\nHope,1,1\nTrust,1,1\nTotal,2,2\n", true},
		{"/analysis/matrix/matrix.svg?cols=source", http.StatusOK, "image/svg+xml", "<svg", false},
		{"/analysis/matrix/matrix.exe", http.StatusNotFound, "text/html", "there is no such format", false},
		{"/analysis/undo/undo.csv", http.StatusNotFound, "text/html", "there is no such page", false},
		{"/analysis/matrix/matrix.csv?theme=Fear", http.StatusNotFound, "text/html", "Fear", false},
	} {
		r := httptest.NewRequest(http.MethodGet, tt.address, nil)
		r.Host = "127.0.0.1:8080"
		r.AddCookie(&http.Cookie{Name: "crosscase-8080", Value: v.b.token})
		w := httptest.NewRecorder()
		v.b.Handler(r.Host).ServeHTTP(w, r)
		kind, attached := w.Header().Get("Content-Type"), strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment")
		if w.Code != tt.status || !strings.HasPrefix(kind, tt.kind) || attached != tt.attach || !strings.Contains(w.Body.String(), tt.holds) {
			t.Errorf("%s: status %d, %s, attached: %v, want %d, %s, %v and %q in\n%s",
				tt.address, w.Code, kind, attached, tt.status, tt.kind, tt.attach, tt.holds, w.Body.String())
		}
	}
}

func TestPager(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		address string
		all     int
		want    pager
	}{
		{"/log", 3, pager{From: 0, To: 3, All: 3, Page: 1, Of: 1}},
		{"/log", 0, pager{From: 0, To: 0, All: 0, Page: 1, Of: 1}},
		{"/log?coder=AK&done=7", 25, pager{From: 0, To: 10, All: 25, Page: 1, Of: 3, After: "/log?coder=AK&page=2"}},
		{"/log?page=2", 25, pager{From: 10, To: 20, All: 25, Page: 2, Of: 3, Before: "/log?page=1", After: "/log?page=3"}},
		{"/log?page=9", 25, pager{From: 20, To: 25, All: 25, Page: 3, Of: 3, Before: "/log?page=2"}},
		{"/log?page=x", 10, pager{From: 0, To: 10, All: 10, Page: 1, Of: 1}},
	} {
		if diff := cmp.Diff(tt.want, newPager(tt.all, 10, httptest.NewRequest(http.MethodGet, tt.address, nil))); diff != "" {
			t.Errorf("%d at %s (-want +got):\n%s", tt.all, tt.address, diff)
		}
	}
}
