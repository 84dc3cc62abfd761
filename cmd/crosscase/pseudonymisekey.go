package main

import (
	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"fmt"
	"os"

	"golang.org/x/term"
)

// passphrase is $CROSSCASE_PASSPHRASE, or what the person types, twice where it
// is new.
func (w *env) passphrase(fresh bool) (string, error) {
	if p := w.getenv("CROSSCASE_PASSPHRASE"); p != "" {
		return p, nil
	}
	in, ok := w.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", coding.WithHint(coding.Errorf(coding.ErrInvalid, "the key needs a passphrase"),
			"set CROSSCASE_PASSPHRASE, or run it in a terminal, which asks for one")
	}
	ask := func(what string) (string, error) {
		fmt.Fprint(w.stderr, what)
		typed, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(w.stderr)
		return string(typed), err
	}
	typed, err := ask("Passphrase of the key: ")
	if err != nil || !fresh {
		return typed, err
	}
	again, err := ask("The same again: ")
	switch {
	case err != nil:
		return "", err
	case typed != again:
		return "", coding.Errorf(coding.ErrInvalid, "the two passphrases differ; nothing was done")
	case typed == "":
		return "", coding.Errorf(coding.ErrInvalid, "an empty passphrase keeps nothing secret; nothing was done")
	}
	return typed, nil
}

// showKey prints a key.
func (w *env) showKey(file string) error {
	table, err := app.ReadKey(file, func() (string, error) { return w.passphrase(false) })
	if err != nil {
		return err
	}
	_, err = w.stdout.Write(table)
	return err
}
