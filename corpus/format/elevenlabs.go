package format

import (
	"cmp"

	"crosscase/corpus"
)

// readElevenLabs reads a list of words with times in seconds: of ElevenLabs, where the
// blanks and noises between them are in the list, and of OpenAI.
func readElevenLabs(t *talk, data []byte) error {
	var file struct {
		Language string `json:"language_code"`
		Words    jsonList[struct {
			Text, Word string
			Type       string
			Start, End clock
			Speaker    voiceLabel `json:"speaker_id"`
		}]
	}
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	t.doc.Language = isoLanguage(file.Language)
	blank := true // is before the next word
	for _, w := range file.Words {
		from := w.Start.time(1)
		switch w.Type {
		case "spacing":
			blank = true
			continue
		case "audio_event":
			if err := t.leaveOut(corpus.Annotation, corpus.FormatTime(from), w.Text); err != nil {
				return err
			}
			continue
		}
		text := cmp.Or(w.Text, w.Word)
		if err := t.say(word{text: text, voice: w.Speaker.name(), from: from, to: w.End.time(1), joined: !blank}); err != nil {
			return err
		}
		blank = w.Type == ""
	}
	return nil
}
