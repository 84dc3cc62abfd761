package transcript

import "crosscase/corpus"

// voices reads subtitles that name the speaker themselves (<v Name>). Cues
// without a name in such a file are nobody's.
func voices(doc corpus.Document) (corpus.Transcript, bool) {
	named := false
	for _, b := range doc.Blocks {
		named = named || b.Voice != ""
	}
	if !named {
		return corpus.Transcript{}, false
	}
	a := assembler{doc: doc, text: corpus.Text{Body: doc.Body}, speakers: map[string]int{}}
	a.out.Layout = "<v Name>"
	for i, b := range doc.Blocks {
		if b.Voice == "" {
			a.plain(i, i+1)
			continue
		}
		a.speech(mark{block: i, name: b.Voice, body: b.Span.Start}, i+1)
	}
	return a.out, true
}
