package transcript

// descript is Descript's: "**Jane Roe:** [00:00:05] text".
var descript = layout{name: "descript", needs: "]", looks: "**Name:** [00:00:05] text", signed: lazily(`(?i)\bdescript\b`), strong: true, finder: matching(lazily(
	`^[ \t]*(?:\*\*)?(?P<name>[\p{L}\p{N}][^:\n\[\]()*]{0,59}?)[ \t]*(?::\*\*|\*\*:|:)[ \t]*\[(?P<time>` + clock + `)\][ \t]*`))}
