package app

import (
	"bytes"
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A markedExport writes sources with what is marked in them, and links between them.
type markedExport struct {
	study  *coding.Study
	format report.Format
	bodies map[corpus.TextID]string
	source map[corpus.SourceID]string // names of files, without what they end in
	theme  map[coding.ThemeID]string
	files  []exchange.File
}

// markedFiles are the sources with what is marked in them.
func markedFiles(f report.Format) func(ctx context.Context, c exchange.Contents) ([]exchange.File, error) {
	return func(ctx context.Context, c exchange.Contents) ([]exchange.File, error) {
		e := &markedExport{study: c.Study, format: f,
			bodies: map[corpus.TextID]string{}, source: map[corpus.SourceID]string{}, theme: map[coding.ThemeID]string{}}
		e.name()
		for _, src := range c.Study.Sources {
			t, err := c.Texts.Text(ctx, src.Text)
			if err != nil {
				return nil, err
			}
			e.bodies[src.Text] = t.Body
			m := &report.Marked{Study: c.Study, Source: src, Body: t.Body, File: func(t coding.ThemeID) string { return e.theme[t] }}
			var b bytes.Buffer
			if err := m.Write(&b, f); err != nil {
				return nil, fmt.Errorf("%s: %w", src.Name, err)
			}
			e.add(e.source[src.ID], b.Bytes())
		}
		err := e.rest()
		return e.files, err
	}
}

// name gives sources and themes names of files, used by no other.
func (e *markedExport) name() {
	var sources, themes []string
	for _, src := range e.study.Sources {
		sources = append(sources, src.Name)
	}
	for _, t := range e.study.Themes {
		themes = append(themes, e.study.Path(t.ID))
	}
	sources, themes = exchange.FileNames(sources, ""), exchange.FileNames(themes, "")
	for i, t := range e.study.Themes {
		e.theme[t.ID] = "themes/" + themes[i]
	}
	folder := ""
	if e.format == report.Markdown {
		folder = "sources/"
	}
	for i, src := range e.study.Sources {
		e.source[src.ID] = folder + sources[i]
	}
}

// ending is what the files end in.
func (e *markedExport) ending() string {
	return map[report.Format]string{report.HTML: ".html", report.DOCX: ".docx", report.Markdown: ".md"}[e.format]
}

func (e *markedExport) add(name string, data []byte) {
	e.files = append(e.files, exchange.File{Name: name + e.ending(), Data: data})
}

// rest adds what links to the sources: a page that lists them, or a note for each theme.
func (e *markedExport) rest() error {
	switch e.format {
	case report.HTML:
		var b bytes.Buffer
		if err := report.MarkedIndex(&b, e.study, func(id corpus.SourceID) string { return e.source[id] + e.ending() }); err != nil {
			return err
		}
		e.add("index", b.Bytes())
	case report.Markdown:
		for _, t := range e.study.Themes {
			var b bytes.Buffer
			if err := report.ThemeNote(&b, e.study, t, e.bodies, func(id corpus.SourceID) string { return e.source[id] }); err != nil {
				return err
			}
			e.add(e.theme[t.ID], b.Bytes())
		}
	}
	return nil
}
