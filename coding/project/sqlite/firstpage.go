package sqlite

import (
	"cmp"
	"encoding/binary"
	"errors"
	"os"
	"slices"
)

// The first page of a file is the root of the list of tables, whose rows say on which page
// each table begins. The list takes more than a page, so that the first one holds no rows,
// but only which pages do. Those are told by what is on them, and the first page can be made
// again, whatever was there.

// kinds of pages, as they begin.
const (
	innerPage = 5
	leafPage  = 13
)

// A schemaPage is a page with rows of the list of tables.
type schemaPage struct {
	number      uint32
	first, last uint64 // numbers of its rows
	used        int    // bytes
}

// remakeFirstPage makes the first page of a file anew from the pages with the list of tables.
// The header is left as it is. It does nothing where there is no such page.
func remakeFirstPage(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	pages, err := schemaPages(f)
	if err != nil || len(pages) == 0 {
		return err
	}
	page := make([]byte, pageSize-headerSize)
	page[0] = innerPage
	last := len(pages) - 1
	binary.BigEndian.PutUint16(page[3:], uint16(last))
	binary.BigEndian.PutUint32(page[8:], pages[last].number)
	content := len(page)
	for i, p := range pages[:last] {
		cell := appendVarint(binary.BigEndian.AppendUint32(nil, p.number), p.last)
		content -= len(cell)
		copy(page[content:], cell)
		binary.BigEndian.PutUint16(page[12+2*i:], uint16(headerSize+content))
	}
	binary.BigEndian.PutUint16(page[5:], uint16(headerSize+content))
	_, err = f.WriteAt(page, headerSize)
	return err
}

// schemaPages are the pages with rows of the list of tables, in the order of those. Of pages
// with the same rows, of which some are free by now, the fullest is taken: columns were only
// ever added.
func schemaPages(f *os.File) (pages []schemaPage, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	page := make([]byte, pageSize)
	for number := int64(2); number <= info.Size()/pageSize; number++ {
		if _, err := f.ReadAt(page, (number-1)*pageSize); err != nil {
			return nil, err
		}
		if p, ok := schemaPageOf(page); ok {
			p.number = uint32(number)
			pages = append(pages, p)
		}
	}
	slices.SortFunc(pages, func(a, b schemaPage) int { return cmp.Compare(b.used, a.used) })
	var apart []schemaPage
	for _, p := range pages {
		if !slices.ContainsFunc(apart, func(o schemaPage) bool { return p.first <= o.last && o.first <= p.last }) {
			apart = append(apart, p)
		}
	}
	slices.SortFunc(apart, func(a, b schemaPage) int { return cmp.Compare(a.first, b.first) })
	const most = 100 // that fit on the first page; a list is three pages long
	if len(apart) > most {
		return nil, errors.New("too many pages with lists of tables")
	}
	return apart, nil
}

// schemaPageOf tells whether all rows on a page are of the list of tables.
func schemaPageOf(page []byte) (p schemaPage, ok bool) {
	rows := int(binary.BigEndian.Uint16(page[3:]))
	if page[0] != leafPage || rows == 0 || 8+2*rows > len(page) {
		return p, false
	}
	for i := range rows {
		at := int(binary.BigEndian.Uint16(page[8+2*i:]))
		if at >= len(page) {
			return p, false
		}
		size, rest := varint(page[at:])
		number, row := varint(rest)
		if size > uint64(len(row)) || i > 0 && number <= p.last || !isSchemaRow(row[:size]) {
			return p, false
		}
		if i == 0 {
			p.first = number
		}
		p.last, p.used = number, p.used+int(size)
	}
	return p, true
}

// isSchemaRow tells whether a row is one of the list of tables: of five columns, the first of
// which says table or index.
func isSchemaRow(row []byte) bool {
	size, rest := varint(row)
	if size > uint64(len(row)) || len(row)-len(rest) > int(size) {
		return false
	}
	columns := 0
	for types := rest[:int(size)-(len(row)-len(rest))]; len(types) > 0; columns++ {
		_, types = varint(types)
	}
	kind := string(row[size:min(len(row), int(size)+5)])
	return columns == 5 && (kind == "table" || kind == "index")
}

// varint reads a number as SQLite writes it: seven bits a byte, the highest first, and all of
// the ninth; 0 where there is none.
func varint(b []byte) (n uint64, rest []byte) {
	for i, c := range b {
		if i == 8 {
			return n<<8 | uint64(c), b[i+1:]
		}
		if n = n<<7 | uint64(c&0x7f); c < 0x80 {
			return n, b[i+1:]
		}
	}
	return 0, nil
}

// appendVarint writes a number of at most 63 bits as varint reads it.
func appendVarint(b []byte, n uint64) []byte {
	digits := []byte{byte(n & 0x7f)}
	for n >>= 7; n > 0; n >>= 7 {
		digits = append(digits, byte(n&0x7f)|0x80)
	}
	slices.Reverse(digits)
	return append(b, digits...)
}
