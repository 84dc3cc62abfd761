package format

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"crosscase/corpus"
)

// A cue's times, whatever the settings behind them: WebVTT has a dot before the
// milliseconds and may leave out the hours, SRT has a comma; SBV has a comma
// between the times instead of an arrow.
var (
	arrow  = lazily(`^\s*(\S+)\s*-->\s*(\S+)`)
	voice  = lazily(`(?s)<v(?:\.[^\s>]*)?\s+([^>]*)>`)
	markup = lazily(`</?[a-zA-Z][^<>]*>|</?\d[\d:.]*>|\{\\[^}]*\}`)

	comma = lazily(`^\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*,\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*$`)
)

func readVTT(data []byte) (corpus.Document, error) { return readCues(data, "WEBVTT", arrow()) }
func readSRT(data []byte) (corpus.Document, error) { return readCues(data, "", arrow()) }
func readSBV(data []byte) (corpus.Document, error) { return readCues(data, "", comma()) }

// readCues reads subtitles. What a cue says is a block of its own, each voice
// for itself; cue numbers, notes, styles and settings are left out. A cue with
// broken times makes the whole file fail, with its line, since a transcript
// whose times are partly right is worse than none.
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
			return corpus.Document{}, fmt.Errorf("%w: line %d: no such time as in %q; write 00:01:02.000 --> 00:01:05.000", ErrDamaged, i+1, clip(rows[i]))
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
		return corpus.Document{}, fmt.Errorf("%w: no cue (as %s) in it", ErrDamaged, map[bool]string{true: "00:01:02.000 --> 00:01:05.000", false: "0:01:02.000,0:01:05.000"}[times == arrow()])
	}
	doc := b.document()
	doc.Encoding = name
	return doc, nil
}

// cue adds what one cue says, a block for each voice in it.
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

// plain is a cue's text without markup, in one line.
func plain(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(markup().ReplaceAllString(s, ""))), " ")
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
