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

// WordsBy are the words that the selections of a document are on by the rules of a number.
func WordsBy(doc *refi.Project, files Files, rules Rules) (words []string, err error) {
	im, err := importDocument(doc, files, Options{Rules: rules, silent: true}, &Report{})
	if err != nil {
		return nil, err
	}
	for _, st := range im.texts {
		for _, at := range st.places {
			words = append(words, st.body[at.Start:at.End])
		}
	}
	return words, nil
}
