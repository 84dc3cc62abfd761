package reading

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// A Speech is how much somebody says: in how many sources, in how many turns and words.
type Speech struct{ Sources, Turns, Words int }

// Spoken is what each participant says, of those who speak.
func Spoken(s *coding.Study) map[corpus.ParticipantID]Speech {
	all := map[corpus.ParticipantID]Speech{}
	for _, src := range s.Sources {
		tr := s.Transcript(src)
		here := map[corpus.ParticipantID]bool{}
		for i, t := range tr.Turns {
			if t.Speaker < 0 {
				continue
			}
			id := tr.Speakers[t.Speaker].Participant
			x := all[id]
			if !here[id] {
				here[id] = true
				x.Sources++
			}
			x.Turns++
			x.Words += tr.TurnWords(i)
			all[id] = x
		}
	}
	return all
}
