package durable

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// given is when a file that was handed to an editor says that it was written: any other
// time means that a person has saved it since.
var given = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// editable is the folder, in one of [Folder], of files that a person edits.
const editable = "edit"

// Untouched writes a file for a person to edit into a folder of [Folder], and returns its
// path. Should this process be killed, [Sweep] keeps the file if it was saved since.
func Untouched(folder, name, text string) (string, error) {
	in := filepath.Join(folder, editable)
	if err := os.Mkdir(in, 0o700); err != nil {
		return "", err
	}
	file := filepath.Join(in, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return "", err
	}
	return file, os.Chtimes(file, given, given)
}

// Keep moves a file that [Sweep] returned to where it is not found again, and returns its
// path there: a person is told of it once, not by each command from then on. Where it cannot
// be moved, that is where it was.
func Keep(file string) string {
	folder := filepath.Dir(filepath.Dir(file))
	name := filepath.Base(folder)
	to := filepath.Join(filepath.Dir(folder), keptPrefix+name[strings.LastIndex(name, "-")+1:])
	kept := filepath.Join(to, editable, filepath.Base(file))
	if err := os.Rename(folder, to); err == nil {
		return kept
	}
	if _, err := os.Stat(kept); err == nil { // it went with another file of its folder
		return kept
	}
	return file
}

// keptPrefix begins the names of folders whose files a person was told of.
const keptPrefix = prefix + "edited-"

// editedIn are the files in a folder of [Folder] that a person has saved.
func editedIn(folder string) (files []string) {
	filepath.WalkDir(filepath.Join(folder, editable), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil && !info.ModTime().Equal(given) {
			files = append(files, path)
		}
		return nil
	})
	return files
}
