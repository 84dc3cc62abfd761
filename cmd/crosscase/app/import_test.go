package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// write writes files into a folder, and returns it.
func write(t interface {
	Helper()
	Fatal(...any)
}, folder string, files map[string]string) string {
	t.Helper()
	for name, body := range files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// remarks are what is said of files, without their folder.
func remarks(o intake.Outcome, folder string) (lines []string) {
	for _, x := range []struct {
		what string
		all  []intake.Remark
	}{{"skipped", o.Skipped}, {"note", o.Notes}, {"failed", o.Failed}} {
		for _, r := range x.all {
			lines = append(lines, x.what+" "+strings.ReplaceAll(r.String(), filepath.ToSlash(folder)+"/", ""))
		}
	}
	return lines
}

// What becomes of a folder: transcripts come in with what the tables say, one that is bad
// does not stop the others, and all of it is one step of the log.
func TestImport(t *testing.T) {
	d := newDesk(t)
	folder := write(t, t.TempDir(), map[string]string{
		"a.txt":                  "Roe: We waited.\n\nPenn: For a year.\n",
		"below/b.txt":            "Nobody speaks here.\n",
		"again.txt":              interview,
		"broken.docx":            "PK not really",
		"photo.jpg":              "x",
		".hidden":                "x",
		".git/c.txt":             "Roe: No.\n",
		"codings.csv":            "source,theme\na,b\n",
		"sources.csv":            "file,type,case\na.txt,interview,Records\ngone.txt,,\n",
		"participants.csv":       "name,organisation\nPenn,Northmoor Police\n",
		"latin.txt":              "caf\xe9 and more",
		"below/sources.csv":      "name,role\nRoe,chief\n",
		"below/empty.txt":        " ",
		"below/.cache/cache.txt": "x",
	})
	o := ImportOptions{Paths: []string{folder}, Facts: intake.Facts{Language: "de"}}
	o.Sources, o.Participants = TablesIn(folder)
	var steps []int
	o.Progress = func(done, of int) { steps = append(steps, done, of) }
	log := func() int {
		entries, err := d.p.Log(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	before := log()
	came, err := d.as("AK").Import(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"skipped photo.jpg: unknown kind of file (a picture; let a program recognise its text (OCR) and save that as .pdf or .docx)",
		`skipped again.txt: there already, as "int-1"; what is given for it was not applied (crosscase source set "int-1" --language "de")`,
		"skipped below/sources.csv: no transcript but a table of participants: crosscase import --participants",
		"skipped codings.csv: no transcript but a table of codings: crosscase tag --from",
		"skipped gone.txt: named in the table of sources, but not among the files",
		"note latin.txt: read as windows-1252 (if letters are wrong, undo and choose another encoding: --encoding NAME)",
		"note 3 files: not named in the table of sources, so that only what is said of all files is known of them: again.txt, below/b.txt, latin.txt",
		`note labels: short names in several files, each taken for one person: "Roe" in 2 files ` +
			`(for another person in each, split them by source: crosscase participant split "Roe" --each-source; for one of them, with --source)`,
		"failed below/empty.txt: no words in it",
		"failed broken.docx: damaged: not a whole .docx (zip: not a valid zip file); save it again in the program that made it",
	}
	if diff := cmp.Diff(want, remarks(came.Outcome, folder)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var got []string
	for _, x := range came.Sources {
		got = append(got, x.Name)
	}
	if diff := cmp.Diff([]string{"a", "b", "latin"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if x := came.Outcome; x.Turns != 4 || x.Words != 5+3+3 || x.Speakers != 2 {
		t.Errorf("%d turns, %d words, %d speakers; want 4, 11, 2", x.Turns, x.Words, x.Speakers)
	}
	if n := len(steps); n == 0 || steps[n-1] != 8 || steps[n-2] != 8 {
		t.Errorf("progress: %v, want 8 of 8 at the end", steps)
	}
	s := d.as("AK").Study
	src, err := s.FindSource("a")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.FindParticipant("Penn"); err != nil || s.Organisation(p.Organisation).Name != "Northmoor Police" || src.Type != corpus.TypeInterview || src.Language != "de" {
		t.Errorf("%v, %+v, %+v", err, p, src)
	}
	if n := log() - before; n != 4 {
		t.Errorf("%d entries in the log, want 4: participants and three sources", n)
	}
	if _, err := d.p.Undo(t.Context(), "AK", monday, came.Step); err != nil {
		t.Fatal(err)
	}
	if s := d.as("AK").Study; len(s.Sources) != 1 || len(s.Cases) != 0 {
		t.Errorf("after undo: %d sources, %d case studies", len(s.Sources), len(s.Cases))
	}
}

// Wrong options and wrong tables stop an import before anything is stored.
func TestImportRefuses(t *testing.T) {
	folder := write(t, t.TempDir(), map[string]string{"a.txt": "Roe: Yes.\n", "b.txt": "Roe: No.\n",
		"people.csv": "name\nBM\n", "twice.csv": "name\nA\nA\n", "types.csv": "file,type\na.txt,chat\n", "damaged.xlsx": "x", "empty.csv": ""})
	in := func(name string) string { return filepath.Join(folder, name) }
	for _, tt := range []struct {
		name   string
		change func(o *ImportOptions)
		kind   error
		file   bool // the error is of a file
		says   string
	}{
		{"a layout that there is not", func(o *ImportOptions) { o.Reading.Layout = "nonsense" }, coding.ErrInvalid, false, `layout "nonsense"`},
		{"an encoding that there is not", func(o *ImportOptions) { o.Reading.Encoding = "nonsense" }, coding.ErrInvalid, false, `encoding "nonsense"`},
		{"one name for two", func(o *ImportOptions) { o.Facts.Name, o.Participants = "x", in("people.csv") }, coding.ErrInvalid, false, "--name names one source"},
		{"no table of sources", func(o *ImportOptions) { o.Sources = in("none.csv") }, nil, true, "none.csv: no such file"},
		{"no table of participants", func(o *ImportOptions) { o.Participants = in("none.csv") }, nil, true, "none.csv: no such file"},
		{"a damaged table", func(o *ImportOptions) { o.Sources = in("damaged.xlsx") }, nil, true, "damaged.xlsx: damaged"},
		{"an empty table", func(o *ImportOptions) { o.Sources = in("empty.csv") }, coding.ErrInvalid, true, "empty.csv: the file is empty"},
		{"a wrong table of sources", func(o *ImportOptions) { o.Sources, o.Participants = in("types.csv"), in("people.csv") }, coding.ErrInvalid, true, `types.csv: line 2: type "chat"`},
		{"a wrong table of participants", func(o *ImportOptions) { o.Participants = in("twice.csv") }, coding.ErrInvalid, true, `twice.csv: line 3: "A" is named in line 2 too`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			before := len(d.as("AK").Study.Participants)
			o := ImportOptions{Paths: []string{in("a.txt"), in("b.txt")}}
			tt.change(&o)
			came, err := d.as("AK").Import(t.Context(), o)
			var file FileError
			if came != nil || err == nil || !strings.Contains(err.Error(), tt.says) || errors.As(err, &file) != tt.file || tt.kind != nil && !errors.Is(err, tt.kind) {
				t.Errorf("%v, want %q", err, tt.says)
			}
			if s := d.as("AK").Study; len(s.Sources) != 1 || len(s.Participants) != before {
				t.Errorf("%d sources, %d participants; want 1 and %d", len(s.Sources), len(s.Participants), before)
			}
		})
	}
}

// A file that was named is a failure where it cannot be read, with the reason.
func TestImportNamedFiles(t *testing.T) {
	d := newDesk(t)
	folder := write(t, t.TempDir(), map[string]string{"photo.jpg": "x", "numbers.csv": "a,b\n1,2\n", "answers.csv": "who,answer\nRoe,We waited for it\n"})
	in := func(name string) string { return filepath.Join(folder, name) }
	came, err := d.as("AK").Import(t.Context(), ImportOptions{Paths: []string{in("photo.jpg"), in("none.txt"), in("numbers.csv"), in("answers.csv"), os.DevNull}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range came.Failed {
		what, _, _ := strings.Cut(r.Reason, ":")
		got = append(got, filepath.Base(r.File)+": "+what)
	}
	want := []string{"photo.jpg: unknown kind of file", "none.txt: no such file or directory", filepath.Base(os.DevNull) + ": unknown kind of file", "numbers.csv: no column looks like answers"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(came.Sources) != 1 || came.Sources[0].Name != "answers" || came.Sources[0].Type != corpus.TypeSurvey {
		t.Errorf("%+v", came.Sources)
	}
}

// A project that cannot be written ends an import; what was stored until then is said.
func TestImportIntoLostProject(t *testing.T) {
	d := newDesk(t)
	s := d.as("AK")
	folder := write(t, t.TempDir(), map[string]string{"a.txt": "Roe: Yes.\n", "b.txt": "Roe: No.\n"})
	came, err := s.Import(t.Context(), ImportOptions{Paths: []string{folder}, Progress: func(int, int) { d.p.Close() }})
	if err == nil || !strings.HasPrefix(err.Error(), "import ") || came == nil || len(came.Sources) != 1 || came.Step == 0 {
		t.Errorf("%+v, %v", came, err)
	}
}

// What somebody else stored meanwhile under the same name is a conflict of that file alone.
func TestImportMeanwhile(t *testing.T) {
	d := newDesk(t)
	s := d.as("AK")
	d.add("a", "Roe: I was faster.\n") // s does not know of it
	folder := write(t, t.TempDir(), map[string]string{"a.txt": "Roe: Yes.\n", "b.txt": "Roe: No.\n"})
	came, err := s.Import(t.Context(), ImportOptions{Paths: []string{folder}})
	if err != nil || len(came.Sources) != 1 || came.Sources[0].Name != "b" || len(came.Failed) != 1 || !strings.HasSuffix(came.Failed[0].File, "a.txt") {
		t.Errorf("%+v, %v", came, err)
	}
}

// A dry run shows the sources that an import brings, with as many turns and words, and
// stores nothing.
func TestDryRunShowsWhatComes(t *testing.T) {
	d := newDesk(t)
	labels := rapid.SampledFrom([]string{"Roe: ", "Penn: ", "Interviewer: ", ""})
	rapid.Check(t, func(rt *rapid.T) {
		folder := t.TempDir()
		files := map[string]string{}
		for n := range rapid.IntRange(1, 3).Draw(rt, "files") {
			body := ""
			for range rapid.IntRange(0, 4).Draw(rt, "turns") {
				body += labels.Draw(rt, "who") + rapid.StringMatching(`[a-z]{1,8}( [a-z]{1,8}){0,5}`).Draw(rt, "words") + ".\n\n"
			}
			name := rapid.SampledFrom([]string{"a.txt", "b.md", "a.md", "c.txt", "d.vtt"}).Draw(rt, "name")
			files[name] = strings.Repeat("x ", n) + body
		}
		write(rt, folder, files)
		o := ImportOptions{Paths: []string{folder}, DryRun: true}
		would, err := d.as("AK").Import(t.Context(), o)
		if err != nil {
			rt.Fatal(err)
		}
		if n := len(d.as("AK").Study.Sources); n != 1 || would.Step != 0 {
			rt.Fatalf("a dry run has stored %d sources", n-1)
		}
		o.DryRun = false
		does, err := d.as("AK").Import(t.Context(), o)
		if err != nil {
			rt.Fatal(err)
		}
		var shown, stored []intake.ImportedSource
		for _, p := range would.Previews {
			shown = append(shown, intake.ImportedSource{Name: p.Name, Turns: p.Turns, Words: p.Words})
		}
		s := d.as("AK").Study
		for _, x := range does.Sources {
			src, err := s.FindSource(x.Name)
			if err != nil {
				rt.Fatal(err)
			}
			stored = append(stored, intake.ImportedSource{Name: src.Name, Turns: len(s.Transcript(src).Turns), Words: s.Transcript(src).AllWords()})
		}
		if diff := cmp.Diff(shown, stored); diff != "" {
			rt.Errorf("(-shown +stored)\n%s", diff)
		}
		if diff := cmp.Diff(remarks(would.Outcome, folder), remarks(does.Outcome, folder)); diff != "" {
			rt.Errorf("(-dry run +import)\n%s", diff)
		}
		if does.Step > 0 {
			if _, err := d.p.Undo(t.Context(), "AK", monday, does.Step); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// The index has what was imported, and answers for it.
func TestSyncIndex(t *testing.T) {
	d := newDesk(t)
	s := d.as("AK")
	folder := write(t, t.TempDir(), map[string]string{"a.txt": "Roe: The weather was awful.\n"})
	if _, err := s.Import(t.Context(), ImportOptions{Paths: []string{folder}}); err != nil {
		t.Fatal(err)
	}
	var last []int
	if err := s.SyncIndex(t.Context(), func(done, of int) { last = []int{done, of} }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{5, 5}, last); diff != "" {
		t.Errorf("turns indexed: (-want +got)\n%s", diff)
	}
	if _, err := os.Stat(d.p.Path() + ".index"); err != nil {
		t.Error(err)
	}
	d.p.Close()
	if err := s.SyncIndex(t.Context(), nil); err == nil {
		t.Error("a project that is closed was indexed")
	}
}

func TestTablesIn(t *testing.T) {
	folder := write(t, t.TempDir(), map[string]string{"sources.tsv": "", "sources.xlsx": "", "People.csv": "", "participants.txt": ""})
	sources, participants := TablesIn(folder)
	if sources != filepath.Join(folder, "sources.tsv") || participants != "" {
		t.Errorf("%q, %q", sources, participants)
	}
	if got := ProjectFile(filepath.Join(folder, "x")); got != filepath.Join(folder, "x"+project.Ending) {
		t.Errorf("%q", got)
	}
}

// What the files show and their texts have not is counted in a note, listed where that is
// asked for, and kept with the source.
func TestLeftOut(t *testing.T) {
	d := newDesk(t)
	out := []corpus.LeftOut{{Why: corpus.RunningHead, Where: "p. 1", Text: "Board"}, {Why: corpus.PageNumber, Where: "p. 1", Text: "1"},
		{Why: corpus.RunningHead, Where: "p. 2", Text: "Board"}}
	batch := intake.NewBatch(d.as("AK").Study, d.newID)
	plan, ok := batch.Plan(intake.File{Name: "minutes.pdf", Imports: []intake.Import{{File: "minutes.pdf", Data: []byte("x"),
		Document: corpus.Document{Body: "We met.", Encoding: "utf-8", LeftOut: out}}}})
	if !ok {
		t.Fatal(batch.Outcome().Failed)
	}
	d.make("AK", plan.What, plan.Changes...)
	batch.Done(plan)
	want := []string{"note minutes.pdf: left out: 2 running heads, 1 page number (crosscase source left-out \"minutes\" lists them)"}
	if diff := cmp.Diff(want, remarks(batch.Outcome(), ".")); diff != "" {
		t.Errorf("said (-want +got)\n%s", diff)
	}
	s := d.as("AK")
	src, err := s.Study.FindSource("minutes")
	if err != nil {
		t.Fatal(err)
	}
	details, err := Sources().More(t.Context(), s, src)
	if diff := cmp.Diff([]Detail{{"read with", ""}, {"left out", "2 running heads, 1 page number"}}, details); diff != "" || err != nil {
		t.Errorf("shown (-want +got)\n%s%v", diff, err)
	}
	rows := [][]any{{"p. 1", "running head", "Board"}, {"p. 1", "page number", "1"}, {"p. 2", "running head", "Board"}}
	r := LeftOutList().Asked.Ask()
	r.Arguments = []string{"minutes"}
	found, err := LeftOutList().Read(t.Context(), s, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, found.Table.Rows); diff != "" {
		t.Errorf("listed (-want +got)\n%s", diff)
	}
}
