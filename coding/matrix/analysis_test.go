package matrix

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// Published values, or those of R 4 (chisq.test without correction, fisher.test).
func TestStatistics(t *testing.T) {
	near := func(name string, got, want, off float64) {
		t.Helper()
		if !(math.Abs(got-want) <= off) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	// The lady tasting tea, 3 of 4 right.
	near("Fisher, tea", Fisher(3, 1, 1, 3), 0.4857143, 1e-7)
	// Fisher 1935: convictions of like-sex twins of criminals, dizygotic and monozygotic.
	near("Fisher, twins", Fisher(2, 15, 10, 3), 0.0005367, 1e-7)
	near("Fisher, an empty line", Fisher(0, 0, 3, 4), 1, 0)
	twins := ChiSquared([][]float64{{2, 15}, {10, 3}})
	near("chi-square, twins", twins.ChiSquared, 13.032, 1e-3)
	near("p, twins", twins.P, 0.0003063, 1e-6)
	near("V, twins", twins.CramersV, math.Sqrt(13.0315/30), 1e-4)
	if twins.Freedom != 1 || twins.LowExpected != 0 {
		t.Errorf("twins: %+v", twins)
	}
	// Agresti 2007, table 2.5: party identification by gender.
	party := ChiSquared([][]float64{{762, 327, 468}, {484, 239, 477}})
	near("chi-square, party", party.ChiSquared, 30.07, 0.01)
	near("p, party", party.P, 2.954e-7, 1e-9)
	if party.Freedom != 2 {
		t.Errorf("party: %d degrees of freedom", party.Freedom)
	}
	if low := ChiSquared([][]float64{{1, 2}, {3, 4}}); low.LowExpected != 4 {
		t.Errorf("%d expected counts are low, want 4", low.LowExpected)
	}
	for _, table := range [][][]float64{nil, {{}}, {{0, 0}, {0, 0}}, {{3, 4}}, {{3, 0}, {4, 0}}} {
		if x := ChiSquared(table); !math.IsNaN(x.ChiSquared) || !math.IsNaN(x.P) || !math.IsNaN(x.CramersV) {
			t.Errorf("%v: %+v", table, x)
		}
	}
	// Agresti 2007, table 2.3: aspirin and heart attacks.
	or := OddsRatio(189, 10845, 104, 10933)
	near("odds ratio", or.Value, 1.832, 1e-3)
	near("its low end", or.Low, 1.440, 1e-3)
	near("its high end", or.High, 2.331, 1e-3)
	if x := OddsRatio(0, 0, 3, 4); !math.IsNaN(x.Value) {
		t.Errorf("odds ratio of an empty line: %v", x)
	}
	near("odds ratio with a 0", OddsRatio(0, 5, 5, 5).Value, 0.5*5.5/(5.5*5.5), 1e-12)
	// Newcombe 1998, table II (a): 56/70 less 48/80, method 10.
	d := difference(share(56, 70), share(48, 80))
	near("difference of shares", d.Value, 0.2, 1e-9)
	near("its low end", d.Low, 0.0524, 5e-5)
	near("its high end", d.High, 0.3339, 5e-5)
	// Garwood's limits of 10 events: 4.795 and 18.390.
	r := rate(10, 1000)
	near("low end of 10 events", r.Low, 4.795, 1e-3)
	near("high end of 10 events", r.High, 18.390, 1e-3)
	if x := rate(0, 500); x.Low != 0 || math.Abs(x.High-2*3.689) > 0.001 {
		t.Errorf("no event in 500 words: %v", x)
	}
	if x := rate(3, 0); !math.IsNaN(x.Value) {
		t.Errorf("a rate of no words: %v", x)
	}
}

// Compare, each number from filters of its own.
func TestCompareAgainstSelections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		sides := [2]Side{{"a", coding.Filter{Organisations: []corpus.OrganisationID{s.Organisations[0].ID}}}, {"b", coding.Filter{Cases: []corpus.CaseID{s.Cases[0].ID}}}}
		c, err := Compare(s, sides[0], sides[1])
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, th := range c.Themes {
			for i, side := range sides {
				f := side.Filter
				f.Themes = []coding.ThemeID{coding.ThemeID(th.ID)}
				sel := s.Select(f)
				people := map[int32]bool{}
				for turn := range s.Turns(side.Filter) {
					if turn.Participant >= 0 {
						people[turn.Participant] = true
					}
				}
				for _, p := range sel.Passages {
					for _, v := range p.Voices {
						if v.Participant >= 0 {
							people[v.Participant] = true
						}
					}
				}
				if x := th.Cells[i]; x.Passages != len(sel.Passages) || x.Participants != participants(sel) || x.AllParticipants < x.Participants || x.AllParticipants > len(people)+5 {
					t.Fatalf("%s of %s: %+v, by hand %d passages, %d of %d participants", th.Path, side.Name, x, len(sel.Passages), participants(sel), len(people))
				}
				better := 0
				for _, other := range c.Themes {
					if other.Cells[i].Passages > th.Cells[i].Passages {
						better++
					}
				}
				if want := better + 1; th.Cells[i].Passages > 0 && th.Rank[i] != want || th.Cells[i].Passages == 0 && th.Rank[i] != 0 {
					t.Fatalf("%s of %s is number %d, %d are before it", th.Path, side.Name, th.Rank[i], better)
				}
			}
			if th.Rates.Low > th.Rates.Value || th.Rates.High < th.Rates.Value || th.FisherP < 0 || th.FisherP > 1 {
				t.Fatalf("%s: %+v", th.Path, th)
			}
			seen++
		}
		for _, th := range s.Themes {
			f, g := sides[0].Filter, sides[1].Filter
			f.Themes, g.Themes = []coding.ThemeID{th.ID}, []coding.ThemeID{th.ID}
			if len(s.Select(f).Passages)+len(s.Select(g).Passages) > 0 {
				seen--
			}
		}
		if seen != 0 {
			t.Fatalf("%d themes too many", seen)
		}
	})
}

// The distance of a merge is the mean of all distances between members, and merges
// never come nearer again.
func TestClustersAgainstMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		x, err := Similar(s, coding.Filter{}, rapid.SampledFrom([]Dimension{"source", "participant", "organisation"}).Draw(t, "by"), rapid.SampledFrom(Likenesses).Draw(t, "likeness"))
		if err != nil {
			t.Fatal(err)
		}
		members := make([][]int, len(x.Keys))
		for i := range x.Keys {
			members[i] = []int{i}
			if !same(x.Values[i][i], 1) {
				t.Fatalf("%s is %v like itself", x.Keys[i].Label, x.Values[i][i])
			}
			for j := range x.Keys {
				if v := x.Values[i][j]; !(v >= 0 && v <= 1) || v != x.Values[j][i] {
					t.Fatalf("%v and %v", v, x.Values[j][i])
				}
			}
		}
		last := 0.0
		for _, m := range x.Merges {
			sum, n := 0.0, 0.0
			for _, i := range members[m.A] {
				for _, j := range members[m.B] {
					sum += 1 - x.Values[i][j]
					n++
				}
			}
			if !same(m.Distance, sum/n) || m.Distance < last-1e-9 {
				t.Fatalf("merge at %v, the mean is %v, the last was at %v", m.Distance, sum/n, last)
			}
			last = m.Distance
			members = append(members, append(slices.Clone(members[m.A]), members[m.B]...))
		}
		order := x.Order()
		slices.Sort(order)
		if len(order) != len(x.Keys) || len(x.Keys) > 0 && (len(x.Merges) != len(x.Keys)-1 || order[len(order)-1] != len(x.Keys)-1) {
			t.Fatalf("%d keys, %d merges, order %v", len(x.Keys), len(x.Merges), order)
		}
	})
}

// interviews is a study of a source for each list of themes, in the order of dates.
func interviews(themes ...string) *coding.Study {
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}, Coders: []*coding.Coder{{ID: "x", Name: "x"}},
		Organisations: []*corpus.Organisation{{ID: "A", Name: "A"}, {ID: "B", Name: "B"}}}
	seen := map[string]bool{}
	for i, list := range themes {
		text, person := corpus.TextID(fmt.Sprint("t", i)), corpus.ParticipantID(fmt.Sprint("p", i))
		s.Participants = append(s.Participants, &corpus.Participant{ID: person, Name: fmt.Sprint("p", i), Organisation: corpus.OrganisationID("AB"[i%2 : i%2+1]),
			Attributes: map[string]string{"age": fmt.Sprint(20 + 10*i)}})
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("s", i)), Name: fmt.Sprint("s", i), Text: text,
			Type: corpus.TypeInterview, Date: corpus.Date(fmt.Sprintf("2019-%02d", i+1))})
		s.Transcripts[text] = &corpus.Transcript{Speakers: []corpus.Speaker{{Label: "P", Participant: person}}, Turns: []corpus.Turn{{End: 100}}, Words: []int32{0, 10, 20, 30}}
		for n, name := range strings.Fields(list) {
			if !seen[name] {
				seen[name] = true
				s.Themes = append(s.Themes, &coding.Theme{ID: coding.ThemeID(name), Name: name})
			}
			id := coding.PassageID(fmt.Sprint(i, "-", n))
			s.Passages = append(s.Passages, coding.Passage{ID: id, Text: text, Span: corpus.Span{Start: n, End: n + 5}})
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(id), Passage: id, Theme: coding.ThemeID(name), Coder: "x"})
		}
	}
	return coding.NewStudy(s)
}

// By hand: 8 themes in the base of four; runs of two bring 2, 1 and 0 new ones.
func TestSaturationByHand(t *testing.T) {
	s := interviews("a b c d", "a b e", "c f", "g h a", "a i", "j b", "a b", "c", "", "a")
	x, err := Saturate(s, SaturationOptions{Orders: 200, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(x.Verdict, "Guest, Namey and Chen (2020), base 4, run 2") || !slices.Contains(x.Notes, x.Verdict) {
		t.Errorf("the verdict is %q, the notes are %q", x.Verdict, x.Notes)
	}
	var seen []int
	var runs []float64
	for _, st := range x.Steps {
		seen = append(seen, st.Seen)
		if !math.IsNaN(st.Run) {
			runs = append(runs, st.Run)
		}
	}
	if diff := cmp.Diff([]int{4, 5, 6, 8, 9, 10, 10, 10, 10}, seen); diff != "" {
		t.Errorf("themes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{25, 12.5, 0, 0}, runs); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
	if x.BaseThemes != 8 || x.Reached != 6 || !slices.Equal(x.Skipped, []string{"s8"}) {
		t.Errorf("%d in the base, reached after %d, left out %v", x.BaseThemes, x.Reached, x.Skipped)
	}
	last := len(x.Steps) - 1
	if math.Abs(x.Mean[last]-10) > 1e-9 || x.Low[last] != 10 || x.High[last] != 10 {
		t.Errorf("all sources bring %v, %v to %v themes in whatever order", x.Mean[last], x.Low[last], x.High[last])
	}
	for i := range x.Mean {
		if x.Low[i] > x.Mean[i]+1e-9 || x.High[i] < x.Mean[i]-1e-9 || i > 0 && x.Mean[i] < x.Mean[i-1] {
			t.Errorf("band at %d: %v in %v to %v", i+1, x.Mean[i], x.Low[i], x.High[i])
		}
	}
	again, _ := Saturate(s, SaturationOptions{Orders: 200, Seed: 1})
	if !slices.Equal(again.Mean, x.Mean) {
		t.Error("the same seed gives another band")
	}
	for _, themes := range [][]string{nil, {""}, {"a"}, {"", "", "", "", "", ""}} {
		if y, err := Saturate(interviews(themes...), SaturationOptions{}); err != nil || y.Reached != 0 {
			t.Errorf("%q: %+v, %v", themes, y, err)
		}
	}
}

// D. Berg-Schlosser and G. De Meur's data on the survival of democracies between
// the wars, crisp: the solutions are those of the R package QCA (set LC).
func TestTruthTableOfLipset(t *testing.T) {
	names := []string{"DEV", "URB", "LIT", "IND", "STB"}
	data := map[string]string{"AU": "10110 0", "BE": "11111 1", "CZ": "11111 1", "EE": "00101 0", "FI": "10101 1", "FR": "10111 1", "DE": "11110 0", "GR": "00000 0", "HU": "00100 0",
		"IE": "10101 1", "IT": "00000 0", "NL": "11111 1", "PL": "00101 0", "PT": "00000 0", "RO": "00000 0", "ES": "00000 0", "SE": "10111 1", "UK": "11111 1"}
	positive, negative := map[uint32]bool{}, map[uint32]bool{}
	truth := &Truth{}
	for _, n := range names {
		truth.Conditions = append(truth.Conditions, Condition{Name: n})
	}
	for _, line := range data {
		key := uint32(0)
		for i := range names {
			if line[i] == '1' {
				key |= 1 << i
			}
		}
		if line[6] == '1' {
			positive[key] = true
		} else {
			negative[key] = true
		}
	}
	var with, open []uint32
	for key := range uint32(32) {
		if positive[key] {
			with = append(with, key)
		} else if !negative[key] {
			open = append(open, key)
		}
	}
	complex, parsimonious := minimise(5, with, nil), minimise(5, with, open)
	if len(complex) != 1 || truth.Write(complex[0]) != "DEV*~URB*LIT*STB + DEV*LIT*IND*STB" {
		t.Errorf("complex: %s of %d", truth.Write(complex[0]), len(complex))
	}
	if len(parsimonious) != 1 || truth.Write(parsimonious[0]) != "DEV*STB" {
		t.Errorf("parsimonious: %s of %d", truth.Write(parsimonious[0]), len(parsimonious))
	}
}

// Every solution is true where it must be and false where it must be, and no sum of
// fewer products is.
func TestMinimiseAgainstAllSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3).Draw(t, "conditions")
		var positive, open, negative []uint32
		for key := range uint32(1) << n {
			switch rapid.IntRange(0, 2).Draw(t, "row") {
			case 0:
				positive = append(positive, key)
			case 1:
				open = append(open, key)
			default:
				negative = append(negative, key)
			}
		}
		var all []Implicant
		for care := range uint32(1) << n {
			for value := range uint32(1) << n {
				if value&^care == 0 {
					all = append(all, Implicant{care, value})
				}
			}
		}
		fits := func(s Solution) bool {
			is := func(x uint32) bool {
				return slices.ContainsFunc(s, func(p Implicant) bool { return p.covers(x) })
			}
			for _, x := range positive {
				if !is(x) {
					return false
				}
			}
			return !slices.ContainsFunc(negative, is)
		}
		shortest := math.MaxInt
		var try func(from int, s Solution)
		try = func(from int, s Solution) {
			if len(s) >= shortest {
				return
			}
			if len(s) > 0 && fits(s) {
				shortest = len(s)
				return
			}
			if len(s) == 4 {
				return
			}
			for i := from; i < len(all); i++ {
				try(i+1, append(s[:len(s):len(s)], all[i]))
			}
		}
		try(0, nil)
		found := minimise(n, positive, open)
		if len(positive) == 0 {
			if found != nil {
				t.Fatalf("nothing has the outcome: %v", found)
			}
			return
		}
		for _, s := range found {
			if !fits(s) || len(s) != shortest {
				t.Fatalf("%v of %v without %v: %d products, %d are enough", s, positive, negative, len(s), shortest)
			}
		}
		if len(found) == 0 {
			t.Fatal("no solution")
		}
	})
}

func TestTruthTableOfAStudy(t *testing.T) {
	s := interviews("trust money", "trust money", "trust", "money", "trust money")
	var o TruthOptions
	o.By = "participant"
	for _, text := range []string{"trust", "attr:age >= 40"} {
		c, err := ParseCondition(text, s)
		if err != nil {
			t.Fatal(err)
		}
		o.Conditions = append(o.Conditions, c)
	}
	var err error
	if o.Outcome, err = ParseCondition("money >= 1", s); err != nil {
		t.Fatal(err)
	}
	x, err := TruthTable(s, o)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range x.Rows {
		rows = append(rows, fmt.Sprint(r.Has, r.With, r.Without, r.Contradictory()))
	}
	if diff := cmp.Diff([]string{"[true false] [p0 p1] [] false", "[false true] [p3] [] false", "[true true] [p4] [p2] true"}, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := x.Write(x.Complex[0]); got != "TRUST*~AGE + ~TRUST*AGE" {
		t.Errorf("complex: %s", got)
	}
	if got := x.Write(x.Parsimonious[0]); got != "~TRUST + ~AGE" {
		t.Errorf("parsimonious: %s", got)
	}
	s.Participants[0].Attributes["İlçe"], s.Participants[1].Attributes["İlçe"] = "A", "B" // its lower case is shorter
	if c, err := ParseCondition("ATTR:İlçe = A", s); err != nil || c.Attribute != "İlçe" || c.Value != "A" {
		t.Errorf("an attribute with İ: %q = %q, %v", c.Attribute, c.Value, err)
	}
	if dims, err := ParseDimensions("Attr:İlçe", s); err != nil || dims[0] != "attr:İlçe" {
		t.Errorf("a dimension with İ: %q, %v", dims, err)
	}
	for _, text := range []string{"nothing", "attr:age", "attr:ȺȺȺȺȺȺ = 1", "Attr:\xff\x9b\x91", "attr:height > 3", "trust >= many"} {
		if _, err := ParseCondition(text, s); err == nil {
			t.Errorf("%q is a condition, it says", text)
		}
	}
}

// A number with a comma is one wherever numbers are asked for: in a range, in bins,
// in a condition, beside the themes.
func TestNumbersWithACommaCountEverywhere(t *testing.T) {
	s := interviews("trust", "trust", "trust")
	for i, hours := range []string{"3,5", "7.5", "many"} {
		s.Participants[i].Attributes["hours"] = hours
	}
	f := coding.Filter{Attributes: []coding.AttributeValue{{Name: "hours", Value: "2..5"}}}
	if n := len(s.Select(f).Passages); n != 1 {
		t.Errorf("in a range: %d passages, want 1", n)
	}
	for dimension, want := range map[string][]string{"attr:hours/5": {"0..5", "5..10", "many"},
		"attr:hours<5": {"..5", "5..", "many"}, "attr:hours": {"3,5", "7.5", "many"}} {
		dims, err := ParseDimensions(dimension, s)
		if err != nil {
			t.Fatal(err)
		}
		m, err := New(s, Options{Rows: []Dimension{Theme}, Cols: dims})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, keys := range m.ColKeys {
			got = append(got, keys[0].Label)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", dimension, diff)
		}
	}
	for condition, want := range map[string][]bool{"attr:hours >= 3,5": {true, true, false}, "attr:hours < 7,5": {true, false, false},
		"attr:hours = 3.5": {true, false, false}, "attr:hours = 3,5": {true, false, false}, "attr:hours = 3..4": {true, false, false}} {
		c, err := ParseCondition(condition, s)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, p := range s.Participants {
			got = append(got, c.holds(0, p.Attributes["hours"]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", condition, diff)
		}
	}
	j, err := JointDisplay(s, coding.Filter{}, "hours", "participant")
	if err != nil || j.All.N != 2 || j.All.Mean != 5.5 {
		t.Errorf("beside the themes: %+v, %v, want 2 with a mean of 5.5", j, err)
	}
}

func TestJointDisplay(t *testing.T) {
	s := interviews("trust", "money", "trust money", "money", "")
	x, err := JointDisplay(s, coding.Filter{}, "age", "participant")
	if err != nil {
		t.Fatal(err)
	}
	want := []JointTheme{
		{Who: []string{"p0", "p2"}, With: Numbers{2, 30, 30}, Without: Numbers{3, (30 + 50 + 60) / 3., 50}},
		{Who: []string{"p1", "p2", "p3"}, With: Numbers{3, 40, 40}, Without: Numbers{2, 40, 40}},
	}
	for i := range x.Themes {
		x.Themes[i].Key = Key{}
	}
	slices.SortFunc(x.Themes, func(a, b JointTheme) int { return a.With.N - b.With.N })
	if diff := cmp.Diff(want, x.Themes); diff != "" || x.All.N != 5 || x.All.Median != 40 {
		t.Errorf("of %+v (-want +got):\n%s", x.All, diff)
	}
	if _, err := JointDisplay(s, coding.Filter{}, "height", "participant"); err == nil {
		t.Error("an attribute that nobody has")
	}
}

func TestTriangulate(t *testing.T) {
	s := interviews("trust money", "trust", "trust")
	s.Sources[1].Type = corpus.TypeMeeting
	s.Sources[2].Type = corpus.TypeDocument
	x, err := Triangulate(s, coding.Filter{}, "organisation")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range x.Rows {
		line := row.Path
		for _, c := range row.Cells {
			line += fmt.Sprintf(" %d/%d(%d)", len(c.Types), len(c.Available), c.Participants)
		}
		got = append(got, line+" "+strings.Join(row.Doubts, "; "))
	}
	slices.Sort(got)
	want := []string{
		"money 1/2(1) 0/1(0) one type of source only: interview; one organisation only: A; told in interviews, not observed; one person only",
		"trust 2/2(2) 1/1(1) ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A 0 is told from what nobody has looked for.
func TestUnseen(t *testing.T) {
	s := interviews("trust money", "trust", "trust", "trust")
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	s.Readings = []coding.Reading{{Source: "s1", Coder: "x", State: coding.Complete, At: at}, {Source: "s2", Coder: "x", State: coding.InProgress, At: at}}
	s.Themes[0].Made, s.Themes[1].Made = at.Add(-time.Hour), at.Add(-time.Hour)
	s = coding.NewStudy(*s)
	m, err := New(s, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"source"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []bool
	for r, keys := range m.RowKeys {
		if keys[0].Label == "money" {
			for _, c := range m.Cells[r] {
				got = append(got, c.Unseen)
			}
		}
	}
	if diff := cmp.Diff([]bool{false, false, true, true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Described anew since: nobody has looked with that in mind.
	for _, th := range s.Themes {
		th.Described = at.Add(time.Hour)
	}
	if m, _ = New(s, Options{Rows: []Dimension{Theme}, Cols: []Dimension{"source"}}); slices.ContainsFunc(m.Cells[0], func(c Cell) bool { return c.Unseen }) {
		t.Error("nobody keeps account for any theme, but something is marked")
	}
}

func TestBestQuotes(t *testing.T) {
	s := interviews("a a a a a")
	for i, end := range []int{25, 35, 95, 12, 90} { // 3, 4, 4, 2 and 4 words, less what lies before
		s.Passages[i].Span.End = end
	}
	s.Tags[3].Weight = 2
	s = coding.NewStudy(*s)
	m, err := New(s, Options{Rows: []Dimension{Theme}, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, p := range m.Best(s, 0, -1, 3) {
		got = append(got, s.Passages[p].Span.End)
	}
	if len(got) != 3 || got[0] != 12 {
		t.Errorf("%v: the one with a weight comes first", got)
	}
}

// Words of speakers' labels have no number: a word has that of those said before it.
func TestCodelineLeavesLabelsOut(t *testing.T) {
	s := meeting()
	tr := s.Transcripts["t"]
	for i := range tr.Turns {
		tr.Turns[i].Body += 10 // two words of a label
	}
	c := NewCodeline(s, coding.Filter{}, s.Sources[0])
	if c.Words != 44 { // 50 and three labels of two
		t.Errorf("%d words, want 44", c.Words)
	}
	if diff := cmp.Diff([]Stretch{{0, 18, 0}, {18, 36, 1}, {36, 44, 2}}, c.Speaker); diff != "" {
		t.Errorf("who speaks (-want +got):\n%s", diff)
	}
	// 10:20, 110:120 and 210:220 are the first two words of each turn, 95:105 the last
	// of the first and half of a label.
	want := map[string][]Stretch{"up": {{0, 2, 0}, {18, 20, 0}}, "down": {{17, 18, 1}, {18, 20, 1}, {36, 38, 1}}}
	for _, lane := range c.Themes {
		if diff := cmp.Diff(want[lane.ID], lane.At); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lane.ID, diff)
		}
	}
}

func TestCodeline(t *testing.T) {
	s := meeting()
	c := NewCodeline(s, coding.Filter{}, s.Sources[0])
	var got []string
	for _, turn := range c.Turns {
		got = append(got, fmt.Sprint(turn.Number, turn.Speaker, turn.Themes))
	}
	want := []string{"1a[up up > down]", "2b[up up > down]", "3i[up > down]"}
	if diff := cmp.Diff(want, got); diff != "" || len(c.Themes) != 2 || c.Words != 50 {
		t.Errorf("%d themes, %d words (-want +got):\n%s", len(c.Themes), c.Words, diff)
	}
}
