package project

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// sumOf is the SHA-256 of a text.
func sumOf(body string) string {
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

// other is a source whose words nobody speaks, in turns that answer a question.
func other() edit.AddSource {
	body := "First words.\n\nSecond words."
	return edit.AddSource{
		Source: corpus.Source{ID: "two", Name: "form", Text: "text 2", Type: corpus.TypeSurvey, Date: "2019-05", Language: "en",
			SHA256: sumOf(body),
			File:   "form.csv", MediaType: "text/csv", Attributes: map[string]string{"phase": "build"}},
		Text: corpus.Text{ID: "text 2", Body: body, LeftOut: []corpus.LeftOut{{Why: corpus.RunningHead, Where: "p. 2", Text: "A <head>"}},
			Choices: []corpus.Choice{{What: "speaker", Value: "R=Anna <Roe>"}}}, Original: []byte(body),
		Transcript: corpus.Transcript{Layout: "answers", Questions: []string{"Why?", "How?"}, Words: corpus.WordStarts(body),
			Pages: []int32{0, 14},
			Turns: []corpus.Turn{{Start: 0, Body: 0, End: 12, Speaker: -1, From: corpus.NoTime, To: corpus.NoTime, Question: 2},
				{Start: 14, Body: 14, End: 27, Speaker: -1, From: 0, To: 90_000_000_000, Question: 1}}},
	}
}

// What is known of a source, and of its transcript, is read as it was stored.
func TestSourceIsReadAsStored(t *testing.T) {
	p := newProject(t)
	want := other()
	apply(t, p, want)
	s := study(t, p)
	if diff := cmp.Diff(&want.Source, s.Source("two")); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&want.Transcript, s.Transcript(s.Source("two"))); diff != "" {
		t.Errorf("transcript (-want +got):\n%s", diff)
	}
	text, err := p.Text(ctx, want.Text.ID)
	if diff := cmp.Diff(want.Text, text); diff != "" || err != nil {
		t.Errorf("text (-want +got):\n%s%v", diff, err)
	}
}

func TestStoreSources(t *testing.T) {
	line := "source form survey  2019-05 map[phase:build] " + sumOf(other().Text.Body)
	renamed := other().Source
	renamed.Name, renamed.Organisation, renamed.Attributes = "survey", northmoor, nil
	storings(t, []storing{
		{name: "a source", change: other(), want: []string{"+ " + line, "+ turn form 0 ", "+ turn form 1 "}},
		{name: "its details", before: []edit.Change{other()}, change: edit.PutSource{Source: renamed},
			want: []string{"+ source survey survey Northmoor Police 2019-05 map[] " + sumOf(other().Text.Body), "+ turn survey 0 ",
				"+ turn survey 1 ",
				"- " + line, "- turn form 0 ", "- turn form 1 "}},
		{name: "removed with all that is on it",
			before: []edit.Change{other(), edit.PutTitle{Title: "with two"}, memo("m1", string(stockedSource), "Why"),
				memo("m2", "pt", "What"), memo("m3", "t", "Who"),
				edit.NotePassage{Passage: "noted", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}, MemoID: "m4", Memo: "Where"},
				link("l", "pt", "money", ""), summary("s", "trust", string(stockedSource), "Means"),
				edit.MarkSource{Source: stockedSource, State: coding.Complete}, edit.Reject{ID: "r", Theme: "money",
					Source: stockedSource, Words: "w"}},
			change: edit.RemoveSource{ID: stockedSource},
			want: []string{"- link passage int-1 37:47 explains theme Money: ", "- memo on passage int-1 0:11 by AK: Where",
				"- memo on passage int-1 37:47 by AK: What",
				"- memo on source int-1 by AK: Why", "- memo on tag passage int-1 37:47 Trust AK  by AK: Who",
				"- reading source int-1 AK complete",
				"- rejection theme Money source int-1 w AK", "- source int-1 other Northmoor Police  map[] " + sumOf(interview),
				"- summary of theme Trust and source int-1: Means", "- tag passage int-1 37:47 Trust AK  0 false",
				"- turn int-1 0 Interviewer", "- turn int-1 1 Roe", "- turn int-1 2 Interviewer", "- turn int-1 3 Roe"}},
		{name: "turns of a speaker", change: edit.AssignTurns{Text: stockedText, Turns: []int{0, 1}, Participant: roe},
			want: []string{"+ turn int-1 0 Roe", "- turn int-1 0 Interviewer"}},
		{name: "a turn of nobody", change: edit.AssignTurns{Text: stockedText, Turns: []int{3}},
			want: []string{"+ turn int-1 3 ", "- turn int-1 3 Roe"}},
		{name: "a turn of somebody new to the text",
			before: []edit.Change{edit.PutParticipant{Participant: corpus.Participant{ID: "penn", Name: "Penn"}}},
			change: edit.AssignTurns{Text: stockedText, Turns: []int{3}, Participant: "penn"},
			want:   []string{"+ turn int-1 3 Penn", "- turn int-1 3 Roe"}},
		{name: "how far a coder is", change: edit.MarkSource{Source: stockedSource, State: coding.InProgress, Turn: 3},
			want: []string{"+ reading source int-1 AK in progress"}},
		{name: "a coder is complete", before: []edit.Change{edit.MarkSource{Source: stockedSource, State: coding.InProgress, Turn: 3}},
			change: edit.MarkSource{Source: stockedSource, State: coding.Complete},
			want:   []string{"+ reading source int-1 AK complete", "- reading source int-1 AK in progress"}},
		{name: "a coder begins again", before: []edit.Change{edit.MarkSource{Source: stockedSource, State: coding.Complete}},
			change: edit.MarkSource{Source: stockedSource, State: coding.Unread},
			want:   []string{"- reading source int-1 AK complete"}},
	})
}

// A source that gets other words keeps its passages: those that are carried on the new
// words, the others detached on the old ones, which stay.
func TestUpdateText(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	apply(t, p, tag("t2", "money", 5, 11), tag("t3", "money", 37, 47)) // two on "With money", one on "ver: H"
	before := dump(t, p)
	s := study(t, p)
	body := strings.Replace(interview, "Interviewer: How", "Asked: How", 1)
	c, err := edittest.Correction(s, p, s.Source(stockedSource), body, edittest.IDs())
	if err != nil {
		t.Fatal(err)
	}
	update, ok := c.(edit.UpdateText)
	if !ok { // the new label is somebody new
		apply(t, p, c)
		s = study(t, p)
		if c, err = edittest.Correction(s, p, s.Source(stockedSource), body, edittest.IDs()); err != nil {
			t.Fatal(err)
		}
		update = c.(edit.UpdateText)
		before = dump(t, p)
	}
	update.Text.ID = "corrected"
	for i := range update.Carried {
		update.Carried[i].Text = "corrected"
	}
	update.Assigned = nil
	n := apply(t, p, update)
	s = study(t, p)
	if src := s.Source(stockedSource); src.Text != "corrected" || src.SHA256 != sumOf(body) || s.Earlier[stockedText] != stockedSource {
		t.Errorf("source %+v, earlier texts %v", src, s.Earlier)
	}
	if sel := s.Select(coding.Filter{}); len(sel.Passages) != 1 || sel.Detached != 1 {
		t.Errorf("%d passages, %d detached, want 1 and 1", len(sel.Passages), sel.Detached)
	}
	for id, want := range map[corpus.TextID]string{stockedText: interview, "corrected": body} {
		if text, err := p.Text(ctx, id); err != nil || text.Body != want {
			t.Errorf("text %s: %q, %v", id, text.Body, err)
		}
	}
	whole(t, p)
	if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("undo (-before +after):\n%s", diff)
	}
}

// An earlier text that comes with a copy is kept, for passages on it.
func TestKeepText(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	keep := edit.KeepText{Source: stockedSource, Text: corpus.Text{ID: "old", Body: "Old words."}}
	detached := edit.TagPassage{Passage: "old p", Text: "old", Span: corpus.Span{Start: 0, End: 3}, Tag: "old t", Theme: "money",
		Detached: true}
	apply(t, p, keep, keep, detached)
	s := study(t, p)
	if s.Earlier["old"] != stockedSource || s.Select(coding.Filter{}).Detached != 1 {
		t.Errorf("earlier texts %v, %d detached passages", s.Earlier, s.Select(coding.Filter{}).Detached)
	}
	whole(t, p)
}
