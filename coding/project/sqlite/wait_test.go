package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"
)

// A writer waits through many rounds for another one, and says so once; it gives up at once
// when nobody wants it any more.
func TestWaiting(t *testing.T) {
	t.Parallel()
	d := create(t)
	if whole, err := d.Settle(ctx); !whole || err != nil {
		t.Fatal(whole, err)
	}
	other, err := Open(d.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	said := 0
	other.OnWait(func() { said++ })
	hold, err := d.Begin(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	hurried, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := other.Begin(hurried, false); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("in a hurry: %v", err)
	}
	time.AfterFunc(noticed+2*round*time.Millisecond, func() { hold.Rollback() })
	tx, err := other.Begin(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if said != 1 {
		t.Errorf("said %d times that it waits", said)
	}
}
