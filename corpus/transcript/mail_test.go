package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An e-mail is what its sender says, without the lines above it and without what it quotes.
func TestCorrespondence(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"quotes", "From: Tom Brace <t@u.example>\nTo: Ellen Price <e@f.example>\nSent: 4 April 2023 09:15\nSubject: Q\n\nDear Ellen,\nhow did it go?\n\n" +
			"From: Ellen Price <e@f.example>\nTo: Tom Brace\nSubject: RE: Q\n\nDear Tom,\n\n> how did it go?\nBadly.\n\n> Best, Tom\nPS: call me.\n\n" +
			"-----Original Message-----\nFrom: Tom Brace\nSent: 4 April 2023\nhow did it go?\n",
			"-: From: Tom Brace <t@u.example> To: Ellen Price <e@f.example> Sent: 4 April 2023 09:15 Subject: Q|Tom Brace: Dear Ellen, how did it go?|" +
				"-: From: Ellen Price <e@f.example> To: Tom Brace Subject: RE: Q|Ellen Price: Dear Tom,|-: > how did it go?|Ellen Price: Badly.|" +
				"-: > Best, Tom|Ellen Price: PS: call me.|-: -----Original Message-----|-: From: Tom Brace Sent: 4 April 2023|Tom Brace: how did it go?"},
		{"German", "Von: \"Brandt, Ole\" <o@u.example>\nGesendet: Dienstag, 4. April 2023\nAn: Greta Falk\nBetreff: Frage\n\nWie war es?\n\n" +
			"Von: g.falk@f.example\nAn: Ole Brandt\nBetreff: AW: Frage\n\nKalt.\n\nAm 04.04.2023 um 09:15 schrieb Ole Brandt:\nWie war es?\n",
			"-: Von: \"Brandt, Ole\" <o@u.example> Gesendet: Dienstag, 4. April 2023 An: Greta Falk Betreff: Frage|Brandt, Ole: Wie war es?|" +
				"-: Von: g.falk@f.example An: Ole Brandt Betreff: AW: Frage|g.falk@f.example: Kalt.|-: Am 04.04.2023 um 09:15 schrieb Ole Brandt: Wie war es?"},
		{"signs below who wrote", "De : Luc Moreau <l@u.example>\nÀ : Ana Ruiz\n\nQuoi ?\n\nDe : Ana Ruiz\nÀ : Luc Moreau\n\nLe 4 avril 2023 à 9:15, Luc Moreau a écrit :\n> Quoi ?\nRien.\n",
			"-: De : Luc Moreau <l@u.example> À : Ana Ruiz|Luc Moreau: Quoi ?|-: De : Ana Ruiz À : Luc Moreau|" +
				"-: Le 4 avril 2023 à 9:15, Luc Moreau a écrit : > Quoi ?|Ana Ruiz: Rien."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.text)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
	memo := "To: All staff\nFrom: The Chair\nDate: 4 May\n\nIt is cold.\n\nRoe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPenn: No.\n"
	if got := told(t, memo); got[len(got)-1] != "Penn: No." {
		t.Errorf("a memo above a transcript: %q", got)
	}
}
