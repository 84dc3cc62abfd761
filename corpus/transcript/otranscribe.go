package transcript

import "crosscase/corpus/internal/lazyregexp"

var oTranscribeLine = lazyregexp.New(`^[ \t]*(?:\*\*|\[)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\*\*|\](?:\([^)]*\))?)?[ \t]+` +
	`(?P<name>[\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*:(?:[ \t]+|$)`)

// oTranscribe is oTranscribe's: "0:12 Jane Roe: text", the time in bold or not.
var oTranscribe = layout{
	name: "otranscribe", timed: true, example: "0:12 Name: text",
	find: func(d *document) finder {
		find := matching(oTranscribeLine)(d)
		return func(i int) (mark, bool) {
			line := d.line(i)
			if !beginsWith(line, digits+"*[") {
				return mark{}, false
			}
			m, ok := find(i)
			_, n, _ := stampAt(line)
			return m, ok && !stampNoon().MatchString(line[:n]) // one of the day
		}
	},
}
