package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The text of plain files is not changed; only its blocks are found.
func TestPlainText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"lines", "one\ntwo", "| one\n  two\n"},
		{"empty lines", "one\n\n\ntwo\n", "| one\n| two\n"},
		{"lines of white space", "one\n \t\ntwo", "| one\n| two\n"},
		{"white space around", "  one  \n\ttwo", "|   one  \n  \ttwo\n"},
		{"no headings", "# one\n=====", "| # one\n  =====\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.txt", []byte(tt.text))
			if doc.Body != tt.text {
				t.Errorf("text %q, want %q", doc.Body, tt.text)
			}
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMarkdownHeadings(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"hashes", "# One\ntext\n### Two", "# # One\n| text\n# ### Two\n"},
		{"seven hashes", "####### One", "| ####### One\n"},
		{"a hash tag", "#one", "| #one\n"},
		{"indented like code", "    # one", "|     # one\n"},
		{"underlined with =", "Title\n=====\ntext", "# Title\n| text\n"},
		{"underlined with -", "Title\n---\ntext", "# Title\n| text\n"},
		{"a rule", "text\n\n---\n\nmore", "| text\n| more\n"},
		{"a rule below two lines", "one\ntwo\n---\nthree", "| one\n  two\n| three\n"},
		{"front matter", "---\ntitle: x\ndate: y\n---\ntext", "| title: x\n  date: y\n| text\n"},
		{"two dashes", "one\n--", "| one\n  --\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.md", []byte(tt.text))
			if doc.Body != tt.text {
				t.Errorf("text %q, want %q: Markdown is not changed", doc.Body, tt.text)
			}
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Lines that number pages are left out, with form feeds; numbers that somebody says stay.
func TestPagesOfPlainText(t *testing.T) {
	tests := []struct {
		name, text, want string
		left             []string
	}{
		{"English", "Ann: We moved\n\nPage 1 of 3\n\nin spring.\nBen: Why?\nPage 2 of 3\nAnn: Rent.\nPage 3 of 3",
			"Ann: We moved\n\n\nin spring.\nBen: Why?\nAnn: Rent.", []string{"line 3: Page 1 of 3", "line 7: Page 2 of 3", "line 9: Page 3 of 3"}},
		{"German", "Seite 1 von 2\nI: Wann?\n- Seite 2 von 2 -\nB: Im Mai.", "I: Wann?\nB: Im Mai.",
			[]string{"line 1: Seite 1 von 2", "line 3: - Seite 2 von 2 -"}},
		{"without a total", "A: Yes.\nPage 4\nB: No.\nPage 5\nA: Why?", "A: Yes.\nB: No.\nA: Why?", []string{"line 2: Page 4", "line 4: Page 5"}},
		{"without a word", "A: Yes.\n1 / 2\nB: No.\n2 / 2", "A: Yes.\nB: No.", []string{"line 2: 1 / 2", "line 4: 2 / 2"}},
		{"form feeds and numbers", "A: Yes.\n1\n\fB: No.\n2\n\fA: Why?\n3\n", "A: Yes.\nB: No.\nA: Why?\n", []string{"line 2: 1", "line 4: 2", "line 6: 3"}},
		{"numbers behind form feeds", "\f1\nA: Yes.\n\f2\nB: No.", "A: Yes.\nB: No.", []string{"line 1: 1", "line 3: 2"}},
		{"a form feed within a line", "A: Yes.\fB: No.", "A: Yes.\nB: No.", nil},
		{"a form feed above a line", "A: We went\n\fto town.", "A: We went\nto town.", nil},
		{"a page that somebody names", "A: Which one?\nPage 3\nB: Yes.", "A: Which one?\nPage 3\nB: Yes.", nil},
		{"pages that do not follow", "A: Which?\nPage 3\nPage 9\nB: Yes.", "A: Which?\nPage 3\nPage 9\nB: Yes.", nil},
		{"numbers that are counted", "A: Count.\nB:\n1\n2\n3\nA: Good.", "A: Count.\nB:\n1\n2\n3\nA: Good.", nil},
		{"numbers within a page", "A: Count.\n1\n2\nA: Good.\n\fB: Yes.", "A: Count.\n1\n2\nA: Good.\nB: Yes.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.txt", []byte(tt.text))
			var left []string
			for _, l := range doc.LeftOut {
				left = append(left, l.Where+": "+l.Text)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
}
