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
	corpus.Carried
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
	return fmt.Sprintf("%d kept, %d changed, %d moved, %d detached", n[corpus.Kept], n[corpus.Changed], n[corpus.Moved], n[corpus.Detached])
}

// Correct works out what it changes to give a source the words of i in place of
// those that it has. Passages are carried over ([corpus.Carry]), those that were
// left behind by earlier corrections, too. Who speaks under a label that is there
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
	tr := i.Transcript
	decided := decidedNow(c.Old.Choices, i.Choices)
	now := turnsNow(c.Old, old, i)
	owners := owners(old, i, now, func(turn int, label string) bool {
		same := speakerLabelled(old, label)
		return same != nil && same.Participant != speaks(old, old.Turns[turn]) && !decided[label]
	})
	c.Changes = in.complete(i.People, func(name string) *corpus.Participant {
		if same := speakerLabelled(old, name); same != nil && in.byID[same.Participant] != nil {
			return in.byID[same.Participant]
		}
		return in.named(name)
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
	if err := c.carry(ctx, s, texts, src); err != nil {
		return c, err
	}
	c.keepAssigned(old, now, decided)
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
// that were marked: for each, its source's text and where in that. The error wraps
// [coding.ErrConflict] where one is not detached.
func Near(s *coding.Study, ctx context.Context, texts coding.Texts, passages ...int) ([]CarriedPassage, error) {
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
		for k, carried := range corpus.Carry(old, now, spans) {
			found[of[k]] = CarriedPassage{passages[of[k]], now, carried}
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
		from := c.Old
		if id != src.Text {
			var err error
			if from, err = texts.Text(ctx, id); err != nil {
				return err
			}
		}
		spans := make([]corpus.Span, len(byText[id]))
		for n, i := range byText[id] {
			spans[n] = s.Passages[i].Span
		}
		for n, carried := range corpus.Carry(from, c.Update.Text, spans) {
			i := byText[id][n]
			c.Passages = append(c.Passages, CarriedPassage{i, from, carried})
			if carried.Outcome != corpus.Detached {
				c.Update.Carried = append(c.Update.Carried, edit.AttachPassage{Passage: s.Passages[i].ID, Text: c.Update.Text.ID, Span: carried.Span})
			}
		}
	}
	slices.SortStableFunc(c.Passages, func(a, b CarriedPassage) int { return a.Index - b.Index })
	return nil
}
