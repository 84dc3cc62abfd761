package project

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/secret"
)

// A project that is not in use can be locked: it and its automatic copies are encrypted into
// files beside them, are read back, and go; so does the index, which holds words as well.

// Locked is what locking a project came to.
type Locked struct {
	File   string   // the encrypted project
	Copies int      // automatic copies that were encrypted, too
	Open   []string // files and folders beside it that may hold words of it, and are as they were
}

// Lock encrypts the project at path and its automatic copies, and removes what is not
// encrypted. The error wraps [coding.ErrBusy] where another process has the project open and
// [coding.ErrConflict] where there is an encrypted file already; then nothing is done.
func Lock(path string, to secret.To) (l Locked, err error) {
	files, err := openFiles(path)
	if err != nil {
		return l, err
	}
	for _, file := range files {
		if _, err := os.Lstat(file + secret.Ending); err == nil {
			return l, coding.WithHint(coding.Errorf(coding.ErrConflict, "lock: %s is there already", filepath.Base(file)+secret.Ending),
				"if it is left from an earlier lock, move it away")
		}
	}
	project, _ := lastKnown(path) // of a damaged one nothing is known
	removed := false
	err = aloneWith(path, func() error {
		if err := sealAll(files, to); err != nil {
			return err
		}
		removed = os.Remove(path) == nil // while nobody can write to it
		return nil
	})
	if err == nil && !removed { // Windows keeps what is open
		err = removeSealed(path)
	}
	if err != nil {
		return l, err
	}
	l.File, l.Copies = path+secret.Ending, len(files)-1
	err = removeDatabase(path) // what is beside it
	for _, copied := range files[1:] {
		err = errors.Join(err, removeDatabase(copied))
	}
	err = errors.Join(err, removeIndexes(path))
	l.Open = slices.DeleteFunc(Beside(path), func(name string) bool { return name == l.File || name == CopiesOf(path) })
	l.Open = append(l.Open, othersIn(filepath.Dir(path), project.project)...)
	return l, err
}

// othersIn are files in a folder that are backups, or copies of this project, whatever they are
// called.
func othersIn(folder, project string) (all []string) {
	entries, _ := os.ReadDir(folder) // a folder that cannot be read shows nothing
	for _, e := range entries {
		if path := filepath.Join(folder, e.Name()); ownerOf(path) == path && (isCopy(path) || isOf(path, project)) {
			all = append(all, path)
		}
	}
	return all
}

// openFiles are the files that [Lock] encrypts: the project, and its automatic copies.
func openFiles(path string) ([]string, error) {
	copies, err := Copies(path)
	files := []string{path}
	for _, c := range copies {
		files = append(files, c.Path)
	}
	return files, err
}

// removeSealed removes a file unless somebody has changed it since it was encrypted.
func removeSealed(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if sealed, err := os.Stat(path + secret.Ending); err != nil || info.ModTime().After(sealed.ModTime()) {
		return coding.WithHint(fmt.Errorf("lock %s: %w", filepath.Base(path), coding.ErrBusy),
			"close what uses it, remove %s, and lock it again", filepath.Base(path)+secret.Ending)
	}
	return removeDatabase(path)
}

// sealAll encrypts all files or none.
func sealAll(files []string, to secret.To) error {
	for i, file := range files {
		if err := seal(file, to); err != nil {
			for _, sealed := range files[:i] {
				err = errors.Join(err, os.Remove(sealed+secret.Ending))
			}
			return fmt.Errorf("lock %s: %w", filepath.Base(file), err)
		}
	}
	return nil
}

// seal encrypts a file into one beside it, and reads that back.
func seal(file string, to secret.To) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	var again secret.From
	sum := sha256.New()
	part := durable.Part(filepath.Dir(file))
	defer os.Remove(part) // not there once it has its name
	err = durable.Create(part, func(w io.Writer) (err error) {
		var out io.WriteCloser
		if out, again, err = to.Witnessed(w); err != nil {
			return err
		}
		_, err = io.Copy(io.MultiWriter(out, sum), in)
		return errors.Join(err, out.Close())
	})
	if err != nil {
		return err
	}
	back := sha256.New()
	if err := decrypt(part, again, back); err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	if !bytes.Equal(back.Sum(nil), sum.Sum(nil)) {
		return coding.Errorf(coding.ErrDamaged, "what was written reads differently")
	}
	return install(part, file+secret.Ending)
}

// decrypt writes what an encrypted file holds.
func decrypt(file string, from secret.From, to io.Writer) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	plain, err := from.Decrypt(in)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, plain)
	return err
}

// opens returns an error where what a reader has does not decrypt the file beside this one.
func opens(file string, from secret.From) error {
	in, err := os.Open(file + secret.Ending)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = from.Decrypt(in)
	return err
}

// unseal decrypts a file beside it, unless it is there already with the same bytes. The error
// wraps [coding.ErrConflict] where it is there with others.
func unseal(file string, from secret.From) error {
	sum := sha256.New()
	part := durable.Part(filepath.Dir(file))
	defer os.Remove(part)
	err := durable.Create(part, func(w io.Writer) error {
		return decrypt(file+secret.Ending, from, io.MultiWriter(w, sum))
	})
	if err != nil {
		return err
	}
	err = install(part, file)
	if errors.Is(err, os.ErrExist) {
		has, failed := hashOf(file)
		if failed == nil && bytes.Equal(has, sum.Sum(nil)) {
			return nil
		}
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s is there already, and is another", filepath.Base(file)), "move one of the two away")
	}
	return err
}

// hashOf is the SHA-256 of a file.
func hashOf(file string) ([]byte, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, in)
	return sum.Sum(nil), err
}

// Unlock decrypts the project at path, and its automatic copies, and removes what is
// encrypted. It returns how many copies there were. The error is that of [secret.From.Decrypt],
// or wraps [coding.ErrConflict] where there is another project at path; then what is encrypted
// stays.
func Unlock(path string, from secret.From) (copies int, err error) {
	sealed, err := filepath.Glob(InFolder(CopiesOf(path), "*"+Ending+secret.Ending))
	if err != nil {
		return 0, err
	}
	unlock := func(file string, do func(string, secret.From) error) error {
		if err := do(strings.TrimSuffix(file, secret.Ending), from); err != nil {
			return fmt.Errorf("unlock %s: %w", filepath.Base(file), err)
		}
		return nil
	}
	if err := unlock(path+secret.Ending, opens); err != nil { // before the copies, which nobody thinks of
		return 0, err
	}
	for _, file := range append(slices.Clone(sealed), path+secret.Ending) { // the project last: where it is, all is
		if err := unlock(file, unseal); err != nil {
			return 0, err
		}
	}
	for _, file := range append(sealed, path+secret.Ending) {
		err = errors.Join(err, os.Remove(file))
	}
	return len(sealed), err
}

// DecryptTo decrypts an encrypted project or backup into a file that must not be there yet. The
// error is that of [secret.From.Decrypt].
func DecryptTo(file string, from secret.From, to string) error {
	err := durable.Create(to, func(w io.Writer) error { return decrypt(file, from, w) })
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// BackupTo writes an encrypted copy of the project, whole and consistent, to a file that must
// not be there yet. It is read back and checked as [Project.Backup] does.
func (p *Project) BackupTo(ctx context.Context, file string, to secret.To) error {
	if _, err := os.Lstat(file); err == nil {
		return &fs.PathError{Op: "copy", Path: file, Err: os.ErrExist}
	}
	part := durable.Part(filepath.Dir(file))
	if err := p.copyTo(ctx, part, sound); err != nil {
		return err
	}
	defer removeDatabase(part)
	if err := seal(part, to); err != nil {
		return err
	}
	defer os.Remove(part + secret.Ending)
	return install(part+secret.Ending, file)
}

// LockedAt returns the encrypted projects in folder, or in the nearest above it that has one.
func LockedAt(folder string) []string {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		if found := lockedIn(dir); len(found) > 0 || dir == filepath.Dir(dir) {
			return found
		}
	}
}

// lockedIn are the encrypted projects in a folder.
func lockedIn(folder string) []string {
	found, _ := filepath.Glob(InFolder(folder, "*"+Ending+secret.Ending)) // the pattern is good
	return found
}

// lockedError is the error where these projects are locked, and one of them is wanted.
func lockedError(locked []string) error {
	if len(locked) == 1 {
		return CheckLocked(locked[0])
	}
	var names []string
	for _, path := range locked {
		names = append(names, filepath.Base(path))
	}
	return coding.WithHint(coding.Errorf(coding.ErrUnknown, "%d projects in this folder are locked (%s)", len(locked), strings.Join(names, ", ")),
		"crosscase unlock FILE decrypts one")
}

// CheckLocked returns an error that wraps [coding.ErrUnknown] where the project at path is
// locked, or is an encrypted file itself, and nil where it is not.
func CheckLocked(path string) error {
	plain := strings.TrimSuffix(path, secret.Ending)
	_, missing := os.Stat(plain)
	switch {
	case strings.HasSuffix(plain, Ending) && missing != nil && secret.Is(plain+secret.Ending):
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "project %s: it is locked", filepath.Base(plain)), "crosscase unlock decrypts it")
	case secret.Is(path):
		return coding.WithHint(coding.Errorf(coding.ErrUnknown, "project %s: it is encrypted", path),
			"crosscase restore %s puts it in the place of a project", path)
	}
	return nil
}

// removeIndexes removes the index of the project at path, and those that were never finished.
func removeIndexes(path string) error {
	durable.Sweep(filepath.Dir(path))
	return os.RemoveAll(IndexOf(path))
}
