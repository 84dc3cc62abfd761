package coding

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/corpus"
)

// A table is a [corpus.Table] whose columns are known by name.
type table struct {
	file    string // for errors
	columns []string
	rows    []row
}

type row struct {
	line   int
	values map[string]string // by column
}

// readTable makes the columns of a table known. Their names are in lower case;
// need lists those without which nothing can be done. Errors wrap [ErrInvalid]
// and name the file and the line.
func readTable(file string, from corpus.Table, need ...string) (table, error) {
	t := table{file: file}
	if len(from.Columns) == 0 {
		return t, Errorf(ErrInvalid, "%s: no header line", file)
	}
	for _, name := range from.Columns {
		if known := strings.ToLower(name); slices.Contains(knownColumns, known) {
			name = known
		}
		if strings.EqualFold(name, "organization") {
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
	for _, r := range from.Rows {
		values := map[string]string{}
		for i, v := range r.Values {
			values[t.columns[i]] = Unharmed(v)
		}
		t.rows = append(t.rows, row{r.Line, values})
	}
	return t, nil
}

// knownColumns are recognised in any case; other names are attributes and stay
// as they are.
var knownColumns = []string{
	"file", "name", "type", "case", "organisation", "date", "language", "role", "aliases",
	"source", "theme", "quote", "start", "end", "turns", "lines", "occurrence", "coder", "about", "weight", "memo", "pseudonym", "exact", "near",
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
