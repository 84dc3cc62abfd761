package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"crosscase/coding/project"
	"crosscase/coding/query"
)

// The scripts in testdata read like sessions at a terminal. Besides testscript's own
// commands they have "$ crosscase …", which one process runs for script after script: more
// than half of the time of a short command is the program's start; keys that it writes are
// quick to guess. "exec crosscase …" starts the program as a shell does. "exits N crosscase …"
// and "exits N exec crosscase …" want this exit status. "demo DIR" is what "$ crosscase demo DIR"
// makes, made once for all scripts. With -update, files that a script compares output with are
// written anew.
func TestSessions(t *testing.T) {
	t.Parallel()
	demo := os.DirFS(demoFolder(t))
	processes := &sessionProcesses{}
	t.Cleanup(processes.stop)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup:               func(e *testscript.Env) error { return setUpSession(e, processes) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"$": func(ts *testscript.TestScript, neg bool, args []string) {
				switch status := inSession(ts, args); {
				case status == done && neg:
					ts.Fatalf("unexpected command success")
				case status != done && !neg:
					ts.Fatalf("exits with %d", status)
				}
			},
			"demo": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Check(os.CopyFS(ts.MkAbs(args[0]), demo))
			},
			"exits":    wantStatus,
			"unhex":    unhex,
			"nowhere":  nowhere,
			"commands": runListed,
			"attach":   attach,
		},
	})
}

// setUpSession gives a script its environment.
func setUpSession(e *testscript.Env, processes *sessionProcesses) error {
	e.Setenv("CROSSCASE_CODER", "AK")
	for name, folder := range map[string]string{
		"DEMO": "../../testdata/demo/study",
		// Files that real programs wrote.
		"FILES":    "../../corpus/format/testdata/real",
		"PROJECTS": "../../coding/exchange/refi/testdata",
	} {
		path, err := filepath.Abs(folder)
		if err != nil {
			return err
		}
		e.Setenv(name, path)
	}
	// The PDF engine is compiled once for all tests.
	if cache, err := os.UserCacheDir(); err == nil {
		e.Setenv("XDG_CACHE_HOME", cache)
	}
	x := &sessionOfScript{processes: processes, variables: []string{
		"COLUMNS", "CROSSCASE_BLIND", "CROSSCASE_CODER", "CROSSCASE_PASSPHRASE", "CROSSCASE_PROJECT", "EDITOR", "NO_COLOR", "TERM", "VISUAL",
	}}
	for _, v := range e.Vars {
		name, _, _ := strings.Cut(v, "=")
		x.variables = append(x.variables, name)
	}
	e.Values[sessionOfScript{}.key()] = x
	e.Defer(x.end)
	return nil
}

// sessionVariable is in the environment of a session's process.
const sessionVariable = "CROSSCASE_SESSION_OF_TEST"

// A sessionCall is a command, and where it runs.
type sessionCall struct {
	Args   []string
	Folder string
	Env    map[string]string
}

// A sessionAnswer is what a command printed, and its exit status.
type sessionAnswer struct {
	Status         int
	Stdout, Stderr []byte
}

// A sessionOfScript is the process that runs the commands of a script, from the first one on.
type sessionOfScript struct {
	processes *sessionProcesses
	variables []string // names of those that commands get
	process   *sessionProcess
}

// key is where a script keeps it.
func (sessionOfScript) key() any { return "session of the script" }

func (x *sessionOfScript) end() {
	if x.process != nil {
		x.processes.put(x.process)
	}
}

// A sessionProcess runs commands, one after the other.
type sessionProcess struct {
	command *exec.Cmd
	calls   io.WriteCloser
	answers *json.Decoder
	died    bytes.Buffer // why
}

func startSession() (*sessionProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &sessionProcess{command: exec.Command(self)}
	p.command.Env = append(os.Environ(), sessionVariable+"=1")
	p.command.Stderr = &p.died
	answers, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.answers = json.NewDecoder(answers)
	if p.calls, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	return p, p.command.Start()
}

// sessionProcesses are those that no script has just now.
type sessionProcesses struct {
	mu   sync.Mutex
	idle []*sessionProcess
}

// take is a process that is idle, or a new one.
func (x *sessionProcesses) take() (*sessionProcess, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if last := len(x.idle) - 1; last >= 0 {
		p := x.idle[last]
		x.idle = x.idle[:last]
		return p, nil
	}
	return startSession()
}

func (x *sessionProcesses) put(p *sessionProcess) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.idle = append(x.idle, p)
}

func (x *sessionProcesses) stop() {
	for _, p := range x.idle {
		p.calls.Close()
		p.command.Wait()
	}
}

// inSession runs a command in the script's process, and returns its exit status.
func inSession(ts *testscript.TestScript, command []string) int {
	if command[0] != "crosscase" {
		ts.Fatalf("%q is another program; use exec", command[0])
	}
	x := ts.Value(sessionOfScript{}.key()).(*sessionOfScript)
	if x.process == nil {
		p, err := x.processes.take()
		ts.Check(err)
		x.process = p
	}
	p := x.process
	call := sessionCall{Args: command[1:], Folder: ts.MkAbs("."), Env: map[string]string{}}
	for _, name := range x.variables {
		if value := ts.Getenv(name); value != "" {
			call.Env[name] = value
		}
	}
	ts.Check(json.NewEncoder(p.calls).Encode(call))
	var answer sessionAnswer
	if err := p.answers.Decode(&answer); err != nil {
		x.process = nil
		p.command.Wait()
		ts.Fatalf("the session's process ended: %v\n%s", err, p.died.String())
	}
	ts.Stdout().Write(answer.Stdout)
	ts.Stderr().Write(answer.Stderr)
	return answer.Status
}

// serveSession is the process of a session: it reads calls and writes answers, until
// there are no more.
func serveSession() {
	log.SetOutput(io.Discard)
	collectSeldom()
	calls, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	nothing, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		panic(err)
	}
	os.Stdin, os.Stdout = nothing, nothing // an editor that a command starts gets them
	for {
		var call sessionCall
		if err := calls.Decode(&call); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			panic(err)
		}
		if err := answers.Encode(call.run()); err != nil {
			panic(err)
		}
	}
}

// run does what main does, but for the streams.
func (c sessionCall) run() sessionAnswer {
	os.Clearenv()
	for name, value := range c.Env {
		os.Setenv(name, value)
	}
	var out, errs bytes.Buffer
	if err := os.Chdir(c.Folder); err != nil {
		return sessionAnswer{failed, nil, []byte(err.Error())}
	}
	w := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: os.Getenv, user: login,
		now: time.Now, newID: project.NewID, screen: screenOf(os.Stdout), keyWork: 4}
	status := run(context.Background(), w, c.Args)
	return sessionAnswer{status, out.Bytes(), errs.Bytes()}
}

// wantStatus runs a command and wants its exit status.
func wantStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	got := done
	if args[0] == "exec" {
		args = args[1:]
		var exit *exec.ExitError
		if err := ts.Exec(args[0], args[1:]...); errors.As(err, &exit) {
			got = exit.ExitCode()
		} else {
			ts.Check(err)
		}
	} else {
		got = inSession(ts, args)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(args, " "), got, want)
	}
}

// unhex writes the bytes that a file names in hexadecimal.
func unhex(ts *testscript.TestScript, neg bool, args []string) {
	data, err := hex.DecodeString(strings.Join(strings.Fields(ts.ReadFile(args[0])), ""))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}

// nowhere looks through a file, or all files of a folder and their names, for words that
// must not be in them, in whatever case.
func nowhere(ts *testscript.TestScript, neg bool, args []string) {
	err := filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var data []byte
		if !d.IsDir() {
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		for _, word := range args[1:] {
			if in := bytes.ToLower(append(data, filepath.Base(path)...)); bytes.Contains(in, []byte(strings.ToLower(word))) {
				ts.Fatalf("%q is still in %s", word, path)
			}
		}
		return nil
	})
	ts.Check(err)
}

// runListed runs the commands that a file lists.
func runListed(ts *testscript.TestScript, neg bool, args []string) {
	for _, command := range query.SplitLines(ts.ReadFile(args[0])) {
		if status := inSession(ts, command); status != done {
			ts.Fatalf("%q exits with %d", command, status)
		}
	}
}

// attach gives the one detached passage a place by its words.
func attach(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec("crosscase", "passages", "--detached", "--format", "json"))
	_, id, ok := strings.Cut(ts.ReadFile("stdout"), `"id": "`)
	if !ok {
		ts.Fatalf("nothing is detached")
	}
	ts.Check(ts.Exec("crosscase", "passage", "attach", id[:8], "--quote", args[0]))
}
