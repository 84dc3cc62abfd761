package app

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/pseudonym"
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

// writeKey writes which pseudonym is whose, as a table encrypted by age
// (filippo.io/age, maintained, BSD), to a file that must not be there yet. The error wraps
// [coding.ErrConflict] where it is. work is how hard the passphrase is to guess, a power of
// two; 0 is what age takes.
func writeKey(file, passphrase string, names []pseudonym.Pseudonym, work int) error {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	err = durable.Create(file, func(f io.Writer) error { return encrypt(f, recipient, names) })
	if errors.Is(err, os.ErrExist) {
		err := coding.Errorf(coding.ErrConflict, "key %s: a file of that name is there already", file)
		return coding.WithHint(err, "say where to write this one with --key FILE, and keep both: each opens what was replaced with it")
	}
	if err != nil {
		return fmt.Errorf("key %s: %w", file, Reason(err))
	}
	return nil
}

// isKey tells whether a file is encrypted by age, as keys are.
func isKey(file string) bool {
	if IsStream(file) {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	begins := make([]byte, len(ageHeader))
	_, err = io.ReadFull(f, begins)
	return err == nil && string(begins) == ageHeader
}

// ageHeader is what files that age encrypts begin with, whatever their version.
const ageHeader = "age-encryption.org/"

// encrypt writes the table of a key.
func encrypt(w io.Writer, recipient age.Recipient, names []pseudonym.Pseudonym) error {
	out, err := age.Encrypt(w, recipient)
	if err != nil {
		return err
	}
	if err := writeKeyTable(out, names); err != nil {
		return err
	}
	return out.Close()
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
	secret, err := passphrase()
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(secret)
	if err != nil {
		return nil, err
	}
	in, err := age.Decrypt(bytes.NewReader(data), identity)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, fmt.Errorf("key %s: this is not its passphrase", file)
	case err != nil:
		return nil, fmt.Errorf("key %s: not a key, or damaged (%v)", file, err)
	}
	return io.ReadAll(in)
}
