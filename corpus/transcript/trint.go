package transcript

import "crosscase/corpus/internal/lazyregexp"

// trint is Trint's: "Jane Roe [00:00:05]" and the words, on the same line or below.
var trint = layout{
	name: "trint", timed: true, requires: "[", example: "Name [00:00:05] text", distinctive: true,
	signature: lazyregexp.New(`(?i)\btrint\b`),
	find: matching(lazyregexp.New(
		`^[ \t]*(?P<name>\p{L}[^:\n\[\]()*]{0,59}?)[ \t]*\[(?P<time>` + clock + `)\][ \t]*:?[ \t]*`)),
}
