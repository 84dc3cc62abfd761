package refi

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tokens lists what next gives up to an error, and in which line that is; text of white space
// alone is left out.
func tokens(next func() (xml.Token, error), line func() int) (all []string) {
	for {
		token, err := next()
		var syntax *xml.SyntaxError
		switch t := token.(type) {
		case xml.CharData:
			if strings.Trim(string(t), " \t\r\n") == "" && err == nil {
				continue
			}
		case xml.StartElement:
			token = xml.StartElement{Name: t.Name, Attr: append([]xml.Attr{}, t.Attr...)}
		}
		if errors.As(err, &syntax) {
			err = errors.New(syntax.Msg)
		}
		all = append(all, fmt.Sprintf("%T %q %v %d", token, token, err, line()))
		if err != nil {
			return all
		}
	}
}

// compareTokens reads a document as encoding/xml alone does, and as a tokenizer does that sees
// so many bytes at a time.
func compareTokens(t *testing.T, document []byte, window int) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	want := tokens(d.RawToken, func() int { line, _ := d.InputPos(); return line })
	in := bufio.NewReaderSize(bytes.NewReader(document), window)
	x := tokenizer{in: in, d: xml.NewDecoder(in)}
	got := tokens(func() (xml.Token, error) { return x.next(true, nil) }, x.line)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q, %d bytes at a time (- encoding/xml, + tokenizer):\n%s", document, window, diff)
	}
}

var tagged = []string{
	`<a b="1" c='2'><d/></a>`, "<a\n b=\"1\"\r\n\tc = \"x\" ></a >", `<a b="&amp;é😀"/><c/>`, `<a b="x<y"/>`, `<a b=1/>`, `<a b/>`, `<a b="1"c="2"/>`,
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x -->\n<a>\n\n<b>\n</b>\n</a\n>", `<x:a y:b="1"/><a-b.c_d e-f="1"/><é é="é"/>`, "<a b='\xff'/>", "<a b='\ufffe'/>",
	"<a b='\x01'/>", "<a b='line\nfeed\ttab'/>", `<a>text<b/> text <![CDATA[<c/>]]></a>`, `<a`, `<a b="`, `<a b="1"`, `<a /`, `< a/>`, `</`, `</a`, `</ a>`, `</a/>`, `<a/ >`, `<1/>`, "",
	`<a b="1" b="2"/>`, `<a =""/>`, "\ufeff<a/>", `<a>]]></a>`, "<a><b c='d'/>\n\n\n<&/></a>", `<a b=">"/>`,
	`<Coding guid="` + strings.Repeat("x", plainTag) + `"/><a/>`, strings.Repeat(" \n", plainTag) + "<a/>" + strings.Repeat("<b>", 5000),
}

// What is read of a document is the same as what encoding/xml reads of it, line by line.
func TestTokens(t *testing.T) {
	for _, document := range tagged {
		for _, window := range []int{16, plainTag, 64 << 10} {
			compareTokens(t, []byte(document), window)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, document := range tagged {
		f.Add([]byte(document))
	}
	for _, file := range []string{"testdata/standard-A2.qde", "testdata/everything.qde", "testdata/everything.qdc"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		compareTokens(t, document, 16)
		compareTokens(t, document, 64<<10)
	})
}
