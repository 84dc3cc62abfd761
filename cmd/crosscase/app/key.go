package app

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/pseudonym"
	"crosscase/coding/secret"
)

// ensureKey makes sure that there is a key for these names, and tells whether it is new. One
// that an interrupted run left, with the same names and the same passphrase, serves. Other
// errors are those of writeKey.
func ensureKey(file, passphrase string, names []pseudonym.Pseudonym, work int) (fresh bool, err error) {
	err = writeKey(file, passphrase, names, work)
	if !errors.Is(err, coding.ErrConflict) {
		return err == nil, err
	}
	var want bytes.Buffer
	if err := writeKeyTable(&want, names); err != nil {
		return false, err
	}
	has, failed := ReadKey(file, func() (string, error) { return passphrase, nil })
	if failed == nil && bytes.Equal(has, want.Bytes()) {
		return false, nil
	}
	return false, err
}

// writeKey writes which pseudonym is whose, as an encrypted table, to a file that must not be
// there yet. The error wraps [coding.ErrConflict] where it is. work is that of
// [secret.Passphrase].
func writeKey(file, passphrase string, names []pseudonym.Pseudonym, work int) error {
	to, err := secret.Passphrase(passphrase, work)
	if err != nil {
		return err
	}
	err = durable.Create(file, func(f io.Writer) error {
		out, err := to.Encrypt(f)
		if err != nil {
			return err
		}
		return errors.Join(writeKeyTable(out, names), out.Close())
	})
	if errors.Is(err, os.ErrExist) {
		err := coding.Errorf(coding.ErrConflict, "key %s: a file of that name is there already", file)
		return coding.WithHint(err, "say where to write this one with --key FILE, and keep both: each opens what was replaced with it")
	}
	if err != nil {
		return fmt.Errorf("key %s: %w", file, Reason(err))
	}
	return nil
}

func writeKeyTable(w io.Writer, names []pseudonym.Pseudonym) error {
	rows := [][]string{{"name", "pseudonym"}}
	for _, n := range names {
		rows = append(rows, []string{n.Name, n.Pseudonym})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// ReadKey reads a key, a table of names and pseudonyms, with the passphrase that it was
// written with; passphrase is asked for it once the file is there.
func ReadKey(file string, passphrase func() (string, error)) (table []byte, err error) {
	data, err := ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("key %w", err)
	}
	if !secret.Is(file) {
		return nil, coding.Errorf(coding.ErrInvalid, "key %s: not a key", file)
	}
	in, err := secret.Asked(passphrase).Decrypt(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", file, err)
	}
	if table, err = io.ReadAll(in); err != nil {
		return nil, fmt.Errorf("key %s: %w", file, err)
	}
	return table, nil
}
