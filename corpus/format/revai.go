package format

import (
	"cmp"
	"strings"
)

// A revElement is a word, or what is between words, blanks included.
type revElement struct {
	Type, Value string
	Start       clock `json:"ts"`
	End         clock `json:"end_ts"`
	RevStart    clock `json:"timestamp"`
	RevEnd      clock `json:"end_timestamp"`
}

// readRevAI reads the transcripts of Rev.ai, and those of Rev, which name the speakers.
func readRevAI(t *talk, data []byte) error {
	var file struct {
		Speakers jsonList[struct {
			ID   voiceLabel
			Name string
		}]
		Monologues jsonList[struct {
			Speaker  voiceLabel
			Elements jsonList[revElement]
		}]
	}
	if err := decodeJSON(data, &file); err != nil {
		return err
	}
	names := map[voiceLabel]string{}
	for _, s := range file.Speakers {
		names[s.ID] = oneLine(s.Name)
	}
	for _, m := range file.Monologues {
		if err := t.monologue(m.Elements, cmp.Or(names[m.Speaker], m.Speaker.name())); err != nil {
			return err
		}
	}
	return nil
}

// monologue adds what one speaker says.
func (t *talk) monologue(elements []revElement, voice string) error {
	joined, wasText := true, false // no blank is before the next element; the last is a text
	for _, e := range elements {
		isText := e.Type == "text"
		if strings.TrimLeft(e.Value, " \n\t") != e.Value || wasText && isText {
			joined = false
		}
		w := word{text: strings.TrimSpace(e.Value), voice: voice, joined: joined}
		w.from, w.to = cmp.Or(e.Start, e.RevStart).time(1), cmp.Or(e.End, e.RevEnd).time(1)
		if err := t.say(w); err != nil {
			return err
		}
		joined, wasText = w.text != "" && strings.TrimRight(e.Value, " \n\t") == e.Value, isText
	}
	return t.end()
}
