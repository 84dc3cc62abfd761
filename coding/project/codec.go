package project

import (
	"encoding/binary"
	"fmt"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// A transcript's turns and words are kept in one value each, as unsigned varints:
// they belong to a text, never change, and are read whole with every study. As
// rows they would take fifty times as long.

// encodeWords writes how many words there are, then how far each begins behind the one
// before.
func encodeWords(words []int32) []byte {
	b := binary.AppendUvarint(make([]byte, 0, len(words)+8), uint64(len(words)))
	last := int32(0)
	for _, w := range words {
		b = binary.AppendUvarint(b, uint64(w-last))
		last = w
	}
	return b
}

// decodeWords reads what encodeWords wrote; of nothing it makes nothing.
func decodeWords(b []byte) ([]int32, error) {
	if len(b) == 0 {
		return nil, nil
	}
	d := decoder{b: b}
	words := make([]int32, d.count())
	last := 0
	for i := range words {
		last += d.next()
		words[i] = int32(last)
	}
	return words, d.err
}

// encodeTurns writes how many turns there are, then seven numbers for each: its start behind
// the end of the one before, the length of its label, the length of its words, its kind, its
// speaker (0 is nobody), from and to in nanoseconds (0 is unknown, else one more).
func encodeTurns(turns []corpus.Turn) []byte {
	b := binary.AppendUvarint(make([]byte, 0, 8*len(turns)+8), uint64(len(turns)))
	end := 0
	for _, t := range turns {
		for _, n := range []int{t.Start - end, t.Body - t.Start, t.End - t.Body, int(t.Kind),
			t.Speaker + 1, int(t.From + 1), int(t.To + 1)} {
			b = binary.AppendUvarint(b, uint64(n))
		}
		end = t.End
	}
	return b
}

// encodeAnswers writes for each turn the number of the question that it answers, 0 for
// none; nothing where there are no questions.
func encodeAnswers(tr corpus.Transcript) []byte {
	b := []byte{}
	if len(tr.Questions) == 0 {
		return b
	}
	for _, t := range tr.Turns {
		b = binary.AppendUvarint(b, uint64(t.Question))
	}
	return b
}

func decodeAnswers(b []byte, tr *corpus.Transcript) error {
	d := decoder{b: b}
	for i := range tr.Turns {
		if len(b) == 0 {
			return nil
		}
		q := d.next()
		if q < 0 || q > len(tr.Questions) {
			return fmt.Errorf("%w: a turn that answers no question", coding.ErrDamaged)
		}
		tr.Turns[i].Question = q
	}
	return d.err
}

func decodeTurns(b []byte) ([]corpus.Turn, error) {
	d := decoder{b: b}
	turns := make([]corpus.Turn, d.count())
	end := 0
	for i := range turns {
		t := &turns[i]
		t.Start = end + d.next()
		t.Body = t.Start + d.next()
		t.End = t.Body + d.next()
		t.Kind = corpus.TurnKind(d.next())
		t.Speaker = d.next() - 1
		t.From, t.To = time.Duration(d.next()-1), time.Duration(d.next()-1)
		end = t.End
	}
	return turns, d.err
}

type decoder struct {
	b   []byte
	err error
}

func (d *decoder) next() int {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.b, d.err = nil, fmt.Errorf("%w: turns or words break off", coding.ErrDamaged)
		return 0
	}
	d.b = d.b[size:]
	return int(n)
}

// count reads how many there are; each takes a byte at least, so a damaged file
// cannot ask for more memory than it has bytes.
func (d *decoder) count() int {
	n := d.next()
	if n < 0 || n > len(d.b) {
		d.b, d.err = nil, fmt.Errorf("%w: turns or words break off", coding.ErrDamaged)
		return 0
	}
	return n
}
