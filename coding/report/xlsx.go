package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/xuri/excelize/v2"
)

// maxCell is how many characters a spreadsheet takes in one cell; what is longer is
// cut with a word of that, since the library would cut it silently.
const maxCell = 32_767

// maxHeight is how high a row can be, in points.
const maxHeight = 409

// xlsx writes a workbook: the table with its notes on a sheet, each further table on
// one of its own. Numbers are numbers, text is text, also where it begins with =.
func (g *Grid) xlsx(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	taken := map[string]bool{}
	for i, sheet := range append([]*Grid{g}, g.Sheets...) {
		name := sheetName(sheet.Title, i, taken)
		if i == 0 {
			f.SetSheetName("Sheet1", name)
		} else if _, err := f.NewSheet(name); err != nil {
			return err
		}
		if err := (&workSheet{f: f, name: name, g: sheet}).write(); err != nil {
			return fmt.Errorf("sheet %q: %w", name, err)
		}
	}
	return f.Write(w)
}

// sheetName is a name that Excel takes: short, without some signs, its own.
func sheetName(title string, i int, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title)
	if r := []rune(strings.Join(strings.Fields(name), " ")); len(r) > 31 {
		name = strings.TrimSpace(string(r[:31]))
	} else {
		name = string(r)
	}
	if name == "" || taken[strings.ToLower(name)] {
		name = fmt.Sprint("Table ", i+1)
	}
	taken[strings.ToLower(name)] = true
	return name
}

type workSheet struct {
	f    *excelize.File
	name string
	g    *Grid
	row  int // the next, from 1
	wide []bool
}

func (s *workSheet) write() error {
	g := s.g
	s.row, s.wide = 1, g.wide(g.Lines())
	bold, err1 := s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	plain, err2 := s.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	format, whole := "0", "0"
	if g.Digits > 0 {
		format += "." + strings.Repeat("0", g.Digits)
	}
	number, err3 := s.f.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
	total, err4 := s.f.NewStyle(&excelize.Style{CustomNumFmt: &format, Font: &excelize.Font{Bold: true},
		Border: []excelize.Border{{Type: "top", Color: "888888", Style: 1}}})
	count, err5 := s.f.NewStyle(&excelize.Style{CustomNumFmt: &whole, Alignment: &excelize.Alignment{Vertical: "top"}})
	totalCount, err6 := s.f.NewStyle(&excelize.Style{CustomNumFmt: &whole, Font: &excelize.Font{Bold: true},
		Border: []excelize.Border{{Type: "top", Color: "888888", Style: 1}}})
	for _, err := range []error{err1, err2, err3, err4, err5, err6} {
		if err != nil {
			return err
		}
	}
	if g.Groups != nil {
		if err := s.groups(bold); err != nil {
			return err
		}
	}
	var head []any
	for i, h := range g.Head {
		head = append(head, h)
		if s.wide[i] {
			head = append(head, h+" low", h+" high")
		}
	}
	if err := s.line(head, bold, bold, bold); err != nil {
		return err
	}
	first := s.row
	for _, row := range g.Rows {
		if err := s.line(s.spread(row), plain, count, number); err != nil {
			return err
		}
	}
	last := s.row - 1
	for _, row := range g.Foot {
		if err := s.line(s.spread(row), total, totalCount, total); err != nil {
			return err
		}
	}
	if err := s.look(first, last); err != nil {
		return err
	}
	s.row++
	if len(g.Rows) == 0 && g.Empty != "" {
		if err := s.text(1, g.Empty); err != nil {
			return err
		}
		s.row++
	}
	for _, n := range g.Notes {
		if err := s.text(1, n); err != nil {
			return err
		}
		s.row++
	}
	return nil
}

// spread gives the ends of intervals cells of their own.
func (s *workSheet) spread(row []any) (cells []any) {
	for i, v := range row {
		cells = append(cells, v)
		if s.wide[i] {
			x, _ := v.(Interval)
			cells = append(cells, x.Low, x.High)
		}
	}
	return cells
}

func (s *workSheet) groups(style int) error {
	for from := 0; from < len(s.g.Groups); {
		to := from + 1
		for to < len(s.g.Groups) && s.g.Groups[to] == s.g.Groups[from] {
			to++
		}
		if s.g.Groups[from] != "" {
			a, b := cellName(from+1, s.row), cellName(to, s.row)
			if err := s.text(from+1, s.g.Groups[from]); err != nil {
				return err
			}
			if to-from > 1 {
				if err := s.f.MergeCell(s.name, a, b); err != nil {
					return err
				}
			}
			if err := s.f.SetCellStyle(s.name, a, b, style); err != nil {
				return err
			}
		}
		from = to
	}
	s.row++
	return nil
}

// line writes a line; text, counts and other numbers have a style each.
func (s *workSheet) line(cells []any, text, count, number int) error {
	for i, v := range cells {
		at, style := cellName(i+1, s.row), text
		var err error
		switch v := v.(type) {
		case int:
			style, err = count, s.f.SetCellInt(s.name, at, int64(v))
		case float64:
			if style = number; !math.IsNaN(v) && !math.IsInf(v, 0) {
				err = s.f.SetCellFloat(s.name, at, v, -1, 64)
			}
		case Of:
			if style = count; v.All > 0 {
				err = s.f.SetCellInt(s.name, at, int64(v.N))
			}
		case Interval:
			if style = number; !math.IsNaN(v.Value) {
				err = s.f.SetCellFloat(s.name, at, v.Value, -1, 64)
			}
		case Unseen:
			err = s.text(i+1, "·")
		case Figure:
			style, err = number, s.text(i+1, string(v))
		case Name:
			err = s.text(i+1, strings.Repeat("    ", v.Level)+v.Label)
		case Texts:
			if len(v) > 0 {
				err = s.text(i+1, strings.Join(v, "\n\n"))
			}
		case string:
			err = s.text(i+1, v)
		}
		if err != nil {
			return err
		}
		if err := s.f.SetCellStyle(s.name, at, at, style); err != nil {
			return err
		}
	}
	s.row++
	return nil
}

// text writes text as text: the cell's type says so, so that nothing is reckoned.
func (s *workSheet) text(col int, t string) error {
	t = Visible(t)
	if n := utf8.RuneCountInString(t); n > maxCell {
		mark := fmt.Sprintf(" … (cut, %d characters in all)", n)
		t = string([]rune(t)[:maxCell-utf8.RuneCountInString(mark)]) + mark
	}
	return s.f.SetCellStr(s.name, cellName(col, s.row), t)
}

// look sets what a person sees: heads that stay, widths, shades.
func (s *workSheet) look(first, last int) error {
	names := 0 // columns of names on the left stay, too
	if len(s.g.Rows) > 0 {
		for row := s.g.Rows[0]; names < len(row) && !isNumber(row[names]); {
			names++
		}
	}
	if names == len(s.g.Head) || names > 3 {
		names = 0
	}
	err := s.f.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: names, YSplit: first - 1, TopLeftCell: cellName(names+1, first),
		ActivePane: "bottomRight"})
	if err != nil {
		return err
	}
	column, lines := 1, 1
	var from, to int // of the numbers that are shaded
	for i, h := range s.g.Head {
		width := min(text.LongestLineLen(h), 14)
		for _, row := range s.g.Lines() {
			width = max(width, min(text.LongestLineLen(s.g.Shown(row[i])), 60))
		}
		lines = max(lines, len(strings.Split(Wrap(h, width), "\n")))
		n := 1
		if s.wide[i] {
			n = 3
		}
		for range n {
			letters, _ := excelize.ColumnNumberToName(column)
			if err := s.f.SetColWidth(s.name, letters, letters, float64(width)+2); err != nil {
				return err
			}
			column++
		}
		if i >= names && i < s.g.shaded() {
			if from == 0 {
				from = column - n
			}
			to = column - 1
		}
	}
	if lines > 1 { // programs do not all work the height out by themselves
		if err := s.f.SetRowHeight(s.name, first-1, float64(min(16*lines, maxHeight))); err != nil {
			return err
		}
	}
	if !s.g.Heat || from == 0 || last < first {
		return nil
	}
	return s.f.SetConditionalFormat(s.name, cellName(from, first)+":"+cellName(to, last), []excelize.ConditionalFormatOptions{{
		Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "max", MinColor: "#FFFFFF", MaxColor: "#6BAED6"}})
}

func cellName(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row) // both are above 0
	return name
}
