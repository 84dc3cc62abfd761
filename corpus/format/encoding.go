package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Decode converts a file's bytes to UTF-8 with \n line ends and without a byte order
// mark, and returns the name of the encoding that it detected. A byte order mark
// decides; otherwise bytes of which every other one is 0 are UTF-16, valid UTF-8 is
// UTF-8, and the rest is guessed from the letters. The error wraps [ErrDamaged] if
// the bytes are not text.
func Decode(data []byte) (text, name string, err error) {
	name, enc := detect(data)
	if enc != nil {
		if data, err = enc.NewDecoder().Bytes(data); err != nil {
			return "", "", fmt.Errorf("%w: not readable as %s", ErrDamaged, name)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if n := controls(data); n > 0 && n*200 > len(data) {
		return "", "", fmt.Errorf("%w: not a text but a binary file", ErrDamaged)
	}
	s := strings.ReplaceAll(string(data), "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.ReplaceAll(s, "\x00", ""), name, nil // databases refuse NUL
}

// Transcode converts text in a named encoding (as "windows-1250" or "macintosh") to
// UTF-8, for a file whose encoding [Decode] does not guess. It returns an error if
// there is no such encoding.
func Transcode(data []byte, name string) ([]byte, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("encoding %q: unknown; names are as on the web: "+
			"utf-8, windows-1252, iso-8859-2, macintosh, utf-16le, shift_jis…", name)
	}
	return enc.NewDecoder().Bytes(data)
}

// detect returns the encoding of data and its name; nil for UTF-8.
func detect(data []byte) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		if utf8.Valid(data) {
			return "utf-8", nil
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	even, odd := zeros(data)
	switch half := len(data) / 2; {
	case half > 0 && odd*4 > half && even*20 < half:
		return "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case half > 0 && even*4 > half && odd*20 < half:
		return "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case utf8.Valid(data):
		return "utf-8", nil
	}
	return guess(data)
}

// guess asks the library, and corrects its known mistakes: Western European texts
// are detected as windows-1254 or another relative of windows-1252.
func guess(data []byte) (string, encoding.Encoding) {
	sample := data[:min(len(data), 64<<10)]
	name := strings.ToLower(chardet.Detect(sample).Encoding)
	switch name {
	case "", "ascii", "utf-8", "utf-8-sig", "iso-8859-1", "iso-8859-9", "windows-1254", "windows-1252":
		return "windows-1252", charmap.Windows1252
	case "macroman":
		return "macintosh", charmap.Macintosh
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return "windows-1252", charmap.Windows1252
	}
	return name, enc
}

// zeros counts the bytes 0 at even and at odd positions.
func zeros(data []byte) (even, odd int) {
	for i, b := range data[:min(len(data), 4096)] {
		if b == 0 {
			even += 1 - i&1
			odd += i & 1
		}
	}
	if len(data) > 4096 { // extrapolated from the beginning
		even, odd = even*(len(data)/4096), odd*(len(data)/4096)
	}
	return even, odd
}

// controls counts the control characters that do not occur in text.
func controls(data []byte) (n int) {
	for _, b := range data {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' || b == 0x7f {
			n++
		}
	}
	return n
}
