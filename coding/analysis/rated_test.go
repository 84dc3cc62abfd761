package analysis_test

import (
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// unitsLed counts the units of a number of agreement in the passages that it leads to: what
// each coder touches of them, and for what only one marked, not what the other one did
// anywhere. It is -1 where that says nothing, as of the list of units.
func unitsLed(s *coding.Study, g *report.Grid, f coding.Filter, unit string, row, column int) int {
	if g.Head[1] == "source" {
		if len(s.Select(f).Passages) == 0 && g.Rows[row][column] != 0 {
			return 0
		}
		return -1
	}
	if unit == "passage" {
		return len(s.Select(f).Passages)
	}
	touched := unitsOf(s, f, f.Coders[0], unit)
	switch {
	case g.Head[column] == "both":
		other := unitsOf(s, f, f.Coders[1], unit)
		touched = slices.DeleteFunc(touched, func(u [2]int) bool { return !slices.Contains(other, u) })
	case strings.HasPrefix(g.Head[column], "only "):
		name := strings.TrimPrefix(g.Head[5-column], "only ")
		whose := slices.IndexFunc(s.Coders, func(c *coding.Coder) bool { return c.Name == name })
		f.Coders, f.Where = []coding.CoderID{s.Coders[whose].ID}, nil
		other := unitsOf(s, f, f.Coders[0], unit)
		touched = slices.DeleteFunc(touched, func(u [2]int) bool { return slices.Contains(other, u) })
	}
	return len(touched)
}

// unitsOf are the units that the passages of a coder touch, by their source and place.
func unitsOf(s *coding.Study, f coding.Filter, coder coding.CoderID, unit string) (units [][2]int) {
	texts, lets := codingtest.Bodies(s), s.Places(f)
	add := func(source, place int) {
		if u := [2]int{source, place}; !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	for _, p := range s.Select(f).Passages {
		if !slices.ContainsFunc(p.Tags, func(t int) bool { return s.Tags[t].Coder == coder }) {
			continue
		}
		if unit == "source" {
			add(p.Source, 0)
			continue
		}
		src := s.Sources[p.Source]
		for n, turn := range s.Transcript(src).Turns {
			in := coding.Overlap(s.Passages[p.Index].Span, turn.Words())
			if v, ok := s.Owner(p.Source, turn); !ok || !lets(p.Source, v) || in.Start >= in.End {
				continue
			}
			for _, u := range unitsIn(s.Transcript(src), texts[src.Text], unit, n) {
				if unit == "word" && in.Start <= u.Start && u.Start < in.End || unit != "word" && u.Overlaps(in) {
					add(p.Source, u.Start)
				}
			}
		}
	}
	return units
}

// unitsIn are the units of a turn; of a word only the beginning is known.
func unitsIn(tr *corpus.Transcript, text corpus.Text, unit string, turn int) (spans []corpus.Span) {
	words := tr.Turns[turn].Words()
	switch unit {
	case "turn":
		return []corpus.Span{words}
	case "sentence":
		return text.Sentences(words)
	case "word":
		for _, w := range tr.Words {
			spans = append(spans, corpus.Span{Start: int(w), End: int(w) + 1})
		}
		return spans
	}
	for i := words.Start; i < words.End; i++ {
		spans = append(spans, corpus.Span{Start: i, End: i + 1})
	}
	return spans
}
