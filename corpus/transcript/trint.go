package transcript

// trint is Trint's: "Jane Roe [00:00:05]" and the words, in the line or below.
var trint = layout{name: "trint", needs: "[", looks: "Name [00:00:05] text", signed: lazily(`(?i)\btrint\b`), strong: true, finder: matching(lazily(
	`^[ \t]*(?P<name>\p{L}[^:\n\[\]()*]{0,59}?)[ \t]*\[(?P<time>` + clock + `)\][ \t]*:?[ \t]*`))}
