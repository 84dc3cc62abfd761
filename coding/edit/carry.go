package edit

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// A Carried is what becomes of a passage when the words of its source are corrected.
type Carried struct {
	corpus.Carried
	// Was are the words that were marked, where those of the span are others that nobody
	// has accepted yet; "" for none.
	Was string
	// OtherSpeaker says that the passage is detached because somebody else says those words.
	OtherSpeaker bool
}

// Attach is the change that puts a passage where it is carried to.
func (c Carried) Attach(passage coding.PassageID, text corpus.TextID) AttachPassage {
	return AttachPassage{Passage: passage, Text: text, Span: c.Span, Was: c.Was}
}

// A Carrier carries passages of one text over to one that replaced it.
type Carrier struct {
	From, To corpus.Text
	// Before and After say who speaks in the two texts. Where nobody knows who spoke in the
	// first one, Before is nil, and no words may change.
	Before, After *corpus.Transcript
	Changed       map[coding.PassageID]coding.Changed // those that wait already
	Percent       int                                 // of the words that stay at least, as [corpus.ChangedPercent]
}

// Carry carries passages ([corpus.CarryChanged]). Where words of a passage were changed,
// the same people must say them, or such as are only in one of the texts: a speaker who was
// given another name. Of a passage that was changed before and waits, it is the words
// that were marked first that have to be nearly the same; if they are back, it no longer waits.
func (c Carrier) Carry(passages []coding.Passage) []Carried {
	spans := make([]corpus.Span, len(passages))
	for i, p := range passages {
		spans[i] = p.Span
	}
	all := make([]Carried, len(passages))
	for i, found := range c.find(spans) {
		all[i] = c.passage(passages[i], found)
	}
	return all
}

// find finds spans of one text in the other.
func (c Carrier) find(spans []corpus.Span) []corpus.Carried {
	if c.Before == nil {
		return corpus.Carry(c.From, c.To, spans)
	}
	return corpus.CarryChanged(c.From, c.To, spans, c.Percent)
}

func (c Carrier) passage(p coding.Passage, found corpus.Carried) Carried {
	x := Carried{Carried: found, Was: c.Changed[p.ID].Was}
	if found.Outcome == corpus.Detached {
		return x
	}
	if found.Outcome == corpus.Changed {
		if x.Was == "" {
			x.Was = c.From.Body[p.Span.Start:p.Span.End]
		}
		x.OtherSpeaker = !corpus.SameSpeakers(c.Before, p.Span, c.After, found.Span)
	}
	now := c.To.Body[found.Span.Start:found.Span.End]
	switch {
	case x.Was != "" && corpus.SameWords(x.Was, now):
		x.Outcome, x.Was = corpus.Unchanged, ""
	case found.Outcome != corpus.Changed:
		return x
	default:
		x.Percent = corpus.SharePercent(x.Was, now)
	}
	if x.OtherSpeaker || x.Outcome == corpus.Changed && x.Percent < c.Percent {
		x.Carried = corpus.Carried{Outcome: corpus.Detached, Near: found.Span}
	}
	return x
}
