package corpus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	const text = "She said:  “We can’t\nwait” – it’s the oﬃce café, cafe\u0301 and Büro. Mistrust is not trust; TRUST is."
	tests := []struct {
		name, quote string
		want        []string
	}{
		{"literally", "not trust", []string{"not trust"}},
		{"straight quotation marks, one line", `said: "We can't wait"`, []string{"said:  “We can’t\nwait”"}},
		{"a hyphen for a dash", "wait\" - it's", []string{"wait” – it’s"}},
		{"another case", "she SAID", []string{"She said"}},
		{"a ligature", "office", []string{"oﬃce"}},
		{"accents in either composition", "café", []string{"café", "cafe\u0301"}},
		{"a missing accent", "cafe", nil},
		{"whole words only, each time", "trust", []string{"trust", "TRUST"}},
		{"blanks around the quote", "  Büro. ", []string{"Büro."}},
		{"other words", "distrust", nil},
		{"part of a ligature", "of", nil},
		{"nothing", " ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &Finder{Text: Text{Body: text}}
			if diff := cmp.Diff(tt.want, quotes(t, f, tt.quote)); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.quote, diff)
			}
		})
	}
}

// quotes returns the words at each place of a quote.
func quotes(t *testing.T, f *Finder, quote string) (found []string) {
	t.Helper()
	for _, s := range f.Find(quote) {
		words, err := f.Quote(s)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, words)
	}
	return found
}

// What typing, copying and conversion do to a text does not hide a quote.
func TestFindIgnoresTypography(t *testing.T) {
	tests := []struct {
		name, text, quote string
	}{
		{"French quotation marks", "a dit «non» hier", `a dit "non" hier`},
		{"German quotation marks", "sagte „nein“ dazu", `sagte "nein" dazu`},
		{"single for double quotation marks", "They said: “we’ll be there”...", "They said: 'we'll be there'…"},
		{"double for single quotation marks", "They said: ‘we’ll be there’…", `They said: "we'll be there"...`},
		{"single French quotation marks", "a dit ‹non› hier", `a dit "non" hier`},
		{"an apostrophe that is a prime", "it′s ours", "it's ours"},
		{"a backtick", "`no' she said", "'no' she said"},
		{"a minus sign", "at −5 degrees", "at -5 degrees"},
		{"an em dash", "money—and time", "money-and time"},
		{"a no-break space", "5\u00a0pounds", "5 pounds"},
		{"several line ends", "we\n\n\nagreed", "we agreed"},
		{"a tab", "Roe:\tyes", "Roe: yes"},
		{"a soft hyphen", "col\u00adlaboration", "collaboration"},
		{"a joiner", "می\u200cخواهم", "میخواهم"},
		{"a zero-width space", "data\u200bbase", "database"},
		{"an fi ligature", "the ﬁnal word", "the final word"},
		{"an ellipsis", "well… yes", "well... yes"},
		{"Greek capitals", "ΑΘΗΝΑ", "αθηνα"},
		{"full-width letters", "ＡＢＣ", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &Finder{Text: Text{Body: "before " + tt.text + " after"}}
			if got := quotes(t, f, tt.quote); len(got) != 1 || got[0] != tt.text {
				t.Errorf("Find(%q) = %q, want %q", tt.quote, got, tt.text)
			}
		})
	}
}

func TestFindWholeWords(t *testing.T) {
	tests := []struct {
		name, text, quote string
		want              int
	}{
		{"start of a longer word", "trustworthy", "trust", 0},
		{"end of a longer word", "mistrust", "trust", 0},
		{"before punctuation", "trust, but", "trust", 1},
		{"after a hyphen", "low-trust area", "trust", 1},
		{"a number in a longer one", "2019", "19", 0},
		{"every place", "no no no", "no", 3},
		{"places that overlap", "no no no", "no no", 1},
		{"Chinese has no spaces", "我们合作", "合作", 1},
		{"Thai has no spaces", "ความไว้วางใจ", "ไว้", 1},
		{"a longer word after an accent", "cafe\u0301s", "cafe\u0301", 0},
		{"the end of a word after an accent", "cafe\u0301s", "s", 0},
		{"a word with an accent at its end", "cafe\u0301 s", "cafe\u0301", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &Finder{Text: Text{Body: tt.text}}
			if got := f.Find(tt.quote); len(got) != tt.want {
				t.Errorf("Find(%q) in %q = %v, want %d places", tt.quote, tt.text, got, tt.want)
			}
		})
	}
}

// A Finder answers the second quote as it did the first, in text order.
func TestFinderIsReusable(t *testing.T) {
	f := &Finder{Text: Text{Body: strings.Repeat("Yes. No. ", 3)}}
	first := f.Find("yes")
	f.Find("no")
	if diff := cmp.Diff(first, f.Find("YES")); diff != "" {
		t.Error(diff)
	}
	want := []Span{{0, 3}, {9, 12}, {18, 21}}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
}
