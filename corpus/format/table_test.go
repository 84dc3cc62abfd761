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
			if diff := cmp.Diff(corpus.Table{Columns: tt.columns, Rows: tt.rows, Encoding: "utf-8", LeftOut: tt.leftOut}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := ReadTable("a.xlsx", spreadsheet(t, nil)); !errors.Is(err, ErrEmpty) {
		t.Errorf("an empty workbook: %v, want %v", err, ErrEmpty)
	}
}
