package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// A table whose headings name the speaker's column is read as one, even if the cells of whoever asks
// are empty: their words are nobody's.
func TestTableWithoutInterviewer(t *testing.T) {
	for _, text := range []string{
		"Start\tEnd\tSpeaker\tText\tCode\n00:00:10\t00:01:10\t\tHow did you come here?\n00:01:10\t00:02:10\tPetra\tBy bus.\ttravel\n" +
			"00:02:10\t00:03:10\t\tAnd who paid?\n00:03:10\t00:04:10\tPetra\tNobody paid.\tmoney\n",
		"Nr\tWer\tWas\n1\t\tHow did you come here?\n2\tPetra\tBy bus.\n3\t\tAnd who paid?\n4\tPetra\tNobody paid.\n",
		"Zeit\tText\tSprecher\n00:10\tHow did you come here?\n01:10\tBy bus.\tPetra\n02:10\tAnd who paid?\n03:10\tNobody paid.\tPetra\n",
	} {
		doc := read(t, "a.txt", text)
		var got []string
		for _, u := range find(t, doc, Options{}).Turns {
			who := "-"
			if u.Speaker >= 0 {
				who = "Petra"
			}
			if words := strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " "); u.Start > 0 {
				got = append(got, who+"|"+words)
			}
		}
		want := []string{"-|How did you come here?", "Petra|By bus.", "-|And who paid?", "Petra|Nobody paid."}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	}
}

// Tables of what was said, as word processors have them: what is in a row is the words of who is
// named in it, and notes beside them are listed.
func TestTablesOfTurns(t *testing.T) {
	said := []string{"How did you come here?", "We took the bus, my aunt and I.", "And who paid for it?", "Nobody paid, and that was the trouble."}
	rows := func(head string, row func(n int, who, words string) string) string {
		var b strings.Builder
		b.WriteString(head)
		for n, w := range said {
			b.WriteString(strings.TrimRight(row(n, []string{"IH", "PV"}[n%2], w), "\t") + "\n")
		}
		return b.String()
	}
	codes := func(n int) string { return []string{"", "travel", "", "money"}[n] }
	counted := func(n int, p, w string) string { return fmt.Sprintf("%d\t%s\t%s\t%s", n+1, p, w, codes(n)) }
	each := func(n int, _, w string) string { return strings.Repeat("\t", n%2) + w }
	const asks = "Interviewer|How did you come here? Respondent|We took the bus, my aunt and I. Interviewer|And who paid for it? " +
		"Respondent|Nobody paid, and that was the trouble."
	initials := strings.NewReplacer("Interviewer|", "IH|", "Respondent|", "PV|").Replace(asks)
	tests := []struct {
		name, text, want string
		left             []string
	}{
		{"codes", rows("Line\tWho\tWhat\tCode\n", counted), initials, []string{"heading row: Line Who What Code", `column "Code": travel, money`}},
		{"codes in German", rows("Zeile\tWer\tWas\tKode\n", counted), initials, []string{"heading row: Zeile Wer Was Kode", `column "Kode": travel, money`}},
		{"codes in Polish", rows("Wiersz\tKto\tCo\tKod\n", counted), initials, []string{"heading row: Wiersz Kto Co Kod", `column "Kod": travel, money`}},
		{"codes in Japanese", rows("行\t話者\t発話\tコード\n", counted), initials, []string{"heading row: 行 話者 発話 コード", `column "コード": travel, money`}},
		{"no headings", rows("", counted) + "5\tIH\tHow?\n6\tPV\tSo.\n",
			initials + " IH|How? PV|So.", []string{`column "4": travel, money`}},
		{"notes before the words", rows("Speaker\tNotes\tText\n", func(n int, p, w string) string {
			return p + "\t" + strings.Repeat("laughs and laughs and goes on laughing for long ", n%2) + "\t" + w
		}), initials, []string{"heading row: Speaker Notes Text", `column "Notes": laughs and laughs and goes on laughing for long, laughs and laughs and goes on laughing for long`}},
		{"comments longer than the words", rows("Speaker\tTranscript\tComments\n", func(n int, p, w string) string {
			return p + "\t" + w + "\t" + strings.Repeat("a long comment about it ", 4*(n%3))
		}), initials, []string{"heading row: Speaker Transcript Comments", `column "Comments": ` + strings.TrimSpace(strings.Repeat("a long comment about it ", 4)) + ", " + strings.TrimSpace(strings.Repeat("a long comment about it ", 8))}},
		{"notes below several paragraphs", "No\tWho\tWhat\tCode\n1\tIH\tHow did you come here?\n2\tPV\tWe took the bus,\n\n\t\tmy aunt and I.\n\n\t\t\ttravel\n" +
			"3\tIH\tAnd who paid for it?\n4\tPV\tNobody paid, and that was the trouble.\n", initials, []string{"heading row: No Who What Code", `column "Code": travel`}},
		{"lines that go on below the name", "1\tIH\tHow did\n2\t\tyou come here?\n3\tPV\tWe took the bus,\n4\t\tmy aunt and I.\n5\tIH\tAnd who paid for it?\n" +
			"6\tPV\tNobody paid,\n7\t\tand that was the trouble.\n8\tIH\tHow?\n9\tPV\tSo.\n", "IH|How did IH|you come here? PV|We took the bus, PV|my aunt and I. " +
			"IH|And who paid for it? PV|Nobody paid, PV|and that was the trouble. IH|How? PV|So.", nil},
		{"notes beside words that go on", "No\tWho\tWhat\tMemo\n1\tIH\tHow did you come here?\n2\tPV\tWe took the bus,\n\t\tmy aunt and I.\ttravel\n" +
			"3\tIH\tAnd who paid for it?\n4\tPV\tNobody paid, and that was the trouble.\n",
			"IH|How did you come here? PV|We took the bus, PV|my aunt and I. IH|And who paid for it? PV|Nobody paid, and that was the trouble.",
			[]string{"heading row: No Who What Memo", `column "Memo": travel`}},
		{"headings on each page", "Speaker\tText\nIH\tHow did you come here?\nPV\tWe took the bus, my aunt and I.\nSpeaker\tText\nIH\tAnd who paid for it?\n" +
			"PV\tNobody paid, and that was the trouble.\n", initials, []string{"heading row: Speaker Text", "heading row: Speaker Text"}},
		{"a column for each, in turn", rows("Interviewer\tRespondent\n", each), asks, []string{"heading row: Interviewer Respondent"}},
		{"a column for each, on one line", "Interviewer\tRespondent\n" + said[0] + "\t" + said[1] + "\n" + said[2] + "\t" + said[3] + "\n", asks, []string{"heading row: Interviewer Respondent"}},
		{"a column for each of two names", rows("Ian Hare\tPetra Vogt\n", each),
			strings.NewReplacer("Interviewer|", "Ian Hare|", "Respondent|", "Petra Vogt|").Replace(asks), []string{"heading row: Ian Hare Petra Vogt"}},
		{"a column for each, on two pages", "Interviewer\tRespondent\n" + said[0] + "\n\t" + said[1] + "\nInterviewer\tRespondent\n" + said[2] + "\n\t" + said[3] + "\n", asks, []string{"heading row: Interviewer Respondent", "heading row: Interviewer Respondent"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var spoken, left []string
			for _, u := range found.Turns {
				if u.Speaker >= 0 {
					spoken = append(spoken, found.Speakers[u.Speaker].Label+"|"+strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " "))
				} else if u.Body < u.End && u.Start > doc.Blocks[0].Span.Start {
					t.Errorf("nobody says %q", doc.Body[u.Body:u.End])
				}
			}
			for _, l := range found.LeftOut {
				where := l.Where
				if l.Why == corpus.HeadingRow {
					where = string(l.Why)
				}
				left = append(left, where+": "+strings.NewReplacer("\n", ", ", "\t", " ").Replace(l.Text))
			}
			if diff := cmp.Diff(tt.want, strings.Join(spoken, " ")) + cmp.Diff(tt.left, left); diff != "" {
				t.Errorf("layout %q: %s", found.Layout, diff)
			}
		})
	}
}

// A table of other things has no column for each speaker.
func TestNoSpeakerColumns(t *testing.T) {
	tests := map[string]string{
		"strengths":    "Strengths\tWeaknesses\nWe know the town very well.\tWe have no money at all.\nThe staff stays for years.\tThe roof lets the rain in.\n",
		"names, roles": "Jane Roe\tTom Penn\nthe chair\tthe clerk\nNorth\tSouth\n",
		"one column":   "Interviewer\tDate\nHow did you come here then?\t14 March\nAnd who paid for all that?\t15 March\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if found := find(t, read(t, "a.txt", text), Options{}); len(found.Speakers) > 0 {
				t.Errorf("layout %s: %v speak", found.Layout, found.Speakers)
			}
		})
	}
}

// The lines about an interview may be a table.
func TestHeadInTable(t *testing.T) {
	doc := read(t, "a.txt", "Interviewee\tTom Penn\nInterviewer\tJane Roe\nDate\t14 March 2024\n\nI\tHow did you come here?\nB\tWe took the bus.\nI\tAnd who paid?\nB\tNobody.\n")
	found := find(t, doc, Options{})
	if len(found.Facts) != 3 || len(found.Speakers) != 2 || len(found.Turns) != 5 {
		t.Errorf("facts %v, speakers %v, %d turns", found.Facts, found.Speakers, len(found.Turns))
	}
}
