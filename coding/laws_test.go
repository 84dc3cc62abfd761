package coding_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// drawFilter draws a filter of identifiers, some of them of nothing in the study.
func drawFilter(t *rapid.T, s *coding.Study) (f coding.Filter) {
	some := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, name) == 0 }
	if some("themes") {
		f.Themes = []coding.ThemeID{rapid.SampledFrom(s.Themes).Draw(t, "theme").ID, "no theme"}
	}
	f.Exact = rapid.Bool().Draw(t, "exact")
	if some("coders") {
		f.Coders = []coding.CoderID{rapid.SampledFrom(s.Coders).Draw(t, "coder").ID}
	}
	if some("about") {
		f.About = []corpus.OrganisationID{rapid.SampledFrom([]corpus.OrganisationID{"org0", "org1", ""}).Draw(t, "org")}
	}
	if some("cases") {
		f.Cases = []corpus.CaseID{rapid.SampledFrom([]corpus.CaseID{"case0", "case1", ""}).Draw(t, "case")}
	}
	if some("organisations") {
		f.Organisations = []corpus.OrganisationID{"org0", rapid.SampledFrom([]corpus.OrganisationID{"org1", "", "org9"}).Draw(t, "org")}
	}
	if some("participants") {
		f.Participants = []corpus.ParticipantID{rapid.SampledFrom([]corpus.ParticipantID{"person0", "person1", ""}).Draw(t, "person")}
	}
	if some("sources") {
		f.Sources = []corpus.SourceID{rapid.SampledFrom(s.Sources).Draw(t, "source").ID}
	}
	if some("roles") {
		f.Roles = []string{rapid.SampledFrom([]string{"CHIEF", "", "researcher"}).Draw(t, "role")}
	}
	if some("questions") {
		f.Questions = []string{rapid.SampledFrom([]string{"question0", ""}).Draw(t, "question")}
	}
	if some("facts") {
		f.Facts = []coding.FactValue{{Name: "language", Values: []string{rapid.SampledFrom([]string{"en", "DE", ""}).Draw(t, "language")}}}
	}
	if some("attributes") {
		f.Attributes = []coding.AttributeValue{{Name: "Rank", Value: "high"}, {Name: "rank", Value: "low"}}
	}
	if some("and attributes") {
		f.AndAttributes = []coding.AttributeValue{{Name: "age",
			Value: rapid.SampledFrom([]string{"0..29.5", "old", "", "(none)"}).Draw(t, "age")}}
	}
	f.Straddle = rapid.SampledFrom([]coding.Straddle{"", coding.StraddleEach, coding.StraddleMajority, coding.StraddleExclude}).Draw(t,
		"straddle")
	return f
}

// in tells whether a list of a filter lets an identifier through.
func in[K comparable](list []K, id K) bool { return len(list) == 0 || slices.Contains(list, id) }

// tagPasses asks of one tag, from the definition of a filter.
func tagPasses(s *coding.Study, f coding.Filter, t coding.Tag) bool {
	theme := len(f.Themes) == 0
	for id := t.Theme; id != "" && !theme; {
		theme = slices.Contains(f.Themes, id)
		if id = s.Theme(id).Parent; f.Exact {
			break
		}
	}
	return theme && in(f.Coders, t.Coder) && in(f.About, t.About)
}

// voicePasses asks of one voice.
func voicePasses(s *coding.Study, f coding.Filter, source int, v coding.Voice) bool {
	var c corpus.CaseID
	var o corpus.OrganisationID
	var p corpus.ParticipantID
	role, question := "", ""
	if v.Case >= 0 {
		c = s.Cases[v.Case].ID
	}
	if v.Organisation >= 0 {
		o = s.Organisations[v.Organisation].ID
	}
	if v.Participant >= 0 {
		p, role = s.Participants[v.Participant].ID, s.Participants[v.Participant].Role
	}
	if v.Researcher {
		role = corpus.Researcher
	}
	if v.Question >= 0 {
		question = s.Questions()[v.Question]
	}
	has := func(a coding.AttributeValue) bool { return a.Matches(s.Attribute(source, v, a.Name)) }
	absent := v.Case == coding.Absent && len(f.Cases) > 0 || v.Organisation == coding.Absent && len(f.Organisations) > 0
	return !absent && in(f.Cases, c) && in(f.Organisations, o) && in(f.Participants, p) && in(f.Questions, question) &&
		(len(f.Roles) == 0 || slices.ContainsFunc(f.Roles, func(r string) bool { return strings.EqualFold(r, role) })) &&
		(len(f.Attributes) == 0 || slices.ContainsFunc(f.Attributes, has)) &&
		!slices.ContainsFunc(f.AndAttributes, func(a coding.AttributeValue) bool { return !has(a) })
}

// Law of selection: a passage is selected where one of its tags and one of its voices
// each passes as a whole, with just those tags and voices.
func TestSelectLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		f := drawFilter(t, s)
		got := s.Select(f).Passages
		for i, p := range s.Passages {
			source := s.SourceIndex(s.SourceOf(p).ID)
			src := s.Sources[source]
			var tags []int
			for n, tag := range s.Tags {
				if tag.Passage == p.ID && tagPasses(s, f, tag) {
					tags = append(tags, n)
				}
			}
			voices, straddles := coding.Attribute(s, p.Text, p.Span, f.Straddle)
			voices = slices.DeleteFunc(voices, func(v coding.Voice) bool { return !voicePasses(s, f, source, v) })
			language := len(f.Facts) == 0 || strings.EqualFold(f.Facts[0].Values[0], src.Language)
			want := len(tags) > 0 && len(voices) > 0 && language && in(f.Sources, src.ID) && !(straddles && f.Straddle == coding.StraddleExclude)
			at := slices.IndexFunc(got, func(x coding.Selected) bool { return x.Index == i })
			switch {
			case (at >= 0) != want:
				t.Fatalf("%+v: passage %s selected: %v, want %v", f, p.ID, at >= 0, want)
			case want && (!slices.Equal(got[at].Tags, tags) || !slices.Equal(got[at].Voices, voices) || got[at].Source != source):
				t.Fatalf("%+v: passage %s: %+v; want tags %v, voices %v of source %d", f, p.ID, got[at], tags, voices, source)
			}
		}
	})
}

// Law of places: a turn is where a filter may count it if whose words it holds passes.
func TestTurnsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		f := drawFilter(t, s)
		f.Facts = nil
		var got []coding.Turn
		for turn := range s.Turns(f) {
			got = append(got, turn)
		}
		places := s.Places(f)
		var want []coding.Turn
		for i, src := range s.Sources {
			for n, turn := range s.Transcript(src).Turns {
				v, ok := s.Owner(i, turn)
				passes := in(f.Sources, src.ID) && voicePasses(s, f, i, v)
				if places(i, v) != passes {
					t.Fatalf("%+v: turn %d of source %d is let through: %v, want %v", f, n, i, !passes, passes)
				}
				if ok && passes {
					want = append(want, coding.Turn{Source: i, Index: n, Voice: v})
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+v: turns %v, want %v", f, got, want)
		}
	})
}

// Law of paths: every theme is found by its escaped path, whatever is in its name.
func TestPathLaw(t *testing.T) {
	name := rapid.StringMatching(`[a-z>," é\\]{0,4}[a-z]`)
	rapid.Check(t, func(t *rapid.T) {
		var themes []*coding.Theme
		parents := []coding.ThemeID{""}
		taken := map[[2]string]bool{}
		for i := range rapid.IntRange(1, 6).Draw(t, "themes") {
			x := &coding.Theme{ID: coding.ThemeID(rune('a' + i)), Parent: rapid.SampledFrom(parents).Draw(t, "parent"),
				Name: strings.TrimSpace(name.Draw(t, "name"))}
			key := [2]string{string(x.Parent), strings.ToLower(x.Name)}
			if taken[key] || strings.Contains(x.Name, `\`) {
				continue
			}
			taken[key] = true
			themes, parents = append(themes, x), append(parents, x.ID)
		}
		s := coding.NewStudy(coding.Study{Themes: themes})
		for _, x := range s.Themes {
			found, err := s.FindTheme(s.EscapedPath(x.ID))
			if err != nil || s.Path(found.ID) != s.Path(x.ID) {
				t.Fatalf("%q: %v, %v", s.EscapedPath(x.ID), found, err)
			}
		}
	})
}

// Law of both values: whatever matches both of two attribute values matches what they
// are joined to, and nothing else does.
func TestAndLaw(t *testing.T) {
	value := rapid.SampledFrom([]string{"", "old", "OLD", "9", "10", "29.5", "30", "-3", "..10", "10..", "9..30", "-5..9.5", "30..40"})
	rapid.Check(t, func(t *rapid.T) {
		a, b := coding.AttributeValue{Name: "age", Value: value.Draw(t, "a")}, coding.AttributeValue{Name: "Age", Value: value.Draw(t, "b")}
		both, ok := a.And(b)
		for _, has := range []string{"", "old", "-3", "-2", "9", "9.5", "10", "20", "29.5", "30", "35", "40", "1e3"} {
			want := a.Matches(has) && b.Matches(has)
			if got := ok && both.Matches(has); got != want {
				t.Fatalf("%q and %q are joined to %q, %v; %q matches: %v, want %v", a.Value, b.Value, both.Value, ok, has, got, want)
			}
		}
	})
}

// Law of formulas: nothing that is made harmless begins as a formula does, and what one
// of our tables holds is read as it was.
func TestHarmlessLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[=+@\t\r'a-z -]{0,6}`).Draw(t, "s")
		h := coding.Harmless(s)
		if strings.ContainsAny(h[:min(1, len(h))], "=+-@\t\r") {
			t.Fatalf("%q becomes %q", s, h)
		}
		if !strings.HasPrefix(s, "'") && !strings.HasPrefix(s, "\t") && !strings.HasPrefix(s, "\r") && coding.Unharmed(h) != s {
			t.Fatalf("%q becomes %q and is read as %q", s, h, coding.Unharmed(h))
		}
	})
}
