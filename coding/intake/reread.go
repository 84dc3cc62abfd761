package intake

import (
	"context"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// A Rereader reads sources again.
type Rereader struct {
	Intake *Intake
	Study  *coding.Study
	Texts  coding.Texts
	// Listed are participants whom a person added, listed or changed, so that they are more
	// than what a transcript had.
	Listed map[corpus.ParticipantID]bool
}

// A Reread is what reading a source's original again changes.
type Reread struct {
	Correction
	Same bool // nothing changes
	// Recut counts the turns whose speakers were assigned by hand and that are cut otherwise
	// now, so that the new reading says who speaks.
	Recut  int
	Before *corpus.Transcript
	After  corpus.Transcript // with what was assigned by hand
}

// Source works out what it changes to give a source what i, its original, reads like now.
// Passages are carried over as in [Intake.Correct]; where the words are the same, they stay
// exactly where they are, and only who speaks where changes. Whoever is known by a label
// stays who it was, but for somebody of whom nothing but a label is known that names
// nobody: that is another person in each source. Turns that were assigned by hand keep their
// speakers, as far as turns begin and end there still.
//
// The error wraps [coding.ErrConflict] where the source's speakers or times did not come
// from its original.
func (a *Rereader) Source(ctx context.Context, src *corpus.Source, i Import) (Reread, error) {
	r := Reread{Before: a.Study.Transcript(src)}
	assigned := a.Study.Assigned[src.Text]
	var err error
	if r.Old, err = a.Texts.Text(ctx, src.Text); err != nil {
		return r, err
	}
	if byFormat(r.Before) && !saysItself(&i.Transcript) {
		return r, coding.Errorf(coding.ErrConflict, "its speakers or times are not in the file that it came from")
	}
	tr := i.Transcript
	decided := decidedNow(r.Old.Choices, i.Choices)
	now := turnsNow(r.Old, r.Before, i)
	owners := owners(r.Before, i, now, func(turn int, label string) bool { return slices.Contains(assigned, turn) && !decided.names[label] })
	r.Changes = a.Intake.complete(newPeople(r.Before, i), src.Name, a.Intake.named)
	for n, sp := range tr.Speakers {
		if who, ok := owners[n]; ok {
			tr.Speakers[n].Participant = who
			continue
		}
		var made []edit.Change
		tr.Speakers[n].Participant, made = a.speaker(src, r.Before, sp.Label, asking(i.Labels)[sp.Label])
		r.Changes = append(r.Changes, made...)
	}
	r.Update = a.Intake.update(src, i, tr)
	r.keepAssigned(assigned, now)
	if r.Same = r.same(i); r.Same {
		r.Changes = nil
		return r, nil
	}
	if err := r.carry(ctx, a.Study, a.Texts, src); err != nil {
		return r, err
	}
	r.Changes = append(r.Changes, r.Update)
	r.keepPlaces(a.Study, src, now)
	return r, nil
}

// newPeople are those of the people whom a document names who speak under labels that its
// source does not have yet. The others were taken in when it was imported.
func newPeople(old *corpus.Transcript, i Import) (people []corpus.Person) {
	for _, p := range i.People {
		if speakerLabelled(&i.Transcript, p.Name) != nil && speakerLabelled(old, p.Name) == nil {
			people = append(people, p)
		}
	}
	return people
}

// speaker finds or makes the participant whom a label of a source names.
func (a *Rereader) speaker(src *corpus.Source, old *corpus.Transcript, label string, asks bool) (corpus.ParticipantID, []edit.Change) {
	p := a.Intake.named(label)
	if same := speakerLabelled(old, label); same != nil {
		if p = a.Study.Participant(same.Participant); p == nil || !a.onlyLabel(p, label) {
			return same.Participant, nil
		}
	} else if i := slices.IndexFunc(old.Speakers, func(sp corpus.Speaker) bool {
		return transcript.SameLabel(sp.Label, label) || strings.HasPrefix(sp.Label, label+" (")
	}); i >= 0 {
		// The label was read with its colon or with what stands beside the name; what is known of the person stays known.
		if spelt := a.Study.Participant(old.Speakers[i].Participant); spelt != nil && a.known(spelt) {
			return spelt.ID, nil
		}
	}
	if p == nil || !a.onlyLabel(p, label) {
		return a.Intake.speaker(label, src.Name, asks)
	}
	return a.Intake.person(StandIn(label, src.Name), asks || p.Role == corpus.Researcher)
}

// onlyLabel tells whether a participant is nothing but a label that names nobody.
func (a *Rereader) onlyLabel(p *corpus.Participant, label string) bool {
	return corpus.AnonymousLabel(label) && strings.EqualFold(p.Name, label) && !a.known(p)
}

// known tells whether more is known of a participant than that a transcript had them.
func (a *Rereader) known(p *corpus.Participant) bool {
	return a.Listed[p.ID] || Described(a.Study, p)
}

// Described tells whether something is known of a participant besides a name and that
// they ask questions.
func Described(s *coding.Study, p *corpus.Participant) bool {
	return p.Organisation != "" || p.Role != "" && p.Role != corpus.Researcher || len(p.Aliases)+len(p.Attributes) > 0 ||
		len(s.MemosOn(string(p.ID))) > 0 ||
		slices.ContainsFunc(s.Summaries, func(x coding.Summary) bool { return x.On == string(p.ID) })
}

// saysItself tells whether a transcript has speakers by its format, or times.
func saysItself(tr *corpus.Transcript) bool {
	return tr.Layout == transcript.Voices ||
		slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { return t.From >= 0 || t.To >= 0 })
}

// Known returns a function that tells whether a label names somebody of whom more is known
// than that a transcript had them: what was found wrongly is to be found no more.
func (a *Rereader) Known() func(label string) bool {
	names := map[string]bool{}
	for _, p := range a.Study.Participants {
		if a.known(p) {
			for _, n := range append([]string{p.Name}, p.Aliases...) {
				names[strings.ToLower(n)] = true
			}
		}
	}
	return func(label string) bool { return names[strings.ToLower(label)] }
}

// Silenced are the people who spoke in sources that are read again, who would speak in no
// source any more, and of whom nothing else is known.
func (a *Rereader) Silenced(all []Reread) (people []*corpus.Participant) {
	before, after := map[corpus.ParticipantID]bool{}, map[corpus.ParticipantID]bool{}
	again := map[corpus.SourceID]bool{}
	note := func(tr *corpus.Transcript, in map[corpus.ParticipantID]bool) {
		for _, t := range tr.Turns {
			in[speaks(tr, t)] = true
		}
	}
	for i := range all {
		if !all[i].Same {
			again[all[i].Update.Source] = true
			note(all[i].Before, before)
			note(&all[i].After, after)
		}
	}
	for _, src := range a.Study.Sources {
		if !again[src.ID] {
			note(a.Study.Transcript(src), after)
		}
	}
	for _, p := range a.Study.Participants {
		if before[p.ID] && !after[p.ID] && !a.known(p) {
			people = append(people, p)
		}
	}
	return people
}

// same tells whether a source reads as it did.
func (r *Reread) same(i Import) bool {
	a, b := r.Before, &r.After
	if r.Old.Body != i.Document.Body || !slices.Equal(r.Old.LeftOut, i.Document.LeftOut) || !slices.Equal(r.Old.Choices, i.Choices) || a.Layout != b.Layout ||
		!slices.Equal(a.Questions, b.Questions) || !slices.Equal(a.Pages, b.Pages) || len(a.Turns) != len(b.Turns) {
		return false
	}
	for n := range a.Turns {
		x, y := a.Turns[n], b.Turns[n]
		who := speaks(a, x) == speaks(b, y)
		if x.Speaker, y.Speaker = 0, 0; !who || x != y {
			return false
		}
	}
	return true
}

// A Saying is how much somebody says in a source before and after it is read again.
type Saying struct {
	Participant   corpus.ParticipantID
	Before, After corpus.Share // without turns where they do not speak
}

// Speakers are all who speak in the source before or after, in the order in which they do.
func (r *Reread) Speakers() (all []Saying) {
	of := map[corpus.ParticipantID]int{}
	note := func(tr *corpus.Transcript, put func(s *Saying, share corpus.Share)) {
		for _, share := range tr.Shares() {
			n, known := of[share.Participant]
			if !known {
				n = len(all)
				of[share.Participant] = n
				all = append(all, Saying{Participant: share.Participant})
			}
			put(&all[n], share)
		}
	}
	note(r.Before, func(s *Saying, share corpus.Share) { s.Before = share })
	note(&r.After, func(s *Saying, share corpus.Share) { s.After = share })
	return all
}

// speaks is the participant whose turn t is, "" for nobody.
func speaks(tr *corpus.Transcript, t corpus.Turn) corpus.ParticipantID {
	if t.Speaker < 0 {
		return ""
	}
	return tr.Speakers[t.Speaker].Participant
}
