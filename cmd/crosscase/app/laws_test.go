package app

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// someThings is a study of things that are described at random, without texts.
func someThings(t *rapid.T) *coding.Study {
	word := rapid.StringMatching(`([a-zé>=,]{1,5}( [a-z]{1,3})?)?`)
	many := func(what string, make func(i int)) {
		for i := range rapid.IntRange(1, 4).Draw(t, what) {
			make(i)
		}
	}
	attributes := func() map[string]string {
		return rapid.MapOfN(rapid.SampledFrom([]string{"rank", "size", "a=b"}), rapid.StringMatching(`[a-z]{1,3}`), 0, 3).Draw(t, "attributes")
	}
	var s coding.Study
	many("cases", func(i int) {
		x := &corpus.CaseStudy{ID: corpus.CaseID(fmt.Sprint("c", i)), Name: fmt.Sprint("Case ", i), Description: word.Draw(t, "description"),
			Attributes: attributes()}
		s.Cases = append(s.Cases, x)
	})
	many("organisations", func(i int) {
		x := &corpus.Organisation{ID: corpus.OrganisationID(fmt.Sprint("o", i)), Name: fmt.Sprint("Body ", i), Kind: word.Draw(t, "kind"),
			Attributes: attributes()}
		for _, c := range s.Cases {
			if rapid.Bool().Draw(t, "takes part") {
				x.Cases = append(x.Cases, c.ID)
			}
		}
		s.Organisations = append(s.Organisations, x)
	})
	organisation := func() corpus.OrganisationID {
		return rapid.SampledFrom([]corpus.OrganisationID{"", s.Organisations[0].ID}).Draw(t, "organisation")
	}
	many("participants", func(i int) {
		s.Participants = append(s.Participants, &corpus.Participant{ID: corpus.ParticipantID(fmt.Sprint("p", i)), Name: fmt.Sprint("Person ", i),
			Role: word.Draw(t, "role"), Organisation: organisation(), Aliases: []string{fmt.Sprint("Alias ", i)}, Attributes: attributes()})
	})
	many("sources", func(i int) {
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("s", i)), Name: fmt.Sprint("int-", i),
			Organisation: organisation(),
			Type:         rapid.SampledFrom(corpus.SourceTypes).Draw(t, "type"), Case: rapid.SampledFrom([]corpus.CaseID{"", "c0"}).Draw(t, "case"),
			Date: rapid.SampledFrom([]corpus.Date{"", "2019", "2019-03-14"}).Draw(t, "date"), Language: word.Draw(t,
				"language"), Attributes: attributes()})
	})
	many("themes", func(i int) {
		x := &coding.Theme{ID: coding.ThemeID(fmt.Sprint("t", i)), Name: fmt.Sprint(word.Draw(t, "name"), i), Colour: coding.Colour(i),
			Position: i, Archived: rapid.Bool().Draw(t, "archived")}
		for _, text := range coding.ThemeWords {
			*text.Of(x) = word.Draw(t, text.Name)
		}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			x.Parent = s.Themes[i-1].ID
		}
		s.Themes = append(s.Themes, x)
	})
	s.Coders = []*coding.Coder{{ID: "k", Name: "AK", Aliases: []string{"Anke"}}}
	return coding.NewStudy(s)
}

// putBack puts what is known of each thing of a kind back into it.
func putBack[T any](t *rapid.T, k Kind[T], a *Session) {
	for _, x := range k.All(a.Study) {
		r := Revision{Name: *k.NameOf(x), Values: map[string][]string{}}
		for _, f := range k.Fields {
			r.Values[f.Name] = f.Get(a.Study, x)
		}
		if k.Attributes != nil {
			r.Attributes = maps.Clone(*k.Attributes(x))
		}
		now := *x
		before, err := k.revise(a, &now, r)
		if err != nil || len(before) > 0 || !reflect.DeepEqual(now, *x) {
			t.Fatalf("%s: %v, %v; it is\n%+v\nand was\n%+v", k.Called(a.Study, x), err, before, now, *x)
		}
	}
}

// Fields: putting what is known of a thing back into it changes nothing, and makes nothing
// new.
func TestFieldsPutBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &Session{Study: someThings(t), Coder: "AK", NewID: func() string { t.Fatal("something new is made"); return "" }}
		putBack(t, Themes(), a)
		putBack(t, Sources(), a)
		putBack(t, Participants(), a)
		putBack(t, Organisations(), a)
		putBack(t, Cases(), a)
		putBack(t, Coders(), a)
	})
}

// typed are values for fields that do not take every word.
var typed = map[string]string{"colour": "#123456", "type": "meeting", "date": "2019-03"}

// setAll sets each field of a thing, and reads it back from the project. It returns the
// thing with all of them.
func setAll[T any](d *desk, k Kind[T], name string) *T {
	d.t.Helper()
	now := func() (*coding.Study, *T) {
		s := d.as("AK").Study
		x, err := k.Find(s, name)
		if err != nil {
			d.t.Fatal(err)
		}
		return s, x
	}
	for _, f := range k.Fields {
		want := cmp.Or(typed[f.Name], "a "+f.Name)
		d.did(k.Set(d.t.Context(), d.as("AK"), name, value(f.Name, want)))
		if got := f.Get(now()); !slices.Equal(got, []string{want}) {
			d.t.Errorf("%s of %s %s is %q when it is read back, want %q", f.Name, k.Name, name, got, want)
		}
	}
	_, x := now()
	for _, f := range k.Fields { // setting one leaves the others
		if got := f.Get(d.as("AK").Study, x); !slices.Equal(got, []string{cmp.Or(typed[f.Name], "a "+f.Name)}) {
			d.t.Errorf("%s of %s %s is %q in the end", f.Name, k.Name, name, got)
		}
	}
	return x
}

// Fields: what is put into a field is there when the project is read again.
func TestFieldsAreStored(t *testing.T) {
	d := newStudy(t)
	setAll(d, Themes(), "Deep")
	setAll(d, Sources(), "int-1")
	setAll(d, Participants(), "Roe")
	setAll(d, Organisations(), "Northmoor Police")
	setAll(d, Cases(), "One")
}

// Fields: whatever field of a theme there is has a flag, unless it says where the theme
// stands or when it changed, and is in plain files.
func TestFieldsOfAThemeAreExported(t *testing.T) {
	d := newStudy(t)
	theme := *setAll(d, Themes(), "Deep")
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Deep"))
	d.theme("Odd > name")
	theme.Archived, theme.Position = true, 1 // the others are set by flags
	theme = edittest.Fill(theme, "", fieldNames(theme)...)
	to := filepath.Join(t.TempDir(), "out")
	if _, err := d.as("AK").Export(t.Context(), ExportOptions{To: to}); err != nil {
		t.Fatal(err)
	}
	files := filesIn(t, to)
	entries, _, err := exchange.ReadCodebook([]byte(files["themes.csv"]), exchange.CSV)
	if err != nil {
		t.Fatal(err)
	}
	find := func(name string) int {
		return slices.IndexFunc(entries, func(e codebook.Entry) bool { return e.Name == name })
	}
	if find("Odd > name") < 0 {
		t.Errorf("a name with > in it is not read from\n%s", files["themes.csv"])
	}
	got := entries[find("Trust")].Below[0].Theme
	got.ID, got.Parent, got.Position, got.Made, got.Described = theme.ID, theme.Parent, theme.Position, theme.Made, theme.Described
	if got != theme {
		t.Errorf("themes.csv says of it\n%+v, want\n%+v", got, theme)
	}
	for _, f := range Themes().Fields {
		if said := query.CommandLine("--"+f.Name, f.Get(nil, &theme)[0]); !strings.Contains(files["commands.txt"], said) {
			t.Errorf("%s is not in\n%s", said, files["commands.txt"])
		}
	}
}

// fieldNames are the names of a thing's fields.
func fieldNames(x any) (names []string) {
	for i := range reflect.TypeOf(x).NumField() {
		names = append(names, reflect.TypeOf(x).Field(i).Name)
	}
	return names
}

// inRows checks the list of a kind.
func inRows[T any](t *rapid.T, k Kind[T], s *coding.Study) {
	g := k.List(s)
	if len(g.Rows) != len(k.All(s)) {
		t.Fatalf("%d of %d are listed of kind %s", len(g.Rows), len(k.All(s)), k.Name)
	}
	for i, row := range g.Rows {
		if len(row) != len(g.Head) {
			t.Fatalf("row %d of kind %s has %d values in %d columns", i, k.Name, len(row), len(g.Head))
		}
		for _, v := range row {
			switch v.(type) {
			case string, int, report.Name:
			default:
				t.Fatalf("row %d of kind %s holds %v, a %T", i, k.Name, v, v)
			}
		}
		if name := *k.NameOf(k.All(s)[i]); fmt.Sprint(row[0]) != name && !isNameOf(row[0], name) {
			t.Fatalf("row %d of kind %s is of %v, want %s", i, k.Name, row[0], name)
		}
	}
}

// isNameOf tells whether a value is the name of a theme, as lists show it.
func isNameOf(v any, name string) bool {
	n, ok := v.(report.Name)
	return ok && (n.Label == name || n.Label == name+" (archived)")
}

// Lists: there is a row for each thing, which begins with its name, and a text or a number
// in each column.
func TestListsHaveRowsForThings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someThings(t)
		inRows(t, Themes(), s)
		inRows(t, Sources(), s)
		inRows(t, Participants(), s)
		inRows(t, Organisations(), s)
		inRows(t, Cases(), s)
		inRows(t, Coders(), s)
	})
}

// What the list of coders counts of each is what a filter by the coder selects.
func TestListOfCodersCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		g := Coders().List(s)
		for i, c := range s.Coders {
			sel := s.Select(coding.Filter{Coders: []coding.CoderID{c.ID}})
			tags, sources, themes := 0, map[int]bool{}, map[int]bool{}
			for _, p := range sel.Passages {
				tags += len(p.Tags)
				sources[p.Source] = true
				for _, x := range p.Tags {
					themes[s.TagTheme(x)] = true
				}
			}
			want := []any{c.Name, tags, len(sel.Passages), len(sources), len(themes)}
			if diff := gocmp.Diff(want, g.Rows[i][:5]); diff != "" {
				t.Fatalf("-selected +listed:\n%s", diff)
			}
		}
	})
}
