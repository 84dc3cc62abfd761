package transcript

// otter is Otter.ai's: "Jane Roe  0:05" above the words, and a line at the end
// that says who transcribed.
var otter = layout{name: "otter", looks: "Name  0:05, the words below", signed: lazily(`(?i)otter\.ai`), finder: matching(lazily(
	`^[ \t]*(?P<name>\p{L}[^:\n\[\]()*]{0,59}?)[ \t]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)[ \t]*$`))}
