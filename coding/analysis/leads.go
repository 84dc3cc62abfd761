package analysis

import (
	"slices"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
)

// Counted is what a number of a table counts of the passages that it leads to.
type Counted string

// What numbers count. Those that are not counted from passages, as coefficients and
// intervals, and those that are counted but of which no filter lists the passages, lead
// nowhere.
const (
	Nothing      Counted = ""
	Passages     Counted = "passages"
	Tags         Counted = "tags"
	Sources      Counted = "sources"
	Participants Counted = "participants"
	Types        Counted = "types"      // of sources, with participants in brackets
	Measured     Counted = "measure"    // what the option cell says
	Values       Counted = "values"     // of what the option by says: participants or sources
	Others       string  = "\x00others" // columns that are called after things of the study
)

// A behind gives the filter of the passages behind a number, and a code query that they
// pass as well, "" for none; it is false for numbers that lead nowhere. Lines of totals
// follow the rows.
type behind func(row, column int) (f coding.Filter, where string, ok bool)

// Lead lists the passages behind a number of the table: the filters that let just those
// through, and what of them the number counts, [Nothing] where it leads nowhere. Which
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
	if where != "" {
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
	}
	return counted
}

// cells leads from the numbers of a matrix, as [Matrix] lays it out, to their passages.
func cells(m *matrix.Matrix) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		column -= len(m.Options.Rows)
		if column < 0 || row > len(m.RowKeys) {
			return coding.Filter{}, "", false
		}
		if row == len(m.RowKeys) {
			row = -1
		}
		if column == len(m.ColKeys) {
			column = -1
		}
		return m.Filter(row, column), "", true
	}
}

// narrowed leaves a filter the passages that have all these values.
func narrowed(f coding.Filter, keys ...matrix.Key) (coding.Filter, string, bool) {
	ok := !slices.ContainsFunc(keys, func(k matrix.Key) bool { return !k.Narrow(&f) })
	return f, "", ok
}

// cellsInLine leads from the numbers of a matrix as [Long] lays it out.
func cellsInLine(m *matrix.Matrix) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		if column != len(m.Options.Rows)+len(m.Options.Cols) {
			return coding.Filter{}, "", false
		}
		return m.Filter(row/len(m.ColKeys), row%len(m.ColKeys)), "", true
	}
}
