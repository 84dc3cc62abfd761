package refi_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

var update = flag.Bool("update", false, "write the expected files in testdata anew")

func guid(n int) string { return fmt.Sprintf("%08x-0000-4000-8000-000000000000", n) }

// ana is the audit of what Ana made and Ben changed.
var ana = refi.Audit{Creator: guid(1), Created: "2025-01-02T03:04:05Z", Modifier: guid(2), Modified: "2025-02-03T04:05:06+01:00"}

var aNote = []string{guid(60)}

// everything is a project with every element and attribute of the standard.
func everything() *refi.Project {
	empty := ""
	return &refi.Project{
		Name: "Savings & <costs>", Origin: "Test 1", BasePath: "/home/ana", Audit: ana,
		Users: []refi.User{{GUID: guid(1), Name: "Ana", ID: "AK"}, {GUID: guid(2), Name: "Ben", ID: "BL"}},
		Codes: []*refi.Code{
			{GUID: guid(10), Name: "Motives", Colour: "#AABBCC", Description: "Why they joined", NoteRefs: aNote, Below: []*refi.Code{
				{GUID: guid(11), Name: "The \"new\" way", Codable: true},
			}},
			{GUID: guid(12), Name: "", Codable: true, Colour: "#abc"},
		},
		Variables: []refi.Variable{
			{GUID: guid(20), Name: "Role", Type: "Text", Description: "In the project"},
			{GUID: guid(21), Name: "Lead", Type: "Boolean"},
			{GUID: guid(22), Name: "Staff", Type: "Integer"},
			{GUID: guid(23), Name: "Share", Type: "Float"},
			{GUID: guid(24), Name: "Joined", Type: "Date"},
			{GUID: guid(25), Name: "Asked", Type: "DateTime"},
		},
		Cases: []*refi.Case{{
			GUID: guid(30), Name: "Police", Description: "Two forces", CodeRefs: []string{guid(10)},
			SourceRefs: []string{guid(40)}, SelectionRefs: []string{guid(51)},
			Values: []refi.Value{
				{Variable: guid(20), Type: "Text", Value: " as is "}, {Variable: guid(21), Type: "Boolean", Value: "true"},
				{Variable: guid(22), Type: "Integer", Value: "-12"}, {Variable: guid(23), Type: "Float", Value: "0.5"},
				{Variable: guid(24), Type: "Date", Value: "2020-02-03"}, {Variable: guid(25), Type: "DateTime", Value: "2020-02-03T04:05:06Z"},
				{Variable: guid(20)},
			},
		}},
		Sources: []*refi.Source{textSource(), pictureSource(), pdfSource(), recording(refi.AudioSource, 44), recording(refi.VideoSource, 46)},
		Notes: []*refi.Text{
			{GUID: guid(60), Name: "On motives", Rich: "internal://60.docx", Plain: "internal://60.txt", Audit: ana, Selections: []*refi.Selection{
				{GUID: guid(61), Start: 0, End: 3, Description: "see below"},
			}},
			{GUID: guid(62), Content: &empty},
		},
		Links: []*refi.Link{{
			GUID: guid(70), Name: "because", Direction: "OneWay", Colour: "#000000", Origin: guid(10), Target: guid(11), NoteRefs: aNote,
		}},
		Sets: []*refi.Set{{
			GUID: guid(71), Name: "Main", Description: "What is reported",
			Codes: []string{guid(10)}, Sources: []string{guid(40)}, Notes: aNote,
		}},
		Graphs: []*refi.Graph{{
			GUID: guid(72), Name: "Map",
			Vertices: []refi.Vertex{
				{GUID: guid(73), Represented: guid(10), Name: "Motives", X1: "1", Y1: "-2", X2: "30", Y2: "40", Shape: "Oval", Colour: "#ffffff"},
				{GUID: guid(74), X1: "5", Y1: "6"},
			},
			Edges: []refi.Edge{{
				GUID: guid(75), Represented: guid(70), Name: "because", Source: guid(73), Target: guid(74),
				Colour: "#000", Direction: "Bidirectional", Style: "dashed",
			}},
		}},
		Description: "Line one\r\nline two", NoteRefs: aNote,
	}
}

func codings(n int) []*refi.Coding {
	return []*refi.Coding{{GUID: guid(n), Creator: guid(1), Created: "2025-01-02T03:04:05.678Z", Code: guid(11), NoteRefs: aNote}}
}

func values() []refi.Value { return []refi.Value{{Variable: guid(22), Type: "Integer", Value: "3"}} }

func textSource() *refi.Source {
	content := "We waited.\r\n\tThen \"money\" came. "
	return &refi.Source{Kind: refi.TextSource, Text: refi.Text{
		GUID: guid(40), Name: "tab\tand\nline", Rich: "internal://40.docx", Plain: "internal://40.txt", Audit: ana,
		Description: "First interview", Content: &content, Codings: codings(50), NoteRefs: aNote, Values: values(),
		Selections: []*refi.Selection{{
			GUID: guid(51), Name: "We waited", Audit: ana, Description: "twice", Start: 0, End: 9,
			Codings: codings(52), NoteRefs: aNote,
		}},
	}}
}

func pictureSource() *refi.Source {
	return &refi.Source{
		Kind: refi.PictureSource, Path: "internal://41.jpg", CurrentPath: "absolute:///C:/41.jpg",
		TextDescription: &refi.Text{GUID: guid(140), Name: "A board", Rich: "internal://140.docx", Plain: "internal://140.txt", Audit: ana},
		Text: refi.Text{
			GUID: guid(41), Name: "Board", Audit: ana, Description: "At the wall", Codings: codings(53), NoteRefs: aNote,
			Values: values(), Selections: []*refi.Selection{{
				GUID: guid(54), Name: "Corner", Audit: ana, Description: "left", Box: [4]int{1, 2, 30, -4},
				Codings: codings(55), NoteRefs: aNote,
			}},
		},
	}
}

func pdfSource() *refi.Source {
	words := "Annual report"
	return &refi.Source{
		Kind: refi.PDFSource, Path: "relative:///a b.pdf", CurrentPath: "absolute:///a b.pdf",
		Representation: &refi.Text{
			GUID: guid(142), Name: "Words", Rich: "internal://142.docx", Plain: "internal://142.txt", Audit: ana,
			Description: "by the program", Content: &words, Codings: codings(56), NoteRefs: aNote, Values: values(),
			Selections: []*refi.Selection{{GUID: guid(157), Start: 0, End: 6}},
		},
		Text: refi.Text{
			GUID: guid(42), Name: "Report", Audit: ana, Description: "Of the year", Codings: codings(58), NoteRefs: aNote,
			Values: values(), Selections: []*refi.Selection{{
				GUID: guid(57), Name: "Title", Audit: ana, Description: "large", Page: 2, Box: [4]int{1, 2, 3, 4},
				Representation: &refi.Text{GUID: guid(143)}, Codings: codings(59), NoteRefs: aNote,
			}},
		},
	}
}

func recording(kind string, n int) *refi.Source {
	words := "One two"
	return &refi.Source{
		Kind: kind, Path: "internal://a.m4a", CurrentPath: "absolute:///a.m4a",
		Transcripts: []*refi.Transcript{{
			Text: refi.Text{
				GUID: guid(n + 100), Name: "By hand", Rich: "internal://a.docx", Plain: "internal://a.txt", Audit: ana, Description: "verbatim",
				Content: &words, NoteRefs: aNote,
				Selections: []*refi.Selection{{
					GUID: guid(n + 500), Name: "One", Audit: ana, Description: "first", From: guid(n + 200), To: guid(n + 300),
					Codings: codings(n + 600), NoteRefs: aNote,
				}},
			},
			Points: []refi.SyncPoint{
				{GUID: guid(n + 200)}, {GUID: guid(n + 300), Time: 1500, Position: -1}, {GUID: guid(n + 400), Time: -1, Position: 7},
			},
		}},
		Text: refi.Text{
			GUID: guid(n), Name: "Call", Audit: ana, Description: "By phone", Codings: codings(n + 700), NoteRefs: aNote,
			Values: values(), Selections: []*refi.Selection{{
				GUID: guid(n + 800), Name: "Laughter", Audit: ana, Description: "long", Start: 1000, End: 2500,
				Codings: codings(n + 900), NoteRefs: aNote,
			}},
		},
	}
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = "testdata/" + file
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

// A project is written as the file that was read by a person says, and read from it.
func TestEverything(t *testing.T) {
	want := everything()
	data := written(t, want)
	golden(t, "everything.qde", data)
	got, problems, err := refi.ReadProject(bytes.NewReader(data))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// No element and no attribute of the schema is missing in what is read and written.
func TestEverythingIsAll(t *testing.T) {
	used := map[string]bool{}
	if err := validate(written(t, everything()), used); err != nil {
		t.Fatal(err)
	}
	var missing []string
	for name, r := range schema {
		if !used[name] {
			missing = append(missing, name)
		}
		for _, a := range terms(r.attributes) {
			if !used[name+"@"+a] {
				missing = append(missing, name+"@"+a)
			}
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		t.Errorf("not written: %v", missing)
	}
}

// A codebook holds codes and their sets, and nothing that its schema does not have.
func TestCodebook(t *testing.T) {
	p := everything()
	var b bytes.Buffer
	if _, err := p.WriteCodebook(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "everything.qdc", b.Bytes())
	got, problems, err := refi.ReadProject(&b)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	want := &refi.Project{Origin: p.Origin, Codes: p.Codes, Sets: p.Sets}
	want.Codes[0].NoteRefs, want.Sets[0].Sources, want.Sets[0].Notes = nil, nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
}

// What a project holds is counted by kind.
func TestCounts(t *testing.T) {
	want := map[string]int{
		"users": 2, "codes": 3, "variables": 6, "cases": 1, "sources": 5, "notes": 2,
		"links": 1, "sets": 1, "graphs": 1, "selections": 9, "codings": 13,
	}
	if diff := cmp.Diff(want, everything().Counts()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := (&refi.Project{}).Counts(); len(got) > 0 {
		t.Errorf("an empty project: %v", got)
	}
}

// Characters that XML cannot hold are replaced and counted; all others are kept.
func TestCharacters(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		replaced   int
	}{
		{"a\tb\nc\rd", "a\tb\nc\rd", 0},
		{"<&>\"'", "<&>\"'", 0},
		{"\x00\x1b", "\ufffd\ufffd", 2},
		{"a\uffffb\ufffe", "a\ufffdb\ufffd", 2},
		{"\xff\xfe", "\ufffd\ufffd", 2},
		{"\ufffd", "\ufffd", 0},
		{"🙂 שלום", "🙂 שלום", 0},
	} {
		p := &refi.Project{Name: tt.name, Description: tt.name}
		var b bytes.Buffer
		replaced, err := p.Write(&b)
		if err != nil || replaced != 2*tt.replaced {
			t.Errorf("%q: %d replaced, want %d (%v)", tt.name, replaced, 2*tt.replaced, err)
		}
		got, _, err := refi.ReadProject(&b)
		if err != nil || got.Name != tt.want || got.Description != tt.want {
			t.Errorf("%q: %+v %v", tt.name, got, err)
		}
	}
}

// An error of the file that is written comes back.
func TestWriteFails(t *testing.T) {
	for name, write := range map[string]func(*os.File) error{
		"project":  func(f *os.File) error { _, err := everything().Write(f); return err },
		"codebook": func(f *os.File) error { _, err := everything().WriteCodebook(f); return err },
		"package":  func(f *os.File) error { _, err := refi.WritePackage(f, everything(), nil); return err },
	} {
		f, err := os.Create(t.TempDir() + "/closed")
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		if err := write(f); err == nil {
			t.Errorf("%s: written into a closed file", name)
		}
	}
}
