package format

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crosscase/corpus"
)

// bomb is an archive in which one part begins with begin and goes on with filling for
// 140 MB. Of those one is compressed, and what came of it is repeated: it refers to no more
// than the 32 kB before it, which are the same each time.
func bomb(t *testing.T, part, begin, filling string, more map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range more {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, data)
	}
	chunk := []byte(strings.Repeat(filling, 1+(1<<20)/len(filling)))
	var packed bytes.Buffer
	deflate, _ := flate.NewWriter(&packed, flate.DefaultCompression)
	sum := crc32.NewIEEE()
	size := 0
	write := func(data []byte) {
		size += len(data)
		sum.Write(data)
		deflate.Write(data)
		deflate.Flush()
	}
	write([]byte(begin))
	write(chunk)
	first := packed.Len()
	write(chunk)
	again := bytes.Clone(packed.Bytes()[first:])
	for range 138 {
		size += len(chunk)
		sum.Write(chunk)
		packed.Write(again)
	}
	deflate.Close()
	w, err := z.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, CRC32: sum.Sum32(),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size)})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed.Bytes())
	z.Close()
	return b.Bytes()
}

// Files of a few kilobytes that unpack to gigabytes, refer to themselves or are nested
// without end are rejected, each with its reason, before they exhaust the memory.
func TestBombs(t *testing.T) {
	const odt = `<office:document-content xmlns:office="` + odfOffice + `" xmlns:text="` + odfText + `" xmlns:table="` + odfTable + `">` +
		`<office:body><office:text>`
	const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">` +
		`<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	table := func(open string, times int) string { return strings.Repeat(open, times) }
	container := map[string]string{
		"META-INF/container.xml": `<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>`,
		"a.opf": `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>` +
			`<spine><itemref idref="a"/></spine></package>`,
	}
	tests := []struct {
		name, file string
		data       func() []byte
		is         error
	}{
		{"text without end", "a.docx", func() []byte {
			return bomb(t, "word/document.xml", docxHead, "<w:p><w:r><w:t>"+strings.Repeat("a", 1000)+"</w:t></w:r></w:p>", nil)
		}, ErrTooLarge},
		{"short lines without end", "a.docx", func() []byte {
			lines := strings.Repeat("<w:br/>", 30) + "<w:t>a</w:t>" // empty paragraphs are none, empty lines are
			return bomb(t, "word/document.xml", docxHead, "<w:p><w:r><w:t>a</w:t>"+lines+"</w:r></w:p>", nil)
		}, ErrTooLarge},
		{"styles without end", "a.docx", func() []byte {
			return bomb(t, "word/styles.xml", "<styles>", "<style/>", map[string]string{"word/document.xml": docxHead + "<w:p/>"})
		}, ErrTooLarge},
		{"attributes without end", "a.docx", func() []byte {
			return bomb(t, "word/document.xml", docxHead+"<w:p ", `a="" `, nil)
		}, ErrDamaged},
		{"entities", "a.docx", func() []byte {
			return zipped(t, map[string]string{"word/document.xml": laughs + "<w:document>&c;</w:document>"})
		}, ErrDamaged},
		{"tables in tables", "a.docx", func() []byte {
			return zipped(t, map[string]string{"word/document.xml": docxHead + table("<w:tbl><w:tr><w:tc>", 5000)})
		}, ErrDamaged},
		{"text without end", "a.odt", func() []byte {
			return bomb(t, "content.xml", odt, "<text:p>"+strings.Repeat("a", 1000)+"</text:p>", nil)
		}, ErrTooLarge},
		{"entities", "a.odt", func() []byte {
			return zipped(t, map[string]string{"content.xml": laughs + "<text>&c;</text>"})
		}, ErrDamaged},
		{"tables in tables", "a.odt", func() []byte {
			return zipped(t, map[string]string{"content.xml": odt + table("<table:table><table:table-row><table:table-cell>", 5000)})
		}, ErrDamaged},
		{"a chapter without end", "a.epub", func() []byte {
			return bomb(t, "a.xhtml", "<p>", "aaaaaaaa ", container)
		}, ErrTooLarge},
		{"elements without end", "a.epub", func() []byte {
			return bomb(t, "a.xhtml", "<p>", "<br>", container)
		}, ErrTooLarge},
		{"elements without end", "a.html", func() []byte { return []byte(strings.Repeat("<br>", 4<<20)) }, ErrTooLarge},
		{"tables in tables", "a.html", func() []byte { return []byte(strings.Repeat("<table><tr><td>", 5000)) }, ErrDamaged},
		{"groups in groups", "a.rtf", func() []byte { return []byte(`{\rtf1 ` + strings.Repeat("{", 1<<20)) }, ErrDamaged},
		{"segments without end", "a.json", func() []byte { return []byte(`{"segments":[` + strings.Repeat("{},", 2<<20) + "{}]}") }, ErrTooLarge},
		{"lists in lists", "a.json", func() []byte { return []byte(`{"segments":` + strings.Repeat("[", 1<<20)) }, ErrDamaged},
		{"lines without end", "a.txt", func() []byte { return []byte(strings.Repeat("a\n", 2<<20)) }, ErrTooLarge},
		{"one long line", "a.txt", func() []byte { return []byte("Roe: " + strings.Repeat("word ", 700_000)) }, ErrTooLarge},
		{"lines of 9 MB", "a.txt", func() []byte { return []byte(strings.Repeat(strings.Repeat("word ", 200)+"\n", 9000)) }, ErrTooLarge},
		{"accents without end", "a.txt", func() []byte { return []byte("Roe: a" + strings.Repeat("\u0301", 1000)) }, ErrDamaged},
		{"one long paragraph", "a.odt", func() []byte {
			return bomb(t, "content.xml", odt+"<text:p>", "aaaaaaaa ", nil)
		}, ErrTooLarge},
		{"a text of 200 MB", "a.txt", func() []byte { return make([]byte, 200<<20) }, ErrTooLarge},
		{"a document of 201 MB", "a.pdf", func() []byte { return make([]byte, 201<<20) }, ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name+" in "+tt.file, func(t *testing.T) {
			data := tt.data()
			_, err := Read(tt.file, data)
			if !errors.Is(err, tt.is) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 200 {
				t.Errorf("%d kB: error %v, want %v", len(data)>>10, err, tt.is)
			}
		})
	}
	sheet := bomb(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row><c><v>1</v></c></row>", nil)
	if _, err := ReadTable("a.xlsx", sheet); !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrDamaged) {
		t.Errorf("a sheet without end: %v", err)
	}
}

// A far cell makes a sheet of millions of cells, which are not kept.
func TestFarCells(t *testing.T) {
	f := excelize.NewFile()
	sheet, err := f.NewStreamWriter("Sheet1") // which does not fill what is before the cell
	if err != nil {
		t.Fatal(err)
	}
	for row := range 300 {
		if err := sheet.SetRow(fmt.Sprintf("XFD%d", row+1), []any{"x"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := sheet.Flush(); err != nil {
		t.Fatal(err)
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	_, err = ReadTable("a.xlsx", data.Bytes())
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "line 258: a value in column XFD, which makes more than 4194304 cells") {
		t.Error(err)
	}
}

// Values below the first row that have no name of a column are kept.
func TestNamelessColumns(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]string{"A1": "name", "F1": " ", "A2": "Roe", "A3": "Lee", "C3": "late", "A4": "Ann", "B4": "x"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	table, err := ReadTable("a.xlsx", data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	checkTable(t, table)
	want := corpus.Table{Encoding: "utf-8", Columns: []string{"name", "column B", "column C"}, Rows: []corpus.Row{
		{Line: 2, Values: []string{"Roe", "", ""}}, {Line: 3, Values: []string{"Lee", "", "late"}}, {Line: 4, Values: []string{"Ann", "x", ""}}}}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Error(diff)
	}
}
