package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
)

// seconds returns a time that Whisper writes in seconds, [corpus.NoTime] if it is not
// plausible.
func seconds(s float64) time.Duration {
	if !(s >= 0 && s < 1e6) { // eleven days
		return corpus.NoTime
	}
	return time.Duration(s*1000+0.5) * time.Millisecond
}

// readWhisperJSON reads what Whisper, WhisperX and whisper.cpp write: segments with
// their times and, in WhisperX, their speakers. Where words have speakers of their own,
// a segment is cut where the speaker changes.
func readWhisperJSON(data []byte) (corpus.Document, error) {
	var file whisperFile
	if err := file.parse(bytes.TrimPrefix(data, []byte("\ufeff"))); err != nil {
		return corpus.Document{}, err
	}
	var b builder
	for _, s := range file.Segments {
		for _, part := range s.bySpeaker() {
			if err := b.segment(part.Text, part.Speaker, timeOf(part.Start), timeOf(part.End)); err != nil {
				return corpus.Document{}, err
			}
		}
	}
	for _, s := range file.Transcription {
		if err := b.segment(s.Text, s.Speaker, seconds(s.Offsets.From/1000), seconds(s.Offsets.To/1000)); err != nil {
			return corpus.Document{}, err
		}
	}
	doc := b.document()
	doc.Encoding, doc.Language = "utf-8", file.Language+file.Result.Language
	if len(doc.Language) > 3 { // some versions write "english"
		doc.Language = ""
	}
	return doc, nil
}

// segment adds the text of one segment on one line.
func (b *builder) segment(text, speaker string, from, to time.Duration) error {
	text = clean(strings.Join(strings.Fields(text), " "))
	return b.add(text, corpus.Block{Kind: corpus.CueBlock, Gap: true, Voice: plain(speaker), From: from, To: to})
}

// A whisperFile is the file of any of the three programs.
type whisperFile struct {
	Language      string                    `json:"language"`
	Result        struct{ Language string } `json:"result"`
	Segments      bounded[whisperSegment]   `json:"segments"`
	Transcription bounded[struct {          // whisper.cpp
		Offsets struct{ From, To float64 }
		Text    string
		Speaker string
	}] `json:"transcription"`
}

// A whisperSegment is a sentence or so.
type whisperSegment struct {
	Start, End *float64
	Text       string
	Speaker    string
	Words      bounded[whisperWord]
}

// A whisperWord is a word of a segment, in WhisperX and aTrain with its speaker.
type whisperWord struct {
	Start, End    *float64
	Word, Speaker string
}

// bySpeaker cuts a segment where the speaker of its words changes. A word without a
// speaker goes with the one before it, or else with the first that has one. All letters
// of the segment's text stay, since the words may lack some.
func (s whisperSegment) bySpeaker() []whisperSegment {
	if strings.TrimSpace(s.Text) == "" {
		for _, w := range s.Words {
			s.Text += " " + strings.TrimSpace(w.Word)
		}
	}
	part := whisperSegment{Start: s.Start, Speaker: s.Speaker}
	var parts []whisperSegment
	from, at, known := 0, 0, false
	for _, w := range s.Words {
		begin, end := placeOf(strings.TrimSpace(w.Word), s.Text, at)
		if end == 0 {
			continue
		}
		at = end
		if w.Speaker != "" && w.Speaker != part.Speaker {
			if known {
				part.Text = s.Text[from:begin]
				parts = append(parts, part)
				part, from = whisperSegment{Start: w.Start}, begin
			}
			part.Speaker = w.Speaker
		}
		known = known || w.Speaker != ""
		if w.End != nil {
			part.End = w.End
		}
	}
	part.Text, part.End = s.Text[from:], s.End
	return append(parts, part)
}

// placeOf is where a word is in text after a byte: near it, since a segment may be long.
// end is 0 if it is not there.
func placeOf(word, text string, after int) (begin, end int) {
	n := strings.Index(text[after:min(len(text), after+len(word)+100)], word)
	if word == "" || n < 0 {
		return 0, 0
	}
	return after + n, after + n + len(word)
}

// timeOf is a time in seconds, [corpus.NoTime] for none.
func timeOf(s *float64) time.Duration {
	if s == nil {
		return corpus.NoTime
	}
	return seconds(*s)
}

// parse reads the file, and names the line of an error in its syntax.
func (f *whisperFile) parse(data []byte) error {
	err := json.Unmarshal(data, f)
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, ErrTooLarge):
		return err
	case errors.As(err, &syntax) && int(syntax.Offset) >= len(bytes.TrimSpace(data)):
		return fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: line %d: %v", ErrDamaged, 1+bytes.Count(data[:syntax.Offset], []byte("\n")), err)
	case err != nil, f.Segments == nil && f.Transcription == nil:
		return fmt.Errorf(`%w: a .json, but not from Whisper: no "segments" with "start", "end" and "text" in it`, ErrUnknown)
	}
	return nil
}

// A bounded list has at most maxBlocks elements.
type bounded[T any] []T

// UnmarshalJSON implements [json.Unmarshaler].
func (b *bounded[T]) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return err // null is not a list
	}
	*b = bounded[T]{}
	for d.More() {
		if len(*b) == maxBlocks {
			return fmt.Errorf("%w: more than %d segments", ErrTooLarge, maxBlocks)
		}
		var x T
		if err := d.Decode(&x); err != nil {
			return err
		}
		*b = append(*b, x)
	}
	return nil
}

// readTSV reads Whisper's table of segments: start and end in milliseconds, text and
// perhaps speaker.
func readTSV(data []byte) (corpus.Document, error) {
	t, err := readSeparated(data, '\t')
	if err != nil {
		return corpus.Document{}, err
	}
	if !whisperColumns(t.Columns) {
		return corpus.Document{}, errSurvey
	}
	var b builder
	for _, r := range t.Rows {
		from, err1 := strconv.ParseFloat(r.Values[0], 64)
		to, err2 := strconv.ParseFloat(r.Values[1], 64)
		if err1 != nil || err2 != nil {
			return corpus.Document{}, fmt.Errorf("%w: line %d: no times in %q", ErrDamaged, r.Line, clip(strings.Join(r.Values, " ")))
		}
		speaker := ""
		if len(r.Values) > 3 {
			speaker = r.Values[3]
		}
		if err := b.segment(r.Values[2], speaker, seconds(from/1000), seconds(to/1000)); err != nil {
			return corpus.Document{}, err
		}
	}
	doc := b.document()
	doc.Encoding = t.Encoding
	return doc, nil
}

// whisperColumns reports whether the columns are those of Whisper's segments.
func whisperColumns(columns []string) bool {
	return len(columns) >= 3 && strings.EqualFold(strings.TrimSpace(columns[0]), "start") &&
		strings.EqualFold(strings.TrimSpace(columns[1]), "end") && strings.EqualFold(strings.TrimSpace(columns[2]), "text")
}
