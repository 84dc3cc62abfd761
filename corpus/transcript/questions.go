package transcript

import (
	"slices"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// guide is the name of the layout of an interview guide: numbered questions are the
// headings of the answers.
const guide = "guide"

var (
	numberedQuestion = lazyregexp.New(`^\s*(?:(?:question|frage|q)\s*)?\(?(\d{1,3}(?:\.\d{1,2})?)\s?[.):]\s*\S`)
	evidenceQuestion = lazyregexp.New(`^\s*Q\.?\s?(\d{1,4})[.:]?\s`)
	questionMark     = lazyregexp.New(`[?？]["”’)\]]*\s*$`)
)

// guided finds the blocks that are questions of a guide: numbered and ending in a
// question mark or, if the researcher chose the layout, forced, just numbered. A
// single one does not make a guide.
func guided(d *document, forced bool) map[int]bool {
	found := map[int]bool{}
	for i, b := range d.Blocks {
		if b.Kind == corpus.CueBlock || len(d.line(i)) > 400 {
			continue
		}
		line := strings.TrimLeft(d.line(i), "# *_")
		if beginsWith(line, digits+"(qf") && numberedQuestion().MatchString(line) && (forced || questionMark().MatchString(strings.TrimRight(line, "*_ "))) {
			found[i] = true
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// questions notes for each turn which question it answers: that of the heading
// above it, or the numbered one that the researcher asked before. Turns before the
// first question answer none; nor do those below another heading.
func (a *assembler) questions() {
	current := 0
	asks := a.researchers()
	for i := range a.out.Turns {
		t := &a.out.Turns[i]
		words := strings.TrimSpace(strings.TrimLeft(a.Body[t.Body:t.End], "# *_"))
		head, _, _ := strings.Cut(words, "\n")
		label := strings.ReplaceAll(a.Body[t.Start:t.Body], "*", "")
		researcher := t.Speaker >= 0 && asks[t.Speaker]
		switch {
		case t.Speaker < 0 && len(a.guided) > 0 && numberedQuestion().MatchString(head) && a.guidedAt(t.Start):
			t.Kind = corpus.Question
			current = a.question(strings.TrimRight(words, "*_ "))
		case t.Kind == corpus.Heading && t.Speaker < 0:
			current = 0
		case evidenceQuestion().MatchString(label): // Q12 Chair: …
			m := evidenceQuestion().FindStringSubmatch(label)
			current = a.question("Q" + m[1] + " " + words)
		case researcher && len(a.guided) == 0 && numberedQuestion().MatchString(head) && questionMark().MatchString(words):
			current = a.question(words)
		case researcher: // asks on
		default:
			t.Question = current
		}
	}
}

// guidedAt reports whether byte at is in a question of the guide.
func (a *assembler) guidedAt(at int) bool {
	for i := range a.guided {
		if s := a.Blocks[i].Span; s.Start <= at && at < s.End {
			return true
		}
	}
	return false
}

// question returns the number of a question, from 1, and adds it if it is new.
func (a *assembler) question(text string) int {
	if text = strings.Join(strings.Fields(text), " "); len(text) > 500 {
		text = strings.ToValidUTF8(text[:500], "") + "…"
	}
	if n := a.asked[text]; n > 0 {
		return n
	}
	n := 1 + slices.IndexFunc(a.out.Questions, func(q string) bool { return strings.EqualFold(q, text) })
	if n == 0 {
		a.out.Questions = append(a.out.Questions, text)
		n = len(a.out.Questions)
	}
	if a.asked == nil {
		a.asked = map[string]int{}
	}
	a.asked[text] = n
	return n
}
