package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/corpus"
)

func nobody(string) bool { return false }

// Tables of coded segments as other programs export them become tables of codings.
func TestAsCodings(t *testing.T) {
	table := func(lines ...string) corpus.Table {
		t := corpus.Table{Columns: strings.Split(lines[0], "|")}
		for i, l := range lines[1:] {
			t.Rows = append(t.Rows, corpus.Row{Line: i + 2, Values: strings.Split(l, "|")})
		}
		return t
	}
	tests := []struct {
		name    string
		table   corpus.Table
		columns map[string]string
		want    string
	}{
		{"MAXQDA", table("Color|Comment|Document group|Document name|Code|Begin|End|Weight score|Segment|Modified by", `●|why|Docks|Roe|Money > Savings|3|3|50|It began with money|AK`), nil,
			"Roe|Money > Savings|It began with money||why|50|"},
		{"MAXQDA in German", table("Dokumentname|Code|Anfang|Ende|Gewicht|Segment|Bearbeitet von", `Roe|Geld\Sparen|3|3|0|Es begann|AK`), nil,
			"Roe|Geld > Sparen|Es begann|AK|||"},
		{"ATLAS.ti", table("ID|Document|Quotation Name|Quotation Content|Codes|Comment|Created by", "1:1|1 Roe.docx|It began|It began with money|Money: Savings\nTrust, mutual||AK"), nil,
			"1 Roe.docx|Money: Savings|It began with money|AK|||\n1 Roe.docx|Trust, mutual|It began with money|AK|||"},
		{"Dedoose", table("Excerpt Copy|Resource Title|Excerpt Range|Excerpt Creator|Code: Trust Applied|Code: Money Applied", "It began|roe.txt|120-128|AK|True|False"), nil,
			"roe.txt|Trust|It began|AK|||120"},
		{"NVivo", table("File Name|Code|Reference Text|Coded By Initials", `Files\\roe|Codes\\Money\Savings|It began|AK`), nil,
			`Files\\roe|Money > Savings|It began|AK|||`},
		{"Taguette", table("id|document|tag|content", "1|roe|in vivo: it began|It began"), nil, "roe|in vivo: it began|It began||||"},
		{"columns that are said", table("Interview|What|Words", "roe|A, B > C|It began"), map[string]string{"source": "interview", "theme": "What", "quote": "Words"}, "roe|A, B > C|It began||||"},
		{"sums between", table("document|tag|content", "roe|x|It began", "|3|"), nil, "roe|x|It began||||"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, foreign, bad, err := AsCodings("f.xlsx", tt.table, tt.columns, nobody)
			if err != nil || !foreign || len(bad) > 0 {
				t.Fatal(foreign, err, bad)
			}
			var lines []string
			for _, r := range got.Rows {
				lines = append(lines, strings.Join(r.Values, "|"))
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	own := table("source|theme|quote", "a|b|c")
	if got, foreign, _, err := AsCodings("f.csv", own, nil, nobody); foreign || err != nil || !cmp.Equal(got, own) {
		t.Errorf("a table of crosscase's own: %v, %v", foreign, err)
	}
	if _, _, _, err := AsCodings("f.csv", table("a|b|code"), nil, nobody); err == nil || !strings.Contains(err.Error()+coding.Hint(err), "--column") {
		t.Errorf("nothing known: %v", err)
	}
}

// Documents are found under the names that other programs give them.
func TestDocumentNames(t *testing.T) {
	for name, want := range map[string]string{
		"roe":                   "roe",
		"roe.docx":              "roe.docx|roe",
		"1 Roe.docx":            "1 Roe.docx|Roe.docx|1 Roe|Roe",
		"D 12: Roe":             "D 12: Roe|Roe",
		`Files\\Interviews\Roe`: `Files\\Interviews\Roe|Roe`,
		"2019 minutes. Part 2":  "2019 minutes. Part 2|minutes. Part 2",
	} {
		if got := strings.Join(documentNames(name), "|"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
