package transcript

import "crosscase/corpus/internal/lazyregexp"

// descript is Descript's: "**Jane Roe:** [00:00:05] text".
var descript = layout{
	name: "descript", timed: true, requires: "]", example: "**Name:** [00:00:05] text", distinctive: true,
	signature: lazyregexp.New(`(?i)\bdescript\b`),
	find: matching(lazyregexp.New(
		`^[ \t]*(?:\*\*)?(?P<name>[\p{L}\p{N}][^:\n\[\]()*]{0,59}?)[ \t]*(?::\*\*|\*\*:|:)[ \t]*\[(?P<time>` + clock + `)\][ \t]*`)),
}
