package coding_test

import (
	"errors"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/corpus"
)

// soundParts are the parts of a small study that is well.
func soundParts() coding.Study {
	return coding.Study{
		Cases:         []*corpus.CaseStudy{{ID: "case", Name: "A"}},
		Organisations: []*corpus.Organisation{{ID: "org", Name: "Police"}},
		Participants:  []*corpus.Participant{{ID: "roe", Name: "Roe", Organisation: "org"}},
		Sources:       []*corpus.Source{{ID: "src", Name: "int-1", Text: "text", Organisation: "org", Case: "case"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"text": {Turns: []corpus.Turn{{Body: 5, End: 20}},
			Speakers: []corpus.Speaker{{Label: "Roe", Participant: "roe"}}, Words: []int32{5, 10}}},
		Coders:    []*coding.Coder{{ID: "ak", Name: "AK"}},
		Themes:    []*coding.Theme{{ID: "trust", Name: "Trust"}, {ID: "deep", Name: "Deep trust", Parent: "trust"}},
		Passages:  []coding.Passage{{ID: "p", Text: "text", Span: corpus.Span{Start: 5, End: 9}}},
		Tags:      []coding.Tag{{ID: "t", Passage: "p", Theme: "deep", Coder: "ak"}},
		Memos:     []coding.Memo{{ID: "m", On: "t", Coder: "ak"}},
		Summaries: []coding.Summary{{ID: "s", Theme: "trust", On: "src", Coder: "ak"}},
		Readings:  []coding.Reading{{Source: "src", Coder: "ak"}},
		Links:     []coding.Link{{ID: "l", From: "trust", To: "deep", Coder: "ak"}},
	}
}

func TestSoundStudy(t *testing.T) {
	sizes := map[corpus.TextID]int{"text": 20}
	if _, err := coding.SoundStudy(soundParts(), sizes); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		says   string
		damage func(s *coding.Study)
	}{
		{`participant "Roe" names the organisation x`, func(s *coding.Study) { s.Participants[0].Organisation = "x" }},
		{`source "int-1" names the organisation x`, func(s *coding.Study) { s.Sources[0].Organisation = "x" }},
		{`source "int-1" names the case x`, func(s *coding.Study) { s.Sources[0].Case = "x" }},
		{`source "int-1" names the text x`, func(s *coding.Study) { s.Sources[0].Text = "x" }},
		{`speaker "Roe" of source "int-1" names the participant roe`, func(s *coding.Study) { s.Participants = nil }},
		{`source "int-1": turn 1: `, func(s *coding.Study) { s.Transcripts["text"].Turns[0].End = 21 }},
		{`source "int-1": turn 1: `, func(s *coding.Study) { s.Transcripts["text"].Turns[0].Start = -1 }},
		{`source "int-1": turn 1: no speaker 1`, func(s *coding.Study) { s.Transcripts["text"].Turns[0].Speaker = 1 }},
		{`source "int-1": no such stretch`, func(s *coding.Study) { s.Transcripts["text"].Words[1] = 21 }},
		{`source "int-1": no such stretch`, func(s *coding.Study) { s.Transcripts["text"].Pages = []int32{9, 8} }},
		{"a passage is at 5:21 of a text of 20 bytes", func(s *coding.Study) { s.Passages[0].Span.End = 21 }},
		{"a passage is at 5:5 of", func(s *coding.Study) { s.Passages[0].Span.End = 5 }},
		{"a passage names the text x", func(s *coding.Study) { s.Passages[0].Text = "x" }},
		{"1 of 1 tags have a theme or a passage", func(s *coding.Study) { s.Tags[0].Passage = "x" }},
		{"1 of 1 tags have a theme or a passage", func(s *coding.Study) { s.Tags[0].Theme = "x" }},
		{"a tag names the coder x", func(s *coding.Study) { s.Tags[0].Coder = "x" }},
		{`theme "Trust" is below itself`, func(s *coding.Study) { s.Themes[0].Parent = "deep" }},
		{"a summary names the theme x", func(s *coding.Study) { s.Summaries[0].Theme = "x" }},
		{"a mark of progress names the source x", func(s *coding.Study) { s.Readings[0].Source = "x" }},
	} {
		s := soundParts()
		tt.damage(&s)
		got, err := coding.SoundStudy(s, sizes)
		if got != nil && err != nil {
			t.Errorf("%s: a study besides the error", tt.says)
		}
		if !errors.Is(err, coding.ErrDamaged) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("error %v, want %v that says %s", err, coding.ErrDamaged, tt.says)
		}
	}
}
