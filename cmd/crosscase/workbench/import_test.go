package workbench

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// drop sends files as a form does, and returns where the answer leads.
func (v *visit) drop(files map[string]string) (status int, page, to string) {
	v.t.Helper()
	var all [][2]string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all = append(all, [2]string{name, files[name]})
	}
	return v.dropAll(all)
}

// dropAll is drop for files, each a name and its contents, that may have one name.
func (v *visit) dropAll(files [][2]string) (status int, page, to string) {
	v.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for _, f := range files {
		part, err := w.CreateFormFile("files", f[0])
		if err == nil {
			_, err = io.WriteString(part, f[1])
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/import", &form)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.ask(r)
}

// contains reports what a page lacks, and what it must not have.
func (v *visit) contains(page string, want []string, not ...string) {
	v.t.Helper()
	for _, x := range want {
		if !strings.Contains(page, x) {
			_, main, _ := strings.Cut(page, "<main")
			v.t.Errorf("the page has no %q:\n%s", x, main)
		}
	}
	for _, x := range not {
		if strings.Contains(page, x) {
			v.t.Errorf("the page has %q", x)
		}
	}
}

// waiting are the uploads that lie beside the project.
func (v *visit) waiting() int {
	left, _ := os.ReadDir(v.b.uploads())
	return len(left)
}

// Files are dropped, looked at with what is known of all of them, and imported in one step
// that can be undone.
func TestImportPage(t *testing.T) {
	v := newVisit(t, "AK", false)
	status, _, at := v.drop(map[string]string{"one.txt": "JANE ROE: We need it.\n\nPAT PENN: Why?\n\nJANE ROE: It rains.\n\nPAT PENN: Yes.\n", "two.txt": "Nobody speaks in it.\n"})
	if status != http.StatusSeeOther || !strings.HasPrefix(at, "/import/") {
		t.Fatalf("%d, %s", status, at)
	}
	_, page := v.get(at)
	v.contains(page, []string{"<h2>one ", "<h2>two ", ">one.txt<", "4 turns, 7 words", "Import 2 sources", "ROE", "PENN"}, v.b.uploads())
	if n := len(v.study().Sources); n != 1 || v.waiting() != 1 {
		t.Fatalf("%d sources, %d uploads; nobody has said yet that they are to be imported", n, v.waiting())
	}
	for _, f := range app.Sources().Fields { // all that is known of sources can be said of all at once
		if !strings.Contains(page, ` name="`+f.Name+`"`) {
			t.Errorf("there is no field %q", f.Name)
		}
	}
	_, _, with := v.post(at, url.Values{"do": {"preview"}, "type": {"meeting"}, "case": {" Harbour "}, "language": {"cy"}, "comments": {"1"}})
	if want := at + "?case=Harbour&comments=1&language=cy&type=meeting"; with != want {
		t.Errorf("looking again leads to %s, want %s", with, want)
	}
	_, page = v.get(with)
	v.contains(page, []string{`value="Harbour"`, `name="comments" value="1" checked`, "<dd>meeting</dd>"})
	if _, again := v.get(with); again != page {
		t.Error("loaded again, the page is another")
	}
	status, _, to := v.post(at, url.Values{"do": {"import"}, "type": {"meeting"}, "case": {"Harbour"}, "language": {"cy"}})
	if status != http.StatusSeeOther || !strings.HasPrefix(to, "/sources?done=") {
		t.Fatalf("%d, %s", status, to)
	}
	s := v.study()
	src, err := s.FindSource("one")
	if err != nil || len(s.Sources) != 3 || src.Type != "meeting" || src.Language != "cy" || s.Case(src.Case).Name != "Harbour" || v.waiting() != 0 {
		t.Errorf("%v, %d sources, %+v, %d uploads", err, len(s.Sources), src, v.waiting())
	}
	if status, _, _ := v.post("/undo", url.Values{"step": {strings.TrimPrefix(to, "/sources?done=")}}); status != http.StatusSeeOther || len(v.study().Sources) != 1 {
		t.Errorf("undone: %d, %d sources", status, len(v.study().Sources))
	}
	if status, _ := v.get(at); status != http.StatusNotFound {
		t.Errorf("what was imported is there still: %d", status)
	}
	if status, _, _ := v.post(at, url.Values{"do": {"import"}}); status != http.StatusNotFound {
		t.Errorf("what was imported comes twice: %d", status)
	}
}

// One bad file among good ones is named, before and after; the others come in.
func TestImportPageOfBadFile(t *testing.T) {
	v := newVisit(t, "AK", false)
	_, _, at := v.drop(map[string]string{"good.txt": "ROE: We need it.\n\nPENN: Why?\n\nROE: It rains.\n\nPENN: Yes.\n", "bad.docx": "PK not really", "photo.jpg": "x", "again.txt": interview,
		"sources.csv": "file,type\ngood.txt,interview\ngone.txt,\n", "participants.csv": "name,role\nROE,chief\n"})
	remarks := []string{"Not imported", "bad.docx: damaged", "Skipped", "photo.jpg: unknown kind of file", "again.txt: there already, as &#34;int-1&#34;", "gone.txt: named in the table of sources"}
	_, page := v.get(at)
	v.contains(page, append(remarks, "Import 1 source", "<dd>interview</dd>"), v.b.uploads())
	_, _, to := v.post(at, url.Values{"do": {"import"}})
	if to != at {
		t.Fatalf("it leads to %s, want %s", to, at)
	}
	_, page = v.get(at)
	v.contains(page, append(remarks, "<h1>Imported</h1>", "1 source, 4 turns, 7 words, 2 speakers", "data-undo"), v.b.uploads())
	if _, again := v.get(at); again != page {
		t.Error("loaded again, the page is another")
	}
	s := v.study()
	if p, err := s.FindParticipant("ROE"); err != nil || p.Role != "chief" || len(s.Sources) != 2 {
		t.Errorf("%v, %+v, %d sources", err, p, len(s.Sources))
	}
	e, err := v.b.Project.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.b.Project.Undo(t.Context(), "AK", v.b.Now(), e.Step); err != nil {
		t.Fatal(err)
	}
	_, page = v.get(at)
	v.contains(page, []string{"<h1>Imported</h1>"}, "data-undo") // it was taken back already
}

// The labels of each file are shown, and what is said of a doubtful one is obeyed.
func TestImportPageLabels(t *testing.T) {
	v := newVisit(t, "AK", false)
	const talk = "ROE: We need it.\n\nPENN: Why?\n\nROE: It rains.\n\nPENN: Yes.\n\nSmith: I was there.\n\nPENN: So was I.\n\nJones: And I.\n\nROE: Good.\n"
	_, _, at := v.drop(map[string]string{"one.txt": talk})
	_, page := v.get(at)
	v.contains(page, []string{`<th scope="row">ROE</th><td>3</td><td>person</td><td>Roe</td><td>a known participant</td>`,
		`<th scope="row">PENN</th><td>3</td><td>person</td><td>PENN</td><td>occurs 3 times</td>`,
		`<th scope="row">Smith</th><td>1</td><td>person</td><td>Smith</td><td>a name among other speakers</td>`,
		`name="label" value="Smith"`, `name="label" value="Jones"`, `name="label" value="ROE"`, `name="label" value="PENN"`})
	rows := url.Values{"label": {"Smith", "Jones"}, "label-as": {"text", "another"}, "label-name": {"", " James Jones "}}
	form := maps.Clone(rows)
	form.Set("do", "preview")
	_, _, with := v.post(at, form)
	if want := at + "?not-speaker=Smith&speaker=Jones%3DJames+Jones"; with != want {
		t.Errorf("looking again leads to %s, want %s", with, want)
	}
	_, page = v.get(with)
	v.contains(page, []string{`<td>prose</td><td></td><td>set by the researcher</td>`, `<td>person</td><td>James Jones</td><td>set by the researcher</td>`,
		`<option value="text" selected>`, `<option value="another" selected>`, `name="label-name" value="James Jones"`})
	for _, wrong := range []url.Values{{"label-as": {"text", "another"}, "label-name": {"", ""}}, {"label-as": {"text", "chief"}, "label-name": {"", ""}}, {"label-as": {"text"}}} {
		wrong["label"], wrong["do"] = rows["label"], []string{"import"}
		if status, _, _ := v.post(at, wrong); status != http.StatusBadRequest || len(v.study().Sources) != 1 {
			t.Errorf("%v: %d, %d sources", wrong, status, len(v.study().Sources))
		}
	}
	form.Set("do", "import")
	v.post(at, form)
	s := v.study()
	src, err := s.FindSource("one")
	if err != nil {
		t.Fatal(err)
	}
	var who []string
	for _, x := range s.Transcript(src).Shares() {
		who = append(who, s.Participant(x.Participant).Name)
	}
	if want := []string{"Roe", "PENN", "James Jones"}; !slices.Equal(who, want) {
		t.Errorf("%q speak, want %q", who, want)
	}
}

// Every label can be said to be the researcher's, and what the page says has no flags of the
// command line; a password comes into no address.
func TestImportPageSaysWhoAsks(t *testing.T) {
	v := newVisit(t, "AK", false)
	_, _, at := v.drop(map[string]string{"one.txt": "Ash: We need it.\n\nPenn: Why?\n\nAsh: It rains.\n\nPenn: Yes.\n\nSmith: Caf\xe9.\n\nPenn: So was I.\n"})
	_, page := v.get(at)
	v.contains(page, []string{"read as windows-1252", `labels that occur only once were taken for people: &#34;Smith&#34;`, `name="encoding"`}, "--speaker", "--encoding")
	form := url.Values{"label": {"Penn"}, "label-as": {"asks"}, "label-name": {""}, "password": {"secret"}, "do": {"preview"}}
	_, _, with := v.post(at, form)
	if with != at+"?speaker=Penn%3DInterviewer" {
		t.Errorf("looking again leads to %s", with)
	}
	if u, ok := v.b.imports.find(path.Base(at)); !ok || u.password != "secret" {
		t.Errorf("the password is %q", u.password)
	}
	_, page = v.get(with)
	v.contains(page, []string{`<td>researcher</td><td>Interviewer</td>`, `<option value="asks" selected>`})
	form.Set("do", "import")
	v.post(at, form)
	s := v.study()
	if p, err := s.FindParticipant("Interviewer"); err != nil || p.Role != corpus.Researcher {
		t.Errorf("%v, %+v", err, p)
	}
}

// A wrong password is asked for again with the words that it was wrong.
func TestImportPageWrongPassword(t *testing.T) {
	pdf, err := os.ReadFile("../../../corpus/format/testdata/real/encrypted.qpdf.pdf")
	if err != nil {
		t.Fatal(err)
	}
	v := newVisit(t, "AK", false)
	_, _, at := v.drop(map[string]string{"one.pdf": string(pdf)})
	const wrong = "That is not the password of all PDF files."
	_, page := v.get(at)
	v.contains(page, []string{`name="password"`, "asks for a password"}, wrong, "--password-file")
	v.post(at, url.Values{"password": {"mistyped"}, "do": {"preview"}})
	_, page = v.get(at)
	v.contains(page, []string{`name="password"`, wrong})
	v.post(at, url.Values{"password": {"secret"}, "do": {"preview"}})
	_, page = v.get(at)
	v.contains(page, []string{"Anna Roe"}, `name="password"`, wrong)
}

// What is nobody's has no speaker, and is chosen still where the page is shown again.
func TestImportPageLabelOfNobody(t *testing.T) {
	v := newVisit(t, "AK", false)
	_, _, at := v.drop(map[string]string{"one.txt": "Ash: We need it.\n\nPenn: Why?\n\nAsh: It rains.\n\nPenn: Yes.\n\nSmith: I was there.\n\nPenn: So was I.\n"})
	form := url.Values{"label": {"Smith"}, "label-as": {"nobody"}, "label-name": {""}, "do": {"preview"}}
	_, _, with := v.post(at, form)
	_, page := v.get(with)
	v.contains(page, []string{`<td>nobody</td><td></td><td>set by the researcher</td>`, `<option value="nobody" selected>nobody</option>`})
	form.Set("do", "import")
	v.post(at, form)
	src, err := v.study().FindSource("one")
	if err != nil {
		t.Fatal(err)
	}
	if tr := v.study().Transcript(src); len(tr.Turns) != 6 || tr.Turns[4].Speaker >= 0 {
		t.Errorf("turns %+v", tr.Turns)
	}
}

// Files of one name are told apart.
func TestImportPageOfFilesWithOneName(t *testing.T) {
	v := newVisit(t, "AK", false)
	_, _, at := v.dropAll([][2]string{{"talk.txt", "Ash: One.\n"}, {"talk.txt", "Ash: Two.\n"}, {"talk.txt", "Ash: Three.\n"}})
	v.post(at, url.Values{"do": {"import"}})
	var names []string
	for _, src := range v.study().Sources[1:] {
		names = append(names, src.Name)
	}
	if want := []string{"2/talk", "3/talk", "talk"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

// A project of another program is shown with what it holds, and comes in whole.
func TestImportPageOfProject(t *testing.T) {
	v := newVisit(t, "AK", false)
	data, err := os.ReadFile("../../../coding/exchange/refi/testdata/qualcoder-lf.qdpx")
	if err != nil {
		t.Fatal(err)
	}
	_, _, at := v.drop(map[string]string{"study.qdpx": string(data)})
	_, page := v.get(at)
	v.contains(page, []string{"study.qdpx is a project of another program", "QualCoder", `<th scope="row">codings</th>`, "Bring it in"}, v.b.uploads())
	if n := len(v.study().Sources); n != 1 {
		t.Fatalf("%d sources; nobody has said yet that they are to be imported", n)
	}
	_, _, to := v.post(at, url.Values{"do": {"import"}})
	if s := v.study(); !strings.HasPrefix(to, "/sources?done=") || len(s.Sources) < 2 || len(s.Tags) == 0 || v.sentence() != "AK: import project study.qdpx" {
		t.Errorf("%s, %d sources, %d tags, %s", to, len(s.Sources), len(s.Tags), v.sentence())
	}
}

func TestImportPageRefuses(t *testing.T) {
	v := newVisit(t, "AK", false)
	for _, tt := range []struct {
		name  string
		files map[string]string
		says  string
	}{
		{"no files", nil, "no files came along"},
		{"a name that leads elsewhere", map[string]string{`..\..\evil.txt`: "x"}, "is no name of a file"},
	} {
		if status, page, _ := v.drop(tt.files); status != http.StatusBadRequest || !strings.Contains(page, tt.says) {
			t.Errorf("%s: %d, %s", tt.name, status, page)
		}
	}
	_, _, at := v.drop(map[string]string{"a.txt": "ROE: Yes.\n"})
	for _, form := range []url.Values{{"type": {"chat"}}, {"date": {"3/2019"}}, {"layout": {"nonsense"}}} {
		if status, page := v.get(at + "?" + form.Encode()); status != http.StatusBadRequest {
			t.Errorf("%v is shown: %d, %s", form, status, page)
		}
		form.Set("do", "import")
		if status, page, _ := v.post(at, form); status != http.StatusBadRequest || len(v.study().Sources) != 1 {
			t.Errorf("%v is imported: %d, %s", form, status, page)
		}
	}
	for _, do := range []string{"preview", "import"} { // what was typed is there still
		status, page := v.refused(at, at, url.Values{"do": {do}, "date": {"3/2019"}, "case": {"Wales"}})
		v.contains(page, []string{`<div class="problem" role="alert"><p>date &#34;3/2019&#34;`, `name="date" value="3/2019"`, `value="Wales"`, `<details open="">`}, v.b.uploads())
		if status != http.StatusBadRequest {
			t.Errorf("%s: status %d", do, status)
		}
	}
	_, _, at = v.drop(map[string]string{"a.txt": "ROE: Yes.\n", "sources.csv": "file,type\na.txt,chat\n"})
	status, page := v.get(at)
	if v.contains(page, []string{">sources.csv: line 2: type &#34;chat&#34;"}, v.b.uploads()); status != http.StatusBadRequest {
		t.Errorf("a wrong table: %d", status)
	}
	_, _, at = v.drop(map[string]string{"a.qdpx": "x"})
	status, page = v.get(at)
	if v.contains(page, []string{">a.qdpx: "}, v.b.uploads()); status != http.StatusBadRequest {
		t.Errorf("a wrong project: %d", status)
	}
	if status, _, _ := v.post(at, url.Values{"do": {"import"}}); status != http.StatusBadRequest {
		t.Errorf("a wrong project is imported: %d", status)
	}
}

// What waits goes when it is forgotten, after an hour, and at the end.
func TestUploadsGo(t *testing.T) {
	v := newVisit(t, "AK", false)
	_, _, at := v.drop(map[string]string{"a.txt": "x"})
	if _, _, to := v.post(at, url.Values{"do": {"forget"}}); to != "/sources" || v.waiting() != 0 {
		t.Errorf("forgotten, it leads to %s, and %d uploads wait", to, v.waiting())
	}
	_, _, at = v.drop(map[string]string{"a.txt": "x"})
	start := v.b.Now()
	v.b.Now = func() time.Time { return start.Add(keepUploads + time.Minute) }
	v.drop(map[string]string{"b.txt": "x"})
	if status, _ := v.get(at); status != http.StatusNotFound || v.waiting() != 1 {
		t.Errorf("after an hour: %d, %d uploads wait", status, v.waiting())
	}
	v.b.imports.forget()
	if v.waiting() != 0 {
		t.Errorf("at the end %d uploads wait", v.waiting())
	}
}

// What is imported is stored though the search index cannot be written, here since its name gets
// too long, and that is said.
func TestImportSaysThatTheIndexFails(t *testing.T) {
	v := newVisit(t, "AK", false)
	if remarks := notIndexed(t.Context(), v.session()); len(remarks) > 0 {
		t.Errorf("nothing failed: %v", remarks)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("long-", 48)+"e"+project.Ending)
	if err := v.b.Project.Backup(t.Context(), long[:len(long)-40]); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(long[:len(long)-40], long); err != nil {
		t.Fatal(err)
	}
	p, err := project.Open(t.Context(), long)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	a := v.session()
	a.Project = p
	remarks := notIndexed(t.Context(), a)
	if len(remarks) != 1 || !strings.HasPrefix(remarks[0].Reason, "everything is stored, but the search index is not up to date: ") ||
		remarks[0].Hint == "" {
		t.Errorf("%+v", remarks)
	}
}

// session is the coder at work.
func (v *visit) session() *app.Session {
	v.t.Helper()
	a, err := v.b.session(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	return a
}
