// Crosscase codes qualitative interviews and lays the themes out across cases.
//
// It takes a study from its transcripts to a cross-case theme matrix in which
// each number leads back to its passages:
//
//	crosscase init study
//	crosscase import interviews --sources sources.csv --participants participants.csv
//	crosscase theme add "Motivation > Savings"
//	crosscase code int-03
//	crosscase web --open
//	crosscase tag Savings --source int-03 --quote "cheaper than doing it alone"
//	crosscase matrix
//	crosscase why --theme Savings --organisation "Northmoor Police"
//
// main makes the env (streams, clock, identifiers), run uses it. A command is a file
// that parses flags, calls the packages below once or twice and prints the result;
// commands of analyses are made from their declarations (analyses.go). Commands and flags are github.com/spf13/cobra's, progress bars
// github.com/vbauerster/mpb's (both maintained, Apache-2.0 and Unlicense).
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"os/user"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/index"
)

// An env is all that commands may touch besides files: whatever a test wants to
// be otherwise.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	user           func() string // name of whoever is at the machine
	now            func() time.Time
	newID          func() string
	screen         report.Screen // what stdout is
	progress       bool          // stderr is a terminal
	interactive    bool          // stdin is a terminal, and somebody is there to answer
	terminal       bool          // stdout is a terminal

	project     string          // --project
	coder       string          // --coder
	blind       bool            // --blind
	completing  bool            // a shell asks what can be typed
	interrupted <-chan struct{} // closed by a signal
	asked       []string        // the command that runs, without where its result goes
	answers     *bufio.Reader
}

func main() { os.Exit(realMain()) }

// realMain is main for the tests, too, which run it as a program of its own.
func realMain() int {
	log.SetOutput(io.Discard) // bleve complains there of a damaged index, which is rebuilt anyway
	limitMemory(os.Getenv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	w := &env{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, user: login, now: time.Now, newID: project.NewID,
		screen: screenOf(os.Stdout), progress: term.IsTerminal(int(os.Stderr.Fd())),
		interactive: term.IsTerminal(int(os.Stdin.Fd())), terminal: term.IsTerminal(int(os.Stdout.Fd())),
	}
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if !w.terminal {
		w.stdout = interruptible{os.Stdout, ctx.Done()}
	}
	return run(ctx, w, os.Args[1:])
}

func screenOf(f *os.File) report.Screen {
	if !term.IsTerminal(int(f.Fd())) {
		n, _ := strconv.Atoi(os.Getenv("COLUMNS")) // nothing or nonsense is 0: no limit
		return report.Screen{Width: max(n, 0)}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 80
	}
	return report.Screen{Width: width, Style: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func login() string {
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return u.Name
		}
		return u.Username
	}
	return "me"
}

// Exit statuses.
const (
	done    = 0
	failed  = 1
	usage   = 2
	partial = 3
	unknown = 4
	unready = 5
)

const statuses = `Exit status:
  0  done
  1  failed; nothing was changed
  2  wrong usage
  3  part of it failed, each failure is named
  4  no such project, source, theme or other thing
  5  the project is in use, damaged or from a newer crosscase
`

// A fault is an error with an exit status of its own.
type fault struct {
	error
	status int
}

func (f fault) Unwrap() error { return f.error }

func statusOf(err error) int {
	var f fault
	var file app.FileError
	switch {
	case err == nil:
		return done
	case errors.As(err, &f):
		return f.status
	case errors.As(err, &file):
		return failed
	case errors.Is(err, coding.ErrUnknown):
		return unknown
	case errors.Is(err, coding.ErrBusy), errors.Is(err, coding.ErrDamaged), errors.Is(err, coding.ErrNewer), errors.Is(err, index.ErrBusy):
		return unready
	case errors.Is(err, coding.ErrInvalid):
		return usage
	}
	return failed
}

// run runs one command and returns its exit status.
func run(ctx context.Context, w *env, args []string) int {
	w.interrupted = ctx.Done()
	started := false
	err := execute(ctx, w, args, &started)
	if err == nil {
		return done
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; what was reported as done is stored, the rest is not")
	}
	if !started { // cobra's own checks of flags and arguments
		err = fault{err, usage}
	}
	status := statusOf(err)
	if text := err.Error(); text != "" {
		fmt.Fprintf(w.stderr, "crosscase: %s\n", report.Visible(text))
	}
	if hint := coding.Hint(err); hint != "" {
		fmt.Fprintf(w.stderr, "hint: %s\n", report.Visible(hint))
	} else if !started {
		fmt.Fprintln(w.stderr, "hint: crosscase help shows the commands, crosscase COMMAND --help what one takes")
	}
	return status
}

// execute runs one command; started tells whether its flags and arguments made sense.
func execute(ctx context.Context, w *env, args []string, started *bool) error {
	w.completing = len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd)
	root := newRoot(w)
	root.PersistentPreRun = func(c *cobra.Command, args []string) {
		*started = true
		w.asked = slices.Concat(strings.Fields(c.CommandPath())[1:], givenArguments(c.Flags()), args)
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

func newRoot(w *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "crosscase",
		Short: "Code qualitative interviews and compare their themes across cases",
		Long: `crosscase codes qualitative interviews and lays the themes out across cases.

A study is one file, NAME.crosscase. Import transcripts, search them, tag
passages with themes, and see which themes matter to which organisation in
which case study. Each number leads back to its passages.

Begin with:  crosscase demo`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(w.stdin)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	root.SetVersionTemplate("crosscase {{.Version}}\n")
	root.SetUsageTemplate(root.UsageTemplate() + "\n" + statuses)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().StringVar(&w.project, "project", "", "project `FILE`; else $CROSSCASE_PROJECT, else the one in this folder or the nearest above")
	root.PersistentFlags().BoolVar(&w.blind, "blind", false, "show your own tags, notes and changes only, as if you coded alone; also $CROSSCASE_BLIND=1")
	root.AddGroup(&cobra.Group{ID: "work", Title: "Everyday commands:"}, &cobra.Group{ID: "analysis", Title: "Analysis:"},
		&cobra.Group{ID: "codebook", Title: "Codebook and notes:"},
		&cobra.Group{ID: "trail", Title: "Coders and the audit trail:"}, &cobra.Group{ID: "upkeep", Title: "Upkeep:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("work", newDemo(w), newInit(w), newImport(w), newImportProject(w), newSearch(w), newCode(w), newWeb(w), newTag(w), newUntag(w), newListing(w, "passages"), newWhy(w), newSuggest(w), newSimilar(w), newExport(w))
	root.AddCommand(newFormats(), newQueries())
	add("analysis", append(newAnalyses(w), newSummary(w), newListing(w, "report"), newRun(w), newVerify(w))...)
	add("codebook", newCodebook(w), newTheme(w), newMemo(w), newLink(w), newListing(w, "links"), newQuery(w))
	add("trail", newCoder(w), newMerge(w), newConsensus(w), newListing(w, "progress"), newLog(w), newShowChange(w), newDiff(w), newUndo(w), newRedo(w))
	add("upkeep", newSource(w), newPassage(w), newParticipant(w), newOrganisation(w), newCase(w), newPseudonymise(w), newCheck(w), newBackup(w))
	return root
}

// version is the module's, with the revision it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	v := strings.Trim(info.Main.Version, "()")
	if v == "" {
		v = "devel"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && !strings.Contains(v, s.Value[:min(7, len(s.Value))]) {
			v += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return v
}
