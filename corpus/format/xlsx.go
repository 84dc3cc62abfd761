package format

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"crosscase/corpus"
)

// readXLSX reads the first sheet that is not empty. Values are as the spreadsheet
// program displays them.
func readXLSX(data []byte) (t corpus.Table, err error) {
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
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			continue
		}
		if err := readSheet(&t, sheet, rows); err != nil {
			return t, err
		}
		if t.Columns != nil {
			return t, nil
		}
	}
	return t, ErrEmpty
}

// readSheet adds the rows of a sheet that are not empty to t, and closes rows.
func readSheet(t *corpus.Table, sheet string, rows *excelize.Rows) error {
	defer rows.Close()
	size, line := 0, 0
	for rows.Next() {
		line++
		values, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("%w: sheet %q, line %d: %v", ErrDamaged, sheet, line, err)
		}
		for _, v := range values {
			size += len(v)
		}
		if size > MaxText {
			return fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
		}
		if strings.TrimSpace(strings.Join(values, "")) == "" {
			continue
		}
		if t.Columns != nil { // empty cells at the end of a row are missing
			values = append(values, make([]string, max(0, len(t.Columns)-len(values)))...)[:len(t.Columns)]
		}
		if err := addRow(t, line, values); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("%w: sheet %q: %v", ErrDamaged, sheet, err)
	}
	return nil
}
