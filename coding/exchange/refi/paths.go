package refi

import (
	"path"
	"slices"
	"strings"
)

// Internal returns the name of the file that a path of a project names, and whether
// the path is one within the package.
func Internal(p string) (name string, ok bool) {
	p = slashes(p)
	if scheme, rest, found := strings.Cut(p, "://"); found {
		if !strings.EqualFold(scheme, "internal") {
			return "", false
		}
		p = rest
	}
	name = path.Base(p)
	return name, p != "" && name != "/" && name != "."
}

// External returns the file that a path outside of the package names, and whether
// the path is such a one. The file is relative to the project's base path, or
// absolute; the slash before a drive's letter is removed.
func External(p string) (file string, relative, ok bool) {
	scheme, rest, found := strings.Cut(slashes(p), "://")
	if !found {
		return "", false, false
	}
	switch strings.ToLower(scheme) {
	case "relative":
		return strings.TrimLeft(rest, "/"), true, true
	case "absolute":
		if len(rest) > 2 && rest[0] == '/' && rest[2] == ':' {
			rest = rest[1:]
		}
		return rest, false, true
	}
	return "", false, false
}

func slashes(p string) string { return strings.ReplaceAll(strings.TrimSpace(p), `\`, "/") }

// leavesArchive reports whether an entry's name is a path out of the archive.
func leavesArchive(name string) bool {
	return path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") || len(name) > 1 && name[1] == ':'
}

func inSources(name string) bool { return strings.HasPrefix(strings.ToLower(name), "sources/") }
