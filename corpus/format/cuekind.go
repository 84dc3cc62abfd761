package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// Subtitles are often saved as .txt, under the extension of another kind of subtitles, or pasted into a
// word processor. What they hold tells which they are.

const cueMoment = `(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}`

// cueRow is a row that is only the times of a cue, with its settings.
var cueRow = lazyregexp.New(`^\s*` + cueMoment + `[ \t]*(?:-->|[-–—]>|→)[ \t]*` + cueMoment + `(?:[ \t]+[A-Za-z]\w*:\S+)*[ \t]*$`)

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

// heldCues reads a document again as subtitles if its text is some with right times; pages and comments are
// about other words.
func heldCues(doc corpus.Document) corpus.Document {
	if len(doc.Blocks) == 0 || doc.Blocks[0].Kind == corpus.CueBlock || len(doc.Pages)+len(doc.Comments) > 0 || !holdsCues(doc.Body) {
		return doc
	}
	cues, err := readCues([]byte(doc.Body), cueFormat{})
	if err != nil || strings.TrimSpace(cues.Body) == "" {
		return doc
	}
	cues.Encoding, cues.Date, cues.People, cues.LeftOut = doc.Encoding, doc.Date, doc.People, append(cues.LeftOut, doc.LeftOut...)
	cues.Language = cmp.Or(cues.Language, doc.Language)
	return cues
}

// mostAbove is the number of lines that a text of subtitles has at most above them, as their title.
const mostAbove = 3

// aboveCues counts the rows above the first times of subtitles that are not of their head; -1 where there
// are more than a title has, or no times.
func aboveCues(body string) (above int) {
	for row := range strings.Lines(body) {
		row = strings.TrimSpace(row)
		switch {
		case isCueRow(row):
			return above
		case row != "" && !headOfCues(row):
			if above++; above > mostAbove {
				return -1
			}
		}
	}
	return -1
}

// holdsCues reports whether a text is subtitles: little but their head is above the
// first times, there are few other rows for each, and no names on lines of their own, which are those
// of a transcript.
func holdsCues(body string) bool {
	above := aboveCues(body)
	if above < 0 { // most texts
		return false
	}
	rows := slices.DeleteFunc(strings.Split(body, "\n"), func(row string) bool { return strings.TrimSpace(row) == "" })
	cues := 0
	first := map[string]int{} // rows below times that have another of words below them
	for i, row := range rows {
		if !isCueRow(row) {
			continue
		}
		cues++
		if i+2 < len(rows) && !isCueRow(rows[i+2]) && !headOfCues(strings.TrimSpace(rows[i+2])) {
			first[rows[i+1]]++
		}
	}
	names := 0
	for name, n := range first {
		if n > 1 && !strings.Contains(name, ":") {
			names += n
		}
	}
	enough := cues > 1 || strings.HasPrefix(rows[0], "WEBVTT")
	return enough && (above == 0 || cues > mostAbove) && len(rows) <= 9*cues && names*2 < cues
}

// isCueRow reports whether a row is only the times of a cue.
func isCueRow(row string) bool { return cueRow().MatchString(row) || comma().MatchString(row) }

// headOfCues reports whether a row may be above the first times of subtitles.
func headOfCues(text string) bool {
	_, err := strconv.Atoi(text)
	key, _, found := strings.Cut(text, ":")
	return err == nil || blockKind(text) != "" || found && (key == "Kind" || key == "Language")
}
