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

// A pdfEngine is PDFium, compiled and ready. It sees no files: a document is
// handed to it byte by byte.
type pdfEngine struct {
	cache wazero.CompilationCache
	pool  pdfium.Pool
}

// pdfMemory is the most memory that a document may make the engine ask for, in
// pages of 64 kB; pdfPatience is how long it may think about one page.
const (
	pdfMemory   = 6 << 10
	pdfPatience = 30 * time.Second
	maxPages    = 10_000
)

func startPDF(cacheFolder string) (e *pdfEngine, err error) {
	e = &pdfEngine{}
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemory).WithCloseOnContextDone(true)
	if cacheFolder != "" {
		// Where it cannot be kept, it is compiled each time.
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

// readPDF reads a PDF document's text as a person reads it: column by column,
// with the lines put together to paragraphs, words that a line's end divided made
// whole, running heads, page numbers and the numbers in the margin left out
// (pdflayout.go, pdftext.go).
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
	doc := layPages(pages)
	if strings.TrimSpace(doc.Body) == "" {
		return doc, fmt.Errorf("%w: its pages are pictures, as a scanner makes them; let a program recognise the text first (OCR)", ErrEmpty)
	}
	if len(doc.Body) > MaxText || len(doc.Blocks) > maxBlocks {
		return doc, fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, MaxText>>20)
	}
	doc.Encoding = "utf-8"
	return doc, nil
}

// A glyph is a letter at its place on a page, in points from the lower left.
type glyph struct {
	text                     rune
	left, right, bottom, top float64
	size                     float64 // of the font
	bold                     bool
}

// pages reads the lines of every page, in the order in which the document draws
// them.
func (e *pdfEngine) pages(data []byte, password string) (pages [][]pdfLine, err error) {
	engine, err := e.pool.GetInstance(pdfPatience)
	if err != nil {
		return nil, fmt.Errorf("start the PDF engine: %w", err)
	}
	page := 0
	stop := time.AfterFunc(pdfPatience, func() { engine.Kill() })
	defer func() {
		expired := !stop.Stop()
		if p := recover(); p != nil { // the engine gave up on what it was given
			err = fmt.Errorf("%w: page %d cannot be read", ErrDamaged, page+1)
		}
		if expired {
			err = fmt.Errorf("%w: page %d takes longer than %v to read", ErrTooLarge, page+1, pdfPatience)
			return
		}
		closeQuietly(engine)
	}()
	open := requests.OpenDocument{FileReader: bytes.NewReader(data), FileReaderSize: int64(len(data))}
	if password != "" {
		open.Password = &password
	}
	document, err := engine.OpenDocument(&open)
	switch {
	case errors.Is(err, pdferrors.ErrPassword) && password == "":
		return nil, fmt.Errorf("%w: the PDF asks for a password; give it with --password", ErrPassword)
	case errors.Is(err, pdferrors.ErrPassword):
		return nil, fmt.Errorf("%w: this is not the password of the PDF", ErrPassword)
	case err != nil:
		return nil, fmt.Errorf("%w: not a whole PDF (%s); save it again in the program that made it", ErrDamaged, pdfReason(err))
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document.Document})
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, pdfReason(err))
	}
	if count.PageCount > maxPages {
		return nil, fmt.Errorf("%w: %d pages; %d are the most", ErrTooLarge, count.PageCount, maxPages)
	}
	letters := 0
	for page = range count.PageCount {
		stop.Reset(pdfPatience)
		glyphs, err := readPage(engine, document.Document, page)
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

func closeQuietly(engine pdfium.Pdfium) {
	defer func() { _ = recover() }() // an engine that broke cannot be put away either
	engine.Close()
}

// pdfReason is the engine's error in one line, without its number.
func pdfReason(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	if _, after, ok := strings.Cut(text, ": "); ok && len(text)-len(after) <= 4 {
		return after
	}
	return text
}

func readPage(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, index int) ([]glyph, error) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: index}}
	found, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true})
	if err != nil {
		return nil, err
	}
	var glyphs []glyph
	halves := halvesOf{engine: engine, page: page}
	for i, c := range found.Chars {
		for _, r := range c.Text {
			if r == '\ufffd' {
				if r = halves.rune(i); r == 0 {
					continue
				}
			}
			p := c.PointPosition
			g := glyph{text: r, left: min(p.Left, p.Right), right: max(p.Left, p.Right), bottom: min(p.Bottom, p.Top), top: max(p.Bottom, p.Top)}
			if f := c.FontInformation; f != nil {
				g.size, g.bold = f.RenderedSize, f.Weight >= 600 || strings.Contains(strings.ToLower(f.Name), "bold")
			}
			if !finite(g) {
				continue
			}
			glyphs = append(glyphs, g)
		}
	}
	halves.close()
	return glyphs, nil
}

func finite(g glyph) bool {
	for _, x := range []float64{g.left, g.right, g.bottom, g.top, g.size} {
		if math.IsNaN(x) || math.Abs(x) > 1e6 {
			return false
		}
	}
	return true
}

// halvesOf puts letters beyond the first 65,536 together, which the engine gives
// in two halves.
type halvesOf struct {
	engine pdfium.Pdfium
	page   requests.Page
	text   references.FPDF_TEXTPAGE
	failed bool
}

// rune is the letter whose first half is number i; 0 for a second half.
func (h *halvesOf) rune(i int) rune {
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

func (h *halvesOf) close() {
	if h.text != "" {
		h.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: h.text})
	}
}
