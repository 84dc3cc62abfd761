package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Few subtitles show who speaks where nearly all of them begin with names; words below a label that is
// not believed are not those of whoever spoke before.
func TestNamesInFewCues(t *testing.T) {
	tests := []struct {
		name, cues string // separated by |
		want       []string
	}{
		{"one who renamed himself", "Maria Rossi: Can you hear me?|iPhone von Karl: Yes, I can.|Maria Rossi: Good.|Karl Brandt: Sorry.",
			[]string{"Maria Rossi: Can you hear me?", "-: iPhone von Karl: Yes, I can.", "Maria Rossi: Good.", "Karl Brandt: Sorry."}},
		{"with pronouns and words that go on", "Maria Rossi (she/her): Can you hear me?|iPhone von Karl: Yes, I can.|and my dog too.|" +
			"Maria Rossi (she/her): Great. One thing first: consent.|Note: this is recorded.|Karl Brandt: Sorry.",
			[]string{"Maria Rossi: Can you hear me?", "-: iPhone von Karl: Yes, I can. and my dog too.",
				"Maria Rossi: Great. One thing first: consent.", "-: Note: this is recorded.", "Karl Brandt: Sorry."}},
		{"what is in brackets is no constituency", "Maria Rossi (Host): Hello.|iPad: Yes, I can.|Maria Rossi (Host): Good.|Karl Brandt (Gast): So.",
			[]string{"Maria Rossi: Hello.", "-: iPad: Yes, I can.", "Maria Rossi: Good.", "Karl Brandt: So."}},
		{"each once", "Maria Rossi: Hello.|Karl Brandt: Yes.|Yui Tanaka: So.", []string{"Maria Rossi: Hello.", "Karl Brandt: Yes.", "Yui Tanaka: So."}},
		{"in capitals", "HARTLEY: It was cold.|BRACE: So?|HARTLEY: So we left.\n- Who left?\n- All of us.|(Brace) Why?",
			[]string{"HARTLEY: It was cold.", "BRACE: So?", "HARTLEY: So we left.", "-: - Who left?", "-: - All of us.", "BRACE: Why?"}},
		{"with brackets and with colons", "- Who decided that?\n- Nobody did.|[BRACE] So it just happened?|(Hartley) Yes.|HARTLEY: And then: chaos.|BRACE: Really?",
			[]string{"-: - Who decided that?", "-: - Nobody did.", "BRACE: So it just happened?", "Hartley: Yes.", "Hartley: And then: chaos.", "BRACE: Really?"}},
		{"a film that explains", "Three things: the dog.|So we left.|Remember: it was cold.|Note: nobody came.", nil},
		{"two lists", "Ingredients: eggs, flour.|Method: stir.|Tip: use butter.", nil},
	}
	for _, tt := range tests {
		for _, file := range []string{"a.vtt", "a.srt"} {
			body, point := "", ","
			if file == "a.vtt" {
				body, point = "WEBVTT\n\n", "."
			}
			for n, c := range strings.Split(tt.cues, "|") {
				body += fmt.Sprintf("%d\n00:00:%02d%s000 --> 00:00:%02d%s000\n%s\n\n", n+1, 4*n, point, 4*n+3, point, c)
			}
			doc := read(t, file, body)
			found := find(t, doc, Options{})
			if tt.want == nil && len(found.Speakers) == 0 {
				continue
			}
			if diff := cmp.Diff(tt.want, turnsOf(doc, found)); diff != "" {
				t.Errorf("%s, %s (-want +got)\n%s", tt.name, file, diff)
			}
		}
	}
}
