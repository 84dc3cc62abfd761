// Package foreign reads the projects of other open programs from their own files:
// QualCoder, Taguette, RQDA and qualitative-coding (qc), and writes them for QualCoder,
// Taguette and qc.
//
// Each is turned into a [refi.Project], the one form in which package exchange takes
// projects; so what a case or a note becomes is settled in one place. These programs
// keep the words of each coding beside its position. They are compared: a coding
// whose words stand elsewhere in the text by now is put on them, where that can be
// only one place, and listed; one whose words are not there is listed and left out.
//
// Identifiers are made of what things are (a text's words, a code's path, a coding's
// place, code and coder), since these programs have none: the same project read twice
// is the same, and nothing comes in twice.
//
// Laws: a study as QualCoder, Taguette, RQDA or qc keeps it is read with the same codings
// on the same words, and the same when it is read again; so is one that was written for
// QualCoder, Taguette or, as whole lines, qc; whatever the bytes of a file, it is read as a
// sound project or refused.
//
// With CROSSCASE_ORACLES set to a folder, tests install Taguette and qc from PyPI there and
// let them read what is written.
//
// The files are SQLite's, read through modernc.org/sqlite, read-only; they are never
// written to.
package foreign

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// A Project is what was read.
type Project struct {
	Document *refi.Project
	Files    exchange.Memory
	Found    []refi.Problem
}

// Read reads the project at a path, of whichever of these programs it is: a folder
// .qda or its data.qda, a .sqlite3 of Taguette, an .rqda, a folder of qc. It returns
// nil where it is none of theirs. The error wraps [coding.ErrInvalid].
func Read(ctx context.Context, at string) (*Project, error) {
	info, err := os.Stat(at)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if there(filepath.Join(at, "data.qda")) {
			return readDatabase(ctx, filepath.Join(at, "data.qda"))
		}
		if there(filepath.Join(at, "codebook.yaml")) || there(filepath.Join(at, "settings.yaml")) {
			return readQC(ctx, at)
		}
		return nil, nil
	}
	head := make([]byte, 16)
	f, err := os.Open(at)
	if err != nil {
		return nil, err
	}
	n, _ := f.Read(head)
	f.Close()
	if !strings.HasPrefix(string(head[:n]), "SQLite format 3\x00") {
		return nil, nil
	}
	return readDatabase(ctx, at)
}

func there(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// readDatabase tells by its tables whose a database is.
func readDatabase(ctx context.Context, at string) (*Project, error) {
	db, err := open(ctx, at)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	has := func(tables ...string) bool {
		return !slices.ContainsFunc(tables, func(t string) bool { return !slices.Contains(db.tables, t) })
	}
	r := newReader(db, &refi.Project{}, filepath.Dir(at))
	switch {
	case has("code_name", "code_text", "source"):
		r.qualcoder(strings.TrimSuffix(filepath.Base(filepath.Dir(at)), ".qda"))
	case has("freecode", "coding", "source"):
		r.rqda(strings.TrimSuffix(filepath.Base(at), filepath.Ext(at)))
	case has("highlights", "tags", "documents"):
		err = r.taguette()
	case has("coded_line", "document"):
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: the database of qualitative-coding alone, without its texts", at),
			"name the project's folder")
	default:
		return nil, coding.Errorf(coding.ErrInvalid, "%s: a database, but of none of the programs that are known here", at)
	}
	if err == nil {
		err = r.err
	}
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: %w", at, err)
	}
	return &Project{r.doc, r.files, r.problems.All()}, nil
}

// A database is another program's, open to be read.
type database struct {
	*sql.DB
	ctx    context.Context
	tables []string
}

func open(ctx context.Context, at string) (*database, error) {
	for _, mode := range []string{"mode=ro", "mode=ro&immutable=1"} { // the second, where its folder cannot be written to
		u := url.URL{Scheme: "file", OmitHost: true, Path: at, RawQuery: mode + "&_pragma=trusted_schema(0)&_pragma=query_only(1)"}
		db, err := sql.Open("sqlite", u.String())
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		d := &database{DB: db, ctx: ctx}
		rows, err := db.QueryContext(ctx, "select name from sqlite_master where type = 'table'")
		if err == nil {
			for rows.Next() {
				var name string
				if err = rows.Scan(&name); err != nil {
					break
				}
				d.tables = append(d.tables, strings.ToLower(name))
			}
			rows.Close()
			if err == nil {
				err = rows.Err()
			}
		}
		if err == nil {
			return d, nil
		}
		db.Close()
		if mode != "mode=ro" {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: not readable as a database: %v", at, err)
		}
	}
	return nil, nil
}

// A reader makes a project of a database's tables.
type reader struct {
	*database
	doc       *refi.Project
	files     exchange.Memory
	problems  refi.Problems
	users     map[string]string // identifiers by name
	variables map[string]string // identifiers by name
	seen      map[string]bool   // identifiers of what is taken once
	folder    string
	err       error
}

func newReader(db *database, doc *refi.Project, folder string) *reader {
	return &reader{database: db, doc: doc, files: exchange.Memory{}, users: map[string]string{}, variables: map[string]string{},
		seen: map[string]bool{}, folder: folder}
}

// again tells whether something of this identifier was taken already.
func (r *reader) again(guid string) bool {
	was := r.seen[guid]
	r.seen[guid] = true
	return was
}

// A row is a table's row; columns that a program's version does not have are empty.
type row map[string]any

func (r row) text(column string) string {
	switch v := r[column].(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return fmt.Sprint(v)
	case float64:
		return strings.TrimSuffix(fmt.Sprintf("%f", v), ".000000")
	case time.Time:
		return v.Format("2006-01-02 15:04:05")
	}
	return ""
}

func (r row) number(column string) int {
	switch v := r[column].(type) {
	case int64:
		return int(v)
	case float64:
		return int(v)
	case string:
		var n int
		if _, err := fmt.Sscan(v, &n); err == nil {
			return n
		}
	}
	return -1
}

// rows reads a table, nothing where the database has none of that name.
func (r *reader) rows(table, order string) (all []row) {
	if r.err != nil || !slices.Contains(r.tables, table) {
		return nil
	}
	found, err := r.QueryContext(r.ctx, "select * from "+table+" order by "+order)
	if err != nil {
		r.err = fmt.Errorf("table %s: %w", table, err)
		return nil
	}
	defer found.Close()
	columns, err := found.Columns()
	for err == nil && found.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err = found.Scan(into...); err == nil {
			x := row{}
			for i, c := range columns {
				x[strings.ToLower(c)] = values[i]
			}
			all = append(all, x)
		}
	}
	if err == nil {
		err = found.Err()
	}
	if err != nil {
		r.err = fmt.Errorf("table %s: %w", table, err)
	}
	return all
}

// user is who did something, by name.
func (r *reader) user(name string) string {
	if name = strings.TrimSpace(name); name == "" {
		return ""
	}
	if r.users[name] == "" {
		r.users[name] = refi.NewGUID("user", name)
		r.doc.Users = append(r.doc.Users, refi.User{GUID: r.users[name], Name: name})
	}
	return r.users[name]
}

// made says who made something, and when.
func (r *reader) made(owner, at string) refi.Audit {
	return refi.Audit{Creator: r.user(owner), Created: date(at)}
}

// layouts are the ways in which these programs write dates; most have no zone.
var layouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04:05.999999", time.ANSIC, "2006-01-02", "2006-01-02_15:04:05", time.RFC3339}

// counted is made of what counts by its date, as codings and notes: one that cannot be read is
// noted.
func (r *reader) counted(owner, at string) refi.Audit {
	by := r.made(owner, at)
	if by.Created == "" && strings.TrimSpace(at) != "" {
		r.problems.Add("date that cannot be read: is that of the import here", at)
	}
	return by
}

func date(s string) string {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.Format("2006-01-02T15:04:05")
		}
	}
	return ""
}

// note adds a note and returns its identifier, "" for one without words.
func (r *reader) note(name, text, owner, at string, of ...string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	guid := refi.NewGUID(append([]string{"note", name, text}, of...)...)
	if !r.again(guid) {
		r.doc.Notes = append(r.doc.Notes, &refi.Text{GUID: guid, Name: name, Content: &text, Audit: r.counted(owner, at)})
	}
	return guid
}

func refs(guids ...string) (all []string) {
	for _, g := range guids {
		if g != "" {
			all = append(all, g)
		}
	}
	return all
}

// textSource adds a text as a source.
func (r *reader) textSource(program, name, text, memo, owner, at string) *refi.Source {
	s := &refi.Source{Kind: refi.TextSource}
	s.GUID = r.sourceGUID(program, name, text)
	s.Name, s.Description = name, memo
	s.Audit = r.made(owner, at)
	s.Plain = "internal://" + s.GUID + ".txt"
	r.files[s.GUID+".txt"] = []byte(strings.TrimLeft(text, byteOrderMark))
	r.doc.Sources = append(r.doc.Sources, s)
	return s
}

func (r *reader) sourceGUID(program, name, text string) string {
	guid := refi.NewGUID("source", program, name, text)
	for n := 2; slices.ContainsFunc(r.doc.Sources, func(s *refi.Source) bool { return s.GUID == guid }); n++ {
		guid = refi.NewGUID("source", program, name, text, fmt.Sprint(n))
	}
	return guid
}

// byteOrderMark is U+FEFF. At the beginning of a text in a database it is a character that
// counts; in the text of a source it is left out, and does not.
const byteOrderMark = "\ufeff"

// A mark is what these programs keep of a coding beside its place.
type mark struct{ code, owner, at, memo string }

func markOf(code string, x row) mark {
	return mark{code, x.text("owner"), x.text("date"), x.text("memo")}
}

// code puts a code on words of a source.
func (r *reader) code(s *refi.Source, p *place, start, end int, words string, m mark) {
	from, to, moved, ok := p.settle(start, end, words)
	at := fmt.Sprintf("%s, %d to %d", s.Name, start, end)
	if !ok {
		r.problems.Add("coding whose words are not in its text, or not in one place only: left out", at)
		return
	}
	if moved {
		r.problems.Add("coding whose words stand elsewhere in its text by now: put on them", at)
	}
	is, _ := p.slice(from, to)
	if from, to, ok = p.inSource(from, to); !ok {
		r.problems.Add("coding of a byte order mark alone: left out", at)
		return
	}
	if p.mark > 0 && from != start && !moved {
		r.problems.Add("coding counted with the byte order mark that its text begins with, which is left out here: that much earlier", at)
	}
	is = strings.TrimLeft(is, byteOrderMark)
	part := &refi.Selection{Name: refi.QuoteName(is), Start: from, End: to, Audit: r.made(m.owner, m.at)}
	r.mark(s, part, m, fmt.Sprint(from), fmt.Sprint(to))
}

// mark puts a code on a part of a source, once; place tells the part from others.
func (r *reader) mark(s *refi.Source, part *refi.Selection, m mark, place ...string) {
	key := append([]string{s.GUID, m.code, m.owner}, place...)
	guid := refi.NewGUID(append([]string{"coding"}, key...)...)
	if r.again(guid) {
		r.problems.Add("coding that is there twice: taken once", s.Name)
		return
	}
	by := r.counted(m.owner, m.at)
	part.GUID = refi.NewGUID(append([]string{"selection"}, key...)...)
	part.Codings = []*refi.Coding{{GUID: guid, Creator: by.Creator, Created: by.Created, Code: m.code,
		NoteRefs: refs(r.note("", m.memo, m.owner, m.at, key...))}}
	s.Selections = append(s.Selections, part)
}

// variable is the variable of this name.
func (r *reader) variable(name, typ, memo string) string {
	if r.variables[name] == "" {
		r.variables[name] = refi.NewGUID("variable", name)
		r.doc.Variables = append(r.doc.Variables, refi.Variable{GUID: r.variables[name], Name: name, Type: typ, Description: memo})
	}
	return r.variables[name]
}

func (r *reader) value(name, value string) (refi.Value, bool) {
	if strings.TrimSpace(value) == "" {
		return refi.Value{}, false
	}
	guid := r.variable(name, "Text", "")
	typ := "Text"
	for _, v := range r.doc.Variables {
		if v.GUID == guid {
			typ = v.Type
		}
	}
	if !refi.IsValue(typ, value) {
		r.problems.Add("value that is no number: kept as a text", name+" "+value)
		typ, guid = "Text", r.variable(name+" (text)", "Text", "")
	}
	return refi.Value{Variable: guid, Type: typ, Value: value}, true
}

// caseOn says that a case is a whole source, or a part of it; of a source without a
// place to count in, always the whole.
func (r *reader) caseOn(c *refi.Case, s *refi.Source, p *place, start, end int) {
	if p == nil || start == end || start <= p.mark && end >= len(p.runes)-1 {
		if !slices.Contains(c.SourceRefs, s.GUID) {
			c.SourceRefs = append(c.SourceRefs, s.GUID)
		}
		return
	}
	if _, inside := p.slice(start, end); !inside {
		r.problems.Add("part of a case that is no place in its text: left out", s.Name+", "+c.Name)
		return
	}
	start, end, _ = p.inSource(start, end)
	guid := refi.NewGUID("case", c.GUID, s.GUID, fmt.Sprint(start), fmt.Sprint(end))
	if r.again(guid) {
		r.problems.Add("part of a case that is there twice: taken once", s.Name+", "+c.Name)
		return
	}
	s.Selections = append(s.Selections, &refi.Selection{GUID: guid, Start: start, End: end,
		Codings: []*refi.Coding{{GUID: refi.NewGUID("coding", guid), Code: c.GUID}}})
	c.SelectionRefs = append(c.SelectionRefs, guid)
}

// media reads a file that lies in the project's folder.
func (r *reader) media(folder, name string) (entry string, ok bool) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if !fs.ValidPath(path.Join(folder, name)) {
		return "", false
	}
	file := filepath.Join(r.folder, folder, name)
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	if info.Size() > refi.MaxMedia {
		r.problems.Add("file that is too large to come along: stays where it is", name)
		return "", false
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", false
	}
	r.files[strings.ToLower(name)] = data
	return name, true
}

// colour is a colour as the standard has it, "" for none.
func colour(s string) string {
	if coding.IsColour(strings.TrimSpace(s)) {
		return strings.TrimSpace(s)
	}
	return ""
}
