package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"crosscase/coding/exchange/refi"
)

// largeProject is a project as another program would write it: sources of 6,000 words
// with so many codings each.
func largeProject(sources, codings int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the of and money trust savings police fire service joint record system never always people work meeting chief officer said think because would could")
	guid := func(kind string, n int) string { return refi.NewGUID(kind, fmt.Sprint(n)) }
	p := &refi.Project{Name: "large", Origin: "NVivo for Windows 12.6", Users: []refi.User{{GUID: guid("user", 1), Name: "Ann"}, {GUID: guid("user", 2), Name: "Bob"}}}
	var codes []string
	for i := range 200 {
		c := &refi.Code{GUID: guid("code", i*10), Name: fmt.Sprint("Code ", i), Codable: true}
		codes = append(codes, c.GUID)
		for k := 1; k < 10; k++ {
			c.Below = append(c.Below, &refi.Code{GUID: guid("code", i*10+k), Name: fmt.Sprint("Sub ", k), Codable: true})
			codes = append(codes, guid("code", i*10+k))
		}
		p.Codes = append(p.Codes, c)
	}
	var files []refi.File
	for i := range sources {
		var b strings.Builder
		var starts []int
		for turn := range 60 {
			who := "Interviewer"
			if turn%2 == 1 {
				who = fmt.Sprint("Person ", i%50)
			}
			b.WriteString(who + ":")
			for range 100 {
				starts = append(starts, b.Len()+1)
				b.WriteString(" " + words[r.IntN(len(words))])
			}
			b.WriteString(".\r\n\r\n")
		}
		text := b.String()
		s := &refi.Source{Kind: refi.TextSource}
		s.GUID = guid("source", i)
		s.Name = fmt.Sprint("Interview ", i)
		s.Plain = "internal://" + s.GUID + ".txt"
		for n := range codings {
			w := r.IntN(len(starts) - 40)
			user := guid("user", 1+n%2)
			s.Selections = append(s.Selections, &refi.Selection{GUID: guid("selection", i*codings+n), Start: starts[w], End: starts[w+5+r.IntN(30)] - 1,
				Codings: []*refi.Coding{{GUID: guid("coding", i*codings+n), Creator: user, Created: "2025-01-01T00:00:00Z", Code: codes[r.IntN(len(codes))]}}})
		}
		p.Sources = append(p.Sources, s)
		files = append(files, refi.File{Name: "Sources/" + s.GUID + ".txt", Data: func() ([]byte, error) { return []byte("\ufeff" + text), nil }})
	}
	var out bytes.Buffer
	if _, err := refi.WritePackage(&out, p, files); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// A project of 100,000 codings in 500 sources comes in and goes out.
func BenchmarkExchange(b *testing.B) {
	b.Chdir(b.TempDir())
	if err := os.WriteFile("large.qdpx", largeProject(500, 200), 0o600); err != nil {
		b.Fatal(err)
	}
	crosscase := session(b)
	run := func(b *testing.B, args ...string) {
		if status, _, stderr := crosscase(args...); status != 0 {
			b.Fatal(stderr)
		}
	}
	n := 0
	b.Run("import", func(b *testing.B) {
		for b.Loop() {
			n++
			run(b, "import-project", "large.qdpx", "--new", fmt.Sprint("in", n))
		}
	})
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			n++
			run(b, "export", "--project", "in1.crosscase", "--to", fmt.Sprint("out", n, ".qdpx"))
		}
	})
}
