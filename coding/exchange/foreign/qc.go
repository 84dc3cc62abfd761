package foreign

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// readQC reads a folder of qualitative-coding: settings.yaml, which says where the
// rest is, codebook.yaml, the corpus and the database. It codes lines, counted from 0.
func readQC(ctx context.Context, folder string) (*Project, error) {
	settings := struct {
		Corpus   string `yaml:"corpus_dir"`
		Codebook string `yaml:"codebook"`
		Database string `yaml:"database"`
	}{"corpus", "codebook.yaml", "qualitative_coding.sqlite3"}
	if data, err := os.ReadFile(filepath.Join(folder, "settings.yaml")); err == nil {
		if err := yaml.Unmarshal(data, &settings); err != nil {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: settings.yaml: %v", folder, err)
		}
	}
	within := func(name string) (string, error) {
		if !filepath.IsLocal(name) {
			return "", coding.Errorf(coding.ErrInvalid, "%s: settings.yaml names %s, which lies outside of the folder", folder, name)
		}
		return filepath.Join(folder, name), nil
	}
	file, err := within(settings.Database)
	if err != nil {
		return nil, err
	}
	if !there(file) {
		if found, _ := filepath.Glob(filepath.Join(folder, "*.sqlite3")); len(found) == 1 {
			file = found[0]
		} else {
			return nil, coding.Errorf(coding.ErrInvalid, "%s: no database %s in it", folder, settings.Database)
		}
	}
	corpus, err := within(settings.Corpus)
	if err != nil {
		return nil, err
	}
	book, err := within(settings.Codebook)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	r := newReader(db, &refi.Project{Name: filepath.Base(folder), Origin: "qc"}, folder)
	codes, err := r.qcCodes(book)
	if err != nil {
		return nil, err
	}
	if err := r.qcLines(corpus, codes); err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: %w", folder, err)
	}
	return &Project{r.doc, r.files, r.problems.All()}, nil
}

// qcCodes reads the codebook; a code of which only the database knows stands at its
// end.
func (r *reader) qcCodes(book string) (map[string]string, error) {
	codes := map[string]string{}
	add := func(name string, path []string) *refi.Code {
		c := &refi.Code{GUID: refi.NewGUID(append([]string{"qc code"}, append(path, name)...)...), Name: name, Codable: true}
		if codes[name] == "" {
			codes[name] = c.GUID
		} else {
			r.problems.Add("code that stands in several places: codings are with the first", name)
		}
		return c
	}
	data, err := os.ReadFile(book)
	if err == nil {
		entries, _, err := exchange.ReadCodebook(data, exchange.YAML)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", book, err)
		}
		var walk func(entries []codebook.Entry, path []string) []*refi.Code
		walk = func(entries []codebook.Entry, path []string) (all []*refi.Code) {
			for _, e := range entries {
				c := add(e.Name, path)
				c.Below = walk(e.Below, append(path[:len(path):len(path)], e.Name))
				all = append(all, c)
			}
			return all
		}
		r.doc.Codes = walk(entries, nil)
	}
	for _, x := range r.rows("code", "name") {
		if name := x.text("name"); codes[name] == "" {
			r.doc.Codes = append(r.doc.Codes, add(name, nil))
		}
	}
	return codes, r.err
}

func (r *reader) qcLines(corpus string, codes map[string]string) error {
	index := map[int]string{} // of documents
	for _, x := range r.rows("document_index", "id") {
		index[x.number("id")] = x.text("document_id")
	}
	document := map[int]string{} // of locations
	for _, x := range r.rows("location", "id") {
		document[x.number("id")] = index[x.number("document_index_id")]
	}
	of := map[int]string{} // of coded lines
	for _, x := range r.rows("coded_line_location_association", "coded_line_id, location_id") {
		if of[x.number("coded_line_id")] == "" {
			of[x.number("coded_line_id")] = document[x.number("location_id")]
		}
	}
	type text struct {
		source *refi.Source
		place  *place
		lines  [][2]int // in code points
	}
	texts := map[string]*text{}
	for _, x := range r.rows("document", "file_path") {
		name := x.text("file_path")
		if !filepath.IsLocal(name) || !fs.ValidPath(filepath.ToSlash(name)) {
			r.problems.Add("document outside of the corpus: left out", name)
			continue
		}
		data, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(name)))
		if err != nil {
			r.problems.Add("document that is not in the corpus: left out", name)
			continue
		}
		body := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
		t := &text{source: r.textSource("qc", name, body, "", "", ""), place: newPlace(body)}
		at := 0
		for line := range strings.SplitSeq(body, "\n") {
			n := len([]rune(line))
			t.lines = append(t.lines, [2]int{at, at + n})
			at += n + 1
		}
		texts[name] = t
	}
	for _, x := range r.rows("coded_line", "id") {
		t, line, code := texts[of[x.number("id")]], x.number("line"), codes[x.text("code_id")]
		switch {
		case t == nil:
			r.problems.Add("coded line of a document that is not there: left out", x.text("code_id"))
		case code == "":
			r.problems.Add("coded line with a code that is not there: left out", x.text("code_id"))
		case line < 0 || line >= len(t.lines) || t.lines[line][0] == t.lines[line][1]:
			r.problems.Add("coded line that is empty or behind the text: left out", fmt.Sprintf("%s, line %d", t.source.Name, line+1))
		default:
			r.code(t.source, t.place, t.lines[line][0], t.lines[line][1], "", mark{code: code, owner: x.text("coder_id")})
		}
	}
	return r.err
}
