package reading

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// Read writes turns [first, last) of a source to be read: numbers, times,
// speakers and words, and with each turn the themes of the passages in it. body
// is the source's text.
func Read(w io.Writer, s *coding.Study, source *corpus.Source, body corpus.Text, first, last int, screen report.Screen) error {
	tr := s.Transcript(source)
	digits := len(fmt.Sprint(last))
	tagged := themesByTurn(s, source)
	noted := notesByTurn(s, source)
	page := 0
	for i := first; i < last; i++ {
		t := tr.Turns[i]
		head := []string{}
		if t.From >= 0 {
			head = append(head, corpus.FormatTime(t.From))
		}
		if begins, _ := tr.PagesIn(t.Span()); begins != page {
			page = begins
			head = append(head, fmt.Sprintf("p. %d", page))
		}
		if t.Speaker >= 0 {
			head = append(head, bold(screen, OneLine(Speaker(s, tr, t))))
		}
		if themes := tagged[i]; len(themes) > 0 {
			head = append(head, colour(screen, "["+OneLine(strings.Join(themes, "; "))+"]"))
		}
		number := text.Pad(fmt.Sprint(i+1), digits, ' ')
		words := report.Visible(body.Body[t.Body:t.End])
		if t.Kind != corpus.Paragraph {
			words = bold(screen, words)
		}
		indent := strings.Repeat(" ", digits+2)
		if len(head) > 0 {
			number += "  " + strings.Join(head, "  ") + "\n" + indent
		} else {
			number += "  "
		}
		words = strings.ReplaceAll(wrap(screen, words, digits+2), "\n", "\n"+indent)
		if _, err := fmt.Fprintln(w, dim(screen, number)+trimLines(words)); err != nil {
			return err
		}
		for _, m := range noted[i] {
			m = strings.ReplaceAll(wrap(screen, report.Visible("note: "+m), digits+2), "\n", "\n"+indent)
			if _, err := fmt.Fprintln(w, indent+dim(screen, m)); err != nil {
				return err
			}
		}
	}
	return nil
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// themesByTurn are the themes of the passages that overlap each turn.
func themesByTurn(s *coding.Study, source *corpus.Source) map[int][]string {
	tr := s.Transcript(source)
	found := map[int][]string{}
	for i, p := range s.Passages {
		if p.Text != source.Text {
			continue
		}
		from, to := tr.TurnsIn(p.Span)
		first, last := s.TagsOf(i)
		for turn := from; turn < to; turn++ {
			for _, t := range s.Tags[first:last] {
				found[turn] = added(found[turn], s.Path(t.Theme))
			}
		}
	}
	return found
}

// notesByTurn are the notes on passages, by the turn in which these begin.
func notesByTurn(s *coding.Study, source *corpus.Source) map[int][]string {
	tr := s.Transcript(source)
	found := map[int][]string{}
	for _, p := range s.Passages {
		if p.Text != source.Text {
			continue
		}
		turn, _ := tr.TurnsIn(p.Span)
		for _, m := range s.MemosOn(string(p.ID)) {
			found[turn] = append(found[turn], m.Text)
		}
	}
	return found
}

// ReadLines writes a text with the number of each line, as --lines counts them.
func ReadLines(w io.Writer, body corpus.Text, screen report.Screen) error {
	lines := strings.Split(strings.TrimSuffix(body.Body, "\n"), "\n")
	digits := len(fmt.Sprint(len(lines)))
	indent := strings.Repeat(" ", digits+2)
	for i, l := range lines {
		l = strings.ReplaceAll(wrap(screen, report.Visible(l), digits+2), "\n", "\n"+indent)
		if _, err := fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%*d  %s", digits, i+1, l), " ")); err != nil {
			return err
		}
	}
	return nil
}
