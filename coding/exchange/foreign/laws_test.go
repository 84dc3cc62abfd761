package foreign

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A drawn study is what every program can hold: texts, codes of different names, and
// codings by coders.
type drawn struct {
	texts  []string
	codes  []string
	coders []string
	marks  []coded
}

// A coded part is [start, end) of a text in bytes with one code by one coder; texts,
// codes and coders are numbers.
type coded struct{ text, start, end, code, coder int }

// pieces of lines: what takes one to four bytes, what HTML, SQL and YAML obey, and blanks.
var pieces = []string{"word", "x", "Ärger", " ", "  ", "🙂", "日本語", "&", "<b>", "'", `"`, "Anna: ", ".", "word"}

// draw draws a study. Its texts have lines that are not empty; codings begin and end with
// characters of lines; where oneLine is set, each is a line that has words.
func draw(t *rapid.T, coders int, oneLine bool) (d drawn) {
	for n := range coders {
		d.coders = append(d.coders, fmt.Sprint("coder ", n))
	}
	for n := range rapid.IntRange(1, 4).Draw(t, "codes") {
		d.codes = append(d.codes, fmt.Sprint("Code ", n, rapid.SampledFrom([]string{"", " & more", " 'x'", " 🙂"}).Draw(t, "name")))
	}
	line := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8), func(all []string) string { return strings.Join(all, "") })
	for range rapid.IntRange(1, 3).Draw(t, "texts") {
		d.texts = append(d.texts, strings.Join(rapid.SliceOfN(line, 1, 4).Draw(t, "lines"), "\n"))
	}
	seen := map[coded]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "codings") {
		m := coded{text: rapid.IntRange(0, len(d.texts)-1).Draw(t, "text"), code: rapid.IntRange(0, len(d.codes)-1).Draw(t, "code"),
			coder: rapid.IntRange(0, len(d.coders)-1).Draw(t, "coder")}
		body := d.texts[m.text]
		var letters []int // where characters begin that are no line feeds
		for i, r := range body {
			if r != '\n' {
				letters = append(letters, i)
			}
		}
		from := rapid.IntRange(0, len(letters)-1).Draw(t, "from")
		last := letters[rapid.IntRange(from, len(letters)-1).Draw(t, "last")]
		_, size := utf8.DecodeRuneInString(body[last:])
		m.start, m.end = letters[from], last+size
		if oneLine {
			m.start = strings.LastIndex(body[:m.start], "\n") + 1
			m.end = m.start + len(strings.SplitN(body[m.start:], "\n", 2)[0])
		}
		if !seen[m] && (!oneLine || strings.TrimSpace(d.words(m)) != "") { // a line of blanks takes no code
			seen[m] = true
			d.marks = append(d.marks, m)
		}
	}
	return d
}

func (d drawn) name(text int) string { return fmt.Sprintf("text %d.txt", text) }

// characters are the characters at which a coding begins and ends.
func (d drawn) characters(m coded) (start, end int) {
	body := d.texts[m.text]
	return utf8.RuneCountInString(body[:m.start]), utf8.RuneCountInString(body[:m.end])
}

func (d drawn) words(m coded) string { return d.texts[m.text][m.start:m.end] }

// lines are the codings, one a line, as they must be read back.
func (d drawn) lines() (all []string) {
	for _, m := range d.marks {
		start, end := d.characters(m)
		all = append(all, fmt.Sprintf("%s %d to %d %q: %s by %s", d.name(m.text), start, end, d.words(m), d.codes[m.code], d.coders[m.coder]))
	}
	slices.Sort(all)
	return all
}

// readBack reads a project, and compares its texts and its codings with what was drawn. Read
// again it is the same.
func (d drawn) readBack(t *rapid.T, at string) {
	p, err := Read(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	var walk func(codes []*refi.Code)
	walk = func(codes []*refi.Code) {
		for _, c := range codes {
			names[c.GUID] = c.Name
			walk(c.Below)
		}
	}
	walk(p.Document.Codes)
	for _, u := range p.Document.Users {
		names[u.GUID] = u.Name
	}
	var got, texts []string
	for _, s := range p.Document.Sources {
		body := string(p.Files[strings.TrimPrefix(s.Plain, "internal://")])
		texts = append(texts, body)
		for _, x := range s.Selections {
			for _, c := range x.Codings {
				got = append(got, fmt.Sprintf("%s %d to %d %q: %s by %s", s.Name, x.Start, x.End, string([]rune(body)[x.Start:x.End]), names[c.Code], names[c.Creator]))
			}
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(d.lines(), got); diff != "" {
		t.Fatalf("codings (-drawn +read)\n%s\n%v", diff, p.Found)
	}
	slices.Sort(texts)
	if diff := cmp.Diff(slices.Sorted(slices.Values(d.texts)), texts); diff != "" {
		t.Fatalf("texts (-drawn +read)\n%s", diff)
	}
	if len(p.Found) > 0 {
		t.Fatalf("problems: %v", p.Found)
	}
	again, err := Read(ctx, at)
	if err != nil || !cmp.Equal(p, again) {
		t.Fatalf("read again it is another project: %v", err)
	}
}

// folders gives each try of a law a folder of its own.
func folders(t *testing.T) func() string {
	n, root := 0, t.TempDir()
	return func() string {
		n++
		folder := filepath.Join(root, fmt.Sprint(n))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		return folder
	}
}

// study is what was drawn as a study, themes in a chain or side by side.
func (d drawn) study(nested bool) (*coding.Study, texts) {
	s, bodies := coding.Study{Title: "Drawn"}, texts{}
	for n, name := range d.codes {
		theme := &coding.Theme{ID: coding.ThemeID(fmt.Sprint("theme", n)), Name: name, Position: n}
		if nested && n > 0 {
			theme.Parent = s.Themes[n-1].ID
		}
		s.Themes = append(s.Themes, theme)
	}
	for n, name := range d.coders {
		s.Coders = append(s.Coders, &coding.Coder{ID: coding.CoderID(fmt.Sprint("coder", n)), Name: name})
	}
	for n, body := range d.texts {
		id := corpus.TextID(fmt.Sprint("text", n))
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("source", n)), Name: d.name(n), Text: id})
		bodies[id] = body
	}
	passages := map[[3]int]coding.PassageID{}
	for n, m := range d.marks {
		place := [3]int{m.text, m.start, m.end}
		if passages[place] == "" {
			passages[place] = coding.PassageID(fmt.Sprint("passage", n))
			s.Passages = append(s.Passages, coding.Passage{ID: passages[place], Text: s.Sources[m.text].Text, Span: corpus.Span{Start: m.start, End: m.end}})
		}
		s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint("tag", n)), Passage: passages[place], Theme: s.Themes[m.code].ID, Coder: s.Coders[m.coder].ID})
	}
	return coding.NewStudy(s), bodies
}

// A study written for QualCoder and read back has the same codings on the same words.
func TestQualCoderKeepsCodings(t *testing.T) {
	folder := folders(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 2, false)
		s, bodies := d.study(rapid.Bool().Draw(t, "nested"))
		out := filepath.Join(folder(), "drawn.qda")
		_, lost, err := WriteQualCoder(ctx, exchange.Contents{Study: s, Texts: bodies}, out)
		if err != nil || len(lost) > 0 {
			t.Fatal(lost, err)
		}
		d.readBack(t, out)
	})
}

// quoted writes a text in SQL.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// A study as Taguette keeps it, documents as paragraphs of HTML and places as bytes of
// their text nodes, is read with the same highlights on the same words.
func TestTaguetteKeepsHighlights(t *testing.T) {
	folder := folders(t)
	paragraphs := func(text string) string {
		return "<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "</p><p>") + "</p>"
	}
	rapid.Check(t, func(tr *rapid.T) {
		d := draw(tr, 1, false)
		rows := []string{"create table projects (id integer, name text, description text, created text)",
			"create table project_members (project_id integer, user_login text)",
			"create table documents (id integer, name text, description text, created text, contents text)",
			"create table tags (id integer, path text, description text)",
			"create table highlights (id integer, document_id integer, start_offset integer, end_offset integer, snippet text)",
			"create table highlight_tags (highlight_id integer, tag_id integer)",
			"insert into projects values (1, 'Drawn', '', '')", "insert into project_members values (1, " + quoted(d.coders[0]) + ")"}
		for n, name := range d.codes {
			rows = append(rows, fmt.Sprintf("insert into tags values (%d, %s, '')", n, quoted(name)))
		}
		for n, body := range d.texts {
			rows = append(rows, fmt.Sprintf("insert into documents values (%d, %s, '', '', %s)", n, quoted(d.name(n)), quoted(paragraphs(body))))
		}
		for n, m := range d.marks {
			node := func(at int) int { return at - strings.Count(d.texts[m.text][:at], "\n") }
			rows = append(rows, fmt.Sprintf("insert into highlights values (%d, %d, %d, %d, %s)", n, m.text, node(m.start), node(m.end), quoted(paragraphs(d.words(m)))),
				fmt.Sprintf("insert into highlight_tags values (%d, %d)", n, m.code))
		}
		d.readBack(tr, makeDatabase(t, filepath.Join(folder(), "drawn.sqlite3"), strings.Join(rows, ";\n")))
	})
}

// A study as RQDA keeps it, places as characters, is read with the same codings on the
// same words.
func TestRQDAKeepsCodings(t *testing.T) {
	folder := folders(t)
	rapid.Check(t, func(tr *rapid.T) {
		d := draw(tr, 2, false)
		rows := []string{"create table source (name text, id integer, file text, memo text, owner text, date text, status integer)",
			"create table freecode (name text, memo text, owner text, date text, id integer, status integer, color text)",
			"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, owner text, date text, memo text)"}
		for n, name := range d.codes {
			rows = append(rows, fmt.Sprintf("insert into freecode values (%s, '', '', '', %d, 1, '')", quoted(name), n))
		}
		for n, body := range d.texts {
			rows = append(rows, fmt.Sprintf("insert into source values (%s, %d, %s, '', '', '', 1)", quoted(d.name(n)), n, quoted(body)))
		}
		for _, m := range d.marks {
			start, end := d.characters(m)
			rows = append(rows, fmt.Sprintf("insert into coding values (%d, %d, %s, %d, %d, 1, %s, '', '')", m.code, m.text, quoted(d.words(m)), start, end, quoted(d.coders[m.coder])))
		}
		d.readBack(tr, makeDatabase(t, filepath.Join(folder(), "drawn.rqda"), strings.Join(rows, ";\n")))
	})
}

// A study as qualitative-coding keeps it, codings as numbers of lines, is read with the
// same codings on the same lines.
func TestQCKeepsLines(t *testing.T) {
	folder := folders(t)
	rapid.Check(t, func(tr *rapid.T) {
		d := draw(tr, 2, true)
		at := folder()
		write := func(name, text string) {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(at, name)), 0o700); err != nil {
				tr.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(at, name), []byte(text), 0o600); err != nil {
				tr.Fatal(err)
			}
		}
		write("settings.yaml", "corpus_dir: corpus\n")
		rows := []string{"create table document (file_path text)", "create table document_index (id integer, document_id text)",
			"create table location (id integer, document_index_id integer)", "create table code (name text)",
			"create table coded_line (id integer, line integer, coder_id text, code_id text)",
			"create table coded_line_location_association (coded_line_id integer, location_id integer)"}
		for _, name := range d.codes {
			rows = append(rows, fmt.Sprintf("insert into code values (%s)", quoted(name)))
		}
		for n, body := range d.texts {
			write("corpus/"+d.name(n), body)
			rows = append(rows, fmt.Sprintf("insert into document values (%s)", quoted(d.name(n))),
				fmt.Sprintf("insert into document_index values (%d, %s)", n, quoted(d.name(n))), fmt.Sprintf("insert into location values (%d, %d)", n, n))
		}
		for n, m := range d.marks {
			line := strings.Count(d.texts[m.text][:m.start], "\n")
			rows = append(rows, fmt.Sprintf("insert into coded_line values (%d, %d, %s, %s)", n, line, quoted(d.coders[m.coder]), quoted(d.codes[m.code])),
				fmt.Sprintf("insert into coded_line_location_association values (%d, %d)", n, m.text))
		}
		makeDatabase(t, filepath.Join(at, "qualitative_coding.sqlite3"), strings.Join(rows, ";\n"))
		d.readBack(tr, at)
	})
}
