package transcript

import "crosscase/corpus/internal/lazyregexp"

// brackets is "[Name] text", or "[Name] 10:02:11" with the words below.
var brackets = layout{
	name: "brackets", requires: "[", example: "[Name] text",
	find: matching(lazyregexp.New(`^[ \t]*\[(?P<name>[^\]\n]{1,60})\][ \t]*[:：]?[ \t]*(?:(?P<time>` + clock + `)[ \t]*$)?`)),
}
