package exchange

import (
	"slices"

	"crosscase/coding/exchange/refi"
)

// ForQualCoder is a document as it is written for QualCoder: each coding on a selection of its
// own that says who coded, when and why.
func ForQualCoder(doc *refi.Project, files Files) *refi.Project {
	x := *doc
	x.Sources = slices.Clone(doc.Sources)
	forQualCoder(&x, noteWords(x.Notes, func(n *refi.Text) (string, error) { return fileOfNote(n, files) }))
	return &x
}
