package refi_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"testing"

	"crosscase/coding/exchange/refi"
)

func addFiles(f *testing.F, files ...string) {
	f.Helper()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// Any bytes are refused as not a project, or give one that is written and read again.
func FuzzReadProject(f *testing.F) {
	addFiles(f, "testdata/standard-A2.qde", "testdata/standard-A3.qde", "testdata/everything.qde", "testdata/everything.qdc")
	for _, document := range []string{
		empty, codesStart + `<Code name="x"/><Code guid="17"/>` + codesEnd, start + "<Description>\x00</Description>" + end,
		start + `<Graphs><Graph><Vertex firstX="x"/><Edge/></Graph></Graphs>` + end,
		start + `<Cases><Case><VariableValue><VariableRef/></VariableValue></Case></Cases>` + end,
		`<CodeBook><Codes/><Sets><Set><MemberCode/></Set></Sets></CodeBook>`, "<", "",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := refi.ReadProject(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, refi.ErrNotREFI) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if _, err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, problems, err := refi.ReadProject(bytes.NewReader(b.Bytes()))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", problems, err, b.String())
		}
		if !maps.Equal(p.Counts(), again.Counts()) {
			t.Fatalf("%v is %v when it is read again", p.Counts(), again.Counts())
		}
	})
}

// Any bytes are refused as no package, or give one whose files can be asked for.
func FuzzReadPackage(f *testing.F) {
	addFiles(f, "testdata/qualcoder-lf.qdpx", "testdata/everything.qde")
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readPackage(data)
		if err != nil {
			if !errors.Is(err, refi.ErrNotREFI) {
				t.Fatal(err)
			}
			return
		}
		for _, s := range p.Project.Sources {
			read, err := p.File(s.Plain, 1<<20)
			if err == nil && (!p.Has(s.Plain) || len(read) > 1<<20) {
				t.Fatalf("%q: %d bytes of a file that is not there", s.Plain, len(read))
			}
		}
	})
}

// Any selection of any text is located on whole characters, or told why it is not.
func FuzzLocate(f *testing.F) {
	f.Add("One 🙂\r\ntwo", 4, 5)
	f.Add("\r\n", 1, 2)
	f.Add("\xf0\x9f\x99", 0, 2)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, raw string, from, to int) {
		body := refi.Fold(raw)
		for _, c := range conventions() {
			at := c.Locate(raw, []*refi.Selection{{Start: from, End: to}})[0]
			if at.Damaged == "" && (at.Start < 0 || at.Start >= at.End || at.End > len(body)) {
				t.Fatalf("%s: %q, %d to %d: %+v", c, raw, from, to, at)
			}
		}
	})
}
