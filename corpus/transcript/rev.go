package transcript

// rev is Rev's: "Jane Roe (00:05):" above or before the words.
var rev = layout{name: "rev", needs: "(", looks: "Name (00:05):, the words below", signed: lazily(`(?i)\brev\.com`), strong: true, finder: matching(lazily(
	`^[ \t]*(?P<name>\p{L}[^:\n\[\]()*]{0,59}?)[ \t]*:?[ \t]*\((?P<time>` + clock + `)\):?[ \t]*$`))}
