package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
)

// cueTime reads the time of a cue: as others, or in seconds alone, as 0.860.
func cueTime(s string) (time.Duration, bool) {
	if onlySeconds().MatchString(s) {
		n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		return seconds(n), err == nil
	}
	if t, ok := corpus.ParseTime(s); ok {
		return t, true
	}
	m := oddTime().FindStringSubmatch(s)
	if m == nil || m[1] == "" && (m[4] == "" || !strings.Contains(s, ":")) {
		return 0, false
	}
	thousandths := m[4]
	if strings.Count(s, ":") == 3 && len(thousandths) < 3 { // the number of a picture
		thousandths = ""
	}
	twoDigits := func(n string) string { return ("0" + n)[len(n)-1:] }
	return corpus.ParseTime(cmp.Or(m[1], "0") + ":" + twoDigits(m[2]) + ":" + twoDigits(m[3]) + "." + thousandths)
}

// texts finds what each cue says, and keeps what is before the first one. Every row is
// a time, a number, words of the cue before it, or left out.
func (r *cueReader) texts() {
	voice, end := r.identifier(0, r.cues[0])
	r.rowsOf(0, end, nil)
	for i, cue := range r.cues {
		cue.voice = voice
		from, to := cue.row+1, len(r.rows)
		if i+1 < len(r.cues) {
			voice, to = r.identifier(from, r.cues[i+1])
		}
		r.rowsOf(from, to, cue)
	}
}

// rowsOf reads the rows after the time of a cue; nil means those before the first cue. In
// WebVTT only an empty line ends a cue, not a line of blanks, and notes and styles are
// between empty lines. Any other words after an empty line are the cue's as well, since
// programs write an empty line after the time or within a cue.
func (r *cueReader) rowsOf(from, to int, cue *subtitle) {
	kind := "" // of the rows up to the next empty one
	for i, first := from, cue == nil; i < to; i++ {
		row := r.rows[i]
		if row == "" {
			kind, first = "", true
			continue
		}
		if first && r.webVTT {
			kind = blockKind(row)
		}
		first = false
		text := strings.TrimSpace(row)
		switch {
		case text == "" || kind == "STYLE" || kind == "REGION":
		case kind == "NOTE":
			r.leave(corpus.Annotation, i, row)
		case kind == "WEBVTT" || cue == nil:
			r.heading(i, text)
		default:
			cue.lines = append(cue.lines, text)
		}
	}
}

// blockKind tells what rows between cues are by the first of them; "" for words.
func blockKind(row string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(strings.ReplaceAll(row, "\t", " "), "\ufeff"), " ")
	switch word {
	case "WEBVTT", "NOTE":
		return word
	case "STYLE", "REGION":
		if strings.TrimSpace(row) == word {
			return word
		}
	}
	return ""
}

// heading reads a row of the head of a file, or of another file's that was appended.
func (r *cueReader) heading(row int, text string) {
	if language, found := strings.CutPrefix(text, "Language:"); found {
		r.doc.Language, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(language)), "-")
		if len(r.doc.Language) > 3 {
			r.doc.Language = ""
		}
	}
	if text != "WEBVTT" {
		r.leave(corpus.Header, row, text)
	}
}

// leave notes that a row is left out.
func (r *cueReader) leave(why corpus.Why, row int, text string) {
	r.left = append(r.left, leftRow{row, corpus.LeftOut{Why: why, Where: "line " + strconv.Itoa(row+1), Text: text}})
}

// inOrder is what was left out, in the order of the file.
func (r *cueReader) inOrder() []leftRow {
	slices.SortStableFunc(r.left, func(a, b leftRow) int { return cmp.Compare(a.row, b.row) })
	return r.left
}

// identifier reads the last of the rows before the time of the next cue, if it is the number or
// the identifier of that cue. It returns the voice that it names, and the row before which
// the words of the cue before end.
func (r *cueReader) identifier(from int, next *subtitle) (voice string, end int) {
	to := next.row
	last := to - 1
	for last >= from && r.rows[last] == "" {
		last--
	}
	if last < from || r.commas {
		return "", to
	}
	row, adjacent := strings.TrimSpace(r.rows[last]), last == to-1
	above := last == from || strings.TrimSpace(r.rows[last-1]) == ""
	if n, err := strconv.Atoi(row); err == nil && n >= 0 {
		follows := n == r.number+1 || r.number < 0 && n < 2
		if follows && (above || adjacent) || above && adjacent {
			r.number = n
			return "", last
		}
		return "", to
	}
	if apart := last == 0 || last > from && r.rows[last-1] == ""; !apart || !adjacent {
		return "", to
	}
	if voice, ok := identified(row); ok {
		return voice, last
	}
	if !r.webVTT || strings.HasPrefix(row, "WEBVTT") || strings.HasPrefix(row, "NOTE") {
		return "", to
	}
	next.id, next.idRow = row, last
	return "", last
}
