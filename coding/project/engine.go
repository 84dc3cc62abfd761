package project

import (
	"context"
	"database/sql"
	"io/fs"

	"crosscase/coding/project/sqlite"
)

// An engine is the database that keeps a project, in what no other database does alike.
// The statements of this package are those that SQLite and PostgreSQL share; whatever
// needs the words of one of them is a method here.
type engine interface {
	// SQL returns the pool of connections, for statements.
	SQL() *sql.DB
	// Close closes the project.
	Close() error
	// Notices returns what a person should know of what was found at opening, in sentences.
	Notices() []string
	// OnWait has do called when something has waited for another program for some seconds.
	OnWait(do func())
	// Continues has history called before each transaction. What that returns is called in the
	// transaction where it sees another state than those before, which is refused where that
	// returns an error.
	Continues(history func() func(ctx context.Context, tx *sql.Tx) error)
	// ReadOnly reports whether nothing that is written reaches the project.
	ReadOnly() bool
	// Begin starts a transaction. One that writes keeps other writers waiting from the
	// beginning; one that only reads sees one state throughout, and keeps nobody waiting.
	// The error wraps [coding.ErrReplaced] where something else is at the path by now.
	Begin(ctx context.Context, readOnly bool) (*sql.Tx, error)
	// Commit ends a transaction that changed something: the project has another state then,
	// by which it is told apart from copies. The error wraps [coding.ErrReplaced] where what
	// was committed is not at the path.
	Commit(ctx context.Context, tx *sql.Tx) error

	// Mark returns what stands for the nth value, from 1, in a statement with very many.
	// In all others it is $1 and so on.
	Mark(n int) string

	// Kind translates an error into one of package coding; those of no known kind stay as
	// they are. Translating twice does no harm.
	Kind(err error) error
	// IsDuplicate tells whether an error says that there is such a row already.
	IsDuplicate(err error) bool

	// Schema holds a script for each format, in the order of their names: it takes a
	// project from the format before to this one.
	Schema() fs.FS
	// Format returns the format as it was last committed, 0 where there are no tables yet.
	Format(ctx context.Context) (int, error)
	// SetFormat notes the format at the end of the transaction that upgrades to it.
	SetFormat(ctx context.Context, tx *sql.Tx, format int) error
	// Settle makes what was committed visible to whoever copies a project, or recognises it
	// by its path. It waits for nobody; whole is false where others prevented it.
	Settle(ctx context.Context) (whole bool, err error)

	// Copy writes a whole and consistent copy. The error wraps [os.ErrExist] where there
	// is something at that path already.
	Copy(ctx context.Context, to string) error
	// Overwrite makes a transaction leave nothing readable of what it deletes.
	Overwrite(ctx context.Context, tx *sql.Tx) error
	// Compact removes what was deleted before from wherever the database still holds it.
	Compact(ctx context.Context) error

	// Columns returns the columns of a table with the value that each has by default, nil for
	// none.
	Columns(ctx context.Context, tx *sql.Tx, table string) (defaults map[string]any, err error)
	// References returns the columns of a table that refer to rows of others, which the database
	// sees to, with the tables.
	References(ctx context.Context, tx *sql.Tx, table string) (to map[string]string, err error)
	// Damage returns what is wrong with the database itself, in words. It calls orphan for each
	// row that refers to a missing one of another table, with the first column of the row.
	Damage(ctx context.Context, tx *sql.Tx, orphan func(table, key, parent string)) (problems []string, err error)
	// Halves returns how many rows a table has at most, at no cost, and two conditions
	// that each hold for about half of them.
	Halves(ctx context.Context, tx *sql.Tx, table string) (rows int, first, second string, err error)
}

// createEngine makes a new database at path, with the empty tables of the newest format. The
// error wraps [os.ErrExist] where there is something already.
//
// This function and those below are where an engine is chosen, by the path.
func createEngine(path string) (engine, error) {
	d, err := sqlite.Create(path)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// openEngine opens the database at path. The error wraps [coding.ErrUnknown] where there
// is none, [coding.ErrDamaged] where it holds no project, and [coding.ErrNewer].
func openEngine(path string) (engine, error) {
	d, err := sqlite.Open(path)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// ownerOf returns the project that a file is or is a part of, "" where there is none.
func ownerOf(path string) string { return sqlite.Owner(path) }

// removeDatabase removes the database at path, which nobody has open.
func removeDatabase(path string) error { return sqlite.Remove(path) }

// isCopy reports whether the database at path is a copy that nobody has changed since.
func isCopy(path string) bool { return sqlite.IsCopy(path) }

// peek reads the database at path without a trace. It may lack edits, as unsettled reports.
func peek(path string, read func(db *sql.DB) error) error { return sqlite.Peek(path, read) }

// unsettled reports whether edits may be beside the database at path that a copy would miss.
func unsettled(path string) bool { return sqlite.HasLog(path) }

// replaceDatabase puts the database named by in the place of the one at path, which is kept
// under another name with all that was committed. The error wraps [coding.ErrBusy] where
// another process has it open.
func replaceDatabase(path, kept, by string) error { return sqlite.Replace(path, kept, by) }

// aloneWith does something while nobody else can read or write the database at path, whose
// file holds all that was committed. The error wraps [coding.ErrBusy] where another process
// has it open.
func aloneWith(path string, do func() error) error { return sqlite.Alone(path, do) }

// NewestFormat is the number of the format in which projects are kept; older ones are
// brought to it when they are opened.
func NewestFormat() int { return sqlite.NewestFormat() }

// A wreck is a copy of a database that may be damaged, of which all rows are read that can be.
type wreck interface {
	// Has reports whether a table has a column.
	Has(ctx context.Context, table, column string) bool
	// Rows calls row for each row of a table with the values that can be read. It reports
	// whether a part of the table cannot be read.
	Rows(ctx context.Context, table string, row func(values map[string]any) error) (broken bool, err error)
	// Close removes the copy.
	Close() error
}

// openWreck copies the database at path, which may be damaged, to another path. The error wraps
// [coding.ErrUnknown] where there is none and [coding.ErrDamaged] where its tables cannot be
// found.
func openWreck(ctx context.Context, path, to string) (wreck, error) {
	w, err := sqlite.OpenWreck(ctx, path, to)
	if err != nil {
		return nil, err
	}
	return w, nil
}
