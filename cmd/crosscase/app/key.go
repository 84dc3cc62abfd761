package app

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"filippo.io/age"

	"crosscase/coding"
	"crosscase/coding/pseudonym"
)

// writeKey writes which pseudonym is whose, as a table encrypted by age
// (filippo.io/age, maintained, BSD), to a file that must not be there yet. The error wraps
// [coding.ErrConflict] where it is. work is how hard the passphrase is to guess, a power of
// two; 0 is what age takes.
func writeKey(file, passphrase string, names []pseudonym.Pseudonym, work int) (err error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		err := coding.Errorf(coding.ErrConflict, "key %s: a file of that name is there already", file)
		return coding.WithHint(err, "say where to write this one with --key FILE, and keep both: each opens what was replaced with it")
	}
	if err != nil {
		return fmt.Errorf("key %s: %w", file, Reason(err))
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			os.Remove(file)
			err = fmt.Errorf("key %s: %w", file, err)
		}
	}()
	if err := encrypt(f, recipient, names); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
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
	rows := [][]string{{"name", "pseudonym"}}
	for _, n := range names {
		rows = append(rows, []string{n.Name, n.Pseudonym})
	}
	if err := csv.NewWriter(out).WriteAll(rows); err != nil {
		return err
	}
	return out.Close()
}

// syncFolder makes the names of a folder's files survive a power cut, where the system
// can do that: Windows opens no folders, and some network file systems refuse it.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
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
