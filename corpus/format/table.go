package format

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// errSurvey means that a file is a table of answers, which becomes a document only
// when the researcher says what its columns are.
var errSurvey = fmt.Errorf("%w: a table; read it with ReadTable", ErrUnknown)

// The most rows and columns of a table, as spreadsheets have, and the most bytes of a value.
const (
	maxRows    = 1 << 18
	maxColumns = 1 << 14
	maxValue   = 4 << 20
)

// IsTable reports whether a file of this name is a table of rows and columns.
func IsTable(name string) bool {
	switch extension(name) {
	case ".csv", ".tsv", ".xlsx":
		return true
	}
	return false
}

// ReadTable reads a table whose first line below a title names the columns: .csv and .tsv as
// spreadsheets write them, with commas, semicolons or tabs, the first sheet of
// an .xlsx that is not empty, and the list of objects with most text in a .json. Values are trimmed. Errors are those of [Read] and name
// the line.
func ReadTable(name string, data []byte) (corpus.Table, error) { return ReadSheet(name, data, "") }

// An UnknownSheet is the error for a sheet that a workbook does not have.
type UnknownSheet struct {
	Sheet  string
	Sheets []string // that it has
}

func (e *UnknownSheet) Error() string { return fmt.Sprintf("no sheet %q", e.Sheet) }

// ReadSheet reads a table as [ReadTable] does, of a workbook the sheet of this name, in any case; "" is the
// first that is not empty. The error is an [UnknownSheet] where there is none.
func ReadSheet(name string, data []byte, sheet string) (corpus.Table, error) {
	t, err := readTable(extension(name), data, sheet)
	if err == nil && t.Encoding == "utf-8" && IsText(name) && !utf8.Valid(data) {
		t.LeftOut = append(damagedBytes(data), t.LeftOut...)
	}
	return t, err
}

func readTable(ext string, data []byte, sheet string) (corpus.Table, error) {
	switch ext {
	case ".xlsx":
		return readXLSX(data, sheet)
	case ".tsv":
		return readSeparated(data, '\t')
	case ".json":
		return readRecords(data)
	}
	return readSeparated(data, 0)
}

// IsSurvey reports whether a table is anything but Whisper's segments, whose times are
// numbers.
func IsSurvey(t corpus.Table) bool {
	if !whisperColumns(t.Columns) || len(t.Rows) == 0 {
		return !whisperColumns(t.Columns)
	}
	_, err := strconv.ParseFloat(t.Rows[0].Values[0], 64)
	return err != nil
}

// readSeparated reads a table with sep between its columns; 0 means the most
// frequent of comma, semicolon and tab in the first line.
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
	if first, _, _ := strings.Cut(text, "\n"); sep == '\t' && (whisperColumns(strings.Split(first, "\t")) || evenTabs(text)) {
		if err = addUnquoted(&t, text); err == nil {
			belowTitle(&t)
		}
		return t, err
	}
	if said, rest, ok := strings.Cut(text, "\n"); ok && len(said) == 5 && strings.HasPrefix(strings.ToLower(said), "sep=") {
		sep, text = rune(said[4]), "\n"+rest // as Excel is told what stands between values
		if !strings.ContainsRune(",;\t|", sep) {
			sep = 0
		}
	}
	return t, readRows(&t, text, sep)
}

// readRows adds the lines of a table to t. Lines of a title may have fewer values.
func readRows(t *corpus.Table, text string, sep rune) error {
	r := csv.NewReader(strings.NewReader(text))
	r.LazyQuotes = sep == '\t'
	if r.Comma = sep; sep == 0 {
		r.Comma = delimiter(text)
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			belowTitle(t)
			return nil
		}
		line := 0
		if len(record) > 0 {
			line, _ = r.FieldPos(0)
		}
		var broken *csv.ParseError
		switch {
		case errors.Is(err, csv.ErrFieldCount):
			if below, ok := belowLines(text, line, sep); ok {
				below.Encoding = t.Encoding
				*t = below
				return nil
			}
			return wrongCount(line, len(record), len(t.Columns), r.Comma)
		case errors.As(err, &broken):
			return rowError("line %d: %v", broken.Line, broken.Err)
		case err != nil:
			return rowError("%v", err)
		}
		if err := addRow(t, line, record); err != nil {
			return err
		}
	}
}

// evenTabs tells whether each line has as many tabs as the first, so that no value needs
// quotation marks around it.
func evenTabs(text string) bool {
	tabs := -1
	for row := range strings.Lines(text) {
		if strings.TrimSpace(row) == "" {
			continue
		}
		if n := strings.Count(row, "\t"); tabs < 0 {
			tabs = n
		} else if n != tabs {
			return false
		}
	}
	return tabs > 0
}

// unquoted is a value without the quotation marks that are around the whole of it.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	inner := strings.ReplaceAll(s[1:len(s)-1], `""`, "\x00")
	if strings.Contains(inner, `"`) {
		return s
	}
	return strings.ReplaceAll(inner, "\x00", `"`)
}

// addUnquoted adds the lines of a table that may have quotation marks in its values, as
// Whisper's and ELAN's have.
func addUnquoted(t *corpus.Table, text string) error {
	line := 0
	for row := range strings.Lines(text) {
		line++
		if strings.TrimSpace(row) == "" {
			continue
		}
		values := strings.Split(strings.TrimSuffix(row, "\n"), "\t")
		if t.Columns != nil && len(values) != len(t.Columns) {
			return wrongCount(line, len(values), len(t.Columns), '\t')
		}
		for i, v := range values {
			values[i] = unquoted(v)
		}
		if err := addRow(t, line, values); err != nil {
			return err
		}
	}
	return nil
}

func wrongCount(line, values, columns int, sep rune) error {
	return rowError("line %d: %d values for %d columns; put a value that holds %q in quotation marks",
		line, values, columns, string(sep))
}

// rowError returns an error in one line of a table. It wraps [ErrDamaged] without
// saying so, since the rest of the file is fine.
func rowError(format string, args ...any) error { return tableError(fmt.Sprintf(format, args...)) }

type tableError string

func (e tableError) Error() string { return string(e) }
func (e tableError) Unwrap() error { return ErrDamaged }

// addRow adds a row, the first as the names of the columns.
func addRow(t *corpus.Table, line int, values []string) error {
	if len(values) > maxColumns {
		return fmt.Errorf("%w: line %d: %d columns; %d are the most", ErrTooLarge, line, len(values), maxColumns)
	}
	for i, v := range values {
		if len(v) > maxValue {
			return fmt.Errorf("%w: line %d: a value of %d MB; %d MB is the most; is a quotation mark missing?", ErrTooLarge, line,
				len(v)>>20, maxValue>>20)
		}
		values[i] = strings.TrimSpace(clean(v))
	}
	if t.Columns == nil {
		t.Columns = values
		if line > 1 {
			t.Line = line
		}
		return nil
	}
	if len(t.Rows) == maxRows {
		return fmt.Errorf("%w: more than %d lines", ErrTooLarge, maxRows)
	}
	t.Rows = append(t.Rows, corpus.Row{Line: line, Values: values})
	return nil
}

// delimiter returns the most frequent delimiter of the first line, or of one below a title that names columns.
func delimiter(text string) rune {
	first := ""
	for n, line := range strings.SplitN(strings.TrimLeft(text, "\n"), "\n", mostTitles+2) {
		if n > mostTitles {
			break
		}
		if n == 0 {
			first = line
		}
		if d := delimiterOf(line); corpus.NamesColumns(strings.Split(strings.ReplaceAll(line, `"`, ""), string(d))) {
			return d
		}
	}
	return delimiterOf(first)
}

func delimiterOf(line string) rune {
	var bare strings.Builder
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 0 { // not in quotation marks
			bare.WriteString(part)
		}
	}
	best := ','
	for _, d := range ";\t" {
		if strings.Count(bare.String(), string(d)) > strings.Count(bare.String(), string(best)) {
			best = d
		}
	}
	return best
}
