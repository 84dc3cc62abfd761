package intake

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// A Correction is what giving a source other words changes.
type Correction struct {
	Changes  []edit.Change
	Update   edit.UpdateText // among them
	Old      corpus.Text
	Passages []CarriedPassage // in the order of the study's
}

// A CarriedPassage is what becomes of a passage.
type CarriedPassage struct {
	Index int         // in Study.Passages
	Text  corpus.Text // that it stood on; from [Near], that it may stand on
	edit.Carried
}

// Place is where the passage stands, or what stands in its place where it is detached.
func (p CarriedPassage) Place() corpus.Span {
	if p.Outcome == corpus.Detached {
		return p.Near
	}
	return p.Span
}

// Count says how many passages have each fate.
func (c Correction) Count() map[corpus.Outcome]int {
	n := map[corpus.Outcome]int{}
	for _, p := range c.Passages {
		n[p.Outcome]++
	}
	return n
}

// Summary says how many passages have each fate.
func (c Correction) Summary() string {
	n := c.Count()
	said := fmt.Sprintf("%d unchanged, %d moved, %d changed, %d detached", n[corpus.Unchanged], n[corpus.Moved], n[corpus.Changed],
		n[corpus.Detached])
	if negated := c.negated(); negated > 0 {
		said += fmt.Sprintf("; a negation changed in %d", negated)
	}
	return said
}

// negated counts the changed passages in which a negation came or went.
func (c Correction) negated() (n int) {
	for _, p := range c.Passages {
		if p.Outcome == corpus.Changed && corpus.NegationChanged(p.Was, c.Update.Text.Body[p.Span.Start:p.Span.End]) {
			n++
		}
	}
	return n
}

// Correct works out what it changes to give a source the words of i in place of
// those that it has. Passages are carried over ([edit.Carrier]), also those that were
// left behind by earlier corrections. Lines that are the same begin turns and have speakers as
// before, unless something else is decided ([corpus.KeepTurns]). Who speaks under a label that is there
// already stays who it was, and so does who was assigned a turn by hand, if the
// turn is still there. The error wraps [coding.ErrConflict] where the words are the same
// and nothing else is decided about how they are read.
func (in *Intake) Correct(ctx context.Context, s *coding.Study, texts coding.Texts, src *corpus.Source, i Import) (Correction, error) {
	var c Correction
	var err error
	if c.Old, err = texts.Text(ctx, src.Text); err != nil {
		return c, err
	}
	if c.Old.Body == i.Document.Body && slices.Equal(c.Old.Choices, i.Choices) {
		return c, coding.Errorf(coding.ErrConflict, "source %q: its words are the same already", src.Name)
	}
	old := s.Transcript(src)
	if slices.Equal(c.Old.Choices, i.Choices) && !byFormat(old) && !byFormat(&i.Transcript) {
		i.Transcript = corpus.KeepTurns(c.Old, old, corpus.Text{Body: i.Document.Body}, i.Transcript)
	}
	tr := i.Transcript
	decided := decidedNow(c.Old.Choices, i.Choices)
	now := turnsNow(c.Old, old, i)
	owners := owners(old, i, now, func(turn int, label string) bool {
		same := speakerLabelled(old, label)
		return same != nil && same.Participant != speaks(old, old.Turns[turn]) && !decided.names[label]
	})
	c.Changes = in.complete(i.People, src.Name, func(label string) *corpus.Participant {
		if same := speakerLabelled(old, label); same != nil && in.byID[same.Participant] != nil {
			return in.byID[same.Participant]
		}
		return in.named(label)
	})
	for n, sp := range tr.Speakers {
		if who, ok := owners[n]; ok {
			tr.Speakers[n].Participant = who
			continue
		}
		if same := speakerLabelled(old, sp.Label); same != nil {
			tr.Speakers[n].Participant = same.Participant
			continue
		}
		id, made := in.speaker(sp.Label, src.Name, asking(i.Labels)[sp.Label])
		c.Changes = append(c.Changes, made...)
		tr.Speakers[n].Participant = id
	}
	c.Update = in.update(src, i, tr)
	c.keepAssigned(old, now, decided)
	if err := c.carry(ctx, s, texts, src); err != nil {
		return c, err
	}
	c.Changes = append(c.Changes, c.Update)
	c.keepPlaces(s, src, now)
	return c, nil
}

// speakerLabelled is the speaker with a label, nil for none.
func speakerLabelled(tr *corpus.Transcript, label string) *corpus.Speaker {
	i := slices.IndexFunc(tr.Speakers, func(sp corpus.Speaker) bool { return strings.EqualFold(sp.Label, label) })
	if i < 0 {
		return nil
	}
	return &tr.Speakers[i]
}

// update gives a source the words of i, where people speak as in tr.
func (in *Intake) update(src *corpus.Source, i Import, tr corpus.Transcript) edit.UpdateText {
	text := in.text(i)
	tr.Words = corpus.WordStarts(text.Body)
	return edit.UpdateText{Source: src.ID, Text: text, Transcript: tr, Original: i.Data, File: path.Base(i.File),
		MediaType: i.Document.MediaType, SHA256: sum(i.Data)}
}

// Near finds what stands now in the place of detached passages, with the words
// that were marked: for each, its source's text and where in that. Those of which the
// text has percent percent of the words in one stretch are changed rather than detached. The
// error wraps [coding.ErrConflict] where one is not detached.
func Near(s *coding.Study, ctx context.Context, texts coding.Texts, passages []int, percent int) ([]CarriedPassage, error) {
	found := make([]CarriedPassage, len(passages))
	byText := map[corpus.TextID][]int{}
	for n, i := range passages {
		id := s.Passages[i].Text
		if s.Source(s.Earlier[id]) == nil {
			return nil, coding.Errorf(coding.ErrConflict, "the passage is not detached")
		}
		byText[id] = append(byText[id], n)
	}
	for id, of := range byText { // the words of a text are matched once for all its passages
		old, err := texts.Text(ctx, id)
		if err != nil {
			return nil, err
		}
		now, err := texts.Text(ctx, s.Source(s.Earlier[id]).Text)
		if err != nil {
			return nil, err
		}
		spans := make([]corpus.Span, len(of))
		for k, n := range of {
			spans[k] = s.Passages[passages[n]].Span
		}
		for k, carried := range corpus.CarryChanged(old, now, spans, percent) {
			x := CarriedPassage{passages[of[k]], now, edit.Carried{Carried: carried}}
			if x.Was = s.Changed[s.Passages[x.Index].ID].Was; x.Was == "" {
				x.Was = old.Body[spans[k].Start:spans[k].End]
			}
			found[of[k]] = x
		}
	}
	return found, nil
}

// carry finds where each passage of the source stands in its new words.
func (c *Correction) carry(ctx context.Context, s *coding.Study, texts coding.Texts, src *corpus.Source) error {
	byText := map[corpus.TextID][]int{}
	var order []corpus.TextID
	for i, p := range s.Passages {
		if p.Text != src.Text && s.Earlier[p.Text] != src.ID {
			continue
		}
		if byText[p.Text] == nil {
			order = append(order, p.Text)
		}
		byText[p.Text] = append(byText[p.Text], i)
	}
	for _, id := range order {
		by := edit.Carrier{From: c.Old, To: c.Update.Text, Before: s.Transcript(src), After: c.spoken(), Changed: s.Changed,
			Percent: corpus.ChangedPercent}
		if id != src.Text {
			var err error
			if by.From, err = texts.Text(ctx, id); err != nil {
				return err
			}
			by.Before = nil // nobody knows who spoke then
		}
		passages := make([]coding.Passage, len(byText[id]))
		for n, i := range byText[id] {
			passages[n] = s.Passages[i]
		}
		for n, carried := range by.Carry(passages) {
			c.Passages = append(c.Passages, CarriedPassage{byText[id][n], by.From, carried})
			if carried.Outcome != corpus.Detached {
				c.Update.Carried = append(c.Update.Carried, carried.Attach(passages[n].ID, c.Update.Text.ID))
			}
		}
	}
	slices.SortStableFunc(c.Passages, func(a, b CarriedPassage) int { return a.Index - b.Index })
	return nil
}

// spoken is who speaks in the new words, with what was assigned by hand.
func (c *Correction) spoken() *corpus.Transcript {
	tr := c.Update.Transcript
	tr.Turns, tr.Speakers = slices.Clone(tr.Turns), slices.Clone(tr.Speakers)
	for _, a := range c.Update.Assigned {
		speaker := -1
		if a.Participant != "" {
			speaker = len(tr.Speakers)
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Participant: a.Participant})
		}
		for _, turn := range a.Turns {
			tr.Turns[turn].Speaker = speaker
		}
	}
	return &tr
}
