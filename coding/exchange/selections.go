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

// A placing is what is marked in a text, while it is being exported.
type placing struct {
	ex     *exporter
	tm     *template   // nil for a text that no template has
	st     *sourceText // of the template
	src    *corpus.Source
	moves  map[corpus.Span]corpus.Span // where spans of the template's text are now, nil where they stay
	placed map[coding.TagID]bool       // tags that are written
	shown  map[coding.PassageID]bool   // passages that are written
	all    []placedSelection
}

// exportSelections gives all that is marked in a text.
func (ex *exporter) exportSelections(tm *template, st *sourceText, src *corpus.Source, body, raw string) []*refi.Selection {
	n := len(ex.onText[src.Text])
	p := &placing{ex: ex, tm: tm, st: st, src: src, placed: make(map[coding.TagID]bool, n), shown: make(map[coding.PassageID]bool, n)}
	if st != nil {
		p.placeWhole(body)
		p.placeOnPages()
		p.moves = ex.moves(st, body)
		for i, s := range st.text.Selections {
			p.exportTemplateSelection(s, st.places[i])
		}
	}
	for _, tm := range ex.templates {
		for base, s := range tm.annotated {
			if now := coding.PassageID(tm.now(string(base))); !p.shown[now] {
				p.shown[now] = true
				ex.useGUID(string(now), refi.NewGUID("selection", refi.Key(s.GUID)))
			}
		}
	}
	p.exportNewSelections(body)
	ex.raws[src.Text] = raw
	if len(p.all) > 0 && strings.ContainsFunc(body, func(r rune) bool { return r > 0xffff }) {
		ex.report.Astral++
	}
	sorted := ex.positions(together(p.all), body, raw)
	refi.Sort(sorted)
	return sorted
}

// together makes one of selections with one identifier: tags that came to be on one
// passage from several.
func together(all []placedSelection) (joined []placedSelection) {
	first := make(map[string]*refi.Selection, len(all))
	joined = make([]placedSelection, 0, len(all))
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
func (p *placing) exportTemplateSelection(s *refi.Selection, at refi.Located) {
	ex, tm := p.ex, p.tm
	base := tm.passages[s]
	now := coding.PassageID(tm.now(string(base)))
	passage, there := ex.passages[now]
	there = there && base != ""
	here := there && ex.study.Passages[passage].Text == p.src.Text
	home := placedSelection{Selection: new(*s), damaged: at.Damaged != "", span: corpus.Span{Start: at.Start, End: at.End}}
	home.Codings = nil
	if here {
		home.span = ex.study.Passages[passage].Span
	} else if p.moves != nil && !home.damaged {
		to, ok := p.moves[home.span]
		if !ok {
			return
		}
		home.span = to
	}
	others, had := p.exportTemplateCodings(s, &home)
	stays := here && !had || len(home.Codings) > 0 || base == ""
	if base != "" {
		home.Description = ex.description(tm, "selection", s.GUID, string(base), s.Description)
		home.NoteRefs = ex.noteRefs(tm, s.NoteRefs, string(base), string(now))
		stays = stays || home.Description != "" || len(home.NoteRefs) > 0
	}
	if !stays {
		p.all = append(p.all, others...)
		return
	}
	if base != "" {
		ex.useGUID(string(now), s.GUID)
		home.NoteRefs = append(home.NoteRefs, ex.exportMemosOn(string(now))...)
		p.shown[now] = p.shown[now] || there
	}
	p.all = append(append(p.all, home), others...)
}

// exportTemplateCodings puts the codings of a template's selection where they are now: on
// it, or on selections of their own. had tells whether any was a tag here.
func (p *placing) exportTemplateCodings(s *refi.Selection, home *placedSelection) (others []placedSelection, had bool) {
	ex, tm := p.ex, p.tm
	for _, c := range s.Codings {
		base, isTag := tm.tags[c]
		if !isTag {
			home.Codings = append(home.Codings, c)
			continue
		}
		had = true
		i, there := ex.tags[coding.TagID(tm.now(string(base)))]
		if !there {
			continue
		}
		t := ex.study.Tags[i]
		passage := ex.study.Passages[ex.passages[t.Passage]]
		if passage.Text != p.src.Text || p.placed[t.ID] && ex.placedElsewhere(tm, c, t.ID) {
			continue
		}
		p.placed[t.ID] = true
		p.shown[passage.ID] = true
		x := ex.exportCoding(tm, c, t)
		if passage.Span == home.span || home.damaged {
			home.Codings = append(home.Codings, x)
			continue
		}
		moved := &refi.Selection{GUID: ex.selectionGUID(passage.ID), Codings: []*refi.Coding{x}}
		others = append(others, placedSelection{Selection: moved, span: passage.Span})
	}
	return others, had
}

func (ex *exporter) selectionGUID(p coding.PassageID) string { return ex.guid("selection", string(p)) }

// exportNewSelections adds what is on passages and not written yet: to the selection that
// stands there, or to a new one.
func (p *placing) exportNewSelections(body string) {
	ex := p.ex
	at := map[corpus.Span]int{}
	for i, s := range slices.Backward(p.all) {
		if !s.damaged {
			at[s.span] = i
		}
	}
	for _, i := range ex.onText[p.src.Text] {
		passage := ex.study.Passages[i]
		first, last := ex.study.TagsOf(i)
		var codings []*refi.Coding
		for _, t := range ex.study.Tags[first:last] {
			if !p.placed[t.ID] {
				codings = append(codings, ex.exportNewCoding(t))
			}
		}
		notes := ex.exportMemosOn(string(passage.ID))
		if len(codings)+len(notes) == 0 && p.shown[passage.ID] {
			continue
		}
		n, there := at[passage.Span]
		if there {
			ex.useGUID(string(passage.ID), p.all[n].GUID)
		} else {
			n = len(p.all)
			at[passage.Span] = n
			name := refi.QuoteName(body[passage.Span.Start:passage.Span.End])
			p.all = append(p.all, placedSelection{Selection: &refi.Selection{GUID: ex.selectionGUID(passage.ID), Name: name}, span: passage.Span})
		}
		p.all[n].Codings = append(p.all[n].Codings, codings...)
		p.all[n].NoteRefs = append(p.all[n].NoteRefs, notes...)
	}
}

// positions gives selections their positions in a text as it is written.
func (ex *exporter) positions(all []placedSelection, body, raw string) []*refi.Selection {
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
