package intake

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Table is a [corpus.Table] whose columns are known by name.
type Table struct {
	File    string // for errors
	Columns []string
	Rows    []Row
}

// A Row is one line of a table.
type Row struct {
	Line   int
	Values map[string]string // by column
}

// ReadTable makes the columns of a table known. Their names are in lower case;
// need lists those without which nothing can be done. Errors wrap [coding.ErrInvalid]
// and name the file and the line.
func ReadTable(file string, from corpus.Table, need ...string) (Table, error) {
	t := Table{File: file}
	if len(from.Columns) == 0 {
		return t, coding.Errorf(coding.ErrInvalid, "%s: no header line", file)
	}
	for _, name := range from.Columns {
		if known := strings.ToLower(name); slices.Contains(knownColumns, known) {
			name = known
		}
		if strings.EqualFold(name, "organization") {
			name = "organisation"
		}
		if slices.Contains(t.Columns, name) && name != "" {
			return t, coding.Errorf(coding.ErrInvalid, "%s: line 1: two columns are called %q", file, name)
		}
		t.Columns = append(t.Columns, name)
	}
	for _, n := range need {
		if !slices.Contains(t.Columns, n) {
			return t, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: line 1: no column %q", file, n),
				"its columns are %s; the first line must name them", coding.Quoted(t.Columns, ", "))
		}
	}
	for _, r := range from.Rows {
		values := map[string]string{}
		for i, v := range r.Values {
			v = coding.Unharmed(v)
			if slices.Contains(namesIn, t.Columns[i]) {
				v = corpus.PlainName(v)
			}
			values[t.Columns[i]] = v
		}
		t.Rows = append(t.Rows, Row{r.Line, values})
	}
	return t, nil
}

// knownColumns are recognised in any case; other names are attributes and stay
// as they are.
var knownColumns = []string{
	"file", "name", "type", "case", "organisation", "date", "language", "role", "aliases",
	"source", "theme", "quote", "start", "end", "turns", "lines", "occurrence", "coder", "about", "weight", "memo", "pseudonym", "exact", "near",
}

// namesIn are columns that have names in them, or lists of names.
var namesIn = []string{"name", "case", "organisation", "role", "aliases", "source", "theme", "coder", "about", "pseudonym"}

// attributes are the values of the columns that crosscase has no meaning for.
func (t Table) attributes(r Row, known ...string) map[string]string {
	var found map[string]string
	for _, c := range t.Columns {
		if v := r.Values[c]; v != "" && c != "" && !slices.Contains(known, c) {
			if found == nil {
				found = map[string]string{}
			}
			found[c] = v
		}
	}
	return found
}

// Wrong is an error about one row.
func (t Table) Wrong(r Row, err error) error {
	return fmt.Errorf("%s: line %d: %w", t.File, r.Line, err)
}
