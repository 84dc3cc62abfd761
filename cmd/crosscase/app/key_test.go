package app

import (
	"errors"
	"path/filepath"
	"testing"

	"crosscase/coding"
	"crosscase/coding/pseudonym"
)

// A key that an interrupted run left serves the same names with the same passphrase, and no
// others.
func TestEnsureKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	tests := []struct {
		what, passphrase string
		names            []pseudonym.Pseudonym
		fresh            bool
		err              error
	}{
		{"none is there", "secret", mask, true, nil},
		{"the same again", "secret", mask, false, nil},
		{"another passphrase", "other", mask, false, coding.ErrConflict},
		{"other names", "secret", mask[:1], false, coding.ErrConflict},
		{"another pseudonym", "secret", []pseudonym.Pseudonym{mask[0], {Name: mask[1].Name, Pseudonym: "X"}}, false, coding.ErrConflict},
	}
	for _, tt := range tests {
		if fresh, err := ensureKey(file, tt.passphrase, tt.names, 4); fresh != tt.fresh || !errors.Is(err, tt.err) {
			t.Errorf("%s: new %v, %v; want %v, %v", tt.what, fresh, err, tt.fresh, tt.err)
		}
	}
	if _, err := ensureKey(filepath.Join(file, "below"), "secret", mask, 4); err == nil {
		t.Error("a key below a file: no error")
	}
}
