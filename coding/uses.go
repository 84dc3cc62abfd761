package coding

import (
	"slices"
	"strings"

	"crosscase/corpus"
)

// Uses are what refers to a participant, an organisation or a case study, by its id, each in
// words: "speaks in int-1, int-2", "organisation of Roe", "2 memos". Earlier texts of sources
// are left out. One of whom there is nothing may be removed.
func (s *Study) Uses(id string) (uses []string) {
	add := func(how string, names []string) {
		const most = 5
		if more := len(names) - most; more > 1 {
			names = append(names[:most:most], Thousands(more)+" more")
		}
		if len(names) > 0 {
			uses = append(uses, how+" "+strings.Join(names, ", "))
		}
	}
	var speaks, labelled []string
	for _, x := range s.Sources {
		switch has, turns := labelIn(s.Transcript(x), corpus.ParticipantID(id)); {
		case turns:
			speaks = append(speaks, x.Name)
		case has:
			labelled = append(labelled, x.Name)
		}
	}
	add("speaks in", speaks)
	add("has a label, whose turns were given to others, in", labelled)
	add("organisation of", namesOf(s.Participants, func(x *corpus.Participant) (string, bool) { return x.Name, string(x.Organisation) == id }))
	add("takes in the organisations", namesOf(s.Organisations, func(x *corpus.Organisation) (string, bool) {
		return x.Name, slices.Contains(x.Cases, corpus.CaseID(id))
	}))
	add("has the sources", namesOf(s.Sources, func(x *corpus.Source) (string, bool) {
		return x.Name, string(x.Organisation) == id || string(x.Case) == id
	}))
	count := func(n int, what string) {
		if n > 0 {
			uses = append(uses, Count(n, what))
		}
	}
	count(countOf(s.Tags, func(x Tag) bool { return string(x.About) == id }), "tag")
	count(countOf(s.Memos, func(x Memo) bool { return x.On == id }), "memo")
	count(countOf(s.Links, func(x Link) bool { return x.From == id || x.To == id }), "link")
	count(countOf(s.Summaries, func(x Summary) bool { return x.On == id }), "summary")
	return uses
}

// labelIn tells whether a transcript has a label of somebody, and whether one of its turns is theirs.
func labelIn(tr *corpus.Transcript, id corpus.ParticipantID) (labelled, speaks bool) {
	for n, sp := range tr.Speakers {
		if sp.Participant == id {
			labelled = true
			speaks = speaks || slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { return t.Speaker == n })
		}
	}
	return labelled, speaks
}

// namesOf are the names of those things of which of says so.
func namesOf[T any](all []*T, of func(x *T) (name string, does bool)) (names []string) {
	for _, x := range all {
		if name, does := of(x); does {
			names = append(names, name)
		}
	}
	return names
}

func countOf[T any](all []T, does func(x T) bool) (n int) {
	for _, x := range all {
		if does(x) {
			n++
		}
	}
	return n
}
