package reading

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func TestConcordanceLinesUp(t *testing.T) {
	hits := []Quote{
		{Source: "int-01", Turn: 2, Speaker: "Roe", Before: strings.Repeat("before ", 20), Quote: "trust", After: strings.Repeat(" after", 20)},
		{Source: "int-02", Turn: 12, Before: "警察を", Quote: "信頼", After: "する\nand \x1b[2J"},
		{Source: strings.Repeat("long name ", 9), Turn: 1, Before: "", Quote: "trust", After: ""},
	}
	var b bytes.Buffer
	if err := Concordance(&b, hits, report.Screen{Width: 80}); err != nil {
		t.Fatal(err)
	}
	want := `int-01:2 Roe                 before before before trust after after after after
int-02:12                                   警察を信頼する and ␛[2J
long name long name long …                        trust
`
	got := b.String()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got)
	}
	for line := range strings.Lines(got) {
		if n := len([]rune(line)); n > 81 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// A place over several turns, or from a label on, is shown like any other.
func TestHitOverSeveralTurns(t *testing.T) {
	turn := func(start int) corpus.Turn {
		return corpus.Turn{Start: start, Body: start + 3, End: start + 9, Speaker: -1}
	}
	s := coding.NewStudy(coding.Study{Sources: []*corpus.Source{{ID: "a", Name: "a", Text: "a"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"a": {Turns: []corpus.Turn{turn(0), turn(10)}}}})
	text := corpus.Text{Body: "X: first\n Y: other\n"}
	for span, want := range map[corpus.Span][3]string{
		{Start: 3, End: 5}:  {"", "fi", "rst\n"},
		{Start: 5, End: 15}: {"fi", "rst\n Y: ot", "her\n"},
		{Start: 0, End: 19}: {"", "X: first\n Y: other\n", ""},
	} {
		if q := NewHit(s, 0, 0, span, text); [3]string{q.Before, q.Quote, q.After} != want {
			t.Errorf("%v: %q, %q, %q; want %q", span, q.Before, q.Quote, q.After, want)
		}
	}
}
