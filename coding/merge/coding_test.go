package merge_test

import (
	"slices"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

func TestTags(t *testing.T) {
	runAll(t, []mergeCase{
		{name: "one of theirs on a passage of its own",
			theirs: func(s *coding.Study) {
				s.Passages = append(s.Passages, coding.Passage{ID: "p2", Text: "text", Span: corpus.Span{Start: 34, End: 44}})
				s.Tags = append(s.Tags, coding.Tag{ID: "t2", Passage: "p2", Theme: "money", Coder: "bm", Weight: 2, About: "org",
					Suggested: true})
			},
			want: []string{"+ tag passage int-1 34:44 Money BM Northmoor 2 true"}, counts: []merge.Count{{Kind: "tag", Added: 1}}},
		{name: "the same tag under another identifier",
			theirs: func(s *coding.Study) { s.Passages[0].ID, s.Tags[0].ID, s.Tags[0].Passage = "p2", "t2", "p2" }},
		{name: "two of theirs that are one here",
			theirs: func(s *coding.Study) {
				for _, id := range []string{"2", "3"} {
					s.Passages = append(s.Passages, coding.Passage{ID: coding.PassageID("p" + id), Text: "text",
						Span: corpus.Span{Start: 34, End: 44}})
					s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID("t" + id), Passage: coding.PassageID("p" + id), Theme: "money",
						Coder: "bm"})
				}
			},
			want: []string{"+ tag passage int-1 34:44 Money BM  0 false"}, counts: []merge.Count{{Kind: "tag", Added: 1}}},
		{name: "another theme there", theirs: func(s *coding.Study) { s.Tags[0].Theme = "money" }, who: theirsDid,
			want:   []string{"+ tag passage int-1 5:15 Money AK  0 false", "- tag passage int-1 5:15 Trust AK  0 false"},
			counts: []merge.Count{{Kind: "tag", Taken: 1}}},
		{name: "weight and organisation there", theirs: func(s *coding.Study) { s.Tags[0].Weight, s.Tags[0].About = 3, "org" },
			who:    theirsDid,
			want:   []string{"+ tag passage int-1 5:15 Trust AK Northmoor 3 false", "- tag passage int-1 5:15 Trust AK  0 false"},
			counts: []merge.Count{{Kind: "tag", Taken: 1}}},
		{name: "two weights", mine: func(s *coding.Study) { s.Tags[0].Weight = 1 }, theirs: func(s *coding.Study) { s.Tags[0].Weight = 3 },
			conflicts: []string{"tag of Trust: weight: 1, 3: mine"}},
		{name: "retagged there to what is here already",
			mine: func(s *coding.Study) {
				s.Tags = append(s.Tags, coding.Tag{ID: "t2", Passage: "passage", Theme: "money", Coder: "ak", Weight: 2})
			},
			theirs: func(s *coding.Study) { s.Tags[0].Theme = "money" }, who: theirsDid,
			want: []string{"- tag passage int-1 5:15 Trust AK  0 false"}, counts: []merge.Count{{Kind: "tag", Taken: 1}}},
		{name: "the passage moved there", theirs: func(s *coding.Study) { s.Passages[0].Span.End = 25 }, who: theirsDid,
			want: []string{"+ tag passage int-1 5:25 Trust AK  0 false", "- tag passage int-1 5:15 Trust AK  0 false"}},
		{name: "the passage moved by both", who: bothDid,
			mine:      func(s *coding.Study) { s.Passages[0].Span.End = 20 },
			theirs:    func(s *coding.Study) { s.Passages[0].Span.End = 25 },
			conflicts: []string{"passage of int-1 at 5:20: 5:20, 5:25: mine"}},
		{name: "a passage for a link",
			theirs: func(s *coding.Study) {
				s.Passages = append(s.Passages, coding.Passage{ID: "p2", Text: "text", Span: corpus.Span{Start: 34, End: 44}})
				s.Links = []coding.Link{{ID: "l", From: "p2", To: "passage", Kind: "contradicts", Coder: "bm"}}
			},
			want:   []string{"+ link passage int-1 34:44 contradicts passage int-1 5:15: "},
			counts: []merge.Count{{Kind: "link", Added: 1}}},
	})
}

// A tag that was removed here since comes back with a copy that has it, and is counted.
func TestTagThatWasRemoved(t *testing.T) {
	base := side(t, nil)
	mine, theirs := base.Copy(), base.Copy()
	if err := mine.Make("AK", edit.Untag{Tag: "tag"}); err != nil {
		t.Fatal(err)
	}
	if r := merged(t, mine, theirs, false, false, edittest.IDs()); r.Back != 1 || len(mine.Study().Tags) != 1 {
		t.Errorf("%d came back, %d tags; want 1 and 1", r.Back, len(mine.Study().Tags))
	}
}

// Where two passages of theirs are at one place, a note on one and a tag on the other
// are on one passage here, and that is the one IDs tells of.
func TestPassagesAtOnePlace(t *testing.T) {
	mine, theirs := side(t, nil), side(t, func(s *coding.Study) {
		for _, id := range []coding.PassageID{"noted", "tagged"} {
			s.Passages = append(s.Passages, coding.Passage{ID: id, Text: "text", Span: corpus.Span{Start: 34, End: 44}})
		}
		s.Memos = append(s.Memos, coding.Memo{ID: "m", On: "noted", Coder: "bm", Text: "Why"})
		s.Tags = append(s.Tags, coding.Tag{ID: "t2", Passage: "tagged", Theme: "money", Coder: "bm"})
	})
	r := merged(t, mine, theirs, false, false, edittest.IDs())
	s := mine.Study()
	tag := s.Tags[slices.IndexFunc(s.Tags, func(x coding.Tag) bool { return x.ID == "t2" })]
	if tag.Passage != "noted" || r.IDs["tagged"] != "noted" || len(s.MemosOn("noted")) != 1 {
		t.Errorf("the tag is on %s, IDs says %s, %d notes; want noted, noted, 1", tag.Passage, r.IDs["tagged"], len(s.MemosOn("noted")))
	}
}

func TestNotes(t *testing.T) {
	memo := func(id coding.MemoID, on, text string) func(*coding.Study) {
		return func(s *coding.Study) { s.Memos = []coding.Memo{{ID: id, On: on, Coder: "ak", Text: text}} }
	}
	link := func(id coding.LinkID, note string) func(*coding.Study) {
		return func(s *coding.Study) {
			s.Links = []coding.Link{{ID: id, From: "trust", To: "money", Kind: "explains", Note: note, Coder: "ak"}}
		}
	}
	summary := func(id, text string) func(*coding.Study) {
		return func(s *coding.Study) {
			s.Summaries = []coding.Summary{{ID: id, Theme: "trust", On: "roe", Coder: "ak", At: monday, Text: text}}
		}
	}
	query := func(id coding.QueryID, kind, expression string) func(*coding.Study) {
		return func(s *coding.Study) {
			q := &coding.SavedQuery{ID: id, Name: "mine", Kind: kind, Expression: expression}
			if kind == coding.SavedMatrix {
				s.Matrices = append(s.Matrices, q)
			} else {
				s.Queries = append(s.Queries, q)
			}
		}
	}
	runAll(t, []mergeCase{
		{name: "a memo on a theme", theirs: memo("m", "trust", "Why"), want: []string{"+ memo on theme Trust by AK: Why"},
			counts: []merge.Count{{Kind: "memo", Added: 1}}},
		{name: "a memo on a tag", theirs: memo("m", "tag", "Why"),
			want: []string{"+ memo on tag passage int-1 5:15 Trust AK  by AK: Why"}, counts: []merge.Count{{Kind: "memo", Added: 1}}},
		{name: "a memo on a passage", theirs: memo("m", "passage", "Why"), want: []string{"+ memo on passage int-1 5:15 by AK: Why"},
			counts: []merge.Count{{Kind: "memo", Added: 1}}},
		{name: "a memo on their project is one on mine", mine: memo("m", "my project", "Why"), theirs: memo("n", "their project", "Why")},
		{name: "the same memo", mine: memo("m", "trust", "Why"), theirs: memo("n", "trust", "Why")},
		{name: "a memo that was changed there", mine: memo("m", "trust", "Why"), theirs: memo("m", "money", "Why not"), who: theirsDid,
			want: []string{"+ memo on theme Money by AK: Why not",
				"- memo on theme Trust by AK: Why"}, counts: []merge.Count{{Kind: "memo", Taken: 1}}},
		{name: "a memo that was changed in both", mine: memo("m", "trust", "Why"), theirs: memo("m", "trust", "Why not"), who: bothDid,
			conflicts: []string{"memo Why: Why, Why not: mine"}},
		{name: "a link", theirs: link("l", "so they say"), want: []string{"+ link theme Trust explains theme Money: so they say"},
			counts: []merge.Count{{Kind: "link", Added: 1}}},
		{name: "the same link, with a note", mine: link("l", ""), theirs: link("k", "so they say"),
			want:   []string{"+ link theme Trust explains theme Money: so they say", "- link theme Trust explains theme Money: "},
			counts: []merge.Count{{Kind: "link", Taken: 1}}},
		{name: "a summary", theirs: summary("s", "Money"), want: []string{"+ summary of theme Trust and participant Roe: Money"},
			counts: []merge.Count{{Kind: "summary", Added: 1}}},
		{name: "two summaries", mine: summary("s", "Money"), theirs: summary("t", "Hope"), take: true,
			want: []string{"+ summary of theme Trust and participant Roe: Hope",
				"- summary of theme Trust and participant Roe: Money"},
			conflicts: []string{"summary Money: Money, Hope: theirs"}, counts: []merge.Count{{Kind: "summary", Taken: 1}}},
		{name: "a query and a matrix", theirs: func(s *coding.Study) {
			query("q", "", "Trust")(s)
			query("m", coding.SavedMatrix, "--rows role")(s)
			s.Matrices[0].Name = "by role"
		},
			want: []string{"+ query  mine Trust", "+ query matrix by role --rows role"}, counts: []merge.Count{{Kind: "query", Added: 2}}},
		{name: "two queries of one name", mine: query("q", "", "Trust"), theirs: query("p", "", "Money"), take: true,
			want: []string{"+ query  mine Money",
				"- query  mine Trust"}, conflicts: []string{"query mine: \nTrust, \nMoney: theirs"}, counts: []merge.Count{{Kind: "query",
				Taken: 1}}},
	})
}

func TestReadings(t *testing.T) {
	reading := func(state coding.State, at time.Time) func(*coding.Study) {
		return func(s *coding.Study) {
			s.Readings = []coding.Reading{{Source: "int", Coder: "ak", State: state, At: at}}
		}
	}
	runAll(t, []mergeCase{
		{name: "of theirs alone", theirs: reading(coding.Complete, monday), want: []string{"+ reading source int-1 AK complete"}},
		{name: "what was said last", mine: reading(coding.Complete, monday), theirs: reading(coding.InProgress, monday.Add(time.Hour)),
			want: []string{"+ reading source int-1 AK in progress", "- reading source int-1 AK complete"}},
		{name: "what was said before", mine: reading(coding.Complete, monday.Add(time.Hour)), theirs: reading(coding.InProgress, monday)},
		{name: "what was rejected",
			theirs: func(s *coding.Study) {
				s.Rejections = []coding.Rejection{{ID: "r", Theme: "trust", Source: "int", Words: "w", Coder: "ak"},
					{ID: "r2", Theme: "trust", Source: "int", Words: "w", Coder: "ak"}}
			},
			want: []string{"+ rejection theme Trust source int-1 w AK"}},
		{name: "what came with another program's project",
			theirs: func(s *coding.Study) {
				s.Preserved = []coding.Preserved{{ID: "x", Document: "d", Files: map[string]string{"a": "b"}}}
			},
			want: []string{"+ preserved x d"}},
	})
}
