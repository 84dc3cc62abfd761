package workbench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// words are words of int-1 as the reader's script sends them, with what it sends besides.
func (v *visit) words(quote string, more map[string]any) map[string]any {
	v.t.Helper()
	s := v.study()
	start := strings.Index(interview, quote)
	if start < 0 {
		v.t.Fatalf("%q is not in the interview", quote)
	}
	l, err := v.b.layOut(v.t.Context(), s, s.Sources[0])
	if err != nil {
		v.t.Fatal(err)
	}
	in := map[string]any{"text": s.Sources[0].Text, "start": l.position(start, false), "end": l.position(start+len(quote), true), "words": quote}
	for k, x := range more {
		in[k] = x
	}
	return in
}

// tagged are all tags as "coder: theme: words".
func (v *visit) tagged() (all []string) {
	s := v.study()
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		for _, tag := range s.Tags[first:last] {
			all = append(all, s.Coder(tag.Coder).Name+": "+s.Path(tag.Theme)+": "+interview[p.Span.Start:p.Span.End])
		}
	}
	return all
}

// Tagging words is one edit with the sentence that the command has, too; its step takes it
// back.
func TestTagWords(t *testing.T) {
	for _, tt := range []struct {
		name string
		more map[string]any
		want string
		log  string
		made string
	}{
		{"with a theme", map[string]any{"theme": "Trust"}, "AK: Trust: money", "tag with Trust in int-1", ""},
		{"with a new theme", map[string]any{"path": "Trust > Lost"}, "AK: Trust > Lost: money", "tag with Trust > Lost in int-1", "Lost"},
		{"with all that a tag says", map[string]any{"theme": "Trust", "weight": 2, "memo": " Why? ", "suggested": true}, "AK: Trust: money", "tag with Trust in int-1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, "AK", false)
			v.theme("Trust")
			status, body := v.send("/tags", v.words("money", tt.more))
			var out struct {
				Step   int
				Mark   markView
				Theme  *themeView
				Before bool
			}
			if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
				t.Fatalf("status %d, %s: %v", status, body, err)
			}
			if out.Step != v.number() || out.Before || v.sentence() != "AK: "+tt.log {
				t.Errorf("step %d, before %v, the log says %q; want %q", out.Step, out.Before, v.sentence(), tt.log)
			}
			if got := v.tagged(); len(got) != 1 || got[0] != tt.want {
				t.Errorf("tags %q, want %q", got, tt.want)
			}
			_, marks := v.get("/sources/int-1/marks")
			var stored marksView
			if err := json.Unmarshal([]byte(marks), &stored); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(stored.Marks, []markView{out.Mark}); diff != "" {
				t.Errorf("what the page shows at once (-stored +shown):\n%s", diff)
			}
			if out.Theme == nil != (tt.made == "") || out.Theme != nil && out.Theme.Name != tt.made {
				t.Errorf("a theme is made: %+v, want %q", out.Theme, tt.made)
			}
			v.send("/undo", map[string]int{"step": out.Step})
			if s := v.study(); len(s.Tags)+len(s.Memos)+len(s.Passages) > 0 || len(s.Themes) != 1 {
				t.Errorf("after undo: %d tags, %d memos, %d themes", len(s.Tags), len(s.Memos), len(s.Themes))
			}
		})
	}
}

func TestTagWordsRefuses(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	other := v.words("money", map[string]any{"theme": "Trust"})
	other["words"] = "honey"
	gone := v.words("money", map[string]any{"theme": "Trust"})
	gone["text"] = "gone"
	for name, tt := range map[string]struct {
		in     map[string]any
		status int
		says   string
	}{
		"no such theme":   {v.words("money", map[string]any{"theme": "gone"}), 404, "not there any more"},
		"other words":     {other, 409, "other words"},
		"a gone text":     {gone, 409, "load the page anew"},
		"below no weight": {v.words("money", map[string]any{"theme": "Trust", "weight": -1}), 400, "weight"},
		"a theme unnamed": {v.words("money", map[string]any{"path": " "}), 400, "theme"},
		"not understood":  {map[string]any{"colour": "red"}, 400, "load it anew"},
	} {
		before := v.number()
		if status, body := v.send("/tags", tt.in); status != tt.status || !strings.Contains(body, tt.says) || v.number() != before {
			t.Errorf("%s: status %d, %s; want %d and %q", name, status, body, tt.status, tt.says)
		}
	}
	v.send("/tags", v.words("money", map[string]any{"theme": "Trust"}))
	if _, body := v.send("/tags", v.words("money", map[string]any{"theme": "Trust"})); !strings.Contains(body, `"step":0`) || !strings.Contains(body, `"before":true`) {
		t.Errorf("the same again: %s", body)
	}
}

// Each edit of a tag or a passage answers with its own step, also where others have edited
// meanwhile.
func TestEditsOfTags(t *testing.T) {
	tag, passage := "/tags/%[1]s", "/passages/%[2]s/borders"
	for _, tt := range []struct {
		name, to string
		in       func(v *visit) map[string]any
		want     string // of AK's
		log      string
	}{
		{"untag", tag, func(*visit) map[string]any { return map[string]any{"do": "untag"} }, "", "untag Trust in int-1"},
		{"retag", tag, func(*visit) map[string]any { return map[string]any{"do": "retag", "theme": "Cost"} }, "AK: Cost: With money", "retag Trust as Cost in int-1"},
		{"retag as a new one", tag, func(*visit) map[string]any { return map[string]any{"do": "retag", "path": "Fear"} }, "AK: Fear: With money", "retag Trust as Fear in int-1"},
		{"set", tag, func(*visit) map[string]any { return map[string]any{"do": "set", "weight": 3} }, "AK: Trust: With money", "edit a tag of Trust in int-1"},
		{"borders", passage, func(v *visit) map[string]any { return v.words("money and", nil) }, "AK: Trust: money and", "move the borders of a passage in int-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := newVisit(t, "AK", false)
			v.theme("Trust")
			v.theme("Cost")
			v.tag("AK", "Trust", "With money")
			v.tag("BM", "Trust", "hopes")
			s := v.study()
			before := v.tagged()
			_, body := v.send(fmt.Sprintf(tt.to, s.Tags[0].ID, s.Passages[0].ID), tt.in(v))
			if want := fmt.Sprintf(`{"step":%d}`, v.number()); strings.TrimSpace(body) != want || v.sentence() != "AK: "+tt.log {
				t.Errorf("it answers %s and the log says %q; want %s and %q", body, v.sentence(), want, tt.log)
			}
			own := ""
			for _, x := range v.tagged() {
				if strings.HasPrefix(x, "AK") {
					own += x
				}
			}
			if own != tt.want {
				t.Errorf("tags of AK: %q, want %q", own, tt.want)
			}
			step := v.number()
			v.tag("BM", "Cost", "less")
			v.send("/undo", map[string]int{"step": step})
			if diff := cmp.Diff(append(before, "BM: Cost: less"), v.tagged()); diff != "" {
				t.Errorf("after undo (-want +got):\n%s", diff)
			}
			if status, body := v.send(fmt.Sprintf(tt.to, s.Tags[1].ID, s.Passages[1].ID), tt.in(v)); status != http.StatusConflict {
				t.Errorf("another's: status %d, %s", status, body)
			}
			if status, body := v.send(fmt.Sprintf(tt.to, "gone", "gone"), tt.in(v)); status != http.StatusNotFound {
				t.Errorf("what is gone: status %d, %s", status, body)
			}
		})
	}
	v := newVisit(t, "AK", false)
	if status, body := v.send("/tags/x", map[string]any{"do": "dance"}); status != http.StatusBadRequest || !strings.Contains(body, "dance") {
		t.Errorf("what cannot be done: status %d, %s", status, body)
	}
}

func TestKeepPlace(t *testing.T) {
	v := newVisit(t, "AK", false)
	at := func() string {
		for _, r := range v.study().Readings {
			return fmt.Sprintf("%s at turn %d", r.State, r.Turn)
		}
		return "unread"
	}
	before := v.number()
	for _, tt := range []struct {
		in     map[string]any
		status int
		want   string
		logs   string
	}{
		{map[string]any{"turn": 2}, 200, "in progress at turn 2", ""},
		{map[string]any{"turn": 1}, 200, "in progress at turn 2", ""},
		{map[string]any{"turn": 99}, 200, "in progress at turn 4", ""},
		{map[string]any{"turn": 99, "state": "complete"}, 200, "complete at turn 4", "mark int-1 complete"},
		{map[string]any{"turn": 4}, 200, "complete at turn 4", ""},
		{map[string]any{"turn": 1, "state": "dancing"}, 400, "complete at turn 4", ""},
		{map[string]any{"turn": 1, "state": "in-progress"}, 200, "in progress at turn 1", "mark int-1 in progress"},
	} {
		status, body := v.send("/sources/int-1/place", tt.in)
		if status != tt.status || at() != tt.want {
			t.Errorf("%v: status %d, %s, %s; want %d, %s", tt.in, status, body, at(), tt.status, tt.want)
		}
		if tt.logs != "" {
			before++
			if v.sentence() != "AK: "+tt.logs || strings.TrimSpace(body) != fmt.Sprintf(`{"step":%d}`, v.number()) {
				t.Errorf("%v: the log says %q, it answers %s", tt.in, v.sentence(), body)
			}
		}
		if entries, err := v.b.Project.Log(t.Context()); err != nil || len(entries) != before {
			t.Errorf("%v: %d entries in the log, want %d: %v", tt.in, len(entries), before, err)
		}
	}
}

func TestFindHere(t *testing.T) {
	v := library(t)
	_, body := v.get("/sources/int-1/find?q=money")
	var out struct {
		Hits []struct {
			Start, End position
			Turn       int
		}
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	s := v.study()
	l, err := v.b.layOut(t.Context(), s, s.Sources[0])
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range out.Hits {
		start, err1 := l.bytes(h.Start)
		end, err2 := l.bytes(h.End)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		got = append(got, fmt.Sprintf("%s in turn %d after %s", interview[start:end], h.Turn, interview[start-5:start-1]))
	}
	if diff := cmp.Diff([]string{"money in turn 2 after With", "money in turn 4 after less"}, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if status, body := v.get("/sources/int-1/find?q=money+%28"); status != http.StatusBadRequest || !strings.Contains(body, "not closed") {
		t.Errorf("a query that is not closed: status %d, %s", status, body)
	}
	if _, body := v.get("/sources/int-1/find?q=zebra"); strings.TrimSpace(body) != `{"hits":[]}` {
		t.Errorf("nothing: %s", body)
	}
}

// What the reader's script gets: marks with their own and others' tags and notes, and
// themes with how often they are used here, with those below them.
func TestMarks(t *testing.T) {
	v := newVisit(t, "AK", false)
	v.theme("Trust")
	v.make("AK", "add", edit.PutTheme{Theme: coding.Theme{ID: "Lost", Name: "Lost", Parent: "Trust"}})
	v.tag("AK", "Lost", "With money")
	v.tag("AK", "Trust", "With money")
	v.tag("BM", "Trust", "hopes")
	v.make("AK", "memo", edit.PutMemo{ID: "m", On: string(v.study().Passages[0].ID), Text: "Hm"})
	look := func() (marks []string, themes []string) {
		_, body := v.get("/sources/int-1/marks")
		var out marksView
		if err := json.Unmarshal([]byte(body), &out); err != nil {
			t.Fatal(err)
		}
		for _, m := range out.Marks {
			line := fmt.Sprintf("turn %d, %d notes:", m.Turn, len(m.Notes))
			for _, tag := range m.Tags {
				line += fmt.Sprintf(" %s of %s, mine %v", tag.Theme, tag.Coder, tag.Mine)
			}
			marks = append(marks, line)
		}
		for _, x := range out.Themes {
			themes = append(themes, fmt.Sprintf("%s: %d of %d", x.Path, x.Here, x.Everywhere))
		}
		return marks, themes
	}
	marks, themes := look()
	if diff := cmp.Diff([]string{"turn 2, 1 notes: Trust of AK, mine true Lost of AK, mine true", "turn 2, 0 notes: Trust of BM, mine false"}, marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Trust: 2 of 2", "Trust > Lost: 1 of 1"}, themes); diff != "" {
		t.Errorf("themes (-want +got):\n%s", diff)
	}
	v.b.Blind = true
	if marks, _ := look(); len(marks) != 1 {
		t.Errorf("blind: %q", marks)
	}
}
