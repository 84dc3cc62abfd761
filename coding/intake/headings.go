package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"crosscase/corpus"
)

// Survey tools write more than one heading: Qualtrics the wording of each question below
// its code, and what it calls the column itself in a third line; SurveyMonkey the choices
// of a question below it.

// importID is what Qualtrics calls a column itself.
var importID = regexp.MustCompile(`^\{\s*["']ImportId["']\s*:`)

// openID is the one of a question that is answered in words.
var openID = regexp.MustCompile(`QID[^"']*_TEXT["']`)

// openWords are what SurveyMonkey writes below a question that is answered in words;
// answerWords stand below any other.
var (
	openWords = []string{"open-ended response", "other (please specify)", "comments", "offene antwort", "offene frage", "sonstiges (bitte angeben)",
		"réponse ouverte", "autre (veuillez préciser)", "respuesta abierta", "otro (especifique)", "risposta aperta", "altro (specificare)"}
	answerWords = []string{"response", "antwort", "réponse", "respuesta", "risposta"}
)

func oneOf(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// headings takes the heading rows below the first off the table. Its columns are called by
// the wording of their questions from then on, and its codes are what the first line calls
// them.
func (s *survey) headings() {
	s.codes, s.kinds, s.open = s.table.Columns, slices.Clone(s.table.Columns), map[int]bool{}
	s.coded()
	names := slices.Clone(s.codes)
	if s.full != nil {
		names = slices.Clone(s.table.Columns)
	}
	n := 0
	for n < min(3, len(s.table.Rows)) {
		row := s.table.Rows[n].Values
		switch {
		case n == 0 && s.choices():
			s.below(names, row)
		case isImportIDs(row):
			for i, v := range row {
				s.open[i] = s.open[i] || openID.MatchString(v)
			}
		case s.echoes(row):
			s.wording(names, row)
		default:
			row = nil
		}
		if row == nil {
			break
		}
		n++
	}
	if n > 0 {
		s.heading(s.table.HeadLine(), s.codes)
		for _, r := range s.table.Rows[:n] {
			s.heading(r.Line, r.Values)
		}
	}
	s.tool = n > 0
	s.table.Columns, s.table.Rows = nameColumns(names), s.table.Rows[n:]
}

// heading keeps a heading row among what is left out.
func (s *survey) heading(line int, values []string) {
	s.left = append(s.left, corpus.LeftOut{Why: corpus.HeadingRow, Where: fmt.Sprint("line ", line), Text: filled(values)})
}

// filled are the values of a line that are not empty.
func filled(values []string) string {
	var all []string
	for _, v := range values {
		if v != "" {
			all = append(all, v)
		}
	}
	return strings.Join(all, "\t")
}

func isImportIDs(row []string) bool {
	for _, v := range row {
		if importID.MatchString(v) {
			return true
		}
	}
	return false
}

// echoes tells whether a line says again what its columns are: two and more of its values
// are their names, or names that survey tools have for columns.
func (s *survey) echoes(row []string) bool {
	n := 0
	for i, v := range row {
		name, code := corpus.PlainColumn(v), corpus.PlainColumn(s.codes[i])
		if name == "" || name == "ipaddress" && code == "status" { // a value of Qualtrics
			continue
		}
		if name == code && !isNumber(v) || metadataNames[name] || name == "responseid" {
			n++
		}
	}
	return n >= 2
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.,-+") == "" }

// wording calls columns by their questions, and those that the tool adds by what it calls
// them there.
func (s *survey) wording(names, row []string) {
	for i, v := range row {
		if name := corpus.PlainColumn(v); !isMetadata(s.codes[i]) && (isMetadata(v) || slices.Contains(idNames, name)) {
			s.kinds[i] = v
		}
		if v != "" && !isMetadata(s.codes[i]) && corpus.PlainColumn(v) != corpus.PlainColumn(s.codes[i]) {
			names[i] = v
		}
	}
}

// choices tells whether the first line below the names has the choices of questions: it has
// nothing where all others have something, and names columns that have no name, or says
// that answers are below.
func (s *survey) choices() bool {
	first, rest := s.table.Rows[0].Values, s.table.Rows[1:]
	if len(first) == 0 || first[0] != "" || s.codes[0] == "" || len(rest) == 0 {
		return false
	}
	with := 0
	for _, r := range rest {
		if r.Values[0] != "" {
			with++
		}
	}
	if with == 0 || with*10 < 9*filledRows(corpus.Table{Rows: rest}) {
		return false
	}
	for i, v := range first {
		if v != "" && unnamed(s.codes[i]) || oneOf(openWords, v) || oneOf(answerWords, v) {
			return true
		}
	}
	return false
}

// lettered is what a column of a spreadsheet without a name is called by its letters.
var lettered = regexp.MustCompile(`^column [A-Z]{1,3}$`)

func unnamed(name string) bool { return name == "" || lettered.MatchString(name) }

// below calls columns by their questions and the choices below these.
func (s *survey) below(names, row []string) {
	question := ""
	for i, v := range row {
		if !unnamed(names[i]) {
			question = names[i]
		}
		s.open[i] = oneOf(openWords, v)
		switch {
		case v == "" || question == "":
		case unnamed(names[i]) || !oneOf(answerWords, v) && !oneOf(openWords, v):
			names[i] = question + ": " + v
		}
	}
}
