package intake

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"crosscase/corpus"
)

// Survey tools write the wording of a question where other tables have the name of a column. What is
// asked shows what the column holds, as far as its values fit.

// asks is a pattern of questions, in any case, put together of parts.
func asks(parts ...string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)` + strings.Join(parts, "")) })
}

// itemBefore is the number that a question may have.
const itemBefore = `^\W*(?:\d+[.)]?\s+)?`

var (
	// openQuestion begins the wording of what is answered in words.
	openQuestion = asks(itemBefore, `(?:what|why|how (?:do|did|does|would|could|can|is|are|was|were|has|have|should)|`,
		`(?:please )?(?:tell|describe|explain|give)|(?:do you have )?any(?:thing)? (?:else|other|further)|`,
		`was|warum|wieso|weshalb|wozu|wodurch|womit|woran|worin|wie (?:haben|hat|ist|war|sind|kam|kommt|würden|könnte|sollte)|`,
		`wie (?:erleben|sehen|geht|läuft|wird|werden)|(?:bitte )?(?:erzählen|beschreiben|erläutern|begründen|nennen)|`,
		`möchten sie (?:noch )?(?:etwas|uns)|gibt es (?:noch|sonst)|sonstiges|anmerkungen|`,
		`pourquoi|que|comment|décrivez|por qué|qué|cómo|describa|perché|che cosa|cosa|come|descriva)(?:[\s,:?]|$)`)
	// factQuestion asks for something that is known of a person.
	factQuestion = asks(`\b(?:what(?:['’]s| is| are| was) (?:your|the name)|was (?:ist|sind|war) ihr[e]?|`,
		`what (?:kind|type|sort|year|age|gender|department|role|job|position|percentage|time|date)|quel(?:le)? est|cuál es|qual è)\b`)
	// organisationQuestion asks for whom somebody works.
	organisationQuestion = asks(itemBefore, `(?:(?:which|what|in|bei|für|from|dans|en|per)\s+)?`,
		`(?:which|what|welche[rsmn]?|quelle?|qué|cuál|quale)?\s*(?:is |ist )?(?:the name of )?(?:your |ihre? )?`,
		`(?:organi[sz]ation|company|agency|employer|institution|authority|einrichtung|firma|behörde|unternehmen|arbeitgeber|`,
		`dienststelle|entreprise|organismo|empresa|azienda)`,
		`(?:\s+(?:are|do|did|have|you|arbeiten|sind|gehören|kommen|in|für|vertreten|representing)\b.*)?\s*\??$`)
	// nameQuestion asks who somebody is.
	nameQuestion = asks(itemBefore, `(?:(?:what(?:['’]s| is) )?your (?:full |first |own )?name|`,
		`(?:was|wie) (?:ist|lautet) ihr (?:voller )?name|ihr (?:voller )?(?:vor)?name|full name|name and surname|`,
		`vor- und nachname|vorname und nachname|wie heißen sie|votre nom|nom et prénom|su nombre|nombre y apellidos?|`,
		`il suo nome|nome e cognome)\s*\??:?$`)
	// codedName is a code before a wording, as LimeSurvey writes them.
	codedName = asks(`^([\p{L}\d_\[\]]{1,30})\. (\S.*)$`)
)

// coded takes the codes off the names of columns, where all have one.
func (s *survey) coded() {
	codes, names := make([]string, len(s.codes)), make([]string, len(s.codes))
	for i, c := range s.codes {
		m := codedName().FindStringSubmatch(c)
		if m == nil {
			return
		}
		codes[i], names[i] = m[1], m[2]
	}
	if len(codes) < 3 || !slices.ContainsFunc(codes, isMetadata) {
		return
	}
	s.full, s.codes, s.kinds, s.table.Columns = s.codes, codes, slices.Clone(codes), nameColumns(names)
}

// asked finds the first column whose wording asks for something and whose values are names; -1 for none.
func (s *survey) asked(question *regexp.Regexp, taken map[int]bool) int {
	for i, name := range s.table.Columns {
		values := cells(s.table, i)
		if !taken[i] && question.MatchString(strings.TrimSpace(name)) && len(values) > 0 && areNames(values) {
			taken[i] = true
			return i
		}
	}
	return -1
}

// areNames reports whether values are a few words each, and no sentences or numbers.
func areNames(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		return len(strings.Fields(v)) > 8 || strings.HasSuffix(v, ".") && len(strings.Fields(v)) > 3 || isNumber(v)
	})
}

// isOpen tells whether people write into a column in their own words: its wording asks for that, and
// most values differ and some are more than two words.
func isOpen(t corpus.Table, column int) bool {
	name := strings.TrimSpace(t.Columns[column])
	if !openQuestion().MatchString(name) || factQuestion().MatchString(name) {
		return false
	}
	values := cells(t, column)
	long := slices.ContainsFunc(values, func(v string) bool { return len(strings.Fields(v)) > 2 })
	return long && !slices.ContainsFunc(values, isNumber) && differing(values)*10 >= len(values)*8
}
