package merge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/merge"
	"crosscase/corpus"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const words = "Roe: With money and hopes.\n\nPenn: With less."

// literal is a study with one thing of each kind.
func literal() coding.Study {
	return coding.Study{
		Title:         "A study",
		Cases:         []*corpus.CaseStudy{{ID: "case", Name: "One"}},
		Organisations: []*corpus.Organisation{{ID: "org", Name: "Northmoor", Cases: []corpus.CaseID{"case"}}},
		Participants:  []*corpus.Participant{{ID: "roe", Name: "Roe", Organisation: "org"}, {ID: "penn", Name: "Penn"}},
		Sources:       []*corpus.Source{{ID: "int", Name: "int-1", Text: "text", SHA256: "sum", Case: "case"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"text": {Words: corpus.WordStarts(words),
			Speakers: []corpus.Speaker{{Label: "Roe", Participant: "roe"}, {Label: "Penn", Participant: "penn"}},
			Turns: []corpus.Turn{{Start: 0, Body: 5, End: 26, Speaker: 0, From: corpus.NoTime, To: corpus.NoTime},
				{Start: 28, Body: 34, End: 44, Speaker: 1, From: corpus.NoTime, To: corpus.NoTime}}}},
		Coders:   []*coding.Coder{{ID: "ak", Name: "AK"}, {ID: "bm", Name: "BM"}},
		Themes:   []*coding.Theme{{ID: "trust", Name: "Trust"}, {ID: "money", Name: "Money", Position: 1}},
		Passages: []coding.Passage{{ID: "passage", Text: "text", Span: corpus.Span{Start: 5, End: 15}}},
		Tags:     []coding.Tag{{ID: "tag", Passage: "passage", Theme: "trust", Coder: "ak", At: monday}},
	}
}

// side is the literal study after something was done to it.
func side(t *testing.T, do func(*coding.Study)) *edittest.Memory {
	t.Helper()
	s := literal()
	if do != nil {
		do(&s)
	}
	bodies := map[corpus.TextID]string{"text": words}
	for _, src := range s.Sources {
		if bodies[src.Text] == "" {
			bodies[src.Text] = words
		}
	}
	return edittest.Of(coding.NewStudy(s), bodies).Copy()
}

// A touch says what was touched since two copies were one.
type touch int

const (
	unknown touch = iota // they never were, or nobody knows
	mineDid
	theirsDid
	bothDid
)

// everything holds every identifier.
func everything(s *coding.Study) map[string]bool {
	all := map[string]bool{}
	for id := range s.Things() {
		all[id] = true
	}
	for _, c := range s.Coders {
		all[string(c.ID)] = true
	}
	for text, tr := range s.Transcripts {
		for i := range tr.Turns {
			all[fmt.Sprintf("%s/%d", text, i)] = true
		}
	}
	for _, x := range s.Memos {
		all[string(x.ID)] = true
	}
	for _, x := range s.Links {
		all[string(x.ID)] = true
	}
	for _, x := range s.Summaries {
		all[x.ID] = true
	}
	for _, x := range slices.Concat(s.Queries, s.Matrices, s.Searches) {
		all[string(x.ID)] = true
	}
	return all
}

// sides are both copies as Merge takes them.
func sides(mine, theirs *edittest.Memory, who touch) (a, b merge.Side) {
	a = merge.Side{Study: mine.Study(), Texts: mine, Original: mine.Original}
	b = merge.Side{Study: theirs.Study(), Texts: theirs, Original: theirs.Original}
	if who != unknown {
		a.Touched, b.Touched = map[string]bool{}, map[string]bool{}
	}
	if who == mineDid || who == bothDid {
		a.Touched = everything(a.Study)
	}
	if who == theirsDid || who == bothDid {
		b.Touched = everything(b.Study)
	}
	return a, b
}

// A mergeCase is two copies and what becomes of mine.
type mergeCase struct {
	name         string
	mine, theirs func(*coding.Study)
	who          touch
	take         bool     // theirs, in conflicts
	want         []string // what comes and goes
	conflicts    []string
	counts       []merge.Count // those that count something that is added or taken
}

func (tt mergeCase) run(t *testing.T) {
	mine, theirs := side(t, tt.mine), side(t, tt.theirs)
	before := edittest.Canonical(mine.Study())
	a, b := sides(mine, theirs, tt.who)
	n := 0
	r, err := merge.Merge(ctx, a, b, func(string) bool { return tt.take }, func() string { n++; return fmt.Sprint("new-", n) })
	if err != nil {
		t.Fatal(err)
	}
	if err := mine.Make("merger", r.Changes...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tt.want, edittest.Difference(before, edittest.Canonical(mine.Study()))); diff != "" {
		t.Errorf("what comes and goes (-want +got):\n%s", diff)
	}
	var conflicts []string
	for _, c := range r.Conflicts {
		conflicts = append(conflicts, fmt.Sprintf("%s: %s, %s: %s", c.What, c.Mine, c.Theirs, c.Taken))
	}
	if diff := cmp.Diff(tt.conflicts, conflicts); diff != "" {
		t.Errorf("conflicts (-want +got):\n%s", diff)
	}
	var counts []merge.Count
	for _, c := range r.Counts {
		if c.Added+c.Taken > 0 {
			c.Same = 0
			counts = append(counts, c)
		}
	}
	if diff := cmp.Diff(tt.counts, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func runAll(t *testing.T, cases []mergeCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, tt.run)
	}
}

func TestPeople(t *testing.T) {
	runAll(t, []mergeCase{
		{name: "the same", want: nil},
		{name: "a case, an organisation and a participant of theirs",
			theirs: func(s *coding.Study) {
				s.Cases = append(s.Cases, &corpus.CaseStudy{ID: "two", Name: "Two"})
				s.Organisations = append(s.Organisations, &corpus.Organisation{ID: "south", Name: "Southvale",
					Cases: []corpus.CaseID{"two"}})
				s.Participants = append(s.Participants, &corpus.Participant{ID: "moor", Name: "Moor", Organisation: "south",
					Aliases: []string{"Roe", "Ms Moor"}})
			},
			want:   []string{"+ case Two ", "+ organisation Southvale  1", "+ participant Moor  Southvale"},
			counts: []merge.Count{{Kind: "participant", Added: 1}, {Kind: "organisation", Added: 1}, {Kind: "case", Added: 1}}},
		{name: "of the same name under another identifier",
			theirs: func(s *coding.Study) {
				s.Cases[0] = &corpus.CaseStudy{ID: "x", Name: "one"}
				s.Sources[0].Case = "x"
				s.Organisations[0] = &corpus.Organisation{ID: "y", Name: "NORTHMOOR", Cases: []corpus.CaseID{"x"}}
				s.Participants[0] = &corpus.Participant{ID: "z", Name: "ROE", Organisation: "y"}
				s.Transcripts["text"].Speakers[0].Participant = "z"
			},
			conflicts: []string{"case One: name: One, one: mine", "organisation Northmoor: name: Northmoor, NORTHMOOR: mine",
				"participant Roe: name: Roe, ROE: mine"}},
		{name: "what mine leaves empty is taken",
			theirs: func(s *coding.Study) {
				s.Cases[0].Description = "A pilot"
				s.Organisations[0].Kind = "police"
				s.Participants[1].Role = "officer"
				s.Participants[1].Organisation = "org"
			},
			want: []string{"+ case One A pilot", "+ organisation Northmoor police 1", "+ participant Penn officer Northmoor",
				"- case One ", "- organisation Northmoor  1", "- participant Penn  "},
			counts: []merge.Count{{Kind: "participant", Taken: 1}, {Kind: "organisation", Taken: 1}, {Kind: "case", Taken: 1}}},
		{name: "renamed by theirs alone", who: theirsDid,
			theirs: func(s *coding.Study) { s.Participants[0].Name = "Lake" },
			want:   []string{"+ participant Lake  Northmoor", "+ turn int-1 0 Lake", "- participant Roe  Northmoor", "- turn int-1 0 Roe"},
			counts: []merge.Count{{Kind: "participant", Taken: 1}}},
		{name: "renamed by mine alone", who: mineDid,
			mine: func(s *coding.Study) { s.Participants[0].Name = "Lake" }},
		{name: "renamed by both, theirs taken", who: bothDid, take: true,
			mine:   func(s *coding.Study) { s.Participants[0].Name = "Lake" },
			theirs: func(s *coding.Study) { s.Participants[0].Name = "Hill" },
			want: []string{"+ participant Hill  Northmoor", "+ turn int-1 0 Hill", "- participant Lake  Northmoor",
				"- turn int-1 0 Lake"},
			conflicts: []string{"participant Lake: name: Lake, Hill: theirs"},
			counts:    []merge.Count{{Kind: "participant", Taken: 1}}},
		{name: "renamed to what another one is called here", who: theirsDid,
			theirs: func(s *coding.Study) { s.Participants[0].Name, s.Participants[1].Name = "Penn", "Hill" },
			want:   []string{"+ participant Hill  ", "+ turn int-1 1 Hill", "- participant Penn  ", "- turn int-1 1 Penn"},
			counts: []merge.Count{{Kind: "participant", Taken: 1}}},
		{name: "a coder of theirs",
			theirs: func(s *coding.Study) {
				s.Coders = append(s.Coders, &coding.Coder{ID: "cd", Name: "CD"})
				s.Tags[0].Coder = "cd"
				s.Tags[0].ID = "other"
			},
			want:   []string{"+ tag passage int-1 5:15 Trust CD  0 false"},
			counts: []merge.Count{{Kind: "tag", Added: 1}, {Kind: "coder", Added: 1}}},
		{name: "a coder who was renamed here is known by the old name",
			mine: func(s *coding.Study) { s.Coders[0].Name, s.Coders[0].Aliases = "Ann Kay", []string{"AK"} }, who: mineDid},
		{name: "a coder who was renamed there is known by the old name",
			theirs: func(s *coding.Study) {
				s.Coders[0] = &coding.Coder{ID: "other", Name: "Ann Kay", Aliases: []string{"AK"}}
				s.Tags[0].Coder = "other"
			}, who: theirsDid,
			want:   []string{"+ tag passage int-1 5:15 Trust Ann Kay  0 false", "- tag passage int-1 5:15 Trust AK  0 false"},
			counts: []merge.Count{{Kind: "coder", Taken: 1}}},
	})
}

func TestAttributes(t *testing.T) {
	mine := side(t, func(s *coding.Study) {
		s.Participants[0].Attributes = map[string]string{"age": "40", "sex": "f"}
		s.Sources[0].Attributes = map[string]string{"phase": "build"}
	})
	theirs := side(t, func(s *coding.Study) {
		s.Participants[0].Attributes = map[string]string{"age": "41", "rank": "sergeant"}
		s.Sources[0].Attributes = map[string]string{}
	})
	for _, tt := range []struct {
		who    touch
		take   bool
		person map[string]string
		source map[string]string
	}{
		{unknown, false, map[string]string{"age": "40", "sex": "f", "rank": "sergeant"}, map[string]string{"phase": "build"}},
		{unknown, true, map[string]string{"age": "41", "sex": "f", "rank": "sergeant"}, map[string]string{"phase": "build"}},
		{mineDid, true, map[string]string{"age": "40", "sex": "f"}, map[string]string{"phase": "build"}},
		{theirsDid, false, map[string]string{"age": "41", "rank": "sergeant"}, map[string]string{}},
	} {
		m := mine.Copy()
		a, b := sides(m, theirs, tt.who)
		r, err := merge.Merge(ctx, a, b, func(string) bool { return tt.take }, edittest.IDs())
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Make("merger", r.Changes...); err != nil {
			t.Fatal(err)
		}
		s := m.Study()
		if diff := cmp.Diff(tt.person, s.Participant("roe").Attributes); diff != "" {
			t.Errorf("touched %d, theirs %v: of a participant (-want +got):\n%s", tt.who, tt.take, diff)
		}
		if diff := cmp.Diff(tt.source, s.Source("int").Attributes); diff != "" {
			t.Errorf("touched %d, theirs %v: of a source (-want +got):\n%s", tt.who, tt.take, diff)
		}
	}
}

func TestThemes(t *testing.T) {
	rename := func(name string) func(*coding.Study) { return func(s *coding.Study) { s.Themes[0].Name = name } }
	tagOn := func(path, gone string) []string {
		return []string{"+ tag passage int-1 5:15 " + path + " AK  0 false", "+ theme " + path,
			"- tag passage int-1 5:15 " + gone + " AK  0 false", "- theme " + gone}
	}
	runAll(t, []mergeCase{
		{name: "one of theirs, below one of mine",
			theirs: func(s *coding.Study) {
				s.Themes = append(s.Themes, &coding.Theme{ID: "lost", Parent: "trust", Name: "Lost"})
			},
			want: []string{`+ theme Trust > Lost`}, counts: []merge.Count{{Kind: "theme", Added: 1}}},
		{name: "of the same path under another identifier",
			theirs: func(s *coding.Study) { s.Themes[0].ID, s.Tags[0].Theme, s.Tags[0].ID = "other", "other", "another" }},
		{name: "of a name that another of theirs has here",
			mine:   func(s *coding.Study) { s.Themes[0].Name = "Faith" },
			theirs: func(s *coding.Study) { s.Themes = append(s.Themes, &coding.Theme{ID: "new", Name: "Faith"}) }, who: mineDid,
			want: []string{`+ theme Faith (2)`}, counts: []merge.Count{{Kind: "theme", Added: 1}}},
		{name: "renamed by theirs", theirs: rename("Faith"), who: theirsDid, want: tagOn("Faith", "Trust"),
			counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "renamed by mine", mine: rename("Faith"), who: mineDid},
		{name: "renamed by both", mine: rename("Faith"), theirs: rename("Belief"), who: bothDid,
			conflicts: []string{"theme Faith: name: Faith, Belief: mine"}},
		{name: "moved by theirs", theirs: func(s *coding.Study) { s.Themes[0].Parent = "money" }, who: theirsDid,
			want: tagOn("Money > Trust", "Trust"), counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "moved by both, which would make a ring", who: bothDid, take: true,
			mine:   func(s *coding.Study) { s.Themes[1].Parent = "trust" },
			theirs: func(s *coding.Study) { s.Themes[0].Parent = "money" }},
		{name: "described by theirs", who: unknown,
			theirs: func(s *coding.Study) {
				x := s.Themes[0]
				x.Definition, x.Include, x.Exclude, x.Example, x.Kind = "D", "I", "X", "E", "K"
			},
			want: []string{`+ theme Trust definition "D" include "I" exclude "X" example "E" kind "K"`,
				`- theme Trust`}, counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "archived by theirs, described by mine", who: bothDid,
			mine:   func(s *coding.Study) { s.Themes[0].Definition = "Relying" },
			theirs: func(s *coding.Study) { s.Themes[0].Archived = true },
			want:   []string{`+ theme Trust definition "Relying" archived`, `- theme Trust definition "Relying"`},
			counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "archived by mine, described by theirs", who: bothDid,
			mine:   func(s *coding.Study) { s.Themes[0].Archived = true },
			theirs: func(s *coding.Study) { s.Themes[0].Definition = "Relying" },
			want:   []string{`+ theme Trust definition "Relying" archived`, `- theme Trust archived`},
			counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "archived by a stranger", theirs: func(s *coding.Study) { s.Themes[0].Archived = true }},
		{name: "described by both",
			mine:      func(s *coding.Study) { s.Themes[0].Definition = "Relying" },
			theirs:    func(s *coding.Study) { s.Themes[0].Definition = "Believing" },
			conflicts: []string{"theme Trust: definition: Relying, Believing: mine"}},
	})
}

// What one side has merged, the other merges, and what was said of a theme that is gone
// here is kept.
func TestMergedThemes(t *testing.T) {
	gone := func(definition string) func(*coding.Study) {
		return func(s *coding.Study) {
			s.Themes = s.Themes[:1]
			s.Merged = map[coding.ThemeID]coding.Merged{"money": {ID: "money", Path: "Money", Into: "trust"}}
			s.Themes[0].Definition = definition
		}
	}
	described := func(definition string) func(*coding.Study) {
		return func(s *coding.Study) { s.Themes[1].Definition = definition }
	}
	runAll(t, []mergeCase{
		{name: "merged here", mine: gone(""), who: mineDid},
		{name: "merged there", theirs: gone(""), who: theirsDid,
			want: []string{`- theme Money`}, counts: []merge.Count{{Kind: "theme", Taken: 1}}},
		{name: "merged here, described there", mine: gone(""), theirs: described("Means"), who: bothDid,
			want: []string{`+ theme Trust definition "Means"`, `- theme Trust`}},
		{name: "merged here, described there otherwise", mine: gone("Relying"), theirs: described("Means"), who: mineDid,
			want: []string{"+ memo on theme Trust by merger: Merged from Money, which said", "+ ", "+ definition: Means"}},
		{name: "merged there, described here", mine: described("Means"), theirs: gone("Relying"), who: theirsDid,
			want: []string{"+ memo on theme Trust by merger: Merged from Money, which said", "+ ", "+ definition: Means",
				`+ theme Trust definition "Relying"`, `- theme Money definition "Means"`, `- theme Trust`},
			counts: []merge.Count{{Kind: "theme", Taken: 2}}},
		{name: "merged there into what is below it here", who: bothDid,
			mine: func(s *coding.Study) { s.Themes[0].Parent = "money" }, theirs: gone(""),
			conflicts: []string{"theme Money: merged: Money, Trust: mine"}},
	})
}

func TestSources(t *testing.T) {
	another := func(s *coding.Study) {
		s.Sources = append(s.Sources, &corpus.Source{ID: "two", Name: "int-2", Text: "text 2", SHA256: "sum 2", Organisation: "org"})
		s.Transcripts["text 2"] = &corpus.Transcript{Words: corpus.WordStarts(words)}
	}
	runAll(t, []mergeCase{
		{name: "one of theirs", theirs: another, want: []string{"+ source int-2  Northmoor  map[] sum 2"},
			counts: []merge.Count{{Kind: "source", Added: 1}}},
		{name: "another one of that name",
			theirs: func(s *coding.Study) { another(s); s.Sources[1].Name = "int-1"; s.Sources[0].Name = "old" }, who: mineDid,
			want: []string{"+ source int-1 (2)  Northmoor  map[] sum 2"}, counts: []merge.Count{{Kind: "source", Added: 1}}},
		{name: "the same file, imported twice", theirs: func(s *coding.Study) {
			s.Sources[0].ID, s.Sources[0].Text = "again", "text again"
			s.Transcripts["text again"] = s.Transcripts["text"]
			s.Passages[0].Text = "text again"
			s.Passages[0].ID, s.Tags[0].Passage, s.Tags[0].ID, s.Tags[0].Theme = "p2", "p2", "t2", "money"
		}, want: []string{"+ tag passage int-1 5:15 Money AK  0 false"}, counts: []merge.Count{{Kind: "tag", Added: 1}}},
		{name: "its details, by theirs",
			theirs: func(s *coding.Study) {
				s.Sources[0].Type, s.Sources[0].Date, s.Sources[0].Organisation = corpus.TypeInterview, "2019", "org"
			},
			want: []string{"+ source int-1 interview Northmoor 2019 map[] sum",
				"- source int-1    map[] sum"}, counts: []merge.Count{{Kind: "source", Taken: 1}}},
		{name: "who speaks in a turn, by theirs", who: theirsDid,
			theirs: func(s *coding.Study) { s.Transcripts["text"].Turns[1].Speaker = 0 },
			want:   []string{"+ turn int-1 1 Roe", "- turn int-1 1 Penn"}},
	})
}

// The error of a side that cannot be read comes back.
func TestUnreadableSide(t *testing.T) {
	broken := errors.New("broken")
	mine := side(t, nil)
	theirs := side(t, func(s *coding.Study) {
		s.Sources = append(s.Sources, &corpus.Source{ID: "two", Name: "int-2", Text: "nowhere", SHA256: "sum 2"})
		s.Transcripts["nowhere"] = &corpus.Transcript{}
	})
	a, b := sides(mine, theirs, unknown)
	b.Original = func(context.Context, string) ([]byte, error) { return nil, broken }
	if _, err := merge.Merge(ctx, a, b, func(string) bool { return false }, edittest.IDs()); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}
