package coding

import "strings"

// ConsensusCoder is the coder under whose name decisions of a consensus are recorded, if
// no other is chosen.
const ConsensusCoder = "Consensus"

// Judges are the coders who only record what others agreed on, in the order of the
// study: the coder named [ConsensusCoder], in any case. They do not code independently,
// so agreement between coders leaves them out. Nothing is inferred from tags: somebody who
// records decisions under another name is compared as a coder, unless coders are named.
func (s *Study) Judges() (judges []CoderID) {
	for _, c := range s.Coders {
		if strings.EqualFold(c.Name, ConsensusCoder) {
			judges = append(judges, c.ID)
		}
	}
	return judges
}
