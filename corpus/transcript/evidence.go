package transcript

import (
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

var (
	evidenceName = lazyregexp.New(`^[ \t]*(?:\*\*)?(?:Q\.?[ \t]?\d{1,4}[.:]?(?:\*\*)?[ \t]+)?(?:\*\*[ \t]*)?` +
		`(?P<name>[\p{Lu}][^:：\n\[\]*]{0,59}?)[ \t]*(?::\*\*|\*\*:|:)[ \t]*`)
	evidenceNumber = lazyregexp.New(`^[ \t]*(?:\*\*)?Q\.?[ \t]?\d{1,4}[.:]?(?:\*\*)?[ \t]+\S`)
)

// evidence is oral evidence to a select committee of the UK Parliament: numbered
// questions, "Q12 Chair: …", and the answers of witnesses, "Jane Roe: …".
var evidence = layout{
	name: "evidence", requires: "Q", example: "Q12 Name: text, answers as Name: text",
	find: func(d *document) finder {
		numbered := 0
		for line := range strings.SplitSeq(d.Body, "\n") {
			if beginsWith(line, "*Q") && evidenceNumber().MatchString(line) {
				numbered++
			}
		}
		if numbered < 2 {
			return func(int) (mark, bool) { return mark{}, false }
		}
		return matching(evidenceName)(d)
	},
}
