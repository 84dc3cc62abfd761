package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"filippo.io/age"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/pseudonym"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newPseudonymise(w *env) *cobra.Command {
	var o pseudonymiseOptions
	c := &cobra.Command{
		Use:     "pseudonymise --names FILE",
		Aliases: []string{"pseudonymize"},
		Short:   "Replace names by pseudonyms everywhere, for good",
		Long: `Replace names by pseudonyms in texts, speakers, participants, quotes, notes and the
log, with every passage in its place. FILE is a table (.csv, .tsv, .xlsx) with the
columns name and pseudonym. Whole words are replaced, in any case, with a
possessive or plural s; a line with yes in a column exact means the name only as
it is written (for Will, Mark, May).

The names leave the project for good: the bytes of imported files and what the log
could take back go with them, and the file is rewritten. Which name belongs to which
pseudonym is kept in a key beside the project, encrypted with a passphrase (asked
for, or $CROSSCASE_PASSPHRASE). It is the only way back.

  1. crosscase pseudonymise --suggest                    names that recur
  2. crosscase pseudonymise --names names.csv --dry-run  each replacement in context
  3. crosscase pseudonymise --names names.csv            do it
  4. crosscase pseudonymise --show-key study.key.age     read the key`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return fault{fmt.Errorf("pseudonymise: %w", err), usage}
			}
			if o.showKey != "" {
				return w.showKey(o.showKey)
			}
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				mask, err := readMask(o.names)
				switch {
				case err != nil:
					return err
				case o.suggest:
					return o.suggestions(c.Context(), w, p, s, mask)
				case o.dryRun:
					return w.showReplacements(c.Context(), p, s, mask)
				}
				return o.run(c.Context(), w, p, s, mask)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&o.names, "names", "", "table of names and pseudonyms, a `FILE`")
	f.StringVar(&o.key, "key", "", "where to write the key, a `FILE` that is not there yet; else NAME.key.age beside the project")
	f.BoolVar(&o.dryRun, "dry-run", false, "show each replacement in context, and do nothing")
	f.BoolVar(&o.suggest, "suggest", false, "list names that recur and are not in --names; --format csv makes a table to fill in")
	f.StringVar(&o.showKey, "show-key", "", "decrypt this key `FILE`, and print which pseudonym is whose")
	o.output.add(f)
	w.addCoder(f, "who does it")
	return c
}

type pseudonymiseOptions struct {
	names, key, showKey string
	dryRun, suggest     bool
	output              outputFlags
}

func (o *pseudonymiseOptions) check() error {
	ways := given([]string{"--show-key", "--names"}, o.showKey, o.names)
	switch {
	case o.showKey != "" && (o.names != "" || o.suggest || o.dryRun):
		return errors.New("--show-key goes alone")
	case len(ways) == 0 && !o.suggest:
		return errors.New("which names? give --names FILE, or begin with --suggest")
	case o.suggest && o.dryRun:
		return errors.New("--suggest and --dry-run do not go together")
	}
	return nil
}

// readMask reads a table of names; none is a mask that covers nothing.
func readMask(file string) (*pseudonym.Mask, error) {
	if file == "" {
		return pseudonym.NewMask(nil), nil
	}
	names, err := readNames(file)
	return pseudonym.NewMask(names), err
}

func readNames(file string) ([]pseudonym.Pseudonym, error) {
	table, err := app.ReadTable(file)
	if err != nil {
		return nil, fault{err, failed}
	}
	names, err := pseudonym.ReadPseudonyms(file, table)
	if err != nil {
		return nil, fault{err, failed}
	}
	return names, nil
}

func (o *pseudonymiseOptions) suggestions(ctx context.Context, w *env, p *project.Project, s *coding.Study, mask *pseudonym.Mask) error {
	list, err := suggest(ctx, p, s, mask)
	if err != nil {
		return err
	}
	g := &report.Grid{Head: []string{"name", "pseudonym", "times", "sources", "first"}, Empty: "No names recur that are not covered."}
	for _, x := range list {
		g.Rows = append(g.Rows, []any{x.Name, "", x.Count, len(x.Sources), x.Context})
	}
	return o.output.grid(w, g)
}

func suggest(ctx context.Context, p *project.Project, s *coding.Study, mask *pseudonym.Mask) ([]pseudonym.Suggestion, error) {
	suggester := pseudonym.NewSuggester(mask)
	for _, src := range s.Sources {
		text, err := p.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		suggester.Add(src.Name, text)
	}
	return suggester.List(), nil
}

// showReplacements prints each place where a name would be replaced.
func (w *env) showReplacements(ctx context.Context, p *project.Project, s *coding.Study, mask *pseudonym.Mask) error {
	places, sources := 0, 0
	for _, src := range s.Sources {
		text, err := p.Text(ctx, src.Text)
		if err != nil {
			return err
		}
		found := mask.Find(text.Body)
		if len(found) > 0 {
			sources++
		}
		for _, r := range found {
			places++
			if _, err := fmt.Fprintln(w.stdout, reading.Replacement(s, src, text, r)); err != nil {
				return err
			}
		}
	}
	w.uncovered(s, mask)
	w.unmasked(s)
	fmt.Fprintf(w.stderr, "would replace names in %s in %s; nothing was done\n", plural(places, "place"), plural(sources, "source"))
	return nil
}

// uncovered notes the participants whose names would stay.
func (w *env) uncovered(s *coding.Study, mask *pseudonym.Mask) {
	var names []string
	for _, x := range s.Participants {
		if !corpus.ResearcherLabel(x.Name) && !corpus.AnonymousLabel(strings.Split(x.Name, " (")[0]) && !mask.Covers(x.Name) {
			names = append(names, x.Name)
		}
	}
	if len(names) > 0 {
		fmt.Fprintf(w.stderr, "note     participants whose names stay: %s\n", report.Visible(strings.Join(names, ", ")))
	}
}

// run replaces names. The key is on the disk before anything is changed: without
// it there would be no way back.
func (o *pseudonymiseOptions) run(ctx context.Context, w *env, p *project.Project, s *coding.Study, mask *pseudonym.Mask) error {
	names, err := readNames(o.names)
	if err != nil {
		return err
	}
	key := o.key
	if key == "" {
		key = strings.TrimSuffix(p.Path(), project.Ending) + ".key.age"
	}
	passphrase, err := w.passphrase(true)
	if err != nil {
		return err
	}
	if err := writeKey(key, passphrase, names); err != nil {
		return err
	}
	places, done, err := p.Pseudonymise(ctx, w.coderName(), w.now(), mask, w.newID)
	if err != nil {
		if !done { // else the key is the only way back
			os.Remove(key)
			return err
		}
		fmt.Fprintf(w.stderr, "note     keep the key %s: only it tells which pseudonym is whose\n", key)
		return fault{err, partial}
	}
	// The index holds words, too: it is not brought up to date but built anew.
	if err := os.RemoveAll(p.Path() + ".index"); err != nil {
		return fmt.Errorf("names were replaced, but the search index still holds them: %w", err)
	}
	if err := w.syncIndex(ctx, p); err != nil {
		return err
	}
	now, err := p.Study(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "replaced names in %s; the key is %s\n", plural(places, "place"), key)
	w.uncovered(s, mask)
	w.unmasked(s)
	if err := w.leftovers(ctx, p, now, names, mask); err != nil {
		return err
	}
	copies, _ := filepath.Glob(p.Path() + ".format-*") // none, if the name is a bad pattern
	fmt.Fprintf(w.stderr, "note     the names are still in %s, and in backups, exports and the files that you imported\n", strings.Join(append(copies, o.names), ", "))
	return nil
}

// leftovers notes parts of names that still stand, as a surname without the first
// name.
func (w *env) leftovers(ctx context.Context, p *project.Project, s *coding.Study, names []pseudonym.Pseudonym, mask *pseudonym.Mask) error {
	parts := map[string]bool{}
	for _, n := range names {
		if words := strings.Fields(n.Name); len(words) > 1 {
			for _, word := range words {
				parts[word] = len([]rune(word)) > 2
			}
		}
	}
	list, err := suggest(ctx, p, s, mask)
	if err != nil {
		return err
	}
	var left []string
	for _, x := range list {
		if parts[x.Name] {
			left = append(left, fmt.Sprintf("%s (%s)", x.Name, plural(x.Count, "time")))
		}
	}
	if len(left) > 0 {
		fmt.Fprintf(w.stderr, "note     parts of names still stand: %s; add lines for them and do it again\n", report.Visible(strings.Join(left, ", ")))
	}
	return nil
}

// passphrase is $CROSSCASE_PASSPHRASE, or what the person types, twice where it
// is new.
func (w *env) passphrase(fresh bool) (string, error) {
	if p := w.getenv("CROSSCASE_PASSPHRASE"); p != "" {
		return p, nil
	}
	in, ok := w.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", coding.WithHint(coding.Errorf(coding.ErrInvalid, "the key needs a passphrase"), "set CROSSCASE_PASSPHRASE, or run it in a terminal, which asks for one")
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

// writeKey writes which pseudonym is whose, as a table encrypted by age
// (filippo.io/age, maintained, BSD), to a file that must not be there yet.
func writeKey(file, passphrase string, names []pseudonym.Pseudonym) (err error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "key %s: a file of that name is there already", file), "say where to write this one with --key FILE, and keep both: each opens what was replaced with it")
	}
	if err != nil {
		return fmt.Errorf("key %s: %w", file, reason(err))
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			os.Remove(file)
			err = fmt.Errorf("key %s: %w", file, err)
		}
	}()
	out, err := age.Encrypt(f, recipient)
	if err != nil {
		return err
	}
	table := csv.NewWriter(out)
	rows := [][]string{{"name", "pseudonym"}}
	for _, n := range names {
		rows = append(rows, []string{n.Name, n.Pseudonym})
	}
	if err := table.WriteAll(rows); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// syncFolder makes the names of a folder's files survive a power cut, where the system
// can do that: Windows opens no folders, and some network file systems refuse it.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// showKey prints a key.
func (w *env) showKey(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("key %s: %w", file, reason(err))
	}
	passphrase, err := w.passphrase(false)
	if err != nil {
		return err
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return err
	}
	in, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		var wrong *age.NoIdentityMatchError
		if errors.As(err, &wrong) {
			return fmt.Errorf("key %s: this is not its passphrase", file)
		}
		return fmt.Errorf("key %s: not a key, or damaged (%v)", file, err)
	}
	_, err = io.Copy(w.stdout, in)
	return err
}

// unmasked says that pictures and whatever else came with other programs' projects, and
// is not shown here, goes: nobody could find the names in it.
func (w *env) unmasked(s *coding.Study) {
	for _, p := range s.Preserved {
		fmt.Fprintf(w.stderr, "note     what came with %s and crosscase does not show, as pictures, goes: it may hold names\n", report.Visible(p.Name))
	}
}
