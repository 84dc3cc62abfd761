package format

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// started is the PDF engine of all tests, since starting it takes a good part of a second, and
// seconds where it was never compiled before.
var started = sync.OnceValues(func() (*pdfEngine, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return startPDF("")
	}
	return startPDF(filepath.Join(cache, "crosscase", "pdf"))
})

// engine reads PDF documents.
func engine(t testing.TB) *Reader {
	t.Helper()
	e, err := started()
	if err != nil {
		t.Fatal(err)
	}
	return &Reader{pdf: e}
}

func TestPDFRefused(t *testing.T) {
	r := engine(t)
	read := func(file, password string) (corpus.Document, error) {
		data, err := os.ReadFile("testdata/real/" + file)
		if err != nil {
			t.Fatal(err)
		}
		r.Password = password
		return r.Read(file, data)
	}
	if _, err := read("encrypted.qpdf.pdf", ""); !errors.Is(err, ErrPassword) || !strings.Contains(err.Error(), "asks for a password") {
		t.Errorf("without its password: %v", err)
	}
	if _, err := read("encrypted.qpdf.pdf", "wrong"); !errors.Is(err, ErrPassword) {
		t.Errorf("with a wrong password: %v", err)
	}
	if doc, err := read("encrypted.qpdf.pdf", "secret"); err != nil || !strings.Contains(doc.Body, "Anna Roe: And a friendship or two.") {
		t.Errorf("with its password: %v, %q", err, doc.Body)
	}
	var asked []string
	answers := []string{"wrong", "secret"}
	r.Ask = func(file string, wrong bool) string {
		asked = append(asked, fmt.Sprint(file, " ", wrong))
		return answers[min(len(asked), len(answers))-1]
	}
	for range 2 { // what opened a file is tried before anybody is asked again
		if _, err := read("encrypted.qpdf.pdf", ""); err != nil || len(asked) != 2 {
			t.Errorf("asked for %v: %v", asked, err)
		}
	}
	if want := []string{"encrypted.qpdf.pdf false", "encrypted.qpdf.pdf true"}; !slices.Equal(asked, want) { // the first was wrong
		t.Errorf("asked %v, want %v", asked, want)
	}
	r.typed, answers, asked = nil, []string{"wrong"}, nil
	if _, err := read("encrypted.qpdf.pdf", "neither"); !errors.Is(err, ErrPassword) || len(asked) != maxAsked || !strings.HasSuffix(asked[0], " true") {
		t.Errorf("asked %d times: %v", len(asked), err)
	}
	if _, err := read("scanned.weasyprint.pdf", ""); !errors.Is(err, ErrEmpty) || !strings.Contains(err.Error(), "scanner") {
		t.Errorf("a picture: %v", err)
	}
	for _, broken := range []string{"%PDF-1.7\n", "%PDF-1.4 hello", "hello"} {
		if _, err := r.Read("a.pdf", []byte(broken)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

// Pages are places in the text: each begins with its first words.
func TestPDFPages(t *testing.T) {
	data, err := os.ReadFile("testdata/real/paged.pdflatex.pdf")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := engine(t).Read("a.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Pages) < 2 || doc.Pages[0] != 0 {
		t.Fatalf("pages begin at %v", doc.Pages)
	}
	for i, at := range doc.Pages {
		t.Logf("page %d: …%q", i+1, doc.Body[at:at+40])
	}
}

// Comments are kept aside with who wrote them and the words that they are about.
func TestComments(t *testing.T) {
	for _, file := range []string{"comments.python-docx.docx", "comments.libreoffice.docx", "comments.libreoffice.odt",
		"comments.libreoffice.rtf"} {
		data, err := os.ReadFile("testdata/real/" + file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(file, data)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range doc.Comments {
			got = append(got, c.Author+": "+strings.ReplaceAll(c.Text, "\n",
				" / ")+" | "+strings.ReplaceAll(doc.Body[c.Span.Start:c.Span.End], "\n", "/"))
			if c.At.IsZero() && filepath.Ext(file) != ".rtf" {
				t.Errorf("%s: a comment without a date", file)
			}
		}
		want := []string{
			"A. Coder: Ask about the amount. | It began with money.",
			"J. Reader: Who says so? / Both of them. | It began with money. Nobody had any.//Penn: Yes – for years.",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}
