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
// a rectangle whose words are found there is a selection of them, too (pdfparts.go).

// readPDFs gives PDF files that come without their text the text that is read here.
func readPDFs(doc *refi.Project, files Files, options Options, report *Report) {
	reader := format.Reader{Cache: options.Cache} // which keeps its engine for all files
	defer reader.Close()
	var all []*pdfText
	for _, s := range doc.Sources {
		if s.Kind != refi.PDFSource || s.Representation != nil {
			continue
		}
		data, err := files.File(s.Path, refi.MaxMedia)
		if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
			continue
		}
		read, drawn, err := reader.ReadPDF("source.pdf", data)
		if err != nil || strings.TrimSpace(read.Body) == "" {
			report.change("PDF file whose text cannot be read", cmp.Or(s.Name, s.Path))
			continue
		}
		report.change("PDF file that came without its text: read here", cmp.Or(s.Name, s.Path))
		s.Representation = &refi.Text{GUID: refi.NewGUID("words of a PDF file", refi.Key(s.GUID)), Content: &read.Body}
		all = append(all, newPDFText(s, read, drawn))
	}
	counted, said := countingOf(all)
	if said != "" {
		report.change(said, doc.Origin)
	}
	for _, p := range all {
		p.addSelections(counted, positionsOf(p.source, doc, options), report)
	}
}

// positionsOf is how positions are counted in a PDF file's text that is read here.
func positionsOf(s *refi.Source, doc *refi.Project, options Options) refi.Convention {
	for _, name := range []string{s.Name, ""} {
		if counts, forced := options.Positions[name]; forced {
			return counts
		}
	}
	return refi.Expected(doc.Origin)
}

// addSelections adds a selection of the text for each part of a page whose words are found.
func (p *pdfText) addSelections(counted pageCounting, counts refi.Convention, report *Report) {
	for _, part := range p.source.Selections {
		span, how := p.place(part, counted)
		if how == "" {
			continue
		}
		at := counts.Positions(p.body, []int{span.Start, span.End})
		start, end := counts.Number(at[0], at[1])
		p.source.Representation.Selections = append(p.source.Representation.Selections,
			&refi.Selection{GUID: part.GUID, Name: part.Name, Audit: part.Audit, Start: start, End: end})
		report.change(how, cmp.Or(p.source.Name, p.source.Path)+": "+cmp.Or(part.Name, refi.QuoteName(p.body[span.Start:span.End])))
	}
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
