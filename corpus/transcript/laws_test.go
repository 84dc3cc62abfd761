package transcript

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

// Order and nothing lost: checkTranscript holds a transcript to both laws. The fuzz
// targets (fuzz_test.go) call it for every layout on the input that they generate.
func checkTranscript(t rapid.TB, doc corpus.Document, tr Found) {
	t.Helper()
	// Order: turns are in order, inside the text, on rune boundaries, and never overlap.
	if err := tr.Check(corpus.Text{Body: doc.Body}); err != nil {
		t.Fatal(err)
	}
	// Nothing is lost: every letter is in a turn, except for the times after the words, and
	// the columns and names after them in tables, a row that is left out, or a notice of a chat.
	if tr.Layout == "nvivo" || tr.Layout == "columns" || tr.Layout == "f4" {
		return
	}
	for _, b := range doc.Blocks {
		line := doc.Body[b.Span.Start:b.Span.End]
		if slices.Contains(tr.LeftOut, corpus.LeftOut{Why: corpus.HeadingRow, Text: strings.TrimSpace(line)}) {
			continue
		}
		if slices.ContainsFunc(tr.LeftOut, func(x corpus.LeftOut) bool {
			return x.Why == corpus.ChatNotice && strings.Contains(x.Text, strings.TrimSpace(line))
		}) {
			continue
		}
		_, time, timed := tailTime(line)
		for i, r := range line {
			if timed && i >= time || r == ' ' || strings.TrimSpace(string(r)) == "" {
				continue
			}
			at := b.Span.Start + i
			if first, last := tr.TurnsIn(corpus.Span{Start: at, End: at + 1}); first == last {
				t.Fatalf("%q at %d is in no turn", r, at)
			}
		}
	}
}

// Order and nothing lost hold for random transcripts with labels, times, questions,
// headings and lists, whichever layout is found.
func TestLawTurns(t *testing.T) {
	heads := []string{"Roe: ", "Penn: ", "**Roe** ", "[Penn] ", "ROE. ", "Q. ", "A. ", "P1: ", "P2: ", "00:01:02 Roe", "Roe (00:05)", "1. ",
		"Present: ", "Action: ", "# ", "", "", "Roe\t", "Mr. ROE. ", "Jane Roe (North) (Lab)", "0:12 Roe: ", "Q12 Roe: "}
	tails := []string{"we waited.", "Why?", "", "Nobody had any – not even us…", "日本語", "x\ty", "#00:01:02-3#", "naïve e\u0301"}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 25).Draw(t, "lines") {
			b.WriteString(rapid.SampledFrom(heads).Draw(t, "head") + rapid.SampledFrom(tails).Draw(t, "tail"))
			b.WriteString(rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(t, "end"))
		}
		doc, err := format.Read("a.md", []byte(b.String()))
		if err != nil {
			return
		}
		layout := rapid.SampledFrom(append(names(), "")).Draw(t, "layout")
		if found, err := Find(doc, Options{Layout: layout}); err == nil {
			checkTranscript(t, doc, found)
		}
	})
}

// Nobody is given another's words: a line that has the form of a mark begins a turn, unless
// its label is listed as prose, which is never a short name.
func TestLawForeignWords(t *testing.T) {
	labels := []string{"Roe", "Penn", "Helen Firth", "jane", "UK", "h.firth@example.org", "+44 20 *****123", "Interviewer/in", "B2", "Note", "??",
		"Three things", "What he meant by that", "We knew. The question was", "Dr. Firth | North", "花子", "Money"}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range 3 {
			b.WriteString("Roe: We waited for years.\n\nPenn: So did we.\n\n")
		}
		for range rapid.IntRange(1, 8).Draw(t, "lines") {
			b.WriteString(rapid.SampledFrom(labels).Draw(t, "label") + ": it rained.\n\n")
		}
		doc, err := format.Read("a.txt", []byte(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		found, err := Find(doc, Options{})
		if err != nil {
			t.Fatal(err)
		}
		as := map[string]As{}
		for _, l := range found.Labels {
			as[strings.ToLower(l.Text)] = l.As
		}
		for _, block := range doc.Blocks {
			label, _, _ := strings.Cut(doc.Body[block.Span.Start:block.Span.End], ":")
			if as[strings.ToLower(label)] == "" {
				t.Fatalf("%q is not listed", label)
			}
			first, _ := found.TurnsIn(block.Span)
			turn := found.Turns[first]
			if turn.Start == block.Span.Start || turn.Speaker < 0 {
				continue
			}
			sentence := strings.Contains(label, " ") && strings.ContainsAny(label, "abcdefghijklmnopqrstuvwxyz") && label != "Helen Firth" && label != "Dr. Firth | North"
			if as[strings.ToLower(label)] != Prose || !sentence {
				t.Fatalf("%q is %q and in a turn of %s", label, as[strings.ToLower(label)], found.Speakers[turn.Speaker].Label)
			}
		}
	})
}

// Named layouts: a layout that is asked for is used, or the error names it.
func TestLawNamedLayouts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := format.Read(archive.Files[0].Name, archive.Files[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names() {
			found, err := Find(doc, Options{Layout: name})
			switch {
			case err != nil && !strings.Contains(err.Error(), `layout "`+name+`"`):
				t.Errorf("%s as %s: error %v", file, name, err)
			case err == nil && name != Plain && found.Layout != name:
				t.Errorf("%s as %s: layout %q", file, name, found.Layout)
			case err == nil && name == Plain && len(found.Speakers) > 0:
				t.Errorf("%s as plain text has speakers %v", file, found.Speakers)
			case err == nil:
				checkTranscript(t, doc, found)
			}
		}
	}
}

// names are the names of all layouts.
func names() (all []string) {
	for _, l := range Layouts() {
		all = append(all, l[0])
	}
	return all
}

// Formats: a transcript has the same speakers in the same turns in whichever format
// and by whichever program it was saved.
func TestLawFormats(t *testing.T) {
	r := reader(t)
	want := saidIn(t, r, "../format/testdata/real/interview.md")
	for i := range want { // Markdown keeps its markup
		want[i] = strings.ReplaceAll(want[i], "*", "")
	}
	if len(want) != 8 {
		t.Fatalf("%d turns in the interview, want 8", len(want))
	}
	for _, file := range realFiles(t, "interview.*.*") {
		want, got := want, saidIn(t, r, file)
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
	compared := 0
	for _, file := range realFiles(t, "*.*.*") {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		known, err := os.ReadFile("../format/testdata/real/" + name + ".txt")
		// The minutes as PDF have no tabs, only words side by side.
		if err != nil || name == "interview" || name == "minutes" && filepath.Ext(file) == ".pdf" {
			continue
		}
		compared++
		text := strings.ReplaceAll(strings.ReplaceAll(string(known), "\n\n", "\n"), "\n", "\n\n")
		if diff := cmp.Diff(said(t, r, "a.txt", []byte(text)), saidIn(t, r, file)); diff != "" {
			t.Errorf("%s (-plain text +got):\n%s", filepath.Base(file), diff)
		}
	}
	if compared < 40 {
		t.Errorf("only %d files compared", compared)
	}
}

// reader reads files with the compiled PDF engine in the user's cache.
func reader(t *testing.T) *format.Reader {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	r := &format.Reader{Cache: filepath.Join(cache, "crosscase", "pdf")}
	t.Cleanup(func() { r.Close() })
	return r
}

func realFiles(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob("../format/testdata/real/" + pattern)
	if err != nil || len(found) < 10 {
		t.Fatal(pattern, found, err)
	}
	return found
}

func saidIn(t *testing.T, r *format.Reader, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return said(t, r, file, data)
}

// said is the speaker of each turn of a document, "-" for none, with the words.
func said(t *testing.T, r *format.Reader, name string, data []byte) (all []string) {
	t.Helper()
	doc, err := r.Read(name, data)
	if err != nil {
		t.Fatal(name, err)
	}
	return turnsOf(doc, find(t, doc, Options{}))
}

// turnsOf writes each turn as its speaker, "-" for none, and its words.
func turnsOf(doc corpus.Document, f Found) (all []string) {
	for _, u := range f.Turns {
		who := "-"
		if u.Speaker >= 0 {
			who = f.Speakers[u.Speaker].Label
		}
		all = append(all, who+": "+strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " "))
	}
	return all
}
