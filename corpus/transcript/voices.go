package transcript

// voices makes turns of what names its speakers itself: subtitles (<v Name>),
// Whisper's segments, the rows of a survey. In such a file, cues without a name
// have no speaker. It returns false if no block has a speaker or a question.
func (a *assembler) voices() bool {
	named := false
	for _, b := range a.Blocks {
		named = named || b.Voice != "" || b.Question != ""
	}
	if !named {
		return false
	}
	a.out.Layout = Voices
	for i, b := range a.Blocks {
		if b.Voice == "" {
			a.plain(i, i+1)
		} else {
			a.addTurn(mark{block: i, name: b.Voice, body: b.Span.Start + b.Label, at: b.From, to: b.To}, i+1)
		}
		if b.Question != "" {
			a.out.Turns[len(a.out.Turns)-1].Question = a.question(b.Question)
		}
	}
	return true
}
