package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
)

// A keeper opens connections that keep the statements they have prepared: without that a
// quarter of the time of small edits and of reading small studies goes into parsing the same
// words again. SQLite itself prepares a kept statement anew where the tables have changed.
type keeper struct{ driver.Connector }

// driverConn is what a connection of the driver can do.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// driverStmt is what a statement of the driver can do.
type driverStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// Connect opens a connection.
func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keepingConn{driverConn: c.(driverConn), idle: map[string]*keptStmt{}}, nil
}

// A keepingConn is a connection with the statements that it keeps and nobody uses at the
// moment. Package database/sql uses it from one goroutine at a time.
type keepingConn struct {
	driverConn
	idle map[string]*keptStmt
}

// The most that a connection keeps, and the longest words of a statement: long ones insert
// many rows at once, and differ by their number.
const (
	maxKept     = 256
	maxKeptSize = 1000 // bytes
)

// isKept reports whether a statement is kept. Pragmas are none: some act when they are prepared.
func isKept(query string) bool {
	if len(query) > maxKeptSize || strings.Contains(query, ";") {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimLeft(query, " \t\n"), " ")
	switch strings.ToLower(word) {
	case "select", "insert", "update", "delete":
		return true
	}
	return false
}

// Unwrap returns the connection of the driver.
func (c *keepingConn) Unwrap() driver.Conn { return c.driverConn }

// PrepareContext prepares a statement, or takes one that is kept and idle.
func (c *keepingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s := c.idle[query]; s != nil {
		delete(c.idle, query)
		return s, nil
	}
	s, err := c.driverConn.PrepareContext(ctx, query)
	if err != nil || !isKept(query) {
		return s, err
	}
	return &keptStmt{driverStmt: s.(driverStmt), query: query, conn: c}, nil
}

// ExecContext leaves statements that are kept to PrepareContext.
func (c *keepingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if isKept(query) {
		return nil, driver.ErrSkip
	}
	return c.driverConn.ExecContext(ctx, query, args)
}

// QueryContext leaves statements that are kept to PrepareContext.
func (c *keepingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if isKept(query) {
		return nil, driver.ErrSkip
	}
	return c.driverConn.QueryContext(ctx, query, args)
}

// Close closes the connection with all that it keeps.
func (c *keepingConn) Close() error {
	for _, s := range c.idle {
		s.driverStmt.Close() // all that it could say is what its last use said
	}
	clear(c.idle)
	return c.driverConn.Close()
}

// A keptStmt is a statement that its connection keeps when it is closed. It is not stopped
// once it has begun: the driver starts a goroutine for each statement that may be, which takes
// longer than most statements. Package database/sql looks before each, and between rows.
type keptStmt struct {
	driverStmt
	query string
	conn  *keepingConn
}

// ExecContext runs the statement.
func (s *keptStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.driverStmt.ExecContext(context.WithoutCancel(ctx), args)
}

// QueryContext runs the statement and returns its rows.
func (s *keptStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.driverStmt.QueryContext(context.WithoutCancel(ctx), args)
}

// Close gives the statement back to its connection, unless that has one of the same words.
func (s *keptStmt) Close() error {
	if s.conn.idle[s.query] != nil || len(s.conn.idle) >= maxKept {
		return s.driverStmt.Close()
	}
	s.conn.idle[s.query] = s
	return nil
}
