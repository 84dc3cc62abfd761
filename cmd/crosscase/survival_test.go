package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"crosscase/coding/project"
)

// Tests that kill crosscase, cut its power, swap its project or flip bits of it do so at a few
// places that cost little. A variable in the environment asks for more: CROSSCASE_KILLS,
// CROSSCASE_POWERCUTS, CROSSCASE_SWAPS and CROSSCASE_FLIPS.

// attempts is how often such a test tries: few times, or what the variable says.
func attempts(t *testing.T, variable string, few int) int {
	t.Helper()
	value := os.Getenv(variable)
	if value == "" {
		return few
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("%s=%s: %v", variable, value, err)
	}
	return n
}

// here runs a command in this process, and returns its exit status and all that it says.
func here(args ...string) (status int, said string) {
	var out bytes.Buffer
	w := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &out, user: func() string { return "AK" },
		getenv: func(string) string { return "" }, now: time.Now, newID: project.NewID, keyWork: 4}
	status = run(context.Background(), w, args)
	return status, out.String()
}

// must runs commands on a project in this process, which have to succeed.
func must(t *testing.T, file string, commands ...[]string) {
	t.Helper()
	for _, args := range commands {
		if status, said := here(append(args, "--project", file)...); status != done {
			t.Fatalf("%q: exit status %d: %s", args, status, said)
		}
	}
}

// history is the log of a project, an entry each; check has to find nothing wrong with the file.
func history(t *testing.T, file string) (entries []string, err error) {
	t.Helper()
	if status, said := here("check", "--project", file); status != done {
		return nil, fmt.Errorf("check: exit status %d: %s", status, said)
	}
	p, err := project.Open(t.Context(), file)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	log, err := p.Log(t.Context())
	for _, e := range log {
		entries = append(entries, fmt.Sprintf("%d %s %s %s %d", e.Number, e.At.Format(time.RFC3339), e.Coder, e.What, e.Undoes))
	}
	return entries, err
}

// begins reports whether one history begins with another.
func begins(all, with []string) bool {
	return len(all) >= len(with) && strings.Join(all[:len(with)], "\n") == strings.Join(with, "\n")
}

// writeSource writes a transcript with the word everywhere once, and returns its path.
func writeSource(t *testing.T, folder, name string) string {
	t.Helper()
	file := filepath.Join(folder, name+".txt")
	words := "Roe: We met everywhere, and the word of " + name + " held.\n\n" + strings.Repeat("Doe: What it costs is another matter.\n\n", 20)
	if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// findsAll returns an error where a search does not find all that is in such sources.
func findsAll(file string) error {
	status, found := here("search", "everywhere", "--count", "--format", "csv", "--project", file)
	_, listed := here("source", "list", "--format", "csv", "--project", file)
	sources := strings.Count(listed, "\n") - 1
	if status == done && (sources == 0 || strings.Contains(found, fmt.Sprintf("\n%d,%[1]d,%[1]d", sources))) {
		return nil
	}
	return fmt.Errorf("a search in %d sources: exit status %d: %s", sources, status, found)
}

// unfinished are the names of what killed commands left in a folder.
func unfinished(t *testing.T, folder string) (left []string) {
	t.Helper()
	for _, pattern := range []string{"crosscase-*", ".crosscase-*", "*/.crosscase-*"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, found...)
	}
	return left
}

// A workbenchProcess is a workbench in a process of its own, and a browser that is let in.
type workbenchProcess struct {
	process *os.Process
	browser *http.Client
	base    string
}

// startWorkbench starts one for a project, which has to be ended.
func startWorkbench(t *testing.T, file string) *workbenchProcess {
	t.Helper()
	c := exec.Command("crosscase", "web", "--project", file)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	printed, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	w := enterWorkbench(t, printed)
	w.process = c.Process
	return w
}

// enterWorkbench goes in by the address that a workbench has printed.
func enterWorkbench(t *testing.T, printed string) *workbenchProcess {
	t.Helper()
	address, err := url.Parse(strings.TrimSpace(printed))
	if err != nil {
		t.Fatal(err)
	}
	w := &workbenchProcess{browser: client(t), base: "http://" + address.Host}
	w.browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := w.browser.Get(address.String())
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return w
}

// addTheme sends the form for a new theme, and reports whether it was acknowledged. The error
// is that of a process which does not answer.
func (w *workbenchProcess) addTheme(name string) (acknowledged bool, err error) {
	r, err := w.browser.PostForm(w.base+"/codebook", url.Values{"do": {"add"}, "name": {name}})
	if err != nil {
		return false, err
	}
	r.Body.Close()
	return r.StatusCode == http.StatusSeeOther, nil
}

// end ends the process, at once or by the signal that a person would send.
func (w *workbenchProcess) end(signal os.Signal) {
	w.process.Signal(signal)
	w.process.Wait()
}
