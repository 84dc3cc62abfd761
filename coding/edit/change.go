// Package edit is all that can be done to a project, as values.
//
// A [Change] says one edit: import this source, tag this passage, merge these themes.
// An [Edit] is what one person did at one time, one or more changes and the sentence
// that the log keeps of it. Changes are the only way into a project: package project
// applies an edit whole or not at all, and can take it back. Values of this package do
// nothing by themselves; Validate checks what can be checked without a study.
//
// Changes are declared in files by what they change (sources.go, people.go, themes.go,
// passages.go, notes.go, coders.go), each with its Validate; how each is stored is declared
// in package project, in the file of its kind of thing.
//
// What is more than one change is worked out here from a study, as changes: moving a
// passage's borders ([MoveBorders]), carrying tags from one text to another
// ([Transfer]), settling what coders marked differently ([Agreements], [Decide]).
//
// The laws of this package, each in laws_test.go:
//
//   - Borders: the coder's tags on a passage are on its new span, with their memos; all
//     other tags are where they were.
//   - Transfer: every tag is on the same words of the other text too, by the same coder.
//   - Decisions: a place that was decided is not asked about again.
//   - Changes that fit are valid: what can be made in a study can be validated.
package edit

import (
	"strings"
	"time"

	"crosscase/coding"
)

// An Edit is what one person does at once: all its changes happen, or none.
type Edit struct {
	Coder   string // name of who does it
	At      time.Time
	What    string // for the log, as "tag 12 passages with Trust"
	Step    int    // number of the logged edit that this one belongs to, 0 for none: undo takes back whole steps
	Changes []Change
	// Progress, if not nil, is called now and then with how many changes are made.
	Progress func(done, of int)
}

// A Change is a value that says one edit; the only way into a project.
type Change interface {
	// Validate returns an error that wraps [coding.ErrInvalid] where the change could
	// never be made, whatever the project holds.
	Validate() error
}

// PutTitle names the project.
type PutTitle struct{ Title string }

// Validate implements [Change].
func (c PutTitle) Validate() error {
	if strings.ContainsAny(c.Title, "\n\r") {
		return coding.Errorf(coding.ErrInvalid, "title %q: one line", c.Title)
	}
	return nil
}
