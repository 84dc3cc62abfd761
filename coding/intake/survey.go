package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
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

	body  strings.Builder // of Document, until it is whole
	known map[string]bool // people
}

// ReadSurvey makes sources of a table of answers: one of all its lines, in which
// each answer is a turn, or one of each line. name is what the source is called,
// or the first part of the names of several. The error wraps [coding.ErrInvalid] where a
// column is not there, or no column holds answers.
func ReadSurvey(name string, t corpus.Table, c SurveyColumns) ([]*Answers, error) {
	s := survey{table: t, name: name}
	if err := s.columns(c); err != nil {
		return nil, err
	}
	switch {
	case c.Each != "" && c.Each != "turn" && c.Each != "source":
		return nil, coding.Errorf(coding.ErrInvalid, "each line is %q: say turn or source", c.Each)
	case c.Each == "source" || c.Each == "" && (s.study >= 0 || s.date >= 0):
		return s.sources()
	}
	a := &Answers{Facts: Facts{Name: name}}
	for i := range t.Rows {
		s.add(a, i)
	}
	return s.whole([]*Answers{a})
}

// A survey is a table whose columns are known by their places.
type survey struct {
	table                                       corpus.Table
	name                                        string
	text                                        []int
	participant, organisation, study, date, own int // -1: none
	attributes                                  []int
}

// surveyNames are what columns are called, by what they are.
var surveyNames = map[string][]string{
	"text":         {"text", "answer", "answers", "response", "responses", "comment", "comments", "utterance", "words", "antwort"},
	"participant":  {"participant", "respondent", "name", "speaker", "person", "respondent id", "response id", "participant id", "befragte", "teilnehmer"},
	"organisation": {"organisation", "organization", "service", "company", "agency", "employer", "institution"},
	"case":         {"case", "case study"},
	"date":         {"date", "timestamp", "submitted", "start date", "datum"},
}

func (s *survey) find(name string) int {
	return slices.IndexFunc(s.table.Columns, func(c string) bool { return strings.EqualFold(c, name) })
}

func (s *survey) columns(c SurveyColumns) error {
	taken := map[int]bool{}
	named := func(what, name string) (int, error) {
		if name != "" {
			i := s.find(name)
			if i < 0 {
				return -1, coding.WithHint(coding.Errorf(coding.ErrInvalid, "no column %q", name), "its columns are %s",
					coding.Quoted(s.table.Columns, ", "))
			}
			taken[i] = true
			return i, nil
		}
		for _, n := range surveyNames[what] {
			if i := s.find(n); i >= 0 && !taken[i] &&
				!slices.ContainsFunc(append(slices.Clone(c.Text), c.Attributes...), func(x string) bool { return strings.EqualFold(x, n) }) {
				taken[i] = true
				return i, nil
			}
		}
		return -1, nil
	}
	var err error
	for _, x := range []struct {
		what, name string
		at         *int
	}{{"participant", c.Participant, &s.participant}, {"organisation", c.Organisation, &s.organisation}, {"case", c.Case, &s.study},
		{"date", c.Date, &s.date}, {"own", c.Name, &s.own}} {
		if *x.at, err = named(x.what, x.name); err != nil {
			return err
		}
	}
	for _, name := range c.Text {
		i, err := named("", name)
		if err != nil {
			return err
		}
		s.text = append(s.text, i)
	}
	if len(s.text) == 0 {
		if i, _ := named("text", ""); i >= 0 {
			s.text = []int{i}
		}
	}
	for i := range s.table.Columns {
		if len(s.text) == 0 || !slices.Equal(s.text, []int{i}) {
			if len(c.Text) == 0 && !taken[i] && s.wordy(i) && !slices.ContainsFunc(c.Attributes, func(a string) bool { return s.find(a) == i }) {
				s.text = append(s.text, i)
				taken[i] = true
			}
		}
	}
	if len(s.text) == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "no column looks like answers"),
			"say which with --column text=NAME; its columns are %s", coding.Quoted(s.table.Columns, ", "))
	}
	for _, name := range c.Attributes {
		i, err := named("", name)
		if err != nil {
			return err
		}
		s.attributes = append(s.attributes, i)
	}
	for i, name := range s.table.Columns {
		if c.Attributes == nil && !taken[i] && name != "" {
			s.attributes = append(s.attributes, i)
		}
	}
	return nil
}

// wordy tells whether people write sentences into a column: four words and more,
// on average.
func (s *survey) wordy(column int) bool {
	words, filled := 0, 0
	for _, r := range s.table.Rows {
		if v := r.Values[column]; v != "" {
			filled++
			words += len(strings.Fields(v))
		}
	}
	return filled > 0 && words >= 4*filled
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

// add appends the answers of a line: each as a turn, under its question where
// there are several.
func (s *survey) add(a *Answers, row int) {
	label := s.value(row, s.participant)
	person := corpus.Person{Name: label, Organisation: s.value(row, s.organisation), Case: s.value(row, s.study)}
	if label == "" {
		label = fmt.Sprintf("Respondent %d", row+1)
	}
	if person.Name == "" || corpus.AnonymousLabel(label) {
		person.Name = anonymous(label, s.name)
	}
	for _, i := range s.attributes {
		if v := s.value(row, i); v != "" {
			if person.Attributes == nil {
				person.Attributes = map[string]string{}
			}
			person.Attributes[s.table.Columns[i]] = v
		}
	}
	said := false
	for _, i := range s.text {
		answer := s.value(row, i)
		if answer == "" {
			continue
		}
		said = true
		head := label + ": "
		block := corpus.Block{Gap: true, Voice: label, From: corpus.NoTime, To: corpus.NoTime}
		if len(s.text) > 1 {
			block.Question = s.table.Columns[i]
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
	if said && !a.known[person.Name] {
		if a.known == nil {
			a.known = map[string]bool{}
		}
		a.known[person.Name] = true
		a.People = append(a.People, person)
	}
}

// sources makes a source of each line that holds an answer.
func (s *survey) sources() ([]*Answers, error) {
	var all []*Answers
	names := map[string]int{}
	for i := range s.table.Rows {
		a := &Answers{}
		own := cmp.Or(s.value(i, s.own), s.value(i, s.participant), fmt.Sprint(i+1))
		if s.own < 0 {
			own = s.name + " " + own
		}
		if names[strings.ToLower(own)]++; names[strings.ToLower(own)] > 1 {
			own = fmt.Sprintf("%s (%d)", own, names[strings.ToLower(own)])
		}
		whole := s.name
		s.name = own
		s.add(a, i)
		s.name = whole
		a.Facts = Facts{Name: own, Case: s.value(i, s.study), Organisation: s.value(i, s.organisation), Date: surveyDate(s.value(i, s.date))}
		all = append(all, a)
	}
	return s.whole(all)
}

// whole finishes the documents; what holds no answer is left out.
func (s *survey) whole(all []*Answers) ([]*Answers, error) {
	all = slices.DeleteFunc(all, func(a *Answers) bool { return a.body.Len() == 0 })
	for _, a := range all {
		a.Document.Body, a.Document.Encoding = a.body.String(), s.table.Encoding
	}
	if len(all) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "no answers in %s", coding.Quoted(s.headers(s.text), ", "))
	}
	return all, nil
}

// surveyDate reads a date as spreadsheets write it, "" where it is not clear.
func surveyDate(s string) corpus.Date {
	if d, err := corpus.ParseDate(s); err == nil {
		return d
	}
	return corpus.FindDate(s)
}
