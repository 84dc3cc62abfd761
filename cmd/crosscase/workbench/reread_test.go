package workbench

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// newWrong is a visit to a project in which plain-1 was imported as if nobody spoke in it.
func newWrong(t *testing.T) *visit {
	t.Helper()
	v := newVisit(t, "AK", false)
	body := "Ann: Where is it?\n\nBob: Over there.\n\nAnn: I see.\n\nBob: Good.\n"
	changes, err := edittest.Import(v.study(), "plain-1", body, intake.Facts{Type: corpus.SourceType("document")}, v.b.NewID)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range changes {
		if add, ok := c.(edit.AddSource); ok {
			add.Transcript.Layout, add.Transcript.Speakers = "", nil
			for n := range add.Transcript.Turns {
				turn := &add.Transcript.Turns[n]
				turn.Body, turn.Speaker = turn.Start, -1
			}
			changes[i] = add
		}
	}
	v.make("AK", "import plain-1", changes...)
	return v
}

// The page shows who would speak, changes nothing, and reads again what is chosen there.
func TestRereadPage(t *testing.T) {
	v := newWrong(t)
	status, page := v.get("/reread?type=document")
	for _, x := range []string{`name="source" value="plain-1" checked`, `<th scope="row">Ann</th><td class="n">–</td><td class="n">2 turns, 5 words</td>`,
		`<th scope="row">words</th><td class="n">12</td><td class="n">8</td>`, `crosscase source reread --dry-run plain-1`} {
		if !strings.Contains(page, x) || status != http.StatusOK {
			t.Errorf("status %d, %s is not in\n%s", status, x, page)
		}
	}
	speakers := func() (names []string) {
		s := v.study()
		src, err := s.FindSource("plain-1")
		if err != nil {
			t.Fatal(err)
		}
		for _, share := range s.Transcript(src).Shares() {
			names = append(names, share.Label)
		}
		return names
	}
	if got := speakers(); len(got) > 0 {
		t.Errorf("the preview made %q speak", got)
	}
	if status, page, _ := v.post("/reread", url.Values{}); status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		t.Errorf("status %d without a source: %s", status, page)
	}
	v.post("/reread", url.Values{"source": {"plain-1"}})
	if got := strings.Join(speakers(), " "); got != "Ann Bob" {
		t.Errorf("%q speak, want Ann and Bob", got)
	}
	// A source that would not change can be corrected label by label, as on the page of an import.
	_, page = v.get("/reread?find=plain")
	v.contains(page, []string{"No source would change.", "<details><summary>plain-1</summary>",
		`form="reading-form" name="label" value="Ann"`, `<option value="">as found</option>`, `name="encoding"`, `name="layout"`}, `value="read"`)
	form := url.Values{"find": {"plain"}, "label": {"Ann", "Bob"}, "label-as": {"another", "nobody"}, "label-name": {"Anna Roe", ""}, "do": {"preview"}}
	_, _, to := v.post("/reread", form)
	if to != "/reread?find=plain&speaker=Ann%3DAnna+Roe&speaker=Bob%3D%28none%29" {
		t.Errorf("looking again leads to %s", to)
	}
	_, page = v.get(to)
	v.contains(page, []string{`<td class="n"><code>--speaker &#34;Ann=Anna Roe&#34; --speaker &#34;Bob=(none)&#34;</code></td>`, `name="find" value="plain"`,
		`<option value="another" selected>`, `name="label-name" value="Anna Roe"`, `<option value="nobody" selected>`,
		`crosscase source reread --dry-run plain-1 --speaker &#34;Ann=Anna Roe&#34;`, `value="read"`})
	form.Set("do", "read")
	form.Set("source", "plain-1")
	form["label"], form["label-as"] = append(form["label"], "Elsewhere"), append(form["label-as"], "nobody") // a label of another source
	form["label-name"] = append(form["label-name"], "")
	v.post("/reread", form)
	if got := strings.Join(speakers(), " "); got != "Anna Roe" {
		t.Errorf("%q speak, want Anna Roe", got)
	}
	_, page = v.get("/reread?find=plain")
	v.contains(page, []string{"No source would change.", `<option value="">as decided before</option>`, "set by the researcher"})
	v.post("/reread", url.Values{"source": {"plain-1"}, "forget": {"1"}})
	if got := strings.Join(speakers(), " "); got != "Ann Bob" {
		t.Errorf("%q speak, want Ann and Bob", got)
	}
	if status, page := v.get("/reread?speaker=Ann"); status != http.StatusBadRequest || !strings.Contains(page, "not of the form LABEL=NAME") {
		t.Errorf("status %d: %s", status, page)
	}
	if _, page := v.get("/reread?find=plain"); !strings.Contains(page, "No source would change.") {
		t.Errorf("after reading again:\n%s", page)
	}
	if _, page := v.get("/sources?type=document&sort=name"); !strings.Contains(page, `href="/reread?type=document"`) {
		t.Errorf("no way to the page:\n%s", page)
	}
}

// The page of somebody who speaks in several sources can make another person of them in
// each.
func TestSplitBySource(t *testing.T) {
	v := newVisit(t, "AK", false)
	offer := `<input type="hidden" name="do" value="split">`
	for n, name := range []string{"talk-1", "talk-2"} {
		body := "Ann: How was " + name + "?\n\nChair: Slow.\n\nAnn: Why?\n\nChair: No time.\n"
		changes, err := edittest.Import(v.study(), name, body, intake.Facts{}, v.b.NewID)
		if err != nil {
			t.Fatal(err)
		}
		v.make("AK", "import "+name, changes...)
		if _, page := v.get("/people/participant/Chair"); strings.Contains(page, offer) != (n == 1) {
			t.Errorf("in %d sources:\n%s", n+1, page)
		}
	}
	v.post("/people/participant", url.Values{"do": {"split"}, "was": {"Chair"}})
	s := v.study()
	for _, name := range []string{"talk-1", "talk-2"} {
		src, err := s.FindSource(name)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, share := range s.Transcript(src).Shares() {
			names = append(names, s.Participant(share.Participant).Name)
		}
		if got, want := strings.Join(names, ", "), "Ann, Chair ("+name+")"; got != want {
			t.Errorf("%s: %s speak, want %s", name, got, want)
		}
	}
}
