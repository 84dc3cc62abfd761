package words

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/corpus"
)

// board is a study of a source with five turns of ten bytes, in which passages are
// tagged, and one of a single turn that nobody has tagged. B is a subtheme of A.
func board() *coding.Study {
	turn := func(start int) corpus.Turn { return corpus.Turn{Start: start, End: start + 10, Speaker: -1} }
	return coding.NewStudy(coding.Study{
		Sources: []*corpus.Source{{ID: "one", Text: "one"}, {ID: "two", Text: "two"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{
			"one": {Turns: []corpus.Turn{turn(0), turn(10), turn(20), turn(30), turn(40)}},
			"two": {Turns: []corpus.Turn{turn(0)}},
		},
		Coders: []*coding.Coder{{ID: "x"}},
		Themes: []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Parent: "a"}, {ID: "c", Name: "C"}},
		Passages: []coding.Passage{
			{ID: "p", Text: "one", Span: corpus.Span{Start: 0, End: 10}},
			{ID: "q", Text: "one", Span: corpus.Span{Start: 12, End: 15}},
			{ID: "r", Text: "one", Span: corpus.Span{Start: 18, End: 32}},
		},
		Tags: []coding.Tag{
			{ID: "1", Passage: "p", Theme: "b", Coder: "x"},
			{ID: "2", Passage: "q", Theme: "c", Coder: "x"},
			{ID: "3", Passage: "r", Theme: "a", Coder: "x"},
		},
		Rejections: []coding.Rejection{
			{Theme: "a", Source: "one", Words: coding.WordsKey("words 4")},
			{Theme: "a", Source: "two", Words: coding.WordsKey("words 1")}, // not the words of a unit there
		},
	})
}

func TestLabel(t *testing.T) {
	var all []Unit
	for i := range 5 {
		all = append(all, Unit{Source: 0, Turn: i, Span: corpus.Span{Start: 10 * i, End: 10*i + 10}})
	}
	all = append(all, Unit{Source: 1, Span: corpus.Span{Start: 0, End: 10}})
	text := func(u Unit) string { return fmt.Sprint("words ", u.Turn) }
	tests := []struct {
		theme      coding.ThemeID
		labels     Labels
		candidates []int
	}{
		// Unit 0 has the subtheme; 1 and 3 are touched by less than half; passage r
		// covers 2; 4 was rejected; nobody has tagged the source of 5.
		{"a", Labels{1, 0, 1, 0, -1, 0}, []int{5}},
		{"b", Labels{1, -1, -1, -1, -1, 0}, []int{1, 2, 3, 4, 5}},
		{"c", Labels{-1, 1, -1, -1, -1, 0}, []int{0, 2, 3, 4, 5}}, // passage q lies in unit 1
	}
	for _, tt := range tests {
		labels, candidates := Label(board(), all, tt.theme, text)
		if diff := cmp.Diff(tt.labels, labels); diff != "" {
			t.Errorf("%s: labels (-want +got):\n%s", tt.theme, diff)
		}
		if diff := cmp.Diff(tt.candidates, candidates); diff != "" {
			t.Errorf("%s: candidates (-want +got):\n%s", tt.theme, diff)
		}
	}
}

// Half is enough, on either side: of the unit, or of the passage.
func TestHalfOfAUnit(t *testing.T) {
	tests := []struct {
		name         string
		unit         corpus.Span
		has, touched bool
	}{
		{"the passage covers half of the unit", corpus.Span{Start: 13, End: 23}, true, true},
		{"the passage covers a byte less", corpus.Span{Start: 12, End: 22}, false, true},
		{"half of the passage lies in the unit", corpus.Span{Start: 25, End: 99}, true, true},
		{"a byte less lies in it", corpus.Span{Start: 26, End: 99}, false, true},
		{"they only meet", corpus.Span{Start: 32, End: 40}, false, false},
		{"they are apart", corpus.Span{Start: 50, End: 60}, false, false},
	}
	l := &labeller{tagged: map[int][]corpus.Span{0: {{Start: 18, End: 32}}}}
	for _, tt := range tests {
		has, touched := l.covers(Unit{Span: tt.unit})
		if has != tt.has || touched != tt.touched {
			t.Errorf("%s: has the theme %v, touched %v; want %v, %v", tt.name, has, touched, tt.has, tt.touched)
		}
	}
}
