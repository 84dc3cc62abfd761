package intake_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// stored is a project with sources that an earlier reading gave one turn for each line, of
// the speaker whose label begins the line; everybody is called as their labels.
func stored(t *testing.T, people []corpus.Participant, bodies ...string) *edittest.Memory {
	t.Helper()
	m := &edittest.Memory{}
	var changes []edit.Change
	for _, p := range people {
		changes = append(changes, edit.PutParticipant{Participant: p})
	}
	for n, body := range bodies {
		id := string(rune('a' + n))
		text := corpus.Text{ID: corpus.TextID("text " + id), Body: body}
		tr := corpus.Transcript{Layout: "colon", Words: corpus.WordStarts(body)}
		at := 0
		for line := range strings.SplitAfterSeq(body, "\n\n") {
			label, words, _ := strings.Cut(strings.TrimRight(line, "\n"), ": ")
			k := -1
			for i, sp := range tr.Speakers {
				if sp.Label == label {
					k = i
				}
			}
			if k < 0 {
				k = len(tr.Speakers)
				tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: label, Participant: corpus.ParticipantID(label)})
			}
			start := at + len(label) + 2
			tr.Turns = append(tr.Turns, corpus.Turn{Start: at, Body: start, End: start + len(words), Speaker: k, From: corpus.NoTime, To: corpus.NoTime})
			at += len(line)
		}
		changes = append(changes, edit.AddSource{Text: text, Transcript: tr, Original: []byte(body),
			Source: corpus.Source{ID: corpus.SourceID(id), Name: "talk " + id, Text: text.ID, File: id + ".txt", MediaType: "text/plain", SHA256: id}})
	}
	if err := m.Make("AK", changes...); err != nil {
		t.Fatal(err)
	}
	return m
}

// again reads all sources of a project again and says who speaks how many turns in each
// then, and who is silenced.
func again(t *testing.T, m *edittest.Memory, listed map[corpus.ParticipantID]bool) (speak []string, silent []string) {
	t.Helper()
	s := m.Study()
	ids := edittest.IDs()
	a := &intake.Rereader{Intake: intake.NewIntake(s, func() string { return "new " + ids() }), Study: s, Texts: m, Listed: listed}
	reader := intake.Reader{Format: &format.Reader{}, Known: a.Known()}
	var all []intake.Reread
	var changes []edit.Change
	for _, src := range s.Sources {
		data, err := m.Original(t.Context(), src.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		imports, err := reader.Read(src.File, data)
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.Source(t.Context(), src, imports[0])
		if err != nil {
			t.Fatal(err)
		}
		all, changes = append(all, r), append(changes, r.Changes...)
	}
	for _, p := range a.Silenced(all) {
		silent = append(silent, p.Name)
	}
	if err := m.Make("AK", changes...); err != nil {
		t.Fatal(err)
	}
	s = m.Study()
	for _, src := range s.Sources {
		tr := s.Transcript(src)
		for _, share := range tr.Shares() {
			p := s.Participant(share.Participant)
			line := src.Name + ": " + p.Name + " " + strings.Repeat("|", share.Turns)
			if p.Role != "" {
				line += " " + p.Role
			}
			speak = append(speak, line)
		}
	}
	return speak, silent
}

const withLetters = "I: How was it?\n\nR: Slow.\n\nI: Why was that?\n\nR: There was no money.\n\nI: And then?\n\nR: We waited."

func letters(more corpus.Participant) []corpus.Participant {
	more.ID, more.Name = "R", "R"
	return []corpus.Participant{{ID: "I", Name: "I", Role: corpus.Researcher}, more}
}

// A label that names nobody is another person in each source; whoever is known stays.
func TestReadingStandInsAgain(t *testing.T) {
	for _, tt := range []struct {
		name          string
		r             corpus.Participant
		listed        bool
		assigned      []int // in talk a, to Ann
		speak, silent []string
	}{
		{"nothing known", corpus.Participant{}, false, nil,
			[]string{"talk a: I ||| researcher", "talk a: R (talk a) |||", "talk b: I ||| researcher", "talk b: R (talk b) |||"}, []string{"R"}},
		{"a role", corpus.Participant{Role: "nurse"}, false, nil,
			[]string{"talk a: I ||| researcher", "talk a: R ||| nurse", "talk b: I ||| researcher", "talk b: R ||| nurse"}, nil},
		{"an alias", corpus.Participant{Aliases: []string{"Rose"}}, false, nil,
			[]string{"talk a: I ||| researcher", "talk a: R |||", "talk b: I ||| researcher", "talk b: R |||"}, nil},
		{"listed", corpus.Participant{}, true, nil,
			[]string{"talk a: I ||| researcher", "talk a: R |||", "talk b: I ||| researcher", "talk b: R |||"}, nil},
		{"assigned by hand", corpus.Participant{}, false, []int{1, 5},
			[]string{"talk a: I ||| researcher", "talk a: R (talk a) |", "talk a: Ann ||", "talk b: I ||| researcher", "talk b: R (talk b) |||"}, []string{"R"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := stored(t, append(letters(tt.r), corpus.Participant{ID: "ann", Name: "Ann"}), withLetters, strings.ReplaceAll(withLetters, "money", "time"))
			if tt.assigned != nil {
				if err := m.Make("AK", edit.AssignTurns{Text: "text a", Turns: tt.assigned, Participant: "ann"}); err != nil {
					t.Fatal(err)
				}
			}
			speak, silent := again(t, m, map[corpus.ParticipantID]bool{"R": tt.listed})
			if diff := cmp.Diff(tt.speak, speak); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.silent, silent); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Who was read with the colon of the label is the same person if anything is known of them.
func TestReadingLabelsWithColonsAgain(t *testing.T) {
	for _, tt := range []struct {
		role string
		kept bool
	}{{"nurse", true}, {"", false}} {
		body := "Ann Roe: How was it?\n\nBen Ash: Slow.\n\nAnn Roe: Why?\n\nBen Ash: No money."
		m := stored(t, []corpus.Participant{{ID: "Ann Roe", Name: "Ann Roe"}, {ID: "Ben Ash", Name: "Ben Ash:", Role: tt.role}}, body)
		s := m.Study()
		s.Transcript(s.Sources[0]).Speakers[1].Label = "Ben Ash:"
		a := &intake.Rereader{Intake: intake.NewIntake(s, edittest.IDs()), Study: s, Texts: m}
		imports, err := (&intake.Reader{Format: &format.Reader{}, Known: a.Known()}).Read("a.txt", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.Source(t.Context(), s.Sources[0], imports[0])
		if err != nil {
			t.Fatal(err)
		}
		kept := r.After.Speakers[1].Participant == "Ben Ash"
		if kept != tt.kept || r.Same != tt.kept {
			t.Errorf("role %q: is the same person: %t, the same transcript: %t; want %t", tt.role, kept, r.Same, tt.kept)
		}
	}
}

// A label that an earlier reading took for a speaker's is nobody's, though its person is
// among the participants since.
func TestReadingWrongSpeakersAgain(t *testing.T) {
	body := "Anna Roe: How was it?\n\nBen Ash: It was slow. We\n\nhttp: //example.org was all they sent.\n\nAnna Roe: Why?\n\nBen Ash: No money.\n\nAnna Roe: And then?\n\nBen Ash: We waited."
	var people []corpus.Participant
	for _, name := range []string{"Anna Roe", "Ben Ash", "http"} {
		people = append(people, corpus.Participant{ID: corpus.ParticipantID(name), Name: name})
	}
	speak, silent := again(t, stored(t, people, body), nil)
	if diff := cmp.Diff([]string{"talk a: Anna Roe |||", "talk a: Ben Ash |||"}, speak); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"http"}, silent); diff != "" {
		t.Error(diff)
	}
}

// Speakers that came from the format of another file than the source's are not lost.
func TestReadingAgainKeepsSpeakersOfSubtitles(t *testing.T) {
	m := stored(t, []corpus.Participant{{ID: "A", Name: "A"}}, "A: Slow.\n\nA: Very.")
	s := m.Study()
	src := s.Sources[0]
	tr := s.Transcript(src)
	for i := range tr.Turns {
		tr.Turns[i].From = 1e9 * 60
	}
	tr.Layout = "voices"
	a := &intake.Rereader{Intake: intake.NewIntake(s, edittest.IDs()), Study: s, Texts: m}
	imports, err := (&intake.Reader{Format: &format.Reader{}}).Read("a.txt", []byte("Slow.\n\nVery."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = a.Source(t.Context(), src, imports[0]); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("%v, want %v", err, coding.ErrConflict)
	}
}

// Each document that readers and layouts are tried with reads the same a second time.
func TestDocumentsReadTheSameAgain(t *testing.T) {
	files := map[string][]byte{}
	for _, folder := range []string{"testdata", "../../corpus/format/testdata", "../../corpus/transcript/testdata"} {
		err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(folder, name))
			if strings.HasSuffix(name, ".txtar") {
				for _, f := range txtar.Parse(data).Files {
					files[name+"-"+f.Name] = f.Data
				}
			} else if !testing.Short() || !strings.HasSuffix(name, ".pdf") {
				files[name] = data
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read := 0
	reader := &intake.Reader{Format: &format.Reader{Cache: pdfCache(t)}}
	defer reader.Format.Close()
	for name, data := range files {
		if format.Supported(name) {
			read += sameAgain(t, reader, name, data)
		}
	}
	if read < 60 {
		t.Errorf("only %d sources were read", read)
	}
}

// sameAgain imports a file, and reads its sources again; it returns how many there are.
func sameAgain(t *testing.T, reader *intake.Reader, name string, data []byte) (sources int) {
	t.Helper()
	m := &edittest.Memory{}
	b := intake.NewBatch(m.Study(), edittest.IDs())
	reader.Known = b.Known()
	imports, err := reader.Read(name, data)
	plan, ok := b.Plan(intake.File{Name: name, Imports: imports, Err: err})
	if !ok {
		return 0
	}
	if err := m.Make("AK", plan.Changes...); err != nil {
		t.Fatal(err)
	}
	s := m.Study()
	a := &intake.Rereader{Intake: intake.NewIntake(s, edittest.IDs()), Study: s, Texts: m}
	reader.Known = a.Known()
	if imports, err = reader.Read(name, data); err != nil {
		t.Fatal(err)
	}
	for n, src := range s.Sources {
		r, err := a.Source(t.Context(), src, imports[n])
		if err != nil || !r.Same {
			t.Errorf("%s, source %d: %d turns, then %d: %v", name, n+1, len(r.Before.Turns), len(r.After.Turns), err)
		}
	}
	return len(s.Sources)
}

// How far coders are with a source goes along with the words that they read last.
func TestPlacesOfReadersAreKept(t *testing.T) {
	const body = "Roe: We waited for the board.\nIt took a year.\n\nPenn: It was dear.\n\nRoe: And long."
	m := &edittest.Memory{}
	newID := edittest.IDs()
	read := func(layout, body string) intake.Import {
		t.Helper()
		reader := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Layout: layout}}
		imports, err := reader.Read("a.txt", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return imports[0]
	}
	_, changes, err := intake.NewIntake(m.Study(), newID).Add(read("plain", body))
	if err != nil {
		t.Fatal(err)
	}
	src := changes[len(changes)-1].(edit.AddSource).Source.ID
	turns := len(changes[len(changes)-1].(edit.AddSource).Transcript.Turns)
	changes = append(changes, edit.MarkSource{Source: src, State: coding.InProgress, Turn: turns - 1})
	if err := m.Make("AK", changes...); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		layout, body string
		want         int
	}{{"colon", body, 2}, {"colon", "Penn: Well.\n\n" + body, 3}, {"colon", "Penn: Well.\n\nRoe: And long.", 1}} {
		s := m.Study()
		i := read(tt.layout, tt.body)
		var made []edit.Change
		if tt.body == body {
			r, err := (&intake.Rereader{Intake: intake.NewIntake(s, newID), Study: s, Texts: m}).Source(t.Context(), s.Sources[0], i)
			if made = r.Changes; err != nil {
				t.Fatal(err)
			}
		} else {
			c, err := intake.NewIntake(s, newID).Correct(t.Context(), s, m, s.Sources[0], i)
			if made = c.Changes; err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Make("BM", made...); err != nil {
			t.Fatal(err)
		}
		if got := m.Study().Readings; len(got) != 1 || got[0].Turn != tt.want || got[0].State != coding.InProgress {
			t.Errorf("%q: %+v, want turn %d", tt.body, got, tt.want)
		}
	}
}
