package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// kept are the words of the idle statements of the connection that a transaction has.
func kept(t *testing.T, c *sql.Conn) (all []string) {
	t.Helper()
	err := c.Raw(func(driver any) error {
		for query := range driver.(*keepingConn).idle {
			all = append(all, query)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func connOf(t *testing.T, d *DB) *sql.Conn {
	t.Helper()
	c, err := d.pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestKeptStatements(t *testing.T) {
	c := connOf(t, create(t, "Roe", "Penn"))
	const one, add = "select name from names where id = $1", "insert into names (name) values ($1)"
	want := slices.Compact(slices.Sorted(slices.Values(append(kept(t, c), one, add))))
	for range 3 {
		for id, want := range map[int]string{1: "Roe", 2: "Penn"} {
			var got string
			if err := c.QueryRowContext(ctx, one, id).Scan(&got); err != nil || got != want {
				t.Errorf("%d is %q, %v; want %q", id, got, err, want)
			}
		}
		var got string
		if err := c.QueryRowContext(ctx, one, 3).Scan(&got); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("of no row: %q, %v", got, err)
		}
		if _, err := c.ExecContext(ctx, add, "Roe"); err == nil {
			t.Error("one name twice")
		}
		for _, query := range []string{"pragma busy_timeout = 10000", "update names set name = name; delete from names where id = 9", "selec"} {
			c.ExecContext(ctx, query)
		}
	}
	if got := kept(t, c); !slices.Equal(got, want) {
		t.Errorf("kept are %q, want %q", got, want)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := c.QueryRowContext(cancelled, one, 1).Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
}

// A statement that is in use is prepared a second time.
func TestKeptStatementInItself(t *testing.T) {
	c := connOf(t, create(t, "Roe", "Penn", "Lee"))
	const all = "select name from names order by id"
	list := func(do func(name string)) {
		t.Helper()
		rows, err := c.QueryContext(ctx, all)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			do(name)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	list(func(outer string) { list(func(inner string) { got = append(got, outer+inner) }) })
	list(func(name string) { got = append(got, name) })
	want := []string{"RoeRoe", "RoePenn", "RoeLee", "PennRoe", "PennPenn", "PennLee", "LeeRoe", "LeePenn", "LeeLee", "Roe", "Penn", "Lee"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Rows that were not read to their end leave nothing to whoever asks next, nor does a
// transaction that was taken back.
func TestKeptStatementLeftHalfway(t *testing.T) {
	d := create(t, "Roe", "Penn", "Lee")
	for range 3 {
		tx, err := d.Begin(ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		var first string
		if err := tx.QueryRowContext(ctx, "select name from names order by id").Scan(&first); err != nil || first != "Roe" {
			t.Errorf("the first is %q, %v", first, err)
		}
		if _, err := tx.ExecContext(ctx, "update names set name = 'Ann' where id = $1", 1); err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRowContext(ctx, "select name from names order by id").Scan(&first); err != nil || first != "Ann" {
			t.Errorf("the first is %q, %v", first, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	if whole, err := d.Settle(ctx); err != nil || !whole {
		t.Errorf("settled: %v, %v", whole, err)
	}
	if err := d.Compact(ctx); err != nil {
		t.Errorf("compacted: %v", err)
	}
}

// Tables that another connection changes have their new columns at once.
func TestKeptStatementSeesNewColumns(t *testing.T) {
	d := create(t, "Roe")
	c, other := connOf(t, d), connOf(t, d)
	for columns := 3; columns < 6; columns++ {
		rows, err := c.QueryContext(ctx, "select * from names")
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil || len(names) != columns || !rows.Next() {
			t.Errorf("columns %q, %v; want %d", names, err, columns)
		}
		values := make([]any, columns)
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil || rows.Next() {
			t.Errorf("%v, or a second row", err)
		}
		if last := *values[columns-1].(*any); columns > 3 && last != int64(columns) {
			t.Errorf("the last value is %v, want %d", last, columns)
		}
		rows.Close()
		if _, err := other.ExecContext(ctx, fmt.Sprintf("alter table names add column more%d integer default %d", columns, columns+1)); err != nil {
			t.Fatal(err)
		}
	}
}
