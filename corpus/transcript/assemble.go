package transcript

import (
	"slices"
	"strings"

	"crosscase/corpus"
)

// An assembler makes turns of blocks and of the marks among them.
type assembler struct {
	*document
	options  Options
	text     corpus.Text
	out      corpus.Transcript
	layout   layout
	speakers map[string]int // index by the key of the name
	labelled map[string]int // index by label
	guided   map[int]bool   // blocks that are questions of a guide
	asked    map[string]int // numbers of questions by their texts
	speaking map[int]bool   // attendees who speak
	labels   []*label
	items    []int                 // blocks of numbered lists in turns
	short    map[string]string     // labels by the shorter ones that mean the same
	byHead   map[string]headPerson // whom labels mean
	heads    map[string]bool       // names of those of them who speak
	people   []corpus.Person       // whom the head names
	beside   map[string]beside     // what labels say beside the names, by their keys
	besideOf map[string]beside     // the same of those who speak, by their names

	lead      map[int]leadTime // where nobody speaks
	leftOut   []corpus.LeftOut
	onlyAsked bool // nobody but researchers has a label
	lines     bool // minutes of which each line is a paragraph
}

// assemble makes the turns; blocks before the first mark have no speaker.
func (a *assembler) assemble(marks []mark) {
	a.meet()
	a.onlyAsked = onlyResearchers(a.labels)
	a.lines = a.layout.name == minutes.name && slices.ContainsFunc(marks, func(m mark) bool { return a.ownLine(m.block) })
	marks = a.withTimes(marks)
	if len(marks) == 0 {
		a.lead = a.leadTimes()
	}
	blocks := len(a.Blocks)
	begin := func(i int) int { // the block with which the turn of a mark begins
		if i == len(marks) {
			return blocks
		}
		return marks[i].block - marks[i].before
	}
	ends := make([]int, len(marks))
	for i, m := range marks {
		ends[i] = m.block + 1
		for ends[i] < begin(i+1) && !a.endsTurn(ends[i]) {
			ends[i]++
		}
		if i+1 < len(marks) {
			a.endInside(&marks[i], &marks[i+1], &ends[i])
		}
	}
	a.tailTimes(marks, ends)
	a.plain(0, begin(0))
	for i, m := range marks {
		if m.silent {
			ends[i] = m.block + 1
		} else {
			a.addTurn(m, ends[i])
		}
		a.plain(ends[i], max(ends[i], begin(i+1)))
	}
	a.asides()
	a.questions()
}

// endInside lets a turn go on to where the next begins inside a line below. A turn that ended before
// leaves the whole line to nobody.
func (a *assembler) endInside(m, next *mark, end *int) {
	switch {
	case next.start == 0 || next.block == m.block:
	case *end == next.block:
		*end++
		m.tail, m.tailOf = a.Blocks[next.block].Span.End-next.start, next.block
	default:
		next.start, next.nobody, next.body = 0, true, a.Blocks[next.block].Span.Start
	}
}

// meet finds out whom labels mean: another label, as I in "Interviewer (I)", or somebody in
// the head.
func (a *assembler) meet() {
	a.short, a.heads = map[string]string{}, map[string]bool{}
	byKey := map[string]bool{}
	for _, x := range a.labels {
		byKey[x.key] = x.As == Person || x.As == Researcher
	}
	for _, x := range a.labels {
		if m := inParens().FindStringSubmatch(x.Text); m != nil && byKey[x.key] && len(m[1]) <= 4 && byKey[labelKey(m[1])] {
			a.short[labelKey(m[1])] = x.Text
		}
	}
	a.shortNames()
	var own []*label
	for _, x := range a.labels {
		if a.short[x.key] == "" {
			own = append(own, x)
		}
	}
	a.byHead = a.head.people(own)
	a.beside = a.besides()
}

// endsTurn reports whether block i ends the turn before it although nobody else
// speaks: a heading, the end of the conversation, a stage direction.
func (a *assembler) endsTurn(i int) bool {
	gap, line := a.Blocks[i].Gap, a.line(i)
	listed := a.tasks()[i] != a.tasks()[i-1] || a.roster[i] != a.roster[i-1]
	return a.heading(i) || listed || a.layout.separate && gap || a.lines && a.ownLine(i) || a.layout.name == whisper.name ||
		a.answers(i) || a.Blocks[i].Kind == corpus.CueBlock && beginsWith(line, "-–—‐") || a.initialsReport(i) || a.mergedRow(i) ||
		a.layout.interrupts != nil && a.layout.interrupts().MatchString(line) || a.closes(i)
}

// answers reports whether block i may answer a question above it: where only researchers
// have labels, what follows their sentences is not theirs.
func (a *assembler) answers(i int) bool {
	if !a.onlyAsked {
		return false
	}
	said := strings.TrimRight(a.line(i-1), " \t\"”’»)")
	return strings.HasSuffix(said, "?") || strings.HasSuffix(said, ".") || strings.HasSuffix(said, "？")
}

// onlyResearchers reports whether everybody who has a label asks questions, unless the
// researcher has said who speaks.
func onlyResearchers(labels []*label) bool {
	asks := false
	for _, x := range labels {
		if x.As == Person || x.Why == whyTold && x.As != Nobody {
			return false
		}
		asks = asks || x.As == Researcher
	}
	return asks
}

// addTurn adds the turn from m to the end of the block before end. Subtitles of the
// speaker of the turn before continue that turn.
func (a *assembler) addTurn(m mark, end int) {
	first, last := a.Blocks[m.block-m.before], a.Blocks[end-1]
	t := corpus.Turn{
		Start: max(a.text.Trim(first.Span).Start, m.start), Body: m.body, End: a.text.Trim(last.Span).End,
		Speaker: -1, From: m.at, To: m.to,
	}
	if !m.nobody {
		t.Speaker = a.speaker(m.name)
	}
	if m.tail > 0 && end == m.tailOf+1 {
		t.End = max(a.text.Trim(corpus.Span{Start: t.Start, End: max(t.Start, last.Span.End-m.tail)}).End, t.Start+1)
	}
	t.Body = min(a.text.Trim(corpus.Span{Start: min(m.body, t.End), End: max(m.body, t.End)}).Start, t.End)
	if first.Kind == corpus.CueBlock {
		t.From, t.To = first.From, last.To
		if n := len(a.out.Turns); n > 0 && t.Body == t.Start {
			if last := &a.out.Turns[n-1]; last.Speaker == t.Speaker && last.Body == last.Start {
				last.End, last.To = t.End, t.To
				return
			}
		}
	}
	a.out.Turns = append(a.out.Turns, t)
}

// speaker returns the index of the speaker with a label, under the name that the
// researcher, the list of those present or the head of the transcript gives them.
func (a *assembler) speaker(label string) int {
	if i, ok := a.labelled[label]; ok {
		return i
	}
	name := a.name(label)
	key := labelKey(name)
	i, ok := a.speakers[key]
	if !ok {
		i = len(a.out.Speakers)
		a.speakers[key] = i
		a.out.Speakers = append(a.out.Speakers, corpus.Speaker{Label: name})
	}
	a.labelled[label] = i
	return i
}

func (a *assembler) name(label string) string {
	if name, ok := a.options.told(label); ok {
		return name
	}
	if long, ok := a.short[labelKey(label)]; ok {
		label = long
	}
	b, has := a.beside[labelKey(label)]
	name, ok := a.listedName(label)
	if !ok && has {
		if name, ok = a.listedName(b.Name); !ok {
			name, ok = b.Name, true
		}
	}
	if bare, is := a.listedBeside(label); !ok && is {
		name, ok = a.listedName(bare)
	}
	if has {
		if a.besideOf == nil {
			a.besideOf = map[string]beside{}
		}
		a.besideOf[name] = b.with(a.besideOf[name])
	}
	if ok {
		return name
	}
	if short := strings.TrimSpace(pronouns().ReplaceAllString(label, "")); short != "" {
		return short
	}
	return label
}

// listedName is the name of somebody who is present, or whom the head of the transcript names, by a label.
func (a *assembler) listedName(label string) (name string, ok bool) {
	if n, ok := a.attendee(label); ok {
		a.speaking[n] = true
		return a.attendees[n].Name, true
	}
	p, ok := a.byHead[labelKey(label)]
	if !ok {
		return "", false
	}
	if !a.heads[p.Name] {
		a.heads[p.Name] = true
		if p.asks {
			p.Role = corpus.Researcher
		}
		p.Aliases = nil // initials of others in other files
		a.people = append(a.people, p.Person)
	}
	return p.Name, true
}

// researchers tells of each speaker whether they are a researcher, as labels show.
func (a *assembler) researchers() []bool {
	asks := make([]bool, len(a.out.Speakers))
	for i, s := range a.out.Speakers {
		asks[i] = corpus.ResearcherLabel(s.Label) || a.besideOf[s.Label].asks || slices.ContainsFunc(a.people, func(p corpus.Person) bool {
			return p.Name == s.Label && p.Role == corpus.Researcher
		})
	}
	for _, x := range a.labels {
		if x.As == Researcher {
			asks[a.speaker(x.Text)] = true
		}
	}
	return asks
}

// found is the result; of the attendees and of those whom the file declares it has those
// who speak. A label that is no name is another person in each file.
func (a *assembler) found() Found {
	if a.layout.name == messenger.name || a.layout.name == zoomChat.name {
		a.withoutNotices()
	}
	f := Found{Transcript: a.out, People: a.people, Facts: a.head.facts, LeftOut: a.leftOut}
	for i, x := range a.attendees {
		if a.speaking[i] {
			x.Aliases = slices.DeleteFunc(slices.Clone(x.Aliases), corpus.AnonymousLabel) // those of others in other files
			f.People = append(f.People, x.Person)
		}
	}
	for _, p := range a.People {
		if _, speaks := a.speakers[labelKey(p.Name)]; speaks && !corpus.AnonymousLabel(p.Name) {
			f.People = append(f.People, p)
		}
	}
	f.People = a.withBesides(f.People)
	for name, organisation := range a.guesses {
		if slices.ContainsFunc(f.People, func(p corpus.Person) bool { return p.Name == name && p.Organisation == organisation }) {
			f.Guessed = append(f.Guessed, corpus.Person{Name: name, Organisation: organisation})
		}
	}
	slices.SortFunc(f.Guessed, func(x, y corpus.Person) int { return strings.Compare(x.Name, y.Name) })
	for _, p := range a.Pages {
		f.Pages = append(f.Pages, int32(p))
	}
	f.Labels = a.listed()
	if len(f.Speakers) > 0 {
		f.Tasks, f.Several = a.nobodysTasks(f.Turns), a.several(f.Turns)
	}
	switch a.layout.name {
	case columns.name:
		if p, ok := a.columnPlan(); ok {
			f.LeftOut = p.beside()
		}
	case nvivo.name:
		p := nvivoFinder{document: a.document}
		p.head, p.columns = a.nvivoColumns()
		f.LeftOut = p.beside()
	case speakerColumns.name:
		if p, ok := a.speakerPlan(); ok {
			f.LeftOut = p.beside()
		}
	}
	return f
}

// listed are the labels of the document for the researcher to check.
func (a *assembler) listed() (all []Label) {
	for _, x := range a.labels {
		l := x.Label
		switch {
		case l.As == "":
			l.As, l.Why = Prose, whyRare
		case l.As == Person || l.As == Researcher:
			l.Speaker = a.name(l.Text)
		}
		l.First = clip(a.line(x.first.block))
		all = append(all, l)
	}
	return all
}

// clip shortens a line.
func clip(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	if r := []rune(line); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return line
}
