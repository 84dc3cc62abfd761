package app

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding/durable"
)

// A program that synchronises folders copies a file while it is written to, and puts another
// machine's in its place. The project notices that when it happens; a person should know
// before.

// A syncMarker is what a program that synchronises folders leaves in the topmost of them.
type syncMarker struct {
	program string
	pattern string // of a name in the folder
	folder  bool   // whether it is a folder; ~/.dropbox is one, and no folder of Dropbox
	says    string // a file has to hold this
}

var syncMarkers = []syncMarker{
	{program: "Dropbox", pattern: ".dropbox"},
	{program: "Dropbox", pattern: ".dropbox.cache", folder: true},
	{program: "Syncthing", pattern: ".stfolder", folder: true},
	{program: "Syncthing", pattern: ".stfolder"},
	{program: "Nextcloud or ownCloud", pattern: ".sync_*.db"},
	{program: "Nextcloud or ownCloud", pattern: "._sync_*.db"},
	{program: "Nextcloud", pattern: ".nextcloudsync.log"},
	{program: "ownCloud", pattern: ".owncloudsync.log"},
	{program: "OneDrive", pattern: ".849C9593-D756-4E56-8D6E-42412F2A707B"},
	{program: "OneDrive", pattern: "desktop.ini", says: "OneDrive"},
	{program: "Google Drive", pattern: ".tmp.driveupload", folder: true},
	{program: "Google Drive", pattern: ".tmp.drivedownload", folder: true},
}

// syncVariables are variables of the environment that name a folder which is synchronised.
var syncVariables = map[string]string{"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}

// SyncedBy is the program that synchronises the folder of a file, "" where none is known to.
func SyncedBy(file string, getenv func(string) string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		for variable, program := range syncVariables {
			if named := getenv(variable); named != "" && filepath.Clean(named) == folder {
				return program
			}
		}
		if program := syncedHere(folder); program != "" {
			return program
		}
		if folder == filepath.Dir(folder) {
			return syncedByName(path)
		}
	}
}

// syncedHere is the program whose marker is in a folder. Each command asks this of all folders
// above its project: a file is looked at only where its name is there.
func syncedHere(folder string) string {
	names, read := namesIn(folder)
	for _, m := range syncMarkers {
		if !read { // a folder that may be passed through
			names = []string{m.pattern}
		}
		for _, name := range names {
			if m.is(folder, name) {
				return m.program
			}
		}
	}
	return ""
}

// namesIn are the names in a folder, in any order, and whether it may be read.
func namesIn(folder string) ([]string, bool) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	return names, err == nil
}

// is reports whether what has a name in a folder is the marker.
func (m syncMarker) is(folder, name string) bool {
	if !strings.EqualFold(name, m.pattern) { // as file systems that tell no cases apart have it
		if !strings.Contains(m.pattern, "*") {
			return false
		}
		if fits, _ := filepath.Match(m.pattern, name); !fits { // the patterns are good ones
			return false
		}
	}
	file := filepath.Join(folder, name)
	info, err := os.Stat(file)
	if err != nil || info.IsDir() != m.folder {
		return false
	}
	if m.says == "" {
		return true
	}
	data, err := os.ReadFile(file)
	return err == nil && bytes.Contains(bytes.ReplaceAll(data, []byte{0}, nil), []byte(m.says)) // UTF-16 as well
}

// syncedByName tells by the names of folders, as macOS gives them.
func syncedByName(path string) string {
	parts := strings.Split(filepath.ToSlash(path), "/")
	for i, part := range parts[:len(parts)-1] {
		switch part {
		case "Mobile Documents", "com~apple~CloudDocs":
			return "iCloud Drive"
		case "CloudStorage":
			program, _, _ := strings.Cut(parts[i+1], "-")
			if program == "GoogleDrive" {
				return "Google Drive"
			}
			return program
		}
	}
	return ""
}

// SyncAdvice is what a person should know of a project in a folder that a program
// synchronises. It is said once for each project: "" where it was, or no program is known to.
func SyncAdvice(file string, getenv func(string) string) string {
	program := SyncedBy(file, getenv)
	if program == "" {
		return ""
	}
	if told, err := toldFile(file); err == nil {
		if _, err := os.Stat(told); err == nil {
			return ""
		}
		// Where that cannot be noted, it is said again.
		if os.MkdirAll(filepath.Dir(told), 0o700) == nil {
			durable.Write(told, func(w io.Writer) error { _, err := fmt.Fprintln(w, program); return err })
		}
	}
	return fmt.Sprintf("The project is in a folder that %s synchronises. Let one machine at a time open it, and wait until it is synchronised; "+
		"safer: keep it elsewhere, and put backups there (crosscase backup FILE).", program)
}

// toldFile is the file which notes that [SyncAdvice] was said of a project.
func toldFile(file string) (string, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "crosscase", fmt.Sprintf("synchronised-%x", sha256.Sum256([]byte(path)))[:45]), err
}
