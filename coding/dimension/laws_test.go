package dimension

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// Law of typing: what a page offers for a filter asks for one value, which is typed as
// something that asks for the same.
func TestTypedLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		d := rapid.SampledFrom(All()).Draw(t, "dimension")
		for _, c := range d.Offered(s) {
			var f coding.Filter
			if err := d.Add(s, &f, c.Value); err != nil {
				t.Fatalf("%s offers %q: %v", d.Name, c.Value, err)
			}
			ids, ok := d.Values(f)
			if !ok || len(ids) != 1 {
				t.Fatalf("%s %q asks for %q, %v", d.Name, c.Value, ids, ok)
			}
			if d.Parameters != nil {
				continue // written with its name, by the law below
			}
			typed, ok := d.Typed(s, ids[0])
			var again coding.Filter
			if !ok || d.Add(s, &again, typed) != nil {
				t.Fatalf("%s %q is typed %q, %v", d.Name, ids[0], typed, ok)
			}
			if means, _ := d.Values(again); !slices.EqualFunc(means, ids, strings.EqualFold) {
				t.Fatalf("%s %q is typed %q, which means %q", d.Name, ids[0], typed, means)
			}
		}
	})
}

// Law of values: a dimension gives the value that the study has, read field by field.
func TestValueLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		for i := range s.Passages {
			source := s.PassageSource(i)
			for _, v := range s.Voices(i) {
				for name, want := range placed(s, source, v) {
					d, parameter := Named(name)
					if got := d.at(s, parameter, source, v); got != want {
						t.Fatalf("%s of %+v in source %d is %q, want %q", name, v, source, got, want)
					}
				}
			}
		}
		for i, tag := range s.Tags {
			for name, want := range ofTag(tag) {
				d, _ := Named(name)
				got := ""
				if n := d.Tag(s)(i); n >= 0 {
					got = d.Things(s).At(n).ID
				}
				if got != want {
					t.Fatalf("%s of tag %s is %q, want %q", name, tag.ID, got, want)
				}
			}
		}
	})
}

// The law of values reads each dimension.
func TestValueLawIsOfAll(t *testing.T) {
	nobody := coding.Voice{Participant: coding.NoIndex, Organisation: coding.NoIndex, Case: coding.NoIndex, Question: coding.NoIndex}
	read := placed(study(), 0, nobody)
	for _, d := range All() {
		name := d.Name
		if d.Parameters != nil {
			name = d.Prefix() + "phase"
		}
		if _, ok := read[name]; ok == (d.About == Tags) {
			t.Errorf("placed reads %s: %v; it has to read all that passages have, and no more", name, ok)
		}
		if _, ok := ofTag(coding.Tag{})[name]; ok != (d.About == Tags) {
			t.Errorf("ofTag reads %s: %v; it has to read all that tags have, and no more", name, ok)
		}
	}
}

// ofTag are the values of a tag.
func ofTag(tag coding.Tag) map[string]string {
	return map[string]string{"theme": string(tag.Theme), "coder": string(tag.Coder), "about": string(tag.About)}
}

// Law of facts: what a source has of a fact, or (none) where it has nothing, asks for those
// sources that have the same. This holds for a fact with values that a source may lack, too.
func TestFactLaw(t *testing.T) {
	size := coding.SourceFact{Name: "size", Values: []string{"small", "large"},
		Of: func(x *corpus.Source) string { return []string{"", "small", "large"}[len(x.Attributes["phase"])%3] },
		Parse: func(typed string) (string, error) {
			if typed != "small" && typed != "large" {
				return "", errors.New("neither small nor large")
			}
			return typed, nil
		}}
	before := coding.SourceFacts
	t.Cleanup(func() { coding.SourceFacts = before })
	coding.SourceFacts = append(slices.Clip(before), size)
	dimensions, nobody := facts(coding.SourceFacts), coding.Voice{Participant: coding.NoIndex, Organisation: coding.NoIndex,
		Case: coding.NoIndex, Question: coding.NoIndex}
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		i := rapid.IntRange(0, len(coding.SourceFacts)-1).Draw(t, "fact")
		fact, src := coding.SourceFacts[i], rapid.SampledFrom(s.Sources).Draw(t, "source")
		value := fact.Of(src)
		if value == "" && fact.Always {
			t.Fatalf("%s: source %q has none", fact.Name, src.Name)
		}
		typed, ok := dimensions[i].Typed(s, value)
		var f coding.Filter
		if err := dimensions[i].Add(s, &f, typed); err != nil || !ok {
			t.Fatalf("%s %q is typed %q, %v: %v", fact.Name, value, typed, ok, err)
		}
		lets := s.Places(f)
		for j, other := range s.Sources {
			if got, want := lets(j, nobody), strings.EqualFold(fact.Of(other), value); got != want {
				t.Fatalf("%s %q lets %q through: %v, want %v", fact.Name, typed, fact.Of(other), got, want)
			}
		}
	})
}

// at is the identifier of the value that a dimension has at a place.
func (d *Dimension) at(s *coding.Study, parameter string, source int, v coding.Voice) string {
	if d.Text != nil {
		return d.Text(s, parameter)(source, v)
	}
	if n := d.Place(s)(source, v); n >= 0 {
		return d.Things(s).At(n).ID
	}
	return ""
}

// placed are the values of all dimensions at a place.
func placed(s *coding.Study, source int, v coding.Voice) map[string]string {
	src := s.Sources[source]
	want := map[string]string{"source": string(src.ID), "type": string(src.Type), "language": src.Language, "year": "", "month": "",
		"case": "", "organisation": "", "participant": "", "role": "", "question": "", "attr:phase": src.Attributes["phase"]}
	if len(src.Date) >= 4 {
		want["year"] = string(src.Date[:4])
	}
	if len(src.Date) >= 7 {
		want["month"] = string(src.Date[:7])
	}
	if v.Case >= 0 {
		want["case"] = string(s.Cases[v.Case].ID)
	}
	if v.Organisation >= 0 {
		want["organisation"] = string(s.Organisations[v.Organisation].ID)
	}
	if v.Participant >= 0 {
		want["participant"], want["role"] = string(s.Participants[v.Participant].ID), s.Participants[v.Participant].Role
	}
	if v.Researcher {
		want["role"] = corpus.Researcher
	}
	if v.Question >= 0 {
		want["question"] = s.Questions()[v.Question]
	}
	return want
}

// Law of bins: a number lies in the bin that it is put into, and in no other; what is no
// number stays as it is.
func TestBinLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parameter := rapid.SampledFrom([]string{"age/10", "age/0.1", "age/3", "age<10<30", "age<0", "age<-5<5<5.5"}).Draw(t, "bins")
		name, bins := Attribute(parameter)
		if name != "age" || bins == nil {
			t.Fatalf("%s is read as %q, %v", parameter, name, bins)
		}
		values := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strconv.FormatFloat(float64(rapid.IntRange(-2000, 2000).Draw(t, "n"))/20, 'f', -1, 64)
		}), 2, 6).Draw(t, "values")
		in := map[string]string{}
		for _, v := range values {
			in[v] = bins.of(v)
		}
		for _, v := range values {
			for _, other := range values {
				matches := coding.AttributeValue{Value: in[other]}.Matches(v)
				if matches != (in[v] == in[other]) {
					t.Fatalf("%s: %s is in %s and %s in %s; the latter matches the former: %v", parameter, v, in[v], other, in[other], matches)
				}
			}
		}
		if got := bins.of("old"); got != "old" {
			t.Fatalf("a word becomes %q", got)
		}
	})
}

func TestAttribute(t *testing.T) {
	tests := []struct {
		parameter, name, value, bin string
	}{
		{"age", "age", "31", "31"}, {"age/10", "age", "31", "30..40"}, {"age/10", "age", "30", "30..40"}, {"age/10", "age", "-1", "-10..0"},
		{"age<30<50", "age", "29.9", "..30"}, {"age<30<50", "age", "30", "30..50"}, {"age<30<50", "age", "50", "50.."},
		{"km/h", "km/h", "31", "31"}, {"age/0", "age/0", "31", "31"}, {"a<b", "a<b", "31", "31"}, {" age /5", "age", "7", "5..10"},
		{"age/0.1", "age", "0.3", "0.3..0.4"}, {"age/10", "age", "", ""},
	}
	for _, tt := range tests {
		name, bins := Attribute(tt.parameter)
		if got := bins.of(tt.value); name != tt.name || got != tt.bin {
			t.Errorf("%s: %q, %s is in %q; want %q, %q", tt.parameter, name, tt.value, got, tt.name, tt.bin)
		}
	}
}

func TestCheckAttribute(t *testing.T) {
	s := codingtest.Room(func(s *coding.Study) {
		s.Participants[0].Attributes = map[string]string{"age": "31", "rank": "high"}
	})
	tests := []struct {
		parameter, says string
	}{
		{"age", ""}, {"AGE/10", ""}, {"rank", ""}, {"size", `attribute "size": unknown`}, {"age<50<30", "limits of bins go upwards"},
		{"rank/10", "no value of rank is a number"},
	}
	for _, tt := range tests {
		err := CheckAttribute(s, tt.parameter)
		if tt.says == "" && err != nil || tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: %v, want %q", tt.parameter, err, tt.says)
		}
	}
}

// Ranges of an attribute are joined by or where they are typed, by and where a filter is
// narrowed; a list says both where it can.
func TestAttributeValues(t *testing.T) {
	d, _ := Named("attr:")
	var f coding.Filter
	values := func() string {
		ids, ok := d.Values(f)
		return fmt.Sprint(ids, ok)
	}
	if got := values(); got != "[] true" {
		t.Errorf("nothing asked: %s", got)
	}
	f.Attributes = []coding.AttributeValue{{Name: "age", Value: "20..40"}, {Name: "rank", Value: "high"}, {Name: "Age", Value: "60.."}}
	d.Narrow(&f, "age/10", "30..70")
	if got := values(); got != "[rank=high age=30..40 Age=60..70] true" {
		t.Errorf("narrowed: %s", got)
	}
	d.Narrow(&f, "size", "")
	if got := values(); got != "[rank=high age=30..40 Age=60..70 size=] true" {
		t.Errorf("narrowed by another: %s", got)
	}
	var other coding.Filter
	other.Attributes = []coding.AttributeValue{{Name: "age", Value: "35"}}
	if !d.Within(&f, other) || values() != "[rank=high size= age=35] true" {
		t.Errorf("within another: %s", values())
	}
	d.Narrow(&f, "age", "36")
	if got := values(); got != "[] false" {
		t.Errorf("nobody is both: %s", got)
	}
}

func TestAmong(t *testing.T) {
	d, _ := Named("participant")
	f := coding.Filter{Participants: []corpus.ParticipantID{"a", "b", "c"}}
	before := f
	d.Among(&f, []string{"c", "a"})
	if !slices.Equal(f.Participants, []corpus.ParticipantID{"c", "a"}) || len(before.Participants) != 3 || before.Participants[0] != "a" {
		t.Errorf("among c and a: %v; before: %v", f.Participants, before.Participants)
	}
	if got := Names(func(d *Dimension) bool { return d.Joint }); !slices.Equal(got, []string{"source", "participant"}) {
		t.Errorf("a joint display can be of %v", got)
	}
}
