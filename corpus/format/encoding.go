package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	utf16 "golang.org/x/text/encoding/unicode"

	"crosscase/corpus"
)

// Decode converts a file's bytes to UTF-8 with \n line ends and without a byte order
// mark, and returns the name of the encoding that it detected. A byte order mark
// decides; otherwise bytes of which every other one is 0 are UTF-16, UTF-8 with fewer
// damaged bytes than good letters is UTF-8, and the rest is guessed from the letters. The
// error wraps [ErrDamaged] if the bytes are not text.
func Decode(data []byte) (text, name string, err error) {
	name, enc := detect(data)
	if enc != nil {
		if data, err = enc.NewDecoder().Bytes(data); err != nil {
			return "", "", fmt.Errorf("%w: not readable as %s", ErrDamaged, name)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if binary(data) {
		return "", "", fmt.Errorf("%w: not a text but a binary file", ErrDamaged)
	}
	return withoutSigns(clean(string(data))), name, nil
}

// withoutSigns makes lines of what breaks them in word processors, as U+000B, and removes signs of control
// that nobody sees and that would cut words in two, as U+001F for a soft hyphen. U+001F and U+001E stay
// between the fields of a database, where no letters of one word are around them.
func withoutSigns(s string) string {
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r == '\v', r == '\u2028', r == '\u2029':
			r = '\n'
		case r == '\x1e' && unicode.IsLetter(before) && unicode.IsLower(after):
			r = '\u2011'
		case isControl(r) && (r < '\x1e' || !unicode.IsUpper(after) && !unicode.IsDigit(after)):
			continue
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// isControl reports whether a sign is none that a text has, but U+0015, which is around times in CHAT, and
// U+001B, which is shown as a sign.
func isControl(r rune) bool {
	switch r {
	case '\n', '\t', '\f', '\x15', '\x1b':
		return false
	}
	return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029'
}

// Transcode converts text in a named encoding (as "windows-1250" or "macintosh") to
// UTF-8, for a file whose encoding [Decode] does not guess. It returns an error if
// there is no such encoding.
func Transcode(data []byte, name string) ([]byte, error) {
	enc, err := encodingNamed(name)
	if err != nil {
		return nil, fmt.Errorf("encoding %q: unknown; names are as on the web: "+
			"utf-8, windows-1252, iso-8859-2, macintosh, utf-16le, shift_jis…", name)
	}
	return enc.NewDecoder().Bytes(data)
}

// encodingNamed returns an encoding by its name on the web, or a code page of DOS, which the web has not,
// by its name in the IANA's list: ibm437, cp850.
func encodingNamed(name string) (encoding.Encoding, error) {
	if e, err := htmlindex.Get(name); err == nil {
		return e, nil
	}
	return ianaindex.IANA.Encoding(name)
}

// detect returns the encoding of data and its name; nil for UTF-8.
func detect(data []byte) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		if utf8.Valid(data) {
			return "utf-8", nil
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return "utf-16le", utf16.UTF16(utf16.LittleEndian, utf16.UseBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be", utf16.UTF16(utf16.BigEndian, utf16.UseBOM)
	}
	even, odd := zeros(data)
	switch half := len(data) / 2; {
	case half > 0 && odd*4 > half && even*20 < half:
		return "utf-16le", utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)
	case half > 0 && even*4 > half && odd*20 < half:
		return "utf-16be", utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	case utf8.Valid(data) || nearlyUTF8(data):
		return "utf-8", nil
	}
	return guess(data)
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

// nearlyUTF8 reports whether there are more letters of several bytes than damaged bytes: a
// text that was cut, or to which a line in another encoding was added. In other encodings
// bytes rarely happen to be a letter of UTF-8.
func nearlyUTF8(data []byte) bool {
	good, bad := 0, 0
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > bad
}

// damagedBytes notes the bytes of a text in UTF-8 that are none, each with its line.
func damagedBytes(data []byte) (found []corpus.LeftOut) {
	for line := 1; len(data) > 0; {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1 && len(found) < maxBlocks:
			found = append(found, corpus.LeftOut{Why: corpus.DamagedByte, Where: fmt.Sprintf("line %d", line), Text: fmt.Sprintf("0x%X", data[0])})
		case r == '\n', r == '\r' && !bytes.HasPrefix(data, []byte("\r\n")):
			line++
		}
		data = data[n:]
	}
	return found
}

// binary reports whether bytes are not text. Texts of some programs have control
// characters, as U+0015 around times, but few kinds of them and more letters.
func binary(data []byte) bool {
	var kinds [256]bool
	controls, different, nul := 0, 0, 0
	for _, b := range data {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' || b == 0x7f {
			if controls++; !kinds[b] {
				kinds[b] = true
				different++
			}
			if b == 0 {
				nul++
			}
		}
	}
	return nul*200 > len(data) || controls*200 > len(data) && different > 4 || controls*3 > len(data) && controls > 0
}

// visible removes signs without width that only say where a line may break, and would hide
// a word from searches: soft hyphens, zero width spaces, word joiners. Thai, Lao, Khmer
// and Burmese have zero width spaces between words; there they stay.
func visible(s string) string {
	if !strings.Contains(s, "\u00ad") && !strings.Contains(s, "\u200b") && !strings.Contains(s, "\u2060") && !strings.Contains(s, "\ufeff") {
		return s
	}
	var b strings.Builder
	before := rune(0)
	for i, r := range s {
		switch r {
		case '\u00ad', '\u2060', '\ufeff':
			continue
		case '\u200b':
			if after, _ := utf8.DecodeRuneInString(s[i+len("\u200b"):]); !unspacedScript(before) || !unspacedScript(after) {
				continue
			}
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// unspacedScript reports whether a letter is of a script without spaces between words that has
// zero width spaces there.
func unspacedScript(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
