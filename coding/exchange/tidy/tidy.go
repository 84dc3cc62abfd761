// Package tidy writes a study as tables that any statistics program reads: one thing
// a line, one fact a column (H. Wickham, Tidy Data, Journal of Statistical Software
// 59(10), 2014), each as CSV and as Parquet, with a data dictionary (datapackage.json,
// the Data Package standard) and a script in R and one in Python that make the
// cross-case theme matrix of them again.
//
// Places in texts are counted in characters (Unicode code points) from 0, the end not
// included, as both languages slice text. Whom a passage counts for, by crosscase's
// rules, is a table of its own, attributions; so whoever counts elsewhere counts the
// same.
//
// Laws: what the tables count by theme and organisation is what [coding.Study.Select]
// counts; no cell is a formula for a spreadsheet; CSV and Parquet say the same; a place
// in characters is that of its byte.
//
// Parquet is written by github.com/parquet-go/parquet-go (maintained, Apache-2.0; the
// other library at hand, Arrow's, is four times its size).
package tidy

import (
	"context"
	_ "embed"
	"fmt"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/corpus"
)

// A Table is a table of the study.
type Table struct {
	Name        string
	Description string
	Fields      []Field
	Key         string // the field that tells lines apart, "" for none
	Rows        [][]any
}

// A Field is a column. Type is string, integer, number or boolean; References names
// the table whose key it holds.
type Field struct {
	Name, Type, Description, References string
}

//go:embed scripts/matrix.R
var scriptR []byte

//go:embed scripts/matrix.py
var scriptPython []byte

// Tables makes the tables of a study. Without texts, no words of sources are in them,
// only how many there are.
func Tables(ctx context.Context, s *coding.Study, texts coding.Texts, withTexts bool) ([]Table, error) {
	b := &builder{study: s, withTexts: withTexts, runes: map[corpus.TextID][]int32{}, bodies: map[corpus.TextID]string{}}
	for _, src := range s.Sources {
		t, err := texts.Text(ctx, src.Text)
		if err != nil {
			return nil, err
		}
		b.bodies[src.Text] = t.Body
	}
	return []Table{b.sources(), b.turns(), b.participants(), b.organisations(), b.cases(), b.organisationCases(), b.themes(), b.ancestors(),
		b.passages(), b.tags(), b.attributions(), b.attributes(), b.memos(), b.links()}, nil
}

// Files are the tables as CSV and Parquet with the dictionary and the scripts.
func Files(title string, tables []Table) (files []exchange.File, err error) {
	for _, t := range tables {
		data, err := t.csv()
		if err != nil {
			return nil, err
		}
		files = append(files, exchange.File{Name: t.Name + ".csv", Data: data})
		if data, err = t.parquet(); err != nil {
			return nil, fmt.Errorf("%s.parquet: %w", t.Name, err)
		}
		files = append(files, exchange.File{Name: t.Name + ".parquet", Data: data})
	}
	dictionary, err := dictionary(title, tables)
	return append(files, exchange.File{Name: "datapackage.json", Data: dictionary}, exchange.File{Name: "matrix.R", Data: scriptR},
		exchange.File{Name: "matrix.py", Data: scriptPython}), err
}

type builder struct {
	study     *coding.Study
	withTexts bool
	bodies    map[corpus.TextID]string
	runes     map[corpus.TextID][]int32 // bytes at which every 256th character begins
}

// character is which character begins at a byte of a text.
func (b *builder) character(id corpus.TextID, at int) int {
	const step = 1024
	body := b.bodies[id]
	marks, ok := b.runes[id]
	if !ok {
		n := int32(0)
		for i := 0; i < len(body); i += step {
			marks = append(marks, n)
			n += int32(starts(body[i:min(i+step, len(body))]))
		}
		b.runes[id] = marks
	}
	block := min(at/step, len(marks)-1)
	if block < 0 {
		return 0
	}
	return int(marks[block]) + starts(body[block*step:at])
}

// starts counts the characters that begin in a part of a text.
func starts(s string) (n int) {
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}
