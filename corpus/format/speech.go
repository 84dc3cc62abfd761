package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"crosscase/corpus"
)

// A recogniser is a service that recognises speech and how its JSON is known: by its
// shape, since the names of files say nothing.
type recogniser struct {
	name string
	is   func(f jsonShape) bool
	read func(data []byte) (corpus.Document, error)
}

// recognisers are tried in this order. Whisper is also OpenAI's service and all that
// write "segments" with "start", "end", "text" and "speaker" as it does.
func recognisers() []recogniser {
	return []recogniser{
		{"Whisper", func(f jsonShape) bool { return there(f.Segments, f.Transcription) }, readWhisperJSON},
		{"Amazon Transcribe", func(f jsonShape) bool {
			return there(f.results.Items, f.results.AudioSegments, f.results.ChannelLabels)
		},
			speech(readAmazon)},
		{"Deepgram", func(f jsonShape) bool { return there(f.results.Channels, f.results.Utterances) }, speech(readDeepgram)},
		{"Speechmatics", func(f jsonShape) bool { return f.result.Type != "" }, speech(readSpeechmatics)},
		{"Google", func(f jsonShape) bool { return there(f.result.Alternatives) }, speech(readGoogle)},
		{"Azure", func(f jsonShape) bool { return there(f.RecognizedPhrases, f.Phrases) }, speech(readAzure)},
		{"Rev.ai", func(f jsonShape) bool { return there(f.Monologues) }, speech(readRevAI)},
		{"AssemblyAI", func(f jsonShape) bool {
			return there(f.Utterances) || f.word.Text != nil && f.word.Word == nil && f.word.Type == ""
		}, speech(readAssemblyAI)},
		{"ElevenLabs", func(f jsonShape) bool { return f.word.Text != nil || f.word.Word != nil }, speech(readElevenLabs)},
	}
}

// there reports whether one of the values is in a file.
func there(values ...json.RawMessage) bool {
	return slices.ContainsFunc(values, func(v json.RawMessage) bool { return len(v) > 0 && string(v) != "null" })
}

// recogniserNames lists those whose files are read, for people.
func recogniserNames() string {
	var names []string
	for _, r := range recognisers() {
		names = append(names, r.name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// A jsonShape is what the recognisers are told apart by.
type jsonShape struct {
	Segments, Transcription, Utterances, Words, Monologues json.RawMessage
	RecognizedPhrases, Phrases                             json.RawMessage
	Results, Response                                      json.RawMessage // Google may wrap the one in the other

	results jsonResults // if they are an object
	result  struct {    // the first, if they are a list
		Type         string
		Alternatives json.RawMessage
	}
	word struct { // the first
		Text, Word *string
		Type       string
	}
}

// jsonResults are those of Amazon and Deepgram.
type jsonResults struct {
	Items, Channels, Utterances json.RawMessage
	AudioSegments               json.RawMessage `json:"audio_segments"`
	ChannelLabels               json.RawMessage `json:"channel_labels"`
}

// readJSON reads what services that recognise speech write.
func readJSON(data []byte) (corpus.Document, error) {
	text, encoding, err := Decode(data)
	if err != nil {
		return corpus.Document{}, err
	}
	data = []byte(text)
	if n := bytes.Count(data, []byte("{")) + bytes.Count(data, []byte("null")); n > maxBlocks {
		return corpus.Document{}, fmt.Errorf("%w: more than %d words", ErrTooLarge, maxBlocks)
	}
	f, data := shapeOf(data)
	for _, r := range recognisers() {
		if !r.is(f) {
			continue
		}
		doc, err := r.read(data)
		if err == nil {
			doc.Encoding = encoding
		}
		return doc, err
	}
	if !json.Valid(data) {
		return readWhisperJSON(data) // which says where it is broken
	}
	if text, field, ok := jsonLines(data); ok {
		doc, err := readText([]byte(text))
		doc.LeftOut, doc.Encoding = besideRecords(data, field), encoding
		return doc, err
	}
	return corpus.Document{}, errNoSpeech
}

// shapeOf returns the shape of a file, and the part of it that has that shape.
func shapeOf(data []byte) (f jsonShape, part []byte) {
	_ = json.Unmarshal(data, &f) // what is of another type has another shape
	if !there(f.Results) && there(f.Response) {
		data, f = f.Response, jsonShape{}
		_ = json.Unmarshal(data, &f)
	}
	_ = json.Unmarshal(f.Results, &f.results)
	_ = json.Unmarshal(firstOf(f.Results), &f.result)
	_ = json.Unmarshal(firstOf(f.Words), &f.word)
	return f, data
}

// firstOf is the first element of a list, nil if there is none.
func firstOf(list json.RawMessage) (first json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(list))
	if t, err := d.Token(); err != nil || t != json.Delim('[') || !d.More() {
		return nil
	}
	_ = d.Decode(&first)
	return first
}

// speech adapts a reader of one recogniser.
func speech(read func(t *talk, data []byte) error) func([]byte) (corpus.Document, error) {
	return func(data []byte) (corpus.Document, error) {
		var t talk
		if err := read(&t, data); err != nil {
			return corpus.Document{}, err
		}
		if err := t.end(); err != nil {
			return corpus.Document{}, err
		}
		return t.document(), nil
	}
}

// decodeJSON reads a file of a recogniser into v.
func decodeJSON(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%w: not as its program writes it: %s", ErrDamaged, clip(err.Error()))
	}
	return nil
}
