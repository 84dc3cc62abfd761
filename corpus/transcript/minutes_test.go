package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Those who are listed as present are speakers where each speaks once, on consecutive lines as well.
func TestMinutesLineByLine(t *testing.T) {
	const present = "Present: Anna Kern, Boris Lund, Carla Moser\n"
	const list = "-: Present: Anna Kern, Boris Lund, Carla Moser|"
	tests := []struct{ name, body, want string }{
		{"labels", "Minutes of the board\n" + present + "Anna Kern: It leaks.\nBoris Lund: We have an offer.\nCarla Moser: Take it.\n",
			"-: Minutes of the board Present: Anna Kern, Boris Lund, Carla Moser|Anna Kern: It leaks.|Boris Lund: We have an offer.|Carla Moser: Take it."},
		{"labels of surnames and a decision", present + "\nKern: It leaks.\nLund: We have an offer.\nResolution: The offer is taken.\n",
			list + "Anna Kern: It leaks.|Boris Lund: We have an offer.|-: Resolution: The offer is taken."},
		{"reports", present + "\n1. Roof\nAnna Kern said that it leaks.\nMr Lund said that there is an offer of 4,000 euros.\n" +
			"Carla Moser asked who would pay.\nIt was agreed to wait.\n",
			list + "-: 1. Roof|Anna Kern: Anna Kern said that it leaks.|Boris Lund: Mr Lund said that there is an offer of 4,000 euros.|" +
				"Carla Moser: Carla Moser asked who would pay.|-: It was agreed to wait."},
		{"reports in German", "Anwesend: Anna Kern, Boris Lund\n\nFrau Kern sagt, dass es tropft.\nHerr Lund fragt, wer zahlt.\nDie Sitzung endet um 12.\n",
			"-: Anwesend: Anna Kern, Boris Lund|Anna Kern: Frau Kern sagt, dass es tropft.|Boris Lund: Herr Lund fragt, wer zahlt.|" +
				"-: Die Sitzung endet um 12."},
		{"a name at the beginning of a broken line", present + "\nAnna Kern said that it leaks and that the\n" +
			"Boris Lund offer of last year was good. The\nsame was true of others, she said, and of\nthat. Carla Moser asked who would pay.\n\nBoris Lund thanked her.\n",
			list + "Anna Kern: Anna Kern said that it leaks and that the Boris Lund offer of last year was good. The same was true of others, " +
				"she said, and of that.|Carla Moser: Carla Moser asked who would pay.|Boris Lund: Boris Lund thanked her."},
		{"somebody else", present + "\nAnna Kern: It leaks.\nBoris Lund: We have an offer.\nDora Noll: I was not listed.\nCarla Moser: Take it.\n",
			list + "Anna Kern: It leaks.|Boris Lund: We have an offer.|-: Dora Noll: I was not listed.|Carla Moser: Take it."},
		{"a short line after the longest", "Present:\nAnna Kern (AK), Council\nBoris Lund (BL), Customs Service\n\nItem 2\n" +
			"BL said that Customs would lend two handsets. He was not sure for how long.\nAK asked who pays for the licence.\n" +
			"It was agreed to wait.\n",
			"-: Present: Anna Kern (AK), Council Boris Lund (BL), Customs Service|-: Item 2|" +
				"Boris Lund: BL said that Customs would lend two handsets. He was not sure for how long.|" +
				"Anna Kern: AK asked who pays for the licence.|-: It was agreed to wait."},
		{"a report after a full line of a broken paragraph", present + "\nAnna Kern said that it leaks and that the\n" +
			"offer of last year was good, and that all\nof the others would be dearer than it was.\nMr Lund asked who would pay, and when the\n" +
			"roof would be done.\n",
			list + "Anna Kern: Anna Kern said that it leaks and that the offer of last year was good, and that all of the others would be " +
				"dearer than it was.|Boris Lund: Mr Lund asked who would pay, and when the roof would be done."},
		{"in German, one longer than the others", "Anwesend:\nFrau Dr. Anna Kern (Amt), Vorsitz\nHerr Boris Lund, Klinik\n\nTOP 2\n" +
			"Frau Kern berichtet, dass die Schnittstelle seit August läuft, und dass das allen hilft.\nHerr Lund entgegnet, es gehe nicht.\n",
			"-: Anwesend: Frau Dr. Anna Kern (Amt), Vorsitz Herr Boris Lund, Klinik|-: TOP 2|" +
				"Anna Kern: Frau Kern berichtet, dass die Schnittstelle seit August läuft, und dass das allen hilft.|" +
				"Boris Lund: Herr Lund entgegnet, es gehe nicht."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.body)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// Those who attend may be listed by their organisations; lines of their words and lines about them take turns.
func TestMinutesByOrganisation(t *testing.T) {
	const body = "Attendees\nTown Council: Bob Lund (Chair) (BL), Mia Cole (MC)\nCustoms Service: Tom Penn (TP)\n" +
		"Apologies: Anne Kern (AK), Harbour Authority\n\nItem 2\nTP: That is the same fault as in January, I think.\n" +
		"MC said that Customs would lend two handsets.\nBL replied that it would help.\nMC: Good.\n"
	const list = "-: Attendees Town Council: Bob Lund (Chair) (BL), Mia Cole (MC) Customs Service: Tom Penn (TP) " +
		"Apologies: Anne Kern (AK), Harbour Authority|-: Item 2|"
	want := list + "Tom Penn: That is the same fault as in January, I think.|Mia Cole: MC said that Customs would lend two handsets.|" +
		"Bob Lund: BL replied that it would help.|Mia Cole: Good."
	if diff := cmp.Diff(strings.Split(want, "|"), told(t, body)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	organisations := map[string]string{}
	for _, p := range find(t, read(t, "a.txt", body), Options{}).People {
		organisations[p.Name] = p.Organisation
	}
	given := map[string]string{"Bob Lund": "Town Council", "Mia Cole": "Town Council", "Tom Penn": "Customs Service"}
	if diff := cmp.Diff(given, organisations); diff != "" {
		t.Errorf("organisations (-want +got)\n%s", diff)
	}
}

// Where only some lines have labels, a line about somebody known by initials is not the words of the one above.
func TestReportsBetweenLabels(t *testing.T) {
	const body = "TP: Is it the same?\nSO: It may be.\nTP: It is the same fault.\nHB said that it is not.\nSO: We cannot hear it.\nTP: Nor can we.\n"
	want := []string{"TP: Is it the same?", "SO: It may be.", "TP: It is the same fault.", "-: HB said that it is not.", "SO: We cannot hear it.", "TP: Nor can we."}
	known := func(label string) bool { return label == "TP" || label == "SO" || label == "HB" }
	if diff := cmp.Diff(want, toldWith(t, body, Options{Known: known})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
