package app

import (
	"os"
	"path/filepath"
	"testing"
)

// What cannot be replaced is a stream, and needs no ending that means a format.
func TestStreams(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		want bool
	}{
		{os.DevNull, true}, {file, false}, {dir, false}, {filepath.Join(dir, "nothing"), false}, {"", false},
	} {
		if got := IsStream(tt.name); got != tt.want {
			t.Errorf("%q is a stream: %v, want %v", tt.name, got, tt.want)
		}
	}
	if f, err := (Output{File: os.DevNull}).Table(); err != nil || f != "table" {
		t.Errorf("to a stream: %q, %v", f, err)
	}
	if _, err := (Output{File: file}).Table(); err == nil {
		t.Error("a file without an ending has a format")
	}
}
