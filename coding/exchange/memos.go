package exchange

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A note of a document is a memo on each thing that refers to it, or that a link
// joins it to; one that nothing refers to is on the project.

// A memoPlace is a note, or a description, on one thing.
type memoPlace struct{ note, on string }

type importedNote struct {
	*refi.Text
	text  string // as a memo says it, "" for one without words
	on    int    // how many things it is on
	shown bool   // a memo says it that no other note is
}

// noteText is a note as a memo says it: its name is a heading, unless the text begins
// with it.
func noteText(name, text string) string {
	text = strings.TrimRight(textBody(text), " \t\n")
	name = strings.Join(strings.Fields(name), " ")
	begins := strings.TrimSuffix(strings.TrimSuffix(name, "…"), "...")
	switch {
	case strings.TrimSpace(text) == "":
		return name
	case name == "" || strings.HasPrefix(strings.Join(strings.Fields(text), " "), begins):
		return text
	}
	return "# " + name + "\n\n" + text
}

// describe makes a memo of a description.
func (im *importer) describe(text, kind, guid, on string, by refi.Audit) {
	if text = strings.TrimRight(textBody(text), " \t\n"); strings.TrimSpace(text) == "" {
		return
	}
	id := coding.MemoID(refi.NewGUID("description", kind, refi.Key(guid)))
	im.memos[memoPlace{"description of " + kind + refi.Key(guid), on}] = id
	im.addMemo(id, on, text, by)
}

// notedOnce is what a project has one memo of, however many notes of a file say it.
type notedOnce struct {
	on, text string
	words    codedOnce // that a passage is on
	coder    coding.CoderID
}

// addMemo tells whether a memo says what no other one does.
func (im *importer) addMemo(id coding.MemoID, on, text string, by refi.Audit) bool {
	at := im.time(cmp.Or(by.Modified, by.Created))
	im.study.Memos = append(im.study.Memos, coding.Memo{ID: id, On: on, Coder: im.coder(by.Creator), At: at, Text: text})
	once := notedOnce{on: on, text: text, coder: im.coder(by.Creator)}
	if i, isPassage := im.passageAt[coding.PassageID(on)]; isPassage {
		once.on, once.words = "", codedOnce{text: im.study.Passages[i].Text, span: im.study.Passages[i].Span}
	}
	twice := im.noted[once]
	im.noted[once] = true
	return !twice
}

// projectID stands for the project where a memo is on it.
const projectID = "project"

func (im *importer) importNotes() {
	im.notes = map[string]*importedNote{}
	im.noteLinks = map[*refi.Link]bool{}
	for _, n := range im.doc.Notes {
		raw, _, err := im.readText(n.Plain, n.Content)
		if err != nil {
			im.report.keepAs("notes whose text is not in the file", cmp.Or(n.Name, n.GUID))
		}
		taken := &importedNote{Text: n, text: noteText(n.Name, raw)}
		if err != nil {
			taken.text = ""
		}
		im.notes[refi.Key(n.GUID)] = taken
		for _, s := range n.Selections {
			im.report.keep("codings in notes", len(s.Codings))
		}
		im.report.keep("codings in notes", len(n.Codings))
	}
	im.describe(im.doc.Description, "project", "", projectID, im.doc.Audit)
	im.noteRefs(im.doc.NoteRefs, projectID, nil)
	for _, t := range im.study.Themes {
		im.noteRefs(im.codeOf[t.ID].NoteRefs, string(t.ID), nil)
	}
	for _, s := range im.doc.Sources {
		im.sourceNotes(s)
	}
	for _, l := range im.doc.Links {
		im.linkNotes(l)
	}
	for _, n := range im.doc.Notes {
		if x := im.notes[refi.Key(n.GUID)]; x.on == 0 && x.text != "" && !im.onLink(n.GUID) {
			im.noteRefs([]string{n.GUID}, projectID, nil)
		}
	}
}

// sourceNotes takes notes on a source and on what is in it.
func (im *importer) sourceNotes(s *refi.Source) {
	var st *sourceText
	if texts := sourceKinds[s.Kind].texts(s); len(texts) > 0 {
		st = im.textOf[refi.Key(texts[0].guid)]
	}
	on := projectID
	if st != nil {
		on = string(st.id)
		im.describe(s.Description, "source", s.GUID, on, s.Audit)
	}
	im.noteRefs(s.NoteRefs, on, st)
	im.selectionNotes(s.Selections, on)
	for _, t := range s.Texts()[1:] {
		of := on
		if x := im.textOf[refi.Key(t.GUID)]; x != nil {
			of = string(x.id)
			if x.transcript != nil && (!x.first || s.Description == "") {
				im.describe(t.Description, "transcript", t.GUID, of, t.Audit)
			}
		}
		im.noteRefs(t.NoteRefs, of, nil)
		im.selectionNotes(t.Selections, of)
		im.codingNotes(t.Codings, of)
	}
	im.codingNotes(s.Codings, on)
}

// selectionNotes takes notes on selections and on the codings on them; on is where they
// are if the selection is none here.
func (im *importer) selectionNotes(all []*refi.Selection, on string) {
	for _, s := range all {
		place := cmp.Or(string(im.passages[s]), on)
		im.noteRefs(s.NoteRefs, place, nil)
		im.codingNotes(s.Codings, place)
	}
}

func (im *importer) codingNotes(all []*refi.Coding, on string) {
	for _, c := range all {
		im.noteRefs(c.NoteRefs, cmp.Or(string(im.tags[c]), on), nil)
	}
}

// noteRefs takes notes that a thing refers to. In a note of QualCoder's on a source,
// a selection is one of the source.
func (im *importer) noteRefs(refs []string, on string, st *sourceText) {
	for _, ref := range refs {
		n := im.notes[refi.Key(ref)]
		if n == nil {
			im.report.keep("references to notes that the file does not hold", 1)
			continue
		}
		if st != nil && n.Name == "" && len(n.Selections) > 0 && strings.HasPrefix(im.doc.Origin, "QualCoder") && n.text != "" {
			im.annotate(n, st)
			continue
		}
		im.memo(n, on)
	}
}

func (im *importer) memo(n *importedNote, on string) {
	place := memoPlace{refi.Key(n.GUID), on}
	if _, twice := im.memos[place]; twice || n.text == "" {
		return
	}
	id := coding.MemoID(im.idOf("note", n.GUID))
	if n.on > 0 {
		id = coding.MemoID(refi.NewGUID("note", refi.Key(n.GUID), on))
	}
	n.on++
	im.memos[place] = id
	im.memosOf[place.note] = append(im.memosOf[place.note], id)
	im.noteOf[id] = place.note
	switch isNew := im.addMemo(id, on, n.text, n.Audit); {
	case isNew && !n.shown:
		n.shown = true
		im.report.show("notes", 1)
	case !isNew:
		im.report.change("note that is there twice, by the same user: one memo here", cmp.Or(n.Name, refi.QuoteName(n.text)))
	}
}

// annotate puts a note on the words of a source that it has selected.
func (im *importer) annotate(n *importedNote, st *sourceText) {
	for i, at := range st.convention.Locate(st.raw, n.Selections) {
		if at.Damaged != "" {
			im.memo(n, string(st.id))
			continue
		}
		s := n.Selections[i]
		p, there := im.passages[s]
		if !there {
			p = coding.PassageID(im.idOf("selection", s.GUID))
			im.passages[s] = p
			im.annotated[p] = s
			im.report.show("selections", 1)
			im.study.Passages = append(im.study.Passages, coding.Passage{ID: p, Text: st.textID, Span: corpus.Span{Start: at.Start, End: at.End}})
		}
		im.memo(n, string(p))
	}
}

// linkNotes takes notes that links join to other things.
func (im *importer) linkNotes(l *refi.Link) {
	note, other := im.notes[refi.Key(l.Origin)], l.Target
	if note == nil {
		note, other = im.notes[refi.Key(l.Target)], l.Origin
	}
	if note == nil || im.notes[refi.Key(other)] != nil {
		return
	}
	on := im.subjects[refi.Key(other)]
	if on == "" {
		return
	}
	im.noteLinks[l] = true
	im.report.show("links", 1)
	im.memo(note, on)
}

func (im *importer) onLink(guid string) bool {
	for _, l := range im.doc.Links {
		for _, ref := range l.NoteRefs {
			if refi.Key(ref) == refi.Key(guid) {
				return true
			}
		}
	}
	return false
}

// noteRefs are the references of a template's thing to notes that still are there.
func (ex *exporter) noteRefs(tm *template, refs []string, base, now string) (kept []string) {
	for _, ref := range refs {
		id, shown := tm.memos[memoPlace{refi.Key(ref), base}]
		if !shown {
			if n := tm.notes[refi.Key(ref)]; n == nil || n.on == 0 || ex.noteStays(tm, n) {
				kept = append(kept, ref)
			}
			continue
		}
		if ex.memoStays(tm, id, tm.notes[refi.Key(ref)]) {
			kept = append(kept, ref)
		}
	}
	return kept
}

// memoStays tells whether a template's note still says what a memo says.
func (ex *exporter) memoStays(tm *template, id coding.MemoID, n *importedNote) bool {
	m := ex.memos[coding.MemoID(tm.now(string(id)))]
	return m != nil && (n.on == 1 || m.Text == n.text)
}

// noteStays tells whether any memo that a template's note is still says it.
func (ex *exporter) noteStays(tm *template, n *importedNote) bool {
	return slices.ContainsFunc(tm.memosOf[refi.Key(n.GUID)], func(id coding.MemoID) bool { return ex.memoStays(tm, id, n) })
}

// exportMemosOn writes the memos on a thing that no template has, and returns references
// to them.
func (ex *exporter) exportMemosOn(on string) (refs []string) {
	if ex.noted[on] {
		return nil
	}
	ex.noted[on] = true
	for _, m := range ex.study.MemosOn(on) {
		if ex.isMapped(m) {
			continue
		}
		refs = append(refs, ex.exportMemo(m))
	}
	return refs
}

// isMapped tells whether a template's note or description says a memo.
func (ex *exporter) isMapped(m coding.Memo) bool {
	if !ex.mapped[m.ID] {
		return false
	}
	for _, tm := range ex.templates {
		was, there := tm.memoN[m.ID]
		if !there {
			continue
		}
		n := tm.notes[tm.noteOf[was.ID]]
		return n == nil || n.on == 1 || m.Text == n.text
	}
	return true
}

// exportMemo writes a memo as a new note. A memo that is one of those that a template's note
// became, and says something else now, is another note than that.
func (ex *exporter) exportMemo(m coding.Memo) string {
	guid := ex.guid("note", string(m.ID))
	for _, tm := range ex.templates {
		if n := tm.notes[refi.Key(guid)]; n != nil && ex.noteStays(tm, n) {
			guid = refi.NewGUID("note of its own", refi.Key(guid))
		}
	}
	text := m.Text
	ex.inNotes = append(ex.inNotes, &refi.Text{GUID: guid, Name: refi.QuoteName(m.Text), Content: &text,
		Audit: refi.Audit{Creator: ex.user(m.Coder), Created: formatTime(m.At)}})
	return guid
}

// description is a template's description of a thing, as it is now.
func (ex *exporter) description(tm *template, kind, guid, base, text string) string {
	id, shown := tm.memos[memoPlace{"description of " + kind + refi.Key(guid), base}]
	if !shown {
		return text
	}
	m := ex.memos[coding.MemoID(tm.now(string(id)))]
	switch {
	case m == nil:
		return ""
	case m.Text == tm.memoN[m.ID].Text:
		return text
	}
	return m.Text
}

// exportNotes gives a template's notes, as far as they are still there, and new ones.
func (ex *exporter) exportNotes() {
	for _, tm := range ex.templates {
		for _, n := range tm.doc.Notes {
			taken := tm.notes[refi.Key(n.GUID)]
			if taken.on > 0 && !ex.noteStays(tm, taken) || !ex.first("note", n.GUID) {
				continue
			}
			x := *n
			if taken.on == 1 {
				for _, id := range tm.memosOf[refi.Key(n.GUID)] {
					if m := ex.memos[coding.MemoID(tm.now(string(id)))]; m != nil && m.Text != taken.text {
						text := strings.TrimPrefix(m.Text, "# "+strings.Join(strings.Fields(n.Name), " ")+"\n\n")
						x.Content, x.Plain, x.Rich = &text, "", ""
						if n.Content == nil {
							x.Content = nil
							x.Plain = ex.textFile(n.GUID, text)
						}
					}
				}
			}
			x.Selections = ex.opaqueSelections(tm, n, x.Content)
			x.Plain, x.Rich = ex.carry(tm, x.Plain), ex.carry(tm, x.Rich)
			if ex.profile.Name == "atlasti" && strings.EqualFold(path.Ext(x.Rich), ".txt") {
				x.Rich = ""
			}
			ex.doc.Notes = append(ex.doc.Notes, &x)
		}
	}
	ex.doc.Notes = append(ex.doc.Notes, ex.inNotes...)
}

// opaqueText gives a text of a template that is not shown here, as it came, with
// positions as the document counts them.
func (ex *exporter) opaqueText(tm *template, t *refi.Text) *refi.Text {
	if t == nil {
		return nil
	}
	x := *t
	x.Selections, x.Codings = ex.opaqueSelections(tm, t, t.Content), ex.opaqueCodings(tm, t.Codings)
	return &x
}

// opaqueSelections gives selections of a note, or of another text that is not shown here:
// those of a source's words where the passage is now, those of its own words counted as
// the document counts. content is what the text is written with.
func (ex *exporter) opaqueSelections(tm *template, n *refi.Text, content *string) []*refi.Selection {
	if len(n.Selections) == 0 {
		return nil
	}
	raw, _, err := tm.readText(n.Plain, n.Content)
	from, forced := tm.options.Positions[""]
	if !forced {
		from = refi.Expected(tm.doc.Origin)
	}
	places := from.Locate(raw, n.Selections)
	var all []*refi.Selection
	for i, s := range n.Selections {
		x := *s
		x.Codings = ex.opaqueCodings(tm, s.Codings)
		at, within := places[i], raw
		if base, ok := tm.passages[s]; ok {
			if p, there := ex.passages[coding.PassageID(tm.now(string(base)))]; there {
				is := ex.study.Passages[p]
				at, within = refi.Located{Start: is.Span.Start, End: is.Span.End}, ex.raws[is.Text]
			} else {
				at.Damaged = "it is gone"
			}
		} else if err != nil || content != n.Content {
			at.Damaged = "it is on other words now"
		}
		if at.Damaged == "" && within != "" {
			p := ex.profile.Positions(within, []int{at.Start, at.End})
			x.Start, x.End = p[0], p[1]
		}
		all = append(all, &x)
	}
	return all
}

func (ex *exporter) exportProjectNotes() {
	var refs []string
	for i, tm := range ex.templates {
		if i == 0 {
			ex.doc.Description = ex.description(tm, "project", "", projectID, tm.doc.Description)
			if ex.study.Title == CleanTitle(tm.doc.Name) && !tm.book() {
				ex.doc.Name = tm.doc.Name
			}
		}
		for _, ref := range ex.noteRefs(tm, tm.doc.NoteRefs, projectID, "") {
			if ex.first("note of the project", ref) {
				refs = append(refs, ref)
			}
		}
	}
	for _, m := range ex.study.Memos { // on what is none of the rest: the project
		if !ex.known[m.On] && !ex.isMapped(m) {
			refs = append(refs, ex.exportMemo(m))
		}
	}
	ex.doc.NoteRefs = refs
}

func (ex *exporter) linkedNoteStays(tm *template, l *refi.Link) bool {
	n := tm.notes[refi.Key(l.Origin)]
	other := l.Target
	if n == nil {
		n, other = tm.notes[refi.Key(l.Target)], l.Origin
	}
	id, shown := tm.memos[memoPlace{refi.Key(n.GUID), tm.subjects[refi.Key(other)]}]
	return !shown || ex.memoStays(tm, id, n)
}

// caseMemos are the participants, organisations and case studies, in order.
func (ex *exporter) caseMemos() (ids []string) {
	for _, x := range ex.study.Cases {
		ids = append(ids, string(x.ID))
	}
	for _, x := range ex.study.Organisations {
		ids = append(ids, string(x.ID))
	}
	for _, x := range ex.study.Participants {
		ids = append(ids, string(x.ID))
	}
	return slices.DeleteFunc(ids, func(id string) bool { return ex.guids[id] == "" })
}
