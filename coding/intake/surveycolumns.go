package intake

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// find finds a column by its code or its question.
func (s *survey) find(name string) int {
	is := func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), strings.TrimSpace(name)) }
	for _, names := range [][]string{s.codes, s.full} {
		if i := slices.IndexFunc(names, is); i >= 0 {
			return i
		}
	}
	return slices.IndexFunc(s.table.Columns, is)
}

// columns finds what each column is: first what is said, then what is found.
func (s *survey) columns(c SurveyColumns) error {
	taken := map[int]bool{}
	if err := s.said(c, taken); err != nil {
		return err
	}
	for what, at := range map[string]*int{"organisation": &s.organisation, "case": &s.study, "date": &s.date} {
		if said := map[string]string{"organisation": c.Organisation, "case": c.Case, "date": c.Date}; *at < 0 && said[what] != none {
			*at = s.called(what, taken)
		}
	}
	s.tool = s.tool || s.byTool()
	if s.organisation < 0 && c.Organisation != none {
		if s.organisation = s.asked(organisationQuestion(), taken); s.organisation >= 0 {
			s.guessed = s.table.Columns[s.organisation]
		}
	}
	if len(s.people) == 0 {
		if s.people = s.respondents(taken); len(s.people) == 0 || s.codesOnly() {
			if i := s.asked(nameQuestion(), taken); i >= 0 {
				s.people = append([]int{i}, s.people...)
			}
		}
	}
	if len(c.Text) == 0 {
		s.answers(taken)
	}
	if len(s.text) == 0 {
		err := coding.WithHint(coding.Errorf(coding.ErrInvalid, "no column looks like answers"), "its columns are %s; say which it is", someOf(s.table.Columns))
		return coding.WithCommand(err, "--column text=NAME")
	}
	for i, name := range s.kinds {
		switch {
		case taken[i]:
		case c.Attributes == nil && !isMetadata(name) && (name != "" || s.table.Columns[i] != fmt.Sprint("column ", i+1)):
			s.attributes = append(s.attributes, i)
		default:
			s.rest = append(s.rest, i)
		}
	}
	return nil
}

// meant suggests the names that one may have been meant to be, before what else is said.
func meant(name string, known []string) string {
	near := coding.Nearest(name, known)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + coding.Quoted(near, " or ") + "? "
}

// none is said where no column holds something.
const none = "(none)"

// said takes the columns that the researcher names.
func (s *survey) said(c SurveyColumns, taken map[int]bool) error {
	var err error
	named := func(name string) int {
		i := s.find(name)
		if i < 0 && err == nil {
			err = coding.WithHint(coding.Errorf(coding.ErrInvalid, "no column %q", name), "%sits columns are %s",
				meant(name, s.table.Columns), someOf(s.table.Columns))
		}
		taken[i] = true
		return i
	}
	for _, x := range []struct {
		name string
		at   *int
	}{{c.Organisation, &s.organisation}, {c.Case, &s.study}, {c.Date, &s.date}, {c.Name, &s.own}} {
		if *x.at = -1; x.name != "" && x.name != none {
			*x.at = named(x.name)
		}
	}
	if c.Participant != "" {
		s.people = []int{named(c.Participant)}
	}
	for _, name := range c.Text {
		s.text = append(s.text, named(name))
	}
	for _, name := range c.Attributes {
		s.attributes = append(s.attributes, named(name))
	}
	return err
}

// someOf lists the names of columns, of very many those that come first.
func someOf(names []string) string {
	if len(names) > 60 {
		return coding.Quoted(names[:50], ", ") + " and " + coding.Count(len(names)-50, "other")
	}
	return coding.Quoted(names, ", ")
}

// byTool tells whether a survey tool wrote the table, as columns that it adds show.
func (s *survey) byTool() bool {
	n := 0
	for _, name := range s.kinds {
		if isMetadata(name) {
			n++
		}
	}
	return n >= 2 || s.date >= 0 && s.filledIn()
}

// filledIn tells whether the column of dates says when a form was filled in, as by what it is called and by
// times of day in it.
func (s *survey) filledIn() bool {
	name := corpus.PlainColumn(s.kinds[s.date])
	return name != "date" && name != "datum" && !slices.ContainsFunc(cells(s.table, s.date), func(v string) bool { return !timeOfDay().MatchString(v) })
}

// timeOfDay is a time behind a date.
var timeOfDay = asks(`\d[ T,]+\d{1,2}[:.]\d\d`)

// called finds a column by what columns of its kind are called; one of dates holds some.
func (s *survey) called(what string, taken map[int]bool) int {
	for _, name := range surveyNames[what] {
		i := slices.IndexFunc(s.kinds, func(c string) bool { return corpus.PlainColumn(c) == name })
		if i >= 0 && !taken[i] && (what != "date" || s.dated(i)) {
			taken[i] = true
			return i
		}
	}
	return -1
}

// dated tells whether a column holds dates.
func (s *survey) dated(column int) bool {
	values := cells(s.table, column)
	n := 0
	for _, v := range values {
		if isDateLike(v) {
			n++
		}
	}
	return n > 0 && n*2 >= len(values)
}

// respondents are the columns that name who answers: that which is called so and most
// filled, and a column of numbers or codes for those whom it leaves out.
func (s *survey) respondents(taken map[int]bool) (all []int) {
	take := func(i int) {
		taken[i] = true
		all = append(all, i)
	}
	rows := filledRows(s.table)
	for _, least := range []int{rows, 1} { // filled in half of the lines, or at all
		for _, name := range surveyNames["participant"] {
			i := slices.IndexFunc(s.kinds, func(c string) bool { return corpus.PlainColumn(c) == name })
			if i >= 0 && !taken[i] && len(all) == 0 && len(cells(s.table, i))*2 >= least {
				take(i)
			}
		}
	}
	for _, name := range idNames {
		i := slices.IndexFunc(s.kinds, func(c string) bool { return corpus.PlainColumn(c) == name })
		if i >= 0 && !taken[i] && (len(all) == 0 || len(cells(s.table, all[0])) < rows) && s.tellsApart(i, name) {
			take(i)
			break
		}
	}
	for i := range s.kinds {
		if values := cells(s.table, i); len(all) == 0 && !taken[i] && len(values)*2 >= rows && areAddresses(values) {
			take(i)
		}
	}
	if len(all) == 0 && len(s.kinds) > 1 && !taken[0] && !isMetadata(s.kinds[0]) && codesIn(s.table, 0) {
		take(0)
	}
	return all
}

// codesOnly tells whether the columns that tell respondents apart have numbers, codes and addresses, but no names.
func (s *survey) codesOnly() bool {
	return !slices.ContainsFunc(s.people, func(i int) bool {
		return !slices.Contains(idNames, corpus.PlainColumn(s.kinds[i])) && !areAddresses(cells(s.table, i))
	})
}

// tellsApart tells whether a column of codes is one of persons: its name says so, or its
// values differ.
func (s *survey) tellsApart(column int, name string) bool {
	values := cells(s.table, column)
	return len(values) > 0 && (!slices.Contains(anyIDs, name) || differing(values)*10 >= len(values)*9)
}

// areAddresses reports whether values are addresses of e-mail.
func areAddresses(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool {
		_, err := mail.ParseAddress(v)
		return err != nil
	})
}

// answers finds the columns of answers: one that is called so, those that headings say are
// answered in words, and those of sentences.
func (s *survey) answers(taken map[int]bool) {
	first := s.called("text", taken)
	if first >= 0 {
		s.text = []int{first}
	}
	for i, name := range s.kinds {
		if !taken[i] && !isMetadata(name) && (s.open[i] && len(cells(s.table, i)) > 0 || isSentences(cells(s.table, i)) || isOpen(s.table, i)) {
			s.text = append(s.text, i)
			taken[i] = true
		}
	}
}

// isSentences tells whether people write sentences into a column: four words and more,
// on average.
func isSentences(values []string) bool {
	words := 0
	for _, v := range values {
		words += len(strings.Fields(v))
	}
	return len(values) > 0 && words >= 4*len(values)
}
