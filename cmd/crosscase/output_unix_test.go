//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"crosscase/coding/project"
)

// manyQuotes is a project whose passages, printed, are more than a pipe holds.
func manyQuotes(t *testing.T) (file string) {
	t.Helper()
	t.Chdir(t.TempDir())
	crosscase := session(t)
	var turns bytes.Buffer
	for range 400 {
		turns.WriteString("Roe: " + string(bytes.Repeat([]byte("trust is a long story "), 20)) + "\n\n")
	}
	if err := os.WriteFile("a.txt", turns.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"init p", "import a.txt", "theme add Trust", "tag Trust --search trust --source a"} {
		if status, _, stderr := crosscase(strings.Fields(line)...); status != done {
			t.Fatal(line, stderr)
		}
	}
	file, err := filepath.Abs("p" + project.Ending)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// ends waits for a command; one that hangs fails the test.
func ends(t *testing.T, c *exec.Cmd) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		c.Process.Kill()
		t.Fatalf("%v: still runs", c.Args)
	}
}

// awaitByte reads a byte, as soon as something is written.
func awaitByte(t *testing.T, from *os.File) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if n, _ := from.Read(make([]byte, 1)); n == 1 { // a pipe that nothing writes to yet is at its end
			return
		}
	}
	t.Fatal("nothing is written")
}

// awaitFile waits until a file is there.
func awaitFile(t *testing.T, name string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if _, err := os.Stat(name); err == nil {
			return
		}
	}
	t.Fatalf("there is no %s", name)
}

// A command ends when whoever reads its output goes away, and when a signal
// interrupts it while nobody reads.
func TestOutputIntoPipes(t *testing.T) {
	file := manyQuotes(t)
	if err := syscall.Mkfifo("fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	hasReader := func(t *testing.T) *os.File {
		f, err := os.OpenFile("fifo", os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, test := range []struct {
		name   string
		args   []string
		fifo   bool // something has the pipe open that the command writes to by its name
		unread bool // nothing has it open
		closes bool // what reads goes away at once; else a signal comes
		says   string
	}{
		{name: "standard output, closed", args: []string{"passages"}, closes: true},
		{name: "standard output by name, closed", args: []string{"passages", "-o", "/dev/stdout"}, closes: true},
		{name: "a table with a manifest, closed", args: []string{"matrix", "-o", "/dev/fd/1"}, closes: true},
		{name: "named pipe, closed", args: []string{"passages", "-o", "fifo"}, fifo: true, closes: true},
		{name: "standard output, full", args: []string{"passages"}, says: "interrupted"},
		{name: "standard output by name, full", args: []string{"passages", "-o", "/dev/stdout"}, says: "interrupted"},
		{name: "named pipe, full", args: []string{"passages", "-o", "fifo"}, fifo: true, says: "interrupted"},
		{name: "named pipe that nobody reads", args: []string{"passages", "-o", "fifo"}, unread: true, says: "interrupted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := exec.Command("crosscase", append(test.args, "--project", file)...)
			var said bytes.Buffer
			c.Stderr = &said
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			reader := out.(*os.File)
			if test.fifo {
				reader = hasReader(t)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if !test.unread {
				awaitByte(t, reader)
			} else {
				awaitFile(t, file+"-shm") // it has the project open, so that it hears signals
			}
			if test.closes {
				reader.Close()
			} else {
				c.Process.Signal(syscall.SIGTERM)
			}
			ends(t, c)
			if test.says == "" && said.Len() > 0 || !bytes.Contains(said.Bytes(), []byte(test.says)) {
				t.Errorf("it says %q, want %q", said.String(), test.says)
			}
			if test.fifo {
				reader.Close()
			}
		})
	}
}
