package coding

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A table is a CSV file with a header, as spreadsheets write it: commas,
// semicolons or tabs between the columns.
type table struct {
	file    string // for errors
	columns []string
	rows    []row
}

type row struct {
	line   int
	values map[string]string // by column, white space at the ends taken off
}

// readTable reads text. Columns are known by their names in lower case; need
// lists those without which nothing can be done. Errors wrap [ErrInvalid] and
// name the file and the line.
func readTable(file, text string, need ...string) (table, error) {
	t := table{file: file}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	header, err := r.Read()
	if err != nil {
		return t, Errorf(ErrInvalid, "%s: no header line", file)
	}
	for _, name := range header {
		name = strings.TrimSpace(name)
		if known := strings.ToLower(name); slices.Contains(knownColumns, known) {
			name = known
		}
		if name == "organization" || strings.EqualFold(name, "organization") {
			name = "organisation"
		}
		if slices.Contains(t.columns, name) && name != "" {
			return t, Errorf(ErrInvalid, "%s: line 1: two columns are called %q", file, name)
		}
		t.columns = append(t.columns, name)
	}
	for _, n := range need {
		if !slices.Contains(t.columns, n) {
			return t, WithHint(Errorf(ErrInvalid, "%s: line 1: no column %q", file, n),
				"its columns are %s; the first line must name them", quoted(t.columns, ", "))
		}
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
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, csv.ErrFieldCount):
			return t, Errorf(ErrInvalid, "%s: line %d: %d values for %d columns; put a value that holds %q in quotation marks", file, line, len(record), len(header), string(r.Comma))
		case errors.As(err, &wrong):
			return t, Errorf(ErrInvalid, "%s: line %d: %v", file, wrong.Line, wrong.Err)
		case err != nil:
			return t, Errorf(ErrInvalid, "%s: %v", file, err)
		}
		values := map[string]string{}
		for i, v := range record {
			values[t.columns[i]] = strings.TrimSpace(v)
		}
		t.rows = append(t.rows, row{line, values})
	}
}

// knownColumns are recognised in any case; other names are attributes and stay
// as they are.
var knownColumns = []string{
	"file", "name", "type", "case", "organisation", "date", "language", "role", "aliases",
	"source", "theme", "quote", "start", "end", "turns", "lines", "occurrence", "coder", "about", "weight", "memo",
}

// delimiter is whatever of comma, semicolon and tab stands most often in the
// first line.
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

// attributes are the values of the columns that crosscase has no meaning for.
func (t table) attributes(r row, known ...string) map[string]string {
	var found map[string]string
	for _, c := range t.columns {
		if v := r.values[c]; v != "" && c != "" && !slices.Contains(known, c) {
			if found == nil {
				found = map[string]string{}
			}
			found[c] = v
		}
	}
	return found
}

// wrong is an error about one row.
func (t table) wrong(r row, err error) error {
	return fmt.Errorf("%s: line %d: %w", t.file, r.line, err)
}
