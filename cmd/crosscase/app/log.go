package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/project"
)

// A LogFilter says which entries of the log are meant. What is zero lets all through.
type LogFilter struct {
	Coder        string // by any name that means the coder
	Matching     string // in the sentence, in whatever case
	Since, Until time.Time
}

// Log returns the entries that are meant, in the order in which they were made: where the
// coder works blind, of the own ones. The error wraps [coding.ErrUnknown] where the filter
// asks for a coder who neither is in the study nor has changed anything.
func (s *Session) Log(ctx context.Context, f LogFilter) ([]project.Entry, error) {
	entries, err := s.Project.Log(ctx)
	if err != nil {
		return nil, err
	}
	if s.Blind { // it does not say, either, who else is there
		return s.Matching(s.Matching(entries, LogFilter{Coder: s.Coder}), f), nil
	}
	if err := s.knows(f.Coder, entries); err != nil {
		return nil, err
	}
	return s.Matching(entries, f), nil
}

// knows returns an error where a name, unless it is "", means no coder of the study or of
// the entries.
func (s *Session) knows(coder string, entries []project.Entry) error {
	var known []string
	for _, e := range entries {
		if !slices.Contains(known, e.Coder) {
			known = append(known, e.Coder)
		}
	}
	for _, c := range s.Study.Coders {
		if !slices.Contains(known, c.Name) {
			known = append(known, c.Name)
		}
	}
	if coder == "" || slices.ContainsFunc(known, func(k string) bool { return s.SameCoder(k, coder) }) {
		return nil
	}
	return coding.Unknown("coder", coder, known, "see crosscase coder list")
}

// Matching returns those of some entries that are meant.
func (s *Session) Matching(entries []project.Entry, f LogFilter) (meant []project.Entry) {
	matching := strings.ToLower(f.Matching)
	for _, e := range entries {
		if f.Coder != "" && !s.SameCoder(e.Coder, f.Coder) ||
			!strings.Contains(strings.ToLower(e.What), matching) ||
			!f.Since.IsZero() && e.At.Before(f.Since) || !f.Until.IsZero() && !e.At.Before(f.Until) {
			continue
		}
		meant = append(meant, e)
	}
	return meant
}

// SameCoder tells whether two names mean one coder. A coder who was renamed is in the
// log under the old name.
func (s *Session) SameCoder(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, err1 := s.Study.FindCoder(a)
	y, err2 := s.Study.FindCoder(b)
	return err1 == nil && err2 == nil && x == y
}

// Days reads a day, a month or a year, as 2026-03-31, 2026-03 or 2026, by the clock of
// this place: it begins with from and ends before to. The error wraps [coding.ErrInvalid].
func Days(text string) (from, to time.Time, err error) {
	for i, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if from, err = time.ParseInLocation(layout, text, time.Local); err == nil {
			return from, [3]time.Time{from.AddDate(0, 0, 1), from.AddDate(0, 1, 0), from.AddDate(1, 0, 0)}[i], nil
		}
	}
	return from, to, coding.Errorf(coding.ErrInvalid, "%q: write a day as 2026-03-31", text)
}

// Change returns an entry of the log and all that it changed. The error wraps
// [coding.ErrUnknown] where there is none of this number, or where it is another coder's
// and the coder works blind.
func (s *Session) Change(ctx context.Context, number int) (project.Entry, []project.Detail, error) {
	e, details, err := s.Project.Details(ctx, number)
	if err != nil {
		return e, nil, err
	}
	if s.Blind && !s.SameCoder(e.Coder, s.Coder) {
		return project.Entry{}, nil, coding.WithHint(fmt.Errorf("change %d: %w: it is not yours, and you work blind", number, coding.ErrUnknown),
			"leave out --blind to see it")
	}
	return e, details, nil
}

// A Step is all that one command did: entries of the log that are taken back together.
type Step struct {
	Number  int // of the first entry
	Entries []project.Entry
	Undone  int  // the entry that took it back, 0 for none
	Redoes  bool // taking it back does something again
}

// Steps are the steps of a log, which has each whole, by the numbers of their first entries.
func Steps(log []project.Entry) map[int]*Step {
	steps := map[int]*Step{}
	for _, e := range log {
		x := steps[e.Step]
		if x == nil {
			x = &Step{Number: e.Step, Undone: e.Undone, Redoes: project.DoesAgain(log, e)}
			steps[e.Step] = x
		}
		x.Entries = append(x.Entries, e)
	}
	return steps
}

// What says what a step did: up to three sentences, of more the first two.
func (s *Step) What() string {
	var all []string
	for i, e := range s.Entries {
		if i == 2 && len(s.Entries) > 3 {
			all = append(all, fmt.Sprintf("and %d more", len(s.Entries)-i))
			break
		}
		all = append(all, e.What)
	}
	return strings.Join(all, "; ")
}

// entry is the entry of the log with this number, which is among the last.
func (s *Session) entry(ctx context.Context, number int) (project.Entry, error) {
	e, err := s.Project.Latest(ctx)
	if err != nil || e.Number == number {
		return e, err
	}
	entries, err := s.Project.Log(ctx)
	if i := slices.IndexFunc(entries, func(e project.Entry) bool { return e.Number == number }); err == nil && i >= 0 {
		return entries[i], nil
	}
	return project.Entry{Number: number}, err
}
