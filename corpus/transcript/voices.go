package transcript

import "crosscase/corpus"

// voices makes turns of what names its speakers itself: subtitles (<v Name>),
// Whisper's segments, the rows of a survey. In such a file, cues without a name
// have no speaker. It returns false if no block has a speaker or a question.
func (a *assembler) voices() bool {
	named := false
	var marks []mark
	for i, b := range a.Blocks {
		voice, key := a.clean(b.Voice)
		named = named || voice != "" && !unnamed(voice) || b.Question != ""
		if voice != "" {
			marks = append(marks, mark{block: i, name: voice, key: key, body: b.Span.Start + b.Label, at: b.From, to: b.To})
		}
	}
	if !named {
		return false
	}
	a.out.Layout = Voices
	w := &weigher{document: a.document, layout: layout{name: Voices, timed: true}, options: a.options, byKey: map[string]*label{}}
	w.gather(marks)
	for _, x := range w.labels {
		w.weigh(x)
		if !x.settled || x.Why != whyTold && x.Why != whyNone && x.Why != whyKnown && x.Why != WhyJoint {
			x.As, x.Why = Person, whyFile
		}
	}
	w.questioner()
	a.labels = w.labels
	a.meet()
	for i, b := range a.Blocks {
		voice, key := a.clean(b.Voice)
		x := w.byKey[key]
		speaks := x != nil && (x.As == Person || x.As == Researcher)
		switch {
		case !speaks && (x == nil || b.Kind == corpus.CueBlock || b.From == corpus.NoTime):
			a.plain(i, i+1)
		case !speaks:
			a.addTurn(mark{block: i, nobody: true, body: b.Span.Start, at: b.From, to: b.To}, i+1)
		default:
			a.addTurn(mark{block: i, name: voice, body: b.Span.Start + b.Label, at: b.From, to: b.To}, i+1)
		}
		if x != nil && x.Why == WhyJoint && b.Label == 0 {
			a.leftOut = append(a.leftOut, corpus.LeftOut{Why: corpus.JointLabel, Text: b.Voice})
		}
		if b.Question != "" {
			a.out.Turns[len(a.out.Turns)-1].Question = a.question(b.Question)
		}
	}
	return true
}
