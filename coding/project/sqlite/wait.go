package sqlite

import (
	"context"
	"time"
)

// SQLite lets whoever waits look ever more seldom whether it is their turn: ten times a second
// at last, when those who have just come look a thousand times. With many writers the first to
// come waits longest, and gives up. So each waits in short rounds, in all of which it looks as
// often as any other, and for as long as others can be expected to take.
const (
	round    = 300 // milliseconds
	patience = 5 * time.Minute
	noticed  = 2 * time.Second // after which a person is told what takes so long
)

// OnWait has do called once when something waits for another program for some seconds.
func (d *DB) OnWait(do func()) { d.waits = do }

// patiently does something again while another connection keeps it from being done.
func (d *DB) patiently(ctx context.Context, do func() error) error {
	begun, told := time.Now(), false
	for {
		err := do()
		switch {
		case !isBusy(err) || time.Since(begun) > patience:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if !told && d.waits != nil && time.Since(begun) > noticed {
			told = true
			d.waits()
		}
	}
}
