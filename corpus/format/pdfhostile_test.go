package format

import (
	"bytes"
	"compress/zlib"
	bits "encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// A page that unpacks to more than the engine's memory is refused; one of more lines than
// any text has, and one with more comments, are read in seconds.
func TestPDFHostile(t *testing.T) {
	r := engine(t)
	packed := packedZeros(400)
	bomb := pdfOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
		fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", len(packed), packed)})
	if _, err := r.Read("a.pdf", bomb); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "page 1 needs more than 192 MB") {
		t.Errorf("a bomb: %v", err)
	}
	var lines strings.Builder
	for i := range 4000 {
		lines.WriteString(at(float64(i%60)*10, float64(i/60)*4, 3, "7"))
	}
	note := "<</Type/Annot/Subtype/Text/F 4/Rect[0 0 9 9]/Contents(why)>>"
	doc := draftedPDF(t, r, sheet{content: lines.String(), marks: strings.Split(strings.Repeat(note+"\n", 3000), "\n")[:3000]})
	if len(doc.Comments) != maxMarks {
		t.Errorf("%d comments, want %d", len(doc.Comments), maxMarks)
	}
}

// packedZeros are so many megabytes of zeros, compressed. Only the first two are: each later one
// refers to the one before it, as the second does.
func packedZeros(megabytes int) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	chunk := make([]byte, 1<<20)
	w.Write(chunk)
	w.Flush()
	first := b.Len()
	w.Write(chunk)
	w.Flush()
	head, again := bytes.Clone(b.Bytes()[:first]), bytes.Clone(b.Bytes()[first:])
	end := bits.BigEndian.AppendUint32([]byte{1, 0, 0, 0xff, 0xff}, uint32(megabytes<<20%65521)<<16|1) // the last block is empty; Adler-32
	return slices.Concat(head, bytes.Repeat(again, megabytes-1), end)
}

// The zeros are what they say they are.
func TestZeros(t *testing.T) {
	r, err := zlib.NewReader(bytes.NewReader(packedZeros(3)))
	if err != nil {
		t.Fatal(err)
	}
	if all, err := io.ReadAll(r); err != nil || !bytes.Equal(all, make([]byte, 3<<20)) {
		t.Errorf("%d bytes, %v", len(all), err)
	}
}
