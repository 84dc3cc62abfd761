package project

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

func TestStorePeople(t *testing.T) {
	penn := edit.PutParticipant{Participant: corpus.Participant{ID: "penn", Name: "Penn", Role: "officer", Organisation: northmoor}}
	south := edit.PutOrganisation{Organisation: corpus.Organisation{ID: "south", Name: "Southvale", Kind: "fire",
		Cases: []corpus.CaseID{caseOne}}}
	two := edit.PutCase{Case: corpus.CaseStudy{ID: "two", Name: "Two", Description: "A pilot"}}
	storings(t, []storing{
		{name: "a participant", change: penn, want: []string{"+ participant Penn officer Northmoor Police"}},
		{name: "a participant changed", before: []edit.Change{penn},
			change: edit.PutParticipant{Participant: corpus.Participant{ID: "penn", Name: "Hill"}},
			want:   []string{"+ participant Hill  ", "- participant Penn officer Northmoor Police"}},
		{name: "a participant as they are", before: []edit.Change{penn}, change: penn},
		{name: "participants merged", before: []edit.Change{penn, memo("m", string(roe), "Why"),
			summary("s", "trust", string(roe), "Means")},
			change: edit.MergeParticipants{From: roe, Into: "penn"},
			want: []string{"+ memo on participant Penn by AK: Why", "+ summary of theme Trust and participant Penn: Means",
				"+ turn int-1 1 Penn", "+ turn int-1 3 Penn",
				"- memo on participant Roe by AK: Why", "- participant Roe  ", "- summary of theme Trust and participant Roe: Means",
				"- turn int-1 1 Roe", "- turn int-1 3 Roe"}},
		{name: "what the other leaves empty stays", before: []edit.Change{penn}, change: edit.MergeParticipants{From: "penn", Into: roe},
			want: []string{"+ participant Roe officer Northmoor Police", "- participant Penn officer Northmoor Police",
				"- participant Roe  "}},
		{name: "a participant removed", before: []edit.Change{penn}, change: edit.RemoveParticipant{ID: "penn"},
			want: []string{"- participant Penn officer Northmoor Police"}},
		{name: "an organisation removed", before: []edit.Change{south}, change: edit.RemoveOrganisation{ID: "south"},
			want: []string{"- organisation Southvale fire 1"}},
		{name: "a case removed", before: []edit.Change{two}, change: edit.RemoveCase{ID: "two"}, want: []string{"- case Two A pilot"}},
		{name: "an organisation", change: south, want: []string{"+ organisation Southvale fire 1"}},
		{name: "organisations merged", before: []edit.Change{south, penn, memo("m", string(northmoor), "Why"),
			edit.TagPassage{Passage: "p2", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}, Tag: "t2", Theme: "money",
				About: northmoor}},
			change: edit.MergeOrganisations{From: northmoor, Into: "south"},
			want: []string{"+ memo on organisation Southvale by AK: Why", "+ participant Penn officer Southvale",
				"+ source int-1 other Southvale  map[] " + sumOf(interview),
				"+ tag passage int-1 0:11 Money AK Southvale 0 false", "- memo on organisation Northmoor Police by AK: Why",
				"- organisation Northmoor Police  1",
				"- participant Penn officer Northmoor Police", "- source int-1 other Northmoor Police  map[] " + sumOf(interview),
				"- tag passage int-1 0:11 Money AK Northmoor Police 0 false"}},
		{name: "its kind stays", before: []edit.Change{south}, change: edit.MergeOrganisations{From: "south", Into: northmoor},
			want: []string{"+ organisation Northmoor Police fire 1", "- organisation Northmoor Police  1",
				"- organisation Southvale fire 1"}},
		{name: "a case", change: two, want: []string{"+ case Two A pilot"}},
		{name: "cases merged", before: []edit.Change{two, memo("m", string(caseOne), "Why"),
			edit.PutLink{Link: coding.Link{ID: "l", From: string(caseOne), To: "trust", Kind: "shows"}}},
			change: edit.MergeCases{From: caseOne, Into: "two"},
			want: []string{"+ link case Two shows theme Trust: ", "+ memo on case Two by AK: Why",
				"- case One ", "- link case One shows theme Trust: ", "- memo on case One by AK: Why"}},
		{name: "its description stays", before: []edit.Change{two}, change: edit.MergeCases{From: "two", Into: caseOne},
			want: []string{"+ case One A pilot", "- case One ", "- case Two A pilot"}},
		{name: "the title", change: edit.PutTitle{Title: "Another study"}},
	})
}

// Of two that become one, aliases and attributes are united; where both have an attribute,
// that of the one who stays counts.
func TestMergingPeopleUnites(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	attributes := func(age string) map[string]string { return map[string]string{"age": age, "of " + age: "x"} }
	apply(t, p, edit.PutParticipant{Participant: corpus.Participant{ID: "a", Name: "Ann", Aliases: []string{"A.", "Annie"},
		Attributes: attributes("40")}},
		edit.PutParticipant{Participant: corpus.Participant{ID: "b", Name: "Anne", Aliases: []string{"Annie"},
			Attributes: attributes("41")}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "a-org", Name: "A", Attributes: attributes("1"),
			Cases: []corpus.CaseID{caseOne}}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "b-org", Name: "B", Attributes: attributes("2")}},
		edit.PutCase{Case: corpus.CaseStudy{ID: "a-case", Name: "Two", Attributes: attributes("3")}},
		edit.PutCase{Case: corpus.CaseStudy{ID: "b-case", Name: "Three", Attributes: attributes("4")}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "both", Name: "Both", Cases: []corpus.CaseID{"a-case", "b-case"}}})
	apply(t, p, edit.MergeParticipants{From: "a", Into: "b"}, edit.MergeOrganisations{From: "a-org", Into: "b-org"},
		edit.MergeCases{From: "a-case", Into: "b-case"})
	s := study(t, p)
	if diff := cmp.Diff([]string{"Annie", "Ann", "A."}, s.Participant("b").Aliases); diff != "" {
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]corpus.CaseID{caseOne}, s.Organisation("b-org").Cases); diff != "" {
		t.Errorf("cases of an organisation (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]corpus.CaseID{"b-case"}, s.Organisation("both").Cases); diff != "" {
		t.Errorf("cases of one that took part in both (-want +got):\n%s", diff)
	}
	for got, want := range map[*map[string]string]map[string]string{
		&s.Participant("b").Attributes:      {"age": "41", "of 40": "x", "of 41": "x"},
		&s.Organisation("b-org").Attributes: {"age": "2", "of 1": "x", "of 2": "x"},
		&s.Case("b-case").Attributes:        {"age": "4", "of 3": "x", "of 4": "x"},
	} {
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("attributes (-want +got):\n%s", diff)
		}
	}
}

func TestStoreCoders(t *testing.T) {
	rename := func(name string) func(p *Project) edit.Change {
		return func(p *Project) edit.Change { return edit.PutCoder{Coder: coding.Coder{ID: "bm", Name: name}} }
	}
	p := newProject(t)
	stocked(t, p)
	names := func() (all []string) {
		for _, c := range study(t, p).Coders {
			all = append(all, c.Name)
			for _, a := range c.Aliases {
				all = append(all, c.Name+" was "+a)
			}
		}
		return all
	}
	for _, step := range []struct {
		change edit.Change
		want   []string
	}{
		{rename("BM")(p), []string{"AK", "BM"}},
		{edit.PutCoder{Coder: coding.Coder{ID: "other", Name: "BM"}, IfNew: true}, []string{"AK", "BM"}},
		{edit.PutCoder{Coder: coding.Coder{ID: "cd", Name: "CD"}, IfNew: true}, []string{"AK", "BM", "CD"}},
		{rename("Beth Moor")(p), []string{"AK", "Beth Moor", "Beth Moor was BM", "CD"}},
		{edit.PutCoder{Coder: coding.Coder{ID: "other", Name: "BM"}, IfNew: true}, []string{"AK", "Beth Moor", "Beth Moor was BM", "CD"}},
		{rename("BM")(p), []string{"AK", "BM", "BM was Beth Moor", "CD"}},
		{rename("BM")(p), []string{"AK", "BM", "BM was Beth Moor", "CD"}},
		{edit.MergeCoders{From: "bm", Into: "cd"}, []string{"AK", "CD", "CD was BM", "CD was Beth Moor"}},
	} {
		apply(t, p, step.change)
		if diff := cmp.Diff(step.want, names()); diff != "" {
			t.Errorf("after %#v (-want +got):\n%s", step.change, diff)
		}
	}
	// What is done under another name is the coder's own.
	if _, err := p.Apply(ctx, edit.Edit{Coder: "Beth Moor", At: monday, What: "tag",
		Changes: []edit.Change{tag("t2", "money", 0, 11)}}); err != nil {
		t.Fatal(err)
	}
	s := study(t, p)
	if got := s.CoderName(s.Tags[0].Coder); got != "CD" {
		t.Errorf("the tag is %s's, want CD's", got)
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

// Of two coders who become one, tags and rejections that both made are folded, and how far
// they are is what was said last.
func TestMergingCodersFolds(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	both := []edit.Change{tag("t1", "money", 0, 11), edit.Reject{ID: "r1", Theme: "trust", Source: stockedSource, Words: "w"},
		edit.MarkSource{Source: stockedSource, State: coding.InProgress, Turn: 2}}
	for i, coder := range []string{"BM", "CD"} {
		c := both[0].(edit.TagPassage)
		c.Tag, c.Weight, c.Memo, c.MemoID = coding.TagID("t"+coder), float64(i), "of "+coder, coding.MemoID("m"+coder)
		r := both[1].(edit.Reject)
		r.ID += coder
		m := both[2].(edit.MarkSource)
		m.Turn, m.At = i+1, monday.AddDate(0, 0, i)
		e := edit.Edit{Coder: coder, At: monday, What: "work",
			Changes: []edit.Change{c, r, m, memo(coding.MemoID("on trust "+coder), "trust", "by "+coder)}}
		if _, err := p.Apply(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	s := study(t, p)
	bm, err1 := s.FindCoder("BM")
	cd, err2 := s.FindCoder("CD")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	said := edit.PutSummary{ID: "s1", Theme: "trust", On: string(stockedSource), Text: "Little of it", Coder: "CD"}
	apply(t, p, said)
	before := dump(t, p)
	n := apply(t, p, edit.MergeCoders{From: cd.ID, Into: bm.ID})
	s = study(t, p)
	if len(s.Summaries) != 1 || s.Summaries[0].Coder != bm.ID {
		t.Errorf("summaries %+v are not the one's who stays, %s", s.Summaries, bm.ID)
	}
	if len(s.Tags) != 2 || len(s.Rejections) != 1 || len(s.Readings) != 1 || s.Readings[0].Turn != 2 {
		t.Errorf("tags %+v, rejections %+v, readings %+v", s.Tags, s.Rejections, s.Readings)
	}
	for _, x := range s.Tags {
		if x.Theme == "money" && (x.Weight != 1 || len(s.MemosOn(string(x.ID))) != 2) {
			t.Errorf("the tag of both: %+v with memos %+v", x, s.MemosOn(string(x.ID)))
		}
	}
	for _, m := range s.Memos {
		if m.Coder == cd.ID {
			t.Errorf("memo %+v is not the one's who stays", m)
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

// Who speaks in earlier words alone can be removed: of these words, nobody is known to have
// said them. The correction cannot be taken back then before the removal is.
func TestRemoveWhoSpokeEarlier(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	const body = "Roe: We waited."
	apply(t, p, edit.AssignTurns{Text: stockedText, Turns: []int{3}, Participant: interviewer})
	correction := apply(t, p, edit.UpdateText{Source: stockedSource, Text: corpus.Text{ID: "new", Body: body}, SHA256: sumOf(body), Original: []byte(body),
		Transcript: corpus.Transcript{Turns: []corpus.Turn{{Body: 5, End: len(body), From: corpus.NoTime, To: corpus.NoTime}},
			Speakers: []corpus.Speaker{{Label: "Roe", Participant: roe}}, Words: corpus.WordStarts(body)}})
	before := dump(t, p)
	removal := apply(t, p, edit.RemoveParticipant{ID: interviewer})
	whole(t, p)
	tr, err := p.Transcript(ctx, stockedText)
	if err != nil {
		t.Fatal(err)
	}
	var who []corpus.ParticipantID
	for _, turn := range tr.Turns {
		if turn.Speaker < 0 {
			who = append(who, "")
		} else {
			who = append(who, tr.Speakers[turn.Speaker].Participant)
		}
	}
	if diff := cmp.Diff([]corpus.ParticipantID{"", roe, "", ""}, who); diff != "" {
		t.Errorf("earlier speakers (-want +got):\n%s", diff)
	}
	if _, err := p.Undo(ctx, "AK", monday, correction); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("undo of the correction: %v, want %v", err, coding.ErrConflict)
	}
	// Who speaks in these words since is not taken for who was removed.
	apply(t, p, edit.PutParticipant{Participant: corpus.Participant{ID: "late", Name: "Late"}},
		edit.AssignTurns{Text: stockedText, Turns: []int{1}, Participant: "late"})
	if tr, err = p.Transcript(ctx, stockedText); err != nil || tr.Turns[0].Speaker != -1 || tr.Speakers[tr.Turns[1].Speaker].Participant != "late" {
		t.Errorf("%v; turns %v", err, tr.Turns)
	}
	whole(t, p)
	for range 2 {
		if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("the removal (%d) was not taken back:\n%s", removal, diff)
	}
	if _, err := p.Redo(ctx, "AK", monday); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx, "AK", monday, correction); err != nil {
		t.Fatal(err)
	}
	whole(t, p)
}
