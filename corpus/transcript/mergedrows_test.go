package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Rows of one cell in a table, its headings and what stands below it are in no speaker's turn.
func TestMergedRows(t *testing.T) {
	const body = `<p>Group discussion</p><table><tr><td colspan=2>Part 1</td></tr><tr><td>%</td></tr><tr><td>Anna</td><td>How was it?</td></tr>
<tr><td>Ben</td><td><p>It was good.</p><p>Truly good</p></td></tr><tr><td colspan=2>Part 2: The new system</td></tr>
<tr><td>Anna</td><td>And the new system?</td></tr><tr><td>Ben</td><td>I log in.</td></tr><tr><td></td><td>Then it throws me out</td></tr>
<tr><td colspan=2>The recording was interrupted.</td></tr><tr><td>Anna</td><td>Who pays?</td></tr><tr><td>Ben</td><td>Nobody.</td></tr></table>
<p>It ended there.</p>`
	for _, head := range []string{"Speaker</td><td>Text", "Sprecher</td><td>Text", "Name</td><td>Transcript"} {
		doc := read(t, "a.html", strings.Replace(body, "%", head, 1))
		var got []string
		found := find(t, doc, Options{})
		for _, x := range found.Turns {
			who := "-"
			if x.Speaker >= 0 {
				who = found.Speakers[x.Speaker].Label
			}
			got = append(got, who+": "+strings.Join(strings.Fields(doc.Body[x.Body:x.End]), " "))
		}
		n := 0
		for n < len(got) && strings.HasPrefix(got[n], "-: ") {
			n++
		}
		want := []string{"Anna: How was it?", "Ben: It was good. Truly good", "-: Part 2: The new system", "Anna: And the new system?",
			"Ben: I log in. Then it throws me out", "-: The recording was interrupted.", "Anna: Who pays?", "Ben: Nobody.", "-: It ended there."}
		if diff := cmp.Diff(want, got[n:]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", head, diff)
		}
		leftOut := []corpus.LeftOut{{Why: corpus.HeadingRow, Text: strings.ReplaceAll(head, "</td><td>", "\t")}}
		if diff := cmp.Diff(leftOut, found.LeftOut); diff != "" {
			t.Errorf("%s: left out (-want +got)\n%s", head, diff)
		}
	}
}

// Paragraphs without a tab go on with the words of labels that tabs follow.
func TestParagraphsBelowTabs(t *testing.T) {
	const body = "Anna\tHow was it?\n\nTell me more about it.\n\nBen\tIt was good.\n\nTruly good\n\nAnna\tAnd then?\n\nBen\tNothing.\n"
	want := []string{"Anna: How was it? Tell me more about it.", "Ben: It was good. Truly good", "Anna: And then?", "Ben: Nothing."}
	if diff := cmp.Diff(want, told(t, body)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
