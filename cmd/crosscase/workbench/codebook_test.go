package workbench

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// newCodebook is a visit to a project with the themes Cost, Trust and Trust > Deep, in which
// money is tagged with Trust by two coders, and hopes with Trust and with Deep.
func newCodebook(t *testing.T, coder string, blind bool) *visit {
	t.Helper()
	v := newVisit(t, coder, blind)
	for i, x := range []coding.Theme{{ID: "Cost"}, {ID: "Trust", Definition: "Relying\non others", Kind: "category"},
		{ID: "Deep", Parent: "Trust"}} {
		x.Name, x.Position, x.Colour = string(x.ID), i, "#112233"
		v.make("AK", "add theme "+x.Name, edit.PutTheme{Theme: x})
	}
	v.tag("AK", "Trust", "money")
	v.tag("BM", "Trust", "money")
	v.tag("AK", "Trust", "hopes")
	v.tag("AK", "Deep", "hopes")
	return v
}

// paths are the themes of the project, in order.
func (v *visit) paths() (all []string) {
	s := v.study()
	for _, x := range s.Themes {
		all = append(all, s.Path(x.ID))
	}
	return all
}

func TestCodebookPage(t *testing.T) {
	v := newCodebook(t, "AK", false)
	v.make("AK", "link", edit.PutLink{Link: coding.Link{ID: "l", From: "Cost", To: "Trust", Kind: "limits"}})
	v.make("AK", "memo", edit.PutMemo{ID: "m", On: "Trust", Text: "Not said outright"})
	status, page := v.get("/codebook?theme=trust&split=1")
	fields := []string{"name name Trust", "kind kind category", "colour colour #112233", "definition definition Relying\non others",
		"include include ", "exclude exclude ", "example example "}
	if diff := cmp.Diff(fields, formFields(page)); diff != "" || status != http.StatusOK {
		t.Errorf("status %d, fields (-want +got):\n%s", status, diff)
	}
	for _, x := range []string{`type="color"`, "2 passages", "4 tags", "Cost limits Trust", "Not said outright",
		"looked for in 0 of 1 sources", "crosscase theme show Trust"} {
		if !strings.Contains(page, x) {
			t.Errorf("%q is not in\n%s", x, page)
		}
	}
	if n := strings.Count(page, `type="checkbox" name="passage"`); n != 2 {
		t.Errorf("%d passages can be ticked, want the 2 of Trust alone", n)
	}
	if status, _ := v.get("/codebook?theme=Luck"); status != http.StatusNotFound {
		t.Errorf("no such theme: status %d", status)
	}
	if status, page := v.get("/codebook"); status != http.StatusOK || strings.Contains(page, `id="describe"`) ||
		!strings.Contains(page, "crosscase theme list") {
		t.Errorf("no theme: status %d\n%s", status, page)
	}
}

// The form that moves a theme begins with where it is, whatever its name.
func TestCodebookPageSaysWhereAThemeIs(t *testing.T) {
	v := newCodebook(t, "AK", false)
	v.make("AK", "rename", edit.PutTheme{Theme: coding.Theme{ID: "Trust", Name: "a > b", Colour: "#112233"}})
	_, page := v.get("/codebook?theme=Deep")
	if !strings.Contains(page, `<option value="a \&gt; b" selected>`) {
		t.Errorf("what is above is not chosen in\n%s", page)
	}
}

func TestChangeCodebook(t *testing.T) {
	was := []string{"Cost", "Trust", "Trust > Deep"}
	for _, tt := range []struct {
		name   string
		form   url.Values
		what   string // "" for nothing
		now    []string
		at     string // the theme of the page that it leads to
		status int    // of what goes wrong
		holds  string
	}{
		{"added", url.Values{"do": {"add"}, "name": {" Luck "}, "definition": {"Good\r\nor bad"}}, "add theme Luck",
			append(slices.Clone(was), "Luck"), "Luck", 0, ""},
		{"added below", url.Values{"do": {"add"}, "name": {"a > b"}, "below": {"Trust"}}, "add theme Trust > a > b",
			append(slices.Clone(was), "Trust > a > b"), `Trust > a \> b`, 0, ""},
		{"added again", url.Values{"do": {"add"}, "name": {"trust"}}, "", was, "", http.StatusConflict, "there is one already"},
		{"described", url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {"Trust"}, "include": {"a\r\nb"}}, "set theme Trust", was,
			"Trust", 0, ""},
		{"described and renamed", url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {"Faith"}, "kind": {"code"}},
			"set theme Trust and rename it to Faith",
			[]string{"Cost", "Faith", "Faith > Deep"}, "Faith", 0, ""},
		{"as it was", url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {"Trust"}, "kind": {"category"}, "colour": {"#112233"}}, "", was,
			"Trust", 0, ""},
		{"in no colour", url.Values{"do": {"set"}, "theme": {"Trust"}, "colour": {"red"}}, "", was, "", http.StatusBadRequest, "#rrggbb"},
		{"moved below", url.Values{"do": {"move"}, "theme": {"Cost"}, "under": {"Trust"}, "position": {"1"}}, "move theme Cost",
			[]string{"Trust", "Trust > Deep", "Trust > Cost"}, "Trust > Cost", 0, ""},
		{"moved to the top", url.Values{"do": {"move"}, "theme": {"Deep"}, "under": {""}, "position": {"1"}}, "move theme Trust > Deep",
			[]string{"Cost", "Trust", "Deep"}, "Deep", 0, ""},
		{"moved among its neighbours", url.Values{"do": {"move"}, "theme": {"Trust"}, "under": {""}, "position": {" 1 "}}, "move theme Trust",
			[]string{"Trust", "Trust > Deep", "Cost"}, "Trust", 0, ""},
		{"moved to no place", url.Values{"do": {"move"}, "theme": {"Trust"}, "under": {""}, "position": {"first"}}, "", was, "",
			http.StatusBadRequest, "position &#34;first&#34;"},
		{"moved to place 0", url.Values{"do": {"move"}, "theme": {"Trust"}, "under": {""}, "position": {"0"}}, "", was, "",
			http.StatusBadRequest, "from 1"},
		{"merged", url.Values{"do": {"merge"}, "theme": {"Deep"}, "into": {"Cost"}}, "merge theme Trust > Deep into Cost",
			[]string{"Cost", "Trust"}, "Cost", 0, ""},
		{"merged into nothing", url.Values{"do": {"merge"}, "theme": {"Deep"}, "into": {"Luck"}}, "", was, "", http.StatusNotFound, "Luck"},
		{"archived", url.Values{"do": {"archive"}, "theme": {"Deep"}}, "archive theme Trust > Deep", was, "Trust > Deep", 0, ""},
		{"restored, which it is", url.Values{"do": {"restore"}, "theme": {"Deep"}}, "", was, "Trust > Deep", 0, ""},
		{"removed with its tag, unasked", url.Values{"do": {"remove"}, "theme": {"Deep"}}, "", was, "", http.StatusConflict,
			"1 tag would go with it"},
		{"removed with its tag", url.Values{"do": {"remove"}, "theme": {"Deep"}, "with-tags": {"1"}}, "remove theme Trust > Deep",
			[]string{"Cost", "Trust"}, "", 0, ""},
		{"split without a passage", url.Values{"do": {"split"}, "theme": {"Trust"}, "into": {"Cost"}}, "", was, "", http.StatusBadRequest,
			"nothing was chosen"},
		{"a memo", url.Values{"do": {"memo"}, "theme": {"Deep"}, "memo": {"a\r\nb"}}, "write a memo on Trust > Deep", was, "Trust > Deep", 0, ""},
		{"a memo without words", url.Values{"do": {"memo"}, "theme": {"Deep"}, "memo": {" "}}, "", was, "", http.StatusBadRequest,
			"without words"},
		{"something else", url.Values{"do": {"paint"}, "theme": {"Deep"}}, "", was, "", http.StatusBadRequest, "cannot be done with a theme"},
		{"a theme that there is not", url.Values{"do": {"archive"}, "theme": {"Luck"}}, "", was, "", http.StatusNotFound, "Luck"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newCodebook(t, "CN", false)
			before := v.number()
			status, page, to := v.post("/codebook", tt.form)
			if diff := cmp.Diff(tt.now, v.paths()); diff != "" {
				t.Errorf("codebook (-want +got):\n%s", diff)
			}
			want := tt.status
			if want == 0 {
				want = http.StatusSeeOther
			}
			if status != want || !strings.Contains(page, tt.holds) {
				t.Errorf("status %d, want %d and %q in\n%s", status, want, tt.holds, page)
			}
			if tt.status == 0 {
				u, err := url.Parse(to)
				if err != nil || u.Path != "/codebook" || u.Query().Get("theme") != tt.at {
					t.Errorf("it leads to %s, want theme %q", to, tt.at)
				}
			}
			v.sent(t, before, tt.what, to)
		})
	}
}

func TestSplitTheme(t *testing.T) {
	v := newCodebook(t, "CN", false)
	s := v.study()
	var money []string
	for _, p := range s.Passages {
		if strings.HasPrefix(interview[p.Span.Start:], "money") {
			money = append(money, string(p.ID))
		}
	}
	before := v.number()
	_, _, to := v.post("/codebook", url.Values{"do": {"split"}, "theme": {"Trust"}, "into": {" Trust > Money "}, "passage": money})
	s = v.study()
	moved, err := s.FindTheme("Trust > Money")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Select(coding.Filter{Themes: []coding.ThemeID{moved.ID}}).Passages; len(got) != 1 || len(got[0].Tags) != 2 {
		t.Errorf("passages of the new theme: %v; want one with two tags", got)
	}
	v.sent(t, before, "split theme: 2 tags on 1 passage from Trust to Trust > Money", to)
}

// A drag gets the step of its edit, for the script to undo.
func TestChangeCodebookByScript(t *testing.T) {
	v := newCodebook(t, "AK", false)
	r := httptest.NewRequest(http.MethodPost, "/codebook", strings.NewReader(url.Values{"do": {"move"}, "theme": {"Trust"},
		"under": {"Cost"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	status, body, _ := v.ask(r)
	var got struct{ Step int }
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK || got.Step != v.number() {
		t.Errorf("status %d, %s, %v; want step %d", status, body, err, v.number())
	}
	if diff := cmp.Diff([]string{"Cost", "Cost > Trust", "Cost > Trust > Deep"}, v.paths()); diff != "" {
		t.Errorf("codebook (-want +got):\n%s", diff)
	}
}

// The history of a theme is what was done to it, and to what was merged into it.
func TestHistoryOfATheme(t *testing.T) {
	v := newCodebook(t, "AK", false)
	v.post("/codebook", url.Values{"do": {"set"}, "theme": {"Deep"}, "definition": {"Far down"}})
	v.post("/codebook", url.Values{"do": {"merge"}, "theme": {"Deep"}, "into": {"Cost"}})
	v.post("/codebook", url.Values{"do": {"set"}, "theme": {"Trust"}, "definition": {"x"}})
	_, page := v.get("/codebook?theme=Cost&history=1")
	_, page, _ = strings.Cut(page, `<ol class="history">`)
	page, _, _ = strings.Cut(page, "</ol>")
	for _, x := range []string{"add theme Cost", "add theme Deep", "set theme Trust &gt; Deep", "definition: – → Far down",
		"merge theme Trust &gt; Deep into Cost"} {
		if !strings.Contains(page, x) {
			t.Errorf("%q is not in\n%s", x, page)
		}
	}
	if strings.Contains(page, "→ x") || strings.Count(page, "<li>") != 5 { // merging changed both themes
		t.Errorf("%d entries in\n%s", strings.Count(page, "<li>"), page)
	}
}

// What the address asks for is what the page shows first: the list is open, and has the
// focus.
func TestCodebookPageBeginsWhereItIsAsked(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.theme("Cost")
	v.tag("AK", "Trust", "money")
	for _, tt := range []struct{ address, holds, not string }{
		{"/codebook?theme=Trust", `split=1#split"`, "autofocus"},
		{"/codebook?theme=Trust", `history=1#history"`, "autofocus"},
		{"/codebook?theme=Trust&split=1", `<details class="more" id="split" open><summary autofocus>`, `id="history" open`},
		{"/codebook?theme=Trust&history=1", `<details class="more" id="history" open><summary autofocus>`, `id="split" open`},
		{"/codebook?theme=Cost&split=1", "No passage is tagged with this theme itself", `#split"`},
	} {
		if _, page := v.get(tt.address); !strings.Contains(page, tt.holds) || strings.Contains(page, tt.not) {
			t.Errorf("%s: no %s, or there is %s in\n%s", tt.address, tt.holds, tt.not, page)
		}
	}
}
