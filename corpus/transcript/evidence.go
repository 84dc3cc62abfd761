package transcript

import (
	"time"

	"crosscase/corpus"
)

var (
	evidenceAhead = lazily(`^[ \t]*(?:\*\*)?(?:Q\.?[ \t]?\d{1,4}[.:]?(?:\*\*)?[ \t]+)?(?:\*\*[ \t]*)?([\p{Lu}][^:：\n\[\]*]{0,59}?)[ \t]*(?::\*\*|\*\*:|:)[ \t]*`)
	evidenceQ     = lazily(`(?m)^[ \t]*(?:\*\*)?Q\.?[ \t]?\d{1,4}[.:]?(?:\*\*)?[ \t]+\S`)
)

// evidence is oral evidence to a select committee of the UK Parliament: numbered
// questions, "Q12 Chair: …", and the answers of witnesses, "Jane Roe: …".
var evidence = layout{name: "evidence", needs: "Q", looks: "Q12 Name: text, answers as Name: text", finder: func(d *document) finder {
	numbered := len(evidenceQ().FindAllStringIndex(d.Body, 2)) == 2
	return lines(func(_ corpus.Block, line string) (string, int, time.Duration, bool) {
		m := evidenceAhead().FindStringSubmatchIndex(line)
		if m == nil || !numbered {
			return "", 0, 0, false
		}
		return line[m[2]:m[3]], m[1], corpus.NoTime, true
	})(d)
}}
