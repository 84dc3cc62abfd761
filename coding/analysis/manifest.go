package analysis

import (
	"encoding/json"
	"strconv"
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
	Rows     [][]ManifestKey   `json:"rows,omitempty"`
	Columns  [][]ManifestKey   `json:"columns,omitempty"`
	// Shown is what the table shows in each row and column, those that counted nothing
	// included; the last of either is the total. Manifests of older versions lack it.
	Shown [][]string `json:"shown,omitempty"`

	// What a table shows that is not of numbers, or no matrix: a line of names, then its rows.
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
	f := &Manifest{Project: s.Title, State: Digest(s), Measure: string(m.Measure), Passages: []ManifestPassage{}, Cells: []ManifestCell{}}
	f.lines(m)
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

// lines notes what every cell shows: that nothing was found is a result as well.
func (f *Manifest) lines(m *matrix.Matrix) {
	for r := range m.RowKeys {
		f.Rows = append(f.Rows, manifestKeys(m.RowKeys, r))
	}
	for c := range m.ColKeys {
		f.Columns = append(f.Columns, manifestKeys(m.ColKeys, c))
	}
	for i := range len(m.RowKeys) + 1 {
		r, row := i, make([]string, len(m.ColKeys)+1)
		if r == len(m.RowKeys) {
			r = -1
		}
		for c := range m.ColKeys {
			row[c] = shownValue(m, r, c)
		}
		row[len(m.ColKeys)] = shownValue(m, r, -1)
		f.Shown = append(f.Shown, row)
	}
}

// Count is how many cells of a matrix the manifest can tell of, totals included.
func (f *Manifest) Count() int { return max(len(f.Cells), len(f.Shown)*(len(f.Columns)+1)) }

// shown is what each cell showed, by its key.
func (f *Manifest) shown() map[string]string {
	all := map[string]string{}
	for r, row := range f.Shown {
		for c, value := range row {
			all[cellKey(line(f.Rows, r), line(f.Columns, c))] = value
		}
	}
	return all
}

// line is a row or a column, nil for the total behind the last one.
func line(all [][]ManifestKey, i int) []ManifestKey {
	if i < len(all) {
		return all[i]
	}
	return nil
}

// cellKey names a cell by what its row and its column are.
func cellKey(row, col []ManifestKey) string {
	var parts []string
	for _, k := range append(append(append([]ManifestKey{}, row...), ManifestKey{Dimension: "|"}), col...) {
		parts = append(parts, k.Dimension+"="+k.ID)
	}
	return strings.Join(parts, "\x00")
}

// Manifest describes the result, for [Result.Verify] to compare with later. The file is
// for the caller to fill in.
func (r *Result) Manifest(s *coding.Study) *Manifest {
	if r.Matrix == nil {
		return &Manifest{Project: s.Title, State: Digest(s), Table: shownTable(r.Table)}
	}
	f := NewManifest(r.Matrix, s)
	if r.Words {
		f.Table = shownTable(r.Table)
	}
	return f
}

// Verify compares what a manifest says with the result as it is now: which cells differ,
// of how many. The error wraps [coding.ErrInvalid] where the manifest holds neither cells
// nor a table.
func (r *Result) Verify(f *Manifest, s *coding.Study) (changes []CellChange, cells int, err error) {
	if f.Measure != "" && r.Matrix != nil {
		if changes, cells = Verify(f, r.Matrix, s), f.Count(); len(changes) > 0 || len(f.Table) == 0 {
			return changes, cells, nil
		}
	}
	if len(f.Table) == 0 {
		return nil, 0, coding.Errorf(coding.ErrInvalid, "the manifest does not say what was asked")
	}
	return VerifyTable(f.Table, shownTable(r.Table)), max(cells, (len(f.Table)-1)*len(f.Table[0])), nil
}

// shownTable is what a table shows: a line of names, then its rows.
func shownTable(g *report.Grid) [][]string {
	table := [][]string{g.Columns()}
	for _, row := range g.Lines() {
		line := make([]string, len(row))
		for i, v := range row {
			if line[i] = g.Shown(v); i == 0 {
				line[i] = report.FieldText(v) // a theme's whole path
			}
		}
		table = append(table, line)
	}
	return table
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

// CellText is a cell of a matrix as it is read by itself: what the table shows, with the
// unit that the table says in its title. A negative index is the total.
func CellText(m *matrix.Matrix, r, c int) string {
	shown := shownValue(m, r, c)
	if _, err := strconv.ParseFloat(shown, 64); err == nil && (m.Percent != "" || m.Measure == matrix.Coverage) {
		shown += " %"
	}
	return shown
}

// shownValue is a cell as the table shows it.
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
	if len(f.Shown) > 0 && len(f.Shown) != len(f.Rows)+1 {
		return nil, coding.Errorf(coding.ErrInvalid, "the manifest is damaged: %d rows show something, of %d", len(f.Shown), len(f.Rows)+1)
	}
	for _, row := range f.Shown {
		if len(row) != len(f.Columns)+1 {
			return nil, coding.Errorf(coding.ErrInvalid, "the manifest is damaged: a row shows %d columns of %d", len(row), len(f.Columns)+1)
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
