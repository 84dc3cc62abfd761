package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A decaying is a project of which bits are flipped.
type decaying struct {
	t     *testing.T
	file  string
	data  []byte // as it was
	holds string // all rows, as they were
}

// decay is a small project, or that of the file in $CROSSCASE_FLIP.
func decay(t *testing.T) *decaying {
	d := &decaying{t: t, file: filepath.Join(t.TempDir(), "study.crosscase")}
	if from := os.Getenv("CROSSCASE_FLIP"); from != "" {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		d.write(data)
	} else {
		text := filepath.Join(filepath.Dir(d.file), "int-1.txt")
		words := strings.Repeat("Interviewer: What did the money do for trust?\n\nRoe: It did what it could, I would say.\n\n", 12)
		if err := os.WriteFile(text, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"init", d.file}, {"import", text}, {"theme", "add", "Trust", "--definition", "Reliance on others"},
			{"tag", "Trust", "--search", "could"}, {"memo", "add", "A thought", "--theme", "Trust"}} {
			if status, out := d.run(args...); status != 0 {
				t.Fatalf("%q: %s", args, out)
			}
		}
	}
	d.run("check")
	var err error
	if d.data, err = os.ReadFile(d.file); err != nil {
		t.Fatal(err)
	}
	if d.holds, err = d.rows(); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *decaying) write(data []byte) {
	d.t.Helper()
	for _, ending := range []string{"-wal", "-shm"} {
		os.Remove(d.file + ending)
	}
	if err := os.WriteFile(d.file, data, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// run runs a command on the project, and returns its exit status and what it says.
func (d *decaying) run(args ...string) (status int, out string) {
	var b bytes.Buffer
	defer func() {
		if r := recover(); r != nil {
			status, out = -1, fmt.Sprintf("%v\n%s", r, debug.Stack())
		}
	}()
	n := 0
	w := &env{stdin: strings.NewReader(""), stdout: &b, stderr: &b, getenv: func(name string) string {
		return map[string]string{"CROSSCASE_PROJECT": d.file, "CROSSCASE_CODER": "AK"}[name]
	}, user: func() string { return "AK" }, now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
		newID: func() string { n++; return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }}
	status = run(context.Background(), w, args)
	return status, b.String()
}

// rows are all rows of the project but for its revision and checksums.
func (d *decaying) rows() (string, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(d.file)+"?mode=ro")
	if err != nil {
		return "", err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var b strings.Builder
	for _, table := range []string{"project", "originals", "texts", "cases", "organisations", "participants", "sources", "speakers", "said",
		"themes", "merged_themes", "coders", "passages", "changed_passages", "tags", "memos", "links", "summaries", "queries", "readings",
		"rejections", "preserved", "log"} {
		rows, err := db.Query("select * from " + table + " not indexed order by 1")
		if err != nil {
			return "", err
		}
		columns, err := rows.Columns()
		if err != nil {
			return "", err
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				return "", err
			}
			for i, c := range columns {
				if c = strings.ToLower(c); c != "sum" { // as the schema says it, in whatever case
					fmt.Fprintf(&b, "%s.%s %#v\n", table, c, values[i])
				}
			}
		}
		if err := rows.Err(); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// Every flipped bit of a project is noticed by check, or changed nothing that anybody wrote;
// and no command panics. $CROSSCASE_FLIPS says how many are flipped, of any byte then; without
// it, those that are not zero are, of which more are used.
func TestFlippedBits(t *testing.T) {
	d := decay(t)
	out := filepath.Dir(d.file)
	commands := [][]string{{"passages", "--format", "json"}, {"matrix"}, {"coder", "list"}, {"theme", "list"}, {"source", "list"},
		{"export", "--to", filepath.Join(out, "plain")}, {"report", "-o", filepath.Join(out, "r.html")}, {"log"}, {"memo", "list"},
		{"participant", "list"}, {"cooccur"}, {"undo"}, {"search", "could OR trust"}}
	flips, anywhere := attempts(t, "CROSSCASE_FLIPS", 100), os.Getenv("CROSSCASE_FLIPS") != ""
	random := rand.New(rand.NewPCG(7, 7))
	noticed, harmless := 0, 0
	for i := range flips {
		at := random.IntN(len(d.data) * 8)
		for !anywhere && d.data[at/8] == 0 {
			at = random.IntN(len(d.data) * 8)
		}
		data := bytes.Clone(d.data)
		data[at/8] ^= 1 << (at % 8)
		d.write(data)
		status, says := d.run("check")
		switch rows, err := d.rows(); {
		case status == -1:
			t.Errorf("bit %d: check: %s", at, says)
		case status != 0:
			noticed++
		case err != nil || rows != d.holds:
			t.Errorf("bit %d: %v; a change that check does not notice: %s", at, err, cmp.Diff(d.holds, rows))
		default:
			harmless++
		}
		d.write(data)
		command := commands[i%len(commands)]
		if status, says := d.run(command...); status == -1 {
			t.Errorf("bit %d: %q: %s", at, command, says)
		}
		os.RemoveAll(filepath.Join(out, "plain"))
		os.Remove(filepath.Join(out, "r.html"))
	}
	t.Logf("%d of %d flips noticed, %d changed nothing", noticed, flips, harmless)
}

// What one flipped bit of a word costs: check names the source, no command reads wrong names,
// and rescue keeps all but says which source to compare with the file that it came from.
func TestRescueAfterAFlippedBit(t *testing.T) {
	d := decay(t)
	saved := filepath.Join(filepath.Dir(d.file), "saved.crosscase")
	flip := func(word string) {
		t.Helper()
		data, found := bytes.Clone(d.data), 0
		for at := bytes.Index(data, []byte(word)); at >= 0; at = bytes.Index(data, []byte(word)) {
			data[at] ^= 1
			found++
		}
		if found == 0 {
			t.Fatalf("%q is not in the file", word)
		}
		d.write(data)
	}
	for _, tt := range []struct {
		word         string
		status       int
		check, saved string
	}{
		{"I would say", partial, `text of "int-1": damaged`, `lost: text of "int-1": somewhere its words`},
		{"Reliance on others", done, `theme "Trust": damaged`, `theme "Trust": restored from the log`},
		{"A thought", done, `memo on theme Trust`, `restored from the log`},
	} {
		flip(tt.word)
		if status, out := d.run("check"); status != unready || !strings.Contains(out, tt.check) {
			t.Errorf("%s: check: status %d, %s", tt.word, status, out)
		}
		status, out := d.run("rescue", d.file, saved)
		if status != tt.status || !strings.Contains(out, tt.saved) {
			t.Errorf("%s: rescue: status %d, want %d; %s", tt.word, status, tt.status, out)
		}
		if status, out := d.run("check", "--project", saved); status != done {
			t.Errorf("%s: what was saved: %s", tt.word, out)
		}
		os.Remove(saved)
	}
}
