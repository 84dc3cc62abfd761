package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Date is a day, a month or a year: 2019-03-14, 2019-03 or 2019; "" is unknown.
// Dates compare as strings: a year is before its months, a month before its days.
type Date string

// ParseDate returns s as a [Date], and an error if it is none.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return Date(s), nil
		}
	}
	return "", fmt.Errorf("date %q: no such date; write it as 2019-03-14, 2019-03 or 2019", s)
}

// Month returns year and month, "" if the month is unknown.
func (d Date) Month() string { return d.prefix(len("2006-01")) }

// Year returns the year, "" if it is unknown.
func (d Date) Year() string { return d.prefix(len("2006")) }

func (d Date) prefix(n int) string {
	if len(d) < n {
		return ""
	}
	return string(d[:n])
}

// Within reports whether d is between since and until, inclusive; "" for either is no
// limit. A month or year as until includes its last day. An unknown date is only
// within no limits.
func (d Date) Within(since, until Date) bool {
	if since == "" && until == "" {
		return true
	}
	return d != "" && (since == "" || d >= since) && (until == "" || d <= until || strings.HasPrefix(string(d), string(until)))
}

var (
	isoDate     = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)[-_.](\d\d)[-_.](\d\d)(?:[^0-9]|$)`)
	packedDate  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)(\d\d)(\d\d)(?:[^0-9]|$)`)
	dottedDate  = regexp.MustCompile(`(?:^|[^0-9.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d\d)(?:[^0-9]|$)`)
	slashedDate = regexp.MustCompile(`(?:^|[^0-9/])(\d{1,2})([/-])(\d{1,2})[/-]((?:19|20)\d\d)(?:[^0-9]|$)`)
	dayMonth    = regexp.MustCompile(`(?i)(?:^|[^\p{L}0-9])(\d{1,2})(?:st|nd|rd|th|er|\.)?[ _-]+` +
		`(?:de |of )?(\p{L}{3,12})\.?,?[ _-]+(?:de )?((?:19|20)\d\d)(?:[^0-9]|$)`)
	monthDay  = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)(?:[^0-9]|$)`)
	monthYear = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(\p{L}{3,12})\.?[ _-]+((?:19|20)\d\d)(?:[^0-9]|$)`)
)

// months are the numbers of months by their names, short and long, in ten languages.
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

// FindDate returns the only date in s, in any of the usual forms: 2019-03-14, 20190314,
// 14.3.2019, 14 March 2019, March 14, 2019. It returns "" for two different dates, and
// for an ambiguous one such as 3/4/2019, which is in April or in March.
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

// datesIn returns the dates in s; months only if there are no days.
func datesIn(s string) (found []Date) {
	add := func(year string, month int, day string) {
		text := fmt.Sprintf("%s-%02d", year, month)
		if day != "" {
			d, _ := strconv.Atoi(day)
			text += fmt.Sprintf("-%02d", d)
		}
		if d, err := ParseDate(text); err == nil && month > 0 {
			found = append(found, d)
		}
	}
	for _, re := range []*regexp.Regexp{isoDate, packedDate} {
		for _, m := range re.FindAllStringSubmatch(s, -1) {
			add(m[1], number(m[2]), m[3])
		}
	}
	for _, m := range dottedDate.FindAllStringSubmatch(s, -1) {
		add(m[3], number(m[2]), m[1])
	}
	for _, m := range slashedDate.FindAllStringSubmatch(s, -1) {
		switch a, b := number(m[1]), number(m[3]); {
		case a > 12 || a == b:
			add(m[4], b, m[1])
		case b > 12:
			add(m[4], a, m[3])
		}
	}
	for _, m := range dayMonth.FindAllStringSubmatch(s, -1) {
		add(m[3], months[strings.ToLower(m[2])], m[1])
	}
	for _, m := range monthDay.FindAllStringSubmatch(s, -1) {
		add(m[3], months[strings.ToLower(m[1])], m[2])
	}
	if len(found) > 0 {
		return found
	}
	for _, m := range monthYear.FindAllStringSubmatch(s, -1) {
		add(m[2], months[strings.ToLower(m[1])], "")
	}
	return found
}

// number reads one or two digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

var dateLabel = regexp.MustCompile(`(?i)^\W*` +
	`(?:(?:interview|meeting|visit)?\s*(?:date|datum|fecha|data|dato|held on|conducted|recorded)\b|` +
	`(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)`)

// HeaderDate returns the date at the head of a document: the one that its file declares,
// else one in its first lines, if the line is labelled as a date or has little other text.
func HeaderDate(doc Document) Date {
	if doc.Date != "" {
		return doc.Date
	}
	for i, b := range doc.Blocks {
		if i == 12 {
			break
		}
		line := strings.TrimSpace(doc.Body[b.Span.Start:b.Span.End])
		if len(line) > 120 || b.Kind == CueBlock || b.Voice != "" { // spoken
			continue
		}
		if d := FindDate(line); d != "" && (dateLabel.MatchString(line) || len(line) <= 40 || i == 0) {
			return d
		}
	}
	return ""
}
