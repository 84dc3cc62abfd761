package reading

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func TestThing(t *testing.T) {
	s, _ := told()
	for id, want := range map[string][2]string{
		"h": {"theme", "Trust"}, "j": {"theme", "Trust > Loss"}, "c": {"case", "Merger"}, "s": {"source", "int-01"}, "a": {"participant",
			"Anna Roe"},
		"o": {"organisation", "Police"}, "p-one": {"passage", "int-01, turn 3"}, "q-two": {"passage", "int-01, turns 3–4"},
		"r-detached": {"passage", "int-01, detached"}, "": {"project", "A study"}, "p-": {"project", "A study"},
	} {
		if kind, name := Thing(s, id); [2]string{kind, name} != want {
			t.Errorf("%q is %s %q, want %q", id, kind, name, want)
		}
	}
	s.Earlier = nil
	if kind, name := Thing(coding.NewStudy(*s), "r-detached"); kind != "passage" || name != "a passage" {
		t.Errorf("of a source that is there no more: %s %q", kind, name)
	}
}

func TestNewMemo(t *testing.T) {
	s, _ := told()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.Local)
	want := []Memo{
		{ID: "memo-0001", Kind: "passage", On: "int-01, turn 3", Source: "int-01", Coder: "AK", At: at, Text: "why?"},
		{ID: "memo-0002", Kind: "tag", On: "Trust > Loss on int-01, turn 3", Theme: "Trust > Loss", ThemeID: "j", Source: "int-01", Coder: "BM",
			At:   at,
			Text: "on the tag"},
		{ID: "memo-0003", Kind: "theme", On: "Trust", Theme: "Trust", ThemeID: "h", Coder: "AK", At: at, Text: "# Head\n\nLong"},
		{ID: "m4", Kind: "source", On: "int-01", Source: "int-01", Text: "source"},
		{ID: "m5", Kind: "project", On: "A study", Text: "project"},
	}
	var got []Memo
	for _, m := range s.Memos {
		got = append(got, NewMemo(s, m))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteMemos(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 5, 0, 0, time.Local)
	memos := []Memo{{ID: "0123456789", Kind: "theme", On: "Tr*st", Coder: "A_K", At: at, Text: "# Head\n\nLong"},
		{ID: "x", Kind: "project", On: "S", Coder: "B", At: at, Text: "=1+1 " + strings.Repeat("é", 200)}}
	tests := []struct {
		format report.Format
		want   string
	}{
		{report.Markdown, "## theme: Tr\\*st\n\n*A\\_K, 2026-03-02 09:05*\n\n# Head\n\nLong\n\n## project: S\n\n*B, 2026-03-02 09:05*\n\n=1+1 " +
			strings.Repeat("é", 200) + "\n"},
		{report.CSV, "memo,on,coder,when,text\n01234567,theme Tr*st,A_K,2026-03-02,\"# Head\n\nLong\"\nx,project S,B,2026-03-02,'=1+1 " +
			strings.Repeat("é", 200) + "\n"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		if err := WriteMemos(&b, memos, tt.format, report.Screen{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.format, diff)
		}
	}
	var b bytes.Buffer
	if err := WriteMemos(&b, memos, report.Table, report.Screen{}); err != nil || !strings.Contains(b.String(), "# Head Long") ||
		!strings.Contains(b.String(), strings.Repeat("é", 114)+"…") || strings.Contains(b.String(), strings.Repeat("é", 116)) {
		t.Errorf("a table: %v\n%s", err, b.String())
	}
	b.Reset()
	if err := WriteMemos(&b, nil, report.JSON, report.Screen{}); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("none: %v, %s", err, b.String())
	}
	b.Reset()
	var read []Memo
	if err := WriteMemos(&b, memos, report.JSON, report.Screen{}); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &read); err != nil || len(read) != 2 || read[1].Text != memos[1].Text || !read[0].At.Equal(at) {
		t.Errorf("JSON: %v\n%s", err, b.String())
	}
}

func TestShowMemo(t *testing.T) {
	m := Memo{Kind: "theme", On: "Tr\nust\x1b", Coder: "AK", At: time.Date(2026, 3, 2, 9, 5, 0, 0, time.Local),
		Text: "one two three four five six \x07"}
	var b bytes.Buffer
	if err := ShowMemo(&b, m, report.Screen{Width: 20}); err != nil {
		t.Fatal(err)
	}
	if want := "theme Tr ust␛\nAK, 2026-03-02 09:05\n\none two three four\nfive six ␇\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

func TestReadTurns(t *testing.T) {
	s, texts := told()
	var b bytes.Buffer
	if err := Read(&b, s, s.Sources[0], texts["t"], 0, 5, report.Screen{Width: 60}); err != nil {
		t.Fatal(err)
	}
	want := `1  p. 1
   The start
2  00:00:00  Ina
   Why?
3  00:01:05  Anna Roe  [Trust; Trust > Loss]
   We trust them.
   All of them.
   note: why?
4  p. 2  Ben  [Trust]
   It cost a lot.
5  01:00:00  Anna Roe
   Yes.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	if err := Read(&b, s, s.Sources[0], texts["t"], 3, 4, report.Screen{Style: true}); err != nil ||
		!strings.Contains(b.String(), "\x1b[1mBen\x1b[0m") {
		t.Errorf("one turn in colours: %v\n%q", err, b.String())
	}
	if err := Read(full{}, s, s.Sources[0], texts["t"], 0, 1, report.Screen{}); err == nil {
		t.Error("a full disk is no error")
	}
}

func TestReadLines(t *testing.T) {
	var b bytes.Buffer
	body := "one\n\n" + strings.Repeat("word ", 6) + "\x1b\n" + strings.Repeat("x\n", 8)
	if err := ReadLines(&b, corpus.Text{Body: body}, report.Screen{Width: 24}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	want := []string{" 1  one", " 2", " 3  word word word word", "    word word ␛", " 4  x"}
	if diff := cmp.Diff(want, lines[:5]); diff != "" || lines[len(lines)-2] != "11  x" {
		t.Errorf("(-want +got):\n%s\nthe last: %q", diff, lines[len(lines)-2])
	}
}
