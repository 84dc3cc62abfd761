package project

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// details are what the last edit changed, a line each.
func details(t *testing.T, p *Project) (lines []string) {
	t.Helper()
	_, all, err := p.Details(ctx, last(t, p).Number)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		line := strings.TrimSpace(d.Action + " " + d.Kind + " " + d.What)
		for _, f := range d.Fields {
			line += fmt.Sprintf("; %s: %q, %q", f.Name, f.Before, f.After)
		}
		lines = append(lines, line)
	}
	return lines
}

// What a change did, in words, for each kind of thing.
func TestDetails(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	about := tag("t2", "money", 0, 11)
	about.About, about.Memo, about.MemoID = northmoor, strings.Repeat("very ", 20)+"long", "m2"
	retagged := edit.PutTag{Tag: "t2", Weight: 2}
	for _, step := range []struct {
		change edit.Change
		want   []string
	}{
		{theme("lost", "Lost", "trust"), []string{"added theme Trust > Lost"}},
		{theme("lost", "Lost", "money"), []string{`changed theme Money > Lost; parent: "Trust", "Money"; position: "0", "0"`}[:0]},
		{about, []string{`added passage int-1: "Interviewer"`, `added tag Money on int-1: "Interviewer", by AK, about Northmoor Police`,
			`added memo on tag Money on int-1: "Interviewer", by AK, about Northmoor Police: "` + strings.Repeat("very ", 14) + `…"`}},
		{retagged, []string{`changed tag Money on int-1: "Interviewer", by AK, about Northmoor Police; weight: "0", "2"`,
			`changed tag Money on int-1: "Interviewer", by AK; about: "Northmoor Police", ""`}},
		{link("l", "trust", string(caseOne), "so"), []string{"added link theme Trust explains case One"}},
		{link("l", "trust", string(caseOne), "no"), []string{`changed link theme Trust explains case One; note: "so", "no"`}},
		{summary("s", "trust", string(roe), "Means"), []string{`added summary of Trust and participant Roe: "Means"`}},
		{memo("m", "", "Why"), []string{`added memo on project A study: "Why"`}},
		{memo("m", "trust", "Why"), []string{`changed memo on theme Trust: "Why"; on: "project A study", "theme Trust"`}},
		{edit.MarkSource{Source: stockedSource, State: coding.Complete}, []string{"added reading int-1 by AK: complete"}},
		{edit.Reject{ID: "r", Theme: "trust", Source: stockedSource, Words: "w"},
			[]string{"added rejection Trust on words of int-1, by AK"}},
		{edit.AssignTurns{Text: stockedText, Turns: []int{3}, Participant: interviewer}, []string{"added turn turn 4 of int-1"}},
		{edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "mine", Expression: "Trust"}}, []string{"added query mine"}},
		{edit.PutCoder{Coder: coding.Coder{ID: "bm", Name: "BM"}}, []string{"added coder BM"}},
		{edit.PutTitle{Title: "Another study"}, []string{`changed project Another study; title: "A study", "Another study"`}},
		{edit.PutParticipant{Participant: corpus.Participant{ID: roe, Name: "Roe", Organisation: northmoor}},
			[]string{`changed participant Roe; organisation: "", "Northmoor Police"`}},
		{edit.PutSource{Source: corpus.Source{ID: stockedSource, Name: "int-1", Type: corpus.TypeOther, Organisation: northmoor}},
			[]string{`changed source int-1; case: "One", ""; language: "en", ""`}},
		{edit.PutPreserved{Preserved: coding.Preserved{ID: "x", Name: "a.qdpx", Document: sumOf("d")},
			Files: []coding.PreservedFile{{SHA256: sumOf("d"),
				Data: func() ([]byte, error) { return []byte("d"), nil }}}}, []string{"added preserved project a.qdpx"}},
		{edit.MergeThemes{From: "lost", Into: "money"},
			[]string{"added merged theme Money > Lost into Money", "removed theme Money > Lost"}},
		{edit.AttachPassage{Passage: "pt2", Text: stockedText, Span: corpus.Span{Start: 37, End: 47}}, nil},
	} {
		apply(t, p, step.change)
		if got := details(t, p); len(step.want) > 0 && !slices.Equal(got, step.want) {
			t.Errorf("%#v (-want +got):\n%s", step.change, cmp.Diff(step.want, got))
		}
	}
	if _, _, err := p.Details(ctx, 999); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("of no change: %v, want %v and a hint", err, coding.ErrUnknown)
	}
}

// What is gone since is named as it last was.
func TestDetailsOfWhatIsGone(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	number := apply(t, p, memo("m", "t", "Why"))
	apply(t, p, edit.RemoveSource{ID: stockedSource}, edit.RemoveTheme{ID: "trust"})
	_, all, err := p.Details(ctx, number)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if want := `on tag Trust on int-1: "With money", by AK: "Why"`; all[0].What != want {
		t.Errorf("%q, want %q", all[0].What, want)
	}
}

func TestLatestAndLog(t *testing.T) {
	p := newProject(t)
	if e := last(t, p); e.Number != 0 {
		t.Errorf("of a new project: %+v", e)
	}
	n := apply(t, p, theme("a", "A", ""))
	step, err := p.Apply(ctx, edit.Edit{Coder: "BM", At: monday.Add(time.Minute), What: "more", Step: n,
		Changes: []edit.Change{theme("b", "B", "")}})
	if err != nil {
		t.Fatal(err)
	}
	want := Entry{Number: step, Step: n, At: monday.Add(time.Minute), Coder: "BM", What: "more"}
	if diff := cmp.Diff(want, last(t, p)); diff != "" {
		t.Errorf("latest (-want +got):\n%s", diff)
	}
	undone, err := p.Undo(ctx, "CD", monday.Add(time.Hour), 0)
	if err != nil || len(undone) != 2 || undone[0].Undone != 3 {
		t.Fatalf("undone %+v, %v; want both edits of the step, by entry 3", undone, err)
	}
	log, err := p.Log(ctx)
	if err != nil {
		t.Fatal(err)
	}
	wants := []Entry{{Number: 1, Step: 1, At: monday, Coder: "AK", What: "edit", Undone: 3},
		{Number: 2, Step: 1, At: monday.Add(time.Minute), Coder: "BM", What: "more", Undone: 3},
		{Number: 3, Step: 3, At: monday.Add(time.Hour), Coder: "CD", What: "undo 1: edit and 1 more", Undoes: 1}}
	if diff := cmp.Diff(wants, log); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if n := apply(t, p); n != 0 {
		t.Errorf("an edit without changes is entry %d", n)
	}
}

func TestUndoAndRedoRefuse(t *testing.T) {
	p := newProject(t)
	if _, err := p.Undo(ctx, "AK", monday, 0); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("undo of nothing: %v", err)
	}
	if _, err := p.Redo(ctx, "AK", monday); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("redo of nothing: %v", err)
	}
	apply(t, p, theme("a", "A", ""))
	if _, err := p.Undo(ctx, "AK", monday, 7); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("undo of no change: %v", err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Undo(ctx, "AK", monday, 1); !errors.Is(err, coding.ErrConflict) || !strings.Contains(coding.Hint(err), "undo 2") {
		t.Errorf("undo twice: %v, hint %q", err, coding.Hint(err))
	}
	apply(t, p, theme("b", "B", ""))
	if _, err := p.Redo(ctx, "AK", monday); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" {
		t.Errorf("redo after another change: %v", err)
	}
}

// What needs a thing that would go keeps it from being taken back, for each kind of need.
func TestUndoOfWhatIsNeeded(t *testing.T) {
	for name, later := range map[string]edit.Change{
		"a memo":      memo("m", "x", "Why"),
		"a link":      link("l", "trust", "x", ""),
		"a summary":   summary("s", "x", string(roe), "Means"),
		"a tag":       tag("t2", "x", 0, 11),
		"a subtheme":  theme("y", "Y", "x"),
		"a rejection": edit.Reject{ID: "r", Theme: "x", Source: stockedSource, Words: "w"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t)
			stocked(t, p)
			number := apply(t, p, theme("x", "X", ""))
			apply(t, p, later)
			before := dump(t, p)
			if _, err := p.Undo(ctx, "AK", monday, number); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
				t.Errorf("undo: %v, want %v and a hint", err, coding.ErrConflict)
			}
			if diff := cmp.Diff(before, dump(t, p)); diff != "" {
				t.Errorf("something was changed:\n%s", diff)
			}
		})
	}
}

// What would refer to a thing that is gone does not come back.
func TestUndoOfWhatRefersToNothing(t *testing.T) {
	with := tag("t2", "money", 0, 11)
	with.About = "south"
	south := edit.PutOrganisation{Organisation: corpus.Organisation{ID: "south", Name: "Southvale"}}
	for name, tt := range map[string]struct {
		before []edit.Change
		remove edit.Change
		gone   edit.Change
	}{
		"a memo on a theme": {[]edit.Change{theme("x", "X", ""), memo("m", "x", "Why")}, edit.RemoveMemo{ID: "m"},
			edit.RemoveTheme{ID: "x"}},
		"a link to a theme": {[]edit.Change{theme("x", "X", ""), link("l", "trust", "x", "")}, edit.RemoveLink{ID: "l"},
			edit.RemoveTheme{ID: "x"}},
		"a summary of a theme": {[]edit.Change{theme("x", "X", ""), summary("s", "x", string(roe), "Means")},
			summary("", "x", string(roe), ""), edit.RemoveTheme{ID: "x"}},
		"a subtheme": {[]edit.Change{theme("x", "X", ""), theme("y", "Y", "x")}, edit.RemoveTheme{ID: "y"},
			edit.RemoveTheme{ID: "x"}},
		"a tag about somebody": {[]edit.Change{south, with}, edit.Untag{Tag: "t2"},
			edit.MergeOrganisations{From: "south", Into: northmoor}},
		"a passage of a source": {[]edit.Change{tag("t2", "money", 0, 11)}, edit.Untag{Tag: "t2"},
			edit.RemoveSource{ID: stockedSource}},
		"how far with a source":      {[]edit.Change{edit.PutTitle{Title: "T"}}, edit.PutTitle{Title: "U"}, edit.PutTitle{Title: "V"}},
		"a theme under another name": {[]edit.Change{theme("x", "X", "")}, edit.RemoveTheme{ID: "x"}, theme("z", "X", "")},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t)
			stocked(t, p)
			apply(t, p, tt.before...)
			number := apply(t, p, tt.remove)
			apply(t, p, tt.gone)
			if _, err := p.Undo(ctx, "AK", monday, number); !errors.Is(err, coding.ErrConflict) {
				t.Errorf("undo: %v, want %v", err, coding.ErrConflict)
			}
			whole(t, p)
		})
	}
}

// What became of a project since a change, without what was taken back.
func TestSince(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	apply(t, p, theme("x", "X", ""), theme("y", "Y", ""), theme("z", "Z", ""), fully("old", "Old", ""), memo("m", "trust", "Why"))
	fork := last(t, p).Number
	archived := theme("z", "Z", "")
	archived.Theme.Archived = true
	coloured := theme("money", "Money", "")
	coloured.Theme.Colour = "#123456"
	for _, c := range []edit.Change{theme("new", "New", "trust"), theme("x", "X2", ""), edit.MergeThemes{From: "y", Into: "trust"},
		archived, coloured,
		edit.RemoveTheme{ID: "old"}, fully("trust", "Trust", ""), tag("t2", "money", 0, 11), tag("t3", "money", 5,
			11), edit.Untag{Tag: "t"},
		memo("m2", "trust", "What"), memo("m", "trust", "Why not"), edit.PutTitle{Title: "T"}} {
		apply(t, p, c)
	}
	apply(t, p, theme("never", "Never", ""))
	if _, err := p.Undo(ctx, "BM", monday.Add(time.Hour), 0); err != nil {
		t.Fatal(err)
	}
	d, err := p.Since(ctx, fork)
	if err != nil {
		t.Fatal(err)
	}
	var themes []string
	for _, c := range d.Themes {
		line := c.What + " " + c.Path
		if c.Was != "" {
			line += ", was " + c.Was
		}
		if c.Into != "" {
			line += ", into " + c.Into
		}
		for _, f := range c.Fields {
			line += ", " + f.Name + " " + f.After
		}
		themes = append(themes, line)
	}
	want := []string{"removed Old", "described Trust, definition D, example E, exclude X, include I, kind K", "added Trust > New",
		"renamed X2, was X", "merged Y, into Trust", "archived Z"}
	if diff := cmp.Diff(want, themes); diff != "" {
		t.Errorf("themes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]TagChange{{Theme: "Money", Coder: "AK", Added: 2}, {Theme: "Trust", Coder: "AK", Removed: 1}},
		d.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]OtherChange{{Kind: "memo", Added: 1, Changed: 1}, {Kind: "project", Changed: 1}}, d.Others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
	if d.After != fork || d.Changes != 15 || !d.From.Equal(monday) || !d.To.Equal(monday.Add(time.Hour)) ||
		!slices.Equal(d.Coders, []string{"AK", "BM"}) {
		t.Errorf("%+v", d)
	}
}

// Two copies share a log until one of them was changed; what is touched and removed since.
func TestForkAndTouched(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	q := copyOf(t, p, t.TempDir())
	defer q.Close()
	fork := last(t, p).Number
	work := edit.Edit{Coder: "BM", At: monday, What: "work", Changes: []edit.Change{theme("x", "X", ""), edit.Untag{Tag: "t"}}}
	if _, err := p.Apply(ctx, work); err != nil {
		t.Fatal(err)
	}
	apply(t, p, theme("y", "Y", ""))
	apply(t, p, edit.RemoveTheme{ID: "y"})
	for range 2 {
		if n, err := p.Fork(ctx, q); err != nil || n != fork {
			t.Errorf("fork at %d, %v; want %d", n, err, fork)
		}
		apply(t, q, theme("z", "Z", ""))
	}
	touched, removed, err := p.Touched(ctx, fork)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"x": true}, touched); diff != "" {
		t.Errorf("touched (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]bool{"t": true, "pt": true}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	stranger := newProject(t)
	add(t, stranger, edittest.IDs(), "int-1", "Moor: Something else.\n\nHill: Yes.\n")
	apply(t, stranger, theme("a", "A", ""))
	if n, err := stranger.Fork(ctx, newProject(t)); err != nil || n != 0 {
		t.Errorf("of two that were never one: %d, %v", n, err)
	}
}
