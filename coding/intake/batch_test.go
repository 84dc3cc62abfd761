package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// Which files are read, and what is said of those that are not.
func TestMeet(t *testing.T) {
	for _, tt := range []struct {
		file  string
		named bool
		read  bool
		says  string
	}{
		{"in/a.txt", false, true, ""},
		{"in/A.DOCX", true, true, ""},
		{"in/.a.txt", false, false, ""},
		{"in/.a.txt", true, true, ""},
		{"in/.DS_Store", false, false, ""},
		{"in/photo.jpg", false, false, "skipped in/photo.jpg: unknown kind of file (a picture"},
		{"in/photo.jpg", true, false, "failed in/photo.jpg: unknown kind of file: a picture; let a program"},
		{"study.qdpx", true, false, "failed study.qdpx: unknown kind of file: a whole project of another program"},
		{"old.doc", true, false, "failed old.doc: unknown kind of file: the old Word format"},
	} {
		t.Run(fmt.Sprint(tt.file, tt.named), func(t *testing.T) {
			b := intake.NewBatch(coding.NewStudy(coding.Study{}), edittest.IDs())
			read := b.Meet(tt.file, tt.named)
			got := said(b.Outcome())
			if read != tt.read || !strings.HasPrefix(strings.Join(got, "\n"), tt.says) || len(got) > 1 || (len(got) == 0) != (tt.says == "") {
				t.Errorf("read %v, said %q; want %v, %q", read, got, tt.read, tt.says)
			}
		})
	}
}

// said are the remarks of an outcome, each with what it is.
func said(o intake.Outcome) (lines []string) {
	for _, x := range []struct {
		what string
		all  []intake.Remark
	}{{"skipped", o.Skipped}, {"note", o.Notes}, {"failed", o.Failed}} {
		for _, r := range x.all {
			lines = append(lines, x.what+" "+r.String())
		}
	}
	return lines
}

// What becomes of files that were read.
func TestPlan(t *testing.T) {
	var (
		doc = func(body string) corpus.Document { return corpus.Document{Body: body, Encoding: "utf-8"} }
		one = func(name, body string) intake.File {
			return intake.File{Name: name, Imports: []intake.Import{{File: name, Data: []byte(body), Document: doc(body)}}}
		}
		fail = func(named bool, err error) intake.File { return intake.File{Name: "in/x.csv", Named: named, Err: err} }
	)
	latin := one("in/c.txt", "c")
	latin.Imports[0].Document.Encoding = "windows-1252"
	latin.Imports[0].Document.Comments = []corpus.Comment{{Author: "AK", Text: "why", Span: corpus.Span{End: 1}}}
	broken := one("in/d.txt", "d")
	broken.Imports[0].Document.LeftOut = []corpus.LeftOut{{Why: corpus.DamagedByte, Where: "line 3"}, {Why: corpus.Header, Text: "x"}, {Why: corpus.DamagedByte, Where: "line 7"}}
	survey := one("in/s.csv", "s")
	survey.Imports = append(survey.Imports, survey.Imports[0])
	survey.Imports[0].Facts.Name, survey.Imports[1].Facts.Name = "s Ann", "s Bob"
	for _, tt := range []struct {
		name  string
		files []intake.File
		list  string // files that the table of sources names
		what  []string
		says  []string
	}{
		{name: "a file", files: []intake.File{one("in/a.txt", "a")}, what: []string{"import a"}},
		{name: "a survey of two", files: []intake.File{survey}, what: []string{"import 2 sources from s.csv"}},
		{name: "the same bytes", files: []intake.File{one("in/a.txt", "a"), one("in/b.txt", "a")}, what: []string{"import a"}, says: []string{`skipped in/b.txt: there already, as "a"`}},
		{name: "the same name", files: []intake.File{one("in/a.txt", "a"), one("in/a.md", "other")}, what: []string{"import a"},
			says: []string{`failed in/a.md: a source "a" with other contents is there already (give this one another name, or rename the other; a corrected transcript is a new text of the other: --name, or the column name of --sources; crosscase source rename NAME NEW; crosscase source update NAME FILE)`}},
		{name: "what is no transcript, in a folder", files: []intake.File{fail(false, coding.Errorf(coding.ErrInvalid, "no answers"))}, says: []string{"skipped in/x.csv: no answers"}},
		{name: "what is no transcript, by name", files: []intake.File{fail(true, coding.WithHint(coding.Errorf(coding.ErrInvalid, "no answers"), "say which"))}, says: []string{"failed in/x.csv: no answers (say which)"}},
		{name: "what is damaged, in a folder", files: []intake.File{fail(false, format.ErrDamaged)}, says: []string{"failed in/x.csv: damaged"}},
		{name: "another encoding, and comments", files: []intake.File{latin}, what: []string{"import c"},
			says: []string{"note in/c.txt: read as windows-1252 (if letters are wrong, undo and choose another encoding: --encoding NAME)", "note in/c.txt: 1 comment left out (--comments keeps them as notes)"}},
		{name: "damaged bytes", files: []intake.File{broken}, what: []string{"import d"}, says: []string{"note in/d.txt: left out: 1 header (crosscase source left-out \"d\" lists them)",
			"note in/d.txt: 2 damaged bytes shown as \ufffd, the first on line 3 (crosscase source left-out \"d\" lists them)"}},
		{name: "a table of sources that names few", files: []intake.File{one("in/a.txt", "a"), one("in/b.txt", "b"), one("in/c.txt", "c"), one("in/d.txt", "d"), one("in/e.txt", "e")},
			list: "e.txt", what: []string{"import a", "import b", "import c", "import d", "import e"},
			says: []string{"note 4 files: not named in the table of sources, so that only what is said of all files is known of them: in/a.txt, in/b.txt, in/c.txt, in/d.txt"}},
		{name: "a table of sources", files: []intake.File{one("in/a.txt", "a"), one("in/b.txt", "b")}, list: "b.txt,gone.txt", what: []string{"import a", "import b"},
			says: []string{"skipped gone.txt: named in the table of sources, but not among the files", "note in/a.txt: not named in the table of sources, so that only what is said of all files is known of it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := intake.NewBatch(coding.NewStudy(coding.Study{}), edittest.IDs())
			if tt.list != "" {
				table := corpus.Table{Columns: []string{"file"}}
				for n, f := range strings.Split(tt.list, ",") {
					table.Rows = append(table.Rows, corpus.Row{Line: n + 2, Values: []string{f}})
				}
				var err error
				if b.List, err = intake.ReadSources("s.csv", table); err != nil {
					t.Fatal(err)
				}
			}
			var what []string
			for _, f := range tt.files {
				if p, ok := b.Plan(f); ok {
					what = append(what, p.What)
					b.Done(p)
				}
			}
			b.Missing()
			if diff := cmp.Diff(tt.what, what); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.says, said(b.Outcome())); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A plan that the project refuses is a failure, and what others stored meanwhile is known
// from then on.
func TestRefused(t *testing.T) {
	b := intake.NewBatch(coding.NewStudy(coding.Study{}), edittest.IDs())
	file := func(name, body string) intake.File {
		return intake.File{Name: name, Imports: []intake.Import{{File: name, Data: []byte(body), Document: corpus.Document{Body: body, Encoding: "utf-8"}}}}
	}
	p, _ := b.Plan(file("a.txt", "a"))
	b.Refused(p, errors.New("somebody was faster"), coding.NewStudy(coding.Study{Sources: []*corpus.Source{{ID: "x", Name: "b", SHA256: "1"}}}))
	if _, ok := b.Plan(file("b.txt", "b")); ok {
		t.Error("b is there already")
	}
	if _, ok := b.Plan(file("a.txt", "a")); !ok {
		t.Error("a was not stored, and may come again")
	}
	got := said(b.Outcome())
	if len(got) != 2 || got[0] != "failed a.txt: somebody was faster" || !strings.HasPrefix(got[1], `failed b.txt: a source "b" with other contents`) {
		t.Errorf("%q", got)
	}
}

// What is known of a source: the table goes before what is said of all files, that before
// what the file says. Comments become notes where they are wanted.
func TestFactsOfAFile(t *testing.T) {
	table := corpus.Table{Columns: []string{"file", "case", "phase"}, Rows: []corpus.Row{{Line: 2, Values: []string{"2019-03-14 a.txt", "Records", "build"}}}}
	list, err := intake.ReadSources("s.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	b := intake.NewBatch(coding.NewStudy(coding.Study{}), edittest.IDs())
	b.List, b.Comments = list, true
	b.Facts = intake.Facts{Case: "Control room", Organisation: "Northmoor Police", Type: corpus.TypeInterview}
	body := "We have had no money for years, and it shows."
	i := intake.Import{File: "in/2019-03-14 a.txt", Data: []byte(body), Facts: intake.Facts{Type: corpus.TypeSurvey},
		People:   []corpus.Person{{Name: "Anna Roe", Role: "chief", Organisation: "Southvale", Case: "Records", Attributes: map[string]string{"years": "9"}}},
		Document: corpus.Document{Body: body, Encoding: "utf-8", Comments: []corpus.Comment{{Author: "AK", Text: "Ask", Span: corpus.Span{Start: 8, End: 16}}, {Text: "Why", Span: corpus.Span{End: 2}}}}}
	p, ok := b.Plan(intake.File{Name: i.File, Imports: []intake.Import{i}})
	if !ok {
		t.Fatal(b.Outcome())
	}
	var m edittest.Memory
	if err := m.Make("AK", p.Changes...); err != nil {
		t.Fatal(err)
	}
	want := `case Records 
memo on passage 2019-03-14 a 0:2 by AK: Why
memo on passage 2019-03-14 a 8:16 by AK: AK: Ask
organisation Northmoor Police  1
organisation Southvale  1
participant Anna Roe chief Southvale
source 2019-03-14 a interview Northmoor Police 2019-03-14 map[phase:build] ` + p.Sources[0].Source.SHA256
	if diff := cmp.Diff(want, edittest.Canonical(m.Study())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := p.Sources[0].Source.Language; got != "en" {
		t.Errorf("language %q", got)
	}
	// The same person with nothing new changes nothing; what is known of her stays.
	in := intake.NewIntake(m.Study(), edittest.IDs())
	again := intake.Import{File: "b.txt", Data: []byte("b"), Document: corpus.Document{Body: "b", Language: "DE"},
		People: []corpus.Person{{Name: "anna roe", Role: "deputy", Organisation: "Northmoor Police"}}}
	source, changes, err := in.Add(again)
	if _, added := changes[0].(edit.AddSource); err != nil || len(changes) != 1 || !added || source.Source.Language != "de" || source.Source.Type != corpus.TypeOther {
		t.Errorf("%+v, %v", changes, err)
	}
	if _, _, err := in.Add(intake.Import{File: "c.txt", Facts: intake.Facts{Name: " "}}); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a source without a name: %v", err)
	}
}

func TestParseFacts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		given map[string]string
		want  intake.Facts
		err   string
	}{
		{"nothing", nil, intake.Facts{}, ""},
		{"all", map[string]string{"type": "Site visit", "case": "A", "organisation": "B", "date": "2019-03", "language": "de"},
			intake.Facts{Type: corpus.TypeSiteVisit, Case: "A", Organisation: "B", Date: "2019-03", Language: "de"}, ""},
		{"no such type", map[string]string{"type": "chat"}, intake.Facts{}, `type "chat": unknown; use interview`},
		{"no such date", map[string]string{"date": "3/2019"}, intake.Facts{}, `date "3/2019": no such date`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := intake.ParseFacts(func(f string) string { return tt.given[f] })
			if tt.err != "" {
				if !errors.Is(err, coding.ErrInvalid) || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("%v, want %q", err, tt.err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// Files that no reader takes say how to get one that a reader takes; those that other programs leave
// beside documents are one remark, and hidden ones none.
func TestMeetOthers(t *testing.T) {
	b := intake.NewBatch(&coding.Study{}, edittest.IDs())
	for _, name := range []string{"in/~$report.docx", "in/Thumbs.db", "in/.DS_Store", "in/._a.docx", "in/old.doc", "in/x.pages", "in/talk.MP3", "in/notes.xyz"} {
		if b.Meet(name, false) {
			t.Errorf("%s is to be read", name)
		}
	}
	b.Meet("in/.~lock.a.odt#", true)
	for _, name := range []string{"in/a.docx", "in/~a.txt"} {
		if !b.Meet(name, false) {
			t.Errorf("%s is not to be read", name)
		}
	}
	b.Missing()
	want := []string{
		"skipped in/old.doc: unknown kind of file (the old Word format; open it in Word or LibreOffice and save it as .docx)",
		"skipped in/x.pages: unknown kind of file (a document of Pages; open it there and export it as Word (.docx): File > Export To > Word)",
		"skipped in/talk.MP3: unknown kind of file (a recording; import its transcript)",
		"skipped in/notes.xyz: unknown kind of file",
		"skipped 3 files: left beside documents by other programs: in/~$report.docx, in/Thumbs.db, in/.~lock.a.odt#",
	}
	if diff := cmp.Diff(want, said(b.Outcome())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
