package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// markAt is where words stand in int-1.
func (d *desk) markAt(quote string) Mark {
	d.t.Helper()
	start := strings.Index(interview, quote)
	if start < 0 {
		d.t.Fatalf("%q is not in the interview", quote)
	}
	return Mark{Text: d.as("AK").Study.Sources[0].Text, Span: corpus.Span{Start: start, End: start + len(quote)}}
}

func TestTagWords(t *testing.T) {
	for _, tt := range []struct {
		name string
		mark func(m *Mark)
		want string
		made string // path of the theme that is made
		log  string
	}{
		{"a theme", func(m *Mark) { m.Theme = "Trust" }, "AK: Trust: money", "", "AK: tag with Trust in int-1"},
		{"a theme by its whole path", func(m *Mark) { m.Path = "trust>lost" }, "AK: Trust > Lost: money", "", "AK: tag with Trust > Lost in int-1"},
		{"a new theme", func(m *Mark) { m.Path = "Fear" }, "AK: Fear: money", "Fear", "AK: tag with Fear in int-1"},
		{"a new theme called as one elsewhere", func(m *Mark) { m.Path = "Lost" }, "AK: Lost: money", "Lost", "AK: tag with Lost in int-1"},
		{"a new theme below another", func(m *Mark) { m.Path = "Trust > Kept" }, "AK: Trust > Kept: money", "Trust > Kept", "AK: tag with Trust > Kept in int-1"},
		{"a theme with a > in its name", func(m *Mark) { m.Path = `a\>b` }, "AK: a>b: money", "a>b", "AK: tag with a>b in int-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			d.make("AK", "add", below("Trust", "Lost"))
			m := d.markAt("money")
			m.Weight, m.About, m.Memo, m.Suggested = 2, d.as("AK").Study.Organisations[0].ID, " Why? ", true
			tt.mark(&m)
			done, err := d.as("AK").TagWords(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.onWords(); len(got) != 1 || got[0] != tt.want {
				t.Errorf("tags %q, want %q", got, tt.want)
			}
			s := d.as("AK").Study
			tag := s.Tags[0]
			memos := s.MemosOn(string(tag.ID))
			if tag.ID != done.Tag.Tag || tag.Weight != 2 || tag.About != m.About || !tag.Suggested || len(memos) != 1 || memos[0].Text != "Why?" || memos[0].ID != done.Tag.MemoID {
				t.Errorf("stored %+v with %+v; returned %+v", tag, memos, done.Tag)
			}
			made := ""
			if done.Made != nil {
				made = s.Path(done.Made.ID)
			}
			if made != tt.made || d.lastSentence() != tt.log {
				t.Errorf("made %q, the log says %q; want %q and %q", made, d.lastSentence(), tt.made, tt.log)
			}
			d.did(d.as("AK").Undo(t.Context(), done.Step))
			if s := d.as("AK").Study; len(s.Tags)+len(s.Memos) > 0 || len(s.Themes) != 2 {
				t.Errorf("after undo there are %d tags, %d memos and %d themes", len(s.Tags), len(s.Memos), len(s.Themes))
			}
		})
	}
}

// The same tag again changes nothing, and says so.
func TestTagWordsTwice(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	m := d.markAt("money")
	m.Theme = "Trust"
	first, err := d.as("AK").TagWords(t.Context(), m)
	if err != nil || first.Step == 0 {
		t.Fatal(first, err)
	}
	again, err := d.as("AK").TagWords(t.Context(), m)
	if err != nil || again.Step != 0 || len(d.onWords()) != 1 {
		t.Errorf("step %d, tags %q, %v", again.Step, d.onWords(), err)
	}
}

func TestTagWordsErrors(t *testing.T) {
	d := newDesk(t)
	d.make("AK", "add", edit.PutTheme{Theme: coding.Theme{ID: "Old", Name: "Old", Archived: true}})
	for _, tt := range []struct {
		name string
		mark func(m *Mark)
		want error
	}{
		{"a theme that is gone", func(m *Mark) { m.Theme = "gone" }, coding.ErrUnknown},
		{"an archived theme by its name", func(m *Mark) { m.Path = "old" }, coding.ErrConflict},
		{"a theme without a name", func(m *Mark) { m.Path = "  " }, coding.ErrInvalid},
		{"a text that is gone", func(m *Mark) { m.Path, m.Text = "New", "gone" }, coding.ErrConflict},
		{"behind the end", func(m *Mark) { m.Path, m.Span.End = "New", 9999 }, corpus.ErrSpan},
		{"a weight below 0", func(m *Mark) { m.Path, m.Weight = "New", -1 }, coding.ErrInvalid},
	} {
		m := d.markAt("money")
		tt.mark(&m)
		if _, err := d.as("AK").TagWords(t.Context(), m); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if got := d.as("AK").Study.Themes; len(got) != 1 {
		t.Errorf("%d themes after edits that failed, want 1", len(got))
	}
}

func TestEditsOfATag(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(a *Session, id coding.TagID) (Done, error)
		want string
		log  string
	}{
		{"remove", func(a *Session, id coding.TagID) (Done, error) { return a.RemoveTag(t.Context(), id) }, "", "AK: untag Trust in int-1"},
		{"retag", func(a *Session, id coding.TagID) (Done, error) { return a.Retag(t.Context(), id, "Cost", "") },
			"AK: Cost: With money", "AK: retag Trust as Cost in int-1"},
		{"retag as a new one", func(a *Session, id coding.TagID) (Done, error) { return a.Retag(t.Context(), id, "", "Cost > High") },
			"AK: Cost > High: With money", "AK: retag Trust as Cost > High in int-1"},
		{"set", func(a *Session, id coding.TagID) (Done, error) {
			return a.SetTag(t.Context(), id, 1.5, a.Study.Organisations[0].ID)
		}, "AK: Trust: With money", "AK: edit a tag of Trust in int-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			d.theme("Cost")
			d.tag("AK", "Trust", "With money")
			d.tag("BM", "Trust", "hopes")
			s := d.as("AK").Study
			own, others := s.Tags[0], s.Tags[1]
			done := d.did(tt.do(d.as("AK"), own.ID))
			if got := d.onWords(); strings.Join(got[:len(got)-1], "") != tt.want {
				t.Errorf("tags %q, want %q", got, tt.want)
			}
			if d.lastSentence() != tt.log {
				t.Errorf("the log says %q, want %q", d.lastSentence(), tt.log)
			}
			if tag, err := d.as("AK").Study.FindTag(string(own.ID)); tt.name == "set" && (err != nil || tag.Weight != 1.5 || tag.About == "") {
				t.Errorf("set to %+v, %v", tag, err)
			}
			d.did(d.as("AK").Undo(t.Context(), done.Step))
			if diff := cmp.Diff(s.Tags, d.as("AK").Study.Tags); diff != "" {
				t.Errorf("after undo (-before +after):\n%s", diff)
			}
			if _, err := tt.do(d.as("AK"), others.ID); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
				t.Errorf("another's tag: %v", err)
			}
			if _, err := tt.do(d.as("AK"), "gone"); !errors.Is(err, coding.ErrUnknown) {
				t.Errorf("no such tag: %v", err)
			}
		})
	}
}

func TestMoveBorders(t *testing.T) {
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "With money")
	d.tag("BM", "Trust", "hopes")
	a := d.as("AK")
	own, others := a.Study.Passages[0].ID, a.Study.Passages[1].ID
	to := d.markAt("money and hopes")
	done := d.did(a.MoveBorders(t.Context(), own, to.Text, to.Span))
	if diff := cmp.Diff([]string{"AK: Trust: money and hopes", "BM: Trust: hopes"}, d.onWords()); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
	if got, want := d.lastSentence(), "AK: move the borders of a passage in int-1"; got != want {
		t.Errorf("the log says %q, want %q", got, want)
	}
	if again := d.did(d.as("AK").MoveBorders(t.Context(), own, to.Text, to.Span)); again.Step != 0 {
		t.Errorf("to where it is: step %d", again.Step)
	}
	if _, err := d.as("AK").MoveBorders(t.Context(), others, to.Text, to.Span); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("another's passage: %v", err)
	}
	if _, err := d.as("AK").MoveBorders(t.Context(), own, "another", to.Span); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("to another text: %v", err)
	}
	if _, err := d.as("AK").MoveBorders(t.Context(), "gone", to.Text, to.Span); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such passage: %v", err)
	}
	d.did(d.as("AK").Undo(t.Context(), done.Step))
	if diff := cmp.Diff([]string{"AK: Trust: With money", "BM: Trust: hopes"}, d.onWords()); diff != "" {
		t.Errorf("after undo (-want +got):\n%s", diff)
	}
}

func TestReadings(t *testing.T) {
	d := library(t)
	src := d.as("AK").Study.Sources[0] // of four turns
	reading := func(coder string) coding.Reading {
		r := d.as(coder).Reading(src)
		return coding.Reading{State: r.State, Turn: r.Turn}
	}
	keep := func(turn int) bool {
		t.Helper()
		kept, err := d.as("AK").KeepPlace(t.Context(), src, turn)
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	entries := len(d.sentences(0))
	if got := reading("AK"); got.State != coding.Unread {
		t.Errorf("before anything %+v", got)
	}
	for _, tt := range []struct {
		turn int
		kept bool
		want int
	}{{2, true, 2}, {1, false, 2}, {2, false, 2}, {99, true, 4}, {-1, false, 4}} {
		if kept := keep(tt.turn); kept != tt.kept || reading("AK") != (coding.Reading{State: coding.InProgress, Turn: tt.want}) {
			t.Errorf("turn %d: kept %v, %+v", tt.turn, kept, reading("AK"))
		}
	}
	if got := d.sentences(entries); len(got) > 0 {
		t.Errorf("the log has %q", got)
	}
	d.did(d.as("AK").MarkSources(t.Context(), coding.Complete, 3, src))
	if kept := keep(4); kept || reading("AK") != (coding.Reading{State: coding.Complete, Turn: 3}) || reading("BM").State != coding.Unread {
		t.Errorf("complete: %+v, of another %+v", reading("AK"), reading("BM"))
	}
	d.did(d.as("AK").MarkSources(t.Context(), coding.InProgress, 0, d.as("AK").Study.Sources...))
	if diff := cmp.Diff([]string{"AK: mark int-1 complete", "AK: mark 3 sources in progress"}, d.sentences(entries)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if _, err := d.as("AK").MarkSources(t.Context(), coding.Complete, 5, src); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("behind the last turn: %v", err)
	}
}
