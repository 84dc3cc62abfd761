package transcript

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// A decision is what the marks of a layout are taken for in a document.
type decision struct {
	marks  []mark // those that begin a turn
	spoken int    // of them, those with a speaker, or of a layout that has none
	labels []*label
	items  []int // blocks that are items of numbered lists in turns
}

// A label is a label with the evidence about it.
type label struct {
	Label
	key     string
	role    corpus.LabelRole
	wording wording
	first   mark
	inside  [][]string // what brackets behind it hold, where the layout has split them from it
	follows int        // how often it follows another label
	wrapped int        // how often it begins a line only because the line before may have been full
	answers int        // how often the line before is a question
	settled bool       // its form alone decides what it is
	certain bool       // it is a speaker even if it occurs once
	counts  bool       // it may be the label of a speaker
	strange bool       // each of its marks is
	listed  verdict
}

// A verdict is what a label is taken for, and why.
type verdict struct {
	as  As
	why string
}

// decide decides for each mark of a layout whether it is a speaker, from the whole
// document. Labels that recur, are known or name a role are the evidence; given enough of
// it, names that occur once are speakers as well. A mark that may be a name but is not
// believed has no speaker, so that nobody is given its words. Labels of a layout that the
// researcher chose are speakers.
func (l layout) decide(d *document, o Options) decision {
	e := &weigher{document: d, layout: l, options: o, forced: o.Layout != "", byKey: map[string]*label{}}
	marks := l.shapes(d)
	d.ratings(marks, o)
	if !e.forced && e.mostlyEmpty(marks) {
		return decision{}
	}
	unnumbered(marks)
	marks = slices.DeleteFunc(e.withSlips(e.withOddLabels(marks)), e.noted)
	e.withoutNotes(marks)
	e.gather(marks)
	e.counting = e.lineNumbers()
	if !e.forced {
		e.enumerations()
		e.numberedItems()
	}
	for _, x := range e.labels {
		e.weigh(x)
	}
	e.cued = e.namesBeginCues()
	believed := e.forced || e.spoken() && e.byForm()
	told := slices.ContainsFunc(e.labels, func(x *label) bool { return x.As == Person && x.Told() })
	if !believed && !told && !e.enough() {
		return decision{labels: e.labels}
	}
	for _, x := range e.labels {
		if !x.settled {
			e.settle(x, believed)
		}
	}
	e.questioner()
	return e.decision()
}

// noted reports whether a mark is in a note: a list of tasks or of those present.
func (e *weigher) noted(m mark) bool {
	owned := e.layout.name == minutes.name && e.taskReport(m.block) != nil
	return e.tasks()[m.block] && !owned || e.roster[m.block] && !headWords[m.key]
}

// A weigher collects what speaks for the labels of a document being speakers.
type weigher struct {
	*document
	layout  layout
	options Options
	forced  bool
	marks   []mark
	labels  []*label // in the order of the document
	byKey   map[string]*label
	cued    bool
	aside   int // marks without a label, as a segment without a speaker

	counting       map[string]bool // labels that are numbers of lines
	items          []int           // blocks of numbered lists in turns
	summed         bool            // the next are counted
	recurringMarks int             // marks of paragraphs whose labels recur
	nouns          int             // how often commonNoun has searched the text

	recurring, distinct int // labels
	recurs, certain     int // marks
	gaps                int // what spaced says: 1 for yes, -1 for no, 0 before it is asked
}

// gather counts the labels of marks.
func (e *weigher) gather(marks []mark) {
	e.marks = marks
	last := ""
	for _, m := range marks {
		if m.nobody {
			e.aside++
			continue
		}
		key := m.key
		x := e.byKey[key]
		if x == nil {
			x = &label{Label: Label{Text: m.name}, key: key, role: corpus.RoleOf(m.name), wording: wordingOf(m.name), first: m, strange: true}
			e.byKey[key] = x
			e.labels = append(e.labels, x)
		}
		if m.inside != nil && !slices.ContainsFunc(x.inside, func(i []string) bool { return slices.Equal(i, m.inside) }) {
			x.inside = append(x.inside, m.inside)
		}
		if e.fullBefore(m.block) {
			x.wrapped++
		}
		if m.block > 0 && strings.HasSuffix(strings.TrimRight(e.line(m.block-1), ` \t"”’)`), "?") {
			x.answers++
		}
		x.strange = x.strange && m.strange
		if x.Times++; key != last {
			x.follows++
		}
		last = key
	}
}

// lineNumbers returns the labels that are numbers, if they count up line by line as those of
// a list do and no other label is between them.
func (e *weigher) lineNumbers() map[string]bool {
	numbers := map[string]bool{}
	last := -1
	for _, x := range e.labels {
		n, err := strconv.Atoi(strings.TrimRight(x.key, ".)"))
		if err != nil || x.Times > 1 || last >= 0 && n != last+1 {
			return nil
		}
		last = n
		numbers[x.key] = true
	}
	if len(numbers) < 3 {
		return nil
	}
	return numbers
}

// weigh decides what can be decided of a label by itself, and whether it counts as
// evidence.
func (e *weigher) weigh(x *label) {
	settle := func(as As, why string) { x.As, x.Why, x.settled = as, why, true }
	name, told := e.options.told(x.Text)
	known := e.options.Known(x.Text) || told
	switch {
	case e.options.notSpeaker(x.Text):
		settle(Prose, whyTold)
		return
	case told && name == "":
		settle(Nobody, whyTold)
	case !told && slices.ContainsFunc(e.options.Joint, func(l string) bool { return SameLabel(l, x.Text) }):
		settle(Nobody, WhyJoint)
	case told:
		x.Speaker = name
		settle(Person, whyTold)
	case known:
		settle(Person, whyKnown)
	case e.abbreviates(x):
		settle(Person, whyShort)
	case e.ambiguous(x.Text):
		settle(Nobody, whyShared)
	case x.strange:
		settle(Nobody, whyDoubt)
		return
	case unnamed(x.Text) || e.guessed(x.Text):
		settle(Nobody, whyNone)
		return
	case timeLabel().MatchString(x.Text) || isDate(x.Text):
		settle(Prose, whyTime)
		return
	case soundWords[x.key]:
		settle(Prose, whySound)
		return
	case isRemark(x.Text + ":"):
		settle(Nobody, whySound)
		return
	case e.counting[x.key]:
		settle(Prose, whyTime)
		return
	case x.listed.as != "":
		settle(x.listed.as, x.listed.why)
		return
	case !e.forced && corpus.Sentence(x.Text):
		settle(Prose, whySentence)
		return
	case e.listsPeople(x):
		settle(Nobody, whyHead)
		return
	case e.shared(x.Text):
		settle(Person, whyShared)
	case e.namedAbove(x.Text):
		settle(Person, whyNamed)
	case e.options.Elsewhere(x.Text) && x.wording != sentenceWording:
		settle(Person, whyOthers)
	}
	heading := e.heading(x)
	asked := x.role == corpus.RoleAnswers && !abbreviation(x.Text)
	small := len(x.Text) <= 3 && x.Text != strings.ToUpper(x.Text) // int, i
	roleWord := (x.role == corpus.RoleAsks || asked) && !corpus.CommonLabel(x.Text) && !small
	x.certain = x.settled || roleWord
	if x.certain {
		e.certain += x.Times
	}
	x.counts = x.certain || !heading && e.wellWorded(x)
	if !x.counts {
		return
	}
	e.distinct++
	if x.Times > 1 {
		e.recurring++
		e.recurs += x.Times
	}
}

// abbreviates reports whether a label is what another one has in brackets: TB beside "Interviewer (TB)".
func (e *weigher) abbreviates(x *label) bool {
	return initials().MatchString(x.Text) && slices.ContainsFunc(e.labels, func(y *label) bool {
		m := inParens().FindStringSubmatch(y.Text)
		return m != nil && m[1] == x.Text
	})
}

// wellWorded reports whether a label recurs often enough for what it is made of.
func (e *weigher) wellWorded(x *label) bool {
	often := x.Times*10 >= e.paragraphs() || x.Times >= 5 || e.layout.timed
	switch x.wording {
	case nameWording:
		return true
	case doubtfulWording:
		return x.Times >= 2 && often && x.follows*2 >= x.Times && (e.layout.timed || (e.layout.loose || e.layout.name == brackets.name) && e.mostly())
	}
	return e.layout.loose && x.Times >= 3 && x.Times*10 >= e.paragraphs() && x.follows*4 >= x.Times*3 && e.mostly()
}

// mostly reports whether most paragraphs begin with a label that recurs, as they do where
// people talk.
func (e *weigher) mostly() bool {
	if !e.summed {
		e.summed = true
		every := e.paragraphs() == len(e.Blocks)
		for _, m := range e.marks {
			if x := e.byKey[m.key]; x != nil && x.Times > 1 && !heading(x.key) && x.listed.as == "" && (every || e.Blocks[m.block].Gap) {
				e.recurringMarks++
			}
		}
	}
	return e.recurringMarks*5 >= e.paragraphs()*3
}

// spoken reports whether there is more than one mark that may be a speaker.
func (e *weigher) spoken() bool { return len(e.marks) >= 2 }

// byForm reports whether the form of the marks alone, or the program that signed the
// document, shows that they are speakers.
func (e *weigher) byForm() bool {
	proved := e.layout.proved != nil && e.layout.proved(e.document)
	return proved || (e.layout.distinctive || e.layout.signs(e.document)) && len(e.marks)*10 >= e.paragraphs()
}

// enough reports whether people speak in the document.
func (e *weigher) enough() bool {
	share := 1 / float64(max(e.paragraphs(), 1))
	recur := float64(e.recurs) * share
	switch {
	case e.cued, e.recurring >= 2 && recur >= 0.1:
		return true
	case e.recurring == 1 && e.recurs >= 3 && recur >= 0.5:
		return true
	}
	marks := 0
	for _, x := range e.labels {
		if x.counts || x.wording == nameWording {
			marks += x.Times
		}
	}
	return e.distinct >= 2 && (e.recurring > 0 || e.certain > 0) && float64(marks)*share >= 0.8
}

// namesBeginCues reports whether a file of subtitles has the full names of several people, or names in
// capitals, at the beginning of all cues, or of most if one of them recurs: few cues are enough then.
func (e *weigher) namesBeginCues() bool {
	if len(e.marks) < 2 || e.Blocks[0].Kind != corpus.CueBlock {
		return false
	}
	people, named, recurs := 0, 0, false
	for _, x := range e.labels {
		name := bareOf(pronouns().ReplaceAllString(x.Text, ""))
		full := strings.Contains(name, " ") || capitalsOnly(name) && utf8.RuneCountInString(name) > 2
		if full && isName(name) && !soundWords[x.key] && !namesOrganisation(name) {
			people++
			named += x.Times
			recurs = recurs || x.Times > 1
		}
	}
	return people >= 2 && (named == len(e.Blocks) || recurs && named*2 >= len(e.marks) && len(e.marks)*5 >= len(e.Blocks)*3)
}

// settle decides what a label is in a document in which people speak; believed tells
// whether its form is reason enough.
func (e *weigher) settle(x *label, believed bool) {
	set := func(as As, why string) { x.As, x.Why = as, why }
	heading := e.heading(x)
	bare := bareOf(x.Text)
	_, listed := e.listedBeside(x.Text)
	once := e.cued || float64(e.recurs)/float64(max(e.paragraphs(), 1)) >= 0.3
	switch {
	case x.certain:
		set(Person, whyRole)
	case believed && e.forced && (x.Times > 1 || x.wording != sentenceWording && !heading):
		set(Person, whyLayout)
	case believed && !e.forced && (x.counts || heading || e.layout.timed) && (x.Times > 1 || !e.layout.recurs):
		set(Person, whyForm)
	case e.wraps(x):
		set(Prose, whySentence)
	case x.Times > 1 && x.counts:
		set(Person, fmt.Sprintf("occurs %d times", x.Times))
	case listed:
		set(Person, whyNamed)
	case heading:
		set(Nobody, whySound)
	case x.Times == 1 && e.certain > 0 && corpus.QuestionLabel(x.Text):
		set(Nobody, whyDoubt)
	case once && min(x.wording, wordingOf(bare)) == nameWording && nameLike(bare) && !e.commonNoun(bare), once && address(x.Text):
		set(Person, whyOnce)
	case mayBeName(bare) || mayBeName(beforeNote(x.Text)) || e.dense() && x.wording != sentenceWording && (!strings.Contains(x.Text, " ") || e.cue(x)):
		if set(Nobody, whyDoubt); x.Times > 1 {
			x.Why = whyRare
		}
	default:
		set(Prose, whySentence)
	}
}

// bareOf is a label without what stands beside the name of a person in it.
func bareOf(label string) string {
	if name, ok := nameAtLength(label); ok {
		return name
	}
	name, inside := behindName(label)
	if len(inside) == 1 && (strings.Contains(name, " ") || besideSomebody().MatchString(inside[0])) && isName(name) {
		return name
	}
	return label
}

// heading reports whether a label is a word of heads and minutes, or a noun that is no name and rarely
// answers a question.
func (e *weigher) heading(x *label) bool {
	first, rest, _ := strings.Cut(x.key, " ")
	next, _, _ := strings.Cut(rest, " ")
	if headWords[x.key] || enumerated(x.key) || headWords[first] && headLinks[next] && x.role == corpus.NoRole {
		return true
	}
	if x.role != corpus.NoRole || strings.Contains(x.key, " ") || utf8.RuneCountInString(x.key) < 7 || x.answers*3 >= x.Times {
		return false
	}
	return slices.ContainsFunc(nounEndings, func(ending string) bool { return strings.HasSuffix(x.key, ending) })
}

// wraps reports whether a label begins lines only because the lines before were full, where
// the labels of speakers have empty lines before them.
func (e *weigher) wraps(x *label) bool { return x.wrapped == x.Times && e.spaced() }

// fullBefore reports whether the line before block i may have been broken because it was
// full.
func (e *weigher) fullBefore(i int) bool {
	return i > 0 && !e.Blocks[i].Gap && e.Blocks[i].Kind == corpus.LineBlock && len(e.line(i-1)) >= 45
}

// spaced reports whether empty lines are before the labels that recur.
func (e *weigher) spaced() bool {
	if e.gaps == 0 {
		with, all := 0, 0
		for _, m := range e.marks {
			if y := e.byKey[m.key]; !m.nobody && y.Times > 1 && y.counts && y.wrapped < y.Times {
				if all++; e.Blocks[m.block].Gap {
					with++
				}
			}
		}
		e.gaps = -1
		if all > 0 && with*10 >= all*8 {
			e.gaps = 1
		}
	}
	return e.gaps > 0
}

// cue reports whether a label of few words stands at the beginning of a subtitle.
func (e *weigher) cue(x *label) bool {
	return e.Blocks[x.first.block].Kind == corpus.CueBlock && strings.Count(x.Text, " ") <= 2
}

// dense reports whether most lines have a mark.
func (e *weigher) dense() bool { return len(e.marks)*10 >= len(e.Blocks)*6 }

// askedBy are abbreviations for those who ask that mean it beside that of those who are asked:
// Frage and Antwort, вопрос and ответ, интервьюер and респондент, interviewer and interviewee.
var askedBy = map[string]string{"f": "a", "в": "о", "и": "р", "문": "답", "ir": "ie"}

// questioner makes those who ask researchers: by their role or, if the other one is the only one
// beside them, by an abbreviation; RA, a research assistant, where all others have roles.
func (e *weigher) questioner() {
	var people, others []*label
	for _, x := range e.labels {
		switch {
		case x.As != Person:
			continue
		case x.role == corpus.RoleAsks || slices.Contains(e.head.asking, x.Text):
			x.As = Researcher
		}
		if people = append(people, x); x.key != "ra" && (x.role == corpus.NoRole || x.role == corpus.RoleAsks) {
			others = append(others, x)
		}
	}
	if ra := e.byKey["ra"]; ra != nil && ra.As == Person && !ra.settled && len(people) > 1 && len(others) == 0 {
		ra.As, ra.Why = Researcher, whyRole
	}
	if len(people) != 2 {
		return
	}
	for i, x := range people {
		if other := people[1-i]; other.key == askedBy[x.key] && !x.settled {
			if x.As, x.Why = Researcher, whyRole; x.key == "f" {
				x.Why = whyAnswer
			}
		}
	}
}

// decision keeps the marks that begin a turn.
func (e *weigher) decision() (d decision) {
	d.labels, d.items = e.labels, e.items
	for _, m := range e.marks {
		if m.nobody {
			if !e.layout.recurs && !e.layout.separate && e.layout.name != captions.name {
				d.spoken++
			}
			d.marks = append(d.marks, m)
			continue
		}
		switch x := e.byKey[m.key]; {
		case x.As == Person || x.As == Researcher:
			d.spoken++
			d.marks = append(d.marks, m)
		case x.As == Nobody || x.Why == whyList && e.answers(m, d.marks):
			if m.nobody = true; x.Why != whyTold { // what may be a name stays among the words
				m.body = max(e.Blocks[m.block].Span.Start, m.start)
			}
			d.marks = append(d.marks, m)
		}
	}
	if d.spoken == 0 && e.aside >= 2 { // changes of speakers without names
		d.spoken = 1
	}
	return d
}

// answers reports whether a mark is right below a question, whose words are those of a researcher
// by the marks before it.
func (e *weigher) answers(m mark, before []mark) bool {
	if len(before) == 0 || !questionMark().MatchString(e.line(m.block-1)) {
		return false
	}
	x := e.byKey[before[len(before)-1].key]
	return x != nil && x.As == Researcher
}
