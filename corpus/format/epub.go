package format

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crosscase/corpus"
)

// readEPUB reads an electronic book: its chapters in reading order, each like an
// HTML page.
func readEPUB(data []byte) (corpus.Document, error) {
	a, err := openArchive(data, ".epub")
	if err != nil {
		return corpus.Document{}, err
	}
	book, err := readBook(a)
	if err != nil {
		return corpus.Document{}, err
	}
	if locked, _ := a.bytes("META-INF/rights.xml"); locked != nil {
		return corpus.Document{}, fmt.Errorf("%w: the book is protected; ask for a copy without copy protection", ErrDamaged)
	}
	var w htmlWalker
	for _, chapter := range book.chapters() {
		page, err := a.bytes(chapter)
		if errors.Is(err, errNoPart) {
			continue
		}
		if err != nil {
			return corpus.Document{}, err
		}
		text, _, err := Decode(page)
		if err == nil {
			err = w.page(text)
		}
		if err != nil {
			return corpus.Document{}, fmt.Errorf("%s: %w", chapter, err)
		}
	}
	if err := w.asides(a, book); err != nil {
		return corpus.Document{}, err
	}
	doc := w.out.document()
	doc.Language, _, _ = strings.Cut(book.Language, "-")
	return doc, nil
}

// asides leaves out the table of contents, and pages outside of the linear order.
func (w *htmlWalker) asides(a *archive, b book) error {
	for _, part := range b.asides() {
		page, err := a.bytes(part.path)
		if errors.Is(err, errNoPart) {
			continue
		}
		if err != nil {
			return err
		}
		text, _, err := Decode(page)
		if err == nil {
			err = countTags(text)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part.path, err)
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return fmt.Errorf("%w: %s: %v", ErrDamaged, part.path, err)
		}
		for n := range root.Descendants() {
			if n.DataAtom == atom.Body {
				if err := w.out.leave(part.why, path.Base(part.path), wordsOf(n)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A bookAside is a page of a book that is not read as its text.
type bookAside struct {
	path string
	why  corpus.Why
}

// asides lists such pages, in the order of the package.
func (b book) asides() (found []bookAside) {
	spine := map[string]string{}
	for _, i := range b.Spine {
		spine[i.ID] = "no"
		if i.Linear != "no" {
			spine[i.ID] = "yes"
		}
	}
	for _, i := range b.Items {
		switch at := path.Join(path.Dir(b.root), i.Path); {
		case !strings.Contains(i.Type, "html"):
		case strings.Contains(i.Properties, "nav"):
			found = append(found, bookAside{at, corpus.Navigation})
		case spine[i.ID] == "no":
			found = append(found, bookAside{at, corpus.HiddenText})
		}
	}
	return found
}

// A book is an EPUB package: its files, and the order in which they are read.
type book struct {
	root     string // path of the package file, to which those of items are relative
	Language string `xml:"metadata>language"`
	Items    []struct {
		ID         string `xml:"id,attr"`
		Path       string `xml:"href,attr"`
		Type       string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		ID     string `xml:"idref,attr"`
		Linear string `xml:"linear,attr"`
	} `xml:"spine>itemref"`
}

// readBook reads the package file that the container names.
func readBook(a *archive) (b book, err error) {
	var container struct {
		Files []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := a.decode("META-INF/container.xml", &container); err != nil {
		return b, err
	}
	if len(container.Files) == 0 {
		return b, fmt.Errorf("%w: no META-INF/container.xml in it; is it a .epub?", ErrDamaged)
	}
	b.root = container.Files[0].Path
	return b, a.decode(b.root, &b)
}

// chapters returns the paths of the pages of the book in reading order, without the
// table of contents and pages outside of the linear order.
func (b book) chapters() (found []string) {
	paths := map[string]string{}
	for _, i := range b.Items {
		if !strings.Contains(i.Properties, "nav") && strings.Contains(i.Type, "html") {
			paths[i.ID] = path.Join(path.Dir(b.root), i.Path)
		}
	}
	for _, i := range b.Spine {
		if paths[i.ID] != "" && i.Linear != "no" {
			found = append(found, paths[i.ID])
		}
	}
	return found
}
