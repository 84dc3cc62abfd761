package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// A talkTable is a table that is a transcript: each line is something that was said, with who
// says it, when, or both.
type talkTable struct {
	table              corpus.Table // with the first line, where that is none of headings
	headings           []string     // the first line where it is; nil: none
	text, speaker      int          // columns; -1: none
	from, to           int
	times              map[int][]timeCell // of the columns that hold times, by line
	named              bool               // the speaker's column is called so
	alternates, recurs bool               // those who speak do
	continues          bool               // a line without a speaker goes on with the words above it
	last               string             // who spoke in the line above
}

var noTimes = timeCell{corpus.NoTime, corpus.NoTime}

// ReadTalk makes a transcript of a table of what was said; ok is false for any other. The
// names of columns do not decide that but what is in them: times that go on, or names that
// recur and take turns beside a column of words. What a column of c is said to be, it is.
func ReadTalk(t corpus.Table, c SurveyColumns) (a *Answers, ok bool) {
	if c.Each == "source" || len(c.Text) > 1 || c.Attributes != nil || c.Organisation+c.Case+c.Date+c.Name != "" || len(t.Columns) < 2 {
		return nil, false
	}
	x := newTalk(t)
	if x.find(c); !x.isTalk(c) {
		return nil, false
	}
	return x.read(), true
}

// newTalk takes the first line for one like all others where it has a time or a name that
// is below it again.
func newTalk(t corpus.Table) *talkTable {
	x := &talkTable{table: t, headings: t.Columns}
	if !t.Keyed && x.firstIsData() {
		x.headings = nil
		x.table.Columns = make([]string, len(t.Columns))
		x.table.Rows = append([]corpus.Row{{Line: t.HeadLine(), Values: t.Columns}}, t.Rows...)
	}
	return x
}

func (x *talkTable) firstIsData() bool {
	for i, name := range x.table.Columns {
		values := cells(x.table, i)
		if _, _, ok := cellTime(name); ok && len(values) > 0 {
			return true
		}
		if decimal(name) && !slices.ContainsFunc(values, func(v string) bool { return !decimal(v) }) {
			return true
		}
		again := slices.ContainsFunc(values, func(v string) bool { return name != "" && strings.EqualFold(label(v), label(name)) })
		if n := differing(values); again && n >= 2 && len(values)+1 >= 2*n && shortNames(values) {
			return true
		}
	}
	return false
}

// shortNames tells whether values are like names: a few words with letters, but for signs that stand
// for somebody whom nobody could name.
func shortNames(values []string) bool {
	named := false
	for _, v := range values {
		letters, digits := strings.ContainsFunc(v, unicode.IsLetter), strings.ContainsFunc(v, unicode.IsDigit)
		if len(v) > 60 || len(strings.Fields(v)) > 5 || !letters && digits {
			return false
		}
		named = named || letters
	}
	return named
}

// find finds the columns.
func (x *talkTable) find(c SurveyColumns) {
	x.text, x.speaker, x.from, x.to = -1, -1, -1, -1
	at := func(name string) int {
		return slices.IndexFunc(x.table.Columns, func(n string) bool { return name != "" && strings.EqualFold(n, name) })
	}
	if len(c.Text) == 1 {
		x.text = at(c.Text[0])
	}
	x.speaker = at(c.Participant)
	x.named = x.speaker >= 0
	x.readTimes()
	x.chooseTimes()
	if x.text < 0 && x.speaker < 0 {
		x.columnEach()
	}
	if x.text < 0 {
		x.chooseText()
	}
	if x.speaker < 0 && x.text >= 0 {
		x.chooseSpeaker()
	}
	if x.speaker >= 0 {
		x.recurs, x.alternates = x.turns(x.speaker)
		x.continues = x.changesOnly()
	}
}

// chooseText takes the column that is called so, else that with most in it.
func (x *talkTable) chooseText() {
	most := 0
	for i, name := range x.table.Columns {
		if x.times[i] != nil || i == x.speaker || corpus.ColumnNamed(name).Is(corpus.SpeakerColumn|corpus.ListenerColumn|corpus.NoteColumn) {
			continue
		}
		size := 0
		for _, v := range cells(x.table, i) {
			size += len(v)
		}
		if corpus.ColumnNamed(name).Is(corpus.WordsColumn) {
			size *= 1000
		}
		if size > most {
			x.text, most = i, size
		}
	}
}

// chooseSpeaker takes the column that is called so, else that whose names take turns most.
func (x *talkTable) chooseSpeaker() {
	best := 0
	for i, name := range x.table.Columns {
		values := cells(x.table, i)
		if i == x.text || x.times[i] != nil || len(values) == 0 || !shortNames(values) {
			continue
		}
		points := 0
		if recurs, _ := x.turns(i); recurs {
			points = 1 + changes(x.table, i)
		}
		kind := corpus.ColumnNamed(name)
		named := kind.Is(corpus.SpeakerColumn) || x.table.Keyed && kind.Is(corpus.PersonColumn)
		if named {
			points += 1 << 20
		} else if kind.Is(corpus.PersonColumn) && points > 0 {
			points += 1 << 19
		}
		if points > best {
			x.speaker, x.named, best = i, named, points
		}
	}
}

// changes counts the lines at which a column has another value than in the one before.
func changes(t corpus.Table, column int) (n int) {
	last := ""
	for _, r := range t.Rows {
		if v := label(r.Values[column]); v != "" {
			if last != "" && v != last {
				n++
			}
			last = v
		}
	}
	return n
}

// label is a speaker's name as a cell has it, without the colon behind it.
func label(s string) string { return strings.TrimRight(s, ": \t") }

// turns tells whether the names in a column recur, and whether they take turns.
func (x *talkTable) turns(column int) (recurs, alternates bool) {
	var names []string
	for _, v := range cells(x.table, column) {
		names = append(names, label(v))
	}
	n := differing(names)
	recurs = n >= 2 && len(names) >= 2*n
	return recurs, recurs && changes(x.table, column)*2 >= len(names)-1
}

// isTalk tells whether the table is a transcript.
func (x *talkTable) isTalk(c SurveyColumns) bool {
	if x.text < 0 || len(x.table.Rows) < 2 || x.surveyed() {
		return false
	}
	others, wordy := x.others()
	switch {
	case x.titled() && wordy == 0 && !x.factual():
		return true
	case x.from >= 0 && x.speaker >= 0 && (x.named || x.recurs):
		return true
	case x.from >= 0 && x.speaker < 0:
		return wordy == 0 && others == 0 || x.to >= 0 && others <= 1
	case x.speaker < 0 || !x.recurs || !x.alternates || wordy > 0 || x.factual() || !x.longer():
		return false
	}
	return x.named || x.roles()
}

// titled tells whether the columns are called as only those of a transcript are, or as those of a chat
// in which people speak again.
func (x *talkTable) titled() bool {
	if x.speaker < 0 || !x.named {
		return false
	}
	text, speaker := corpus.ColumnNamed(x.table.Columns[x.text]), corpus.ColumnNamed(x.table.Columns[x.speaker])
	chat := func(name string) bool { return corpus.ColumnNamed(name).Is(corpus.ChatColumn) }
	switch {
	case !text.Is(corpus.WordsColumn):
		return false
	case x.table.Keyed || speaker.Is(corpus.SpokenColumn) || text.Is(corpus.SpokenColumn) && speaker.Is(corpus.SpeakerColumn):
		return true
	}
	names := cells(x.table, x.speaker)
	return slices.ContainsFunc(x.table.Columns, chat) && differing(names) < len(names)
}

// surveyed tells whether a survey tool wrote the table.
func (x *talkTable) surveyed() bool {
	n := 0
	for _, name := range x.table.Columns {
		if isMetadata(name) && !corpus.ColumnNamed(name).Is(corpus.StartColumn|corpus.SpeakerColumn) && corpus.PlainColumn(name) != "starttime" {
			n++
		}
	}
	return n >= 2 || importIDs(x.table.Rows) >= 0
}

// others counts the columns that are nothing else, without those of numbers, and those of
// them that hold sentences.
func (x *talkTable) others() (n, wordy int) {
	for i := range x.table.Columns {
		values := cells(x.table, i)
		kind := corpus.ColumnNamed(x.table.Columns[i])
		if i == x.text || i == x.speaker || x.times[i] != nil || len(values) == 0 || kind.Is(corpus.NoteColumn|corpus.ListenerColumn) {
			continue
		}
		if isSentences(values) {
			wordy++
		}
		if slices.ContainsFunc(values, func(v string) bool { return !isNumber(v) }) {
			n++
		}
	}
	return n, wordy
}

// factual tells whether columns say what those of a survey's answers do.
func (x *talkTable) factual() bool {
	return slices.ContainsFunc(x.table.Columns, func(name string) bool {
		n := corpus.PlainColumn(name)
		return slices.Contains(surveyNames["organisation"], n) || slices.Contains(surveyNames["case"], n)
	})
}

// longer tells whether the words are longer than the names.
func (x *talkTable) longer() bool {
	return len(strings.Join(cells(x.table, x.text), "")) > 2*len(strings.Join(cells(x.table, x.speaker), ""))
}

// roles tells whether names are those of a transcript: with a colon, or one of a researcher.
func (x *talkTable) roles() bool {
	return slices.ContainsFunc(cells(x.table, x.speaker), func(v string) bool {
		return strings.HasSuffix(v, ":") || corpus.ResearcherLabel(label(v))
	})
}

// read makes the document: each line a paragraph, or a caption where it has an end as well.
func (x *talkTable) read() *Answers {
	a := &Answers{left: map[int][]string{}}
	doc := &a.Document
	doc.Encoding = x.table.Encoding
	if x.headings != nil && !x.table.Keyed {
		doc.LeftOut = append(doc.LeftOut, corpus.LeftOut{Why: corpus.HeadingRow, Where: fmt.Sprint("line ", x.table.HeadLine()), Text: filled(x.headings)})
	}
	for n, r := range x.table.Rows {
		if r.Values[x.text] == "" {
			if !isEmpty(r) {
				doc.LeftOut = append(doc.LeftOut, wordless(r))
			}
			continue
		}
		x.line(a, n)
	}
	doc.Body = a.body.String()
	names := nameColumns(x.table.Columns)
	doc.LeftOut = append(append(doc.LeftOut, x.table.LeftOut...), leftColumns(corpus.OtherColumn, names, a.left)...)
	a.Columns, a.Facts.Date = x.uses(names), x.date()
	return a
}

// date is the day that the title has, or the first line in a column of days; "" for none.
func (x *talkTable) date() corpus.Date {
	for _, l := range x.table.LeftOut {
		if d := corpus.FindDate(l.Text); d != "" && l.Why == corpus.TitleRow {
			return d
		}
	}
	for i := range x.table.Columns {
		values := cells(x.table, i)
		if i == x.text || i == x.speaker || x.times[i] != nil || len(values) < len(x.table.Rows) || slices.ContainsFunc(values, func(v string) bool { return !isDateLike(v) }) {
			continue
		}
		if d := surveyDate(values[0]); d != "" {
			return d
		}
	}
	return ""
}

// line adds a line.
func (x *talkTable) line(a *Answers, n int) {
	r := x.table.Rows[n]
	at := x.at(n)
	block := corpus.Block{Gap: true, From: at.from, To: at.to}
	text := r.Values[x.text]
	if x.speaker >= 0 {
		switch who := label(r.Values[x.speaker]); {
		case strings.ContainsFunc(who, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
			block.Voice = who
		case who == "" && (at.from < 0 && x.isNumbered(r) || x.continues && !corpus.IsRemark(text)):
			block.Voice = x.last
		}
		x.last = block.Voice
	}
	if at.to >= 0 || block.Voice == "" {
		block.Kind = corpus.CueBlock
	}
	if a.body.Len() > 0 {
		a.body.WriteString("\n")
	}
	block.Span = corpus.Span{Start: a.body.Len(), End: a.body.Len() + len(text)}
	a.body.WriteString(text)
	a.Document.Blocks = append(a.Document.Blocks, block)
	for i, v := range r.Values {
		used := i == x.text || i == x.speaker && block.Voice != "" || i == x.from && at.from >= 0 || i == x.to && x.times[i][n].from >= 0
		if v != "" && !used {
			a.left[i] = append(a.left[i], v)
		}
	}
}

// isNumbered tells whether a line has a number of its own beside those of others, so that one without a
// speaker or a time goes on with the words above it.
func (x *talkTable) isNumbered(r corpus.Row) bool {
	if differing(cells(x.table, x.speaker)) < 2 {
		return false
	}
	for i, v := range r.Values {
		if v != "" && corpus.ColumnNamed(x.table.Columns[i]).Is(corpus.NumberColumn) && strings.Trim(v, "0123456789.)") == "" {
			return true
		}
	}
	return false
}

// wordless is a line in which nobody says anything.
func wordless(r corpus.Row) corpus.LeftOut {
	return corpus.LeftOut{Why: corpus.WordlessRow, Where: fmt.Sprint("line ", r.Line), Text: filled(r.Values)}
}

// leftColumns are columns of which something is left out, with what that is.
func leftColumns(why corpus.Why, names []string, left map[int][]string) (all []corpus.LeftOut) {
	for i, name := range names {
		if len(left[i]) > 0 {
			all = append(all, corpus.LeftOut{Why: why, Where: fmt.Sprintf("column %q", name), Text: strings.Join(left[i], "\n")})
		}
	}
	return all
}

// uses says what the columns were taken for.
func (x *talkTable) uses(names []string) string {
	of := func(columns ...int) (all []string) {
		for _, i := range columns {
			if i >= 0 {
				all = append(all, names[i])
			}
		}
		return all
	}
	var out []string
	for i, name := range names {
		if !slices.Contains([]int{x.text, x.speaker, x.from, x.to}, i) && len(cells(x.table, i)) > 0 {
			out = append(out, name)
		}
	}
	return usesInLine(use{"text", of(x.text)}, use{x.speakerUse(), of(x.speaker)}, use{"time", of(x.from, x.to)}, use{"", out})
}
