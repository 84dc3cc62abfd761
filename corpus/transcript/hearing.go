package transcript

import "crosscase/corpus/internal/lazyregexp"

// hearing is a hearing of the US Congress: "Mr. SMITH. Thank you." or "Mr. Smith.
// Thank you.", "The CHAIRMAN. …", "Senator ROE of Ohio. …".
var hearing = layout{
	name: "hearing", example: "Mr. SMITH. text", distinctive: true,
	find: matching(lazyregexp.New(`^[ \t]*(?P<name>` +
		`(?:(?:Mr|Mrs|Ms|Miss|Dr)\.|Senator|Representative|Chairman|Chairwoman|General|Admiral|Colonel|Secretary|Director|` +
		`Ambassador|Governor|Mayor|Chief|Judge)[ \t]+\p{Lu}[\p{L}'’-]+(?:[ \t]\p{Lu}[\p{L}'’-]+)?` +
		`(?:[ \t]of[ \t]\p{Lu}\p{L}+(?:[ \t]\p{Lu}\p{L}+)?)?|` +
		`The (?:CHAIR(?:MAN|WOMAN)?|Chair(?:man|woman)?|CLERK|Clerk)|(?:Chairman|Chairwoman) \p{Lu}[\p{L}'’-]+)\.[ \t]+`)),
}
