package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// headings are the columns of a codebook as a table, with what people and other programs
// call them: in lower case, with spaces between words. Those of the texts of a theme are
// in [coding.ThemeTexts].
var headings = []struct {
	column string
	also   []string
}{
	{"parent", []string{"parent code", "parent theme", "parent name", "parent path", "supertheme", "obercode", "übergeordneter code"}},
	{"theme", []string{"path", "name", "code", "tag", "theme name", "code name"}},
	{"subtheme", []string{"subcode", "sub theme", "sub code", "child", "child code", "child theme"}},
	{"definition", []string{"description", "meaning"}},
	{"include", []string{"inclusion", "inclusion criteria", "when to use", "when to use it"}},
	{"exclude", []string{"exclusion", "exclusion criteria", "when not to use", "when not to use it", "when not to"}},
	{"example", []string{"examples", "anchor example"}},
	{"colour", []string{"color", "farbe"}},
	{"archived", nil},
	{"id", []string{"guid"}},
}

// comments are headings of what other programs keep with a code: ATLAS.ti's comment and
// MAXQDA's memo are its definition, unless the table has one.
var comments = []string{"comment", "memo", "code comment", "code memo", "kommentar", "codememo", "kodekommentar"}

// columnOf is the column that a heading names; "" where there is none of that name.
func columnOf(heading string) string {
	heading = plainHeading(heading)
	for _, h := range headings {
		if heading == h.column || slices.Contains(h.also, heading) {
			return h.column
		}
	}
	if slices.Contains(columns, heading) {
		return heading
	}
	return ""
}

func plainHeading(heading string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(heading, func(r rune) bool { return strings.ContainsRune(" _-", r) }), " "))
}

// A themeTable is a codebook as a table, whose columns are known.
type themeTable struct {
	rows    []themeRow
	at      map[string]int // places of columns
	foreign bool           // another program wrote it, by its headings
	parted  []string       // codes whose names that program puts together of several
}

// A themeRow is a line with the path of its theme.
type themeRow struct {
	corpus.Row
	parent, path []string // as they are written; path is below parent
}

// readTable reads a table with a line for each theme: its whole path, or its name and its
// parent. Themes above those that are missing are made by the way. Notes say which columns
// are not used, and which encoding was guessed.
func readTable(data []byte, f CodebookFormat) (entries []codebook.Entry, notes []string, err error) {
	from, err := format.ReadTable("codebook."+string(f), data)
	if err != nil && !errors.Is(err, format.ErrEmpty) {
		return nil, nil, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	t := &themeTable{at: map[string]int{}}
	if notes, err = t.head(from); err != nil {
		return nil, nil, err
	}
	if from.Encoding != "utf-8" && f == CSV {
		notes = append(notes, "read as "+from.Encoding+"; if letters are wrong, undo and save the table as UTF-8")
	}
	for _, r := range from.Rows {
		if err := t.add(r); err != nil {
			return nil, nil, err
		}
	}
	if len(t.parted) > 0 {
		notes = append(notes, "parts of names are themes below one another, as of "+coding.Quoted(t.parted[:1], ""))
	}
	entries, err = t.entries()
	return entries, notes, err
}

// pathOf is the path of a theme as a cell has it. Other programs write it with signs of their
// own, as tables of coded segments do.
func (t *themeTable) pathOf(cell string) []string {
	if !t.foreign {
		return coding.SplitPath(cell)
	}
	path := coding.SplitPath(intake.CodePath(cell))
	if len(path) > len(coding.SplitPath(cell)) {
		t.parted = append(t.parted, cell)
	}
	return path
}

// head finds the columns, and says which are not used.
func (t *themeTable) head(from corpus.Table) (notes []string, err error) {
	known := strings.Join(slices.Concat([]string{"parent", "theme", "subtheme"}, columns[1:]), ", ")
	var unused []string
	for i, heading := range from.Columns {
		column := columnOf(heading)
		if other := columnFits[column]; other != nil && !anyFits(from, i, other) {
			column = ""
		}
		if other, twice := t.at[column]; column != "" && twice {
			err := coding.Errorf(coding.ErrInvalid, "line 1: columns %q and %q both are the %s", from.Columns[other], heading, column)
			return nil, coding.WithHint(err, "remove or rename one of them")
		}
		if column != "" {
			t.at[column] = i
		} else if heading != "" {
			unused = append(unused, heading)
		}
	}
	unused = t.comment(from, unused)
	own := intake.OwnTable(from)
	if slices.ContainsFunc(unused, func(c string) bool {
		return strings.EqualFold(c, "organisation") || strings.EqualFold(c, "organization")
	}) {
		own = intake.ParticipantsTable
	}
	if own != "" && own != intake.CodebookTable {
		return nil, coding.Errorf(coding.ErrInvalid, "not a codebook but %s", own)
	}
	if len(from.Columns) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "line 1: no header line with the columns %s", known)
	}
	if _, ok := t.at["theme"]; !ok {
		err := coding.Errorf(coding.ErrInvalid, "line 1: no column \"theme\"")
		return nil, coding.WithHint(err, "columns are %s", known)
	}
	_, hasID := t.at["id"]
	t.foreign = !hasID && slices.Contains([]string{"code", "tag", "name", "code name"}, plainHeading(from.Columns[t.at["theme"]]))
	if len(unused) > 0 {
		column := "column"
		if len(unused) > 1 {
			column = "columns"
		}
		notes = append(notes, fmt.Sprintf("not used: %s %s; those of a codebook are %s", column, coding.Quoted(unused, ", "), known))
	}
	return notes, nil
}

// columnFits tell of columns that other programs have under the same headings with other values
// (a number for each code, a coloured dot) whether a value is one of a codebook.
var columnFits = map[string]func(value string) bool{
	"id":     func(value string) bool { _, isNumber := coding.ParseNumber(value); return !isNumber },
	"colour": func(value string) bool { return coding.IsColour(value) || !strings.ContainsAny(value, "●■⬤•") },
}

// anyFits tells whether a column is empty or has a value that fits.
func anyFits(from corpus.Table, column int, fits func(string) bool) bool {
	empty := true
	for _, r := range from.Rows {
		if column < len(r.Values) && strings.TrimSpace(r.Values[column]) != "" {
			if empty = false; fits(strings.TrimSpace(r.Values[column])) {
				return true
			}
		}
	}
	return empty
}

// comment takes the first column of comments for the definition where there is no other; it
// returns the headings that are unused still.
func (t *themeTable) comment(from corpus.Table, unused []string) []string {
	if _, ok := t.at["definition"]; ok {
		return unused
	}
	i := slices.IndexFunc(from.Columns, func(c string) bool { return slices.Contains(comments, plainHeading(c)) })
	if i < 0 || !slices.Contains(unused, from.Columns[i]) {
		return unused
	}
	t.at["definition"] = i
	return slices.DeleteFunc(unused, func(c string) bool { return c == from.Columns[i] })
}

// value is what a row has in a column, "" where there is no such column.
func (t *themeTable) value(r corpus.Row, column string) string {
	i, ok := t.at[column]
	if !ok {
		return ""
	}
	return coding.Unharmed(r.Values[i])
}

// add adds a row; one that is empty is none.
func (t *themeTable) add(r corpus.Row) error {
	theme, sub := t.value(r, "theme"), t.value(r, "subtheme")
	switch {
	case strings.Join(r.Values, "") == "":
		return nil
	case theme == "" && sub != "":
		return atLine(r.Line, "subtheme %q has no theme; fill in the theme in each line", sub)
	case theme == "":
		return atLine(r.Line, "no theme")
	}
	row := themeRow{Row: r, path: t.pathOf(theme)}
	if sub != "" {
		row.path = append(row.path, coding.SplitPath(sub)...)
	}
	if parent := t.value(r, "parent"); parent != "" {
		row.parent = t.pathOf(parent)
	}
	t.rows = append(t.rows, row)
	return nil
}

// entries makes a tree of the rows. The error names the line of a theme that is there twice.
func (t *themeTable) entries() ([]codebook.Entry, error) {
	tree := &entryTree{}
	lines := map[*entryTree]int{}
	for i := range t.rows {
		r := &t.rows[i]
		path, err := t.path(r, 0)
		if err != nil {
			return nil, err
		}
		if len(path) > maxNesting {
			return nil, atLine(r.Line, "themes nest deeper than %d", maxNesting)
		}
		to := tree.at(path)
		if lines[to] > 0 {
			return nil, atLine(r.Line, "theme %q is in line %d too", strings.Join(path, coding.Separator), lines[to])
		}
		lines[to] = r.Line
		if err := t.fill(&to.Entry, r.Row); err != nil {
			return nil, err
		}
	}
	return tree.entries(), nil
}

// path is the whole path of a row's theme. A parent that is a name alone is that of the
// table where one has this name, with the parents that it has itself. depth is how many
// themes were found below it.
func (t *themeTable) path(r *themeRow, depth int) ([]string, error) {
	if len(r.parent) == 0 {
		return r.path, nil
	}
	if depth > maxNesting {
		return nil, atLine(r.Line, "theme %q is below itself", r.path[0])
	}
	var above []*themeRow
	for i := range t.rows {
		if x := &t.rows[i]; len(r.parent) == 1 && x.path[len(x.path)-1] == r.parent[0] {
			if len(x.path) == 1 && len(x.parent) == 0 { // at the top, as the name says
				return slices.Concat(r.parent, r.path), nil
			}
			above = append(above, x)
		}
	}
	switch len(above) {
	case 0:
		return slices.Concat(r.parent, r.path), nil
	case 1:
		path, err := t.path(above[0], depth+1)
		return slices.Concat(path, r.path), err
	}
	return nil, atLine(r.Line, "parent %q: lines %d and %d have themes of that name; write the whole path, with %q between its parts",
		r.parent[0], above[0].Line, above[1].Line, strings.TrimSpace(coding.Separator))
}

// fill makes an entry what a row says.
func (t *themeTable) fill(e *codebook.Entry, r corpus.Row) error {
	e.Line, e.ID = r.Line, coding.ThemeID(t.value(r, "id"))
	for _, x := range coding.ThemeTexts {
		*x.Of(&e.Theme) = t.value(r, x.Name)
	}
	switch archived := strings.ToLower(t.value(r, "archived")); archived {
	case "yes", "true":
		e.Archived = true
	case "", "no", "false":
	default:
		return atLine(r.Line, "archived %q: write it as yes or no", archived)
	}
	if e.Colour != "" && !coding.IsColour(e.Colour) {
		return atLine(r.Line, "colour %q: write it as #rrggbb", e.Colour)
	}
	return nil
}
