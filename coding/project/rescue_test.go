package project

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crosscase/coding"
)

// rescued makes a closed project with something of everything, has its file changed, and
// rescues it. The file must not be changed by that.
func rescued(t *testing.T, change func(p *Project, file string)) (Rescued, *Project) {
	t.Helper()
	p := newProject(t)
	rich(t, p)
	if _, err := p.engine.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	change(p, p.Path())
	p.Close()
	before, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(filepath.Dir(p.Path()), "saved.crosscase")
	r, err := Rescue(ctx, p.Path(), to, "AK", monday)
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(p.Path()); !bytes.Equal(before, after) {
		t.Error("the damaged file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), ".crosscase*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	saved, err := Open(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { saved.Close() })
	whole(t, saved)
	study(t, saved)
	return r, saved
}

// Of a project that is whole, everything is saved.
func TestRescueOfAWholeProject(t *testing.T) {
	var before string
	r, saved := rescued(t, func(p *Project, file string) { before = dump(t, p) })
	if len(r.Lost) > 0 || len(r.Mended) > 0 {
		t.Errorf("lost %q, restored %q", r.Lost, r.Mended)
	}
	if after := dump(t, saved); after != before {
		t.Errorf("was\n%s\nsaved\n%s", before, after)
	}
	if entries, err := saved.Log(ctx); err != nil || !strings.Contains(entries[len(entries)-1].What, "rescue what is whole of study.crosscase") {
		t.Error("the log does not say that it was rescued", err)
	}
	if _, broken, err := saved.VerifyLog(ctx); broken != 0 || err != nil {
		t.Errorf("the chain is broken at %d, %v", broken, err)
	}
}

// What is damaged is restored from the log, else listed.
func TestRescueOfDamagedRows(t *testing.T) {
	for _, tt := range []struct{ damage, lost, mended, has string }{
		{"update themes set name = 'Trusu' where id = 'trust'", "", `theme "Trust": restored from the log`,
			"select 1 from themes where id = 'trust' and name = 'Trust'"},
		{"update tags set coder = 'gone'", "", `tag Trust on int-1: "With money", by AK: restored from the log`,
			"select 1 from tags where id = 't'"},
		{"update memos set text = cast(x'ff' as text)", "", `memo on`, "select 1 from memos where text = 'Why'"},
		{"update coders set name = 'AX'", `a coder: what was done with it is kept under the name "lost coder 1"`, "",
			"select 1 from tags t join coders c on c.id = t.coder where c.name = 'lost coder 1'"},
		{"update texts set body = replace(body, 'With money', 'With honey')", "", `text of "int-1": restored from its passages and words`,
			"select 1 from texts where body like '%With money%'"},
		{"update texts set body = replace(body, 'Roe', 'Rod')", `text of "int-1": somewhere its words`, "",
			"select 1 from passages where id = 'pt'"},
		{"update texts set body = cast(replace(body, 'Roe', cast(x'526fff' as text)) as text)", `text of "int-1": somewhere its words`, "",
			"select 1 from texts where body like '%Ro?%'"},
		{"update texts set words = x'00'", "", `text of "int-1": restored from its passages and words`, ""},
		{"update texts set turns = x'ff'", `text of "int-1": who says what`, "", "select 1 from passages where id = 'pt'"},
		{"update speakers set number = 7, id = text || '/7' where number = 1", "", "speaker", "select 1 from speakers where number = 1"},
		{"update originals set bytes = x'00'", `the imported file "int-1.txt"`, "", "select 1 from sources where name = 'int-1'"},
		{"update log set what = 'x' where number = 2; update themes set name = 'x' where id = 'trust'",
			"log entry 2", "", "select 1 from themes where id = 'trust' and name like 'lost theme%'"},
		{"update log set what = 'x' where number = (select max(number) from log)", "log entry", "", ""},
		{"update project set title = 'x'", "the title of the project", "", "select 1 from project where title = ''"},
	} {
		t.Run(tt.damage, func(t *testing.T) {
			r, saved := rescued(t, func(p *Project, file string) {
				if _, err := p.db.Exec("pragma foreign_keys = off; " + tt.damage); err != nil {
					t.Fatal(err)
				}
			})
			has := func(all []string, want string) bool {
				return slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, want) })
			}
			if tt.lost != "" && !has(r.Lost, tt.lost) || tt.lost == "" && len(r.Lost) > 0 {
				t.Errorf("lost %q, want %q", r.Lost, tt.lost)
			}
			if tt.mended != "" && !has(r.Mended, tt.mended) {
				t.Errorf("restored %q, want %q", r.Mended, tt.mended)
			}
			n := 0
			if err := saved.db.QueryRow(cmp.Or(tt.has, "select 1")).Scan(&n); err != nil {
				t.Errorf("%s: %v", tt.has, err)
			}
		})
	}
}

// Pages that hold nothing but zeros take away no more than what was on them: the rest is in
// the new project, as it was.
func TestRescueOfZeroedPages(t *testing.T) {
	const page = 4096
	random := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		var at int64
		var before string
		r, saved := rescued(t, func(p *Project, file string) {
			before = dump(t, p)
			p.Close()
			f, err := os.OpenFile(file, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			info, _ := f.Stat()
			at = page * (1 + random.Int64N(info.Size()/page-1))
			if at < 8*page { // where the tables are listed
				at += 8 * page
			}
			if _, err := f.WriteAt(make([]byte, page), at); err != nil {
				t.Fatal(err)
			}
		})
		after := dump(t, saved)
		for line := range strings.Lines(before) {
			if !strings.Contains(after, line) && len(r.Lost) == 0 {
				t.Errorf("page %d: without a word lost: %s", at/page, line)
			}
		}
	}
}

// What a header says is the same in all projects, and what is cut off a file takes no more away
// than what was there.
func TestRescueOfTheBeginning(t *testing.T) {
	for i, tt := range []struct {
		what   string
		change func(data []byte) []byte
		whole  bool
	}{
		{"kind of file", func(data []byte) []byte { data[3] ^= 4; return data }, true},
		{"size of pages", func(data []byte) []byte { data[16] ^= 0x20; return data }, true},
		{"reserved bytes", func(data []byte) []byte { data[20] = 8; return data }, true},
		{"number of pages", func(data []byte) []byte { data[30] ^= 1; return data }, true},
		{"encoding", func(data []byte) []byte { data[59] = 2; return data }, true},
		{"program and format", func(data []byte) []byte { clear(data[60:72]); return data }, true},
		{"header", func(data []byte) []byte { clear(data[:100]); return data }, true},
		{"first page", func(data []byte) []byte { clear(data[:4096]); return data }, true},
		{"nonsense on the first page", func(data []byte) []byte { copy(data, bytes.Repeat([]byte("\x05Z\x0d\x00"), 1024)); return data }, true},
		{"header cut off", func(data []byte) []byte { return data[100:] }, true},
		{"first page cut off", func(data []byte) []byte { return data[4096:] }, true},
		{"first page but for the header", func(data []byte) []byte { clear(data[100:4096]); return data }, true},
		{"last page", func(data []byte) []byte { return data[:len(data)-4096] }, false},
		{"part of a page", func(data []byte) []byte { return data[:len(data)-5000] }, false},
	} {
		before := ""
		r, saved := rescued(t, func(p *Project, file string) {
			before = dump(t, p)
			var err error
			if i%2 == 0 {
				_, err = p.db.Exec("vacuum") // which puts the list of tables first
			}
			p.Close()
			var data []byte
			if err == nil {
				data, err = os.ReadFile(file)
			}
			if err == nil {
				err = os.WriteFile(file, tt.change(data), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		if same := dump(t, saved) == before; tt.whole && (!same || len(r.Lost) > 0) {
			t.Errorf("%s: lost %q; the same: %t", tt.what, r.Lost, same)
		} else if !same && len(r.Lost) == 0 {
			t.Errorf("%s: lost without a word", tt.what)
		}
	}
}

// What a person said never becomes another's: a turn with another label than its speaker's is
// nobody's.
func TestRescueOfSpeakers(t *testing.T) {
	_, saved := rescued(t, func(p *Project, file string) {
		s := study(t, p)
		src := s.Sources[0]
		tr := *s.Transcripts[src.Text]
		tr.Turns = slices.Clone(tr.Turns)
		for i := range tr.Turns {
			tr.Turns[i].Speaker = (tr.Turns[i].Speaker + 1) % len(tr.Speakers)
		}
		if _, err := p.db.Exec("update texts set turns = $1 where id = $2", encodeTurns(tr.Turns), src.Text); err != nil {
			t.Fatal(err)
		}
	})
	s := study(t, saved)
	for i, turn := range s.Transcripts[s.Sources[0].Text].Turns {
		if turn.Speaker >= 0 {
			t.Errorf("turn %d is of speaker %d", i+1, turn.Speaker)
		}
	}
}

func TestRescueOfNoProject(t *testing.T) {
	dir := t.TempDir()
	letter := filepath.Join(dir, "letter.txt")
	os.WriteFile(letter, bytes.Repeat([]byte("Dear Sir or Madam, "), 400), 0o600)
	to := filepath.Join(dir, "saved.crosscase")
	for _, tt := range []struct {
		from, to string
		want     error
	}{
		{letter, to, coding.ErrDamaged},
		{filepath.Join(dir, "none"), to, coding.ErrUnknown},
		{letter, letter, coding.ErrConflict},
	} {
		if _, err := Rescue(ctx, tt.from, tt.to, "AK", monday); !errors.Is(err, tt.want) {
			t.Errorf("%s to %s: %v, want %v", tt.from, tt.to, err, tt.want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("left behind: %s", fmt.Sprint(left))
	}
}

// Of a file of a format without checksums, bytes that are no text and the log tell what changed.
func TestRescueOfAnOldFormat(t *testing.T) {
	data, err := os.ReadFile("testdata/format-5.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	from, to := filepath.Join(dir, "old.crosscase"), filepath.Join(dir, "saved.crosscase")
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Rescue(ctx, from, to, "AK", monday)
	if err != nil || len(r.Lost) > 0 || len(r.Mended) > 0 {
		t.Errorf("%v, lost %q, restored %q", err, r.Lost, r.Mended)
	}
}
