package format

import "crosscase/corpus"

// readAssemblyAI reads the transcripts of AssemblyAI, whose times are milliseconds: the
// utterances, else the words, else the whole text, which hold the same words.
func readAssemblyAI(t *talk, data []byte) error {
	var file struct {
		Language   string `json:"language_code"`
		Text       string
		Utterances jsonList[utterance]
		Words      jsonList[utterance]
	}
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	t.doc.Language = isoLanguage(file.Language)
	switch {
	case len(file.Utterances) > 0:
		return t.utterances(file.Utterances, 0.001)
	case len(file.Words) == 0:
		return t.utter(file.Text, "", corpus.NoTime, corpus.NoTime)
	}
	for _, w := range file.Words {
		if err := t.say(word{text: w.Text, voice: w.Speaker.name(), from: w.Start.time(0.001), to: w.End.time(0.001)}); err != nil {
			return err
		}
	}
	return nil
}
