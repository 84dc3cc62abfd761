package matrix

import (
	"slices"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/corpus"
)

// A Triangulation says, for each theme and each organisation or case study, which
// types of sources support it, of those that there are.
type Triangulation struct {
	By     Dimension // organisation or case
	Cols   []Key
	Rows   []TriangulatedTheme
	Notes  []string
	Filter coding.Filter
}

// A TriangulatedTheme is a line of a [Triangulation].
type TriangulatedTheme struct {
	Key
	Cells  []Support
	Total  Support
	Doubts []string // why the theme may rest on less than it seems
}

// A Support says on which types of sources a theme rests somewhere.
type Support struct {
	Types     []corpus.SourceType // with at least one passage
	Available []corpus.SourceType // with words there at all; none: there is nothing to support anything
	Cell
}

// Triangulate lays themes out by where they are supported. by is organisation or
// case. The error wraps [coding.ErrInvalid].
func Triangulate(s *coding.Study, f coding.Filter, by Dimension) (*Triangulation, error) {
	if err := oneOf(by, func(d *dimension.Dimension) bool { return d.Triangulates }); err != nil {
		return nil, err
	}
	fine, err := New(s, Options{Filter: f, Rows: []Dimension{Theme}, Cols: []Dimension{by, "type"}, Empty: true})
	if err != nil {
		return nil, err
	}
	whole, err := New(s, Options{Filter: f, Rows: []Dimension{Theme}, Cols: []Dimension{by}, Empty: true, Measure: Participants})
	if err != nil {
		return nil, err
	}
	types, err := New(s, Options{Filter: f, Rows: []Dimension{Theme}, Cols: []Dimension{"type"}, Empty: true})
	if err != nil {
		return nil, err
	}
	t := &Triangulation{By: by, Filter: f}
	for _, keys := range whole.ColKeys {
		t.Cols = append(t.Cols, keys[0])
	}
	at := map[string]int{}
	for i, k := range t.Cols {
		at[k.ID] = i
	}
	for r, keys := range whole.RowKeys {
		if whole.RowTotals[r].Passages == 0 {
			continue
		}
		row := TriangulatedTheme{Key: keys[0], Cells: make([]Support, len(t.Cols)), Total: Support{Cell: whole.RowTotals[r]}}
		for i := range t.Cols {
			row.Cells[i].Cell = whole.Cells[r][i]
		}
		for c, keys := range fine.ColKeys {
			i, there := at[keys[0].ID]
			typ := corpus.SourceType(keys[1].ID)
			if !there {
				continue
			}
			for _, x := range []*Support{&row.Cells[i], &row.Total} {
				x.add(typ, fine.Cells[r][c])
			}
		}
		for c, keys := range types.ColKeys { // of those, too, that are in no column
			row.Total.add(corpus.SourceType(keys[0].ID), types.Cells[r][c])
		}
		row.doubt(t.Cols)
		t.Rows = append(t.Rows, row)
	}
	t.Notes = []string{
		"2 of 3: types of sources (interview, meeting, document, site visit, survey) in which the theme is, of those that there are; – where there is none at all.",
		"In brackets are the persons who speak of it. What several organisations say in one passage counts for each.",
	}
	return t, nil
}

// add notes a type of source, and that the theme is in it where there is a passage.
func (x *Support) add(typ corpus.SourceType, c Cell) {
	if !slices.Contains(x.Available, typ) {
		x.Available = append(x.Available, typ)
	}
	if c.Passages > 0 && !slices.Contains(x.Types, typ) {
		x.Types = append(x.Types, typ)
	}
}

// observed are the types of sources in which people are seen to do what they tell of
// elsewhere.
var observed = []corpus.SourceType{corpus.TypeMeeting, corpus.TypeSiteVisit}

// doubt says what to think of before a theme is quoted as supported.
func (t *TriangulatedTheme) doubt(cols []Key) {
	if len(t.Total.Types) == 1 && len(t.Total.Available) > 1 {
		t.Doubts = append(t.Doubts, "one type of source only: "+string(t.Total.Types[0]))
	}
	var in []string
	for i, c := range t.Cells {
		if c.Passages > 0 {
			in = append(in, cols[i].Label)
		}
	}
	if len(in) == 1 && len(cols) > 1 {
		t.Doubts = append(t.Doubts, "one "+string(cols[0].Dimension)+" only: "+in[0])
	}
	seen := func(types []corpus.SourceType) bool {
		return slices.ContainsFunc(observed, func(o corpus.SourceType) bool { return slices.Contains(types, o) })
	}
	if slices.Contains(t.Total.Types, corpus.TypeInterview) && !seen(t.Total.Types) && seen(t.Total.Available) {
		t.Doubts = append(t.Doubts, "told in interviews, not observed")
	}
	if t.Total.Participants == 1 {
		t.Doubts = append(t.Doubts, "one person only")
	}
}
