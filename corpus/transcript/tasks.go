package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A task is a line that says who is to do what after a meeting: "Action: JR to ring them", a row of a
// table of actions, "- Roe: minutes" below "To do". In minutes one with a single owner who attended
// belongs to the owner, since analyses ask whose task it is; all others are notes, and nobody's words.
var (
	actionLine = lazyregexp.New(`(?i)^[*_\[( \t•–-]*(?:actions?(?: points?| items?)?|aktion(?:en|spunkte?)?|to[ -]?dos?|acción|azione|` +
		`actiepunt(?:en)?)(?:\s*\d+)?\s*(?:\(([^)]+)\)|((?-i:\p{Lu}{2,3})))?[*_]*\s*(?:[:：][*_ ]*|\s[–—-]+\s)`)
	// taskHeading is above a list of tasks; the words of nextHeading are also above talk about what comes next.
	taskHeading = lazyregexp.New(`(?i)^[\s#*_•\d.)–-]*(?:(?:summary|list|table|review|overview) of |(?:all|open|new|agreed|offene|` +
		`neue|vereinbarte|weitere) )?` +
		`(?:actions?(?: points?| items?| list| log)?|tasks?|to[ -]?do(?:s|[ -]?lists?|[ -]?listen?)?|aktionen|aktionspunkte|` +
		`aufgaben(?:liste|verteilung)?|` +
		`ma(?:ß|ss)nahmen(?:plan|liste)?|arbeitsaufträge|aufträge|punkte|pendenzen|tâches|à faire|actions à mener|tareas|acciones|` +
		`compiti|azioni|` +
		`acties|actie(?:punten|lijst)|taken|zadania|åtgärder|opgaver)(?: (?:arising|agreed|from|for|bis|aus|für|und|and|before|` +
		`until)\b.{0,40})?[*_\s:：]*$`)
	nextHeading = lazyregexp.New(`(?i)^[\s#*_•\d.)–-]*(?:next steps|(?:die )?nächsten? schritte|weiteres vorgehen|follow[ -]?ups?|` +
		`prochaines étapes|` +
		`próximos pasos|prossimi passi|vervolgstappen|volgende stappen|dalsze kroki|nästa steg)[*_\s:：]*$`)
	bulleted     = lazyregexp.New(`^\s*(?:[•·*–—-]|\d{1,2}[.)]|[a-z]\)|☐|□|\[ ?\])\s+`)
	ownerAndDash = lazyregexp.New(`^(` + personName + `)\s+[–—-]\s+`)
	// taskOwner is what a task without a bullet begins with: who is to do it.
	taskOwner = lazyregexp.New(`^\s*\p{Lu}[\p{L}.'’/&,+ -]{0,40}?(?:\s*[:：]\s|\s[–—-]\s|\s+to\s+\p{Ll})`)
)

// Cells that name the columns of a table of tasks.
var (
	taskCells = set(`action, actions, action point, action points, action item, action items, task, tasks, to do, to-do, todo, what,
		aufgabe, aufgaben, maßnahme,
		maßnahmen, was, auftrag, arbeitsauftrag, aktion, tâche, quoi, tarea, qué, acción, azione, compito, actie, wat, zadanie`)
	ownerCells = set(`owner, owners, who, by, by whom, responsible, person responsible, responsibility, lead, assigned to, assignee,
		wer, verantwortlich,
		verantwortliche, verantwortlichkeit, zuständig, zuständigkeit, person, responsable, qui, quién, responsabile, chi, wie,
		verantwoordelijk, kto`)
	dueCells = set(`due, due date, deadline, by when, until, target date, completed, done, status, bis, bis wann, frist, termin,
		fällig, fällig am, erledigt,
		erledigt bis, échéance, délai, plazo, fecha límite, scadenza, termijn, termin wykonania`)
	wordCells = set(`text, discussion, speaker, sprecher, transcript, diskussion, inhalt, words, said, besprechung, ergebnis, notes,
		minutes, time, zeit`)
)

// tasks are the blocks that say who is to do what.
func (d *document) tasks() map[int]bool {
	if d.todo != nil {
		return d.todo
	}
	d.todo = map[int]bool{}
	for i := d.head.end; i < len(d.Blocks); {
		line, end := d.line(i), i
		switch {
		case d.Blocks[i].Kind == corpus.CueBlock:
		case actionLine().MatchString(line):
			end = max(i+1, d.taskList(i))
		case strings.Contains(line, "\t"):
			end = d.taskTable(i)
		default:
			end = d.taskList(i)
		}
		for n := i; n < end; n++ {
			d.todo[n] = true
		}
		i = max(end, i+1)
	}
	return d.todo
}

// nobodysTasks are the tasks that are nobody's turns, without their headings.
func (a *assembler) nobodysTasks(turns []corpus.Turn) (all []string) {
	for i, b := range a.Blocks {
		if !a.tasks()[i] {
			continue
		}
		n, _ := slices.BinarySearchFunc(turns, b.Span.Start+1, func(t corpus.Turn, at int) int { return t.Start - at })
		line := a.line(i)
		head := taskHeading().MatchString(line) || nextHeading().MatchString(line) || a.taskTable(i) > i
		if !head && n > 0 && turns[n-1].Speaker < 0 {
			all = append(all, clip(line))
		}
	}
	return all
}

// taskReport is a task at block i as the words of whose task it is, or of nobody; nil for any other block.
func (d *document) taskReport(i int) []report {
	line, from := d.line(i), d.Blocks[i].Span.Start
	row := strings.Contains(line, "\t")
	switch {
	case !d.afterPresence(i):
		return nil
	case row && (d.tasks()[i] || strings.Count(line, "\t") > 1 && !d.reportsWithin(line)):
		if n, ok := d.ownerCell(line); ok || d.tasks()[i] && d.taskTable(i) == i {
			return []report{{start: from, body: from, who: n}}
		}
	case !row && d.tasks()[i]:
		if n, body := d.owner(line); n >= 0 {
			return []report{{start: from, body: from + body, who: n}}
		}
		if !beginsLower(line) && d.tasks()[i-1] { // what is next in the list is no more of the task above
			return []report{{start: from, body: from, who: nobodys}}
		}
	}
	return nil
}

// reportsWithin reports whether a cell of a row has a sentence or what somebody said.
func (d *document) reportsWithin(row string) bool {
	for cell := range strings.SplitSeq(row, "\t") {
		if endsSentence(strings.TrimSpace(cell)) || nameSays().MatchString(cell) {
			return true
		}
	}
	return false
}

// owner returns the attendee to whom alone a task is given, and at which byte what it is begins; nobodys
// where there is no such one.
func (d *document) owner(task string) (who, body int) {
	if m := actionLine().FindStringSubmatchIndex(task); m != nil {
		body = m[1]
		for g := 2; g < 6; g += 2 {
			if m[g] >= 0 {
				return d.oneOf(task[m[g]:m[g+1]]), body
			}
		}
	} else {
		body = len(bulleted().FindString(task))
	}
	if m := ownerAndDash().FindStringSubmatchIndex(task[body:]); m != nil {
		return d.oneOf(task[body+m[2] : body+m[3]]), body + m[1]
	}
	m := subjects().FindStringSubmatchIndex(task[body:])
	if m == nil {
		return nobodys, body
	}
	who = d.oneOf(task[body+m[2] : body+m[3]])
	if strings.ContainsAny(task[body+m[4]:body+m[5]], ":：") {
		body += m[1]
	}
	return who, body
}

// oneOf is the attendee with a name; nobodys for a list of names, and for any other.
func (d *document) oneOf(name string) int {
	if n, ok := d.attendee(strings.TrimSpace(name)); ok && len(betweenNames().Split(name, -1)) == 1 {
		return n
	}
	return nobodys
}

// ownerCell returns the attendee who is alone in the only cell of a row that names attendees.
func (d *document) ownerCell(row string) (who int, ok bool) {
	who = nobodys
	for cell := range strings.SplitSeq(row, "\t") {
		n, is := d.attendee(strings.TrimSpace(cell))
		if len(d.named(cell)) > 0 || is && who >= 0 && who != n {
			return nobodys, false
		}
		if is {
			who = n
		}
	}
	return who, who >= 0
}

// taskTable is the block after a table of tasks whose columns block i names, i for none.
func (d *document) taskTable(i int) (end int) {
	tasks, owners, due, words := false, false, false, false
	for cell := range strings.SplitSeq(d.line(i), "\t") {
		cell = strings.ToLower(strings.Trim(cell, "*_:? \t"))
		tasks, owners, due = tasks || taskCells[cell], owners || ownerCells[cell], due || dueCells[cell]
		words = words || wordCells[cell]
	}
	plain := !containsCell(d.line(i), "was") && !containsCell(d.line(i), "what") // also what somebody says
	if !tasks || words || !owners && !due || !plain && !due {
		return i
	}
	for end = i + 1; end < len(d.Blocks) && strings.Contains(d.line(end), "\t"); end++ {
	}
	return end
}

// containsCell reports whether a row has a cell, in lower case.
func containsCell(row, cell string) bool {
	return slices.ContainsFunc(strings.Split(row, "\t"), func(c string) bool { return strings.ToLower(strings.Trim(c, "*_: ")) == cell })
}

// taskList is the block after a list of tasks whose heading is block i, i for none. People who talk
// below such a heading say I and you, or ask.
func (d *document) taskList(i int) (end int) {
	line := strings.TrimRight(d.line(i), " \t")
	next := nextHeading().MatchString(line)
	if !next && !taskHeading().MatchString(line) {
		return i
	}
	bullets := true
	for end = i + 1; end < len(d.Blocks) && d.Blocks[end].Kind == d.Blocks[i+1].Kind; end++ {
		item := d.line(end)
		bullet := bulleted().MatchString(item) || strings.Contains(item, "\t")
		owner := taskOwner().MatchString(item)
		if end > i+1 && bullets && !d.Blocks[end].Gap && !bullet && !owner && beginsLower(item) { // goes on with the item above
			continue
		}
		if !bullet && (!owner || bullets && end > i+1) || heading(labelKey(beforeColon(item))) {
			break
		}
		talk := talks(item) || !bullet && (next || len(d.attendees) == 0) && endsSentence(item)
		if talk {
			return i
		}
		bullets = bullets && bullet
	}
	if end == i+1 {
		return i
	}
	return end
}

// beforeColon is what stands before the first colon of a line, without a bullet.
func beforeColon(line string) string {
	key, _, ok := strings.Cut(line[len(bulleted().FindString(line)):], ":")
	if !ok {
		return ""
	}
	return key
}

func beginsLower(line string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, " \t"))
	return unicode.IsLower(r)
}

// spokenWords are in what people say, and in no list of tasks.
var spokenWords = set(`i, i'm, i'll, i've, i'd, we, we're, we'll, we've, we'd, you, you're, you'll, yes, no, yeah, okay, exactly,
		ich, wir, du, ihr, ja,
	nein, genau, je, j'ai, nous, vous, oui, non, yo, nosotros, usted, sí, io, noi, ik, wij, jij, ja`)

// talks reports whether a line is what somebody says in their own name rather than a note.
func talks(line string) bool {
	if strings.ContainsAny(line, "?") {
		return true
	}
	line = strings.ReplaceAll(strings.ToLower(line), "’", "'")
	return slices.ContainsFunc(strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }),
		func(w string) bool { return spokenWords[w] })
}
