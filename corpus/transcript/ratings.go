package transcript

import (
	"slices"
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

// rating is an answer to an item of a questionnaire: a number, perhaps of a scale, or no answer.
var rating = lazyregexp.New(`(?i)^[ \t]*(?:\d{1,4}(?:[.,]\d+)?(?:[ \t]*(?:/|of|out of|von|bis|-|–)[ \t]*\d{1,4})?[ \t]*(?:%|[\p{L}]{1,12}|\([^()\n]{1,40}\))?|` +
	`n/?a|k\.?[ \t]?a\.?|[-–—x])[ \t]*[.;]?[ \t]*$`)

// ratings makes nobody's what follows numbers of questions that are answered by numbers, as "Q1: 4" and "Q2: 3":
// those are items of a questionnaire and nobody who asks. Their labels stay among the words. What the researcher
// says of a label holds.
func (d *document) ratings(marks []mark, o Options) {
	items := map[string][]*mark{}
	rated, again := map[string]int{}, map[string]bool{}
	for n := range marks {
		m := &marks[n]
		stem := strings.TrimRight(m.key, "0123456789")
		if _, told := o.told(m.name); told || m.nobody || stem == m.key || !asks(strings.TrimRight(stem, " ._#")) {
			continue
		}
		again[stem] = again[stem] || slices.ContainsFunc(items[stem], func(o *mark) bool { return o.key == m.key })
		items[stem] = append(items[stem], m)
		if end := d.Blocks[m.block].Span.End; m.body <= end && rating().MatchString(d.Body[m.body:end]) {
			rated[stem]++
		}
	}
	for stem, all := range items {
		if len(all) < 2 || again[stem] || rated[stem]*3 < len(all)*2 {
			continue
		}
		for _, m := range all {
			m.nobody, m.name, m.key, m.body = true, "", "", d.Blocks[m.block].Span.Start
		}
	}
}
