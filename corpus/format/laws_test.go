package format

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Text, blocks, places: checkDocument holds a document to the laws of package format.
// The fuzz targets (fuzz_test.go) call it on the documents that they generate, most
// tests on those that they read.
func checkDocument(t *testing.T, doc corpus.Document) {
	t.Helper()
	checkText(t, doc)
	checkBlocks(t, doc)
	checkPlaces(t, doc)
}

// Text: the body is valid UTF-8 without carriage returns and NUL.
func checkText(t *testing.T, doc corpus.Document) {
	t.Helper()
	if !utf8.ValidString(doc.Body) || strings.ContainsAny(doc.Body, "\r\x00") {
		t.Fatalf("text %q", doc.Body)
	}
}

// Blocks: they are in order, never overlap, and lie on rune boundaries, as do their
// bold and label prefixes.
func checkBlocks(t *testing.T, doc corpus.Document) {
	t.Helper()
	text, end := corpus.Text{Body: doc.Body}, 0
	for _, b := range doc.Blocks {
		if err := text.Check(b.Span); err != nil || b.Span.Start < end {
			t.Fatalf("block %+v after %d: %v", b, end, err)
		}
		for _, prefix := range []int{b.Bold, b.Label} {
			if prefix < 0 || prefix > b.Span.Len() || !utf8.ValidString(doc.Body[b.Span.Start:b.Span.Start+prefix]) {
				t.Fatalf("block %+v: a prefix of %d bytes", b, prefix)
			}
		}
		end = b.Span.End
	}
}

// Places: comments are about text in the document, and pages begin in ascending order
// on rune boundaries.
func checkPlaces(t *testing.T, doc corpus.Document) {
	t.Helper()
	text := corpus.Text{Body: doc.Body}
	for _, c := range doc.Comments {
		if err := text.Check(c.Span); err != nil {
			t.Fatalf("comment %+v: %v", c, err)
		}
	}
	last := 0
	for _, p := range doc.Pages {
		if p < last || p > len(doc.Body) || p < len(doc.Body) && !utf8.RuneStart(doc.Body[p]) {
			t.Fatalf("pages %v", doc.Pages)
		}
		last = p
	}
}

// Tables: every row of a table has a value for each column.
func checkTable(t *testing.T, table corpus.Table) {
	t.Helper()
	for _, r := range table.Rows {
		if len(r.Values) != len(table.Columns) {
			t.Fatalf("line %d: %d values for %d columns", r.Line, len(r.Values), len(table.Columns))
		}
	}
}

// Formats: a text reads the same from every format that can hold it, letter by
// letter. PDF, which has neither words nor paragraphs, may have one letter in two
// hundred wrong, and none that is neither in the text nor left out. Checked on files of
// real programs (testdata/real/make.sh).
func TestLawFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/real/*.*.*")
	if err != nil {
		t.Fatal(err)
	}
	r := engine(t)
	read := 0
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		known, err := os.ReadFile("testdata/real/" + name + ".txt")
		if err != nil {
			continue // made to be refused
		}
		read++
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := r.Read(file, data)
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, doc)
			want, got := paragraphsOf(string(known)), paragraphsOf(doc.Body)
			if filepath.Ext(file) == ".pdf" {
				nearlyEqual(t, filepath.Base(file), want, got)
				checkKept(t, r, data, doc)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if read < 40 {
		t.Errorf("only %d files were read", read)
	}
}

var blank = regexp.MustCompile(`[ \x{a0}]+`)

// paragraphsOf returns the lines of a text that are not empty, with single blanks.
func paragraphsOf(text string) (found []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(blank.ReplaceAllString(line, " ")); line != "" {
			found = append(found, line)
		}
	}
	return found
}

// errorRate is the character error rate of got: the letters that must be added,
// deleted or replaced to make it of want, as a share of want's.
func errorRate(want, got string) float64 {
	a, b := []rune(want), []rune(got)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		last := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := last
			if x != y {
				cost = min(last, row[j], row[j+1]) + 1
			}
			last, row[j+1] = row[j+1], cost
		}
	}
	return float64(row[len(b)]) / float64(max(len(a), 1))
}

// nearlyEqual compares the paragraphs of a PDF with those of its text.
func nearlyEqual(t *testing.T, file string, want, got []string) {
	t.Helper()
	for _, paragraphs := range [][]string{want, got} { // a PDF has no tabs
		for i := range paragraphs {
			paragraphs[i] = strings.ReplaceAll(paragraphs[i], "\t", " ")
		}
	}
	if rate := errorRate(strings.Join(want, " "), strings.Join(got, " ")); rate > 0.005 {
		t.Errorf("%.2f %% of the letters are wrong\n%s", 100*rate, cmp.Diff(want, got))
	}
	// Cells of a table that are broken into lines are drawn one by one.
	if len(want) != len(got) && file != "minutes.libreoffice.pdf" {
		t.Errorf("%d paragraphs, want %d\n%s", len(got), len(want), cmp.Diff(want, got))
	}
}

// Scores: each word of a linguist's transcript is in the text or left out, once. What a
// file shows is found without its reader: all that is not markup, or in quotation marks.
func TestLawScores(t *testing.T) {
	markup := regexp.MustCompile(`(?s)<!--.*?-->|<tierformat-table>.*</tierformat-table>|<PROPERTY.*?</PROPERTY>|<[^>]*>`)
	quoted := regexp.MustCompile(`(?m)(?:text|mark) = "(.*)" ?$`)
	bullets := regexp.MustCompile("\x15[^\x15]*\x15|@(?:UTF8|Begin|End)\n|\\*[A-Z]+:")
	shown := map[string]func(string) string{
		".eaf": func(s string) string { return markup.ReplaceAllString(s, " ") },
		".exb": func(s string) string { return markup.ReplaceAllString(s, " ") },
		".trs": func(s string) string { return markup.ReplaceAllString(s, " ") },
		".cha": func(s string) string { return bullets.ReplaceAllString(s, " ") },
		".TextGrid": func(s string) string {
			var all strings.Builder
			for _, m := range quoted.FindAllStringSubmatch(s, -1) {
				all.WriteString(strings.ReplaceAll(m[1], `""`, `"`) + "\n")
			}
			return all.String()
		},
	}
	files := map[string]string{
		"b.exb": exbHead + `<tier id="a" speaker="SPK0" type="t"><event start="T0" end="T1">we took the b</event><event start="T1" end="T2">us </event>` +
			`</tier><tier id="b" type="d"><event start="T0" end="T1">coughs</event></tier></basic-body></basic-transcription>`,
		"b.trs": strings.NewReplacer("d\xe9j\xe0", "deja", "ISO-8859-1", "UTF-8").Replace(trs),
	}
	for _, name := range []string{"pylangacq.cha", "pympi.eaf", "corflow.exb", "praat.TextGrid", "textgrid.TextGrid"} {
		data, err := os.ReadFile("testdata/score/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			doc := readOK(t, name, []byte(data))
			words := strings.Fields(strings.ReplaceAll(doc.Body, "\n", " "))
			for _, l := range doc.LeftOut {
				if filepath.Ext(name) != ".trs" { // whose attributes are no words between tags
					words = append(words, strings.Fields(l.Text)...)
				}
			}
			want := strings.Fields(shown[filepath.Ext(name)](data))
			if name == "b.exb" { // an event ends within the word
				want = strings.Fields(strings.Replace(strings.Join(want, " "), "b us", "bus", 1))
			}
			slices.Sort(words)
			slices.Sort(want)
			if diff := cmp.Diff(want, words); diff != "" {
				t.Error(diff)
			}
		})
	}
}
