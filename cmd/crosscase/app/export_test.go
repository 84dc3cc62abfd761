package app

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/project"
)

// create writes a file as it comes.
func create(file string, write func(io.Writer) error) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// filesIn are the files of a folder by their names.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var data []byte
			data, err = os.ReadFile(filepath.Join(folder, name))
			files[name] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// zipped are the files of an archive by their names.
func zipped(t *testing.T, file string) map[string]string {
	t.Helper()
	r, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	files := map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

func TestExportOptions(t *testing.T) {
	d := newDesk(t)
	for _, tt := range []struct {
		o    ExportOptions
		says string // "" where they make sense
	}{
		{ExportOptions{To: "out"}, ""},
		{ExportOptions{To: "out", Format: "TIDY"}, ""},
		{ExportOptions{To: "a.QDPX", Program: "nvivo-mac"}, ""},
		{ExportOptions{To: "out", Format: "qdpx", Program: "nvivo-mac"}, ""},
		{ExportOptions{Archive: "a.zip", WithoutSources: true}, ""},
		{ExportOptions{}, "export: where to?"},
		{ExportOptions{Archive: "a.zip", To: "out"}, "export: --archive goes without --to"},
		{ExportOptions{Archive: "a.zip", Format: "tidy"}, "export: --archive goes without --to"},
		{ExportOptions{To: "out", WithoutSources: true}, "export: --without-sources goes with --archive"},
		{ExportOptions{To: "out", Program: "nvivo-mac"}, "export: --for names the program that a .qdpx is for; out is not"},
		{ExportOptions{To: "a.qda", Program: "nvivo-mac"}, "export: --for names the program that a .qdpx is for; a.qda is not"},
		{ExportOptions{To: "a.qdpx", Program: "word"}, "--for: "},
		{ExportOptions{To: "out", Format: "pdf"}, `export: --format "pdf": there is none of that name; formats are` + "\n  plain"},
	} {
		err := tt.o.Check()
		if tt.says == "" && err != nil || tt.says != "" && (!errors.Is(err, coding.ErrInvalid) || !strings.HasPrefix(err.Error(), tt.says)) {
			t.Errorf("%+v: %v, want %q", tt.o, err, tt.says)
		}
		if tt.says == "" {
			continue
		}
		if _, err := d.as("AK").Export(t.Context(), tt.o); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%+v is exported: %v", tt.o, err)
		}
	}
}

// Plain files hold the texts, tables, and commands that make a project of them again.
func TestExportPlain(t *testing.T) {
	d := coded(t)
	d.did(Themes().Set(t.Context(), d.as("AK"), "Trust", value("kind", "code")))
	d.did(d.as("AK").ArchiveTheme(t.Context(), "Trust"))
	to := filepath.Join(t.TempDir(), "out")
	x, err := d.as("AK").Export(t.Context(), ExportOptions{To: to})
	if err != nil || x.Format != "plain" || x.Sources != 1 || x.Codings != 1 || x.Unplaced != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	want := map[string]string{
		"texts/int-1.txt":  interview,
		"sources.csv":      "file,name,type,case,organisation,date,language\nint-1.txt,int-1,other,,Northmoor Police,,en\n",
		"participants.csv": "name,role,organisation,aliases\nInterviewer,researcher,,\nRoe,,,\n",
		"themes.csv":       "theme,definition,include,exclude,example,kind,colour,archived\nTrust,,,,,code,,yes\n",
		"codings.csv":      "source,theme,start,end,coder,about,weight,memo\nint-1,Trust,37,58,AK,,,\n",
		"commands.txt": "crosscase init study --title \"A study\"\n" +
			"crosscase import texts --sources sources.csv --participants participants.csv\n" +
			"crosscase theme add Trust --kind code\n" +
			"crosscase tag --from codings.csv\n" +
			"crosscase theme archive Trust\n",
	}
	got := filesIn(t, to)
	for name, data := range want {
		if diff := cmp.Diff(data, got[name]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	if len(got) != len(want) {
		t.Errorf("files are %v", slices.Sorted(maps.Keys(got)))
	}
	// A passage whose words were corrected has no place in them.
	folder := write(t, t.TempDir(), map[string]string{"b.txt": strings.Replace(interview, "hopes", "dreams", 1)})
	if _, err := d.as("AK").UpdateSource(t.Context(), "int-1", filepath.Join(folder, "b.txt"), Reading{}, false); err != nil {
		t.Fatal(err)
	}
	x, err = d.as("AK").Export(t.Context(), ExportOptions{To: to + "2"})
	if err != nil || x.Codings != 0 || x.Unplaced != 1 {
		t.Errorf("%+v, %v", x, err)
	}
}

// A text that would not be read back as it is goes out in another form: with times as
// subtitles, else as a script with names.
func TestExportPlainForms(t *testing.T) {
	for _, tt := range []struct{ file, body, name, want string }{
		{"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Roe>We <i>waited</i> & waited.\n\n00:03.000 --> 00:04.000\nYes.\n", "texts/a.vtt",
			"WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Roe>We waited &amp; waited.\n\n00:00:03.000 --> 00:00:04.000\nYes.\n"},
		{"a.csv", "name,answer\nRoe,We waited for a whole year\nPenn,So did we and nobody came\n", "texts/a.txt", "Roe: We waited for a whole year\n\nPenn: So did we and nobody came"},
		{"a.md", "# Visit\n\nWe waited.\n", "texts/a.md", "# Visit\n\nWe waited.\n"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			d := newDesk(t)
			folder := write(t, t.TempDir(), map[string]string{tt.file: tt.body})
			if came, err := d.as("AK").Import(t.Context(), ImportOptions{Paths: []string{folder}}); err != nil || len(came.Sources) != 1 {
				t.Fatal(came, err)
			}
			to := filepath.Join(t.TempDir(), "out")
			if _, err := d.as("AK").Export(t.Context(), ExportOptions{To: to}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(tt.want), strings.TrimSpace(filesIn(t, to)[tt.name])); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What each format writes; nothing is written over.
func TestExportFormats(t *testing.T) {
	d := coded(t)
	for _, tt := range []struct {
		to, format string
		files      []string // some of them
	}{
		{"t", "taguette", []string{"codebook.csv", "highlights.csv"}},
		{"h", "html", []string{"index.html", "int-1.html"}},
		{"d", "docx", []string{"int-1.docx"}},
		{"m", "markdown", []string{"sources/int-1.md", "themes/Trust.md"}},
		{"ti", "tidy", []string{"tags.csv", "datapackage.json"}},
		{"a", "annotations", []string{}},
		{"q.qda", "", []string{"data.qda"}},
		{"qc", "qc", []string{"settings.yaml", "codebook.yaml", "corpus/int-1.txt"}},
	} {
		t.Run(tt.to, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), tt.to)
			x, err := d.as("AK").Export(t.Context(), ExportOptions{To: to, Format: tt.format})
			if err != nil || x.Sources != 1 || x.To != to {
				t.Fatalf("%+v, %v", x, err)
			}
			got := filesIn(t, to)
			for _, name := range tt.files {
				if got[name] == "" {
					t.Errorf("no %s among %v", name, slices.Sorted(maps.Keys(got)))
				}
			}
			if x.Report == nil && x.Files != len(got) {
				t.Errorf("said are %d files, there are %d", x.Files, len(got))
			}
			if _, err := d.as("AK").Export(t.Context(), ExportOptions{To: to, Format: tt.format}); !errors.Is(err, coding.ErrConflict) {
				t.Errorf("written over: %v", err)
			}
		})
	}
	file := filepath.Join(write(t, t.TempDir(), map[string]string{"a.txt": "x"}), "a.txt")
	there := filepath.Join(write(t, t.TempDir(), map[string]string{"a.sqlite3": "x"}), "a.sqlite3")
	for _, o := range []ExportOptions{{To: file, Format: "html"}, {To: file, Format: "qualcoder"}, {To: file, Format: "qdpx"}, {Archive: file}, {To: there, Format: "taguette"}} {
		if _, err := d.as("AK").Export(t.Context(), o); !errors.Is(err, coding.ErrConflict) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := d.as("AK").Export(t.Context(), ExportOptions{To: file}); err == nil {
		t.Error("a folder in the place of a file: no error")
	}
}

// A study goes out as REFI-QDA and comes in as it was.
func TestExportedProjectComesBack(t *testing.T) {
	d := coded(t)
	d.make("BM", "tag", tagged(d, "Trust", "With less money."))
	file := filepath.Join(t.TempDir(), "a.qdpx")
	var steps int
	x, err := d.as("AK").Export(t.Context(), ExportOptions{To: file, Create: create, Progress: func(int, int) { steps++ }})
	if err != nil || x.Sources != 1 || x.Codings != 2 || x.Controls != 0 || x.Report == nil || steps == 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	p, err := project.Init(t.Context(), filepath.Join(t.TempDir(), "b.crosscase"), "other", "b", monday)
	if err != nil {
		t.Fatal(err)
	}
	other := &desk{t: t, p: p, now: monday, newID: edittest.IDs()}
	t.Cleanup(func() { p.Close() })
	if _, err := other.as("AK").ImportProject(t.Context(), ProjectOptions{Path: file, New: true}); err != nil {
		t.Fatal(err)
	}
	was, is := d.as("AK").Study, other.as("AK").Study
	if diff := edittest.Difference(edittest.Canonical(was), edittest.Canonical(is)); diff != nil || is.Title != was.Title {
		t.Errorf("title %q, difference %v", is.Title, diff)
	}
	if _, err := d.as("AK").Export(t.Context(), ExportOptions{To: file + "2", Format: "qdpx", Create: func(string, func(io.Writer) error) error { return io.ErrShortWrite }}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a file that cannot be written: %v", err)
	}
}

// An archive holds everything under its checksum; without sources, no words of them.
func TestExportArchive(t *testing.T) {
	d := coded(t)
	for _, without := range []bool{false, true} {
		file := filepath.Join(t.TempDir(), "study.zip")
		x, err := d.as("AK").Export(t.Context(), ExportOptions{Archive: file, WithoutSources: without, Create: create})
		if err != nil || x.Format != "archive" || x.To != file {
			t.Fatalf("%+v, %v", x, err)
		}
		files := zipped(t, file)
		listed := 0
		for line := range strings.SplitSeq(strings.TrimSpace(files["study/manifest-sha256.txt"]), "\n") {
			sum, name, _ := strings.Cut(line, "  ")
			is := sha256.Sum256([]byte(files["study/"+name]))
			if hex.EncodeToString(is[:]) != sum {
				t.Errorf("%s: its checksum is not that of the list", name)
			}
			listed++
		}
		data := 0
		for name, content := range files {
			if strings.HasPrefix(name, "study/data/") {
				data++
			}
			if without && strings.Contains(content, "hopes") {
				t.Errorf("%s has words of sources", name)
			}
		}
		if listed != data || x.Files != data || data < 10 {
			t.Errorf("%d files, %d of them listed, said are %d", data, listed, x.Files)
		}
		if without == (files["study/data/sources/text/int-1.txt"] == interview) || without == (files["study/data/sources/original/int-1.txt"] != "") ||
			without == (files["study/data/project.qdpx"] != "") || without != (len(x.Withheld) == 1) {
			t.Errorf("without sources %v: withheld %q, files %v", without, x.Withheld, slices.Sorted(maps.Keys(files)))
		}
		if readme := files["study/data/README.md"]; !strings.Contains(readme, "# A study") || !strings.Contains(readme, "1 source with 4 turns; 2 participants") || without != strings.Contains(readme, "Withheld: the sources") {
			t.Errorf("the README is %q", readme)
		}
	}
}

// Notes are told with what they are on.
func TestArchivedNotes(t *testing.T) {
	d := coded(t)
	s := d.as("AK").Study
	for on, text := range map[string]string{"Trust": "1", string(s.Sources[0].ID): "2", string(s.Participants[0].ID): "3", string(s.Organisations[0].ID): "4",
		string(s.Passages[0].ID): "5", string(s.Tags[0].ID): "6", "": "7"} {
		d.make("AK", "note", edit.PutMemo{ID: coding.MemoID("memo " + text), On: on, Text: text})
	}
	file := filepath.Join(t.TempDir(), "study.zip")
	if _, err := d.as("AK").Export(t.Context(), ExportOptions{Archive: file, Create: create}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for part := range strings.SplitSeq(zipped(t, file)["study/data/memos.md"], "\n## ") {
		if head, rest, ok := strings.Cut(part, "\n\n"); ok {
			lines := strings.Split(strings.TrimSpace(rest), "\n")
			got = append(got, strings.ReplaceAll(strings.ReplaceAll(head, string(s.Tags[0].ID), "ID"), string(s.Passages[0].ID), "ID")+": "+lines[len(lines)-1])
		}
	}
	slices.Sort(got)
	want := []string{"Organisation Northmoor Police: 4", "Participant Interviewer: 3", "Passage ID: 5", "Source int-1: 2", "Tag of Trust (ID): 6", "The study: 7", "Theme Trust: 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// With pseudonyms no name is in anything that is written, and the project has them still.
func TestExportMasked(t *testing.T) {
	d := coded(t)
	folder := write(t, t.TempDir(), map[string]string{"names.csv": "name,pseudonym\nRoe,Penn\n"})
	names := filepath.Join(folder, "names.csv")
	for _, format := range []string{"plain", "html", "tidy"} {
		to := filepath.Join(t.TempDir(), "out")
		x, err := d.as("AK").Export(t.Context(), ExportOptions{To: to, Format: format, Pseudonyms: names})
		if err != nil || !x.Masked || x.Names.Texts != 2 {
			t.Fatalf("%s: %+v, %v", format, x, err)
		}
		for name, data := range filesIn(t, to) {
			if bytes.Contains([]byte(data), []byte("Roe")) {
				t.Errorf("%s: a name is in %s", format, name)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "a.zip")
	x, err := d.as("AK").Export(t.Context(), ExportOptions{Archive: file, Pseudonyms: names, Create: create})
	if err != nil || len(x.Withheld) != 1 || !strings.Contains(x.Withheld[0], "1 file as imported") {
		t.Errorf("%+v, %v", x, err)
	}
	if body := d.words(d.p, d.as("AK").Study); !strings.Contains(body, "Roe") {
		t.Errorf("the project has %q", body)
	}
	if x, err := d.as("AK").Export(t.Context(), ExportOptions{To: file + "2", Pseudonyms: names + "2"}); err == nil || x.Masked {
		t.Errorf("no table of names: %v", err)
	}
}

// Who works blind exports the own tags alone, with and without pseudonyms.
func TestExportBlind(t *testing.T) {
	d := coded(t)
	d.make("BM", "tag", tagged(d, "Trust", "With less money."))
	folder := write(t, t.TempDir(), map[string]string{"names.csv": "name,pseudonym\nRoe,Penn\n"})
	for _, names := range []string{"", filepath.Join(folder, "names.csv")} {
		to := filepath.Join(t.TempDir(), "out")
		x, err := d.blind("BM").Export(t.Context(), ExportOptions{To: to, Pseudonyms: names})
		if err != nil || x.Codings != 1 || !strings.Contains(filesIn(t, to)["codings.csv"], ",BM,") {
			t.Errorf("%+v, %v", x, err)
		}
	}
}

// A name that looks like a file's of a format that nobody writes is refused, before anything
// is made; a folder's is not.
func TestExportEnding(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("there.old", 0o700); err != nil {
		t.Fatal(err)
	}
	for to, format := range map[string]string{"out": "plain", "study.2024": "plain", "v1.2b": "plain", "there.old": "plain", "new.old/": "plain",
		".hidden": "plain", "my study. Part two": "plain", "a.b/c": "plain", "x.qdpx": "qdpx", "x.QDA": "qualcoder", "x.SQLite3": "taguette",
		"x.zzz": "", "x.zip": "", "sub/x.docx": "", "x.sqlite": ""} {
		o := ExportOptions{To: to}
		err := o.Check()
		if format != "" {
			if err != nil || o.format() != format {
				t.Errorf("%s: %q, %v; want %q", to, o.format(), err, format)
			}
			continue
		}
		if !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "endings are .qda, .qdpx, .sqlite3") ||
			!strings.Contains(coding.Hint(err), "--format with one of annotations, docx") || !strings.Contains(coding.Hint(err), "slash") {
			t.Errorf("%s: %v (%s)", to, err, coding.Hint(err))
		}
		o.Format = "plain"
		if err := o.Check(); err != nil {
			t.Errorf("%s as plain files: %v", to, err)
		}
	}
}
