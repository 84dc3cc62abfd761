package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/corpus"
)

// nameWords are the words of a column's name in small letters: BeginTime - msec is begin,
// time, msec.
func nameWords(s string) []string {
	var b strings.Builder
	small := false
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) && small:
			b.WriteRune(' ')
		case !unicode.IsLetter(r):
			r = ' '
		}
		small = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}

// words is a set of the words of a list.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// surveyNames are what columns are called, by what they are, as [corpus.PlainColumn] has them.
var surveyNames = map[string][]string{
	"text":         strings.Fields("text answer answers response responses comment comments utterance words antwort"),
	"participant":  strings.Fields("participant respondent name speaker person befragte teilnehmer"),
	"organisation": strings.Fields("organisation organization service company agency employer institution"),
	"case":         strings.Fields("case casestudy"),
	"date":         strings.Fields("date timestamp submitted startdate datum zeitstempel horodateur marcatemporal informazionicronologiche tijdstempel carimbodedatahora submitdate datesubmitted recordeddate starttime"),
}

// idNames are what columns are called that tell respondents apart by a number or a code.
var idNames = strings.Fields(`respondentid responseid participantid teilnehmerid teilnehmendenid befragtenid probandenid subjectid personid recordid
	participantcode participantnumber teilnehmercode teilnehmendencode befragtencode probandencode respondentcode id code token kennung kürzel pid uid userid identifiant identificador identificativo
	codeparticipant idparticipant fallnummer caseid antwortid responsenumber lfdn lfdnr nr`)

// anyIDs are those of them that other things than persons have as well.
var anyIDs = strings.Fields("id code token nr lfdn lfdnr")

// metadataNames are columns that survey tools add and that are about the filling in, not
// about the person: Qualtrics, SurveyMonkey, Microsoft Forms, Google Forms, LimeSurvey,
// REDCap.
var metadataNames = words(`startdate enddate startdatum enddatum status ipaddress progress durationinseconds finished recordeddate recipientlastname recipientfirstname
	recipientemail externalreference externaldatareference locationlatitude locationlongitude locationaccuracy distributionchannel userlanguage
	responseset qrecaptchascore
	collectorid emailaddress firstname lastname customdata customdata1
	starttime completiontime email lastmodifiedtime startzeit fertigstellungszeit
	emailadresse username score
	submitdate lastpage startlanguage seed datestamp ipaddr refurl datesubmitted datestarted datelastaction referrerurl interviewtime
	datumabgeschickt letzteseite startsprache zufallsstartwert
	redcapsurveyidentifier redcapdataaccessgroup redcaprepeatinstrument redcaprepeatinstance`)

// isMetadata tells whether a column is one that a survey tool adds.
func isMetadata(name string) bool {
	lower := strings.ToLower(name)
	return metadataNames[corpus.PlainColumn(name)] || strings.HasSuffix(lower, "_complete") || strings.HasSuffix(lower, "_timestamp")
}

// cells are the values of a column that are not empty.
func cells(t corpus.Table, column int) (all []string) {
	for _, r := range t.Rows {
		if v := r.Values[column]; v != "" {
			all = append(all, v)
		}
	}
	return all
}

// differing counts the different ones of values, in any case.
func differing(values []string) int {
	different := map[string]bool{}
	for _, v := range values {
		different[strings.ToLower(v)] = true
	}
	return len(different)
}

// codesIn tells whether a column whose name says nothing names the lines: each has another
// short value, and these are codes, numbers in order, or five and more names.
func codesIn(t corpus.Table, column int) bool {
	values := cells(t, column)
	if len(values) < 2 || len(values) < filledRows(t) || differing(values) < len(values) {
		return false
	}
	coded, numbers, last := 0, 0, -1
	for _, v := range values {
		if len([]rune(v)) > 40 || len(strings.Fields(v)) > 3 || isDateLike(v) {
			return false
		}
		if _, _, ok := cellTime(v); ok {
			return false
		}
		switch n, err := strconv.Atoi(v); {
		case err == nil && n > last:
			numbers, last = numbers+1, n
		case strings.ContainsAny(v, "0123456789") && strings.ContainsFunc(v, unicode.IsLetter):
			coded++
		}
	}
	return coded == len(values) || numbers == len(values) && numbers >= 3 || coded+numbers == 0 && len(values) >= 5
}

// filledRows counts the lines of a table that hold anything.
func filledRows(t corpus.Table) (n int) {
	for _, r := range t.Rows {
		if !isEmpty(r) {
			n++
		}
	}
	return n
}

func isEmpty(r corpus.Row) bool {
	return !slices.ContainsFunc(r.Values, func(v string) bool { return v != "" })
}

// nameColumns gives each column a name of its own: those without one are called by their
// place, and of those with the same name the second has (2) behind it.
func nameColumns(columns []string) (names []string) {
	taken := map[string]int{}
	for i, c := range columns {
		if c = strings.Join(strings.Fields(c), " "); c == "" {
			c = fmt.Sprint("column ", i+1)
		}
		for name := c; ; name = fmt.Sprintf("%s (%d)", c, taken[c]) {
			if taken[name]++; taken[name] == 1 {
				names = append(names, name)
				break
			}
			taken[c] = max(taken[c], 2)
		}
	}
	return names
}

// A use is what columns of a table are taken for.
type use struct {
	what    string // "" for what is left out
	columns []string
}

// usesInLine says what columns were taken for: text = Answer; participant = ID; left out:
// IPAddress.
func usesInLine(uses ...use) string {
	var parts []string
	for _, u := range uses {
		var names []string
		for i, c := range u.columns {
			if i == 8 && len(u.columns) > 9 {
				names = append(names, "and "+coding.Count(len(u.columns)-i, "other"))
				break
			}
			if r := []rune(c); len(r) > 50 {
				c = string(r[:50]) + "…"
			}
			names = append(names, c)
		}
		switch {
		case len(names) == 0:
		case u.what == "":
			parts = append(parts, "left out: "+strings.Join(names, ", "))
		default:
			parts = append(parts, u.what+" = "+strings.Join(names, ", "))
		}
	}
	return strings.Join(parts, "; ")
}
