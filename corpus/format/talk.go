package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// A talk puts the words of a speech recogniser together: a cue ends where somebody else
// speaks, after a sentence and at a pause.
type talk struct {
	builder
	text     strings.Builder
	voice    string
	from, to time.Duration
}

// A word is a word or a punctuation mark.
type word struct {
	text     string
	voice    string
	from, to time.Duration // [corpus.NoTime] if unknown
	joined   bool          // there is no blank before it
}

// longPause is the shortest pause that ends a cue.
const longPause = 2 * time.Second

// sayAll adds words. The error wraps [ErrTooLarge].
func (t *talk) sayAll(words []word) error {
	for _, w := range words {
		if err := t.say(w); err != nil {
			return err
		}
	}
	return nil
}

// say adds a word. The error wraps [ErrTooLarge].
func (t *talk) say(w word) error {
	w.text = clean(w.text)
	if strings.TrimSpace(w.text) == "" {
		return nil
	}
	if w.joined && t.text.Len() > 0 && strings.IndexFunc(w.text, wordRune) < 0 {
		w.voice = t.voice // a punctuation mark
	}
	if t.text.Len() > 0 && (w.voice != t.voice || !w.joined && t.ended(w.from)) {
		if err := t.end(); err != nil {
			return err
		}
	}
	if t.text.Len() == 0 {
		t.voice, t.from, t.to = w.voice, w.from, w.to
	} else if !w.joined {
		t.text.WriteByte(' ')
	}
	if t.from == corpus.NoTime {
		t.from = w.from
	}
	if w.to != corpus.NoTime {
		t.to = w.to
	}
	t.text.WriteString(w.text)
	return nil
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// ended reports whether a cue ends before a word that begins at a time.
func (t *talk) ended(at time.Duration) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t.text.String(), ` "')»”’`))
	if strings.ContainsRune(".?!…。？！؟।", last) {
		return true
	}
	return at != corpus.NoTime && t.to != corpus.NoTime && at-t.to >= longPause
}

// end ends a cue.
func (t *talk) end() error {
	text := t.text.String()
	t.text.Reset()
	return t.utter(text, t.voice, t.from, t.to)
}

// channelName is how the speaker in a channel is called: ch_0 is "Channel 0".
func channelName(v voiceLabel) string {
	if number := strings.TrimPrefix(string(v), "ch_"); number != "" && strings.Trim(number, "0123456789") == "" {
		return "Channel " + number
	}
	return string(v)
}

// byTime sorts words of several channels by when they begin; what has no time, as a
// punctuation mark, stays behind the word before it.
func byTime(words []word) {
	at := corpus.NoTime
	begin := make([]time.Duration, len(words))
	for i, w := range words {
		if w.from != corpus.NoTime {
			at = w.from
		}
		begin[i] = at
	}
	order := make([]int, len(words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(max(-1, min(1, begin[a]-begin[b]))) })
	sorted := make([]word, len(words))
	for i, from := range order {
		sorted[i] = words[from]
	}
	copy(words, sorted)
}

// A clock is a time in JSON: a number of seconds, also as a text ("1.5", "1.500s"), or an
// object of seconds and nanos.
type clock struct {
	seconds float64
	known   bool
}

// UnmarshalJSON implements [json.Unmarshaler]. What is no time is unknown.
func (c *clock) UnmarshalJSON(data []byte) error {
	*c = clock{}
	if bytes.HasPrefix(data, []byte("{")) {
		var parts struct{ Seconds, Nanos json.RawMessage }
		if err := json.Unmarshal(data, &parts); err != nil {
			return err
		}
		whole, _ := strconv.ParseFloat(strings.Trim(string(parts.Seconds), `"`), 64)
		nanos, _ := strconv.ParseFloat(string(parts.Nanos), 64)
		*c = clock{whole + nanos/1e9, true}
		return nil
	}
	s := strings.TrimSuffix(strings.Trim(string(data), `"`), "s")
	if d, ok := corpus.ParseTime(s); ok {
		*c = clock{d.Seconds(), true}
	} else if n, err := strconv.ParseFloat(s, 64); err == nil {
		*c = clock{n, true}
	}
	return nil
}

// time returns the time, in units of a second; [corpus.NoTime] if it is not known.
func (c clock) time(unit float64) time.Duration {
	if !c.known {
		return corpus.NoTime
	}
	return seconds(c.seconds * unit)
}

// A voiceLabel is who speaks, in JSON: a number, a text or an object with a name.
type voiceLabel string

// UnmarshalJSON implements [json.Unmarshaler].
func (v *voiceLabel) UnmarshalJSON(data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("{")):
		var object struct{ Name, ID any }
		if err := json.Unmarshal(data, &object); err != nil {
			return err
		}
		for _, value := range []any{object.ID, object.Name} {
			switch value.(type) {
			case string, float64:
				*v = voiceLabel(oneLine(fmt.Sprint(value)))
			}
		}
	case bytes.HasPrefix(data, []byte(`"`)):
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*v = voiceLabel(oneLine(s))
	case len(data) > 0 && data[0] <= '9': // neither null nor a truth value
		*v = voiceLabel(data)
	}
	return nil
}

// name is how a speaker is called: a bare number or letter is "Speaker 1".
func (v voiceLabel) name() string {
	s := string(v)
	if s != "" && strings.Trim(s, "0123456789") == "" || len(s) == 1 {
		return "Speaker " + s
	}
	return s
}

// A jsonList is a list without the elements that are null; a value that is no list is
// an error.
type jsonList[T any] []T

// UnmarshalJSON implements [json.Unmarshaler].
func (l *jsonList[T]) UnmarshalJSON(data []byte) error {
	if *l = nil; string(data) == "null" {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.New("a value where a list is expected")
	}
	for d.More() {
		var x *T
		if err := d.Decode(&x); err != nil {
			return err
		}
		if x != nil {
			*l = append(*l, *x)
		}
	}
	return nil
}
