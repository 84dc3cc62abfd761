package coding_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// What has an identifier is found by it, and nothing else is.
func TestByIdentifier(t *testing.T) {
	s := named()
	found := map[string]bool{
		"source": s.Source("s1") == s.Sources[0], "participant": s.Participant("p2") == s.Participants[1],
		"organisation": s.Organisation("o2") == s.Organisations[1], "case": s.Case("c1") == s.Cases[0], "coder": s.Coder("k1") == s.Coders[0],
		"theme": s.Theme("h2").Name == "Loss, gain", "source's place": s.SourceIndex("s1") == 0,
		"theme's place": s.Themes[s.ThemeIndex("h3")].Name == "Cost", "coder's name": s.CoderName("k1") == "AK",
		"summary": s.SummaryOf("h1", "o1").ID == "u1", "source of a passage": s.SourceOf(s.Passages[1]) == s.Sources[0],
	}
	for what, ok := range found {
		if !ok {
			t.Errorf("the %s is another one", what)
		}
	}
	if s.Source("x") != nil || s.Participant("") != nil || s.Organisation("p1") != nil || s.Case("x") != nil || s.Coder("x") != nil ||
		s.Theme("x") != nil || s.SourceIndex("x") != coding.NoIndex || s.ThemeIndex("x") != coding.NoIndex || s.CoderName("x") != "" ||
		s.SummaryOf("h1", "o2") != nil || s.SummaryOf("h2", "o1") != nil || s.SourceOf(coding.Passage{Text: "earlier"}) != nil {
		t.Error("something is found that there is not")
	}
	if got := s.Transcript(&corpus.Source{Text: "none"}); len(got.Turns) != 0 {
		t.Errorf("a source without a transcript has %d turns", len(got.Turns))
	}
}

func TestTree(t *testing.T) {
	s := codingtest.Codebook()
	tests := []struct {
		id    coding.ThemeID
		path  string
		level int
		above []coding.ThemeID // itself first
	}{
		{"1", "Motivation", 0, []coding.ThemeID{"1"}}, {"2", "Motivation > Savings", 1, []coding.ThemeID{"2", "1"}},
		{"5", "Cost > Savings", 1, []coding.ThemeID{"5", "4"}}, {"9", "", 0, nil},
	}
	for _, tt := range tests {
		if s.Path(tt.id) != tt.path || s.EscapedPath(tt.id) != tt.path || s.Level(tt.id) != tt.level {
			t.Errorf("%s: %q, %q, level %d; want %q, %d", tt.id, s.Path(tt.id), s.EscapedPath(tt.id), s.Level(tt.id), tt.path, tt.level)
		}
		var above []coding.ThemeID
		if i := s.ThemeIndex(tt.id); i >= 0 {
			for _, a := range s.Ancestors(i) {
				above = append(above, s.Themes[a].ID)
			}
		}
		if diff := cmp.Diff(tt.above, above); diff != "" {
			t.Errorf("above %s (-want +got):\n%s", tt.id, diff)
		}
		for _, x := range s.Themes {
			want := false
			for _, a := range tt.above {
				want = want || a == x.ID
			}
			if s.Below(tt.id, x.ID) != want {
				t.Errorf("%s is below %s: %v, want %v", tt.id, x.ID, !want, want)
			}
		}
	}
}

func TestNotesAndThings(t *testing.T) {
	s := named()
	var said []string
	for _, m := range s.MemosOn("pa-1") {
		said = append(said, m.Text)
	}
	if diff := cmp.Diff([]string{"first", "second"}, said); diff != "" || len(s.MemosOn("pa-2")) > 0 {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	things := s.Things()
	for _, id := range []string{"h1", "h2", "h3", "pa-1", "pa-2", "tag-1", "tag-2", "s1", "p1", "p2", "o1", "o2", "c1", "c2"} {
		if !things[id] {
			t.Errorf("a note cannot be on %s", id)
		}
		delete(things, id)
	}
	if len(things) > 0 {
		t.Errorf("a note can be on %v, too", things)
	}
}

// An attribute is the speaker's, else the organisation's, else the source's, else the
// case study's.
func TestAttributeWhereAVoiceSpeaks(t *testing.T) {
	s := named()
	s.Cases[0].Attributes = map[string]string{"country": "Wales", "phase": "9"}
	anna, ben := coding.Voice{Participant: 0, Organisation: 0}, coding.Voice{Participant: 1, Organisation: coding.NoIndex, Case: coding.NoIndex}
	tests := []struct {
		name  string
		voice coding.Voice
		want  string
	}{
		{"age", anna, "41"}, {"AGE", ben, "9"}, {"phase", anna, "2"}, {"kind", anna, "police"}, {"Kind", ben, ""}, {"none", anna, ""},
		{"country", anna, "Wales"}, {"country", ben, ""},
	}
	for _, tt := range tests {
		if got := s.Attribute(0, tt.voice, tt.name); got != tt.want {
			t.Errorf("%s of %+v: %q, want %q", tt.name, tt.voice, got, tt.want)
		}
	}
	for _, tt := range []struct {
		voice coding.Voice
		want  string
	}{{anna, "chief"}, {ben, "officer"}, {coding.Voice{Participant: coding.NoIndex}, ""},
		{coding.Voice{Participant: coding.NoIndex, Researcher: true}, "researcher"}} {
		if got := s.Role(tt.voice); got != tt.want {
			t.Errorf("the role of %+v is %q, want %q", tt.voice, got, tt.want)
		}
	}
	if diff := cmp.Diff([]string{"Age", "age", "country", "kind", "phase"}, s.AttributeNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"41", "9"}, s.AttributeValues("age")); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"police"}, s.AttributeValues("Kind")); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
	if !s.HasNumbers("age") || s.HasNumbers("kind") || s.HasNumbers("none") {
		t.Error("which attribute has numbers is not right")
	}
}

func TestFindAttributeValue(t *testing.T) {
	s := named()
	tests := []struct {
		name, value string
		want        coding.AttributeValue
		kind        error
	}{
		{"phase", "2", coding.AttributeValue{Name: "phase", Value: "2"}, nil},
		{"PHASE", " 1..3 ", coding.AttributeValue{Name: "phase", Value: "1..3"}, nil},
		{"phase", "(NONE)", coding.AttributeValue{Name: "phase", Value: "(NONE)"}, nil},
		{"kind", "Police", coding.AttributeValue{Name: "kind", Value: "police"}, nil},
		{"phase", "7", coding.AttributeValue{Name: "phase"}, coding.ErrUnknown},
		{"rank", "1", coding.AttributeValue{}, coding.ErrUnknown},
	}
	for _, tt := range tests {
		got, err := s.FindAttributeValue(tt.name, tt.value)
		if !errors.Is(err, tt.kind) || err == nil && got != tt.want {
			t.Errorf("%s=%s: %+v, %v; want %+v, %v", tt.name, tt.value, got, err, tt.want, tt.kind)
		}
	}
	none := coding.NewStudy(coding.Study{})
	if _, err := none.FindAttribute("age"); !strings.Contains(coding.Hint(err), "there are none yet") {
		t.Errorf("without attributes: %v (%s)", err, coding.Hint(err))
	}
	many := map[string]string{}
	for r := 'a'; r < 'a'+12; r++ {
		many[strings.Repeat(string(r), 9)] = "1"
	}
	s = coding.NewStudy(coding.Study{Sources: []*corpus.Source{{ID: "s", Attributes: many}}})
	if _, err := s.FindAttribute("zzz"); !strings.HasSuffix(coding.Hint(err), `"jjjjjjjjj" and 2 more`) {
		t.Errorf("of twelve: %s", coding.Hint(err))
	}
}

// Whose the words of each turn of a meeting are, worked out by hand.
func TestOwner(t *testing.T) {
	s := codingtest.Room(func(s *coding.Study) { s.Sources[0].Organisation = "S" })
	want := []struct {
		participant, organisation string
		counts                    bool
	}{{"Roe", "Northmoor", true}, {"Penn", "Aldenshire", true}, {"Interviewer", "", false}, {"Guest", "Southvale", true},
		{"", "Southvale", true}}
	for i, turn := range s.Transcript(s.Sources[0]).Turns {
		v, ok := s.Owner(0, turn)
		who, org := "", ""
		if v.Participant >= 0 {
			who = s.Participants[v.Participant].Name
		}
		if v.Organisation >= 0 {
			org = s.Organisations[v.Organisation].Name
		}
		if who != want[i].participant || org != want[i].organisation || ok != want[i].counts {
			t.Errorf("turn %d is %q of %q, counts: %v; want %v", i+1, who, org, ok, want[i])
		}
	}
	asked := corpus.Turn{Speaker: -1, Kind: corpus.Question}
	if v, ok := s.Owner(0, asked); ok || v.Participant != coding.NoIndex {
		t.Errorf("a question in writing is %+v, counts: %v", v, ok)
	}
}

func TestFacts(t *testing.T) {
	s := codingtest.Room(func(s *coding.Study) {
		s.Sources[0].Type, s.Sources[0].Date, s.Sources[0].Case = corpus.TypeMeeting, "2019-03", "two"
		s.Transcripts["meeting"].Speakers[0].Label = "R."
		s.Participants[0].Role, s.Sources[0].Language = "chief", "en"
	})
	facts := s.Facts(0)
	written := func(i int) (all []string) {
		for _, f := range facts[i] {
			all = append(all, f.Name+"="+f.Value)
		}
		return all
	}
	if diff := cmp.Diff([]string{"source=meeting", "type=meeting", "language=en", "month=2019-03", "year=2019", "date=2019-03",
		"case=Two"}, written(0)); diff != "" {
		t.Errorf("where nobody speaks (-want +got):\n%s", diff)
	}
	want := []string{"source=meeting", "type=meeting", "language=en", "month=2019-03", "year=2019", "date=2019-03", "speaker=Roe",
		"role=chief", "speaker=R.", "organisation=Northmoor", "case=Two"}
	if diff := cmp.Diff(want, written(1)); diff != "" {
		t.Errorf("where Roe speaks (-want +got):\n%s", diff)
	}
}

// A passage on words that were corrected since counts nowhere, and is found if asked for.
func TestDetached(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")
		codingtest.Put(s, 12, 20, "a")
		s.Passages[1].Text = "earlier"
		s.Earlier = map[corpus.TextID]corpus.SourceID{"earlier": "meeting"}
	})
	sel := s.Select(coding.Filter{})
	if len(sel.Passages) != 1 || sel.Passages[0].Index != 0 || sel.Detached != 1 {
		t.Errorf("%d passages, %d detached; want 1, 1", len(sel.Passages), sel.Detached)
	}
	sel = s.Select(coding.Filter{Detached: true})
	if len(sel.Passages) != 1 || s.Passages[sel.Passages[0].Index].ID != "p1" || len(sel.Passages[0].Voices) != 0 {
		t.Errorf("asked for: %+v", sel.Passages)
	}
	if got := s.Select(coding.Filter{Detached: true, Sources: []corpus.SourceID{"paper"}}); len(got.Passages) != 0 {
		t.Errorf("of another source: %+v", got.Passages)
	}
	if v := s.Voices(1); v != nil || s.PassageSource(1) != coding.NoIndex {
		t.Errorf("it is %v's, of source %d", v, s.PassageSource(1))
	}
	if v := s.Voices(0); len(v) != 1 || s.Participants[v[0].Participant].Name != "Roe" || s.PassageSource(0) != 0 {
		t.Errorf("the other is %v's, of source %d", v, s.PassageSource(0))
	}
}

func TestSmallThings(t *testing.T) {
	for typed, want := range map[string]bool{"#a1B2c3": true, "#a1b2c": false, "a1b2c3f": false, "#g1b2c3": false, "": false} {
		if coding.IsColour(typed) != want {
			t.Errorf("%q is a colour: %v, want %v", typed, !want, want)
		}
	}
	seen := map[string]bool{}
	for n := range 14 {
		c := coding.Colour(n)
		if seen[c] || !coding.IsColour(c) || coding.Colour(n+14) != c {
			t.Errorf("the %d. theme is %s", n, c)
		}
		seen[c] = true
	}
	if a, b := coding.WordsKey("Shared  vision\n"), coding.WordsKey(" shared VISION"); a != b || len(a) != 32 ||
		a == coding.WordsKey("shared visions") {
		t.Errorf("keys of the same words: %s, %s", a, b)
	}
	err := coding.WithHint(coding.Errorf(coding.ErrConflict, "theme %q: there is one", "A"), "choose another name")
	if err.Error() != `theme "A": there is one` || !errors.Is(err, coding.ErrConflict) || coding.Hint(err) != "choose another name" {
		t.Errorf("an error says %v (%s)", err, coding.Hint(err))
	}
	if hint := coding.Hint(errors.New("plain")); hint != "" {
		t.Errorf("an error without a hint has %q", hint)
	}
}
