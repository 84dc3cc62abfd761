package app

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/locate"
)

// coded is the interview with a passage of Trust on "With money and hopes."
func coded(t *testing.T) *desk {
	d := newDesk(t)
	d.make("AK", "theme", newTheme("Trust"))
	d.make("AK", "tag", tagged(d, "Trust", "With money and hopes."))
	return d
}

// A source gets other words: its passages go along or are detached, and a dry run says
// the same and stores nothing.
func TestUpdateSource(t *testing.T) {
	for _, tt := range []struct{ name, was, is, want string }{
		{"unchanged", "less", "little", "1 unchanged, 0 moved, 0 changed, 0 detached"},
		{"in white space and case", "With money and", "with  money and", "1 unchanged, 0 moved, 0 changed, 0 detached"},
		{"detached", "hopes", "dreams", "0 unchanged, 0 moved, 0 changed, 1 detached"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := coded(t)
			folder := write(t, t.TempDir(), map[string]string{"b.txt": strings.Replace(interview, tt.was, tt.is, 1)})
			file := filepath.Join(folder, "b.txt")
			would, err := d.as("AK").UpdateSource(t.Context(), "int-1", file, Reading{}, true)
			if err != nil || would.Summary() != tt.want || would.Step != 0 || len(d.as("AK").Study.Earlier) != 0 {
				t.Errorf("a dry run: %+v, %v", would.Done, err)
			}
			does, err := d.as("AK").UpdateSource(t.Context(), "int-1", file, Reading{}, false)
			if err != nil || does.Summary() != tt.want || does.What != "update source int-1: "+tt.want || does.Step == 0 {
				t.Errorf("%+v, %v", does.Done, err)
			}
			if s := d.as("AK").Study; len(s.Earlier) != 1 || s.Sources[0].File != "b.txt" {
				t.Errorf("%+v", s.Sources[0])
			}
		})
	}
}

func TestUpdateSourceRefuses(t *testing.T) {
	d := newDesk(t)
	folder := write(t, t.TempDir(), map[string]string{"same.txt": interview, "broken.docx": "x",
		"survey.csv": "respondent,case,answer\nA,One,We waited for it\nB,Two,We waited for it\n"})
	for _, tt := range []struct {
		source, file string
		kind         error
		ofFile       bool
		says         string
	}{
		{"int-9", "same.txt", coding.ErrUnknown, false, `source "int-9"`},
		{"int-1", "same.txt", coding.ErrConflict, false, "its words are the same"},
		{"int-1", "none.txt", nil, true, "none.txt: no such file"},
		{"int-1", "broken.docx", nil, true, "broken.docx: damaged"},
		{"int-1", "survey.csv", nil, true, "a survey of several sources"},
	} {
		_, err := d.as("AK").UpdateSource(t.Context(), tt.source, filepath.Join(folder, tt.file), Reading{}, false)
		var file FileError
		if err == nil || !strings.Contains(err.Error(), tt.says) || errors.As(err, &file) != tt.ofFile || tt.kind != nil && !errors.Is(err, tt.kind) {
			t.Errorf("%s: %v, want %q", tt.file, err, tt.says)
		}
		if tt.ofFile && coding.Hint(err) == "" {
			t.Errorf("%s: no hint", tt.file)
		}
	}
}

// What an editor leaves takes the place of a source's words.
func TestEditedSource(t *testing.T) {
	d := coded(t)
	s := d.as("AK")
	folder := write(t, t.TempDir(), map[string]string{"int-1.txt": strings.Replace(interview, "Roe", "Penn", 1), "empty.txt": ""})
	c, err := s.EditedSource(t.Context(), s.Study.Sources[0], filepath.Join(folder, "int-1.txt"))
	if err != nil || c.Summary() != "1 unchanged, 0 moved, 0 changed, 0 detached" {
		t.Errorf("%v, %s", err, c.Summary())
	}
	now := d.as("AK").Study
	var who []string
	for _, sp := range now.Transcript(now.Sources[0]).Speakers {
		who = append(who, now.Participant(sp.Participant).Name)
	}
	if diff := cmp.Diff([]string{"Interviewer", "Penn", "Roe"}, who); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, file := range []string{"empty.txt", "none.txt"} {
		if _, err := s.EditedSource(t.Context(), s.Study.Sources[0], filepath.Join(folder, file)); err == nil {
			t.Errorf("%s: no error", file)
		}
	}
}

// A detached passage gets a place: the one that is said, or the one where its words were.
func TestAttachPassage(t *testing.T) {
	for _, tt := range []struct {
		name  string
		to    string // what becomes of the sentence
		place locate.Place
		words string
		kind  error
	}{
		{"on a quote", "With money and dreams.", locate.Place{Quote: "less money"}, "less money", nil},
		{"on a turn", "With money and dreams.", locate.Place{Turns: "4"}, "With less money.", nil},
		{"on words that occur twice", "With money and dreams.", locate.Place{Quote: "money"}, "", coding.ErrConflict},
		{"on two places", "With money and dreams.", locate.Place{Quote: "money", Occurrence: "all"}, "", coding.ErrInvalid},
		{"on words that are not there", "With money and dreams.", locate.Place{Quote: "weather"}, "", coding.ErrUnknown},
		{"where it is already", "With money and hopes.", locate.Place{Quote: "less money"}, "", coding.ErrConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := coded(t)
			folder := write(t, t.TempDir(), map[string]string{"b.txt": strings.Replace(interview, "With money and hopes.", tt.to, 1) + "\nRoe: Yes.\n"})
			if _, err := d.as("AK").UpdateSource(t.Context(), "int-1", filepath.Join(folder, "b.txt"), Reading{}, false); err != nil {
				t.Fatal(err)
			}
			s := d.as("AK")
			done, words, err := s.AttachPassage(t.Context(), string(s.Study.Passages[0].ID), tt.place)
			if tt.kind != nil {
				if !errors.Is(err, tt.kind) {
					t.Errorf("%v, want %v", err, tt.kind)
				}
				return
			}
			now := d.as("AK").Study
			p := now.Passages[0]
			text, textErr := d.p.Text(t.Context(), now.Sources[0].Text)
			if err != nil || textErr != nil || words != tt.words || text.Body[p.Span.Start:p.Span.End] != tt.words || done.What != "attach a passage in int-1" {
				t.Errorf("%v, %q; the passage is on %q; want %q", err, words, text.Body[p.Span.Start:p.Span.End], tt.words)
			}
		})
	}
	d := newDesk(t)
	if _, _, err := d.as("AK").AttachPassage(t.Context(), "none", locate.Place{}); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such passage: %v", err)
	}
}

// speaks is who speaks in each turn of int-1.
func (d *desk) speaks() string {
	s := d.as("AK").Study
	tr := s.Transcript(s.Sources[0])
	var who []string
	for _, turn := range tr.Turns {
		name := coding.None
		if turn.Speaker >= 0 {
			if p := s.Participant(tr.Speakers[turn.Speaker].Participant); p != nil {
				name = p.Name
			}
		}
		who = append(who, name)
	}
	return strings.Join(who, ", ")
}

func TestSpeakers(t *testing.T) {
	for _, tt := range []struct {
		name       string
		do         func(d *desk) (Done, error)
		what, want string
		kind       error
	}{
		{"assigned", func(d *desk) (Done, error) { return d.as("AK").AssignTurns(t.Context(), "interviewer", "int-1", "2,4") },
			"assign 2 turns of int-1 to Interviewer", "Interviewer, Interviewer, Interviewer, Interviewer", nil},
		{"assigned to nobody", func(d *desk) (Done, error) { return d.as("AK").AssignTurns(t.Context(), "(None)", "int-1", "4") },
			"assign 1 turn of int-1 to (none)", "Interviewer, Roe, Interviewer, (none)", nil},
		{"split", func(d *desk) (Done, error) {
			return d.as("AK").SplitParticipant(t.Context(), "Roe", "Penn", "int-1", "4")
		},
			"split Penn from Roe: 1 turn of int-1", "Interviewer, Roe, Interviewer, Penn", nil},
		{"split in all turns", func(d *desk) (Done, error) {
			return d.as("AK").SplitParticipant(t.Context(), "Roe", "Interviewer", "int-1", "")
		},
			"split Interviewer from Roe: 2 turns of int-1", "Interviewer, Interviewer, Interviewer, Interviewer", nil},
		{"split into the same", func(d *desk) (Done, error) {
			return d.as("AK").SplitParticipant(t.Context(), "Roe", "roe", "int-1", "")
		}, "", "", coding.ErrInvalid},
		{"split where nobody is", func(d *desk) (Done, error) { return d.as("AK").SplitParticipant(t.Context(), "Penn", "X", "int-1", "") }, "", "", coding.ErrUnknown},
		{"split in no source", func(d *desk) (Done, error) { return d.as("AK").SplitParticipant(t.Context(), "Roe", "X", "int-9", "") }, "", "", coding.ErrUnknown},
		{"split in another's turn", func(d *desk) (Done, error) { return d.as("AK").SplitParticipant(t.Context(), "Roe", "X", "int-1", "1") }, "", "", coding.ErrUnknown},
		{"assigned to nobody known", func(d *desk) (Done, error) { return d.as("AK").AssignTurns(t.Context(), "Penn", "int-1", "4") }, "", "", coding.ErrUnknown},
		{"assigned in no source", func(d *desk) (Done, error) { return d.as("AK").AssignTurns(t.Context(), "Roe", "int-9", "4") }, "", "", coding.ErrUnknown},
		{"assigned where no turn is", func(d *desk) (Done, error) { return d.as("AK").AssignTurns(t.Context(), "Roe", "int-1", "5") }, "", "", coding.ErrUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			done, err := tt.do(d)
			if tt.kind != nil {
				if !errors.Is(err, tt.kind) || d.speaks() != "Interviewer, Roe, Interviewer, Roe" {
					t.Errorf("%v, want %v", err, tt.kind)
				}
				return
			}
			if err != nil || done.What != tt.what || d.speaks() != tt.want {
				t.Errorf("%v, %q: %s; want %q: %s", err, done.What, d.speaks(), tt.what, tt.want)
			}
		})
	}
}
