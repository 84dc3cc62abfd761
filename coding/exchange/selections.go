package exchange

import (
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// A placedSelection is one with its place in the text.
type placedSelection struct {
	*refi.Selection
	span    corpus.Span
	damaged bool
}

// exportSelections gives all that is marked in a text.
func (ex *exporter) exportSelections(tm *template, st *sourceText, src *corpus.Source, body, raw string) []*refi.Selection {
	var all []placedSelection
	placed := map[coding.TagID]bool{}
	shown := map[coding.PassageID]bool{}
	if st != nil {
		ex.placeWhole(tm, st, src, body, placed, shown)
		ex.placeOnPages(tm, st, placed)
		moves := ex.moves(st, body)
		for i, s := range st.text.Selections {
			all = append(all, ex.exportTemplateSelection(tm, st, s, st.places[i], moves, src, placed, shown)...)
		}
	}
	for _, tm := range ex.templates {
		for base, s := range tm.annotated {
			if now := coding.PassageID(tm.now(string(base))); !shown[now] {
				shown[now] = true
				ex.useGUID(string(now), refi.NewGUID("selection", refi.Key(s.GUID)))
			}
		}
	}
	all = ex.exportNewSelections(all, src, placed, shown, body)
	ex.raws[src.Text] = raw
	if len(all) > 0 && strings.ContainsFunc(body, func(r rune) bool { return r > 0xffff }) {
		ex.report.Astral++
	}
	sorted := ex.positions(together(all), body, raw, st)
	refi.Sort(sorted)
	return sorted
}

// together makes one of selections with one identifier: tags that came to be on one
// passage from several.
func together(all []placedSelection) (joined []placedSelection) {
	first := map[string]*refi.Selection{}
	for _, s := range all {
		key := refi.Key(s.GUID)
		if x := first[key]; x != nil {
			x.Codings, x.NoteRefs = append(x.Codings, s.Codings...), append(x.NoteRefs, s.NoteRefs...)
			continue
		}
		first[key] = s.Selection
		joined = append(joined, s)
	}
	return joined
}

// moves says where spans of a template's text are now.
func (ex *exporter) moves(st *sourceText, body string) map[corpus.Span]corpus.Span {
	if body == st.body {
		return nil
	}
	var spans []corpus.Span
	for _, at := range st.places {
		if at.Damaged == "" {
			spans = append(spans, corpus.Span{Start: at.Start, End: at.End})
		}
	}
	moves := map[corpus.Span]corpus.Span{}
	for i, c := range corpus.Carry(corpus.Text{Body: st.body}, corpus.Text{Body: body}, spans) {
		if c.Outcome != corpus.Detached {
			moves[spans[i]] = c.Span
		}
	}
	return moves
}

// exportTemplateSelection gives a template's selection with the codings on it that still
// are there; those that were moved get a selection of their own.
func (ex *exporter) exportTemplateSelection(tm *template, st *sourceText, s *refi.Selection, at refi.Located, moves map[corpus.Span]corpus.Span, src *corpus.Source, placed map[coding.TagID]bool, shown map[coding.PassageID]bool) []placedSelection {
	home := placedSelection{Selection: new(*s), damaged: at.Damaged != ""}
	home.Codings, home.span = nil, corpus.Span{Start: at.Start, End: at.End}
	base := tm.passages[s]
	now := coding.PassageID(tm.now(string(base)))
	if i, there := ex.passages[now]; there && base != "" && ex.study.Passages[i].Text == src.Text {
		home.span = ex.study.Passages[i].Span
	} else if moves != nil && !home.damaged {
		to, ok := moves[home.span]
		if !ok {
			return nil
		}
		home.span = to
	}
	var others []placedSelection
	had, kept := false, false
	for _, c := range s.Codings {
		base, isTag := tm.tags[c]
		if !isTag {
			home.Codings = append(home.Codings, c)
			kept = true
			continue
		}
		had = true
		i, there := ex.tags[coding.TagID(tm.now(string(base)))]
		if !there {
			continue
		}
		t := ex.study.Tags[i]
		p := ex.study.Passages[ex.passages[t.Passage]]
		if p.Text != src.Text || placed[t.ID] && ex.placedElsewhere(tm, c, t.ID) {
			continue
		}
		placed[t.ID] = true
		x := ex.exportCoding(tm, c, t)
		if p.Span == home.span || home.damaged {
			home.Codings = append(home.Codings, x)
			kept = true
			shown[p.ID] = true
			continue
		}
		others = append(others, placedSelection{Selection: &refi.Selection{GUID: ex.selectionGUID(p.ID), Codings: []*refi.Coding{x}}, span: p.Span})
		shown[p.ID] = true
	}
	passage, there := ex.passages[now]
	stays := there && base != "" && ex.study.Passages[passage].Text == src.Text && !had
	if base != "" {
		home.Description = ex.description(tm, "selection", s.GUID, string(base), s.Description)
		home.NoteRefs = ex.noteRefs(tm, s.NoteRefs, string(base), string(now))
		kept = kept || home.Description != "" || len(home.NoteRefs) > 0
	} else {
		kept = true
	}
	if kept || stays {
		if base != "" {
			ex.useGUID(string(now), s.GUID)
			if !ex.noted[string(now)] {
				home.NoteRefs = append(home.NoteRefs, ex.exportMemosOn(string(now))...)
			}
			if there {
				shown[now] = true
			}
		}
		others = append([]placedSelection{home}, others...)
	}
	return others
}

func (ex *exporter) selectionGUID(p coding.PassageID) string { return ex.guid("selection", string(p)) }

// exportNewSelections adds what is on passages and not written yet: to the selection that
// stands there, or to a new one.
func (ex *exporter) exportNewSelections(all []placedSelection, src *corpus.Source, placed map[coding.TagID]bool, shown map[coding.PassageID]bool, body string) []placedSelection {
	at := map[corpus.Span]int{}
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].damaged {
			at[all[i].span] = i
		}
	}
	for _, i := range ex.onText[src.Text] {
		p := ex.study.Passages[i]
		first, last := ex.study.TagsOf(i)
		var codings []*refi.Coding
		for n := first; n < last; n++ {
			if t := ex.study.Tags[n]; !placed[t.ID] {
				codings = append(codings, ex.exportNewCoding(t))
			}
		}
		notes := ex.exportMemosOn(string(p.ID))
		if len(codings)+len(notes) == 0 && shown[p.ID] {
			continue
		}
		n, there := at[p.Span]
		if !there {
			n = len(all)
			words := body[p.Span.Start:p.Span.End]
			all = append(all, placedSelection{Selection: &refi.Selection{GUID: ex.selectionGUID(p.ID), Name: refi.QuoteName(words)}, span: p.Span})
			at[p.Span] = n
		} else {
			ex.useGUID(string(p.ID), all[n].GUID)
		}
		all[n].Codings = append(all[n].Codings, codings...)
		all[n].NoteRefs = append(all[n].NoteRefs, notes...)
	}
	return all
}

// positions gives selections their positions in a text as it is written.
func (ex *exporter) positions(all []placedSelection, body, raw string, st *sourceText) []*refi.Selection {
	var offsets []int
	for _, s := range all {
		if !s.damaged {
			offsets = append(offsets, s.span.Start, s.span.End)
		}
	}
	slices.Sort(offsets)
	offsets = slices.Compact(offsets)
	positions := ex.profile.Positions(raw, offsets)
	at := make(map[int]int, len(offsets))
	for i, o := range offsets {
		at[o] = positions[i]
	}
	out := make([]*refi.Selection, len(all))
	end := -1
	for i, s := range all {
		out[i] = s.Selection
		if !s.damaged {
			s.Start, s.End = at[s.span.Start], at[s.span.End]
			if s.Name == "" && ex.profile.Name != refi.Standard.Name && !strings.Contains(ex.profile.Name, "nvivo") && s.span.End <= len(body) {
				s.Name = ""
			}
			continue
		}
		// What had no place in the text must not get one by being counted otherwise.
		if end < 0 {
			end = ex.profile.Positions(raw, []int{len(body)})[0]
		}
		if s.Start >= 0 && s.Start < s.End && s.Start < end {
			s.Start, s.End = end, end+(s.End-s.Start)
		}
	}
	return out
}
