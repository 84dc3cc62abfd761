package format

import (
	"cmp"

	"crosscase/corpus"
)

// An azurePhrase is a phrase of Azure's batch transcription, with what may have been
// said, or of its fast transcription.
type azurePhrase struct {
	Speaker     voiceLabel
	Ticks       clock `json:"offsetInTicks"` // of 100 nanoseconds
	LengthTicks clock `json:"durationInTicks"`
	Offset      clock `json:"offsetMilliseconds"`
	Length      clock `json:"durationMilliseconds"`
	Text        string
	Best        jsonList[struct{ Display, Lexical string }] `json:"nBest"`
}

// readAzure reads the transcripts of Azure AI Speech.
func readAzure(t *talk, data []byte) error {
	var file struct {
		Recognized jsonList[azurePhrase] `json:"recognizedPhrases"`
		Phrases    jsonList[azurePhrase]
	}
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	for _, p := range append(file.Recognized, file.Phrases...) {
		offset, length, unit := p.Offset, p.Length, 0.001
		if p.Ticks.known {
			offset, length, unit = p.Ticks, p.LengthTicks, 1e-7
		}
		end := clock{offset.seconds + length.seconds, offset.known && length.known}
		text := p.Text
		for i, b := range p.Best {
			if i == 0 {
				text = cmp.Or(text, b.Display, b.Lexical)
			} else if err := t.leaveOut(corpus.Alternative, "", cmp.Or(b.Display, b.Lexical)); err != nil {
				return err
			}
		}
		if err := t.utter(text, p.Speaker.name(), offset.time(unit), end.time(unit)); err != nil {
			return err
		}
	}
	return nil
}
