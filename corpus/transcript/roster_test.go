package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lists of those present are facts about them wherever they stand: nobody's words, and their
// organisations are no people.
func TestRosters(t *testing.T) {
	const talk = "\n\n1. Roof\n\nAnna Kern: It leaks.\n\nBoris Lund: We know.\n\nAnna Kern: And who pays?\n\nBoris Lund: The council.\n"
	people := []string{"Anna Kern, Harbour Authority", "Boris Lund, Customs Service"}
	tests := []struct{ name, list string }{
		{"below a heading", "Teilnehmende:\nFrau Anna Kern (Harbour Authority), Vorsitz\nHerr Boris Lund, Customs Service"},
		{"in a line", "Present: Anna Kern (Harbour Authority), Boris Lund (Customs Service)"},
		{"in pairs", "Attendees: Anna Kern, Harbour Authority, Boris Lund, Customs Service"},
		{"other words", "Teilnehmer/innen:\n- Anna Kern (Harbour Authority)\n- Boris Lund (Customs Service)"},
		{"a star", "Teilnehmer*innen: Anna Kern (Harbour Authority); Boris Lund (Customs Service)"},
		{"by organisations", "Attendees\nHarbour Authority: Anna Kern (AK)\nCustoms Service: Boris Lund"},
		{"by organisations with dashes", "Anwesend:\nHarbour Authority – Anna Kern (AK)\nCustoms Service – Boris Lund"},
		{"below organisations", "Present\nHarbour Authority\nAnna Kern (AK)\nCustoms Service\nBoris Lund (BL)"},
		{"organisations before people", "Present:\nHarbour Authority (Anna Kern)\nCustoms Service (Boris Lund)"},
		{"a table", "Attendees\nName\tOrganisation\tRole\nAnna Kern\tHarbour Authority\tChair\nBoris Lund\tCustoms Service\t"},
		{"a table in another order", "Organisation\tVorname\tNachname\tKürzel\nHarbour Authority\tAnna\tKern\tAK\nCustoms Service\tBoris\tLund\tBL"},
		{"a table of one row", "Present\tAnna Kern (Harbour Authority), Boris Lund (Customs Service)\nApologies\tDora Noll (Council)\nChair\tAnna Kern"},
		{"below an agenda", "Agenda\n1. Roof\n2. Money\n3. Any other business\n\nAttendees\nAnna Kern, Harbour Authority\nBoris Lund, Customs Service\nMinutes: Lund"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, read(t, "a.txt", "Minutes of the board\n\n"+tt.list+talk), Options{})
			var got []string
			for _, p := range found.People {
				got = append(got, p.Name+", "+p.Organisation)
			}
			if diff := cmp.Diff(people, got); diff != "" {
				t.Errorf("people (-want +got)\n%s", diff)
			}
			all := told(t, "Minutes of the board\n\n"+tt.list+talk)
			said := strings.Split("Anna Kern: It leaks.|Boris Lund: We know.|Anna Kern: And who pays?|Boris Lund: The council.", "|")
			if diff := cmp.Diff(said, all[len(all)-4:]); diff != "" {
				t.Errorf("turns (-want +got)\n%s", diff)
			}
			for _, x := range all[:len(all)-4] {
				if !strings.HasPrefix(x, "-: ") {
					t.Errorf("somebody says %q", x)
				}
			}
		})
	}
}

// A name below a list of those present, with words below it, is that of who speaks now.
func TestNamesBelowRoster(t *testing.T) {
	const body = "Participants\nAnna Kern\nBoris Lund\n\nAnna Kern\nIt leaks, and nobody knows why.\n\nBoris Lund\nWe know why.\n\nAnna Kern\nAnd who pays?\n\nBoris Lund\nThe council.\n"
	want := []string{"-: Participants Anna Kern Boris Lund", "Anna Kern: It leaks, and nobody knows why.", "Boris Lund: We know why.",
		"Anna Kern: And who pays?", "Boris Lund: The council."}
	if diff := cmp.Diff(want, told(t, body)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
