package refi

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// ExtraFile is the entry of an archive in which crosscase keeps what the standard has
// no place for. Other programs leave it alone, or drop it.
const ExtraFile = "crosscase.json"

// OriginalsFolder is the folder of an archive with the files as they were imported,
// where those differ from what the standard asks for.
const OriginalsFolder = "crosscase/"

// MaxMedia is the most that one file of a package may have, unpacked, in bytes;
// MaxText the most for a text.
const (
	MaxMedia = 128 << 20
	MaxText  = 32 << 20
)

// ErrMissing reports that a package does not hold a file that it names.
var ErrMissing = errors.New("the file is not in the archive")

// ErrTooLarge reports that a file is larger than it may be.
var ErrTooLarge = errors.New("too large")

// A Package is a project with the files that belong to it.
type Package struct {
	Project *Project
	Found   []Problem // in reading
	files   map[string]entry
}

// An entry is a file of a package. Its name has forward slashes.
type entry struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// ReadPackage reads a .qdpx, or a bare .qde or .qdc. The error wraps [ErrNotREFI] and
// tells what the file is instead.
func ReadPackage(r io.ReaderAt, size int64) (*Package, error) {
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	archive, err := isArchive(head[:n])
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNotREFI, err)
	case archive:
		return readArchive(r, size)
	}
	p := &Package{}
	p.Project, p.Found, err = ReadProject(io.NewSectionReader(r, 0, size))
	return p, err
}

// isArchive tells a ZIP archive from XML by the first bytes of a file. The error
// tells what the file is instead.
func isArchive(head []byte) (bool, error) {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"))
	begins := func(with string) bool { return bytes.HasPrefix(text, []byte(with)) }
	switch {
	case bytes.HasPrefix(head, []byte("PK")):
		return true, nil
	case bytes.HasPrefix(head, []byte("version https://git-lfs")):
		return false, errors.New("it is a pointer of Git LFS; fetch the file itself (git lfs pull)")
	case begins("<!doctype html"), begins("<html"):
		return false, errors.New("it is a web page; download the file itself")
	case begins("<"):
		return false, nil
	case len(head) == 0:
		return false, errors.New("the file is empty")
	}
	return false, errors.New("neither a ZIP archive nor XML")
}

func readArchive(r io.ReaderAt, size int64) (*Package, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // such entries are left out below
		return nil, fmt.Errorf("%w: the archive is incomplete or damaged (%v); copy or export it again", ErrNotREFI, err)
	}
	var all []entry
	for _, f := range z.File {
		all = append(all, entry{f.Name, int64(f.UncompressedSize64), f.Open})
	}
	return readEntries(all)
}

// ReadFolder reads a package that was unzipped. The error wraps [ErrNotREFI], or is
// one of the folder.
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
	p := &Package{files: map[string]entry{}}
	problems := &Problems{}
	var projects []entry
	for _, e := range all {
		written := e.name
		e.name = strings.ReplaceAll(e.name, `\`, "/")
		switch base := strings.ToLower(path.Base(e.name)); {
		case isClutter(e.name, base):
		case leavesArchive(e.name):
			problems.Add("file with a path outside of the archive: left out", shorten(written))
		case strings.HasSuffix(base, ".qde"):
			projects = append(projects, e)
		case !p.add(e):
			problems.Add("two files with the same name: the first is used", shorten(written))
		}
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

// isClutter reports whether an entry is a folder, or was put there by an operating
// system or program for its own use.
func isClutter(name, base string) bool {
	return strings.HasSuffix(name, "/") || base == ".root" || base == ".ds_store" || strings.HasPrefix(name, "__MACOSX/")
}

// add adds a file. It returns false for one that has the name of another and no more
// right to it: files among the sources come before others.
func (p *Package) add(e entry) bool {
	key := keyOf(e.name)
	old, twice := p.files[key]
	switch {
	case twice && inSources(old.name) == inSources(e.name):
		return false
	case !twice || inSources(e.name):
		p.files[key] = e
	}
	return true
}

// keyOf is how a file is found: by its name alone in lower case, as folders differ
// between programs, but in crosscase's own folder.
func keyOf(name string) string {
	if strings.HasPrefix(name, OriginalsFolder) {
		return name
	}
	return strings.ToLower(path.Base(name))
}

// choose returns the project among files that end in .qde: project.qde at the top,
// else the only one at the top, else the only one.
func choose(all []entry) (entry, error) {
	var top []entry
	for _, e := range all {
		if strings.EqualFold(e.name, "project.qde") {
			return e, nil
		}
		if !strings.Contains(e.name, "/") {
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
	slices.SortFunc(all, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	return entry{}, fmt.Errorf("%w: %d projects in it (%s, %s…), none named project.qde", ErrNotREFI, len(all), all[0].name, all[1].name)
}

// File reads a file that a path of the project names, of at most as many bytes. The
// error wraps [ErrMissing] or [ErrTooLarge].
func (p *Package) File(internal string, most int64) ([]byte, error) {
	name, ok := Internal(internal)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrMissing, internal)
	}
	return p.read(strings.ToLower(name), most)
}

// Entry reads a file by its whole name in the archive. The error is as of File.
func (p *Package) Entry(name string, most int64) ([]byte, error) { return p.read(keyOf(name), most) }

// Has reports whether the package holds the file that a path names.
func (p *Package) Has(internal string) bool {
	name, ok := Internal(internal)
	_, there := p.files[strings.ToLower(name)]
	return ok && there
}

// Size returns how many bytes the file has, by what the archive says.
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
		return nil, fmt.Errorf("%w: %d MB, the limit is %d MB", ErrTooLarge, e.size>>20, most>>20)
	}
	in, err := e.open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s ends unexpectedly or is damaged: %w", e.name, err)
	}
	if int64(len(data)) > most { // whatever the archive says
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
// names, of several of one name the first. The same contents give the same bytes. It
// returns how many characters that XML cannot hold were replaced by U+FFFD; the error
// is one of out or of a file.
func WritePackage(out io.Writer, p *Project, files []File) (replaced int, err error) {
	z := zip.NewWriter(out)
	var compressor *flate.Writer // of one entry after the other: a new one takes a megabyte
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (_ io.WriteCloser, err error) {
		if compressor == nil {
			compressor, err = flate.NewWriter(out, flate.BestSpeed)
		} else {
			compressor.Reset(out)
		}
		return compressor, err
	})
	w, err := create(z, "project.qde")
	if err != nil {
		return 0, err
	}
	if replaced, err = p.Write(w); err != nil {
		return 0, err
	}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	files = slices.CompactFunc(files, func(a, b File) bool { return a.Name == b.Name })
	if err := writeFiles(z, files); err != nil {
		return 0, err
	}
	return replaced, z.Close()
}

func writeFiles(z *zip.Writer, files []File) error {
	next, stop := readAhead(files)
	defer stop()
	for _, f := range files {
		r := <-next
		if r.err != nil {
			return fmt.Errorf("%s: %w", f.Name, r.err)
		}
		w, err := create(z, f.Name)
		if err != nil {
			return err
		}
		if _, err := w.Write(r.data); err != nil {
			return err
		}
	}
	return nil
}

// contents is what was read of a file.
type contents struct {
	data []byte
	err  error
}

// readAhead reads files in order, one while the one before is compressed and
// written, until it is stopped.
func readAhead(files []File) (next <-chan contents, stop func()) {
	read, stopped := make(chan contents), make(chan struct{})
	go func() {
		for _, f := range files {
			data, err := f.Data()
			select {
			case read <- contents{data, err}:
			case <-stopped:
				return
			}
		}
	}()
	return read, func() { close(stopped) }
}

func create(z *zip.Writer, name string) (io.Writer, error) {
	method := zip.Deflate
	if isCompressed(name) {
		method = zip.Store
	}
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
}

// isCompressed reports whether the format of a file is compressed already.
func isCompressed(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".mp3", ".mp4", ".m4a", ".docx", ".pdf", ".zip", ".mov", ".avi", ".mpg", ".ogg", ".webm":
		return true
	}
	return false
}
