package format

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Whisper, WhisperX and whisper.cpp write the same segments in different ways.
func TestWhisper(t *testing.T) {
	plain := []cue{{"", 0, 4200 * ms, "How did it begin?"}, {"", 4200 * ms, 9500 * ms, "With money & luck."}}
	voices := []cue{{"SPEAKER_00", 0, 4200 * ms, "How did it begin?"}, {"SPEAKER_01", 4200 * ms, 9500 * ms, "With money & luck."}}
	tests := []struct {
		name, file, data, language string
		want                       []cue
	}{
		{"Whisper", "a.json", `{"text": " How did", "segments": [
			{"id": 0, "seek": 0, "start": 0.0, "end": 4.2, "text": " How did it begin?", "tokens": [1, 2], "temperature": 0.0},
			{"id": 1, "start": 4.2, "end": 9.5, "text": " With money & luck."}], "language": "en"}`, "en", plain},
		{"WhisperX", "a.json", `{"segments": [
			{"start": 0.0, "end": 4.2, "text": " How did it begin?", "words": [{"word": "How", "start": 0.1}], "speaker": "SPEAKER_00"},
			{"start": 4.2, "end": 9.5, "text": "With money & luck.", "speaker": "SPEAKER_01"}], "word_segments": []}`, "", voices},
		{"whisper.cpp", "a.json", `{"systeminfo": "x", "result": {"language": "en"}, "transcription": [
			{"timestamps": {"from": "00:00:00,000", "to": "00:00:04,200"}, "offsets": {"from": 0, "to": 4200}, "text": " How did it begin?"},
			{"offsets": {"from": 4200, "to": 9500}, "text": " With money & luck."}]}`, "en", plain},
		{"words of two speakers in a segment", "a.json", `{"segments": [{"start": 3, "end": 8, "text": " We walked. Who else?", "speaker": "B", "words": [
			{"word": " We", "start": 3, "end": 3.5, "speaker": "B"}, {"word": " walked.", "end": 4.5},
			{"word": "Who", "start": 5, "end": 6, "speaker": "A"}, {"word": "else?", "start": 7, "end": 8, "speaker": "A"}]}]}`, "",
			[]cue{{"B", 3 * time.Second, 4500 * ms, "We walked."}, {"A", 5 * time.Second, 8 * time.Second, "Who else?"}}},
		{"a segment whose words alone have speakers", "a.json", `{"segments": [{"start": 3, "end": 8, "text": "Oh, we – she – walked.", "words": [
			{"word": "Oh,"}, {"word": "we", "speaker": "A"}, {"word": "she", "start": 4, "speaker": "B"}, {"word": "ran"}, {"word": "walked.", "speaker": "B"}]}]}`, "",
			[]cue{{"A", 3 * time.Second, corpus.NoTime, "Oh, we –"}, {"B", 4 * time.Second, 8 * time.Second, "she – walked."}}},
		{"a segment of another than all its words", "a.json", `{"segments": [{"start": 3, "end": 8, "text": "We walked.", "speaker": "A", "words": [
			{"word": "We", "speaker": "B"}, {"word": "walked."}]}]}`, "", []cue{{"B", 3 * time.Second, 8 * time.Second, "We walked."}}},
		{"words without blanks", "a.json", `{"segments": [{"start": 3, "end": 8, "text": "はいそう", "words": [
			{"word": "は", "speaker": "A"}, {"word": "い", "end": 4, "speaker": "A"}, {"word": "そ", "start": 5, "speaker": "B"}, {"word": "う", "speaker": "B"}]}]}`, "",
			[]cue{{"A", 3 * time.Second, 4 * time.Second, "はい"}, {"B", 5 * time.Second, 8 * time.Second, "そう"}}},
		{"words without a text", "a.json", `{"segments": [{"start": 3, "end": 8, "words": [{"word": " We"}, {"word": " walked."}]}]}`, "",
			[]cue{{"", 3 * time.Second, 8 * time.Second, "We walked."}}},
		{"a byte order mark", "a.json", "\ufeff" + `{"segments": [{"start": 0, "end": 1, "text": "Yes."}]}`, "",
			[]cue{{"", 0, time.Second, "Yes."}}},
		{"the language in full", "a.json", `{"segments": [{"start": 0, "end": 1, "text": "Yes."}], "language": "english"}`, "",
			[]cue{{"", 0, time.Second, "Yes."}}},
		{"no times", "a.json", `{"segments": [{"text": "Yes."}]}`, "", []cue{{"", corpus.NoTime, corpus.NoTime, "Yes."}}},
		{"times that are not plausible", "a.json", `{"segments": [{"start": -3, "end": 1e9, "text": "Yes."}]}`, "",
			[]cue{{"", corpus.NoTime, corpus.NoTime, "Yes."}}},
		{"a segment without words", "a.json", `{"segments": [{"start": 0, "end": 1, "text": " "}, {"start": 1, "end": 2, "text": "a\nb"}]}`, "",
			[]cue{{"", time.Second, 2 * time.Second, "a b"}}},
		{"the table", "a.tsv", "start\tend\ttext\n0\t4200\tHow did it begin?\n4200\t9500\tWith money & luck.\n", "", plain},
		{"the table with speakers", "a.tsv", "START\tEND\tTEXT\tSPEAKER\n0\t4200\tHow did it begin?\tSPEAKER_00\n" +
			"4200\t9500\tWith money & luck.\tSPEAKER_01\n", "", voices},
		{"quotation marks in the table", "a.tsv", "start\tend\ttext\n0\t1000\t\"No,\" she said.\n", "",
			[]cue{{"", 0, time.Second, "\"No,\" she said."}}},
		{"a quotation mark without end in the table", "a.tsv", "start\tend\ttext\n0\t1000\t\"No, we\n\n1000\t2000\twaited.\"\n", "",
			[]cue{{"", 0, time.Second, "\"No, we"}, {"", time.Second, 2 * time.Second, "waited.\""}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			if doc.Language != tt.language {
				t.Errorf("language %q, want %q", doc.Language, tt.language)
			}
		})
	}
}

func TestInvalidWhisper(t *testing.T) {
	tests := []struct {
		name, file, data string
		is               error
		says             string
	}{
		{"broken off", "a.json", `{"segments": [{"start": 0`, ErrDamaged, "breaks off in the middle"},
		{"not JSON", "a.json", "{\n\"segments\": x}", ErrDamaged, "line 2: invalid character 'x'"},
		{"another JSON", "a.json", `{"a": 1}`, ErrUnknown, "a .json, but not from Whisper, Amazon Transcribe, Deepgram, Speechmatics"},
		{"a list", "a.json", `[]`, ErrUnknown, "not from Whisper"},
		{"segments that are a number", "a.json", `{"segments": 5}`, ErrUnknown, "not from Whisper"},
		{"segments of numbers", "a.json", `{"segments": [5]}`, ErrUnknown, "not from Whisper"},
		{"no segments", "a.json", `{"segments": []}`, ErrEmpty, "no words"},
		{"letters for times", "a.tsv", "start\tend\ttext\n0\t1\tfine\nx\ty\tz\n", ErrDamaged, `line 3: no times in "x y z"`},
		{"a column too many", "a.tsv", "start\tend\ttext\n0\t1\tfine\tSPEAKER_00\n", ErrDamaged, "line 2: 4 values for 3 columns"},
		{"answers", "a.tsv", "name\tage\tanswer\nRoe\t41\tyes\n", ErrUnknown, "a table"},
		{"an empty table", "a.tsv", "", ErrEmpty, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
}
