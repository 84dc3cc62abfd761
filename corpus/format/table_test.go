package format

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crosscase/corpus"
)

// A table is the same in every program and format that saved it.
func TestTableOfRealPrograms(t *testing.T) {
	read := func(file string) corpus.Table {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		table, err := ReadTable(file, data)
		if err != nil {
			t.Fatal(err)
		}
		checkTable(t, table)
		return table
	}
	want := read("survey.csv")
	if len(want.Rows) != 3 || want.Columns[4] != "What made you take part?" ||
		want.Rows[1].Values[4] != "Nobody asked me" || want.Rows[2].Line != 4 {
		t.Fatalf("%+v", want)
	}
	for _, file := range []string{"survey.xlsx", "survey.openpyxl.xlsx"} {
		if diff := cmp.Diff(want, read(file)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
}

func TestReadSeparated(t *testing.T) {
	row := func(line int, values ...string) corpus.Row { return corpus.Row{Line: line, Values: values} }
	tests := []struct {
		name, file, data string
		columns          []string
		rows             []corpus.Row
	}{
		{"commas", "a.csv", "name,age\nRoe,41\nPenn,39\n", []string{"name", "age"}, []corpus.Row{row(2, "Roe", "41"), row(3, "Penn", "39")}},
		{"semicolons", "a.csv", "name;age\n\"Roe, Jane\";41\n", []string{"name", "age"}, []corpus.Row{row(2, "Roe, Jane", "41")}},
		{"tabs", "a.csv", "name\tage\nRoe\t41\n", []string{"name", "age"}, []corpus.Row{row(2, "Roe", "41")}},
		{"tabs in .tsv", "a.tsv", "name\tage\nRoe, J.\t41\n", []string{"name", "age"}, []corpus.Row{row(2, "Roe, J.", "41")}},
		{"one column", "a.csv", "name\nRoe\n", []string{"name"}, []corpus.Row{row(2, "Roe")}},
		{"a value of two lines", "a.csv", "name,why\nRoe,\"one\ntwo\"\nPenn,no\n", []string{"name", "why"},
			[]corpus.Row{row(2, "Roe", "one\ntwo"), row(4, "Penn", "no")}},
		{"quotation marks in a value", "a.csv", "name,why\nRoe,\"she said \"\"no\"\"\"\n", []string{"name", "why"},
			[]corpus.Row{row(2, "Roe", `she said "no"`)}},
		{"blanks around values", "a.csv", " name , age \n Roe , \n", []string{"name", "age"}, []corpus.Row{row(2, "Roe", "")}},
		{"Windows", "a.csv", "\ufeffname;age\r\nRoe;41\r\n", []string{"name", "age"}, []corpus.Row{row(2, "Roe", "41")}},
		{"the header only", "a.csv", "name,age\n", []string{"name", "age"}, nil},
		{"empty lines", "a.csv", "name,age\n\n\nRoe,41\n", []string{"name", "age"}, []corpus.Row{row(4, "Roe", "41")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadTable(tt.file, []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			checkTable(t, got)
			if diff := cmp.Diff(corpus.Table{Columns: tt.columns, Rows: tt.rows, Encoding: "utf-8"}, got); diff != "" {
				t.Error(diff)
			}
			if !IsSurvey(got) {
				t.Error("answers are taken for Whisper's segments")
			}
		})
	}
}

func TestInvalidTables(t *testing.T) {
	tests := []struct {
		name, file, data string
		is               error
		says             string
	}{
		{"a value too few", "a.csv", "a,b\n1\n", ErrDamaged,
			`line 2: 1 values for 2 columns; put a value that holds "," in quotation marks`},
		{"a value too many", "a.csv", "a;b\n1;2\n1;2;3\n", ErrDamaged, `line 3: 3 values for 2 columns; put a value that holds ";"`},
		{"a quotation mark without end", "a.csv", "a,b\n1,\"2\n", ErrDamaged, "line 2"},
		{"a quotation mark in the middle", "a.csv", "a,b\n1,x\"2\"\n", ErrDamaged, "line 2"},
		{"nothing", "a.csv", "", ErrEmpty, "no words"},
		{"white space", "a.csv", " \n \n", ErrEmpty, "no words"},
		{"a binary file", "a.csv", strings.Repeat("\x01\x02", 50), ErrDamaged, "binary"},
		{"a broken zip file", "a.xlsx", "PK\x03\x04 no", ErrDamaged, "not a whole .xlsx"},
		{"another zip file", "a.xlsx", string(zipped(t, map[string]string{"a.txt": "x"})), ErrDamaged, "not a whole .xlsx"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadTable(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
}

func TestTooManyRows(t *testing.T) {
	_, err := ReadTable("a.csv", []byte("a\n"+strings.Repeat("1\n", maxRows+1)))
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "more than 262144 lines") {
		t.Errorf("error %v, want %v", err, ErrTooLarge)
	}
}

// spreadsheet is a workbook with cells by sheet and reference.
func spreadsheet(t *testing.T, cells map[string]map[string]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, sheet := range []string{"Sheet1", "Sheet2"} {
		if sheet != "Sheet1" {
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
		}
		for ref, value := range cells[sheet] {
			if err := f.SetCellValue(sheet, ref, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	type cells = map[string]map[string]any
	tests := []struct {
		name    string
		cells   cells
		columns []string
		rows    []corpus.Row
		leftOut []corpus.LeftOut
	}{
		{"numbers and text", cells{"Sheet1": {"A1": "name", "B1": "age", "A2": "Roe", "B2": 41}},
			[]string{"name", "age"}, []corpus.Row{{Line: 2, Values: []string{"Roe", "41"}}}, nil},
		{"a missing cell at the end", cells{"Sheet1": {"A1": "name", "B1": "age", "A2": "Roe"}},
			[]string{"name", "age"}, []corpus.Row{{Line: 2, Values: []string{"Roe", ""}}}, nil},
		{"a cell beyond the header", cells{"Sheet1": {"A1": "name", "A2": "Roe", "B2": "stray"}},
			[]string{"name", "column B"}, []corpus.Row{{Line: 2, Values: []string{"Roe", "stray"}}}, nil},
		{"empty rows", cells{"Sheet1": {"A3": "name", "A5": "Roe"}},
			[]string{"name"}, []corpus.Row{{Line: 5, Values: []string{"Roe"}}}, nil},
		{"the first sheet is empty", cells{"Sheet2": {"A1": "name", "A2": "Roe"}},
			[]string{"name"}, []corpus.Row{{Line: 2, Values: []string{"Roe"}}}, nil},
		{"only the first sheet is read", cells{"Sheet1": {"A1": "name"}, "Sheet2": {"A1": "other", "A2": "Roe"}},
			[]string{"name"}, nil, []corpus.LeftOut{{Why: corpus.OtherSheet, Where: `sheet "Sheet2"`, Text: "other\nRoe"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadTable("a.xlsx", spreadsheet(t, tt.cells))
			if err != nil {
				t.Fatal(err)
			}
			checkTable(t, got)
			want := corpus.Table{Columns: tt.columns, Rows: tt.rows, Encoding: "utf-8", LeftOut: tt.leftOut}
			if tt.name == "empty rows" {
				want.Line = 3
			}
			if tt.leftOut != nil {
				want.Sheet, want.Others = "Sheet1", []string{"Sheet2"}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	book := spreadsheet(t, cells{"Sheet1": {"A1": "name"}, "Sheet2": {"A1": "other", "A2": "Roe"}})
	want := corpus.Table{Columns: []string{"other"}, Rows: []corpus.Row{{Line: 2, Values: []string{"Roe"}}}, Encoding: "utf-8", Sheet: "Sheet2",
		Others: []string{"Sheet1"}, LeftOut: []corpus.LeftOut{{Why: corpus.OtherSheet, Where: `sheet "Sheet1"`, Text: "name"}}}
	if got, err := ReadSheet("a.xlsx", book, "sheet2"); err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("the second sheet: %v %s", err, cmp.Diff(want, got))
	}
	var unknown *UnknownSheet
	if _, err := ReadSheet("a.xlsx", book, "Codes"); !errors.As(err, &unknown) || len(unknown.Sheets) != 2 {
		t.Errorf("a sheet that is not there: %v", err)
	}
	if _, err := ReadTable("a.xlsx", spreadsheet(t, nil)); !errors.Is(err, ErrEmpty) {
		t.Errorf("an empty workbook: %v, want %v", err, ErrEmpty)
	}
}

// Rows above the one that names the columns are a title, in whatever kind of file.
func TestTitlesOfTables(t *testing.T) {
	talk, answers := "Time;Speaker;Utterance", "ID;Depot;Why did you come?"
	below := "\n00:01;Roe;Who paid?\n00:02;Penn;Nobody.\n"
	tests := []struct {
		name, text string
		columns    string // "" for the first line
		titles     []string
	}{
		{"a title", "Interview 4;;\n" + talk + below, talk, []string{"Interview 4"}},
		{"a title and an empty line", "Interview 4;;\n\n" + talk + below, talk, []string{"Interview 4"}},
		{"a title without its empty cells", "Interview 4\n" + talk + below, talk, []string{"Interview 4"}},
		{"a title of two lines", "Interview 4, in March\nby Jane Roe, recorded\n" + talk + below, talk, []string{"Interview 4, in March", "by Jane Roe, recorded"}},
		{"facts", "Interview 4\nDate;14 March 2024\nBy;Jane Roe;\n" + talk + below, talk, []string{"Interview 4", "Date\t14 March 2024", "By\tJane Roe"}},
		{"German", "Gespräch 4;;\nNr.;Wer;Gesagt" + below, "Nr.;Wer;Gesagt", []string{"Gespräch 4"}},
		{"two columns", "Interview 4;\nSpeaker;Text\nRoe;Who paid?\nPenn;Nobody.\n", "Speaker;Text", []string{"Interview 4"}},
		{"answers", "Survey of 2024;;\n" + answers + below, answers, []string{"Survey of 2024"}},
		{"no title", talk + below, "", nil},
		{"one name for two columns", "Comment;\nRoe;Who paid?\nPenn;Nobody.\n", "", nil},
		{"one name for three columns", "Comment;;\nRoe;1;2\nPenn;3;4\n", "", nil},
		{"one column with semicolons", "Comment\nI came; I saw.\nI came; I left.\n", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadTable("a.csv", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			checkTable(t, got)
			columns, _, _ := strings.Cut(tt.text, "\n")
			if tt.columns != "" {
				columns = tt.columns
			}
			var titles []string
			for _, l := range got.LeftOut {
				if l.Why != corpus.TitleRow {
					t.Errorf("left out: %+v", l)
				}
				titles = append(titles, l.Text)
			}
			if diff := cmp.Diff(strings.Split(columns, ";"), got.Columns) + cmp.Diff(tt.titles, titles); diff != "" {
				t.Error(diff)
			}
			lines := strings.Split(tt.text, "\n")
			if at := max(got.Line, 1); lines[at-1] != strings.Join(got.Columns, ";") {
				t.Errorf("the columns are named in line %d: %q", at, lines[at-1])
			}
		})
	}
	book := spreadsheet(t, map[string]map[string]any{"Sheet1": {"A1": "Interview 4", "A3": "Time", "B3": "Speaker", "C3": "Utterance", "A4": "00:01", "B4": "Roe", "C4": "Who?", "D4": "x"}})
	got, err := ReadTable("a.xlsx", book)
	want := corpus.Table{Columns: []string{"Time", "Speaker", "Utterance", "column D"}, Line: 3, Encoding: "utf-8",
		Rows:    []corpus.Row{{Line: 4, Values: []string{"00:01", "Roe", "Who?", "x"}}},
		LeftOut: []corpus.LeftOut{{Why: corpus.TitleRow, Where: "line 1", Text: "Interview 4"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}
