// Package words analyses which words are used: how often and by whom
// ([Frequencies]), which are key to one group against another ([Keyness]), which
// occur together ([Collocations]), which units resemble a text ([Similar]), and
// which untagged units a theme is likely to fit, judged by a coder's own tags
// ([Train], [Evaluate]).
//
// It works on units: turns or sentences split into words ([Units]). How a text is
// split and stemmed is up to the caller's [Tokenizer], so that the words counted
// here are the words that a search finds. Everything is computed from the study
// alone, on this machine, and the same study gives the same numbers.
//
// The laws of the package, each a property test in laws_test.go:
//
//   - Counts add up: the counts of groups sum to the count of all.
//   - Keyness is antisymmetric: swapping the groups negates the effect size and keeps G².
//   - Collocation has no direction: units read backwards have the same collocates.
//   - Similarity is a cosine: it lies between 0 and 1, and is 1 for a unit's own words.
//   - Rankings are permutations: every candidate is ranked once, likelier ones first.
//   - Ties have no order: the quality of a ranking is the mean over all orders of its ties.
//   - Folds are whole sources: each unit is in one fold, with all others of its source.
//   - Optimum: the classifier is where the gradient of its objective vanishes.
//   - Calibration: the probabilities that it was fitted to are right on average.
package words

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// A Word is a word of a unit.
type Word struct {
	Word string // in lower case
	Stem string
	Stop bool // a stop word, such as "the"
}

// A Tokenizer splits a text of a language into words.
type Tokenizer func(language, text string) ([]Word, error)

// A Unit is a turn of a source, or a sentence of one.
type Unit struct {
	Source   int // in Study.Sources
	Turn     int // in its transcript
	Sentence int // of the turn, from 1; 0 where units are turns
	Span     corpus.Span
	Voice    coding.Voice
	Words    []Word
}

// Ref names a unit for people: "int-03:12", or "int-03:12.2" for a sentence;
// turns and sentences count from 1.
func (u Unit) Ref(s *coding.Study) string {
	ref := fmt.Sprintf("%s:%d", s.Sources[u.Source].Name, u.Turn+1)
	if u.Sentence > 0 {
		ref += fmt.Sprintf(".%d", u.Sentence)
	}
	return ref
}

// Units splits what participants say and documents contain into units: turns, or
// sentences for [locate.UnitSentence]. keep, if not nil, selects the turns. Turns of
// researchers, headings, and units without words are left out. The error is that of
// reading a text or of tokenize.
func Units(ctx context.Context, s *coding.Study, texts coding.Texts, tokenize Tokenizer, unit locate.Unit,
	keep func(source int, v coding.Voice) bool) ([]Unit, error) {
	var units []Unit
	for i, src := range s.Sources {
		text, err := texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		for n, turn := range s.Transcript(src).Turns {
			v, ok := Counted(s, i, turn)
			if !ok || keep != nil && !keep(i, v) {
				continue
			}
			of := Unit{Source: i, Turn: n, Voice: v}
			if units, err = appendUnits(units, of, text, turn, unit, src.Language, tokenize); err != nil {
				return nil, err
			}
		}
	}
	return units, nil
}

// Counted tells whether the words of a turn of a source count, and whose they are: not
// those of researchers, and no headings.
func Counted(s *coding.Study, source int, turn corpus.Turn) (v coding.Voice, ok bool) {
	v, ok = s.Owner(source, turn)
	return v, ok && turn.Kind == corpus.Paragraph
}

// appendUnits appends the units of one turn, each with the fields of of.
func appendUnits(units []Unit, of Unit, text corpus.Text, turn corpus.Turn, unit locate.Unit,
	language string, tokenize Tokenizer) ([]Unit, error) {
	spans := []corpus.Span{turn.Words()}
	if unit == locate.UnitSentence {
		spans = text.Sentences(turn.Words())
	}
	for m, span := range spans {
		u := of
		if u.Span = text.Trim(span); u.Span.Len() == 0 {
			continue
		}
		if unit == locate.UnitSentence {
			u.Sentence = m + 1
		}
		var err error
		if u.Words, err = tokenize(language, text.Body[u.Span.Start:u.Span.End]); err != nil {
			return nil, err
		}
		if len(u.Words) > 0 {
			units = append(units, u)
		}
	}
	return units, nil
}
