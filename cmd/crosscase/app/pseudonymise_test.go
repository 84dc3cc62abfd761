package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/pseudonym"
)

var mask = []pseudonym.Pseudonym{{Name: "Roe", Pseudonym: "Penn"}, {Name: "Jo Hopes", Pseudonym: "Jo Orme"}}

// quick is AK, whose keys are made in no time.
func (d *desk) quick() *Session {
	s := d.as("AK")
	s.KeyWork = 4
	return s
}

// words are those of the first source.
func (d *desk) words(p coding.Texts, s *coding.Study) string {
	d.t.Helper()
	text, err := p.Text(d.t.Context(), s.Sources[0].Text)
	if err != nil {
		d.t.Fatal(err)
	}
	return text.Body
}

// Names leave the project and everything beside it but the key, which says whose they
// were.
func TestPseudonymise(t *testing.T) {
	d := coded(t)
	s := d.quick()
	if err := s.SyncIndex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	planned, err := s.PlannedPseudonyms(t.Context(), pseudonym.NewMask(mask))
	if err != nil || planned.Texts != 2 || planned.Uncovered != nil || planned.Gone {
		t.Errorf("planned: %+v, %v", planned, err)
	}
	came, err := s.Pseudonymise(t.Context(), mask, "", "secret")
	if err != nil || !came.Gone || came.Texts != 2 || came.Key != strings.TrimSuffix(d.p.Path(), ".crosscase")+".key.age" {
		t.Fatalf("%+v, %v", came, err)
	}
	now := d.as("AK").Study
	if body := d.words(d.p, now); strings.Contains(body, "Roe") || strings.Count(body, "Penn: ") != 2 {
		t.Errorf("the text is %q", body)
	}
	if _, err := os.Stat(d.p.Path() + ".index"); err == nil {
		t.Error("the search index holds the names still")
	}
	ask := func(secret string) func() (string, error) { return func() (string, error) { return secret, nil } }
	table, err := ReadKey(came.Key, ask("secret"))
	if diff := cmp.Diff("name,pseudonym\nRoe,Penn\nJo Hopes,Jo Orme\n", string(table)); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if data, err := os.ReadFile(came.Key); err != nil || bytes.Contains(data, []byte("Roe")) {
		t.Errorf("the key can be read without its passphrase: %v", err)
	}
	if _, err := ReadKey(came.Key, ask("wrong")); err == nil || !strings.Contains(err.Error(), "not its passphrase") {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if _, err := ReadKey(came.Key, func() (string, error) { return "", coding.ErrInvalid }); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("no passphrase: %v", err)
	}
	asked := false
	if _, err := ReadKey(came.Key+"x", func() (string, error) { asked = true; return "", nil }); err == nil || asked {
		t.Errorf("no key: %v, asked %v", err, asked)
	}
	if _, err := ReadKey(d.p.Path(), ask("x")); err == nil || !strings.Contains(err.Error(), "not a key") {
		t.Errorf("not a key: %v", err)
	}
	// A key is never written over, and nothing is replaced without one.
	if _, err := d.quick().Pseudonymise(t.Context(), mask[:1], "", "secret"); !errors.Is(err, coding.ErrConflict) || coding.Hint(err) == "" {
		t.Errorf("the key is there: %v", err)
	}
	if came, err := d.quick().Pseudonymise(t.Context(), mask, filepath.Join(t.TempDir(), "none", "key"), "secret"); err == nil || came.Gone {
		t.Errorf("no such folder: %v", err)
	}
}

// Where two would have one name, nothing is replaced, and no key is left.
func TestPseudonymiseRefuses(t *testing.T) {
	d := coded(t)
	key := filepath.Join(t.TempDir(), "key")
	came, err := d.quick().Pseudonymise(t.Context(), []pseudonym.Pseudonym{{Name: "Roe", Pseudonym: "Interviewer"}}, key, "secret")
	if !errors.Is(err, coding.ErrConflict) || came.Gone || !strings.Contains(d.words(d.p, d.as("AK").Study), "Roe") {
		t.Errorf("%+v, %v", came, err)
	}
	if _, err := os.Stat(key); err == nil {
		t.Error("the key is left")
	}
}

// What lies beside the project and may hold names is named.
func TestPseudonymiseElsewhere(t *testing.T) {
	d := coded(t)
	base := filepath.Base(d.p.Path())
	want := []string{".crosscase-1-2-3", base + "-wal.other-1", base + ".before-2026", base + ".import"}
	others := []string{"other" + base, base[:2], "notes.txt"}
	for _, name := range append(others, want...) {
		if err := os.WriteFile(filepath.Join(filepath.Dir(d.p.Path()), name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	came, err := d.quick().Pseudonymise(t.Context(), mask, "", "secret")
	var got []string
	for _, file := range came.Elsewhere {
		if filepath.Base(file) != base+".copies" {
			got = append(got, filepath.Base(file))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// A part of a name that still stands is told.
func TestPseudonymiseLeftovers(t *testing.T) {
	d := newDesk(t)
	d.add("int-2", "we saw Anna Calder there. and then Calder, and Calder again. so Calder it was.\n")
	came, err := d.quick().Pseudonymise(t.Context(), []pseudonym.Pseudonym{{Name: "Anna Calder", Pseudonym: "Ida Moss"}}, filepath.Join(t.TempDir(), "key"), "secret")
	if err != nil || len(came.Left) != 1 || came.Left[0].Word != "Calder" || came.Left[0].Texts != 3 {
		t.Errorf("%+v, %v", came.Left, err)
	}
	if diff := cmp.Diff([]string{"Roe"}, came.Uncovered); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A copy is masked while the project stays as it is, and is gone afterwards.
func TestMasked(t *testing.T) {
	d := newDesk(t)
	var file, body string
	places, err := d.as("AK").Masked(t.Context(), pseudonym.NewMask(mask), func(masked *Session) error {
		file, body = masked.Project.Path(), d.words(masked.Texts, masked.Study)
		return nil
	})
	if err != nil || places.Texts != 2 || strings.Contains(body, "Roe") || !strings.Contains(d.words(d.p, d.as("AK").Study), "Roe") {
		t.Errorf("%+v, %v; the copy has %q", places, err, body)
	}
	if _, err := os.Stat(filepath.Dir(file)); err == nil {
		t.Error("the copy is still there")
	}
	if _, err := d.as("AK").Masked(t.Context(), pseudonym.NewMask([]pseudonym.Pseudonym{{Name: "Roe", Pseudonym: "Interviewer"}}), nil); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("two of one name: %v", err)
	}
}

func TestReadNames(t *testing.T) {
	folder := write(t, t.TempDir(), map[string]string{"good.csv": "name,pseudonym\nRoe,Penn\n", "bad.csv": "name\nRoe\n"})
	for name, says := range map[string]string{"good.csv": "", "bad.csv": `no column "pseudonym"`, "none.csv": "no such file"} {
		m, err := ReadMask(filepath.Join(folder, name))
		var file FileError
		if (err != nil) != (says != "") || err != nil && (!strings.Contains(err.Error(), says) || !errors.As(err, &file)) || err == nil && !m.Covers("Roe") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, err := ReadMask(""); err != nil || m.Covers("Roe") {
		t.Errorf("no table: %v", err)
	}
}
