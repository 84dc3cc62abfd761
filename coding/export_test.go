package coding

import "crosscase/corpus"

// Attribute lets tests ask whom a span of a text counts for, and whether it straddles.
func Attribute(s *Study, text corpus.TextID, span corpus.Span, straddle Straddle) ([]Voice, bool) {
	a := s.attribute(nil, at(s.sourceOf, text), span, straddle)
	return a.voices, a.straddles
}
