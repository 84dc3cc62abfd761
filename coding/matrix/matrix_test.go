package matrix

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
	"crosscase/corpus"
)

func drawOptions(t *rapid.T, s *coding.Study) Options {
	dims := append(dimensionsOf(s), "attr:age/10", "attr:age<10<30")
	order := rapid.Permutation(dims).Draw(t, "dimensions")
	rows, cols := rapid.IntRange(1, 2).Draw(t, "rows"), rapid.IntRange(1, 2).Draw(t, "cols")
	o := Options{Rows: order[:rows], Cols: order[rows : rows+cols], Measure: rapid.SampledFrom(Measures).Draw(t, "measure"), Empty: rapid.Bool().Draw(t, "empty"), Keep: true}
	f := &o.Filter
	f.Straddle = rapid.SampledFrom([]coding.Straddle{"", coding.StraddleEach, coding.StraddleMajority, coding.StraddleExclude}).Draw(t, "straddle")
	f.Exact = rapid.Bool().Draw(t, "exact")
	if rapid.IntRange(0, 3).Draw(t, "by theme") == 0 {
		f.Themes = []coding.ThemeID{s.Themes[0].ID}
	}
	if rapid.IntRange(0, 3).Draw(t, "by organisation") == 0 {
		f.Organisations = []corpus.OrganisationID{s.Organisations[0].ID, ""}
	}
	if rapid.IntRange(0, 3).Draw(t, "by coder") == 0 {
		f.Coders = []coding.CoderID{s.Coders[0].ID}
	}
	if rapid.IntRange(0, 3).Draw(t, "by attribute") == 0 {
		f.Attributes = []coding.AttributeValue{{Name: "rank", Value: "high"}}
	}
	if rapid.IntRange(0, 3).Draw(t, "by range") == 0 {
		f.Attributes = append(f.Attributes, coding.AttributeValue{Name: "age", Value: rapid.SampledFrom([]string{"0..29.5", "10..", "..10", "9..10", "old", ""}).Draw(t, "range")})
	}
	if rapid.IntRange(0, 2).Draw(t, "by query") == 0 {
		texts := []string{"theme0 OR NOT theme0", "theme0 NEAR theme0 WITHIN 3 WORDS", "NOT theme0", "coder:coder0 organisation:org0", "theme0 about:org0"}
		if _, err := s.FindRole("chief"); err == nil {
			texts = append(texts, "role:chief OR case:none")
		}
		text := rapid.SampledFrom(texts).Draw(t, "query")
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if f.Where, err = q.Resolve(context.Background(), s, nil); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// The law of the matrix: the filter of a cell lists exactly the passages that the
// cell counts, totals included.
func TestLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := drawOptions(t, s)
		m, err := New(s, o)
		if err != nil {
			t.Fatal(err)
		}
		for r := -1; r < len(m.RowKeys); r++ {
			for c := -1; c < len(m.ColKeys); c++ {
				// A total holds what stands in no line, too, so that it is held
				// to the filter where that is narrower.
				sel := s.Select(m.Filter(r, c))
				got := m.At(r, c)
				tags := 0
				sources := map[int]bool{}
				for _, p := range sel.Passages {
					tags += len(p.Tags)
					sources[p.Source] = true
				}
				if got.Passages != len(sel.Passages) || got.Tags != tags || got.Sources != len(sources) {
					t.Fatalf("cell %d,%d %v: counts %d passages, %d tags, %d sources; its filter lists %d, %d, %d\n%+v", r, c, keysOf(m, r, c),
						got.Passages, got.Tags, got.Sources, len(sel.Passages), tags, len(sources), m.Filter(r, c))
				}
				var behind []int32
				for _, p := range sel.Passages {
					behind = append(behind, int32(p.Index))
				}
				if !slices.Equal(behind, m.Behind(r, c)) {
					t.Fatalf("cell %d,%d: behind it are %v, its filter lists %v", r, c, m.Behind(r, c), behind)
				}
				if o.Measure == Participants && got.Participants != participants(sel) {
					t.Fatalf("cell %d,%d: counts %d participants, its filter lists %d", r, c, got.Participants, participants(sel))
				}
			}
		}
	})
}

func keysOf(m *Matrix, r, c int) (keys []Key) {
	if r >= 0 {
		keys = append(keys, m.RowKeys[r]...)
	}
	if c >= 0 {
		keys = append(keys, m.ColKeys[c]...)
	}
	return keys
}

func participants(sel coding.Selection) int {
	seen := map[int32]bool{}
	for _, p := range sel.Passages {
		for _, v := range p.Voices {
			if v.Participant >= 0 {
				seen[v.Participant] = true
			}
		}
	}
	return len(seen)
}

// Words, against a count that goes through the text byte by byte: a word counts
// for a cell if a passage of the cell covers it and its turn is the cell's.
func TestWordsAgainstACountByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := drawOptions(t, s)
		o.Measure = Coverage
		m, err := New(s, o)
		if err != nil {
			t.Fatal(err)
		}
		for r := -1; r < len(m.RowKeys); r++ {
			for c := -1; c < len(m.ColKeys); c++ {
				f := m.Filter(r, c)
				lets := s.Places(f)
				covered := make([]map[int32]bool, len(s.Sources))
				for _, p := range s.Select(f).Passages {
					if covered[p.Source] == nil {
						covered[p.Source] = map[int32]bool{}
					}
					for _, w := range s.Transcript(s.Sources[p.Source]).Words {
						if span := s.Passages[p.Index].Span; span.Start <= int(w) && int(w) < span.End {
							covered[p.Source][w] = true
						}
					}
				}
				words, all := 0, 0
				for i, src := range s.Sources {
					tr := s.Transcript(src)
					for _, turn := range tr.Turns {
						v, ok := s.Owner(i, turn)
						if !ok || !lets(i, v) {
							continue
						}
						for _, w := range tr.Words {
							if turn.Body <= int(w) && int(w) < turn.End {
								all++
								if covered[i][w] {
									words++
								}
							}
						}
					}
				}
				if got := m.At(r, c); got.Words != words || got.AllWords != all {
					t.Fatalf("cell %d,%d %v: %d of %d words, by hand %d of %d\n%+v", r, c, keysOf(m, r, c), got.Words, got.AllWords, words, all, f)
				}
			}
		}
	})
}

// meeting is three turns of two organisations, A until byte 100 and B after, as
// in the classic riddle: passages at 10-20, 95-105 and 110-120.
func meeting() *coding.Study {
	tr := &corpus.Transcript{
		Speakers: []corpus.Speaker{{Label: "a", Participant: "a"}, {Label: "b", Participant: "b"}, {Label: "I", Participant: "i"}},
		Turns: []corpus.Turn{
			{Start: 0, Body: 0, End: 100, Speaker: 0}, {Start: 100, Body: 100, End: 200, Speaker: 1}, {Start: 200, Body: 200, End: 250, Speaker: 2}},
	}
	for w := int32(0); w < 250; w += 5 {
		tr.Words = append(tr.Words, w)
	}
	s := coding.Study{
		Transcripts:   map[corpus.TextID]*corpus.Transcript{"t": tr},
		Cases:         []*corpus.CaseStudy{{ID: "c", Name: "c"}},
		Organisations: []*corpus.Organisation{{ID: "A", Name: "A"}, {ID: "B", Name: "B"}},
		Participants: []*corpus.Participant{{ID: "a", Name: "a", Organisation: "A"}, {ID: "b", Name: "b", Organisation: "B"},
			{ID: "i", Name: "i", Role: corpus.Researcher, Organisation: "A"}},
		Sources: []*corpus.Source{{ID: "s", Name: "s", Text: "t", Case: "c"}},
		Coders:  []*coding.Coder{{ID: "x", Name: "x"}, {ID: "y", Name: "y"}},
		Themes:  []*coding.Theme{{ID: "up", Name: "up"}, {ID: "down", Name: "down", Parent: "up"}},
	}
	for _, p := range []struct {
		span   corpus.Span
		themes []coding.ThemeID
		coders []coding.CoderID
	}{
		{corpus.Span{Start: 10, End: 20}, []coding.ThemeID{"up"}, []coding.CoderID{"x", "y"}},
		{corpus.Span{Start: 95, End: 105}, []coding.ThemeID{"down"}, []coding.CoderID{"x"}},
		{corpus.Span{Start: 110, End: 120}, []coding.ThemeID{"up", "down"}, []coding.CoderID{"x"}},
		{corpus.Span{Start: 210, End: 220}, []coding.ThemeID{"down"}, []coding.CoderID{"x"}},
	} {
		id := coding.PassageID(p.span.String())
		s.Passages = append(s.Passages, coding.Passage{ID: id, Text: "t", Span: p.span})
		for _, th := range p.themes {
			for _, c := range p.coders {
				s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(string(id) + string(th) + string(c)), Passage: id, Theme: th, Coder: c})
			}
		}
	}
	return coding.NewStudy(s)
}

func TestMeetingByHand(t *testing.T) {
	s := meeting()
	tests := []struct {
		name    string
		o       Options
		columns []string
		cells   [][]float64 // rows up, down; then the totals' line; totals last in each
	}{
		// The question alone, at 210-220, is nobody's.
		{"passages", Options{}, []string{"A", "B", "(none)"}, [][]float64{{2, 2, 1, 4}, {1, 2, 1, 3}, {2, 2, 1, 4}}},
		{"tags", Options{Measure: Tags}, []string{"A", "B", "(none)"}, [][]float64{{3, 3, 1, 6}, {1, 2, 1, 3}, {3, 3, 1, 6}}},
		{"exact", Options{Filter: coding.Filter{Exact: true}}, []string{"A", "B", "(none)"}, [][]float64{{1, 1, 0, 2}, {1, 2, 1, 3}, {2, 2, 1, 4}}},
		{"majority, of equals who speaks first", Options{Filter: coding.Filter{Straddle: coding.StraddleMajority}}, []string{"A", "B", "(none)"}, [][]float64{{2, 1, 1, 4}, {1, 1, 1, 3}, {2, 1, 1, 4}}},
		{"exclude", Options{Filter: coding.Filter{Straddle: coding.StraddleExclude}}, []string{"A", "B", "(none)"}, [][]float64{{1, 1, 1, 3}, {0, 1, 1, 2}, {1, 1, 1, 3}}},
		{"words, a researcher's never", Options{Measure: Words}, []string{"A", "B", "(none)"}, [][]float64{{3, 3, 0, 6}, {1, 3, 0, 4}, {3, 3, 0, 6}}},
		{"coverage of 20 words each", Options{Measure: Coverage}, []string{"A", "B", "(none)"}, [][]float64{{15, 15, math.NaN(), 15}, {5, 15, math.NaN(), 10}, {15, 15, math.NaN(), 15}}},
		{"rate", Options{Measure: Rate}, []string{"A", "B", "(none)"}, [][]float64{{100, 100, math.NaN(), 100}, {50, 100, math.NaN(), 75}, {100, 100, math.NaN(), 100}}},
		{"percent of rows", Options{Percent: "row"}, []string{"A", "B", "(none)"}, [][]float64{{50, 50, 25, 100}, {100. / 3, 200. / 3, 100. / 3, 100}, {50, 50, 25, 100}}},
		{"percent of columns", Options{Percent: "column"}, []string{"A", "B", "(none)"}, [][]float64{{100, 100, 100, 100}, {50, 100, 100, 75}, {100, 100, 100, 100}}},
		{"presence", Options{Measure: Presence}, []string{"A", "B", "(none)"}, [][]float64{{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}}},
		{"participants", Options{Measure: Participants}, []string{"A", "B", "(none)"}, [][]float64{{1, 1, 0, 2}, {1, 1, 0, 2}, {1, 1, 0, 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Rows, tt.o.Cols = []Dimension{Theme}, []Dimension{"organisation"}
			m, err := New(s, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			var columns []string
			for _, k := range m.ColKeys {
				columns = append(columns, k[0].Label)
			}
			if diff := cmp.Diff(tt.columns, columns); diff != "" {
				t.Fatal(diff)
			}
			var got [][]float64
			for _, r := range []int{0, 1, -1} {
				var line []float64
				for c := range m.ColKeys {
					line = append(line, m.Value(r, c))
				}
				got = append(got, append(line, m.Value(r, -1)))
			}
			if diff := cmp.Diff(tt.cells, got, cmp.Comparer(func(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b) })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	m, err := New(s, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"organisation"}})
	if err != nil {
		t.Fatal(err)
	}
	if m.Selection.Straddling != 1 || m.Selection.WithoutOrganisation != 1 {
		t.Errorf("%d straddle, %d have no organisation, want 1 and 1", m.Selection.Straddling, m.Selection.WithoutOrganisation)
	}
}

func TestNothingUndefined(t *testing.T) {
	empty := coding.NewStudy(coding.Study{})
	m, err := New(empty, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"case", "organisation"}, Measure: Rate})
	if err != nil || len(m.RowKeys) != 0 || len(m.ColKeys) != 0 {
		t.Errorf("an empty study: %v, %d rows, %d columns", err, len(m.RowKeys), len(m.ColKeys))
	}
	if _, err := New(meeting(), Options{Rows: []Dimension{Theme}, Cols: []Dimension{Theme}}); err == nil {
		t.Error("a dimension on both sides makes sense, it says")
	}
}

// BenchmarkMatrix counts tags, ten on each passage, by theme, case study and
// organisation.
func BenchmarkMatrix(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		s := largeStudy(tags)
		for _, measure := range []Measure{Passages, Participants, Coverage} {
			b.Run(fmt.Sprintf("tags=%d/%s", tags, measure), func(b *testing.B) {
				for b.Loop() {
					if _, err := New(s, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"case", "organisation"}, Measure: measure}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(tags)*float64(b.N)/b.Elapsed().Seconds(), "tags/s")
			})
		}
	}
}

func BenchmarkSelect(b *testing.B) {
	s := largeStudy(1_000_000)
	for b.Loop() {
		s.Select(coding.Filter{})
	}
}

// largeStudy has a thousand themes in two levels, fifty organisations, five
// hundred participants, ten tags on each passage and a hundred passages in each
// source.
func largeStudy(tags int) *coding.Study {
	r := rand.New(rand.NewPCG(1, uint64(tags)))
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}}
	for i := range 4 {
		s.Cases = append(s.Cases, &corpus.CaseStudy{ID: corpus.CaseID(fmt.Sprint(i)), Name: fmt.Sprint("case ", i)})
	}
	for i := range 50 {
		s.Organisations = append(s.Organisations, &corpus.Organisation{ID: corpus.OrganisationID(fmt.Sprint(i)), Name: fmt.Sprint("organisation ", i)})
	}
	for i := range 500 {
		s.Participants = append(s.Participants, &corpus.Participant{ID: corpus.ParticipantID(fmt.Sprint(i)), Name: fmt.Sprint("person ", i),
			Organisation: corpus.OrganisationID(fmt.Sprint(i % 50)), Attributes: map[string]string{"age": fmt.Sprint(20 + i%50)}})
	}
	for i := range 1000 {
		t := &coding.Theme{ID: coding.ThemeID(fmt.Sprint(i)), Name: fmt.Sprint("theme ", i)}
		if i >= 50 {
			t.Parent = coding.ThemeID(fmt.Sprint(i % 50))
		}
		s.Themes = append(s.Themes, t)
	}
	s.Coders = []*coding.Coder{{ID: "1", Name: "1"}, {ID: "2", Name: "2"}}
	for i := range max(tags/1000, 10) {
		text := corpus.TextID(fmt.Sprint(i))
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(text), Name: string(text), Text: text, Case: corpus.CaseID(fmt.Sprint(i % 4)),
			Date: corpus.Date(fmt.Sprintf("20%02d-%02d-%02d", 10+i%10, 1+i%12, 1+i%28))})
		tr := &corpus.Transcript{}
		for n := range 10 {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Participant: corpus.ParticipantID(fmt.Sprint((i + n*7) % 500))})
		}
		for n := range 400 {
			tr.Turns = append(tr.Turns, corpus.Turn{Start: n * 100, Body: n*100 + 10, End: n*100 + 98, Speaker: n % 10})
		}
		for w := int32(0); w < 40_000; w += 6 {
			tr.Words = append(tr.Words, w)
		}
		s.Transcripts[text] = tr
	}
	for i := range tags / 10 {
		start := r.IntN(39_000)
		p := coding.Passage{ID: coding.PassageID(fmt.Sprint(i)), Text: s.Sources[i%len(s.Sources)].Text, Span: corpus.Span{Start: start, End: start + 1 + r.IntN(300)}}
		s.Passages = append(s.Passages, p)
		first := r.IntN(1000)
		for n := range 10 {
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint(i, "-", n)), Passage: p.ID, Theme: s.Themes[(first+n/2*37)%1000].ID, Coder: s.Coders[n%2].ID})
		}
	}
	return coding.NewStudy(s)
}

func BenchmarkNewStudy(b *testing.B) {
	s := largeStudy(100_000)
	for b.Loop() {
		coding.NewStudy(coding.Study{Sources: s.Sources, Transcripts: s.Transcripts, Participants: s.Participants, Organisations: s.Organisations,
			Cases: s.Cases, Coders: s.Coders, Themes: slices.Clone(s.Themes), Passages: s.Passages, Tags: s.Tags})
	}
}
