package intake

import (
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// A decision is what is decided now about labels and was not before: the names of speakers, and
// the labels that are nobody's, in lower case.
type decision struct{ names, nobody map[string]bool }

func decidedNow(before, now []corpus.Choice) decision {
	d := decision{map[string]bool{}, map[string]bool{}}
	for _, c := range now {
		if c.What != aboutSpeaker || slices.Contains(before, c) {
			continue
		}
		if label, name, _ := strings.Cut(c.Value, "="); name == coding.None {
			d.nobody[strings.ToLower(label)] = true
		} else {
			d.names[name] = true
		}
	}
	return d
}

// holds reports whether it is decided whose a turn is, of a transcript of a text.
func (d decision) holds(text string, tr *corpus.Transcript, t corpus.Turn) bool {
	if t.Speaker >= 0 {
		return d.names[tr.Speakers[t.Speaker].Label]
	}
	return d.nobody[strings.ToLower(strings.TrimRight(strings.TrimSpace(text[t.Start:t.Body]), ": "))]
}

// A move says in which turns of the new words, by number, an earlier turn begins and ends; both
// are -1 where most of its words are gone. alike tells whether they are in the first.
type move struct {
	first, last int
	alike       bool
}

// turnsNow are the moves of the turns of earlier words, which may have been corrected, to
// those of i.
func turnsNow(was corpus.Text, old *corpus.Transcript, i Import) []move {
	text := corpus.Text{Body: i.Document.Body}
	numbered := corpus.Transcript{Turns: slices.Clone(old.Turns), Speakers: make([]corpus.Speaker, len(old.Turns))}
	now := make([]move, len(old.Turns))
	for n := range numbered.Turns {
		numbered.Turns[n].Speaker, now[n] = n, move{-1, -1, false}
	}
	if was.Body != text.Body {
		numbered = corpus.CarryTranscript(was, &numbered, text)
	}
	for _, t := range numbered.Turns {
		words := wordsOf(was, old.Turns[t.Speaker])
		if first, end := i.Transcript.TurnsIn(t.Span()); first < end && alike(words, wordsOf(text, t)) {
			now[t.Speaker] = move{first, end - 1, alike(words, wordsOf(text, i.Transcript.Turns[first]))}
		}
	}
	return now
}

func wordsOf(text corpus.Text, t corpus.Turn) []string {
	return strings.Fields(strings.ToLower(text.Body[t.Body:t.End]))
}

// alike tells whether two turns have at least half of their words in common.
func alike(a, b []string) bool {
	if slices.Equal(a, b) {
		return true
	}
	times, common := map[string]int{}, 0
	for _, w := range a {
		times[w]++
	}
	for _, w := range b {
		if times[w]--; times[w] >= 0 {
			common++
		}
	}
	return common*2 >= max(len(a), len(b))
}

// owners are the people to whom all turns of a speaker of i, by number, were given by hand, so
// that its other turns are theirs, too. now says where the turns of old are; byHand tells
// whether one, which has this label now, was given to somebody.
func owners(old *corpus.Transcript, i Import, now []move, byHand func(turn int, label string) bool) map[int]corpus.ParticipantID {
	owners, none := map[int]corpus.ParticipantID{}, map[int]bool{}
	for turn, moved := range now {
		at := moved.first
		if !moved.alike || i.Transcript.Turns[at].Speaker < 0 {
			continue
		}
		n, who := i.Transcript.Turns[at].Speaker, speaks(old, old.Turns[turn])
		was, met := owners[n]
		none[n] = none[n] || who == "" || met && was != who || !byHand(turn, i.Transcript.Speakers[n].Label)
		owners[n] = who
	}
	maps.DeleteFunc(owners, func(n int, _ corpus.ParticipantID) bool { return none[n] })
	return owners
}

// keepAssigned finds the turns that are still there, and whose speaker is another than
// their label says: somebody put that right by hand. What is decided about a label now
// goes before that.
func (c *Correction) keepAssigned(old *corpus.Transcript, now []move, decided decision) {
	to := map[int]corpus.ParticipantID{}
	text, tr := c.Update.Text, &c.Update.Transcript
	for turn, moved := range now {
		at := moved.first
		if !moved.alike || old.Turns[turn].Words().Len() == 0 {
			continue
		}
		was, is := old.Turns[turn], tr.Turns[at]
		if decided.holds(text.Body, tr, is) {
			continue
		}
		label := c.Old.Body[was.Start:was.Body]
		if who := speaks(old, was); label == text.Body[is.Start:is.Body] && who != speaks(tr, is) {
			to[at] = who
		}
	}
	c.Update.Assigned = edit.AssignEach(text.ID, to)
}

// keepAssigned gives the turns that were assigned by hand to the same people, where the
// new turns are cut like those.
func (r *Reread) keepAssigned(assigned []int, now []move) {
	spans := make([]corpus.Span, 0, len(assigned))
	for _, n := range assigned {
		spans = append(spans, r.Before.Turns[n].Span())
	}
	tr := &r.Update.Transcript
	r.After = *tr
	r.After.Turns, r.After.Speakers = slices.Clone(tr.Turns), slices.Clone(tr.Speakers)
	to := map[int]corpus.ParticipantID{}
	for k, carried := range corpus.Carry(r.Old, r.Update.Text, spans) {
		var at []int
		first, last := tr.TurnsIn(carried.Span)
		switch {
		case carried.Outcome != corpus.Detached:
			for n := first; n < last; n++ {
				if carried.Span.Contains(tr.Turns[n].Words()) {
					at = append(at, n)
				}
			}
		case now[assigned[k]].alike:
			at = append(at, now[assigned[k]].first)
		}
		if len(at) == 0 {
			r.Recut++
		}
		for _, n := range at {
			to[n] = speaks(r.Before, r.Before.Turns[assigned[k]])
			r.After.Turns[n].Speaker = r.speakerFor(to[n])
		}
	}
	r.Update.Assigned = edit.AssignEach(r.Update.Text.ID, to)
}

// speakerFor is the speaker in the transcript after who is a participant, -1 for nobody.
func (r *Reread) speakerFor(who corpus.ParticipantID) int {
	if who == "" {
		return -1
	}
	is := func(sp corpus.Speaker) bool { return sp.Participant == who }
	if n := slices.IndexFunc(r.After.Speakers, is); n >= 0 {
		return n
	}
	r.After.Speakers = append(r.After.Speakers, r.Before.Speakers[slices.IndexFunc(r.Before.Speakers, is)])
	return len(r.After.Speakers) - 1
}

// keepPlaces keeps how far coders are with a source: the turn that they read last has another
// number now.
func (c *Correction) keepPlaces(s *coding.Study, src *corpus.Source, now []move) {
	for _, r := range s.Readings {
		if r.Source != src.ID || r.Turn == 0 || r.Turn > len(now) {
			continue
		}
		at := 0 // the last turn that was read and is still there, from 1
		for _, n := range now[:r.Turn] {
			at = max(at, n.last+1)
		}
		if at != r.Turn {
			c.Changes = append(c.Changes, edit.MarkSource{Source: src.ID, Coder: s.CoderName(r.Coder), State: r.State, Turn: at, At: r.At})
		}
	}
}
