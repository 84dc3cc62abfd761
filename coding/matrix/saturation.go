package matrix

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
)

// SaturationOptions say how to watch new themes come.
type SaturationOptions struct {
	Filter    coding.Filter
	Import    bool    // in the order of import; else of the sources' dates
	Base      int     // sources that the base is made of; 0 is 4
	Run       int     // sources in a run; 0 is 2
	Threshold float64 // share of new themes, in % of the base's, at which it counts as saturated; [Threshold] is usual
	Orders    int     // random orders for the band; 0 is 1,000
	Seed      uint64
}

// Threshold is the share of new themes, in %, at which Guest, Namey and Chen speak of
// saturation; 0 is the stricter one that they name.
const Threshold = 5

// A Saturation says how many new themes each further source brings.
type Saturation struct {
	SaturationOptions
	Steps []SaturationStep
	// Mean and the band from Low to High hold, for each number of sources, how many
	// themes that many sources bring in random orders: the mean, and the 2.5th and
	// 97.5th percentile.
	Mean, Low, High []float64
	BaseThemes      int // themes in the base
	// Reached is how many sources there are before the first run with at most the
	// threshold of new themes; 0 is not reached.
	Reached int
	Themes  []Frequency // in how many sources each theme is, most first
	Skipped []string    // sources that nobody has gone through or tagged
	Verdict string      // whether it is reached, by which rule
	Notes   []string    // the verdict among them
}

// A SaturationStep is one source in the order in which they count.
type SaturationStep struct {
	Source   int // in Study.Sources
	Themes   int // that are in it
	New      []string
	Seen     int     // themes up to here
	Passages int     // up to here
	Run      float64 // new themes of the run that ends here, in % of the base's; NaN before the first run
}

// A Frequency is how often a theme comes up.
type Frequency struct {
	Theme    coding.ThemeID
	Path     string
	First    int // the step at which it came up, from 1
	Sources  int // that have it
	Passages int
}

// Saturate watches new themes come, source by source, and measures saturation as
// Guest, Namey and Chen propose (A simple method to assess and report thematic
// saturation in qualitative research, PLoS ONE 15, 2020): the new themes of a run
// of sources, as a share of the themes in the first sources, the base; runs move
// on by one source. Sources that nobody has begun are left out, since they would
// bring nothing new only because nobody has looked. The error wraps
// [coding.ErrInvalid].
func Saturate(s *coding.Study, o SaturationOptions) (*Saturation, error) {
	o.Base, o.Run, o.Orders = cmp.Or(o.Base, 4), cmp.Or(o.Run, 2), cmp.Or(o.Orders, 1000)
	if o.Base < 1 || o.Run < 1 || o.Orders < 0 || !(o.Threshold >= 0) {
		return nil, coding.Errorf(coding.ErrInvalid, "base %d, run %d, threshold %v %%: none is below 0", o.Base, o.Run, o.Threshold)
	}
	x := &Saturation{SaturationOptions: o}
	sources, themes, passages := x.profiles(s)
	seen := map[int32]bool{}
	at := map[int32]int{} // where each theme is in Themes
	for n, source := range sources {
		step := SaturationStep{Source: source, Themes: len(themes[n]), Run: ratio(0, 0)}
		for _, t := range themes[n] {
			if !seen[t] {
				seen[t] = true
				at[t] = len(x.Themes)
				x.Themes = append(x.Themes, Frequency{Theme: s.Themes[t].ID, Path: s.Path(s.Themes[t].ID), First: n + 1})
				step.New = append(step.New, s.Path(s.Themes[t].ID))
			}
			x.Themes[at[t]].Sources++
		}
		step.Seen, step.Passages = len(seen), passages[n]
		if n > 0 {
			step.Passages += x.Steps[n-1].Passages
		}
		x.Steps = append(x.Steps, step)
		switch {
		case n+1 == o.Base:
			x.BaseThemes = len(seen)
		case n+1 >= o.Base+o.Run:
			fresh := 0
			for _, st := range x.Steps[n+1-o.Run:] {
				fresh += len(st.New)
			}
			x.Steps[n].Run = ratio(100*float64(fresh), float64(x.BaseThemes))
			if x.Reached == 0 && x.Steps[n].Run <= o.Threshold {
				x.Reached = n + 1 - o.Run
			}
		}
	}
	for _, p := range s.Select(x.Filter).Passages {
		counted := int32(-1)
		for _, tag := range p.Tags { // of one theme side by side
			if t := int32(s.TagTheme(tag)); t != counted {
				if i, ok := at[t]; ok {
					x.Themes[i].Passages++
				}
				counted = t
			}
		}
	}
	slices.SortStableFunc(x.Themes, func(a, b Frequency) int {
		return cmp.Or(cmp.Compare(b.Sources, a.Sources), cmp.Compare(b.Passages, a.Passages), cmp.Compare(a.First, b.First),
			cmp.Compare(a.Path, b.Path))
	})
	x.band(themes)
	x.Verdict = x.verdict()
	x.Notes = x.notes()
	return x, nil
}

// profiles lists the sources in order, with the themes that each has.
func (x *Saturation) profiles(s *coding.Study) (sources []int, themes [][]int32, passages []int) {
	begun := make([]bool, len(s.Sources))
	for _, p := range s.Ledger(x.Filter.Coders...) {
		begun[p.Source] = begun[p.Source] || p.State != coding.Unread
	}
	has := make([][]int32, len(s.Sources))
	number := make([]int, len(s.Sources))
	for _, p := range s.Select(x.Filter).Passages {
		number[p.Source]++
		for _, tag := range p.Tags {
			if t := int32(s.TagTheme(tag)); !slices.Contains(has[p.Source], t) {
				has[p.Source] = append(has[p.Source], t)
			}
		}
	}
	let := make([]bool, len(s.Sources)) // through by the filter
	for t := range s.Turns(x.Filter) {
		let[t.Source] = true
	}
	for i, src := range s.Sources {
		switch {
		case number[i] > 0 || let[i] && begun[i]:
			sources = append(sources, i)
		case let[i]:
			x.Skipped = append(x.Skipped, src.Name)
		}
	}
	if !x.Import {
		slices.SortStableFunc(sources, func(a, b int) int {
			x, y := s.Sources[a].Date, s.Sources[b].Date
			return cmp.Or(-compareBool(x != "", y != ""), cmp.Compare(x, y))
		})
	}
	for _, i := range sources {
		slices.Sort(has[i])
		themes, passages = append(themes, has[i]), append(passages, number[i])
	}
	return sources, themes, passages
}

// band draws random orders.
func (x *Saturation) band(themes [][]int32) {
	n := len(themes)
	x.Mean, x.Low, x.High = make([]float64, n), make([]float64, n), make([]float64, n)
	if n == 0 {
		return
	}
	highest := int32(0)
	for _, list := range themes {
		for _, t := range list {
			highest = max(highest, t)
		}
	}
	r := rand.New(rand.NewPCG(x.Seed, 0))
	seen := make([]int, highest+1) // the last order in which each theme came up, from 1
	counts := make([][]float64, n)
	for order := range x.Orders {
		found := 0
		for i, j := range r.Perm(n) {
			for _, t := range themes[j] {
				if seen[t] != order+1 {
					seen[t] = order + 1
					found++
				}
			}
			counts[i] = append(counts[i], float64(found))
			x.Mean[i] += float64(found) / float64(x.Orders)
		}
	}
	for i := range counts {
		slices.Sort(counts[i])
		x.Low[i], x.High[i] = counts[i][int(0.025*float64(len(counts[i])-1)+0.5)], counts[i][int(0.975*float64(len(counts[i])-1)+0.5)]
	}
}

func (x *Saturation) notes() []string {
	order := "of their dates, those without one last"
	if x.Import {
		order = "of import"
	}
	notes := []string{fmt.Sprintf("Sources in the order %s. Themes count for themselves, without those below them.", order)}
	notes = append(notes, x.Verdict, x.Drawn())
	if len(x.Skipped) > 0 {
		notes = append(notes, fmt.Sprintf("Left out, since nobody has begun them: %s.", strings.Join(x.Skipped, ", ")))
	}
	return notes
}

func (x *Saturation) verdict() string {
	run := fmt.Sprintf("Guest, Namey and Chen (2020), base %d, run %d, threshold %s %%: ", x.Base, x.Run, shortest(x.Threshold))
	switch {
	case len(x.Steps) < x.Base+x.Run:
		run += fmt.Sprintf("%s are too few for a base and a run.", coding.Count(len(x.Steps), "source"))
	case x.BaseThemes == 0:
		run += "there is no theme in the base, so that nothing can be said."
	case x.Reached == 0:
		run += "not reached; each run brings more new themes than that."
	default:
		at, last := x.Reached+x.Run-1, x.lastRunAbove()
		if last > 0 {
			run += "first "
		}
		run += fmt.Sprintf("reached at %d+%d sources: the run after the first %d brings %s %% new themes.", x.Reached, x.Run, x.Reached,
			shortest(decimal1(x.Steps[at].Run)))
		if last > 0 {
			run += fmt.Sprintf(" It does not last: the run that ends with source %d brings %s %% again.", last+1, shortest(decimal1(x.Steps[last].Run)))
		}
	}
	return run
}

// lastRunAbove is the last step whose run is above the threshold again, after saturation
// was reached; 0 where there is none.
func (x *Saturation) lastRunAbove() int {
	for n := len(x.Steps) - 1; n >= x.Reached+x.Run; n-- {
		if x.Steps[n].Run > x.Threshold {
			return n
		}
	}
	return 0
}

// Drawn is the note on the mean and the band, for tables and pictures that show them.
func (x *Saturation) Drawn() string {
	return fmt.Sprintf("Mean and band (2.5 to 97.5 %%) of %s random orders, seed %d.", coding.Thousands(x.Orders), x.Seed)
}

// decimal1 rounds to one decimal.
func decimal1(x float64) float64 { return float64(int(10*x+0.5)) / 10 }

// shortest writes a number with no more digits than it needs.
func shortest(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
