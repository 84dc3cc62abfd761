package format

import (
	"strconv"
	"strings"

	"crosscase/corpus/internal/lazyregexp"
)

// Subtitles are often saved as .txt, or under the extension of another kind of subtitles. What they
// hold tells which they are.

// cueRow is a row that is only the times of a cue, with its settings.
var cueRow = lazyregexp.New(`^\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->[ \t]*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}` +
	`(?:[ \t]+[A-Za-z]\w*:\S+)*[ \t]*$`)

// kindOfCues tells what the rows of subtitles hold, whatever f says.
func (f cueFormat) kindOfCues(rows []string) cueFormat {
	f.webVTT = f.webVTT || strings.HasPrefix(strings.TrimSpace(rows[0]), "WEBVTT")
	arrows, commas := 0, 0
	for _, row := range rows {
		if strings.Contains(row, "-->") {
			arrows++
		} else if comma().MatchString(row) {
			commas++
		}
	}
	if arrows == 0 && commas > 0 || commas == 0 && arrows > 0 {
		f.commas = commas > 0
	}
	return f
}

// holdsCues reports whether a text is subtitles: nothing but their head is above the
// first times, there are few other rows for each, and no names on lines of their own, which are those
// of a transcript.
func holdsCues(body string) bool {
	rows := strings.Split(body, "\n")
	cues, others := 0, 0
	first := map[string]int{} // rows below times that have another below them
	for i, row := range rows {
		text := strings.TrimSpace(row)
		switch {
		case cueRow().MatchString(row) || comma().MatchString(row):
			cues++
			if i+2 < len(rows) && strings.TrimSpace(rows[i+2]) != "" {
				first[rows[i+1]]++
			}
		case text == "":
		case cues == 0 && !headOfCues(text):
			return false
		default:
			others++
		}
	}
	recur := 0
	for name, n := range first {
		if n > 1 && !strings.Contains(name, ":") {
			recur += n
		}
	}
	return cues > 0 && (cues > 1 || strings.HasPrefix(rows[0], "WEBVTT")) && others <= 8*cues && recur*2 < cues
}

// headOfCues reports whether a row may be above the first times of subtitles.
func headOfCues(text string) bool {
	_, err := strconv.Atoi(text)
	key, _, found := strings.Cut(text, ":")
	return err == nil || blockKind(text) != "" || found && (key == "Kind" || key == "Language")
}
