package format

import (
	"fmt"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// The times of a cue, regardless of the settings after them: WebVTT has a full stop
// before the milliseconds and may leave out the hours, SRT has a comma; SBV has a
// comma between the times instead of an arrow. Other programs draw the arrow in other
// ways, and put a colon before the milliseconds or full stops everywhere.
var (
	arrow = lazyregexp.New(`^\s*(\S+?)\s*(-->|[-–—]>|→)\s*(\S+)`)
	comma = lazyregexp.New(`^\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*,\s*(\d+:\d\d(?::\d\d)?\.\d+)\s*$`)

	onlySeconds = lazyregexp.New(`^\d{1,6}[.,]\d{1,9}$`)
	oddTime     = lazyregexp.New(`^(?:(\d{1,2})[:.])?(\d{1,2})[:.](\d{1,2})(?:[:.,](\d{1,3}))?$`)
)

// How times are written, for messages.
const (
	arrowExample = "00:01:02.000 --> 00:01:05.000"
	commaExample = "0:01:02.000,0:01:05.000"
)

func readVTT(data []byte) (corpus.Document, error) { return readCues(data, cueFormat{webVTT: true}) }
func readSRT(data []byte) (corpus.Document, error) { return readCues(data, cueFormat{}) }
func readSBV(data []byte) (corpus.Document, error) { return readCues(data, cueFormat{commas: true}) }

// A cueFormat is in what the formats of subtitles differ.
type cueFormat struct {
	webVTT bool // cues have identifiers; notes and styles are between them
	commas bool // between times; cues have no numbers
}

// A cueReader collects the cues of a file and what is between them.
type cueReader struct {
	cueFormat
	rows     []string
	cues     []*subtitle
	left     []leftRow
	number   int             // of the last cue that has one
	openings map[string]bool // of lines, before a colon, that are names although a sentence could end in them
	chevrons bool            // lines begin with them where another one speaks
	doc      corpus.Document
}

// A subtitle is a cue: its times, and who says what.
type subtitle struct {
	corpus.Block
	row   int    // of its time
	place int    // among all cues, from 1
	voice string // that its identifier names
	id    string // its identifier, if that may be a name
	idRow int
	lines []string
	said  []cueText
}

// A cueText is what one voice says in a cue, on one line.
type cueText struct{ voice, text string }

// A leftRow is something left out, and the row from which it comes.
type leftRow struct {
	row int
	corpus.LeftOut
}

// readCues reads subtitles. Each voice in a cue is a block; numbers, styles and settings
// of cues are no words. One cue with invalid times makes the whole file fail, with the
// line in the error, since a transcript with some wrong times is worse than none.
func readCues(data []byte, f cueFormat) (corpus.Document, error) {
	body, name, err := Decode(data)
	if err != nil {
		return corpus.Document{}, err
	}
	rows := strings.Split(body, "\n")
	r := cueReader{cueFormat: f.kindOfCues(rows), rows: rows, number: -1}
	if err := r.times(); err != nil {
		return corpus.Document{}, err
	}
	r.texts()
	r.byIdentifier()
	r.voices()
	r.rolling()
	doc, err := r.document()
	doc.Encoding = name
	return doc, err
}

// times finds the cues by their times.
func (r *cueReader) times() error {
	for i, row := range r.rows {
		m, sure := r.timesOf(row)
		if m == nil {
			if sure {
				return fmt.Errorf("%w: line %d: no times in %q", ErrDamaged, i+1, clip(row))
			}
			continue
		}
		cue := &subtitle{Block: corpus.Block{Kind: corpus.CueBlock, Gap: true}, row: i, place: len(r.cues) + 1}
		var ok1, ok2 bool
		cue.From, ok1 = cueTime(m[0])
		cue.To, ok2 = cueTime(m[1])
		switch {
		case ok1 && ok2:
		case sure:
			return fmt.Errorf("%w: line %d: no such time as in %q; write %s", ErrDamaged, i+1, clip(row), arrowExample)
		default: // words
			continue
		}
		if len(r.cues) == maxBlocks {
			return fmt.Errorf("%w: more than %d cues", ErrTooLarge, maxBlocks)
		}
		r.cues = append(r.cues, cue)
	}
	if len(r.cues) > 0 {
		return nil
	}
	if r.webVTT && !strings.HasPrefix(strings.TrimSpace(r.rows[0]), "WEBVTT") {
		return fmt.Errorf("%w: line 1: a WebVTT file begins with WEBVTT", ErrDamaged)
	}
	example := arrowExample
	if r.commas {
		example = commaExample
	}
	return fmt.Errorf("%w: no cue (as %s) in it", ErrDamaged, example)
}

// timesOf are the two times of a row, nil for none; sure tells whether the row can be nothing
// else than the times of a cue.
func (r *cueReader) timesOf(row string) (times []string, sure bool) {
	if r.commas {
		if m := comma().FindStringSubmatch(row); m != nil {
			return m[1:], true
		}
		return nil, false
	}
	sure = strings.Contains(row, "-->")
	if first := strings.TrimLeft(row, " \t"); !sure && (first == "" || first[0] < '0' || first[0] > '9') {
		return nil, false
	}
	m := arrow().FindStringSubmatch(row)
	if m == nil || sure != (m[2] == "-->") || !sure && strings.TrimSpace(row) != strings.TrimSpace(m[0]) {
		return nil, sure
	}
	return []string{m[1], m[3]}, sure
}

// document puts the text together, a block for each voice.
func (r *cueReader) document() (corpus.Document, error) {
	b := builder{doc: r.doc}
	for _, cue := range r.cues {
		for _, u := range cue.said {
			cue.Voice = u.voice
			if err := b.add(u.text, cue.Block); err != nil {
				return corpus.Document{}, err
			}
		}
	}
	for _, l := range r.inOrder() {
		if err := b.leaveOut(l.Why, l.Where, l.Text); err != nil {
			return corpus.Document{}, err
		}
	}
	return b.document(), nil
}

// clip shortens a line for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
