package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// speakersOf decides on the whole document which marks are speakers, and returns
// nil if none are. Labels that recur or are known are the evidence; given enough
// of it, names that speak only once are speakers as well. Marks of a distinctive
// layout only need to be two. If the researcher chose the layout, forced, all
// names are speakers.
func speakersOf(doc corpus.Document, marks []mark, known func(string) bool, distinctive, forced bool) []mark {
	marks = afterFrontMatter(doc, marks)
	if forced || distinctive && len(marks) >= 2 && len(marks)*10 >= paragraphs(doc) {
		return slices.DeleteFunc(marks, func(m mark) bool {
			key := strings.ToLower(m.name)
			return !distinctive && !known(m.name) && (headWords[key] || enumerated(key))
		})
	}
	e := evidenceOf(doc, marks, known)
	if !e.enough(len(marks)) {
		return nil
	}
	var speakers []mark
	for _, m := range marks {
		key := strings.ToLower(m.name)
		once := float64(e.count)*e.share >= 0.3 && !headWords[key] && !enumerated(key) && nameLike(m.name)
		if e.recurring[key] || e.certain(m.name) || once {
			speakers = append(speakers, m)
		}
	}
	return speakers
}

// labelEvidence is what speaks for the labels of a document being speakers.
type labelEvidence struct {
	certain             func(label string) bool
	recurring, distinct map[string]bool // labels in lower case
	count               int             // marks with a label that recurs
	certainMarks        int
	share               float64 // that one mark is of all paragraphs
}

func evidenceOf(doc corpus.Document, marks []mark, known func(string) bool) labelEvidence {
	e := labelEvidence{
		certain: func(label string) bool {
			return known(label) || corpus.ResearcherLabel(label) || corpus.AnonymousLabel(label)
		},
		recurring: map[string]bool{}, distinct: map[string]bool{},
		share: 1.0 / float64(max(paragraphs(doc), 1)),
	}
	times := map[string]int{}
	for _, m := range marks {
		times[strings.ToLower(m.name)]++
	}
	for _, m := range marks {
		key := strings.ToLower(m.name)
		if e.certain(m.name) {
			e.certainMarks++
		} else if headWords[key] || enumerated(key) {
			continue
		}
		e.distinct[key] = true
		if times[key] > 1 {
			e.recurring[key] = true
			e.count++
		}
	}
	return e
}

// enough reports whether people speak in a document with so many marks.
func (e labelEvidence) enough(marks int) bool {
	recur := float64(e.count) * e.share
	switch {
	case len(e.recurring) >= 2 && recur >= 0.1:
		return true
	case len(e.recurring) == 1 && e.count >= 3 && recur >= 0.5:
		return true
	}
	return len(e.distinct) >= 2 && (len(e.recurring) > 0 || e.certainMarks > 0) && float64(marks)*e.share >= 0.8
}

// paragraphs counts the paragraphs of a document without headings. In a text
// without empty lines each line counts as one.
func paragraphs(doc corpus.Document) (n int) {
	for _, b := range doc.Blocks {
		if b.Gap && b.Kind != corpus.HeadingBlock {
			n++
		}
	}
	if n <= 1 {
		return len(doc.Blocks)
	}
	return n
}

// afterFrontMatter leaves out marks in the lines that head a transcript ("Date:
// …", "Interviewee: …"): short consecutive lines, at least one of which has a label
// that is not a name. A name that recurs is no front matter any more.
func afterFrontMatter(doc corpus.Document, marks []mark) []mark {
	last := -1 // mark with the last such label in the unbroken run from the beginning
	names := map[string]bool{}
	for i, m := range marks {
		key := strings.ToLower(m.name)
		if i > 0 && m.block != marks[i-1].block+1 || doc.Blocks[m.block].Span.End-m.body > 120 || names[key] {
			break
		}
		if names[key] = !headWords[key]; headWords[key] {
			last = i
		}
	}
	if last < 0 {
		return marks
	}
	for last+1 < len(marks) && marks[last+1].block == marks[last].block+1 && !doc.Blocks[marks[last+1].block].Gap {
		last++
	}
	return marks[last+1:]
}

// plausible reports whether a label can be a name: short, capitalised or numbered,
// and not a sentence.
func plausible(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	alphanumeric := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if len(strings.Fields(name)) > 8 || unicode.IsLower(first) || !strings.ContainsFunc(name, alphanumeric) {
		return false
	}
	if strings.ContainsAny(name, "?!;\"“”/\\<>=|") || strings.Contains(name, "...") || strings.Contains(name, "…") {
		return false
	}
	return !soundWords[strings.ToLower(name)]
}

// nameLike reports whether a label that occurs only once looks like a name: each
// word is capitalised, except for particles.
func nameLike(name string) bool {
	words := strings.Fields(name)
	if len(words) == 1 && len(name) <= 4 && name == strings.ToUpper(name) {
		return false // OK, UK, NATO
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(['’"))
		if unicode.IsLower(r) && !particles[strings.ToLower(strings.TrimRight(w, ".,)]"))] {
			return false
		}
	}
	return len(words) <= 6
}

// enumerated reports whether a label is a numbered item such as "objective 1",
// which recurs but is not a speaker.
func enumerated(key string) bool {
	word := strings.TrimRight(key, ".0123456789 ")
	return len(word) < len(key) && headWords[word]
}
