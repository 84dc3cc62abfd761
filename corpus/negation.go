package corpus

import (
	"maps"
	"strings"
	"unicode"
)

// negations are words that turn what is said around, in the languages that package format's
// layouts know best; contractions are counted by their ends.
var negations = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`no not never none nobody nothing nowhere neither nor cannot without
		nicht nichts nie niemals niemand niemanden niemandem nirgends nirgendwo weder ohne kein keine keinen keinem keiner keines keinerlei
		ne pas jamais rien aucun aucune ni nunca nada nadie ningún ninguno ninguna tampoco não nem nenhum nenhuma
		non nulla niente nessuno nessuna niet niets nooit niemand geen zonder`) {
		all[w] = true
	}
	return all
}()

// NegationChanged reports whether words that negate came or went between two versions of what
// is said: "not", "nobody", "don't", "kein".
func NegationChanged(was, now string) bool {
	return !maps.Equal(countNegations(was), countNegations(now))
}

// countNegations counts the words that negate in a text, by word.
func countNegations(s string) map[string]int {
	times := map[string]int{}
	apart := func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }
	for w := range strings.FieldsFuncSeq(strings.ToLower(strings.ReplaceAll(s, "’", "'")), apart) {
		switch w = strings.Trim(w, "'"); {
		case strings.HasSuffix(w, "n't"), w == "cannot":
			times["not"]++
		case strings.HasPrefix(w, "n'"): // n'est
			times["ne"]++
		case negations[w]:
			times[w]++
		}
	}
	return times
}
