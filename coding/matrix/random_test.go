package matrix

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
	"crosscase/corpus/draws"
)

// Random studies are small, so a law is tried on many.
func TestMain(m *testing.M) { draws.Main(m, 250) }

// passagesOf selects with a theme, and whatever else f asks for.
func passagesOf(s *coding.Study, f coding.Filter, theme coding.ThemeID) []coding.Selected {
	f.Themes = []coding.ThemeID{theme}
	return s.Select(f).Passages
}

// Triangulation against a selection for each theme, organisation and type.
func TestTriangulateAgainstSelections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		x, err := Triangulate(s, coding.Filter{}, "organisation")
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, th := range s.Themes {
			if len(passagesOf(s, coding.Filter{}, th.ID)) > 0 {
				rows++
			}
		}
		if rows != len(x.Rows) {
			t.Fatalf("%d themes are on anything, %d are shown", rows, len(x.Rows))
		}
		for _, row := range x.Rows {
			for i, k := range x.Cols {
				f := coding.Filter{Organisations: []corpus.OrganisationID{corpus.OrganisationID(k.ID)}}
				for _, typ := range corpus.SourceTypes {
					f.Facts = []coding.FactValue{{Name: "type", Values: []string{string(typ)}}}
					available := len(s.Select(f).Passages) > 0
					for range s.Turns(f) {
						available = true
					}
					supported := len(passagesOf(s, f, coding.ThemeID(row.ID))) > 0
					if c := row.Cells[i]; slices.Contains(c.Types, typ) != supported || slices.Contains(c.Available, typ) != available {
						t.Fatalf("%s of %s: %v of %v; %s is there: %v, supports: %v", row.Path, k.Label, c.Types, c.Available, typ, available, supported)
					}
				}
			}
		}
	})
}

// A joint display against a selection for each theme and participant.
func TestJointDisplayAgainstSelections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		x, err := JointDisplay(s, coding.Filter{}, "age", "participant")
		if err != nil {
			return // nobody of this study speaks and has an age
		}
		for _, th := range x.Themes {
			var with, without []float64
			for _, p := range s.Participants {
				f := coding.Filter{Participants: []corpus.ParticipantID{p.ID}}
				speaks := false
				for range s.Turns(f) {
					speaks = true
				}
				age, err := strconv.ParseFloat(p.Attributes["age"], 64)
				if !speaks || err != nil {
					continue
				}
				if len(passagesOf(s, f, coding.ThemeID(th.ID))) > 0 {
					with = append(with, age)
				} else {
					without = append(without, age)
				}
			}
			for _, side := range []struct {
				got  Numbers
				want []float64
			}{{th.With, with}, {th.Without, without}} {
				slices.Sort(side.want)
				sum := 0.0
				for _, v := range side.want {
					sum += v
				}
				n := len(side.want)
				median := math.NaN()
				if n > 0 {
					median = (side.want[(n-1)/2] + side.want[n/2]) / 2
				}
				if side.got.N != n || !same(side.got.Mean, ratio(sum, float64(n))) || !same(side.got.Median, median) {
					t.Fatalf("%s: %+v, by hand %v", th.Path, side.got, side.want)
				}
			}
		}
	})
}

// Saturation against sets of themes, source by source.
func TestSaturationAgainstSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		o := SaturationOptions{Base: rapid.IntRange(1, 2).Draw(t, "base"), Run: rapid.IntRange(1, 2).Draw(t, "run"), Orders: 3, Import: true}
		x, err := Saturate(s, o)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[coding.ThemeID]bool{}
		base := 0
		var fresh []int
		for n, st := range x.Steps {
			before := len(seen)
			for _, p := range s.Select(coding.Filter{Sources: []corpus.SourceID{s.Sources[st.Source].ID}}).Passages {
				for _, tag := range p.Tags {
					seen[s.Tags[tag].Theme] = true
				}
			}
			fresh = append(fresh, len(seen)-before)
			if n+1 == o.Base {
				base = len(seen)
			}
			want := math.NaN()
			if n+1 >= o.Base+o.Run {
				sum := 0
				for _, f := range fresh[n+1-o.Run:] {
					sum += f
				}
				want = ratio(100*float64(sum), float64(base))
			}
			if st.Seen != len(seen) || len(st.New) != fresh[n] || !same(st.Run, want) {
				t.Fatalf("step %d: %d so far, %d new, run %v; by hand %d, %d, %v", n+1, st.Seen, len(st.New), st.Run, len(seen), fresh[n], want)
			}
		}
	})
}

// How often each theme comes up, against a selection of it alone.
func TestFrequenciesAgainstSelections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		x, err := Saturate(s, SaturationOptions{Orders: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, th := range s.Themes {
			sources := map[int]bool{}
			passages := s.Select(coding.Filter{Themes: []coding.ThemeID{th.ID}, Exact: true}).Passages
			for _, p := range passages {
				sources[p.Source] = true
			}
			i := slices.IndexFunc(x.Themes, func(f Frequency) bool { return f.Path == s.Path(th.ID) })
			switch {
			case i < 0 && len(passages) > 0:
				t.Fatalf("%s is on %d passages, and not counted", th.Name, len(passages))
			case i >= 0 && (x.Themes[i].Sources != len(sources) || x.Themes[i].Passages != len(passages)):
				t.Fatalf("%s: %+v, by hand %d sources, %d passages", th.Name, x.Themes[i], len(sources), len(passages))
			}
		}
	})
}

// A codeline has each tagged word of a source, theme by theme; words of speakers' labels
// are not numbered.
func TestCodelineAgainstPassages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		src := s.Sources[rapid.IntRange(0, len(s.Sources)-1).Draw(t, "source")]
		c := NewCodeline(s, coding.Filter{}, src)
		tr := s.Transcript(src)
		var words []int32 // of bodies
		for _, start := range tr.Words {
			if slices.ContainsFunc(tr.Turns, func(u corpus.Turn) bool { return u.Body <= int(start) && int(start) < u.End }) {
				words = append(words, start)
			}
		}
		if c.Words != len(words) || c.Words != tr.AllWords() {
			t.Fatalf("%d words, by hand %d", c.Words, len(words))
		}
		for _, lane := range c.Themes {
			for w, start := range words {
				drawn := slices.ContainsFunc(lane.At, func(x Stretch) bool { return x.From <= w && w < x.To && x.To-x.From > 0 })
				tagged := slices.ContainsFunc(s.Select(coding.Filter{Sources: []corpus.SourceID{src.ID}, Themes: []coding.ThemeID{coding.ThemeID(lane.ID)}, Exact: true}).Passages, func(p coding.Selected) bool {
					span := s.Passages[p.Index].Span
					return span.Start <= int(start) && int(start) < span.End
				})
				if tagged && !drawn {
					t.Fatalf("%s: word %d is tagged, and is not drawn", lane.Path, w)
				}
			}
		}
	})
}

// Unseen is what nobody has looked for: no source of the cell was completed with the
// theme as it is now.
func TestUnseenAgainstReadings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		for _, src := range s.Sources {
			for _, c := range s.Coders {
				s.Readings = append(s.Readings, coding.Reading{Source: src.ID, Coder: c.ID, State: rapid.SampledFrom([]coding.State{coding.Unread, coding.InProgress, coding.Complete}).Draw(t, "state")})
			}
		}
		s = coding.NewStudy(*s)
		m, err := New(s, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"organisation"}, Empty: true})
		if err != nil {
			t.Fatal(err)
		}
		kept := slices.ContainsFunc(s.Readings, func(r coding.Reading) bool { return r.State == coding.Complete })
		for r, row := range m.RowKeys {
			looked := s.Looked(coding.ThemeID(row[0].ID), nil)
			for c := range m.ColKeys {
				sources, seen := 0, false
				last := -1
				for turn := range s.Turns(m.Filter(-1, c)) {
					if turn.Source != last {
						last = turn.Source
						sources++
						seen = seen || looked[turn.Source]
					}
				}
				want := kept && sources > 0 && !seen && m.Cells[r][c].Passages == 0
				if m.Cells[r][c].Unseen != want {
					t.Fatalf("%s, %s: unseen %v, by hand %v (%d sources)", row[0].Path, m.ColKeys[c][0].Label, m.Cells[r][c].Unseen, want, sources)
				}
			}
		}
	})
}

func FuzzParseCondition(f *testing.F) {
	for _, s := range []string{"trust", "trust >= 2", "attr:age >= 40", "attr:age=old", "a > b", ">=", "attr:", "trust < NaN", "trust = 1e999",
		"attr:ȺȺȺȺȺȺ = 1", "attr:İlçe = A", "Attr:\xff\x9b\x91"} {
		f.Add(s)
	}
	s := interviews("trust money", "trust")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCondition(text, s)
		if err == nil && c.Theme == nil && c.Attribute == "" {
			t.Errorf("%q asks for nothing", text)
		}
		if err == nil {
			if _, err := TruthTable(s, TruthOptions{By: "participant", Conditions: []Condition{c}, Outcome: c}); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

func FuzzParseDimensions(f *testing.F) {
	for _, s := range []string{"theme", "case,organisation", "attr:age/10", "attr:age<30<50", "attr:age/0", "attr:age<2<1", "attr:age/1e-300", ",", "attr:age/nan",
		"Attr:İlçe", "attr:ȺȺȺ/10"} {
		f.Add(s)
	}
	s := interviews("trust money", "trust", "money")
	f.Fuzz(func(t *testing.T, list string) {
		dims, err := ParseDimensions(list, s)
		if err != nil || len(dims) == 0 || dims[0] == Theme {
			return
		}
		m, err := New(s, Options{Rows: []Dimension{Theme}, Cols: dims[:1]})
		if err != nil {
			t.Fatalf("%q: %v", list, err)
		}
		for c := range m.ColKeys { // what bins are called finds what is in them
			if got, want := m.ColTotals[c].Passages, len(s.Select(m.Filter(-1, c)).Passages); got != want {
				t.Errorf("%q: %s counts %d, its filter lists %d", list, m.ColKeys[c][0].Label, got, want)
			}
		}
	})
}
