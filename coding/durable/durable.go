// Package durable puts files on the disk so that a power cut or a killed program leaves
// either the whole file or none.
//
// [Write] replaces a file, [Create] makes a new one, [Fill] fills a folder. Each writes under
// a hidden name of its own ([Part]), makes sure that the bytes are on the disk, and only then
// gives them the name that is wanted. [Sweep] removes what a killed process left under such
// names. [Folder] makes a folder for temporary files, which is swept in the same way.
package durable

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// A syncer makes what was written to a file or a folder survive a power cut.
type syncer func(f *os.File) error

// onDisk is the syncer for files and folders. Some network file systems cannot sync folders.
func onDisk(f *os.File) error {
	err := f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// Write writes a file, readable by its owner alone, whole or not at all, in the place of the
// one that is there.
func Write(name string, do func(io.Writer) error) error { return write(name, do, onDisk) }

func write(name string, do func(io.Writer) error, sync syncer) error {
	Sweep(filepath.Dir(name))
	part := Part(filepath.Dir(name))
	if err := create(part, do, sync); err != nil {
		return err
	}
	if err := os.Rename(part, name); err != nil {
		os.Remove(part)
		return err
	}
	return syncPath(filepath.Dir(name), sync)
}

// Create writes a new file, readable by its owner alone, and removes it again where that
// fails. The error wraps [os.ErrExist] where there is one of that name.
func Create(name string, do func(io.Writer) error) error {
	if err := create(name, do, onDisk); err != nil {
		return err
	}
	return syncPath(filepath.Dir(name), onDisk)
}

func create(name string, do func(io.Writer) error, sync syncer) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = do(f)
	if err == nil {
		err = sync(f)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}

// Fill fills an empty folder: do writes into a folder inside it, whose entries move into
// the folder itself once all of them are on the disk.
func Fill(folder string, do func(inside string) error) error { return fill(folder, do, onDisk) }

func fill(folder string, do func(inside string) error, sync syncer) error {
	part := Part(folder)
	if err := os.Mkdir(part, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := do(part); err != nil {
		return err
	}
	if err := syncTree(part, sync); err != nil {
		return err
	}
	entries, err := os.ReadDir(part)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(part, e.Name()), filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return errors.Join(syncPath(folder, sync), syncPath(filepath.Dir(folder), sync))
}

// syncTree syncs all files and folders in a folder, and the folder.
func syncTree(folder string, sync syncer) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() && !d.Type().IsRegular() {
			return err
		}
		return syncPath(path, sync)
	})
}

// Sync makes a file, or the names in a folder, survive a power cut.
func Sync(path string) error { return syncPath(path, onDisk) }

func syncPath(path string, sync syncer) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	mode := os.O_RDWR // Windows syncs only files that can be written
	if info.IsDir() {
		if runtime.GOOS == "windows" {
			return nil // opens no folders, and needs no such thing
		}
		mode = os.O_RDONLY
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return err
	}
	return errors.Join(sync(f), f.Close())
}

// prefix begins the name of whatever is not finished, after the dot that hides it.
const prefix = "crosscase-"

// Part is a path in a folder that nobody uses yet, for a file or a folder that gets another
// name when it is whole.
func Part(folder string) string { return filepath.Join(folder, "."+partName(os.Getpid())) }

// IsPart tells whether something of this name in a folder is not finished, whoever writes it.
func IsPart(name string) bool { return strings.HasPrefix(name, "."+prefix) }

// partName names the machine and the process, so that [Sweep] can tell who has ended.
func partName(process int) string {
	random := make([]byte, 6)
	rand.Read(random) // never fails
	return fmt.Sprintf("%s%s-%d-%x", prefix, machine(), process, random)
}

// machine tells this machine from others that share a folder.
func machine() string {
	name, _ := os.Hostname() // "" is as good a name as any
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:4])
}

// Folder makes a folder for temporary files, readable by its owner alone.
func Folder() (string, error) {
	Sweep(os.TempDir())
	folder := filepath.Join(os.TempDir(), partName(os.Getpid()))
	return folder, os.Mkdir(folder, 0o700)
}

// Sweep removes from a folder what processes of this machine that have ended left unfinished
// there. It returns files in it that a person has edited since [Untouched] was called on
// them; they stay.
func Sweep(folder string) (edited []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(strings.TrimPrefix(e.Name(), "."), prefix+machine()+"-")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, "-")
		process, err := strconv.Atoi(number)
		if err != nil || alive(process) {
			continue
		}
		path := filepath.Join(folder, e.Name())
		if own := editedIn(path); len(own) > 0 {
			edited = append(edited, own...)
			continue
		}
		os.RemoveAll(path) // what cannot be removed is tried again the next time
	}
	return edited
}

// alive tells whether there is a process of this number.
func alive(process int) bool {
	p, err := os.FindProcess(process)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH)
}
