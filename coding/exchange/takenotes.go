package exchange

import (
	"cmp"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A note of a document is a memo on each thing that refers to it, or that a link
// joins it to; one that nothing refers to is on the project.

type noteTaken struct {
	*refi.Text
	text string // as a memo says it, "" for one without words
	on   int    // how many things it is on
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
func (v *view) describe(text, kind, guid, on string, by refi.Audit) {
	if text = strings.TrimRight(textBody(text), " \t\n"); strings.TrimSpace(text) == "" {
		return
	}
	id := coding.MemoID(refi.NewGUID("description", kind, refi.Key(guid)))
	v.memos[memoPlace{"description of " + kind + refi.Key(guid), on}] = id
	v.study.Memos = append(v.study.Memos, coding.Memo{ID: id, On: on, Coder: v.coder(by.Creator), At: moment(cmp.Or(by.Modified, by.Created)), Text: text})
}

// projectID stands for the project where a memo is on it.
const projectID = "project"

func (v *view) takeNotes() {
	v.notes = map[string]*noteTaken{}
	v.noteLinks = map[*refi.Link]bool{}
	for _, n := range v.doc.Notes {
		raw, _, err := v.readText(n.Plain, n.Content)
		if err != nil {
			v.report.keepAs("notes whose text is not in the file", cmp.Or(n.Name, n.GUID))
		}
		taken := &noteTaken{Text: n, text: noteText(n.Name, raw)}
		if err != nil {
			taken.text = ""
		}
		v.notes[refi.Key(n.GUID)] = taken
	}
	v.describe(v.doc.Description, "project", "", projectID, v.doc.Audit)
	v.noteRefs(v.doc.NoteRefs, projectID, nil)
	for _, t := range v.study.Themes {
		v.noteRefs(v.codeOf[t.ID].NoteRefs, string(t.ID), nil)
	}
	for _, s := range v.doc.Sources {
		v.sourceNotes(s)
	}
	for _, l := range v.doc.Links {
		v.linkNotes(l)
	}
	for _, n := range v.doc.Notes {
		if x := v.notes[refi.Key(n.GUID)]; x.on == 0 && x.text != "" && !v.onLink(n.GUID) {
			v.noteRefs([]string{n.GUID}, projectID, nil)
		}
	}
}

// sourceNotes takes notes on a source and what is in it.
func (v *view) sourceNotes(s *refi.Source) {
	on, h := "", v.held[refi.Key(s.GUID)]
	if h == nil && len(s.Transcripts) > 0 {
		h = v.held[refi.Key(s.Transcripts[0].GUID)]
	}
	if h != nil {
		on = string(h.id)
	}
	if h != nil {
		v.describe(s.Description, "source", s.GUID, on, s.Audit)
	}
	v.noteRefs(s.NoteRefs, cmp.Or(on, projectID), h)
	selections := func(all []*refi.Selection) {
		for _, x := range all {
			place := cmp.Or(string(v.passages[x]), on, projectID)
			v.noteRefs(x.NoteRefs, place, nil)
			for _, c := range x.Codings {
				v.noteRefs(c.NoteRefs, cmp.Or(string(v.tags[c]), place), nil)
			}
		}
	}
	selections(s.Selections)
	codings := s.Codings
	if s.Representation != nil {
		selections(s.Representation.Selections)
		v.noteRefs(s.Representation.NoteRefs, cmp.Or(on, projectID), nil)
	}
	for _, t := range s.Transcripts {
		of := on
		if x := v.held[refi.Key(t.GUID)]; x != nil {
			of = string(x.id)
			if s.Transcripts[0] != t || s.Description == "" {
				v.describe(t.Description, "transcript", t.GUID, of, t.Audit)
			}
		}
		v.noteRefs(t.NoteRefs, cmp.Or(of, projectID), nil)
		selections(t.Selections)
	}
	for _, c := range codings {
		v.noteRefs(c.NoteRefs, cmp.Or(string(v.tags[c]), on, projectID), nil)
	}
}

// noteRefs takes notes that a thing refers to. In a note of QualCoder's on a source,
// a selection is one of the source.
func (v *view) noteRefs(refs []string, on string, h *held) {
	for _, ref := range refs {
		n := v.notes[refi.Key(ref)]
		if n == nil {
			v.report.keep("references to notes that the file does not hold", 1)
			continue
		}
		if h != nil && n.Name == "" && len(n.Selections) > 0 && strings.HasPrefix(v.doc.Origin, "QualCoder") && n.text != "" {
			v.annotate(n, h)
			continue
		}
		v.memo(n, on)
	}
}

func (v *view) memo(n *noteTaken, on string) {
	place := memoPlace{refi.Key(n.GUID), on}
	if _, twice := v.memos[place]; twice || n.text == "" {
		return
	}
	id := coding.MemoID(v.idOf("note", n.GUID))
	if n.on > 0 {
		id = coding.MemoID(refi.NewGUID("note", refi.Key(n.GUID), on))
	}
	n.on++
	v.memos[place] = id
	v.memosOf[place.note] = append(v.memosOf[place.note], id)
	v.noteOf[id] = place.note
	v.study.Memos = append(v.study.Memos, coding.Memo{ID: id, On: on, Coder: v.coder(n.Creator), At: moment(cmp.Or(n.Modified, n.Created)), Text: n.text})
}

// annotate puts a note on the words of a source that it has selected.
func (v *view) annotate(n *noteTaken, h *held) {
	for i, at := range h.convention.Locate(h.raw, n.Selections) {
		if at.Damaged != "" {
			v.memo(n, string(h.id))
			continue
		}
		s := n.Selections[i]
		p, there := v.passages[s]
		if !there {
			p = coding.PassageID(v.idOf("selection", s.GUID))
			v.passages[s] = p
			v.annotated[p] = s
			v.study.Passages = append(v.study.Passages, coding.Passage{ID: p, Text: h.textID, Span: corpus.Span{Start: at.Start, End: at.End}})
		}
		v.memo(n, string(p))
	}
}

// linkNotes takes notes that links join to other things.
func (v *view) linkNotes(l *refi.Link) {
	note, other := v.notes[refi.Key(l.Origin)], l.Target
	if note == nil {
		note, other = v.notes[refi.Key(l.Target)], l.Origin
	}
	if note == nil || v.notes[refi.Key(other)] != nil {
		return
	}
	on := v.subjects[refi.Key(other)]
	if on == "" {
		return
	}
	v.noteLinks[l] = true
	v.memo(note, on)
}

func (v *view) onLink(guid string) bool {
	for _, l := range v.doc.Links {
		for _, ref := range l.NoteRefs {
			if refi.Key(ref) == refi.Key(guid) {
				return true
			}
		}
	}
	return false
}
