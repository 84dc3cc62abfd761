package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The list of what was said is a table, wherever it is in the file; what is beside it is left out.
func TestRecords(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string // the columns, then the rows
		left       []string
	}{
		{"a list", `[{"speaker": "Roe", "text": "Who came?"}, {"speaker": "Penn", "text": "Nobody did."}]`,
			[]string{"speaker|text", "Roe|Who came?", "Penn|Nobody did."}, nil},
		{"within an object", `{"title": "Third", "data": {"turns": [{"who": "Roe", "said": "Who came?"}], "n": 1}}`,
			[]string{"who|said", "Roe|Who came?"}, []string{"title: Third", "n: 1"}},
		{"parts of a text and a person", `{"messages": [{"author": {"id": 7, "name": "Roe"}, "content": ["Who ", {"type": "b", "text": "came"}, "?"], "tags": []}]}`,
			[]string{"author id|author|content|tags", "7|Roe|Who came?|"}, nil},
		{"fields that others have not", `[{"name": "Roe", "text": "Who came?"}, {"text": "Nobody did.", "name": "Penn", "at": 1.5}]`,
			[]string{"name|text|at", "Roe|Who came?|", "Penn|Nobody did.|1.5"}, nil},
		{"lists of two", `[["Roe", "Who came?"], ["Penn", "Nobody did."]]`, []string{"speaker|text", "Roe|Who came?", "Penn|Nobody did."}, nil},
		{"objects of one field", `[{"Roe": "Who came?"}, {"Penn": "Nobody did."}]`, []string{"speaker|text", "Roe|Who came?", "Penn|Nobody did."}, nil},
		{"an object on each line", "{\"who\": \"Roe\", \"text\": \"Who came?\"}\n{\"who\": \"Penn\", \"text\": \"Nobody did.\"}\n",
			[]string{"who|text", "Roe|Who came?", "Penn|Nobody did."}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := ReadTable("a.json", []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			got := []string{strings.Join(table.Columns, "|")}
			for _, r := range table.Rows {
				got = append(got, strings.Join(r.Values, "|"))
			}
			var left []string
			for _, l := range table.LeftOut {
				left = append(left, l.Where+": "+l.Text)
			}
			if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRecordsKnowTheirLines(t *testing.T) {
	table, err := ReadTable("a.json", []byte("{\n\"a\": [\n {\"who\": \"Roe\",\n  \"text\": \"Who came?\"},\n {\"who\": \"Penn\", \"text\": \"Nobody did.\"}\n]}"))
	if err != nil || table.Rows[0].Line != 3 || table.Rows[1].Line != 5 {
		t.Errorf("lines of %v, error %v, want 3 and 5", table.Rows, err)
	}
}

// A file that is one long text is read as such; what is neither that nor a list of what was said is
// told so in one line.
func TestTextsInJSON(t *testing.T) {
	for _, data := range []string{`{"id": 3, "transcript": "Roe: Who came?\nPenn: Nobody did."}`, `["Roe: Who came?", "Penn: Nobody did."]`} {
		doc, err := Read("a.json", []byte(data))
		if err != nil || doc.Body != "Roe: Who came?\nPenn: Nobody did." {
			t.Errorf("%s: text %q, error %v", data, doc.Body, err)
		}
	}
	for _, data := range []string{`{}`, `[]`, `[1, 2]`, `{"name": "x", "version": "1.0"}`, `"x"`, `null`, `[["a"], ["b"]]`, `[null, {"a": 1}]`} {
		_, docErr := Read("a.json", []byte(data))
		_, err := ReadTable("a.json", []byte(data))
		if !errors.Is(err, ErrUnknown) || !errors.Is(docErr, ErrUnknown) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: errors %v and %v", data, docErr, err)
		}
	}
}
