package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"crosscase/corpus"
)

// A deepgramFile is a transcript of Deepgram: each channel with what may have been said.
type deepgramFile struct {
	Results struct {
		Channels jsonList[struct {
			Language     string `json:"detected_language"`
			Alternatives jsonList[deepgramAlternative]
		}]
		Utterances jsonList[utterance]
	}
}

// A deepgramAlternative is the words of a channel, in several forms.
type deepgramAlternative struct {
	Transcript string
	Words      jsonList[struct {
		Word       string
		Punctuated string `json:"punctuated_word"`
		Start, End clock
		Speaker    voiceLabel
	}]
	Paragraphs struct {
		Paragraphs jsonList[struct {
			Speaker   voiceLabel
			Sentences jsonList[utterance]
		}]
	}
}

// An utterance is a stretch of speech of one speaker.
type utterance struct {
	Start, End       clock
	Speaker          voiceLabel
	Transcript, Text string
}

// readDeepgram reads the transcripts of Deepgram: the words, else the paragraphs, the
// utterances or the whole text, which hold the same words.
func readDeepgram(t *talk, data []byte) error {
	var file deepgramFile
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	for _, c := range file.Results.Channels {
		t.doc.Language = cmp.Or(t.doc.Language, isoLanguage(c.Language))
		for _, a := range c.Alternatives[min(1, len(c.Alternatives)):] {
			if err := t.leaveOut(corpus.Alternative, "", a.Transcript); err != nil {
				return err
			}
		}
	}
	words := file.words()
	if len(words) > 0 {
		return t.sayAll(words)
	}
	return t.utterances(file.utterances(), 1)
}

// words are those of all channels, in the order of time if there are several.
func (f deepgramFile) words() (words []word) {
	channels := f.Results.Channels
	for i, c := range channels {
		if len(c.Alternatives) == 0 {
			continue
		}
		for _, w := range c.Alternatives[0].Words {
			voice := w.Speaker.name()
			if len(channels) > 1 {
				voice = strings.TrimSpace("Channel " + strconv.Itoa(i) + " " + string(w.Speaker))
			}
			words = append(words, word{text: cmp.Or(w.Punctuated, w.Word), voice: voice, from: w.Start.time(1), to: w.End.time(1)})
		}
	}
	if len(channels) > 1 {
		byTime(words)
	}
	return words
}

// utterances are the sentences of the paragraphs, the utterances or the whole text.
func (f deepgramFile) utterances() (all []utterance) {
	var texts []utterance
	for _, c := range f.Results.Channels {
		if len(c.Alternatives) == 0 {
			continue
		}
		texts = append(texts, utterance{Transcript: c.Alternatives[0].Transcript})
		for _, p := range c.Alternatives[0].Paragraphs.Paragraphs {
			for _, s := range p.Sentences {
				s.Speaker = p.Speaker
				all = append(all, s)
			}
		}
	}
	for _, list := range [][]utterance{all, f.Results.Utterances, texts} {
		if slices.ContainsFunc(list, func(u utterance) bool { return u.Transcript+u.Text != "" }) {
			return list
		}
	}
	return nil
}

// utterances adds utterances whose times are in units of a second.
func (t *talk) utterances(list []utterance, unit float64) error {
	for _, u := range list {
		if err := t.utter(cmp.Or(u.Transcript, u.Text), u.Speaker.name(), u.Start.time(unit), u.End.time(unit)); err != nil {
			return err
		}
	}
	return nil
}
