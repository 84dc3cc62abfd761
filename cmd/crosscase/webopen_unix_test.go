//go:build unix

package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The browser is started with the name of a file that its owner alone can read, since
// everybody on the machine can see what a program is started with. The address in it lets in
// once.
func TestOpenHidesTheSecret(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	opened := filepath.Join(folder, "opened")
	for _, name := range []string{"xdg-open", "open"} {
		script := "#!/bin/sh\nprintf %s \"$*\" > " + opened + ".part && mv " + opened + ".part " + opened + "\n"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command("crosscase", "web", "--open", "--project", demoFile(t))
	command.Env = append(os.Environ(), "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"), "TMPDIR="+folder)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	printed, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var file string
	for file == "" {
		data, err := os.ReadFile(opened)
		if file = string(data); err != nil {
			time.Sleep(10 * time.Millisecond)
		}
	}
	for path, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want mode %o", path, info.Mode(), err, want)
		}
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://[^"]+`).FindString(string(page))
	if address == "" || strings.Contains(printed, address) {
		t.Fatalf("the file leads to %q, which was printed: %s", address, printed)
	}
	base, _, _ := strings.Cut(address, "/?")
	first, second := client(t), client(t)
	for _, x := range []struct {
		name    string
		client  *http.Client
		address string
		status  int
	}{
		{"once", first, address, 200},
		{"who came in", first, base + "/sources", 200},
		{"twice", second, address, 403},
		{"who did not", second, base + "/sources", 403},
		{"who has what was printed", second, strings.TrimSpace(printed), 200},
	} {
		r, err := x.client.Get(x.address)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != x.status {
			t.Errorf("%s: %s, want %d", x.name, r.Status, x.status)
		}
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	command.Wait()
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file is left: %v", err)
	}
}
