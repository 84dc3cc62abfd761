package transcript

import "crosscase/corpus/internal/lazyregexp"

// zoomChat is the log of a chat in Zoom: "10:15:22 From Jane Roe to Everyone: text".
// Zoom's transcripts are subtitles with "Name: text" in them.
var zoomChat = layout{
	name: "zoom", timed: true, requires: "From", example: "10:15:22 From Name to Everyone: text", distinctive: true,
	find: matching(lazyregexp.New(`^[ \t]*(?:\d{4}-\d\d-\d\d[ \t]+)?(?P<time>` + clock + `)[ \t]+From[ \t]+` +
		`(?P<name>[^:：\n]{1,60}?)(?:[ \t]+to[ \t]+[^:：\n]{1,60}?)?[ \t]*:[ \t]*`)),
}
