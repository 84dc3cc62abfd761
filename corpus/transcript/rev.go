package transcript

import "crosscase/corpus/internal/lazyregexp"

// rev is Rev's: "Jane Roe (00:05):" above the words.
var rev = layout{
	name: "rev", timed: true, requires: "(", example: "Name (00:05):, the words below", distinctive: true,
	signature: lazyregexp.New(`(?i)\brev\.com`),
	find: matching(lazyregexp.New(
		`^[ \t]*(?P<name>\p{L}[^:\n\[\]()*]{0,59}?)[ \t]*:?[ \t]*\((?P<time>` + clock + `)\):?[ \t]*$`)),
}
