package query_test

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/dimension"
	"crosscase/coding/query"
)

// Law of quoting: what is quoted is read as it was, by us and by a POSIX shell.
func TestQuoteLaw(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Logf("no shell here: only our own reading is checked")
	}
	argument := rapid.OneOf(rapid.StringMatching("[a-zé \"'\\\\$`!*>;#\t\n=()~-]{0,12}"), rapid.StringMatching(`[a-z]+`))
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(argument, 1, 4).Draw(t, "args")
		line := query.CommandLine(args...)
		if got := query.Split(line); !slices.Equal(got, args) {
			t.Fatalf("%q is written %s and read as %q", args, line, got)
		}
		if got := query.SplitLines(line + "\n" + line); len(got) != 2 || !slices.Equal(got[1], args) {
			t.Fatalf("%s twice is read as %q", line, got)
		}
		if sh == "" {
			return
		}
		out, err := exec.Command(sh, "-c", `printf '%s\0' `+line).Output()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); !slices.Equal(got, args) {
			t.Fatalf("%s is to a shell %q, want %q", line, got, args)
		}
	})
}

// drawNames draws filters as people type them: values that a page offers, dates, a query.
func drawNames(t *rapid.T, s *coding.Study, most int) query.Names {
	n := query.Names{}
	for _, f := range query.Filters() {
		if rapid.IntRange(0, most).Draw(t, "asked "+f.Name) > 0 {
			continue
		}
		switch f.Kind {
		case query.Check:
			n[f.Name] = []string{"true"}
		case query.Date:
			n[f.Name] = []string{rapid.SampledFrom([]string{"2018", "2019", "2019-03", "2019-03-14", "2020"}).Draw(t, "date")}
		case query.Text:
			n[f.Name] = []string{rapid.SampledFrom([]string{"theme0", "NOT theme0", "coder:coder0 about:none"}).Draw(t, "query")}
		default:
			var values []string
			for _, c := range f.Choices(s) {
				values = append(values, c.Value)
			}
			if len(values) > 0 {
				n[f.Name] = rapid.SliceOfN(rapid.SampledFrom(values), 1, 2).Draw(t, f.Name)
			}
		}
	}
	return n
}

// passages are those that a filter selects, with their tags and voices.
func passages(s *coding.Study, f coding.Filter) []coding.Selected { return s.Select(f).Passages }

// Law of writing: a filter that is written as names lets the same through when these are
// read, also after it was narrowed to a value of any dimension.
func TestWriterLaw(t *testing.T) {
	wrote, tried := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		tried++
		s := codingtest.Draw(t)
		f, err := drawNames(t, s, 5).Resolve(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 2).Draw(t, "narrowed") {
			d := rapid.SampledFrom(dimension.All()).Draw(t, "dimension")
			if d.Parameters != nil {
				parameter := rapid.SampledFrom([]string{"age", "rank", "phase", "kind"}).Draw(t, "attribute")
				d.Narrow(&f, parameter, rapid.SampledFrom([]string{"high", "", "police", "9", "9..30", "..10"}).Draw(t, "value"))
				continue
			}
			if d.Nests && len(f.Themes) > 0 { // who narrows themes knows what is below them
				continue
			}
			var ids []string
			for _, c := range d.Offered(s) {
				var g coding.Filter
				if err := d.Add(s, &g, c.Value); err != nil {
					t.Fatalf("%s offers %q: %v", d.Name, c.Value, err)
				}
				values, _ := d.Values(g)
				ids = append(ids, values...)
			}
			if len(ids) > 0 && !d.Narrow(&f, "", rapid.SampledFrom(ids).Draw(t, "value")) {
				return // nothing is left
			}
		}
		names, ok := query.NewWriter(s).Names(f)
		if !ok {
			return
		}
		wrote++
		again, err := names.Resolve(context.Background(), s, nil)
		if err != nil {
			t.Fatalf("%+v is written %v: %v", f, names, err)
		}
		if diff := cmp.Diff(passages(s, f), passages(s, again)); diff != "" {
			t.Fatalf("%+v is written %v (-want +got):\n%s", f, names, diff)
		}
	})
	if wrote < tried/5 {
		t.Errorf("%d of %d filters were written", wrote, tried)
	}
}

// Law of conditions: behind a theme, the conditions of a filter let the same passages
// through as the filter does with the theme.
func TestConditionsLaw(t *testing.T) {
	wrote, tried := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		tried++
		ctx := context.Background()
		s := codingtest.Draw(t)
		names := drawNames(t, s, 9)
		delete(names, "theme")
		f, err := names.Resolve(ctx, s, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := query.NewWriter(s)
		conditions, ok := w.Conditions(f)
		if !ok {
			return
		}
		wrote++
		theme := rapid.SampledFrom(s.Themes).Draw(t, "theme").ID
		text, ok := w.Theme(theme, conditions)
		if !ok {
			t.Fatalf("no query names theme %s", theme)
		}
		where, err := query.Names{"where": {text}}.Resolve(ctx, s, nil)
		if err != nil {
			t.Fatalf("%+v is written %s: %v", f, text, err)
		}
		// What is asked of sources is no condition.
		where.Sources, where.Facts, where.Since, where.Until = f.Sources, f.Facts, f.Since, f.Until
		f.Themes = []coding.ThemeID{theme}
		var want, got []int
		for _, p := range passages(s, f) {
			want = append(want, p.Index)
		}
		for _, p := range passages(s, where) {
			got = append(got, p.Index)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+v is written %s, which finds %v, want %v", f, text, got, want)
		}
	})
	if wrote < tried/5 {
		t.Errorf("%d of %d conditions were written", wrote, tried)
	}
}
