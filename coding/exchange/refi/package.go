package refi

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
)

// ExtraFile is the entry of an archive in which crosscase keeps what the standard has
// no place for. Other programs leave it alone, or drop it.
const ExtraFile = "crosscase.json"

// OriginalsFolder is where, in an archive, files lie as they were imported, where
// those differ from what the standard asks for.
const OriginalsFolder = "crosscase/"

// A Package is a project with the files that belong to it.
type Package struct {
	Project *Project
	Found   []Problem // in reading
	files   map[string]entry
	doubled map[string]bool
}

type entry struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// MaxMedia is the most that one file of a package may have, unpacked, in bytes;
// MaxText the most for a text.
const (
	MaxMedia = 128 << 20
	MaxText  = 32 << 20
)

// ReadPackage reads a .qdpx, or a bare .qde. The error wraps [ErrNotREFI] and says
// what the file is instead.
func ReadPackage(r io.ReaderAt, size int64) (*Package, error) {
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	switch trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("PK")):
	case bytes.HasPrefix(head, []byte("version https://git-lfs")):
		return nil, fmt.Errorf("%w: it is a pointer of Git LFS; fetch the file itself (git lfs pull)", ErrNotREFI)
	case bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<!doctype html")), bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<html")):
		return nil, fmt.Errorf("%w: it is a web page; download the file itself", ErrNotREFI)
	case bytes.HasPrefix(trimmed, []byte("<")):
		problems := &Problems{}
		p, err := readProject(io.NewSectionReader(r, 0, size), problems)
		return &Package{Project: p, Found: problems.All()}, err
	case n == 0:
		return nil, fmt.Errorf("%w: the file is empty", ErrNotREFI)
	default:
		return nil, fmt.Errorf("%w: neither a ZIP archive nor XML", ErrNotREFI)
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: the archive is not whole (%v); copy or export it again", ErrNotREFI, err)
	}
	var all []entry
	for _, f := range z.File {
		all = append(all, entry{f.Name, int64(f.UncompressedSize64), f.Open})
	}
	return readEntries(all)
}

// ReadFolder reads a package that was unzipped.
func ReadFolder(folder fs.FS) (*Package, error) {
	var all []entry
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		all = append(all, entry{name, info.Size(), func() (io.ReadCloser, error) { return folder.Open(name) }})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return readEntries(all)
}

func readEntries(all []entry) (*Package, error) {
	p := &Package{files: map[string]entry{}, doubled: map[string]bool{}}
	problems := &Problems{}
	var projects []entry
	for _, e := range all {
		clean := strings.ReplaceAll(e.name, `\`, "/")
		base := strings.ToLower(path.Base(clean))
		switch {
		case strings.HasSuffix(clean, "/"), base == ".root", base == ".ds_store", strings.HasPrefix(clean, "__MACOSX/"):
			continue
		case path.IsAbs(clean), slices.Contains(strings.Split(clean, "/"), ".."), len(clean) > 1 && clean[1] == ':':
			problems.Add("file that would lie outside of the archive: left alone", shorten(e.name))
			continue
		case strings.HasSuffix(base, ".qde"):
			projects = append(projects, e)
			continue
		}
		e.name = clean
		key := base
		if strings.HasPrefix(clean, OriginalsFolder) {
			key = clean
		}
		if old, twice := p.files[key]; twice {
			if inSources(old.name) == inSources(clean) {
				p.doubled[key] = true
				problems.Add("two files of one name: the first is taken", shorten(e.name))
				continue
			}
			if inSources(old.name) {
				continue
			}
		}
		p.files[key] = e
	}
	project, err := choose(projects)
	if err != nil {
		return nil, err
	}
	in, err := project.open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %v", ErrNotREFI, project.name, err)
	}
	defer in.Close()
	if p.Project, err = readProject(in, problems); err != nil {
		return nil, err
	}
	p.Found = problems.All()
	return p, nil
}

func inSources(name string) bool { return strings.HasPrefix(strings.ToLower(name), "sources/") }

// choose finds the project among files that end in .qde: project.qde at the top,
// else the only one at the top, else the only one.
func choose(all []entry) (entry, error) {
	var top []entry
	for _, e := range all {
		if strings.EqualFold(e.name, "project.qde") {
			return e, nil
		}
		if !strings.ContainsAny(e.name, `/\`) {
			top = append(top, e)
		}
	}
	switch {
	case len(top) == 1:
		return top[0], nil
	case len(top) == 0 && len(all) == 1:
		return all[0], nil
	case len(all) == 0:
		return entry{}, fmt.Errorf("%w: the archive has no project.qde", ErrNotREFI)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return entry{}, fmt.Errorf("%w: %d projects in it (%s, %s…), and none is project.qde", ErrNotREFI, len(all), all[0].name, all[1].name)
}

// ErrMissing says that a package does not hold a file that it names.
var ErrMissing = errors.New("the file is not in the archive")

// ErrTooLarge says that a file is larger than may be.
var ErrTooLarge = errors.New("too large")

// Internal tells whether a path is one inside of the package, and its file's name.
func Internal(p string) (name string, ok bool) {
	p = strings.ReplaceAll(strings.TrimSpace(p), `\`, "/")
	if i := strings.Index(p, "://"); i >= 0 {
		if !strings.EqualFold(p[:i], "internal") {
			return "", false
		}
		p = p[i+3:]
	}
	return path.Base(p), p != "" && path.Base(p) != "/" && path.Base(p) != "."
}

// External splits a path outside of the package: to a file, relative to the
// project's base path or absolute. Absolute paths lose the blank before a drive's
// letter.
func External(p string) (file string, relative, ok bool) {
	scheme, rest, found := strings.Cut(strings.ReplaceAll(strings.TrimSpace(p), `\`, "/"), "://")
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

// File reads a file that a path of the project names, at most as many bytes. The
// error wraps [ErrMissing] or [ErrTooLarge].
func (p *Package) File(internal string, most int64) ([]byte, error) {
	name, ok := Internal(internal)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrMissing, internal)
	}
	return p.read(strings.ToLower(name), most)
}

// Entry reads a file by its whole name in the archive.
func (p *Package) Entry(name string, most int64) ([]byte, error) {
	key := name
	if !strings.HasPrefix(name, OriginalsFolder) {
		key = strings.ToLower(path.Base(name))
	}
	return p.read(key, most)
}

// Has tells whether the package holds the file that a path names.
func (p *Package) Has(internal string) bool {
	name, ok := Internal(internal)
	_, there := p.files[strings.ToLower(name)]
	return ok && there
}

// Size is how many bytes the file has, by what the archive says.
func (p *Package) Size(internal string) int64 {
	name, _ := Internal(internal)
	return p.files[strings.ToLower(name)].size
}

func (p *Package) read(key string, most int64) ([]byte, error) {
	e, there := p.files[key]
	if !there {
		return nil, ErrMissing
	}
	if e.size > most {
		return nil, fmt.Errorf("%w: %d MB, %d MB is the most", ErrTooLarge, e.size>>20, most>>20)
	}
	in, err := e.open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s breaks off: %w", e.name, err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%w: more than %d MB", ErrTooLarge, most>>20)
	}
	return data, nil
}

// A File is a file to be written into a package.
type File struct {
	Name string // of the entry
	Data func() ([]byte, error)
}

// WritePackage writes a .qdpx: the project first, then files in the order of their
// names. The same contents give the same bytes.
func WritePackage(out io.Writer, p *Project, files []File) (replaced int, err error) {
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	create := func(name string) (io.Writer, error) {
		method := zip.Deflate
		if squeezed(name) {
			method = zip.Store
		}
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	}
	w, err := create("project.qde")
	if err != nil {
		return 0, err
	}
	if replaced, err = p.Write(w); err != nil {
		return 0, err
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	files = slices.CompactFunc(files, func(a, b File) bool { return a.Name == b.Name })
	// One file is read while the one before is squeezed and written.
	type read struct {
		data []byte
		err  error
	}
	next, stop := make(chan read), make(chan struct{})
	defer close(stop)
	go func() {
		for _, f := range files {
			data, err := f.Data()
			select {
			case next <- read{data, err}:
			case <-stop:
				return
			}
		}
	}()
	for _, f := range files {
		r := <-next
		if r.err != nil {
			return 0, fmt.Errorf("%s: %w", f.Name, r.err)
		}
		w, err := create(f.Name)
		if err != nil {
			return 0, err
		}
		if _, err := w.Write(r.data); err != nil {
			return 0, err
		}
	}
	return replaced, z.Close()
}

// squeezed tells whether a file's format is compressed already.
func squeezed(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".mp3", ".mp4", ".m4a", ".docx", ".pdf", ".zip", ".mov", ".avi", ".mpg", ".ogg", ".webm":
		return true
	}
	return false
}
