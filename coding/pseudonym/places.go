package pseudonym

import (
	"context"
	"iter"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Place is a replacement in the text of a source.
type Place struct {
	Source *corpus.Source
	Text   corpus.Text
	Replacement
}

// Places lists what a mask would replace in the texts of a study, source by source. An
// error, that of reading a text, ends it.
func (m *Mask) Places(ctx context.Context, s *coding.Study, texts coding.Texts) iter.Seq2[Place, error] {
	return func(yield func(Place, error) bool) {
		for _, src := range s.Sources {
			text, err := texts.Text(ctx, src.Text)
			if err != nil {
				yield(Place{}, err)
				return
			}
			for _, r := range m.Find(text.Body) {
				if !yield(Place{src, text, r}, nil) {
					return
				}
			}
		}
	}
}

// Uncovered are the participants whose names a mask leaves as they are; researchers, and
// labels that name nobody, are left out.
func (m *Mask) Uncovered(s *coding.Study) (names []string) {
	for _, x := range s.Participants {
		label, _, _ := strings.Cut(x.Name, " (")
		if !corpus.ResearcherLabel(x.Name) && !corpus.AnonymousLabel(label) && !m.Covers(x.Name) {
			names = append(names, x.Name)
		}
	}
	return names
}

// Suggest lists names that recur in the texts of a study and that a mask does not cover.
func (m *Mask) Suggest(ctx context.Context, s *coding.Study, texts coding.Texts) ([]Suggestion, error) {
	suggester := NewSuggester(m)
	for _, src := range s.Sources {
		text, err := texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		suggester.Add(src.Name, text)
	}
	return suggester.List(), nil
}

// Leftovers are suggestions that are parts of names, as a surname without the first name.
// Parts of one or two letters do not count.
func Leftovers(names []Pseudonym, suggestions []Suggestion) (left []Suggestion) {
	parts := map[string]bool{}
	for _, n := range names {
		if words := strings.Fields(n.Name); len(words) > 1 {
			for _, word := range words {
				parts[word] = len([]rune(word)) > 2
			}
		}
	}
	for _, x := range suggestions {
		if parts[x.Name] {
			left = append(left, x)
		}
	}
	return left
}
