package query_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
)

// selected are the passages that filters leave, by their indices.
func selected(s *coding.Study, texts coding.Texts, n query.Names) (map[int]bool, error) {
	f, err := n.Resolve(context.Background(), s, texts)
	if err != nil {
		return nil, err
	}
	found := map[int]bool{}
	for _, p := range s.Select(f).Passages {
		found[p.Index] = true
	}
	return found, nil
}

// Law of filters: any of several values of one filter will do, and each filter that comes
// on top leaves no more than was there before it.
func TestFilterLaw(t *testing.T) {
	s, texts := codingtest.Wide()
	rapid.Check(t, func(t *rapid.T) {
		names := query.Names{}
		before, err := selected(s, texts, names)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"theme", "case", "organisation", "type", "source", "participant",
			"coder"}), 1, 3, rapid.ID).Draw(t, "filters") {
			f, _ := query.FilterNamed(name)
			var values []string
			for _, c := range rapid.SliceOfN(rapid.SampledFrom(f.Choices(s)), 1, 3).Draw(t, name) {
				values = append(values, c.Value)
			}
			any := map[int]bool{}
			for _, v := range values {
				one := maps.Clone(names)
				one[name] = []string{v}
				found, err := selected(s, texts, one)
				if err != nil {
					t.Fatalf("%s %q: %v", name, v, err)
				}
				maps.Copy(any, found)
			}
			names[name] = values
			got, err := selected(s, texts, names)
			if err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got, any) {
				t.Fatalf("%v: %d passages, and %d by one value at a time", names, len(got), len(any))
			}
			for p := range got {
				if !before[p] {
					t.Fatalf("%v: passage %d was not there before the filter", names, p)
				}
			}
			before = got
		}
	})
}

func TestResolve(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")  // Roe, of Northmoor
		codingtest.Put(s, 12, 20, "b") // Penn, of Aldenshire
		codingtest.Put(s, 32, 38, "d") // a guest without organisation, below A
	})
	for _, tt := range []struct {
		names query.Names
		want  []int
	}{
		{nil, []int{0, 1, 2}},
		{query.Names{"theme": {"A"}}, []int{0, 2}},
		{query.Names{"theme": {"A"}, "exact": {"true"}}, []int{0}},
		{query.Names{"theme": {"A"}, "exact": {"false"}}, []int{0, 2}},
		{query.Names{"organisation": {"northmoor", "(NONE)"}}, []int{0, 2}},
		{query.Names{"participant": {"Penn"}}, []int{1}},
		{query.Names{"where": {"A OR B"}}, []int{0, 1, 2}},
		{query.Names{"where": {"A OR B"}, "participant": {"Roe"}}, []int{0}},
		{query.Names{"where": {""}, "straddle": {""}}, []int{0, 1, 2}},
		{query.Names{"since": {"2019"}}, nil},
	} {
		found, err := selected(s, nil, tt.names)
		if got := slices.Sorted(maps.Keys(found)); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%v: passages %v, %v; want %v", tt.names, got, err, tt.want)
		}
	}
}

func TestResolveErrors(t *testing.T) {
	s := codingtest.Tagged(nil)
	for _, tt := range []struct {
		names query.Names
		kind  error
		want  string
	}{
		{query.Names{"theme": {"Z"}}, coding.ErrUnknown, `theme "Z": unknown`},
		{query.Names{"source": {"meting"}}, coding.ErrUnknown, `source "meting": unknown`},
		{query.Names{"attr": {"age"}}, coding.ErrInvalid, `--attr "age": write it as NAME=VALUE`},
		{query.Names{"straddle": {"half"}}, coding.ErrInvalid, `--straddle "half": one of each, majority, exclude`},
		{query.Names{"since": {"soon"}}, coding.ErrInvalid, ""},
		{query.Names{"type": {"letter"}}, coding.ErrInvalid, ""},
		{query.Names{"where": {"A AND"}}, coding.ErrInvalid, ""},
	} {
		_, err := tt.names.Resolve(context.Background(), s, nil)
		if !errors.Is(err, tt.kind) || tt.want != "" && err.Error() != tt.want {
			t.Errorf("%v: %v; want %v: %s", tt.names, err, tt.kind, tt.want)
		}
	}
}

func TestFilterNames(t *testing.T) {
	all, places := query.FilterNames(), query.PlaceNames()
	for _, name := range all {
		f, ok := query.FilterNamed(name)
		if !ok || f.Usage == "" {
			t.Errorf("%s: there is no such filter, or none that says what it does", name)
		}
		if f.Tags == slices.Contains(places, name) {
			t.Errorf("%s: is about tags %v, and among the places %v", name, f.Tags, !f.Tags)
		}
	}
	if f, ok := query.FilterNamed("organization"); !ok || f.Name != "organisation" {
		t.Errorf("organization is the filter %q", f.Name)
	}
	if _, ok := query.FilterNamed("colour"); ok {
		t.Error("there is a filter of colours")
	}
}
