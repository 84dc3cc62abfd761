package format

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestEncodings(t *testing.T) {
	const text = "Interviewer: Wie fing es an?\n" +
		"Roe: Mit Geld – für die Brücke, naïve Öfen, „so“ sagte sie, größer, schöner, über alle Maßen.\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	const russian = "Мы начали с денег, и это было непросто, потому что денег не было ни у кого.\n"
	cyrillic, err := charmap.Windows1251.NewEncoder().Bytes([]byte(russian))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		data     []byte
		encoding string
		want     string
	}{
		{"UTF-8", []byte(text), "utf-8", text},
		{"UTF-8 with a byte order mark", []byte("\ufeff" + text), "utf-8", text},
		{"line ends of Windows", []byte(strings.ReplaceAll(text, "\n", "\r\n")), "utf-8", text},
		{"line ends of old Macs", []byte(strings.ReplaceAll(text, "\n", "\r")), "utf-8", text},
		{"UTF-16, little end first", utf16(unicode.LittleEndian, unicode.UseBOM), "utf-16le", text},
		{"UTF-16, big end first", utf16(unicode.BigEndian, unicode.UseBOM), "utf-16be", text},
		{"UTF-16 without a byte order mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", text},
		{"Windows-1252", windows, "windows-1252", text},
		{"Windows-1251", cyrillic, "windows-1251", russian},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read("a.txt", tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Encoding != tt.encoding {
				t.Errorf("encoding %s, want %s", doc.Encoding, tt.encoding)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	tests := []struct {
		name     string
		data     string
		encoding string
		want     string
	}{
		{"nothing", "", "utf-8", ""},
		{"ASCII", "plain", "utf-8", "plain"},
		{"mixed line ends", "a\r\nb\rc\nd", "utf-8", "a\nb\nc\nd"},
		{"NUL", "a\x00" + strings.Repeat("b", 300), "utf-8", "a" + strings.Repeat("b", 300)},
		{"a byte order mark that lies", "\xef\xbb\xbfcaf\xe9 au lait", "windows-1252", "ï»¿café au lait"},
		{"big-endian UTF-16 without a byte order mark", "\x00h\x00i\x00!", "utf-16be", "hi!"},
		{"little-endian UTF-16 without a byte order mark", "h\x00i\x00!\x00", "utf-16le", "hi!"},
		{"form feeds between pages", "one\ftwo", "utf-8", "one\ftwo"},
		{"Windows quotation marks", "\x93yes\x94 \x96 no", "windows-1252", "“yes” – no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := Decode([]byte(tt.data))
			if err != nil || text != tt.want || name != tt.encoding {
				t.Errorf("%q in %s, %v, want %q in %s", text, name, err, tt.want, tt.encoding)
			}
		})
	}
	for name, data := range map[string]string{
		"control characters": strings.Repeat("\x01\x02", 10),
		"a picture":          "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\x00\x10\x7f", 30),
	} {
		if text, _, err := Decode([]byte(data)); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "not a text but a binary file") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestTranscode(t *testing.T) {
	tests := []struct{ encoding, data, want string }{
		{"windows-1250", "\x8a\x9d", "Šť"},
		{"ISO-8859-2", "\xa9\xbb", "Šť"},
		{"macintosh", "\x8a\x8e", "äé"},
		{"shift_jis", "\x93\xfa\x96\x7b", "日本"},
		{"utf-8", "é", "é"},
	}
	for _, tt := range tests {
		if got, err := Transcode([]byte(tt.data), tt.encoding); err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.encoding, got, err, tt.want)
		}
	}
	_, err := Transcode([]byte("x"), "klingon")
	if err == nil || !strings.HasPrefix(err.Error(), `encoding "klingon": unknown; names are as on the web: utf-8, `) {
		t.Errorf("an unknown encoding: %v", err)
	}
}
