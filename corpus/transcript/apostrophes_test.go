package transcript

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Apostrophes in a name are of one spelling, however they are typed.
func TestApostrophes(t *testing.T) {
	for _, a := range []string{"Mark O'Dell", "Mark O’Dell", "Mark OʼDell", "Mark O´Dell", "Mark O`Dell", "O'Dell, Mark", "O’Dell, Mark"} {
		if !SameLabel(a, "Mark O‘Dell") {
			t.Errorf("%q and another spelling are not the same", a)
		}
	}
	const body = "Present: Mark O’Dell (MD), Jane Roe (JR)\n\nMark O'Dell: It leaks.\n\nJane Roe: Yes.\n\nMark OʼDell: Still.\n\nO'Dell: Ever.\n\nMs Roe: No.\n"
	want := []string{"-: Present: Mark O’Dell (MD), Jane Roe (JR)", "Mark O’Dell: It leaks.", "Jane Roe: Yes.", "Mark O’Dell: Still.",
		"Mark O’Dell: Ever.", "Jane Roe: No."}
	if diff := cmp.Diff(want, told(t, body)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	const head = "Interviewee: Anna D’Angelo\nInterviewer: Jane Roe\n\nJane Roe: How?\n\nD'Angelo: So.\n\nJane Roe: When?\n\nD'Angelo: Then.\n"
	if got := told(t, head); got[2] != "Anna D’Angelo: So." {
		t.Errorf("%q", got)
	}
}
