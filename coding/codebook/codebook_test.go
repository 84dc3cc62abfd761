package codebook_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
)

const (
	faith = "bbbbbbbb-0000-4000-8000-000000000000"
	trust = "aaaaaaaa-0000-4000-8000-000000000000"
)

func TestEntries(t *testing.T) {
	want := "Motivation: \n  Pressure: \n  Savings: \nCost: \n  Savings: \nTrust: \n"
	if diff := cmp.Diff(want, outline(codebook.Entries(codingtest.Codebook()))); diff != "" {
		t.Error(diff)
	}
	orphan := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "a", Name: "Lost", Parent: "gone"}}})
	if got := outline(codebook.Entries(orphan)); got != "Lost: \n" {
		t.Errorf("a theme below one that is gone: %q, want it at the top", got)
	}
}

func TestShortIDs(t *testing.T) {
	s := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "aaaaaaaaaaaa1", Name: "A"}, {ID: "aaaaaaaaaaaa2", Name: "B"},
		{ID: "bbbbbbbbbbbb", Name: "C"}, {ID: "c", Name: "D"}}})
	want := map[coding.ThemeID]string{"aaaaaaaaaaaa1": "aaaaaaaaaaaa1", "aaaaaaaaaaaa2": "aaaaaaaaaaaa2", "bbbbbbbbbbbb": "bbbbbbbb",
		"c": "c"}
	if diff := cmp.Diff(want, codebook.ShortIDs(s)); diff != "" {
		t.Error(diff)
	}
}

func TestIsID(t *testing.T) {
	for id, want := range map[string]bool{
		trust: true, strings.ToUpper(trust): true, "": false, "aaaaaaaa": false, trust + "0": false,
		strings.Replace(trust, "-", "0", 1): false, strings.Replace(trust, "a", "g", 1): false,
	} {
		if got := codebook.IsID(id); got != want {
			t.Errorf("%q: %v, want %v", id, got, want)
		}
	}
}

// entry is an entry with those below it.
func entry(id coding.ThemeID, name string, below ...codebook.Entry) codebook.Entry {
	return codebook.Entry{ID: id, Theme: coding.Theme{Name: name}, Below: below}
}

// same is the whole codebook of codingtest.Codebook as a file has it.
func same() []codebook.Entry {
	return []codebook.Entry{entry("1", "Motivation", entry("3", "Pressure"), entry("2", "Savings")),
		entry("4", "Cost", entry("5", "Savings")), entry("6", "Trust")}
}

func TestRevise(t *testing.T) {
	describe := func(entries []codebook.Entry) []codebook.Entry {
		x := &entries[2]
		x.Definition, x.Include, x.Exclude, x.Example, x.Kind, x.Colour, x.Archived = "Relying", "I", "X", "E", "theme", "#123456", true
		return entries
	}
	tests := []struct {
		name    string
		whole   bool
		entries []codebook.Entry
		said    []string
		same    int
		removed []coding.ThemeID
	}{
		{"as it is", true, same(), nil, 6, nil},
		{"as it is, without identifiers", true, []codebook.Entry{entry("", "Motivation", entry("", "pressure"), entry("", "Savings")),
			entry("", "Cost", entry("", "Savings")), entry("", "Trust")},
			[]string{"renamed    Motivation > Pressure → Motivation > pressure"}, 5, nil},
		{"one renamed", true, append(same()[:2], entry("6", "Faith")), []string{"renamed    Trust → Faith"}, 5, nil},
		{"one moved", true, []codebook.Entry{same()[0], entry("4", "Cost", entry("5", "Savings"), entry("6", "Trust"))},
			[]string{"moved      Trust → Cost > Trust"}, 5, nil},
		{"one described", true, describe(same()), []string{"described  Trust"}, 5, nil},
		{"two in another order", true, []codebook.Entry{same()[0], same()[2], same()[1]}, []string{"ordered    Cost"}, 5, nil},
		{"one added", true, append(same(), entry("", "Doubt")), []string{"added      Doubt"}, 6, nil},
		{"one missing", true, same()[:2], []string{"removed    Trust"}, 5, []coding.ThemeID{"6"}},
		{"one missing with what is below it", true, same()[1:],
			[]string{"removed    Motivation", "removed    Motivation > Pressure",
				"removed    Motivation > Savings"}, 3, []coding.ThemeID{"1"}},
		{"two swap names", true, []codebook.Entry{entry("1", "Cost", same()[0].Below...), entry("4", "Motivation", same()[1].Below...),
			same()[2]},
			[]string{"renamed    Motivation → Cost", "renamed    Cost → Motivation"}, 4, nil},
		{"a part of it", false, []codebook.Entry{entry("", "Trust", entry("", "Lost"))}, []string{"added      Trust > Lost"}, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			rev, err := codebook.Revise(codingtest.Codebook(), tt.entries, tt.whole, func() string { n++; return fmt.Sprint("new", n) })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.said, rev.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.removed, rev.Removed); diff != "" || rev.Same != tt.same {
				t.Errorf("%d are the same, want %d; removed (-want +got):\n%s", rev.Same, tt.same, diff)
			}
		})
	}
}

// Tags that go with a removed theme are counted.
func TestReviseCountsTags(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 0, 10, "a", "d")
		codingtest.Put(s, 10, 20, "b")
	})
	rev, err := codebook.Revise(s, []codebook.Entry{entry("b", "B")}, true, nil)
	if err != nil || rev.Tags != 2 {
		t.Errorf("%d tags go, %v; want 2", rev.Tags, err)
	}
}

func TestReviseRefuses(t *testing.T) {
	twice := []codebook.Entry{entry("", "Doubt"), entry("", "Doubt")}
	twice[1].Line = 7
	below := []codebook.Entry{entry("", "Trust", entry("", "A"), entry("", "A"))}
	for name, tt := range map[string]struct {
		entries []codebook.Entry
		says    string
	}{
		"no name":           {[]codebook.Entry{entry("", " ")}, "a name is needed"},
		"one name twice":    {twice, `line 7: theme "Doubt": stands twice below the top`},
		"twice below":       {below, `theme "A": stands twice below Trust`},
		"no name, far down": {[]codebook.Entry{entry("", "Trust", entry("", ""))}, "a name is needed"},
	} {
		if _, err := codebook.Revise(codingtest.Codebook(), tt.entries, false, func() string { return "new" }); !errors.Is(err,
			coding.ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want %v with %q", name, err, coding.ErrInvalid, tt.says)
		}
	}
}

// An entry of a copy keeps its identifier where it is new here, so that it is known again.
func TestReviseKeepsIdentifiers(t *testing.T) {
	rev, err := codebook.Revise(codingtest.Codebook(), []codebook.Entry{entry(coding.ThemeID(strings.ToUpper(faith)), "Faith")}, false,
		func() string { return "new" })
	if err != nil || len(rev.Changes) != 1 {
		t.Fatalf("%v, %v", rev.Changes, err)
	}
	if got := rev.Changes[0].(edit.PutTheme).Theme; got.ID != faith || got.Colour == "" {
		t.Errorf("added %+v, want the identifier of the file and a colour", got)
	}
}

// A codebook of a copy is recognised, also after themes were merged here.
func TestReviseKnowsMergedThemes(t *testing.T) {
	s := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: trust, Name: "Trust"}},
		Merged: map[coding.ThemeID]coding.Merged{faith: {ID: faith, Path: "Faith", Into: trust}}})
	file := []codebook.Entry{entry(faith, "Faith", entry("", "Lost")), entry(trust, "Trust")}
	file[0].Definition = "Relying on others"
	rev, err := codebook.Revise(s, file, true, func() string { return "new" })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"added      Trust > Lost"}, rev.Said); diff != "" || rev.Same != 2 {
		t.Errorf("%d are the same, want 2; said (-want +got):\n%s", rev.Same, diff)
	}
}

func TestThemeCounts(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 0, 10, "a", "d") // d is below a
		codingtest.Put(s, 10, 20, "b", "d")
	})
	passages, tags := codebook.ThemeCounts(s)
	got := map[string][2]int{}
	for i, x := range s.Themes {
		if tags[i] > 0 {
			got[x.Name] = [2]int{passages[i], tags[i]}
		}
	}
	if diff := cmp.Diff(map[string][2]int{"A": {2, 3}, "D": {2, 2}, "B": {1, 1}}, got); diff != "" {
		t.Errorf("passages and tags by theme (-want +got):\n%s", diff)
	}
}
