package workbench

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// refused sends a form from a page, and returns the status and what comes back.
func (v *visit) refused(from, address string, form url.Values) (status int, page string) {
	v.t.Helper()
	r := formRequest(address, form)
	r.Header.Set("Referer", "http://127.0.0.1:8080"+from)
	before := v.number()
	status, page, to := v.ask(r)
	if to != "" || v.number() != before {
		v.t.Errorf("%s %v is not refused: it leads to %s", address, form, to)
	}
	return status, page
}

// A form that is refused comes again with what was typed, and what is wrong with it above.
func TestRefusedFormComesAgain(t *testing.T) {
	t.Parallel()
	v := newPeople(t, "AK")
	v.theme("Trust")
	v.theme("Cost")
	v.tag("AK", "Trust", "money")
	for _, tt := range []struct {
		name, from, address string
		form                url.Values
		status              int
		says                string
		holds               []string
	}{
		{"a name that is taken", "/people/participant/Roe?done=3", "/people/participant",
			url.Values{"was": {"Roe"}, "name": {"Interviewer"}, "role": {`a "chief"`}, "organisation": {"New one"}, "new-attribute": {"age"}, "new-value": {"51"}},
			http.StatusConflict, "there is one of that name already",
			[]string{`name="was" value="Roe"`, `name="name" value="Interviewer" autofocus=""`, `name="role" value="a &#34;chief&#34;"`,
				`name="organisation" value="New one"`, `name="new-attribute" value="age"`, `name="new-value" value="51"`}},
		{"no name", "/people/participant/Roe", "/people/participant", url.Values{"was": {"Roe"}, "name": {"  "}, "role": {"chief"}},
			http.StatusBadRequest, "a name is needed", []string{`name="role" value="chief"`}},
		{"several values of one field", "/people/organisation/Harbour%20Police", "/people/organisation",
			url.Values{"was": {"Harbour Police"}, "name": {" "}, "case": {"Three", "Four"}},
			http.StatusBadRequest, "a name is needed", []string{`id="f-case" name="case" value="Three"`, `id="f-case2" name="case" value="Four"`}},
		{"a new one of a name that is taken", "/people", "/people/case", url.Values{"do": {"add"}, "name": {"One"}},
			http.StatusConflict, "there is one of that name already", []string{`id="add-case" name="name" placeholder="Name of a new one" required="" value="One"`}},
		{"one that is merged into what is not there", "/people/case/One", "/people/case", url.Values{"do": {"merge"}, "was": {"One"}, "into": {"Nine"}},
			http.StatusNotFound, "Nine", []string{`<details class="more" open=""><summary>Make one with another</summary><form method="post" action="/people/case"><div class="problem"`}},
		{"a date that is none", "/sources/int-1/edit", "/sources/int-1/edit",
			url.Values{"was": {"int-1"}, "name": {"int-9"}, "type": {"meeting"}, "date": {"soon"}, "language": {"de"}}, http.StatusBadRequest, "soon",
			[]string{`name="name" value="int-9"`, `<option selected="">meeting</option>`, `name="date" value="soon"`, `name="language" value="de"`}},
		{"a source that has tags", "/sources/int-1/edit", "/sources/int-1/edit", url.Values{"do": {"remove"}}, http.StatusConflict, "1 tag would go with it",
			[]string{`<details class="more" open=""><summary>Remove</summary><form method="post" action="/sources/int-1/edit"><div class="problem"`}},
		{"a theme that there is", "/codebook", "/codebook", url.Values{"do": {"add"}, "name": {"Trust"}, "below": {""}, "definition": {"Lines\r\nof it"}},
			http.StatusConflict, "Trust", []string{`<details class="more" open=""><summary>Add a theme`, ">Lines\nof it</textarea>"}},
		{"a theme with another's name", "/codebook?theme=Trust", "/codebook",
			url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {"Cost"}, "definition": {"<b>"}, "back": {"/codebook?theme=Trust"}},
			http.StatusConflict, "there is one of that name already", []string{`name="name" value="Cost"`, ">&lt;b&gt;</textarea>"}},
		{"a split without passages", "/codebook?theme=Trust&split=1", "/codebook", url.Values{"do": {"split"}, "theme": {"Trust"}, "into": {"Money"}},
			http.StatusBadRequest, "nothing was chosen", []string{`name="into" placeholder="Trust &gt; …" required="" value="Money"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v.t = t
			status, page := v.refused(tt.from, tt.address, tt.form)
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			_, problem, shown := strings.Cut(page, `<div class="problem" role="alert">`)
			if !shown || !strings.Contains(problem[:strings.Index(problem, "</div>")], tt.says) || strings.Count(page, `class="problem"`) != 1 {
				t.Errorf("no problem %q in\n%s", tt.says, page)
			}
			for _, x := range append(tt.holds, " data-posted") {
				if !strings.Contains(page, x) {
					t.Errorf("no %s in\n%s", x, page)
				}
			}
			if strings.Contains(page, "That did not work") || strings.Contains(page, `class="notice"`) {
				t.Errorf("it is not the page of the form\n%s", page)
			}
		})
	}
}

// Where there is no form to fill in again, the page that says so leads back to where the
// form was; to nobody else's page.
func TestErrorPageLeadsBack(t *testing.T) {
	t.Parallel()
	v := newPeople(t, "AK")
	for _, tt := range []struct{ from, to string }{
		{"http://127.0.0.1:8080/log?coder=AK&done=3", "/log?coder=AK"},
		{"http://127.0.0.1:8080/sources/a%2Fb%20c", "/sources/a%2Fb%20c"},
		{"http://elsewhere.example/log", "/sources"},
		{"http://127.0.0.1:8080//elsewhere.example/", "/sources"},
		{"", "/sources"},
	} {
		r := formRequest("/undo", url.Values{"step": {"99"}})
		if tt.from != "" {
			r.Header.Set("Referer", tt.from)
		}
		status, page, _ := v.ask(r)
		main := page[strings.Index(page, "<main"):]
		if status != http.StatusNotFound || !strings.Contains(main, "That did not work") || !strings.Contains(main, `<a href="`+tt.to+`">`) {
			t.Errorf("from %s: status %d, no link to %s in\n%s", tt.from, status, tt.to, main)
		}
	}
}
