package project

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

func BenchmarkTag(b *testing.B) {
	p := newProject(b)
	src := add(b, p, edittest.IDs(), "int-1", strings.Repeat("Roe: With money and hopes.\n\nPenn: With less.\n\n", 20_000))
	apply(b, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	newID := edittest.IDs()
	n := 0
	for b.Loop() {
		changes := make([]edit.Change, 1000)
		for i := range changes {
			n++
			changes[i] = edit.TagPassage{Passage: coding.PassageID(newID()), Text: src.Text,
				Span: corpus.Span{Start: n % 900_000, End: n%900_000 + 10 + n/900_000}, Tag: coding.TagID(newID()), Theme: "a"}
		}
		apply(b, p, changes...)
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "tags/s")
}

// BenchmarkImport adds sources that come with their tags, as from another program.
func BenchmarkImport(b *testing.B) {
	const tags = 5000
	p, newID := newProject(b), edittest.IDs()
	apply(b, p, edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust"}})
	body := strings.Repeat("words ", tags)
	n := 0
	for b.Loop() {
		n++
		text := corpus.TextID(newID())
		changes := []edit.Change{edit.AddSource{Source: corpus.Source{ID: corpus.SourceID(newID()), Name: fmt.Sprint("int-", n),
			Text: text, SHA256: fmt.Sprint(n)},
			Text: corpus.Text{ID: text, Body: body}, Original: []byte(body)}}
		for i := range tags {
			changes = append(changes, edit.TagPassage{Passage: coding.PassageID(newID()), Text: text,
				Span: corpus.Span{Start: 6 * i, End: 6*i + 5}, Tag: coding.TagID(newID()), Theme: "a"})
		}
		apply(b, p, changes...)
	}
	b.ReportMetric(tags*float64(b.N)/b.Elapsed().Seconds(), "tags/s")
}

// BenchmarkStudy reads a whole project: ten tags on each passage, a thousand themes,
// five hundred participants, fifty organisations.
func BenchmarkStudy(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		p := largeProject(b, tags)
		b.Run(fmt.Sprintf("tags=%d", tags), func(b *testing.B) {
			var before, after runtime.MemStats
			var s *coding.Study
			runtime.GC()
			runtime.ReadMemStats(&before)
			for b.Loop() {
				s = study(b, p)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			if len(s.Tags) != tags {
				b.Fatalf("%d tags", len(s.Tags))
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
		})
	}
}

// largeProject fills the tables as they are, since a million edits would take a
// minute.
func largeProject(b *testing.B, tags int) *Project {
	b.Helper()
	p, err := Init(ctx, filepath.Join(b.TempDir(), "large.crosscase"), "id", "A large study", monday)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	newID := edittest.IDs()
	apply := func(changes ...edit.Change) {
		b.Helper()
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "fill", Changes: changes}); err != nil {
			b.Fatal(err)
		}
	}
	var changes []edit.Change
	for i := range 50 {
		changes = append(changes, edit.PutOrganisation{Organisation: corpus.Organisation{ID: corpus.OrganisationID(fmt.Sprint("o", i)),
			Name: fmt.Sprint("organisation ", i)}})
	}
	for i := range 500 {
		changes = append(changes, edit.PutParticipant{Participant: corpus.Participant{ID: corpus.ParticipantID(fmt.Sprint("p", i)),
			Name: fmt.Sprint("person ", i), Organisation: corpus.OrganisationID(fmt.Sprint("o", i%50))}})
	}
	for i := range 1000 {
		changes = append(changes, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(fmt.Sprint("t", i)), Name: fmt.Sprint("theme ", i),
			Colour: "#112233"}})
	}
	apply(changes...)
	sources := max(tags/10_000, 3)
	for n := range sources {
		var body strings.Builder
		for i := range 400 {
			fmt.Fprintf(&body, "Person %d: so they said, and that was what we would do, and did.\n\n", i%10)
		}
		add(b, p, newID, fmt.Sprintf("int-%d", n), body.String())
	}
	s := study(b, p)
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	coder := string(s.Coders[0].ID)
	insert := func(table string, f fields) {
		var names, marks []string
		var values []any
		for k, v := range f {
			names, values = append(names, k), append(values, v)
			marks = append(marks, fmt.Sprintf("$%d", len(values)))
		}
		if _, err := tx.Exec("insert into "+table+" ("+strings.Join(names, ", ")+") values ("+strings.Join(marks, ", ")+")",
			values...); err != nil {
			b.Fatal(err)
		}
	}
	for i := range tags / 10 {
		id, start := fmt.Sprintf("passage-with-an-identifier-%09d", i), int64(i/sources*2)
		insert("passages", fields{"id": id, "text": string(s.Sources[i%sources].Text), "start_byte": start, "end_byte": start + 60,
			"quote": strings.Repeat("words ", 10), "before": "and before", "after": "and after"})
		for n := range 10 {
			insert("tags", fields{"id": fmt.Sprintf("tag-with-a-long-identifier-%09d", i*10+n), "passage": id,
				"theme": fmt.Sprint("t",
					(i+n*37)%1000), "coder": coder, "about": "", "made_at": monday.Format(time.RFC3339), "weight": 0.0,
				"suggested": int64(0)})
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return p
}
