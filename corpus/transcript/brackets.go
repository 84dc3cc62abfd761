package transcript

import "crosscase/corpus/internal/lazyregexp"

// brackets is "[Name] text".
var brackets = layout{
	name: "brackets", requires: "[", example: "[Name] text",
	find: matching(lazyregexp.New(`^[ \t]*\[(?P<name>[^\]\n]{1,60})\][ \t]*[:：]?[ \t]*`)),
}
