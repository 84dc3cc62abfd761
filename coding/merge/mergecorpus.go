package merge

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

func (j *merger) cases() error {
	s := j.mine.Study
	for _, x := range j.theirs.Study.Cases {
		mine := s.Case(x.ID)
		if mine == nil {
			mine = named(s.Cases, x.Name, func(c *corpus.CaseStudy) string { return c.Name })
		}
		if mine == nil {
			j.count("case").Added++
			j.change(edit.PutCase{Case: *x})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "case " + mine.Name
		is.Name = j.name(string(mine.ID), string(x.ID), what, mine.Name, x.Name, func(name string) bool {
			return named(s.Cases, name, func(c *corpus.CaseStudy) string { return c.Name }) != nil
		})
		is.Description = j.pick(string(mine.ID), string(x.ID), what+": description", mine.Description, x.Description)
		is.Attributes = j.attributes(string(mine.ID), string(x.ID), what, mine.Attributes, x.Attributes)
		j.taken("case", is.Name != mine.Name || is.Description != mine.Description || !maps.Equal(is.Attributes, mine.Attributes),
			edit.PutCase{Case: is})
	}
	return nil
}

func (j *merger) organisations() error {
	s := j.mine.Study
	nameOf := func(o *corpus.Organisation) string { return o.Name }
	for _, x := range j.theirs.Study.Organisations {
		mine := s.Organisation(x.ID)
		if mine == nil {
			mine = named(s.Organisations, x.Name, nameOf)
		}
		theirs := *x
		theirs.Cases = make([]corpus.CaseID, len(x.Cases))
		for i, c := range x.Cases {
			theirs.Cases[i] = mapped(j, c)
		}
		if mine == nil {
			j.count("organisation").Added++
			j.change(edit.PutOrganisation{Organisation: theirs})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "organisation " + mine.Name
		is.Name = j.name(string(mine.ID), string(x.ID), what, mine.Name, x.Name,
			func(name string) bool { return named(s.Organisations, name, nameOf) != nil })
		is.Kind = j.pick(string(mine.ID), string(x.ID), what+": kind", mine.Kind, x.Kind)
		is.Cases = united(mine.Cases, theirs.Cases)
		is.Attributes = j.attributes(string(mine.ID), string(x.ID), what, mine.Attributes, x.Attributes)
		j.taken("organisation", is.Name != mine.Name || is.Kind != mine.Kind || len(is.Cases) != len(mine.Cases) ||
			!maps.Equal(is.Attributes, mine.Attributes), edit.PutOrganisation{Organisation: is})
	}
	return nil
}

func (j *merger) participants() error {
	s := j.mine.Study
	there := func(name string) *corpus.Participant {
		for _, p := range s.Participants {
			if slices.ContainsFunc(append([]string{p.Name}, p.Aliases...), func(n string) bool { return strings.EqualFold(n, name) }) {
				return p
			}
		}
		return nil
	}
	for _, x := range j.theirs.Study.Participants {
		mine := s.Participant(x.ID)
		if mine == nil {
			mine = there(x.Name)
		}
		theirs := *x
		theirs.Organisation = mapped(j, x.Organisation)
		if mine == nil {
			theirs.Aliases = slices.DeleteFunc(slices.Clone(theirs.Aliases), func(a string) bool { return there(a) != nil })
			j.count("participant").Added++
			j.change(edit.PutParticipant{Participant: theirs})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "participant " + mine.Name
		id, other := string(mine.ID), string(x.ID)
		is.Name = j.name(id, other, what, mine.Name, x.Name, func(name string) bool { return there(name) != nil })
		is.Role = j.pick(id, other, what+": role", mine.Role, x.Role)
		is.Organisation = corpus.OrganisationID(j.pick(id, other, what+": organisation", string(mine.Organisation),
			string(theirs.Organisation)))
		is.Aliases = united(mine.Aliases, slices.DeleteFunc(slices.Clone(x.Aliases), func(a string) bool { return there(a) != nil }))
		is.Attributes = j.attributes(id, other, what, mine.Attributes, x.Attributes)
		j.taken("participant", is.Name != mine.Name || is.Role != mine.Role || is.Organisation != mine.Organisation ||
			len(is.Aliases) != len(mine.Aliases) || !maps.Equal(is.Attributes, mine.Attributes), edit.PutParticipant{Participant: is})
	}
	return nil
}

func (j *merger) sources() error {
	s, t := j.mine.Study, j.theirs.Study
	j.into = map[corpus.TextID]corpus.TextID{}
	names := map[string]bool{}
	for _, x := range s.Sources {
		names[x.Name] = true
	}
	for _, x := range t.Sources {
		mine := s.Source(x.ID)
		for _, other := range s.Sources {
			if mine == nil && x.SHA256 != "" && other.SHA256 == x.SHA256 && t.Source(other.ID) == nil {
				mine = other
			}
		}
		if mine == nil {
			if err := j.addSource(x, names); err != nil {
				return err
			}
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		id, other := string(mine.ID), string(x.ID)
		what := "source " + mine.Name
		is.Name = j.name(id, other, what, mine.Name, x.Name, func(name string) bool { return names[name] })
		is.Type = corpus.SourceType(j.pick(id, other, what+": type", string(mine.Type), string(x.Type)))
		is.Case = corpus.CaseID(j.pick(id, other, what+": case", string(mine.Case), string(mapped(j, x.Case))))
		is.Organisation = corpus.OrganisationID(j.pick(id, other, what+": organisation", string(mine.Organisation),
			string(mapped(j, x.Organisation))))
		is.Date = corpus.Date(j.pick(id, other, what+": date", string(mine.Date), string(x.Date)))
		is.Language = j.pick(id, other, what+": language", mine.Language, x.Language)
		is.Attributes = j.attributes(id, other, what, mine.Attributes, x.Attributes)
		differs := is.Name != mine.Name || is.Type != mine.Type || is.Case != mine.Case || is.Organisation != mine.Organisation ||
			is.Date != mine.Date || is.Language != mine.Language || !maps.Equal(is.Attributes, mine.Attributes)
		j.taken("source", differs, edit.PutSource{Source: is})
		if err := j.words(mine, x, what); err != nil {
			return err
		}
	}
	return nil
}

// transcript is one of theirs, with the participants of mine.
func (j *merger) transcript(x *corpus.Source) corpus.Transcript {
	tr := *j.theirs.Study.Transcript(x)
	tr.Speakers = slices.Clone(tr.Speakers)
	for i := range tr.Speakers {
		tr.Speakers[i].Participant = mapped(j, tr.Speakers[i].Participant)
	}
	return tr
}

func (j *merger) addSource(x *corpus.Source, names map[string]bool) error {
	text, err := j.theirs.Texts.Text(j.ctx, x.Text)
	if err != nil {
		return err
	}
	original, err := j.theirs.Original(j.ctx, x.SHA256)
	if err != nil && !errors.Is(err, coding.ErrUnknown) {
		return err
	}
	src := *x
	for n := 2; names[src.Name]; n++ {
		src.Name = fmt.Sprintf("%s (%d)", x.Name, n)
	}
	names[src.Name] = true
	src.Case, src.Organisation = mapped(j, x.Case), mapped(j, x.Organisation)
	tr := j.transcript(x)
	j.change(edit.AddSource{Source: src, Text: text, Transcript: tr, Original: original})
	byHand := map[int]corpus.ParticipantID{}
	for _, turn := range j.theirs.Study.Assigned[x.Text] {
		byHand[turn] = speaks(&tr, turn)
	}
	for _, c := range edit.AssignEach(text.ID, byHand) {
		j.change(c)
	}
	j.count("source").Added++
	return nil
}

// words settles which words of two sources that are the same stand, and where
// passages of the others go.
func (j *merger) words(mine, theirs *corpus.Source, what string) error {
	if mine.Text == theirs.Text {
		j.speakers(mine, theirs, what)
		return nil
	}
	a, err := j.mine.Texts.Text(j.ctx, mine.Text)
	if err != nil {
		return err
	}
	b, err := j.theirs.Texts.Text(j.ctx, theirs.Text)
	if err != nil {
		return err
	}
	known := j.mine.Study.Earlier[b.ID] == mine.ID // that mine had before it was corrected
	later := j.theirs.Study.Earlier[a.ID] == theirs.ID
	if a.Body == b.Body && (known || !later) {
		j.into[b.ID] = a.ID
		j.texts[b.ID] = func(s corpus.Span) (corpus.Span, bool) { return s, true }
		j.keepAssigned(mine, theirs, a, b, what)
		return nil
	}
	if !known && !later {
		c := Conflict{What: what + ": text", Mine: fmt.Sprintf("%d letters", len(a.Body)),
			Theirs: fmt.Sprintf("%d letters", len(b.Body)), Taken: "mine"}
		if j.choose(c.What) {
			c.Taken = "theirs"
		}
		j.result.Conflicts = append(j.result.Conflicts, c)
		known = c.Taken == "mine"
	}
	if known { // mine stands
		if _, there := j.mine.Study.Earlier[b.ID]; !there {
			j.change(edit.KeepText{Source: mine.ID, Text: b})
		}
		j.into[b.ID] = a.ID
		before := j.transcript(theirs)
		j.carry(b, a, &before, j.mine.Study.Transcript(mine))
		j.keepAssigned(mine, theirs, a, b, what)
		return nil
	}
	return j.takeWords(mine, theirs, a, b, what)
}

// takeWords gives a source of mine the words that theirs has; passages of mine go along.
func (j *merger) takeWords(mine, theirs *corpus.Source, a, b corpus.Text, what string) error {
	if _, there := j.mine.Study.Earlier[b.ID]; there { // kept when mine was taken the last time
		j.into[b.ID] = corpus.TextID(j.newID())
		j.texts[b.ID] = func(s corpus.Span) (corpus.Span, bool) { return s, true }
		b.ID = j.into[b.ID]
	}
	original, err := j.theirs.Original(j.ctx, theirs.SHA256)
	if err != nil && !errors.Is(err, coding.ErrUnknown) {
		return err
	}
	update := edit.UpdateText{Source: mine.ID, Text: b, Transcript: j.transcript(theirs), Original: original,
		File: theirs.File, MediaType: theirs.MediaType, SHA256: theirs.SHA256}
	passages := passagesOn(j.mine.Study, a.ID)
	by := edit.Carrier{From: a, To: b, Before: j.mine.Study.Transcript(mine), After: &update.Transcript, Changed: j.mine.Study.Changed,
		Percent: corpus.ChangedPercent}
	for i, c := range by.Carry(passages) {
		if c.Outcome != corpus.Detached {
			update.Carried = append(update.Carried, c.Attach(passages[i].ID, b.ID))
		}
	}
	tr, byHand := j.mine.Study.Transcript(mine), map[int]corpus.ParticipantID{}
	for _, turn := range j.theirs.Study.Assigned[theirs.Text] {
		byHand[turn] = speaks(&update.Transcript, turn)
	}
	for turn, was := range assignedIn(a, b, tr, &update.Transcript, j.mine.Study.Assigned[a.ID]) {
		if is, both := byHand[turn]; both {
			byHand[turn] = j.pickSpeaker(mine, theirs, what, turn, speaks(tr, was), is)
		} else {
			byHand[turn] = speaks(tr, was)
		}
	}
	update.Assigned = edit.AssignEach(b.ID, byHand)
	j.change(update)
	j.replaced[a.ID] = true
	j.count("source").Taken++
	return nil
}

// speaks is the participant whose a turn is, "" for nobody.
func speaks(tr *corpus.Transcript, turn int) corpus.ParticipantID {
	if sp := tr.Turns[turn].Speaker; sp >= 0 {
		return tr.Speakers[sp].Participant
	}
	return ""
}

// speakers settles turns of one text that two sides give to different people.
func (j *merger) speakers(mine, theirs *corpus.Source, what string) {
	a, b := j.mine.Study.Transcript(mine), j.theirs.Study.Transcript(theirs)
	for i := range min(len(a.Turns), len(b.Turns)) {
		is, other := speaks(a, i), mapped(j, speaks(b, i))
		if to := j.pickSpeaker(mine, mine, what, i, is, other); to != is {
			j.change(edit.AssignTurns{Text: mine.Text, Turns: []int{i}, Participant: to})
		}
	}
}

// pickSpeaker decides who speaks in a turn where two sides differ.
func (j *merger) pickSpeaker(a, b *corpus.Source, what string, turn int, is, other corpus.ParticipantID) corpus.ParticipantID {
	id := func(x *corpus.Source) string { return fmt.Sprintf("%s/%d", x.Text, turn) }
	return corpus.ParticipantID(j.pick(id(a), id(b), fmt.Sprintf("%s: speaker of turn %d", what, turn+1), string(is), string(other)))
}

// keepAssigned gives turns of mine to those to whom theirs were given by hand, where the words
// of mine stand.
func (j *merger) keepAssigned(mine, theirs *corpus.Source, a, b corpus.Text, what string) {
	tr, old := j.mine.Study.Transcript(mine), j.transcript(theirs)
	byHand := map[int]corpus.ParticipantID{}
	for turn, was := range assignedIn(b, a, &old, tr, j.theirs.Study.Assigned[b.ID]) {
		to := speaks(&old, was)
		if slices.Contains(j.mine.Study.Assigned[a.ID], turn) {
			to = j.pickSpeaker(mine, theirs, what, turn, speaks(tr, turn), to)
		}
		if to != speaks(tr, turn) {
			byHand[turn] = to
		}
	}
	for _, c := range edit.AssignEach(a.ID, byHand) {
		j.change(c)
	}
}

// assignedIn are turns of a text that were assigned by hand in another one, with their numbers
// there, where turns begin and end in both alike.
func assignedIn(from, to corpus.Text, old, tr *corpus.Transcript, assigned []int) map[int]int {
	spans := make([]corpus.Span, len(assigned))
	for n, turn := range assigned {
		spans[n] = old.Turns[turn].Span()
	}
	found := map[int]int{}
	for n, c := range corpus.Carry(from, to, spans) {
		first, last := tr.TurnsIn(c.Span)
		if c.Outcome != corpus.Detached && last == first+1 && tr.Turns[first].Span() == c.Span {
			found[first] = assigned[n]
		}
	}
	return found
}

// carry says where passages of theirs on one text are in another, of mine.
func (j *merger) carry(from, to corpus.Text, before, after *corpus.Transcript) {
	passages := passagesOn(j.theirs.Study, from.ID)
	where := map[corpus.Span]corpus.Span{}
	by := edit.Carrier{From: from, To: to, Before: before, After: after, Changed: j.theirs.Study.Changed, Percent: corpus.ChangedPercent}
	for i, c := range by.Carry(passages) {
		if c.Outcome != corpus.Detached {
			where[passages[i].Span] = c.Span
			j.carried[passages[i].ID] = c.Was
		}
	}
	j.texts[from.ID] = func(s corpus.Span) (corpus.Span, bool) {
		to, ok := where[s]
		return to, ok
	}
}

// passagesOn are the passages on a text.
func passagesOn(s *coding.Study, text corpus.TextID) (on []coding.Passage) {
	for _, p := range s.Passages {
		if p.Text == text {
			on = append(on, p)
		}
	}
	return on
}
