package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// subject finds what a memo is on, which there must be.
func (d *desk) subject(a *Session, names SubjectNames) Subject {
	d.t.Helper()
	on, err := a.Subject(d.t.Context(), names)
	if err != nil {
		d.t.Fatal(err)
	}
	return on
}

// memos are those of a study: what each is on, and its words.
func (d *desk) memos() (all []string) {
	d.t.Helper()
	memos, err := d.as("AK").Memos(MemoFilter{})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range memos {
		all = append(all, m.Coder+" "+m.Kind+" "+m.On+": "+m.Text)
	}
	return all
}

func TestAddMemo(t *testing.T) {
	hopes := locate.Place{Quote: "hopes"}
	for _, tt := range []struct {
		name  string
		names SubjectNames
		on    string // in the sentence of the log
		memo  string // as it is listed
	}{
		{"the project", SubjectNames{}, "the project", "AK project A study: Note"},
		{"a theme", SubjectNames{Theme: "deep"}, "Trust > Deep", "AK theme Trust > Deep: Note"},
		{"a source", SubjectNames{Source: "INT-1"}, "int-1", "AK source int-1: Note"},
		{"a participant", SubjectNames{Participant: "roe"}, "Roe", "AK participant Roe: Note"},
		{"an organisation", SubjectNames{Organisation: "Northmoor Police"}, "Northmoor Police", "AK organisation Northmoor Police: Note"},
		{"a case study", SubjectNames{Case: "one"}, "One", "AK case One: Note"},
		{"words that are no passage", SubjectNames{Source: "int-1", Place: locate.Place{Turns: "4"}}, "a passage of int-1",
			"AK passage int-1, turn 4: Note"},
		{"words that are one", SubjectNames{Source: "int-1", Place: hopes}, "a passage of int-1", "AK passage int-1, turn 2: Note"},
		{"a tag at a place", SubjectNames{Theme: "Trust", Source: "int-1", Place: hopes}, "a tag of Trust",
			"AK tag Trust on int-1, turn 2: Note"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newStudy(t)
			d.tag("AK", "Trust", "hopes")
			before := len(d.sentences(0))
			a := d.as("AK")
			on := d.subject(a, tt.names)
			d.did(a.AddMemo(t.Context(), on, " Note\n"))
			if on.Name != tt.on || !slices.Equal(d.sentences(before), []string{"AK: write a memo on " + tt.on}) {
				t.Errorf("it is on %q, the log has %q; want %q", on.Name, d.sentences(before), tt.on)
			}
			if diff := cmp.Diff([]string{tt.memo}, d.memos()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What a memo is on can be given by identifiers, and is the same.
func TestSubjectOf(t *testing.T) {
	d := newStudy(t)
	d.tag("AK", "Trust", "hopes")
	a := d.as("AK")
	tag, passage := string(a.Study.Tags[0].ID), string(a.Study.Passages[0].ID)
	for _, tt := range []struct {
		id    string
		names SubjectNames
	}{
		{tag, SubjectNames{Tag: tag}},
		{passage, SubjectNames{Passage: passage}},
		{"Deep", SubjectNames{Theme: "Deep"}},
		{string(a.Study.Sources[0].ID), SubjectNames{Source: "int-1"}},
		{"one", SubjectNames{Case: "One"}},
	} {
		on, err := a.SubjectOf(tt.id)
		if want := d.subject(a, tt.names); err != nil || on != want {
			t.Errorf("%s is %v, %v; want %v", tt.id, on, err, want)
		}
	}
	for _, id := range []string{"", "gone", tag[:4]} {
		if _, err := a.SubjectOf(id); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("%q: %v", id, err)
		}
	}
	src := a.Study.Sources[0]
	d.did(a.AddMemo(t.Context(), SubjectIn(src, corpus.Span{Start: 0, End: 11}), "Who asks"))
	if diff := cmp.Diff([]string{"AK passage int-1, turn 1: Who asks"}, d.memos()); diff != "" {
		t.Errorf("on words (-want +got):\n%s", diff)
	}
}

func TestSubjectRefuses(t *testing.T) {
	d := newStudy(t)
	d.tag("BM", "Trust", "hopes")
	for _, tt := range []struct {
		names SubjectNames
		kind  error
		says  string
	}{
		{SubjectNames{Theme: "Trsut"}, coding.ErrUnknown, "Trsut"},
		{SubjectNames{Source: "int-2"}, coding.ErrUnknown, "int-2"},
		{SubjectNames{Participant: "Penn"}, coding.ErrUnknown, "Penn"},
		{SubjectNames{Organisation: "Harbour"}, coding.ErrUnknown, "Harbour"},
		{SubjectNames{Case: "Two"}, coding.ErrUnknown, "Two"},
		{SubjectNames{Passage: "x"}, coding.ErrUnknown, "passage"},
		{SubjectNames{Tag: "x"}, coding.ErrUnknown, "tag"},
		{SubjectNames{Source: "int-2", Place: locate.Place{Turns: "1"}}, coding.ErrUnknown, "int-2"},
		{SubjectNames{Source: "int-1", Place: locate.Place{Turns: "9"}}, coding.ErrUnknown, "9"},
		{SubjectNames{Source: "int-1", Place: locate.Place{Quote: "With", Occurrence: "all"}}, coding.ErrInvalid, "one place at a time"},
		{SubjectNames{Source: "int-1", Theme: "Luck", Place: locate.Place{Quote: "hopes"}}, coding.ErrUnknown, "Luck"},
		{SubjectNames{Source: "int-1", Theme: "Trust", Place: locate.Place{Quote: "hopes"}}, coding.ErrUnknown, "no tag of Trust by AK there"},
	} {
		if _, err := d.as("AK").Subject(t.Context(), tt.names); !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%+v: %v, want %q", tt.names, err, tt.says)
		}
	}
}

func TestEditAndRemoveMemo(t *testing.T) {
	d := newStudy(t)
	a := d.as("AK")
	d.did(a.AddMemo(t.Context(), d.subject(a, SubjectNames{Theme: "Deep"}), "First"))
	b := d.as("BM")
	d.did(b.AddMemo(t.Context(), d.subject(b, SubjectNames{}), "Second"))
	before := len(d.sentences(0))
	ids := map[string]string{}
	for _, m := range d.as("AK").Study.Memos {
		ids[m.Text] = string(m.ID)
	}
	d.did(d.as("AK").EditMemo(t.Context(), ids["First"], " Other words "))
	if done := d.did(d.as("AK").EditMemo(t.Context(), ids["First"], "Other words")); done.Step != 0 {
		t.Errorf("the same words are step %d", done.Step)
	}
	if diff := cmp.Diff([]string{"AK theme Trust > Deep: Other words", "BM project A study: Second"}, d.memos()); diff != "" {
		t.Errorf("edited (-want +got):\n%s", diff)
	}
	d.did(d.as("BM").RemoveMemo(t.Context(), ids["Second"]))
	if diff := cmp.Diff([]string{"AK: edit the memo on Trust > Deep", "BM: remove the memo on A study"}, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if _, err := d.as("AK").EditMemo(t.Context(), ids["First"], " "); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("without words: %v", err)
	}
	if _, err := d.as("AK").RemoveMemo(t.Context(), ids["Second"]); !errors.Is(err, coding.ErrUnknown) ||
		coding.Hint(err) != "crosscase memo list shows the identifiers" {
		t.Errorf("what is gone: %v", err)
	}
	if _, err := d.blind("BM").EditMemo(t.Context(), ids["First"], "x"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("blind, another's: %v", err)
	}
}

func TestMemos(t *testing.T) {
	d := newStudy(t)
	d.tag("AK", "Deep", "hopes")
	for _, x := range []struct {
		coder, text string
		on          SubjectNames
	}{
		{"AK", "of the theme", SubjectNames{Theme: "Trust"}},
		{"AK", "of the tag", SubjectNames{Theme: "Deep", Source: "int-1", Place: locate.Place{Quote: "hopes"}}},
		{"BM", "of words", SubjectNames{Source: "int-1", Place: locate.Place{Quote: "money and"}}},
		{"BM", "of the other", SubjectNames{Theme: "Cost"}},
	} {
		a := d.as(x.coder)
		d.did(a.AddMemo(t.Context(), d.subject(a, x.on), x.text))
	}
	for _, tt := range []struct {
		filter MemoFilter
		want   []string
	}{
		{MemoFilter{}, []string{"of the theme", "of the tag", "of words", "of the other"}},
		{MemoFilter{Themes: []string{"Trust"}}, []string{"of the theme", "of the tag"}},
		{MemoFilter{Themes: []string{"Deep", "Cost"}}, []string{"of the tag", "of the other"}},
		{MemoFilter{Sources: []string{"int-1"}}, []string{"of the tag", "of words"}},
		{MemoFilter{Coders: []string{"BM"}}, []string{"of words", "of the other"}},
		{MemoFilter{Sources: []string{"int-1"}, Coders: []string{"BM"}, Themes: []string{"Trust"}}, nil},
	} {
		memos, err := d.as("AK").Memos(tt.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range memos {
			got = append(got, m.Text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.filter, diff)
		}
	}
	_, err := d.as("AK").Memos(MemoFilter{Themes: []string{"Luck"}, Coders: []string{"CN"}})
	if !errors.Is(err, coding.ErrUnknown) || !strings.Contains(err.Error(), "Luck") || !strings.Contains(err.Error(), "CN") {
		t.Errorf("names of nothing: %v", err)
	}
}

func TestLinks(t *testing.T) {
	d := newStudy(t)
	d.tag("AK", "Cost", "money")
	passage := "passage:" + string(d.as("AK").Study.Passages[0].ID)
	before := len(d.sentences(0))
	d.did(d.as("AK").Link(t.Context(), "deep", " limits ", "theme:Cost", "why"))
	d.did(d.as("AK").Link(t.Context(), "case:one", "is like", "Trust", ""))
	d.did(d.as("AK").Link(t.Context(), passage, "contradicts", "Trust", ""))
	d.did(d.as("AK").Unlink(t.Context(), "Deep", "LIMITS", "Cost"))
	want := []string{"AK: link Trust > Deep limits Cost", "AK: link One is like Trust", "AK: link int-1, turn 2 contradicts Trust",
		"AK: remove link Trust > Deep LIMITS Cost"}
	if diff := cmp.Diff(want, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	s := d.as("AK").Study
	if diff := cmp.Diff([]string{"One is like Trust", "int-1, turn 2 contradicts Trust"}, LinksOf(s, "Trust")); diff != "" {
		t.Errorf("links of Trust (-want +got):\n%s", diff)
	}
	if got := LinksOf(s, "Cost"); got != nil {
		t.Errorf("links of Cost: %q", got)
	}
	for _, ends := range [][2]string{{"Luck", "Cost"}, {"Cost", "Luck"}, {"case:Two", "Cost"}, {"passage:x", "Cost"}} {
		if _, err := d.as("AK").Link(t.Context(), ends[0], "limits", ends[1], ""); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("%s: %v", ends, err)
		}
	}
	for _, ends := range [][2]string{{"Luck", "Cost"}, {"Trust", "Cost"}} {
		if _, err := d.as("AK").Unlink(t.Context(), ends[0], "limits", ends[1]); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("without %s: %v", ends, err)
		}
	}
	if _, err := d.as("AK").Link(t.Context(), "Trust", "", "Cost", ""); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("without a kind: %v", err)
	}
}
