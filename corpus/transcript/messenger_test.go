package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each message of a chat is that of who wrote it, as many lines as it has; what the program says of the chat
// is nobody's.
func TestMessengers(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"lines that go on", "12.03.23, 18:05 - Jana Pohl: Wer kann morgen?\n12.03.23, 18:06 - Ole: Ich nicht\nbin krank\nGrund: Grippe\n12.03.23, 18:08 - ~Mia: ok\n",
			"Jana Pohl: Wer kann morgen?|Ole: Ich nicht bin krank Grund: Grippe|Mia: ok"},
		{"lines about the chat", "12.03.23, 18:04 - Nachrichten sind verschlüsselt.\n12.03.23, 18:05 - Jana Pohl: Wer?\n12.03.23, 18:06 - +49 171 5550123: Ich\n" +
			"12.03.23, 18:11 - Ole hat die Gruppe verlassen.\n12.03.23, 18:12 - Jana Pohl: Oh.\n",
			"-: 12.03.23, 18:04 - Nachrichten sind verschlüsselt.|Jana Pohl: Wer?|+49 171 5550123: Ich|-: 12.03.23, 18:11 - Ole hat die Gruppe verlassen.|Jana Pohl: Oh."},
		{"in brackets", "[12/03/2023, 18:05:12] Ann Roe: Who?\n[12/03/2023, 18:05:40] ~ Bert: Me\nand you\n\nor not\n[12/03/2023, 18:06:01] ann: ok\n",
			"Ann Roe: Who?|Bert: Me and you or not|ann: ok"},
		{"of the afternoon", "3/12/23, 6:05 PM - Ann Roe: Who?\n3/12/23, 6:06 PM - Bert 🐟: Me: I think\n3/12/23, 6:07 PM - Ann Roe:\nyes\n",
			"Ann Roe: Who?|Bert 🐟: Me: I think|Ann Roe: yes"},
		{"of a log", "2023-04-01 08:00 anna.k: Pump 3 is down\n2023-04-01 08:02 Bert: On it\n2023-04-01 08:30 anna.k: Thanks\n",
			"anna.k: Pump 3 is down|Bert: On it|anna.k: Thanks"},
		{"a diary", "21/06/2023 08:45 Arrived at the gate. Guard: no parking.\n21/06/2023 09:10 Met with Dave: he never knew.\n22/06/2023 09:10 Note: he is off sick.\n",
			"-: 21/06/2023 08:45 Arrived at the gate. Guard: no parking. 21/06/2023 09:10 Met with Dave: he never knew. 22/06/2023 09:10 Note: he is off sick."},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(strings.Split(tt.want, "|"), told(t, tt.text)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
