package coding

import (
	"slices"
	"strings"
	"time"

	"crosscase/corpus"
)

// A State says how far a coder is with a source.
type State string

// The states. [Revisit] is never stored: it is what becomes of [Complete] when a
// theme is made or described anew after the source was gone through.
const (
	Unread     State = "unread"
	InProgress State = "in progress"
	Complete   State = "complete"
	Revisit    State = "to be revisited"
)

// ParseState reads a state that can be said of a source, "in-progress" for "in
// progress" too. The error wraps [ErrInvalid].
func ParseState(s string) (State, error) {
	switch state := State(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "-", " ")); state {
	case Unread, InProgress, Complete:
		return state, nil
	}
	return "", Errorf(ErrInvalid, "state %q: one of %s", s, States())
}

// States lists the states that can be said of a source, for messages.
func States() string { return "unread, in-progress, complete" }

// A Reading is how far one coder is with one source.
type Reading struct {
	Source corpus.SourceID
	Coder  CoderID
	State  State
	Turn   int // last turn read, from 1; 0 is unknown
	At     time.Time
}

// Progress is how far a coder is with a source, as the ledger tells.
type Progress struct {
	Source, Coder int // in Study.Sources and Study.Coders
	State         State
	Turn          int       // last turn read, from 1; 0 is unknown
	At            time.Time // when the state was said; zero for [Unread] and where only tags tell
	Tags          int       // of the coder on the source
	// Since are the themes that were made or described anew after the coder was
	// done with the source, in the order of the codebook.
	Since []ThemeID
}

// Ledger tells for each source and coder what has been looked at: what was said
// of it, or in progress where the coder has but tagged it. Coders who have
// neither said nor tagged anything anywhere are left out, as are all but coders, if any
// are given; else those who only record what others agreed on (see [Study.Judges]). It is
// in the order of sources, then of coders.
//
// A zero in a matrix means that nothing was found only where somebody has
// looked; this is what can tell.
func (s *Study) Ledger(coders ...CoderID) []Progress {
	tags := make([][]int, len(s.Sources))
	active := make([]bool, len(s.Coders))
	for i := range tags {
		tags[i] = make([]int, len(s.Coders))
	}
	for i := range s.Passages {
		if src := s.passageSource[i]; src >= 0 {
			for t := s.tagsOf[i]; t < s.tagsOf[i+1]; t++ {
				if c := s.tagCoder[t]; c >= 0 {
					tags[src][c]++
					active[c] = true
				}
			}
		}
	}
	type key struct{ source, coder int32 }
	said := map[key]*Reading{}
	for i := range s.Readings {
		r := &s.Readings[i]
		k := key{at(s.sources, r.Source), at(s.coders, r.Coder)}
		if k.source >= 0 && k.coder >= 0 {
			said[k] = r
			active[k.coder] = true
		}
	}
	judges := s.Judges()
	for i, c := range s.Coders {
		if len(coders) > 0 {
			active[i] = active[i] && slices.Contains(coders, c.ID)
		} else {
			active[i] = active[i] && !slices.Contains(judges, c.ID)
		}
	}
	var all []Progress
	for src := range s.Sources {
		for c := range s.Coders {
			if !active[c] {
				continue
			}
			p := Progress{Source: src, Coder: c, State: Unread, Tags: tags[src][c]}
			if p.Tags > 0 {
				p.State = InProgress
			}
			if r := said[key{int32(src), int32(c)}]; r != nil && r.State != Unread {
				p.State, p.Turn, p.At = r.State, r.Turn, r.At
			}
			if p.State == Complete {
				if p.Since = s.themesSince(p.At); len(p.Since) > 0 {
					p.State = Revisit
				}
			}
			all = append(all, p)
		}
	}
	return all
}

// themesSince are the themes in use that were made or described anew after a time.
func (s *Study) themesSince(when time.Time) (found []ThemeID) {
	for _, t := range s.Themes {
		if !t.Archived && (t.Made.After(when) || t.Described.After(when)) {
			found = append(found, t.ID)
		}
	}
	return found
}

// Looked tells, for each source, whether somebody has gone through all of it with
// a theme in mind: a coder of coders (nil for any) who completed it when the
// theme was there with the definition that it has now.
func (s *Study) Looked(theme ThemeID, coders []CoderID) []bool {
	looked := make([]bool, len(s.Sources))
	t := s.Theme(theme)
	if t == nil {
		return looked
	}
	for _, r := range s.Readings {
		src := at(s.sources, r.Source)
		if src >= 0 && r.State == Complete && among(coders, r.Coder) && !t.Made.After(r.At) && !t.Described.After(r.At) {
			looked[src] = true
		}
	}
	return looked
}

// Covered tells of each source how many of its turns somebody has been at: turns up
// to where a coder has read, all of a source that one completed, and those that a
// passage touches. coder is whose, "" for anybody's.
func (s *Study) Covered(coder CoderID) []int {
	read := make([]int, len(s.Sources)) // turns, from the first
	for _, r := range s.Readings {
		src := at(s.sources, r.Source)
		if src < 0 || coder != "" && r.Coder != coder {
			continue
		}
		turns := len(s.Transcript(s.Sources[src]).Turns)
		if r.State == Complete {
			read[src] = turns
		} else {
			read[src] = max(read[src], min(r.Turn, turns))
		}
	}
	covered := append([]int(nil), read...)
	next, of := 0, int32(-1) // first turn that is not counted yet, of the source
	for i, p := range s.Passages {
		src := s.passageSource[i]
		if src < 0 {
			continue
		}
		if src != of {
			next, of = read[src], src
		}
		if coder != "" && !s.tagged(i, coder) {
			continue
		}
		first, last := s.Transcript(s.Sources[src]).TurnsIn(p.Span)
		if n := last - max(first, next); n > 0 { // passages are in order of where they begin
			covered[src] += n
		}
		next = max(next, last)
	}
	return covered
}

// tagged tells whether a coder has a tag on a passage.
func (s *Study) tagged(passage int, coder CoderID) bool {
	for t := s.tagsOf[passage]; t < s.tagsOf[passage+1]; t++ {
		if s.Tags[t].Coder == coder {
			return true
		}
	}
	return false
}
