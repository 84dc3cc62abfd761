package transcript

import "crosscase/corpus/internal/lazyregexp"

// oTranscribe is oTranscribe's: "0:12 Jane Roe: text", the time in bold or not.
var oTranscribe = layout{
	name: "otranscribe", timed: true, example: "0:12 Name: text",
	find: matching(lazyregexp.New(`^[ \t]*(?:\*\*|\[)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\*\*|\](?:\([^)]*\))?)?[ \t]+` +
		`(?P<name>[\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*:(?:[ \t]+|$)`)),
}
