package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// What a chat program writes in the place of a message is nobody's words, and is listed; so are the words of
// others that it quotes.
func TestNoticesOfChats(t *testing.T) {
	const whatsApp, zoom = "12/03/2024, 18:08 - Ann: Fine.\n%12/03/2024, 18:10 - Tom: So.\n12/03/2024, 18:11 - Ann: Yes.\n", "10:15:22\t From  Ann  to  Everyone:\n\tFine.\n%" +
		"10:17:22\t From  Tom  to  Everyone:\n\tSo.\n10:18:22\t From  Ann  to  Everyone:\n\tYes.\n"
	tests := []struct{ frame, message, want, left string }{
		{whatsApp, "<Media omitted>", "", "<Media omitted>"},
		{whatsApp, "<Medien ausgeschlossen>", "", "<Medien ausgeschlossen>"},
		{whatsApp, "\u200eBild weggelassen", "", "Bild weggelassen"},
		{whatsApp, "\u200eDiese Nachricht wurde gelöscht.", "", "gelöscht."},
		{whatsApp, "You deleted this message", "", "You deleted this message"},
		{whatsApp, "Missed voice call", "", "Missed voice call"},
		{whatsApp, "IMG-20240312-WA0001.jpg (file attached)", "", "(file attached)"},
		{whatsApp, "IMG-1.jpg (Datei angehängt)\nDas ist der Zettel", "Tom: Das ist der Zettel", "IMG-1.jpg (Datei angehängt)"},
		{whatsApp, "\u200e<attached: 00000012-PHOTO.jpg>", "", "PHOTO.jpg>"},
		{whatsApp, "OK <This message was edited>", "Tom: OK", "<This message was edited>"},
		{whatsApp, "I deleted this message, sorry", "Tom: I deleted this message, sorry", ""},
		{whatsApp, "The image omitted the ward", "Tom: The image omitted the ward", ""},
		{zoom, "Reacted to \"Fine.\" with 👍", "", "Reacted to"},
		{zoom, "Replying to \"Fine.\"\n\t\n\tThanks!", "Tom: Thanks!", "Replying to \"Fine.\""},
		{zoom, "Replying to you: no", "Tom: Replying to you: no", ""},
	}
	for _, tt := range tests {
		head := "12/03/2024, 18:09 - Tom: "
		if tt.frame == zoom {
			head = "10:16:22\t From  Tom  to  Everyone:\n\t"
		}
		text := strings.Replace(tt.frame, "%", head+tt.message+"\n", 1)
		want := []string{"Ann: Fine.", tt.want, "Tom: So.", "Ann: Yes."}
		if tt.want == "" {
			want = []string{"Ann: Fine.", "Tom: So.", "Ann: Yes."}
		}
		if diff := cmp.Diff(want, told(t, text)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.message, diff)
		}
		left := find(t, read(t, "a.txt", text), Options{}).LeftOut
		if ok := len(left) == 1 && left[0].Why == corpus.ChatNotice && strings.HasSuffix(strings.TrimSpace(left[0].Text), tt.left) ||
			len(left) == 1 && strings.Contains(left[0].Text, "\t"+tt.left); tt.left == "" && len(left) > 0 || tt.left != "" && !ok {
			t.Errorf("%s: left out %q", tt.message, left)
		}
	}
}
