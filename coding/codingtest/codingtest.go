// Package codingtest has small studies for tests: a meeting in which two organisations
// speak, with a document and field notes beside it, and a codebook; a wide one in which
// names could be obeyed; and [Draw], random ones for laws.
package codingtest

import (
	"fmt"

	"crosscase/coding"
	"crosscase/corpus"
)

// Room is a study of one meeting between two organisations, one document and one
// set of field notes. Its turns, by bytes: 0-10 Roe (Northmoor), 10-20 Penn
// (Aldenshire), 20-30 the interviewer, 30-40 a visitor without organisation,
// 40-50 a heading.
func Room(change func(*coding.Study)) *coding.Study {
	turn := func(start, speaker int) corpus.Turn {
		return corpus.Turn{Start: start, Body: start + 2, End: start + 10, Speaker: speaker}
	}
	words := func(n int) (w []int32) {
		for i := range n {
			w = append(w, int32(2*i))
		}
		return w
	}
	s := coding.Study{
		Cases: []*corpus.CaseStudy{{ID: "one", Name: "One"}, {ID: "two", Name: "Two"}},
		Organisations: []*corpus.Organisation{{ID: "N", Name: "Northmoor", Cases: []corpus.CaseID{"one"}},
			{ID: "A", Name: "Aldenshire", Cases: []corpus.CaseID{"one", "two"}}, {ID: "S", Name: "Southvale", Cases: []corpus.CaseID{"two"}}},
		Participants: []*corpus.Participant{{ID: "roe", Name: "Roe", Organisation: "N"}, {ID: "penn", Name: "Penn", Organisation: "A"},
			{ID: "int", Name: "Interviewer", Role: corpus.Researcher}, {ID: "guest", Name: "Guest"}},
		Sources: []*corpus.Source{{ID: "meeting", Name: "meeting", Text: "meeting"},
			{ID: "paper", Name: "paper", Text: "paper", Organisation: "S"},
			{ID: "notes", Name: "notes", Text: "notes", Organisation: "S"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{
			"meeting": {Speakers: []corpus.Speaker{{Participant: "roe"}, {Participant: "penn"}, {Participant: "int"}, {Participant: "guest"}},
				Turns: []corpus.Turn{turn(0, 0), turn(10, 1), turn(20, 2), turn(30, 3), turn(40, -1)}, Words: words(25)},
			"paper": {Turns: []corpus.Turn{turn(0, -1), turn(10, -1)}, Words: words(10)},
			"notes": {Speakers: []corpus.Speaker{{Participant: "int"}}, Turns: []corpus.Turn{turn(0, 0)}, Words: words(5)},
		},
		Coders: []*coding.Coder{{ID: "x", Name: "X"}},
		Themes: []*coding.Theme{{ID: "t", Name: "Trust"}},
	}
	if change != nil {
		change(&s)
	}
	return coding.NewStudy(s)
}

// Tagged is the meeting of [Room] with passages of themes A, B and C.
func Tagged(change func(*coding.Study)) *coding.Study {
	return Room(func(s *coding.Study) {
		s.Themes = []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}, {ID: "c", Name: "C"}, {ID: "d", Name: "D", Parent: "a"},
			{ID: "x", Name: "x > y (z)"}}
		if change != nil {
			change(s)
		}
	})
}

// Put adds a passage with tags of themes.
func Put(s *coding.Study, start, end int, themes ...coding.ThemeID) {
	id := coding.PassageID(fmt.Sprint("p", len(s.Passages)))
	s.Passages = append(s.Passages, coding.Passage{ID: id, Text: "meeting", Span: corpus.Span{Start: start, End: end}})
	for _, t := range themes {
		s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint("t", len(s.Tags))), Passage: id, Theme: t, Coder: "x"})
	}
}

// Codebook is a study of six themes, two of them of the same name, and one source.
func Codebook() *coding.Study {
	return coding.NewStudy(coding.Study{
		Themes: []*coding.Theme{{ID: "1", Name: "Motivation"}, {ID: "2", Name: "Savings", Parent: "1", Position: 1},
			{ID: "3", Name: "Pressure", Parent: "1"},
			{ID: "4", Name: "Cost", Position: 1}, {ID: "5", Name: "Savings", Parent: "4"}, {ID: "6", Name: "Trust", Position: 2}},
		Sources: []*corpus.Source{{ID: "s", Name: "int-03", File: "roe.docx"}},
	})
}
