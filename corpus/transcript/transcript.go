// Package transcript finds who speaks in a document.
//
// [Find] cuts a [corpus.Document] into turns. Transcribers and programs mark
// speakers in many ways; each way is a layout, with a file of its own that says
// how such a mark looks. Whether a document uses a layout is decided on the whole
// of it (judge.go), since a colon in running prose is not a speaker: what recurs,
// is short and begins with a capital is. The layout with most speakers' turns
// wins, or the one whose program signed the document; a document in which nobody
// speaks falls into its paragraphs and headings (plain.go).
//
// Every mark begins a turn, also when the same speaker goes on; paragraphs
// without one continue the turn before. Cues of subtitles are the exception:
// they are cut by the clock, so consecutive cues of one speaker are one turn.
//
// Three more things are read off the page: who attends a meeting and for which
// organisation (attendees.go), and which question of an interview guide a turn
// answers (questions.go).
package transcript

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"crosscase/corpus"
)

// A mark says that a turn begins at a block, with a speaker's label.
type mark struct {
	block  int
	name   string // as written, without decoration
	body   int    // byte of the text at which the words begin
	nobody bool   // a turn, but nobody is named
	tail   int    // bytes at the end of the turn that nobody says, as a time
	at, to time.Duration
}

// A finder tells whether a mark stands at block i.
type finder func(i int) (m mark, ok bool)

// A layout is one way to mark speakers.
type layout struct {
	name   string // for --layout
	looks  string
	needs  string                // what stands in every document of this layout; "" for nothing
	strong bool                  // what it finds is hardly anything else
	alone  bool                  // a paragraph without a mark is nobody's
	signed func() *regexp.Regexp // what its program writes into a document
	cuts   func() *regexp.Regexp // lines that nobody says
	finder func(d *document) finder
}

// layouts in order of preference where two find equally many turns.
var layouts = []layout{
	zoomChat, teamsBefore, teams, whisper, nvivo, f4, evidence, hearing, court, debate, meet, otter, rev, trint, descript, oTranscribe, focusGroup,
	colon, clockLine, bold, brackets, capitals, columns, minutes,
}

// The layouts that documents bring along: speakers named by the format itself,
// and nobody speaking.
const (
	Voices = "voices"
	Plain  = "plain"
)

// Layouts lists the names of all layouts with how each looks.
func Layouts() [][2]string {
	all := [][2]string{{Voices, "<v Name> in subtitles, a speaker's column in a table"}, {Plain, "nobody speaks"}}
	for _, l := range layouts {
		if all[len(all)-1][0] != l.name {
			all = append(all, [2]string{l.name, l.looks})
		}
	}
	return append(all, [2]string{guide, "1. Question? with its answers below"})
}

// Options say what is known of a document before.
type Options struct {
	Layout string                  // the name of a layout, "" to find it
	Known  func(label string) bool // labels that are speakers for certain, as names in a list; nil knows none
}

// Found is what was found in a document: its transcript, without participants and
// words, and what the document says about those who speak in it.
type Found struct {
	corpus.Transcript
	People []corpus.Person
}

// Find finds who speaks in doc. The error says so where there is no layout of
// that name, or where nobody is marked in that way.
func Find(doc corpus.Document, o Options) (Found, error) {
	if o.Known == nil {
		o.Known = func(string) bool { return false }
	}
	d := &document{Document: doc, attendees: attendeesOf(doc)}
	a := assembler{document: d, text: corpus.Text{Body: doc.Body}, speakers: map[string]int{}}
	a.guided = guided(d, o.Layout == guide)
	switch o.Layout {
	case Voices, "":
		if a.voices() {
			return a.found(), nil
		}
		if o.Layout == Voices {
			return Found{}, fmt.Errorf("layout %q: the file itself names no speakers", o.Layout)
		}
	case Plain, guide:
		a.assemble(nil)
		a.out.Layout = ""
		if o.Layout == guide {
			a.out.Layout = guide
			if len(a.out.Questions) == 0 {
				return Found{}, fmt.Errorf("layout %q: no numbered questions in it", o.Layout)
			}
		}
		return a.found(), nil
	}
	l, marks, err := choose(d, o)
	if err != nil {
		return Found{}, err
	}
	a.out.Layout, a.alone, a.cuts = l.name, l.alone, l.cuts
	a.assemble(marks)
	if l.name == "" && len(a.out.Questions) > 0 {
		a.out.Layout = guide
	}
	return a.found(), nil
}

// choose finds the layout that a document uses, with its marks.
func choose(d *document, o Options) (best layout, marks []mark, err error) {
	known := false
	signed := false
	for _, l := range layouts {
		if o.Layout != "" && o.Layout != l.name {
			continue
		}
		known = true
		if !strings.Contains(d.Body, l.needs) {
			continue
		}
		found := l.marks(d)
		if found = judge(d.Document, found, o.Known, l.strong, o.Layout != ""); len(found) == 0 {
			continue
		}
		mine := l.signed != nil && l.signed().MatchString(d.ends())
		if mine && !signed && len(found)*2 > len(marks) || len(found) > len(marks) && (!signed || len(found) > 2*len(marks)) {
			best, marks, signed = l, found, signed || mine
		}
	}
	switch {
	case !known:
		var names []string
		for _, l := range Layouts() {
			names = append(names, l[0])
		}
		return best, nil, fmt.Errorf("layout %q: there is none of that name; layouts are %s", o.Layout, strings.Join(names, ", "))
	case o.Layout != "" && len(marks) == 0:
		return best, nil, fmt.Errorf("layout %q: nobody is marked in that way", o.Layout)
	}
	return best, marks, nil
}

// lazily makes a regular expression when it is first asked for: a program that
// starts to count themes does not wait for fifty of them.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// A document is what layouts look at.
type document struct {
	corpus.Document
	attendees []attendee
}

// line is the text of block i.
func (d *document) line(i int) string { return d.Body[d.Blocks[i].Span.Start:d.Blocks[i].Span.End] }

// ends are the first and last lines, where programs sign.
func (d *document) ends() string {
	if len(d.Body) <= 3000 {
		return d.Body
	}
	return d.Body[:1500] + d.Body[len(d.Body)-1500:]
}

// lines makes a finder of a function that looks at one line: it returns the name,
// and the byte of the line at which the words begin.
func lines(find func(b corpus.Block, line string) (name string, body int, at time.Duration, ok bool)) func(*document) finder {
	return func(d *document) finder {
		return func(i int) (mark, bool) {
			name, body, at, ok := find(d.Blocks[i], d.line(i))
			return mark{name: name, body: d.Blocks[i].Span.Start + body, at: at, to: corpus.NoTime}, ok
		}
	}
}

// matching makes a finder of a regular expression with the groups name and,
// perhaps, time.
func matching(pattern func() *regexp.Regexp) func(*document) finder {
	return lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
		re := pattern()
		m := re.FindStringSubmatchIndex(line)
		if m == nil {
			return "", 0, 0, false
		}
		name, clock := re.SubexpIndex("name"), re.SubexpIndex("time")
		at := corpus.NoTime
		if clock > 0 {
			at = timeIn(line, m[2*clock], m[2*clock+1])
		}
		return line[m[2*name]:m[2*name+1]], m[1], at, true
	})
}

func (l layout) marks(d *document) []mark {
	var marks []mark
	find := l.finder(d)
	for i := range d.Blocks {
		m, ok := find(i)
		if m.name = strings.Trim(strings.Join(strings.Fields(m.name), " "), "* "); ok && (m.nobody || plausible(m.name)) {
			m.block = i
			marks = append(marks, m)
		}
	}
	return marks
}

// assembler puts turns together from blocks and the marks among them.
type assembler struct {
	*document
	text     corpus.Text
	out      corpus.Transcript
	speakers map[string]int
	alone    bool
	cuts     func() *regexp.Regexp
	guided   map[int]bool // blocks that are questions of a guide
	met      map[int]bool // attendees who speak
}

func (a *assembler) assemble(marks []mark) {
	blocks := a.Blocks
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
		for end < next && !a.takesWord(end) {
			end++
		}
		if last := end - 1; last > m.block && end == next && loneClock().MatchString(a.line(last)) { // the time of who speaks next
			end--
		}
		a.speech(m, end)
		a.plain(end, next)
	}
	a.questions()
}

// takesWord tells whether block i ends the turn of whoever speaks, though nobody
// else begins.
func (a *assembler) takesWord(i int) bool {
	return a.heading(i) || a.alone && a.Blocks[i].Gap || a.out.Layout == whisper.name ||
		a.cuts != nil && a.cuts().MatchString(a.line(i)) || a.Blocks[i].Gap && trailer().MatchString(a.line(i))
}

// trailer is what programs write below a transcript.
var trailer = lazily(`(?i)^\W*(?:transcribed by\b|this editable transcript was|transcript (?:generated|created) (?:by|with)|end of (?:transcript|recording|interview)\b)`)

var loneClock = lazily(`^\s*[\[(]?` + clock + `[\])]?\s*$`)

// speech adds the turn that m begins and that ends before block end. Subtitles
// continue the turn of the same speaker.
func (a *assembler) speech(m mark, end int) {
	first, last := a.Blocks[m.block], a.Blocks[end-1]
	t := corpus.Turn{
		Start: a.text.Trim(first.Span).Start, Body: m.body, End: a.text.Trim(last.Span).End,
		Speaker: -1, From: m.at, To: m.to,
	}
	if !m.nobody {
		t.Speaker = a.speaker(m.name)
	}
	if m.tail > 0 && end == m.block+1 {
		t.End = max(t.End-m.tail, t.Start+1)
	}
	t.Body = min(a.text.Trim(corpus.Span{Start: min(m.body, t.End), End: max(m.body, t.End)}).Start, t.End)
	if first.Kind == corpus.CueBlock {
		t.From, t.To = first.From, last.To
		if n := len(a.out.Turns); n > 0 && a.out.Turns[n-1].Speaker == t.Speaker && a.out.Turns[n-1].Body == a.out.Turns[n-1].Start && t.Body == t.Start {
			a.out.Turns[n-1].End, a.out.Turns[n-1].To = t.End, t.To
			return
		}
	}
	a.out.Turns = append(a.out.Turns, t)
}

// speaker numbers who has this label; a label that can only be one of those who
// attend is theirs.
func (a *assembler) speaker(label string) int {
	if n, ok := a.attendee(label); ok {
		if a.met == nil {
			a.met = map[int]bool{}
		}
		a.met[n] = true
		label = a.attendees[n].Name
	}
	key := strings.ToLower(label)
	i, ok := a.speakers[key]
	if !ok {
		i = len(a.out.Speakers)
		a.speakers[key] = i
		a.out.Speakers = append(a.out.Speakers, corpus.Speaker{Label: label})
	}
	return i
}

// found is the result; of those who attend, whoever speaks.
func (a *assembler) found() Found {
	f := Found{Transcript: a.out}
	for i, x := range a.attendees {
		if a.met[i] {
			f.People = append(f.People, x.Person)
		}
	}
	for _, p := range a.Pages {
		f.Pages = append(f.Pages, int32(p))
	}
	return f
}
