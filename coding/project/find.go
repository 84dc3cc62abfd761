package project

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/secret"
)

// Find returns the project file in folder or the nearest above it. The error
// wraps [coding.ErrUnknown] where there is none, and [coding.ErrConflict] where
// one folder has several. Backups beside a project, which may be locked, do not count; nor do
// plain copies of it that have no edits of their own, which notices name, a sentence each.
func Find(folder string) (path string, notices []string, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return "", nil, err
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		if strings.HasSuffix(dir, Ending+copiesEnding) {
			continue // automatic copies are nobody's project
		}
		found, err := filepath.Glob(InFolder(dir, "*"+Ending))
		if err != nil {
			return "", nil, err
		}
		locked := lockedIn(dir)
		if len(found) > 1 || len(found) > 0 && len(locked) > 0 { // one without a name was made by mistake
			found = slices.DeleteFunc(found, func(f string) bool { return filepath.Base(f) == Ending })
			if own := slices.DeleteFunc(slices.Clone(found), isCopy); len(own) > 0 || len(locked) > 0 {
				found = own // a backup does not take the place of what is locked
			}
		}
		switch {
		case len(found) == 0 && len(locked) > 0:
			return "", nil, lockedError(locked)
		case len(found) == 1:
			for _, l := range locked {
				notices = append(notices, fmt.Sprintf("%s is locked; %s is used.", filepath.Base(strings.TrimSuffix(l, secret.Ending)),
					filepath.Base(found[0])))
			}
			return found[0], notices, nil
		case len(found) > 1:
			return oneOf(found)
		case dir == filepath.Dir(dir):
			return "", nil, coding.WithHint(coding.Errorf(coding.ErrUnknown, "there is no project in this folder or above it"),
				"make one with crosscase init NAME, or name one with --project FILE")
		}
	}
}

// oneOf is the project of which all others are copies without edits of their own.
func oneOf(found []string) (path string, notices []string, err error) {
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = filepath.Base(f)
	}
	for i, f := range found {
		notices = nil
		for _, other := range found {
			if other != f && outdone(other, f) {
				notices = append(notices, fmt.Sprintf("%s is a copy of %s without edits of its own; %[2]s is used (--project FILE says otherwise).",
					filepath.Base(other), names[i]))
			}
		}
		if len(notices) == len(found)-1 {
			return f, notices, nil
		}
	}
	return "", nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "%d projects in this folder (%s)", len(found), strings.Join(names, ", ")),
		"say which one with --project FILE")
}

// outdone reports whether the project at path is a copy of another that has all its edits and
// more; or the same edits, where its name is that of the other with something added to it.
func outdone(path, other string) bool {
	copied, err := lastKnown(path)
	if err != nil || unsettled(path) {
		return false
	}
	is, err := lastKnown(other)
	if err != nil || is.project != copied.project {
		return false
	}
	if is == copied {
		stem := strings.TrimSuffix(filepath.Base(other), Ending)
		return len(filepath.Base(path)) > len(filepath.Base(other)) && strings.HasPrefix(filepath.Base(path), stem)
	}
	return is.number > copied.number && hasEntry(other, copied)
}

// A known is a project, and the last entry of its log.
type known struct {
	project string
	chainLink
}

// lastKnown reads that of the project at path, without changing anything beside it.
func lastKnown(path string) (k known, err error) {
	err = peek(path, func(db *sql.DB) error {
		if err := db.QueryRow("select id from project").Scan(&k.project); err != nil {
			return err
		}
		err := db.QueryRow("select number, chain from log order by number desc limit 1").Scan(&k.number, &k.chain)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return k, err
}

// hasEntry reports whether the log of the project at path has this entry.
func hasEntry(path string, k known) (has bool) {
	err := peek(path, func(db *sql.DB) error {
		return db.QueryRowContext(context.Background(), "select chain = $1 from log where number = $2", k.chain, k.number).Scan(&has)
	})
	return k.number == 0 || err == nil && has
}

// isOf reports whether the file at path is the project with this identifier, or a copy of it.
func isOf(path, project string) bool {
	k, err := lastKnown(path)
	return err == nil && project != "" && k.project == project
}
