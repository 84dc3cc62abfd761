package corpus

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// readAs is a text in which each line that begins with one of some labels is a turn, and each that
// begins with one of nobody's is a turn of nobody; other lines go on.
func readAs(body string, labels, nobody []string) *Transcript {
	tr := &Transcript{Layout: "colon", Words: WordStarts(body)}
	for _, l := range lineSpans(body) {
		label, _, ok := strings.Cut(body[l.Start:l.End], ": ")
		t := Turn{Start: l.Start, Body: l.Start, End: l.End, Speaker: -1, From: NoTime, To: NoTime}
		switch {
		case ok && slices.Contains(labels, label):
			t.Body += len(label) + 2
			if t.Speaker = slices.IndexFunc(tr.Speakers, func(s Speaker) bool { return s.Label == label }); t.Speaker < 0 {
				t.Speaker = len(tr.Speakers)
				tr.Speakers = append(tr.Speakers, Speaker{Label: label})
			}
		case len(tr.Turns) > 0 && !slices.Contains(nobody, label):
			tr.Turns[len(tr.Turns)-1].End = l.End
			continue
		}
		tr.Turns = append(tr.Turns, t)
	}
	if len(tr.Speakers) == 0 {
		tr.Layout = ""
	}
	return tr
}

// who writes each turn as its label and its words.
func who(body string, tr Transcript) (all []string) {
	for _, t := range tr.Turns {
		label := "-"
		if t.Speaker >= 0 {
			label = tr.Speakers[t.Speaker].Label
		}
		all = append(all, label+"|"+strings.ReplaceAll(body[t.Body:t.End], "\n", "/"))
	}
	return all
}

// Lines that are the same have their speakers as before, whatever else is read of them now.
func TestKeepTurns(t *testing.T) {
	const old = "I: Why?\nR1: Because the system: well.\nNote: that is all.\nXX: Is this room free?\nI: No.\n"
	said, nobody := []string{"I", "R1"}, []string{"XX"}
	all := []string{"I", "R1", "Note", "XX", "Ann", "R2"}
	for _, tt := range []struct {
		name     string
		from, to string // replaced in old
		read     []string
		want     []string
	}{
		{"another word", "well", "yes", all, []string{"I|Why?", "R1|Because the system: yes./Note: that is all.", "-|XX: Is this room free?", "I|No."}},
		{"a word behind a label that was nobody's", "room", "hall", all, []string{"I|Why?", "R1|Because the system: well./Note: that is all.", "-|XX: Is this hall free?", "I|No."}},
		{"a word behind what was no label", "all", "it", all, []string{"I|Why?", "R1|Because the system: well./Note: that is it.", "-|XX: Is this room free?", "I|No."}},
		{"a word behind a label that is none now", "Because", "As", []string{"I"}, []string{"I|Why?", "R1|As the system: well./Note: that is all.", "-|XX: Is this room free?", "I|No."}},
		{"another label", "XX", "Ann", all, []string{"I|Why?", "R1|Because the system: well./Note: that is all.", "Ann|Is this room free?", "I|No."}},
		{"a turn in two", "system: ", "system:\nR2: ", all, []string{"I|Why?", "R1|Because the system:", "R2|well./Note: that is all.", "-|XX: Is this room free?", "I|No."}},
		{"a new turn", "I: No", "Ann: Hm.\nI: No", all, []string{"I|Why?", "R1|Because the system: well./Note: that is all.", "-|XX: Is this room free?", "Ann|Hm.", "I|No."}},
		{"a turn less", "XX: Is this room free?\n", "", all, []string{"I|Why?", "R1|Because the system: well./Note: that is all.", "I|No."}},
		{"a line less", "Note: that is all.\n", "", all, []string{"I|Why?", "R1|Because the system: well.", "-|XX: Is this room free?", "I|No."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.Replace(old, tt.from, tt.to, 1)
			got := KeepTurns(Text{Body: old}, readAs(old, said, nobody), Text{Body: body}, *readAs(body, tt.read, nil))
			if diff := cmp.Diff(tt.want, who(body, got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if err := got.Check(Text{Body: body}); err != nil {
				t.Error(err)
			}
		})
	}
}

// The law of kept turns: what is read of a text that replaced another is a transcript of it, and of
// the same text it is the transcript that was.
func TestKeepTurnsLaw(t *testing.T) {
	line := rapid.SampledFrom([]string{"I: Why?", "R1: Because.", "XX: May I?", "and so on", "", "  R1: Well: no.", "Note: all"})
	lines := rapid.SliceOfN(line, 1, 8)
	labels := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"I", "R1", "XX", "Note"}), rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		old, body := strings.Join(lines.Draw(t, "old"), "\n"), strings.Join(lines.Draw(t, "new"), "\n")
		tr := readAs(old, labels.Draw(t, "labels"), labels.Draw(t, "nobody"))
		read := readAs(body, labels.Draw(t, "now"), nil)
		kept := KeepTurns(Text{Body: old}, tr, Text{Body: body}, *read)
		if err := kept.Check(Text{Body: body}); err != nil {
			t.Fatal(err)
		}
		again := KeepTurns(Text{Body: old}, tr, Text{Body: old}, *readAs(old, labels.Draw(t, "again"), nil))
		if diff := cmp.Diff(who(old, *tr), who(old, again)); diff != "" {
			t.Errorf("(-was +is)\n%s", diff)
		}
	})
}
