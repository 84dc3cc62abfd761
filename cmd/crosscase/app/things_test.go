package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// newStudy is a project with int-1 in case study One, of Northmoor Police where Roe works,
// and the themes Cost and Trust, which has Deep below it.
func newStudy(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	s := d.as("AK").Study
	roe, err := s.FindParticipant("Roe")
	if err != nil {
		t.Fatal(err)
	}
	org := s.Organisations[0].ID
	working := *roe
	working.Organisation = org
	src := *s.Sources[0]
	src.Case = "one"
	d.make("AK", "begin", edit.PutCase{Case: corpus.CaseStudy{ID: "one", Name: "One"}}, edit.PutSource{Source: src},
		edit.PutParticipant{Participant: working})
	for i, name := range []string{"Cost", "Trust"} {
		d.make("AK", "add theme "+name, edit.PutTheme{Theme: coding.Theme{ID: coding.ThemeID(name), Name: name, Position: i, Colour: "#112233"}})
	}
	d.make("AK", "add theme Deep", edit.PutTheme{Theme: coding.Theme{ID: "Deep", Name: "Deep", Parent: "Trust", Colour: "#112233"}})
	return d
}

// knownOf is all of a thing that its kind declares, by names: its fields, and its attributes.
func knownOf[T any](d *desk, k Kind[T], name string) map[string]string {
	d.t.Helper()
	s := d.as("AK").Study
	x, err := k.Find(s, name)
	if err != nil {
		d.t.Fatal(err)
	}
	all := map[string]string{"name": *k.NameOf(x)}
	for _, f := range k.Fields {
		if v := strings.Join(f.Get(s, x), "; "); v != "" {
			all[f.Name] = v
		}
	}
	if k.Attributes != nil {
		maps.Copy(all, *k.Attributes(x))
	}
	return all
}

// A set is a revision of a thing, with what the thing is then and the sentence of the log.
type set struct {
	name string
	of   string // the thing
	r    Revision
	now  map[string]string // of the thing
	what string            // "" for nothing
	kind error             // of the error, nil for none
	says string            // in the error
}

// sets runs revisions of a kind of thing, each in a project of its own.
func sets[T any](t *testing.T, k Kind[T], all []set) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			d := newStudy(t)
			before := len(d.sentences(0))
			done, err := k.Set(t.Context(), d.as("AK"), tt.of, tt.r)
			log := d.sentences(before)
			if tt.kind != nil {
				if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) || len(log) > 0 {
					t.Errorf("error %v, log %q; want %q and nothing done", err, log, tt.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if tt.what == "" {
				if done.Step != 0 || len(log) > 0 {
					t.Errorf("it did %q; want nothing", log)
				}
			} else if want := []string{"AK: " + tt.what}; !slices.Equal(log, want) || done.What != tt.what || done.Step != before+1 {
				t.Errorf("log %q, step %d, what %q; want %q, %d", log, done.Step, done.What, want, before+1)
			}
			if diff := cmp.Diff(tt.now, knownOf(d, k, tt.now["name"])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// value is what a revision says of one field.
func value(name string, values ...string) Revision {
	return Revision{Values: map[string][]string{name: values}}
}

func TestSetSource(t *testing.T) {
	was := map[string]string{"name": "int-1", "case": "One", "organisation": "Northmoor Police"}
	is := func(changes ...string) map[string]string {
		now := maps.Clone(was)
		s := newDesk(t).as("AK").Study.Sources[0] // as importing leaves it
		for name, v := range map[string]string{"type": string(s.Type), "date": string(s.Date), "language": s.Language} {
			if v != "" {
				now[name] = v
			}
		}
		for i := 0; i < len(changes); i += 2 {
			if now[changes[i]] = changes[i+1]; changes[i+1] == "" {
				delete(now, changes[i])
			}
		}
		return now
	}
	sets(t, Sources(), []set{
		{name: "a type", of: "INT-1", r: value("type", "Site visit"), now: is("type", "site-visit"), what: "set source int-1"},
		{name: "a date", of: "int-1", r: value("date", " 2019-03 "), now: is("date", "2019-03"), what: "set source int-1"},
		{name: "no language", of: "int-1", r: value("language", ""), now: is("language", ""), what: "set source int-1"},
		{name: "a case study that there is", of: "int-1", r: value("case", "one"), now: is(), what: ""},
		{name: "a new case study", of: "int-1", r: value("case", "Two"), now: is("case", "Two"), what: "set source int-1"},
		{name: "no case study", of: "int-1", r: value("case", "(NONE)"), now: is("case", ""), what: "set source int-1"},
		{name: "a new organisation", of: "int-1", r: value("organisation", "Harbour"), now: is("organisation", "Harbour"),
			what: "set source int-1"},
		{name: "the last of two values", of: "int-1", r: value("language", "de", "fr"), now: is("language", "fr"), what: "set source int-1"},
		{name: "a name alone", of: "int-1", r: Revision{Name: " int-2 "}, now: is("name", "int-2"), what: "rename source int-1 to int-2"},
		{name: "a name beside what is as it was", of: "int-1", r: Revision{Name: "int-2", Values: map[string][]string{"case": {"One"}}},
			now: is("name", "int-2"), what: "rename source int-1 to int-2"},
		{name: "a name and a new case study", of: "int-1", r: Revision{Name: "int-2", Values: map[string][]string{"case": {"Two"}}},
			now: is("name", "int-2", "case", "Two"), what: "set source int-1 and rename it to int-2"},
		{name: "an attribute", of: "int-1", r: Revision{Attributes: map[string]string{" mood ": " good "}}, now: is("mood", "good"),
			what: "set source int-1"},
		{name: "nothing", of: "int-1", now: is()},
		{name: "a type that there is not", of: "int-1", r: value("type", "poem"), kind: coding.ErrInvalid, says: `type "poem"`},
		{name: "a date that there is not", of: "int-1", r: value("date", "2019-13"), kind: coding.ErrInvalid, says: `date "2019-13"`},
		{name: "an attribute that no flag could name", of: "int-1", r: Revision{Attributes: map[string]string{"a=b": "c"}},
			kind: coding.ErrInvalid, says: `attribute "a=b"`},
		{name: "no such source", of: "int-9", kind: coding.ErrUnknown, says: `source "int-9"`},
	})
}

func TestSetOrganisation(t *testing.T) {
	const name = "Northmoor Police"
	sets(t, Organisations(), []set{
		{name: "a kind", of: name, r: value("kind", "police"), now: map[string]string{"name": name, "kind": "police"},
			what: "set organisation " + name},
		{name: "case studies, one new and one twice", of: name, r: value("case", "One", "Two", "two", ""),
			now: map[string]string{"name": name, "case": "One; Two"}, what: "set organisation " + name},
		{name: "none, as before, and a name", of: name, r: Revision{Name: "Northmoor", Values: map[string][]string{"case": {"(none)"}}},
			now: map[string]string{"name": "Northmoor"}, what: "rename organisation " + name + " to Northmoor"},
		{name: "no name", of: name, r: Revision{Name: " "}, kind: coding.ErrInvalid, says: "a name is needed"},
		{name: "the name that was", of: name, r: Revision{}, now: map[string]string{"name": name}},
	})
}

func TestSetParticipant(t *testing.T) {
	sets(t, Participants(), []set{
		{name: "role and organisation", of: "roe", r: Revision{Values: map[string][]string{"role": {" chief "}, "organisation": {"Harbour"}}},
			now: map[string]string{"name": "Roe", "role": "chief", "organisation": "Harbour"}, what: "set participant Roe"},
		{name: "no organisation", of: "Roe", r: value("organisation", "(none)"), now: map[string]string{"name": "Roe"},
			what: "set participant Roe"},
		{name: "aliases, one twice", of: "Roe", r: value("alias", "R", "R", "Anna"),
			now: map[string]string{"name": "Roe", "organisation": "Northmoor Police", "alias": "R; Anna"}, what: "set participant Roe"},
		{name: "an alias that is another's name", of: "Roe", r: value("alias", "interviewer"), kind: coding.ErrConflict,
			says: `alias "interviewer": is what "Interviewer" is called`},
		{name: "a name that is another's", of: "Roe", r: Revision{Name: "Interviewer"}, kind: coding.ErrConflict, says: "Interviewer"},
	})
}

func TestSetCase(t *testing.T) {
	sets(t, Cases(), []set{
		{name: "a description in lines", of: "One", r: value("description", "a\nb\n"),
			now: map[string]string{"name": "One", "description": "a\nb"}, what: "set case One"},
		{name: "a name alone", of: "one", r: Revision{Name: "First"}, now: map[string]string{"name": "First"}, what: "rename case One to First"},
		{name: "no name for one", of: "One", r: Revision{Name: "(none)"}, kind: coding.ErrInvalid, says: "stands for none"},
	})
}

func TestSetTheme(t *testing.T) {
	sets(t, Themes(), []set{
		{name: "what describes it", of: "trust > deep", r: Revision{Values: map[string][]string{"definition": {"d"}, "include": {"i"},
			"exclude": {"e"},
			"example": {"x"}, "kind": {"code"}, "colour": {"#AABBCC"}}},
			now: map[string]string{"name": "Deep", "definition": "d", "include": "i", "exclude": "e", "example": "x", "kind": "code",
				"colour": "#AABBCC"},
			what: "set theme Trust > Deep"},
		{name: "another name", of: "Deep", r: Revision{Name: "Deeper"}, now: map[string]string{"name": "Deeper", "colour": "#112233"},
			what: "rename theme Trust > Deep to Deeper"},
		{name: "no colour", of: "Deep", r: value("colour", "red"), kind: coding.ErrInvalid, says: `colour "red": write it as #rrggbb`},
	})
}

// Fields that are declared are there for commands and for forms.
func TestFields(t *testing.T) {
	k := Organisations()
	if f := k.Field("case"); f == nil || f.Name != "case" || f.Usage == "" || f.Label == "" {
		t.Errorf("the field case is %v", f)
	}
	if f := k.Field("colour"); f != nil {
		t.Errorf("organisations have a %s", f.Name)
	}
	d := newStudy(t)
	s := d.as("AK").Study
	for _, tt := range []struct {
		field interface{ choices(*coding.Study) string }
		want  string
	}{
		{field[corpus.Organisation]{k.Field("case")}, "One"},
		{field[corpus.Participant]{Participants().Field("organisation")}, "Northmoor Police"},
		{field[corpus.Source]{Sources().Field("type")}, "interview meeting document site-visit survey other"},
	} {
		if got := tt.field.choices(s); got != tt.want {
			t.Errorf("choices are %s, want %s", got, tt.want)
		}
	}
}

// A field tells what a field of a kind offers.
type field[T any] struct{ *Field[T] }

func (f field[T]) choices(s *coding.Study) string {
	var all []string
	for _, c := range f.Choices(s) {
		all = append(all, c.Value)
	}
	return strings.Join(all, " ")
}

func TestAdd(t *testing.T) {
	d := newStudy(t)
	before := len(d.sentences(0))
	d.did(Participants().Add(t.Context(), d.as("AK"), " Penn ",
		Revision{Values: map[string][]string{"organisation": {"Harbour"}}, Attributes: map[string]string{"rank": "high"}}))
	d.did(Organisations().Add(t.Context(), d.as("AK"), "Coastguard", value("case", "One")))
	d.did(Cases().Add(t.Context(), d.as("AK"), "Two", Revision{}))
	d.did(Coders().Add(t.Context(), d.as("AK"), "BM", Revision{}))
	want := []string{"AK: add participant Penn", "AK: add organisation Coastguard", "AK: add case Two", "AK: add coder BM"}
	if diff := cmp.Diff(want, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"name": "Penn", "organisation": "Harbour", "rank": "high"},
		knownOf(d, Participants(), "penn")); diff != "" {
		t.Errorf("Penn (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"name": "Coastguard", "case": "One"}, knownOf(d, Organisations(), "Coastguard")); diff != "" {
		t.Errorf("Coastguard (-want +got):\n%s", diff)
	}
	for _, name := range []string{" ", "Two", "a\tb"} {
		if _, err := Cases().Add(t.Context(), d.as("AK"), name, Revision{}); err == nil {
			t.Errorf("a case study %q was added", name)
		}
	}
}

func TestRename(t *testing.T) {
	d := newStudy(t)
	before := len(d.sentences(0))
	d.did(Themes().Rename(t.Context(), d.as("BM"), "deep", " Deeper "))
	d.did(Sources().Rename(t.Context(), d.as("BM"), "int-1", "int-2"))
	if done := d.did(Sources().Rename(t.Context(), d.as("BM"), "int-2", "int-2")); done.Step != 0 {
		t.Errorf("the same name is step %d", done.Step)
	}
	if diff := cmp.Diff([]string{"BM: rename theme Trust > Deep to Deeper", "BM: rename source int-1 to int-2"},
		d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if s := d.as("BM").Study; s.Path("Deep") != "Trust > Deeper" || s.Sources[0].Name != "int-2" {
		t.Errorf("they are called %s and %s", s.Path("Deep"), s.Sources[0].Name)
	}
	if _, err := Themes().Rename(t.Context(), d.as("BM"), "Deeper", " "); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("without a name: %v", err)
	}
}

func TestMerge(t *testing.T) {
	d := newStudy(t)
	d.tag("AK", "Deep", "money")
	d.did(Cases().Add(t.Context(), d.as("AK"), "Won", Revision{}))
	d.did(Organisations().Add(t.Context(), d.as("AK"), "Northmoor", value("kind", "police")))
	d.did(Participants().Add(t.Context(), d.as("AK"), "Anna Roe", value("role", "chief")))
	d.did(Coders().Add(t.Context(), d.as("AK"), "Anke", Revision{}))
	before := len(d.sentences(0))
	d.did(Themes().Merge(t.Context(), d.as("AK"), "Trust > Deep", "cost"))
	d.did(Cases().Merge(t.Context(), d.as("AK"), "Won", "One"))
	d.did(Organisations().Merge(t.Context(), d.as("AK"), "northmoor", "Northmoor Police"))
	d.did(Participants().Merge(t.Context(), d.as("AK"), "Roe", "Anna Roe"))
	d.did(Coders().Merge(t.Context(), d.as("AK"), "Anke", "AK"))
	want := []string{"AK: merge theme Trust > Deep into Cost", "AK: merge case Won into One",
		"AK: merge organisation Northmoor into Northmoor Police",
		"AK: merge participant Roe into Anna Roe", "AK: merge coder Anke into AK"}
	if diff := cmp.Diff(want, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	s := d.as("AK").Study
	if len(s.Themes) != 2 || len(s.Cases) != 1 || len(s.Organisations) != 1 || len(s.Coders) != 1 || s.Tags[0].Theme != "Cost" {
		t.Errorf("there are %d themes, %d case studies, %d organisations, %d coders; the tag is of %s",
			len(s.Themes), len(s.Cases), len(s.Organisations), len(s.Coders), s.Tags[0].Theme)
	}
	if diff := cmp.Diff(map[string]string{"name": "Anna Roe", "role": "chief", "organisation": "Northmoor Police", "alias": "Roe"},
		knownOf(d, Participants(), "Roe")); diff != "" {
		t.Errorf("Anna Roe (-want +got):\n%s", diff)
	}
	for _, pair := range [][2]string{{"Cost", "Cost"}, {"Cost", "Nothing"}, {"Nothing", "Cost"}} {
		if _, err := Themes().Merge(t.Context(), d.as("AK"), pair[0], pair[1]); err == nil {
			t.Errorf("%s was merged into %s", pair[0], pair[1])
		}
	}
}

func TestMergeSources(t *testing.T) {
	d := newStudy(t)
	d.add("copy", interview+"\nInterviewer: Thanks.\n")
	d.tag("AK", "Trust", "money and hopes")
	d.add("other", "Interviewer: How did it begin?\n")
	before := len(d.sentences(0))
	if _, err := Sources().Merge(t.Context(), d.as("AK"), "int-1", "other"); !errors.Is(err, coding.ErrConflict) &&
		!errors.Is(err, coding.ErrInvalid) {
		t.Errorf("into one that has not its words: %v", err)
	}
	if _, err := Sources().Merge(t.Context(), d.as("AK"), "int-1", "int-1"); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("into itself: %v", err)
	}
	d.did(Sources().Merge(t.Context(), d.as("AK"), "int-1", "copy"))
	if diff := cmp.Diff([]string{"AK: merge source int-1 into copy"}, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	s := d.as("AK").Study
	src, err := s.FindSource("copy")
	if err != nil || len(s.Sources) != 2 || len(s.Tags) != 1 || s.Passages[0].Text != src.Text {
		t.Fatalf("%v; %d sources, %d tags", err, len(s.Sources), len(s.Tags))
	}
	text, err := d.p.Text(t.Context(), src.Text)
	if span := s.Passages[0].Span; err != nil || text.Body[span.Start:span.End] != "money and hopes" {
		t.Errorf("%v; the tag is on %v", err, span)
	}
}

func TestRemove(t *testing.T) {
	d := newStudy(t)
	d.tag("AK", "Deep", "money")
	d.tag("BM", "Trust", "hopes")
	before := len(d.sentences(0))
	for _, remove := range []func(withTags bool) (Done, error){
		func(w bool) (Done, error) { return Themes().Remove(t.Context(), d.as("AK"), "Trust", w) },
		func(w bool) (Done, error) { return Themes().Remove(t.Context(), d.blind("BM"), "Trust", w) }, // others' tags, too
		func(w bool) (Done, error) { return Sources().Remove(t.Context(), d.as("AK"), "int-1", w) },
	} {
		_, err := remove(false)
		if !errors.Is(err, coding.ErrConflict) || !strings.Contains(fmt.Sprint(err), "2 tags would go with it") ||
			!strings.Contains(coding.Hint(err), "--with-tags") {
			t.Errorf("with tags: %v", err)
		}
	}
	d.did(Themes().Remove(t.Context(), d.as("AK"), "Cost", false))
	d.did(Themes().Remove(t.Context(), d.as("AK"), "Trust", true))
	d.did(Sources().Remove(t.Context(), d.as("AK"), "int-1", false))
	if diff := cmp.Diff([]string{"AK: remove theme Cost", "AK: remove theme Trust", "AK: remove source int-1"},
		d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if s := d.as("AK").Study; len(s.Themes)+len(s.Tags)+len(s.Sources) != 0 {
		t.Errorf("there are %d themes, %d tags and %d sources", len(s.Themes), len(s.Tags), len(s.Sources))
	}
	if Coders().Removable() {
		t.Error("whoever has tagged can be removed")
	}
	if _, err := Themes().Remove(t.Context(), d.as("AK"), "Trust", true); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("what is gone: %v", err)
	}
}

// People, organisations and case studies are removed once nothing refers to them, several at
// once too; otherwise it is listed what does, and nothing is removed.
func TestRemovePeople(t *testing.T) {
	d := newStudy(t)
	for _, name := range []string{"Speaker 1", "Speaker 2", "Noted"} {
		d.did(Participants().Add(t.Context(), d.as("AK"), name, Revision{}))
	}
	d.did(Organisations().Add(t.Context(), d.as("AK"), "Spare", Revision{}))
	d.did(Cases().Add(t.Context(), d.as("AK"), "Spare", Revision{}))
	d.did(Organisations().Set(t.Context(), d.as("AK"), "Spare", value("case", "Spare")))
	noted, err := d.as("AK").Subject(t.Context(), SubjectNames{Participant: "Noted"})
	if err != nil {
		t.Fatal(err)
	}
	d.did(d.as("AK").AddMemo(t.Context(), noted, "Why"))
	before := len(d.sentences(0))
	for _, tt := range []struct {
		name   string
		remove func() (Done, error)
		want   string
	}{
		{"who speaks", func() (Done, error) { return Participants().Remove(t.Context(), d.as("AK"), "Roe", false) },
			"participant \"Roe\": speaks in int-1; nothing was changed"},
		{"one of several who speaks", func() (Done, error) {
			return Participants().RemoveAll(t.Context(), d.as("AK"), []string{"*oe", "No*", "Speaker 1"}, false)
		}, "participant \"Noted\": 1 memo\nparticipant \"Roe\": speaks in int-1; nothing was changed"},
		{"an organisation", func() (Done, error) {
			return Organisations().Remove(t.Context(), d.as("AK"), "Northmoor Police", false)
		},
			"organisation \"Northmoor Police\": organisation of Roe; has the sources int-1; nothing was changed"},
		{"a case", func() (Done, error) { return Cases().Remove(t.Context(), d.as("AK"), "Spare", false) },
			"case \"Spare\": takes in the organisations Spare; nothing was changed"},
	} {
		if _, err := tt.remove(); !errors.Is(err, coding.ErrConflict) || err.Error() != tt.want || coding.Hint(err) == "" {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	d.did(Participants().RemoveAll(t.Context(), d.as("AK"), []string{"speaker ?"}, false))
	d.did(Organisations().Remove(t.Context(), d.as("AK"), "Spare", false))
	d.did(Cases().RemoveUnused(t.Context(), d.as("AK"), nil))
	if _, err := Participants().RemoveUnused(t.Context(), d.as("AK"), nil); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("where all are used: %v", err)
	}
	want := []string{"AK: remove participant Speaker 1, Speaker 2", "AK: remove organisation Spare", "AK: remove case Spare"}
	if diff := cmp.Diff(want, d.sentences(before)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

// Names that are one together are not taken for several: quotation marks were forgotten.
func TestNamesWithoutQuotationMarks(t *testing.T) {
	d := newDesk(t)
	for _, name := range []string{"Cost", "savings", "Cost savings", "Money"} {
		d.did(d.as("AK").AddTheme(t.Context(), name, Revision{}))
	}
	for _, do := range []func() (Done, error){
		func() (Done, error) {
			return Themes().RemoveAll(t.Context(), d.as("AK"), []string{"Cost", "savings"}, false)
		},
		func() (Done, error) {
			return Themes().RemoveAll(t.Context(), d.as("AK"), []string{"Money", "cost", "savings"}, false)
		},
		func() (Done, error) {
			return Themes().RemoveUnused(t.Context(), d.as("AK"), []string{"Cost", "savings"})
		},
		func() (Done, error) {
			return Themes().MergeAll(t.Context(), d.as("AK"), []string{"Cost", "savings"}, "Money")
		},
		func() (Done, error) {
			return Themes().MergeAll(t.Context(), d.as("AK"), []string{"Money", "Cost"}, "savings")
		},
	} {
		if done, err := do(); !errors.Is(err, coding.ErrAmbiguous) || !strings.Contains(coding.Hint(err), "quotation marks") {
			t.Errorf("%+v, %v, want %v and a hint", done, err, coding.ErrAmbiguous)
		}
	}
	d.did(Themes().MergeAll(t.Context(), d.as("AK"), []string{"Cost"}, "savings")) // two that are two
	d.did(Themes().RemoveAll(t.Context(), d.as("AK"), []string{"savings", "Money"}, false))
}
