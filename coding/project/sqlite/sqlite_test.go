package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"crosscase/coding"
)

var ctx = context.Background()

// create makes a file with a table of names, as of this format.
func create(t *testing.T, names ...string) *DB {
	t.Helper()
	d, err := Create(filepath.Join(t.TempDir(), "study.crosscase"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	write(t, d, func(tx *sql.Tx) error {
		const table = "create table names (id integer primary key, name text unique, mother integer references names (id))"
		if _, err := tx.Exec(table); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := tx.Exec("insert into names (name) values ($1)", name); err != nil {
				return err
			}
		}
		return nil
	})
	return d
}

// write does something in a transaction that is committed.
func write(t *testing.T, d *DB, do func(tx *sql.Tx) error) {
	t.Helper()
	tx, err := d.Begin(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestCreate(t *testing.T) {
	d := create(t, "Roe")
	if _, err := d.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	header, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(header[68:72]); got != "xcas" {
		t.Errorf("application id %q, want xcas", got)
	}
	info, err := os.Stat(d.path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode())
	}
	if _, err := Create(d.path); !errors.Is(err, os.ErrExist) {
		t.Errorf("created again: %v, want %v", err, os.ErrExist)
	}
	if _, err := Create(filepath.Join(d.path, "below", "a.crosscase")); err == nil {
		t.Error("created in a folder that is not there")
	}
}

// A new file is what the scripts make of an empty one, format after format, but for its revision.
func TestCreateIsWhatTheScriptsMake(t *testing.T) {
	dump := func(d *DB) (all []string) {
		t.Helper()
		write(t, d, func(tx *sql.Tx) error {
			for _, query := range []string{
				"select type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') from sqlite_schema order by rowid",
				"select id || length(now) || length(before) || copied from revision",
				"select 'format ' || user_version from pragma_user_version",
				"select 'application ' || application_id from pragma_application_id",
				"select 'mode ' || journal_mode from pragma_journal_mode",
				"select 'encoding ' || encoding from pragma_encoding",
				"select 'pages of ' || page_size from pragma_page_size",
				"select 'vacuum ' || auto_vacuum from pragma_auto_vacuum",
				"select 'check ' || integrity_check from pragma_integrity_check",
			} {
				lines, err := each(ctx, tx, query, func(rows *sql.Rows) (line string, err error) {
					err = rows.Scan(&line)
					return line, err
				})
				if err != nil {
					return fmt.Errorf("%s: %w", query, err)
				}
				all = append(all, lines...)
			}
			return nil
		})
		return all
	}
	made, err := Create(filepath.Join(t.TempDir(), "made.crosscase"))
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	path := filepath.Join(t.TempDir(), "grown.crosscase")
	if err := createFile(path, nil); err != nil {
		t.Fatal(err)
	}
	grown, err := connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer grown.Close()
	write(t, grown, func(tx *sql.Tx) error { return makeTables(ctx, tx) })
	want, got := dump(grown), dump(made)
	if !slices.Equal(got, want) || len(got) < 50 || !slices.Contains(got, "mode wal") || !slices.Contains(got, "check ok") {
		t.Errorf("made:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Two new files have no revision in common, so that neither is taken for the other.
func TestNewFilesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		d, err := Create(filepath.Join(t.TempDir(), "study.crosscase"))
		if err != nil {
			t.Fatal(err)
		}
		var now, before string
		if err := d.pool.QueryRow("select now, before from revision").Scan(&now, &before); err != nil {
			t.Fatal(err)
		}
		if found := tokens.FindString(now + before); found != now+before {
			t.Errorf("a revision %q after %q", now, before)
		}
		seen[now], seen[before] = true, true
		d.Close()
	}
	if len(seen) != 6 {
		t.Errorf("%d tokens of 6: %v", len(seen), seen)
	}
}

func TestOpen(t *testing.T) {
	d := create(t, "Roe")
	newest, err := d.Format(ctx)
	if err != nil {
		t.Fatal(err)
	}
	file := func(change func(header []byte)) string {
		if _, err := d.Settle(ctx); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(d.path)
		if err != nil {
			t.Fatal(err)
		}
		change(data)
		path := filepath.Join(t.TempDir(), "a.crosscase")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name, path string
		is         error
		says       string
	}{
		{"as it was made", file(func([]byte) {}), nil, ""},
		{"an older format", file(func(h []byte) { h[63] = 1 }), nil, ""},
		{"a newer format", file(func(h []byte) { h[63] = byte(newest + 1) }), coding.ErrNewer, fmt.Sprintf("its format is %d", newest+1)},
		{"another program's", file(func(h []byte) { h[68] = 'y' }), coding.ErrDamaged, "a database, but not a crosscase project"},
		{"not a database", file(func(h []byte) { h[0] = 'T' }), coding.ErrDamaged, "not a crosscase project"},
		{"not there", filepath.Join(t.TempDir(), "none"), coding.ErrUnknown, "no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opened, err := Open(tt.path)
			if opened != nil {
				defer opened.Close()
			}
			if !errors.Is(err, tt.is) || tt.is != nil && !strings.Contains(err.Error(), tt.says) {
				t.Fatalf("error %v, want %v with %q", err, tt.is, tt.says)
			}
			if beside, _ := filepath.Glob(tt.path + "-*"); err != nil && len(beside) > 0 {
				t.Errorf("left behind: %v", beside)
			}
		})
	}
}

// Every connection of the pool has the settings.
func TestSettings(t *testing.T) {
	d := create(t)
	for i := range maxConnections {
		c, err := d.SQL().Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for pragma, want := range map[string]string{"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2",
			"busy_timeout": "300"} {
			var got string
			if err := c.QueryRowContext(ctx, "pragma "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("connection %d: %s is %q, %v; want %q", i, pragma, got, err, want)
			}
		}
	}
}

// A reader sees one state while others write; a writer keeps other writers waiting from
// its beginning.
func TestBegin(t *testing.T) {
	d := create(t, "Roe")
	count := func(tx *sql.Tx) (n int) {
		t.Helper()
		if err := tx.QueryRow("select count(*) from names").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	reader, err := d.Begin(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback()
	before := count(reader)
	writer, err := d.Begin(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Rollback()
	if _, err := d.SQL().Exec("pragma busy_timeout = 0; insert into names (name) values ('Penn')"); !errors.Is(d.Kind(err),
		coding.ErrBusy) {
		t.Errorf("a second writer: %v, want %v", d.Kind(err), coding.ErrBusy)
	}
	if _, err := writer.Exec("insert into names (name) values ('Moor')"); err != nil {
		t.Fatal(err)
	}
	if err := writer.Commit(); err != nil {
		t.Fatal(err)
	}
	if after := count(reader); after != before {
		t.Errorf("a reader sees %d rows, then %d", before, after)
	}
}

// The scripts of the schema, in the order of their names, make a sound database whose
// format is their number.
func TestSchema(t *testing.T) {
	d := create(t)
	scripts, err := fs.ReadDir(d.Schema(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range scripts {
		if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(f.Name(), want) {
			t.Errorf("script %s, want one that begins with %s", f.Name(), want)
		}
	}
	write(t, d, func(tx *sql.Tx) error {
		problems, err := d.Damage(ctx, tx, func(table, key, parent string) { t.Errorf("%s %s names nothing in %s", table, key, parent) })
		if len(problems) > 0 {
			t.Errorf("problems %q", problems)
		}
		return err
	})
	if got, err := d.Format(ctx); err != nil || got != len(scripts) {
		t.Errorf("format %d, %v; want %d", got, err, len(scripts))
	}
}

func TestCopy(t *testing.T) {
	d := create(t, "Roe", "Penn")
	to := filepath.Join(t.TempDir(), "copy.crosscase")
	if err := d.Copy(ctx, to); err != nil {
		t.Fatal(err)
	}
	if err := d.Copy(ctx, to); !errors.Is(err, os.ErrExist) {
		t.Errorf("copied to the same place again: %v, want %v", err, os.ErrExist)
	}
	copied, err := Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	var names string
	if err := copied.SQL().QueryRow("select min(name) || ', ' || max(name) from names").Scan(&names); err != nil || names != "Penn, Roe" {
		t.Errorf("the copy holds %q, %v", names, err)
	}
	d.Close()
	other := filepath.Join(t.TempDir(), "other.crosscase")
	if err := d.Copy(ctx, other); err == nil {
		t.Error("a closed file was copied")
	}
	if _, err := os.Stat(other); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a copy that failed is left: %v", err)
	}
}

// What was overwritten, or deleted before the file was compacted, cannot be read from
// the file any more.
func TestNothingIsLeft(t *testing.T) {
	const secret = "A name that nobody may read"
	in := func(d *DB) bool {
		t.Helper()
		for _, ending := range []string{"", "-wal"} {
			data, err := os.ReadFile(d.path + ending)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			if strings.Contains(string(data), secret) {
				return true
			}
		}
		return false
	}
	d := create(t, secret)
	write(t, d, func(tx *sql.Tx) error { _, err := tx.Exec("delete from names"); return err })
	if !in(d) {
		t.Error("the name is gone before anything was done about it: this test shows nothing")
	}
	if err := d.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	if in(d) {
		t.Error("the name is in the file after it was compacted")
	}

	d = create(t, secret)
	write(t, d, func(tx *sql.Tx) error {
		if err := d.Overwrite(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec("delete from names")
		return err
	})
	if _, err := d.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if in(d) {
		t.Error("the name is in the file after it was overwritten")
	}
}

func TestDamage(t *testing.T) {
	damage := func(d *DB) []string {
		t.Helper()
		tx, err := d.Begin(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		var orphans []string
		problems, err := d.Damage(ctx, tx, func(table, key, parent string) { orphans = append(orphans, table+" "+key+" "+parent) })
		if err != nil {
			t.Fatal(err)
		}
		return append(problems, orphans...)
	}
	d := create(t, "Roe")
	if got := damage(d); len(got) > 0 {
		t.Errorf("a sound file: %q", got)
	}
	for _, statement := range []string{"pragma foreign_keys = off; insert into names (name, mother) values ('Penn', 99)",
		"pragma ignore_check_constraints = on"} {
		if _, err := d.SQL().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := damage(d); len(got) != 1 || got[0] != "names 2 names" {
		t.Errorf("a reference to nothing: %q", got)
	}
	const notNull = `pragma writable_schema = on;
		update sqlite_master set sql = replace(sql, 'name text', 'name text not null') where name = 'names';
		insert into names (name) values (null)`
	if _, err := d.SQL().Exec(notNull); err != nil {
		t.Fatal(err)
	}
	d.Close()
	again, err := Open(d.path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := damage(again); len(got) == 0 || !strings.HasPrefix(got[0], "database: ") {
		t.Errorf("a null where none may be: %q", got)
	}
}

func TestKind(t *testing.T) {
	d := create(t, "Roe")
	exec := func(statement string) error { _, err := d.SQL().Exec(statement); return err }
	tests := []struct {
		name      string
		err       error
		is        error
		duplicate bool
	}{
		{"a name twice", exec("insert into names (name) values ('Roe')"), coding.ErrConflict, true},
		{"a key twice", exec("insert into names (id, name) values (1, 'Penn')"), coding.ErrConflict, true},
		{"a reference to nothing", exec("insert into names (name, mother) values ('Penn', 99)"), coding.ErrConflict, false},
		{"nothing", nil, nil, false},
		{"another error", fs.ErrClosed, fs.ErrClosed, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			once := d.Kind(tt.err)
			if !errors.Is(once, tt.is) {
				t.Errorf("%v, want %v", once, tt.is)
			}
			if got := d.IsDuplicate(tt.err); got != tt.duplicate {
				t.Errorf("a duplicate: %v, want %v", got, tt.duplicate)
			}
			if twice := d.Kind(once); fmt.Sprint(twice) != fmt.Sprint(once) || !errors.Is(twice, tt.is) {
				t.Errorf("translated twice: %v, once: %v", twice, once)
			}
		})
	}
	syntax := exec("select from")
	if got := d.Kind(syntax); got != syntax {
		t.Errorf("an error of no known kind is changed to %v", got)
	}
}

// Each result code that says something of the file, extended or not, is one error with
// a hint.
func TestKindOfCode(t *testing.T) {
	tests := []struct {
		name string
		code int // https://www.sqlite.org/rescode.html
		is   error
		says string
	}{
		{"PERM", 3, nil, "cannot be written"},
		{"BUSY", 5, coding.ErrBusy, "the project is"},
		{"LOCKED", 6, coding.ErrBusy, "the project is"},
		{"READONLY", 8, nil, "cannot be written"},
		{"READONLY_DIRECTORY", 1544, nil, "cannot be written"},
		{"IOERR", 10, nil, "could not be read or written"},
		{"IOERR_READ", 266, nil, "could not be read or written"},
		{"CORRUPT", 11, coding.ErrDamaged, "the project file is"},
		{"FULL", 13, nil, "the disk is full"},
		{"CANTOPEN", 14, nil, "cannot be written"},
		{"NOTADB", 26, coding.ErrDamaged, "the project file is"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := kind(tt.code, fs.ErrClosed)
			if tt.is != nil && !errors.Is(got, tt.is) || !strings.Contains(got.Error(), tt.says) || coding.Hint(got) == "" {
				t.Errorf("%v, hint %q; want %v, %q and a hint", got, coding.Hint(got), tt.is, tt.says)
			}
		})
	}
	if got := kind(1, fs.ErrClosed); got != fs.ErrClosed {
		t.Errorf("an error of another code is changed to %v", got)
	}
}

// Errors of the disk and of the file say what to do.
func TestKindOfFile(t *testing.T) {
	full := create(t)
	full.SQL().SetMaxOpenConns(1) // the limit is the connection's
	if _, err := full.SQL().Exec("pragma max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	_, err := full.SQL().Exec("insert into names (name) values ($1)", strings.Repeat("long ", 10_000))
	// Only who wrote knows what was stored before: a file may be rewritten after a commit.
	if got := full.Kind(err); fmt.Sprint(got) != "the disk is full" || coding.Hint(got) == "" {
		t.Errorf("full disk: %v", got)
	}

	readOnly := create(t)
	readOnly.SQL().SetMaxOpenConns(1)
	_, err = readOnly.SQL().Exec("pragma query_only = on; insert into names (name) values ('Penn')")
	if got := readOnly.Kind(err); !strings.Contains(fmt.Sprint(got), "cannot be written") || coding.Hint(got) == "" {
		t.Errorf("read only: %v", got)
	}

	broken := create(t, "Roe")
	if _, err := broken.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	broken.Close()
	data, err := os.ReadFile(broken.path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(data); i++ {
		data[i] = 0xff
	}
	if err := os.WriteFile(broken.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Open(broken.path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	_, err = again.SQL().Exec("select * from names")
	if got := again.Kind(err); !errors.Is(got, coding.ErrDamaged) || coding.Hint(got) == "" {
		t.Errorf("damaged: %v, want %v", got, coding.ErrDamaged)
	}
}

func TestHalves(t *testing.T) {
	names := make([]string, 101)
	for i := range names {
		names[i] = fmt.Sprint("name ", i)
	}
	for _, n := range []int{0, 1, 2, 101} {
		d := create(t, names[:n]...)
		tx, err := d.Begin(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		rows, first, second, err := d.Halves(ctx, tx, "names")
		if err != nil || rows != n {
			t.Errorf("%d rows, %v; want %d", rows, err, n)
		}
		var a, b int
		query := "select (select count(*) from names where " + first + "), (select count(*) from names where " + second + ")"
		if err := tx.QueryRow(query).Scan(&a, &b); err != nil {
			t.Fatal(err)
		}
		if a+b != n || a < n/2 || b < n/2 {
			t.Errorf("halves of %d rows have %d and %d", n, a, b)
		}
	}
}

func TestRemove(t *testing.T) {
	d := create(t, "Roe")
	if files, _ := filepath.Glob(d.path + "*"); len(files) < 2 {
		t.Errorf("files %v: this test shows nothing", files)
	}
	if err := Remove(d.path); err != nil {
		t.Error(err)
	}
	if files, _ := filepath.Glob(d.path + "*"); len(files) > 0 {
		t.Errorf("left: %v", files)
	}
	if err := Remove(d.path); err != nil {
		t.Errorf("nothing to remove: %v", err)
	}
}

func TestMark(t *testing.T) {
	d := create(t)
	query := "insert into names (name) values (" + d.Mark(1) + "), (" + d.Mark(2) + ")"
	if _, err := d.SQL().Exec(query, "Roe", "Penn"); err != nil {
		t.Fatal(err)
	}
	var first string
	if err := d.SQL().QueryRow("select name from names order by id").Scan(&first); err != nil || first != "Roe" {
		t.Errorf("the first value is %q, %v; want Roe", first, err)
	}
}

// Files are named as SQLite reads names, on all systems.
func TestFileURL(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ak/my study?.crosscase":      "file:///home/ak/my%20study%3F.crosscase?mode=ro",
		"C:/Users/ak/study#1.crosscase":     "file:///C:/Users/ak/study%231.crosscase?mode=ro",
		"//server/share/study.crosscase":    "file:////server/share/study.crosscase?mode=ro",
		"/home/ak/100%/Gr\u00fcn.crosscase": "file:///home/ak/100%25/Gr%C3%BCn.crosscase?mode=ro",
	} {
		if got := fileURL(path, []string{"mode=ro"}); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
