// Package words looks at which words are used: how often and by whom
// ([Frequencies]), which are key to one group against another ([Keyness]), which
// keep company ([Collocations]), which passages are alike ([Similar]), and what a
// coder's own tags say about passages that have none yet ([Train]).
//
// It works on units, turns or sentences cut into words ([Units]). How words are cut
// and stemmed is the caller's [Cutter], so that what is counted here is what the
// search finds. All of it is computed from the study alone, on this machine.
package words

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Word is a word of a unit.
type Word struct {
	Word string // in lower case
	Stem string
	Stop bool // too common to say anything
}

// A Cutter cuts a text of a language into words.
type Cutter func(language, text string) ([]Word, error)

// A Unit is a stretch of a source, a turn or a sentence of one.
type Unit struct {
	Source   int // in Study.Sources
	Turn     int // in its transcript
	Sentence int // of the turn, from 1; 0 where units are turns
	Span     corpus.Span
	Voice    coding.Voice
	Words    []Word
}

// Ref names a unit as people do: "int-03:12", or "int-03:12.2" for a sentence;
// turns and sentences count from 1.
func (u Unit) Ref(s *coding.Study) string {
	ref := fmt.Sprintf("%s:%d", s.Sources[u.Source].Name, u.Turn+1)
	if u.Sentence > 0 {
		ref += fmt.Sprintf(".%d", u.Sentence)
	}
	return ref
}

// Units cuts all that participants say, and documents hold, into units: turns, or
// sentences for [coding.UnitSentence]. lets, if not nil, says which turns. Turns of
// researchers are left out, and so are units without words.
func Units(ctx context.Context, s *coding.Study, texts coding.Texts, cut Cutter, unit coding.Unit, lets func(source int, v coding.Voice) bool) ([]Unit, error) {
	var units []Unit
	for i, src := range s.Sources {
		text, err := texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		for n, turn := range s.Transcript(src).Turns {
			v, ok := s.Owner(i, turn)
			if !ok || turn.Kind != corpus.Paragraph || lets != nil && !lets(i, v) {
				continue
			}
			spans := []corpus.Span{turn.Words()}
			if unit == coding.UnitSentence {
				spans = text.Sentences(turn.Words())
			}
			for m, span := range spans {
				if span = text.Trim(span); span.Len() == 0 {
					continue
				}
				u := Unit{Source: i, Turn: n, Span: span, Voice: v}
				if unit == coding.UnitSentence {
					u.Sentence = m + 1
				}
				if u.Words, err = cut(src.Language, text.Body[span.Start:span.End]); err != nil {
					return nil, err
				}
				if len(u.Words) > 0 {
					units = append(units, u)
				}
			}
		}
	}
	return units, nil
}
