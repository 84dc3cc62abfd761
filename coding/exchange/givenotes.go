package exchange

import (
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// noteRefs are the references of a template's thing to notes that still are there.
func (g *giver) noteRefs(v *givenView, refs []string, base, now string) (kept []string) {
	for _, ref := range refs {
		id, shown := v.memos[memoPlace{refi.Key(ref), base}]
		if !shown {
			if n := v.notes[refi.Key(ref)]; n == nil || n.on == 0 || g.noteStays(v, n) {
				kept = append(kept, ref)
			}
			continue
		}
		if g.memoStays(v, id, v.notes[refi.Key(ref)]) {
			kept = append(kept, ref)
		}
	}
	return kept
}

// memoStays tells whether a template's note still says what a memo says.
func (g *giver) memoStays(v *givenView, id coding.MemoID, n *noteTaken) bool {
	m := g.memos[coding.MemoID(v.now(string(id)))]
	return m != nil && (n.on == 1 || m.Text == n.text)
}

// noteStays tells whether any memo that a template's note is still says it.
func (g *giver) noteStays(v *givenView, n *noteTaken) bool {
	return slices.ContainsFunc(v.memosOf[refi.Key(n.GUID)], func(id coding.MemoID) bool { return g.memoStays(v, id, n) })
}

// newNotes writes the memos on a thing that no template has, and returns references
// to them.
func (g *giver) newNotes(on string) (refs []string) {
	if g.noted[on] {
		return nil
	}
	g.noted[on] = true
	for _, m := range g.study.MemosOn(on) {
		if g.isMapped(m) {
			continue
		}
		refs = append(refs, g.note(m))
	}
	return refs
}

// isMapped tells whether a template's note or description says a memo.
func (g *giver) isMapped(m coding.Memo) bool {
	if !g.mapped[m.ID] {
		return false
	}
	for _, v := range g.views {
		was, there := v.memoN[m.ID]
		if !there {
			continue
		}
		n := v.notes[v.noteOf[was.ID]]
		return n == nil || n.on == 1 || m.Text == n.text
	}
	return true
}

func (g *giver) note(m coding.Memo) string {
	guid := g.guid("note", string(m.ID))
	text := m.Text
	g.inNotes = append(g.inNotes, &refi.Text{GUID: guid, Name: refi.QuoteName(m.Text), Content: &text,
		Audit: refi.Audit{Creator: g.user(m.Coder), Created: stamp(m.At)}})
	return guid
}

// description is a template's description of a thing, as it is now.
func (g *giver) description(v *givenView, kind, guid, base, text string) string {
	id, shown := v.memos[memoPlace{"description of " + kind + refi.Key(guid), base}]
	if !shown {
		return text
	}
	m := g.memos[coding.MemoID(v.now(string(id)))]
	switch {
	case m == nil:
		return ""
	case m.Text == v.memoN[m.ID].Text:
		return text
	}
	return m.Text
}

// giveNotes gives a template's notes, as far as they are still there, and new ones.
func (g *giver) giveNotes() {
	for _, v := range g.views {
		for _, n := range v.doc.Notes {
			taken := v.notes[refi.Key(n.GUID)]
			if taken.on > 0 && !g.noteStays(v, taken) {
				continue
			}
			x := *n
			if taken.on == 1 {
				for _, id := range v.memosOf[refi.Key(n.GUID)] {
					if m := g.memos[coding.MemoID(v.now(string(id)))]; m != nil && m.Text != taken.text {
						text := strings.TrimPrefix(m.Text, "# "+strings.Join(strings.Fields(n.Name), " ")+"\n\n")
						x.Content, x.Plain, x.Rich = &text, "", ""
						if n.Content == nil {
							x.Content = nil
							x.Plain = g.textFile(n.GUID, text)
						}
					}
				}
			}
			x.Selections = g.noteSelections(v, n, x.Content)
			x.Plain, x.Rich = g.carry(v, x.Plain), g.carry(v, x.Rich)
			if g.profile.Name == "atlasti" && strings.EqualFold(path.Ext(x.Rich), ".txt") {
				x.Rich = ""
			}
			g.doc.Notes = append(g.doc.Notes, &x)
		}
	}
	g.doc.Notes = append(g.doc.Notes, g.inNotes...)
}

// noteSelections gives selections of a note: those of a source's words where the
// passage is now, those of its own words counted as the document counts.
func (g *giver) noteSelections(v *givenView, n *refi.Text, content *string) []*refi.Selection {
	if len(n.Selections) == 0 {
		return nil
	}
	raw, _, err := v.readText(n.Plain, n.Content)
	from := refi.Expected(v.doc.Origin)
	places := from.Locate(raw, n.Selections)
	var all []*refi.Selection
	for i, s := range n.Selections {
		x := *s
		at, within := places[i], raw
		if base, ok := v.passages[s]; ok {
			if p, there := g.passages[coding.PassageID(v.now(string(base)))]; there {
				is := g.study.Passages[p]
				at, within = refi.Located{Start: is.Span.Start, End: is.Span.End}, g.raws[is.Text]
			} else {
				at.Damaged = "it is gone"
			}
		} else if err != nil || content != n.Content {
			at.Damaged = "it is on other words now"
		}
		if at.Damaged == "" && within != "" {
			p := g.profile.Positions(within, []int{at.Start, at.End})
			x.Start, x.End = p[0], p[1]
		}
		all = append(all, &x)
	}
	return all
}

func (g *giver) projectNotes() {
	var refs []string
	for i, v := range g.views {
		if i == 0 {
			g.doc.Description = g.description(v, "project", "", projectID, v.doc.Description)
			if g.study.Title == CleanTitle(v.doc.Name) && !v.book() {
				g.doc.Name = v.doc.Name
			}
		}
		refs = append(refs, g.noteRefs(v, v.doc.NoteRefs, projectID, "")...)
	}
	for _, m := range g.study.Memos { // on what is none of the rest: the project
		if !g.known[m.On] && !g.isMapped(m) {
			refs = append(refs, g.note(m))
		}
	}
	g.doc.NoteRefs = refs
}

func (g *giver) linkedNoteStays(v *givenView, l *refi.Link) bool {
	n := v.notes[refi.Key(l.Origin)]
	other := l.Target
	if n == nil {
		n, other = v.notes[refi.Key(l.Target)], l.Origin
	}
	id, shown := v.memos[memoPlace{refi.Key(n.GUID), v.subjects[refi.Key(other)]}]
	return !shown || g.memoStays(v, id, n)
}

// caseMemos are the participants, organisations and case studies, in order.
func (g *giver) caseMemos() (ids []string) {
	for _, x := range g.study.Cases {
		ids = append(ids, string(x.ID))
	}
	for _, x := range g.study.Organisations {
		ids = append(ids, string(x.ID))
	}
	for _, x := range g.study.Participants {
		ids = append(ids, string(x.ID))
	}
	return slices.DeleteFunc(ids, func(id string) bool { return g.guids[id] == "" })
}
