package project

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"io"

	"crosscase/coding"
)

// A Step is an edit with what it did to some things.
type Step struct {
	Entry
	Details []Detail
}

// History returns the edits that added, changed or removed one of the things with these
// identifiers, in the order in which they were made. It reads the log once, and only names
// what it returns. Of edits from before names were replaced by pseudonyms nothing is known.
func (p *Project) History(ctx context.Context, ids []string) (steps []Step, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	marks := idMarks(ids)
	var touched [][]rowChange
	for _, e := range entries {
		rows, err := p.touching(ctx, e.Number, marks)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			steps, touched = append(steps, Step{Entry: e}), append(touched, rows)
		}
	}
	err = p.read(ctx, func(w *writer) error {
		n := namer{p: p, w: w}
		for i := range steps {
			steps[i].Details = n.details(touched[i])
		}
		return n.err
	})
	return steps, err
}

// idMarks are identifiers of rows as the log writes them.
func idMarks(ids []string) map[string][]byte {
	marks := map[string][]byte{}
	for _, id := range ids {
		if quoted, err := json.Marshal(id); err == nil { // a string
			marks[id] = append([]byte(`"id":`), quoted...)
		}
	}
	return marks
}

// touching reads those rows of an entry that are of these things. What holds none of their
// identifiers is not decoded, which takes most of the time.
func (p *Project) touching(ctx context.Context, number int, marks map[string][]byte) (touched []rowChange, err error) {
	var packed []byte
	if err := p.db.QueryRowContext(ctx, "select rows from log where number = $1", number).Scan(&packed); err != nil {
		return nil, p.engine.Kind(err)
	}
	if len(packed) == 0 {
		return nil, nil
	}
	said, err := mentions(flate.NewReader(bytes.NewReader(packed)), marks)
	if err != nil {
		return nil, coding.Errorf(coding.ErrDamaged, "log entry %d: %w", number, err)
	}
	if !said {
		return nil, nil
	}
	rows, err := unpack(packed)
	for _, r := range rows {
		if marks[r.ID] != nil {
			touched = append(touched, r)
		}
	}
	return touched, err
}

// mentions tells whether one of some marks is in what r reads, which it does in pieces.
func mentions(r io.Reader, marks map[string][]byte) (bool, error) {
	longest := 0
	for _, m := range marks {
		longest = max(longest, len(m))
	}
	piece := make([]byte, 0, longest+1<<16)
	for {
		n, err := io.ReadFull(r, piece[len(piece):cap(piece)])
		piece = piece[:len(piece)+n]
		for _, m := range marks {
			if bytes.Contains(piece, m) {
				return true, nil
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return false, nil
		default:
			return false, err
		}
		piece = piece[:copy(piece, piece[max(0, len(piece)-longest):])] // a mark may be in two pieces
	}
}
