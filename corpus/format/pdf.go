package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

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
	pdfMemory   = 3 << 10          // memory of the engine, in pages of 64 kB
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
		Context: experimental.WithMemoryAllocator(context.Background(), &engineMemory{}),
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
// joined to paragraphs, words hyphenated at the end of a line joined, turned pages
// upright. A row of a table whose columns are named is a line with tabs between its cells
// (pdftable.go). Headers, footers, page numbers and line numbers are left out and listed
// (pdfheads.go, pdfmargins.go).
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
	pages, err := r.pdfPages(data)
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

// maxAsked is how often somebody is asked for the password of a file.
const maxAsked = 3

// pdfPages reads the lines of each page with the password that opens the document.
func (r *Reader) pdfPages(data []byte) (pages []pdfPage, err error) {
	for _, known := range append([]string{r.Password}, r.typed...) {
		if pages, err = r.linesOf(data, known); !errors.Is(err, ErrPassword) {
			return pages, err
		}
	}
	for n := range maxAsked {
		typed := ""
		if r.Ask != nil {
			typed = r.Ask(r.file, n > 0 || r.Password != "")
		}
		if typed == "" {
			break
		}
		if pages, err = r.linesOf(data, typed); !errors.Is(err, ErrPassword) {
			r.typed = append(r.typed, typed)
			break
		}
	}
	return pages, err
}

// linesOf reads the lines of each page, in the order in which the document draws them.
func (r *Reader) linesOf(data []byte, password string) (pages []pdfPage, err error) {
	r.kept = nil
	engine, err := r.pdf.pool.GetInstance(pdfPatience)
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
	marks := openMarks(engine, document)
	defer marks.close()
	letters := 0
	var table *pdfTable // that may go on
	for page = range count {
		stop.Reset(pdfPatience)
		text, err := readPage(engine, document, page)
		if err != nil {
			return nil, pageError(page, err)
		}
		if letters += len(text.glyphs); letters > MaxText/8 {
			return nil, fmt.Errorf("%w: more than %d million letters", ErrTooLarge, MaxText>>23)
		}
		if r.keep {
			r.kept = append(r.kept, lettersOf(engine, document, page, text.glyphs))
		}
		markVertical(text.glyphs)
		p := pdfPage{plain: text.plain, lost: text.lost, turn: mainTurn(text.glyphs)}
		p.image = isPicture(engine, document, page, text)
		marks.page(page, &p, text.glyphs)
		table = p.draw(text.glyphs, table)
		pages = append(pages, p)
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
		return "", 0, fmt.Errorf("%w: the PDF asks for a password", ErrPassword)
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

// pageError says why a page cannot be read. The engine stops where it is out of memory.
func pageError(page int, err error) error {
	if strings.Contains(err.Error(), "wasm error") {
		return fmt.Errorf("%w: page %d needs more than %d MB of memory, or is broken", ErrTooLarge, page+1, pdfMemory>>4)
	}
	return fmt.Errorf("%w: page %d: %s", ErrDamaged, page+1, pdfReason(err))
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
