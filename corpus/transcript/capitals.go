package transcript

import "crosscase/corpus/internal/lazyregexp"

// capitals is "NAME. text", the name in capitals.
var capitals = layout{
	name: "capitals", example: "NAME. text",
	find: matching(lazyregexp.New(
		`^[ \t]*(?P<name>\p{Lu}[\p{Lu}\p{N}'’-]+\.?(?:[ \t]+\p{Lu}[\p{Lu}\p{N}'’-]*\.?){0,4}?)\.[ \t]+`)),
}
