package intake_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/intake"
)

// What is said of several files is said once, with their names; only where a command lists all are a
// few enough.
func TestTogether(t *testing.T) {
	there := &intake.Remark{Reason: "there already", Command: "crosscase source list", Lists: true}
	changed := &intake.Remark{Reason: "have changed", Hint: "to take one", Command: "crosscase source update NAME FILE"}
	remarks := func(n int, of func(file string) intake.Remark) (all []intake.Remark) {
		for i := range n {
			all = append(all, of(fmt.Sprintf("%c.txt", 'a'+i)))
		}
		return all
	}
	isThere := func(f string) intake.Remark {
		return intake.Remark{File: f, Reason: fmt.Sprintf("there already, as %q", f), Many: there}
	}
	hasChanged := func(f string) intake.Remark {
		return intake.Remark{File: f, Reason: "has changed", Hint: "to take it", Command: "crosscase source update " + f, Many: changed}
	}
	encoded := func(f string) intake.Remark {
		return intake.Remark{File: f, Reason: "read as windows-1252", Command: "--encoding NAME"}
	}
	labels := func(f string) intake.Remark {
		return intake.Remark{File: f, Reason: fmt.Sprintf("label %q", f), Hint: "set the labels"}
	}
	for _, tt := range []struct {
		name    string
		remarks []intake.Remark
		want    []string
	}{
		{"few stay apart", remarks(3, isThere), []string{`a.txt: there already, as "a.txt"`, `b.txt: there already, as "b.txt"`, `c.txt: there already, as "c.txt"`}},
		{"many that a command lists", remarks(12, isThere), []string{"12 files: there already: a.txt, b.txt, c.txt and 9 more (crosscase source list)"}},
		{"many that none lists", remarks(5, hasChanged),
			[]string{"5 files: have changed: a.txt, b.txt, c.txt, d.txt, e.txt (to take one: crosscase source update NAME FILE)"}},
		{"two of one reason", remarks(2, encoded), []string{"a.txt, b.txt: read as windows-1252 (--encoding NAME)"}},
		{"many of one reason", remarks(5, encoded), []string{"5 files: read as windows-1252: a.txt, b.txt, c.txt, d.txt, e.txt (--encoding NAME)"}},
		{"what is to be done about each follows each other", append(append(remarks(1, labels), remarks(1, encoded)...), remarks(2, labels)[1]),
			[]string{`a.txt: label "a.txt" (set the labels)`, `b.txt: label "b.txt" (set the labels)`, "a.txt: read as windows-1252 (--encoding NAME)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range intake.Together(tt.remarks) {
				got = append(got, r.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
