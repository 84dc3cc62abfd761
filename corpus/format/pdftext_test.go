package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

func TestJoinPages(t *testing.T) {
	const full = "a line that is as long as the column of the page is wide, so it"
	tests := []struct {
		name string
		text string // with one line each
		want []string
	}{
		{"lines of a paragraph", full + "\ngoes on in the next.", []string{full + " goes on in the next."}},
		{"a short line ends a paragraph", full + "\nends here.\n" + strings.ToUpper(full[:1]) + full[1:],
			[]string{full + " ends here.", "A" + full[1:]}},
		{"speakers", "Roe: " + full[5:] + ".\nPenn: " + full[6:] + ".", []string{"Roe: " + full[5:] + ".", "Penn: " + full[6:] + "."}},
		{"a word that is hyphenated", full[:60] + "col\x02\nlaboration.", []string{full[:60] + "collaboration."}},
		{"a word with a hyphen of its own", "police-led work, they said, was always " + strings.Repeat("good ", 4) + "police\x02\nled.",
			[]string{"police-led work, they said, was always " + strings.Repeat("good ", 4) + "police-led."}},
		{"a hyphen before a capital", full[:56] + "Anglo\x02\nSaxon law.", []string{full[:56] + "Anglo-Saxon law."}},
		{"a dash at the end of a line", full[:60] + " so—\nbriefly.", []string{full[:60] + " so—briefly."}},
		{"a number before a hyphen", full[:60] + " 12-\npound gun.", []string{full[:60] + " 12-pound gun."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := joinPages(pagesWith(set(tt.text, 50, 700, 10)))
			checkDocument(t, doc)
			if diff := cmp.Diff(tt.want, strings.Split(doc.Body, "\n\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJoinPagesHeadings(t *testing.T) {
	lines := append(set("A large title", 50, 740, 16), set(strings.Repeat("Body text of the page.\n", 4), 50, 700, 10)...)
	doc := joinPages(pagesWith(lines))
	checkDocument(t, doc)
	if doc.Blocks[0].Kind != corpus.HeadingBlock || doc.Body[:13] != "A large title" {
		t.Errorf("outline %q", outline(doc))
	}
	if doc.Blocks[1].Kind == corpus.HeadingBlock {
		t.Errorf("body text is a heading: %q", outline(doc))
	}
}

// A paragraph that goes on over the page stays one, and the page begins inside it.
func TestJoinPagesOverTheBreak(t *testing.T) {
	full := "a line that is as long as the column of the page is wide, so it"
	first := set(full+"\n"+full, 50, 100, 10)
	second := set("goes on here until it ends.\nNobody knew.", 50, 700, 10)
	doc := joinPages(pagesWith(first, second, nil))
	checkDocument(t, doc)
	if len(doc.Pages) != 3 || !strings.HasPrefix(doc.Body[doc.Pages[1]:], "goes on here") || doc.Pages[2] != len(doc.Body) {
		t.Errorf("pages %v of %q", doc.Pages, doc.Body)
	}
	if !strings.Contains(doc.Body, full+" goes on here") {
		t.Errorf("the paragraph is cut: %q", doc.Body)
	}
}

func TestJoinPagesTables(t *testing.T) {
	lines := append(set("Owner", 50, 700, 10), set("Task", 200, 700, 10)...)
	lines = append(lines, append(set("Roe", 50, 688, 10), set("Call Penn", 200, 688, 10)...)...)
	doc := joinPages(pagesWith(lines))
	if !strings.Contains(doc.Body, "Owner\tTask") || !strings.Contains(doc.Body, "Roe\tCall Penn") {
		t.Errorf("%q, want cells with tabs between them", doc.Body)
	}
	listed := append(set("1.", 50, 700, 10), set("the first item", 90, 700, 10)...)
	if doc := joinPages(pagesWith(listed)); doc.Body != "1. the first item" {
		t.Errorf("%q, want a number and its item", doc.Body)
	}
}

func TestBodySize(t *testing.T) {
	pages := [][]pdfLine{append(set("A title", 50, 740, 18), set("much longer text in the body", 50, 700, 10.1)...)}
	if got := bodySize(pages); got != 10 {
		t.Errorf("%g points, want 10", got)
	}
	if got := bodySize(nil); got != 0 {
		t.Errorf("%g points without text", got)
	}
}

func TestPitch(t *testing.T) {
	if got := pitch([][]pdfLine{body(0)}, 10); got != 12 {
		t.Errorf("%g points, want 12", got)
	}
	if got := pitch(nil, 10); got != 13 {
		t.Errorf("%g points without lines, want 1.3 times the size", got)
	}
}

func TestVocabulary(t *testing.T) {
	got := vocabulary([][]pdfLine{set("The police-led, “police-led” work.", 50, 700, 10)})
	want := map[string]int{"the": 1, "police-led": 2, "police-": 2, "work": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHabits(t *testing.T) {
	got := habitsOf([][]pdfLine{set("Roe: we col\x02\nlaborated.\nRoe: Yes.\nPenn: No.\nnote: none", 50, 700, 10)})
	if !got.hyphenates {
		t.Error("a hyphenated word is not noticed")
	}
	if diff := cmp.Diff(map[string]int{"Roe:": 2, "Penn:": 1}, got.labels); diff != "" {
		t.Error(diff)
	}
	if habitsOf([][]pdfLine{set(strings.Repeat("one\n", 60)+"col\x02", 50, 700, 10)}).hyphenates {
		t.Error("one line of sixty makes a habit")
	}
}

func TestCutHyphen(t *testing.T) {
	tests := []struct {
		text, cut string
		ok        bool
	}{
		{"col\x02", "col", true},
		{"police-\x02", "police", true},
		{"col-", "col", true},
		{"col\u00ad", "col", true},
		{"col\u2010", "col", true},
		{"12-", "12", false},
		{"and -", "and ", false},
		{"whole", "whole", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if cut, ok := cutHyphen(tt.text); cut != tt.cut || ok != tt.ok {
			t.Errorf("cutHyphen(%q) = %q, %v, want %q, %v", tt.text, cut, ok, tt.cut, tt.ok)
		}
	}
}

func TestHyphenated(t *testing.T) {
	p := pdfText{habits: habits{hyphenates: true}, words: map[string]int{"police-led": 1, "collaboration": 2, "re-": 3}}
	tests := []struct {
		name, before, after string
		want                bool
	}{
		{"a word without hyphen elsewhere", "our col", "laboration.", true},
		{"a word with a hyphen elsewhere", "the police", "led work", false},
		{"an unknown word", "some infra", "structure was", true},
		{"a first part with a hyphen elsewhere", "to re", "think", false},
		{"a capital follows", "the Anglo", "Saxon", false},
		{"one letter", "an e", "mail", false},
		{"a compound", "state-of", "the-art", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.hyphenated(tt.before, tt.after); got != tt.want {
				t.Errorf("%q and %q: %v, want %v", tt.before, tt.after, got, tt.want)
			}
		})
	}
	p.hyphenates = false
	if p.hyphenated("some infra", "structure was") {
		t.Error("a document without hyphenation has a hyphenated word")
	}
}

func TestJoined(t *testing.T) {
	tests := []struct {
		before, after string
		want          bool
	}{
		{"supplementary—", "briefly", true},
		{"12-", "pound", true},
		{"so", "—briefly", true},
		{"so", "— briefly", false},
		{"so —", "briefly", false},
		{"—", "briefly", false},
		{"and", "then", false},
	}
	for _, tt := range tests {
		if got := joined(tt.before, tt.after); got != tt.want {
			t.Errorf("joined(%q, %q) = %v, want %v", tt.before, tt.after, got, tt.want)
		}
	}
}
