package format

import (
	"cmp"
	"strings"
	"time"

	"crosscase/corpus"
)

// An amazonFile is a transcript of Amazon Transcribe.
type amazonFile struct {
	Results struct {
		Language      string `json:"language_code"`
		Transcripts   jsonList[struct{ Transcript string }]
		SpeakerLabels struct {
			Segments jsonList[struct {
				Speaker voiceLabel `json:"speaker_label"`
				Items   jsonList[amazonItem]
			}]
		} `json:"speaker_labels"`
		ChannelLabels struct {
			Channels jsonList[struct {
				Channel voiceLabel `json:"channel_label"`
				Items   jsonList[amazonItem]
			}]
		} `json:"channel_labels"`
		Items    jsonList[amazonItem]
		Segments jsonList[struct {
			Alternatives jsonList[struct{ Transcript string }]
		}]
		AudioSegments jsonList[struct {
			Start      clock      `json:"start_time"`
			End        clock      `json:"end_time"`
			Speaker    voiceLabel `json:"speaker_label"`
			Transcript string
		}] `json:"audio_segments"`
	}
}

// An amazonItem is a word or a punctuation mark, which has no time.
type amazonItem struct {
	Start        clock `json:"start_time"`
	End          clock `json:"end_time"`
	Type         string
	Speaker      voiceLabel `json:"speaker_label"`
	Alternatives jsonList[struct{ Content string }]
}

// readAmazon reads the transcripts of Amazon Transcribe: the items, whose words the
// segments have again.
func readAmazon(t *talk, data []byte) error {
	var file amazonFile
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	t.doc.Language = isoLanguage(file.Results.Language)
	for _, s := range file.Results.Segments {
		for _, a := range s.Alternatives[min(1, len(s.Alternatives)):] {
			if err := t.leaveOut(corpus.Alternative, "", a.Transcript); err != nil {
				return err
			}
		}
	}
	words := file.words()
	if len(words) > 0 {
		return t.sayAll(words)
	}
	for _, s := range file.Results.AudioSegments {
		if err := t.utter(s.Transcript, s.Speaker.name(), s.Start.time(1), s.End.time(1)); err != nil {
			return err
		}
	}
	return nil
}

// words are those of all items, or of all channels.
func (f amazonFile) words() []word {
	r := f.Results
	speakers := map[time.Duration]voiceLabel{} // by when words begin, in older files
	for _, s := range r.SpeakerLabels.Segments {
		for _, i := range s.Items {
			speakers[i.Start.time(1)] = cmp.Or(i.Speaker, s.Speaker)
		}
	}
	spaced := len(r.Transcripts) == 0 || strings.Contains(r.Transcripts[0].Transcript, " ") // Japanese has no blanks
	if len(r.ChannelLabels.Channels) == 0 {
		return amazonWords(r.Items, speakers, spaced)
	}
	var words []word
	for _, c := range r.ChannelLabels.Channels {
		of := amazonWords(c.Items, nil, spaced)
		for i := range of {
			of[i].voice = channelName(c.Channel)
		}
		words = append(words, of...)
	}
	byTime(words)
	return words
}

// amazonWords are the words of a list of items.
func amazonWords(items []amazonItem, speakers map[time.Duration]voiceLabel, spaced bool) (words []word) {
	for _, i := range items {
		if len(i.Alternatives) == 0 {
			continue
		}
		w := word{text: i.Alternatives[0].Content, from: i.Start.time(1), to: i.End.time(1)}
		w.voice = cmp.Or(i.Speaker, speakers[w.from]).name()
		w.joined = !spaced || i.Type == "punctuation"
		words = append(words, w)
	}
	return words
}
