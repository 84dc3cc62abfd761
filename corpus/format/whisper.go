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

// seconds is a time as Whisper writes it; JSON may hold it as a number or not at
// all.
func seconds(s float64) time.Duration {
	if !(s >= 0 && s < 1e6) { // eleven days
		return corpus.NoTime
	}
	return time.Duration(s*1000+0.5) * time.Millisecond
}

// readWhisperJSON reads what Whisper, WhisperX and whisper.cpp write: segments
// with their times and, from WhisperX, their speakers.
func readWhisperJSON(data []byte) (corpus.Document, error) {
	var file whisperFile
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	err := json.Unmarshal(data, &file)
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, ErrTooLarge):
		return corpus.Document{}, err
	case errors.As(err, &syntax) && int(syntax.Offset) >= len(bytes.TrimSpace(data)):
		return corpus.Document{}, fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
	case errors.As(err, &syntax):
		return corpus.Document{}, fmt.Errorf("%w: line %d: %v", ErrDamaged, 1+bytes.Count(data[:syntax.Offset], []byte("\n")), err)
	case err != nil, file.Segments == nil && file.Transcription == nil:
		return corpus.Document{}, fmt.Errorf(`%w: a .json, but not from Whisper: no "segments" with "start", "end" and "text" in it`, ErrUnknown)
	}
	var b builder
	for _, s := range file.Segments {
		block := corpus.Block{Kind: corpus.CueBlock, Gap: true, Voice: plain(s.Speaker), From: corpus.NoTime, To: corpus.NoTime}
		if s.Start != nil {
			block.From = seconds(*s.Start)
		}
		if s.End != nil {
			block.To = seconds(*s.End)
		}
		if err := b.add(said(s.Text), block); err != nil {
			return corpus.Document{}, err
		}
	}
	for _, s := range file.Transcription {
		block := corpus.Block{Kind: corpus.CueBlock, Gap: true, Voice: plain(s.Speaker), From: seconds(s.Offsets.From / 1000), To: seconds(s.Offsets.To / 1000)}
		if err := b.add(said(s.Text), block); err != nil {
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

// whisperFile is what the three programs write, each its own part of it.
type whisperFile struct {
	Language string                    `json:"language"`
	Result   struct{ Language string } `json:"result"`
	Segments bounded[struct {
		Start, End *float64
		Text       string
		Speaker    string
	}] `json:"segments"`
	Transcription bounded[struct { // whisper.cpp
		Offsets struct{ From, To float64 }
		Text    string
		Speaker string
	}] `json:"transcription"`
}

// A bounded list has no more elements than a transcript has paragraphs, whatever
// a file holds.
type bounded[T any] []T

// UnmarshalJSON implements [json.Unmarshaler].
func (b *bounded[T]) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return err // null is no list
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

// said is a segment's text in one line.
func said(s string) string { return clean(strings.Join(strings.Fields(s), " ")) }

// readTSV reads Whisper's table of segments: start and end in milliseconds, text.
func readTSV(data []byte) (corpus.Document, error) {
	t, err := readSeparated(data, '\t')
	if err != nil {
		return corpus.Document{}, err
	}
	if !whisperColumns(t) {
		return corpus.Document{}, errSurvey
	}
	var b builder
	for _, r := range t.Rows {
		from, err1 := strconv.ParseFloat(r.Values[0], 64)
		to, err2 := strconv.ParseFloat(r.Values[1], 64)
		if err1 != nil || err2 != nil {
			return corpus.Document{}, fmt.Errorf("%w: line %d: no times in %q", ErrDamaged, r.Line, clip(strings.Join(r.Values, " ")))
		}
		block := corpus.Block{Kind: corpus.CueBlock, Gap: true, From: seconds(from / 1000), To: seconds(to / 1000)}
		if len(r.Values) > 3 {
			block.Voice = plain(r.Values[3])
		}
		if err := b.add(said(r.Values[2]), block); err != nil {
			return corpus.Document{}, err
		}
	}
	doc := b.document()
	doc.Encoding = t.Encoding
	return doc, nil
}

func whisperColumns(t corpus.Table) bool {
	return len(t.Columns) >= 3 && strings.EqualFold(t.Columns[0], "start") && strings.EqualFold(t.Columns[1], "end") && strings.EqualFold(t.Columns[2], "text")
}
