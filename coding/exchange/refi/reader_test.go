package refi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

// The starts and ends of documents.
const (
	start      = `<Project name="x" xmlns="urn:QDA-XML:project:1.0">`
	end        = `</Project>`
	codesStart = start + `<CodeBook><Codes>`
	codesEnd   = `</Codes></CodeBook>` + end
)

// described returns problems as a person reads them.
func described(problems []refi.Problem) (all []string) {
	for _, p := range problems {
		all = append(all, p.Describe())
	}
	return all
}

// with replaces each $n of a document by the identifier of that number.
func with(document string) string {
	for n := range 10 {
		document = strings.ReplaceAll(document, fmt.Sprintf("$%d", n), guid(n))
	}
	return document
}

// A deviation is something that programs really write, and how it is read.
type deviation struct {
	name, xml string
	want      refi.Project
	says      []string
}

var deviations = []deviation{
	{
		name: "byte order mark and declaration",
		xml:  "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- by hand -->" + start + end,
	},
	{
		name: "namespace of a draft, and where schemas are",
		xml: `<Project name="x" xmlns="urn:QDA-XML:project:0:10" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
			`xsi:schemaLocation="a b"><Users><User guid="$1" name="A"/></Users></Project>`,
		want: refi.Project{Users: []refi.User{{GUID: guid(1), Name: "A"}}},
	},
	{
		name: "braces and upper case are kept",
		xml:  codesStart + `<Code guid="{0000000A-0000-4000-8000-000000000000}" name="a" isCodable="1"/>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{{GUID: "{0000000A-0000-4000-8000-000000000000}", Name: "a", Codable: true}}},
	},
	{
		name: "a code without isCodable may be used",
		xml:  codesStart + `<Code guid="$1" name="a"/><Code guid="$2" name="b" isCodable="0"/>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true}, {GUID: guid(2), Name: "b"}}},
	},
	{
		name: "an identifier twice",
		xml:  codesStart + `<Code guid="$1" name="a"/><Code guid="{$1}" name="b"/>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{
			{GUID: guid(1), Name: "a", Codable: true}, {GUID: refi.NewGUID("read", "code", "{"+guid(1)+"}", "b", "1"), Name: "b", Codable: true},
		}},
		says: []string{"duplicate identifier: the second got a new one (Code {" + guid(1) + "})"},
	},
	{
		name: "an identifier of a case and a code",
		xml:  codesStart + `<Code guid="$1" name="a"/></Codes></CodeBook><Cases><Case guid="$1"/></Cases>` + end,
		want: refi.Project{Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true}}, Cases: []*refi.Case{{GUID: guid(1)}}},
	},
	{
		name: "no identifier, and two that are malformed",
		xml:  codesStart + `<Code name="a"/><Code guid="17" name="b"/><Code guid="18" name="c"/>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{
			{GUID: refi.NewGUID("read", "code", "", "a", "0"), Name: "a", Codable: true},
			{GUID: refi.NewGUID("read", "code", "17", "b", "1"), Name: "b", Codable: true},
			{GUID: refi.NewGUID("read", "code", "18", "c", "2"), Name: "c", Codable: true},
		}},
		says: []string{
			"identifier missing: a new one was made (Code a)",
			"malformed identifier: a new one was made: 2 times (first Code 17)",
		},
	},
	{
		name: "an element and an attribute that are not in the standard",
		xml:  codesStart + `<Code guid="$1" name="a" weight="1"><Weight><x><y/></x></Weight><Description>d</Description></Code>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true, Description: "d"}}},
		says: []string{
			"attribute not in the standard: left out (Code@weight)",
			"element not allowed there by the standard: left out (Code/Weight)",
		},
	},
	{
		name: "attributes of another kind of source are left out",
		xml:  start + `<Sources><PictureSource guid="$1" plainTextPath="a"/></Sources>` + end,
		want: refi.Project{Sources: []*refi.Source{{Kind: refi.PictureSource, Text: refi.Text{GUID: guid(1)}}}},
		says: []string{"attribute not in the standard: left out (PictureSource@plainTextPath)"},
	},
	{
		name: "an element in a text",
		xml:  start + `<Description>one <b>two</b> three</Description>` + end,
		want: refi.Project{Description: "one  three"},
		says: []string{"element not allowed there by the standard: left out (Description/b)"},
	},
	{
		name: "elements out of order",
		xml:  start + `<Description>d</Description><Users><User guid="$1"/></Users>` + end,
		want: refi.Project{Description: "d", Users: []refi.User{{GUID: guid(1)}}},
		says: []string{"element out of order: moved to its place (Project/Users)"},
	},
	{
		name: "sources in any order",
		xml:  start + `<Sources><AudioSource guid="$1"/><TextSource guid="$2"/></Sources>` + end,
		want: refi.Project{Sources: []*refi.Source{
			{Kind: refi.AudioSource, Text: refi.Text{GUID: guid(1)}}, {Kind: refi.TextSource, Text: refi.Text{GUID: guid(2)}},
		}},
	},
	{
		name: "empty lists, and a list in two parts",
		xml:  start + `<Users/><Users><User guid="$1"/></Users><Users><User guid="$2"/></Users><Sets/>` + end,
		want: refi.Project{Users: []refi.User{{GUID: guid(1)}, {GUID: guid(2)}}},
	},
	{
		name: "sets among the codes",
		xml:  start + `<CodeBook origin="y"><Codes/><Sets><Set guid="$1" name="s"/></Sets></CodeBook>` + end,
		want: refi.Project{Sets: []*refi.Set{{GUID: guid(1), Name: "s"}}},
	},
	{
		name: "members by guid, and as text",
		xml: start + `<Sets><Set guid="$1" name="s"><MemberSource guid="$2"/><MemberNote> $3 </MemberNote><MemberNote/>` +
			`</Set></Sets>` + end,
		want: refi.Project{Sets: []*refi.Set{{GUID: guid(1), Name: "s", Sources: []string{guid(2)}, Notes: []string{guid(3)}}}},
		says: []string{
			"attribute not in the standard: left out (MemberSource@guid)",
			"reference without a valid identifier: left out (MemberNote)",
		},
	},
	{
		name: "a colour, dates and users that are malformed",
		xml: codesStart + `<Code guid="$1" name="a" color="red"/></Codes></CodeBook><Notes><Note guid="$2" creatingUser="Ana" ` +
			`creationDateTime="yesterday" modifiedDateTime=" 2020-01-02T03:04:05 "/></Notes>` + end,
		want: refi.Project{
			Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true}},
			Notes: []*refi.Text{{GUID: guid(2), Audit: refi.Audit{Modified: "2020-01-02T03:04:05"}}},
		},
		says: []string{
			"malformed colour: left out (Code@color red)", "malformed identifier of a user: left out (Note@creatingUser Ana)",
			"malformed date: left out (Note@creationDateTime yesterday)",
		},
	},
	{
		name: "numbers that are malformed or too large",
		xml: start + `<Sources><TextSource guid="$1"><PlainTextSelection guid="$2" startPosition="a" ` +
			`endPosition="99999999999999999999"/></TextSource></Sources>` + end,
		want: refi.Project{Sources: []*refi.Source{{Kind: refi.TextSource, Text: refi.Text{
			GUID: guid(1), Selections: []*refi.Selection{{GUID: guid(2), Start: -1, End: -1}},
		}}}},
		says: []string{"not a number: 2 times (first PlainTextSelection@startPosition a)"},
	},
	{
		name: "a sync point before the recording, and coordinates with blanks",
		xml: start + `<Sources><VideoSource guid="$1"><Transcript guid="$2"><SyncPoint guid="$3" timeStamp="-5" position=" 7 "/>` +
			`</Transcript></VideoSource></Sources><Graphs><Graph guid="$4"><Vertex guid="$5" firstX=" 007 " firstY="x"/></Graph></Graphs>` + end,
		want: refi.Project{
			Sources: []*refi.Source{{Kind: refi.VideoSource, Text: refi.Text{GUID: guid(1)}, Transcripts: []*refi.Transcript{{
				Text: refi.Text{GUID: guid(2)}, Points: []refi.SyncPoint{{GUID: guid(3), Time: -1, Position: 7}},
			}}}},
			Graphs: []*refi.Graph{{GUID: guid(4), Vertices: []refi.Vertex{{GUID: guid(5), X1: "7", Y1: "-1"}}}},
		},
		says: []string{"not a number (Vertex@firstY x)"},
	},
	{
		name: "values of another type, empty, and of no variable",
		xml: start + `<Cases><Case guid="$1"><VariableValue><VariableRef targetGUID="$2"/><IntegerValue>many</IntegerValue></VariableValue>` +
			`<VariableValue><VariableRef targetGUID="$3"/><DateValue> </DateValue></VariableValue>` +
			`<VariableValue><VariableRef targetGUID="$3"/><FloatValue> .5 </FloatValue></VariableValue>` +
			`<VariableValue><TextValue>lost</TextValue></VariableValue></Case></Cases>` + end,
		want: refi.Project{Cases: []*refi.Case{{GUID: guid(1), Values: []refi.Value{
			{Variable: guid(2)}, {Variable: guid(3)}, {Variable: guid(3), Type: "Float", Value: ".5"},
		}}}},
		says: []string{"value not of its type: kept as missing (Integer many)", "value without a variable: left out (lost)"},
	},
	{
		name: "a variable of no type, and a shape that is not in the standard",
		xml: start + `<Variables><Variable guid="$1" name="v"/><Variable guid="$2" name="w" typeOfVariable="Real"/></Variables>` +
			`<Graphs><Graph guid="$3"><Vertex guid="$4" firstX="1" firstY="2" shape="Cloud"/></Graph></Graphs>` + end,
		want: refi.Project{
			Variables: []refi.Variable{{GUID: guid(1), Name: "v", Type: "Text"}, {GUID: guid(2), Name: "w", Type: "Text"}},
			Graphs:    []*refi.Graph{{GUID: guid(3), Vertices: []refi.Vertex{{GUID: guid(4), X1: "1", Y1: "2"}}}},
		},
		says: []string{"value not in the standard: left out: 2 times (first Variable@typeOfVariable Real)"},
	},
	{
		name: "a coding without a code, and one with two",
		xml: start + `<Sources><TextSource guid="$1"><Coding guid="$2"/><Coding guid="$3"><CodeRef targetGUID="$4"/>` +
			`<CodeRef targetGUID="$5"/></Coding></TextSource></Sources>` + end,
		want: refi.Project{Sources: []*refi.Source{{Kind: refi.TextSource, Text: refi.Text{
			GUID: guid(1), Codings: []*refi.Coding{{GUID: guid(3), Code: guid(4)}},
		}}}},
		says: []string{"coding without a code: left out (" + guid(2) + ")"},
	},
	{
		name: "a part of a PDF file and its words under one identifier",
		xml: start + `<Sources><PDFSource guid="$1"><PDFSelection guid="$2" page="1" firstX="1" firstY="2" secondX="3" secondY="4"/>` +
			`<Representation guid="$1"><PlainTextSelection guid="$2" startPosition="1" endPosition="2"/></Representation>` +
			`</PDFSource></Sources>` + end,
		want: refi.Project{Sources: []*refi.Source{{Kind: refi.PDFSource, Text: refi.Text{
			GUID: guid(1), Selections: []*refi.Selection{{GUID: guid(2), Page: 1, Box: [4]int{1, 2, 3, 4}}},
		}, Representation: &refi.Text{GUID: guid(1), Selections: []*refi.Selection{{GUID: guid(2), Start: 1, End: 2}}}}}},
	},
	{
		name: "a long value is told in short",
		xml:  codesStart + `<Code guid="$1" name="a" color="` + strings.Repeat("é", 50) + `"/>` + codesEnd,
		want: refi.Project{Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true}}},
		says: []string{"malformed colour: left out (Code@color " + strings.Repeat("é", 40) + "…)"},
	},
}

// What programs really write is read, repaired where it has to be, and what was
// repaired is told.
func TestDeviations(t *testing.T) {
	for _, tt := range deviations {
		t.Run(tt.name, func(t *testing.T) {
			got, problems, err := refi.ReadProject(strings.NewReader(with(tt.xml)))
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Name = "x"
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("(-want +read)\n%s", diff)
			}
			if diff := cmp.Diff(tt.says, described(problems)); diff != "" {
				t.Errorf("problems (-want +got)\n%s", diff)
			}
		})
	}
}

// A codebook alone is read as a project with nothing else.
func TestReadCodebook(t *testing.T) {
	got, problems, err := refi.ReadProject(strings.NewReader(with(`<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette">` +
		`<Codes><Code guid="$1" name="a" isCodable="true"/></Codes>` +
		`<Sets><Set guid="$2" name="s"><MemberCode guid="$1"/><MemberCode targetGUID="$1"/></Set></Sets></CodeBook>`)))
	if err != nil {
		t.Fatal(err)
	}
	want := &refi.Project{
		Origin: "Taguette", Codes: []*refi.Code{{GUID: guid(1), Name: "a", Codable: true}},
		Sets: []*refi.Set{{GUID: guid(2), Name: "s", Codes: []string{guid(1), guid(1)}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +read)\n%s", diff)
	}
	said := []string{"attribute not in the standard: left out (MemberCode@targetGUID)"}
	if diff := cmp.Diff(said, described(problems)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
}

// The same file gets the same new identifiers each time it is read.
func TestMadeIdentifiers(t *testing.T) {
	read := func() *refi.Project {
		p, _, err := refi.ReadProject(strings.NewReader(codesStart + `<Code name="a"><Code name="a"/></Code><Code name="a"/>` + codesEnd))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := read()
	if diff := cmp.Diff(p, read()); diff != "" {
		t.Error(diff)
	}
	made := map[string]bool{p.Codes[0].GUID: true, p.Codes[0].Below[0].GUID: true, p.Codes[1].GUID: true}
	if len(made) != 3 || !refi.IsGUID(p.Codes[0].GUID) {
		t.Errorf("made %v", made)
	}
}

// Files that are broken, hostile or something else are refused with what is wrong.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ name, xml, says string }{
		{"nothing", "", "it has no Project element"},
		{"no element", `<?xml version="1.0"?><!-- nothing -->`, "it has no Project element"},
		{"another element", "<other/>", "it begins with <other>, not <Project>"},
		{"no XML", "<<", "line 1"},
		{"an entity", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + start + "&a;" + end, "entity"},
		{"an external entity", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + start + "<Description>&a;", "entity"},
		{"a file that breaks off", start + "\n<Users>", "it ends unexpectedly in line 2"},
		{"a file that breaks off in what is left out", start + "<Other><x>", "it ends unexpectedly in line 1"},
		{"tags that do not match", start + "\n<Users>\n</Codes></Project>", "line 3: <Users> is ended by </Codes>"},
		{"tags that do not match in a text", start + "<Description>a</Users>", "<Description> is ended by </Users>"},
		{"codes 65 deep", codesStart + strings.Repeat(`<Code name="x">`, 65), "codes nest deeper than 64"},
		{"more codes than may be", codesStart + strings.Repeat(`<Code name="x"/>`, 200_001), "more than 200000 codes"},
		{"another encoding", `<?xml version="1.0" encoding="utf-16"?>` + start, "it is in utf-16, not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _, err := refi.ReadProject(strings.NewReader(tt.xml))
			if !errors.Is(err, refi.ErrNotREFI) || !strings.Contains(err.Error(), tt.says) || p != nil {
				t.Errorf("%v, want an error that says %q", err, tt.says)
			}
		})
	}
}

// Codes 64 deep are read: only deeper ones are refused.
func TestDeepCodes(t *testing.T) {
	const deep = 64
	document := codesStart + strings.Repeat(`<Code name="x">`, deep) + strings.Repeat(`</Code>`, deep) + codesEnd
	p, _, err := refi.ReadProject(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if n := p.Counts()["codes"]; n != deep {
		t.Errorf("%d codes, want %d", n, deep)
	}
}

// An error in reading the file itself is told with the line.
func TestReadFails(t *testing.T) {
	broken := errors.New("disk on fire")
	_, _, err := refi.ReadProject(&failing{start + "\n", broken})
	if !errors.Is(err, refi.ErrNotREFI) || !errors.Is(err, broken) || !strings.Contains(err.Error(), "line 2") {
		t.Error(err)
	}
}

type failing struct {
	text string
	err  error
}

func (f *failing) Read(p []byte) (int, error) {
	n := copy(p, f.text)
	f.text = f.text[n:]
	if n == 0 {
		return 0, f.err
	}
	return n, nil
}

// What an element does not know is left out, whatever the element.
func TestUnknownEverywhere(t *testing.T) {
	data := string(written(t, everything()))
	for name := range schema {
		before := strings.Count(data, "<"+name+" ") + strings.Count(data, "<"+name+">")
		changed := strings.NewReplacer("<"+name+" ", "<"+name+` odd="1" `, "<"+name+">", "<"+name+` odd="1">`).Replace(data)
		got, problems, err := refi.ReadProject(strings.NewReader(changed))
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(everything(), got); diff != "" {
			t.Errorf("%s: (-want +read)\n%s", name, diff)
		}
		want := []refi.Problem{{What: "attribute not in the standard: left out", Count: before, Example: name + "@odd"}}
		if diff := cmp.Diff(want, problems); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}
