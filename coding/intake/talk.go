package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"crosscase/corpus"
)

// A talkTable is a table that is a transcript: each line is something that was said, with who
// says it, when, or both.
type talkTable struct {
	table              corpus.Table // with the first line, where that is none of headings
	headed             bool
	text, speaker      int // columns; -1: none
	from, to           int
	times              map[int][]timeCell // of the columns that hold times, by line
	named              bool               // the speaker's column is called so
	alternates, recurs bool               // those who speak do
}

// A timeCell is the time in a cell, or the two of a range.
type timeCell struct{ from, to time.Duration }

var noTimes = timeCell{corpus.NoTime, corpus.NoTime}

// speakerNames and speechNames are what the columns are called in which the speaker and the
// words are, as [plainName] has them; personNames are columns of surveys as well.
var (
	speakerNames = words(`speaker speakers speakername speakerlabel sprecher sprecherin sprechende tier tiername locuteur locutrice orateur hablante orador
		parlante interlocutore voice who wer qui quien chi spreker spk`)
	personNames = words(`name person participant respondent role rolle label id teilnehmer befragte nom nombre nome`)
	speechNames = words(`text words word dialog dialogue transcript transcription annotation annotations content utterance utterances speech sentence
		transkript transkription wortlaut äußerung aussage texto texte testo parole transcripción trascrizione caption captions subtitle subtitles
		message said spoken beitrag value`)
	startWords    = words("start begin beginning from in von ab anfang beginn onset timestamp time timecode timespan zeit début debut inicio inizio tc")
	endWords      = words("end stop to out bis ende offset fin fine")
	durationWords = words("duration dauer durée duración durata length länge")
)

var timeRange = regexp.MustCompile(`^([\d:.,]+)\s*(?:-->|[-–—]|to|bis)\s*([\d:.,]+)$`)

// cellTime reads the time or the range of times in a cell, in whatever brackets.
func cellTime(s string) (from, to time.Duration, ok bool) {
	s = strings.Trim(s, "[](){}<># \t")
	if s == "" || len(s) > 40 || !strings.Contains(s, ":") {
		return corpus.NoTime, corpus.NoTime, false
	}
	if at, ok := corpus.ParseTime(s); ok {
		return at, corpus.NoTime, true
	}
	if m := timeRange.FindStringSubmatch(s); m != nil {
		a, ok1 := corpus.ParseTime(m[1])
		b, ok2 := corpus.ParseTime(m[2])
		return a, b, ok1 && ok2
	}
	return corpus.NoTime, corpus.NoTime, false
}

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
	x := &talkTable{table: t, headed: true}
	if x.firstIsData() {
		x.headed = false
		x.table.Columns = make([]string, len(t.Columns))
		x.table.Rows = append([]corpus.Row{{Line: 1, Values: t.Columns}}, t.Rows...)
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
		again := 0
		for _, v := range values {
			if strings.EqualFold(v, name) {
				again++
			}
		}
		if again >= 2 && differing(values) >= 2 && len(values) >= 2*differing(values) && shortNames(values) {
			return true
		}
	}
	return false
}

// decimal tells whether a value is a number with decimals, as Audacity writes seconds.
func decimal(s string) bool {
	whole, fraction, ok := strings.Cut(s, ".")
	return ok && len(fraction) >= 2 && whole != "" && strings.Trim(whole+fraction, "0123456789") == ""
}

// shortNames tells whether values are like names: a few words with letters.
func shortNames(values []string) bool {
	for _, v := range values {
		if len(v) > 60 || len(strings.Fields(v)) > 5 || !strings.ContainsFunc(v, unicode.IsLetter) {
			return false
		}
	}
	return true
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
	if x.text < 0 {
		x.chooseText()
	}
	if x.speaker < 0 && x.text >= 0 {
		x.chooseSpeaker()
	}
	if x.speaker >= 0 {
		x.recurs, x.alternates = x.turns(x.speaker)
	}
}

// readTimes reads the columns that hold times and nothing else.
func (x *talkTable) readTimes() {
	x.times = map[int][]timeCell{}
	for i := range x.table.Columns {
		unit := x.unit(i)
		all := make([]timeCell, len(x.table.Rows))
		filled, good := 0, 0
		for n, r := range x.table.Rows {
			v := r.Values[i]
			all[n] = noTimes
			if v == "" {
				continue
			}
			filled++
			if from, to, ok := cellTime(v); ok {
				all[n], good = timeCell{from, to}, good+1
			} else if f, err := strconv.ParseFloat(v, 64); err == nil && unit > 0 && f >= 0 && f < 1e9 {
				all[n], good = timeCell{time.Duration(f * float64(unit)).Round(time.Millisecond), corpus.NoTime}, good+1
			}
		}
		if good > 0 && good*10 >= filled*8 {
			x.times[i] = all
		}
	}
}

// unit is the unit of a column of numbers that are times: a second or a thousandth; 0 for
// any other column.
func (x *talkTable) unit(column int) time.Duration {
	named, thousandths := false, false
	for _, w := range nameWords(x.table.Columns[column]) {
		named = named || startWords[w] || endWords[w] || durationWords[w]
		thousandths = thousandths || w == "ms" || w == "msec" || strings.HasPrefix(w, "millise")
	}
	whole, decimals, most := 0, 0, 0.0
	for _, v := range cells(x.table, column) {
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0
		}
		if most = max(most, f); strings.Contains(v, ".") {
			decimals++
		} else {
			whole++
		}
	}
	switch {
	case !named && (x.headed || decimals == 0):
		return 0
	case decimals == 0 && (thousandths || most > 500*float64(whole)):
		return time.Millisecond
	}
	return time.Second
}

// chooseTimes chooses when something begins, the first column of times that go on, and when
// it ends.
func (x *talkTable) chooseTimes() {
	has := func(i int, set map[string]bool) bool {
		return slices.ContainsFunc(nameWords(x.table.Columns[i]), func(w string) bool { return set[w] })
	}
	var columns []int
	for i := range x.table.Columns {
		if x.times[i] != nil && !has(i, durationWords) {
			columns = append(columns, i)
		}
	}
	if n := slices.IndexFunc(columns, func(i int) bool { return goOn(x.times[i]) && !has(i, endWords) }); n >= 0 {
		x.from = columns[n]
	}
	for _, i := range columns {
		if x.from >= 0 && x.to < 0 && (i > x.from || has(i, endWords)) && after(x.times[x.from], x.times[i]) {
			x.to = i
		}
	}
}

// goOn tells whether times go on from line to line, but for a few, as where the lines of
// another tier begin.
func goOn(times []timeCell) bool {
	back, steps, last := 0, 0, corpus.NoTime
	for _, t := range times {
		if t.from < 0 {
			continue
		}
		if last >= 0 {
			if steps++; t.from < last {
				back++
			}
		}
		last = t.from
	}
	return last >= 0 && back*4 <= steps
}

// after tells whether times are the ends of what begins at others.
func after(begin, end []timeCell) bool {
	later := 0
	for i := range end {
		switch {
		case begin[i].from < 0 || end[i].from < 0:
		case end[i].from < begin[i].from:
			return false
		case end[i].from > begin[i].from:
			later++
		}
	}
	return later > 0
}

// chooseText takes the column that is called so, else that with most in it.
func (x *talkTable) chooseText() {
	most := 0
	for i, name := range x.table.Columns {
		if x.times[i] != nil || i == x.speaker || speakerNames[plainName(name)] {
			continue
		}
		size := 0
		for _, v := range cells(x.table, i) {
			size += len(v)
		}
		if speechNames[plainName(name)] {
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
		named := speakerNames[plainName(name)]
		if named {
			points += 1 << 20
		} else if personNames[plainName(name)] && points > 0 {
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
	case x.from >= 0 && x.speaker >= 0 && (x.named || x.recurs):
		return true
	case x.from >= 0 && x.speaker < 0:
		return wordy == 0 && others == 0 || x.to >= 0 && others <= 1
	case x.speaker < 0 || !x.recurs || !x.alternates || wordy > 0 || x.factual() || !x.longer():
		return false
	}
	return x.named || x.roles()
}

// surveyed tells whether a survey tool wrote the table.
func (x *talkTable) surveyed() bool {
	n := 0
	for _, name := range x.table.Columns {
		if isMetadata(name) && !startWords[plainName(name)] && plainName(name) != "starttime" {
			n++
		}
	}
	return n >= 2 || len(x.table.Rows) > 0 && isImportIDs(x.table.Rows[0].Values)
}

// others counts the columns that are nothing else, without those of numbers, and those of
// them that hold sentences.
func (x *talkTable) others() (n, wordy int) {
	for i := range x.table.Columns {
		values := cells(x.table, i)
		if i == x.text || i == x.speaker || x.times[i] != nil || len(values) == 0 {
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
		n := plainName(name)
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
	if x.headed {
		doc.LeftOut = append(doc.LeftOut, corpus.LeftOut{Why: corpus.HeadingRow, Where: "line 1", Text: filled(x.table.Columns)})
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
	a.Columns = x.uses(names)
	return a
}

// line adds a line.
func (x *talkTable) line(a *Answers, n int) {
	r := x.table.Rows[n]
	at := x.at(n)
	block := corpus.Block{Gap: true, From: at.from, To: at.to}
	text := r.Values[x.text]
	if x.speaker >= 0 {
		block.Voice = label(r.Values[x.speaker])
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
		used := i == x.text || i == x.speaker || i == x.from && at.from >= 0 || i == x.to && x.times[i][n].from >= 0
		if v != "" && !used {
			a.left[i] = append(a.left[i], v)
		}
	}
}

// at is the time of a line.
func (x *talkTable) at(n int) timeCell {
	t := noTimes
	if x.from >= 0 {
		t = x.times[x.from][n]
	}
	if x.to >= 0 {
		t.to = x.times[x.to][n].from
	}
	return t
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
	return usesInLine(use{"text", of(x.text)}, use{"speaker", of(x.speaker)}, use{"time", of(x.from, x.to)}, use{"", out})
}
