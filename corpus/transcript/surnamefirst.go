package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus/internal/lazyregexp"
)

// A nameOrder says what "Falk, Greta" in a list of people is.
type nameOrder uint8

const (
	unknownOrder nameOrder = iota // a name with the surname first, or a name and an organisation
	inOrder                       // a name with the surname first
	noOrder                       // a name and what stands beside it
)

// commaName is a surname, a comma and one or two first names or initials, perhaps with brackets behind
// them; or with anything else that is in the place of first names.
var commaName = lazyregexp.New(`^[\s*_•–-]*((?:\p{Ll}+ ){0,3}\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]*){0,3}), *` +
	`(\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]*){0,3})[*_ ]*((?:[(\[,;\t]| [–—-] ).*)?$`)

// surnameFirst reports whether an entry of a list of people begins with a surname, a comma and a
// first name; ok is false for entries of other forms.
func (d *document) surnameFirst(entry string) (o nameOrder, ok bool) {
	surname, first, rest, ok := splitComma(entry)
	if !ok {
		return noOrder, false
	}
	if o = d.orderOf(surname, first, rest); o == unknownOrder {
		o = d.orderBeside(surname, first)
	}
	return o, true
}

// splitComma splits such an entry, without titles.
func splitComma(entry string) (surname, first, rest string, ok bool) {
	m := commaName().FindStringSubmatch(strings.TrimSpace(entry))
	if m == nil {
		return "", "", "", false
	}
	surname, first = withoutTitles(m[1]), withoutTitles(m[2])
	return surname, first, m[3], strings.Count(first, " ") < 2 && !namesOffice(surname) && !namesOffice(first) && detailsOnly(first)
}

// detailsOnly reports whether a text may be a first name or an organisation: no remark about a person.
func detailsOnly(text string) bool {
	return !personalWords[strings.ToLower(text)] && !titles().MatchString(text) && !offices().MatchString(text)
}

// orderOf decides by the entry itself and by the words of the document.
func (d *document) orderOf(surname, first, rest string) nameOrder {
	full := first + " " + surname
	letters := utf8.RuneCountInString(strings.TrimRight(first, "."))
	switch {
	case namesOrganisation(first):
		return noOrder
	case containsWord(d.Body, full) || d.known != nil && (d.known(full) || d.known(surname+", "+first)):
		return inOrder
	case len(particlesOff(surname)) > 1: // Jane Roe, Northmoor
		return noOrder
	case capitalsOnly(first) && letters > 1 && letters <= 5 && !capitalsOnly(surname), d.placed(first):
		return noOrder
	case letters == 1, capitalsOnly(surname) && !capitalsOnly(first):
		return inOrder
	}
	if _, inside := behindName(first + rest); len(inside) > 0 && d.detailOf(inside[0], full) == labelDetail { // behind all of the name
		return inOrder
	}
	if short := string([]rune(first)[:1]) + string([]rune(surname)[:1]); d.begins(short) || d.begins(full) || d.begins(first) {
		return inOrder
	}
	return unknownOrder
}

// capitalsOnly reports whether all letters of a text are capitals.
func capitalsOnly(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// particlesOff are the words of a surname that have capitals: one in "van der Berg".
func particlesOff(surname string) (words []string) {
	for _, w := range strings.Fields(surname) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && !particles[strings.ToLower(w)] {
			words = append(words, w)
		}
	}
	return words
}

// placed reports whether a text is a place or an organisation by a word before it.
func (d *document) placed(text string) bool {
	for _, in := range []string{"in ", "at ", "near ", "In ", "At ", "im ", "beim "} {
		if containsWord(d.Body, in+text) {
			return true
		}
	}
	return false
}

// orderBeside decides by the other entries of this form near the beginning of the document, if those of
// them that can be decided agree: all have the surname first, or the same text stands behind two.
func (d *document) orderBeside(surname, first string) nameOrder {
	yes, no := 0, 0
	for i := 0; i < min(len(d.Blocks), 60); i++ {
		line := d.line(i)
		if key, value := keyValue(line); key != "" && value != "" {
			line = value
		}
		for entry := range strings.SplitSeq(line, ";") {
			s, f, rest, ok := splitComma(entry)
			if !ok || s == surname && f == first {
				continue
			}
			o := d.orderOf(s, f, rest)
			switch {
			case f == first && o != inOrder:
				return noOrder
			case o == inOrder:
				yes++
			case o == noOrder && len(particlesOff(s)) == 1:
				no++
			}
		}
	}
	switch {
	case yes > 0 && no == 0:
		return inOrder
	case no > 0 && yes == 0:
		return noOrder
	}
	return unknownOrder
}

// fullName reads a name with the surname first, and what stands beside it. Where it is not sure that it
// is one, it is the name as it stands there: nobody gets an organisation by a guess.
func (d *document) fullName(entry string) (name string, details []string, ok bool) {
	o, ok := d.surnameFirst(entry)
	if !ok || o == noOrder {
		return "", nil, false
	}
	surname, first, rest, _ := splitComma(entry)
	if _, details = splitAttendee("X" + rest); o == unknownOrder {
		return surname + ", " + first, details, true
	}
	if capitalsOnly(surname) {
		surname = capitalised(surname)
	}
	return first + " " + surname, details, true
}

// firstLast is a name with the surname last, however it is written.
func firstLast(name string) string {
	if surname, first, rest, ok := splitComma(name); ok && rest == "" {
		return first + " " + surname
	}
	return name
}
