package corpus

import (
	"strings"
	"testing"
)

func TestFindDate(t *testing.T) {
	tests := []struct {
		text string
		want Date
	}{
		{"2019-03-14-board.docx", "2019-03-14"},
		{"int_20190314_roe.txt", "2019-03-14"},
		{"Protokoll 14.3.2019.odt", "2019-03-14"},
		{"Board, 14 March 2019", "2019-03-14"},
		{"the 14th of March 2019", "2019-03-14"},
		{"Thursday, March 14, 2019", "2019-03-14"},
		{"14. März 2019", "2019-03-14"},
		{"le 14 mars 2019", "2019-03-14"},
		{"14 de marzo de 2019", "2019-03-14"},
		{"minutes 25/12/2018.pdf", "2018-12-25"},
		{"minutes 12/25/2018.pdf", "2018-12-25"},
		{"minutes 3/4/2018.pdf", ""}, // April or March
		{"5/5/2018", "2018-05-05"},
		{"notes March 2019", "2019-03"},
		{"2019-03-14 to 2019-03-15", ""},
		{"interview-2019.txt", ""}, // a year may be anything
		{"31.2.2019", ""},
		{"20191399", ""},
		{"version 1.2.2019a and 3.4", "2019-02-01"},
		{"tel. 0201 2019 0314 55", ""},
	}
	for _, tt := range tests {
		if got := FindDate(tt.text); got != tt.want {
			t.Errorf("FindDate(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestHeaderDate(t *testing.T) {
	tests := []struct {
		text string
		want Date
	}{
		{"Joint board\nDate: 6 March 2018\nPresent: Roe", "2018-03-06"},
		{"6 March 2018\nJoint board", "2018-03-06"},
		{"Datum: 6.3.2018\nAnwesend: Roe", "2018-03-06"},
		{"Joint board\n\nRoe: We had agreed on 6 March 2018 that nobody would sign anything before the summer.", ""},
		{strings.Repeat("A line.\n", 20) + "Date: 6 March 2018", ""},
	}
	for _, tt := range tests {
		var doc Document
		doc.Body = tt.text
		at := 0
		for line := range strings.Lines(tt.text) {
			if trimmed := strings.TrimRight(line, "\n"); trimmed != "" {
				doc.Blocks = append(doc.Blocks, Block{Span: Span{at, at + len(trimmed)}})
			}
			at += len(line)
		}
		if got := HeaderDate(doc); got != tt.want {
			t.Errorf("HeaderDate(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
