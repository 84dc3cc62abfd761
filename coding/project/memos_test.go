package project

import (
	"strings"
	"testing"
)

// What is asked of each note of an import is answered by what the note is on, not by going
// through all notes of its coder.
func TestNotesAreFoundByIndex(t *testing.T) {
	var id, parent, unused int
	var plan string
	if err := newProject(t).db.QueryRow("explain query plan "+memoTwin, "p", "ann", "words").Scan(&id, &parent, &unused, &plan); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "memos_on") {
		t.Errorf("a note is looked up by %q", plan)
	}
}
