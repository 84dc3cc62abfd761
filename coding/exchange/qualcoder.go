package exchange

import (
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
)

// QualCoder reads who coded, when and with which memo from a selection, never from the coding
// on it, and takes the first coding of a selection alone for each code. A document for it has
// a selection for each coding, which says all of that; the memos stay notes, too, with their
// authors.

// forQualCoder gives each coding in the words of sources a selection of its own. memo returns
// the words of a note by its identifier.
func forQualCoder(doc *refi.Project, memo func(guid string) string) {
	for i, s := range doc.Sources {
		all, whole := ofWords(s)
		each := oneCodingEach(all, whole, memo)
		x := *s
		switch {
		case x.Kind == refi.TextSource:
			x.Selections = each
		case x.Kind == refi.PDFSource && s.Representation != nil:
			words := *s.Representation
			words.Selections = each
			x.Representation = &words
		}
		doc.Sources[i] = &x
	}
}

// ofWords are the selections in the words of a source. whole has the identifiers of those
// that are parts of pages, too, and stay as they are.
func ofWords(s *refi.Source) (all []*refi.Selection, whole map[string]bool) {
	switch {
	case s.Kind == refi.TextSource:
		return s.Selections, nil
	case s.Kind != refi.PDFSource || s.Representation == nil:
		return nil, nil
	}
	whole = map[string]bool{}
	for _, part := range s.Selections {
		whole[refi.Key(part.GUID)] = true
	}
	return s.Representation.Selections, whole
}

// oneCodingEach gives each coding a selection; those in whole stay as they are.
func oneCodingEach(all []*refi.Selection, whole map[string]bool, memo func(guid string) string) (each []*refi.Selection) {
	for _, s := range all {
		if len(s.Codings) == 0 || whole[refi.Key(s.GUID)] {
			each = append(each, s)
			continue
		}
		for i, c := range s.Codings {
			x := *s
			if i > 0 {
				x.GUID = refi.NewGUID("selection for one coding", refi.Key(s.GUID), refi.Key(c.GUID))
				x.Description, x.NoteRefs = "", nil
			}
			x.Codings = []*refi.Coding{c}
			if c.Creator != "" {
				x.Creator = c.Creator
			}
			if c.Created != "" {
				x.Created = c.Created
			}
			said, _ := withoutMemos(&x, memo)
			x.Description = strings.Join(filled(append([]string{said}, memosOf(&x, memo)...)), "\n\n")
			each = append(each, &x)
		}
	}
	return each
}

// memosOf are the words of the notes on a selection and on its codings.
func memosOf(s *refi.Selection, memo func(guid string) string) (all []string) {
	refs := slices.Clone(s.NoteRefs)
	for _, c := range s.Codings {
		refs = append(refs, c.NoteRefs...)
	}
	for _, ref := range refs {
		all = append(all, memo(ref))
	}
	return filled(all)
}

func filled(all []string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// withoutMemos is a selection's description without the memos that notes say; had tells
// whether they were in it.
func withoutMemos(s *refi.Selection, memo func(guid string) string) (said string, had bool) {
	memos := strings.Join(memosOf(s, memo), "\n\n")
	if memos == "" {
		return s.Description, false
	}
	if s.Description == memos {
		return "", true
	}
	return strings.CutSuffix(s.Description, "\n\n"+memos)
}

// fromQualCoder takes the memos out of the descriptions of selections in a document that
// crosscase wrote for QualCoder: the notes say them, with their authors.
func fromQualCoder(doc *refi.Project, files Files) {
	if p, _ := refi.ParseProfile("qualcoder"); !isOwn(doc) || !strings.HasSuffix(doc.Origin, " for "+p.Title) {
		return
	}
	memo := noteWords(doc.Notes, func(n *refi.Text) (string, error) { return fileOfNote(n, files) })
	for _, s := range doc.Sources {
		all, whole := ofWords(s)
		for _, x := range all {
			if len(x.Codings) == 1 && !whole[refi.Key(x.GUID)] {
				x.Description, _ = withoutMemos(x, memo)
			}
		}
	}
}

// fileOfNote reads the words of a note that came in a file.
func fileOfNote(n *refi.Text, files Files) (string, error) {
	if n.Plain == "" {
		return "", refi.ErrMissing
	}
	data, err := files.File(n.Plain, refi.MaxText)
	return string(data), err
}

// noteFile reads the words of a note that is written into a file.
func (ex *exporter) noteFile(n *refi.Text) (string, error) {
	name, _ := refi.Internal(n.Plain)
	f, ok := ex.files[ex.profile.Folder+name]
	if n.Plain == "" || !ok {
		return "", refi.ErrMissing
	}
	data, err := f.Data()
	return string(data), err
}

// noteWords returns a function that gives the words of notes by their identifiers; read
// reads those that are in files.
func noteWords(notes []*refi.Text, read func(n *refi.Text) (string, error)) func(guid string) string {
	words := map[string]string{}
	for _, n := range notes {
		text := ""
		if n.Content != nil {
			text = *n.Content
		}
		if file, err := read(n); err == nil {
			text = strings.TrimPrefix(file, "\ufeff")
		}
		words[refi.Key(n.GUID)] = noteText(n.Name, text)
	}
	return func(guid string) string { return words[refi.Key(guid)] }
}
