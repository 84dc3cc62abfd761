package foreign

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/corpus"
)

// A tag is on each line that has words of its passage, once for a coder, and lines belong to
// paragraphs that begin behind blank lines. What qc has no place for is said.
func TestQCLines(t *testing.T) {
	span := func(start, end int) corpus.Span { return corpus.Span{Start: start, End: end} }
	s := coding.NewStudy(coding.Study{
		Coders:  []*coding.Coder{{ID: "a", Name: "ann"}, {ID: "b", Name: "bob"}},
		Themes:  []*coding.Theme{{ID: "t1", Name: "Cost", Definition: "What it costs"}, {ID: "t2", Name: "Other", Parent: "t1"}, {ID: "t3", Name: "Other"}},
		Sources: []*corpus.Source{{ID: "s", Name: "Visit 2/3", Text: "x"}},
		Passages: []coding.Passage{{ID: "p", Text: "x", Span: span(0, 22)}, {ID: "q", Text: "x", Span: span(4, 7)}, {ID: "r", Text: "x", Span: span(8, 10)},
			{ID: "n", Text: "x", Span: span(11, 14)}},
		Tags: []coding.Tag{{ID: "1", Passage: "p", Theme: "t2", Coder: "a"}, {ID: "2", Passage: "q", Theme: "t2", Coder: "a"},
			{ID: "3", Passage: "q", Theme: "t3", Coder: "b"}, {ID: "4", Passage: "r", Theme: "t1", Coder: "b"}},
		Memos: []coding.Memo{{ID: "m", On: "p", Text: "odd"}},
	})
	folder := t.TempDir()
	codings, problems, err := WriteQC(ctx, exchange.Contents{Study: s, Texts: texts{"x": "one two\n\n \nthree\r\nfour\n"}}, folder)
	if err != nil || codings != 3 {
		t.Fatal(codings, err)
	}
	var lost []string
	for _, p := range problems {
		lost = append(lost, p.What)
	}
	if diff := cmp.Diff([]string{"definitions of themes", "name that two themes have, which qualitative-coding does not allow: the second has its parent's behind it",
		"carriage returns in texts, which end lines for qualitative-coding: a blank each", "tags on a part of a line: on the whole line",
		"tags on blanks alone", "passages without a tag", "memos", "times of tags", "colours of themes"}, lost); diff != "" {
		t.Errorf("lost (-want +got)\n%s", diff)
	}
	at := filepath.Join(folder, "qualitative_coding.sqlite3")
	for query, want := range map[string][]string{
		"select file_path || ' ' || file_hash from document": {"Visit 2-3.txt db9ff8549477dd61384096dc2c6fd1a386aca841"},
		"select start_line || '-' || end_line from location": {"0-3", "3-6"},
		"select line || ' ' || code_id || ' ' || coder_id || ' ' || location_id from coded_line join coded_line_location_association on id = coded_line_id": {
			"0 Other ann 1", "3 Other ann 2", "4 Other ann 2", "0 Other 2 bob 1"},
	} {
		if diff := cmp.Diff(want, rowsOf(t, at, query)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
	for name, want := range map[string]string{"codebook.yaml": "- Cost:\n    - Other\n- Other 2\n", "corpus/Visit 2-3.txt": "one two\n\n \nthree \nfour\n"} {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || strings.TrimSpace(string(got)) != strings.TrimSpace(want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A study written for qualitative-coding and read back has the same codings on the same lines.
func TestQCKeepsStudies(t *testing.T) {
	folder := folders(t)
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 2, true)
		s, bodies := d.study(rapid.Bool().Draw(t, "nested"))
		out := folder()
		if codings, lost, err := WriteQC(ctx, exchange.Contents{Study: s, Texts: bodies}, out); err != nil {
			t.Fatal(codings, lost, err)
		}
		d.readBack(t, out)
	})
}
