package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Files of each recogniser, as its documentation shows them, in our own words.
const (
	amazonJSON = `{"jobName": "bus", "results": {"language_code": "en-US", "transcripts": [{"transcript": "Which bus? The first."}],
		"speaker_labels": {"segments": [{"start_time": "0.5", "end_time": "1.25", "speaker_label": "spk_0", "items": []}]},
		"items": [
		{"id": 0, "type": "pronunciation", "alternatives": [{"confidence": "0.9", "content": "Which"}], "start_time": "0.5", "end_time": "0.75", "speaker_label": "spk_0"},
		{"id": 1, "type": "pronunciation", "alternatives": [{"confidence": "0.9", "content": "bus"}], "start_time": "0.75", "end_time": "1.25", "speaker_label": "spk_0"},
		{"id": 2, "type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "?"}], "speaker_label": "spk_0"},
		{"id": 3, "type": "pronunciation", "alternatives": [{"confidence": "0.9", "content": "The"}], "start_time": "1.5", "end_time": "1.6", "speaker_label": "spk_1"},
		{"id": 4, "type": "pronunciation", "alternatives": [{"confidence": "0.9", "content": "first"}], "start_time": "1.6", "end_time": "2.0", "speaker_label": "spk_1"},
		{"id": 5, "type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]}],
		"audio_segments": [{"id": 0, "transcript": "Which bus?", "start_time": "0.5", "end_time": "1.25", "items": [0, 1, 2]}]}}`
	oldAmazonJSON = `{"results": {"transcripts": [{"transcript": "Which bus? The first."}], "speaker_labels": {"speakers": 2, "segments": [
		{"start_time": "0.5", "end_time": "1.25", "speaker_label": "spk_0", "items": [{"start_time": "0.5", "speaker_label": "spk_0", "end_time": "0.75"},
		{"start_time": "0.75", "speaker_label": "spk_0", "end_time": "1.25"}]},
		{"start_time": "1.5", "end_time": "2.0", "speaker_label": "spk_1", "items": [{"start_time": "1.5", "speaker_label": "spk_1", "end_time": "1.6"},
		{"start_time": "1.6", "speaker_label": "spk_1", "end_time": "2.0"}]}]}, "items": [
		{"start_time": "0.5", "end_time": "0.75", "alternatives": [{"content": "Which"}], "type": "pronunciation"},
		{"start_time": "0.75", "end_time": "1.25", "alternatives": [{"content": "bus"}], "type": "pronunciation"},
		{"alternatives": [{"content": "?"}], "type": "punctuation"},
		{"start_time": "1.5", "end_time": "1.6", "alternatives": [{"content": "The"}], "type": "pronunciation"},
		{"start_time": "1.6", "end_time": "2.0", "alternatives": [{"content": "first"}], "type": "pronunciation"},
		{"alternatives": [{"content": "."}], "type": "punctuation"}]}}`
	amazonChannelsJSON = `{"results": {"transcripts": [{"transcript": "Which bus? The first."}], "channel_labels": {"number_of_channels": 2, "channels": [
		{"channel_label": "ch_0", "items": [{"start_time": "0.5", "end_time": "0.75", "alternatives": [{"content": "Which"}], "type": "pronunciation"},
		{"start_time": "0.75", "end_time": "1.25", "alternatives": [{"content": "bus"}], "type": "pronunciation"},
		{"alternatives": [{"content": "?"}], "type": "punctuation"},
		{"start_time": "2.5", "end_time": "3", "alternatives": [{"content": "Ah"}], "type": "pronunciation"}]},
		{"channel_label": "ch_1", "items": [{"start_time": "1.5", "end_time": "1.6", "alternatives": [{"content": "The"}], "type": "pronunciation"},
		{"start_time": "1.6", "end_time": "2.0", "alternatives": [{"content": "first"}], "type": "pronunciation"}]}]}}}`
	deepgramJSON = `{"metadata": {"channels": 1}, "results": {"channels": [{"detected_language": "en", "alternatives": [
		{"transcript": "Which bus? The first.", "words": [
		{"word": "which", "start": 0.5, "end": 0.75, "confidence": 0.9, "speaker": 0, "punctuated_word": "Which"},
		{"word": "bus", "start": 0.75, "end": 1.25, "confidence": 0.9, "speaker": 0, "punctuated_word": "bus?"},
		{"word": "the", "start": 1.5, "end": 1.6, "confidence": 0.9, "speaker": 1, "punctuated_word": "The"},
		{"word": "first", "start": 1.6, "end": 2.0, "confidence": 0.9, "speaker": 1, "punctuated_word": "first."}],
		"paragraphs": {"transcript": "Speaker 0: Which bus?", "paragraphs": [{"sentences": [{"text": "Which bus?", "start": 0.5, "end": 1.25}], "speaker": 0}]}},
		{"transcript": "Witch bus? The first."}]}],
		"utterances": [{"start": 0.5, "end": 1.25, "transcript": "Which bus?", "speaker": 0, "words": []}]}}`
	deepgramParagraphsJSON = `{"results": {"channels": [{"alternatives": [{"transcript": "Which bus? The first.", "paragraphs": {"paragraphs": [
		{"speaker": 0, "sentences": [{"text": "Which bus?", "start": 0.5, "end": 1.25}]}, {"speaker": 1, "sentences": [{"text": "The first.", "start": 1.5, "end": 2}]}]}}]}]}}`
	deepgramUtterancesJSON = `{"results": {"utterances": [{"start": 0.5, "end": 1.25, "channel": 0, "transcript": "Which bus?", "speaker": 0},
		{"start": 1.5, "end": 2, "channel": 0, "transcript": "The first.", "speaker": 1}]}}`
	speechmaticsJSON = `{"format": "2.9", "metadata": {"transcription_config": {"language": "en", "diarization": "speaker"}, "language_pack_info": {"word_delimiter": " "}},
		"results": [
		{"type": "word", "start_time": 0.5, "end_time": 0.75, "alternatives": [{"content": "Which", "confidence": 0.9, "speaker": "S1"}]},
		{"type": "word", "start_time": 0.75, "end_time": 1.25, "alternatives": [{"content": "bus", "speaker": "S1"}]},
		{"type": "punctuation", "start_time": 1.25, "end_time": 1.25, "attaches_to": "previous", "is_eos": true, "alternatives": [{"content": "?", "speaker": "S1"}]},
		{"type": "word", "start_time": 1.5, "end_time": 1.6, "alternatives": [{"content": "The", "speaker": "S2"}]},
		{"type": "entity", "start_time": 1.6, "end_time": 2.0, "alternatives": [{"content": "first", "speaker": "S2"}]},
		{"type": "punctuation", "start_time": 2.0, "end_time": 2.0, "attaches_to": "previous", "alternatives": [{"content": ".", "speaker": "S2"}]},
		{"type": "word", "start_time": 2.5, "end_time": 3, "alternatives": [{"content": "Mm", "speaker": "UU"}]}]}`
	googleJSON = `{"results": [
		{"alternatives": [{"transcript": "Which bus?", "confidence": 0.9, "words": [{"startTime": "0.500s", "endTime": "0.750s", "word": "Which"},
		{"startTime": "0.750s", "endTime": "1.250s", "word": "bus?"}]}, {"transcript": "Witch bus?"}], "languageCode": "en-us"},
		{"alternatives": [{"transcript": " The first.", "words": [{"startTime": "1.500s", "endTime": "1.600s", "word": "The"}, {"startTime": "1.600s", "endTime": "2s", "word": "first."}]}]},
		{"alternatives": [{"words": [{"startTime": "0.500s", "endTime": "0.750s", "word": "Which", "speakerTag": 1},
		{"startTime": "0.750s", "endTime": "1.250s", "word": "bus?", "speakerTag": 1}, {"startTime": "1.500s", "endTime": "1.600s", "word": "The", "speakerTag": 2},
		{"startTime": "1.600s", "endTime": "2s", "word": "first.", "speakerTag": 2}]}]}]}`
	googleNodeJSON = `{"response": {"results": [{"alternatives": [{"transcript": "Which bus? The first.", "words": [
		{"startTime": {"nanos": 500000000}, "endTime": {"nanos": 750000000}, "word": "Which", "speakerTag": 1},
		{"startTime": {"nanos": 750000000}, "endTime": {"seconds": "1", "nanos": 250000000}, "word": "bus?", "speakerTag": 1},
		{"startTime": {"seconds": "1", "nanos": 500000000}, "endTime": {"seconds": "1", "nanos": 600000000}, "word": "The", "speakerTag": 2},
		{"startTime": {"seconds": "1", "nanos": 600000000}, "endTime": {"seconds": "2"}, "word": "first.", "speakerTag": 2}]}]}]}}`
	google2JSON = `{"results": [{"alternatives": [{"transcript": "Which bus? The first.", "words": [
		{"startOffset": "0.500s", "endOffset": "0.750s", "word": "Which", "speakerLabel": "1"}, {"startOffset": "0.750s", "endOffset": "1.250s", "word": "bus?", "speakerLabel": "1"},
		{"startOffset": "1.500s", "endOffset": "1.600s", "word": "The", "speakerLabel": "2"}, {"startOffset": "1.600s", "endOffset": "2s", "word": "first.", "speakerLabel": "2"}]}],
		"resultEndOffset": "2.500s", "languageCode": "en-US"}]}`
	googleTextJSON = `{"results": [{"alternatives": [{"transcript": "Which bus?"}], "resultEndTime": "1.250s"}, {"alternatives": [{"transcript": " The first."}], "resultEndTime": "2s"}]}`
	azureJSON      = `{"source": "bus.wav", "combinedRecognizedPhrases": [{"display": "Which bus? The first."}], "recognizedPhrases": [
		{"channel": 0, "speaker": 1, "offset": "PT0.5S", "duration": "PT0.75S", "offsetInTicks": 5000000, "durationInTicks": 7500000, "nBest": [{"display": "Which bus?"}, {"display": "Witch bus?"}]},
		{"channel": 0, "speaker": 2, "offsetInTicks": 15000000, "durationInTicks": 5000000, "nBest": [{"display": "The first."}]}]}`
	azureFastJSON = `{"durationMilliseconds": 2000, "combinedPhrases": [{"text": "Which bus? The first."}], "phrases": [
		{"speaker": 1, "offsetMilliseconds": 500, "durationMilliseconds": 750, "text": "Which bus?", "words": []},
		{"speaker": 2, "offsetMilliseconds": 1500, "durationMilliseconds": 500, "text": "The first."}]}`
	revAIJSON = `{"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Which", "ts": 0.5, "end_ts": 0.75, "confidence": 0.9}, {"type": "punct", "value": " "},
		{"type": "text", "value": "bus", "ts": 0.75, "end_ts": 1.25}, {"type": "punct", "value": "?"}]},
		{"speaker": 1, "elements": [{"type": "text", "value": "The", "ts": 1.5, "end_ts": 1.6}, {"type": "text", "value": "first", "ts": 1.6, "end_ts": 2.0}, {"type": "punct", "value": "."}]}]}`
	revJSON = `{"speakers": [{"id": 1, "name": "Anna Roe"}, {"id": 2, "name": "Penn"}], "monologues": [
		{"speaker": 1, "elements": [{"type": "text", "value": "Which bus?", "timestamp": "00:00:00,500", "end_timestamp": "00:00:01,250"}]},
		{"speaker": 2, "elements": [{"type": "text", "value": "The first.", "timestamp": "00:00:01,500", "end_timestamp": "00:00:02,000"}]}]}`
	assemblyJSON = `{"id": "5551722", "language_code": "en_us", "status": "completed", "text": "Which bus? The first.", "words": [
		{"text": "Which", "start": 500, "end": 750, "confidence": 0.9, "speaker": "A"}],
		"utterances": [{"confidence": 0.9, "end": 1250, "speaker": "A", "start": 500, "text": "Which bus?", "words": []},
		{"end": 2000, "speaker": "B", "start": 1500, "text": "The first."}]}`
	assemblyWordsJSON = `{"text": "Which bus? The first.", "utterances": null, "words": [
		{"text": "Which", "start": 500, "end": 750, "speaker": null}, {"text": "bus?", "start": 750, "end": 1250, "speaker": null},
		{"text": "The", "start": 1500, "end": 1600, "speaker": null}, {"text": "first.", "start": 1600, "end": 2000, "speaker": null}]}`
	elevenJSON = `{"language_code": "eng", "text": "Which bus? (laughs) The first.", "words": [
		{"text": "Which", "start": 0.5, "end": 0.75, "type": "word", "speaker_id": "speaker_0"}, {"text": " ", "start": 0.75, "end": 0.75, "type": "spacing", "speaker_id": "speaker_0"},
		{"text": "bus?", "start": 0.75, "end": 1.25, "type": "word", "speaker_id": "speaker_0"}, {"text": " ", "type": "spacing"}, {"text": "(laughs)", "start": 1.25, "end": 1.3, "type": "audio_event"},
		{"text": "The", "start": 1.5, "end": 1.6, "type": "word", "speaker_id": "speaker_1"}, {"text": " ", "type": "spacing"},
		{"text": "first.", "start": 1.6, "end": 2.0, "type": "word", "speaker_id": "speaker_1"}]}`
	openAIWordsJSON = `{"task": "transcribe", "language": "english", "text": "Which bus? The first.", "words": [{"word": "Which", "start": 0.5, "end": 0.75},
		{"word": "bus?", "start": 0.75, "end": 1.25}, {"word": "The", "start": 1.5, "end": 1.6}, {"word": "first.", "start": 1.6, "end": 2.0}]}`
)

// Every recogniser has heard the same two people; each word is in the text once.
func TestSpeech(t *testing.T) {
	heard := func(first, second string) []cue {
		return []cue{{first, 500 * ms, 1250 * ms, "Which bus?"}, {second, 1500 * ms, 2000 * ms, "The first."}}
	}
	other := func(text string) []corpus.LeftOut { return []corpus.LeftOut{{Why: corpus.Alternative, Text: text}} }
	tests := []struct {
		name, data, language string
		want                 []cue
		leftOut              []corpus.LeftOut
	}{
		{"Amazon", amazonJSON, "en", heard("spk_0", "spk_1"), nil},
		{"Amazon, with speakers beside the words", oldAmazonJSON, "", heard("spk_0", "spk_1"), nil},
		{"Amazon, with channels", amazonChannelsJSON, "", []cue{{"Channel 0", 500 * ms, 1250 * ms, "Which bus?"},
			{"Channel 1", 1500 * ms, 2000 * ms, "The first"}, {"Channel 0", 2500 * ms, 3000 * ms, "Ah"}}, nil},
		{"Deepgram", deepgramJSON, "en", heard("Speaker 0", "Speaker 1"), other("Witch bus? The first.")},
		{"Deepgram's paragraphs", deepgramParagraphsJSON, "", heard("Speaker 0", "Speaker 1"), nil},
		{"Deepgram's utterances", deepgramUtterancesJSON, "", heard("Speaker 0", "Speaker 1"), nil},
		{"Speechmatics", speechmaticsJSON, "en", append(heard("S1", "S2"), cue{"", 2500 * ms, 3000 * ms, "Mm"}), nil},
		{"Google, whose last result repeats all words", googleJSON, "", heard("Speaker 1", "Speaker 2"), other("Witch bus?")},
		{"Google's library for Node", googleNodeJSON, "", heard("Speaker 1", "Speaker 2"), nil},
		{"Google, version 2", google2JSON, "en", heard("Speaker 1", "Speaker 2"), nil},
		{"Google, without words", googleTextJSON, "", []cue{{"", 0, 1250 * ms, "Which bus?"}, {"", 1250 * ms, 2000 * ms, "The first."}}, nil},
		{"Azure", azureJSON, "", heard("Speaker 1", "Speaker 2"), other("Witch bus?")},
		{"Azure's fast transcription", azureFastJSON, "", heard("Speaker 1", "Speaker 2"), nil},
		{"Rev.ai", revAIJSON, "", heard("Speaker 0", "Speaker 1"), nil},
		{"Rev", revJSON, "", heard("Anna Roe", "Penn"), nil},
		{"AssemblyAI", assemblyJSON, "en", heard("Speaker A", "Speaker B"), nil},
		{"AssemblyAI, without speakers", assemblyWordsJSON, "", heard("", ""), nil},
		{"ElevenLabs", elevenJSON, "en", heard("speaker_0", "speaker_1"), []corpus.LeftOut{{Why: corpus.Annotation, Where: "00:00:01", Text: "(laughs)"}}},
		{"OpenAI's words", openAIWordsJSON, "", heard("", ""), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, "a.json", []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.leftOut, doc.LeftOut); diff != "" {
				t.Error(diff)
			}
			if doc.Language != tt.language || doc.Encoding != "utf-8" {
				t.Errorf("language %q, want %q; encoding %q", doc.Language, tt.language, doc.Encoding)
			}
		})
	}
}

// What the last of Google's results has not is left out, not lost.
func TestGoogleLastResultWithoutAll(t *testing.T) {
	doc := readOK(t, "a.json", []byte(strings.Replace(googleJSON, `{"startTime": "0.500s", "endTime": "0.750s", "word": "Which", "speakerTag": 1},`, "", 1)))
	want := []corpus.LeftOut{{Why: corpus.Alternative, Text: "Which bus?"}, {Why: corpus.Alternative, Text: "Witch bus?"}, {Why: corpus.Alternative, Text: "The first."}}
	if diff := cmp.Diff(want, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
}

func TestInvalidSpeech(t *testing.T) {
	tests := []struct {
		name, data string
		is         error
		says       string
	}{
		{"a list of words alone", `{"words": ["a", "b"]}`, ErrUnknown,
			"a .json, but not from Whisper, Amazon Transcribe, Deepgram, Speechmatics, Google, Azure, Rev.ai, AssemblyAI or ElevenLabs"},
		{"results of a search", `{"results": [{"id": 1}]}`, ErrUnknown, "not from Whisper"},
		{"a number", `12`, ErrUnknown, "not from Whisper"},
		{"broken off", amazonJSON[:500], ErrDamaged, "breaks off in the middle"},
		{"text for a list", `{"monologues": "none"}`, ErrDamaged, "not as its program writes it: a value where a list is expected"},
		{"lists without end", `{"monologues": [{"elements": ` + strings.Repeat("[", 1<<20), ErrDamaged, ""},
		{"words without end", `{"words": [{"text": "a"}` + strings.Repeat(`,{}`, 2<<20) + "]}", ErrTooLarge, "more than 1048576 words"},
		{"objects in objects", `{"words": [{"text": "a", "start": ` + strings.Repeat(`{"seconds": `, 9000) + "1" + strings.Repeat("}", 9000) + "}]}", nil, ""},
		{"no words", `{"monologues": []}`, ErrEmpty, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("a.json", []byte(tt.data))
			if !errors.Is(err, tt.is) {
				t.Fatalf("error %v, want %v", err, tt.is)
			}
			if err != nil && (!strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("error %v, want %q in it", err, tt.says)
			}
		})
	}
}
