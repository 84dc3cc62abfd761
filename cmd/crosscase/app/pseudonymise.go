package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"crosscase/coding/durable"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/pseudonym"
)

// ReadNames reads a table of names and pseudonyms. The error is a [FileError].
func ReadNames(file string) ([]pseudonym.Pseudonym, error) {
	table, err := ReadTable(file)
	if err != nil {
		return nil, err
	}
	names, err := intake.ReadPseudonyms(file, table)
	if err != nil {
		return nil, FileError{err}
	}
	return names, nil
}

// ReadMask reads a table of names as a mask; without a file it covers nothing.
func ReadMask(file string) (*pseudonym.Mask, error) {
	if file == "" {
		return pseudonym.NewMask(nil), nil
	}
	names, err := ReadNames(file)
	return pseudonym.NewMask(names), err
}

// Pseudonymised is what came of replacing names.
type Pseudonymised struct {
	Gone bool // names are gone, which they may be also where there is an error
	project.Replaced
	Key       string   // file
	Uncovered []string // participants whose names stay
	Preserved []string // what came with other programs' projects, and goes
	Elsewhere []string // files beside the project that still have the names
}

// Pseudonymise replaces names in the project, for good. names is the table of names; key is
// the file that will say which pseudonym is whose, "" for one beside the project. The key
// is on the disk before anything is changed: without it there would be no way back. So a run
// that was interrupted can be repeated, with the key that it left. The
// search index goes, since it holds words, too ([Session.SyncIndex] builds it anew).
func (s *Session) Pseudonymise(ctx context.Context, names []pseudonym.Pseudonym, key, passphrase string) (out Pseudonymised, err error) {
	if out.Key = key; key == "" {
		out.Key = strings.TrimSuffix(s.Project.Path(), project.Ending) + ".key.age"
	}
	fresh, err := ensureKey(out.Key, passphrase, names, s.KeyWork)
	if err != nil {
		return out, err
	}
	if _, err := s.keepCopy(ctx, "pseudonymise"); err != nil {
		if fresh {
			os.Remove(out.Key)
		}
		return out, err
	}
	mask := pseudonym.NewMask(names)
	out.Replaced, out.Gone, err = s.Project.Pseudonymise(ctx, s.Coder, s.Now(), mask, s.NewID, false)
	if err != nil {
		if !out.Gone && fresh { // else the key is the only way back
			os.Remove(out.Key)
		}
		return out, err
	}
	if err := os.RemoveAll(project.IndexOf(s.Project.Path())); err != nil {
		return out, fmt.Errorf("names were replaced, but the search index still holds them: %w", err)
	}
	out.Uncovered, out.Preserved = mask.Uncovered(s.Study), s.preserved()
	out.Elsewhere = project.Beside(s.Project.Path())
	return out, nil
}

// PlannedPseudonyms is what replacing names would do, and what it would leave as it is. Errors
// are those of [project.Project.Pseudonymise].
func (s *Session) PlannedPseudonyms(ctx context.Context, mask *pseudonym.Mask) (out Pseudonymised, err error) {
	out = Pseudonymised{Uncovered: mask.Uncovered(s.Study), Preserved: s.preserved()}
	out.Replaced, _, err = s.Project.Pseudonymise(ctx, s.Coder, s.Now(), mask, s.NewID, true)
	return out, err
}

// preserved names what came with other programs' projects and is not shown here, as
// pictures: nobody could find the names in it.
func (s *Session) preserved() (names []string) {
	for _, p := range s.Study.Preserved {
		names = append(names, p.Name)
	}
	return names
}

// Masked runs do on a copy of the project in which names are replaced: what is shared is
// what [Session.Pseudonymise] would leave. It returns how many places were replaced, and the
// parts of names and aliases that still stand.
func (s *Session) Masked(ctx context.Context, mask *pseudonym.Mask, do func(masked *Session) error) (out Pseudonymised, err error) {
	folder, err := durable.Folder()
	if err != nil {
		return out, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "copy"+project.Ending)
	if err := s.Project.Backup(ctx, file); err != nil {
		return out, err
	}
	p, err := project.Open(ctx, file)
	if err != nil {
		return out, err
	}
	defer p.Close()
	if out.Replaced, _, err = p.Pseudonymise(ctx, s.Coder, s.Now(), mask, s.NewID, false); err != nil {
		return out, err
	}
	masked := *s
	masked.Project, masked.Texts, masked.seen = p, p, nil
	if masked.Study, err = p.Study(ctx); err != nil {
		return out, err
	}
	return out, do(&masked)
}
