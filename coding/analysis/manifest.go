package analysis

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// A Manifest says what an exported table rests on: the version of the program, the
// state of the project, what was asked, and of a matrix the passages behind each cell.
// [Verify] and [VerifyTable] compare it with the project as it is.
type Manifest struct {
	Version   string   `json:"crosscase"`
	Project   string   `json:"project"`
	State     string   `json:"state"`     // [coding.Study.Digest]
	Change    int      `json:"change"`    // the last one in the log
	Arguments []string `json:"arguments"` // of the command that made it
	File      string   `json:"file"`
	SHA256    string   `json:"sha256"` // of the table

	// Of a matrix:
	Measure  string            `json:"measure,omitempty"`
	Passages []ManifestPassage `json:"passages,omitempty"`
	Cells    []ManifestCell    `json:"cells,omitempty"` // those that counted anything, totals included

	// Of any other table, what it shows: a line of names, then its rows.
	Table [][]string `json:"table,omitempty"`
}

// A ManifestPassage is a passage that was counted.
type ManifestPassage struct {
	ID     string `json:"id"`
	Source string `json:"source"`
	Turn   int    `json:"turn"`  // that it begins in, from 1; 0 for none
	Start  int    `json:"start"` // bytes
	End    int    `json:"end"`
}

// A ManifestCell is a cell; a side of it is empty where it is a total.
type ManifestCell struct {
	Row      []ManifestKey `json:"row"`
	Column   []ManifestKey `json:"column"`
	Value    string        `json:"value"`    // as the table shows it
	Passages []int         `json:"passages"` // indices into Passages
}

// A ManifestKey is one value of a dimension.
type ManifestKey struct {
	Dimension string `json:"dimension"`
	ID        string `json:"id"`
	Label     string `json:"label"`
}

// NewManifest describes a matrix that was counted with Options.Keep. What it does not
// know of it, the file, is for the caller to fill in.
func NewManifest(m *matrix.Matrix, s *coding.Study) *Manifest {
	f := &Manifest{Project: s.Title, State: s.Digest(), Measure: string(m.Measure), Passages: []ManifestPassage{}, Cells: []ManifestCell{}}
	at := map[int32]int{}
	for r := -1; r < len(m.RowKeys); r++ {
		for c := -1; c < len(m.ColKeys); c++ {
			behind := m.Behind(r, c)
			if len(behind) == 0 {
				continue
			}
			cell := ManifestCell{Row: manifestKeys(m.RowKeys, r), Column: manifestKeys(m.ColKeys, c), Value: shownValue(m, r, c)}
			for _, p := range behind {
				i, ok := at[p]
				if !ok {
					i = len(f.Passages)
					at[p] = i
					f.Passages = append(f.Passages, manifestPassage(s, s.Passages[p]))
				}
				cell.Passages = append(cell.Passages, i)
			}
			f.Cells = append(f.Cells, cell)
		}
	}
	return f
}

// TableManifest describes a table that is no matrix.
func TableManifest(g *report.Grid, s *coding.Study) *Manifest {
	f := &Manifest{Project: s.Title, State: s.Digest(), Table: [][]string{g.Columns()}}
	for _, row := range g.Lines() {
		line := make([]string, len(row))
		for i, v := range row {
			if line[i] = g.Shown(v); i == 0 {
				line[i] = report.FieldText(v) // a theme's whole path
			}
		}
		f.Table = append(f.Table, line)
	}
	return f
}

// VerifyTable compares what a table showed with what it shows now. Rows are known by
// what they begin with, columns by their names.
func VerifyTable(then, now [][]string) (changes []CellChange) {
	key := func(table [][]string) (keys []string) {
		seen := map[string]int{}
		for _, row := range table[1:] {
			k := row[0]
			if seen[k]++; seen[k] > 1 {
				k += fmt.Sprintf(" (%d)", seen[k])
			}
			keys = append(keys, k)
		}
		return keys
	}
	if len(then) == 0 || len(now) == 0 {
		return nil
	}
	column := map[string]int{}
	for i, name := range now[0] {
		column[name] = i
	}
	is := map[string][]string{}
	for i, k := range key(now) {
		is[k] = now[i+1]
	}
	for i, k := range key(then) {
		row, there := is[k]
		delete(is, k)
		for c, was := range then[i+1] {
			at, known := column[then[0][c]]
			switch {
			case !there && c > 0 || there && !known:
				changes = append(changes, CellChange{Row: k, Column: then[0][c], Then: was, Now: "not there"})
			case there && row[at] != was:
				changes = append(changes, CellChange{Row: k, Column: then[0][c], Then: was, Now: row[at]})
			}
		}
	}
	for _, k := range key(now) {
		if row, new := is[k]; new {
			changes = append(changes, CellChange{Row: k, Column: now[0][0], Then: "not there", Now: row[0]})
		}
	}
	return changes
}

func manifestPassage(s *coding.Study, p coding.Passage) ManifestPassage {
	x := ManifestPassage{ID: string(p.ID), Start: p.Span.Start, End: p.Span.End}
	if src := s.SourceOf(p); src != nil {
		x.Source = src.Name
		if first, last := s.Transcript(src).TurnsIn(p.Span); first < last {
			x.Turn = first + 1
		}
	}
	return x
}

func shownValue(m *matrix.Matrix, r, c int) string {
	g := report.Grid{Digits: digits(m)}
	return g.Shown(number(m, r, c))
}

func manifestKeys(keys [][]matrix.Key, i int) []ManifestKey {
	found := []ManifestKey{}
	if i >= 0 {
		for _, k := range keys[i] {
			found = append(found, ManifestKey{string(k.Dimension), k.ID, k.Path})
		}
	}
	return found
}

// ReadManifest reads a manifest. The error wraps [coding.ErrInvalid].
func ReadManifest(data []byte) (*Manifest, error) {
	var f Manifest
	if err := json.Unmarshal(data, &f); err != nil || f.State == "" {
		return nil, coding.Errorf(coding.ErrInvalid, "it is no manifest of a table that crosscase wrote")
	}
	for _, row := range f.Table {
		if len(row) == 0 || len(row) != len(f.Table[0]) {
			return nil, coding.Errorf(coding.ErrInvalid, "the manifest is damaged: a row of the table has %d columns", len(row))
		}
	}
	for _, c := range f.Cells {
		for _, i := range c.Passages {
			if i < 0 || i >= len(f.Passages) {
				return nil, coding.Errorf(coding.ErrInvalid, "the manifest is damaged: a cell names passage %d of %d", i+1, len(f.Passages))
			}
		}
	}
	return &f, nil
}

// A CellChange is a cell that shows something else now, or counts other passages.
type CellChange struct {
	Row    string   `json:"row"`
	Column string   `json:"column"`
	Then   string   `json:"then"`
	Now    string   `json:"now"`
	Why    []string `json:"why"`
}

// Verify compares a manifest with the same matrix as it is now, and says of each cell
// that changed why. m was counted with Options.Keep.
func Verify(f *Manifest, m *matrix.Matrix, s *coding.Study) []CellChange {
	key := func(row, col []ManifestKey) string {
		var parts []string
		for _, k := range append(append(append([]ManifestKey{}, row...), ManifestKey{Dimension: "|"}), col...) {
			parts = append(parts, k.Dimension+"="+k.ID)
		}
		return strings.Join(parts, "\x00")
	}
	then := map[string]*ManifestCell{}
	counted := map[string]bool{}
	for i := range f.Cells {
		then[key(f.Cells[i].Row, f.Cells[i].Column)] = &f.Cells[i]
	}
	for _, p := range f.Passages {
		counted[p.ID] = true
	}
	v := &verifier{m: m, s: s, f: f, counted: counted, index: map[string]int{}}
	for i, p := range s.Passages {
		v.index[string(p.ID)] = i
	}
	var changes []CellChange
	for r := -1; r < len(m.RowKeys); r++ {
		for c := -1; c < len(m.ColKeys); c++ {
			row, col := manifestKeys(m.RowKeys, r), manifestKeys(m.ColKeys, c)
			k := key(row, col)
			was := then[k]
			delete(then, k)
			if change, differs := v.cell(was, row, col, r, c); differs {
				changes = append(changes, change)
			}
		}
	}
	for _, c := range f.Cells { // lines that are not there any more
		if then[key(c.Row, c.Column)] != nil {
			change := CellChange{Row: labelOf(c.Row), Column: labelOf(c.Column), Then: c.Value, Now: "not there"}
			change.Why = v.lost(&c, nil)
			changes = append(changes, change)
		}
	}
	return changes
}

type verifier struct {
	m       *matrix.Matrix
	s       *coding.Study
	f       *Manifest
	counted map[string]bool // in any cell, then
	index   map[string]int  // of passages, now
}

func (v *verifier) cell(was *ManifestCell, row, col []ManifestKey, r, c int) (change CellChange, differs bool) {
	now := map[string]bool{}
	for _, p := range v.m.Behind(r, c) {
		now[string(v.s.Passages[p].ID)] = true
	}
	change = CellChange{Row: labelOf(row), Column: labelOf(col), Now: shownValue(v.m, r, c)}
	if was == nil {
		if len(now) == 0 {
			return change, false
		}
		was = &ManifestCell{Row: row, Column: col, Value: "nothing"}
	}
	change.Then = was.Value
	change.Why = append(v.lost(was, now), v.gained(was, now)...)
	if len(change.Why) == 0 && change.Then != change.Now {
		change.Why = []string{"the same passages; what they are divided by, or who speaks in them, is different now"}
	}
	return change, len(change.Why) > 0
}

func labelOf(keys []ManifestKey) string {
	if len(keys) == 0 {
		return "Total"
	}
	var parts []string
	for _, k := range keys {
		parts = append(parts, k.Label)
	}
	return strings.Join(parts, " · ")
}

// lost says what became of passages that a cell does not count any more.
func (v *verifier) lost(was *ManifestCell, now map[string]bool) (why []string) {
	for _, i := range was.Passages {
		p := v.f.Passages[i]
		if now[p.ID] {
			continue
		}
		why = append(why, fmt.Sprintf("%s %s", v.where(p), v.fate(p, was)))
	}
	return why
}

func (v *verifier) where(p ManifestPassage) string {
	if p.Turn > 0 {
		return fmt.Sprintf("%s, turn %d,", p.Source, p.Turn)
	}
	return fmt.Sprintf("%s, bytes %d–%d,", p.Source, p.Start, p.End)
}

func (v *verifier) fate(p ManifestPassage, was *ManifestCell) string {
	i, there := v.index[p.ID]
	if !there {
		return "is not marked any more"
	}
	if v.s.SourceOf(v.s.Passages[i]) == nil {
		return "is on words that were corrected since, and counts nowhere"
	}
	first, last := v.s.TagsOf(i)
	for _, k := range append(append([]ManifestKey{}, was.Row...), was.Column...) {
		if k.Dimension != string(matrix.Theme) {
			continue
		}
		if v.s.Theme(coding.ThemeID(k.ID)) == nil {
			return fmt.Sprintf("was tagged with %s, which is not in the codebook any more", k.Label)
		}
		if !slices.ContainsFunc(v.s.Tags[first:last], func(t coding.Tag) bool { return v.s.Below(t.Theme, coding.ThemeID(k.ID)) }) {
			return fmt.Sprintf("is not tagged with %s any more, or one below it", k.Label)
		}
	}
	if v.s.Passages[i].Span.Start != p.Start || v.s.Passages[i].Span.End != p.End {
		return "moved with a correction, and counts elsewhere"
	}
	return "counts elsewhere: who speaks in it, where it belongs or how it is tagged has changed"
}

// gained says why a cell counts passages that it did not.
func (v *verifier) gained(was *ManifestCell, now map[string]bool) (why []string) {
	had := map[string]bool{}
	for _, i := range was.Passages {
		had[v.f.Passages[i].ID] = true
	}
	for _, p := range v.s.Passages {
		id := string(p.ID)
		if !now[id] || had[id] {
			continue
		}
		where := v.where(manifestPassage(v.s, p))
		if v.counted[id] {
			why = append(why, where+" was counted elsewhere, and is tagged or belongs here now")
		} else {
			why = append(why, where+" is new, or newly tagged")
		}
	}
	return why
}

// Changes lays out what became of cells. A cell that other cells sum up is told of
// with the first few reasons.
func Changes(title string, changes []CellChange) *report.Grid {
	g := &report.Grid{Title: title, Head: []string{"row", "column", "then", "now", "why"}, Empty: "Every cell holds.", JSON: changes}
	if changes == nil {
		g.JSON = []CellChange{}
	}
	for _, c := range changes {
		why := c.Why
		if len(why) > 3 {
			why = append(slices.Clone(why[:3]), fmt.Sprintf("and %d more", len(why)-3))
		}
		g.Rows = append(g.Rows, []any{c.Row, c.Column, c.Then, c.Now, strings.Join(why, "; ")})
	}
	return g
}

// Recoded compares a matrix then and now, cell by cell: the effect of what was tagged,
// moved and merged since. Both were counted with Options.Keep.
func Recoded(then *matrix.Matrix, was *coding.Study, now *matrix.Matrix, is *coding.Study, since string) *report.Grid {
	changes := Verify(NewManifest(then, was), now, is)
	g := Changes("What became of each cell since "+since, changes)
	g.Empty = "No cell has changed."
	for i, c := range changes {
		g.Rows[i] = slices.Insert(g.Rows[i], 4, changeOf(c))
	}
	g.Head = slices.Insert(g.Head, 4, "change")
	return g
}

// changeOf is by how much a cell grew, NaN where that is no number.
func changeOf(c CellChange) any {
	var a, b float64
	if c.Then != "nothing" {
		if _, err := fmt.Sscan(c.Then, &a); err != nil {
			return math.NaN()
		}
	}
	if c.Now != "not there" {
		if _, err := fmt.Sscan(c.Now, &b); err != nil {
			return math.NaN()
		}
	}
	if x := b - a; x == math.Trunc(x) {
		return int(x)
	}
	return b - a
}
