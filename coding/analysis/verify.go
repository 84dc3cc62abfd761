package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

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
	v := newVerifier(f, m, s)
	for r := -1; r < len(m.RowKeys); r++ {
		for c := -1; c < len(m.ColKeys); c++ {
			v.cell(manifestKeys(m.RowKeys, r), manifestKeys(m.ColKeys, c), r, c)
		}
	}
	for _, c := range f.Cells { // lines that are not there any more
		if k := cellKey(c.Row, c.Column); v.then[k] != nil {
			v.gone(c.Row, c.Column, v.lost(&c, nil)...)
		}
	}
	for _, row := range f.Rows {
		v.goneLine(row, nil)
	}
	for _, col := range f.Columns {
		v.goneLine(nil, col)
	}
	return v.changes
}

type verifier struct {
	m       *matrix.Matrix
	s       *coding.Study
	f       *Manifest
	counted map[string]bool          // passages in any cell, then
	index   map[string]int           // of passages, now
	then    map[string]*ManifestCell // that counted anything and were not compared yet
	shown   map[string]string        // by cells that were not compared yet
	changes []CellChange
}

func newVerifier(f *Manifest, m *matrix.Matrix, s *coding.Study) *verifier {
	v := &verifier{m: m, s: s, f: f, counted: map[string]bool{}, index: map[string]int{}, then: map[string]*ManifestCell{}, shown: f.shown()}
	for i := range f.Cells {
		v.then[cellKey(f.Cells[i].Row, f.Cells[i].Column)] = &f.Cells[i]
	}
	for _, p := range f.Passages {
		v.counted[p.ID] = true
	}
	for i, p := range s.Passages {
		v.index[string(p.ID)] = i
	}
	return v
}

// cell compares a cell, by the passages behind it and by what it shows.
func (v *verifier) cell(row, col []ManifestKey, r, c int) {
	k := cellKey(row, col)
	was := v.then[k]
	shown, known := v.shown[k]
	delete(v.then, k)
	delete(v.shown, k)
	now := map[string]bool{}
	for _, p := range v.m.Behind(r, c) {
		now[string(v.s.Passages[p].ID)] = true
	}
	change := CellChange{Row: labelOf(row), Column: labelOf(col), Now: shownValue(v.m, r, c)}
	switch {
	case was == nil && len(now) == 0: // older manifests say nothing of such cells
		if known && shown != change.Now {
			change.Then, change.Why = shown, []string{v.empty(shown, change.Now)}
		}
	default:
		if was == nil {
			was = &ManifestCell{Row: row, Column: col, Value: "nothing"}
		}
		change.Then = was.Value
		change.Why = append(v.lost(was, now), v.gained(was, now)...)
		if len(change.Why) == 0 && change.Then != change.Now {
			change.Why = []string{"the same passages; what they are divided by, or who speaks in them, is different now"}
		}
	}
	if len(change.Why) > 0 {
		v.changes = append(v.changes, change)
	}
}

// empty says why a cell that counts nothing shows something else.
func (v *verifier) empty(then, now string) string {
	unseen := (&report.Grid{}).Shown(report.Unseen{})
	switch unseen {
	case now:
		return "nobody has looked for it yet: the theme is new or described anew, or no source is complete any more"
	case then:
		return "somebody has completed a source of it since, and found nothing"
	}
	return "no passages, then and now; what they are divided by is different now"
}

// gone notes a cell that the table does not have any more.
func (v *verifier) gone(row, col []ManifestKey, why ...string) {
	k := cellKey(row, col)
	then := v.shown[k]
	if was := v.then[k]; was != nil {
		then = was.Value
	}
	v.changes = append(v.changes, CellChange{Row: labelOf(row), Column: labelOf(col), Then: then, Now: "not there", Why: why})
	delete(v.shown, k)
}

// goneLine notes a row or a column that counted nothing and is not there any more, by
// its total.
func (v *verifier) goneLine(row, col []ManifestKey) {
	if _, there := v.shown[cellKey(row, col)]; !there {
		return
	}
	why := "counted nothing, and is not in the table any more"
	for _, k := range append(append([]ManifestKey{}, row...), col...) {
		if k.Dimension == string(matrix.Theme) && v.s.Theme(coding.ThemeID(k.ID)) == nil {
			why = k.Label + " is not in the codebook any more"
		}
	}
	v.gone(row, col, why)
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
