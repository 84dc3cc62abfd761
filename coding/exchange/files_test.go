package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/codingtest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

func TestFileNames(t *testing.T) {
	long := strings.Repeat("ü", 80)
	tests := []struct {
		name         string
		names, files []string
	}{
		{"as they are", []string{"Ann", "int 3"}, []string{"Ann.txt", "int 3.txt"}},
		{"what no file system allows", []string{`a/b\c:d*e?f"g<h>i|j`, "x#^[y]", "tab\there"}, []string{"a-b-c-d-e-f-g-h-i-j.txt", "x---y-.txt", "tab-here.txt"}},
		{"hidden, or ended by a stop", []string{"..hidden", " padded ", "end...", "../../etc"}, []string{"hidden.txt", "padded.txt", "end.txt", "-..-etc.txt"}},
		{"used once, whatever the case of letters", []string{"Ann", "ann", "ANN"}, []string{"Ann.txt", "ann-2.txt", "ANN-3.txt"}},
		{"nothing left of it", []string{"...", ""}, []string{"-2.txt", "-3.txt"}},
		{"devices of Windows", []string{"con", "Nul.2", "COM1", "lpt9 .a", "conrad", "company", "COM"}, []string{"-con.txt", "-Nul.2.txt", "-COM1.txt", "-lpt9 .a.txt",
			"conrad.txt", "company.txt", "COM.txt"}},
		{"too long, cut at a letter", []string{long}, []string{strings.Repeat("ü", 50) + ".txt"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.files, exchange.FileNames(test.names, ".txt")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}

// Names of files are each used once, and each can be a file of one folder.
func TestFileNamesAreUsable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.StringOf(rapid.SampledFrom([]rune("aA.- /\\\x00\n🙂:#")))).Draw(t, "names")
		seen := map[string]bool{}
		for _, f := range exchange.FileNames(names, "") {
			if f == "" || seen[strings.ToLower(f)] || strings.ContainsAny(f, "/\\\x00\n:#") || strings.HasPrefix(f, ".") || strings.TrimSpace(f) != f || len(f) > 110 {
				t.Fatalf("%q of %q", f, names)
			}
			seen[strings.ToLower(f)] = true
		}
	})
}

func TestMemory(t *testing.T) {
	files := exchange.Memory{"a b.txt": []byte("words")}
	if data, err := files.File("internal://A b.TXT", 100); string(data) != "words" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if !files.Has("internal://a b.txt") || files.Has("internal://b.txt") || files.Has("relative:///a b.txt") {
		t.Error("it has other files than it has")
	}
	for path, want := range map[string]error{"internal://b.txt": refi.ErrMissing, "relative:///a b.txt": refi.ErrMissing, "internal://a b.txt": refi.ErrTooLarge} {
		if _, err := files.File(path, 4); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
}

// drawnContents is a random study with its texts.
func drawnContents(t *rapid.T) exchange.Contents {
	s := codingtest.Draw(t)
	return exchange.Contents{Study: s, Texts: codingtest.Bodies(s)}
}

// words are what a passage is on.
func words(c exchange.Contents, p coding.Passage) string {
	t, _ := c.Texts.Text(ctx, p.Text)
	return t.Body[p.Span.Start:p.Span.End]
}

// A table of highlights as Taguette writes it has a line for each theme on each passage,
// with the words; its codebook counts those lines.
func TestTaguetteHighlights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContents(t)
		s := c.Study
		var want []string
		on := map[string]int{}
		for i, p := range s.Passages {
			themes := map[coding.ThemeID]bool{}
			first, last := s.TagsOf(i)
			for _, x := range s.Tags[first:last] {
				if s.SourceOf(p) != nil && !themes[x.Theme] {
					themes[x.Theme] = true
					on[s.Path(x.Theme)]++
					want = append(want, fmt.Sprintf("%s %s %q", s.SourceOf(p).Name, s.Path(x.Theme), words(c, p)))
				}
			}
		}
		files, err := exchange.Taguette(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range table(t, files, "highlights.csv") {
			got = append(got, fmt.Sprintf("%s %s %q", row["document"], row["tag"], row["content"]))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("highlights (-study +file)\n%s", diff)
		}
		book := table(t, files, "codebook.csv")
		if len(book) != len(s.Themes) {
			t.Fatalf("%d themes, want %d", len(book), len(s.Themes))
		}
		for _, row := range book {
			if row["number of highlights"] != fmt.Sprint(on[row["tag"]]) {
				t.Fatalf("%s has %s highlights, want %d", row["tag"], row["number of highlights"], on[row["tag"]])
			}
		}
	})
}

// table reads a file of CSV by columns.
func table(t tester, files []exchange.File, name string) (rows []map[string]string) {
	t.Helper()
	for _, f := range files {
		if f.Name != name {
			continue
		}
		lines, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			row := map[string]string{}
			for i, column := range lines[0] {
				row[column] = coding.Unharmed(line[i])
			}
			rows = append(rows, row)
		}
		return rows
	}
	t.Fatalf("no file %s", name)
	return nil
}

// An annotation as it is in the file.
type annotation struct {
	Motivation string
	Creator    struct{ Name string }
	Body       []struct{ Purpose, Value string }
	Target     struct {
		Source   string
		Selector []struct {
			Type                  string
			Start, End            int
			Exact, Prefix, Suffix string
		}
	}
}

// Each tag is an annotation that says its place twice, in characters and by the words: both
// are in the text beside it.
func TestAnnotationsSayTheirPlaceTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContents(t)
		files, err := exchange.Annotations(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		var all struct {
			Total int
			First struct{ Items []annotation }
		}
		for _, f := range files {
			texts[f.Name] = string(f.Data)
			if f.Name == "annotations.jsonld" {
				if err := json.Unmarshal(f.Data, &all); err != nil {
					t.Fatal(err)
				}
			}
		}
		var want, got []string
		for i, p := range c.Study.Passages {
			first, last := c.Study.TagsOf(i)
			for n := first; n < last && c.Study.SourceOf(p) != nil; n++ {
				want = append(want, fmt.Sprintf("%s by %s: %q", c.Study.Path(c.Study.Tags[n].Theme), c.Study.Coders[c.Study.TagCoder(n)].Name, words(c, p)))
			}
		}
		for _, a := range all.First.Items {
			if a.Motivation != "tagging" {
				continue
			}
			place, quote := a.Target.Selector[0], a.Target.Selector[1]
			name, err := url.PathUnescape(a.Target.Source)
			if iri, bad := url.Parse(a.Target.Source); err != nil || bad != nil || iri.EscapedPath() != a.Target.Source || iri.Fragment+iri.RawQuery != "" {
				t.Fatalf("no IRI: %q", a.Target.Source)
			}
			body := texts[name]
			if is := string([]rune(body)[place.Start:place.End]); is != quote.Exact || !strings.Contains(body, quote.Prefix+quote.Exact+quote.Suffix) {
				t.Fatalf("%q by its place, %q by its words", is, quote.Exact)
			}
			got = append(got, fmt.Sprintf("%s by %s: %q", a.Body[0].Value, a.Creator.Name, quote.Exact))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || all.Total != len(all.First.Items) {
			t.Fatalf("annotations (-study +file)\n%s\n%d in all, of %d", diff, len(all.First.Items), all.Total)
		}
	})
}

// Notes on tags and on passages, and whom a tag is about, are in annotations; letters beyond
// U+FFFF count as one.
func TestAnnotations(t *testing.T) {
	s := coding.NewStudy(coding.Study{Title: "Notes", Themes: []*coding.Theme{{ID: "t", Name: "Trust"}}, Coders: []*coding.Coder{{ID: "k", Name: "AK"}},
		Organisations: []*corpus.Organisation{{ID: "o", Name: "Fire"}}, Sources: []*corpus.Source{{ID: "s", Name: "Visit 50% #2 – café", Text: "x"}},
		Passages: []coding.Passage{{ID: "p", Text: "x", Span: corpus.Span{Start: 5, End: 8}}, {ID: "old", Text: "y", Span: corpus.Span{Start: 0, End: 1}}},
		Tags:     []coding.Tag{{ID: "g", Passage: "p", Theme: "t", Coder: "k", At: monday, About: "o"}, {ID: "h", Passage: "old", Theme: "t", Coder: "k"}},
		Memos:    []coding.Memo{{ID: "1", On: "g", Coder: "k", Text: "why"}, {ID: coding.MemoID(guid(notes, 1)), On: "p", Coder: "k", At: monday, Text: "who"}}})
	files, err := exchange.Annotations(ctx, exchange.Contents{Study: s, Texts: codingtest.Texts{"x": {Body: "🙂 yes"}}})
	if err != nil {
		t.Fatal(err)
	}
	if files[0].Name != "texts/Visit 50% -2 – café.txt" || string(files[0].Data) != "🙂 yes" || utf8.RuneCountInString("🙂 ") != 2 {
		t.Errorf("%s: %q", files[0].Name, files[0].Data)
	}
	for _, want := range []string{`"total": 2`, `"id": "urn:uuid:` + refi.NewGUID("annotation", "g") + `"`, `"id": "urn:uuid:00000007-0000-4000-8000-000000000001"`, `"texts/Visit%2050%25%20-2%20%E2%80%93%20caf%C3%A9.txt"`, `"partOf": {`, `"2026-03-02T09:00:00Z"`, `"start": 2`, `"end": 5`, `"exact": "yes"`, `"prefix": "🙂 "`, `"value": "why"`, `"value": "who"`, `"value": "Fire"`} {
		if !strings.Contains(string(files[1].Data), want) {
			t.Errorf("no %s in\n%s", want, files[1].Data)
		}
	}
	var all struct {
		ID, Last string
		First    struct {
			ID     string
			PartOf struct{ ID string }
		}
	}
	if err := json.Unmarshal(files[1].Data, &all); err != nil || all.First.PartOf.ID != all.ID || all.Last != all.First.ID || all.First.ID == all.ID ||
		!refi.IsGUID(strings.TrimPrefix(all.ID, "urn:uuid:")) || !refi.IsGUID(strings.TrimPrefix(all.First.ID, "urn:uuid:")) {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestCodebookFormatOf(t *testing.T) {
	tests := []struct {
		name, file string
		want       exchange.CodebookFormat
	}{
		{"", "book.yaml", exchange.YAML}, {"", "book.YML", exchange.YAML}, {"", "a.b.csv", exchange.CSV}, {"", "x.qdc", exchange.QDC}, {"", "x.xml", exchange.QDC},
		{"Markdown", "x.csv", exchange.Markdown}, {"md", "", exchange.Markdown}, {"htm", "", exchange.HTML}, {"", "x.docx", ""}, {"word", "x.csv", ""}, {"", "", ""},
	}
	for _, test := range tests {
		got, err := exchange.CodebookFormatOf(test.name, test.file)
		if got != test.want || (test.want == "") != errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q, %q: %q, %v; want %q", test.name, test.file, got, err, test.want)
		}
	}
	names, endings := exchange.CodebookFormats()
	if len(names) != 6 || !slices.Contains(endings, ".qdc") {
		t.Errorf("%v, %v", names, endings)
	}
}

func TestSplitNames(t *testing.T) {
	entry := func(name, definition string, below ...codebook.Entry) codebook.Entry {
		return codebook.Entry{Theme: coding.Theme{Name: name, Definition: definition}, Below: below}
	}
	got := exchange.SplitNames([]codebook.Entry{entry("open: sharing", "d"), entry("open: loss ", ""), entry("open", "top", entry("a: b", "")), entry(" : x", "")}, ": ")
	var lines []string
	var walk func(all []codebook.Entry, indent string)
	walk = func(all []codebook.Entry, indent string) {
		for _, e := range all {
			lines = append(lines, indent+e.Name+" "+e.Definition)
			walk(e.Below, indent+"  ")
		}
	}
	walk(got, "")
	want := []string{"open top", "  sharing d", "  loss ", "  a ", "    b ", "x "}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestParseCaseRule(t *testing.T) {
	tests := []struct {
		rule string
		want exchange.CaseRule
	}{
		{"participant", exchange.CaseRule{Is: "participant"}}, {"Person=People", exchange.CaseRule{Of: "Person", Is: "participant"}},
		{"a = b =organization", exchange.CaseRule{Of: "a = b", Is: "organisation"}}, {" Site = case study ", exchange.CaseRule{Of: "Site", Is: "case"}},
		{"none", exchange.CaseRule{Is: "attribute"}}, {"=cases", exchange.CaseRule{Is: "case"}},
	}
	for _, test := range tests {
		if got, err := exchange.ParseCaseRule(test.rule); got != test.want || err != nil {
			t.Errorf("%q: %+v, %v; want %+v", test.rule, got, err, test.want)
		}
	}
	for _, rule := range []string{"", "Person=somebody", "x="} {
		if _, err := exchange.ParseCaseRule(rule); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q: %v", rule, err)
		}
	}
}

func TestCleanTitle(t *testing.T) {
	long := strings.Repeat("ü", coding.MaxName)
	tests := map[string]string{"A study": "A study", " two\nlines ": "two lines", "a\r\nb\tc": "a b c", "": "study", "\x00": "study", "(none)": "study", "\xff": "\ufffd",
		long: strings.Repeat("ü", (coding.MaxName-20)/2) + "…"}
	for title, want := range tests {
		if got := exchange.CleanTitle(title); got != want || coding.CheckName("study", got) != nil {
			t.Errorf("%.30q: %.30q, want %.30q", title, got, want)
		}
	}
}
