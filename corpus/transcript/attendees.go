package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// An attendee is a person whom a document lists as present or absent.
type attendee struct {
	corpus.Person
	absent bool
}

var (
	presence = lazily(`(?i)^[#*_ ]*((?:members |also |those |people )?(?:present|attendees|attending|in attendance|attendance|participants|anwesend(?:e)?|teilnehmer(?:innen)?|présents|asistentes|aanwezig))\b[*_ ]*(?:[:：][*_ ]*(.*)|$)`)
	absence  = lazily(`(?i)^[#*_ ]*((?:apologies(?: for absence)?|absent|regrets|not present|entschuldigt|excusés|afwezig))\b[*_ ]*(?:[:：][*_ ]*(.*)|(?:were received )?(?:from[: ]+(.*))|$)`)
	inParens = lazily(`\s*[(\[]([^()\[\]]+)[)\]]`)
	initials = lazily(`^\p{Lu}{2,4}$`)
	honours  = lazily(`^(?i:mr|mrs|ms|miss|dr|prof|professor|sir|dame|cllr|councillor|herr|frau|chief|superintendent|inspector|supt|insp|sgt|cc|dcc|acc)\.?$`)
	offices  = lazily(`(?i)^(?:(?:vice|deputy|acting|co)[- ]?)?(?:chair(?:man|woman|person)?|secretary|minutes?|minute taker|notes|note taker|clerk|facilitator|moderator|observer|vorsitz|protokoll)\b`)
)

// attendeesOf reads the lists of those present and absent.
func attendeesOf(doc corpus.Document) (people []attendee) {
	for i := 0; i < len(doc.Blocks) && i < 200; i++ {
		line := doc.Body[doc.Blocks[i].Span.Start:doc.Blocks[i].Span.End]
		m, absent := presence().FindStringSubmatch(line), false
		if m == nil {
			if m = absence().FindStringSubmatch(line); m == nil {
				continue
			}
			absent = true
			if m[2] == "" && len(m) > 3 {
				m[2] = m[3]
			}
		}
		var entries []string
		if rest := strings.TrimSpace(m[2]); rest != "" {
			entries = splitNames(rest)
		}
		// One below the other, until a line that is nobody's name.
		for i+1 < len(doc.Blocks) && len(entries) < 60 {
			next := doc.Blocks[i+1]
			text := strings.TrimSpace(doc.Body[next.Span.Start:next.Span.End])
			if presence().MatchString(text) || absence().MatchString(text) || next.Kind == corpus.HeadingBlock || len(m[2]) > 0 && next.Gap && !listed(text) || !listed(text) && !looksListed(text) {
				break
			}
			entries = append(entries, strings.TrimLeft(text, "•-–*· \t"))
			i++
		}
		if len(entries) == 1 && saysSomething(doc.Body, entries[0]) {
			entries = splitNames(entries[0])
		}
		for _, e := range entries {
			if p, ok := readAttendee(e); ok {
				people = append(people, attendee{p, absent})
			}
		}
	}
	return people
}

// saysSomething tells whether the second of several names in a line speaks in the
// text, and is thus no organisation of the first's.
func saysSomething(body, entry string) bool {
	_, second, ok := strings.Cut(entry, ",")
	second, _, _ = strings.Cut(second, ",")
	return ok && strings.Contains(body, "\n"+strings.TrimSpace(second)+":")
}

// listed tells of a line that begins as an item of a list.
func listed(text string) bool { return strings.HasPrefix(text, "•") || strings.HasPrefix(text, "- ") }

// looksListed tells of a line that may be one name with what belongs to it.
func looksListed(text string) bool {
	p, ok := readAttendee(text)
	return ok && len(text) <= 120 && !strings.HasSuffix(text, ".") && !strings.Contains(text, ": ") &&
		(strings.ContainsAny(text, "(,\t–") || len(strings.Fields(p.Name)) <= 4 && len(strings.Fields(p.Name)) >= 2)
}

// splitNames cuts a list in one line: at semicolons, else at commas outside of
// brackets.
func splitNames(list string) (found []string) {
	list = strings.TrimSuffix(list, ".")
	sep := ','
	if strings.Contains(list, ";") {
		sep = ';'
	}
	depth, start := 0, 0
	for i, r := range list {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth--
		case r == sep && depth <= 0:
			found = append(found, list[start:i])
			start = i + 1
		}
	}
	found = append(found, list[start:])
	if last := found[len(found)-1]; sep == ',' {
		if a, b, ok := strings.Cut(last, " and "); ok && !strings.Contains(a, "(") == !strings.Contains(a, ")") {
			found = append(found[:len(found)-1], a, b)
		}
	}
	return found
}

// readAttendee reads one entry: Jane Roe (Northmoor Police); Jane Roe (JR),
// Northmoor Police; Jane Roe, Chair – Northmoor Police.
func readAttendee(entry string) (p corpus.Person, ok bool) {
	entry = strings.Trim(strings.TrimSpace(entry), "*_")
	var parts []string
	for _, m := range inParens().FindAllStringSubmatch(entry, -1) {
		parts = append(parts, strings.Split(m[1], ",")...)
	}
	bare := inParens().ReplaceAllString(entry, "")
	bare = strings.NewReplacer(" – ", ",", " — ", ",", " - ", ",", "\t", ",").Replace(bare)
	name, rest, _ := strings.Cut(bare, ",")
	parts = append(parts, strings.Split(rest, ",")...)
	name = strings.TrimSpace(strings.TrimPrefix(name, "and "))
	if initials().MatchString(name) && len(parts) > 0 && isName(strings.TrimSpace(parts[0])) && strings.Contains(strings.TrimSpace(parts[0]), " ") { // JR – Jane Roe
		p.Aliases = append(p.Aliases, name)
		name, parts = strings.TrimSpace(parts[0]), parts[1:]
	}
	if !isName(name) {
		return p, false
	}
	p.Name = withoutHonours(name)
	for _, part := range parts {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case initials().MatchString(part) && isInitials(part, name):
			p.Aliases = append(p.Aliases, part)
		case offices().MatchString(part):
			p.Role = part
		case p.Organisation == "":
			p.Organisation = part
		}
	}
	return p, true
}

// isName tells whether a text may be a person's name: one to six words with
// capitals.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || strings.ContainsAny(s, "0123456789?!;:/") || headWords[strings.ToLower(s)] {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !particles[strings.ToLower(strings.Trim(w, "."))] {
			return false
		}
	}
	return true
}

func isInitials(short, name string) bool {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '’' || r == '\'' }) {
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(r))
	}
	first, _ := utf8.DecodeRuneInString(short)
	all := b.String()
	return strings.HasPrefix(all, string(first)) && strings.HasSuffix(all, short[len(short)-1:])
}

// attendee finds the one person present whom a label names: by the whole name, by
// initials, by the surname with or without a title.
func (d *document) attendee(label string) (n int, ok bool) {
	if len(d.attendees) == 0 {
		return 0, false
	}
	key := strings.ToLower(withoutHonours(label))
	for _, fits := range []func(attendee) bool{
		func(x attendee) bool {
			return strings.EqualFold(x.Name, label) || strings.ToLower(withoutHonours(x.Name)) == key
		},
		func(x attendee) bool {
			for _, a := range x.Aliases {
				if a == label {
					return true
				}
			}
			return false
		},
		func(x attendee) bool { return surname(x.Name) == key },
		func(x attendee) bool {
			return initials().MatchString(label) && len(x.Aliases) == 0 && isInitials(label, x.Name) && len(label) == len(strings.Fields(x.Name))
		},
	} {
		count := 0
		for i, x := range d.attendees {
			if !x.absent && fits(x) {
				n = i
				count++
			}
		}
		if count == 1 {
			return n, true
		}
		if count > 1 {
			return 0, false
		}
	}
	return 0, false
}

func withoutHonours(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && honours().MatchString(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func surname(name string) string {
	words := strings.Fields(name)
	return strings.ToLower(words[len(words)-1])
}
