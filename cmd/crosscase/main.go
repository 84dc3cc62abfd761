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
// that parses flags, calls package app once or twice, as pages do, and prints what comes
// back. Commands of analyses and listings are made from their declarations (analyses.go,
// listing.go), those of things from their kinds (nouns.go). Commands and flags are
// github.com/spf13/cobra's, progress bars github.com/vbauerster/mpb's (both maintained,
// Apache-2.0 and Unlicense).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

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
