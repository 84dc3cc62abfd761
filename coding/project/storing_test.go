package project

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/corpus"
)

// A storing is a change and what it does to a project that holds one interview, two themes
// and a tag. Whatever it does, Check finds nothing, and undo and redo lead there and back.
type storing struct {
	name   string
	before []edit.Change // what is done first
	change edit.Change
	want   []string // what comes and goes, see edittest.Canonical
	coder  string   // who makes the change, AK for ""
}

func (tt storing) run(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	apply(t, p, tt.before...)
	before, rows := edittest.Canonical(study(t, p)), dump(t, p)
	coder := "AK"
	if tt.coder != "" {
		coder = tt.coder
	}
	number, err := p.Apply(ctx, edit.Edit{Coder: coder, At: monday, What: "change", Changes: []edit.Change{tt.change}})
	if err != nil {
		t.Fatal(err)
	}
	after, changed := edittest.Canonical(study(t, p)), dump(t, p)
	if diff := cmp.Diff(tt.want, edittest.Difference(before, after)); diff != "" {
		t.Errorf("what comes and goes (-want +got):\n%s", diff)
	}
	whole(t, p)
	if (number == 0) != (rows == changed) {
		t.Errorf("entry %d in the log, rows changed: %v", number, rows != changed)
	}
	if number == 0 {
		return
	}
	for _, want := range []string{rows, changed} { // undo, then redo
		if _, err := p.Undo(ctx, coder, monday, last(t, p).Number); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, dump(t, p)); diff != "" {
			t.Errorf("undo and redo (-want +got):\n%s", diff)
		}
		whole(t, p)
	}
}

func storings(t *testing.T, all []storing) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, tt.run)
	}
}

// last is the last entry of the log.
func last(t *testing.T, p *Project) Entry {
	t.Helper()
	e, err := p.Latest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// numbered returns the same identifiers for everything that stocked makes: the source is
// id-0001 with the text id-0002.
const (
	stockedSource = corpus.SourceID("id-0001")
	stockedText   = corpus.TextID("id-0002")
)

// stocked fills a project with an interview, themes Trust and Money, and the tag t of Trust
// on "With money".
func stocked(t testing.TB, p *Project) {
	t.Helper()
	src := add(t, p, edittest.IDs(), "int-1", interview)
	if src.ID != stockedSource || src.Text != stockedText {
		t.Fatalf("source %s, text %s", src.ID, src.Text)
	}
	apply(t, p, theme("trust", "Trust", ""), theme("money", "Money", ""), tag("t", "trust", 37, 47))
}

// theme makes or changes a theme.
func theme(id coding.ThemeID, name string, parent coding.ThemeID) edit.PutTheme {
	return edit.PutTheme{Theme: coding.Theme{ID: id, Name: name, Parent: parent}}
}

// tag puts a theme on bytes of the interview, as the editor.
func tag(id coding.TagID, theme coding.ThemeID, start, end int) edit.TagPassage {
	return edit.TagPassage{Passage: coding.PassageID("p" + id), Text: stockedText, Span: corpus.Span{Start: start, End: end}, Tag: id,
		Theme: theme}
}

func memo(id coding.MemoID, on, text string) edit.PutMemo {
	return edit.PutMemo{ID: id, On: on, Text: text}
}

func link(id coding.LinkID, from, to, note string) edit.PutLink {
	return edit.PutLink{Link: coding.Link{ID: id, From: from, To: to, Kind: "explains", Note: note}}
}

func summary(id string, theme coding.ThemeID, on, text string) edit.PutSummary {
	return edit.PutSummary{ID: id, Theme: theme, On: on, Text: text}
}

// The identifiers of who speaks in the interview, and of whose interview it is.
const (
	northmoor   = corpus.OrganisationID("id-0004")
	caseOne     = corpus.CaseID("id-0003")
	interviewer = corpus.ParticipantID("id-0005")
	roe         = corpus.ParticipantID("id-0006")
)

func TestStocked(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	s := study(t, p)
	if o, c := s.Organisation(northmoor), s.Case(caseOne); o == nil || c == nil || o.Name != "Northmoor Police" || c.Name != "One" {
		t.Errorf("organisation %v, case %v", o, c)
	}
	if a, b := s.Participant(interviewer), s.Participant(roe); a == nil || b == nil || a.Name != "Interviewer" || b.Name != "Roe" {
		t.Errorf("participants %v, %v", a, b)
	}
}

// What a change names may have been removed since the study was read that it was worked out
// from: it is refused with a hint, and nothing of it stays.
func TestGoneMeanwhile(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	before := dump(t, p)
	text := corpus.Text{ID: "new", Body: "Other words."}
	for _, c := range []edit.Change{
		tag("x", "gone", 0, 11),
		edit.TagPassage{Passage: "x", Text: "gone", Span: corpus.Span{Start: 0, End: 11}, Tag: "x", Theme: "trust"},
		edit.NotePassage{Passage: "x", Text: "gone", Span: corpus.Span{Start: 0, End: 11}, MemoID: "x", Memo: "Why"},
		edit.KeepPassage{Passage: "x", Text: "gone", Span: corpus.Span{Start: 0, End: 11}, Detached: true},
		edit.AttachPassage{Passage: "gone", Text: stockedText, Span: corpus.Span{Start: 0, End: 11}},
		edit.Retag{Tag: "t", Theme: "gone"},
		edit.Retag{Tag: "gone", Theme: "money"},
		edit.PutTag{Tag: "gone"},
		theme("x", "X", "gone"),
		edit.MergeThemes{From: "gone", Into: "trust"},
		edit.MergeThemes{From: "trust", Into: "gone"},
		memo("x", "gone", "Why"),
		link("x", "gone", "trust", ""),
		link("x", "trust", "gone", ""),
		summary("x", "gone", string(roe), "Means"),
		summary("x", "trust", "gone", "Means"),
		edit.PutSource{Source: corpus.Source{ID: "gone", Name: "gone"}},
		edit.UpdateText{Source: "gone", Text: text, Transcript: corpus.Transcript{Words: corpus.WordStarts(text.Body)}},
		edit.KeepText{Source: "gone", Text: text},
		edit.AssignTurns{Text: stockedText, Turns: []int{0}, Participant: "gone"},
		edit.MergeParticipants{From: "gone", Into: roe},
		edit.MergeParticipants{From: roe, Into: "gone"},
		edit.MergeOrganisations{From: "gone", Into: northmoor},
		edit.MergeCases{From: caseOne, Into: "gone"},
		edit.RemoveParticipant{ID: roe},
		edit.RemoveParticipant{ID: "gone"},
		edit.RemoveOrganisation{ID: northmoor},
		edit.RemoveCase{ID: caseOne},
		edit.MergeCoders{From: "gone", Into: coding.CoderID(study(t, p).Coders[0].ID)},
	} {
		t.Run(fmt.Sprintf("%T", c), func(t *testing.T) {
			_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "change", Changes: []edit.Change{c}})
			if !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
				t.Errorf("%#v: error %v, want %v and a hint", c, err, coding.ErrConflict)
			}
		})
	}
	if diff := cmp.Diff(before, dump(t, p)); diff != "" {
		t.Errorf("something was stored:\n%s", diff)
	}
}

// Two things of one kind cannot have one name.
func TestNamesAreTheirOwn(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	apply(t, p, edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "mine", Expression: "Trust"}},
		edit.PutCoder{Coder: coding.Coder{ID: "bm", Name: "BM"}})
	for what, c := range map[string]edit.Change{
		`source "int-1"`: edit.AddSource{Source: corpus.Source{ID: "x", Name: "int-1", Text: "x"},
			Text: corpus.Text{ID: "x"}, Original: []byte{}},
		`theme "Trust"`:                   theme("x", "Trust", ""),
		`participant "Roe"`:               edit.PutParticipant{Participant: corpus.Participant{ID: "x", Name: "Roe"}},
		`organisation "Northmoor Police"`: edit.PutOrganisation{Organisation: corpus.Organisation{ID: "x", Name: "Northmoor Police"}},
		`case "One"`:                      edit.PutCase{Case: corpus.CaseStudy{ID: "x", Name: "One"}},
		`query "mine"`:                    edit.PutQuery{Query: coding.SavedQuery{ID: "x", Name: "mine", Expression: "Money"}},
		`coder "BM"`:                      edit.PutCoder{Coder: coding.Coder{ID: "x", Name: "BM"}},
	} {
		_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "change", Changes: []edit.Change{c}})
		if !errors.Is(err, coding.ErrConflict) || !strings.Contains(fmt.Sprint(err), what+": there is one of that name already") {
			t.Errorf("%#v: error %v, want %v that names %s", c, err, coding.ErrConflict, what)
		}
	}
}
