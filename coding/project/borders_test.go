package project

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// A passage that gets other borders takes the coder's tags along, with their weights
// and notes, and nobody else's; and undo brings all back as it was.
func TestMoveBorders(t *testing.T) {
	const moves = 150
	p, newID := newProject(t), ids()
	src := add(t, p, newID, "int-1", interview)
	text, err := p.Text(ctx, src.Text)
	if err != nil {
		t.Fatal(err)
	}
	s := study(t, p)
	var themes []coding.ThemeID
	for _, name := range []string{"A", "B", "C"} {
		id := coding.ThemeID(newID())
		apply(t, p, edit.PutTheme{Theme: intake.NewTheme(s, id, "", name)})
		themes = append(themes, id)
	}
	words := study(t, p).Transcript(src).Words
	r := rand.New(rand.NewPCG(7, 7))
	span := func() corpus.Span {
		n := r.IntN(len(words) - 1)
		return text.Trim(corpus.Span{Start: int(words[n]), End: int(words[n+1+r.IntN(min(3, len(words)-n-1))])})
	}
	coders := []string{"X", "Y"}
	for range 60 {
		c := edit.TagPassage{Passage: coding.PassageID(newID()), Text: src.Text, Span: span(), Tag: coding.TagID(newID()), Theme: themes[r.IntN(3)], Coder: coders[r.IntN(2)], Weight: float64(r.IntN(4))}
		if r.IntN(2) == 0 {
			c.Memo, c.MemoID = "A note", coding.MemoID(newID())
		}
		apply(t, p, c)
	}
	// of is what a coder has where: theme and span, with the best weight.
	of := func(s *coding.Study, coder coding.CoderID) (all []string) {
		for i, q := range s.Passages {
			first, last := s.TagsOf(i)
			for _, tag := range s.Tags[first:last] {
				if tag.Coder == coder {
					all = append(all, fmt.Sprint(tag.Theme, q.Span))
				}
			}
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	moved := 0
	for range moves {
		s := study(t, p)
		mine, other := s.Coders[0], s.Coders[1]
		if mine.Name == "AK" {
			mine, other = s.Coders[1], s.Coders[2]
		}
		i, to := r.IntN(len(s.Passages)), span()
		changes := edit.MoveBorders(s, i, mine.ID, to, newID)
		want := map[string]bool{}
		for _, x := range of(s, mine.ID) {
			want[x] = true
		}
		first, last := s.TagsOf(i)
		own := 0
		for _, tag := range s.Tags[first:last] {
			if tag.Coder == mine.ID {
				own++
				delete(want, fmt.Sprint(tag.Theme, s.Passages[i].Span))
				want[fmt.Sprint(tag.Theme, to)] = true
			}
		}
		if own == 0 || s.Passages[i].Span == to {
			if len(changes) > 0 {
				t.Fatalf("passage %d holds %d tags of the coder's, and is changed by %v", i, own, changes)
			}
			continue
		}
		moved++
		before, notes := dump(t, p), len(s.Memos)
		n, err := p.Apply(ctx, edit.Edit{Coder: mine.Name, At: monday, What: "move", Changes: changes})
		if err != nil {
			t.Fatal(err)
		}
		now := study(t, p)
		var all []string
		for x := range want {
			all = append(all, x)
		}
		slices.Sort(all)
		if got := of(now, mine.ID); !slices.Equal(got, all) {
			t.Fatalf("after moving %v to %v:\n%v\nwant\n%v", s.Passages[i].Span, to, got, all)
		}
		if a, b := of(s, other.ID), of(now, other.ID); !slices.Equal(a, b) {
			t.Fatalf("another coder's tags were %v and are %v", a, b)
		}
		if len(now.Memos) != notes {
			t.Fatalf("%d notes were there, %d are left", notes, len(now.Memos))
		}
		for _, m := range now.Memos {
			if !now.Things()[m.On] {
				t.Fatalf("a note is on nothing any more")
			}
		}
		if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if r.IntN(2) == 0 {
			if _, err := p.Undo(ctx, "AK", monday, n); err != nil {
				t.Fatal(err)
			}
			if after := dump(t, p); after != before {
				t.Fatal("undo did not bring all back")
			}
		}
	}
	if moved < moves/4 {
		t.Errorf("only %d of %d moved", moved, moves)
	}
}
