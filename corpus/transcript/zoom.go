package transcript

// zoomChat is the log of Zoom's chat: "10:15:22 From Jane Roe to Everyone: text".
// Zoom's transcripts are subtitles with "Name: text" in them.
var zoomChat = layout{name: "zoom", needs: "From", looks: "10:15:22 From Name to Everyone: text", strong: true, finder: matching(lazily(
	`^[ \t]*(?:\d{4}-\d\d-\d\d[ \t]+)?(?P<time>` + clock + `)[ \t]+From[ \t]+(?P<name>[^:：\n]{1,60}?)(?:[ \t]+to[ \t]+[^:：\n]{1,60}?)?[ \t]*:[ \t]*`))}
