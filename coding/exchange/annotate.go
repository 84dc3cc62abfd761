package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// A File is one to be written, by its name in a folder, with / between the parts.
type File struct {
	Name string
	Data []byte
}

// FileNames are names of files for names of things, each used once whatever the case
// of its letters; ending is put behind them.
func FileNames(names []string, ending string) []string {
	used := map[string]bool{}
	files := make([]string, len(names))
	for i, name := range names {
		file := strings.TrimLeft(strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>|#^[]`, r) || r < ' ' || r == 0x7f {
				return '-'
			}
			return r
		}, name), ". ")
		if len(file) > 100 {
			file = strings.ToValidUTF8(file[:100], "")
		}
		file = strings.TrimRight(file, ". ")
		for base, n := file, 2; used[strings.ToLower(file)] || file == ""; n++ {
			file = fmt.Sprintf("%s-%d", base, n)
		}
		used[strings.ToLower(file)] = true
		files[i] = file + ending
	}
	return files
}

// bodies reads the texts of all sources.
func (c Contents) bodies(ctx context.Context) (map[corpus.TextID]string, error) {
	all := map[corpus.TextID]string{}
	for _, src := range c.Study.Sources {
		t, err := c.Texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		all[src.Text] = t.Body
	}
	return all, nil
}

func sourceNames(s *coding.Study) (names []string) {
	for _, src := range s.Sources {
		names = append(names, src.Name)
	}
	return names
}

// Annotations writes each tag, and each note on a passage, as a W3C Web Annotation in
// JSON-LD, beside the texts that they are on. A place is said twice: in characters
// (Unicode code points) from 0, and by its words with those around them.
func Annotations(ctx context.Context, c Contents) ([]File, error) {
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	s := c.Study
	texts := FileNames(sourceNames(s), ".txt")
	var files []File
	file := map[corpus.TextID]string{}
	for i, src := range s.Sources {
		file[src.Text] = "texts/" + texts[i]
		files = append(files, File{file[src.Text], []byte(bodies[src.Text])})
	}
	type m = map[string]any
	items := []m{}
	for i, p := range s.Passages {
		if s.SourceOf(p) == nil {
			continue
		}
		body := bodies[p.Text]
		before, after := corpus.Text{Body: body}.Around(p.Span, 32)
		start := utf8.RuneCountInString(body[:p.Span.Start])
		target := m{"source": file[p.Text], "selector": []m{
			{"type": "TextPositionSelector", "start": start, "end": start + utf8.RuneCountInString(body[p.Span.Start:p.Span.End])},
			{"type": "TextQuoteSelector", "exact": body[p.Span.Start:p.Span.End], "prefix": before, "suffix": after}}}
		annotation := func(id string, motivation string, coder coding.CoderID, at time.Time, bodies ...m) {
			a := m{"id": "urn:uuid:" + id, "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}
			if x := s.Coder(coder); x != nil {
				a["creator"] = m{"type": "Person", "name": x.Name}
			}
			if !at.IsZero() {
				a["created"] = at.UTC().Format(time.RFC3339)
			}
			items = append(items, a)
		}
		comment := func(text string) m {
			return m{"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": text}
		}
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			bodies := []m{{"type": "TextualBody", "purpose": "tagging", "value": s.Path(t.Theme)}}
			if o := s.Organisation(t.About); o != nil {
				bodies = append(bodies, m{"type": "TextualBody", "purpose": "identifying", "value": o.Name})
			}
			for _, memo := range s.MemosOn(string(t.ID)) {
				bodies = append(bodies, comment(memo.Text))
			}
			annotation(string(t.ID), "tagging", t.Coder, t.At, bodies...)
		}
		for _, memo := range s.MemosOn(string(p.ID)) {
			annotation(string(memo.ID), "commenting", memo.Coder, memo.At, comment(memo.Text))
		}
	}
	data, err := json.MarshalIndent(m{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "label": s.Title, "total": len(items),
		"first": m{"type": "AnnotationPage", "startIndex": 0, "items": items}}, "", " ")
	if err != nil {
		return nil, err
	}
	return append(files, File{"annotations.jsonld", append(data, '\n')}), nil
}

// Taguette writes highlights and the codebook as Taguette exports them: a line for
// each tag on a highlight.
func Taguette(ctx context.Context, c Contents) ([]File, error) {
	bodies, err := c.bodies(ctx)
	if err != nil {
		return nil, err
	}
	s := c.Study
	rows := [][]string{{"id", "document", "tag", "content"}}
	used := map[coding.ThemeID]int{}
	n := 0
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		if src == nil {
			continue
		}
		n++
		first, last := s.TagsOf(i)
		seen := map[coding.ThemeID]bool{}
		for _, t := range s.Tags[first:last] {
			if seen[t.Theme] {
				continue
			}
			seen[t.Theme] = true
			used[t.Theme]++
			rows = append(rows, []string{fmt.Sprint(n), src.Name, s.Path(t.Theme), bodies[p.Text][p.Span.Start:p.Span.End]})
		}
	}
	highlights, err := asCSV(rows)
	if err != nil {
		return nil, err
	}
	rows = [][]string{{"tag", "description", "number of highlights"}}
	for _, t := range s.Themes {
		rows = append(rows, []string{s.Path(t.ID), description(*t), fmt.Sprint(used[t.ID])})
	}
	book, err := asCSV(rows)
	return []File{{"highlights.csv", highlights}, {"codebook.csv", book}}, err
}

// asCSV writes lines; what a spreadsheet would run has an apostrophe before it.
func asCSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		for i := range row {
			row[i] = coding.Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
