package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// said adds a paragraph to a flow.
func (f *flow) said(t *testing.T, text string) {
	t.Helper()
	f.begin()
	if err := errors.Join(f.write(text, false), f.end()); err != nil {
		t.Fatal(err)
	}
}

func TestFlowNestsParagraphs(t *testing.T) {
	var f flow
	f.begin()
	f.write("before ", false)
	f.said(t, "inside")
	f.write("after", false)
	f.end()
	if got := f.document().Body; got != "inside\n\nbefore after" {
		t.Errorf("%q", got)
	}
}

func TestFlowWithoutAParagraph(t *testing.T) {
	var f flow
	for _, err := range []error{f.write("lost", false), f.collapse("lost", false), f.lineBreak(), f.end()} {
		if err != nil {
			t.Error(err)
		}
	}
	f.mark("1", true)
	f.endCell()
	f.endRow()
	f.restore()
	if got := f.document().Body; got != "" {
		t.Errorf("%q, want nothing", got)
	}
}

// A document that ends in the middle of paragraphs keeps them.
func TestFlowClosesParagraphs(t *testing.T) {
	var f flow
	f.begin()
	f.write("outer", false)
	f.begin()
	f.write("inner", false)
	if got := f.document().Body; got != "inner\n\nouter" {
		t.Errorf("%q", got)
	}
}

func TestFlowCollapse(t *testing.T) {
	var f flow
	f.begin()
	for _, s := range []string{"  one", " \n", "\ttwo ", " three", "\f"} {
		f.collapse(s, false)
	}
	f.lineBreak()
	f.collapse("  four", false)
	f.end()
	if got := f.document().Body; got != "one two three \nfour" {
		t.Errorf("%q", got)
	}
}

func TestFlowCleansText(t *testing.T) {
	var f flow
	f.said(t, "a\r\nb\rc\x00d\xffe")
	if got := f.document().Body; got != "a\nb\ncd\ufffde" {
		t.Errorf("%q", got)
	}
}

func TestFlowBold(t *testing.T) {
	type run struct {
		text string
		bold bool
	}
	tests := []struct {
		name string
		runs []run
		want int
	}{
		{"none", []run{{"text", false}}, 0},
		{"all", []run{{"text", true}}, 4},
		{"the beginning", []run{{"Roe", true}, {" yes", false}}, 3},
		{"in two runs", []run{{"Anna ", true}, {"Roe", true}, {" yes", false}}, 8},
		{"white space between", []run{{"Anna", true}, {" ", false}, {"Roe", true}}, 8},
		{"after other text", []run{{"I ", false}, {"never", true}}, 0},
		{"over a line", []run{{"one\ntwo", true}}, 3}, // the block is the first line
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f flow
			f.begin()
			for _, r := range tt.runs {
				f.write(r.text, r.bold)
			}
			f.end()
			if got := f.document().Blocks[0].Bold; got != tt.want {
				t.Errorf("%d bytes, want %d", got, tt.want)
			}
		})
	}
}

func TestFlowLimits(t *testing.T) {
	var f flow
	f.begin()
	if err := f.write(strings.Repeat("a", MaxText), false); err != nil {
		t.Fatal(err)
	}
	if err := f.write("a", false); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "more than 32 MB of text") {
		t.Errorf("too much text: %v", err)
	}
	var lines flow
	lines.begin()
	lines.write("a"+strings.Repeat("\n", maxBlocks+1), false)
	if err := lines.end(); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "more than 1048576 paragraphs") {
		t.Errorf("too many lines: %v", err)
	}
}

// Places of comments move with the words: into a table's row, behind a note's number.
func TestFlowCommentsMove(t *testing.T) {
	var f flow
	comment := func(id string) {
		f.divert(&f.comment(id).text)
		f.said(t, "about "+id)
		f.restore()
	}
	marked := func(id, words string) {
		f.begin()
		f.write("x ", false)
		f.mark(id, false)
		f.write(words, false)
		f.mark(id, true)
		f.end()
	}
	f.beginRow()
	f.beginCell()
	f.said(t, "first")
	f.endCell()
	f.beginCell()
	comment("cell")
	marked("cell", "second")
	f.endCell()
	f.endRow()
	f.begin()
	number, err := f.noteMark()
	if err != nil {
		t.Fatal(err)
	}
	f.beginNote(number)
	comment("note")
	marked("note", "third")
	f.restore()
	f.end()

	doc := f.document()
	checkDocument(t, doc)
	if want := "first\tx second\n\n[1]\n\n[1] x third"; doc.Body != want {
		t.Fatalf("%q, want %q", doc.Body, want)
	}
	var got []string
	for _, c := range doc.Comments {
		got = append(got, c.Text+": "+doc.Body[c.Span.Start:c.Span.End])
	}
	if diff := cmp.Diff([]string{"about cell: second", "about note: third"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestBuilder(t *testing.T) {
	var b builder
	for _, text := range []string{"one", " ", "", "two\nlines"} {
		if err := b.add(text, corpus.Block{Gap: true}); err != nil {
			t.Fatal(err)
		}
	}
	doc := b.document()
	if doc.Body != "one\ntwo\nlines" || len(doc.Blocks) != 2 {
		t.Errorf("%q in %d blocks", doc.Body, len(doc.Blocks))
	}
	for at, want := range map[int]string{0: "one", 3: "one", 4: "two\nlines", 99: "two\nlines"} {
		if s := b.around(at); doc.Body[s.Start:s.End] != want {
			t.Errorf("around %d is %q, want %q", at, doc.Body[s.Start:s.End], want)
		}
	}
	if s := new(builder).around(5); s != (corpus.Span{}) {
		t.Errorf("around nothing is %v", s)
	}
}
