package reading

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// CarriedLine says in a line or two what becomes of a passage when its source is
// corrected.
func CarriedLine(s *coding.Study, c intake.Correction, p intake.CarriedPassage) string {
	var themes []string
	first, last := s.TagsOf(p.Index)
	for _, t := range s.Tags[first:last] {
		themes = added(themes, s.Path(t.Theme))
	}
	old := p.Text.Body[s.Passages[p.Index].Span.Start:s.Passages[p.Index].Span.End]
	now := ""
	if p.Outcome == corpus.Detached || p.Outcome == corpus.Changed {
		place := withoutLabels(&c.Update.Transcript, p.Place())
		now = c.Update.Text.Body[place.Start:place.End]
	}
	line := Reworded(string(p.Outcome), old, strings.Join(themes, "; "), now)
	if p.OtherSpeaker {
		line += "\n      by another speaker"
	}
	return line
}

// Reworded says in a line or two what a passage was and is now, where that is known; what
// is added to the words in brackets tells which one it is.
func Reworded(state, was, which, now string) string {
	from := differ(OneLine(was), OneLine(now))
	line := fmt.Sprintf("%-9s %s  [%s]", state, around(OneLine(was), from), OneLine(which))
	if now != "" {
		line += "\n      now " + around(OneLine(now), from)
		if state != string(corpus.Detached) && corpus.NegationChanged(was, now) {
			line += "\n      a negation changed"
		}
	}
	return line
}

// withoutLabels is a span without the label of the turn in which it begins or that of the turn
// in which it ends, where it has none of that turn's words.
func withoutLabels(tr *corpus.Transcript, s corpus.Span) corpus.Span {
	out, last := s, s.Start
	for _, t := range tr.Turns {
		if t.Start <= s.Start && s.Start < t.Body {
			out.Start = min(t.Body, s.End)
		}
		if t.Start < s.End && s.End <= t.Body && s.Start < t.Start {
			out.End = min(last, s.End)
		}
		last = t.End
	}
	if out.Len() <= 0 {
		return s
	}
	return out
}

// differ counts the letters that two texts have in common at their beginning; 0
// where one of them is empty.
func differ(a, b string) (n int) {
	x, y := []rune(a), []rune(b)
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// around cuts a text to 70 letters, so that letter n is among them.
func around(s string, n int) string {
	r := []rune(s)
	if n > 50 && len(r) > 70 {
		r = append([]rune("…"), r[min(n-25, len(r)-45):]...)
	}
	return text.Snip(string(r), 70, "…")
}

// Replacement shows a name that would be replaced, in its context.
func Replacement(s *coding.Study, src *corpus.Source, body corpus.Text, r pseudonym.Replacement) string {
	turn, _ := s.Transcript(src).TurnsIn(r.Span)
	before, after := body.Around(r.Span, 30)
	return fmt.Sprintf("%s:%d  %s[%s → %s]%s", OneLine(src.Name), turn+1, OneLine(before), OneLine(body.Body[r.Span.Start:r.Span.End]),
		OneLine(r.With), OneLine(after))
}
