package transcript

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
				t.Errorf("turns (-want +got):\n%s", diff)
			}
		})
	}
}

// describe writes a transcript as a person checks it: a turn a line.
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

// A word processor's documents, written by pandoc (bold names) and LibreOffice.
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

// A layout that is asked for is used, or it is said that nobody is marked so.
func TestForced(t *testing.T) {
	doc, err := format.Read("a.txt", []byte("[Roe] We have none. Penn: that is a quote.\n\nPenn: Then we shall wait.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := find(t, doc, Options{Layout: "brackets"}); len(got.Speakers) != 1 || got.Speakers[0].Label != "Roe" {
		t.Errorf("brackets: %v", got.Speakers)
	}
	if got := find(t, doc, Options{Layout: Plain}); len(got.Speakers) != 0 || len(got.Turns) != 2 {
		t.Errorf("plain: %v", got.Speakers)
	}
	for _, l := range []string{"trint", guide, Voices, "nonsense"} {
		if _, err := Find(doc, Options{Layout: l}); err == nil || !strings.Contains(err.Error(), l) {
			t.Errorf("%s: error %v", l, err)
		}
	}
}

// turnOf is who speaks in a turn, "-" for nobody, and the words.
func turnOf(doc corpus.Document, f Found, u corpus.Turn) string {
	who := "-"
	if u.Speaker >= 0 {
		who = f.Speakers[u.Speaker].Label
	}
	return who + ": " + strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " ")
}

// Whatever program saved a transcript, in whatever format: the same people speak in
// the same turns as in its plain text.
func TestEveryFormatAlike(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := format.Reader{Cache: filepath.Join(cache, "crosscase", "pdf")}
	defer r.Close()
	said := func(file string) []string {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := r.Read(file, data)
		if err != nil {
			t.Fatal(file, err)
		}
		got := find(t, doc, Options{})
		var all []string
		for _, u := range got.Turns {
			all = append(all, turnOf(doc, got, u))
		}
		return all
	}
	want := said("../format/testdata/real/interview.md")
	for i := range want { // Markdown keeps its marks
		want[i] = strings.ReplaceAll(want[i], "*", "")
	}
	if len(want) != 8 {
		t.Fatalf("%d turns in the interview, want 8", len(want))
	}
	files := func(pattern string) []string {
		found, err := filepath.Glob("../format/testdata/real/" + pattern)
		if err != nil || len(found) < 10 {
			t.Fatal(pattern, found, err)
		}
		return found
	}
	for _, file := range files("interview.*.*") {
		want, got := want, said(file)
		if filepath.Ext(file) == ".pdf" { // some draw an emoji as a picture, which has no letter
			want, got = slices.Clone(want), slices.Clone(got)
			for _, all := range [][]string{want, got} {
				all[len(all)-1] = strings.TrimSuffix(all[len(all)-1], " 🙂")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-Markdown +got):\n%s", filepath.Base(file), diff)
		}
	}
	// And so it is with every other file that a real program wrote.
	compared := 0
	for _, file := range files("*.*.*") {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		known, err := os.ReadFile("../format/testdata/real/" + name + ".txt")
		if err != nil || name == "interview" || name == "minutes" && filepath.Ext(file) == ".pdf" { // which has no tabs, only words side by side
			continue
		}
		doc, err := format.Read("a.txt", []byte(strings.ReplaceAll(strings.ReplaceAll(string(known), "\n\n", "\n"), "\n", "\n\n")))
		if err != nil {
			t.Fatal(err)
		}
		tr := find(t, doc, Options{})
		var want []string
		for _, u := range tr.Turns {
			want = append(want, turnOf(doc, tr, u))
		}
		compared++
		if diff := cmp.Diff(want, said(file)); diff != "" {
			t.Errorf("%s (-plain text +got):\n%s", filepath.Base(file), diff)
		}
	}
	if compared < 40 {
		t.Errorf("only %d files compared", compared)
	}
}

// A transcript that a word processor holds in a table, or Microsoft Teams wrote.
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

// fuzz seeds with all fixtures and holds every layout to the law, whether it is
// found or asked for.
func fuzz(f *testing.F, name string, ending string) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := format.Read("a"+ending, data)
		if err != nil {
			return
		}
		for _, layout := range []string{"", name} {
			if found, err := Find(doc, Options{Layout: layout}); err == nil {
				lawful(t, doc, found)
			}
		}
	})
}

// lawful checks that turns are in order and that no word of the document is
// outside all of them.
func lawful(t *testing.T, doc corpus.Document, tr Found) {
	if err := tr.Check(corpus.Text{Body: doc.Body}); err != nil {
		t.Fatal(err)
	}
	if tr.Layout == "nvivo" || tr.Layout == "f4" { // times and names behind the words are in no turn
		return
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

func FuzzColon(f *testing.F)       { fuzz(f, "colon", ".txt") }
func FuzzClock(f *testing.F)       { fuzz(f, "clock", ".txt") }
func FuzzBold(f *testing.F)        { fuzz(f, "bold", ".md") }
func FuzzBrackets(f *testing.F)    { fuzz(f, "brackets", ".txt") }
func FuzzCapitals(f *testing.F)    { fuzz(f, "capitals", ".txt") }
func FuzzColumns(f *testing.F)     { fuzz(f, "columns", ".txt") }
func FuzzMinutes(f *testing.F)     { fuzz(f, "minutes", ".txt") }
func FuzzZoom(f *testing.F)        { fuzz(f, "zoom", ".txt") }
func FuzzTeams(f *testing.F)       { fuzz(f, "teams", ".txt") }
func FuzzMeet(f *testing.F)        { fuzz(f, "meet", ".txt") }
func FuzzOtter(f *testing.F)       { fuzz(f, "otter", ".txt") }
func FuzzRev(f *testing.F)         { fuzz(f, "rev", ".txt") }
func FuzzTrint(f *testing.F)       { fuzz(f, "trint", ".txt") }
func FuzzDescript(f *testing.F)    { fuzz(f, "descript", ".md") }
func FuzzOTranscribe(f *testing.F) { fuzz(f, "otranscribe", ".txt") }
func FuzzWhisper(f *testing.F)     { fuzz(f, "whisper", ".txt") }
func FuzzNVivo(f *testing.F)       { fuzz(f, "nvivo", ".txt") }
func FuzzF4(f *testing.F)          { fuzz(f, "f4", ".txt") }
func FuzzEvidence(f *testing.F)    { fuzz(f, "evidence", ".md") }
func FuzzHearing(f *testing.F)     { fuzz(f, "hearing", ".txt") }
func FuzzCourt(f *testing.F)       { fuzz(f, "court", ".txt") }
func FuzzDebate(f *testing.F)      { fuzz(f, "debate", ".txt") }
func FuzzFocusGroup(f *testing.F)  { fuzz(f, "focus-group", ".txt") }
func FuzzGuide(f *testing.F)       { fuzz(f, "guide", ".txt") }
func FuzzVoices(f *testing.F)      { fuzz(f, "voices", ".vtt") }
func FuzzSubtitles(f *testing.F)   { fuzz(f, "", ".srt") }

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
