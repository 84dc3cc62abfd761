package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// longProject is a project with one source of so many words, said by so many people in
// turn, of which some stretches are tagged with so many themes.
func longProject(t testing.TB, words, people, tags, themes int) string {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	vocabulary := strings.Fields("we share the room and our screens because nobody can pay for two of them any more and that is how it began with trust in people who had never met before the winter floods came")
	turns := 0
	for n := 0; n < words; turns++ {
		fmt.Fprintf(&b, "PERSON %d: ", turns%people)
		for range 50 {
			b.WriteString(vocabulary[(n*7+n/11)%len(vocabulary)] + " ")
			n++
		}
		b.WriteString("done.\n\n")
	}
	if err := os.WriteFile(filepath.Join(dir, "long.txt"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "long.crosscase")
	run := session(t)
	for _, args := range [][]string{{"init", strings.TrimSuffix(file, ".crosscase")}, {"import", filepath.Join(dir, "long.txt"), "--project", file}} {
		if status, _, stderr := run(args...); status != done {
			t.Fatal(stderr)
		}
	}
	p, err := project.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	s, err := p.Study(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tr := s.Transcript(s.Sources[0])
	var changes []edit.Change
	for n := range themes {
		changes = append(changes, edit.PutTheme{Theme: intake.NewTheme(s, coding.ThemeID(fmt.Sprintf("theme-%02d", n)), "", fmt.Sprintf("Theme %02d", n))})
	}
	for n := range tags {
		turn := tr.Turns[n%len(tr.Turns)]
		start := turn.Body + n/len(tr.Turns)*7%200
		for !startsWord(s, tr, start) {
			start++
		}
		end := min(start+40+n%7*30, turn.End)
		changes = append(changes, edit.TagPassage{Passage: coding.PassageID(fmt.Sprintf("p-%d", n)), Text: s.Sources[0].Text, Span: corpus.Span{Start: start, End: end}, Tag: coding.TagID(fmt.Sprintf("t-%d", n)), Theme: coding.ThemeID(fmt.Sprintf("theme-%02d", n/7%themes))})
	}
	if _, err := p.Apply(t.Context(), edit.Edit{Coder: "AK", At: time.Now(), What: "tag it", Changes: changes}); err != nil {
		t.Fatal(err)
	}
	return file
}

func startsWord(_ *coding.Study, tr *corpus.Transcript, at int) bool {
	from, to := tr.WordsFrom(corpus.Span{Start: at, End: at + 1})
	return from < to
}

// get asks for a page and throws it away.
func get(b *testing.B, c *http.Client, address string) {
	b.Helper()
	r, err := c.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %v", address, r.Status, err)
	}
}

// BenchmarkPages measures how long the pages of the demo take, without a browser.
func BenchmarkPages(b *testing.B) {
	s := serve(b, demoFile(b), nil)
	c, base := enter(b, s)
	for _, path := range []string{"/sources", "/sources/int-05", "/sources/int-05/marks", "/search?q=trust", "/codebook?theme=Trust", "/matrix", "/analysis/cooccur", "/log"} {
		b.Run(strings.Trim(path, "/"), func(b *testing.B) {
			for b.Loop() {
				get(b, c, base+path)
			}
		})
	}
}

// BenchmarkReader measures, in the browser, how long it takes from the click until a
// source of 100,000 words with 2,000 tags can be used, all that is near with its bars;
// and from Enter until a tag is on the disk and its bar beside the words.
func BenchmarkReader(b *testing.B) {
	s := serve(b, longProject(b, 100_000, 3, 2000, 20), nil)
	p := newTab(b, s.address)
	b.Run("open", func(b *testing.B) {
		total := 0.0
		for b.Loop() {
			p.go_("/sources")
			p.go_("/sources/long")
			p.ready()
			p.wait(`document.querySelectorAll("#bars .stripe").length > 10`)
			total += eval[float64](p, `performance.getEntriesByName("usable")[0].startTime`)
		}
		b.ReportMetric(total/float64(b.N), "ms-usable")
	})
	b.Run("tag", func(b *testing.B) {
		p.go_("/sources/long")
		p.ready()
		p.wait(`!document.querySelector(".chunk:not([data-here])")`)
		total, n := 0.0, 0
		for b.Loop() {
			n++
			total += eval[float64](p, fmt.Sprintf(`(async () => {
				const { tag } = await import("/static/marks.js");
				const { stretches } = await import("/static/place.js");
				const e = document.querySelectorAll(".turn[id]")[%d], r = stretches(e, "word")[%d];
				const before = performance.now();
				await tag(r, { theme: "theme-%02d" });
				document.querySelector("#bars").getBoundingClientRect(); // laid out
				return performance.now() - before;
			})()`, n%60, n/60%20, n%20))
		}
		b.ReportMetric(total/float64(n), "ms-shown")
	})
}

// BenchmarkLargeMatrix measures the page of the matrix of a large study: a thousand
// themes by fifty people.
func BenchmarkLargeMatrix(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("tags=%d", tags), func(b *testing.B) {
			s := serve(b, longProject(b, 200_000, 50, tags, 1000), nil)
			c, base := enter(b, s)
			get(b, c, base+"/sources") // the study is read
			for b.Loop() {
				get(b, c, base+"/matrix?cols=participant&cols-within=none")
			}
		})
	}
}

// enter is a program that has the secret.
func enter(t testing.TB, s *served) (*http.Client, string) {
	t.Helper()
	c := client(t)
	r, err := c.Get(s.address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", s.address, r.Status)
	}
	u, err := url.Parse(s.address)
	if err != nil {
		t.Fatal(err)
	}
	return c, "http://" + u.Host
}
