package exchange

import (
	"bytes"
	"cmp"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// ATLAS.ti writes PDF files without their text, and codings as rectangles on pages that are
// named after their words. The text is read here, and becomes the source's representation;
// a rectangle whose name stands once on its page is a selection of these words, too.

// readPDFs gives PDF files that come without their text the text that is read here.
func readPDFs(doc *refi.Project, files Files, options Options, report *Report) {
	reader := format.Reader{Cache: options.Cache} // which keeps its engine for all files
	defer reader.Close()
	for _, s := range doc.Sources {
		if s.Kind != refi.PDFSource || s.Representation != nil {
			continue
		}
		data, err := files.File(s.Path, refi.MaxMedia)
		if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
			continue
		}
		read, err := reader.Read("source.pdf", data)
		if err != nil || strings.TrimSpace(read.Body) == "" {
			report.change("PDF file whose text cannot be read", cmp.Or(s.Name, s.Path))
			continue
		}
		report.change("PDF file that came without its text: read here", cmp.Or(s.Name, s.Path))
		s.Representation = &refi.Text{GUID: refi.NewGUID("words of a PDF file", refi.Key(s.GUID)), Content: &read.Body}
		counts, forced := options.Positions[s.Name]
		if !forced {
			if counts, forced = options.Positions[""]; !forced {
				counts = refi.Expected(doc.Origin)
			}
		}
		text := &corpus.Finder{Text: corpus.Text{Body: read.Body}}
		for _, part := range s.Selections {
			span, ok := quotedOnPage(text, read.Pages, part)
			if !ok {
				continue
			}
			at := counts.Positions(read.Body, []int{span.Start, span.End})
			s.Representation.Selections = append(s.Representation.Selections,
				&refi.Selection{GUID: part.GUID, Name: part.Name, Audit: part.Audit, Start: at[0], End: at[1]})
			report.change("selection of a page: is on the words that its name quotes", cmp.Or(s.Name, s.Path)+": "+part.Name)
		}
	}
}

// quotedOnPage finds the words that the name of a part of a page quotes, which must stand there
// once, or once in the whole text.
func quotedOnPage(text *corpus.Finder, pages []int, part *refi.Selection) (corpus.Span, bool) {
	name := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(part.Name), "…"), "..."))
	if name == "" {
		return corpus.Span{}, false
	}
	found := text.Find(name)
	if len(found) != 1 {
		found = onPage(found, pages, part.Page)
	}
	if len(found) != 1 {
		return corpus.Span{}, false
	}
	return found[0], true
}

// onPage are the spans that begin on a page, counted from 0.
func onPage(all []corpus.Span, pages []int, page int) (on []corpus.Span) {
	if page < 0 || page >= len(pages) {
		return nil
	}
	for _, s := range all {
		if s.Start >= pages[page] && (page+1 == len(pages) || s.Start < pages[page+1]) {
			on = append(on, s)
		}
	}
	return on
}
