package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"
)

// A recorder runs crosscase and records all that it does to the disk below a folder: what it
// writes, which names it gives and takes, and what it syncs. It stops the process at each call
// of the system, as debuggers do, so that SQLite, the index and Go's own library are all seen.
type recorder struct {
	t      testing.TB
	root   string
	disk   *node // as it is
	mutex  sync.Mutex
	events []event
	calls  map[int]call     // that threads are in
	files  map[[2]int]*node // that processes have open, by process and descriptor
	fresh  map[int]bool     // threads that have not stopped yet
	memory map[int]*os.File // of processes
}

// A node is a file or a folder.
type node struct {
	entries map[string]*node // nil of a file
}

type kindOfEvent string

const (
	writes       kindOfEvent = "write"
	truncates    kindOfEvent = "truncate"
	syncs        kindOfEvent = "sync"
	names        kindOfEvent = "name"
	unnames      kindOfEvent = "unname"
	renames      kindOfEvent = "rename"
	acknowledges kindOfEvent = "acknowledge"
)

// An event is something that was done to the disk, or that the process has said to be done.
type event struct {
	kind   kindOfEvent
	node   *node
	at     int64 // where bytes were written, or how many are left
	data   []byte
	folder *node // that the name is in
	name   string
	to     *node // the folder of the new name
	as     string
	begun  int // how many events there were when it began
}

// A call is one of the system that a thread is in.
type call struct {
	number uint64
	args   [6]uint64
	begun  int
}

func newRecorder(t testing.TB, root string) *recorder {
	return &recorder{t: t, root: root, disk: &node{entries: map[string]*node{}}, calls: map[int]call{}, files: map[[2]int]*node{},
		fresh: map[int]bool{}, memory: map[int]*os.File{}}
}

// acknowledge notes that a process has said to be done with something.
func (r *recorder) acknowledge() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.events = append(r.events, event{kind: acknowledges})
}

// run runs a command to its end, and returns its exit status. started, if not nil, gets the
// process.
func (r *recorder) run(args []string, out *os.File, started func(process int)) int {
	r.t.Helper()
	runtime.LockOSThread() // the one thread that may trace
	defer runtime.UnlockOSThread()
	path, err := exec.LookPath("crosscase")
	if err != nil {
		r.t.Fatal(err)
	}
	// With one processor there are fewer calls to stop at.
	process, err := syscall.ForkExec(path, append([]string{"crosscase"}, args...), &syscall.ProcAttr{Env: append(os.Environ(), "GOMAXPROCS=1"),
		Files: []uintptr{os.Stdin.Fd(), out.Fd(), out.Fd()}, Sys: &syscall.SysProcAttr{Ptrace: true}})
	if err != nil {
		r.t.Fatal(err)
	}
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(process, &status, 0, nil); err != nil {
		r.t.Fatal(err)
	}
	const options = syscall.PTRACE_O_TRACECLONE | syscall.PTRACE_O_TRACEFORK | syscall.PTRACE_O_TRACEVFORK | syscall.PTRACE_O_TRACESYSGOOD
	if err := errors.Join(syscall.PtraceSetOptions(process, options), syscall.PtraceSyscall(process, 0)); err != nil {
		r.t.Fatal(err)
	}
	if started != nil {
		started(process)
	}
	for {
		const ofThisThread = 0x20000000
		thread, err := syscall.Wait4(-1, &status, syscall.WALL|ofThisThread, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			r.t.Fatal(err)
		case thread == process && (status.Exited() || status.Signaled()):
			if m := r.memory[process]; m != nil {
				m.Close()
				delete(r.memory, process)
			}
			return status.ExitStatus()
		case status.Stopped():
			syscall.PtraceSyscall(thread, r.stopped(process, thread, status)) // unless it was killed meanwhile
		}
	}
}

// stopped looks at why a thread has stopped, and returns the signal that it goes on with.
func (r *recorder) stopped(process, thread int, status syscall.WaitStatus) (signal int) {
	const atCall = syscall.SIGTRAP | 0x80
	switch s := status.StopSignal(); {
	case s == atCall:
		r.atCall(process, thread)
		return 0
	case s == syscall.SIGTRAP: // a new thread
		return 0
	case s == syscall.SIGSTOP && !r.fresh[thread]:
		r.fresh[thread] = true
		return 0
	default:
		return int(s)
	}
}

// atCall looks at a call of the system that begins or ends.
func (r *recorder) atCall(process, thread int) {
	var info struct {
		op     uint8
		_      [3]uint8
		_      uint32
		_, _   uint64
		number uint64 // when it begins; what it returns when it ends
		args   [6]uint64
		_      uint64
	}
	const syscallInfo, begins, ends = 0x420e, 1, 2
	_, _, e := syscall.Syscall6(syscall.SYS_PTRACE, syscallInfo, uintptr(thread), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if e != 0 {
		return // it was killed meanwhile
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	switch info.op {
	case begins:
		r.calls[thread] = call{info.number, info.args, len(r.events)}
		if info.number == syscall.SYS_CLOSE { // before another thread gets the number
			delete(r.files, [2]int{process, int(info.args[0])})
		}
	case ends:
		c := r.calls[thread]
		delete(r.calls, thread)
		if result := int64(info.number); result >= 0 {
			if err := r.done(process, c, result); err != nil {
				r.t.Errorf("call %d: %v", c.number, err)
			}
		}
	}
}

const (
	sysRenameat2     = 316
	sysCopyFileRange = 326
)

// done records a call that has succeeded.
func (r *recorder) done(process int, c call, result int64) error {
	const atCurrent = -100 // that of the process, as the descriptor of a folder
	a := c.args
	at := func(folder, name uint64) (*node, string) { return r.place(process, int(int32(folder)), name) }
	open := func(descriptor uint64) *node { return r.files[[2]int{process, int(descriptor)}] }
	here := func(name uint64) (*node, string) { return r.place(process, atCurrent, name) }
	switch c.number {
	case syscall.SYS_OPEN:
		return r.opened(process, int(result), int(a[1]))
	case syscall.SYS_OPENAT:
		return r.opened(process, int(result), int(a[2]))
	case syscall.SYS_WRITE, syscall.SYS_WRITEV, syscall.SYS_SENDFILE:
		return r.wrote(process, int(a[0]), open(a[0]), -1, result)
	case sysCopyFileRange:
		return r.wrote(process, int(a[2]), open(a[2]), -1, result)
	case syscall.SYS_PWRITE64:
		return r.wrote(process, int(a[0]), open(a[0]), int64(a[3]), result)
	case syscall.SYS_FTRUNCATE:
		r.note(event{kind: truncates, node: open(a[0]), at: int64(a[1])})
	case syscall.SYS_FSYNC, syscall.SYS_FDATASYNC:
		r.note(event{kind: syncs, node: open(a[0]), begun: c.begun})
	case syscall.SYS_MKDIR:
		r.name(&node{entries: map[string]*node{}})(here(a[0]))
	case syscall.SYS_MKDIRAT:
		r.name(&node{entries: map[string]*node{}})(at(a[0], a[1]))
	case syscall.SYS_UNLINK, syscall.SYS_RMDIR:
		r.unname(here(a[0]))
	case syscall.SYS_UNLINKAT:
		r.unname(at(a[0], a[1]))
	case syscall.SYS_RENAME:
		r.rename(here(a[0]))(here(a[1]))
	case syscall.SYS_RENAMEAT, sysRenameat2:
		r.rename(at(a[0], a[1]))(at(a[2], a[3]))
	case syscall.SYS_LINK:
		r.link(here(a[0]))(here(a[1]))
	case syscall.SYS_LINKAT:
		r.link(at(a[0], a[1]))(at(a[2], a[3]))
	case syscall.SYS_TRUNCATE, syscall.SYS_FALLOCATE, syscall.SYS_PWRITEV, syscall.SYS_CREAT, syscall.SYS_SYMLINK, syscall.SYS_DUP,
		syscall.SYS_DUP2:
		return fmt.Errorf("the recorder does not know it")
	}
	return nil
}

// note records an event of a file or folder that is below the root.
func (r *recorder) note(e event) {
	if e.node != nil {
		r.events = append(r.events, e)
	}
}

// below is a path below the root, false where it is not there.
func (r *recorder) below(path string) (string, bool) {
	if path == r.root {
		return "", true
	}
	return strings.CutPrefix(path, r.root+"/")
}

// find is what a path below the root names, nil where there is nothing.
func (r *recorder) find(path string) *node {
	n := r.disk
	for _, name := range strings.FieldsFunc(path, func(c rune) bool { return c == '/' }) {
		if n == nil {
			return nil
		}
		n = n.entries[name]
	}
	return n
}

// opened records that a descriptor is open, and the file where it is new.
func (r *recorder) opened(process, descriptor, flags int) error {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", process, descriptor))
	if err != nil {
		return err
	}
	rel, ok := r.below(path)
	if !ok {
		return nil
	}
	n := r.find(rel)
	switch {
	case n == nil && flags&syscall.O_CREAT != 0:
		n = &node{}
		r.name(n)(r.find(filepath.Dir("/"+rel)), filepath.Base(rel))
	case n == nil:
		return fmt.Errorf("%s was opened and never made", rel)
	case flags&syscall.O_TRUNC != 0:
		r.note(event{kind: truncates, node: n})
	}
	r.files[[2]int{process, descriptor}] = n
	return nil
}

// wrote records that bytes were written, which are read back; at is negative where they are
// before where the descriptor is now.
func (r *recorder) wrote(process, descriptor int, n *node, at, size int64) error {
	if n == nil || size == 0 {
		return nil
	}
	if at < 0 {
		info, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", process, descriptor))
		if err != nil {
			return err
		}
		if _, err := fmt.Sscanf(string(info), "pos: %d", &at); err != nil {
			return err
		}
		at -= size
	}
	f, err := os.Open(fmt.Sprintf("/proc/%d/fd/%d", process, descriptor))
	if err != nil {
		return err
	}
	defer f.Close()
	data := make([]byte, size)
	if _, err := f.ReadAt(data, at); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	r.note(event{kind: writes, node: n, at: at, data: data})
	return nil
}

// place is a folder below the root and a name in it; the folder is nil elsewhere.
func (r *recorder) place(process, folder int, address uint64) (*node, string) {
	path := r.word(process, address)
	if !filepath.IsAbs(path) {
		link := fmt.Sprintf("/proc/%d/cwd", process)
		if folder >= 0 {
			link = fmt.Sprintf("/proc/%d/fd/%d", process, folder)
		}
		base, err := os.Readlink(link)
		if err != nil {
			r.t.Error(err)
		}
		path = filepath.Join(base, path)
	}
	rel, ok := r.below(filepath.Clean(path))
	if !ok || rel == "" {
		return nil, ""
	}
	return r.find(filepath.Dir("/" + rel)), filepath.Base(rel)
}

// word reads a text that ends with a zero from the memory of a process.
func (r *recorder) word(process int, address uint64) string {
	if r.memory[process] == nil {
		m, err := os.Open(fmt.Sprintf("/proc/%d/mem", process))
		if err != nil {
			r.t.Error(err)
			return ""
		}
		r.memory[process] = m
	}
	page := make([]byte, 4096)
	n, err := r.memory[process].ReadAt(page[:4096-address%4096], int64(address))
	if end := bytes.IndexByte(page[:n], 0); end >= 0 {
		return string(page[:end])
	}
	if err != nil {
		r.t.Error(err)
	}
	more := ""
	if n > 0 {
		more = r.word(process, address+uint64(n))
	}
	return string(page[:n]) + more
}

// name gives a file or folder a name, in the place of what had it.
func (r *recorder) name(n *node) func(folder *node, name string) {
	return func(folder *node, name string) {
		if folder != nil {
			folder.entries[name] = n
			r.note(event{kind: names, node: n, folder: folder, name: name})
		}
	}
}

func (r *recorder) unname(folder *node, name string) {
	if folder != nil {
		r.note(event{kind: unnames, node: folder.entries[name], folder: folder, name: name})
		delete(folder.entries, name)
	}
}

func (r *recorder) rename(folder *node, name string) func(to *node, as string) {
	return func(to *node, as string) {
		if (folder == nil) != (to == nil) {
			r.t.Errorf("%s was moved over the root", name)
			return
		}
		if folder == nil {
			return
		}
		n := folder.entries[name]
		delete(folder.entries, name)
		to.entries[as] = n
		r.note(event{kind: renames, node: n, folder: folder, name: name, to: to, as: as})
	}
}

func (r *recorder) link(folder *node, name string) func(to *node, as string) {
	return func(to *node, as string) {
		if folder != nil && to != nil {
			r.name(folder.entries[name])(to, as)
		}
	}
}
