package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"crosscase/coding/project"
	"crosscase/coding/query"
)

var update = flag.Bool("update", false, "write what commands print into testdata and README.md, to be reviewed")

func TestMain(m *testing.M) {
	if os.Getenv(sessionVariable) != "" {
		serveSession()
		return
	}
	testscript.Main(testsThen{m, func() { stopBrowser(); removeDemo() }}, map[string]func(){"crosscase": func() { os.Exit(realMain()) }})
}

// collectSeldom lets the heap grow tenfold before it is collected: tests run thousands of commands
// in a process, of which little lives on, and would spend a sixth of their time collecting it.
func collectSeldom() {
	limitMemory(os.Getenv)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(1000)
	}
}

// testsThen does something when all tests have run.
type testsThen struct {
	*testing.M
	then func()
}

func (t testsThen) Run() int {
	defer t.then()
	log.SetOutput(io.Discard) // as main does it
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" { // what is measured is collected as in use
		collectSeldom()
	}
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue { // tests wait for the browser half of their time
		f.Value.Set(strconv.Itoa(2 * runtime.GOMAXPROCS(0)))
	}
	temporary, err := os.MkdirTemp("", "crosscase-tests-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(temporary)
	os.Setenv("TMPDIR", temporary) // what failing edits keep is not left to whoever runs the tests
	return t.M.Run()
}

// mayImport says what each package may import of ours, and of those libraries in kept that
// do I/O; an import that it does not list fails.
var mayImport = map[string][]string{
	"corpus":                        {"corpus/internal/lazyregexp"},
	"corpus/draws":                  {},
	"corpus/internal/lazyregexp":    {},
	"corpus/format":                 {"corpus", "corpus/internal/lazyregexp", "github.com/klippa-app/", "github.com/tetratelabs/"},
	"corpus/transcript":             {"corpus", "corpus/internal/lazyregexp"},
	"coding":                        {"corpus"},
	"coding/dimension":              {"coding", "corpus"},
	"coding/query":                  {"coding/dimension", "coding", "corpus"},
	"coding/durable":                {},
	"coding/secret":                 {"coding", "filippo.io/age"},
	"coding/locate":                 {"coding", "corpus"},
	"coding/edit":                   {"coding/query", "coding", "corpus"},
	"coding/edit/edittest":          {"coding/edit", "coding/intake", "coding", "corpus", "corpus/format", "corpus/transcript"},
	"coding/codebook":               {"coding/edit", "coding", "corpus"},
	"coding/intake":                 {"coding/locate", "coding/edit", "coding/pseudonym", "coding", "corpus", "corpus/format", "corpus/transcript"},
	"coding/merge":                  {"coding/edit", "coding", "corpus"},
	"coding/pseudonym":              {"coding", "corpus"},
	"coding/codingtest":             {"coding", "corpus"},
	"coding/agreement":              {},
	"coding/words":                  {"coding/locate", "coding", "corpus"},
	"coding/matrix":                 {"coding/agreement", "coding/dimension", "coding", "corpus"},
	"coding/report":                 {"coding", "corpus"},
	"coding/reading":                {"coding/report", "coding/pseudonym", "coding/intake", "coding/edit", "coding", "corpus"},
	"coding/analysis":               {"coding/locate", "coding/report", "coding/reading", "coding/matrix", "coding/agreement", "coding/words", "coding/edit", "coding/query", "coding/dimension", "coding", "corpus"},
	"coding/exchange":               {"coding/exchange/refi", "coding/merge", "coding/intake", "coding/codebook", "coding/edit", "coding", "corpus", "corpus/format", "corpus/transcript"},
	"coding/exchange/tidy":          {"coding/exchange", "coding", "corpus", "github.com/parquet-go/"},
	"coding/exchange/foreign":       {"coding/exchange", "coding/exchange/refi", "coding/codebook", "coding", "corpus", "database/sql", "modernc.org/sqlite"},
	"coding/project/sqlite":         {"coding/durable", "coding", "database/sql", "modernc.org/sqlite", "modernc.org/sqlite/lib"},
	"coding/project":                {"coding/durable", "coding/secret", "coding/project/sqlite", "coding/edit", "coding/pseudonym", "coding", "corpus", "database/sql"},
	"cmd/crosscase/app":             {"coding/durable", "coding/secret", "coding/locate", "coding/project", "coding/analysis", "coding/words", "coding/exchange", "coding/exchange/refi", "coding/exchange/foreign", "coding/exchange/tidy", "coding/merge", "coding/pseudonym", "coding/intake", "coding/codebook", "coding/reading", "coding/report", "coding/matrix", "coding/query", "coding/edit", "coding", "corpus", "corpus/format", "corpus/transcript", "index"},
	"cmd/crosscase/reader":          {"cmd/crosscase/app", "coding/edit", "coding", "corpus", "charm.land/"},
	"cmd/crosscase/workbench":       {"coding/locate", "cmd/crosscase/app", "coding/query", "index", "coding/project", "coding/analysis", "coding/reading", "coding/report", "coding/matrix", "coding/intake", "coding/codebook", "coding/edit", "coding", "corpus", "corpus/transcript"},
	"coding/exchange/refi":          {"corpus"},
	"coding/exchange/refi/refitest": {"coding/exchange/refi"},
	"index":                         {"coding/durable", "corpus", "github.com/blevesearch/"},
	"testdata/demo":                 {},
	"cmd/crosscase":                 {"coding/durable", "coding/secret", "coding/locate", "cmd/crosscase/app", "cmd/crosscase/reader", "cmd/crosscase/workbench", "corpus", "corpus/format", "corpus/transcript", "coding", "coding/report", "coding/reading", "coding/analysis", "coding/exchange", "coding/exchange/refi", "coding/words", "coding/project", "index", "testdata/demo", "coding/edit", "coding/query", "coding/intake", "coding/merge"},
}

// kept are imports that only those packages may have whose rows name them; for
// the pure ones that is all that could read, write or wait.
var kept = []string{"database/sql", "modernc.org/", "github.com/blevesearch/", "github.com/klippa-app/", "github.com/tetratelabs/", "charm.land/", "github.com/parquet-go/", "filippo.io/age"}

var pure = []string{"coding/locate", "corpus", "corpus/format", "corpus/transcript", "coding", "coding/dimension", "coding/query", "coding/edit", "coding/codebook", "coding/intake", "coding/merge", "coding/pseudonym", "coding/agreement", "coding/matrix", "coding/exchange", "coding/exchange/refi", "coding/exchange/tidy", "coding/words", "coding/report", "coding/reading", "coding/analysis"}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".ci" { // scripts, which are linked into nothing
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		allowed, ok := mayImport[pkg]
		if !ok {
			t.Errorf("%s: package %s is not in the table of who may import whom", path, pkg)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			ours, isOurs := strings.CutPrefix(name, "crosscase/")
			isKept := slices.ContainsFunc(kept, func(k string) bool { return strings.HasPrefix(name, k) })
			switch {
			case isOurs && !slices.Contains(allowed, ours):
				t.Errorf("%s imports %s; package %s may import %v", path, name, pkg, allowed)
			case isKept && !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(name, a) }):
				t.Errorf("%s imports %s, which is another package's alone", path, name)
			case slices.Contains(pure, pkg) && slices.Contains([]string{"os", "net", "net/http", "log", "log/slog", "os/exec", "math/rand"}, name):
				t.Errorf("%s imports %s; package %s only thinks", path, name, pkg)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// within lists the packages that a package is linked with, as the table has them.
func within(pkg string) (all []string) {
	for _, direct := range mayImport[pkg] {
		if !slices.Contains(all, direct) {
			all = append(all, direct)
			all = append(all, within(direct)...)
		}
	}
	return all
}

// What opens the project file needs no readers of files, and no engine for PDF.
func TestProjectReadsNoFormats(t *testing.T) {
	if all := within("coding/project"); slices.Contains(all, "corpus/format") || !slices.Contains(all, "coding/pseudonym") {
		t.Errorf("coding/project is linked with %v; want no corpus/format among them", all)
	}
}

// A file that a person asked for, and a folder for temporary ones, is made by package durable
// alone, so that it is on the disk before it has its name and is swept after a crash.
func TestFilesAreDurable(t *testing.T) {
	making := regexp.MustCompile(`\bos\.(Create|CreateTemp|MkdirTemp)\(`)
	allowed := map[string]string{
		"index/index.go":                    "the index is built again if it is lost",
		"cmd/crosscase/workbench/import.go": "uploads have a folder of their own, which the workbench clears",
	}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		if name := filepath.ToSlash(strings.TrimPrefix(path, "../../")); making.Match(data) && allowed[name] == "" {
			t.Errorf("%s makes a file that may not be on the disk when it is done: use package durable", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// session runs commands in this process, in the current folder, at a fixed time.
func session(t testing.TB) func(args ...string) (status int, stdout, stderr string) {
	t.Helper()
	n := 0
	return func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		w := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, user: func() string { return "AK" },
			getenv: func(string) string { return "" }, now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
			newID: func() string { n++; return fmt.Sprintf("id-%06d", n) }}
		status := run(context.Background(), w, args)
		return status, out.String(), errs.String()
	}
}

// Every command shown in README.md prints what README.md says it prints; -update writes
// what they print.
func TestREADME(t *testing.T) {
	file, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	updated := string(readme)
	t.Chdir(t.TempDir())
	crosscase := session(t)
	ran := 0
	for i, block := range strings.Split(string(readme), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
			command, want, _ := strings.Cut(part, "\n")
			args := query.Split(command)
			switch {
			case args[0] == "cd":
				t.Chdir(args[1])
				continue
			case command == "go test ./...": // that is where we are
				continue
			case strings.HasPrefix(command, "go run ./cmd/crosscase "):
				args = args[2:]
			case args[0] != "crosscase":
				t.Fatalf("block %d: what is %q?", i, command)
			}
			status, stdout, stderr := crosscase(args[1:]...)
			ran++
			if status != done {
				t.Fatalf("%s: exits with %d: %s", command, status, stderr)
			}
			if want = strings.TrimSpace(want); want == "" {
				continue
			}
			got := strings.TrimSpace(stdout)
			if begin, cut := strings.CutSuffix(want, "\n…"); cut { // shortened
				lines := strings.SplitAfter(got, "\n")
				want, got = begin, strings.TrimSpace(strings.Join(lines[:min(strings.Count(begin, "\n")+1, len(lines))], ""))
			}
			if *update {
				updated = strings.Replace(updated, command+"\n"+want, command+"\n"+got, 1)
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-README +got):\n%s", command, diff)
			}
		}
	}
	if ran < 8 {
		t.Errorf("only %d commands ran", ran)
	}
	if updated != string(readme) {
		if err := os.WriteFile(file, []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A process killed in the middle of an import leaves whole files or none, and a
// project that is well.
func TestKilledInTheMiddle(t *testing.T) {
	t.Chdir(t.TempDir())
	crosscase := session(t)
	if err := os.Mkdir("in", 0o700); err != nil {
		t.Fatal(err)
	}
	const files, repeats = 60, 100
	body := strings.Repeat("Roe: We need a remote with many buttons.\n\nPenn: Trust me, that is expensive.\n\n", repeats)
	for i := range files {
		if err := os.WriteFile(fmt.Sprintf("in/int-%02d.txt", i), []byte(fmt.Sprintf("Roe: %d\n\n%s", i, body)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, signal := range []os.Signal{os.Kill, os.Interrupt} {
		name := "p" + strings.ReplaceAll(signal.String(), " ", "")
		if status, _, stderr := crosscase("init", name); status != done {
			t.Fatal(stderr)
		}
		file := name + project.Ending
		c := exec.Command("crosscase", "import", "in", "--project", file)
		var errs bytes.Buffer
		c.Stderr = &errs
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for range 1000 { // until some of it is stored
			if _, listing, _ := crosscase("source", "list", "--format", "csv", "--project", file); strings.Count(listing, "\n") > 3 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		c.Process.Signal(signal)
		err := c.Wait()
		status, said, stderr := crosscase("check", "--project", file)
		if status != done {
			t.Fatalf("after %v: %s %s", signal, said, stderr)
		}
		_, listing, _ := crosscase("source", "list", "--format", "csv", "--project", file)
		imported := strings.Count(listing, "\n") - 1
		t.Logf("%v: %d of %d files stored; %v", signal, imported, files, err)
		if imported == 0 {
			t.Errorf("after %v: nothing was stored", signal)
		}
		if signal == os.Interrupt && imported < files && !strings.Contains(errs.String(), "interrupted") {
			t.Errorf("interrupted, it says %q", errs.String())
		}
		// What is there is skipped, the rest comes in.
		if status, _, stderr := crosscase("import", "in", "--project", file); status != done || !strings.Contains(stderr, fmt.Sprintf("%d skipped, 0 failed", imported)) {
			t.Errorf("imported again: %d, %s", status, stderr)
		}
		if status, out, stderr := crosscase("search", "expensive", "--count", "--format", "csv", "--project", file); status != done || !strings.Contains(out, fmt.Sprint(files*repeats)) {
			t.Errorf("search after that: %d, %s %s", status, out, stderr)
		}
	}
}

// Suggestions find passages that a search for the theme's name, and chance, do not:
// on the demo study, by models that had not seen the source in question.
func TestSuggestionsAreWorthIt(t *testing.T) {
	crosscase := demoHere(t)
	status, out, stderr := crosscase("suggest", "--evaluate", "--format", "json")
	if status != done {
		t.Fatal(stderr)
	}
	var themes []map[string]any
	if err := json.Unmarshal([]byte(out), &themes); err != nil || len(themes) < 20 {
		t.Fatalf("%d themes, %v", len(themes), err)
	}
	mean := func(column string) float64 {
		sum := 0.0
		for _, x := range themes {
			sum += x[column].(float64)
		}
		return sum / float64(len(themes))
	}
	for _, better := range [][2]string{{"first 10", "search"}, {"first 10", "chance"}, {"average precision", "of search"}, {"average precision", "of chance"}} {
		if a, b := mean(better[0]), mean(better[1]); a < 1.5*b {
			t.Errorf("%s %.2f, %s %.2f; want half as much again", better[0], a, better[1], b)
		}
	}
	t.Logf("precision at 10: %.2f (search %.2f, chance %.2f); average precision %.2f (search %.2f, chance %.2f)",
		mean("first 10"), mean("search"), mean("chance"), mean("average precision"), mean("of search"), mean("of chance"))
}

// Two processes tag at once: no tag is lost or doubled, and none has to wait in
// vain.
func TestTwoProcesses(t *testing.T) {
	t.Chdir(t.TempDir())
	crosscase := session(t)
	if err := os.WriteFile("int-1.txt", []byte(strings.Repeat("Roe: We need it.\n\nPenn: No.\n\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "p"}, {"import", "int-1.txt"}, {"theme", "add", "Trust"}} {
		if status, _, stderr := crosscase(args...); status != done {
			t.Fatal(stderr)
		}
	}
	const files, rows = 6, 25
	for n := range files {
		table := "source,theme,turns\n"
		for i := range rows {
			table += fmt.Sprintf("int-1,Trust,%d\n", n*rows+i+1)
		}
		if err := os.WriteFile(fmt.Sprintf("%d.csv", n), []byte(table), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var wait sync.WaitGroup
	for _, coder := range []string{"AK", "BM"} {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for n := range files {
				if out, err := exec.Command("crosscase", "tag", "--from", fmt.Sprintf("%d.csv", n), "--coder", coder).CombinedOutput(); err != nil {
					t.Errorf("%s: %v: %s", coder, err, out)
				}
			}
		}()
	}
	wait.Wait()
	_, out, _ := crosscase("coder", "list", "--format", "csv")
	for _, coder := range []string{"AK", "BM"} {
		if want := fmt.Sprintf("%s,%d,%d,1,1,0,\n", coder, files*rows, files*rows); !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	if status, out, _ := crosscase("check"); status != done {
		t.Error(out)
	}
}
