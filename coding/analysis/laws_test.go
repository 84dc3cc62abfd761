package analysis_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/coding/words"
)

// tokenize splits a text at blanks, as the index does better.
func tokenize(_, text string) (all []words.Word, err error) {
	for part := range strings.FieldsSeq(text) {
		word := strings.ToLower(strings.Trim(part, ".,<>/="))
		all = append(all, words.Word{Word: word, Stem: word})
	}
	return all, nil
}

// asked are requests for every analysis: with nothing said, and with each value that each
// of its options offers.
func asked(t *testing.T, s *coding.Study) (all []*analysis.Request) {
	t.Helper()
	needed := map[string][]string{"joint": {"age"}, "codeline": {"int-00"}, "compare": {"Person 0", "Person 1"}}
	begin := func(a *analysis.Analysis) *analysis.Request {
		r := a.Ask(needed[a.Name]...)
		if a.Name == "truth" {
			for _, x := range []string{"outcome", "condition"} {
				if err := r.Set(x, s.EscapedPath(s.Themes[0].ID)); err != nil {
					t.Fatal(err)
				}
			}
		}
		return r
	}
	for _, a := range analysis.All() {
		all = append(all, begin(a))
		for _, o := range a.Options {
			values := []string{o.Default}
			if o.Choices != nil {
				for _, c := range o.Choices(s) {
					values = append(values, c.Value)
				}
			}
			if o.Kind == query.Check {
				values = []string{"true"}
			}
			for _, v := range values {
				if v == "" || a.Name == "compare" && (o.Name == "by" || o.Name == "likeness") || o.Name == "turns" {
					continue
				}
				r := begin(a)
				if err := r.Set(o.Name, v); err != nil {
					t.Fatal(err)
				}
				if a.Name == "agree" && o.Choices != nil { // of a thousand each takes as long as all others
					if err := r.Set("samples", "50"); err != nil {
						t.Fatal(err)
					}
				}
				if o.For != "" {
					name, value, _ := strings.Cut(o.For, "=")
					if err := r.Set(name, value); err != nil {
						t.Fatal(err)
					}
				}
				all = append(all, r)
			}
		}
	}
	return all
}

// An outcome is what a request was answered with.
type outcome struct {
	asked *analysis.Request
	found *analysis.Result
	err   error
}

var (
	outcomes []outcome // of all requests of the wide study
	run      sync.Once
)

// found is what all that can be asked of the wide study is answered with, which the laws of
// choices, manifests and pictures share.
func found(t *testing.T) []outcome {
	t.Helper()
	run.Do(func() {
		s, tools := wide()
		for _, r := range asked(t, s) {
			found, err := r.Run(context.Background(), s, tools)
			outcomes = append(outcomes, outcome{r, found, err})
		}
	})
	return outcomes
}

// wide is the wide study, whose participants have an age. It is not changed.
var wide = sync.OnceValues(func() (*coding.Study, analysis.Tools) {
	s, texts := codingtest.Wide()
	for i, p := range s.Participants {
		p.Attributes = map[string]string{"age": []string{"31", "44", "58"}[i%3]}
	}
	return coding.NewStudy(coding.Study{Title: s.Title, Cases: s.Cases, Organisations: s.Organisations, Participants: s.Participants,
			Sources:     s.Sources,
			Transcripts: s.Transcripts, Coders: s.Coders, Themes: s.Themes, Passages: s.Passages, Tags: s.Tags}), analysis.Tools{Texts: texts,
			Tokenize: tokenize, Keep: true}
})

// Law of lines: what a request is written as asks for the same, whatever was said.
func TestLineLaw(t *testing.T) {
	s, _ := wide()
	for _, r := range asked(t, s) {
		again, err := analysis.Read(r.Line())
		if err != nil {
			t.Fatalf("%q: %v", r.Line(), err)
		}
		if diff := cmp.Diff(r.Line(), again.Line()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		typed, err := analysis.Read(append(r.Line()[:1:1], query.Split(query.CommandLine(r.Line()[1:]...))...))
		if err != nil || !cmp.Equal(typed.Line(), r.Line()) {
			t.Errorf("typed: %q, %v; want %q", typed.Line(), err, r.Line())
		}
	}
}

// Law of choices: whatever a declaration offers is answered, in every format, and twice
// the same.
func TestChoicesLaw(t *testing.T) {
	s, tools := wide()
	for _, x := range found(t) {
		r, first, err := x.asked, x.found, x.err
		if err != nil {
			if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "in rows and columns") {
				t.Errorf("%q: %v", r.Line(), err)
			}
			continue
		}
		again, err := r.Run(context.Background(), s, tools)
		if err != nil {
			t.Fatalf("%q: %v", r.Line(), err)
		}
		for _, f := range []report.Format{report.Table, report.JSON} {
			var one, two bytes.Buffer
			if err := errors.Join(first.Table.Write(&one, f, report.Screen{}), again.Table.Write(&two, f, report.Screen{})); err != nil {
				t.Fatalf("%q as %s: %v", r.Line(), f, err)
			}
			if one.String() != two.String() {
				t.Errorf("%q as %s: differs the second time", r.Line(), f)
			}
			if strings.Contains(one.String(), "NaN") {
				t.Errorf("%q as %s: there is NaN in it", r.Line(), f)
			}
		}
	}
}

// Law of manifests: a result holds against its own manifest, and a matrix that counts
// something else does not.
func TestManifestLaw(t *testing.T) {
	s, tools := wide()
	changed := coding.NewStudy(coding.Study{Title: s.Title, Cases: s.Cases, Organisations: s.Organisations, Participants: s.Participants,
		Sources:     s.Sources,
		Transcripts: s.Transcripts, Coders: s.Coders, Themes: s.Themes, Passages: s.Passages[1:], Tags: s.Tags[1:]})
	for _, x := range found(t) {
		r, found := x.asked, x.found
		if x.err != nil {
			continue // said in the law of choices
		}
		if changes, cells, err := found.Verify(found.Manifest(s), s); err != nil || len(changes) > 0 {
			t.Errorf("%q: %d changes of %d cells, %v; want none", r.Line(), len(changes), cells, err)
		}
		if r.Analysis.Name != "matrix" || len(r.Options) > 0 {
			continue
		}
		now, err := r.Run(context.Background(), changed, tools)
		if err != nil {
			t.Fatal(err)
		}
		if changes, _, err := now.Verify(found.Manifest(s), changed); err != nil || len(changes) == 0 {
			t.Errorf("%q: a passage less, and %d changes, %v", r.Line(), len(changes), err)
		}
	}
}

// Law of nothing: on an empty study each analysis says so in words; none fails.
func TestEmptyLaw(t *testing.T) {
	none := coding.NewStudy(coding.Study{})
	for _, a := range analysis.All() {
		if len(a.Arguments) > 0 && !a.Arguments[0].Optional || a.Name == "truth" || a.Name == "compare" {
			if said := a.Missing(none, a.Ask()); !strings.HasSuffix(said, ".") {
				t.Errorf("%s: what is missing is %q", a.Name, said)
			}
			continue
		}
		found, err := a.Ask().Run(context.Background(), none, analysis.Tools{Texts: codingtest.Texts{}, Tokenize: tokenize})
		if err != nil {
			if !errors.Is(err, coding.ErrInvalid) || coding.Hint(err) == "" {
				t.Errorf("%s: %v", a.Name, err)
			}
			continue
		}
		var b bytes.Buffer
		if err := found.Table.Write(&b, report.Table, report.Screen{}); err != nil || len(found.Table.Rows) == 0 &&
			(found.Table.Empty == "" || !strings.Contains(b.String(), found.Table.Empty)) {
			t.Errorf("%s: %v\n%s", a.Name, err, b.String())
		}
	}
}
