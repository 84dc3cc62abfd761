package sqlite

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// blank is a file with the empty tables of the newest format, as the scripts make them. One
// process runs them once: SQLite reads the whole schema again after each "alter table", which
// takes several times as long as everything else about a new project.
var blank = sync.OnceValues(func() (file []byte, err error) {
	ctx := context.Background()
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	conn, err := pool.Conn(ctx) // another one would have a memory of its own
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	if err := makeTables(ctx, tx); err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	err = conn.Raw(func(driver any) (err error) {
		file, err = driver.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	if err != nil {
		return nil, err
	}
	if !isProject(file) || tokens.FindIndex(file) == nil {
		return nil, errors.New("the tables of a new project could not be made")
	}
	file[18], file[19] = 2, 2 // with a write-ahead log
	return file, nil
})

// makeTables runs the scripts of all formats.
func makeTables(ctx context.Context, tx *sql.Tx) error {
	all, err := fs.Glob(schema, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range all {
		script, err := fs.ReadFile(schema, name)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return setFormat(ctx, tx, len(all))
}

// newFile is [blank] with a revision of its own.
func newFile() ([]byte, error) {
	file, err := blank()
	if err != nil {
		return nil, err
	}
	file = bytes.Clone(file)
	token := tokens.FindSubmatchIndex(file)
	for _, part := range [][2]int{{token[2], token[3]}, {token[4], token[5]}} {
		random := file[part[1]-32 : part[1]]
		rand.Read(random[:16]) // never fails
		hex.Encode(random, bytes.Clone(random[:16]))
	}
	return file, nil
}
