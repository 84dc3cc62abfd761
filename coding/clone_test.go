package coding_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// A copy has all fields of a study, each in a slice or map of its own; a field that is
// added later is copied, too, or this fails.
func TestClone(t *testing.T) {
	s := codingtest.Filled("x", "y")
	c := s.Clone()
	was, is := reflect.ValueOf(s), reflect.ValueOf(c)
	for _, f := range reflect.VisibleFields(was.Type()) {
		if !f.IsExported() {
			continue
		}
		a, b := was.FieldByIndex(f.Index), is.FieldByIndex(f.Index)
		if diff := cmp.Diff(a.Interface(), b.Interface()); diff != "" {
			t.Errorf("%s: (-study +copy)\n%s", f.Name, diff)
		}
		if k := f.Type.Kind(); (k == reflect.Slice || k == reflect.Map) && a.UnsafePointer() == b.UnsafePointer() {
			t.Errorf("%s of the copy is that of the study: clone it in Clone", f.Name)
		}
	}
}

// What was worked out for the study is not that of a copy with other parts.
func TestCloneIsAskedAnew(t *testing.T) {
	s := coding.NewStudy(coding.Study{Themes: []*coding.Theme{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Position: 1}},
		Sources:     []*corpus.Source{{ID: "s", Text: "x"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"x": {Questions: []string{"Why?"}}}})
	c := s.Clone()
	c.Themes = c.Themes[1:]
	again := coding.NewStudy(c)
	if again.Theme("a") != nil || again.ThemeIndex("b") != 0 || len(again.Questions()) != 1 {
		t.Errorf("theme a %v, b at %d, questions %v", again.Theme("a"), again.ThemeIndex("b"), again.Questions())
	}
	if s.ThemeIndex("b") != 1 || len(s.Themes) != 2 {
		t.Errorf("the study was changed: %d themes, b at %d", len(s.Themes), s.ThemeIndex("b"))
	}
}

// Only leaves out all that is of another coder, in every field whose things have one, and
// nothing else but passages that nobody else has marked.
func TestOnlyOfEveryField(t *testing.T) {
	s := codingtest.Filled("x", "y")
	only := reflect.ValueOf(*coding.NewStudy(s).Only("x"))
	for _, f := range reflect.VisibleFields(only.Type()) {
		if !f.IsExported() || f.Type.Kind() != reflect.Slice || f.Name == "Tags" || f.Name == "Passages" { // which hang on each other
			continue
		}
		of := f.Type.Elem()
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		_, owned := of.FieldByName("Coder")
		want := 2
		if owned || f.Name == "Coders" {
			want = 1
		}
		field := only.FieldByIndex(f.Index)
		if field.Len() != want {
			t.Errorf("%s: %d things, want %d", f.Name, field.Len(), want)
			continue
		}
		for i := range field.Len() {
			if c := reflect.Indirect(field.Index(i)).FieldByName("Coder"); owned && c.String() != "x" {
				t.Errorf("%s: one of %q is there", f.Name, c)
			}
		}
	}
}
