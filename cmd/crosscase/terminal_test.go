package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A terminal is a real one, of the kernel, with crosscase in it, and something
// that draws what crosscase writes to it.
type terminal struct {
	t    *testing.T
	file *os.File
	cmd  *exec.Cmd
	done chan struct{}
	news chan struct{} // the screen shows something else

	lock   sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
}

// inTerminal runs crosscase in a terminal of 80 columns and 24 lines.
func inTerminal(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	c := exec.Command("crosscase", args...)
	c.Env = append(os.Environ(), append([]string{"TERM=xterm-256color", "CROSSCASE_CODER=RC"}, env...)...)
	file, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	x := &terminal{t: t, file: file, cmd: c, done: make(chan struct{}), news: make(chan struct{}, 1), screen: vt.NewEmulator(80, 24)}
	go func() { // what the terminal answers to questions of the program
		b := make([]byte, 256)
		for {
			n, err := x.screen.Read(b)
			if err != nil {
				return
			}
			file.Write(b[:n])
		}
	}()
	go func() {
		defer close(x.done)
		b := make([]byte, 4096)
		for {
			n, err := file.Read(b)
			x.lock.Lock()
			x.raw.Write(b[:n])
			x.screen.Write(b[:n])
			x.lock.Unlock()
			select {
			case x.news <- struct{}{}:
			default: // nobody has looked since the last news
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
		file.Close()
		x.screen.Close()
	})
	return x
}

func (x *terminal) capture() string {
	x.lock.Lock()
	defer x.lock.Unlock()
	return x.screen.String()
}

// sees waits until a text is on the screen.
func (x *terminal) sees(text string) {
	x.t.Helper()
	late := time.After(15 * time.Second)
	for !strings.Contains(x.capture(), text) {
		select {
		case <-x.news:
		case <-late:
			x.t.Fatalf("%q is not on the screen:\n%s", text, x.capture())
		}
	}
}

// types sends keys.
func (x *terminal) types(keys string) {
	x.t.Helper()
	if _, err := x.file.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
}

// leaves waits until crosscase is done and returns its exit status.
func (x *terminal) leaves() int {
	x.t.Helper()
	select {
	case <-x.done:
	case <-time.After(15 * time.Second):
		x.t.Fatalf("it does not end:\n%s", x.capture())
	}
	x.cmd.Wait()
	return x.cmd.ProcessState.ExitCode()
}

// demoHere copies the demo into a new folder, which becomes the current one.
func demoHere(t *testing.T) func(args ...string) (int, string, string) {
	t.Helper()
	t.Chdir(filepath.Dir(demoFile(t)))
	return session(t)
}

// A source is read and tagged in a real terminal, which is killed in the middle;
// what was tagged is there, and nothing is broken.
func TestCodeInTerminal(t *testing.T) {
	crosscase := demoHere(t)
	x := inTerminal(t, nil, "code", "int-03")
	x.sees("Perhaps we could start with how Southvale came to be")
	x.sees("Enter tag")
	x.types("\x1b[B\x1b[C") // down, right
	x.sees("turn 2 of 24")
	x.types("\rtru")
	x.sees("new theme: tru")
	x.types("\r")
	x.sees("▌Trust")
	x.types("mSays it first.\r")
	x.sees("memo on Trust")
	x.types("?")
	x.sees("next, previous sentence")
	x.types(" ")
	x.types("/custody\r")
	x.sees("match 1 of 5")
	x.types("lHalf of a new th") // and there somebody pulls the plug
	if err := x.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	x.leaves()
	status, out, stderr := crosscase("passages", "--coder", "RC", "--format", "json")
	if status != done || !strings.Contains(out, `"quote": "We were invited, and we nearly said no."`) || !strings.Contains(out, "Says it first.") {
		t.Errorf("after the kill: %d %s %s", status, out, stderr)
	}
	if status, out, stderr := crosscase("check"); status != done {
		t.Errorf("check: %s %s", out, stderr)
	}

	x = inTerminal(t, nil, "code", "int-03", "--turn", "2")
	x.sees("We were invited")
	x.types("u")
	x.sees("nothing to undo since you opened this")
	x.types("Gq")
	if status := x.leaves(); status != done {
		t.Errorf("it exits with %d", status)
	}
	if _, out, _ := crosscase("progress", "--coder", "RC", "--format", "csv"); !strings.Contains(out, "int-03,RC,in progress,100 %,1,") {
		t.Errorf("how far RC is:\n%s", out)
	}
	if status, _, stderr := crosscase("code", "int-03"); status != usage || !strings.Contains(stderr, "needs a terminal") {
		t.Errorf("without a terminal: %d %s", status, stderr)
	}
}

// Questions are asked where somebody is there to answer.
func TestQuestionsInTerminal(t *testing.T) {
	crosscase := demoHere(t)
	lines := func(args ...string) int {
		_, out, _ := crosscase(append(args, "--format", "json")...)
		return strings.Count(out, `"start": `)
	}

	x := inTerminal(t, nil, "theme", "split", "Trust", "--into", "Trust > In persons,Trust > In bodies", "--each")
	x.sees("1 of 22")
	x.types("1\n")
	x.sees("2 of 22")
	x.types("\n")
	x.sees("3 of 22")
	x.types("2\n")
	x.sees("4 of 22")
	x.types("q\n")
	if status := x.leaves(); status != done {
		t.Errorf("split exits with %d:\n%s", status, x.capture())
	}
	if got := lines("passages", "--theme", "In persons"); got != 1 {
		t.Errorf("%d passages in persons, want 1", got)
	}
	if got := lines("passages", "--theme", "Trust", "--exact"); got != 20 {
		t.Errorf("%d passages stay with Trust, want 20", got)
	}

	x = inTerminal(t, nil, "suggest", "Reputation", "--each")
	x.sees("1 of 10")
	x.types("y\n")
	x.sees("2 of 10")
	x.types("n\n")
	x.sees("3 of 10")
	x.types("q\n")
	x.leaves()
	if got := lines("passages", "--where", "Reputation suggested:yes coder:RC"); got != 1 {
		t.Errorf("%d accepted, want 1", got)
	}

	before := lines("consensus", "--coder", "AK", "--coder", "JM", "--list")
	x = inTerminal(t, nil, "consensus", "--coder", "AK", "--coder", "JM")
	x.sees("1 of ")
	x.types("1\nBoth read it so.\n")
	x.sees("2 of ")
	x.types("n\n\n")
	x.sees("3 of ")
	x.types("q\n")
	x.leaves()
	if got := lines("consensus", "--coder", "AK", "--coder", "JM", "--list"); got != before-2 {
		t.Errorf("%d places are left of %d, want two less", got, before)
	}
	if _, out, _ := crosscase("memo", "list", "--coder", "Consensus"); !strings.Contains(out, "Both read it so.") {
		t.Errorf("the discussion is not kept:\n%s", out)
	}

	x = inTerminal(t, []string{"EDITOR=sed -i /Communication/,+2d"}, "codebook", "edit")
	x.sees("Remove them? [y/N]")
	x.types("n\n")
	if status := x.leaves(); status != failed {
		t.Errorf("answered no, it exits with %d:\n%s", status, x.capture())
	}
	x = inTerminal(t, []string{"EDITOR=sed -i /Communication/,+2d"}, "codebook", "edit")
	x.sees("Remove them? [y/N]")
	x.types("y\n")
	x.sees("removed    Communication")
	if status := x.leaves(); status != done {
		t.Errorf("answered yes, it exits with %d:\n%s", status, x.capture())
	}
	if status, _, _ := crosscase("theme", "show", "Communication"); status != unknown {
		t.Errorf("Communication is still there: %d", status)
	}
}
