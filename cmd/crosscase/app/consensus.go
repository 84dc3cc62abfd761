package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// Judge is the coder under whose name coders record what they agree on, if they choose
// no other.
const Judge = coding.ConsensusCoder

// A Consensus is what coders marked alike and differently, and have not decided on yet.
type Consensus struct {
	*analysis.Result
	Coders []coding.CoderID
	Judge  string // name of the coder whose tags the decisions become
}

// Compared are the coders who are named, or without names the first two, but for the
// judge, who have begun a source.
func (s *Session) Compared(names []string, judge string) (coders []coding.CoderID) {
	for _, n := range names {
		if c, err := s.Study.FindCoder(n); err == nil && !slices.Contains(coders, c.ID) {
			coders = append(coders, c.ID)
		}
	}
	if len(names) > 0 {
		return coders
	}
	for _, x := range s.Study.Ledger() {
		c := s.Study.Coders[x.Coder]
		if len(coders) < 2 && x.State != coding.Unread && c.Name != judge && !slices.Contains(coders, c.ID) {
			coders = append(coders, c.ID)
		}
	}
	return coders
}

// Consensus compares what coders marked in the places that a filter lets through. The
// error wraps [coding.ErrConflict] where the coder works blind, and [coding.ErrInvalid]
// where there are fewer than two coders, or one of them is the judge.
func (s *Session) Consensus(ctx context.Context, f coding.Filter, coders []coding.CoderID, judge string) (*Consensus, error) {
	if s.Blind {
		return nil, coding.Errorf(coding.ErrConflict, "consensus: shows what others have tagged, and you work blind")
	}
	c := &Consensus{Judge: judge}
	for _, id := range coders {
		if !slices.Contains(c.Coders, id) {
			c.Coders = append(c.Coders, id)
		}
	}
	if len(c.Coders) < 2 {
		return nil, coding.Errorf(coding.ErrInvalid, "consensus: whose? give --coder twice or more; there are %s", coderNames(s.Study))
	}
	decided := coding.CoderID("")
	if j, err := s.Study.FindCoder(judge); err == nil {
		decided = j.ID
	}
	if slices.Contains(c.Coders, decided) {
		return nil, coding.Errorf(coding.ErrInvalid, "consensus: --as %s: is one of the coders", judge)
	}
	var err error
	c.Result, err = analysis.Disagreements(ctx, s.Study, s.Texts, f, c.Coders, decided)
	return c, err
}

func coderNames(s *coding.Study) string {
	var names []string
	for _, c := range s.Coders {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// RecordAgreed records what all coders marked alike as the judge's tags.
func (s *Session) RecordAgreed(ctx context.Context, c *Consensus) (Done, error) {
	var changes []edit.Change
	for _, d := range c.Agreed {
		changes = append(changes, edit.Decide(s.Study, d, c.Judge, true, d.Theme, d.Span, "", "", s.NewID)...)
	}
	alike := coding.Count(len(c.Agreed), "place") + " marked alike"
	d, err := s.Apply(ctx, "consensus: "+alike, changes...)
	d.Said = append(d.Said, alike+": recorded")
	return d, err
}

// PlaceKey names a place that coders marked differently, as long as they do.
func PlaceKey(s *coding.Study, d edit.Disagreement) string {
	return string(d.Theme) + ":" + string(s.Sources[d.Source].ID) + ":" + d.Span.String()
}

// Place finds a place by its key. The error wraps [coding.ErrConflict].
func (c *Consensus) Place(s *coding.Study, key string) (edit.Disagreement, error) {
	i := slices.IndexFunc(c.Disagreed, func(d edit.Disagreement) bool { return PlaceKey(s, d) == key })
	if i < 0 {
		return edit.Disagreement{}, noPlace()
	}
	return c.Disagreed[i], nil
}

func noPlace() error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "this place is no longer one that they marked differently"), "load the page anew")
}

// A Decision is what coders agree on at a place.
type Decision struct {
	// Theme is the one that the place has: the one that they disagree on, or another.
	// "" is for none: that theme is not there.
	Theme      coding.ThemeID
	Span       corpus.Span // that has it: one that was marked, or all of the place
	Discussion string      // for a memo, "" for none
}

// Decide records a decision on a place as the judge's. The error wraps
// [coding.ErrConflict] where nobody marked the span.
func (s *Session) Decide(ctx context.Context, c *Consensus, d edit.Disagreement, x Decision) (Done, error) {
	src, theme := s.Study.Sources[d.Source], d.Theme
	what := "consensus: not " + s.Study.Path(theme)
	if x.Theme != "" {
		theme = x.Theme
		what = "consensus: " + s.Study.Path(theme)
		if x.Span != d.Span && !slices.ContainsFunc(d.Marks, func(m edit.Mark) bool { return m.Span == x.Span }) {
			return Done{}, noPlace()
		}
	}
	text, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return Done{}, err
	}
	changes := edit.Decide(s.Study, d, c.Judge, x.Theme != "", theme, x.Span, text.Body[d.Span.Start:d.Span.End],
		strings.TrimSpace(x.Discussion), s.NewID)
	return s.Apply(ctx, fmt.Sprintf("%s in %s", what, src.Name), changes...)
}
