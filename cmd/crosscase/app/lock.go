package app

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"crosscase/coding"
	"crosscase/coding/durable"
	"crosscase/coding/project"
	"crosscase/coding/secret"
)

// NewIdentity writes a new private key into a file that must not be there yet, and returns
// the public key that belongs to it.
func NewIdentity(file string) (public string, err error) {
	private, public, err := secret.NewIdentity()
	if err != nil {
		return "", err
	}
	err = durable.Create(file, func(w io.Writer) error { _, err := io.WriteString(w, private); return err })
	if err != nil {
		return "", fmt.Errorf("private key %s: %w", file, Reason(err))
	}
	return public, nil
}

// Identities are the private keys in files, and whoever is asked for a passphrase.
func Identities(files []string, passphrase func() (string, error)) (secret.From, error) {
	from := secret.Asked(passphrase)
	for _, file := range files {
		data, err := ReadFile(file)
		if err != nil {
			return from, fmt.Errorf("private key %w", err)
		}
		if from, err = from.ParseIdentity(file, data); err != nil {
			return from, err
		}
	}
	return from, nil
}

// LockedProject is the project that is meant to be unlocked: one that is named, with or
// without its endings, or else the one in folder or the nearest above. It returns the name of
// its file when it is unlocked. The error wraps [coding.ErrUnknown] or [coding.ErrConflict].
func LockedProject(named, folder string) (string, error) {
	if named != "" {
		path := strings.TrimSuffix(strings.TrimSuffix(named, secret.Ending), project.Ending) + project.Ending
		switch {
		case secret.Is(path + secret.Ending):
			return path, nil
		case secret.Is(named):
			return "", coding.WithHint(coding.Errorf(coding.ErrInvalid, "unlock %s: it is encrypted, but does not end in %s", named, project.Ending+secret.Ending),
				"crosscase restore puts it in the place of a project")
		}
		return "", coding.Errorf(coding.ErrUnknown, "unlock %s: no locked project of that name", named)
	}
	switch found := project.LockedAt(folder); len(found) {
	case 0:
		return "", coding.Errorf(coding.ErrUnknown, "unlock: there is no locked project in this folder or above it")
	case 1:
		return strings.TrimSuffix(found[0], secret.Ending), nil
	default:
		for i := range found {
			found[i] = filepath.Base(found[i])
		}
		return "", coding.WithHint(coding.Errorf(coding.ErrConflict, "unlock: %d locked projects in this folder (%s)", len(found), strings.Join(found, ", ")),
			"say which one: crosscase unlock FILE")
	}
}
