package refi_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange/refi"
)

const empty = start + end

// archive returns a ZIP archive of files, given as names and contents in turn.
func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readPackage(data []byte) (*refi.Package, error) {
	return refi.ReadPackage(bytes.NewReader(data), int64(len(data)))
}

// What is no package is refused with what it is instead.
func TestNoPackage(t *testing.T) {
	whole := archive(t, "project.qde", empty)
	for _, tt := range []struct {
		name string
		data []byte
		says string
	}{
		{"a web page", []byte("\n<!DOCTYPE html>\n<html><body>Not found</body></html>"), "web page"},
		{"a web page without a type", []byte("\ufeff<HTML><body>"), "web page"},
		{"a Git LFS pointer", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:1\n"), "Git LFS"},
		{"nothing", nil, "the file is empty"},
		{"a picture", []byte("\x89PNG\r\n"), "neither a ZIP archive nor XML"},
		{"a truncated archive", whole[:len(whole)/2], "the archive is incomplete or damaged"},
		{"an archive without a project", archive(t, "sources/a.txt", "x"), "the archive has no project.qde"},
		{"two projects", archive(t, "b.qde", empty, "a.qde", empty), "2 projects in it (a.qde, b.qde…)"},
		{"two projects in folders", archive(t, "b/b.qde", empty, "a/a.qde", empty), "2 projects in it"},
		{"a project that is none", archive(t, "project.qde", "<other/>"), "it begins with <other>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := readPackage(tt.data); !errors.Is(err, refi.ErrNotREFI) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("%v, want an error that says %q", err, tt.says)
			}
		})
	}
}

// The project is found wherever it is, and bare.
func TestFindProject(t *testing.T) {
	named := func(name string) string { return `<Project name="` + name + `"/>` }
	for name, data := range map[string][]byte{
		"the usual name":          archive(t, "project.qde", named("right"), "other.qde", named("wrong")),
		"in other letters":        archive(t, "a.qde", named("wrong"), "Project.QDE", named("right")),
		"only one at the top":     archive(t, "deep/a.qde", named("wrong"), "study.qde", named("right")),
		"only one, in a folder":   archive(t, `deep\a.qde`, named("right")),
		"one that is not clutter": archive(t, "__MACOSX/project.qde", named("wrong"), "a.qde", named("right")),
		"bare":                    []byte(" \n" + named("right")),
		"bare with a mark":        []byte("\ufeff" + named("right")),
	} {
		p, err := readPackage(data)
		if err != nil || p.Project.Name != "right" {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}

// Problems of a bare file are told as those of an archive are.
func TestBareProblems(t *testing.T) {
	bad := start + `<Users><User/></Users>` + end
	for _, data := range [][]byte{[]byte(bad), archive(t, "project.qde", bad)} {
		p, err := readPackage(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"identifier missing: a new one was made (User )"}, described(p.Found)); diff != "" {
			t.Error(diff)
		}
	}
}

// files is an archive with all that is hard about files.
func files(t *testing.T) *refi.Package {
	t.Helper()
	p, err := readPackage(archive(t,
		"Project.QDE", empty,
		"Sources/A.TXT", "a",
		"../evil.txt", "evil", "/etc/passwd", "evil", `C:\evil2.txt`, "evil", `sources\..\..\evil3.txt`, "evil",
		`sources\b.txt`, "b",
		"sources/", "", "sources/.root", "x", ".DS_Store", "x", "__MACOSX/c.txt", "x",
		"other/c.txt", "c",
		"sources/twice.txt", "1", "Sources/twice.txt", "2",
		"other/d.txt", "outside", "sources/d.txt", "inside",
		"sources/e.txt", "inside", "other/e.txt", "outside",
		"sources/zeros.txt", strings.Repeat("\x00", 1001),
		"crosscase/A.txt", "original", "crosscase.json", "{}"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Files are found by their names, whatever the folder, and none outside.
func TestFiles(t *testing.T) {
	p := files(t)
	for path, want := range map[string]string{
		"internal://a.txt": "a", "INTERNAL://A.TXT": "a", "bare/a.TXT": "a", "internal://b.txt": "b", "internal://c.txt": "c",
		"internal://twice.txt": "1", "internal://d.txt": "inside", "internal://e.txt": "inside", "crosscase.json": "{}",
	} {
		data, err := p.File(path, 1000)
		if err != nil || string(data) != want || !p.Has(path) || p.Size(path) != int64(len(want)) {
			t.Errorf("%s: %q %v %d %v", path, data, p.Has(path), p.Size(path), err)
		}
	}
	for path, want := range map[string]error{
		"internal://evil.txt": refi.ErrMissing, "internal://evil2.txt": refi.ErrMissing, "internal://evil3.txt": refi.ErrMissing,
		"internal://../../etc/passwd": refi.ErrMissing, "absolute:///etc/passwd": refi.ErrMissing, "relative:///a.txt": refi.ErrMissing,
		"internal://.root": refi.ErrMissing, "": refi.ErrMissing, "internal://zeros.txt": refi.ErrTooLarge,
	} {
		if _, err := p.File(path, 1000); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		if there := p.Has(path); there != (want == refi.ErrTooLarge) {
			t.Errorf("%s: has %v", path, there)
		}
	}
	want := []string{
		"file with a path outside of the archive: left out: 4 times (first ../evil.txt)",
		"two files with the same name: the first is used (Sources/twice.txt)",
	}
	if diff := cmp.Diff(want, described(p.Found)); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
}

// Entries are read by their whole name in crosscase's folder, by the last part else.
func TestEntry(t *testing.T) {
	p := files(t)
	for name, want := range map[string]string{
		"crosscase/A.txt": "original", "sources/a.txt": "a", "elsewhere/a.txt": "a", refi.ExtraFile: "{}",
	} {
		if data, err := p.Entry(name, 1000); err != nil || string(data) != want {
			t.Errorf("%s: %q %v", name, data, err)
		}
	}
	if _, err := p.Entry("crosscase/a.txt", 1000); !errors.Is(err, refi.ErrMissing) {
		t.Errorf("another letter case: %v", err)
	}
}

// A folder is read as the archive that it was.
func TestFolder(t *testing.T) {
	folder := fstest.MapFS{
		"project.qde":    {Data: []byte(empty)},
		"Sources/A.txt":  {Data: []byte("a")},
		"Sources/folder": {Mode: fs.ModeDir},
		"link":           {Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")},
	}
	p, err := refi.ReadFolder(folder)
	if err != nil || p.Project.Name != "x" {
		t.Fatal(p, err)
	}
	if data, err := p.File("internal://a.txt", 10); err != nil || string(data) != "a" {
		t.Errorf("%q %v", data, err)
	}
	if p.Has("link") {
		t.Error("a link is followed")
	}
	if _, err := refi.ReadFolder(fstest.MapFS{}); !errors.Is(err, refi.ErrNotREFI) {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := refi.ReadFolder(os.DirFS("testdata/nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

// A file that was removed after the folder was listed, or is longer than the list
// says, is an error.
func TestChangedFolder(t *testing.T) {
	folder := fstest.MapFS{"project.qde": {Data: []byte(empty)}, "a.txt": {Data: []byte("a")}, "b.txt": {Data: []byte("b")}}
	p, err := refi.ReadFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	delete(folder, "a.txt")
	folder["b.txt"] = &fstest.MapFile{Data: []byte("longer than one")}
	if _, err := p.File("a.txt", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed: %v", err)
	}
	if _, err := p.File("b.txt", 10); !errors.Is(err, refi.ErrTooLarge) {
		t.Errorf("grown: %v", err)
	}
}

// A file whose bytes are damaged in the archive is an error that names it.
func TestDamagedEntry(t *testing.T) {
	data := archive(t, "project.qde", empty, "sources/a.txt", strings.Repeat("words of an interview ", 99))
	at := bytes.Index(data, []byte("sources/a.txt")) + len("sources/a.txt") + 8
	data[at] ^= 0xff
	p, err := readPackage(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.File("a.txt", refi.MaxText); err == nil || !strings.Contains(err.Error(), "sources/a.txt ends unexpectedly or is damaged") {
		t.Error(err)
	}
}

func file(name, contents string) refi.File {
	return refi.File{Name: name, Data: func() ([]byte, error) { return []byte(contents), nil }}
}

// An archive is the same for the same contents, in whatever order, and holds what was
// put in.
func TestWritePackage(t *testing.T) {
	p := everything()
	files := []refi.File{file("sources/b.txt", "b"), file("sources/a.docx", "a"), file("crosscase.json", "{}")}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if _, err := refi.WritePackage(b, p, files); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(files)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same contents give other bytes")
	}
	back, err := readPackage(one.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back.Project); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, f := range z.File {
		entries = append(entries, fmt.Sprintf("%s %d", f.Name, f.Method))
	}
	want := []string{"project.qde 8", "crosscase.json 8", "sources/a.docx 0", "sources/b.txt 8"} // those compressed already are stored
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Of files of one name the first is written.
func TestWriteTwice(t *testing.T) {
	var b bytes.Buffer
	files := []refi.File{file("a", "first"), file("b", "b"), file("a", "second")}
	if _, err := refi.WritePackage(&b, &refi.Project{}, files); err != nil {
		t.Fatal(err)
	}
	p, err := readPackage(b.Bytes())
	if err != nil || len(p.Found) > 0 {
		t.Fatal(p, err)
	}
	if data, _ := p.File("a", 10); string(data) != "first" {
		t.Errorf("%q", data)
	}
}

// Characters that XML cannot hold are counted in a package, too.
func TestWritePackageReplaced(t *testing.T) {
	if n, err := refi.WritePackage(io.Discard, &refi.Project{Name: "\x00"}, nil); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// A file that cannot be read ends the writing with an error that names it, and those
// after it are not asked for more than one ahead.
func TestWriteUnreadable(t *testing.T) {
	asked := make(chan string, 10)
	ask := func(name string, err error) refi.File {
		return refi.File{Name: name, Data: func() ([]byte, error) { asked <- name; return nil, err }}
	}
	files := []refi.File{ask("a", nil), ask("b", fs.ErrPermission), ask("c", nil), ask("d", nil)}
	_, err := refi.WritePackage(io.Discard, &refi.Project{}, files)
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "b: ") {
		t.Error(err)
	}
	if len(asked) > 3 {
		t.Errorf("%d files were read", len(asked))
	}
}

// Paths of a project name files of the package, or outside of it.
func TestPaths(t *testing.T) {
	for _, tt := range []struct {
		path               string
		internal, external string
		relative           bool
	}{
		{"internal://a.txt", "a.txt", "", false},
		{"Internal://Sources/a.txt", "a.txt", "", false},
		{`sources\a.txt`, "a.txt", "", false},
		{" a b.txt ", "a b.txt", "", false},
		{"absolute:///C:/a/b.mp4", "", "C:/a/b.mp4", false},
		{"absolute://E:/a.mpg", "", "E:/a.mpg", false},
		{`ABSOLUTE://E:\a.mpg`, "", "E:/a.mpg", false},
		{"absolute:///home/a", "", "/home/a", false},
		{"relative:///x/y.m4a", "", "x/y.m4a", true},
		{"relative://y.m4a", "", "y.m4a", true},
		{"https://example.org/a", "", "", false},
		{"internal://", "", "", false},
		{"internal:///", "", "", false},
		{"", "", "", false},
	} {
		name, ok := refi.Internal(tt.path)
		if ok != (tt.internal != "") || ok && name != tt.internal {
			t.Errorf("Internal(%q) = %q %v, want %q", tt.path, name, ok, tt.internal)
		}
		file, relative, ok := refi.External(tt.path)
		if ok != (tt.external != "") || file != tt.external || relative != tt.relative {
			t.Errorf("External(%q) = %q %v %v, want %q %v", tt.path, file, relative, ok, tt.external, tt.relative)
		}
	}
}
