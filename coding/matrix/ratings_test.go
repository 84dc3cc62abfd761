package matrix

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/agreement"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// bodies are texts for a study whose transcripts were drawn without any.
type bodies map[corpus.TextID]corpus.Text

func (b bodies) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) { return b[id], nil }

// bodiesFor writes texts that fit the transcripts: a full stop here and there, and
// no letter of more than a byte, so that whatever was drawn is on a border.
func bodiesFor(s *coding.Study) bodies {
	all := bodies{}
	for _, src := range s.Sources {
		b := []byte(strings.Repeat("ab ", 200))
		for i := 9; i < len(b); i += 11 {
			b[i-1], b[i], b[i+1] = '.', ' ', 'C'
		}
		all[src.Text] = corpus.Text{ID: src.Text, Body: string(b)}
	}
	return all
}

// Each unit of each theme against a look at every passage.
func TestRatingsAgainstEveryUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		if len(s.Coders) < 2 {
			return
		}
		o := RatingOptions{Unit: rapid.SampledFrom(RatingUnits).Draw(t, "unit"), AllSources: rapid.Bool().Draw(t, "all sources")}
		for _, c := range s.Coders {
			o.Coders = append(o.Coders, c.ID)
		}
		o.Filter.Exact = rapid.Bool().Draw(t, "exact")
		if rapid.Bool().Draw(t, "by organisation") {
			o.Filter.Organisations = []corpus.OrganisationID{s.Organisations[0].ID}
		}
		texts := bodiesFor(s)
		r, err := RateCoders(context.Background(), s, o, texts)
		if err != nil {
			t.Fatal(err)
		}
		begun := map[[2]int]bool{}
		for _, p := range s.Ledger() {
			begun[[2]int{p.Source, p.Coder}] = p.State != coding.Unread
		}
		for _, c := range agreement.Coefficients {
			if a, b := c.Of(r.AllSums()), c.Of(r.All().Sums()); !same(a, b) {
				t.Fatalf("%s of all themes: %v added up, %v of the ratings", c.Name, a, b)
			}
		}
		lets := s.Places(o.Filter)
		for i, theme := range r.Themes {
			var want []string // a line for each unit: values by coder
			for source, src := range s.Sources {
				rated := 0
				for c := range s.Coders {
					if begun[[2]int{source, c}] {
						rated++
					}
				}
				if rated < len(s.Coders) && !(o.AllSources && rated > 1) {
					continue
				}
				tr, text := s.Transcript(src), texts[src.Text]
				// passages of a coder, with the theme or whatever
				marks := func(coder int, span func(corpus.Span) bool, any bool) bool {
					return slices.ContainsFunc(s.Select(o.Filter).Passages, func(p coding.Selected) bool {
						return p.Source == source && span(s.Passages[p.Index].Span) && slices.ContainsFunc(p.Tags, func(tag int) bool {
							th := s.Tags[tag].Theme
							return s.TagCoder(tag) == coder && (any || th == coding.ThemeID(theme.ID) || !o.Filter.Exact && s.Below(th, coding.ThemeID(theme.ID)))
						})
					})
				}
				unit := func(touches func(corpus.Span) bool) {
					line := ""
					for c := range s.Coders {
						switch {
						case !begun[[2]int{source, c}]:
							line += "·"
						case marks(c, touches, false):
							line += "1"
						default:
							line += "0"
						}
					}
					want = append(want, line)
				}
				var turns []corpus.Span
				for _, turn := range tr.Turns {
					if v, ok := s.Owner(source, turn); ok && lets(source, v) {
						turns = append(turns, turn.Words())
					}
				}
				if len(turns) == 0 {
					continue
				}
				within := func(u corpus.Span) func(corpus.Span) bool {
					return func(p corpus.Span) bool {
						return slices.ContainsFunc(turns, func(t corpus.Span) bool {
							o := coding.Overlap(coding.Overlap(t, p), u)
							return o.Start < o.End
						})
					}
				}
				switch o.Unit {
				case UnitSource:
					unit(func(corpus.Span) bool { return true })
				case UnitPassage:
					for _, p := range s.Select(o.Filter).Passages {
						u := s.Passages[p.Index].Span
						if p.Source == source {
							unit(u.Overlaps)
						}
					}
				case UnitTurn:
					for _, u := range turns {
						unit(within(u))
					}
				case UnitSentence:
					for _, turn := range turns {
						for _, u := range text.Sentences(turn) {
							unit(within(u))
						}
					}
				case UnitWord, UnitCharacter:
					for _, turn := range turns {
						for b := turn.Start; b < turn.End; b++ {
							if o.Unit == UnitCharacter || slices.Contains(tr.Words, int32(b)) {
								unit(within(corpus.Span{Start: b, End: b + 1}))
							}
						}
					}
				}
			}
			slices.Sort(want)
			if got := told(r.ByTheme[i]); !slices.Equal(got, want) {
				t.Fatalf("%s by %s: %v, by hand %v", theme.Path, o.Unit, got, want)
			}
		}
	})
}

// told lists ratings unit by unit.
func told(r *agreement.Ratings) (lines []string) {
	line := func(values []int8) (s string) {
		for _, v := range values {
			s += map[int8]string{agreement.Missing: "·", 0: "0", 1: "1"}[v]
		}
		return s
	}
	marked := make([]int, r.Blocks())
	for i, row := range r.Marked {
		for range row.Units {
			lines = append(lines, line(r.Row(i)))
		}
		marked[row.Block] += int(row.Units)
	}
	for b := range r.Blocks() {
		units, values := r.Block(b)
		for range units - marked[b] {
			lines = append(lines, line(values))
		}
	}
	slices.Sort(lines)
	return lines
}

// UnitCharacter that nobody tagged are agreement on absence, and chance is reckoned
// with it; a coder's own overlapping passages count once.
func TestKappaOnCharacters(t *testing.T) {
	for _, tt := range []struct {
		name           string
		first, second  []corpus.Span
		kappa, percent float64
	}{
		{"6,000 each, 3,600 both", []corpus.Span{{Start: 0, End: 6000}}, []corpus.Span{{Start: 2400, End: 8400}}, 0, 0.52},
		{"1,000 each, 500 both", []corpus.Span{{Start: 0, End: 1000}}, []corpus.Span{{Start: 500, End: 1500}}, 0.4444, 0.9},
		{"the same, in passages that overlap", []corpus.Span{{Start: 0, End: 700}, {Start: 300, End: 1000}, {Start: 10, End: 20}}, []corpus.Span{{Start: 500, End: 1500}, {Start: 600, End: 900}}, 0.4444, 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.Repeat("é", 10_000)
			tr := &corpus.Transcript{Turns: []corpus.Turn{{End: len(body), Speaker: -1}}}
			s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{"t": tr}, Coders: []*coding.Coder{{ID: "x"}, {ID: "y"}},
				Sources: []*corpus.Source{{ID: "s", Name: "s", Text: "t"}}, Themes: []*coding.Theme{{ID: "a", Name: "a"}}}
			for c, spans := range [][]corpus.Span{tt.first, tt.second} {
				for i, span := range spans {
					id := coding.PassageID(fmt.Sprint(c, i))
					s.Passages = append(s.Passages, coding.Passage{ID: id, Text: "t", Span: corpus.Span{Start: 2 * span.Start, End: 2 * span.End}})
					s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(id), Passage: id, Theme: "a", Coder: s.Coders[c].ID})
				}
			}
			r, err := RateCoders(context.Background(), coding.NewStudy(s), RatingOptions{Coders: []coding.CoderID{"x", "y"}, Unit: UnitCharacter}, bodies{"t": {ID: "t", Body: body}})
			if err != nil {
				t.Fatal(err)
			}
			sums := r.ByTheme[0].Sums()
			if got := sums.Cohen(); math.Abs(got-tt.kappa) > 5e-5 || math.Abs(sums.PercentAgreement()-tt.percent) > 1e-9 || sums.Units != float64(utf8.RuneCountInString(body)) {
				t.Errorf("κ %.4f, agreement %.3f of %v characters; want %.4f, %.3f", got, sums.PercentAgreement(), sums.Units, tt.kappa, tt.percent)
			}
		})
	}
}

func BenchmarkAgreement(b *testing.B) {
	for _, tags := range []int{10_000, 100_000, 1_000_000} {
		s := largeStudy(tags)
		b.Run(fmt.Sprintf("tags=%d", tags), func(b *testing.B) {
			for b.Loop() {
				r, err := RateCoders(context.Background(), s, RatingOptions{Coders: []coding.CoderID{"1", "2"}}, nil)
				if err != nil {
					b.Fatal(err)
				}
				for _, x := range r.Sums {
					x.Krippendorff()
				}
				r.AllSums().Krippendorff()
			}
		})
	}
}
