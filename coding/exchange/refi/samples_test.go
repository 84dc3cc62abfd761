package refi_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

// samples are files that other programs wrote: those in testdata, and those in the
// folder that CROSSCASE_REFI names, if it is set.
func samples(t *testing.T) map[string][]byte {
	t.Helper()
	patterns := []string{"testdata/*.qd*"}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		patterns = append(patterns, filepath.Join(more, "samples", "*.qd*"))
	}
	all := map[string][]byte{}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files %v", pattern, len(files), err)
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(file), "not-a-zip") {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)] = data
		}
	}
	return all
}

// counted are how many elements of each kind a file has, by reading its XML without
// any of what this package knows.
func counted(t *testing.T, data []byte) map[string]int {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(unzipped(t, data), []byte("\ufeff"))))
	n := map[string]int{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		el, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := el.Name.Local; {
		case slices.Contains([]string{"User", "Code", "Variable", "Case", "Note", "Link", "Set", "Graph", "Coding"}, name):
			n[strings.ToLower(name)+"s"]++
		case strings.HasSuffix(name, "Source") && name != "MemberSource":
			n["sources"]++
		case strings.HasSuffix(name, "Selection"):
			n["selections"]++
		}
	}
}

// unzipped is the project of an archive, and any other file as it is.
func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return data
	}
	for _, f := range z.File {
		if strings.HasSuffix(strings.ToLower(f.Name), ".qde") {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if data, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	return data
}

// What other programs wrote is read whole: as many things of each kind as are in the
// XML. What is written again is valid, and nothing is missing in it.
func TestSamples(t *testing.T) {
	for name, data := range samples(t) {
		t.Run(name, func(t *testing.T) {
			p, err := readPackage(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(counted(t, data), p.Project.Counts()); diff != "" {
				t.Errorf("(-in the file +read)\n%s", diff)
			}
			again := written(t, p.Project)
			if err := validate(again, nil); err != nil {
				t.Error(err)
			}
			got, problems, err := refi.ReadProject(bytes.NewReader(again))
			if err != nil || len(problems) > 0 {
				t.Fatalf("%v %v", problems, err)
			}
			if diff := cmp.Diff(p.Project, got); diff != "" {
				t.Errorf("(-read +written and read)\n%s", diff)
			}
		})
	}
}

// The positions of real files are counted as was measured on them.
func TestResolveSamples(t *testing.T) {
	all := samples(t)
	for _, tt := range []struct {
		file, source string
		want         refi.Convention
		edges        int // selections at words
		inPoints     int // selections at words, counted in code points
	}{
		{"qualcoder-lf.qdpx", "ann.txt", pointsAsOne, 5, 5},
		{"qualcoder-crlf.qdpx", "ann.txt", pointsAsOne, 5, 0},
		{"nvivo-win-12.6_oltas0517.qdpx", "videos_10_selected", unitsAsWritten, 296, 31},
	} {
		data, there := all[tt.file]
		if !there {
			continue // of the folder that CROSSCASE_REFI names
		}
		p, err := readPackage(data)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(p.Project.Sources, func(s *refi.Source) bool { return s.Name == tt.source })
		raw, err := p.File(p.Project.Sources[at].Plain, refi.MaxText)
		if err != nil {
			t.Fatal(err)
		}
		sample := refi.Sample{Raw: strings.TrimPrefix(string(raw), "\ufeff"), Selections: p.Project.Sources[at].Selections}
		v := refi.Resolve(p.Project.Origin, []refi.Sample{sample})[0]
		if v.Convention != tt.want || v.Edges != tt.edges {
			t.Errorf("%s: %s with %d at words, want %s with %d", tt.file, v.Convention, v.Edges, tt.want, tt.edges)
		}
		if other := refi.Force(pointsAsWritten, sample); other.Edges != tt.inPoints {
			t.Errorf("%s: %d at words in code points, want %d", tt.file, other.Edges, tt.inPoints)
		}
		for i, l := range v.Locate(sample.Raw, sample.Selections) {
			if l.Damaged != "" || l.Repaired != "" {
				t.Errorf("%s: selection %d: %s%s", tt.file, i, l.Damaged, l.Repaired)
			}
		}
	}
}
