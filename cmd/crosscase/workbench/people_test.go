package workbench

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// The tables of people have the columns of the lists, with attributes behind them.
func TestPeopleTables(t *testing.T) {
	v := newPeople(t, "AK")
	v.make("AK", "set case Two", edit.PutCase{Case: corpus.CaseStudy{ID: "two", Name: "Two", Attributes: map[string]string{"begun": "2019"}}})
	s := v.study()
	text, number := func(s string) peopleCell { return peopleCell{Text: s} }, func(s string) peopleCell { return peopleCell{s, true} }
	for _, tt := range []struct {
		got, want peopleTable
	}{
		{peopleOf(app.Participants(), "Participants").table(s), peopleTable{"participant", "Participants",
			[]peopleCell{text("role"), text("organisation"), text("aliases"), number("sources"), number("turns"), number("words"), text("rank")},
			[]peopleRow{
				{"Interviewer", []peopleCell{text("researcher"), text(""), text(""), number("1"), number("2"), number("6"), text("")}},
				{"Roe", []peopleCell{text(""), text("Harbour Police"), text("R"), number("1"), number("2"), number("7"), text("high")}},
			}}},
		{peopleOf(app.Organisations(), "Organisations").table(s), peopleTable{"organisation", "Organisations",
			[]peopleCell{text("kind"), text("cases"), number("participants"), number("sources")},
			[]peopleRow{{"Harbour Police", []peopleCell{text("police"), text("One; Two"), number("1"), number("0")}}}}},
		{peopleOf(app.Cases(), "Case studies").table(s), peopleTable{"case", "Case studies",
			[]peopleCell{number("sources"), text("organisations"), text("description"), text("begun")},
			[]peopleRow{
				{"One", []peopleCell{number("0"), text("Harbour Police"), text(""), text("")}},
				{"Spare", []peopleCell{number("0"), text(""), text(""), text("")}},
				{"Two", []peopleCell{number("0"), text("Harbour Police"), text(""), text("2019")}},
			}}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.want.Kind, diff)
		}
	}
}

func TestPeoplePage(t *testing.T) {
	status, page := newPeople(t, "AK").get("/people")
	for _, x := range []string{`<a href="/people/participant/Roe">Roe</a>`, `<a href="/people/organisation/Harbour%20Police">`,
		`<th scope="col" class="n">turns</th>`,
		`<td class="n">7</td>`, `<th scope="col">rank</th>`, `<form method="post" action="/people/case"`, `crosscase participant list`} {
		if !strings.Contains(page, x) || status != http.StatusOK {
			t.Errorf("status %d, %s is not in\n%s", status, x, page)
		}
	}
}

// A participant's page has the names and the places of a person, and its footer a command
// that shows them.
func TestParticipantPage(t *testing.T) {
	v := newPeople(t, "AK")
	for _, tt := range []struct {
		address string
		holds   []string
		not     string
	}{
		{"/people/participant/Roe", []string{"also known as R", `<a href="/sources/int-1?turn=2#t2">int-1</a> (2 turns)`, "crosscase participant show Roe"}, " set "},
		{"/people/organisation/Harbour%20Police", []string{`crosscase organisation show &#34;Harbour Police&#34;`}, "speaks in"},
		{"/people/case/One", []string{"crosscase case show One"}, "speaks in"},
		{"/sources/int-1/edit", []string{"crosscase source show int-1"}, "speaks in"},
	} {
		status, page := v.get(tt.address)
		for _, x := range tt.holds {
			if !strings.Contains(page, x) || status != http.StatusOK {
				t.Errorf("%s: status %d, %s is not in\n%s", tt.address, status, x, page)
			}
		}
		if strings.Contains(page, tt.not) {
			t.Errorf("%s has %q", tt.address, tt.not)
		}
	}
	// Who was merged with another one, and speaks no more.
	v.make("AK", "merge", edit.MergeParticipants{From: v.study().Participants[0].ID, Into: v.study().Participants[1].ID})
	if _, page := v.get("/people/participant/Roe"); !strings.Contains(page, "also known as R, Interviewer") || !strings.Contains(page, `?turn=1#t1">int-1</a> (4 turns)`) {
		t.Errorf("after a merge\n%s", page)
	}
}
