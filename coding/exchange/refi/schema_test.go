package refi_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/refi/refitest"
)

func names(list string) (all []string) {
	for _, name := range strings.Fields(list) {
		all = append(all, strings.TrimRight(name, "!*+"))
	}
	return all
}

// A project is written within the schema: every element and attribute is one that it
// has there, in its order, with all that must be there.
func TestSchema(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := refitest.Project(t)
		var b bytes.Buffer
		if _, err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		structure(t, b.Bytes())
		again, problems, err := refi.ReadProject(bytes.NewReader(b.Bytes()))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", problems, err, b.String())
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Fatalf("(-written +read)\n%s", diff)
		}
		var twice bytes.Buffer
		again.Write(&twice)
		if !bytes.Equal(b.Bytes(), twice.Bytes()) {
			t.Fatal("the same project gives other bytes")
		}
	})
}

// structure checks a document against the schema's table of elements, by the standard
// library's parser.
func structure(t *rapid.T, data []byte) {
	d := xml.NewDecoder(bytes.NewReader(data))
	type level struct {
		name string
		at   int
		seen map[string]int
	}
	var open []level
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		switch el := token.(type) {
		case xml.StartElement:
			name := el.Name.Local
			rule, known := refi.Schema[name]
			if !known || el.Name.Space != refi.ProjectSpace {
				t.Fatalf("no element %s in the schema", name)
			}
			if len(open) > 0 {
				up := &open[len(open)-1]
				children := strings.Fields(refi.Schema[up.name][1])
				at := slices.IndexFunc(children, func(c string) bool { return strings.TrimRight(c, "!*+") == name })
				if at < 0 || at < up.at && up.name != refi.Mixed {
					t.Fatalf("%s in %s is none of what may come there", name, up.name)
				}
				up.at = max(up.at, at)
				if up.seen[name]++; up.seen[name] > 1 && !strings.ContainsAny(children[at], "*+") {
					t.Fatalf("%s twice in %s", name, up.name)
				}
			}
			has := map[string]bool{}
			for _, a := range el.Attr {
				if a.Name.Local != "xmlns" && !slices.Contains(names(rule[0]), a.Name.Local) {
					t.Fatalf("%s@%s is not in the schema", name, a.Name.Local)
				}
				has[a.Name.Local] = true
			}
			for _, a := range strings.Fields(rule[0]) {
				if must, ok := strings.CutSuffix(a, "!"); ok && !has[must] {
					t.Fatalf("%s lacks %s", name, must)
				}
			}
			open = append(open, level{name, 0, map[string]int{}})
		case xml.EndElement:
			last := open[len(open)-1]
			for _, c := range strings.Fields(refi.Schema[last.name][1]) {
				if must := strings.TrimRight(c, "!+"); must != c && last.seen[must] == 0 {
					t.Fatalf("%s lacks %s", last.name, must)
				}
			}
			open = open[:len(open)-1]
		}
	}
}
