package format

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// The times of a cue, regardless of the settings after them: WebVTT has a full stop
// before the milliseconds and may leave out the hours, SRT has a comma; SBV has a
// comma between the times instead of an arrow.
var (
	arrow  = lazyregexp.New(`^\s*(\S+)\s*-->\s*(\S+)`)
	voice  = lazyregexp.New(`(?s)<v(?:\.[^\s>]*)?\s+([^>]*)>`)
	markup = lazyregexp.New(`</?[a-zA-Z][^<>]*>|</?\d[\d:.]*>|\{\\[^}]*\}`)

	comma = lazyregexp.New(`^\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*,\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*$`)
)

// How times are written, for messages.
const (
	arrowExample = "00:01:02.000 --> 00:01:05.000"
	commaExample = "0:01:02.000,0:01:05.000"
)

func readVTT(data []byte) (corpus.Document, error) { return readCues(data, "WEBVTT", arrow()) }
func readSRT(data []byte) (corpus.Document, error) { return readCues(data, "", arrow()) }
func readSBV(data []byte) (corpus.Document, error) { return readCues(data, "", comma()) }

// readCues reads subtitles that begin with magic. Each voice in a cue is a block;
// cue numbers, notes, styles and settings are left out. One cue with invalid times
// makes the whole file fail, with the line in the error, since a transcript with
// some wrong times is worse than none.
func readCues(data []byte, magic string, times *regexp.Regexp) (corpus.Document, error) {
	body, name, err := Decode(data)
	if err != nil {
		return corpus.Document{}, err
	}
	if !strings.HasPrefix(body, magic) {
		return corpus.Document{}, fmt.Errorf("%w: line 1: a WebVTT file begins with %s", ErrDamaged, magic)
	}
	var b builder
	rows := strings.Split(body, "\n")
	cues := 0
	for i := 0; i < len(rows); i++ {
		m := times.FindStringSubmatch(rows[i])
		if m == nil {
			if times == arrow() && strings.Contains(rows[i], "-->") {
				return corpus.Document{}, fmt.Errorf("%w: line %d: no times in %q", ErrDamaged, i+1, clip(rows[i]))
			}
			continue
		}
		block := corpus.Block{Kind: corpus.CueBlock, Gap: true}
		var ok1, ok2 bool
		block.From, ok1 = corpus.ParseTime(m[1])
		block.To, ok2 = corpus.ParseTime(m[2])
		if !ok1 || !ok2 {
			return corpus.Document{}, fmt.Errorf("%w: line %d: no such time as in %q; write %s", ErrDamaged, i+1, clip(rows[i]), arrowExample)
		}
		first := i + 1
		for i+1 < len(rows) && strings.TrimSpace(rows[i+1]) != "" && !strings.Contains(rows[i+1], "-->") {
			i++
		}
		if err := b.cue(strings.Join(rows[first:i+1], " "), block); err != nil {
			return corpus.Document{}, err
		}
		cues++
	}
	if cues == 0 {
		example := arrowExample
		if times == comma() {
			example = commaExample
		}
		return corpus.Document{}, fmt.Errorf("%w: no cue (as %s) in it", ErrDamaged, example)
	}
	doc := b.document()
	doc.Encoding = name
	return doc, nil
}

// cue adds the text of one cue, a block for each voice in it.
func (b *builder) cue(text string, block corpus.Block) error {
	marks := voice().FindAllStringSubmatchIndex(text, -1)
	end := len(text)
	if len(marks) > 0 {
		end = marks[0][0]
	}
	if err := b.add(plain(text[:end]), block); err != nil {
		return err
	}
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		block.Voice = plain(text[m[2]:m[3]])
		if err := b.add(plain(text[m[1]:end]), block); err != nil {
			return err
		}
	}
	return nil
}

// plain is the text of a cue without markup, on one line.
func plain(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(markup().ReplaceAllString(s, ""))), " ")
}

// clip shortens a line for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
