//go:build unix

package exchange_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
)

// benchCodings is how many codings benchmarks bring in; the promise is about 100,000.
var benchCodings = flag.Int("codings", 10_000, "codings of the project that benchmarks import and export")

// manyCodings is an archive of 50 interviews with so many codings by one user, every tenth of
// them with a note.
func manyCodings(b *testing.B, n int) []byte {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("budget trust room people meeting pump water service control vision shared cost time manager system village school")
	doc := &refi.Project{Name: "big", Origin: "Probe", Users: []refi.User{{GUID: guid(users, 1), Name: "ann"}}}
	for i := range 200 {
		doc.Codes = append(doc.Codes, &refi.Code{GUID: guid(codes, i+1), Name: fmt.Sprint("Code ", i+1), Codable: true})
	}
	var files []refi.File
	for i := range 50 {
		var text strings.Builder
		for turn := range 150 {
			fmt.Fprintf(&text, "Person %d:", turn%2+1)
			for range 60 {
				text.WriteString(" " + words[r.IntN(len(words))])
			}
			text.WriteString(".\n\n")
		}
		s := &refi.Source{Kind: refi.TextSource, Text: refi.Text{GUID: guid(sources, i+1), Name: fmt.Sprint("Interview ", i+1), Plain: fmt.Sprintf("internal://%d.txt", i)}}
		files = append(files, refi.File{Name: fmt.Sprintf("sources/%d.txt", i), Data: func() ([]byte, error) { return []byte(text.String()), nil }})
		for range n / 50 {
			k := i*n + len(s.Selections) + 1
			start := r.IntN(text.Len() - 200)
			c := &refi.Coding{GUID: guid(codings, k), Creator: guid(users, 1), Code: guid(codes, r.IntN(200)+1)}
			if len(s.Selections)%10 == 0 {
				why := fmt.Sprint("Note ", k)
				doc.Notes = append(doc.Notes, &refi.Text{GUID: guid(notes, k), Content: &why})
				c.NoteRefs = []string{guid(notes, k)}
			}
			s.Selections = append(s.Selections, &refi.Selection{GUID: guid(selections, k), Start: start, End: start + 20 + r.IntN(180), Codings: []*refi.Coding{c}})
		}
		doc.Sources = append(doc.Sources, s)
	}
	var archive bytes.Buffer
	if _, err := refi.WritePackage(&archive, doc, files); err != nil {
		b.Fatal(err)
	}
	return archive.Bytes()
}

// cpu is how much time of processors the process has taken.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// importArchive reads an archive and brings it into a project, as import-project does.
func importArchive(b *testing.B, p *project.Project, archive []byte) {
	b.Helper()
	from, err := refi.ReadPackage(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		b.Fatal(err)
	}
	a, err := exchange.Import(from.Project, from, "big.qdpx", exchange.Options{}, monday)
	if err != nil {
		b.Fatal(err)
	}
	j, err := a.Merge(ctx, merge.Side{Study: study(b, p), Texts: p, Original: p.Original}, func(string) bool { return false }, project.NewID)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := p.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "import", Changes: j.Changes}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkExchange imports a project of -codings codings, imports it again, and exports it;
// it reports what each takes of processors, in seconds. The second import must not take more
// than 1.5 times the first.
func BenchmarkExchange(b *testing.B) {
	archive := manyCodings(b, *benchCodings)
	for b.Loop() {
		p, err := project.Init(ctx, filepath.Join(b.TempDir(), "big.crosscase"), project.NewID(), "big", monday)
		if err != nil {
			b.Fatal(err)
		}
		start := cpu(b)
		importArchive(b, p, archive)
		first := cpu(b)
		importArchive(b, p, archive)
		second := cpu(b)
		doc, files, _, err := exchange.Export(ctx, exchange.Contents{Study: study(b, p), Texts: p, Original: p.Original}, refi.Standard, "crosscase")
		if err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := refi.WritePackage(&out, doc, files); err != nil {
			b.Fatal(err)
		}
		end := cpu(b)
		b.ReportMetric((first - start).Seconds(), "first-s")
		b.ReportMetric((second - first).Seconds(), "second-s")
		b.ReportMetric((end - second).Seconds(), "export-s")
		if n := doc.Counts()["codings"]; n == 0 || n != from(b, archive) {
			b.Fatalf("%d codings exported, %d came", n, from(b, archive))
		}
		p.Close()
	}
}

// from is how many codings an archive has.
func from(b *testing.B, archive []byte) int {
	b.Helper()
	p, err := refi.ReadPackage(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		b.Fatal(err)
	}
	return p.Project.Counts()["codings"]
}
