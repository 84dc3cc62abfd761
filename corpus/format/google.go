package format

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"crosscase/corpus"
)

// A googleResult is a stretch of speech with what may have been said.
type googleResult struct {
	Alternatives jsonList[googleAlternative]
	Language     string `json:"languageCode"`
	End          clock  `json:"resultEndTime"`
	EndSnake     clock  `json:"result_end_time"`
	EndOffset    clock  `json:"resultEndOffset"`
}

// A googleAlternative is what may have been said.
type googleAlternative struct {
	Transcript string
	Words      jsonList[googleWord]
}

// A googleWord is a word with its speaker, as versions 1 and 2 and Google's libraries
// spell it.
type googleWord struct {
	Word        string
	Start       clock      `json:"startTime"`
	StartSnake  clock      `json:"start_time"`
	StartOffset clock      `json:"startOffset"`
	End         clock      `json:"endTime"`
	EndSnake    clock      `json:"end_time"`
	EndOffset   clock      `json:"endOffset"`
	Tag         voiceLabel `json:"speakerTag"`
	TagSnake    voiceLabel `json:"speaker_tag"`
	Label       voiceLabel `json:"speakerLabel"`
	LabelSnake  voiceLabel `json:"speaker_label"`
}

// voice is who speaks; 0 is nobody.
func (w googleWord) voice() string {
	for _, v := range []voiceLabel{w.Tag, w.TagSnake, w.Label, w.LabelSnake} {
		if v != "" && v != "0" {
			return v.name()
		}
	}
	return ""
}

func (w googleWord) times() (from, to time.Duration) {
	return cmp.Or(w.Start, w.StartSnake, w.StartOffset).time(1), cmp.Or(w.End, w.EndSnake, w.EndOffset).time(1)
}

// tagged reports whether the words of a result have speakers.
func (r googleResult) tagged() bool {
	return len(r.Alternatives) > 0 &&
		slices.ContainsFunc(r.Alternatives[0].Words, func(w googleWord) bool { return w.voice() != "" })
}

// readGoogle reads the results of Google Speech-to-Text, versions 1 and 2. Where speakers
// are told apart, the last result of version 1 holds the words of all others again with
// their speakers, so they are read from it alone.
func readGoogle(t *talk, data []byte) error {
	var file struct{ Results jsonList[googleResult] }
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	results := file.Results
	if n := len(results) - 1; n > 0 && results[n].tagged() && !slices.ContainsFunc(results[:n], googleResult.tagged) {
		if err := t.repeated(results[:n], results[n]); err != nil {
			return err
		}
		results = results[n:]
	}
	end := time.Duration(0) // of the result before
	for _, r := range results {
		t.doc.Language = cmp.Or(t.doc.Language, isoLanguage(r.Language))
		to := cmp.Or(r.End, r.EndSnake, r.EndOffset).time(1)
		for i, a := range r.Alternatives {
			var err error
			switch {
			case i > 0:
				err = t.leaveOut(corpus.Alternative, "", a.Transcript)
			case r.tagged():
				err = t.googleWords(a.Words)
			default:
				err = t.googleText(a, end, to)
			}
			if err != nil {
				return err
			}
		}
		if to != corpus.NoTime {
			end = to
		}
	}
	return nil
}

// googleWords adds words with their speakers.
func (t *talk) googleWords(words []googleWord) error {
	for _, w := range words {
		from, to := w.times()
		if err := t.say(word{text: w.Word, voice: w.voice(), from: from, to: to}); err != nil {
			return err
		}
	}
	return t.end()
}

// googleText adds a result without speakers as it is written; its words know better than
// the results when it begins and ends.
func (t *talk) googleText(a googleAlternative, from, to time.Duration) error {
	if last := len(a.Words) - 1; last >= 0 {
		from, _ = a.Words[0].times()
		_, to = a.Words[last].times()
	}
	if a.Transcript == "" {
		return t.googleWords(a.Words)
	}
	return t.utter(a.Transcript, "", from, to)
}

// repeated leaves out what the results before the last have and the last has not.
func (t *talk) repeated(results []googleResult, last googleResult) error {
	var said strings.Builder
	for _, w := range last.Alternatives[0].Words {
		said.WriteString(w.Word + " ")
	}
	left := oneLine(said.String()) + " "
	for _, r := range results {
		for i, a := range r.Alternatives {
			text := oneLine(a.Transcript)
			if rest, again := strings.CutPrefix(left, text+" "); i == 0 && again {
				left = rest
				continue
			}
			if err := t.leaveOut(corpus.Alternative, "", text); err != nil {
				return err
			}
		}
	}
	return nil
}
