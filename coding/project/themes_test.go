package project

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// Merging themes loses nothing: tags fold, memos, links and what is said of them
// stay, themes of one name below them are merged in turn.
func TestMergeThemes(t *testing.T) {
	p := newProject(t)
	src := add(t, p, edittest.IDs(), "int-1", interview)
	theme := func(id, parent, name, definition string) edit.Change {
		return edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(id), Parent: coding.ThemeID(parent), Name: name,
			Definition: definition}}
	}
	tag := func(id string, start int, theme coding.ThemeID, weight float64, memo string) edit.Change {
		return edit.TagPassage{Passage: coding.PassageID(fmt.Sprint("p", start)), Text: src.Text,
			Span: corpus.Span{Start: start, End: 11}, Tag: coding.TagID(id),
			Theme: theme, Weight: weight, Memo: memo, MemoID: coding.MemoID("m" + id)}
	}
	apply(t, p, theme("a", "", "Trust", "Relying"), theme("b", "", "Faith", "Believing"), theme("a1", "a", "Lost", ""),
		theme("b1", "b", "lost", "gone"), theme("b2", "b", "Found", ""),
		tag("1", 0, "a", 0, ""), tag("2", 0, "b", 3, "why"), tag("3", 1, "b", 0, ""), tag("4", 2, "b1", 0, ""), tag("5", 2, "a1", 0, ""),
		edit.PutLink{Link: coding.Link{ID: "l1", From: "b", To: "a1", Kind: "explains",
			Note: "one"}}, edit.PutLink{Link: coding.Link{ID: "l2", From: "a", To: "a1", Kind: "explains"}},
		edit.PutLink{Link: coding.Link{ID: "l3", From: "a", To: "b", Kind: "contradicts"}},
		edit.PutMemo{ID: "on b", On: "b", Text: "Said once"}, edit.Reject{ID: "r", Theme: "b", Source: src.ID, Words: "x"})
	before := dump(t, p)
	apply(t, p, edit.MergeThemes{From: "b", Into: "a"})
	s := study(t, p)
	var paths []string
	for _, x := range s.Themes {
		paths = append(paths, s.Path(x.ID)+": "+x.Definition)
	}
	if got := strings.Join(paths, "\n"); got != "Trust: Relying\nTrust > Lost: gone\nTrust > Found: " {
		t.Errorf("codebook:\n%s", got)
	}
	var tags []string
	for _, x := range s.Tags {
		tags = append(tags, fmt.Sprintf("%s %s %g %d", x.ID, x.Theme, x.Weight, len(s.MemosOn(string(x.ID)))))
	}
	if diff := cmp.Diff([]string{"1 a 3 1", "3 a 0 0", "5 a1 0 0"}, tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if len(s.Links) != 1 || s.Links[0].Note != "one" {
		t.Errorf("links %+v, want one with the note of both", s.Links)
	}
	if memos := s.MemosOn("a"); len(memos) != 2 || !strings.Contains(memos[0].Text+memos[1].Text, "Believing") {
		t.Errorf("memos on what is left: %+v", memos)
	}
	if m := s.Merged["b"]; m.Path != "Faith" || m.Into != "a" || len(s.Merged) != 2 || len(s.Rejections) != 1 {
		t.Errorf("merged %+v, rejections %+v", s.Merged, s.Rejections)
	}
	if _, err := p.Undo(ctx, "AK", monday, 0); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("undo (-before +after):\n%s", diff)
	}
	for _, c := range []edit.MergeThemes{{From: "a", Into: "a1"}, {From: "a", Into: "a"}} {
		if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "merge", Changes: []edit.Change{c}}); !errors.Is(err,
			coding.ErrInvalid) {
			t.Errorf("%+v: %v, want %v", c, err, coding.ErrInvalid)
		}
	}
}

// Every text of a theme has a column of its name, empty in projects from before it.
func TestThemeTextsHaveColumns(t *testing.T) {
	p := newProject(t)
	for _, x := range coding.ThemeTexts {
		n := 0
		if err := p.db.QueryRow("select count(*) from pragma_table_info('themes') where name = $1", x.Name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n != 1 {
			t.Errorf("no column for the %s of a theme: add a script to sqlite/schema that says\n"+
				"alter table themes add column %[1]s text not null default '';", x.Name)
		}
	}
}
