package exchange

import (
	"cmp"
	"fmt"
	"slices"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// importCodings makes passages and tags of selections and codings.
func (im *importer) importCodings() {
	for _, st := range im.texts {
		for i, s := range st.text.Selections {
			im.importSelection(st, s, st.places[i])
		}
		im.importWholeCodings(st, st.codings())
	}
	for _, s := range im.doc.Sources {
		if parts := sourceKinds[s.Kind].parts; parts != "" {
			im.importParts(s, parts)
		}
	}
}

func (im *importer) importSelection(st *sourceText, s *refi.Selection, at refi.Located) {
	if at.Damaged != "" {
		place := fmt.Sprintf("%s, %s %d to %d", st.name, cmp.Or(s.Name, "without a name"), s.Start, s.End)
		im.report.keepAs("selections that have no place in their text: "+at.Damaged, place)
		im.report.keep("codings on them", len(s.Codings))
		return
	}
	im.report.show("selections", 1)
	if at.Repaired != "" {
		im.report.change("selection that "+at.Repaired, fmt.Sprintf("%s, %d to %d", st.name, s.Start, s.End))
	}
	kind := "selection"
	p := coding.Passage{ID: coding.PassageID(im.idOf(kind, s.GUID)), Text: st.textID, Span: corpus.Span{Start: at.Start, End: at.End}}
	tagged := 0
	for _, c := range s.Codings {
		if im.importCoding(p, st.name, c) {
			tagged++
		}
	}
	if tagged == 0 && len(s.Codings) > 0 && s.Description == "" && len(s.NoteRefs) == 0 { // it says whose words they are
		return
	}
	im.passages[s] = p.ID
	im.passageAt[p.ID] = len(im.study.Passages)
	if im.joined {
		im.subjects[refi.Key(s.GUID)] = string(p.ID)
	}
	im.study.Passages = append(im.study.Passages, p)
	im.describe(s.Description, "selection", s.GUID, string(p.ID), s.Audit)
}

// codedOnce is what a project has one tag of, however many codings of a file say it.
type codedOnce struct {
	text  corpus.TextID
	span  corpus.Span
	theme coding.ThemeID
	coder coding.CoderID
}

// importCoding makes a tag of a coding; false where it is none of a code's.
func (im *importer) importCoding(p coding.Passage, source string, c *refi.Coding) bool {
	theme, ok := im.themes[refi.Key(c.Code)]
	if !ok {
		if im.roles[refi.Key(c.Code)] != "" || im.twins[refi.Key(c.Code)] {
			im.report.keep("codings with a case, which say whose words they are", 1)
		} else {
			im.report.keep("codings with a code that is not in the codebook", 1)
		}
		return false
	}
	t := coding.Tag{ID: coding.TagID(im.idOf("coding", c.GUID)), Passage: p.ID, Theme: theme,
		Coder: im.coder(c.Creator), At: im.time(c.Created)}
	im.tags[c] = t.ID
	switch once := (codedOnce{p.Text, p.Span, t.Theme, t.Coder}); {
	case im.coded == nil: // nobody reads a report
	case im.coded[once]:
		im.report.change("coding that is there twice, by the same user: one tag here", source)
	default:
		im.coded[once] = true
		im.report.show("codings", 1)
	}
	if im.joined {
		im.subjects[refi.Key(c.GUID)] = string(t.ID)
	}
	im.study.Tags = append(im.study.Tags, t)
	return true
}

// importWholeCodings makes tags of codings of a whole source, on all its words.
func (im *importer) importWholeCodings(st *sourceText, codings []*refi.Coding) {
	if len(codings) == 0 {
		return
	}
	if st.body == "" {
		im.report.keep("codings of sources without words", len(codings))
		return
	}
	p := coding.Passage{ID: coding.PassageID(refi.NewGUID("whole", string(st.textID))), Text: st.textID, Span: corpus.Span{End: len(st.body)}}
	n := 0
	for _, c := range codings {
		if im.importCoding(p, st.name, c) {
			n++
		}
	}
	if n > 0 {
		im.study.Passages = append(im.study.Passages, p)
		im.report.changeN("coding of a whole source: is on all its words here", n, st.name)
	}
}

// importParts takes what is marked in the file of a source. A part of a PDF file that is
// words of its text, too, is one segment with those; all else is kept.
func (im *importer) importParts(s *refi.Source, what string) {
	words := map[string]*refi.Selection{}
	if s.Representation != nil {
		for _, x := range s.Representation.Selections {
			words[refi.Key(x.GUID)] = x
		}
	}
	for _, x := range s.Selections {
		twin := words[refi.Key(x.GUID)]
		if passage, ok := im.passages[twin]; ok {
			im.onWords[x] = passage
			im.importPaired(x, twin, im.study.Passages[im.passageAt[passage]], s.Name)
			continue
		}
		im.keepSelections(what, "codings on them", []*refi.Selection{x})
	}
	if !im.shown[s] {
		im.report.keep("codings of whole files without words", len(s.Codings))
	}
}

// importPaired takes codings of a part of a page that is words, too: the same code by the
// same user on both is one tag.
func (im *importer) importPaired(part, words *refi.Selection, passage coding.Passage, source string) {
	for _, c := range part.Codings {
		same := slices.IndexFunc(words.Codings, func(o *refi.Coding) bool {
			_, isTag := im.tags[o]
			return isTag && refi.Key(o.Code) == refi.Key(c.Code) && refi.Key(o.Creator) == refi.Key(c.Creator)
		})
		if same < 0 {
			im.importCoding(passage, source, c)
			continue
		}
		im.tags[c] = im.tags[words.Codings[same]]
		im.report.keep("codings that say again, of a page, what is said of its words", 1)
	}
}

// exportCoding gives a template's coding as it is now.
func (ex *exporter) exportCoding(tm *template, c *refi.Coding, t coding.Tag) *refi.Coding {
	x := *c
	if theme, ok := tm.themes[refi.Key(c.Code)]; !ok || coding.ThemeID(tm.now(string(theme))) != t.Theme {
		x.Code = ex.guids[string(t.Theme)]
	}
	if c.Creator == "" || coding.CoderID(tm.now(string(tm.coder(c.Creator)))) != t.Coder {
		x.Creator = ex.user(t.Coder)
	}
	ex.useGUID(string(t.ID), c.GUID)
	x.NoteRefs = append(ex.noteRefs(tm, c.NoteRefs, string(tm.tags[c]), string(t.ID)), ex.exportMemosOn(string(t.ID))...)
	return &x
}

// exportNewCoding gives a tag that no template has.
func (ex *exporter) exportNewCoding(t coding.Tag) *refi.Coding {
	return &refi.Coding{GUID: ex.guid("coding", string(t.ID)), Creator: ex.user(t.Coder), Created: formatTime(t.At),
		Code: ex.guids[string(t.Theme)], NoteRefs: ex.exportMemosOn(string(t.ID))}
}

// placedElsewhere tells whether a tag was written already for another coding than
// those that say it in the template: two codings that are one here stay two.
func (ex *exporter) placedElsewhere(tm *template, c *refi.Coding, tag coding.TagID) bool {
	id, ok := tm.tags[c]
	return !ok || coding.TagID(tm.now(string(id))) != tag
}

// exportWholeCodings gives codings of a whole source.
func (ex *exporter) exportWholeCodings(tm *template, src *corpus.Source, body string, codings []*refi.Coding) (kept []*refi.Coding) {
	for _, c := range codings {
		base, isTag := tm.tags[c]
		if !isTag {
			kept = append(kept, ex.opaqueCodings(tm, []*refi.Coding{c})...)
			continue
		}
		if t, ok := ex.wholeTag(tm, base, src, body); ok {
			kept = append(kept, ex.exportCoding(tm, c, t))
		}
	}
	return kept
}

// wholeTag is the tag of a coding of a whole source, if it still is one.
func (ex *exporter) wholeTag(tm *template, base coding.TagID, src *corpus.Source, body string) (coding.Tag, bool) {
	i, there := ex.tags[coding.TagID(tm.now(string(base)))]
	if !there {
		return coding.Tag{}, false
	}
	t := ex.study.Tags[i]
	p := ex.study.Passages[ex.passages[t.Passage]]
	return t, p.Text == src.Text && p.Span == corpus.Span{End: len(body)}
}

// placeWhole notes which tags are written as codings of the whole source.
func (p *placing) placeWhole(body string) {
	ex, tm := p.ex, p.tm
	for _, c := range p.st.codings() {
		if base, isTag := tm.tags[c]; isTag {
			if t, ok := ex.wholeTag(tm, base, p.src, body); ok {
				p.placed[t.ID] = true
				p.shown[t.Passage] = true
			}
		}
	}
}

// opaqueCodings are codings with codes that still are there.
func (ex *exporter) opaqueCodings(tm *template, all []*refi.Coding) (kept []*refi.Coding) {
	for _, c := range all {
		theme, isCode := tm.themes[refi.Key(c.Code)]
		if isCode && ex.study.Theme(coding.ThemeID(tm.now(string(theme)))) == nil {
			ex.report.lose("codings of pictures, pages and recordings with themes that were removed or merged", 1, "")
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// pageTag is the tag that a coding on a page of a PDF file is, while it is on the words
// that this part of the page has.
func (ex *exporter) pageTag(tm *template, s *refi.Selection, c *refi.Coding) (coding.Tag, bool) {
	i, there := ex.tags[coding.TagID(tm.now(string(tm.tags[c])))]
	if !there {
		return coding.Tag{}, false
	}
	t := ex.study.Tags[i]
	return t, t.Passage == coding.PassageID(tm.now(string(tm.onWords[s])))
}

// placeOnPages notes which tags are written as codings on pages.
func (p *placing) placeOnPages() {
	for _, s := range p.st.source.Selections {
		for _, c := range s.Codings {
			if t, ok := p.ex.pageTag(p.tm, s, c); ok {
				p.placed[t.ID] = true
			}
		}
	}
}

// exportParts gives selections of a template's file; codings that are tags on its words
// as long as those are there.
func (ex *exporter) exportParts(tm *template, source *refi.Source) (kept []*refi.Selection) {
	for _, s := range source.Selections {
		x := *s
		x.Codings, x.Representation = nil, ex.opaqueText(tm, s.Representation)
		hadTags := false
		for _, c := range s.Codings {
			if _, isTag := tm.tags[c]; !isTag {
				x.Codings = append(x.Codings, ex.opaqueCodings(tm, []*refi.Coding{c})...)
				continue
			}
			hadTags = true
			if t, ok := ex.pageTag(tm, s, c); ok {
				x.Codings = append(x.Codings, ex.exportCoding(tm, c, t))
			}
		}
		if !hadTags || len(x.Codings) > 0 || x.Description != "" || len(x.NoteRefs) > 0 {
			kept = append(kept, &x)
		}
	}
	return kept
}
