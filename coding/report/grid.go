// Package report shows results: on a terminal, in files for spreadsheets and
// statistics programs, in documents.
//
// Everything that is laid out in lines and columns becomes a [Grid], and
// [Grid.Write] knows the formats; so n analyses and m formats need n + m pieces
// of code, not n × m. A [Document] puts tables, pictures and quotes together. Charts, as
// [HeatMap] or [Bars], are drawn from plain numbers and names. What a table says is its
// maker's business: this package counts nothing.
//
// Whatever comes from a transcript is shown as text: control characters are made
// visible, so that no terminal obeys them, and in CSV a value that a spreadsheet
// would take for a formula gets an apostrophe. Tables are drawn by
// github.com/jedib0t/go-pretty (maintained, MIT), which lines up wide characters,
// workbooks written by github.com/xuri/excelize (maintained, BSD-3).
//
// What is seen rather than read is a [Picture], written as SVG or PNG. It is drawn
// here, as the charting libraries that were tried cut long names or want scripts
// from elsewhere; golang.org/x/image (the Go team's, BSD-3) turns it into points.
//
// Laws, in laws_test.go, marked_test.go and charts_test.go; each format is read back by another program's
// reader and compared with the table, whatever texts are in it:
//
//   - fields: CSV and TSV hold each value, and nothing that a spreadsheet takes for a formula
//   - objects: JSON holds each value as it is
//   - pages: HTML holds each value as text, and each link where a number leads to
//   - workbooks: numbers are numbers, all else is text
//   - Word documents, Markdown and LaTeX: each cell holds its value, and no markup of its own
//   - terminals: no control character reaches one
//   - marked sources: all words in their order, each comment once, on its passage
//   - charts: nothing is beyond their edge, or less than nothing wide
package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
)

// A Format is a way to write a result.
type Format string

// The formats.
const (
	Table    Format = "table"
	CSV      Format = "csv"
	TSV      Format = "tsv"
	JSON     Format = "json"
	Markdown Format = "markdown"
	HTML     Format = "html"
	XLSX     Format = "xlsx"
	DOCX     Format = "docx"
	LaTeX    Format = "latex"
	SVG      Format = "svg"
	PNG      Format = "png"
)

// Formats lists all formats; the last two are pictures.
var Formats = []Format{Table, CSV, TSV, JSON, Markdown, HTML, XLSX, DOCX, LaTeX, SVG, PNG}

// Binary tells whether a format is nothing for a terminal.
func (f Format) Binary() bool { return f == XLSX || f == DOCX || f == PNG }

// endings are what files of a format end in, the usual one first.
var endings = []struct {
	name   string
	format Format
}{

	{"txt", Table}, {"csv", CSV}, {"tsv", TSV}, {"json", JSON}, {"md", Markdown}, {"html", HTML}, {"htm", HTML}, {"xlsx", XLSX}, {"docx",
		DOCX},
	{"tex", LaTeX}, {"svg", SVG}, {"png", PNG},
}

// Endings lists what files of the format end in, such as ".csv".
func (f Format) Endings() (names []string) {
	for _, e := range endings {
		if e.format == f {
			names = append(names, "."+e.name)
		}
	}
	return names
}

// FormatOf is the format that a file's ending means, "" for none.
func FormatOf(file string) Format { return formatEnding(strings.TrimPrefix(filepath.Ext(file), ".")) }

func formatEnding(ending string) Format {
	for _, e := range endings {
		if strings.EqualFold(e.name, ending) {
			return e.format
		}
	}
	return ""
}

// ParseFormat reads a format's name, or what its files end in. The error wraps
// [coding.ErrInvalid].
func ParseFormat(name string) (Format, error) {
	if f := Format(strings.ToLower(name)); slices.Contains(Formats, f) {
		return f, nil
	}
	if f := formatEnding(name); f != "" {
		return f, nil
	}
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = string(f)
	}
	return "", coding.Errorf(coding.ErrInvalid, "format %q: there is none of that name; formats are %s", name, strings.Join(names, ", "))
}

// A Grid is a result in lines and columns.
type Grid struct {
	Title  string
	Groups []string // what columns have in common, for each column; nil for nothing
	Head   []string
	Rows   [][]any // a [Name], string, int or float64 for each column; NaN is shown as nothing
	Foot   [][]any // lines of totals
	Digits int     // after the point, of float64 in tables
	Notes  []string
	Empty  string // what to say in place of a table without rows
	JSON   any    // what JSON is written from; nil: a list of objects, a row each
	Heat   bool   // numbers are shaded, where the format can
	Totals bool   // the last column holds totals, which are not
	// Picture draws it; nil where there is nothing to see.
	Picture func() *Picture
	// Sheets are further tables of a workbook, as the passages behind the numbers.
	Sheets []*Grid
	// Link is what a cell of a row leads to in HTML, "" for nothing; Sections are
	// what may stand there.
	Link     func(row, column int) string
	Sections []Section
}

// Screen is what a table has to fit.
type Screen struct {
	Width int  // in columns; 0 is without limit
	Style bool // may use bold and colours
}

// Write writes the grid.
func (g *Grid) Write(w io.Writer, f Format, s Screen) error {
	switch f {
	case CSV:
		return g.separated(w, ',')
	case TSV:
		return g.separated(w, '\t')
	case JSON:
		return g.json(w)
	case Markdown:
		return g.markdown(w)
	case HTML:
		return g.html(w)
	case XLSX:
		return g.xlsx(w)
	case DOCX:
		return g.docx(w)
	case LaTeX:
		return g.latex(w)
	case SVG, PNG:
		if g.Picture == nil {
			return coding.WithHint(coding.Errorf(coding.ErrInvalid, "format %s: there is no picture of this", f),
				"crosscase COMMAND --help says under --format what can be drawn; this can be a table")
		}
		if p := g.Picture(); f == PNG {
			return p.PNG(w)
		} else {
			return p.SVG(w)
		}
	}
	return g.table(w, s)
}

func (g *Grid) table(w io.Writer, s Screen) error {
	if len(g.Rows) == 0 && g.Empty != "" {
		_, err := fmt.Fprintln(w, Visible(g.Empty))
		return err
	}
	head := make([]string, len(g.Head))
	widths := make([]int, len(g.Head))
	cells := make([][]string, 0, len(g.Rows)+1)
	numbers := make([]bool, len(g.Head))
	for _, row := range g.Lines() {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = g.Shown(v)
			widths[i] = max(widths[i], text.LongestLineLen(line[i]))
			numbers[i] = numbers[i] || isNumber(v)
		}
		cells = append(cells, line)
	}
	for i, h := range g.Head {
		head[i] = Visible(h)
		if numbers[i] {
			head[i] = Wrap(head[i], max(headWidth, widths[i]))
		}
		widths[i] = max(widths[i], text.LongestLineLen(head[i]))
	}
	g.widen(widths, all(len(widths)))
	if len(widths) > 0 && s.Width > 0 {
		g.narrow(widths, numbers, s.Width)
	}
	for n, panel := range panels(widths, numbers, s.Width) {
		if n > 0 {
			fmt.Fprintln(w)
		}
		g.widen(widths, panel)
		if err := g.panel(w, panel, head, cells, widths, numbers); err != nil {
			return err
		}
	}
	return writeNotes(w, g.Notes, s.Width, "")
}

// widen makes the last column below each group's name wide enough for the longest
// word of it, among columns that stand side by side.
func (g *Grid) widen(widths, columns []int) {
	for from := 0; g.Groups != nil && from < len(columns); {
		name, to, sum := g.Groups[columns[from]], from, -3
		for ; to < len(columns) && g.Groups[columns[to]] == name; to++ {
			sum += widths[columns[to]] + 3
		}
		for word := range strings.FieldsSeq(name) {
			widths[columns[to-1]] += max(text.StringWidth(word)-sum, 0)
			sum = max(sum, text.StringWidth(word))
		}
		from = to
	}
}

// Lines are the rows and, if there is one, the totals' line.
func (g *Grid) Lines() [][]any {
	return append(g.Rows[:len(g.Rows):len(g.Rows)], g.Foot...)
}

// headWidth is where names above columns of numbers are wrapped.
const headWidth = 14

// narrow takes width from the widest columns of text until they fit with one
// column of numbers, as far as that leaves something to read. Further numbers can
// go into a panel of their own.
func (g *Grid) narrow(widths []int, numbers []bool, width int) {
	for {
		sum, widest, number := 0, -1, 0
		for i, w := range widths {
			switch {
			case numbers[i]:
				number = max(number, w+3)
				continue
			case widest < 0 || w > widths[widest]:
				widest = i
			}
			sum += w + 3
		}
		sum += number
		if sum <= width+1 || widest < 0 || widths[widest] <= 16 {
			return
		}
		widths[widest]--
	}
}

// panels divides columns into tables that each fit the width; the first column
// stands in all of them.
func panels(widths []int, numbers []bool, width int) [][]int {
	if width == 0 || len(widths) == 0 {
		return [][]int{all(len(widths))}
	}
	var found [][]int
	panel, used := []int{0}, widths[0]+3
	for i := 1; i < len(widths); i++ {
		if used+widths[i]+3 > width+1 && len(panel) > 1 && numbers[i] {
			found = append(found, panel)
			panel, used = []int{0}, widths[0]+3
		}
		panel, used = append(panel, i), used+widths[i]+3
	}
	return append(found, panel)
}

func all(n int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = i
	}
	return a
}

func (g *Grid) panel(w io.Writer, columns []int, head []string, cells [][]string, widths []int, numbers []bool) error {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Format.Header, style.Format.Footer = text.FormatDefault, text.FormatDefault
	style.Box.PaddingLeft = ""
	style.Box.MiddleVertical = "  "
	style.Box.MiddleSeparator = "──"
	style.Options.SeparateColumns = true
	t.SetStyle(style)
	pick := func(line []string) table.Row {
		row := make(table.Row, len(columns))
		for i, c := range columns {
			row[i] = line[c]
		}
		return row
	}
	if slices.ContainsFunc(columns, func(c int) bool { return g.Groups != nil && g.Groups[c] != "" }) {
		t.AppendHeader(pick(g.groupHeads(columns, widths)), table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
	}
	t.AppendHeader(pick(head))
	for i, line := range cells {
		if i < len(g.Rows) {
			t.AppendRow(pick(line))
		} else {
			t.AppendFooter(pick(line))
		}
	}
	configs := make([]table.ColumnConfig, len(columns))
	for i, c := range columns {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMin: widths[c]}
		if numbers[c] {
			configs[i].Align, configs[i].AlignHeader, configs[i].AlignFooter = text.AlignRight, text.AlignRight, text.AlignRight
		} else {
			configs[i].WidthMax, configs[i].WidthMaxEnforcer = widths[c], Wrap
		}
	}
	t.SetColumnConfigs(configs)
	for line := range strings.SplitSeq(t.Render(), "\n") {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

// groupHeads are the groups' names, each wrapped to the columns it stands over.
func (g *Grid) groupHeads(columns []int, widths []int) []string {
	wide := map[string]int{}
	for _, c := range columns {
		wide[g.Groups[c]] += widths[c] + 3
	}
	heads := make([]string, len(g.Groups))
	for i, name := range g.Groups {
		heads[i] = Wrap(Visible(name), max(wide[name]-3, 1))
	}
	return heads
}

func writeNotes(w io.Writer, notes []string, width int, mark string) error {
	if len(notes) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	for _, n := range notes {
		if width > 0 {
			n = Wrap(n, width)
		}
		if _, err := fmt.Fprintln(w, mark+Visible(n)); err != nil {
			return err
		}
	}
	return nil
}

func (g *Grid) separated(w io.Writer, comma rune) error {
	c := csv.NewWriter(w)
	c.Comma = comma
	head := g.Columns()
	lines := g.Lines()
	wide := g.wide(lines)
	var named []string
	for i, h := range head {
		named = append(named, coding.Harmless(h))
		if wide[i] {
			named = append(named, coding.Harmless(h+" low"), coding.Harmless(h+" high"))
		}
	}
	if err := c.Write(named); err != nil {
		return err
	}
	for _, row := range lines {
		var line []string
		for i, v := range row {
			line = append(line, FieldText(v))
			if wide[i] {
				x, _ := v.(Interval)
				line = append(line, FieldText(x.Low), FieldText(x.High))
			}
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Columns are what columns are called where each stands for itself.
func (g *Grid) Columns() []string {
	names := slices.Clone(g.Head)
	for i, group := range g.Groups {
		if group != "" {
			names[i] = group + " / " + names[i]
		}
	}
	return names
}

// wide tells which columns hold intervals, which need three columns where each number
// has one of its own.
func (g *Grid) wide(lines [][]any) []bool {
	wide := make([]bool, len(g.Head))
	for _, row := range lines {
		for i, v := range row {
			if _, ok := v.(Interval); ok {
				wide[i] = true
			}
		}
	}
	return wide
}

// WriteJSON writes v as all JSON is written here: indented, with < as it is.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (g *Grid) json(w io.Writer) error {
	if g.JSON != nil {
		return WriteJSON(w, g.JSON)
	}
	names := g.Columns()
	objects := make([]map[string]any, 0, len(g.Rows))
	for _, row := range g.Rows {
		o := map[string]any{}
		for i, v := range row {
			o[names[i]] = PlainValue(v)
		}
		objects = append(objects, o)
	}
	return WriteJSON(w, objects)
}

func (g *Grid) markdown(w io.Writer) error {
	if g.Title != "" {
		fmt.Fprintf(w, "**%s**\n\n", MarkdownText(g.Title))
	}
	head, rule := make([]string, len(g.Head)), make([]string, len(g.Head))
	for i, h := range g.Head {
		if g.Groups != nil && g.Groups[i] != "" {
			h = g.Groups[i] + ": " + h
		}
		head[i], rule[i] = MarkdownText(h), "---"
		if len(g.Rows) > 0 && isNumber(g.Rows[0][i]) {
			rule[i] = "---:"
		}
	}
	fmt.Fprintf(w, "| %s |\n| %s |\n", strings.Join(head, " | "), strings.Join(rule, " | "))
	for _, row := range g.Lines() {
		line := make([]string, len(row))
		for i, v := range row {
			line[i] = MarkdownText(strings.TrimLeft(g.Shown(v), " "))
			if t, ok := v.(Texts); ok {
				parts := make([]string, len(t))
				for j, x := range t {
					parts[j] = MarkdownText(x)
				}
				line[i] = strings.Join(parts, "<br><br>")
			}
			if n, ok := v.(Name); ok {
				line[i] = strings.Repeat("&emsp;", n.Level) + line[i]
			}
		}
		if _, err := fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | ")); err != nil {
			return err
		}
	}
	return writeNotes(w, g.Notes, 0, "- ")
}

// MarkdownText protects what Markdown, or HTML in it, would take for markup.
func MarkdownText(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "\n", " ", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`", "[",
		"\\[").Replace(Visible(s))
}
