package transcript

// oTranscribe is a time and a name before the words: "0:12 Jane Roe: text", the
// time in bold or not.
var oTranscribe = layout{name: "otranscribe", looks: "0:12 Name: text", finder: matching(lazily(
	`^[ \t]*(?:\*\*|\[)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\*\*|\](?:\([^)]*\))?)?[ \t]+(?P<name>[\p{L}\p{N}][^:：\n\[\]*]{0,59}?)[ \t]*:(?:[ \t]+|$)`))}
