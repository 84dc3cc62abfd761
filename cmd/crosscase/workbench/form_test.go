package workbench

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// newPeople is a visit to a project in which Roe, who is also called R, works for Harbour
// Police, which takes part in case studies One and Two.
func newPeople(t *testing.T, coder string) *visit {
	t.Helper()
	v := newVisit(t, coder, false)
	s := v.study()
	roe, err := s.FindParticipant("Roe")
	if err != nil {
		t.Fatal(err)
	}
	person := *roe
	person.Organisation, person.Aliases, person.Attributes = "harbour", []string{"R"}, map[string]string{"rank": "high"}
	v.make("AK", "begin", edit.PutCase{Case: corpus.CaseStudy{ID: "one", Name: "One"}},
		edit.PutCase{Case: corpus.CaseStudy{ID: "two", Name: "Two"}}, edit.PutCase{Case: corpus.CaseStudy{ID: "spare", Name: "Spare"}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "harbour", Name: "Harbour Police", Kind: "police",
			Cases: []corpus.CaseID{"one", "two"}}},
		edit.PutParticipant{Participant: person})
	return v
}

var (
	inputs  = regexp.MustCompile(`<input id="f-([^"]*)" name="([^"]*)" value="([^"]*)"`)
	areas   = regexp.MustCompile(`<textarea id="f-([^"]*)" name="([^"]*)"[^>]*>([^<]*)`)
	selects = regexp.MustCompile(`(?s)<select id="f-([^"]*)" name="([^"]*)">.*?<option selected>([^<]*)`)
)

// formFields are the fields of a form: the identifier of each, its name and its value.
func formFields(page string) (all []string) {
	for _, kind := range []*regexp.Regexp{inputs, selects, areas} {
		for _, m := range kind.FindAllStringSubmatch(page, -1) {
			all = append(all, m[1]+" "+m[2]+" "+m[3])
		}
	}
	return all
}

func TestForms(t *testing.T) {
	for _, tt := range []struct {
		address string
		fields  []string
		holds   []string
		lacks   []string
	}{
		{"/people/participant/roe", []string{"name name Roe", "role role ", "organisation organisation Harbour Police",
			"attr:rank attr:rank high"},
			[]string{"<h1>Roe</h1>", "also known as R", `<option value="Harbour Police">`, "<option>Interviewer</option>",
				`crosscase participant show Roe`}, []string{"<option>Roe</option>", "with-tags"}},
		{"/people/organisation/Harbour%20Police", []string{"name name Harbour Police", "kind kind police", "case case One", "case2 case Two"},
			[]string{`<label for="f-case2">case</label>`, `list="l-case2"`,
				`crosscase organisation show &#34;Harbour Police&#34;`}, []string{"also known as"}},
		{"/people/case/One", []string{"name name One", "description description "}, []string{"<option>Two</option>"}, nil},
		{"/sources/int-1/edit", []string{"name name int-1", "case case ", "organisation organisation ", "date date ", "language language en",
			"type type other"},
			[]string{"with-tags", "<option>interview</option>", `<option value="Harbour Police">`}, []string{`value="merge"`}},
	} {
		t.Run(tt.address, func(t *testing.T) {
			status, page := newPeople(t, "AK").get(tt.address)
			if diff := cmp.Diff(tt.fields, formFields(page)); diff != "" || status != http.StatusOK {
				t.Errorf("status %d, fields (-want +got):\n%s", status, diff)
			}
			for _, x := range tt.holds {
				if !strings.Contains(page, x) {
					t.Errorf("it does not hold %s:\n%s", x, page)
				}
			}
			for _, x := range tt.lacks {
				if strings.Contains(page, x) {
					t.Errorf("it holds %s", x)
				}
			}
		})
	}
}

func TestFormsOfNothing(t *testing.T) {
	v := newPeople(t, "AK")
	for _, address := range []string{"/people/participant/Penn", "/people/coder/AK", "/people/source/int-1", "/sources/int-9/edit"} {
		if status, page := v.get(address); status != http.StatusNotFound {
			t.Errorf("%s: status %d\n%s", address, status, page)
		}
	}
}

// A revision of what a form says holds its fields and its attributes, and nothing else.
func TestRevisionOf(t *testing.T) {
	form := url.Values{"name": {"A"}, "kind": {"x\r\ny"}, "case": {"One", ""}, "do": {"set"}, "was": {"B"}, "attr:rank": {"high"},
		"new-attribute": {" size "}, "new-value": {"9"}}
	want := app.Revision{Name: "A", Values: map[string][]string{"kind": {"x\ny"}, "case": {"One", ""}},
		Attributes: map[string]string{"rank": "high", "size": "9"}}
	if diff := cmp.Diff(want, revisionOf(app.Organisations(), form)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A sent form is one edit, whose step the page that follows offers to undo.
func TestSendForms(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		form          url.Values
		what          string // "" for nothing
		status        int    // 0 is where it leads to another page
		holds         string // of what went wrong
		to            string // the page it leads to
	}{
		{"a source", "/sources/int-1/edit", url.Values{"name": {"int-1"}, "type": {"meeting"}, "case": {"One"}}, "set source int-1", 0, "",
			"/sources"},
		{"a source, renamed", "/sources/int-1/edit", url.Values{"name": {"int-2"}, "date": {"2019"}},
			"set source int-1 and rename it to int-2", 0, "", "/sources"},
		{"a source as it was", "/sources/int-1/edit", url.Values{"name": {"int-1"}, "case": {""}}, "", 0, "", "/sources"},
		{"a source with no date", "/sources/int-1/edit", url.Values{"date": {"soon"}}, "", http.StatusBadRequest, "date &#34;soon&#34;", ""},
		{"a source to remove", "/sources/int-1/edit", url.Values{"do": {"remove"}}, "", http.StatusConflict, "1 tag would go with it", ""},
		{"a source to remove with its tags", "/sources/int-1/edit", url.Values{"do": {"remove"}, "with-tags": {"1"}}, "remove source int-1",
			0, "", "/sources"},
		{"a participant who speaks, to remove", "/people/participant", url.Values{"do": {"remove"}, "was": {"Roe"}}, "", http.StatusConflict,
			"speaks in int-1", ""},
		{"a case study to remove", "/people/case", url.Values{"do": {"remove"}, "was": {"Spare"}}, "remove case Spare", 0, "", "/people"},
		{"a participant", "/people/participant", url.Values{"was": {"Roe"}, "name": {"Roe"}, "role": {"chief"}, "organisation": {"New"}},
			"set participant Roe", 0, "", "/people"},
		{"a participant, renamed", "/people/participant", url.Values{"was": {"Roe"}, "name": {"Anna"}}, "rename participant Roe to Anna", 0,
			"", "/people"},
		{"an attribute that is emptied", "/people/participant", url.Values{"was": {"Roe"}, "attr:rank": {""}}, "set participant Roe", 0, "",
			"/people"},
		{"an organisation", "/people/organisation", url.Values{"was": {"Harbour Police"}, "case": {"One", ""}},
			"set organisation Harbour Police", 0, "", "/people"},
		{"a case study", "/people/case", url.Values{"was": {"One"}, "description": {"a\r\nb"}}, "set case One", 0, "", "/people"},
		{"a new case study", "/people/case", url.Values{"do": {"add"}, "name": {" Three "}}, "add case Three", 0, "", "/people"},
		{"one that there is", "/people/case", url.Values{"do": {"add"}, "name": {"One"}}, "", http.StatusConflict,
			"there is one of that name already", ""},
		{"one without a name", "/people/case", url.Values{"do": {"add"}}, "", http.StatusBadRequest, "a name is needed", ""},
		{"two that are merged", "/people/case", url.Values{"do": {"merge"}, "was": {"One"}, "into": {"Two"}}, "merge case One into Two", 0,
			"", "/people"},
		{"none that there is", "/people/case", url.Values{"was": {"Three"}}, "", http.StatusNotFound, "Three", ""},
		{"no such kind", "/people/theme", url.Values{"was": {"Trust"}}, "", http.StatusNotFound, "there is no such page", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newPeople(t, "BM")
			v.theme("Trust")
			v.tag("AK", "Trust", "money")
			before := v.number()
			status, page, to := v.post(tt.address, tt.form)
			v.sent(t, before, tt.what, to)
			want := tt.status
			if want == 0 {
				want = http.StatusSeeOther
			}
			if status != want {
				t.Errorf("status %d, want %d", status, want)
			}
			if path, _, _ := strings.Cut(to, "?"); path != tt.to || !strings.Contains(page, tt.holds) {
				t.Errorf("it leads to %q, want %q and %q in\n%s", to, tt.to, tt.holds, page)
			}
		})
	}
}

// number is that of the last entry of the log.
func (v *visit) number() int {
	v.t.Helper()
	e, err := v.b.Project.Latest(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	return e.Number
}

// sent checks that a form made one edit with a sentence, or none for "", and that the page
// that it leads to offers to undo that edit alone.
func (v *visit) sent(t *testing.T, before int, what, to string) {
	t.Helper()
	if what == "" {
		if now := v.number(); now != before || strings.Contains(to, "done=") {
			t.Errorf("the log has %d more entries, and it leads to %s", now-before, to)
		}
		return
	}
	if v.number() != before+1 || v.sentence() != v.b.Coder+": "+what {
		t.Errorf("the log has %d more entries, the last one %q; want %q", v.number()-before, v.sentence(), what)
	}
	was := describe(v.study())
	_, page := v.get(to)
	step := regexp.MustCompile(`name="step" value="(\d+)"`).FindStringSubmatch(page)
	if step == nil {
		t.Fatalf("no undo is offered on %s", to)
	}
	if status, _, _ := v.post("/undo", url.Values{"step": {step[1]}, "back": {"/log"}}); status != http.StatusSeeOther ||
		cmp.Equal(was, describe(v.study())) {
		t.Errorf("undone with status %d, and the study is as it was", status)
	}
}

// describe is all of a study that forms change.
func describe(s *coding.Study) []any {
	return []any{s.Sources, s.Participants, s.Organisations, s.Cases, s.Themes, s.Tags, s.Memos}
}

// A name that is new makes an organisation or case study: the page that follows says so,
// and no page after it.
func TestFormSaysWhatANameMade(t *testing.T) {
	v := newPeople(t, "AK")
	for _, tt := range []struct {
		address string
		form    url.Values
		says    string // "" for nothing new
	}{
		{"/people/participant", url.Values{"was": {"Roe"}, "name": {"Roe"}, "organisation": {"Harbor Police"}},
			"new organisation &#34;Harbor Police&#34;; did you mean &#34;Harbour Police&#34;?"},
		{"/sources/int-1/edit", url.Values{"name": {"int-1"}, "case": {"Wales"}}, "new case study &#34;Wales&#34;"},
		{"/sources/int-1/edit", url.Values{"name": {"int-1"}, "case": {"One"}}, ""},
	} {
		status, page, to := v.post(tt.address, tt.form)
		if status != http.StatusSeeOther {
			t.Fatalf("status %d\n%s", status, page)
		}
		_, page = v.get(to)
		if says := strings.Contains(page, `<p class="hint">new `); says != (tt.says != "") || !strings.Contains(page, tt.says) {
			t.Errorf("no %q in\n%s", tt.says, page)
		}
		if _, page := v.get("/people"); strings.Contains(page, `<p class="hint">new `) {
			t.Error("it is said twice")
		}
	}
}
