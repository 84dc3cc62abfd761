package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/query"
)

// editing lets the person's editor at a text, and hands what was saved, with the
// file that it is in, to use; a text that was saved as it was is none. The file
// lies in a folder that nobody else can read, and goes with it; only where use
// fails it stays, so that nothing is lost.
func (w *env) editing(ctx context.Context, name, text string, use func(file, text string) error) error {
	dir, err := durable.Folder()
	if err != nil {
		return err
	}
	keep := false
	defer func() {
		if !keep {
			os.RemoveAll(dir)
		}
	}()
	file, err := durable.Untouched(dir, name, text)
	if err != nil {
		return err
	}
	if err := w.edit(ctx, file); err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if string(data) == text {
		fmt.Fprintln(w.stderr, "nothing to change: it was saved as it was")
		return nil
	}
	if err := use(file, string(data)); err != nil {
		keep = true
		return coding.WithHint(err, "%swhat you wrote is still in %s", hintBefore(err), durable.Keep(file))
	}
	return nil
}

// hintBefore is what an error says to do already.
func hintBefore(err error) string {
	if hint := coding.Hint(err); hint != "" {
		return hint + "; "
	}
	return ""
}

// edit runs the person's editor on a file, and waits for it.
func (w *env) edit(ctx context.Context, file string) error {
	editor := w.getenv("VISUAL")
	if editor == "" {
		editor = w.getenv("EDITOR")
	}
	if editor == "" {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "no editor is set"), "set EDITOR, as in EDITOR=nano")
	}
	args := append(query.Split(editor), file)
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, w.stdout, w.stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", editor, reason(err))
	}
	return nil
}

// ask asks a person something, and returns the answer in one line; ok is false
// where nobody is there to answer. An end of the input is an empty answer.
func (w *env) ask(format string, args ...any) (answer string, ok bool) {
	if !w.interactive {
		return "", false
	}
	if w.answers == nil {
		w.answers = bufio.NewReader(w.stdin)
	}
	fmt.Fprintf(w.stderr, format, args...)
	answer, err := w.answers.ReadString('\n')
	if err != nil {
		fmt.Fprintln(w.stderr)
	}
	return strings.TrimSpace(answer), true
}

// agreed asks a question that is answered by yes or no.
func (w *env) agreed(format string, args ...any) bool {
	answer, _ := w.ask(format+" [y/N] ", args...)
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes")
}
