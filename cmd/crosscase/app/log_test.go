package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/corpus"
)

func newTheme(name string) edit.Change {
	return edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(name), Name: name}}
}

func tagged(d *desk, theme, words string) edit.Change {
	d.t.Helper()
	start := strings.Index(interview, words)
	if start < 0 {
		d.t.Fatalf("%q is not in the interview", words)
	}
	return edit.TagPassage{Passage: coding.PassageID(d.newID()), Text: d.as("AK").Study.Sources[0].Text,
		Span: corpus.Span{Start: start, End: start + len(words)}, Tag: coding.TagID(d.newID()), Theme: coding.ThemeID(theme)}
}

func TestLog(t *testing.T) {
	t.Parallel()
	d := newDesk(t) // entry 1, at 10:00
	d.theme("Trust")
	d.tag("BM", "Trust", "money")
	d.tag("CN", "Trust", "hopes") // entry 4, at 13:00
	bm, err := d.as("AK").Study.FindCoder("BM")
	if err != nil {
		t.Fatal(err)
	}
	renamed := *bm
	renamed.Name = "Berit Moen"
	d.make("AK", "rename coder BM to Berit Moen", edit.PutCoder{Coder: renamed})
	d.tag("Berit Moen", "Trust", "less") // entry 6
	for _, tt := range []struct {
		name string
		as   *Session
		f    LogFilter
		want []int
	}{
		{"all", d.as("AK"), LogFilter{}, []int{1, 2, 3, 4, 5, 6}},
		{"of a coder by the new name", d.as("AK"), LogFilter{Coder: "berit moen"}, []int{3, 6}},
		{"of a coder by the old name", d.as("AK"), LogFilter{Coder: "BM"}, []int{3, 6}},
		{"words in whatever case", d.as("AK"), LogFilter{Matching: "TAG"}, []int{3, 4, 6}},
		{"since", d.as("AK"), LogFilter{Since: monday.Add(4 * time.Hour)}, []int{4, 5, 6}},
		{"until, not itself", d.as("AK"), LogFilter{Until: monday.Add(4 * time.Hour)}, []int{1, 2, 3}},
		{"all of them", d.as("AK"), LogFilter{Coder: "BM", Matching: "less", Since: monday, Until: monday.Add(100 * time.Hour)}, []int{6}},
		{"blind", d.blind("BM"), LogFilter{}, []int{3, 6}},
		{"blind, of another coder", d.blind("BM"), LogFilter{Coder: "CN"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			entries, err := tt.as.Log(t.Context(), tt.f)
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, e := range entries {
				got = append(got, e.Number)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A coder whom nobody knows is an error with the nearest names, but does not tell who works
// blind who else is there.
func TestLogOfNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.tag("Berit Moen", "Trust", "money")
	_, err := d.as("AK").Log(t.Context(), LogFilter{Coder: "Berit Moan"})
	if !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) != `did you mean "Berit Moen"?` {
		t.Errorf("%v (%s)", err, coding.Hint(err))
	}
	if all, err := d.blind("AK").Log(t.Context(), LogFilter{Coder: "Berit Moan"}); err != nil || len(all) > 0 {
		t.Errorf("blind: %d entries, %v", len(all), err)
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.Local) }
	for _, tt := range []struct {
		text     string
		from, to time.Time
	}{
		{"2026-02-28", day(2026, 2, 28), day(2026, 3, 1)},
		{"2026-02", day(2026, 2, 1), day(2026, 3, 1)},
		{"2026-12", day(2026, 12, 1), day(2027, 1, 1)},
		{"2026", day(2026, 1, 1), day(2027, 1, 1)},
	} {
		from, to, err := Days(tt.text)
		if err != nil || !from.Equal(tt.from) || !to.Equal(tt.to) {
			t.Errorf("%s: %v to %v (%v), want %v to %v", tt.text, from, to, err, tt.from, tt.to)
		}
	}
	for _, wrong := range []string{"", "yesterday", "2026-02-30", "2026-13", "26"} {
		if _, _, err := Days(wrong); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q: %v, want %v", wrong, err, coding.ErrInvalid)
		}
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	n := d.tag("BM", "Trust", "money")
	for _, s := range []*Session{d.as("AK"), d.blind("BM")} {
		e, details, err := s.Change(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range details {
			got = append(got, x.Action+" "+x.Kind)
		}
		if diff := cmp.Diff([]string{"added passage", "added tag"}, got); diff != "" || e.What != "tag money with Trust" {
			t.Errorf("%s: %q (-want +got):\n%s", s.Coder, e.What, diff)
		}
	}
	for name, s := range map[string]*Session{"blind": d.blind("AK"), "no such change": d.as("AK")} {
		number := map[string]int{"blind": n, "no such change": 99}[name]
		if _, details, err := s.Change(t.Context(), number); !errors.Is(err, coding.ErrUnknown) || coding.Hint(err) == "" || details != nil {
			t.Errorf("%s: %v and %v, want %v with a hint", name, details, err, coding.ErrUnknown)
		}
	}
}

func TestUndo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(d *desk) (Done, error)
		want Done
		kind error
	}{
		{"the last one", func(d *desk) (Done, error) { return d.as("CN").Undo(d.t.Context(), 0) },
			Done{Step: 5, What: "undo 4: tag hopes with Trust", Said: []string{"taken back: tag hopes with Trust"}}, nil},
		{"another's", func(d *desk) (Done, error) { return d.as("AK").Undo(d.t.Context(), 3) },
			Done{Step: 5, What: "undo 3: tag money with Trust", Said: []string{"taken back: tag money with Trust (BM's)"}}, nil},
		{"blind, the own last one", func(d *desk) (Done, error) { return d.blind("BM").Undo(d.t.Context(), 0) },
			Done{Step: 5, What: "undo 3: tag money with Trust", Said: []string{"taken back: tag money with Trust"}}, nil},
		{"blind, of nobody", func(d *desk) (Done, error) { return d.blind("DO").Undo(d.t.Context(), 0) }, Done{}, coding.ErrUnknown},
		{"what others build on", func(d *desk) (Done, error) { return d.as("AK").Undo(d.t.Context(), 2) }, Done{}, coding.ErrConflict},
		{"no such step", func(d *desk) (Done, error) { return d.as("AK").Undo(d.t.Context(), 9) }, Done{}, coding.ErrUnknown},
		{"redo without undo", func(d *desk) (Done, error) { return d.as("AK").Redo(d.t.Context(), 0) }, Done{}, coding.ErrUnknown},
		{"redo the last undo", func(d *desk) (Done, error) {
			d.did(d.as("AK").Undo(d.t.Context(), 3))
			return d.as("BM").Redo(d.t.Context(), 0)
		}, Done{Step: 6, What: "redo 3: tag money with Trust", Said: []string{"done again: tag money with Trust"}}, nil},
		{"redo an undo that is named", func(d *desk) (Done, error) {
			d.did(d.as("AK").Undo(d.t.Context(), 3))
			d.did(d.as("AK").Undo(d.t.Context(), 4))
			return d.as("AK").Redo(d.t.Context(), 5)
		}, Done{Step: 7, What: "redo 3: tag money with Trust", Said: []string{"done again: tag money with Trust"}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			d.tag("BM", "Trust", "money")
			d.tag("CN", "Trust", "hopes")
			got, err := tt.do(d)
			if !errors.Is(err, tt.kind) {
				t.Fatalf("%v, want %v", err, tt.kind)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Of a step of many edits the first are named.
func TestUndoManyEdits(t *testing.T) {
	t.Parallel()
	entries := make([]project.Entry, 8)
	d := newDesk(t)
	for i := range entries {
		entries[i] = project.Entry{What: string(rune('a' + i)), Undone: 1}
	}
	say := func(e project.Entry) string { return e.What }
	got, err := d.as("AK").tookBack(t.Context(), entries, say)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e", "and 3 more"}, got.Said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, err := d.as("AK").tookBack(t.Context(), entries[:6], say); err != nil || len(got.Said) != 6 { // "and 1 more" would take as much room
		t.Errorf("of six: %q, %v", got.Said, err)
	}
}

// What was taken back is said by the undo's own entry, also where another one came since.
func TestEntry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Hope")
	for number, want := range map[int]string{2: "add theme Trust", 3: "add theme Hope", 9: ""} {
		if e, err := d.as("AK").entry(t.Context(), number); err != nil || e.Number != number || e.What != want {
			t.Errorf("entry %d: %+v, %v, want %q", number, e, err, want)
		}
	}
}
