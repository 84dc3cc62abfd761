package app

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/project"
	"crosscase/coding/report"
	"crosscase/coding/secret"
)

// An Output says where a result goes, and as what.
type Output struct {
	Format string // as typed; "" for what the file ends in
	File   string // "" for standard output
}

// Named is the name of a format, or the ending of the file, as it was typed; ok is false
// where neither is asked for: on standard output, and in a pipe without one.
func (o Output) Named() (name string, ok bool) {
	if o.Format != "" {
		return o.Format, true
	}
	if ending := filepath.Ext(o.File); ending != "" || o.File != "" && !IsStream(o.File) {
		return strings.ToLower(strings.TrimPrefix(ending, ".")), true
	}
	return "", false
}

// Table is the format of a table that is asked for, [report.Table] where none is. The
// error wraps [coding.ErrInvalid].
func (o Output) Table() (report.Format, error) {
	name, ok := o.Named()
	if !ok {
		return report.Table, nil
	}
	if o.Format != "" {
		return report.ParseFormat(name)
	}
	if f := report.FormatOf(o.File); f != "" {
		return f, nil
	}
	return "", o.noFormat(report.Formats)
}

// Document is the format that is asked for of those that a document has, the first where
// none is. The error wraps [coding.ErrInvalid].
func (o Output) Document(formats ...report.Format) (report.Format, error) {
	if _, ok := o.Named(); !ok {
		return formats[0], nil
	}
	f, err := o.Table()
	if err == nil && slices.Contains(formats, f) {
		return f, nil
	}
	if o.Format == "" {
		return "", o.noFormat(formats)
	}
	names, _ := namesOf(formats)
	return "", coding.Errorf(coding.ErrInvalid, "--format %q: formats are %s", o.Format, strings.Join(names, ", "))
}

// noFormat is the error for a file whose ending means no format.
func (o Output) noFormat(formats []report.Format) error {
	return o.wrongEnding(namesOf(formats))
}

// namesOf are the names of formats, and what their files end in.
func namesOf(formats []report.Format) (names, endings []string) {
	for _, f := range formats {
		names, endings = append(names, string(f)), append(endings, f.Endings()...)
	}
	return names, endings
}

func (o Output) wrongEnding(formats, endings []string) error {
	return wrongEnding("output", o.File, formats, endings)
}

// wrongEnding is the error for a file whose ending means none of some formats.
func wrongEnding(flag, file string, formats, endings []string) error {
	err := coding.Errorf(coding.ErrInvalid, "--%s %q: no format for the ending %q; endings are %s",
		flag, file, filepath.Ext(file), strings.Join(endings, ", "))
	return coding.WithHint(err, "use one of these endings, or add --format with one of %s", strings.Join(formats, ", "))
}

// CheckOutput refuses a file that nothing may be written over: a project or a part of one,
// the key of pseudonyms, and a file that the command reads, whose arguments are given.
// The error wraps [coding.ErrConflict].
func CheckOutput(name string, arguments []string) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	target := path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		target = real
	}
	switch owner := cmp.Or(project.Owner(target), project.Owner(path)); {
	case owner == target || owner == path:
		return keptOutput(name, "is a crosscase project")
	case owner != "":
		return keptOutput(name, fmt.Sprintf("belongs to the project %q", filepath.Base(owner)))
	case !IsStream(target) && secret.Is(target):
		return keptOutput(name, "is a key, and encrypted")
	}
	info, err := os.Stat(target)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	for _, a := range arguments {
		if read, err := os.Stat(argumentValue(a)); err == nil && os.SameFile(info, read) {
			return keptOutput(name, "is a file that this command reads")
		}
	}
	return nil
}

func keptOutput(name, is string) error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "output %q %s, and is not written over", name, is), "name another file")
}

// argumentValue is what a flag is given, or the argument itself.
func argumentValue(argument string) string {
	if _, value, ok := strings.Cut(argument, "="); ok && strings.HasPrefix(argument, "--") {
		return value
	}
	return argument
}

// IsStream tells whether a name stands for something that cannot be replaced: a pipe, a
// device, or a file that is open already, such as /dev/stdout.
func IsStream(name string) bool {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		return false
	}
	path, err := filepath.Abs(name)
	under := func(folder string) bool { return err == nil && strings.HasPrefix(path, folder) }
	return !info.Mode().IsRegular() || under("/dev/") && !under("/dev/shm/") || under("/proc/") // files in memory are files
}
