package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	isoDate     = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)[-_.](\d\d)[-_.](\d\d)(?:[^0-9]|$)`)
	packedDate  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)(\d\d)(\d\d)(?:[^0-9]|$)`)
	dottedDate  = regexp.MustCompile(`(?:^|[^0-9.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d\d)(?:[^0-9]|$)`)
	slashedDate = regexp.MustCompile(`(?:^|[^0-9/])(\d{1,2})([/-])(\d{1,2})[/-]((?:19|20)\d\d)(?:[^0-9]|$)`)
	dayMonth    = regexp.MustCompile(`(?i)(?:^|[^\p{L}0-9])(\d{1,2})(?:st|nd|rd|th|er|\.)?[ _-]+(?:de |of )?(\p{L}{3,12})\.?,?[ _-]+(?:de )?((?:19|20)\d\d)(?:[^0-9]|$)`)
	monthDay    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)(?:[^0-9]|$)`)
	monthYear   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,12})\.?[ _-]+((?:19|20)\d\d)(?:[^0-9]|$)`)
)

// months by their names, short and long, in the languages that are known by
// their small words.
var months = monthNumbers(
	"jan janv januar january januari gennaio enero janeiro janvier",
	"feb febr februar february februari febbraio febrero fevereiro février fév",
	"mar mär märz march maart marzo março mars",
	"apr april aprile abril avril avr",
	"may mai mei maggio mayo maio maj",
	"jun june juni giugno junio junho juin",
	"jul july juli luglio julio julho juillet juil",
	"aug august augustus augusti agosto août aout ago",
	"sep sept september septembre septiembre setembro settembre",
	"oct okt october oktober octobre octubre outubro ottobre",
	"nov november novembre noviembre novembro",
	"dec dez dezember december décembre diciembre dezembro dicembre",
)

func monthNumbers(names ...string) map[string]int {
	m := map[string]int{}
	for i, list := range names {
		for name := range strings.FieldsSeq(list) {
			m[name] = i + 1
		}
	}
	return m
}

// FindDate returns the one date that stands in s, in the ways in which people
// write dates: 2019-03-14, 20190314, 14.3.2019, 14 March 2019, March 14, 2019. A
// date such as 3/4/2019, which is April to some and March to others, is none, and
// neither are two different ones.
func FindDate(s string) Date {
	var found Date
	for _, d := range datesIn(s) {
		switch {
		case found == "" || strings.HasPrefix(string(d), string(found)):
			found = d
		case d != found && !strings.HasPrefix(string(found), string(d)):
			return ""
		}
	}
	return found
}

func datesIn(s string) (found []Date) {
	add := func(year, month, day string, named bool) {
		m, err := strconv.Atoi(month)
		if named {
			m = months[strings.ToLower(month)]
		} else if err != nil {
			return
		}
		text := fmt.Sprintf("%s-%02d", year, m)
		if day != "" {
			d, _ := strconv.Atoi(day)
			text += fmt.Sprintf("-%02d", d)
		}
		if d, err := ParseDate(text); err == nil && m > 0 {
			found = append(found, d)
		}
	}
	for _, re := range []*regexp.Regexp{isoDate, packedDate} {
		for _, m := range re.FindAllStringSubmatch(s, -1) {
			add(m[1], m[2], m[3], false)
		}
	}
	for _, m := range dottedDate.FindAllStringSubmatch(s, -1) {
		add(m[3], m[2], m[1], false)
	}
	for _, m := range slashedDate.FindAllStringSubmatch(s, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[3])
		switch {
		case a > 12 || a == b:
			add(m[4], m[3], m[1], false)
		case b > 12:
			add(m[4], m[1], m[3], false)
		}
	}
	for _, m := range dayMonth.FindAllStringSubmatch(s, -1) {
		add(m[3], m[2], m[1], true)
	}
	for _, m := range monthDay.FindAllStringSubmatch(s, -1) {
		add(m[3], m[1], m[2], true)
	}
	if len(found) == 0 {
		for _, m := range monthYear.FindAllStringSubmatch(s, -1) {
			add(m[2], m[1], "", true)
		}
	}
	return found
}

var dateHead = regexp.MustCompile(`(?i)^\W*(?:(?:interview|meeting|visit)?\s*(?:date|datum|fecha|data|dato|held on|conducted|recorded)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)`)

// HeaderDate returns the date that heads a document: in one of its first lines, if
// that says that it is a date or is little else.
func HeaderDate(doc Document) Date {
	for i, b := range doc.Blocks {
		if i == 12 {
			break
		}
		line := strings.TrimSpace(doc.Body[b.Span.Start:b.Span.End])
		if len(line) > 120 || b.Kind == CueBlock {
			continue
		}
		if d := FindDate(line); d != "" && (dateHead.MatchString(line) || len(line) <= 40 || i == 0) {
			return d
		}
	}
	return ""
}
