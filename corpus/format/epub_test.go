package format

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

// bookParts are the files of a book with two chapters and a table of contents.
func bookParts() map[string]string {
	return map[string]string{
		"META-INF/container.xml": `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
		"OEBPS/book.opf": `<package><metadata><language>en-GB</language></metadata><manifest>
			<item id="c2" href="text/two.xhtml" media-type="application/xhtml+xml"/>
			<item id="c1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
			<item id="toc" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
			<item id="css" href="style.css" media-type="text/css"/>
			<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/>
			</manifest><spine>
			<itemref idref="toc"/><itemref idref="css"/><itemref idref="c1"/><itemref idref="c2"/>
			<itemref idref="notes" linear="no"/><itemref idref="unknown"/></spine></package>`,
		"OEBPS/text/one.xhtml": "<html><body><h1>One</h1><p>It began.</p></body></html>",
		"OEBPS/text/two.xhtml": "<html><body><h1>Two</h1><p>It ended.</p></body></html>",
		"OEBPS/nav.xhtml":      "<html><body><p>Contents</p></body></html>",
		"OEBPS/notes.xhtml":    "<html><body><p>Aside</p></body></html>",
	}
}

func TestEPUB(t *testing.T) {
	doc := readOK(t, "a.epub", zipped(t, bookParts()))
	if want := "One\n\nIt began.\n\nTwo\n\nIt ended."; doc.Body != want || doc.Language != "en" {
		t.Errorf("%q in %q, want %q in en", doc.Body, doc.Language, want)
	}
	if want := "# One\n| It began.\n# Two\n| It ended.\n"; outline(doc) != want {
		t.Errorf("outline %q, want %q", outline(doc), want)
	}
}

func TestInvalidEPUB(t *testing.T) {
	tests := []struct {
		name   string
		change func(parts map[string]string)
		is     error
		says   string
	}{
		{"no container", func(p map[string]string) { delete(p, "META-INF/container.xml") }, ErrDamaged,
			"no META-INF/container.xml in it; is it a .epub?"},
		{"a container that breaks off", func(p map[string]string) { p["META-INF/container.xml"] = "<container>" }, ErrDamaged,
			"container.xml breaks off"},
		{"a package that breaks off", func(p map[string]string) { p["OEBPS/book.opf"] = "<package>" }, ErrDamaged, "book.opf breaks off"},
		{"copy protection", func(p map[string]string) { p["META-INF/rights.xml"] = "<rights/>" }, ErrDamaged, "the book is protected"},
		{"a chapter that is a picture", func(p map[string]string) { p["OEBPS/text/two.xhtml"] = strings.Repeat("\x01\x02", 50) },
			ErrDamaged, "OEBPS/text/two.xhtml: damaged: not a text"},
		{"no chapters", func(p map[string]string) { delete(p, "OEBPS/text/one.xhtml"); delete(p, "OEBPS/text/two.xhtml") }, ErrEmpty, "no words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := maps.Clone(bookParts())
			tt.change(parts)
			_, err := Read("a.epub", zipped(t, parts))
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
	parts := bookParts()
	delete(parts, "OEBPS/text/one.xhtml") // a missing chapter is left out
	if doc := readOK(t, "a.epub", zipped(t, parts)); doc.Body != "Two\n\nIt ended." {
		t.Errorf("without its first chapter the book is %q", doc.Body)
	}
}
