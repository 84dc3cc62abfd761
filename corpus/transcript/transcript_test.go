package transcript

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

var update = flag.Bool("update", false, "write what the layouts find into testdata, to be looked at")

// Each file in testdata is a document and the turns in it.
func TestLayouts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := format.Read(archive.Files[0].Name, archive.Files[0].Data)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(doc, Turns(doc, nil))
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Errorf("turns (-want +got):\n%s", diff)
			}
		})
	}
}

// describe writes a transcript as a person checks it: a turn a line.
func describe(doc corpus.Document, tr corpus.Transcript) string {
	var b strings.Builder
	fmt.Fprintf(&b, "layout %s\n", tr.Layout)
	for _, u := range tr.Turns {
		who := "-"
		if u.Speaker >= 0 {
			who = tr.Speakers[u.Speaker].Label
		}
		if u.Kind == corpus.Heading {
			who = "#"
		}
		at := ""
		if u.From >= 0 {
			at = " " + corpus.FormatTime(u.From)
		}
		fmt.Fprintf(&b, "%s%s | %s\n", who, at, strings.ReplaceAll(doc.Body[u.Body:u.End], "\n", "⏎"))
	}
	return b.String()
}

func TestKnownNamesNeedNotRecur(t *testing.T) {
	doc, err := format.Read("a.txt", []byte("Roe: We have none.\n\nPenn: Then we shall wait.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(Turns(doc, nil).Speakers); got != 0 {
		t.Errorf("%d speakers among labels that stand once, want none", got)
	}
	known := func(label string) bool { return label == "Roe" || label == "Penn" }
	if got := len(Turns(doc, known).Speakers); got != 2 {
		t.Errorf("%d speakers where both are known, want 2", got)
	}
}

// A word processor's documents, written by pandoc (bold names) and LibreOffice.
func TestWordProcessors(t *testing.T) {
	tests := []struct {
		file, layout, speaker string
		turns                 int
	}{
		{"int-02.docx", "**Name** text", "Martin Sale", 24},
		{"int-07.docx", "Name: text", "James Thorne", 26},
		{"min-01.docx", "Name: text", "Helen Firth", 22},
		{"strat-01.docx", "", "", 15},
	}
	for _, tt := range tests {
		data, err := os.ReadFile("../../testdata/demo/study/" + tt.file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := format.Read(tt.file, data)
		if err != nil {
			t.Fatal(err)
		}
		tr := Turns(doc, nil)
		if tr.Layout != tt.layout || len(tr.Turns) != tt.turns {
			t.Errorf("%s: layout %q with %d turns, want %q with %d", tt.file, tr.Layout, len(tr.Turns), tt.layout, tt.turns)
		}
		found := tt.speaker == ""
		for _, s := range tr.Speakers {
			found = found || s.Label == tt.speaker
		}
		if !found {
			t.Errorf("%s: %q does not speak; %v do", tt.file, tt.speaker, tr.Speakers)
		}
	}
}

func fuzz(f *testing.F, name string, l layout) {
	for _, file := range []string{"colon", "colon-times", "brackets", "capitals", "bold-markdown", "clock-lines", "letters-beyond-ascii"} {
		archive, err := txtar.ParseFile("testdata/" + file + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := format.Read(name, data)
		if err != nil {
			return
		}
		marks := judge(doc, l.marks(doc), func(string) bool { return false })
		a := assembler{doc: doc, text: corpus.Text{Body: doc.Body}, speakers: map[string]int{}}
		a.assemble(marks)
		lawful(t, doc, a.out)
		lawful(t, doc, Turns(doc, nil))
	})
}

// lawful checks that turns are in order and that no word of the document is
// outside all of them.
func lawful(t *testing.T, doc corpus.Document, tr corpus.Transcript) {
	if err := tr.Check(corpus.Text{Body: doc.Body}); err != nil {
		t.Fatal(err)
	}
	for _, b := range doc.Blocks {
		for i, r := range doc.Body[b.Span.Start:b.Span.End] {
			if r == ' ' || strings.TrimSpace(string(r)) == "" {
				continue
			}
			at := b.Span.Start + i
			if first, last := tr.TurnsIn(corpus.Span{Start: at, End: at + 1}); first == last {
				t.Fatalf("%q at %d is in no turn", r, at)
			}
		}
	}
}

func FuzzColon(f *testing.F)    { fuzz(f, "a.txt", colon) }
func FuzzClock(f *testing.F)    { fuzz(f, "a.txt", clockLine) }
func FuzzBold(f *testing.F)     { fuzz(f, "a.md", bold) }
func FuzzBrackets(f *testing.F) { fuzz(f, "a.txt", brackets) }
func FuzzCapitals(f *testing.F) { fuzz(f, "a.txt", capitals) }

func FuzzVoices(f *testing.F) {
	for _, file := range []string{"voices", "cues-with-labels", "cues-without-speakers"} {
		archive, err := txtar.ParseFile("testdata/" + file + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.vtt", "a.srt"} {
			if doc, err := format.Read(name, data); err == nil {
				lawful(t, doc, Turns(doc, nil))
			}
		}
	})
}
