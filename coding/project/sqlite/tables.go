package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Columns returns the columns of a table with the value that each has by default, nil for none.
func (d *DB) Columns(ctx context.Context, tx *sql.Tx, table string) (map[string]any, error) {
	var defaults []string
	names, err := each(ctx, tx, "select name, coalesce(dflt_value, 'null') from pragma_table_info('"+table+"')",
		func(rows *sql.Rows) (name string, err error) {
			var value string
			err = rows.Scan(&name, &value)
			defaults = append(defaults, value)
			return name, err
		})
	if err != nil || len(names) == 0 {
		return map[string]any{}, err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	if err := tx.QueryRowContext(ctx, "select "+strings.Join(defaults, ", ")).Scan(into...); err != nil {
		return nil, err
	}
	columns := map[string]any{}
	for i, name := range names {
		columns[name] = values[i]
	}
	return columns, nil
}

// References returns the columns of a table that refer to rows of other tables, with those.
func (d *DB) References(ctx context.Context, tx *sql.Tx, table string) (map[string]string, error) {
	to := map[string]string{}
	_, err := each(ctx, tx, `select "from", "table" from pragma_foreign_key_list('`+table+"')", func(rows *sql.Rows) (string, error) {
		var column, parent string
		err := rows.Scan(&column, &parent)
		to[column] = parent
		return "", err
	})
	return to, err
}

// Damage returns what is wrong with the file as a database: broken pages. It calls orphan for
// each row that refers to a missing one of another table, with the first column of the row.
func (d *DB) Damage(ctx context.Context, tx *sql.Tx, orphan func(table, key, parent string)) (problems []string, err error) {
	problems, err = each(ctx, tx, "pragma integrity_check", func(rows *sql.Rows) (string, error) {
		var found string
		err := rows.Scan(&found)
		if found == "ok" {
			return "", err
		}
		return "database: " + found, err
	})
	if err != nil {
		return problems, err
	}
	type missing struct {
		table, parent string
		row           any
	}
	var all []missing
	_, err = each(ctx, tx, "pragma foreign_key_check", func(rows *sql.Rows) (string, error) {
		var m missing
		var n any
		err := rows.Scan(&m.table, &m.row, &m.parent, &n)
		all = append(all, m)
		return "", err
	})
	for _, m := range all {
		var key string
		if err == nil {
			const first = "select name from pragma_table_info($1) where cid = 0"
			err = tx.QueryRowContext(ctx, first, m.table).Scan(&key)
		}
		if err == nil {
			err = tx.QueryRowContext(ctx, fmt.Sprintf("select %s from %s where rowid = $1", key, m.table), m.row).Scan(&key)
		}
		if err == nil {
			orphan(m.table, key, m.parent)
		}
	}
	return problems, err
}
