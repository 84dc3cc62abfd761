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

// Account lists what a file holds, by kind, and how much of it is shown here.
func (r *Report) Account() (lines []Line) {
	for _, what := range []string{"sources", "codes", "selections", "codings", "cases", "variables", "notes", "links", "sets", "graphs", "users"} {
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

// countRest lists what is kept for a later export and not shown.
func (im *importer) countRest() {
	im.report.keep("graphs", len(im.doc.Graphs))
	notes, sets := 0, 0
	for _, n := range im.notes {
		if n.on > 0 {
			notes++
		}
	}
	for _, s := range im.doc.Sets {
		if len(s.Sources) > 0 {
			sets++
		}
	}
	users := 0
	for _, u := range im.doc.Users {
		if _, ok := im.coders[refi.Key(u.GUID)]; ok && refi.Key(u.GUID) != programUser {
			users++
		}
	}
	sources := map[*refi.Source]bool{}
	selections := map[*refi.Selection]bool{}
	for _, st := range im.texts {
		sources[st.source] = true
		for i, s := range st.own() {
			if st.places[i].Damaged == "" {
				selections[s] = true
			}
		}
	}
	for s := range im.passages {
		selections[s] = true
	}
	im.report.here = map[string]int{"sources": len(sources), "codes": len(im.codeOf), "selections": len(selections), "codings": len(im.tags), "cases": len(im.doc.Cases),
		"variables": len(im.doc.Variables), "notes": notes, "links": len(im.links) + len(im.noteLinks), "sets": sets, "users": users}
	for _, s := range im.doc.Sources {
		if s.Kind == refi.TextSource && im.textOf[refi.Key(s.GUID)] == nil {
			im.report.keep("selections in them", len(s.Selections))
			n := len(s.Codings)
			for _, x := range s.Selections {
				n += len(x.Codings)
			}
			im.report.keep("codings in them", n)
		}
		if s.Kind == refi.PDFSource && s.Representation != nil && im.textOf[refi.Key(s.Representation.GUID)] == nil {
			im.report.keep("selections in them", len(s.Representation.Selections))
			for _, x := range s.Representation.Selections {
				im.report.keep("codings in them", len(x.Codings))
			}
		}
		if s.Kind == refi.AudioSource || s.Kind == refi.VideoSource {
			if im.hasText(s) {
				im.report.keep("selections of recordings by their time", len(s.Selections))
				for _, x := range s.Selections {
					im.report.keep("codings on them", len(x.Codings))
				}
			}
		}
	}
	for _, n := range im.doc.Notes {
		for _, s := range n.Selections {
			im.report.keep("codings in notes", len(s.Codings))
		}
		im.report.keep("codings in notes", len(n.Codings))
	}
}
