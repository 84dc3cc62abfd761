package project

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
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
	places, done, err := p.Pseudonymise(context.Background(), "AK", at, mask, newID, false)
	if !cmp.Equal(places, Replaced{Others: 1}) || !done || err == nil {
		t.Errorf("%+v, done %v, %v; want one note, done, and an error", places, done, err)
	}
	s, err := p.Study(context.Background())
	if err != nil || s.Memos[0].Text != "spoke with Person One" {
		t.Fatalf("the note says %q, %v", s.Memos[0].Text, err)
	}

	p = newProject(t)
	apply(t, p, edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Zelda Qwertman"}},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "p", Name: "Person One"}})
	if _, done, err := p.Pseudonymise(context.Background(), "AK", at, mask, newID, false); done || !errors.Is(err, coding.ErrConflict) {
		t.Errorf("two organisations of one name: done %v, %v", done, err)
	}
}

const qwertman = "Qwertman"

// named fills a project with a name wherever people can write one.
func named(t *testing.T, p *Project) {
	t.Helper()
	body := "Qwertman: I am Zelda Qwertman, as I said.\n\nPenn: Are you, QWERTMAN?\n\nQwertman: I know other qwertmans.\n\nPenn: So do I.\n"
	on := func(words string) corpus.Span {
		at := strings.Index(body, words)
		return corpus.Span{Start: at, End: at + len(words)}
	}
	src := add(t, p, edittest.IDs(), "int with Qwertman", body)
	survey := other()
	survey.Text.LeftOut = []corpus.LeftOut{{Why: corpus.RunningHead, Where: "p. 1", Text: "Talk with Qwertman"}}
	apply(t, p, survey)
	attributes := map[string]string{"knows Qwertman": "Qwertman's"}
	who := *study(t, p).Participants[0]
	who.Role, who.Aliases, who.Attributes = "for Qwertman", []string{"Ms Qwertman", "Zelda Qwertman"}, attributes
	apply(t, p, edit.PutParticipant{Participant: who}, edit.PutTitle{Title: "On Qwertman"},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Qwertman & Sons", Kind: "of Qwertman",
			Attributes: attributes}},
		edit.PutCase{Case: corpus.CaseStudy{ID: "c", Name: "The Qwertman case", Description: "Qwertman", Attributes: attributes}},
		edit.PutTheme{Theme: coding.Theme{ID: "a", Name: "Trust in Qwertman", Definition: "Qwertman", Include: "Qwertman",
			Exclude: "Qwertman", Example: "Qwertman", Kind: "Qwertman"}},
		edit.PutTheme{Theme: coding.Theme{ID: "b", Name: "Qwertman again"}}, edit.PutTheme{Theme: coding.Theme{ID: "d", Name: "D"}},
		edit.MergeThemes{From: "b", Into: "a"},
		edit.TagPassage{Passage: "p", Text: src.Text, Span: on("Zelda Qwertman"), Tag: "t", Theme: "a", Memo: "Qwertman!", MemoID: "m"},
		edit.TagPassage{Passage: "p2", Text: src.Text, Span: on("So do I"), Tag: "t2", Theme: "a"},
		edit.PutLink{Link: coding.Link{ID: "l", From: "a", To: "d", Kind: "pleases Qwertman", Note: "Qwertman"}},
		edit.PutSummary{ID: "s", Theme: "a", On: string(src.ID), Text: "Qwertman"},
		edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "of Qwertman", Expression: "Qwertman"}},
		edit.PutPreserved{Preserved: coding.Preserved{ID: "x", Name: "qwertman.qdpx", Document: sumOf(qwertman)},
			Files: []coding.PreservedFile{{SHA256: sumOf(qwertman), Data: func() ([]byte, error) { return []byte(qwertman), nil }}}})
	e := edit.Edit{Coder: "Q. Qwertman", At: monday, What: "add what Qwertman said",
		Changes: []edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "e", Name: "E"}}}}
	if _, err := p.Apply(ctx, e); err != nil {
		t.Fatal(err)
	}
	s := study(t, p)
	c, err := edittest.Correction(s, p, s.Sources[0], strings.Replace(body, "as I said", "so they say", 1), NewID)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, p, c)
}
