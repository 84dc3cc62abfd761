package format

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A page that unpacks to more than the engine's memory is refused; one of more lines than
// any text has, and one with more comments, are read in seconds.
func TestPDFHostile(t *testing.T) {
	r := engine(t)
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	for range 400 {
		w.Write(make([]byte, 1<<20))
	}
	w.Close()
	bomb := pdfOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
		fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", packed.Len(), packed.String())})
	if _, err := r.Read("a.pdf", bomb); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "page 1 needs more than 192 MB") {
		t.Errorf("a bomb: %v", err)
	}
	var lines strings.Builder
	for i := range 12_000 {
		lines.WriteString(at(float64(i%60)*10, float64(i/60)*4, 3, "7"))
	}
	note := "<</Type/Annot/Subtype/Text/F 4/Rect[0 0 9 9]/Contents(why)>>"
	doc := draftedPDF(t, r, sheet{content: lines.String(), marks: strings.Split(strings.Repeat(note+"\n", 3000), "\n")[:3000]})
	if len(doc.Comments) != maxMarks {
		t.Errorf("%d comments, want %d", len(doc.Comments), maxMarks)
	}
}
