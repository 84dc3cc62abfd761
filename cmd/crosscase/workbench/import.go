package workbench

import (
	"cmp"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// Limits of what may be dropped at once.
const (
	maxUpload      = 2 << 30
	maxUploadFiles = 2000
	keepUploads    = time.Hour // until somebody says that they are to be imported
)

// imports are uploads by what their addresses name: files that wait in folders that only
// this person can read, and what was imported lately.
type imports struct {
	mu      sync.Mutex
	waiting map[string]*upload
}

// An upload is files that were dropped, in a folder of their own; or what came of them.
type upload struct {
	folder string // "" once they were imported
	at     time.Time
	came   *app.Imported // of the files, when they were imported
	// password opens PDF files; it is in no address and on no disk.
	password string
}

// uploads is where files wait: beside the project, which is as confidential as they are.
func (b *Workbench) uploads() string { return b.Project.Path() + ".import" }

// clear removes what a workbench left behind that could not end in peace.
func (b *Workbench) clear() {
	left, _ := os.ReadDir(b.uploads())
	for _, f := range left {
		if info, err := f.Info(); err == nil && b.Now().Sub(info.ModTime()) > keepUploads {
			os.RemoveAll(filepath.Join(b.uploads(), f.Name()))
		}
	}
	os.Remove(b.uploads()) // if it is empty
}

// An importView shows what importing files would bring.
type importView struct {
	ID string
	*app.Imported
	Project  string // a project of another program, which is brought in whole
	Arrived  *app.Arrived
	Fields   []field
	Open     bool // some of them are given
	Files    []previewView
	Asks     bool     // there are labels
	People   []string // who is known, for names of labels
	Locked   bool     // some PDF files ask for a password
	Wrong    bool     // the one that was typed is not theirs
	Comments bool
}

// An importedView shows what came of the files.
type importedView struct {
	*app.Imported
	Step int // of the log that takes the import back; 0 where that is not possible
}

// upload takes files that were dropped or chosen, and shows what importing them would
// bring, as crosscase import --dry-run does.
func (b *Workbench) upload(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	b.imports.sweep(b.Now())
	parts, err := r.MultipartReader()
	if err != nil {
		return coding.Errorf(coding.ErrInvalid, "no files came along: %w", err)
	}
	if err := os.MkdirAll(b.uploads(), 0o700); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(b.uploads(), "*") // mode 0700
	if err != nil {
		return err
	}
	id := b.NewID()
	b.imports.keep(id, &upload{folder: folder, at: b.Now()})
	if err := receive(parts, folder); err != nil {
		b.imports.drop(id)
		return err
	}
	http.Redirect(w, r, importAddress(id), http.StatusSeeOther)
	return nil
}

func importAddress(id string) string { return "/import/" + id }

// receive writes the files of an upload into a folder; their names lead nowhere else.
func receive(parts *multipart.Reader, folder string) error {
	n := 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return coding.Errorf(coding.ErrInvalid, "the upload broke off: %w", err)
		}
		name := part.FileName() // its last part, without folders
		if name == "" || part.FormName() != "files" {
			continue
		}
		if n++; n > maxUploadFiles {
			err := coding.Errorf(coding.ErrInvalid, "these are more than %d files", maxUploadFiles)
			return coding.WithHint(err, "drop them in several goes, or use crosscase import")
		}
		if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\`) {
			return coding.Errorf(coding.ErrInvalid, "%q is no name of a file", name)
		}
		if err := saveApart(folder, name, part); err != nil {
			return err
		}
	}
	if n == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "no files came along"), "choose some, or drop them on the page of sources")
	}
	return nil
}

// saveApart writes a file into a folder, or where that has one of this name into the first of
// its folders 2, 3… that has none: their sources are named apart by these.
func saveApart(folder, name string, from io.Reader) error {
	in := folder
	for n := 2; ; n++ {
		f, err := os.OpenFile(filepath.Join(in, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			in = filepath.Join(folder, strconv.Itoa(n))
			if err := os.MkdirAll(in, 0o700); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(f, from)
		return cmp.Or(err, f.Close())
	}
}

// importOptions are to import a folder of files with the facts that a form has.
func importOptions(folder string, r *http.Request) (o app.ImportOptions, err error) {
	o = app.ImportOptions{Paths: []string{folder}, Folder: folder, Comments: r.FormValue("comments") != ""}
	if o.Reading.Labels, err = labelDecisions(r); err != nil {
		return o, err
	}
	o.Reading.Layout = strings.TrimSpace(r.FormValue("layout"))
	o.Reading.Encoding, o.LeftOut = strings.TrimSpace(r.FormValue("encoding")), true
	if err := intake.CheckEncoding(o.Reading.Encoding); err != nil {
		return o, err
	}
	o.Sources, o.Participants = app.TablesIn(folder)
	o.Facts, err = intake.ParseFacts(func(fact string) string { return strings.TrimSpace(r.FormValue(fact)) })
	return o, err
}

// bring imports the files of an upload as a form says; a dry run shows what that would be.
func (b *Workbench) bring(r *http.Request, a *app.Session, u upload, dryRun bool) (*app.Imported, error) {
	folder := u.folder
	o, err := importOptions(folder, r)
	if err != nil {
		return nil, err
	}
	o.DryRun, o.Reading.Password = dryRun, u.password
	came, err := a.Import(r.Context(), o)
	if err != nil {
		return came, uploaded{err, folder}
	}
	for _, remarks := range [][]intake.Remark{came.Skipped, came.Notes, came.Failed} {
		for i := range remarks {
			remarks[i].File = path.Base(remarks[i].File) // nobody knows of the folder
		}
	}
	for i := range came.Previews {
		came.Previews[i].File = path.Base(came.Previews[i].File)
	}
	return came, nil
}

// An uploaded error is of files that were dropped; nobody knows of the folder that they
// wait in.
type uploaded struct {
	error
	folder string
}

func (u uploaded) Error() string {
	return strings.ReplaceAll(u.error.Error(), u.folder+string(filepath.Separator), "")
}

func (u uploaded) Unwrap() error { return u.error }

// preview shows what an upload would bring.
func (b *Workbench) preview(w http.ResponseWriter, r *http.Request, id string, u upload) error {
	folder := u.folder
	a, err := b.session(r.Context())
	if err != nil {
		return err
	}
	v := importView{ID: id, Comments: r.FormValue("comments") != "", Fields: importFields(a.Study, r)}
	v.Open = v.Comments || slices.ContainsFunc(v.Fields, func(f field) bool { return f.Value != "" })
	if v.Project = app.ForeignIn(folder); v.Project != "" {
		came, err := a.ImportProject(r.Context(), app.ProjectOptions{Path: filepath.Join(folder, v.Project), DryRun: true})
		if err != nil {
			return uploaded{err, folder}
		}
		v.Arrived = &came
	} else {
		if v.Imported, err = b.bring(r, a, u, true); err != nil {
			return err
		}
		v.Locked = slices.ContainsFunc(append(v.Failed, v.Skipped...), func(x intake.Remark) bool { return x.Password })
		v.Wrong = v.Locked && u.password != ""
		for _, p := range a.Study.Participants {
			v.People = append(v.People, p.Name)
		}
		v.Files, v.Asks = b.labelRows(r, v.Previews)
	}
	return b.show(w, r, http.StatusOK, "import.html", page{Title: b.say(r, "Import"), Section: "sources", Data: v,
		Terminal: "crosscase import --dry-run …"})
}

// importFields are what can be said of all files, with what was said already: all that is
// known of sources but their names, and how to read the files.
func importFields(s *coding.Study, r *http.Request) []field {
	fields := fieldsOf(app.Sources(), s, &corpus.Source{})[1:]
	for i := range fields {
		f := &fields[i]
		if len(f.Options) > 0 && !f.Free {
			f.Options = append([]string{""}, f.Options...)
		}
		f.Value = r.FormValue(f.Name)
	}
	return append(fields, readingFields(r)...)
}

// readingFields say how files are read, with what was said already.
func readingFields(r *http.Request) []field {
	layout := field{Name: "layout", Label: "layout", Help: "how speakers are marked, where that is not found by itself", Options: []string{""}}
	for _, l := range transcript.Layouts() {
		layout.Options = append(layout.Options, l[0])
	}
	fields := []field{layout, {Name: "encoding", Label: "encoding", Help: "of plain texts whose letters are wrong, as windows-1252"}}
	for i := range fields {
		fields[i].Value = strings.TrimSpace(r.FormValue(fields[i].Name))
	}
	return fields
}

// errGone is of files that are looked for in vain.
func errGone() error {
	return coding.WithHint(coding.Errorf(coding.ErrUnknown, "these files were imported already, or wait no longer"), "drop them once more")
}

// showUpload shows what importing an upload would bring, with the facts that the address
// gives; or what was imported, where there was something to say of it.
func (b *Workbench) showUpload(w http.ResponseWriter, r *http.Request) error {
	u, ok := b.imports.find(r.PathValue("id"))
	if !ok {
		return errGone()
	}
	if u.folder != "" {
		return b.preview(w, r, r.PathValue("id"), u)
	}
	v := importedView{u.came, u.came.Step}
	if e, _, err := b.Project.Details(r.Context(), v.Step); v.Step == 0 || err != nil || e.Undone != 0 {
		v.Step = 0 // there is nothing to take back, or not any more
	}
	return b.show(w, r, http.StatusOK, "imported.html", page{Title: b.say(r, "Import"), Section: "sources", Data: v})
}

// importUpload imports what was shown, shows it again with other facts, or forgets it.
func (b *Workbench) importUpload(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	u, ok := b.imports.find(id)
	if !ok || u.folder == "" {
		return errGone()
	}
	r.ParseForm()
	if typed := r.FormValue("password"); typed != "" {
		u.password = typed
		b.imports.keep(id, &u)
	}
	switch r.FormValue("do") {
	case "preview":
		if _, err := importOptions(u.folder, r); err != nil { // said here, where the form can come again
			return err
		}
		q := url.Values{}
		for _, f := range append(importFields(&coding.Study{}, r), field{Name: "comments", Value: r.FormValue("comments")}) {
			if v := strings.TrimSpace(f.Value); v != "" {
				q.Set(f.Name, v)
			}
		}
		q["speaker"], q["not-speaker"], _ = labelChoices(r) // importOptions found nothing wrong
		http.Redirect(w, r, importAddress(id)+"?"+q.Encode(), http.StatusSeeOther)
		return nil
	case "forget":
		b.imports.drop(id)
		r.Form.Set("back", "/sources")
		return back(w, r)
	}
	if p := app.ForeignIn(u.folder); p != "" {
		return b.importProject(w, r, id, filepath.Join(u.folder, p))
	}
	return b.importFiles(w, r, id, u)
}

// importProject imports a project of another program.
func (b *Workbench) importProject(w http.ResponseWriter, r *http.Request, id, path string) error {
	d, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		came, err := a.ImportProject(r.Context(), app.ProjectOptions{Path: path})
		if err == nil && came.Step > 0 {
			for _, remark := range notIndexed(r.Context(), a) {
				came.Made = append(came.Made, remark.String())
			}
		}
		return came.Done, err
	})
	if err != nil {
		return uploaded{err, filepath.Dir(path)}
	}
	b.imports.drop(id)
	r.Form.Set("back", "/sources")
	return backDone(w, r, d.Step)
}

// notIndexed brings the search index up to date, and says why it is not where that fails:
// everything is stored all the same.
func notIndexed(ctx context.Context, a *app.Session) []intake.Remark {
	err := a.SyncIndex(ctx, nil)
	if err == nil {
		return nil
	}
	return []intake.Remark{{File: filepath.Base(a.Project.Path()), Reason: err.Error(), Hint: coding.Hint(err)}}
}

// importFiles imports the files of an upload, and shows what is to be said of them.
func (b *Workbench) importFiles(w http.ResponseWriter, r *http.Request, id string, u upload) error {
	var came *app.Imported
	_, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) {
		var err error
		if came, err = b.bring(r, a, u, false); came == nil {
			return app.Done{}, err
		}
		if err == nil {
			came.Notes = append(came.Notes, notIndexed(r.Context(), a)...)
		}
		return came.Done, err
	})
	if err != nil {
		return err
	}
	b.imports.drop(id)
	if len(came.Skipped)+len(came.Notes)+len(came.Failed) > 0 {
		b.imports.keep(id, &upload{at: b.Now(), came: came})
		http.Redirect(w, r, importAddress(id), http.StatusSeeOther)
		return nil
	}
	r.Form.Set("back", "/sources")
	return backDone(w, r, came.Step)
}

func (i *imports) keep(id string, u *upload) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting[id] = u
}

func (i *imports) find(id string) (u upload, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if x := i.waiting[id]; x != nil {
		return *x, true
	}
	return u, false
}

func (i *imports) drop(id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if u := i.waiting[id]; u != nil {
		os.RemoveAll(u.folder)
		delete(i.waiting, id)
	}
}

// sweep forgets what nobody came back for.
func (i *imports) sweep(now time.Time) {
	i.mu.Lock()
	var old []string
	for id, u := range i.waiting {
		if now.Sub(u.at) > keepUploads {
			old = append(old, id)
		}
	}
	i.mu.Unlock()
	for _, id := range old {
		i.drop(id)
	}
}

// forget removes all that waits, at the end.
func (i *imports) forget() {
	i.mu.Lock()
	ids := make([]string, 0, len(i.waiting))
	for id := range i.waiting {
		ids = append(ids, id)
	}
	i.mu.Unlock()
	for _, id := range ids {
		i.drop(id)
	}
}
