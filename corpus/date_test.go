package corpus

import (
	"strings"
	"testing"
)

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2019-03-14", "2019-03", "2019", "", "2020-02-29"} {
		if got, err := ParseDate(s); err != nil || got != Date(s) {
			t.Errorf("ParseDate(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"14.3.2019", "2019-3-14", "2019-13", "2019-02-30", "2021-02-29", "19", " 2019", "2019-03-14T10:00:00Z"} {
		_, err := ParseDate(s)
		if err == nil || !strings.Contains(err.Error(), `"`+s+`"`) || !strings.Contains(err.Error(), "write it as 2019-03-14, 2019-03 or 2019") {
			t.Errorf("ParseDate(%q): error %v, want one that quotes it and says how to write it", s, err)
		}
	}
}

func TestMonthAndYear(t *testing.T) {
	tests := []struct{ date, month, year Date }{
		{"2019-03-14", "2019-03", "2019"},
		{"2019-03", "2019-03", "2019"},
		{"2019", "", "2019"},
		{"", "", ""},
	}
	for _, tt := range tests {
		if month, year := tt.date.Month(), tt.date.Year(); month != string(tt.month) || year != string(tt.year) {
			t.Errorf("%q: month %q, year %q, want %q, %q", tt.date, month, year, tt.month, tt.year)
		}
	}
}

func TestWithin(t *testing.T) {
	tests := []struct {
		name               string
		date, since, until Date
		want               bool
	}{
		{"no limits", "2019-03-14", "", "", true},
		{"unknown, no limits", "", "", "", true},
		{"unknown, since", "", "2019", "", false},
		{"unknown, until", "", "", "2019", false},
		{"the first day", "2019-03-14", "2019-03-14", "", true},
		{"the last day", "2019-03-14", "", "2019-03-14", true},
		{"the day before", "2019-03-13", "2019-03-14", "", false},
		{"the day after", "2019-03-15", "", "2019-03-14", false},
		{"a month includes its last day", "2019-03-31", "", "2019-03", true},
		{"a month as first limit includes its first day", "2019-03-01", "2019-03", "", true},
		{"a year includes its last day", "2019-12-31", "2019-03", "2019", true},
		{"after the year", "2020-01-01", "", "2019", false},
		{"a year as date is before its months", "2019", "2019-03", "", false},
		{"between", "2019-03", "2018", "2020", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.date.Within(tt.since, tt.until); got != tt.want {
				t.Errorf("%q within %q and %q: %v, want %v", tt.date, tt.since, tt.until, got, tt.want)
			}
		})
	}
}

func TestFindDate(t *testing.T) {
	tests := []struct {
		name, text string
		want       Date
	}{
		{"ISO in a file name", "2019-03-14-board.docx", "2019-03-14"},
		{"packed in a file name", "int_20190314_roe.txt", "2019-03-14"},
		{"with full stops", "2019.03.14", "2019-03-14"},
		{"German", "Protokoll 14.3.2019.odt", "2019-03-14"},
		{"German with blanks", "am 14. 3. 2019", "2019-03-14"},
		{"day and month", "Board, 14 March 2019", "2019-03-14"},
		{"ordinal", "the 14th of March 2019", "2019-03-14"},
		{"American", "Thursday, March 14, 2019", "2019-03-14"},
		{"abbreviated", "14 Mar. 2019", "2019-03-14"},
		{"German month", "14. März 2019", "2019-03-14"},
		{"French month", "le 14 mars 2019", "2019-03-14"},
		{"French first of the month", "le 1er août 2019", "2019-08-01"},
		{"Spanish month", "14 de marzo de 2019", "2019-03-14"},
		{"Dutch month", "14 maart 2019", "2019-03-14"},
		{"Swedish month", "14 oktober 2019", "2019-10-14"},
		{"a day above 12 first", "minutes 25/12/2018.pdf", "2018-12-25"},
		{"a day above 12 second", "minutes 12/25/2018.pdf", "2018-12-25"},
		{"ambiguous", "minutes 3/4/2018.pdf", ""}, // April or March
		{"day and month alike", "5/5/2018", "2018-05-05"},
		{"no such month", "13/13/2018", ""},
		{"a month only", "notes March 2019", "2019-03"},
		{"a month beside its day", "March 2019: 14 March 2019", "2019-03-14"},
		{"two dates", "2019-03-14 to 2019-03-15", ""},
		{"the same date twice", "2019-03-14, 14 March 2019", "2019-03-14"},
		{"a year only", "interview-2019.txt", ""}, // may be anything
		{"no such day", "31.2.2019", ""},
		{"a long number", "20191399", ""},
		{"in a version", "version 1.2.2019a and 3.4", "2019-02-01"},
		{"in a telephone number", "tel. 0201 2019 0314 55", ""},
		{"no month of that name", "14 Brumaire 2019", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FindDate(tt.text); got != tt.want {
				t.Errorf("FindDate(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// linesOf makes a document of the lines of a text.
func linesOf(text string) (doc Document) {
	doc.Body = text
	at := 0
	for line := range strings.Lines(text) {
		if trimmed := strings.TrimRight(line, "\n"); trimmed != "" {
			doc.Blocks = append(doc.Blocks, Block{Span: Span{at, at + len(trimmed)}})
		}
		at += len(line)
	}
	return doc
}

func TestHeaderDate(t *testing.T) {
	long := "We had agreed on 6 March 2018 that nobody would sign anything before the summer."
	tests := []struct {
		name, text string
		want       Date
	}{
		{"labelled", "Joint board\nDate: 6 March 2018\nPresent: Roe", "2018-03-06"},
		{"alone on a line", "6 March 2018\nJoint board", "2018-03-06"},
		{"labelled in German", "Datum: 6.3.2018\nAnwesend: Roe", "2018-03-06"},
		{"after a weekday", "Joint board\nTuesday 6 March 2018, in the small committee room, minutes\n", "2018-03-06"},
		{"recorded", "Interview\nRecorded on 6 March 2018 in the presence of both spokespersons\n", "2018-03-06"},
		{"in speech", "Joint board\n\nRoe: " + long, ""},
		{"in the first line", long, "2018-03-06"},
		{"in a first line that is long", strings.Repeat("A word. ", 20) + "6 March 2018", ""},
		{"far down", strings.Repeat("A line.\n", 20) + "Date: 6 March 2018", ""},
		{"the first of several", "6 March 2018\nAgreed: 8 March 2018", "2018-03-06"},
		{"no date", "Joint board\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := HeaderDate(linesOf(tt.text)); got != tt.want {
				t.Errorf("HeaderDate(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	declared := linesOf("6 March 2018")
	declared.Date = "2018-05"
	if got := HeaderDate(declared); got != "2018-05" {
		t.Errorf("the file declares 2018-05, got %q", got)
	}
	spoken := linesOf("on 6 March 2018")
	spoken.Blocks[0].Voice = "Roe"
	if got := HeaderDate(spoken); got != "" {
		t.Errorf("what Roe says heads the document with %q", got)
	}
	cue := linesOf("6 March 2018")
	cue.Blocks[0].Kind = CueBlock
	if got := HeaderDate(cue); got != "" {
		t.Errorf("a subtitle heads the document with %q", got)
	}
}
