package foreign

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// sound fails where a project that was read cannot be one: a selection that is no place in
// its text, a coding with no code or case, or an identifier that is there twice.
func sound(t *testing.T, p *Project) {
	t.Helper()
	known := map[string]bool{}
	add := func(kind, guid string) {
		if known[kind+guid] {
			t.Errorf("%s %s is there twice", kind, guid)
		}
		known[kind+guid] = true
	}
	var walk func(codes []*refi.Code)
	walk = func(codes []*refi.Code) {
		for _, c := range codes {
			known["code"+c.GUID] = true
			walk(c.Below)
		}
	}
	walk(p.Document.Codes)
	for _, c := range p.Document.Cases {
		known["code"+c.GUID] = true
	}
	for _, n := range p.Document.Notes {
		add("note", n.GUID)
	}
	for _, s := range p.Document.Sources {
		add("source", s.GUID)
		characters := utf8.RuneCount(p.Files[strings.TrimPrefix(s.Plain, "internal://")])
		for _, x := range s.Selections {
			if s.Kind == refi.TextSource && (x.Start < 0 || x.Start >= x.End || x.End > characters) {
				t.Errorf("%d to %d of %d characters", x.Start, x.End, characters)
			}
			for _, c := range x.Codings {
				add("coding", c.GUID)
				if !known["code"+c.Code] {
					t.Errorf("a coding with %s, which is no code and no case", c.Code)
				}
			}
		}
	}
	if _, err := exchange.Import(p.Document, p.Files, "fuzzed", exchange.Options{}, time.Time{}); err != nil {
		t.Errorf("it cannot be imported: %v", err)
	}
}

// FuzzRead reads files that may be databases.
func FuzzRead(f *testing.F) {
	folder := f.TempDir()
	for name, rows := range map[string][]string{
		"qualcoder": {"create table code_name (cid integer, name text, catid integer)", "create table source (id integer, name text, fulltext text)",
			"create table code_text (ctid integer, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text)",
			"insert into code_name values (1, 'Trust', null)", "insert into source values (1, 'a', 'Ann: 🙂 yes')", "insert into code_text values (1, 1, 1, 'yes', 7, 10, 'ann')"},
		"rqda": {"create table freecode (id integer, name text, status integer)", "create table source (id integer, name text, file text, status integer)",
			"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer)",
			"insert into freecode values (1, 'Trust', 1)", "insert into source values (1, 'a', 'Ann: yes', 1)", "insert into coding values (1, 1, 'yes', 5, 8, 1)"},
		"taguette": {"create table documents (id integer, name text, contents text)", "create table tags (id integer, path text)",
			"create table highlights (id integer, document_id integer, start_offset integer, end_offset integer, snippet text)",
			"create table highlight_tags (highlight_id integer, tag_id integer)", "insert into documents values (1, 'a', '<p>Ann: yes</p>')",
			"insert into tags values (1, 'Trust')", "insert into highlights values (1, 1, 5, 8, 'yes')", "insert into highlight_tags values (1, 1)"},
		"another": {"create table x (y integer)"},
	} {
		data, err := os.ReadFile(makeDatabase(f, filepath.Join(folder, name), strings.Join(rows, ";\n")))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
		f.Add(append(data[:200:200], []byte(strings.Repeat("damaged ", 500))...))
	}
	f.Add([]byte("words"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "data.qda")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Read(ctx, file)
		switch {
		case err != nil && !errors.Is(err, coding.ErrInvalid):
			t.Errorf("%v does not wrap %v", err, coding.ErrInvalid)
		case p != nil:
			sound(t, p)
		}
	})
}

// FuzzQC reads folders of qualitative-coding.
func FuzzQC(f *testing.F) {
	file := makeDatabase(f, filepath.Join(f.TempDir(), "qualitative_coding.sqlite3"),
		"create table document (file_path text)", "create table document_index (id integer, document_id text)", "create table code (name text)",
		"create table location (id integer, document_index_id integer)", "create table coded_line (id integer, line integer, coder_id text, code_id text)",
		"create table coded_line_location_association (coded_line_id integer, location_id integer)", "insert into document values ('a.txt')",
		"insert into document_index values (1, 'a.txt')", "insert into location values (1, 1)", "insert into code values ('trust')",
		"insert into coded_line values (1, 0, 'cp', 'trust'), (2, 1, 'cp', 'trust'), (3, 2, 'cp', 'gone')", "insert into coded_line_location_association values (1, 1), (2, 1), (3, 1)")
	database, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("corpus_dir: corpus\n", "- trust:\n  - lost\n", "one\ntwo\nthree")
	f.Add("corpus_dir: ../..\n", "", "one")
	f.Add("corpus_dir: [1", "- trust\n- trust\n", "\ufeff🙂\r\n\r\n")
	f.Add("database: other.sqlite3\ncodebook: missing.yaml", "trust: [", "\xff")
	f.Fuzz(func(t *testing.T, settings, book, text string) {
		folder := t.TempDir()
		for name, data := range map[string]string{"settings.yaml": settings, "codebook.yaml": book, "corpus/a.txt": text, "qualitative_coding.sqlite3": string(database)} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := Read(ctx, folder)
		switch {
		case err != nil && !errors.Is(err, coding.ErrInvalid):
			t.Errorf("%v does not wrap %v", err, coding.ErrInvalid)
		case p != nil:
			sound(t, p)
		}
	})
}

// FuzzTextOf takes the text of HTML: bytes of its text nodes stand in it in their order.
func FuzzTextOf(f *testing.F) {
	for _, s := range []string{"", "plain", "<p>Über 🙂</p><p>two</p>", "<p>a<br>b</p>\n<ul><li>c</li></ul>", "<b>&amp;&nbsp;&#x1F642;", "<p", "</p>&", "<!-- c --><p>x</p>", "a\x00b\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p, err := textOf(source)
		if err != nil {
			return
		}
		if len(p.body) != p.length+len(p.breaks) {
			t.Fatalf("%q: %d bytes, of %d in text nodes and %d breaks", p.body, len(p.body), p.length, len(p.breaks))
		}
		last := -1
		for offset := range p.length + 1 {
			start, end := p.at(offset), p.end(offset)
			if start < 0 || end < 0 {
				continue // inside of a character
			}
			if start < last || end > start || start-end > 1 || start-end == 1 && p.body[end] != '\n' {
				t.Fatalf("%q: byte %d begins at %d and ends at %d; the one before is at %d", p.body, offset, start, end, last)
			}
			last = start
		}
		if p.at(-1) >= 0 || p.at(p.length+1) >= 0 {
			t.Errorf("%q: a place outside of it", p.body)
		}
	})
}

// FuzzSettle looks for words that may stand elsewhere: where it finds them, they are.
func FuzzSettle(f *testing.F) {
	f.Add("We saved, and saved.", 3, 8, "saved")
	f.Add("🙂 We saved", 0, 8, "We  saved")
	f.Add("We saved", 5, 90, "We")
	f.Add("We", 1, 1, "")
	f.Add("aa", -1, 7, "a")
	f.Fuzz(func(t *testing.T, text string, start, end int, words string) {
		if !utf8.ValidString(text) || !utf8.ValidString(words) {
			return
		}
		p := newPlace(text)
		from, to, moved, ok := p.settle(start, end, words)
		if !ok {
			return
		}
		is, inside := p.slice(from, to)
		if !inside || moved && is != words || !moved && (from != start || to != end) {
			t.Fatalf("%q: %d to %d is %q (%v), moved %v from %d to %d of %q", text, from, to, is, inside, moved, start, end, words)
		}
		if moved && strings.Count(text, words) != 1 {
			t.Errorf("%q occurs %d times in %q", words, strings.Count(text, words), text)
		}
	})
}

// FuzzDate reads dates: what it understands is as the standard has it.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-01-02 03:04:05", "2024-07-31 20:51:31.300593", "Sun Jul 12 20:02:02 2020", "2026-01-02", "2026-01-02_03:04:05", "2026-01-02T03:04:05Z", "", "yesterday"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if is := date(s); is != "" {
			if _, err := time.Parse("2006-01-02T15:04:05", is); err != nil {
				t.Error(err)
			}
		}
	})
}
