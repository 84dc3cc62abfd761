package exchange

import (
	"cmp"
	"slices"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// importLinks makes links between themes, passages and case studies.
func (im *importer) importLinks() {
	linked := map[string]bool{}
	for _, t := range im.study.Themes {
		linked[string(t.ID)] = true
	}
	for _, p := range im.study.Passages {
		linked[string(p.ID)] = true
	}
	for _, c := range im.study.Cases {
		linked[string(c.ID)] = true
	}
	said := map[[3]string]bool{}
	for _, l := range im.doc.Links {
		from, to := im.subjects[refi.Key(l.Origin)], im.subjects[refi.Key(l.Target)]
		if im.noteLinks[l] {
			continue
		}
		if !linked[from] || !linked[to] || from == to {
			im.report.keep("links between things other than codes, passages and case studies", 1)
			continue
		}
		x := coding.Link{ID: coding.LinkID(im.idOf("link", l.GUID)), From: from, To: to, Kind: cleanName(l.Name, "linked to"),
			Coder: im.coder(im.doc.Creator)}
		for _, ref := range l.NoteRefs {
			if n := im.notes[refi.Key(ref)]; n != nil {
				x.Note = cmp.Or(x.Note, n.text)
			}
		}
		im.links[l] = x.ID
		if once := [3]string{from, to, x.Kind}; said[once] {
			im.report.change("link that is there twice: one here", x.Kind)
		} else {
			said[once] = true
			im.report.show("links", 1)
		}
		im.study.Links = append(im.study.Links, x)
	}
}

func (ex *exporter) exportLinks() {
	template := map[coding.LinkID]bool{}
	for _, tm := range ex.templates {
		for _, l := range tm.doc.Links {
			x := *l
			if id, shown := tm.links[l]; shown {
				now := coding.LinkID(tm.now(string(id)))
				template[now] = true
				at := slices.IndexFunc(ex.study.Links, func(o coding.Link) bool { return o.ID == now })
				if at < 0 {
					continue
				}
				if is := ex.study.Links[at]; is.Kind != cleanName(l.Name, "linked to") {
					x.Name = is.Kind
				}
			} else if ex.gone(tm, l.Origin) || ex.gone(tm, l.Target) {
				continue
			} else if tm.noteLinks[l] && !ex.linkedNoteStays(tm, l) {
				continue
			}
			if ex.first("link", l.GUID) {
				ex.doc.Links = append(ex.doc.Links, &x)
			}
		}
	}
	for _, l := range ex.study.Links {
		if template[l.ID] {
			continue
		}
		from, to := ex.guids[l.From], ex.guids[l.To]
		if from == "" || to == "" {
			ex.report.lose("links to what is on words that were corrected since", 1, l.Kind)
			continue
		}
		x := &refi.Link{GUID: ex.guid("link", string(l.ID)), Name: l.Kind, Direction: "OneWay", Origin: from, Target: to}
		if l.Note != "" {
			note := l.Note
			guid := refi.NewGUID("note of a link", x.GUID)
			ex.inNotes = append(ex.inNotes, &refi.Text{GUID: guid, Name: refi.QuoteName(note), Content: &note,
				Audit: refi.Audit{Creator: ex.user(l.Coder), Created: formatTime(l.At)}})
			x.NoteRefs = []string{guid}
		}
		ex.doc.Links = append(ex.doc.Links, x)
	}
	for _, p := range ex.caseMemos() { // a case has no references to notes
		for _, ref := range ex.exportMemosOn(p) {
			guid := refi.NewGUID("link to a note", ex.guids[p], ref)
			ex.inLinks = append(ex.inLinks, &refi.Link{GUID: guid, Name: "memo", Origin: ex.guids[p], Target: ref})
		}
	}
	ex.doc.Links = append(ex.doc.Links, ex.inLinks...)
}
