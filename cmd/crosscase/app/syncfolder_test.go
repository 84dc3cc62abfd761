package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Programs that synchronise folders are known by what they leave in them, in the folder of the
// project or above it, and by nothing else.
func TestSyncedBy(t *testing.T) {
	for _, tt := range []struct{ path, holds, variable, want string }{
		{".dropbox", "{}", "", "Dropbox"},
		{".dropbox/info.json", "{}", "", ""}, // the program's own folder, in one's home
		{".dropbox.cache/x", "", "", "Dropbox"},
		{".stfolder/x", "", "", "Syncthing"},
		{".stfolder", "", "", "Syncthing"},
		{".sync_0a1b2c.db", "", "", "Nextcloud or ownCloud"},
		{"._sync_0a1b2c.db-wal", "", "", ""},
		{"._sync_0a1b2c.db", "", "", "Nextcloud or ownCloud"},
		{"desktop.ini", "IconResource=C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe,6", "", "OneDrive"},
		{"desktop.ini", "O\x00n\x00e\x00D\x00r\x00i\x00v\x00e\x00", "", "OneDrive"},
		{"desktop.ini", "IconResource=shell32.dll", "", ""},
		{"notes.txt", "", "OneDriveCommercial", "OneDrive"},
		{".tmp.driveupload/x", "", "", "Google Drive"},
		{"notes.txt", "Dropbox", "", ""},
	} {
		top := filepath.Join(t.TempDir(), "a [1]")
		file := filepath.Join(top, tt.path)
		folder := filepath.Join(top, "studies", "one")
		for _, f := range []string{filepath.Dir(file), folder} {
			if err := os.MkdirAll(f, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(file, []byte(tt.holds), 0o600); err != nil {
			t.Fatal(err)
		}
		real, err := filepath.EvalSymlinks(top)
		if err != nil {
			t.Fatal(err)
		}
		getenv := func(name string) string {
			if name == tt.variable {
				return real + string(filepath.Separator)
			}
			return ""
		}
		for _, in := range []string{top, folder} {
			if got := SyncedBy(filepath.Join(in, "study.crosscase"), getenv); got != tt.want {
				t.Errorf("%s, %q, %s: %q, want %q", tt.path, tt.holds, tt.variable, got, tt.want)
			}
		}
	}
}

func TestSyncedByName(t *testing.T) {
	for path, want := range map[string]string{
		"/Users/ak/Library/Mobile Documents/com~apple~CloudDocs/study.crosscase":            "iCloud Drive",
		"/Users/ak/Library/CloudStorage/GoogleDrive-ak@example.org/My Drive/x/st.crosscase": "Google Drive",
		"/Users/ak/Library/CloudStorage/OneDrive-University/study.crosscase":                "OneDrive",
		"/Users/ak/Library/CloudStorage/Dropbox/study.crosscase":                            "Dropbox",
		"/home/ak/Documents/CloudStorage":                                                   "",
		"/home/ak/Mobile Documents":                                                         "",
	} {
		if got := syncedByName(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// A person is told once of each project.
func TestSyncAdvice(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, ".dropbox"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	for _, name := range []string{"one.crosscase", "two.crosscase"} {
		file := filepath.Join(folder, name)
		if said := SyncAdvice(file, none); !strings.Contains(said, "that Dropbox synchronises") {
			t.Errorf("%s: %q", name, said)
		}
		if again := SyncAdvice(file, none); again != "" {
			t.Errorf("%s again: %q", name, again)
		}
	}
}
