package durable

import (
	"io/fs"
	"os"
	"path/filepath"
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
