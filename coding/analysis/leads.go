package analysis

import (
	"slices"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
)

// Counted is what a number of a table counts of the passages that it leads to.
type Counted string

// What numbers count. Those that are not counted from passages, as ranks and numbers of
// lines, lead nowhere; their columns say so by [Nothing].
const (
	Nothing      Counted = ""
	Passages     Counted = "passages"
	Tags         Counted = "tags"
	Sources      Counted = "sources"
	Participants Counted = "participants"
	Types        Counted = "types" // of sources, with participants in brackets
	Turns        Counted = "turns" // in which there is each theme that the passages are of
	Words        Counted = "words" // that a search finds, whatever is tagged
	WordSources  Counted = "sources of words"
	Units        Counted = "units"      // of agreement, as the option unit says
	Measured     Counted = "measure"    // what the option cell says
	Together     Counted = "together"   // what the option by says: passages, turns or sources
	Values       Counted = "values"     // of what the option by says: participants or sources
	Others       string  = "\x00others" // columns that are called after things of the study
)

// Searched tells whether words are counted, which a search lists and not the passages.
func (c Counted) Searched() bool { return c == Words || c == WordSources }

// CountedWords is given, besides the filters and the query q, to the search behind a
// number that counts words: it leaves out what researchers say, and headings.
const CountedWords = "counted"

// A behind gives the filter of the passages behind a number, and a code query that they
// pass as well, "" for none; where words are counted, what to search. It is false for numbers that lead nowhere. Lines of totals
// follow the rows.
type behind func(row, column int) (f coding.Filter, where string, ok bool)

// Lead lists the passages behind a number of the table, or the words that a search finds:
// the filters that let just those through, and what of them the number counts, [Nothing]
// where it leads nowhere. Which
// columns lead is declared by [Analysis.Leads]. Lines of totals follow the rows.
func (r *Result) Lead(w *query.Writer, row, column int) (query.Names, Counted) {
	counted := r.counts(column)
	if counted == Nothing || r.behind == nil {
		return nil, Nothing
	}
	f, where, ok := r.behind(row, column)
	if !ok {
		return nil, Nothing
	}
	names, ok := w.Names(f)
	if !ok {
		return nil, Nothing
	}
	switch {
	case counted.Searched():
		names["q"], names[CountedWords] = []string{where}, []string{"on"}
	case where != "":
		names["where"] = []string{where}
	}
	return names, counted
}

// counts is what a column is declared to count.
func (r *Result) counts(column int) Counted {
	leads := r.request.Analysis.Leads
	counted, ok := leads[r.Table.Head[column]]
	if !ok {
		counted = leads[Others]
	}
	switch counted {
	case Measured:
		return Counted(r.request.Text("cell"))
	case Values:
		return Counted(r.request.Text("by") + "s")
	case Together:
		return countedBy(r.request.Text("by"))
	}
	return counted
}

// measured declares that numbers count what the option cell says: in a column for each
// thing, or in one that is called after the measure; beside words n counts the passages.
func measured() map[string]Counted {
	leads := map[string]Counted{"n": Passages, "Total": Measured, Others: Measured}
	for _, m := range matrix.MeasureSpecs {
		leads[string(m.Name)], leads["of_"+string(m.Name)] = Measured, Nothing // of how many
	}
	return leads
}

// countedBy is what is counted of themes that are together.
func countedBy(relation string) Counted {
	switch matrix.Relation(relation) {
	case matrix.SameTurn:
		return Turns
	case matrix.SameSource:
		return Sources
	}
	return Passages
}

// A place gives the row and the column of the matrix that a number of a table is of, -1
// for a total; it is false for what is no number of the matrix. Lines of totals follow
// the rows.
type place func(row, column int) (r, c int, ok bool)

// Cell gives the row and the column of the matrix that a number of the table is of, -1
// for a total. It is false where the table is of no matrix, and for what is no number of
// it. Lines of totals follow the rows.
func (r *Result) Cell(row, column int) (mr, mc int, ok bool) {
	if r.place == nil {
		return 0, 0, false
	}
	return r.place(row, column)
}

// inCells is where the numbers of a matrix are, as [Matrix] lays it out.
func inCells(m *matrix.Matrix) place {
	return func(row, column int) (r, c int, ok bool) {
		if column -= len(m.Options.Rows); column < 0 || row > len(m.RowKeys) {
			return 0, 0, false
		}
		if row == len(m.RowKeys) {
			row = -1
		}
		if column == len(m.ColKeys) {
			column = -1
		}
		return row, column, true
	}
}

// inLine is where the numbers of a matrix are, as [Long] lays it out.
func inLine(m *matrix.Matrix) place {
	return func(row, column int) (r, c int, ok bool) {
		if column != len(m.Options.Rows)+len(m.Options.Cols) {
			return 0, 0, false
		}
		return row / len(m.ColKeys), row % len(m.ColKeys), true
	}
}

// besideWords is where the numbers of a matrix are, as [Quotes] and [Summaries] lay it
// out, with the words beside each: rows are those of the matrix that are shown.
func besideWords(m *matrix.Matrix, rows []int) place {
	return func(row, column int) (r, c int, ok bool) {
		if column -= len(m.Options.Rows); column < 0 || column/2 >= len(m.ColKeys) || row >= len(rows) {
			return 0, 0, false
		}
		return rows[row], column / 2, true
	}
}

// cells leads from the numbers of a matrix to their passages.
func cells(m *matrix.Matrix, at place) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		r, c, ok := at(row, column)
		if !ok {
			return coding.Filter{}, "", false
		}
		return m.Filter(r, c), "", true
	}
}

// narrowed leaves a filter the passages that have all these values.
func narrowed(f coding.Filter, keys ...matrix.Key) (coding.Filter, string, bool) {
	ok := !slices.ContainsFunc(keys, func(k matrix.Key) bool { return !k.Narrow(&f) })
	return f, "", ok
}
