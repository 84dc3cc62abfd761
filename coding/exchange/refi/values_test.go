package refi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

// Values are of their type as the schema has it.
func TestIsValue(t *testing.T) {
	for typ, values := range map[string]struct{ valid, invalid string }{
		"Text":     {"anything|", ""},
		"Boolean":  {"true|false|0|1", "|yes|TRUE|2"},
		"Integer":  {"0|-12|+7", "|1.0|x|1e3"},
		"Float":    {"0|-1.50|.5|3.|+2", "|.|x|1,5|1e3"},
		"Date":     {"2020-02-03|2020-02-03Z|2020-02-03+01:00|-0044-03-15|12020-01-01", "|2020|3.2.2020|2020-2-3"},
		"DateTime": {"2020-02-03T04:05:06|2020-02-03T04:05:06.789Z|2020-02-03T04:05:06-11:30", "|2020-02-03|2020-02-03 04:05:06"},
	} {
		for _, v := range strings.Split(values.valid, "|") {
			if !refi.IsValue(typ, v) {
				t.Errorf("%s %q is not valid", typ, v)
			}
		}
		for _, v := range strings.Split(values.invalid, "|") {
			if typ != "Text" && refi.IsValue(typ, v) {
				t.Errorf("%s %q is valid", typ, v)
			}
		}
	}
}

// Identifiers are those of the schema, and are compared without braces and case.
func TestGUID(t *testing.T) {
	const one = "0C5C6A2E-8a37-4d0b-9d61-3e1b0f6c7a44"
	for s, want := range map[string]bool{
		one: true, "{" + one + "}": true, "{" + one: false, one + "}": false, strings.ReplaceAll(one, "-", ""): false,
		"": false, "g" + one[1:]: false, one + "00": false, one[:8] + "+" + one[9:]: false,
	} {
		if refi.IsGUID(s) != want {
			t.Errorf("IsGUID(%q) = %v", s, !want)
		}
	}
	for _, s := range []string{one, "{" + one + "}", " {" + strings.ToLower(one) + "} "} {
		if refi.Key(s) != strings.ToLower(one) {
			t.Errorf("Key(%q) = %q", s, refi.Key(s))
		}
	}
}

// An identifier that is made depends on all parts and on where they end.
func TestNewGUID(t *testing.T) {
	if got, want := refi.NewGUID("theme", "Trust"), "750388c4-f506-5dd3-994e-6deb84a47483"; got != want {
		t.Errorf("%s, want %s: files that were exported before would no longer match", got, want)
	}
	made := map[string]bool{}
	for _, parts := range [][]string{{"a", "b"}, {"ab"}, {"a", "b", ""}, {"b", "a"}, {}} {
		id := refi.NewGUID(parts...)
		if !refi.IsGUID(id) || id[14] != '5' || !strings.Contains("89ab", id[19:20]) || id != refi.NewGUID(parts...) {
			t.Errorf("%q: %s", parts, id)
		}
		made[id] = true
	}
	if len(made) != 5 {
		t.Errorf("%d different identifiers, want 5", len(made))
	}
}

// Problems are counted by kind, in the order in which they came.
func TestProblems(t *testing.T) {
	var p refi.Problems
	if all := p.All(); len(all) > 0 {
		t.Error(all)
	}
	p.Add("b", "first b")
	p.AddN("a", 3, "first a")
	p.AddN("c", 0, "none")
	p.Add("b", "second b")
	want := []refi.Problem{{What: "b", Count: 2, Example: "first b"}, {What: "a", Count: 3, Example: "first a"}}
	if diff := cmp.Diff(want, p.All()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"b: 2 times (first first b)", "a: 3 times (first first a)"}, described(p.All())); diff != "" {
		t.Error(diff)
	}
	if got := (refi.Problem{What: "x", Count: 1, Example: "y"}).Describe(); got != "x (y)" {
		t.Error(got)
	}
}

// Selections are sorted by start, then end; equal ones stay in order.
func TestSort(t *testing.T) {
	at := func(name string, start, end int) *refi.Selection {
		return &refi.Selection{Name: name, Start: start, End: end}
	}
	all := []*refi.Selection{at("d", 5, 9), at("b", 1, 3), at("c", 1, 3), at("a", 1, 2)}
	refi.Sort(all)
	var got string
	for _, s := range all {
		got += s.Name
	}
	if got != "abcd" {
		t.Error(got)
	}
}
