package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"crosscase/corpus"
)

// errSurvey says that a file is a table of answers, which is no document before
// somebody says what its columns are.
var errSurvey = fmt.Errorf("%w: a table; read it with ReadTable", ErrUnknown)

// maxRows is the most lines that a table may have.
const maxRows = 1 << 18

// Tabular tells whether a file of this name is a table of lines and columns.
func Tabular(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".xlsx":
		return true
	}
	return false
}

// ReadTable reads a table whose first line names the columns: .csv and .tsv as
// spreadsheets write them, with commas, semicolons or tabs, and the first sheet
// with anything in it of an .xlsx. White space at the ends of values is taken
// off. Errors are those of [Read] and name the line.
func ReadTable(name string, data []byte) (corpus.Table, error) {
	switch ending(name) {
	case ".xlsx":
		return readXLSX(data)
	case ".tsv":
		return readSeparated(data, '\t')
	}
	return readSeparated(data, 0)
}

// IsSurvey tells whether a table holds answers rather than Whisper's segments.
func IsSurvey(t corpus.Table) bool { return !whisperColumns(t) }

// readSeparated reads a table with sep between its columns; 0 is whatever of
// comma, semicolon and tab stands most often in the first line.
func readSeparated(data []byte, sep rune) (corpus.Table, error) {
	var t corpus.Table
	text, encoding, err := Decode(data)
	if err != nil {
		return t, err
	}
	t.Encoding = encoding
	if strings.TrimSpace(text) == "" {
		return t, ErrEmpty
	}
	r := csv.NewReader(strings.NewReader(text))
	r.LazyQuotes = sep == '\t' // Whisper does not quote
	if r.Comma = sep; sep == 0 {
		r.Comma = delimiter(text)
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		line := 0
		if len(record) > 0 {
			line, _ = r.FieldPos(0)
		}
		var broken *csv.ParseError
		switch {
		case errors.Is(err, csv.ErrFieldCount):
			return t, wrong("line %d: %d values for %d columns; put a value that holds %q in quotation marks", line, len(record), len(t.Columns), string(r.Comma))
		case errors.As(err, &broken):
			return t, wrong("line %d: %v", broken.Line, broken.Err)
		case err != nil:
			return t, wrong("%v", err)
		}
		if err := addRow(&t, line, record); err != nil {
			return t, err
		}
	}
}

// wrong is an error in one line of a table, which is damaged only there.
func wrong(format string, args ...any) error { return tableError(fmt.Sprintf(format, args...)) }

type tableError string

func (e tableError) Error() string { return string(e) }
func (e tableError) Unwrap() error { return ErrDamaged }

// addRow adds a line, the first as names of columns.
func addRow(t *corpus.Table, line int, values []string) error {
	for i, v := range values {
		values[i] = strings.TrimSpace(clean(v))
	}
	if t.Columns == nil {
		t.Columns = values
		return nil
	}
	if len(t.Rows) == maxRows {
		return fmt.Errorf("%w: more than %d lines", ErrTooLarge, maxRows)
	}
	t.Rows = append(t.Rows, corpus.Row{Line: line, Values: values})
	return nil
}

func delimiter(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, d := range ";\t" {
		if strings.Count(first, string(d)) > strings.Count(first, string(best)) {
			best = d
		}
	}
	return best
}

// readXLSX reads the first sheet that holds something. Values are as the sheet
// shows them.
func readXLSX(data []byte) (t corpus.Table, err error) {
	if _, err := openArchive(data, ".xlsx"); err != nil {
		return t, err
	}
	defer func() {
		if r := recover(); r != nil { // the library trusts its files
			err = fmt.Errorf("%w: not a whole .xlsx; save it again in the spreadsheet program", ErrDamaged)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 4 * MaxText, UnzipXMLSizeLimit: 4 * MaxText, RawCellValue: false})
	if err != nil {
		if strings.Contains(err.Error(), "size limit") {
			return t, fmt.Errorf("%w: it unpacks to more than %d MB", ErrTooLarge, 4*MaxText>>20)
		}
		return t, fmt.Errorf("%w: not a whole .xlsx (%v); save it again in the spreadsheet program", ErrDamaged, err)
	}
	defer f.Close()
	t.Encoding = "utf-8"
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			continue
		}
		size, line := 0, 0
		for rows.Next() {
			line++
			values, err := rows.Columns()
			if err != nil {
				rows.Close()
				return t, fmt.Errorf("%w: sheet %q, line %d: %v", ErrDamaged, sheet, line, err)
			}
			for _, v := range values {
				size += len(v)
			}
			if size > MaxText {
				rows.Close()
				return t, fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
			}
			if strings.TrimSpace(strings.Join(values, "")) == "" {
				continue
			}
			for t.Columns != nil && len(values) < len(t.Columns) {
				values = append(values, "")
			}
			if t.Columns != nil && len(values) > len(t.Columns) {
				values = values[:len(t.Columns)]
			}
			if err := addRow(&t, line, values); err != nil {
				rows.Close()
				return t, err
			}
		}
		err = rows.Error()
		rows.Close()
		if err != nil {
			return t, fmt.Errorf("%w: sheet %q: %v", ErrDamaged, sheet, err)
		}
		if t.Columns != nil {
			return t, nil
		}
	}
	return t, ErrEmpty
}
