// Package transcript finds who speaks in a document.
//
// [Turns] cuts a [corpus.Document] into turns. Transcribers mark speakers in
// many ways; each way is a layout, with a file of its own that says how such a
// mark looks in one line. Whether a document uses a layout is decided on the
// whole of it (judge.go), since a colon in running prose is not a speaker: what
// recurs, is short and begins with a capital is. The layout with most speakers'
// turns wins; a document in which nobody speaks falls into its paragraphs and
// headings (plain.go).
//
// Every mark begins a turn, also when the same speaker goes on; paragraphs
// without one continue the turn before. Cues of subtitles are the exception:
// they are cut by the clock, so consecutive cues of one speaker are one turn.
package transcript

import (
	"strings"
	"time"

	"crosscase/corpus"
)

// A mark says that a block begins with a speaker's label.
type mark struct {
	block int
	name  string        // as written, without decoration
	body  int           // byte of the text at which the words begin
	at    time.Duration // [corpus.NoTime] if none is given
}

// A layout finds the mark at the beginning of one block; line is the block's text.
type layout struct {
	name string
	find func(b corpus.Block, line string) (name string, body int, at time.Duration, ok bool)
}

// layouts in order of preference where two find equally many turns.
var layouts = []layout{colon, clockLine, bold, brackets, capitals}

// Turns returns the transcript of doc, without participants and words. known
// tells of labels that are speakers for certain, as names in a list of
// participants; nil knows none.
func Turns(doc corpus.Document, known func(label string) bool) corpus.Transcript {
	if known == nil {
		known = func(string) bool { return false }
	}
	if t, ok := voices(doc); ok {
		return t
	}
	var best []mark
	name := ""
	for _, l := range layouts {
		if marks := judge(doc, l.marks(doc), known); len(marks) > len(best) {
			best, name = marks, l.name
		}
	}
	a := assembler{doc: doc, text: corpus.Text{Body: doc.Body}, speakers: map[string]int{}}
	a.out.Layout = name
	a.assemble(best)
	return a.out
}

func (l layout) marks(doc corpus.Document) []mark {
	var marks []mark
	for i, b := range doc.Blocks {
		name, body, at, ok := l.find(b, doc.Body[b.Span.Start:b.Span.End])
		if name = strings.Join(strings.Fields(name), " "); ok && plausible(name) {
			marks = append(marks, mark{i, name, b.Span.Start + body, at})
		}
	}
	return marks
}

// assembler puts turns together from blocks and the marks among them.
type assembler struct {
	doc      corpus.Document
	text     corpus.Text
	out      corpus.Transcript
	speakers map[string]int
}

func (a *assembler) assemble(marks []mark) {
	blocks := a.doc.Blocks
	next := len(blocks)
	if len(marks) > 0 {
		next = marks[0].block
	}
	a.plain(0, next)
	for i, m := range marks {
		next := len(blocks)
		if i+1 < len(marks) {
			next = marks[i+1].block
		}
		// A heading takes the word from whoever has it.
		end := m.block + 1
		for end < next && !a.heading(end) {
			end++
		}
		a.speech(m, end)
		a.plain(end, next)
	}
}

// speech adds the turn that m begins and that ends before block end. Subtitles
// continue the turn of the same speaker.
func (a *assembler) speech(m mark, end int) {
	first, last := a.doc.Blocks[m.block], a.doc.Blocks[end-1]
	t := corpus.Turn{
		Start: a.text.Trim(first.Span).Start, Body: m.body, End: a.text.Trim(last.Span).End,
		Speaker: a.speaker(m.name), From: m.at, To: corpus.NoTime,
	}
	t.Body = min(a.text.Trim(corpus.Span{Start: m.body, End: max(m.body, t.End)}).Start, t.End)
	if first.Kind == corpus.CueBlock {
		t.From, t.To = first.From, last.To
		if n := len(a.out.Turns); n > 0 && a.out.Turns[n-1].Speaker == t.Speaker && a.out.Turns[n-1].Body == a.out.Turns[n-1].Start && t.Body == t.Start {
			a.out.Turns[n-1].End, a.out.Turns[n-1].To = t.End, t.To
			return
		}
	}
	a.out.Turns = append(a.out.Turns, t)
}

func (a *assembler) speaker(label string) int {
	key := strings.ToLower(label)
	i, ok := a.speakers[key]
	if !ok {
		i = len(a.out.Speakers)
		a.speakers[key] = i
		a.out.Speakers = append(a.out.Speakers, corpus.Speaker{Label: label})
	}
	return i
}
