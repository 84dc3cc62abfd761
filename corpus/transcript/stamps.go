package transcript

import (
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// A stamp is a time, or a range of two, as programs and transcribers write them beside a
// label: of a clock, with a date or AM, in seconds, in words, with full stops or primes; in
// brackets or not.

// Times in words.
const (
	hourWords   = `(?:hours?|hrs?|h|stunden?|std\.?|heures?|horas?|ore|ora|uur)`
	minuteWords = `(?:minutes?|mins?\.?|m|minuten?|minutos?|minuti|minuto|minuut)`
	secondWords = `(?:seconds?|secs?\.?|s|sekunden?|sek\.?|secondes?|segundos?|secondi|secondo|seconden)`
	dayWords    = `(?:uhr|hrs?|hours|o['’]clock|(?-i:UTC|GMT|BST|[CEW]ES?T|MES?Z|[ECMP][SD]T))` // behind a time of the day
	unitGap     = `,? ?(?:and |und |et |y |e |en )?`
)

// stampMoment matches one time of a stamp.
const stampMoment = `(?:(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}),?[ T]\s*)?` +
	`\d{1,3}:\d{2}(?::\d{2})?(?:[.,:;]\d{1,3})?(?:\s?(?:[ap]\.?m\b\.?|` + dayWords + `\b))?` + // 1:02:03.500, 14/03/2024, 10:15 AM, 14:10 Uhr
	`|\d{1,2}\.\d{2}\.\d{2}(?:,\d{1,3})?` + // 00.04.12
	`|\d{1,3}['′’]\d{2}(?:''|[’′]{2}|["″”])?` + // 0'04"
	`|(?:\d{1,2} ?` + hourWords + unitGap + `)?\d{1,3} ?` + minuteWords + unitGap + `\d{1,2}(?:[.,]\d{1,3})? ?` + secondWords + `\b` +
	`|\d{1,6}[.,]\d{1,3} ?s(?:ec)?\b` + // 12.50s
	`|\d{1,3} seconds?\b`

var (
	stamp = lazyregexp.New(`(?i)^[\[({<#]?\s*(` + stampMoment + `)(?:\s*(?:-->|[-–]>|→|[-–—]|to|bis)\s*(` + stampMoment + `))?(?:\s*[\])}>#])?`)

	// stampDecimals are seconds that have brackets and nothing else to tell them.
	stampDecimals = lazyregexp.New(`^\[\s*(\d{1,6}\.\d{1,3})(?:\s*(?:-->|->|[-–—])\s*(\d{1,6}\.\d{1,3}))?\s*\]`)

	stampDay  = lazyregexp.New(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[, T]`)
	stampNoon = lazyregexp.New(`(?i)\s?(?:([ap])\.?m\.?|` + dayWords + `)$`)
	stampUnit = lazyregexp.New(`(?i)(\d+(?:[.,]\d+)?) ?(?:(` + hourWords + `)|(` + minuteWords + `|['′’])|(` + secondWords + `|["″”]|$))`)

	// stampIntro are words between a name and a stamp.
	stampIntro = lazyregexp.New(`(?i)[\s,–—-]*\b(?:today|yesterday|heute|gestern|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?,? ?(?:at|um)$`)
)

// dayIntros are words before a time of the day that are nobody's name.
var dayIntros = set(`at, um, kl, klo, kello, om, ore, alle, vers, gegen, ca, circa, around, about, from, until, till, by, before, after,
	since, ab, seit, bis, nach, vor, time, uhrzeit, zeit, heure, hora`)

// stampOpening and stampEnding are the bytes with which stamps begin and end.
const (
	stampOpening = "0123456789[({<#"
	stampEnding  = "0123456789])}>#\"'smSM.\x99\x9d\xb2\xb3" // and the last bytes of primes
)

// stampAt reads the stamp with which s begins, and its length. The time is that of the
// recording or the day; it is unknown beside a date.
func stampAt(s string) (t timeLine, n int, ok bool) {
	t = timeLine{corpus.NoTime, corpus.NoTime}
	if s == "" || strings.IndexByte(stampOpening, s[0]) < 0 || isBracket(s[0]) && !beginsWith(s[1:], digits) {
		return t, 0, false
	}
	m := stamp().FindStringSubmatchIndex(s)
	if m == nil {
		if m = stampDecimals().FindStringSubmatchIndex(s); m == nil {
			return t, 0, false
		}
	}
	n = m[1]
	switch closed := strings.IndexByte("])}>#", s[n-1]) >= 0; {
	case !isBracket(s[0]):
		if n = max(m[3], m[5]); n < len(s) && isWordByte(s[n]) {
			return t, 0, false
		}
	case !closed:
		return t, 0, false
	}
	t.from = stampTime(s[m[2]:m[3]])
	if m[4] >= 0 {
		t.to = stampTime(s[m[4]:m[5]])
	}
	return t, n, true
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// stampTime is the time that one of a stamp says, [corpus.NoTime] for one beside a date, and
// for two numbers that may be minutes or seconds.
func stampTime(s string) time.Duration {
	if stampDay().MatchString(s) {
		return corpus.NoTime
	}
	if strings.Contains(s, ":") {
		return clockTime(s)
	}
	if parts := strings.Split(s, "."); len(parts) == 3 {
		if hours, _ := strconv.Atoi(parts[0]); hours > 2 { // a date, as 14.03.24
			return corpus.NoTime
		}
		return looseTime(strings.Join(parts, ":"))
	}
	if _, decimals, ok := strings.Cut(s, "."); ok && len(decimals) == 2 && isWholeNumber(decimals) {
		return corpus.NoTime
	}
	var t time.Duration
	s = strings.NewReplacer("''", `"`, "’’", `"`, "′′", `"`).Replace(s)
	for _, m := range stampUnit().FindAllStringSubmatch(s, -1) {
		n, _ := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		unit := time.Second
		switch {
		case m[2] != "":
			unit = time.Hour
		case m[3] != "":
			unit = time.Minute
		}
		t += time.Duration(n * float64(unit)).Round(time.Millisecond)
	}
	return t
}

func isWholeNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// clockTime is a time with colons: of a recording, with a third colon before thousandths, or
// of the day with AM, PM or a word as Uhr.
func clockTime(s string) time.Duration {
	if m := stampNoon().FindStringSubmatchIndex(s); m != nil {
		hour, rest, _ := strings.Cut(s[:m[0]], ":")
		n, _ := strconv.Atoi(hour)
		if m[2] >= 0 {
			if n %= 12; s[m[2]] == 'p' || s[m[2]] == 'P' {
				n += 12
			}
		}
		if !strings.Contains(rest, ":") {
			rest += ":00"
		}
		return looseTime(strconv.Itoa(n) + ":" + rest)
	}
	if s = strings.Replace(s, ";", ":", 1); strings.Count(s, ":") == 3 {
		at := strings.LastIndexByte(s, ':')
		if s = s[:at] + "." + s[at+1:]; len(s)-at < 4 { // the number of a picture
			s = s[:at]
		}
	}
	return looseTime(s)
}

// stampAtEnd reads the stamp with which a line ends, and the byte at which it begins, after
// at least a letter.
func stampAtEnd(line string) (t timeLine, start int, ok bool) {
	line = strings.TrimRight(line, " \t")
	if len(line) < 4 || strings.IndexByte(stampEnding, line[len(line)-1]) < 0 {
		return t, 0, false
	}
	first := strings.IndexAny(line[max(1, len(line)-60):], digits)
	if first < 0 || strings.HasSuffix(line, ".") && !strings.HasSuffix(strings.ToLower(line[len(line)-2:]), "m.") {
		return t, 0, false
	}
	for i := max(1, len(line)-60); i < len(line); i++ {
		if strings.IndexByte(stampOpening, line[i]) < 0 || strings.IndexByte(" \t,|\xa0", line[i-1]) < 0 && !isBracket(line[i]) {
			continue
		}
		if t, n, ok := stampAt(line[i:]); ok && i+n == len(line) {
			return t, i, true
		}
	}
	return t, 0, false
}

func isBracket(c byte) bool { return c == '[' || c == '(' || c == '{' || c == '<' || c == '#' }

// withoutStamp cuts the stamp at the end of a name from it, with what is between them.
func withoutStamp(name string) (short string, t timeLine, ok bool) {
	t, start, ok := stampAtEnd(name)
	if !ok {
		return name, timeLine{corpus.NoTime, corpus.NoTime}, false
	}
	short = stampIntro().ReplaceAllString(strings.TrimRight(name[:start], " \t-–—|,:\u00a0"), "")
	return strings.TrimRight(short, " \t-–—|,:"), t, short != ""
}

// withStamps gives marks the times with which their words begin, where most do: "Q (00:12): text",
// "Name: (00:12) text". They are no words.
func (d *document) withStamps(marks []mark) {
	type found struct {
		n    int
		at   timeLine
		body int
	}
	var all []found
	own := 0
	for n, m := range marks {
		if m.nobody || m.at != corpus.NoTime {
			continue
		}
		own++
		words := d.Body[min(m.body, d.Blocks[m.block].Span.End):d.Blocks[m.block].Span.End]
		rest := strings.TrimLeft(words, " \t,–—-")
		t, size, ok := stampAt(rest)
		if !ok || t.from == corpus.NoTime {
			continue
		}
		behind := strings.TrimLeft(rest[size:], " \t")
		colon := strings.HasPrefix(behind, ": ") || strings.HasPrefix(behind, "：")
		if colon {
			behind = strings.TrimLeft(behind, ":： \t")
		}
		if behind != "" && (colon || isBracket(rest[0]) && len(rest) == len(words)) {
			all = append(all, found{n, t, m.body + len(words) - len(behind)})
		}
	}
	if len(all) < 2 || len(all)*2 < own {
		return
	}
	for _, f := range all {
		m := &marks[f.n]
		m.at, m.to, m.body = f.at.from, f.at.to, f.body
	}
}

// afterStamp returns the byte of line at which what follows a stamp of n bytes begins.
func afterStamp(line string, n int) int {
	at := spaceFrom(line, n)
	rest := line[at:]
	for _, sign := range []string{"-", "–", "—", "|"} {
		if after, ok := strings.CutPrefix(rest, sign); ok && at > n && after != "" && (after[0] == ' ' || after[0] == '\t') {
			return spaceFrom(line, at+len(sign))
		}
	}
	return at
}

// stampName is the label behind a stamp: in brackets, or before a dash or a bar.
var stampName = lazyregexp.New(`^(?:\[([^\]\n]{1,60})\]|<([^>\n]{1,60})>|\(([^)\n]{1,60})\)|([\p{L}\p{N}+@][^:：|\n]{0,59}?)[ \t]+(?:[|–—]|--?)[ \t])[ \t]*:?[ \t]*`)

// stamped is a time with a name that no colon follows: "[00:12] [Name] text",
// "10:15 <Name> text", "00:12 | Name | text", and a name before a time in brackets.
var stamped = layout{
	name: "stamped", timed: true, distinctive: true, recurs: true, example: "00:12 [Name] text, or <Name>, or | Name |",
	find: lines(func(b corpus.Block, line string) (string, int, timeLine, bool) {
		start := len(line) - len(strings.TrimLeft(line, " \t"))
		if b.Kind == corpus.CueBlock || start == len(line) {
			return "", 0, timeLine{}, false
		}
		if t, n, ok := stampAt(line[start:]); ok {
			at := afterStamp(line, start+n)
			m := stampName().FindStringSubmatchIndex(line[at:])
			if m == nil {
				return "", 0, timeLine{}, false
			}
			for i := 2; i < len(m); i += 2 {
				if m[i] >= 0 {
					return line[at+m[i] : at+m[i+1]], at + m[1], t, true
				}
			}
		}
		return nameAndBracket(line)
	}),
}

// nameAndBracket reads "Name (00:12) text", whatever the stamp in the brackets is.
func nameAndBracket(line string) (name string, body int, t timeLine, ok bool) {
	open := strings.IndexAny(line[:min(len(line), longestLabel)], "[(")
	if open <= 0 || strings.ContainsAny(line[:open], ":.\t") {
		return "", 0, t, false
	}
	t, n, ok := stampAt(line[open:])
	name = strings.TrimRight(line[:open], " \t-–—|,")
	body = spaceFrom(line, open+n)
	if beginsWith(name, "*_") { // **Name (00:12):** text
		body += len(line[body:]) - len(strings.TrimLeft(line[body:], ":：*_ \t"))
	}
	return name, body, t, ok && name != ""
}
