package project

import (
	"context"
	"errors"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// fullDisk is an engine that cannot rewrite its file.
type fullDisk struct{ engine }

func (fullDisk) Compact(context.Context) error { return errors.New("disk is full") }

// Names in notes alone are replaced, too; that they are gone is said also where the file
// cannot be rewritten afterwards, since then the key is the only way back.
func TestPseudonymiseTellsWhetherNamesAreGone(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	mask := pseudonym.NewMask([]pseudonym.Pseudonym{{Name: "Zelda Qwertman", Pseudonym: "Person One"}})
	newID := func() string { return "new" }
	p := newProject(t)
	apply(t, p, edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Northmoor"}},
		edit.PutMemo{ID: "m", On: "o", Text: "spoke with Zelda Qwertman"})
	p.engine = fullDisk{p.engine}
	places, done, err := p.Pseudonymise(context.Background(), "AK", at, mask, newID)
	if places != 0 || !done || err == nil {
		t.Errorf("%d places, done %v, %v; want 0 places, done, and an error", places, done, err)
	}
	s, err := p.Study(context.Background())
	if err != nil || s.Memos[0].Text != "spoke with Person One" {
		t.Fatalf("the note says %q, %v", s.Memos[0].Text, err)
	}

	p = newProject(t)
	apply(t, p, edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Zelda Qwertman"}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "p", Name: "Person One"}})
	if _, done, err := p.Pseudonymise(context.Background(), "AK", at, mask, newID); done || !errors.Is(err, coding.ErrConflict) {
		t.Errorf("two organisations of one name: done %v, %v", done, err)
	}
}
