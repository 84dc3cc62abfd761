package foreign

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(want), "\n"), strings.Split(said(p), "\n")); diff != "" {
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
