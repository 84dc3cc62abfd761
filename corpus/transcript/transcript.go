// Package transcript finds who speaks in a document.
//
// [Find] cuts a [corpus.Document] into turns. Transcribers and programs mark
// speakers in many ways. Each way is a layout, with a file of its own that defines
// what its marks look like; [Layouts] lists them. Whether a document uses a layout
// is decided on the whole of it (speakers.go), by evidence: labels that recur and take
// turns, that name a role or somebody who is known. What a label is made of says how
// much of it there must be (label.go). [Found.Labels] lists all that look like labels, with
// what they are taken for and why. The layout with most turns wins, or that of the
// program that signed the document. A document without speakers is cut into its
// paragraphs and headings (plain.go).
//
// Every mark begins a turn, even if the same speaker continues; paragraphs without
// a mark belong to the turn before, but where only those who ask have labels: then they
// are nobody's. A mark whose label is not believed begins a turn of nobody; one with a slip
// or of an odd form that recurs is its speaker's (slips.go). Subtitles are the exception:
// they are cut by the clock, so consecutive cues of one speaker are one turn.
//
// The lines above a transcript that say who is interviewed, by whom, when and where are
// no speech; they say who the labels below are (head.go). The package also finds who
// attends a meeting and for which organisation (attendees.go), and which question of an
// interview guide a turn answers (questions.go).
//
// These laws hold for every document and layout (laws_test.go):
//
//   - Order: turns are in order, inside the text, on rune boundaries, and never
//     overlap ([corpus.Transcript.Check]).
//   - Nothing is lost: every letter of the document is in a turn, except for the
//     times after the words, columns and names beside them in tables, times on lines
//     of their own, and notices of chat programs, which are listed.
//   - Nobody is given another's words: a line that has the form of a mark begins a turn,
//     unless its label is listed as prose, which is never a short name.
//   - Named layouts: a layout that is asked for is used, or the error names it.
package transcript

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"crosscase/corpus"
)

// A mark is the beginning of a turn at a block, with a speaker's label.
type mark struct {
	block   int
	name    string   // as written, without decoration
	key     string   // the same for all spellings of name
	body    int      // byte of the text at which the words begin
	inside  []string // what brackets behind the name hold, where the layout has split them; nil where it has not
	nobody  bool     // the turn has no speaker
	silent  bool     // the block is among what is left out, and no turn
	strange bool     // of a form that shows a name, but not that it is that of a speaker
	legend  bool     // a legend declares the label
	before  int      // blocks above that are its time
	tail    int      // bytes at the end of block tailOf that are not spoken if the turn ends there, as a time
	tailOf  int
	start   int    // byte at which the turn begins within its block, 0 for the beginning of the block
	more    []mark // others in the same block
	at, to  time.Duration
}

// A finder returns the mark at block i; ok is false if there is none. It is called
// for each block in order.
type finder func(i int) (m mark, ok bool)

// A layout is one way to mark speakers.
type layout struct {
	name        string // for --layout
	example     string
	requires    string                 // text that is in every document of this layout; "" for nothing
	distinctive bool                   // its marks are rarely anything else
	timed       bool                   // each of its marks has a time, so that it is no prose
	loose       bool                   // labels of any letters may be speakers in it
	recurs      bool                   // only labels that recur are speakers by its form
	separate    bool                   // a paragraph without a mark has no speaker
	signature   func() *regexp.Regexp  // what its program writes into a document; nil for nothing
	proved      func(d *document) bool // reports whether the document says itself that it has this layout; nil for never
	interrupts  func() *regexp.Regexp  // lines that end a turn and are not spoken; nil for none
	find        func(d *document) finder
	refine      func(d *document, marks []mark) // corrects marks by comparing them; nil for none
}

// layouts in order of preference if two find equally many turns.
var layouts = []layout{
	zoomChat, oldTeams, teams, whisper, nvivo, f4, evidence, hearing, court, debate,
	messenger, mail, meet, otter, rev, trint, descript, oTranscribe, focusGroup,
	colon, clockLine, stamped, bold, brackets, capitals, columns, speakerColumns, numberedLines, signs, bare, captions, minutes,
	nameLines,
}

// The layouts without marks: the file format names the speakers, or nobody speaks.
const (
	Voices = "voices"
	Plain  = "plain"
)

// Layouts lists the name of each layout and an example of it.
func Layouts() [][2]string {
	all := [][2]string{{Voices, "<v Name> in subtitles, a speaker's column in a table"}, {Plain, "nobody speaks"}}
	for _, l := range layouts {
		if all[len(all)-1][0] != l.name {
			all = append(all, [2]string{l.name, l.example})
		}
	}
	return append(all, [2]string{guide, "1. Question? with its answers below"})
}

// Reports reports whether texts of a layout are about people rather than what they said, so
// that much of them is nobody's: minutes, guides.
func Reports(layout string) bool { return layout == minutes.name || layout == guide }

// Options are what the caller knows about a document.
type Options struct {
	Layout string // name of a layout, "" to detect it; all labels in it are speakers

	Known     func(label string) bool // reports labels of known participants, as in a list; nil for none
	Elsewhere func(label string) bool // reports labels of speakers in other files of the same import; nil for none

	Speakers    map[string]string // names of speakers by their labels, as the researcher sets them; "" for nobody
	NotSpeakers []string          // labels that the researcher declares to be ordinary words
	Joint       []string          // labels that join those of others: nobody's, and a part of the words
}

// complete returns o with a function for each that is missing.
func (o Options) complete() Options {
	none := func(string) bool { return false }
	if o.Known == nil {
		o.Known = none
	}
	if o.Elsewhere == nil {
		o.Elsewhere = none
	}
	return o
}

// told returns the name that the researcher gave the speaker with a label.
func (o Options) told(label string) (name string, ok bool) {
	for l, name := range o.Speakers {
		if SameLabel(l, label) {
			return name, true
		}
	}
	return "", false
}

func (o Options) notSpeaker(label string) bool {
	return slices.ContainsFunc(o.NotSpeakers, func(l string) bool { return SameLabel(l, label) })
}

// A Found is what Find finds in a document: its transcript, without participants
// and words, and what the document says about itself and the people who speak in it.
type Found struct {
	corpus.Transcript
	People  []corpus.Person
	Guessed []corpus.Person  // those of them whose organisation is a guess: no word in it shows that it is one
	Facts   []corpus.Fact    // interviewee, interviewer, date, place, duration…, as the lines above the first turn have them
	Labels  []Label          // all that look like speakers, in the order of the document
	LeftOut []corpus.LeftOut // what is no turn's words, as notes in a table
	Tasks   []string         // lines that say who is to do what, shortened; nobody's words where people speak
	Several []string         // sentences of minutes that report several people, shortened; nobody's words
}

// Doubtful reports whether a label in the document may be a speaker, so that it is worth
// trying again with Options.Elsewhere.
func (f *Found) Doubtful() bool {
	return slices.ContainsFunc(f.Labels, Label.Doubtful)
}

// Find finds who speaks in doc. It returns an error that names o.Layout if there is
// no such layout, or if doc has no speakers in it.
func Find(doc corpus.Document, o Options) (Found, error) {
	o = o.complete()
	d := newDocument(doc, o.Known)
	a := assembler{
		document: d,
		options:  o,
		text:     corpus.Text{Body: doc.Body},
		speakers: map[string]int{},
		labelled: map[string]int{},
		speaking: map[int]bool{},
	}
	a.guided = guided(d, o.Layout == guide)
	switch o.Layout {
	case Voices, "":
		if a.voices() {
			a.asides()
			return a.found(), nil
		}
		if o.Layout == Voices {
			return Found{}, fmt.Errorf("layout %q: the file itself names no speakers", o.Layout)
		}
	case Plain, guide:
		a.assemble(nil)
		if o.Layout == Plain {
			return a.found(), nil
		}
		if len(a.out.Questions) == 0 {
			return Found{}, fmt.Errorf("layout %q: no numbered questions in it", o.Layout)
		}
		a.out.Layout = guide
		return a.found(), nil
	}
	l, decided, err := choose(d, o)
	if err != nil {
		return Found{}, err
	}
	a.layout, a.labels, a.items = l, decided.labels, decided.items
	a.out.Layout = l.name
	a.assemble(decided.marks)
	if l.name == "" && len(a.out.Questions) > 0 {
		a.out.Layout = guide
	}
	return a.found(), nil
}

// choose returns the layout that a document uses, with what its marks are; a zero layout
// if nobody speaks.
func choose(d *document, o Options) (best layout, decided decision, err error) {
	exists, signed := false, false
	for _, l := range layouts {
		if o.Layout != "" && o.Layout != l.name {
			continue
		}
		exists = true
		if !strings.Contains(d.Body, l.requires) {
			continue
		}
		found := l.decide(d, o)
		if found.spoken == 0 {
			if best.name == "" && len(found.labels) > len(decided.labels) {
				decided.labels = found.labels
			}
			continue
		}
		// A signature outweighs up to twice as many marks of another layout.
		signs := l.signs(d)
		more := found.spoken > decided.spoken && (!signed || found.spoken > 2*decided.spoken)
		if more || signs && !signed && found.spoken*2 > decided.spoken {
			best, decided, signed = l, found, signed || signs
		}
	}
	switch {
	case !exists:
		var names []string
		for _, l := range Layouts() {
			names = append(names, l[0])
		}
		return best, decided, fmt.Errorf("layout %q: there is none of that name; layouts are %s", o.Layout, strings.Join(names, ", "))
	case o.Layout != "" && decided.spoken == 0:
		return best, decided, fmt.Errorf("layout %q: nobody is marked in that way", o.Layout)
	}
	return best, decided, nil
}

// signs reports whether the program of a layout has signed a document, or the document says by
// itself that it has this layout.
func (l layout) signs(d *document) bool {
	return l.signature != nil && l.signature().MatchString(d.ends()) || l.proved != nil && l.proved(d)
}

// A document is what layouts search for marks.
type document struct {
	corpus.Document
	attendees []attendee
	head      head
	known     func(label string) bool // reports labels of known participants
	guesses   map[string]string       // organisations that are guessed, by the names of people
	titled    titleIndex              // the titles of those who are listed
	counted   int                     // paragraphs, 0 if they are not counted yet
	capitals  *bool                   // what nounsHaveCapitals says
	presence  *int                    // first block that lists attendees, -1 for none
	width     int                     // what lineWidth says
	talk      *bool                   // what labelled says
	todo      map[int]bool            // what tasks says
	roster    map[int]bool            // blocks that list who attends
	times     map[int]timeLine        // what timeLines says
	codes     map[int]timeLine        // what codeRows says
	plan      *columnPlan             // what columnPlan says, and whether the document is a table
	isTable   bool
	cleaned   map[string][2]string // what clean says
}

// blanks makes white space of other widths than a blank's as many blanks as it has bytes, so
// that positions stay.
var blanks = strings.NewReplacer("\u00a0", "  ",
	"\u202f", "   ", "\u2002", "   ", "\u2003", "   ", "\u2007", "   ", "\u2009", "   ", "\u3000", "   ")

// wideBlanks are what blanks replaces.
var wideBlanks = []string{"\u00a0", "\u202f", "\u2002", "\u2003", "\u2007", "\u2009", "\u3000"}

func newDocument(doc corpus.Document, known func(label string) bool) *document {
	if slices.ContainsFunc(wideBlanks, func(b string) bool { return strings.Contains(doc.Body, b) }) {
		doc.Body = blanks.Replace(doc.Body)
	}
	doc.Body = piped(doc.Body)
	d := &document{Document: doc, known: known, cleaned: map[string][2]string{}, titled: titleIndex{}}
	d.attendees = d.attendeesOf()
	d.head = headOf(d)
	return d
}

// clean returns a label without decoration, and what is the same for all its spellings. Most
// labels recur.
func (d *document) clean(written string) (label, key string) {
	c, ok := d.cleaned[written]
	if !ok {
		label = cleanLabel(written)
		c = [2]string{label, labelKey(label)}
		d.cleaned[written] = c
	}
	return c[0], c[1]
}

// paragraphs counts the paragraphs of the document without headings. In a text without
// empty lines each line counts as one.
func (d *document) paragraphs() int {
	if d.counted > 0 {
		return d.counted
	}
	for _, b := range d.Blocks {
		if b.Gap && b.Kind != corpus.HeadingBlock {
			d.counted++
		}
	}
	if d.counted <= 1 {
		d.counted = len(d.Blocks)
	}
	return d.counted
}

// nounsHaveCapitals reports whether the document is in German, by frequent words at its
// beginning.
func (d *document) nounsHaveCapitals() bool {
	if d.capitals == nil {
		sample := d.Body[:min(len(d.Body), 20000)]
		german := 0
		for _, w := range []string{" und ", " die ", " der ", " nicht ", " das ", " ist ", " wir ", " es ", "ü", "ä", "ß"} {
			german += strings.Count(sample, w)
		}
		is := german >= 3 && german*200 >= len(sample)
		d.capitals = &is
	}
	return *d.capitals
}

// line is the text of block i.
func (d *document) line(i int) string { return lineOf(d.Document, i) }

// ends are the beginning and end of the text, where programs leave their names.
func (d *document) ends() string {
	if len(d.Body) <= 3000 {
		return d.Body
	}
	return d.Body[:1500] + d.Body[len(d.Body)-1500:]
}

// digits are the signs of numbers.
const digits = "0123456789"

// beginsWith reports whether a line begins with one of some signs, behind white space. It is
// much quicker than an expression, and few lines do.
func beginsWith(line, signs string) bool {
	line = strings.TrimLeft(line, " \t\r\n\f")
	return line != "" && strings.IndexByte(signs, line[0]) >= 0
}

// A lineFinder looks for a mark in one line. It returns the name, the byte of line
// at which the words begin, and the time or the range of times.
type lineFinder func(b corpus.Block, line string) (name string, body int, at timeLine, ok bool)

// lines makes a layout's find of a lineFinder.
func lines(find lineFinder) func(*document) finder {
	return func(d *document) finder {
		return func(i int) (mark, bool) {
			name, body, at, ok := find(d.Blocks[i], d.line(i))
			return mark{name: name, body: d.Blocks[i].Span.Start + body, at: at.from, to: at.to}, ok
		}
	}
}

// matching makes a layout's find of a regular expression with a group "name" and,
// optionally, one "time". The words begin after the match.
func matching(pattern func() *regexp.Regexp) func(*document) finder {
	return lines(func(_ corpus.Block, line string) (string, int, timeLine, bool) {
		re := pattern()
		m := re.FindStringSubmatchIndex(line)
		if m == nil {
			return "", 0, timeLine{}, false
		}
		name, clock := re.SubexpIndex("name"), re.SubexpIndex("time")
		at := timeLine{corpus.NoTime, corpus.NoTime}
		if clock > 0 {
			at.from = timeIn(line, m[2*clock], m[2*clock+1])
		}
		return line[m[2*name]:m[2*name+1]], m[1], at, true
	})
}

// shapes returns all marks of a layout in d that are below the lines about the interview.
func (l layout) shapes(d *document) []mark {
	var marks []mark
	find := l.find(d)
	for i := range d.Blocks {
		m, ok := find(i)
		if _, code := d.codeRows()[i]; !ok || code || isNotation(d.line(i)) {
			continue
		}
		if m.name, m.key = d.clean(m.name); i < d.head.end || !m.nobody && m.name == "" {
			continue
		}
		m.block, m.tailOf = i, i
		more := m.more
		m.more = nil
		marks = append(marks, m)
		for _, x := range more {
			x.name, x.key = d.clean(x.name)
			x.block, x.tailOf = i, i
			marks = append(marks, x)
		}
	}
	if l.refine != nil {
		l.refine(d, marks)
	}
	d.withStamps(marks)
	d.codeTimes(marks)
	return marks
}
