package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"crosscase/corpus"
)

// A pdfEngine is PDFium, compiled and ready for use. It has no access to files; it
// gets the bytes of documents.
type pdfEngine struct {
	cache wazero.CompilationCache
	pool  pdfium.Pool
}

// The limits of a document.
const (
	pdfMemory   = 6 << 10          // memory of the engine, in pages of 64 kB
	pdfPatience = 30 * time.Second // for one page
	maxPages    = 10_000
)

// startPDF compiles the engine, or takes it from the cache folder.
func startPDF(cacheFolder string) (e *pdfEngine, err error) {
	e = &pdfEngine{}
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemory).WithCloseOnContextDone(true)
	if cacheFolder != "" {
		// If the folder cannot be used, the engine is compiled each time.
		if e.cache, err = wazero.NewCompilationCacheWithDir(cacheFolder); err == nil {
			config = config.WithCompilationCache(e.cache)
		}
	}
	e.pool, err = webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("start the PDF engine: %w", err)
	}
	return e, nil
}

func (e *pdfEngine) close() error {
	if e == nil {
		return nil
	}
	err := e.pool.Close()
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	return err
}

// readPDF reads the text of a PDF document as a person does: column by column, lines
// joined to paragraphs, words hyphenated at the end of a line joined. It leaves out
// headers, footers, page numbers and line numbers (pdfpages.go, pdftext.go).
func (r *Reader) readPDF(data []byte) (corpus.Document, error) {
	if i := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); i < 0 {
		return corpus.Document{}, fmt.Errorf("%w: a .pdf begins with %%PDF-; save it again in the program that made it", ErrDamaged)
	}
	if r.pdf == nil {
		engine, err := startPDF(r.Cache)
		if err != nil {
			return corpus.Document{}, err
		}
		r.pdf = engine
	}
	pages, err := r.pdf.pages(data, r.Password)
	if err != nil {
		return corpus.Document{}, err
	}
	doc := joinPages(pages)
	if strings.TrimSpace(doc.Body) == "" {
		return doc, fmt.Errorf("%w: its pages are pictures, as a scanner makes them; let a program recognise the text first (OCR)", ErrEmpty)
	}
	if len(doc.Body) > MaxText || len(doc.Blocks) > maxBlocks {
		return doc, fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
	}
	doc.Encoding = "utf-8"
	return doc, nil
}

// A glyph is a letter at its place on a page, in points from the lower left corner.
type glyph struct {
	text                     rune
	left, right, bottom, top float64
	size                     float64 // of the font
	bold                     bool
}

// pages reads the lines of each page, in the order in which the document draws them.
func (e *pdfEngine) pages(data []byte, password string) (pages [][]pdfLine, err error) {
	engine, err := e.pool.GetInstance(pdfPatience)
	if err != nil {
		return nil, fmt.Errorf("start the PDF engine: %w", err)
	}
	page := 0
	stop := time.AfterFunc(pdfPatience, func() { engine.Kill() })
	defer func() {
		expired := !stop.Stop()
		if p := recover(); p != nil { // the engine panics on some damaged files
			err = fmt.Errorf("%w: page %d cannot be read", ErrDamaged, page+1)
		}
		if expired {
			err = fmt.Errorf("%w: page %d takes longer than %v to read", ErrTooLarge, page+1, pdfPatience)
			return
		}
		closeQuietly(engine)
	}()
	document, count, err := openPDF(engine, data, password)
	if err != nil {
		return nil, err
	}
	letters := 0
	for page = range count {
		stop.Reset(pdfPatience)
		glyphs, err := readPage(engine, document, page)
		if err != nil {
			return nil, fmt.Errorf("%w: page %d: %s", ErrDamaged, page+1, pdfReason(err))
		}
		if letters += len(glyphs); letters > MaxText/8 {
			return nil, fmt.Errorf("%w: more than %d million letters", ErrTooLarge, MaxText>>23)
		}
		pages = append(pages, linesOf(glyphs))
	}
	return pages, nil
}

// openPDF opens a document and counts its pages.
func openPDF(engine pdfium.Pdfium, data []byte, password string) (document references.FPDF_DOCUMENT, pages int, err error) {
	open := requests.OpenDocument{FileReader: bytes.NewReader(data), FileReaderSize: int64(len(data))}
	if password != "" {
		open.Password = &password
	}
	opened, err := engine.OpenDocument(&open)
	switch {
	case errors.Is(err, pdferrors.ErrPassword) && password == "":
		return "", 0, fmt.Errorf("%w: the PDF asks for a password; give it with --password", ErrPassword)
	case errors.Is(err, pdferrors.ErrPassword):
		return "", 0, fmt.Errorf("%w: this is not the password of the PDF", ErrPassword)
	case err != nil:
		return "", 0, fmt.Errorf("%w: not a whole PDF (%s); save it again in the program that made it", ErrDamaged, pdfReason(err))
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return "", 0, fmt.Errorf("%w: %s", ErrDamaged, pdfReason(err))
	}
	if count.PageCount > maxPages {
		return "", 0, fmt.Errorf("%w: %d pages; %d are the most", ErrTooLarge, count.PageCount, maxPages)
	}
	return opened.Document, count.PageCount, nil
}

// closeQuietly closes an engine, which panics if the document broke it.
func closeQuietly(engine pdfium.Pdfium) {
	defer func() { _ = recover() }()
	engine.Close()
}

// pdfReason is an error of the engine on one line, without its number.
func pdfReason(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	if _, after, ok := strings.Cut(text, ": "); ok && len(text)-len(after) <= 4 {
		return after
	}
	return text
}

// readPage reads the letters of a page.
func readPage(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, index int) ([]glyph, error) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: index}}
	found, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return nil, err
	}
	var glyphs []glyph
	pairs := surrogates{engine: engine, page: page}
	defer pairs.close()
	for i, c := range found.Chars {
		for _, r := range c.Text {
			if r == '\ufffd' {
				if r = pairs.rune(i); r == 0 {
					continue
				}
			}
			p := c.PointPosition
			g := glyph{
				text: r, left: min(p.Left, p.Right), right: max(p.Left, p.Right),
				bottom: min(p.Bottom, p.Top), top: max(p.Bottom, p.Top),
			}
			if f := c.FontInformation; f != nil {
				g.size, g.bold = f.RenderedSize, f.Weight >= 600 || strings.Contains(strings.ToLower(f.Name), "bold")
			}
			if finite(g) {
				glyphs = append(glyphs, g)
			}
		}
	}
	return glyphs, nil
}

// finite reports whether a glyph is at a usable place.
func finite(g glyph) bool {
	for _, x := range []float64{g.left, g.right, g.bottom, g.top, g.size} {
		if math.IsNaN(x) || math.Abs(x) > 1e6 {
			return false
		}
	}
	return true
}

// surrogates combines the UTF-16 surrogate pairs in which the engine returns letters
// beyond U+FFFF.
type surrogates struct {
	engine pdfium.Pdfium
	page   requests.Page
	text   references.FPDF_TEXTPAGE
	failed bool
}

// rune returns the letter whose pair begins at index i; 0 for the second half of one.
func (h *surrogates) rune(i int) rune {
	if h.text == "" && !h.failed {
		loaded, err := h.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: h.page})
		if err != nil {
			h.failed = true
		} else {
			h.text = loaded.TextPage
		}
	}
	unit := func(i int) rune {
		if h.text == "" {
			return '\ufffd'
		}
		u, err := h.engine.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: h.text, Index: i})
		if err != nil {
			return '\ufffd'
		}
		return rune(u.Unicode)
	}
	switch r := unit(i); {
	case r >= 0xd800 && r < 0xdc00:
		return utf16.DecodeRune(r, unit(i+1))
	case r >= 0xdc00 && r < 0xe000:
		return 0
	case r > 0x10ffff || r < 0:
		return '\ufffd'
	default:
		return r
	}
}

func (h *surrogates) close() {
	if h.text != "" {
		h.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: h.text})
	}
}
