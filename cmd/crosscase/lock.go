package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/secret"
)

func newLock(w *env) *cobra.Command {
	var to recipientFlags
	identity := ""
	c := &cobra.Command{
		Use:   "lock",
		Short: "Encrypt the project while it is not in use",
		Long: `Encrypt the project and its automatic copies while they are not in use, with a
passphrase (asked for, or $CROSSCASE_PASSPHRASE) or for the public keys of several
people, of whom each can unlock it. What was written is read back before the open
file goes; the search index goes, too, and is made again. The files are those of the
age program (age-encryption.org), which can decrypt them as well.

What it does not protect:
  - a project that is unlocked, or a machine that somebody else controls
  - other files: exports, backups made without --encrypt, the transcripts that you
    imported, and what the disk still holds of removed files. Encrypt the disk for these.
  - a forgotten passphrase or a lost key: then nobody can open the project any more`,
		Example: `  crosscase lock
  crosscase unlock
  crosscase lock --new-identity me.key
  crosscase lock --recipient age1… --recipient team.txt
  crosscase unlock --identity me.key`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if identity != "" {
				return w.newIdentity(identity)
			}
			path, err := w.projectFile()
			if err != nil {
				return err
			}
			path = app.ProjectFile(path)
			if err := w.canLock(c, path); err != nil {
				return err
			}
			people, err := to.people(w, path)
			if err != nil {
				return err
			}
			locked, err := project.Lock(path, people)
			if err != nil {
				return err
			}
			with := ""
			if locked.Copies > 0 {
				with = " with " + plural(locked.Copies, "automatic copy")
			}
			w.say(fmt.Sprintf("locked as %s%s; crosscase unlock opens it", filepath.Base(locked.File), with))
			if len(locked.Open) > 0 {
				w.say("note     not encrypted: " + strings.Join(locked.Open, ", "))
			}
			return nil
		},
	}
	to.add(c.Flags())
	c.Flags().StringVar(&identity, "new-identity", "", "only make a private key, in a `FILE` that is not there yet, and print its public key for those who lock")
	return c
}

// canLock returns an error where the file is no project that opens, before anybody is asked
// for a passphrase.
func (w *env) canLock(c *cobra.Command, path string) error {
	p, err := app.OpenProject(c.Context(), path)
	if err != nil {
		return err
	}
	return p.Close()
}

func newUnlock(w *env) *cobra.Command {
	var from identityFlags
	c := &cobra.Command{
		Use:   "unlock [FILE]",
		Short: "Decrypt a project that was locked",
		Long: `Decrypt a project that was locked, with its automatic copies: the one in this folder
or the nearest above, or FILE. The search index is made again when it is needed.`,
		Example: `  crosscase unlock
  crosscase unlock --identity me.key
  crosscase unlock joint.crosscase.age`,
		Args: arguments("[FILE]"),
		RunE: func(_ *cobra.Command, args []string) error {
			named := w.project
			if len(args) > 0 {
				named = args[0]
			}
			path, err := app.LockedProject(named, ".")
			if err != nil {
				return err
			}
			with, err := from.person(w)
			if err != nil {
				return err
			}
			copies, err := project.Unlock(path, with)
			if err != nil {
				return err
			}
			said := "unlocked " + filepath.Base(path)
			if copies > 0 {
				said += " and " + plural(copies, "automatic copy")
			}
			w.say(said)
			return nil
		},
	}
	from.add(c.Flags())
	return c
}

// newIdentity makes a private key.
func (w *env) newIdentity(file string) error {
	public, err := app.NewIdentity(file)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, public)
	w.say(fmt.Sprintf("The private key is %s: keep it to yourself, with a copy in another place. The public key above is for --recipient.", file))
	return nil
}

// recipientFlags say for whom something is encrypted.
type recipientFlags struct {
	keys       []string
	passphrase string
}

func (r *recipientFlags) add(fs *pflag.FlagSet) {
	manyVar(fs, &r.keys, "recipient", "encrypt for this public `KEY`, age1… or a file of such; repeat it for further people")
	fs.StringVar(&r.passphrase, "passphrase-file", "", "take the passphrase from the first line of this `FILE`")
}

// people are those for whom something about the project at path is encrypted.
func (r *recipientFlags) people(w *env, path string) (secret.To, error) {
	if len(r.keys) > 0 && r.passphrase != "" {
		return secret.To{}, fault{errors.New("--recipient and --passphrase-file do not go together: a file has a passphrase, or keys"), usage}
	}
	if len(r.keys) > 0 {
		return secret.ParseKeys(r.keys, app.ReadFile)
	}
	passphrase, err := w.freshPassphrase(r.passphrase, path)
	if err != nil {
		return secret.To{}, err
	}
	return secret.Passphrase(passphrase, w.keyWork)
}

// identityFlags say what somebody has to decrypt with.
type identityFlags struct {
	files      []string
	passphrase string
}

func (i *identityFlags) add(fs *pflag.FlagSet) {
	manyVar(fs, &i.files, "identity", "decrypt with the private key in this `FILE`; repeat it for further ones")
	fs.StringVar(&i.passphrase, "passphrase-file", "", "take the passphrase from the first line of this `FILE`")
}

func (i *identityFlags) person(w *env) (secret.From, error) {
	return app.Identities(i.files, func() (string, error) { return w.passphrase(i.passphrase) })
}

// passphrase is what a person has chosen before: the first line of a file, or
// $CROSSCASE_PASSPHRASE, or what is typed.
func (w *env) passphrase(file string) (string, error) {
	if given, err := w.givenPassphrase(file); given != "" || err != nil {
		return given, err
	}
	return w.typed("Passphrase: ")
}

// freshPassphrase is a new one, which cannot be guessed; it is typed twice. Whoever types
// none is given one.
func (w *env) freshPassphrase(file, path string) (string, error) {
	check := func(passphrase string) error {
		return secret.CheckPassphrase(passphrase, strings.TrimSuffix(filepath.Base(path), project.Ending), w.coderName())
	}
	given, err := w.givenPassphrase(file)
	if err != nil {
		return "", err
	}
	if given != "" {
		return given, check(given)
	}
	typed, err := w.typed("New passphrase (empty: one is made for you): ")
	if err != nil {
		return "", err
	}
	if typed == "" {
		typed = secret.MakePassphrase()
		fmt.Fprintf(w.stderr, "The passphrase is  %s\nWrite it down now: without it nobody can read the file, and nobody can recover it.\n", typed)
	}
	if err := check(typed); err != nil {
		return "", err
	}
	again, err := w.typed("The same again: ")
	if err == nil && typed != again {
		err = coding.Errorf(coding.ErrInvalid, "the two passphrases differ; nothing was done")
	}
	return typed, err
}

// givenPassphrase is one that need not be asked for, "" where there is none.
func (w *env) givenPassphrase(file string) (string, error) {
	if file == "" {
		return w.getenv("CROSSCASE_PASSPHRASE"), nil
	}
	return firstLine("passphrase", file)
}

// typed has a person type what is not shown. The error wraps [coding.ErrInvalid] where there
// is no terminal to type in.
func (w *env) typed(what string) (string, error) {
	in, ok := w.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", coding.WithHint(coding.Errorf(coding.ErrInvalid, "a passphrase is needed"),
			"set CROSSCASE_PASSPHRASE, or run it in a terminal, which asks for one")
	}
	fmt.Fprint(w.stderr, what)
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(w.stderr)
	return string(typed), err
}
