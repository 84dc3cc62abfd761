package format

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// zipped is a zip file of files by their names.
func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchiveParts(t *testing.T) {
	a, err := openArchive(zipped(t, map[string]string{"a.xml": "<a>one</a>", "b/c.txt": "two"}), ".docx")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := a.bytes("b/c.txt"); err != nil || string(data) != "two" {
		t.Errorf("b/c.txt is %q, %v", data, err)
	}
	_, err = a.bytes("missing.xml")
	if !errors.Is(err, errNoPart) || !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "no missing.xml in it; is it a .docx?") {
		t.Errorf("a part that is missing: %v", err)
	}
	var v struct {
		Text string `xml:",chardata"`
	}
	if err := a.decode("a.xml", &v); err != nil || v.Text != "one" {
		t.Errorf("a.xml has %q, %v", v.Text, err)
	}
	if err := a.decode("missing.xml", &v); err != nil {
		t.Errorf("settings that are missing: %v", err)
	}
	if err := a.decode("b/c.txt", &v); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "b/c.txt breaks off") {
		t.Errorf("settings that are not XML: %v", err)
	}
}

// All parts of an archive together have one budget of bytes.
func TestArchiveBudget(t *testing.T) {
	a, err := openArchive(zipped(t, map[string]string{"a": strings.Repeat("a", 60), "b": strings.Repeat("b", 60)}), ".odt")
	if err != nil {
		t.Fatal(err)
	}
	a.left = 100
	if _, err := a.bytes("a"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.bytes("b"); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "unpacks to more than 128 MB") {
		t.Errorf("the second part: %v, want %v", err, ErrTooLarge)
	}
}

// A part with settings has less, and the error names what it may have.
func TestArchiveSettings(t *testing.T) {
	a, err := openArchive(zipped(t, map[string]string{"styles.xml": "<a>" + strings.Repeat("<b></b>", maxSettings/7) + "</a>"}), ".docx")
	if err != nil {
		t.Fatal(err)
	}
	var v struct{}
	if err := a.decode("styles.xml", &v); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "styles.xml: too large: it unpacks to more than 4 MB") {
		t.Errorf("settings of more than %d bytes: %v, want %v", maxSettings, err, ErrTooLarge)
	}
}

func TestLimitedAttributes(t *testing.T) {
	element := func(attributes int) string { return "<a" + strings.Repeat(` b="c"`, attributes) + ">" }
	tests := []struct {
		name, text string
		is         error
	}{
		{"as many as allowed", element(maxAttributes), nil},
		{"one more", element(maxAttributes + 1), ErrDamaged},
		{"many elements with few", strings.Repeat(element(3), maxAttributes), nil},
		{"quotation marks in text", "<a>" + strings.Repeat(`"x" `, maxAttributes), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			left := len(tt.text) + 1
			_, err := io.ReadAll(&limited{r: strings.NewReader(tt.text), left: &left})
			if !errors.Is(err, tt.is) {
				t.Errorf("error %v, want %v", err, tt.is)
			}
		})
	}
}

func TestWalkDepth(t *testing.T) {
	for depth, is := range map[int]error{maxDepth - 1: io.EOF, maxDepth + 1: ErrDamaged} {
		d := xml.NewDecoder(strings.NewReader(strings.Repeat("<a>", depth) + strings.Repeat("</a>", depth)))
		level := 0
		var start func(xml.StartElement) error
		ignore := func(string) error { return nil }
		start = func(xml.StartElement) error { return walk(d, &level, false, start, ignore) }
		if err := walk(d, &level, true, start, ignore); !errors.Is(err, is) {
			t.Errorf("%d elements deep: %v, want %v", depth, err, is)
		}
		if is == io.EOF && level != 0 {
			t.Errorf("depth %d after the end", level)
		}
	}
}
