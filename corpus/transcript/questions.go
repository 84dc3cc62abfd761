package transcript

import (
	"strings"

	"crosscase/corpus"
)

// guide is the name of an interview guide's layout: numbered questions head the
// answers, whoever gives them.
const guide = "guide"

var (
	asked    = lazily(`^\s*(?:(?:question|frage|q)\s*)?\(?(\d{1,3}(?:\.\d{1,2})?)\s?[.):]\s*\S`)
	numberQ  = lazily(`^\s*Q\.?\s?(\d{1,4})[.:]?\s`)
	inquires = lazily(`[?？]["”’)\]]*\s*$`)
)

// guided finds the blocks that are questions of a guide: numbered, and ending in a
// question mark, or in any way where forced. A single one is none.
func guided(d *document, forced bool) map[int]bool {
	found := map[int]bool{}
	for i, b := range d.Blocks {
		if b.Kind == corpus.CueBlock || len(d.line(i)) > 400 {
			continue
		}
		if line := strings.TrimLeft(d.line(i), "# *_"); asked().MatchString(line) && (inquires().MatchString(strings.TrimRight(line, "*_ ")) || forced) {
			found[i] = true
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// questions tells each turn which question it answers: that of the heading above
// it, or that of whoever asked before it with a number. What comes before any
// question answers none, and so does what stands below another heading.
func (a *assembler) questions() {
	current := 0
	for i := range a.out.Turns {
		t := &a.out.Turns[i]
		words := strings.TrimSpace(strings.TrimLeft(a.Body[t.Body:t.End], "# *_"))
		head, _, _ := strings.Cut(words, "\n")
		label := strings.ReplaceAll(a.Body[t.Start:t.Body], "*", "")
		switch {
		case t.Speaker < 0 && len(a.guided) > 0 && asked().MatchString(head) && a.guidedAt(t.Start):
			t.Kind = corpus.Question
			current = a.question(strings.TrimRight(words, "*_ "))
		case t.Kind == corpus.Heading && t.Speaker < 0:
			current = 0
		case numberQ().MatchString(label): // Q12 Chair: …
			m := numberQ().FindStringSubmatch(label)
			current = a.question("Q" + m[1] + " " + words)
			continue // asked, not answered
		case t.Speaker >= 0 && len(a.guided) == 0 && corpus.ResearcherLabel(a.out.Speakers[t.Speaker].Label) && asked().MatchString(head) && inquires().MatchString(words):
			current = a.question(words)
			continue
		case t.Speaker >= 0 && corpus.ResearcherLabel(a.out.Speakers[t.Speaker].Label):
		default:
			t.Question = current
		}
	}
}

// guidedAt tells whether a question of the guide begins at a place.
func (a *assembler) guidedAt(at int) bool {
	for i := range a.guided {
		if s := a.Blocks[i].Span; s.Start <= at && at < s.End {
			return true
		}
	}
	return false
}

// question numbers a question, from 1.
func (a *assembler) question(text string) int {
	if text = strings.Join(strings.Fields(text), " "); len(text) > 500 {
		text = strings.ToValidUTF8(text[:500], "") + "…"
	}
	for i, q := range a.out.Questions {
		if strings.EqualFold(q, text) {
			return i + 1
		}
	}
	a.out.Questions = append(a.out.Questions, text)
	return len(a.out.Questions)
}
