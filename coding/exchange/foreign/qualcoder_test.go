package foreign

import (
	"context"
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
	"crosscase/corpus"
)

// qualcoderFolder makes a project of QualCoder's with these rows, and files with a word in
// each.
func qualcoderFolder(t *testing.T, files []string, statements ...string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "probe.qda")
	for _, name := range append(files, "documents/.keep") {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(filepath.Base(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for _, table := range qualcoderTables {
		all = append(all, "create table "+table)
	}
	makeDatabase(t, filepath.Join(folder, "data.qda"), append(all, statements...)...)
	return folder
}

// saysInLines reads a project and compares it, as said tells it, with lines.
func saysInLines(t *testing.T, at, want string) *Project {
	t.Helper()
	p, err := Read(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.Trim(want, "\n"), "\n"), strings.Split(said(p), "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	return p
}

// Nothing keeps QualCoder from writing a coding of a picture or recording, or of a case,
// twice; here it is one.
func TestQualCoderDoubles(t *testing.T) {
	folder := qualcoderFolder(t, []string{"images/map.jpg", "audio/call.mp3"},
		"insert into code_name values (1, 'Trust', '', null, 'ann', '', '#112233')",
		"insert into source values (1, 'map.jpg', null, '/images/map.jpg', '', 'ann', '', null, null)",
		"insert into source values (2, 'call.mp3', null, '/audio/call.mp3', '', 'ann', '', null, null)",
		"insert into source values (3, 'ann.txt', 'Ann: We saved money, and saved.', null, '', 'ann', '', null, null)",
		"insert into code_image values (1, 1, 10, 20, 30, 40, 1, 'here', '', 'ann', null, null), (2, 1, 10, 20, 30, 40, 1, 'again', '', 'ann', null, null)",
		"insert into code_image values (3, 1, 10, 20, 30, 40, 1, '', '', 'bob', null, null), (4, 1, 11, 20, 30, 40, 1, '', '', 'ann', null, null)",
		"insert into code_av values (1, 2, 1000, 2000, 1, '', '', 'ann', null), (2, 2, 1000, 2000, 1, '', '', 'ann', null)",
		"insert into cases values (1, 'Ann', '', 'ann', '')",
		"insert into case_text values (1, 1, 3, 5, 13, 'ann', '', ''), (2, 1, 3, 5, 13, 'ann', '', '')",
		"insert into case_text values (3, 1, 1, 0, 0, 'ann', '', ''), (4, 1, 1, 0, 0, 'ann', '', '')")
	saysInLines(t, folder, `code Trust true 
PictureSource map.jpg 
  "[10 20 40 60] 0 0" Trust by ann (here)
  "[10 20 40 60] 0 0" Trust by bob
  "[11 20 41 60] 0 0" Trust by ann
AudioSource call.mp3 
  "[0 0 0 0] 1000 2000" Trust by ann
TextSource ann.txt 
  "We saved" Ann by 
case Ann 
  is map.jpg
! coding that is there twice: taken once: 2 times (first map.jpg)
! part of a case that is there twice: taken once (ann.txt, Ann)`)
}

// What a database refers to and does not hold is said to be missing; files that are linked
// stay where they are, and those in the folder come along.
func TestQualCoderMissing(t *testing.T) {
	folder := qualcoderFolder(t, []string{"documents/ann.docx", "video/a.mp4"},
		"insert into code_cat values (1, 'A', 'ann', '', '', 2), (2, 'B', 'ann', '', '', 1), (3, 'C', 'ann', '', '', 2)",
		"insert into code_name values (1, 'Trust', '', 9, 'ann', '', 'red'), (2, 'Lost', '', 3, 'ann', '', '#112233')",
		"insert into source values (1, 'ann.docx', 'Ann: yes', null, '', 'ann', '', null, null), (2, 'ben.docx', 'Ann: yes', null, '', 'ann', 'Sun Jul 12 20:02:02 2020', null, null)",
		"insert into source values (3, 'a.mp4', null, 'video:C:\\films\\a.mp4', '', '', '', null, null), (7, 'm.jpg', null, 'images:/home/m.jpg', '', '', '', null, null), (4, 'b.jpg', null, '/images/b.jpg', '', '', '', null, null)",
		"insert into source values (5, 'a.mp4 (2)', null, '/video/a.mp4', '', '', '', null, null), (6, 'x.pdf', 'of a PDF file', '/docs/x.pdf', '', '', '', null, null)",
		"insert into code_text values (1, 1, 77, 'x', 0, 1, 'ann', '', '', null, null), (2, 1, 4, 'x', 0, 1, 'ann', '', '', null, null)",
		"insert into code_av values (1, 77, 0, 1, 1, '', '', 'ann', null), (2, 5, 0, 1, 77, '', '', 'ann', null)",
		"insert into code_image values (1, 6, 0, 0, 1, 1, 1, 'on a page', '', 'ann', null, 1)",
		"insert into annotation values (1, 77, 0, 1, 'nowhere', 'ann', ''), (2, 1, 0, 99, 'too far', 'ann', '')",
		"insert into cases values (1, 'Ann', '', 'ann', '')",
		"insert into case_text values (1, 1, 77, 0, 1, 'ann', '', ''), (2, 1, 1, 3, 99, 'ann', '', '')",
		"insert into attribute values (1, 'x', 'case', 'y', 77, '', ''), (2, 'x', 'journal', 'y', 1, '', ''), (3, 'x', 'file', '', 1, '', '')")
	p := saysInLines(t, folder, `code B false 
  code A false 
  code C false 
    code Lost true 
code Trust true 
TextSource ann.docx 
TextSource ben.docx 
VideoSource a.mp4 
PictureSource b.jpg 
VideoSource a.mp4 (2) 
TextSource x.pdf 
PictureSource m.jpg 
case Ann 
! picture or recording whose file is not there (b.jpg)
! coding of a source that is not there: left out: 2 times (first x)
! annotation that is no place in its text: on the source (ann.docx)
! annotation of a source that is not there: left out (nowhere)
! coding of a part of a PDF page: left out (x.pdf)
! coding of a picture or recording that is not there: left out: 2 times (first )
! attribute of what is not there: left out (x)
! case on a source that is not there: left out ()
! part of a case that is no place in its text: left out (ann.docx, Ann)`)
	sources := p.Document.Sources
	if c := p.Document.Codes[1].Colour; c != "" {
		t.Errorf("red is the colour %q", c)
	}
	got := []string{sources[0].Rich, sources[0].Created, sources[1].Created, sources[2].Path, sources[3].Path, sources[4].Path, sources[6].Path, string(p.Files["a.mp4"])}
	want := []string{"internal://ann.docx", "", "2020-07-12T20:02:02", "absolute:///C:/films/a.mp4", "relative:///images/b.jpg", "internal://a.mp4", "absolute:///home/m.jpg", "a.mp4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Newer versions of QualCoder nest codes in codes; one above itself stays at the top.
func TestQualCoderCodesInCodes(t *testing.T) {
	file := makeDatabase(t, filepath.Join(t.TempDir(), "data.qda"), "create table source (id integer, name text, fulltext text)",
		"create table code_text (ctid integer, cid integer, fid integer, pos0 integer, pos1 integer)",
		"create table code_name (cid integer, name text, catid integer, supercid integer)",
		"insert into code_name values (1, 'Trust', null, null), (2, 'Lost', null, 1), (3, 'Found', null, 2), (4, 'Self', null, 4)")
	saysInLines(t, file, `code Trust true 
  code Lost true 
    code Found true 
code Self true `)
}

// Columns hold what SQLite keeps in them, whatever they were declared as.
func TestRow(t *testing.T) {
	tests := []struct {
		value  any
		text   string
		number int
	}{
		{"12", "12", 12}, {"twelve", "twelve", -1}, {[]byte("bytes"), "bytes", -1}, {int64(7), "7", 7}, {7.0, "7", 7}, {7.5, "7.500000", 7},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "2026-01-02 03:04:05", -1}, {nil, "", -1},
	}
	for _, test := range tests {
		x := row{"column": test.value}
		if x.text("column") != test.text || x.number("column") != test.number {
			t.Errorf("%v: %q, %d; want %q, %d", test.value, x.text("column"), x.number("column"), test.text, test.number)
		}
	}
	if x := (row{}); x.text("column") != "" || x.number("column") != -1 {
		t.Error("a column that is not there has a value")
	}
}

// A study with all kinds of things is a project of QualCoder's with them, and the rest is
// said to be lost.
func TestWriteQualCoderAll(t *testing.T) {
	body := "Ann: We saved.\nBob: Yes."
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := coding.NewStudy(coding.Study{Title: "All",
		Themes:        []*coding.Theme{{ID: "t", Name: "Trust", Made: at}, {ID: "c", Name: "Only a heading", Kind: "category", Position: 1}},
		Coders:        []*coding.Coder{{ID: "x", Name: "AK"}, {ID: "y", Name: "JM"}},
		Cases:         []*corpus.CaseStudy{{ID: "k", Name: "Docks", Description: "A port", Attributes: map[string]string{"size": "big", "none": ""}}},
		Organisations: []*corpus.Organisation{{ID: "f", Name: "Fire", Kind: "service"}, {ID: "d", Name: "Docks", Attributes: map[string]string{"Kind": "as written"}}},
		Participants:  []*corpus.Participant{{ID: "a", Name: "Ann", Role: "chief", Organisation: "f"}, {ID: "b", Name: "Bob"}},
		Sources:       []*corpus.Source{{ID: "s", Name: "talk", Text: "x", Organisation: "f", Date: "2026-01", Attributes: map[string]string{"site": "Ulm"}}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"x": {Speakers: []corpus.Speaker{{Participant: "a"}, {Participant: "b"}},
			Turns: []corpus.Turn{{Start: 0, Body: 5, End: 14, Speaker: 0}, {Start: 15, Body: 20, End: 24, Speaker: 1}}}},
		Passages: []coding.Passage{{ID: "p", Text: "x", Span: corpus.Span{Start: 5, End: 13}}, {ID: "old", Text: "before", Span: corpus.Span{Start: 0, End: 1}}},
		Tags: []coding.Tag{{ID: "1", Passage: "p", Theme: "t", Coder: "x", At: at, About: "f"}, {ID: "2", Passage: "p", Theme: "t", Coder: "x", About: "d"},
			{ID: "3", Passage: "old", Theme: "t", Coder: "x"}},
		Memos: []coding.Memo{{ID: "m1", On: "p", Coder: "x", Text: "One"}, {ID: "m2", On: "p", Coder: "y", Text: "Two"}, {ID: "m3", On: "p", Coder: "x", Text: "Three"},
			{ID: "m4", On: "project", At: at, Coder: "x", Text: "Later"}, {ID: "m5", On: "project", Coder: "x", Text: "Sooner"}, {ID: "m6", On: "t", Coder: "x", Text: "of Trust"}},
		Links: []coding.Link{{ID: "l", From: "t", To: "c"}}, Summaries: []coding.Summary{{ID: "u", Theme: "t", On: "a"}},
		Searches: []*coding.SavedQuery{{ID: "q"}}, Preserved: []coding.Preserved{{ID: "v"}},
	})
	folder := filepath.Join(t.TempDir(), "all.qda")
	contents := exchange.Contents{Study: s, Texts: texts{"x": body}}
	_, lost, err := WriteQualCoder(ctx, contents, folder)
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, p := range lost {
		what = append(what, fmt.Sprintf("%d %s", p.Count, p.What))
	}
	if diff := cmp.Diff([]string{"1 tag beside one that says the same but for whom it is about, which QualCoder does not allow", "1 tags on words that were corrected since",
		"1 links", "1 summaries", "1 saved queries, matrices and searches", "1 projects of other programs, with what crosscase does not show"}, what); diff != "" {
		t.Errorf("lost (-want +got)\n%s", diff)
	}
	saysInLines(t, folder, `code Trust true of Trust
code Only a heading false Kind: category
TextSource talk 
  site = Ulm (Text)
  "We saved" Trust by AK (About: Fire)
  "We saved" noted One

Three
  "We saved" noted Two
  "Ann: We saved." Ann by 
  "Bob: Yes." Bob by 
case Docks A port
  Kind of case = case study (Text)
  size = big (Text)
case Fire 
  Kind = service (Text)
  Kind of case = organisation (Text)
  is talk
case Docks (2) 
  Kind = as written (Text)
  Kind of case = organisation (Text)
case Ann 
  Kind of case = participant (Text)
  Organisation = Fire (Text)
  Role = chief (Text)
case Bob 
  Kind of case = participant (Text)
note 1 Sooner: Sooner
note 2 Later: Later`)
	if _, _, err := WriteQualCoder(ctx, contents, folder); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a project that is there: %v", err)
	}
	if _, _, err := WriteQualCoder(ctx, exchange.Contents{Study: s, Texts: gone{}}, filepath.Join(t.TempDir(), "b.qda")); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("without its texts: %v", err)
	}
}

// gone are texts that are not there.
type gone struct{}

func (gone) Text(context.Context, corpus.TextID) (corpus.Text, error) {
	return corpus.Text{}, coding.ErrUnknown
}

// Themes come back from QualCoder as they were, in their order: one with others below it, which
// is a category and a code there if it is on something, is one again.
func TestQualCoderThemesComeBack(t *testing.T) {
	s := coding.NewStudy(coding.Study{
		Themes: []*coding.Theme{{ID: "z", Name: "Zeal"}, {ID: "r", Name: "Reputation", Colour: "#112233", Definition: "What others say", Position: 1},
			{ID: "p", Name: "Press", Parent: "r"}, {ID: "b", Name: "Bad", Parent: "r", Position: 1}, {ID: "b1", Name: "Very bad", Parent: "b"},
			{ID: "h", Name: "Heading", Position: 2}, {ID: "r2", Name: "Reputation", Parent: "h"}, {ID: "r3", Name: "In town", Parent: "r2"}, {ID: "a", Name: "Anger", Position: 3}},
		Coders: []*coding.Coder{{ID: "x", Name: "AK"}}, Sources: []*corpus.Source{{ID: "s", Name: "talk", Text: "x"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"x": {}},
		Passages:    []coding.Passage{{ID: "1", Text: "x", Span: corpus.Span{Start: 0, End: 2}}},
		Tags:        []coding.Tag{{ID: "1", Passage: "1", Theme: "r", Coder: "x"}, {ID: "2", Passage: "1", Theme: "b", Coder: "x"}, {ID: "3", Passage: "1", Theme: "r2", Coder: "x"}},
	})
	folder := filepath.Join(t.TempDir(), "back.qda")
	if _, _, err := WriteQualCoder(ctx, exchange.Contents{Study: s, Texts: texts{"x": "We saved."}}, folder); err != nil {
		t.Fatal(err)
	}
	p := saysInLines(t, folder, `code Zeal true 
code Reputation true What others say
  code Press true 
  code Bad true 
    code Very bad true 
code Heading true 
  code Reputation (Heading) true 
    code In town true 
code Anger true 
TextSource talk 
  "We" Reputation by AK
  "We" Bad by AK
  "We" Reputation (Heading) by AK`)
	if c := p.Document.Codes[1].Colour; c != "#112233" {
		t.Errorf("colour %q", c)
	}
}

// In a project that somebody made with QualCoder, a category and a code of one name are two.
func TestQualCoderCategoryAndCode(t *testing.T) {
	saysInLines(t, qualcoderFolder(t, nil, "insert into code_cat values (1, 'Trust', 'ann', '', '', null)",
		"insert into code_name values (1, 'Trust', '', 1, 'ann', '', ''), (2, 'Money', '', null, 'ann', '', '')"), `code Trust false 
  code Trust true 
code Money true `)
}
