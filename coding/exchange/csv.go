package exchange

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"

	"crosscase/coding"
)

// columns of a codebook as a table. A theme stands in it with its whole path.
var columns = slices.Concat([]string{"theme"}, coding.ThemeTextNames(coding.ThemeTexts), []string{"archived", "id"})

func writeCSV(w io.Writer, s *coding.Study) error {
	c := csv.NewWriter(w)
	if err := c.Write(columns); err != nil {
		return err
	}
	for _, t := range s.Themes {
		archived := ""
		if t.Archived {
			archived = "yes"
		}
		line := []string{s.EscapedPath(t.ID)}
		for _, x := range coding.ThemeTexts {
			line = append(line, *x.Of(t))
		}
		line = append(line, archived, string(t.ID))
		for i := range line {
			line[i] = coding.Harmless(line[i])
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// asCSV writes lines; what a spreadsheet would run has an apostrophe before it.
func asCSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		for i := range row {
			row[i] = coding.Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
