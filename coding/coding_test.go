package coding_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// Design, section 3, case by case.
func TestWhoAPassageCountsFor(t *testing.T) {
	owned := func(s *coding.Study) { s.Sources[0].Organisation = "S" }
	cased := func(s *coding.Study) { s.Sources[0].Case = "two" }
	tests := []struct {
		name       string
		change     func(*coding.Study)
		source     corpus.TextID
		start, end int
		straddle   coding.Straddle
		want       string // organisation/case by participant
		straddles  bool
	}{
		{"one speaker", nil, "meeting", 2, 9, "", "Roe:Northmoor/One", false},
		{"a label is its speaker's", nil, "meeting", 0, 1, "", "Roe:Northmoor/One", false},
		{"two organisations, one of them in two cases", nil, "meeting", 5, 15, "", "Roe:Northmoor/- Penn:Aldenshire/-", true},
		{"the source's case goes before", cased, "meeting", 5, 15, "", "Roe:Northmoor/Two Penn:Aldenshire/Two", true},
		{"majority", cased, "meeting", 8, 20, coding.StraddleMajority, "Penn:Aldenshire/Two", true},
		{"majority of equals: who speaks first", cased, "meeting", 6, 16, coding.StraddleMajority, "Roe:Northmoor/Two", true},
		{"a question is left out", nil, "meeting", 2, 30, coding.StraddleMajority, "Roe:Northmoor/One", true},
		{"a question alone is nobody's", owned, "meeting", 22, 29, "", "-:-/-", false},
		{"question and answer", owned, "meeting", 22, 39, "", "Guest:Southvale/Two", false},
		{"a guest among organisations speaks for none", nil, "meeting", 15, 39, "", "Penn:Aldenshire/- Guest:x/x", false},
		{"a guest alone, nobody's source", nil, "meeting", 32, 39, "", "Guest:-/-", false},
		{"a heading, nobody's source", nil, "meeting", 42, 49, "", "-:-/-", false},
		{"a heading in somebody's source", owned, "meeting", 42, 49, "", "-:Southvale/Two", false},
		{"a document", nil, "paper", 2, 15, "", "-:Southvale/Two", false},
		{"field notes", nil, "notes", 2, 9, "", "-:Southvale/Two", false},
		{"field notes, where turns of a guest were given to the researcher", func(s *coding.Study) {
			tr := s.Transcripts["notes"]
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: "Guest", Participant: "guest"})
		}, "notes", 2, 9, "", "-:Southvale/Two", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := codingtest.Room(tt.change)
			voices, straddles := coding.Attribute(s, tt.source, corpus.Span{Start: tt.start, End: tt.end}, tt.straddle)
			var got []string
			for _, v := range voices {
				who, org, c := "-", "-", "-"
				if v.Participant >= 0 {
					who = s.Participants[v.Participant].Name
				}
				switch {
				case v.Organisation >= 0:
					org = s.Organisations[v.Organisation].Name
				case v.Organisation == coding.Absent:
					org = "x"
				}
				switch {
				case v.Case >= 0:
					c = s.Cases[v.Case].Name
				case v.Case == coding.Absent:
					c = "x"
				}
				got = append(got, fmt.Sprintf("%s:%s/%s", who, org, c))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
			if straddles != tt.straddles {
				t.Errorf("straddles: %v, want %v", straddles, tt.straddles)
			}
		})
	}
}

func TestFindTheme(t *testing.T) {
	s := codingtest.Codebook()
	var order []string
	for _, x := range s.Themes {
		order = append(order, s.Path(x.ID))
	}
	if diff := cmp.Diff([]string{"Motivation", "Motivation > Pressure", "Motivation > Savings", "Cost", "Cost > Savings", "Trust"},
		order); diff != "" {
		t.Error(diff)
	}
	tests := []struct{ path, want, says, hint string }{
		{"Trust", "Trust", "", ""},
		{"trust", "Trust", "", ""},
		{"Pressure", "Motivation > Pressure", "", ""},
		{"motivation>savings", "Motivation > Savings", "", ""},
		{"Savings", "", "it could be any of 2", `"Motivation > Savings" or "Cost > Savings"`},
		{"Motivaton", "", `theme "Motivaton": unknown`, `did you mean "Motivation"?`},
		{"Zzz", "", "unknown", "crosscase theme list"},
	}
	for _, tt := range tests {
		x, err := s.FindTheme(tt.path)
		if tt.says == "" {
			if err != nil || s.Path(x.ID) != tt.want {
				t.Errorf("FindTheme(%q): %v, want %q", tt.path, err, tt.want)
			}
			continue
		}
		kind := coding.ErrUnknown
		if tt.path == "Savings" {
			kind = coding.ErrAmbiguous
		}
		if !errors.Is(err, kind) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(coding.Hint(err), tt.hint) {
			t.Errorf("FindTheme(%q): %v (%s), want %q (%s)", tt.path, err, coding.Hint(err), tt.says, tt.hint)
		}
	}
	s = coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "1", Name: "Ort"},
		{ID: "2", Name: "Straße", Parent: "1"}, {ID: "3", Name: "Tor", Parent: "2"}}})
	if x, err := s.FindTheme("STRAẞE > tor"); err != nil || x.ID != "3" { // of another length than what it is written as
		t.Errorf("a part of a path in capitals: %v", err)
	}
	s = codingtest.Codebook()
	if src, err := s.FindSource("ROE.docx"); err != nil || src.Name != "int-03" {
		t.Errorf("a source is found by its file, too: %v", err)
	}
}

// Themes whose parents go round in a ring are still there.
func TestRing(t *testing.T) {
	s := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "a", Name: "A", Parent: "b"}, {ID: "b", Name: "B", Parent: "a"},
		{ID: "c", Name: "C", Parent: "gone"}}})
	if len(s.Themes) != 3 {
		t.Errorf("%d themes, want 3", len(s.Themes))
	}
}

func TestNearest(t *testing.T) {
	known := []string{"Motivation", "Reputation", "Trust", "Motivation > Trust", "Northmoor Police"}
	tests := map[string][]string{
		"Motvation": {"Motivation"}, "Turst": {"Trust"}, "trus": {"Trust", "Motivation > Trust"}, "x": nil, "": nil, "Repuattion": {"Reputation"},
		"Norhtmoor": {"Northmoor Police"},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, coding.Nearest(name, known)); diff != "" {
			t.Errorf("Nearest(%q):\n%s", name, diff)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"", " ", " a", "a\n", "a\x1b[31m", "(none)", strings.Repeat("a", coding.MaxName+1), "a\xff"} {
		if err := coding.CheckName("theme", name); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("CheckName(%q) = %v, want %v", name, err, coding.ErrInvalid)
		}
	}
	for _, name := range []string{"a", "Kosten & Nutzen / 100 % (neu)", "信頼", "\"quoted\"", "a > b"} {
		if err := coding.CheckName("theme", name); err != nil {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
}

func TestWiden(t *testing.T) {
	text := corpus.Text{Body: "Roe: One is here. Two is there. Three.\nPenn: Four."}
	tr := &corpus.Transcript{Turns: []corpus.Turn{{Start: 0, Body: 5, End: 38}, {Start: 39, Body: 45, End: 50}}}
	matches := []corpus.Span{{Start: 12, End: 16}, {Start: 18, End: 21}, {Start: 22, End: 24}, {Start: 45, End: 49}}
	tests := map[locate.Unit][]string{
		locate.UnitMatch:    {"here", "Two", "is", "Four"},
		locate.UnitSentence: {"One is here.", "Two is there.", "Four."},
		locate.UnitTurn:     {"One is here. Two is there. Three.", "Four."},
	}
	for unit, want := range tests {
		var got []string
		for _, s := range locate.Widen(text, tr, matches, unit) {
			got = append(got, text.Body[s.Start:s.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", unit, diff)
		}
	}
}

// A coder who works blind sees no trace of another.
func TestOnly(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		s.Coders = append(s.Coders, &coding.Coder{ID: "y", Name: "Y", Aliases: []string{"why"}})
		codingtest.Put(s, 2, 10, "a")
		codingtest.Put(s, 12, 20, "b")
		codingtest.Put(s, 32, 36, "c")
		s.Tags[1].Coder = "y"
		s.Memos = []coding.Memo{{ID: "1", On: "t0", Coder: "x"}, {ID: "2", On: "t1", Coder: "y"}, {ID: "3", On: "t1", Coder: "x"},
			{ID: "4", On: "p2", Coder: "y"}}
		s.Links = []coding.Link{{ID: "l", From: "a", To: "b", Coder: "x"}}
		s.Readings = []coding.Reading{{Source: "meeting", Coder: "x", State: coding.Complete}}
		s.Rejections = []coding.Rejection{{ID: "r", Theme: "a", Source: "meeting", Coder: "y"}}
	})
	got := s.Only("y")
	if len(got.Tags) != 1 || len(got.Passages) != 2 || len(got.Memos) != 2 || len(got.Links) != 0 || len(got.Readings) != 0 ||
		len(got.Rejections) != 1 || len(got.Coders) != 1 {
		t.Errorf("Y sees %d tags, %d passages, %d memos, %d links, %d readings, %d rejections, %d coders; want 1, 2, 2, 0, 0, 1, 1",
			len(got.Tags), len(got.Passages), len(got.Memos), len(got.Links), len(got.Readings), len(got.Rejections), len(got.Coders))
	}
	if none := s.Only(""); len(none.Tags)+len(none.Passages)+len(none.Memos)+len(none.Coders) != 0 {
		t.Error("somebody new sees something")
	}
	if c, err := s.FindCoder("WHY"); err != nil || c.ID != "y" {
		t.Errorf("an alias: %v, %v", c, err)
	}
}

func TestThemesWithAnyCharacter(t *testing.T) {
	s := codingtest.Room(func(s *coding.Study) {
		s.Themes = []*coding.Theme{{ID: "a", Name: "Trust, mutual"}, {ID: "b", Name: "Trust"}, {ID: "c", Name: "a>b"},
			{ID: "d", Name: "Cost > benefit", Parent: "b"}, {ID: "e", Name: `\,;"`}}
	})
	for _, tt := range []struct {
		list string
		want []string
	}{
		{"Trust, mutual", []string{"Trust, mutual"}}, {"Trust,Trust, mutual", []string{"Trust", "Trust, mutual"}}, {"Trust, other",
			[]string{"Trust", "other"}},
		{`Trust\, mutual`, []string{"Trust, mutual"}}, {"new,,  old ", []string{"new", "old"}}, {"", nil},
	} {
		if diff := cmp.Diff(tt.want, s.SplitThemes(tt.list)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.list, diff)
		}
	}
	for typed, want := range map[string]coding.ThemeID{"a>b": "c", "trust > cost > benefit": "d", "Cost > benefit": "d", `\,;"`: "e"} {
		if got, err := s.FindTheme(typed); err != nil || got.ID != want {
			t.Errorf("%s: %v, %v; want %s", typed, got, err, want)
		}
	}
	if got := coding.SplitPath(s.EscapedPath("d")); !slices.Equal(got, []string{"Trust", "Cost > benefit"}) {
		t.Errorf("a path and back: %q", got)
	}
}

// What was put before a text so that no spreadsheet runs it is taken away again, and nothing
// else is.
func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "a", "=1+1": "'=1+1", "+": "'+", "-a": "'-a", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1", " =1": " =1"} {
		if got := coding.Harmless(text); got != want || coding.Unharmed(got) != text {
			t.Errorf("%q: %q, and back %q; want %q", text, got, coding.Unharmed(got), want)
		}
	}
	for _, text := range []string{"'", "'a", "''=", "don't"} {
		if got := coding.Unharmed(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
