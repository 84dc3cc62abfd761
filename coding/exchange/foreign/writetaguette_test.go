package foreign

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/corpus"
)

// written writes a study for Taguette.
func written(t *testing.T, s *coding.Study, bodies texts) (at string, codings int, lost []string) {
	t.Helper()
	at = filepath.Join(t.TempDir(), "p.sqlite3")
	codings, all, err := WriteTaguette(ctx, exchange.Contents{Study: s, Texts: bodies}, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		lost = append(lost, strings.TrimSpace(p.What+" "+p.Example))
	}
	return at, codings, lost
}

// rowsOf are rows of a database, a line each.
func rowsOf(t *testing.T, at, query string) (all []string) {
	t.Helper()
	db, err := open(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

// A document is paragraphs with the line breaks between them, and no character that Taguette
// refuses; each byte is where it is here.
func TestTaguetteDocuments(t *testing.T) {
	for _, tt := range []struct{ text, html string }{
		{"one", "<p>one</p>"},
		{"one\ntwo\n", "<p>one</p>\n<p>two</p>\n"},
		{"\n\none\n\n \ntwo", "<p>\n\none</p>\n\n<p> </p>\n<p>two</p>"},
		{`a < b & "c" 'd' > e`, `<p>a &lt; b &amp; "c" 'd' &gt; e</p>`},
		{"", ""},
		{"\n", "<p>\n</p>"},
	} {
		if got := asHTML(tt.text); got != tt.html {
			t.Errorf("%q: %q, not %q", tt.text, got, tt.html)
		}
		page, err := textOf(tt.html)
		if err != nil || page.body != tt.text || len(page.breaks) > 0 {
			t.Errorf("%q is read as %q with breaks at %v, %v", tt.html, page.body, page.breaks, err)
		}
	}
	if got, n := withoutControls("a\fb\r\n\tc\x00"); got != "a b \n\tc " || n != 3 {
		t.Errorf("%q, %d", got, n)
	}
}

// What Taguette refuses or has no place for is changed or left out, and said.
func TestTaguetteLimits(t *testing.T) {
	long := strings.Repeat("é", 60)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := coding.NewStudy(coding.Study{Title: long,
		Coders: []*coding.Coder{{ID: "a", Name: "ann"}, {ID: "b", Name: "bob"}},
		Themes: []*coding.Theme{{ID: "t1", Name: "Cost > benefit", Definition: "What it costs"}, {ID: "t2", Name: "Pumps", Parent: "t1"},
			{ID: "t3", Name: strings.Repeat(long, 4)}, {ID: "t4", Name: strings.Repeat(long, 4) + "!"}},
		Sources:  []*corpus.Source{{ID: "s", Name: long, Text: "x", Date: "2026-01-02"}},
		Passages: []coding.Passage{{ID: "p", Text: "x", Span: corpus.Span{Start: 0, End: 3}}, {ID: "q", Text: "x", Span: corpus.Span{Start: 2, End: 8}}},
		Tags: []coding.Tag{{ID: "1", Passage: "p", Theme: "t2", Coder: "a", At: at, Weight: 2}, {ID: "2", Passage: "p", Theme: "t2", Coder: "b", At: at},
			{ID: "3", Passage: "p", Theme: "t1", Coder: "b", At: at}},
		Memos: []coding.Memo{{ID: "m1", On: "t1", Text: "often"}, {ID: "m2", On: "p", Text: "odd"}, {ID: "m3", Text: "the whole"}},
	})
	file, codings, lost := written(t, s, texts{"x": "é\fb\nc d\x00"})
	if codings != 2 {
		t.Errorf("%d codings", codings)
	}
	want := []string{"text of more than 50 characters, which Taguette refuses: shortened " + long,
		"text of more than 200 characters, which Taguette refuses: shortened " + strings.Repeat("é", 70),
		"control characters in texts, which Taguette refuses: a blank each " + long,
		"tags beside one with the same theme on the same words, as of another coder: there once Cost > benefit > Pumps",
		"coders: a highlight does not say whose it is ann, bob",
		"memos on passages, tags, people and cases", "sources with a date, a language or attributes: without them", "colours of themes",
		"weights of tags Cost > benefit > Pumps"}
	if diff := cmp.Diff(want, lost); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	cut := strings.Repeat("é", 196)
	for query, want := range map[string][]string{
		"select path || '|' || description from tags":                         {`Cost \> benefit|What it costs` + "\n\noften", `Cost \> benefit > Pumps|`, cut + "éééé|", cut + " (2)|"},
		"select name || '|' || description || '|' || created from projects":   {strings.Repeat("é", 50) + "|the whole|2026-03-02 09:00:00.000000"},
		"select start_offset || '-' || end_offset || snippet from highlights": {"0-3<p>é </p>", "2-8<p> b</p>\n<p>c d</p>"},
		"select version_num from alembic_version":                             {"db5e31a0233d"},
		"pragma application_id":                                               {"1416066164"},
		"pragma foreign_key_check":                                            nil,
	} {
		if diff := cmp.Diff(want, rowsOf(t, file, query)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
	saysInLines(t, file, "code Cost > benefit true What it costs\n\noften\n  code Pumps true \ncode "+cut+"éééé true \ncode "+cut+" (2) true \nTextSource "+
		strings.Repeat("é", 50)+` 
  "é " Cost > benefit by admin Pumps by admin
  " b\nc d"`)
}

// A study written for Taguette and read back has the same codings on the same words.
func TestTaguetteKeepsStudies(t *testing.T) {
	folder := folders(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 1, false)
		d.coders[0] = "admin" // whose everything is in a project of Taguette's
		for i := range d.texts {
			d.texts[i] = "\n" + d.texts[i] + "\n\n"
		}
		for i, m := range d.marks {
			d.marks[i].start, d.marks[i].end = m.start+1, m.end+1
			if m.end+3 == len(d.texts[m.text]) { // blank lines belong to it
				d.marks[i].end += 2
			}
		}
		s, bodies := d.study(rapid.Bool().Draw(t, "nested"))
		out := filepath.Join(folder(), "drawn.sqlite3")
		codings, lost, err := WriteTaguette(ctx, exchange.Contents{Study: s, Texts: bodies}, out)
		if err != nil || codings != len(d.marks) {
			t.Fatal(codings, lost, err)
		}
		d.readBack(t, out)
	})
}
