package foreign

import (
	"context"
	"crypto/sha1" // by which qc notices changed files
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// qcSchema is that of the database of qualitative-coding since its version 1.4.
var qcSchema = []string{
	"create table document (file_path varchar not null, file_hash varchar not null, primary key (file_path))",
	"create table code (name varchar not null, primary key (name))",
	"create table coder (name varchar not null, primary key (name))",
	"create table document_index (id integer not null, name varchar not null, time_series boolean not null, " +
		"document_id varchar not null, primary key (id), unique (document_id, name), " +
		"foreign key(document_id) references document (file_path))",
	"create table coded_line (id integer not null, line integer not null, coder_id varchar not null, code_id varchar not null, " +
		"primary key (id), foreign key(coder_id) references coder (name), foreign key(code_id) references code (name))",
	"create table location (id integer not null, start_line integer not null, end_line integer not null, " +
		"document_index_id integer not null, primary key (id), check (start_line <= end_line), " +
		"foreign key(document_index_id) references document_index (id))",
	"create table coded_line_location_association (coded_line_id integer not null, location_id integer not null, " +
		"primary key (coded_line_id, location_id), foreign key(coded_line_id) references coded_line (id), " +
		"foreign key(location_id) references location (id))",
}

const qcSettings = `codebook: codebook.yaml
corpus_dir: corpus
database: qualitative_coding.sqlite3
editor: code
log_file: qualitative_coding.log
memos_dir: memos
qc_version: 1.7.8
verbose: false
`

// WriteQC makes a project of qualitative-coding's in an empty folder. It codes lines: a tag is
// on each line of its passage that has words. It returns how many tags are on lines, and what
// qualitative-coding has no place for.
func WriteQC(ctx context.Context, c exchange.Contents, folder string) (codings int, lost []refi.Problem, err error) {
	for _, sub := range []string{"corpus", "memos"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
			return 0, nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "settings.yaml"), []byte(qcSettings), 0o600); err != nil {
		return 0, nil, err
	}
	w := &qcWriter{folder: folder, names: map[coding.ThemeID]string{}, texts: map[corpus.TextID]*qcText{}, done: map[string]bool{}}
	err = w.create(ctx, c, filepath.Join(folder, "qualitative_coding.sqlite3"), w.schema, w.codebook, w.corpus, w.passages, w.rest)
	return w.codings, w.lost.All(), err
}

type qcWriter struct {
	writer
	folder     string
	names      map[coding.ThemeID]string
	texts      map[corpus.TextID]*qcText
	done       map[string]bool // lines with a code of a coder
	paragraphs int
	codings    int
}

// A qcText is a text by its lines, which belong to paragraphs.
type qcText struct {
	file, body string
	lines      []corpus.Span
	paragraph  []int // of each line
}

func (w *qcWriter) schema() error {
	for _, s := range qcSchema {
		if err := w.exec(s); err != nil {
			return err
		}
	}
	for _, c := range w.study.Coders {
		if err := w.exec("insert into coder values (?)", c.Name); err != nil {
			return err
		}
	}
	return nil
}

// codebook writes themes into the database, and as lists in lists for people.
func (w *qcWriter) codebook() error {
	taken := map[string]bool{}
	for _, t := range w.study.Themes {
		w.names[t.ID] = w.uniqueName(t, taken, "qualitative-coding")
		if err := w.exec("insert into code values (?)", w.names[t.ID]); err != nil {
			return err
		}
		if exchange.Description(*t) != "" {
			w.lost.Add("definitions of themes", t.Name)
		}
	}
	data, err := yaml.Marshal(w.below(""))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.folder, "codebook.yaml"), data, 0o600)
}

// below are the themes below one: names, and maps of a name to what is below it.
func (w *qcWriter) below(parent coding.ThemeID) (all []any) {
	for _, t := range w.study.Themes {
		if t.Parent != parent {
			continue
		}
		if below := w.below(t.ID); len(below) > 0 {
			all = append(all, map[string][]any{w.names[t.ID]: below})
		} else {
			all = append(all, w.names[t.ID])
		}
	}
	return all
}

// corpus writes the texts, each with its paragraphs.
func (w *qcWriter) corpus() error {
	names := make([]string, len(w.study.Sources))
	for i, src := range w.study.Sources {
		names[i] = strings.TrimSuffix(src.Name, ".txt")
	}
	files := exchange.FileNames(names, ".txt")
	for i, src := range w.study.Sources {
		t, err := w.from.Texts.Text(w.ctx, src.Text)
		if err != nil {
			return err
		}
		w.lost.AddN("carriage returns in texts, which end lines for qualitative-coding: a blank each", strings.Count(t.Body, "\r"), src.Name)
		text := &qcText{file: files[i], body: strings.ReplaceAll(t.Body, "\r", " ")}
		w.texts[src.Text] = text
		if err := os.WriteFile(filepath.Join(w.folder, "corpus", text.file), []byte(text.body), 0o600); err != nil {
			return err
		}
		hash := sha1.Sum([]byte(text.body))
		err = w.exec("insert into document values (?, ?)", text.file, hex.EncodeToString(hash[:]))
		if err == nil {
			err = w.exec("insert into document_index values (?, 'paragraphs', 0, ?)", i+1, text.file)
		}
		if err == nil {
			err = w.paragraphsOf(text, i+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// paragraphsOf writes which lines belong together: those up to the next that has words again
// behind one without.
func (w *qcWriter) paragraphsOf(t *qcText, index int) error {
	const into = "insert into location values (?, ?, ?, ?)"
	first, blank, at := 0, false, 0
	w.paragraphs++
	for i, line := range strings.Split(t.body, "\n") {
		hasWords := strings.TrimSpace(line) != ""
		if hasWords && blank {
			if err := w.exec(into, w.paragraphs, first, i, index); err != nil {
				return err
			}
			w.paragraphs++
			first = i
		}
		blank = !hasWords
		t.lines = append(t.lines, corpus.Span{Start: at, End: at + len(line)})
		t.paragraph = append(t.paragraph, w.paragraphs)
		at += len(line) + 1
	}
	return w.exec(into, w.paragraphs, first, len(t.lines), index)
}

func (w *qcWriter) passages() error {
	for i, p := range w.study.Passages {
		t := w.texts[p.Text]
		first, last := w.study.TagsOf(i)
		if t == nil {
			w.correctedTags(i)
			continue
		}
		from, _ := slices.BinarySearchFunc(t.lines, p.Span.Start, func(line corpus.Span, at int) int { return line.End - at })
		lines := t.within(from, p.Span)
		whole := len(lines) > 0 && t.same(p.Span, corpus.Span{Start: t.lines[lines[0]].Start, End: t.lines[lines[len(lines)-1]].End})
		if first == last {
			w.lost.Add("passages without a tag", t.file)
		}
		for _, tag := range w.study.Tags[first:last] {
			if len(lines) == 0 {
				w.lost.Add("tags on blanks alone", t.file)
				continue
			}
			if !whole {
				w.lost.Add("tags on a part of a line: on the whole line", w.names[tag.Theme])
			}
			w.codings++
			if err := w.tagLines(t, lines, tag); err != nil {
				return err
			}
		}
	}
	return nil
}

// within are the lines from one on of which a span holds words.
func (t *qcText) within(from int, s corpus.Span) (lines []int) {
	for i := from; i < len(t.lines) && t.lines[i].Start < s.End; i++ {
		start, end := max(t.lines[i].Start, s.Start), min(t.lines[i].End, s.End)
		if start < end && strings.TrimSpace(t.body[start:end]) != "" {
			lines = append(lines, i)
		}
	}
	return lines
}

// same tells whether two spans, one inside the other, hold the same words.
func (t *qcText) same(a, b corpus.Span) bool {
	return strings.TrimSpace(t.body[a.Start:a.End]) == strings.TrimSpace(t.body[b.Start:b.End])
}

func (w *qcWriter) tagLines(t *qcText, lines []int, tag coding.Tag) error {
	for _, line := range lines {
		key := fmt.Sprint(t.file, "\n", line, "\n", tag.Theme, "\n", tag.Coder)
		if w.done[key] {
			continue
		}
		w.done[key] = true
		n := len(w.done)
		err := w.exec("insert into coded_line values (?, ?, ?, ?)", n, line, w.coder(tag.Coder), w.names[tag.Theme])
		if err == nil {
			err = w.exec("insert into coded_line_location_association values (?, ?)", n, t.paragraph[line])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rest names what qualitative-coding has no place for.
func (w *qcWriter) rest() error {
	w.lost.AddN("memos", len(w.study.Memos), "")
	w.lost.AddN("times of tags", len(w.study.Tags), "")
	w.leaveOutPeople()
	w.leaveOut()
	return nil
}
