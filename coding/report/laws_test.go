package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"crosscase/coding/report"
)

// hostile are texts that some format would obey: formulas, markup, commands, control
// characters, text that turns the direction of what follows, and what is very long.
var hostile = []string{"=1+1", "+cmd|' /C calc'!A0", "-plain", "@sum", "\ttab", "<script>alert(1)</script>", "</td></table>",
	"&amp; & &#60;",
	"a\x1b[31mred\x07", "\u202eevil\u202c", "\u2067turned\u2069", "שלום עולם", `"quoted", with comma`,
	"two\nlines", "|pipe|", `\input{x} % $y$ {`,
	"**bold** _x_ [link](http://x)", "`code`", "'=1", "", " ", "警察 署", strings.Repeat("long name ", 60), "ends]]>", "\x7f\u0085", "a\u2028b"}

// drawText draws a text, often a hostile one.
func drawText(t *rapid.T, name string) string {
	if rapid.Bool().Draw(t, "hostile "+name) {
		return rapid.SampledFrom(hostile).Draw(t, name)
	}
	return rapid.StringMatching(`[a-z =<&|"'\\{}$%_#é警]{0,12}`).Draw(t, name)
}

// drawNumber draws a value of a column of numbers.
func drawNumber(t *rapid.T) any {
	x := rapid.SampledFrom([]float64{0, 1.5, -2.25, 1e6, 0.004, math.NaN()}).Draw(t, "x")
	n := rapid.IntRange(0, 50).Draw(t, "n")
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return x
	case 1:
		return report.Of{N: n, All: n * rapid.IntRange(0, 2).Draw(t, "all")}
	case 2:
		return report.Unseen{}
	case 3:
		return report.Interval{Value: x, Low: x - 1, High: x + 1, Digits: 2}
	case 4:
		return report.Figure(fmt.Sprintf("%d of %d (3)", n, n+1))
	}
	return n
}

// drawGrid draws a table with columns of text and of numbers.
func drawGrid(t *rapid.T) *report.Grid {
	g := &report.Grid{Title: drawText(t, "title"), Digits: rapid.IntRange(0, 3).Draw(t, "digits"), Heat: rapid.Bool().Draw(t, "heat"),
		Totals: rapid.Bool().Draw(t, "totals")}
	texts, numbers := rapid.IntRange(1, 2).Draw(t, "texts"), rapid.IntRange(0, 3).Draw(t, "numbers")
	if texts == 1 && numbers == 0 { // a line with one empty field is none in CSV
		numbers = 1
	}
	for i := range texts + numbers {
		g.Head = append(g.Head, fmt.Sprint(i, " ", drawText(t, "head")))
	}
	if rapid.Bool().Draw(t, "grouped") {
		for i := range g.Head {
			g.Groups = append(g.Groups, []string{"", "Group <a>", "=b"}[(i+1)/2%3])
		}
	}
	line := func() (row []any) {
		for i := range texts + numbers {
			switch {
			case i >= texts:
				row = append(row, drawNumber(t))
			case i == 0 && rapid.Bool().Draw(t, "nested"):
				name := drawText(t, "name")
				row = append(row, report.Name{Label: name, Path: "above > " + name, Level: rapid.IntRange(0, 3).Draw(t, "level")})
			case i == 1 && rapid.Bool().Draw(t, "paragraphs"):
				row = append(row, report.Texts{drawText(t, "first"), drawText(t, "second")})
			default:
				row = append(row, drawText(t, "text"))
			}
		}
		return row
	}
	for range rapid.IntRange(1, 5).Draw(t, "rows") {
		g.Rows = append(g.Rows, line())
	}
	for range rapid.IntRange(0, 2).Draw(t, "foot") {
		g.Foot = append(g.Foot, line())
	}
	for range rapid.IntRange(0, 2).Draw(t, "notes") {
		g.Notes = append(g.Notes, drawText(t, "note"))
	}
	return g
}

// written is the grid in a format.
func written(t *rapid.T, g *report.Grid, f report.Format) []byte {
	var b bytes.Buffer
	if err := g.Write(&b, f, report.Screen{}); err != nil {
		t.Fatalf("as %s: %v", f, err)
	}
	return b.Bytes()
}

// safe is a text as a person may see it: what a terminal would obey, or what turns
// directions, is replaced by a sign for it.
func safe(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune(0x2400 + r)
		case r == 0x7f || r >= 0x80 && r < 0xa0 || slices.Contains([]rune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), r):
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// field is a value as a field of a table for programs, by hand.
func field(v any) string {
	text := func(s string) string {
		if s != "" && strings.Contains("=+-@\t\r", s[:1]) {
			return "'" + s
		}
		return s
	}
	switch v := v.(type) {
	case report.Name:
		return text(v.Path)
	case string:
		return text(v)
	case report.Texts:
		return text(strings.Join(v, "\n\n"))
	case int:
		return strconv.Itoa(v)
	case report.Figure:
		return string(v)
	case report.Of:
		if v.All > 0 {
			return strconv.Itoa(v.N)
		}
	case report.Interval:
		return field(v.Value)
	case float64:
		if !math.IsNaN(v) {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return ""
}

// Law of fields: CSV and TSV hold each value, and nothing that a spreadsheet would take
// for a formula; intervals have a column for each of their numbers.
func TestFieldsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		isInterval := func(v any) bool { _, ok := v.(report.Interval); return ok }
		var want [][]string
		for n, row := range append([][]any{nil}, g.Lines()...) {
			var line []string
			for i, h := range g.Columns() {
				wide := slices.ContainsFunc(g.Lines(), func(row []any) bool { return isInterval(row[i]) })
				switch {
				case n == 0:
					line = append(line, field(h))
					if wide {
						line = append(line, field(h+" low"), field(h+" high"))
					}
				default:
					line = append(line, field(row[i]))
					if x, ok := row[i].(report.Interval); wide && ok {
						line = append(line, field(x.Low), field(x.High))
					} else if wide {
						line = append(line, "0", "0")
					}
				}
			}
			want = append(want, line)
		}
		for f, comma := range map[report.Format]rune{report.CSV: ',', report.TSV: '\t'} {
			r := csv.NewReader(bytes.NewReader(written(t, g, f)))
			r.Comma = comma
			got, err := r.ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", f, diff)
			}
			for _, row := range got {
				for _, cell := range row {
					if _, err := strconv.ParseFloat(cell, 64); err != nil && strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
						t.Fatalf("%s: %q is a formula", f, cell)
					}
				}
			}
		}
	})
}

// Law of objects: JSON is a list of objects, one for each row, with each value as it is.
func TestObjectsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		var got []map[string]any
		if err := json.Unmarshal(written(t, g, report.JSON), &got); err != nil || len(got) != len(g.Rows) {
			t.Fatalf("%d objects, want %d: %v", len(got), len(g.Rows), err)
		}
		for n, row := range g.Rows {
			for i, name := range g.Columns() {
				var want any
				switch v := row[i].(type) {
				case report.Name:
					want = v.Path
				case string:
					want = v
				case report.Figure:
					want = string(v)
				case report.Texts:
					want = []any{v[0], v[1]}
				case int:
					want = float64(v)
				case float64:
					if !math.IsNaN(v) {
						want = v
					}
				case report.Of:
					if v.All > 0 {
						want = map[string]any{"n": float64(v.N), "of": float64(v.All)}
					}
				case report.Interval:
					if !math.IsNaN(v.Value) {
						want = map[string]any{"value": v.Value, "low": v.Low, "high": v.High}
					}
				}
				if diff := cmp.Diff(want, got[n][name]); diff != "" {
					t.Fatalf("row %d, %q (-want +got):\n%s", n, name, diff)
				}
			}
		}
	})
}

// seen is a value as a person sees it in a table, by hand.
func seen(g *report.Grid, v any) string {
	number := func(x float64, digits int) string {
		s := strconv.FormatFloat(x, 'f', digits, 64)
		if strings.Trim(s, "-0.") == "" {
			s = strings.TrimPrefix(s, "-")
		}
		return s
	}
	switch v := v.(type) {
	case report.Name:
		return safe(v.Label)
	case string:
		return safe(v)
	case report.Texts:
		return safe(strings.Join(v, "\n"))
	case int:
		return strconv.Itoa(v)
	case report.Figure:
		return string(v)
	case report.Unseen:
		return "·"
	case report.Of:
		if v.All > 0 {
			return fmt.Sprintf("%d of %d", v.N, v.All)
		}
	case float64:
		if !math.IsNaN(v) {
			return number(v, g.Digits)
		}
	case report.Interval:
		if !math.IsNaN(v.Value) {
			return number(v.Value, 2) + " [" + number(v.Low, 2) + ", " + number(v.High, 2) + "]"
		}
	}
	return "–"
}

// words are the words of a text: how it is broken into lines differs by format.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// elements reads XML: the texts within each element of a name, cut where an element of
// another name begins.
func elements(t *rapid.T, text, within, cut string) (all [][]string) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, text)
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch {
			case x.Name.Local == within:
				all = append(all, nil)
				depth++
			case strings.Contains(cut, "<"+x.Name.Local+">") && depth > 0:
				all[len(all)-1] = append(all[len(all)-1], "")
			case x.Name.Local == "p" || x.Name.Local == "br":
				if depth > 0 && len(all[len(all)-1]) > 0 {
					all[len(all)-1][len(all[len(all)-1])-1] += "\n"
				}
			case x.Name.Local == "script":
				t.Fatalf("there is a script in it:\n%s", text)
			}
		case xml.EndElement:
			if x.Name.Local == within {
				depth--
			}
		case xml.CharData:
			if depth > 0 && len(all[len(all)-1]) > 0 {
				all[len(all)-1][len(all[len(all)-1])-1] += string(x)
			}
		}
	}
}

// Law of pages: HTML holds each value as text, and each number that leads somewhere as a
// link to there.
func TestPagesLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		to := `/x?a="<b>&c=`
		if rapid.Bool().Draw(t, "linked") {
			g.Link = func(row, column int) string {
				if column == 0 {
					return ""
				}
				return to + fmt.Sprint(row)
			}
		}
		var b bytes.Buffer
		if err := g.Fragment(&b); err != nil {
			t.Fatal(err)
		}
		rows := elements(t, "<x>"+b.String()+"</x>", "tr", "<td><th>")
		head, rows := rows[len(rows)-len(g.Lines())-1], rows[len(rows)-len(g.Lines()):]
		for i, h := range g.Head {
			if got, want := words(head[i]), words(safe(h)); got != want {
				t.Fatalf("the head of column %d is %q, want %q", i, got, want)
			}
		}
		for n, row := range g.Lines() {
			for i, v := range row {
				want := words(seen(g, v))
				if g.Link != nil && i > 0 && seen(g, v) == "" {
					want = "+"
				}
				if got := words(rows[n][i]); got != want {
					t.Fatalf("row %d, column %d is %q, want %q", n, i, got, want)
				}
			}
		}
		if links := strings.Count(b.String(), `<a href="/x?a=&#34;&lt;b&gt;&amp;c=`); g.Link != nil && links != len(g.Lines())*(len(g.Head)-1) {
			t.Fatalf("%d links, want %d", links, len(g.Lines())*(len(g.Head)-1))
		}
		page := string(written(t, g, report.HTML))
		if !strings.Contains(page, "default-src 'none'") || strings.Contains(page, "<script") {
			t.Fatalf("a page that could run something:\n%s", page)
		}
	})
}

// Law of workbooks: numbers are numbers, all else is text and never a formula.
func TestWorkbookLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		g.Sheets = []*report.Grid{{Title: g.Title, Head: []string{"a"}, Rows: [][]any{{"=2+2"}}}}
		f, err := excelize.OpenReader(bytes.NewReader(written(t, g, report.XLSX)))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		if len(sheets) != 2 || sheets[0] == sheets[1] {
			t.Fatalf("sheets %q", sheets)
		}
		first := 2
		if g.Groups != nil {
			first = 3
		}
		for n, row := range g.Lines() {
			column := 0
			for i, v := range row {
				column++
				at := report.CellName(column, first+n)
				if slices.ContainsFunc(g.Lines(), func(row []any) bool { _, ok := row[i].(report.Interval); return ok }) {
					column += 2
				}
				if formula, err := f.GetCellFormula(sheets[0], at); formula != "" || err != nil {
					t.Fatalf("%s is the formula %q, %v", at, formula, err)
				}
				got, err := f.GetCellValue(sheets[0], at, excelize.Options{RawCellValue: true})
				typ, _ := f.GetCellType(sheets[0], at)
				if err != nil {
					t.Fatal(err)
				}
				want, isText := seen(g, v), true
				switch v := v.(type) {
				case int, float64, report.Of, report.Interval:
					want, isText = field(v), false
				}
				if words(got) != words(want) {
					t.Fatalf("%s is %q, want %q", at, got, want)
				}
				if text := typ == excelize.CellTypeSharedString || typ == excelize.CellTypeInlineString; got != "" && text != isText {
					t.Fatalf("%s, %q, is of type %v", at, got, typ)
				}
			}
		}
		if got, _ := f.GetCellValue(sheets[1], "A2"); got != "=2+2" {
			t.Fatalf("the second sheet says %q", got)
		}
	})
}

// parts are the files of a zip.
func parts(t *rapid.T, data []byte) map[string]string {
	all, err := readZip(data)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unzip is parts, for tests of one example.
func unzip(t *testing.T, data []byte) map[string]string {
	t.Helper()
	all, err := readZip(data)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func readZip(data []byte) (map[string]string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		all[f.Name] = string(text)
	}
	return all, nil
}

// Law of Word documents: each cell of the table, and of its head, holds its value as text.
func TestWordLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		files := parts(t, written(t, g, report.DOCX))
		for _, needed := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "docProps/core.xml"} {
			elements(t, files[needed], "none", "")
			if files[needed] == "" {
				t.Fatalf("there is no %s", needed)
			}
		}
		rows := elements(t, files["word/document.xml"], "tr", "<tc>")
		if len(rows) < len(g.Lines())+1 {
			t.Fatalf("%d rows, want %d and a head", len(rows), len(g.Lines()))
		}
		rows = rows[len(rows)-len(g.Lines()):]
		for n, row := range g.Lines() {
			for i, v := range row {
				if got, want := words(rows[n][i]), words(seen(g, v)); got != want {
					t.Fatalf("row %d, column %d is %q, want %q", n, i, got, want)
				}
			}
		}
	})
}

// unmarked reads a cell of a Markdown table as text.
func unmarked(s string) string {
	s = strings.NewReplacer("&emsp;", "", "<br>", " ").Replace(strings.TrimSpace(s))
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.ContainsRune("\\|*_`[", rune(s[i+1])) {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.ReplaceAll(b.String(), "&lt;", "<")
}

// cut cuts a line of a Markdown table at the bars that no backslash protects.
func cut(line string) (cells []string) {
	start := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, line[start:i])
			start = i + 1
		}
	}
	return append(cells, line[start:])[1:]
}

// Law of Markdown: each row is one line of as many cells as there are columns, with the
// values as text and no markup of theirs.
func TestMarkdownLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		g.Notes, g.Title = nil, ""
		lines := strings.Split(strings.TrimSuffix(string(written(t, g, report.Markdown)), "\n"), "\n")
		if len(lines) != 2+len(g.Lines()) {
			t.Fatalf("%d lines of %d rows:\n%s", len(lines), len(g.Lines()), strings.Join(lines, "\n"))
		}
		for n, row := range g.Lines() {
			cells := cut(lines[2+n])
			if len(cells) != len(row)+1 {
				t.Fatalf("%d cells of %d: %s", len(cells)-1, len(row), lines[2+n])
			}
			for i, v := range row {
				want := words(strings.ReplaceAll(seen(g, v), "&lt;", "<"))
				if got := words(unmarked(cells[i])); got != want {
					t.Fatalf("row %d, column %d is %q, want %q", n, i, got, want)
				}
			}
			if strings.Contains(strings.ReplaceAll(lines[2+n], "<br>", ""), "<") {
				t.Fatalf("there is markup in %s", lines[2+n])
			}
		}
	})
}

// Law of LaTeX: each row has as many cells as there are columns, braces close, and no
// sign of a text is a command.
func TestLaTeXLaw(t *testing.T) {
	commands := strings.NewReplacer(`\textbackslash{}`, "", `\textasciicircum{}`, "", `\textasciitilde{}`, "", `\textless{}`, "",
		`\textgreater{}`, "",
		`\textbar{}`, "", `\textperiodcentered{}`, "", `\ldots{}`, "", `\quad `, "",
		`\newline `, "", `\{`, "", `\}`, "", `\$`, "", `\&`, "", `\#`, "",
		`\%`, "", `\_`, "", `{}`, "", "$\\kappa$", "", "$\\times$", "")
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		text := string(written(t, g, report.LaTeX))
		_, body, ok := strings.Cut(text, "\\midrule\n")
		body, _, ok2 := strings.Cut(strings.ReplaceAll(body, "\\midrule\n", ""), "\\bottomrule")
		if !ok || !ok2 {
			t.Fatalf("no table:\n%s", text)
		}
		rows := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
		if len(rows) != len(g.Lines()) {
			t.Fatalf("%d rows of %d:\n%s", len(rows), len(g.Lines()), body)
		}
		for _, row := range rows {
			plain := commands.Replace(strings.TrimSuffix(row, ` \\`))
			if strings.Count(plain, "&") != len(g.Head)-1 {
				t.Fatalf("%d cells of %d in %s", strings.Count(plain, "&")+1, len(g.Head), row)
			}
			if i := strings.IndexAny(plain, `\{}$%#_^~`); i >= 0 {
				t.Fatalf("%q is a command in %s", plain[i:], row)
			}
		}
	})
}

// Law of terminals: whatever a table holds, a terminal gets no control character but line
// ends, and no line is wider than the screen where columns of text can give way.
func TestTerminalLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrid(t)
		if rapid.IntRange(0, 4).Draw(t, "nothing") == 0 {
			g.Rows, g.Foot, g.Empty = nil, nil, drawText(t, "empty")
		}
		var b bytes.Buffer
		if err := g.Write(&b, report.Table, report.Screen{Width: 100}); err != nil {
			t.Fatal(err)
		}
		for _, r := range b.String() {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%U reaches the terminal:\n%q", r, b.String())
			}
		}
	})
}
