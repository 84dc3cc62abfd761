package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// named is the participant of a name or of another spelling of it, nil for none.
func (in *Intake) named(name string) *corpus.Participant {
	name = corpus.PlainName(name)
	if p := in.participants[strings.ToLower(name)]; p != nil {
		return p
	}
	return in.spelt[nameKey(name)]
}

// complete adds people whom a source names, or what it says of them that was
// not known; what is known stays. is finds the participant whom a label in it means, nil for none.
func (in *Intake) complete(people []corpus.Person, source string, is func(label string) *corpus.Participant) []edit.Change {
	var changes []edit.Change
	for _, p := range people {
		p.Name, p.Organisation, p.Case = corpus.PlainName(p.Name), corpus.PlainName(p.Organisation), corpus.PlainName(p.Case)
		x := corpus.Participant{ID: corpus.ParticipantID(in.newID()), Name: in.standIn(p.Name, source)}
		old := is(p.Name)
		if old == nil {
			old = in.named(x.Name)
		}
		if old != nil {
			x = *old
		}
		if x.Role == "" {
			x.Role = p.Role
		}
		if old == nil && x.Role == "" && corpus.ResearcherLabel(p.Name) {
			x.Role = corpus.Researcher
		}
		if x.Organisation == "" && p.Organisation != "" {
			takesPart, made := in.caseStudy(p.Case)
			changes = append(changes, made...)
			x.Organisation, made = in.organisation(p.Organisation, takesPart)
			changes = append(changes, made...)
		}
		x.Attributes = Facts{Attributes: x.Attributes}.Or(Facts{Attributes: p.Attributes}).Attributes
		if old != nil && old.Role == x.Role && old.Organisation == x.Organisation && maps.Equal(old.Attributes, x.Attributes) {
			continue
		}
		in.know(x)
		changes = append(changes, edit.PutParticipant{Participant: x})
	}
	return changes
}

// speaker finds or makes the participant whom a label names. A label that names
// nobody (Interviewee, Speaker 1) is another person in each source, unless a
// list of participants has it. asks tells whether the transcript shows that the speaker
// is a researcher.
func (in *Intake) speaker(label, source string, asks bool) (corpus.ParticipantID, []edit.Change) {
	return in.person(in.standIn(label, source), asks || corpus.ResearcherLabel(label))
}

// person finds or makes the participant of a name.
func (in *Intake) person(name string, asks bool) (corpus.ParticipantID, []edit.Change) {
	name = corpus.PlainName(name)
	if p := in.named(name); p != nil {
		return p.ID, nil
	}
	p := corpus.Participant{ID: corpus.ParticipantID(in.newID()), Name: name}
	if asks {
		p.Role = corpus.Researcher
	}
	in.know(p)
	return p.ID, []edit.Change{edit.PutParticipant{Participant: p}}
}

// standIn is the name of the participant whom a label means in a source: the label, or one for the
// source alone where it names nobody.
func (in *Intake) standIn(label, source string) string {
	if in.named(label) == nil && corpus.AnonymousLabel(label) {
		return StandIn(label, source)
	}
	return label
}

// withAsking gives new people who ask the role of a researcher, where the document says none.
func (in *Intake) withAsking(people []corpus.Person, asks map[string]bool) []corpus.Person {
	people = slices.Clone(people)
	for n, p := range people {
		if p.Role == "" && asks[p.Name] && in.named(p.Name) == nil {
			people[n].Role = corpus.Researcher
		}
	}
	return people
}

// asking are the speakers who are researchers, as the labels of a transcript show.
func asking(labels []transcript.Label) map[string]bool {
	asks := map[string]bool{}
	for _, l := range labels {
		if l.As == transcript.Researcher {
			asks[l.Speaker] = true
		}
	}
	return asks
}

// headFact is what the head of a transcript says about one thing, "" for nothing.
func headFact(head []corpus.Fact, name string) string {
	for _, f := range head {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// headAttributes are the attributes of a source with its place and duration from the head
// of its transcript, where they are not known otherwise.
func headAttributes(head []corpus.Fact, known map[string]string) map[string]string {
	all := known
	for _, name := range []string{"place", "duration"} {
		value := headFact(head, name)
		has := func(k string) bool { return strings.EqualFold(k, name) }
		if value == "" || slices.ContainsFunc(slices.Collect(maps.Keys(known)), has) {
			continue
		}
		if all = maps.Clone(all); all == nil {
			all = map[string]string{}
		}
		all[name] = value
	}
	return all
}

// StandIn is what the participant of a source is called whose label names nobody.
func StandIn(label, source string) string {
	beside := fmt.Sprintf(" (%s)", source)
	return strings.TrimSuffix(label, beside) + beside // a transcript that was exported has it already
}
