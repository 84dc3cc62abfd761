package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
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

// readCSV reads a table with a column of paths, themes above those that are
// missing made by the way.
func readCSV(data []byte) ([]codebook.Entry, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	if head, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	} else if bytes.Count(head, []byte("\t")) > bytes.Count(head, []byte(",")) {
		r.Comma = '\t'
	}
	head, err := r.Read()
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "line 1: no header line with the columns %s", strings.Join(columns, ", "))
	}
	at := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		switch name {
		case "path", "name", "code", "tag":
			name = "theme"
		case "color":
			name = "colour"
		case "description":
			name = "definition"
		}
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	if _, ok := at["theme"]; !ok {
		err := coding.Errorf(coding.ErrInvalid, "line 1: no column \"theme\"")
		return nil, coding.WithHint(err, "columns are %s", strings.Join(columns, ", "))
	}
	tree := &entryTree{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return tree.entries(), nil
		}
		if err != nil {
			return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
		}
		line, _ := 0, 0
		if len(record) > 0 {
			line, _ = r.FieldPos(0)
		}
		value := func(column string) string {
			i, ok := at[column]
			if !ok || i >= len(record) {
				return ""
			}
			return coding.Unharmed(strings.TrimSpace(record[i]))
		}
		if value("theme") == "" {
			continue
		}
		path := coding.SplitPath(value("theme"))
		if len(path) > maxNesting {
			return nil, atLine(line, "themes nest deeper than %d", maxNesting)
		}
		e := &tree.at(path).Entry
		e.Line, e.ID = line, coding.ThemeID(value("id"))
		for _, x := range coding.ThemeTexts {
			*x.Of(&e.Theme) = value(x.Name)
		}
		e.Archived = slices.Contains([]string{"yes", "true"}, strings.ToLower(value("archived")))
		if e.Colour != "" && !coding.IsColour(e.Colour) {
			return nil, atLine(line, "colour %q: write it as #rrggbb", e.Colour)
		}
	}
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
