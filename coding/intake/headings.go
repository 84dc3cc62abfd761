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
	n, ids := 0, importIDs(s.table.Rows)
	for n < min(mostHeadings, len(s.table.Rows)) {
		row := s.table.Rows[n].Values
		switch {
		case n == ids:
			s.identified(row)
		case n < ids:
			s.wording(names, row)
		case n == 0 && s.choices():
			s.below(names, row)
		case s.echoes(row) || n == 0 && s.unlikeBelow():
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
	s.sosci()
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

// mostHeadings is the number of heading rows that tools write below the first at most.
const mostHeadings = 3

// importIDs returns which of the first rows has what Qualtrics calls its columns itself, -1 for none. All above
// it are headings, in whatever language.
func importIDs(rows []corpus.Row) int {
	return slices.IndexFunc(rows[:min(mostHeadings, len(rows))], func(r corpus.Row) bool {
		return slices.ContainsFunc(r.Values, importID.MatchString)
	})
}

// identified learns from what Qualtrics calls its columns which are answered in words, and which has
// the numbers of respondents.
func (s *survey) identified(row []string) {
	for i, v := range row {
		s.open[i] = s.open[i] || openID.MatchString(v)
		if strings.Contains(v, `_recordId`) {
			s.kinds[i] = "ResponseId"
		}
	}
}

// unlikeBelow tells whether the first line below the names is of another kind than all others, as the wording of
// questions below their codes: it has words, each another, where two and more columns have nothing but numbers,
// dates or codes, and no number or date anywhere. Where it has the name of a column again, columns that nobody fills
// are such as well.
func (s *survey) unlikeBelow() bool {
	first, rest := s.table.Rows[0].Values, corpus.Table{Columns: s.codes, Rows: s.table.Rows[1:]}
	unlike, again, unused, filled := 0, 0, 0, 0
	for i, v := range first {
		switch below := cells(rest, i); {
		case v == "":
			continue
		case isNumber(v) || isDateLike(v) || slices.Contains(first[:i], v):
			return false
		case corpus.PlainColumn(v) == corpus.PlainColumn(s.codes[i]):
			again++
		case len(below) == 0:
			unused++
		case len(below) >= 2 && !slices.ContainsFunc(below, func(v string) bool { return !isValue(v) }) && !isValue(v):
			unlike++
		}
		filled++
	}
	if unlike += again; again > 0 {
		unlike += unused
	}
	return unlike >= 2 && len(rest.Rows) >= 2 && filled*10 >= len(first)*9
}

// isValue tells whether a cell is a number, a date, or a code with digits.
func isValue(v string) bool {
	return isNumber(v) || isDateLike(v) || !strings.Contains(v, " ") && strings.ContainsAny(v, "0123456789")
}

// sosciKinds are the columns that SoSci Survey adds, by what they are known as.
var sosciKinds = map[string]string{"case": "caseid", "ref": "externalreference", "questnnr": "collectorid", "mode": "distributionchannel", "started": "startdate",
	"lastdata": "enddate", "qviewer": "status", "maxpage": "lastpage", "missing": "status", "missrel": "status", "timesum": "interviewtime",
	"timersi": "status", "degtime": "status", "mailsent": "status"}

// sosci takes the columns of SoSci Survey for what they are: its cases are respondents.
func (s *survey) sosci() {
	has := func(name string) bool {
		return slices.ContainsFunc(s.codes, func(c string) bool { return corpus.PlainColumn(c) == name })
	}
	if !has("case") || !has("questnnr") {
		return
	}
	for i, c := range s.codes {
		if kind := sosciKinds[corpus.PlainColumn(c)]; kind != "" {
			s.kinds[i] = kind
		}
	}
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
// that answers are below. Whatever the language, nothing where two and more columns have something in each
// line below is no respondent.
func (s *survey) choices() bool {
	first, rest := s.table.Rows[0].Values, s.table.Rows[1:]
	if len(first) == 0 || first[0] != "" || s.codes[0] == "" || len(rest) == 0 {
		return false
	}
	below := corpus.Table{Rows: rest}
	rows, without := filledRows(below), 0
	if n := len(cells(below, 0)); n == 0 || n*10 < 9*rows {
		return false
	}
	short := len(filled(first)) > 0
	for i, v := range first {
		if v != "" && unnamed(s.codes[i]) || oneOf(openWords, v) || oneOf(answerWords, v) {
			return true
		}
		if v == "" && len(cells(below, i)) == rows {
			without++
		}
		short = short && len(strings.Fields(v)) <= 8 && !strings.HasSuffix(v, ".")
	}
	return short && without >= 2 && rows >= 2
}

// openStem is in what a tool writes below a question that is answered in words, in whatever language.
var openStem = asks(`\b(?:open|offen|libre|ouvert|abiert|apert|abert|öppe|åpen|åben|avoin|otwart)`)

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
		lone := !unnamed(names[i]) && (i+1 == len(names) || !unnamed(names[i+1])) // a question without choices
		s.open[i] = oneOf(openWords, v) || lone && openStem().MatchString(v)
		switch {
		case v == "" || question == "" || lone:
		case unnamed(names[i]) || !oneOf(answerWords, v) && !oneOf(openWords, v):
			names[i] = question + ": " + v
		}
	}
}
