package format

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"crosscase/corpus"
)

// Kept: the letters that the engine finds in a PDF, with those of its answers, are in the
// text or in what is left out, each as often; and so is each word.
func checkKept(t *testing.T, r *Reader, data []byte, doc corpus.Document) {
	t.Helper()
	pages, err := r.linesOf(data, r.Password)
	if err != nil {
		t.Fatal(err)
	}
	var shown, kept strings.Builder
	kept.WriteString(doc.Body)
	for _, l := range doc.LeftOut {
		if l.Why != corpus.UnreadablePage { // its words are in the text, though they may be scattered
			kept.WriteString("\n" + l.Text)
		}
	}
	for _, p := range pages {
		shown.WriteString(p.plain + "\n")
		for _, f := range p.fields {
			shown.WriteString(f.text + "\n")
		}
	}
	want, got := letterCounts(shown.String()), letterCounts(kept.String())
	if !maps.Equal(want, got) {
		for _, r := range slices.Sorted(maps.Keys(want)) {
			if want[r] != got[r] {
				t.Errorf("%q is %d times in the file and %d times in the text and what is left out", r, want[r], got[r])
			}
		}
	}
	if missing := missingWords(wordsIn(shown.String()), kept.String()); len(missing)*100 > len(wordsIn(shown.String())) {
		t.Errorf("words that are in the file, but not in the text nor left out: %q", missing)
	}
}

// letterCounts counts the letters and digits of a text.
func letterCounts(text string) map[rune]int {
	counts := map[rune]int{}
	for _, r := range expandAll(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			counts[r]++
		}
	}
	return counts
}

func TestMissingWords(t *testing.T) {
	tests := []struct {
		name, file, kept string
		want             []string
	}{
		{"all", "one two, three", "three one two", nil},
		{"divided at the end of a line", "col laboration", "our collaboration", nil},
		{"joined in the file", "onetwo", "one two", nil},
		{"once of twice", "yes yes", "yes", []string{"yes"}},
		{"scattered", "depot", "d e o p t", []string{"depot"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := missingWords(wordsIn(tt.file), tt.kept); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
