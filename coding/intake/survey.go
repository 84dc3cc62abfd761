package intake

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// SurveyColumns say what the columns of a table of answers are, by their names in
// any case. What is left open is found: by names such as "respondent" or
// "organisation", and for answers by how much is written in a column.
type SurveyColumns struct {
	Text                                        []string // answers, to a question each
	Participant, Organisation, Case, Date, Name string
	Attributes                                  []string // nil: all columns that are nothing else
	Each                                        string   // what a line is: "turn", "source", or "" for a source where lines have case studies or dates of their own
}

// ParseColumns reads choices such as text=Answer or participant=Respondent. The
// error wraps [coding.ErrInvalid].
func ParseColumns(choices []string) (c SurveyColumns, err error) {
	for _, choice := range choices {
		what, name, ok := strings.Cut(choice, "=")
		what, name = strings.ToLower(strings.TrimSpace(what)), strings.TrimSpace(name)
		one := map[string]*string{"participant": &c.Participant, "organisation": &c.Organisation, "organization": &c.Organisation,
			"case": &c.Case, "date": &c.Date, "name": &c.Name}[what]
		switch {
		case !ok || name == "":
			return c, coding.Errorf(coding.ErrInvalid, "column %q: write it as text=COLUMN, participant=COLUMN…", choice)
		case what == "text":
			c.Text = append(c.Text, name)
		case what == "attribute":
			c.Attributes = append(c.Attributes, name)
		case one != nil:
			*one = name
		default:
			return c, coding.Errorf(coding.ErrInvalid,
				"column %q: a column is text, participant, organisation, case, date, name or attribute", choice)
		}
	}
	return c, nil
}

// choices are what was chosen as [ParseColumns] takes it.
func (c SurveyColumns) choices() (all []string) {
	add := func(what string, names ...string) {
		for _, name := range names {
			if name != "" {
				all = append(all, what+"="+name)
			}
		}
	}
	add("text", c.Text...)
	add("participant", c.Participant)
	add("organisation", c.Organisation)
	add("case", c.Case)
	add("date", c.Date)
	add("name", c.Name)
	add("attribute", c.Attributes...)
	return all
}

// with returns c with what more says in its place.
func (c SurveyColumns) with(more SurveyColumns) SurveyColumns {
	if more.Text != nil {
		c.Text = more.Text
	}
	if more.Attributes != nil {
		c.Attributes = more.Attributes
	}
	return SurveyColumns{c.Text, cmp.Or(more.Participant, c.Participant), cmp.Or(more.Organisation, c.Organisation),
		cmp.Or(more.Case, c.Case), cmp.Or(more.Date, c.Date), cmp.Or(more.Name, c.Name), c.Attributes, cmp.Or(more.Each, c.Each)}
}

// What tables of crosscase's own are, with the command that reads them.
const (
	CodebookTable     = "a codebook: crosscase codebook import"
	ParticipantsTable = "a table of participants: crosscase import --participants"
	codingsTable      = "a table of codings: crosscase tag --from"
	sourcesTable      = "a table of sources: crosscase import --sources"
	pseudonymsTable   = "a table of names: crosscase pseudonymise --names"
)

// OwnTable says what a table of crosscase's own is, "" for any other: such files
// lie beside transcripts and are no answers.
func OwnTable(t corpus.Table) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool {
			return !slices.ContainsFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, n) })
		})
	}
	switch {
	case has("theme", "definition") || has("theme", "subtheme") || has("theme", "parent"):
		return CodebookTable
	case has("source", "theme"):
		return codingsTable
	case has("file") && (has("type") || has("case") || has("name")):
		return sourcesTable
	case has("name", "role") || has("name", "aliases"):
		return ParticipantsTable
	case has("name", "pseudonym"):
		return pseudonymsTable
	}
	return ""
}

// Answers are one source of a survey: the document that its lines make, what is
// known of it, and who answered.
type Answers struct {
	Document corpus.Document
	Facts    Facts
	People   []corpus.Person
	Columns  string // what the table's columns were taken for, in a line

	body  strings.Builder  // of Document, until it is whole
	left  map[int][]string // values that are nowhere else, by column
	rows  []corpus.LeftOut // lines without an answer
	place map[string]int   // of people, by name
}

// ReadSurvey makes sources of a table of answers: one of all its lines, in which
// each answer is a turn, or one of each line. name is what the source is called,
// or the first part of the names of several. Lines for which one source has no room make several, each
// called by its number. Every value is in a turn, says something of
// who answers or of the source, or is left out. The error wraps [coding.ErrInvalid] where a
// column is not there, or no column holds answers, and [format.ErrTooLarge] where they are too many.
func ReadSurvey(name string, t corpus.Table, c SurveyColumns) ([]*Answers, error) {
	s := survey{table: t, name: name, known: map[string]corpus.Person{}}
	s.headings()
	if err := s.columns(c); err != nil {
		return nil, err
	}
	switch {
	case c.Each != "" && c.Each != "turn" && c.Each != "source":
		return nil, coding.Errorf(coding.ErrInvalid, "each line is %q: say turn or source", c.Each)
	case c.Each == "source" || c.Each == "" && (s.study >= 0 || s.date >= 0 && (!s.tool || c.Date != "")):
		s.each = true
		if err := checkLines(len(t.Rows), mostPeople); err != nil {
			return nil, err
		}
		return s.sources()
	}
	var all []*Answers
	parts := s.parts()
	if len(parts) > mostParts {
		return nil, fmt.Errorf("%w: more than %d MB of answers, or %d; divide it into files that each begin with the line of headings",
			format.ErrTooLarge, mostParts*format.MaxBody>>20, mostParts*mostTurns)
	}
	for n, end := range parts {
		if len(parts) > 1 {
			s.name = fmt.Sprintf("%s %d of %d", name, n+1, len(parts))
		}
		a := &Answers{Facts: Facts{Name: s.name}, left: map[int][]string{}}
		for ; s.row < end; s.row++ {
			s.add(a, s.row)
		}
		all = append(all, a)
	}
	return s.whole(all)
}

// parts divides the lines of a survey that is larger than a source can be: the line after the last of
// each source.
func (s *survey) parts() (ends []int) {
	size, turns, begins := 0, 0, 0
	for row := range s.table.Rows {
		label, _ := s.label(row)
		bytes, answers := 0, 0
		for _, i := range s.text {
			if v := s.value(row, i); v != "" {
				bytes += len(s.table.Columns[i]) + len(label) + len(v) + len("Respondent 100000: \n\n\n")
				answers++
			}
		}
		if row > begins && (size+bytes > format.MaxBody || turns+answers > mostTurns || row-begins == mostPeople) {
			ends = append(ends, row)
			size, turns, begins = 0, 0, row
		}
		size, turns = size+bytes, turns+answers
	}
	return append(ends, len(s.table.Rows))
}

// A survey is a table whose columns are known by their places.
type survey struct {
	table                          corpus.Table // its columns are called by their questions
	codes                          []string     // what its first line calls them
	full                           []string     // the same with the wording behind it, where the line has both
	guessed                        string       // the question whose answers are organisations, as far as is known
	kinds                          []string     // what they are known by: the code, or what the tool calls them in another line
	open                           map[int]bool // columns that hold answers, as headings say
	tool                           bool         // a survey tool wrote it
	each                           bool         // each line is a source
	left                           []corpus.LeftOut
	name                           string
	row                            int // that is read next, where lines make turns
	text                           []int
	people                         []int // columns that name who answers: the first that is filled does
	organisation, study, date, own int   // -1: none
	attributes, rest               []int
	known                          map[string]corpus.Person // by name
	answered                       int                      // lines with an answer
	last                           int                      // number of the line that was last read, of those with something in them
}

func (s *survey) headers(columns []int) (names []string) {
	for _, i := range columns {
		names = append(names, s.table.Columns[i])
	}
	return names
}

func (s *survey) value(row, column int) string {
	if column < 0 {
		return ""
	}
	return s.table.Rows[row].Values[column]
}

// label is what a line calls who answers, "" for nothing, and the column that it says so in.
func (s *survey) label(row int) (name string, column int) {
	for _, i := range s.people {
		if v := label(s.value(row, i)); v != "" {
			return v, i
		}
	}
	return "", -1
}

// add appends the answers of a line: each as a turn, under its question. Lines are counted
// as the survey tool does.
func (s *survey) add(a *Answers, row int) {
	if isEmpty(s.table.Rows[row]) {
		return
	}
	s.last++
	if !slices.ContainsFunc(s.text, func(i int) bool { return s.value(row, i) != "" }) {
		a.rows = append(a.rows, wordless(s.table.Rows[row]))
		return
	}
	label, by := s.label(row)
	if label == "" {
		label = fmt.Sprintf("Respondent %d", s.last)
	}
	for _, i := range s.text {
		s.answer(a, label, i, s.value(row, i))
	}
	s.answered++
	s.person(a, label, row, by)
}

// answer appends an answer.
func (s *survey) answer(a *Answers, label string, column int, answer string) {
	if answer == "" {
		return
	}
	head := label + ": "
	block := corpus.Block{Gap: true, Voice: label, From: corpus.NoTime, To: corpus.NoTime}
	if question := s.table.Columns[column]; len(s.text) > 1 || isQuestion(question) {
		block.Question = question
		head = block.Question + "\n" + head
	}
	if a.body.Len() > 0 {
		a.body.WriteString("\n\n")
	}
	block.Label = len(head)
	block.Span = corpus.Span{Start: a.body.Len(), End: a.body.Len() + len(head) + len(answer)}
	a.body.WriteString(head + answer)
	a.Document.Blocks = append(a.Document.Blocks, block)
}

// isQuestion tells whether the name of the only column of answers is a question, not a word
// for answers.
func isQuestion(name string) bool {
	return strings.ContainsAny(name, "?？؟") || len(strings.Fields(name)) >= 3
}

// person adds who answers in a line, under the label that a column has, with what the line says of
// them. What another line says otherwise is left out. A label that names nobody is another person in
// each source, which the source's name tells apart once it has one.
func (s *survey) person(a *Answers, label string, row, by int) {
	name := label
	if corpus.AnonymousLabel(label) {
		name = StandIn(label, s.name)
	}
	old, again := s.known[name]
	p := corpus.Person{Name: label, Organisation: s.value(row, s.organisation), Case: s.value(row, s.study),
		Attributes: maps.Clone(old.Attributes)}
	if again {
		for _, x := range []struct {
			of     *string
			was    string
			column int
		}{{&p.Organisation, old.Organisation, s.organisation}, {&p.Case, old.Case, s.study}} {
			if *x.of != x.was && *x.of != "" && !s.each {
				a.left[x.column] = append(a.left[x.column], *x.of)
			}
			*x.of = cmp.Or(x.was, *x.of)
		}
	}
	about := s.about(row, by)
	if p.Organisation == "" && !s.each && p.Case != "" { // the source is of several case studies
		p.Case = ""
		about = append(slices.Clone(about), s.study)
	}
	for _, i := range about {
		v, key := s.value(row, i), s.table.Columns[i]
		switch was, is := p.Attributes[key]; {
		case v == "" || is && was == v:
		case is:
			a.left[i] = append(a.left[i], v)
		case p.Attributes == nil:
			p.Attributes = map[string]string{key: v}
		default:
			p.Attributes[key] = v
		}
	}
	rest := s.rest
	if day := s.value(row, s.date); !s.each || string(surveyDate(day)) != day {
		rest = append(slices.Clone(rest), s.date)
	}
	for _, i := range rest {
		if v := s.value(row, i); v != "" {
			a.left[i] = append(a.left[i], v)
		}
	}
	s.known[name] = p
	if is, there := a.place[name]; there {
		a.People[is] = p
		return
	}
	if a.place == nil {
		a.place = map[string]int{}
	}
	a.place[name] = len(a.People)
	a.People = append(a.People, p)
}

// about are the columns that say something of who answers in a line: the attributes, and
// what no fact of the person or the source says.
func (s *survey) about(row, by int) []int {
	columns := slices.Clone(s.attributes)
	for _, i := range s.people {
		if i != by {
			columns = append(columns, i)
		}
	}
	if s.own >= 0 && !s.each {
		columns = append(columns, s.own)
	}
	if s.study >= 0 && !s.each && s.value(row, s.organisation) == "" {
		columns = append(columns, s.study)
	}
	return columns
}

// sources makes a source of each line that holds an answer.
func (s *survey) sources() ([]*Answers, error) {
	var all []*Answers
	var wordless []corpus.LeftOut
	names := map[string]int{}
	whole := s.name
	for i := range s.table.Rows {
		a := &Answers{left: map[int][]string{}}
		who, _ := s.label(i)
		own := cmp.Or(s.value(i, s.own), who, fmt.Sprint(s.last+1))
		if s.own < 0 {
			own = whole + " " + own
		}
		key := strings.ToLower(own)
		if n := names[key] + 1; n > 1 {
			own = fmt.Sprintf("%s (%d)", own, n)
		}
		s.name = own
		if s.add(a, i); a.body.Len() == 0 {
			wordless = append(wordless, a.rows...)
			continue
		}
		names[key]++
		a.Facts = Facts{Name: own, Case: s.value(i, s.study), Organisation: s.value(i, s.organisation), Date: surveyDate(s.value(i, s.date))}
		all = append(all, a)
	}
	s.name = whole
	if len(all) > 0 {
		all[0].rows = wordless
	}
	return s.whole(all)
}

// whole finishes the documents; what holds no answer is left out.
func (s *survey) whole(all []*Answers) ([]*Answers, error) {
	all = slices.DeleteFunc(all, func(a *Answers) bool { return a.body.Len() == 0 })
	for n, a := range all {
		a.Document.Body, a.Document.Encoding = a.body.String(), s.table.Encoding
		if n == 0 {
			a.Document.LeftOut, a.Columns = append(s.left, s.table.LeftOut...), s.uses()
		}
		a.Document.LeftOut = append(append(a.Document.LeftOut, a.rows...), leftColumns(s.leftAs(), s.table.Columns, a.left)...)
	}
	if len(all) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "no answers in %s", coding.Quoted(s.headers(s.text), ", "))
	}
	return all, nil
}

// leftAs is what is left out of columns: all that is in one, or a cell in each source.
func (s *survey) leftAs() corpus.Why {
	if s.each {
		return corpus.OtherCell
	}
	return corpus.OtherColumn
}

// uses says what the columns were taken for.
func (s *survey) uses() string {
	of := func(columns ...int) []string { // those that hold anything
		columns = slices.DeleteFunc(slices.Clone(columns), func(i int) bool { return i < 0 || len(cells(s.table, i)) == 0 })
		return s.headers(columns)
	}
	date, rest := s.date, s.rest
	if !s.each {
		date, rest = -1, slices.Sorted(slices.Values(append(slices.Clone(rest), s.date)))
	}
	return usesInLine(use{"text", of(s.text...)}, use{s.participantUse(), of(s.people...)}, use{s.organisationUse(), of(s.organisation)},
		use{"case", of(s.study)}, use{"date", of(date)}, use{"name", of(s.own)}, use{"attributes", of(s.attributes...)}, use{"", of(rest...)})
}

// dateLike is a day in numbers, in whatever order.
var dateLike = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:\D|$)`)

func isDateLike(s string) bool {
	return len(s) < 60 && (dateLike.MatchString(s) || corpus.FindDate(s) != "")
}

// surveyDate reads a date as spreadsheets write it, "" where it is not clear.
func surveyDate(s string) corpus.Date {
	if d, err := corpus.ParseDate(s); err == nil {
		return d
	}
	return corpus.FindDate(s)
}

// participantUse says what the columns of respondents are, and whether lines are answers of the same ones.
func (s *survey) participantUse() string {
	if n := len(s.known); n < s.answered && len(s.people) > 0 {
		return fmt.Sprintf("participant (%s in %d rows)", coding.Count(n, "respondent"), s.answered)
	}
	return "participant"
}

// organisationUse says what the column of organisations is, and whether its wording alone tells.
func (s *survey) organisationUse() string {
	if s.guessed != "" {
		return "organisation (guessed; if it is none, undo and say --column organisation=(none))"
	}
	return "organisation"
}
