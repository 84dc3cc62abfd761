package refi

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func read(t *testing.T, data []byte) (*Package, error) {
	t.Helper()
	return ReadPackage(bytes.NewReader(data), int64(len(data)))
}

// samples are files that other programs wrote: those in testdata, and those in the
// folder that CROSSCASE_REFI names, if it is set.
func samples(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	folders := []string{"testdata"}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		folders = append(folders, filepath.Join(more, "samples"))
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() || strings.HasPrefix(e.Name(), "not-a-zip") || !slices.Contains([]string{".qdpx", ".qde", ".qdc"}, filepath.Ext(e.Name())) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all[e.Name()] = data
		}
	}
	return all
}

// counted are how many elements of each kind a file has, by reading its XML without
// any of what this package knows.
func counted(t *testing.T, data []byte) map[string]int {
	t.Helper()
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			if strings.HasSuffix(strings.ToLower(f.Name), ".qde") {
				r, _ := f.Open()
				data, _ = io.ReadAll(r)
			}
		}
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	n := map[string]int{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		el, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := el.Name.Local; {
		case name == "User" || name == "Code" || name == "Variable" || name == "Case" || name == "Note" || name == "Link" || name == "Set" || name == "Graph" || name == "Coding":
			n[strings.ToLower(name)+"s"]++
		case strings.HasSuffix(name, "Source") && name != "MemberSource":
			n["sources"]++
		case strings.HasSuffix(name, "Selection"):
			n["selections"]++
		}
	}
	return n
}

// What other programs wrote is read whole: as many things of each kind as are in the
// XML, and nothing of them is missing in what is written again.
func TestSamples(t *testing.T) {
	for name, data := range samples(t) {
		t.Run(name, func(t *testing.T) {
			p, err := read(t, data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(counted(t, data), p.Project.Counts()); diff != "" {
				t.Errorf("(-in the file +read)\n%s", diff)
			}
			var b bytes.Buffer
			if _, err := p.Project.Write(&b); err != nil {
				t.Fatal(err)
			}
			again, problems, err := ReadProject(bytes.NewReader(b.Bytes()))
			if err != nil || len(problems) > 0 {
				t.Fatalf("%v %v", problems, err)
			}
			if diff := cmp.Diff(p.Project, again); diff != "" {
				t.Errorf("(-read +written and read)\n%s", diff)
			}
		})
	}
}

// The positions of real files are counted as was measured on them.
func TestResolveSamples(t *testing.T) {
	tests := []struct {
		file, source string
		want         Convention
		edges        int
	}{
		{"qualcoder-lf.qdpx", "ann.txt", Convention{CodePoints, AsOne}, 5},
		{"qualcoder-crlf.qdpx", "ann.txt", Convention{CodePoints, AsOne}, 5},
		{"nvivo-win-12.6_oltas0517.qdpx", "videos_10_selected", Convention{UTF16, AsWritten}, 296},
	}
	all := samples(t)
	for _, tt := range tests {
		data, there := all[tt.file]
		if !there {
			continue // not shipped
		}
		p, err := read(t, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Project.Sources {
			if s.Name != tt.source {
				continue
			}
			raw, err := p.File(s.Plain, MaxText)
			if err != nil {
				t.Fatal(err)
			}
			sample := Sample{string(bytes.TrimPrefix(raw, []byte("\ufeff"))), s.Selections}
			v := Resolve(p.Project.Origin, []Sample{sample})[0]
			if v.Convention != tt.want || v.Edges != tt.edges {
				t.Errorf("%s: %s with %d at words, want %s with %d", tt.file, v.Convention, v.Edges, tt.want, tt.edges)
			}
			if strings.HasPrefix(tt.file, "nvivo") {
				if wrong := Force(Convention{CodePoints, AsWritten}, sample); wrong.Edges != 31 {
					t.Errorf("counted in code points %d of %d selections are at words, want 31", wrong.Edges, len(s.Selections))
				}
			}
			for i, at := range v.Locate(sample.Raw, s.Selections) {
				if at.Damaged != "" || at.Repaired != "" {
					t.Errorf("%s: selection %d: %s%s", tt.file, i, at.Damaged, at.Repaired)
				}
			}
		}
	}
}

// text is a text with all that is hard about positions.
func text(t *rapid.T, label string) string {
	parts := []string{"word", "Ärger", "x", " ", " ", "\n", "\r\n", "\r", "𝕏", "🙂", "👩‍👩‍👧", "é", "שלום", "\u00a0", "\u2028", "\t", ". ", "日本語"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 30).Draw(t, label), "")
}

// Every place of a text comes back from its position, in every way to count.
func TestPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := text(t, "text")
		body := Fold(raw)
		var offsets []int
		for i := range body {
			offsets = append(offsets, i)
		}
		offsets = append(offsets, len(body))
		for _, c := range conventions {
			positions := c.Positions(raw, offsets)
			if !slices.IsSorted(positions) {
				t.Fatalf("%s: %v", c, positions)
			}
			at, _ := c.locate(raw, positions)
			for i, p := range positions {
				if at[p] != (spot{offsets[i], false}) {
					t.Fatalf("%s: %q: byte %d is position %d, which is %+v", c, raw, offsets[i], p, at[p])
				}
			}
		}
		// The same numbers by hand: code points, and what UTF-16 needs for them.
		runes := []rune(raw)
		for i := range runes {
			before := string(runes[:i])
			if strings.HasSuffix(before, "\r") && runes[i] == '\n' {
				continue
			}
			folded := []int{len(Fold(before))}
			if got := (Convention{CodePoints, AsWritten}).Positions(raw, folded)[0]; got != i {
				t.Fatalf("%q: %d code points before, but position %d", raw, i, got)
			}
			units := 0
			for _, r := range runes[:i] {
				units++
				if r > 0xffff {
					units++
				}
			}
			if got := (Convention{UTF16, AsWritten}).Positions(raw, folded)[0]; got != units {
				t.Fatalf("%q: %d UTF-16 units before, but position %d", raw, units, got)
			}
		}
	})
}

// Which way to count a file follows is found from words that are quoted and from
// words' edges, also where the program that wrote it usually counts otherwise.
func TestResolve(t *testing.T) {
	raw := "🙂 Anna: We waited,\r\nand waited 𝕏 again.\r\nBen: It began 🙂 with money, as it does.\r\nAnna: Trust 🙂 was never there.\r\n"
	words := []string{"We waited", "and waited", "again", "It began", "with money", "Trust", "was never there"}
	for _, c := range []Convention{{CodePoints, AsWritten}, {CodePoints, AsOne}, {UTF16, AsWritten}, {UTF16, AsOne}} {
		for _, named := range []bool{true, false} {
			var all []*Selection
			body := Fold(raw)
			for _, w := range words {
				at := strings.Index(body, w)
				p := c.Positions(raw, []int{at, at + len(w)})
				s := &Selection{Start: p[0], End: p[1]}
				if named {
					s.Name = w
				}
				all = append(all, s)
			}
			for _, origin := range []string{"NVivo for Windows 12.6", "ATLAS.ti", "QualCoder 3.8", ""} {
				v := Resolve(origin, []Sample{{raw, all}})[0]
				if !named && v.Convention == Expected(origin) {
					continue // seven selections without words may not be enough to go against the program
				}
				if v.Convention != c {
					t.Errorf("%s, named %v, written by %q: taken for %s (%d to %d points)", c, named, origin, v.Convention, v.Points, v.Against)
				}
			}
		}
	}
	// Places that are all over the words are no reason to leave the program's own way.
	var noise []*Selection
	for i := range 40 {
		noise = append(noise, &Selection{Start: i * 2, End: i*2 + 3})
	}
	if v := Resolve("NVivo for Windows", []Sample{{strings.Repeat("wordswordswords\r\n", 20), noise}})[0]; v.Convention != Expected("NVivo for Windows") {
		t.Errorf("noise: %+v", v)
	}
}

// A text that one profile writes is read as it was.
func TestProfiles(t *testing.T) {
	for _, p := range Profiles() {
		found, err := ParseProfile(p.Title)
		if err != nil || found.Name != p.Name {
			t.Errorf("%s: %v %v", p.Title, found.Name, err)
		}
		c, err := ParseConvention(p.Convention.String())
		if err != nil || c != p.Convention {
			t.Errorf("%s: %v %v", p.Convention, c, err)
		}
		file, raw := p.Encode("a\nb🙂\n")
		if got := Fold(strings.TrimPrefix(string(file), "\ufeff")); got != "a\nb🙂\n" || Fold(raw) != got {
			t.Errorf("%s: %q", p.Name, file)
		}
		if Expected("crosscase 1.0 for "+p.Title) != p.Convention && p.Name != Standard.Name {
			t.Errorf("%s is not known again", p.Title)
		}
	}
}

const start = `<Project name="x" xmlns="urn:QDA-XML:project:1.0">`

func guid(n int) string { return fmt.Sprintf("%08x-0000-4000-8000-000000000000", n) }

// What programs really write is mended, and said.
func TestDeviations(t *testing.T) {
	tests := []struct {
		name, xml string
		says      string
		counts    map[string]int
	}{
		{"byte order mark", "\ufeff<?xml version=\"1.0\"?>" + start + "</Project>", "", map[string]int{}},
		{"draft namespace", `<Project name="x" xmlns="urn:QDA-XML:project:0:10"><Users><User guid="` + guid(1) + `" name="A"/></Users></Project>`, "", map[string]int{"users": 1}},
		{"braces and small letters", start + `<CodeBook><Codes><Code guid="{` + strings.ToUpper(guid(10)) + `}" name="a" isCodable="1"/></Codes></CodeBook></Project>`, "", map[string]int{"codes": 1}},
		{"a GUID twice", start + `<CodeBook><Codes><Code guid="` + guid(1) + `" name="a" isCodable="true"/><Code guid="` + guid(1) + `" name="b" isCodable="true"/></Codes></CodeBook></Project>`, "used twice", map[string]int{"codes": 2}},
		{"a GUID of a case and a code", start + `<CodeBook><Codes><Code guid="` + guid(1) + `" name="a" isCodable="true"/></Codes></CodeBook><Cases><Case guid="` + guid(1) + `" name="a"/></Cases></Project>`, "", map[string]int{"codes": 1, "cases": 1}},
		{"no GUID", start + `<CodeBook><Codes><Code name="a" isCodable="true"/></Codes></CodeBook></Project>`, "identifier missing", map[string]int{"codes": 1}},
		{"no identifier", start + `<CodeBook><Codes><Code guid="17" name="a"/></Codes></CodeBook></Project>`, "identifier that is none", map[string]int{"codes": 1}},
		{"unknown element", start + `<CodeBook><Codes><Code guid="` + guid(1) + `" name="a"><Weight><x/></Weight></Code></Codes></CodeBook></Project>`, "does not know there", map[string]int{"codes": 1}},
		{"unknown attribute", start + `<CodeBook><Codes><Code guid="` + guid(1) + `" name="a" weight="1"/></Codes></CodeBook></Project>`, "attribute that the standard does not know", map[string]int{"codes": 1}},
		{"empty lists", start + `<Users/><Sets/></Project>`, "", map[string]int{}},
		{"members as text, and with guid", start + `<Sets><Set guid="` + guid(1) + `" name="s"><MemberSource guid="` + guid(2) + `"/><MemberNote>` + guid(3) + `</MemberNote></Set></Sets></Project>`, "attribute that the standard does not know", map[string]int{"sets": 1}},
		{"a colour that is none", start + `<CodeBook><Codes><Code guid="` + guid(1) + `" name="a" color="red"/></Codes></CodeBook></Project>`, "colour that is none", map[string]int{"codes": 1}},
		{"a date that is none", start + `<Notes><Note guid="` + guid(1) + `" creationDateTime="yesterday"/></Notes></Project>`, "date that is none", map[string]int{"notes": 1}},
		{"a number that is none", start + `<Sources><TextSource guid="` + guid(1) + `"><PlainTextSelection guid="` + guid(2) + `" startPosition="a" endPosition="99999999999999999999"/></TextSource></Sources></Project>`, "number that is none: 2 times", map[string]int{"sources": 1, "selections": 1}},
		{"a value of another type", start + `<Cases><Case guid="` + guid(1) + `"><VariableValue><VariableRef targetGUID="` + guid(2) + `"/><IntegerValue>many</IntegerValue></VariableValue></Case></Cases></Project>`, "not of its type", map[string]int{"cases": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, problems, err := ReadProject(strings.NewReader(tt.xml))
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, x := range problems {
				said = append(said, x.Describe())
			}
			if all := strings.Join(said, "\n"); !strings.Contains(all, tt.says) || tt.says == "" && all != "" {
				t.Errorf("says %q, want %q", all, tt.says)
			}
			if diff := cmp.Diff(tt.counts, p.Counts()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Hostile and broken files are refused with what is wrong with them.
func TestHostile(t *testing.T) {
	archive := func(files ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(files); i += 2 {
			w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Deflate})
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, files[i+1])
		}
		z.Close()
		return b.Bytes()
	}
	whole := archive("project.qde", start+"</Project>")
	for _, tt := range []struct {
		name string
		data []byte
		says string
	}{
		{"a web page", []byte("<!DOCTYPE html>\n<html><body>Not found</body></html>"), "web page"},
		{"a Git LFS pointer", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:1\n"), "Git LFS"},
		{"nothing", nil, "empty"},
		{"a picture", []byte("\x89PNG\r\n"), "neither a ZIP archive nor XML"},
		{"a truncated archive", whole[:len(whole)/2], "not whole"},
		{"no project in it", archive("sources/a.txt", "x"), "no project.qde"},
		{"two projects in it", archive("a.qde", start+"</Project>", "b.qde", start+"</Project>"), "2 projects"},
		{"something else", []byte("<other/>"), "not <Project>"},
		{"an entity", []byte("<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + start + "&a;</Project>"), "entity"},
		{"an outer entity", []byte(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + start + "<Description>&a;</Description></Project>"), "entity"},
		{"it breaks off", []byte(start + "<Users>"), "breaks off"},
		{"tags that do not match", []byte(start + "<Users></Codes></Project>"), "is ended by"},
		{"codes 100 deep", []byte(start + "<CodeBook><Codes>" + strings.Repeat(`<Code name="x">`, 100)), "deeper than"},
		{"another encoding", []byte(`<?xml version="1.0" encoding="utf-16"?>` + start), "not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := read(t, tt.data); !errors.Is(err, ErrNotREFI) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("%v, want one that says %q", err, tt.says)
			}
		})
	}
	var many strings.Builder
	many.WriteString(start + "<CodeBook><Codes>")
	for range maxCodes + 1 {
		many.WriteString(`<Code name="x"/>`)
	}
	if _, err := read(t, []byte(many.String())); err == nil || !strings.Contains(err.Error(), "codes") {
		t.Errorf("more codes than may be: %v", err)
	}
}

// Files are found by their names whatever the folder, and none outside.
func TestFiles(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{{"Project.QDE", start + "</Project>"}, {"Sources/A.TXT", "a"}, {"../evil.txt", "evil"}, {"/etc/passwd", "evil"}, {`C:\evil2.txt`, "evil"}, {`sources\b.txt`, "b"},
		{"sources/.root", ""}, {"__MACOSX/c.txt", "x"}, {"other/c.txt", "c"}, {"sources/twice.txt", "1"}, {"Sources/twice.txt", "2"}, {"sources/zeros.txt", strings.Repeat("\x00", MaxText+1)}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, f[1])
	}
	z.Close()
	p, err := read(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"internal://a.txt": "a", "internal://b.txt": "b", "internal://c.txt": "c", "internal://twice.txt": "1", "bare/a.TXT": "a"} {
		if data, err := p.File(path, MaxText); err != nil || string(data) != want {
			t.Errorf("%s: %q %v", path, data, err)
		}
	}
	for path, want := range map[string]error{"internal://evil.txt": ErrMissing, "internal://../../etc/passwd": ErrMissing, "absolute:///etc/passwd": ErrMissing, "relative:///a.txt": ErrMissing, "internal://evil2.txt": ErrMissing, "internal://zeros.txt": ErrTooLarge} {
		if _, err := p.File(path, MaxText); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	for path, want := range map[string]string{"absolute:///C:/a/b.mp4": "C:/a/b.mp4", "absolute://E:/a.mpg": "E:/a.mpg", "absolute:///home/a": "/home/a", "relative:///x/y.m4a": "x/y.m4a"} {
		if file, _, ok := External(path); !ok || file != want {
			t.Errorf("%s: %q", path, file)
		}
	}
	var said []string
	for _, x := range p.Found {
		said = append(said, x.Describe())
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, "outside of the archive: left alone: 3 times") || !strings.Contains(all, "two files of one name") {
		t.Errorf("said:\n%s", all)
	}
}

// An archive is the same for the same contents, and holds what was put in.
func TestWritePackage(t *testing.T) {
	p := &Project{Name: "x & <y>"}
	files := []File{{"sources/b.txt", func() ([]byte, error) { return []byte("b"), nil }}, {"sources/a.txt", func() ([]byte, error) { return []byte("a"), nil }}}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if _, err := WritePackage(b, p, files); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(files)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same contents give other bytes")
	}
	back, err := read(t, one.Bytes())
	if err != nil || back.Project.Name != p.Name {
		t.Fatal(back, err)
	}
	if z, _ := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len())); z.File[0].Name != "project.qde" {
		t.Errorf("first comes %s", z.File[0].Name)
	}
	if _, err := WritePackage(io.Discard, p, []File{{"sources/c", func() ([]byte, error) { return nil, os.ErrClosed }}}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

func FuzzReadProject(f *testing.F) {
	f.Add([]byte(start + "</Project>"))
	for _, file := range []string{"testdata/standard-A2.qde", "testdata/standard-A3.qde"} {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := ReadProject(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrNotREFI) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if _, err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, _, err := ReadProject(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if !maps.Equal(p.Counts(), again.Counts()) {
			t.Fatalf("%v is %v when it is read again", p.Counts(), again.Counts())
		}
	})
}

func FuzzReadPackage(f *testing.F) {
	for _, file := range []string{"testdata/qualcoder-lf.qdpx"} {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPackage(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			p.File("internal://a.txt", 1<<20)
		}
	})
}
