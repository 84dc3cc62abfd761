package edit_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

const long = coding.MaxName + 1

var (
	some = corpus.Span{Start: 0, End: 5}
	late = corpus.Turn{Start: 0, Body: 0, End: 99, Speaker: -1} // ends behind the text
)

// source adds a source whose text has another identifier, or turns.
func source(name, text string, turns ...corpus.Turn) edit.AddSource {
	return edit.AddSource{Source: corpus.Source{ID: "s", Name: name, Text: "t"}, Text: corpus.Text{ID: corpus.TextID(text), Body: "words"},
		Transcript: corpus.Transcript{Turns: turns}}
}

// validations are changes with what is wrong with them, "" where they are valid.
var validations = []struct {
	change edit.Change
	says   string
}{
	{source("int-1", "t"), ""},
	{source("", "t"), "a name is needed"},
	{source("int-1", "another"), "text is not its own"},
	{source("int-1", "t", late), `source "int-1"`},
	{edit.PutSource{Source: corpus.Source{Name: " int-1"}}, "blanks"},
	{edit.RemoveSource{}, ""},
	{edit.KeepText{}, ""},
	{edit.UpdateText{Text: corpus.Text{ID: "t", Body: "words"}}, ""},
	{edit.UpdateText{Text: corpus.Text{ID: "t", Body: "words"}, Transcript: corpus.Transcript{Turns: []corpus.Turn{late}}}, "turn"},
	{edit.UpdateText{Text: corpus.Text{ID: "t", Body: "words"},
		Carried: []edit.AttachPassage{{Passage: "p", Text: "t", Span: corpus.Span{Start: 3, End: 9}}}}, "passage p"},
	{edit.UpdateText{Text: corpus.Text{ID: "t", Body: "words"},
		Carried: []edit.AttachPassage{{Passage: "p", Text: "another", Span: some}}}, "passage p"},
	{edit.AssignTurns{Turns: []int{0}}, ""},
	{edit.AssignTurns{}, "no turns"},
	{edit.PutParticipant{Participant: corpus.Participant{Name: "Roe"}}, ""},
	{edit.PutParticipant{}, "participant"},
	{edit.PutOrganisation{Organisation: corpus.Organisation{Name: strings.Repeat("n", long)}}, "organisation"},
	{edit.PutCase{Case: corpus.CaseStudy{Name: coding.None}}, "stands for none"},
	{edit.MergeParticipants{From: "a", Into: "b"}, ""},
	{edit.MergeParticipants{From: "a", Into: "a"}, "participant: cannot be merged with itself"},
	{edit.MergeOrganisations{From: "a", Into: "a"}, "organisation: cannot"},
	{edit.MergeCases{From: "a", Into: "a"}, "case: cannot"},
	{edit.RemoveParticipant{}, ""},
	{edit.RemoveOrganisation{}, ""},
	{edit.RemoveCase{}, ""},
	{edit.MergeThemes{From: "a", Into: "a"}, "theme: cannot"},
	{edit.MergeCoders{From: "a", Into: "a"}, "coder: cannot"},
	{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust", Kind: "category"}}, ""},
	{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust", Parent: "a"}}, "below itself"},
	{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Tr\nust"}}, "control characters"},
	{edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust", Kind: " "}}, "kind of theme"},
	{edit.RemoveTheme{}, ""},
	{edit.TagPassage{Span: some}, ""},
	{edit.TagPassage{Span: corpus.Span{Start: 5, End: 5}}, "5:5"},
	{edit.TagPassage{Span: corpus.Span{Start: -1, End: 5}}, "-1:5"},
	{edit.TagPassage{Span: some, Weight: -1}, "weight -1"},
	{edit.TagPassage{Span: some, Weight: math.NaN()}, "weight NaN"},
	{edit.PutTag{Weight: math.Inf(1)}, "weight +Inf"},
	{edit.PutTag{Weight: 0.5}, ""},
	{edit.Retag{}, ""},
	{edit.Untag{}, ""},
	{edit.KeepPassage{Span: some}, ""},
	{edit.KeepPassage{}, "0:0"},
	{edit.AttachPassage{Span: corpus.Span{Start: 3, End: 1}}, "3:1"},
	{edit.AttachPassage{Span: some, Was: "\xff"}, "not text"},
	{edit.MarkChanged{Span: some, Was: "money"}, ""},
	{edit.MarkChanged{Span: some}, ""},
	{edit.MarkChanged{Was: "money"}, "0:0"},
	{edit.MarkChanged{Span: some, Was: "\xff"}, "not text"},
	{edit.NotePassage{Span: some, Memo: "Why"}, ""},
	{edit.NotePassage{Span: some}, "without words"},
	{edit.NotePassage{Memo: "Why"}, "0:0"},
	{edit.PutMemo{Text: "Why"}, ""},
	{edit.PutMemo{Text: " \n"}, "without words"},
	{edit.PutMemo{Text: "a\x00b"}, "not text"},
	{edit.PutMemo{Text: "\xff"}, "not text"},
	{edit.RemoveMemo{}, ""},
	{edit.PutSummary{}, ""},
	{edit.PutSummary{Text: "\xff"}, "summary"},
	{edit.PutLink{Link: coding.Link{From: "a", To: "b", Kind: "explains"}}, ""},
	{edit.PutLink{Link: coding.Link{From: "a", To: "a", Kind: "explains"}}, "to itself"},
	{edit.PutLink{Link: coding.Link{From: "a", To: "b"}}, "kind of link"},
	{edit.RemoveLink{}, ""},
	{edit.PutQuery{Query: coding.SavedQuery{Name: "q", Expression: "Trust AND NOT Money"}}, ""},
	{edit.PutQuery{Query: coding.SavedQuery{Name: "", Expression: "Trust"}}, "query"},
	{edit.PutQuery{Query: coding.SavedQuery{Name: "q", Expression: "(Trust"}}, "parenthesis"},
	{edit.PutQuery{Query: coding.SavedQuery{Name: "m", Kind: coding.SavedMatrix, Expression: "anything ("}}, ""},
	{edit.PutQuery{Query: coding.SavedQuery{Kind: coding.SavedMatrix}}, "matrix"},
	{edit.RemoveQuery{}, ""},
	{edit.PutCoder{Coder: coding.Coder{Name: "AK"}}, ""},
	{edit.PutCoder{}, "coder"},
	{edit.MarkSource{State: coding.Complete, Turn: 3}, ""},
	{edit.MarkSource{State: "asleep"}, `state "asleep"`},
	{edit.MarkSource{State: coding.Complete, Turn: -1}, "state"},
	{edit.Reject{}, ""},
	{edit.PutTitle{Title: "A study"}, ""},
	{edit.PutTitle{Title: "A\nstudy"}, "one line"},
	{edit.PutPreserved{Preserved: coding.Preserved{ID: "p", Document: "d"}}, ""},
	{edit.PutPreserved{Preserved: coding.Preserved{ID: "p"}}, "without a document"},
}

// What could never be made, whatever a project holds, is refused before it is tried.
func TestValidate(t *testing.T) {
	for _, tt := range validations {
		t.Run(fmt.Sprintf("%T %s", tt.change, tt.says), func(t *testing.T) {
			err := tt.change.Validate()
			switch {
			case tt.says == "" && err != nil:
				t.Errorf("%#v: %v", tt.change, err)
			case tt.says != "" && (!errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), tt.says)):
				t.Errorf("%#v: error %v, want %v with %q", tt.change, err, coding.ErrInvalid, tt.says)
			}
		})
	}
}
