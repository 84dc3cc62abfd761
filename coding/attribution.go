package coding

import (
	"slices"

	"crosscase/corpus"
)

// A Straddle says what a passage over several organisations does.
type Straddle string

// The ways to count a passage that straddles.
const (
	StraddleEach     Straddle = "each"     // it belongs to each of them; the default, also for ""
	StraddleMajority Straddle = "majority" // to the one with most words in it; of equals, the one that speaks first
	StraddleExclude  Straddle = "exclude"  // to none: it is left out
)

// Indices that are none.
const (
	NoIndex = -1 // nobody, (none)
	Absent  = -2 // speaks in the passage, but the passage is not theirs: matches no organisation, not even (none)
)

// A Voice is one participant who speaks in a passage, and whose it is thereby.
// Where nobody speaks, as in a document, the passage has one voice without a
// participant. The fields are indices into the study's slices.
type Voice struct {
	Participant  int32 // or NoIndex
	Organisation int32 // or NoIndex or Absent
	Case         int32 // or NoIndex or Absent
	Question     int32 // that is answered, in Study.Questions, or NoIndex
	Researcher   bool  // only researchers speak in the passage
}

// attribution says whose a passage is.
type attribution struct {
	voices    []Voice
	straddles bool // several organisations speak in it
}

// attribute decides who a span of source counts for (design, section 3), and
// appends the voices to voices:
//
//  1. Turns of researchers are left out.
//  2. If a remaining turn has a participant with an organisation, the passage
//     belongs to the organisations of all such participants.
//  3. Otherwise it belongs to the source's own organisation, if it has one; but
//     a question that stands alone is nobody's. In field notes, where nobody
//     but researchers speaks, they count as if nobody spoke.
//  4. The case study is the source's; if it has none, the organisations' where
//     each has exactly one.
func (s *Study) attribute(voices []Voice, source int32, span corpus.Span, straddle Straddle) attribution {
	src := s.Sources[source]
	tr := s.Transcript(src)
	from := len(voices)
	first, last := tr.TurnsIn(span)
	asked, told, answered := false, false, false
	var read []int32 // questions that paragraphs answer in which nobody speaks
	for _, turn := range tr.Turns[first:last] {
		p := s.speakerIn(source, turn)
		switch {
		case p == asks:
			asked = true
			continue
		case p < 0:
			if q := s.question(source, turn); !told || !slices.Contains(read, q) {
				read = append(read, q)
			}
			told = true
			continue
		}
		if q := s.question(source, turn); !spoke(voices[from:], p, q) {
			org := s.organisationOf[p]
			voices = append(voices, Voice{Participant: p, Organisation: org, Case: NoIndex, Question: q})
			answered = answered || org >= 0
		}
	}
	own := s.ownOrganisation[source]
	if len(voices) == from {
		question := asked && !told
		if question {
			own = NoIndex
		}
		if len(read) == 0 {
			read = []int32{NoIndex}
		}
		for _, q := range read {
			voices = append(voices, Voice{Participant: NoIndex, Organisation: own, Case: NoIndex, Question: q, Researcher: question})
		}
	}
	mine := voices[from:]
	for i := range mine {
		switch {
		case mine[i].Organisation >= 0:
		case answered:
			mine[i].Organisation = Absent
		default:
			mine[i].Organisation = own
		}
	}
	a := attribution{voices: voices, straddles: straddles(mine)}
	if a.straddles && straddle == StraddleMajority {
		a.voices = voices[:from+keep(mine, s.majority(source, span, mine))]
		mine = a.voices[from:]
	}
	s.setCases(mine, source)
	return a
}

// asks stands for a researcher among other speakers.
const asks = int32(-4)

// speakerIn is the participant who speaks in a turn and counts: [asks] for a
// researcher, also in writing, NoIndex for nobody.
func (s *Study) speakerIn(source int32, turn corpus.Turn) int32 {
	switch {
	case turn.Kind == corpus.Question:
		return asks
	case turn.Speaker < 0:
		return NoIndex
	}
	return s.speakers[source][turn.Speaker]
}

// countingSpeakers are the participants behind a transcript's speakers, as
// [Study.speakerIn] gives them.
func (s *Study) countingSpeakers(tr *corpus.Transcript) []int32 {
	speakers := make([]int32, len(tr.Speakers))
	for i, sp := range tr.Speakers {
		speakers[i] = at(s.participants, sp.Participant)
	}
	notes := !slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { // field notes
		return t.Speaker >= 0 && (speakers[t.Speaker] < 0 || s.Participants[speakers[t.Speaker]].Role != corpus.Researcher)
	})
	for i, p := range speakers {
		switch {
		case notes:
			speakers[i] = NoIndex
		case p >= 0 && s.Participants[p].Role == corpus.Researcher:
			speakers[i] = asks
		}
	}
	return speakers
}

// question is the question that a turn answers, NoIndex for none.
func (s *Study) question(source int32, turn corpus.Turn) int32 {
	if turn.Question == 0 {
		return NoIndex
	}
	return s.questionOf[source][turn.Question-1]
}

func spoke(voices []Voice, participant, question int32) bool {
	for _, v := range voices {
		if v.Participant == participant && v.Question == question {
			return true
		}
	}
	return false
}

func straddles(voices []Voice) bool {
	first := int32(NoIndex)
	for _, v := range voices {
		if v.Organisation >= 0 {
			if first >= 0 && v.Organisation != first {
				return true
			}
			first = v.Organisation
		}
	}
	return false
}

// majority is the organisation whose turns hold most words of span; of equals,
// the one that speaks first.
func (s *Study) majority(source int32, span corpus.Span, voices []Voice) int32 {
	tr := s.Transcript(s.Sources[source])
	words := map[int32]int{}
	first, last := tr.TurnsIn(span)
	for _, turn := range tr.Turns[first:last] {
		p := s.speakerIn(source, turn)
		if p < 0 {
			continue
		}
		words[s.organisationOf[p]] += tr.WordsIn(Overlap(span, turn.Words()))
	}
	best := int32(NoIndex)
	for _, v := range voices {
		if v.Organisation >= 0 && (best < 0 || words[v.Organisation] > words[best]) {
			best = v.Organisation
		}
	}
	return best
}

// keep moves the voices of one organisation to the front and says how many.
func keep(voices []Voice, organisation int32) (n int) {
	for _, v := range voices {
		if v.Organisation == organisation {
			voices[n] = v
			n++
		}
	}
	return n
}

func (s *Study) setCases(voices []Voice, source int32) {
	own := s.ownCase[source]
	single := true
	for i := range voices {
		v := &voices[i]
		switch {
		case own >= 0:
			v.Case = own
		case v.Organisation == Absent:
			v.Case = Absent
		case v.Organisation >= 0:
			v.Case = s.caseOf[v.Organisation]
			single = single && v.Case >= 0
		}
	}
	if !single {
		for i := range voices {
			if voices[i].Case >= 0 {
				voices[i].Case = NoIndex
			}
		}
	}
}

// Owner says whose the words of a turn are, for the words that coverage and
// rates divide by: its speaker's organisation, else the source's. ok is false
// for turns of researchers, whose words count for nobody; v then names them.
func (s *Study) Owner(source int, turn corpus.Turn) (v Voice, ok bool) {
	src := s.Sources[source]
	p := s.speakerIn(int32(source), turn)
	v = Voice{Participant: p, Organisation: NoIndex, Case: NoIndex, Question: s.question(int32(source), turn)}
	if ok = p != asks; !ok && turn.Speaker < 0 {
		v.Participant = NoIndex
	} else if !ok {
		v.Participant = at(s.participants, s.Transcript(src).Speakers[turn.Speaker].Participant)
	}
	if p >= 0 {
		v.Organisation = s.organisationOf[p]
	}
	if ok && v.Organisation < 0 {
		v.Organisation = s.ownOrganisation[source]
	}
	one := [1]Voice{v}
	s.setCases(one[:], int32(source))
	return one[0], ok
}

// Overlap is the stretch that two spans share; it is empty, or less, where they
// share none.
func Overlap(a, b corpus.Span) corpus.Span {
	return corpus.Span{Start: max(a.Start, b.Start), End: min(a.End, b.End)}
}

// Facts are what is known of a source's turns, by speaker: of turns in which
// nobody speaks first, then of each speaker of its transcript: [SourceFacts] among them.
func (s *Study) Facts(source int) [][]corpus.Fact {
	src := s.Sources[source]
	tr := s.Transcript(src)
	all := make([][]corpus.Fact, len(tr.Speakers)+1)
	for i := range all {
		v, _ := s.Owner(source, corpus.Turn{Speaker: i - 1})
		facts := []corpus.Fact{{Name: "source", Value: src.Name}}
		add := func(name, value string) {
			if value != "" {
				facts = append(facts, corpus.Fact{Name: name, Value: value})
			}
		}
		for _, fact := range SourceFacts {
			add(fact.Name, fact.Of(src))
		}
		add("date", string(src.Date))
		if v.Participant >= 0 {
			p := s.Participants[v.Participant]
			add("speaker", p.Name)
			add("role", p.Role)
			if label := tr.Speakers[i-1].Label; label != p.Name {
				add("speaker", label)
			}
		}
		if v.Organisation >= 0 {
			add("organisation", s.Organisations[v.Organisation].Name)
		}
		if v.Case >= 0 {
			add("case", s.Cases[v.Case].Name)
		}
		all[i] = facts
	}
	return all
}

// Voices are those for whom a passage counts, given by its index, where each of
// several organisations counts; none where its text is no source's current one.
func (s *Study) Voices(passage int) []Voice {
	source := s.passageSource[passage]
	if source < 0 {
		return nil
	}
	return s.attribute(nil, source, s.Passages[passage].Span, StraddleEach).voices
}

// PassageSource is the index of a passage's source, or [NoIndex].
func (s *Study) PassageSource(passage int) int { return int(s.passageSource[passage]) }
