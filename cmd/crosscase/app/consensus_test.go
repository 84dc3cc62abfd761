package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// two is a desk where AK and BM marked "money" alike, and "hopes" with other borders, and
// AK alone "less"; CN read nothing.
func two(t *testing.T) *desk {
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Hope")
	d.tag("AK", "Trust", "money")
	d.tag("BM", "Trust", "money")
	d.tag("AK", "Hope", "and hopes")
	d.tag("BM", "Hope", "hopes")
	d.tag("AK", "Trust", "less")
	return d
}

func (d *desk) consensus(s *Session) *Consensus {
	d.t.Helper()
	c, err := s.Consensus(d.t.Context(), coding.Filter{}, s.Compared(nil, Judge), Judge)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// places writes places as the words that they have.
func places(s *Session, all []edit.Disagreement) (words []string) {
	for _, d := range all {
		words = append(words, s.Study.Path(d.Theme)+": "+interview[d.Span.Start:d.Span.End])
	}
	return words
}

func TestConsensus(t *testing.T) {
	t.Parallel()
	d := two(t)
	s := d.as("AK")
	c := d.consensus(s)
	if diff := cmp.Diff([]string{"Trust: money"}, places(s, c.Agreed)); diff != "" {
		t.Errorf("alike (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Hope: and hopes", "Trust: less"}, places(s, c.Disagreed)); diff != "" {
		t.Errorf("differently (-want +got):\n%s", diff)
	}
	for _, p := range c.Disagreed {
		if got, err := c.Place(s.Study, PlaceKey(s.Study, p)); err != nil || !cmp.Equal(got, p) {
			t.Errorf("place %s is %+v (%v), want %+v", PlaceKey(s.Study, p), got, err, p)
		}
	}
	if _, err := c.Place(s.Study, "Hope:id-1:0:3"); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
		t.Errorf("a place that is none: %v, want %v with a hint", err, coding.ErrConflict)
	}
}

func TestConsensusRefuses(t *testing.T) {
	t.Parallel()
	d := two(t)
	s := d.as("AK")
	both := s.Compared([]string{"AK", "BM"}, Judge)
	for _, tt := range []struct {
		name   string
		as     *Session
		coders []coding.CoderID
		judge  string
		kind   error
		says   string
	}{
		{"one coder", s, both[:1], Judge, coding.ErrInvalid, "there are AK, BM"},
		{"one coder twice", s, []coding.CoderID{both[0], both[0]}, Judge, coding.ErrInvalid, "give --coder twice or more"},
		{"a judge who is one of them", s, both, "bm", coding.ErrInvalid, "is one of the coders"},
		{"blind", d.blind("AK"), both, Judge, coding.ErrConflict, "you work blind"},
	} {
		if _, err := tt.as.Consensus(t.Context(), coding.Filter{}, tt.coders, tt.judge); !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %v, %q", tt.name, err, tt.kind, tt.says)
		}
	}
	if c, err := s.Consensus(t.Context(), coding.Filter{}, append(both, both[0]), Judge); err != nil || len(c.Agreed) != 1 {
		t.Errorf("with a coder named twice: %+v, %v, want one place alike", c, err)
	}
}

func TestCompared(t *testing.T) {
	t.Parallel()
	d := two(t)
	d.tag(Judge, "Trust", "money")
	d.tag("CN", "Trust", "money")
	s := d.as("AK")
	for _, tt := range []struct {
		names []string
		judge string
		want  string
	}{
		{nil, Judge, "AK BM"},
		{nil, "AK", "BM CN"},
		{[]string{"CN", "bm"}, Judge, "CN BM"},
		{[]string{"CN", "CN", "nobody"}, Judge, "CN"},
	} {
		var got []string
		for _, id := range s.Compared(tt.names, tt.judge) {
			got = append(got, s.Study.Coder(id).Name)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("of %v, with %s as judge: %v, want %s", tt.names, tt.judge, got, tt.want)
		}
	}
}

func TestRecordAgreed(t *testing.T) {
	t.Parallel()
	d := two(t)
	s := d.as("AK")
	got := d.did(s.RecordAgreed(t.Context(), d.consensus(s)))
	if diff := cmp.Diff(Done{Step: 9, What: "consensus: 1 place marked alike", Said: []string{"1 place marked alike: recorded"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Trust: money"}, judged(d.as("AK"))); diff != "" {
		t.Errorf("the judge's tags (-want +got):\n%s", diff)
	}
	if s = d.as("AK"); len(d.consensus(s).Agreed) != 0 {
		t.Error("what was recorded is asked again")
	}
}

// judged are the tags of the judge, with their words.
func judged(s *Session) (all []string) {
	for _, p := range s.Study.Select(coding.Filter{}).Passages {
		for _, i := range p.Tags {
			if tag := s.Study.Tags[i]; s.Study.Coder(tag.Coder).Name == Judge {
				span := s.Study.Passages[p.Index].Span
				all = append(all, s.Study.Path(tag.Theme)+": "+interview[span.Start:span.End])
			}
		}
	}
	return all
}

func TestDecide(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		decide func(place edit.Disagreement) Decision // on "and hopes"
		what   string
		tags   []string
		memos  int
		kind   error
	}{
		{"as the second marked it", func(p edit.Disagreement) Decision { return Decision{Theme: p.Theme, Span: p.Marks[1].Span} },
			"consensus: Hope in int-1", []string{"Hope: hopes"}, 0, nil},
		{"with a discussion", func(p edit.Disagreement) Decision {
			return Decision{Theme: p.Theme, Span: p.Span, Discussion: " Both read it so. "}
		}, "consensus: Hope in int-1", []string{"Hope: and hopes"}, 1, nil},
		{"another theme", func(p edit.Disagreement) Decision { return Decision{Theme: "Trust", Span: p.Span} },
			"consensus: Trust in int-1", []string{"Trust: and hopes"}, 0, nil},
		{"not the theme", func(edit.Disagreement) Decision { return Decision{} }, "consensus: not Hope in int-1", nil, 0, nil},
		{"a span that nobody marked", func(p edit.Disagreement) Decision { return Decision{Theme: p.Theme, Span: corpus.Span{End: 3}} }, "", nil, 0, coding.ErrConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := two(t)
			s := d.as("AK")
			c := d.consensus(s)
			done, err := s.Decide(t.Context(), c, c.Disagreed[0], tt.decide(c.Disagreed[0]))
			if !errors.Is(err, tt.kind) || done.What != tt.what {
				t.Fatalf("%q, %v, want %q, %v", done.What, err, tt.what, tt.kind)
			}
			s = d.as("AK")
			if diff := cmp.Diff(tt.tags, judged(s)); diff != "" || len(s.Study.Memos) != tt.memos {
				t.Errorf("%d memos, tags (-want +got):\n%s", len(s.Study.Memos), diff)
			}
			open := slices.Contains(places(s, d.consensus(s).Disagreed), "Hope: and hopes")
			if open != (tt.kind != nil) {
				t.Errorf("the place is asked again: %v", open)
			}
		})
	}
}
