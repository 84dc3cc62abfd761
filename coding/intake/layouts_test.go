package intake_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
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
	speakers "crosscase/corpus/transcript"
)

// A layout is a transcript in the layout of a program, with who speaks in it.
type layout struct {
	file    string
	data    []byte
	formats []string // in which it is read as well
	want    []share
}

// A share is what one person says in a transcript; nobody has the name "".
type share struct {
	Name, Role string
	Turns      int
	First      string // the first words
}

// layoutsOf are the rows of the table in testdata/layouts.md with their transcripts.
func layoutsOf(t *testing.T) (all []layout) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/layouts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	data := map[string][]byte{}
	for _, f := range archive.Files {
		data[f.Name] = f.Data
	}
	table, err := os.ReadFile("testdata/layouts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(string(table), "---: | --- |\n")
	for line := range strings.Lines(rows) {
		cells := strings.Split(strings.Trim(line, "|\n"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if file := cells[0]; file != "" {
			if data[file] == nil {
				t.Fatalf("%s is in the table, but not in the archive, or twice", file)
			}
			all = append(all, layout{file: file, data: data[file], formats: strings.Fields(cells[2])})
			delete(data, file)
		}
		turns, err := strconv.Atoi(cells[5])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		l := &all[len(all)-1]
		l.want = append(l.want, share{strings.TrimPrefix(cells[3], "–"), cells[4], turns, cells[6]})
	}
	for file := range data {
		t.Errorf("%s is not in the table", file)
	}
	return all
}

// An utterance is a turn: who says what. What nobody says is one from the end of a turn to
// the next, since formats have other paragraphs.
type utterance struct{ Name, Role, Words string }

// A run imports files as one batch, and remembers who is who.
type run struct {
	batch  *intake.Batch
	reader *intake.Reader
	people map[corpus.ParticipantID]corpus.Participant
}

func newRun(f *format.Reader, files ...string) *run {
	r := &run{batch: intake.NewBatch(&coding.Study{}, edittest.IDs()), people: map[corpus.ParticipantID]corpus.Participant{}}
	r.reader = &intake.Reader{Format: f, Known: r.batch.Known(), Names: r.batch.Names(files, func(f string) string { return f })}
	return r
}

// take imports a file, and returns what is said in all sources that it makes.
func (r *run) take(t *testing.T, file string, data []byte) (all []utterance) {
	t.Helper()
	imports, err := r.reader.Read(file, data)
	plan, ok := r.batch.Plan(intake.File{Name: file, Imports: imports, Err: err})
	if !ok {
		o := r.batch.Outcome()
		t.Errorf("%s cannot be imported; failed: %v, skipped: %v", file, o.Failed, o.Skipped)
		return nil
	}
	r.batch.Done(plan)
	for _, c := range plan.Changes {
		if p, ok := c.(edit.PutParticipant); ok {
			r.people[p.Participant.ID] = p.Participant
		}
	}
	stem := strings.TrimSuffix(path.Base(file), path.Ext(file))
	for _, s := range plan.Sources {
		for _, turn := range s.Transcript.Turns {
			u := utterance{Words: strings.Join(strings.Fields(s.Text.Body[turn.Body:turn.End]), " ")}
			if turn.Speaker >= 0 {
				p := r.people[s.Transcript.Speakers[turn.Speaker].Participant]
				u.Name, u.Role = strings.Replace(p.Name, "("+s.Source.Name+")", "("+stem+")", 1), p.Role
			} else if u.Words = strings.TrimLeft(u.Words, "# |"); u.Words == "" {
				continue // a heading row
			} else if len(all) > 0 && all[len(all)-1].Name == "" {
				all[len(all)-1].Words += " " + u.Words
				continue
			}
			all = append(all, u)
		}
	}
	return all
}

// shares sums up turns by who speaks, in the order in which they do first.
func shares(said []utterance) (all []share) {
	index := map[string]int{}
	for _, u := range said {
		i, ok := index[u.Name]
		if !ok {
			i = len(all)
			index[u.Name] = i
			all = append(all, share{Name: u.Name, Role: u.Role, First: u.Words})
		}
		all[i].Turns++
	}
	return all
}

// Each layout has the speakers and turns that the table says, in each format, alone and
// together with all others.
func TestLayoutsOfPrograms(t *testing.T) {
	reader := &format.Reader{Cache: pdfCache(t)}
	defer reader.Close()
	var all []imported
	for _, l := range layoutsOf(t) {
		t.Run(l.file, func(t *testing.T) {
			said := newRun(reader).take(t, l.file, l.data)
			all = append(all, imported{"as it is/" + l.file, l.data, said})
			got := shares(said)
			for i := range min(len(got), len(l.want)) {
				if l.want[i].First != "" && strings.HasPrefix(got[i].First, l.want[i].First) {
					got[i].First = l.want[i].First
				}
			}
			if diff := cmp.Diff(l.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, ext := range l.formats {
				file, data := inFormat(t, l.file, l.data, ext)
				got := newRun(reader).take(t, file, data)
				all = append(all, imported{ext + "/" + file, data, slices.Clone(got)})
				if diff := cmp.Diff(said, got); diff != "" {
					t.Errorf("%s, as %s (-want +got)\n%s", file, ext, diff)
				}
			}
		})
	}
	t.Run("together", func(t *testing.T) { importTogether(t, all) })
}

// An imported is a file that was imported alone, with what is said in it.
type imported struct {
	file string
	data []byte
	said []utterance
}

// importTogether checks that files have the same speakers and turns in one import as alone. A
// name is the same person's in all, with the role and the spelling that came first.
func importTogether(t *testing.T, files []imported) {
	files = slices.DeleteFunc(files, func(f imported) bool { return path.Ext(f.file) == ".pdf" }) // only to save time
	var names []string
	for _, f := range files {
		names = append(names, f.file)
	}
	all := newRun(&format.Reader{}, names...)
	for _, f := range files {
		got := all.take(t, f.file, f.data)
		for i := range min(len(f.said), len(got)) {
			if alone := f.said[i]; speakers.SameLabel(alone.Name, got[i].Name) && alone.Role != corpus.Researcher {
				got[i].Name, got[i].Role = alone.Name, alone.Role
			}
		}
		if diff := cmp.Diff(f.said, got); diff != "" {
			t.Errorf("%s (-alone +together)\n%s", f.file, diff)
		}
	}
	if o := all.batch.Outcome(); len(o.Failed)+len(o.Skipped) > 0 || len(o.Sources) < len(files) {
		t.Errorf("%d sources of %d files; failed %v, skipped %v", len(o.Sources), len(files), o.Failed, o.Skipped)
	}
}

// pdfCache is where the reader of PDF documents is kept for all tests, since compiling it
// takes seconds.
func pdfCache(t *testing.T) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(cache, "crosscase", "pdf")
}
