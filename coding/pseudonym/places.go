package pseudonym

import (
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// Identifying are words that say who somebody with a pseudonym is, besides the whole name:
// parts of names, as a surname without the first name, and the aliases of participants whose
// names are replaced, and what they are called where they speak. Parts of one or two letters do not count, nor those in small letters and
// those that the pseudonym has, too.
func (m *Mask) Identifying(s *coding.Study) (words []string) {
	add := func(word string) {
		if m.Text(word) == word && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	for _, n := range m.names {
		if parts := strings.Fields(n.Name); len(parts) > 1 {
			for _, part := range parts {
				first, _ := utf8.DecodeRuneInString(part)
				if utf8.RuneCountInString(part) > 2 && !unicode.IsLower(first) && !slices.Contains(strings.Fields(n.Pseudonym), part) {
					add(part)
				}
			}
		}
	}
	label := func(label string) {
		if utf8.RuneCountInString(label) > 1 && !corpus.ResearcherLabel(label) && !corpus.AnonymousLabel(label) {
			add(label)
		}
	}
	covered := map[corpus.ParticipantID]bool{}
	for _, x := range s.Participants {
		if covered[x.ID] = m.Covers(x.Name); covered[x.ID] {
			for _, alias := range x.Aliases {
				label(alias)
			}
		}
	}
	for _, src := range s.Sources {
		for _, speaker := range s.Transcript(src).Speakers {
			if covered[speaker.Participant] {
				label(speaker.Label)
			}
		}
	}
	return words
}
