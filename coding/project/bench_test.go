package project

import (
	"fmt"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// BenchmarkImport adds sources that come with their tags, as from another program.
func BenchmarkImport(b *testing.B) {
	const tags = 5000
	p, newID := newProject(b), ids()
	apply(b, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	body := strings.Repeat("words ", tags)
	n := 0
	for b.Loop() {
		n++
		text := corpus.TextID(newID())
		changes := []edit.Change{edit.AddSource{Source: corpus.Source{ID: corpus.SourceID(newID()), Name: fmt.Sprint("int-", n), Text: text, SHA256: fmt.Sprint(n)},
			Text: corpus.Text{ID: text, Body: body}, Original: []byte(body)}}
		for i := range tags {
			changes = append(changes, edit.TagPassage{Passage: coding.PassageID(newID()), Text: text, Span: corpus.Span{Start: 6 * i, End: 6*i + 5}, Tag: coding.TagID(newID()), Theme: "a"})
		}
		apply(b, p, changes...)
	}
	b.ReportMetric(tags*float64(b.N)/b.Elapsed().Seconds(), "tags/s")
}
