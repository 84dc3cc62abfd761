package app

import (
	"context"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// Coders are the people who tag.
func Coders() Kind[coding.Coder] {
	return Kind[coding.Coder]{
		Name:    "coder",
		Find:    (*coding.Study).FindCoder,
		All:     func(s *coding.Study) []*coding.Coder { return s.Coders },
		ID:      func(x *coding.Coder) string { return string(x.ID) },
		NameOf:  func(x *coding.Coder) *string { return &x.Name },
		New:     func(id, name string) *coding.Coder { return &coding.Coder{ID: coding.CoderID(id), Name: name} },
		Aliases: func(x *coding.Coder) []string { return x.Aliases },
		Listed:  "coders with what they did",
		Columns: coderColumns,
		Empty:   "No coders yet. You become one with your first tag.",
		Details: coderDetails,
		put:     func(x coding.Coder) edit.Change { return edit.PutCoder{Coder: x} },
		merges: func(_ context.Context, _ *Session, from, into *coding.Coder) ([]edit.Change, error) {
			return []edit.Change{edit.MergeCoders{From: from.ID, Into: into.ID}}, nil
		},
	}
}

// A work is what a coder did.
type work struct {
	tags, passages, memos int
	sources               map[int]bool
	themes                map[coding.ThemeID]bool
}

func coderColumns(s *coding.Study) []Column[coding.Coder] {
	work := worked(s)
	return []Column[coding.Coder]{
		{"coder", func(_ int, x *coding.Coder) any { return x.Name }},
		{"tags", func(i int, _ *coding.Coder) any { return work[i].tags }},
		{"passages", func(i int, _ *coding.Coder) any { return work[i].passages }},
		{"sources", func(i int, _ *coding.Coder) any { return len(work[i].sources) }},
		{"themes", func(i int, _ *coding.Coder) any { return len(work[i].themes) }},
		{"memos", func(i int, _ *coding.Coder) any { return work[i].memos }},
		{"also", func(_ int, x *coding.Coder) any { return strings.Join(x.Aliases, "; ") }},
	}
}

// worked is what each coder of a study did, detached passages left out.
func worked(s *coding.Study) []work {
	all := make([]work, len(s.Coders))
	for i := range all {
		all[i].sources, all[i].themes = map[int]bool{}, map[coding.ThemeID]bool{}
		all[i].memos = memosBy(s, s.Coders[i].ID)
	}
	last := make([]int, len(all)) // passage counted last, one more than its index
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, t := range p.Tags { // coders come in any order, and again
			c := s.TagCoder(t)
			all[c].tags++
			if last[c] != p.Index+1 {
				all[c].passages++
				last[c] = p.Index + 1
			}
			all[c].sources[p.Source], all[c].themes[s.Tags[t].Theme] = true, true
		}
	}
	return all
}

func memosBy(s *coding.Study, coder coding.CoderID) (n int) {
	for _, m := range s.Memos {
		if m.Coder == coder {
			n++
		}
	}
	return n
}

func coderDetails(s *coding.Study, x *coding.Coder) []Detail {
	tags := 0
	for i := range s.Tags {
		if s.Tags[i].Coder == x.ID {
			tags++
		}
	}
	return []Detail{{"also", strings.Join(x.Aliases, "; ")}, {"tags", coding.Thousands(tags)}, {"memos", coding.Thousands(memosBy(s, x.ID))}}
}
