package exchange

import (
	"slices"

	"crosscase/coding/exchange/refi"
)

// A Report says what became of a file that was taken or written.
type Report struct {
	Origin    string // the program that wrote it, as it says
	Counts    map[string]int
	Positions []SourcePositions
	Cases     []CaseRole
	Changed   []refi.Problem // what is otherwise here than in the file
	Kept      []refi.Problem // what is kept for a later export, and not shown
	Lost      []refi.Problem // what is in neither
	Astral    int            // texts written with codings and letters beyond U+FFFF

	here                map[string]int
	changed, kept, lost refi.Problems
}

// A Line of the account says how many things of a kind a file holds, and how many of
// them are shown in crosscase.
type Line struct {
	What         string
	InFile, Here int
}

// counted are the kinds of things of an account, in their order.
var counted = []string{
	"sources", "codes", "selections", "codings", "cases", "variables", "notes", "links", "sets", "graphs", "users",
}

// Account lists what a file holds, by kind, and how much of it is shown here.
func (r *Report) Account() (lines []Line) {
	for _, what := range counted {
		if n := r.Counts[what]; n > 0 {
			here, counted := r.here[what]
			if !counted && r.here == nil {
				here = n // a file of crosscase's own
			}
			lines = append(lines, Line{what, n, here})
		}
	}
	return lines
}

// allShown tells whether all that a file holds is shown here, so that nothing needs to
// be kept of it.
func (r *Report) allShown() bool {
	for _, l := range r.Account() {
		if l.Here < l.InFile {
			return false
		}
	}
	return len(r.Kept) == 0
}

// SourcePositions says how positions in a source were read.
type SourcePositions struct {
	Source     string
	Selections int
	refi.Verdict
}

// A CaseRole says what a case was taken for, and why.
type CaseRole struct{ Name, Is, By string }

// show counts things of a kind that are shown here.
func (r *Report) show(what string, n int) { r.here[what] += n }

func (r *Report) change(what, example string) { r.changed.Add(what, example) }

func (r *Report) changeN(what string, n int, ex string) { r.changed.AddN(what, n, ex) }

func (r *Report) keep(what string, n int) { r.kept.AddN(what, n, "") }

func (r *Report) keepAs(what, example string) { r.kept.Add(what, example) }

func (r *Report) lose(what string, n int, ex string) { r.lost.AddN(what, n, ex) }

// finish puts what was noted where it is read.
func (r *Report) finish() {
	r.Changed = append(slices.Clone(r.Changed), r.changed.All()...)
	r.Kept = append(slices.Clone(r.Kept), r.kept.All()...)
	r.Lost = append(slices.Clone(r.Lost), r.lost.All()...)
	r.changed, r.kept, r.lost = refi.Problems{}, refi.Problems{}, refi.Problems{}
}
