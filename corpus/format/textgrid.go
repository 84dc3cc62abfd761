package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"crosscase/corpus"
)

// readTextGrid reads the annotations of Praat in its long and its short text format
// (Praat manual, "TextGrid file formats"). As Praat does, it takes only the numbers
// and the texts in quotation marks that stand free and leaves out what is around them,
// so both formats are one. Interval tiers are speakers, by their names; intervals
// without a text are pauses. Point tiers are left out.
func readTextGrid(data []byte) (corpus.Document, error) {
	if bytes.HasPrefix(data, []byte("ooBinaryFile")) {
		return corpus.Document{}, fmt.Errorf("%w: a binary TextGrid; open it in Praat and save it as a text file", ErrUnknown)
	}
	text, name, err := Decode(data)
	if err != nil {
		return corpus.Document{}, err
	}
	g := gridReader{text: text}
	s, err := g.score()
	if err != nil {
		return corpus.Document{}, err
	}
	var b builder
	if err := b.score(s); err != nil {
		return corpus.Document{}, err
	}
	doc := b.document()
	doc.Encoding = name
	return doc, nil
}

// A gridReader reads free-standing numbers and texts; the first error stays.
type gridReader struct {
	text string
	at   int // next byte
	err  error
}

// score reads the file.
func (g *gridReader) score() (s score, err error) {
	class := g.quoted()
	if strings.HasPrefix(class, "ooTextFile") {
		class = g.quoted()
	}
	switch {
	case strings.HasPrefix(class, "Praat chronological"):
		return s, fmt.Errorf("%w: a chronological TextGrid; open it in Praat and save it as a text file", ErrUnknown)
	case class != "TextGrid":
		return s, fmt.Errorf(`%w: no "TextGrid" at the beginning; save the annotations in Praat as a text file`, ErrDamaged)
	}
	g.number() // beginning and end of the recording
	g.number()
	for left := g.number(); left > 0 && g.err == nil; left-- {
		if err := g.tier(&s); err != nil {
			return s, err
		}
	}
	withoutPhones(s.tiers)
	return s, g.err
}

// tier reads a tier.
func (g *gridReader) tier(s *score) error {
	class, name := g.quoted(), g.quoted()
	points := class == "TextTier"
	if g.err == nil && !points && class != "IntervalTier" {
		return g.broken(fmt.Sprintf("a tier of the class %q", clip(class)))
	}
	g.number() // beginning and end of the tier
	g.number()
	t := s.tier(name, name, points)
	for left := g.number(); left > 0 && g.err == nil; left-- {
		from := g.number()
		to := from
		if !points {
			to = g.number()
		}
		x := segment{text: g.quoted(), from: seconds(from), to: seconds(to)}
		x.at = int64(x.from)
		if err := s.add(t, x); err != nil {
			return err
		}
	}
	return g.err
}

// withoutPhones leaves out the sounds that the Montreal Forced Aligner writes below the
// words: the tier "Roe - phones" below "Roe - words", whose speaker is Roe.
func withoutPhones(tiers []*tier) {
	words := map[string]bool{}
	for _, t := range tiers {
		if speaker, ok := strings.CutSuffix(t.name, "words"); ok && !t.leftOut {
			words[speaker] = true
			t.voice = strings.TrimRight(speaker, " -")
		}
	}
	for _, t := range tiers {
		speaker, ok := strings.CutSuffix(t.name, "phones")
		t.leftOut = t.leftOut || ok && words[speaker]
	}
}

// number returns the next free-standing number.
func (g *gridReader) number() float64 {
	for g.err == nil {
		word, quoted := g.next()
		if quoted {
			g.err = g.broken(fmt.Sprintf("the text %q instead of a number", clip(word)))
			break
		}
		if strings.IndexByte("0123456789.-+", word[0]) >= 0 {
			if n, err := strconv.ParseFloat(word, 64); err == nil {
				return n
			}
		}
	}
	return 0
}

// quoted returns the next text in quotation marks.
func (g *gridReader) quoted() string {
	for g.err == nil {
		word, quoted := g.next()
		if quoted {
			return word
		}
		if _, err := strconv.ParseFloat(word, 64); err == nil && word[0] <= '9' {
			g.err = g.broken(fmt.Sprintf("the number %s instead of a text", clip(word)))
		}
	}
	return ""
}

// next returns the next free-standing word or text; a word is never empty. A comment
// goes from ! to the end of its line.
func (g *gridReader) next() (word string, quoted bool) {
	for {
		g.at += len(g.text[g.at:]) - len(strings.TrimLeft(g.text[g.at:], " \t\n\f\v\u00a0"))
		if g.at == len(g.text) {
			g.err = fmt.Errorf("%w: it breaks off in the middle", ErrDamaged)
			return " ", false
		}
		if g.text[g.at] != '!' {
			break
		}
		g.at = g.after('\n')
	}
	start := g.at
	if g.text[start] != '"' {
		if n := strings.IndexAny(g.text[start:], " \t\n\f\v"); n >= 0 {
			g.at += n
		} else {
			g.at = len(g.text)
		}
		return g.text[start:g.at], false
	}
	for g.at++; g.at < len(g.text); { // a quotation mark in a text is doubled
		g.at = g.after('"')
		if g.at == len(g.text) || g.text[g.at] != '"' {
			break
		}
		g.at++
	}
	if g.at == start+1 || g.text[g.at-1] != '"' {
		g.err = g.broken("a text without an end")
		return " ", false
	}
	return strings.ReplaceAll(g.text[start+1:g.at-1], `""`, `"`), true
}

// after is the byte after the next c, the end of the text if there is none.
func (g *gridReader) after(c byte) int {
	if n := strings.IndexByte(g.text[g.at:], c); n >= 0 {
		return g.at + n + 1
	}
	return len(g.text)
}

// broken says what is wrong in the current line.
func (g *gridReader) broken(what string) error {
	return fmt.Errorf("%w: line %d: %s", ErrDamaged, lineAt(g.text, g.at), what)
}
