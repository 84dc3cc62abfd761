package transcript

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

var update = flag.Bool("update", false, "write the turns that are found into testdata, to be reviewed")

// Each file in testdata has a document and its turns; -update writes the turns that
// are found, to be reviewed.
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
			if len(archive.Files) == 1 { // new
				archive.Files = append(archive.Files, txtar.File{Name: "turns"})
			}
			if len(archive.Files) != 2 {
				t.Fatalf("%s has %d parts; write a document, and go test ./corpus/transcript -update adds its turns", file, len(archive.Files))
			}
			doc, err := format.Read(archive.Files[0].Name, archive.Files[0].Data)
			if err != nil {
				t.Fatal(err)
			}
			found, err := Find(doc, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := describe(doc, found)
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Errorf("turns; go test ./corpus/transcript -update writes those that are found (-want +got):\n%s", diff)
			}
		})
	}
}

// describe writes a transcript for review, with a turn on each line.
func describe(doc corpus.Document, tr Found) string {
	var b strings.Builder
	fmt.Fprintf(&b, "layout %s\n", tr.Layout)
	for _, p := range tr.People {
		fmt.Fprintf(&b, "person %s | %s | %s\n", p.Name, p.Organisation, p.Role)
	}
	for _, u := range tr.Turns {
		who := "-"
		if u.Speaker >= 0 {
			who = tr.Speakers[u.Speaker].Label
		}
		switch u.Kind {
		case corpus.Heading:
			who = "#"
		case corpus.Question:
			who = "?"
		}
		at := ""
		if u.From >= 0 {
			at = " " + corpus.FormatTime(u.From)
		}
		if u.To >= 0 {
			at += "-" + corpus.FormatTime(u.To)
		}
		if u.Question > 0 {
			at += fmt.Sprintf(" {%s}", tr.Questions[u.Question-1])
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
	if got := len(find(t, doc, Options{}).Speakers); got != 0 {
		t.Errorf("%d speakers among labels that stand once, want none", got)
	}
	known := func(label string) bool { return label == "Roe" || label == "Penn" }
	if got := len(find(t, doc, Options{Known: known}).Speakers); got != 2 {
		t.Errorf("%d speakers where both are known, want 2", got)
	}
}

// Documents of word processors, written by pandoc (bold names) and LibreOffice.
func TestWordProcessors(t *testing.T) {
	tests := []struct {
		file, layout, speaker string
		turns                 int
	}{
		{"int-02.docx", "bold", "Martin Sale", 24},
		{"int-07.docx", "colon", "James Thorne", 26},
		{"min-01.docx", "colon", "Helen Firth", 22},
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
		tr := find(t, doc, Options{})
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

func find(t *testing.T, doc corpus.Document, o Options) Found {
	t.Helper()
	found, err := Find(doc, o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A transcript in a table of a word processor, or written by Microsoft Teams.
func TestTableAndTeams(t *testing.T) {
	for _, file := range []string{"table.python-docx.docx", "table.libreoffice.docx", "table.libreoffice.odt", "table.libreoffice.rtf",
		"teams.python-docx.docx", "teams.libreoffice.docx", "teams.libreoffice.odt", "teams.libreoffice.rtf"} {
		data, err := os.ReadFile("../format/testdata/real/" + file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := format.Read(file, data)
		if err != nil {
			t.Fatal(err)
		}
		want := "columns"
		if strings.HasPrefix(file, "teams") {
			want = "teams"
		}
		got := find(t, doc, Options{})
		spoken := 0
		for _, u := range got.Turns {
			if u.Speaker >= 0 {
				spoken++
				if want == "teams" && u.From != time.Duration(spoken-1)*time.Minute+5*time.Second {
					t.Errorf("%s: turn %d at %v", file, spoken, u.From)
				}
			}
		}
		if got.Layout != want || spoken != 8 || len(got.Speakers) != 3 {
			t.Errorf("%s: layout %s, %d turns, speakers %v; want %s with 8 turns of 3", file, got.Layout, spoken, got.Speakers, want)
		}
	}
}

// BenchmarkFind finds the speakers of a meeting of a thousand turns.
func BenchmarkFind(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "%s: We need a remote control with %d buttons, and (as I said) it must be cheap. Trust me.\n\n",
			[]string{"Anna Roe", "Penn", "The Chair"}[i%3], i)
	}
	doc, err := format.Read("a.txt", []byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc.Body)))
	for b.Loop() {
		if _, err := Find(doc, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Of the people whom a file declares, those are found who speak and whose label is a
// name: another file's PAR is another person.
func TestDeclaredPeople(t *testing.T) {
	block := func(start, end int, voice string) corpus.Block {
		return corpus.Block{Span: corpus.Span{Start: start, End: end}, Kind: corpus.CueBlock, Voice: voice}
	}
	roe := corpus.Person{Name: "Anna Roe", Role: "participant", Attributes: map[string]string{"age": "41"}}
	doc := corpus.Document{Body: "yes\nno", Blocks: []corpus.Block{block(0, 3, "Anna Roe"), block(4, 6, "PAR")},
		People: []corpus.Person{roe, {Name: "PAR", Role: "participant"}, {Name: "Penn", Role: "participant"}}}
	found, err := Find(doc, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]corpus.Person{roe}, found.People); diff != "" {
		t.Error(diff)
	}
}
