package format

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"crosscase/corpus"
)

// readXLSX reads the sheet of a name, or the first that is not empty; the others are left out. Values are as
// the spreadsheet program displays them.
func readXLSX(data []byte, named string) (t corpus.Table, err error) {
	if _, err := openArchive(data, ".xlsx"); err != nil {
		return t, err
	}
	defer func() {
		if r := recover(); r != nil { // the library panics on some damaged files
			err = fmt.Errorf("%w: not a whole .xlsx; save it again in the spreadsheet program", ErrDamaged)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 4 * MaxText, UnzipXMLSizeLimit: 4 * MaxText})
	if err != nil {
		if strings.Contains(err.Error(), "size limit") {
			return t, fmt.Errorf("%w: it unpacks to more than %d MB", ErrTooLarge, 4*MaxText>>20)
		}
		return t, fmt.Errorf("%w: not a whole .xlsx (%v); save it again in the spreadsheet program", ErrDamaged, err)
	}
	defer f.Close()
	t.Encoding = "utf-8"
	sheets := f.GetSheetList()
	if named != "" && !slices.ContainsFunc(sheets, func(s string) bool { return strings.EqualFold(s, named) }) {
		return t, &UnknownSheet{named, sheets}
	}
	for _, sheet := range sheets {
		rows, err := f.Rows(sheet)
		if err != nil {
			continue
		}
		into := &t
		if t.Columns != nil || named != "" && !strings.EqualFold(sheet, named) {
			into = &corpus.Table{}
		}
		if err := readSheet(into, sheet, rows); err != nil {
			return t, err
		}
		switch {
		case into == &t && t.Columns != nil:
			t.Sheet = sheet
		case into.Columns != nil:
			t.Others = append(t.Others, sheet)
			t.LeftOut = append(t.LeftOut, corpus.LeftOut{Why: corpus.OtherSheet, Where: fmt.Sprintf("sheet %q", sheet), Text: sheetText(*into)})
		}
	}
	if len(t.Others) == 0 {
		t.Sheet = ""
	}
	if t.Columns == nil {
		return t, ErrEmpty
	}
	return t, nil
}

// sheetText is all that is in a sheet, a line for each row.
func sheetText(t corpus.Table) string {
	var lines []string
	for _, title := range t.LeftOut {
		lines = append(lines, title.Text)
	}
	lines = append(lines, strings.Join(t.Columns, "\t"))
	for _, r := range t.Rows {
		lines = append(lines, strings.Join(r.Values, "\t"))
	}
	return strings.Join(lines, "\n")
}

// maxCells is the most cells of a table, with empty ones: a far cell makes many.
const maxCells = 1 << 22

// readSheet adds the rows of a sheet that are not empty to t, and closes rows. A column
// with values below the row that names columns is called by its letters.
func readSheet(t *corpus.Table, sheet string, rows *excelize.Rows) error {
	defer rows.Close()
	size, line := 0, 0
	for rows.Next() {
		line++
		values, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("%w: sheet %q, line %d: %v", ErrDamaged, sheet, line, err)
		}
		if values = withoutEmptyEnd(values); len(values) == 0 {
			continue
		}
		for _, v := range values {
			size += len(v)
		}
		if size > MaxText {
			return fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
		}
		width := max(len(values), len(t.Columns))
		if (len(t.Rows)+1)*width > maxCells {
			return fmt.Errorf("%w: sheet %q, line %d: a value in column %s, which makes more than %d cells; delete what is far from the table",
				ErrTooLarge, sheet, line, columnName(width), maxCells)
		}
		if t.Columns != nil {
			t.Columns = append(t.Columns, make([]string, width-len(t.Columns))...)
			values = append(values, make([]string, width-len(values))...)
		}
		if err := addRow(t, line, values); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("%w: sheet %q: %v", ErrDamaged, sheet, err)
	}
	for i, r := range t.Rows { // those above a value in a new column
		t.Rows[i].Values = append(r.Values, make([]string, len(t.Columns)-len(r.Values))...)
	}
	belowTitle(t)
	for n := len(withoutEmptyEnd(t.Columns)); n < len(t.Columns); n++ {
		t.Columns[n] = "column " + columnName(n+1)
	}
	return nil
}

// withoutEmptyEnd is a row without the empty cells at its end.
func withoutEmptyEnd(values []string) []string {
	for len(values) > 0 && strings.TrimSpace(values[len(values)-1]) == "" {
		values = values[:len(values)-1]
	}
	return values
}

// columnName is the name of a column in a spreadsheet, as C for 3.
func columnName(n int) string {
	name, _ := excelize.ColumnNumberToName(n)
	return name
}
