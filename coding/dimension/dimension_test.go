package dimension

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/corpus"
)

func study() *coding.Study {
	return coding.NewStudy(coding.Study{
		Cases:         []*corpus.CaseStudy{{ID: "c", Name: "Merger"}},
		Organisations: []*corpus.Organisation{{ID: "o", Name: "Police"}},
		Participants: []*corpus.Participant{{ID: "p", Name: "Roe", Aliases: []string{"R"}, Role: "chief",
			Attributes: map[string]string{"age": "31"}}},
		Sources:     []*corpus.Source{{ID: "s", Name: "int-01", Text: "t", Type: corpus.TypeInterview, Language: "en", Date: "2019-03"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {}},
		Coders:      []*coding.Coder{{ID: "k", Name: "AK"}},
		Themes:      []*coding.Theme{{ID: "h", Name: "Trust"}, {ID: "i", Name: "Loss", Parent: "h"}},
	})
}

// TestTable holds each row to what readers of the table rely on.
func TestTable(t *testing.T) {
	names := map[string]bool{}
	for _, d := range All() {
		t.Run(d.Name, func(t *testing.T) {
			for _, name := range append([]string{d.Name}, d.Synonyms...) {
				if names[name] {
					t.Errorf("%q names two dimensions", name)
				}
				names[name] = true
				if d.Parameters != nil {
					name = d.Prefix() + "age"
				}
				if found, _ := Named(name); found != d {
					t.Errorf("Named(%q) is another one", name)
				}
			}
			ways := 0
			for _, has := range []bool{d.Tag != nil, d.Place != nil, d.Text != nil} {
				if has {
					ways++
				}
			}
			if ways != 1 || (d.Tag != nil) != (d.About == Tags) || (d.Text == nil) != (d.Things != nil) {
				t.Errorf("values come from tags %v, places %v, texts %v; things %v", d.Tag != nil, d.Place != nil, d.Text != nil, d.Things != nil)
			}
			if d.Find == nil || d.asked == nil {
				t.Error("nothing can be asked of it")
			}
		})
	}
}

// What pages compare who says a word by: at every place, and without a parameter.
func TestCompares(t *testing.T) {
	compared := Names(func(d *Dimension) bool { return d.Compares })
	if want := []string{"case", "organisation", "type", "participant", "role"}; !slices.Equal(compared, want) {
		t.Errorf("%v, want %v", compared, want)
	}
	for _, name := range compared {
		if d, _ := Named(name); d == nil || d.About == Tags || d.Usage == "" {
			t.Errorf("%s is not of places, or has no filter", name)
		}
	}
}

func TestAdd(t *testing.T) {
	tests := []struct {
		dimension, typed string
		want             coding.Filter
		kind             error
	}{
		{"theme", "trust > loss", coding.Filter{Themes: []coding.ThemeID{"i"}}, nil},
		{"case", "merger", coding.Filter{Cases: []corpus.CaseID{"c"}}, nil},
		{"organization", "Police", coding.Filter{Organisations: []corpus.OrganisationID{"o"}}, nil},
		{"speaker", "R", coding.Filter{Participants: []corpus.ParticipantID{"p"}}, nil},
		{"participant", " (None) ", coding.Filter{Participants: []corpus.ParticipantID{""}}, nil},
		{"role", "Chief", coding.Filter{Roles: []string{"chief"}}, nil},
		{"coder", "ak", coding.Filter{Coders: []coding.CoderID{"k"}}, nil},
		{"about", "police", coding.Filter{About: []corpus.OrganisationID{"o"}}, nil},
		{"source", "int-01", coding.Filter{Sources: []corpus.SourceID{"s"}}, nil},
		{"type", "Interview", coding.Filter{Facts: []coding.FactValue{{Name: "type", Values: []string{"interview"}}}}, nil},
		{"language", "EN", coding.Filter{Facts: []coding.FactValue{{Name: "language", Values: []string{"en"}}}}, nil},
		{"language", "(none)", coding.Filter{Facts: []coding.FactValue{{Name: "language", Values: []string{""}}}}, nil},
		{"attr:", "Age=20..40", coding.Filter{Attributes: []coding.AttributeValue{{Name: "age", Value: "20..40"}}}, nil},
		{"attr:", "age", coding.Filter{}, coding.ErrInvalid},
		{"type", "(none)", coding.Filter{}, coding.ErrInvalid},
		{"language", "fr", coding.Filter{}, coding.ErrUnknown},
		{"case", "Nowhere", coding.Filter{}, coding.ErrUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.dimension+" "+tt.typed, func(t *testing.T) {
			d, _ := Named(tt.dimension)
			var f coding.Filter
			if err := d.Add(study(), &f, tt.typed); !errors.Is(err, tt.kind) {
				t.Fatalf("error %v, want %v", err, tt.kind)
			}
			if diff := cmp.Diff(tt.want, f); diff != "" {
				t.Errorf("filter (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNarrowAndWithin(t *testing.T) {
	for _, d := range All() {
		if d.Nests || d.Parameters != nil { // which have narrowings of their own
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			var both, one, other coding.Filter
			d.asked.add(&both, "x")
			d.asked.add(&both, "y")
			d.asked.add(&one, "x")
			d.asked.add(&other, "z")

			narrowed := both
			if !d.Narrow(&narrowed, "", "x") || !cmp.Equal(narrowed, one) {
				t.Errorf("narrowed to x: %v, want %v", narrowed, one)
			}
			if d.Narrow(&narrowed, "", "z") {
				t.Error("x is narrowed to z")
			}
			common := both
			if !d.Within(&common, one) || !cmp.Equal(common, one) {
				t.Errorf("x or y within x: %v, want %v", common, one)
			}
			if d.Within(&common, other) {
				t.Error("x has something in common with z")
			}
			everything := coding.Filter{}
			if !d.Within(&everything, both) || !cmp.Equal(everything, both) {
				t.Errorf("everything within x or y: %v, want %v", everything, both)
			}
			three := both
			d.asked.add(&three, "v")
			first, second := three, three
			d.asked.add(&first, "w")
			want := fmt.Sprint(first)
			if d.asked.add(&second, "z"); fmt.Sprint(first) != want {
				t.Errorf("a value added to a copy: %v, want %s", first, want)
			}
			if d.asked.add(&one, "y"); !cmp.Equal(one, both) {
				t.Errorf("x with y: %v, want %v", one, both)
			}
		})
	}
}

// A copy of a filter shares nothing with what attributes are added to.
func TestAddAttributeToACopy(t *testing.T) {
	d, _ := Named("attr:age")
	var f coding.Filter
	for _, id := range []string{"age=1", "age=2", "age=3"} {
		d.asked.add(&f, id)
	}
	first, second := f, f
	d.asked.add(&first, "age=4")
	d.asked.add(&second, "age=5")
	if got := first.Attributes[3].Value; got != "4" {
		t.Errorf("the fourth is %q, want 4", got)
	}
}

func TestNamed(t *testing.T) {
	tests := []struct{ typed, name, parameter string }{
		{"Theme", "theme", ""}, {" organization", "organisation", ""}, {"attr:age/10", "attr", "age/10"}, {"ATTR:a:b", "attr", "a:b"},
		{"attr", "", ""}, {"case:x", "", ""}, {"themes", "", ""}, {"", "", ""},
	}
	for _, tt := range tests {
		name := ""
		d, parameter := Named(tt.typed)
		if d != nil {
			name = d.Name
		}
		if name != tt.name || parameter != tt.parameter {
			t.Errorf("Named(%q) = %q, %q; want %q, %q", tt.typed, name, parameter, tt.name, tt.parameter)
		}
	}
}

func TestOffered(t *testing.T) {
	s := study()
	for name, want := range map[string][]string{
		"theme": {"Trust", "Trust > Loss"}, "case": {"Merger", "(none)"}, "participant": {"Roe"}, "source": {"int-01"}, "role": {"chief"},
		"type": {"interview"}, "language": {"en"}, "year": {"2019"}, "attr:": {"age=31"}, "question": nil,
	} {
		var got []string
		d, _ := Named(name)
		for _, c := range d.Offered(s) {
			got = append(got, c.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Units are named without their kind: those of who speaks come before sources, which are
// often called after who speaks in them.
func TestUnits(t *testing.T) {
	if diff := cmp.Diff([]string{"case", "organisation", "participant", "source"}, UnitNames()); diff != "" {
		t.Error(diff)
	}
}
