package index

import (
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// The library trusts its files: one flipped bit can make it find fewer turns without an
// error. So each writer leaves checksums of all files behind when it closes the index, and
// who opens it compares them, which takes a second for some gigabytes.

// sealName is the file with the checksums, beside those that they are of.
const sealName = "checksums.json"

// sealWait is how long to wait for another process that has closed the index and has yet to
// write the checksums.
const sealWait = 2 * time.Second

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sums are the checksums of all files below a folder, by their path in it.
func sums(folder string) (map[string]uint32, error) {
	all := map[string]uint32{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == sealName {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h := crc32.New(castagnoli)
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		all[filepath.ToSlash(name)] = h.Sum32()
		return err
	})
	return all, err
}

// seal writes the checksums of an index that was just closed.
func seal(folder string) error {
	all, err := sums(folder)
	if err != nil {
		return err
	}
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return writeSeal(folder, data)
}

func writeSeal(folder string, data []byte) error {
	part := filepath.Join(folder, sealName+".part")
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return err
	}
	return os.Rename(part, filepath.Join(folder, sealName))
}

// unseal removes the checksums, before the index is written to, and returns what they were;
// nil where there were none.
func unseal(folder string) (kept []byte, err error) {
	kept, err = os.ReadFile(filepath.Join(folder, sealName))
	if err == nil {
		err = os.Remove(filepath.Join(folder, sealName))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return kept, err
}

// hasSeal tells whether there are checksums.
func hasSeal(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, sealName))
	return err == nil
}

// sealed reports whether all files of an index are as they were written.
func sealed(folder string) bool {
	data, err := os.ReadFile(filepath.Join(folder, sealName))
	for end := time.Now().Add(sealWait); errors.Is(err, fs.ErrNotExist) && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
		data, err = os.ReadFile(filepath.Join(folder, sealName))
	}
	want := map[string]uint32{}
	if err != nil || json.Unmarshal(data, &want) != nil {
		return false
	}
	have, err := sums(folder)
	return err == nil && maps.Equal(have, want)
}

// Damaged reports whether there is an index whose files are not as they were written. It
// loses nothing: the next [Index.Sync] builds it anew. The error is [ErrBusy].
func (ix *Index) Damaged() (bool, error) {
	if _, err := os.Stat(ix.folder); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	b, _, err := ix.whole()
	if errors.Is(err, errRebuild) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, b.Close()
}
