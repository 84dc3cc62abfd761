package foreign

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

var ctx = context.Background()

// database makes a database of another program's.
func makeDatabase(t testing.TB, path string, statements ...string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(0)&_pragma=journal_mode(off)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return path
}

// said is a project in lines: its codes, sources with what is marked in them, cases.
func said(p *Project) string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	names := map[string]string{}
	var codes func(all []*refi.Code, indent string)
	codes = func(all []*refi.Code, indent string) {
		for _, c := range all {
			names[c.GUID] = c.Name
			say("%scode %s %v %s", indent, c.Name, c.Codable, c.Description)
			codes(c.Below, indent+"  ")
		}
	}
	codes(p.Document.Codes, "")
	for _, u := range p.Document.Users {
		names[u.GUID] = u.Name
	}
	for _, v := range p.Document.Variables {
		names[v.GUID] = v.Name
	}
	for _, n := range p.Document.Notes {
		names[n.GUID] = *n.Content
	}
	for _, c := range p.Document.Cases {
		names[c.GUID] = c.Name
	}
	values := func(all []refi.Value) {
		for _, v := range all {
			say("  %s = %s (%s)", names[v.Variable], v.Value, v.Type)
		}
	}
	for _, s := range p.Document.Sources {
		names[s.GUID] = s.Name
		say("%s %s %s", s.Kind, s.Name, s.Description)
		values(s.Values)
		text := []rune(string(p.Files[strings.ToLower(strings.TrimPrefix(s.Plain, "internal://"))]))
		for _, x := range s.Selections {
			quote := fmt.Sprint(x.Box, x.Start, x.End)
			if s.Kind == refi.TextSource {
				quote = string(text[x.Start:x.End])
			}
			line := fmt.Sprintf("  %q", quote)
			for _, c := range x.Codings {
				line += fmt.Sprintf(" %s by %s", names[c.Code], names[c.Creator])
				for _, n := range c.NoteRefs {
					line += fmt.Sprintf(" (%s)", names[n])
				}
			}
			for _, n := range x.NoteRefs {
				line += fmt.Sprintf(" noted %s", names[n])
			}
			lines = append(lines, line)
		}
	}
	for _, c := range p.Document.Cases {
		say("case %s %s", c.Name, c.Description)
		values(c.Values)
		for _, s := range c.SourceRefs {
			say("  is %s", names[s])
		}
	}
	for _, s := range p.Document.Sets {
		say("set %s of %d", s.Name, len(s.Sources))
	}
	for _, n := range p.Document.Notes {
		if n.Name != "" {
			say("note %s: %s", n.Name, *n.Content)
		}
	}
	for _, f := range p.Found {
		say("! %s", f.Describe())
	}
	return strings.Join(lines, "\n")
}

func TestQualCoder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "probe.qda")
	for _, sub := range []string{"images", "documents"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "images", "map.jpg"), []byte("jpeg"), 0o600); err != nil {
		t.Fatal(err)
	}
	var statements []string
	for _, table := range qualcoderTables {
		statements = append(statements, "create table "+table)
	}
	makeDatabase(t, filepath.Join(folder, "data.qda"), append(statements,
		"insert into project values ('v8', '2026-01-01', 'What it is for', 'QualCoder 3.8.2', 0, 0, 'ann')",
		"insert into code_cat values (1, 'Themes', 'ann', '2026-01-01 10:00:00', 'top', null), (2, 'Money', 'ann', '', '', 1), (3, 'Ring', 'ann', '', '', 3)",
		"insert into code_name values (1, 'Saving', 'what is saved', 2, 'ann', '', '#FFCC00'), (2, 'Trust', '', null, 'bob', '', '#112233')",
		"insert into source values (1, 'ann.txt', 'Ann: 🙂 We saved money.\nBob: And again.', null, 'a memo', 'ann', '2026-01-02 03:04:05', null, null)",
		"insert into source values (2, 'map.jpg', null, '/images/map.jpg', '', 'ann', '', null, null)",
		"insert into code_text values (1, 1, 1, 'We saved', 7, 15, 'ann', '2026-01-02 03:04:05', 'why', null, 1)",
		"insert into code_text values (2, 2, 1, 'And again', 0, 9, 'bob', '', '', null, null)", // its words stand elsewhere
		"insert into code_text values (3, 2, 1, 'not there', 0, 8, 'bob', '', '', null, null)", // and these nowhere
		"insert into code_text values (4, 9, 1, 'We', 7, 9, 'bob', '', '', null, null)",
		"insert into annotation values (1, 1, 7, 9, 'who is we?', 'bob', '')",
		"insert into code_image values (1, 2, 10, 20, 100, 50, 2, 'here', '', 'ann', null, null)",
		"insert into cases values (1, 'P01', 'a person', 'ann', ''), (2, 'P02', '', 'ann', '')",
		"insert into case_text values (1, 1, 1, 0, 23, 'ann', '', ''), (2, 2, 1, 0, 38, 'ann', '', '')",
		"insert into attribute_type values ('age', '', 'ann', '', 'case', 'numeric'), ('site', '', 'ann', '', 'file', 'character')",
		"insert into attribute values (1, 'age', 'case', '41', 1, '', 'ann'), (2, 'site', 'file', 'Łódź', 1, '', 'ann'), (3, 'age', 'case', 'old', 2, '', 'ann')",
		"insert into journal values (1, 'Diary', 'It went well', '', 'ann')")...)
	p, err := Read(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	want := `code Themes false top
  code Money false 
    code Saving true what is saved
code Ring false 
code Trust true 
TextSource ann.txt a memo
  site = Łódź (Text)
  "And again" Trust by bob
  "We saved" Saving by ann (why)
  "We" noted who is we?
  "Ann: 🙂 We saved money.\n" P01 by 
PictureSource map.jpg 
  "[10 20 110 70] 0 0" Trust by ann (here)
case P01 a person
  age = 41 (Float)
case P02 
  age (text) = old (Text)
  is ann.txt
note Diary: It went well
! coding whose words are not in its text, or not in one place only: left out (ann.txt, 0 to 8)
! coding whose words stand elsewhere in its text by now: put on them (ann.txt, 0 to 9)
! coding with a code that is not there: left out (We)
! mark of a coding as important: left out (ann.txt)
! value that is no number: kept as a text (age old)`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(said(p), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if string(p.Files["map.jpg"]) != "jpeg" || p.Document.Description != "What it is for" || p.Document.Origin != "QualCoder 3.8.2" {
		t.Errorf("files %v, %q, %q", len(p.Files), p.Document.Description, p.Document.Origin)
	}
	again, err := Read(ctx, filepath.Join(folder, "data.qda"))
	if err != nil || !cmp.Equal(p.Document, again.Document) {
		t.Errorf("read twice it is another project: %v", err)
	}
}

func TestTaguette(t *testing.T) {
	file := makeDatabase(t, filepath.Join(t.TempDir(), "p.sqlite3"),
		"create table projects (id integer, name text, description text, created text)",
		"create table project_members (project_id integer, user_login text, privileges text)",
		"create table documents (id integer, name text, description text, filename text, created text, project_id integer, text_direction text, contents text)",
		"create table tags (id integer, project_id integer, path text, description text)",
		"create table highlights (id integer, document_id integer, start_offset integer, end_offset integer, snippet text)",
		"create table highlight_tags (highlight_id integer, tag_id integer)",
		"insert into projects values (1, 'Privacy', 'what it is', '2024-07-31 20:51:31.300593')",
		"insert into project_members values (1, 'admin', 'ADMIN')",
		// Offsets are bytes of the text nodes: ü and 🙂 are 2 and 4 of them.
		"insert into documents values (1, 'int', '', 'a.pdf', '', 1, 'LEFT_TO_RIGHT', '<p><b>Ann</b> Über 🙂 all &amp; more.</p><p>We shared it.</p>\n<p>Done.</p>')",
		"insert into tags values (1, 1, 'open: sharing', 'giving away'), (2, 1, 'x', '')",
		"insert into highlights values (1, 1, 4, 14, '<p>Über 🙂</p>')",
		"insert into highlights values (2, 1, 26, 39, '<p>We shared it.</p>')",
		"insert into highlights values (3, 1, 20, 39, '<p>more.</p><p>We shared it.</p>')",
		"insert into highlights values (4, 1, 0, 3, '<p>other</p>'), (5, 1, 900, 905, '<p>x</p>')",
		"insert into highlight_tags values (1, 1), (2, 1), (2, 2)")
	p := saysInLines(t, file, `code open: sharing true giving away
code x true 
TextSource int 
  "Über 🙂" open: sharing by admin
  " more.\nWe shared it."
  "We shared it." open: sharing by admin x by admin
! highlight whose words are not those of its document: left out (int)
! highlight that is no place in its document: left out (int)`)
	if text := string(p.Files[p.Document.Sources[0].GUID+".txt"]); text != "Ann Über 🙂 all & more.\nWe shared it.\nDone." {
		t.Errorf("text %q", text)
	}
	makeDatabase(t, file, "insert into projects values (2, 'Another', '', '')")
	if _, err := Read(ctx, file); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), "2 projects") {
		t.Errorf("two projects: %v", err)
	}
}

func TestRQDA(t *testing.T) {
	file := makeDatabase(t, filepath.Join(t.TempDir(), "p.rqda"),
		"create table project (databaseversion text, date text, memo text, about text)",
		"create table source (name text, id integer, file text, memo text, owner text, date text, status integer)",
		"create table freecode (name text, memo text, owner text, date text, id integer, status integer, color text)",
		"create table codecat (name text, cid integer, catid integer, owner text, date text, memo text, status integer)",
		"create table treecode (cid integer, catid integer, status integer)",
		"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, owner text, date text, memo text)",
		"create table cases (name text, memo text, owner text, date text, id integer, status integer)",
		"create table caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer, owner text)",
		"create table attributes (name text, status integer, memo text, class text)",
		"create table caseAttr (variable text, value text, caseID integer, status integer)",
		"create table fileAttr (variable text, value text, fileID integer, status integer)",
		"create table filecat (name text, catid integer, memo text, status integer)",
		"create table treefile (fid integer, catid integer, status integer)",
		"create table journal (name text, journal text, date text, owner text, status integer)",
		"create table annotation (fid integer, position integer, annotation text, owner text, date text, status integer)",
		"insert into project values ('0.2.2', '', 'memo', 'RQDA')",
		"insert into source values ('one', 1, 'Über alles, it began.', 'on it', 'ann', 'Sun Jul 12 20:02:02 2020', 1), ('gone', 2, 'x', '', '', '', 0)",
		"insert into freecode values ('begin', '', 'ann', '', 1, 1, null), ('old', '', 'ann', '', 2, 0, null)",
		"insert into codecat values ('cat', null, 1, 'ann', '', 'of codes', 1)",
		"insert into treecode values (1, 1, 1)",
		"insert into coding values (1, 1, 'it began', 12.0, 20.0, 1, 'ann', 'Sun Jul 12 20:02:19 2020', 'here')",
		"insert into coding values (1, 1, 'alles', 0.0, 5.0, 1, 'bob', '', null), (1, 1, 'deleted', 0, 3, 0, 'ann', '', '')",
		"insert into coding values (1, 1, 'it began', 13, 21, -1, 'bob', '', ''), (1, 1, 'it', 13, 15, -1, 'bob', '', '')",
		"insert into cases values ('A', 'case memo', '', '', 1, 1)",
		"insert into caselinkage values (1, 1, 0, 21, 1, '')",
		"insert into attributes values ('age', 1, '', 'numeric')",
		"insert into caseAttr values ('age', '7', 1, 1)",
		"insert into fileAttr values ('site', 'Ulm', 1, 1)",
		"insert into filecat values ('Group', 1, '', 1)",
		"insert into treefile values (1, 1, 1)",
		"insert into journal values ('day', 'wrote', '', 'ann', 1)",
		"insert into annotation values (1, 3, 'beside', 'ann', '', 1)",
		// What has any other status was deleted, in every table.
		"insert into codecat values ('no', null, 2, 'ann', '', '', 0)",
		"insert into treecode values (1, 2, -1)",
		"insert into cases values ('No', '', '', '', 2, 0), ('Never', '', '', '', 3, -1)",
		"insert into caselinkage values (1, 1, 0, 3, 0, '')",
		"insert into attributes values ('no', 0, '', '')",
		"insert into caseAttr values ('no', '8', 1, 0)",
		"insert into fileAttr values ('no', 'Bonn', 1, 0)",
		"insert into filecat values ('No', 2, '', 0)",
		"insert into treefile values (1, 2, 0)",
		"insert into journal values ('no day', 'nothing', '', 'ann', 0)",
		"insert into annotation values (1, 4, 'no', 'ann', '', 0)",
		// What is read from no table is counted.
		"create table coding2 (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, owner text, date text, memo text)",
		"insert into coding2 values (1, 1, 'it began', 13, 21, 1, 'ann', '', ''), (1, 1, 'it', 13, 15, -1, 'ann', '', '')",
		"create table image (name text, id integer, status integer)",
		"insert into image values ('map.png', 1, 1), ('old.png', 2, 0)",
		"create table imageCoding (cid integer, iid integer, x1 integer, y1 integer, x2 integer, y2 integer, memo text, status integer)",
		"insert into imageCoding values (1, 1, 0, 0, 9, 9, '', 1)")
	p, err := Read(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	want := `code cat false of codes
  code begin true 
TextSource one on it
  site = Ulm (Text)
  "alles" begin by bob
  "it began" begin by ann (here)
case A case memo
  age = 7 (Float)
  is one
set Group of 1
note day: wrote
! code category that was deleted in RQDA: left out (no)
! code in a category that was deleted in RQDA: left out ()
! code that was deleted in RQDA: left out (old)
! source that was deleted in RQDA: left out (gone)
! coding that was deleted in RQDA: left out (deleted)
! coding that was unmarked in RQDA: left out: 2 times (first it)
! coding whose words stand elsewhere in its text by now: put on them (one, 0 to 5)
! note beside a text that was deleted in RQDA: left out (no)
! attribute that was deleted in RQDA: left out (no)
! case that was deleted in RQDA: left out: 2 times (first No)
! attribute of a case that was deleted in RQDA: left out (no)
! attribute of a source that was deleted in RQDA: left out (no)
! part of a case that was deleted in RQDA: left out ()
! source category that was deleted in RQDA: left out (No)
! source in a category that was deleted in RQDA: left out ()
! journal that was deleted in RQDA: left out (no day)
! coding in the second table of RQDA (coding2): left out (it began)
! image: left out (map.png)
! coding of an image: left out ()`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(said(p), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if c := p.Document.Sources[0].Selections[1].Codings[0]; c.Created != "2020-07-12T20:02:19" {
		t.Errorf("made at %q", c.Created)
	}
}

func TestQC(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("settings.yaml", "corpus_dir: texts\n")
	write("codebook.yaml", "- money:\n  - saving\n- trust\n")
	write("texts/moby/one.md", "First line\n🙂 second line\n\nlast\n")
	makeDatabase(t, filepath.Join(folder, "qualitative_coding.sqlite3"),
		"create table document (file_path text, file_hash text)",
		"create table document_index (id integer, name text, document_id text)",
		"create table location (id integer, start_line integer, end_line integer, document_index_id integer)",
		"create table coded_line (id integer, line integer, coder_id text, code_id text)",
		"create table coded_line_location_association (coded_line_id integer, location_id integer)",
		"create table code (name text)",
		"insert into document values ('moby/one.md', 'x'), ('../outside.md', 'x'), ('gone.md', 'x')",
		"insert into document_index values (1, 'lines', 'moby/one.md')",
		"insert into location values (1, 0, 2, 1)",
		"insert into code values ('saving'), ('trust'), ('unlisted')",
		"insert into coded_line values (1, 1, 'cp', 'saving'), (2, 0, 'cp', 'unlisted'), (3, 2, 'cp', 'trust'), (4, 77, 'cp', 'trust')",
		"insert into coded_line_location_association values (1, 1), (2, 1), (3, 1), (4, 1)")
	p, err := Read(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	want := `code money true 
  code saving true 
code trust true 
code unlisted true 
TextSource moby/one.md 
  "🙂 second line" saving by cp
  "First line" unlisted by cp
! document outside of the corpus: left out (../outside.md)
! document that is not in the corpus: left out (gone.md)
! coded line that is empty or behind the text: left out: 2 times (first moby/one.md, line 3)`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(said(p), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	write("settings.yaml", "corpus_dir: ../../etc\n")
	if _, err := Read(ctx, folder); err == nil || !strings.Contains(err.Error(), "outside") {
		t.Errorf("a corpus outside of the folder: %v", err)
	}
}

// What is none of these programs' is said to be so, and not touched.
func TestNeither(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "a.txt")
	if err := os.WriteFile(text, []byte("words"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, folder} {
		if p, err := Read(ctx, path); p != nil || err != nil {
			t.Errorf("%s: %v %v", path, p, err)
		}
	}
	other := makeDatabase(t, filepath.Join(folder, "b.db"), "create table x (y integer)")
	if _, err := Read(ctx, other); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a database of something else: %v", err)
	}
	broken := filepath.Join(folder, "c.db")
	if err := os.WriteFile(broken, []byte("SQLite format 3\x00 and then nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(ctx, broken); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a broken database: %v", err)
	}
}

// What is written for QualCoder is read back with the same words under the same codes.
func TestWriteQualCoder(t *testing.T) {
	body := "Ann: 🙂 We saved money.\n\nBob: And again."
	s := coding.NewStudy(coding.Study{Title: "A study",
		Themes: []*coding.Theme{{ID: "t1", Name: "Money", Definition: "What is paid", Colour: "#112233"}, {ID: "t2", Parent: "t1", Name: "Saving", Position: 1}, {ID: "t3", Name: "Trust", Position: 2},
			{ID: "t4", Parent: "t3", Name: "Saving", Position: 3}},
		Coders:       []*coding.Coder{{ID: "c1", Name: "AK"}},
		Cases:        []*corpus.CaseStudy{{ID: "k1", Name: "Docks"}},
		Participants: []*corpus.Participant{{ID: "p1", Name: "Ann", Attributes: map[string]string{"age": "41"}}},
		Sources:      []*corpus.Source{{ID: "s1", Name: "one", Text: "x1", Case: "k1"}},
		Transcripts:  map[corpus.TextID]*corpus.Transcript{"x1": {Speakers: []corpus.Speaker{{Label: "Ann", Participant: "p1"}}, Turns: []corpus.Turn{{Start: 0, Body: 5, End: 25, Speaker: 0}}}},
		Passages:     []coding.Passage{{ID: "a1", Text: "x1", Span: corpus.Span{Start: 10, End: 18}}},
		Tags:         []coding.Tag{{ID: "g1", Passage: "a1", Theme: "t1", Coder: "c1", At: time.Unix(0, 0).UTC(), Weight: 2}, {ID: "g2", Passage: "a1", Theme: "t2", Coder: "c1"}, {ID: "g3", Passage: "a1", Theme: "t4", Coder: "c1"}},
		Memos:        []coding.Memo{{ID: "m1", On: "g2", Coder: "c1", Text: "Why?"}, {ID: "m2", On: "a1", Coder: "c1", Text: "Who?"}, {ID: "m3", On: "project", Coder: "c1", Text: "# Diary\n\nToday"}},
	})
	folder := filepath.Join(t.TempDir(), "out.qda")
	_, lost, err := WriteQualCoder(ctx, exchange.Contents{Study: s, Texts: texts{"x1": body}}, folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(lost) != 1 || !strings.Contains(lost[0].What, "name that two themes have") {
		t.Errorf("lost %v", lost)
	}
	p, err := Read(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	want := `code Money true What is paid
  code Saving true 
code Trust true 
  code Saving (Trust) true 
TextSource one 
  "We saved" Money by AK (Weight: 2)
  "We saved" Saving by AK (Why?)
  "We saved" Saving (Trust) by AK
  "We saved" noted Who?
  "Ann: 🙂 We saved money." Ann by 
case Docks 
  Kind of case = case study (Text)
  is one
case Ann 
  Kind of case = participant (Text)
  age = 41 (Text)
note 1 Diary Today: # Diary

Today`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(said(p), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(folder, "data.qda")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

type texts map[corpus.TextID]string

func (x texts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	return corpus.Text{ID: id, Body: x[id]}, nil
}
