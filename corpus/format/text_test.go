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
