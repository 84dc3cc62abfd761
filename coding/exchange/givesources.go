package exchange

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// giveSources gives sources: a template's first, in its order, then others.
func (g *giver) giveSources() error {
	seen := map[string]bool{}
	for _, v := range g.views {
		for _, s := range v.doc.Sources {
			if seen[refi.Key(s.GUID)] {
				continue
			}
			seen[refi.Key(s.GUID)] = true
			x, err := g.templateSource(v, s)
			if err != nil {
				return err
			}
			if x != nil {
				g.doc.Sources = append(g.doc.Sources, x)
			}
		}
	}
	for _, src := range g.study.Sources {
		if g.sources[src.ID] {
			continue
		}
		if err := g.newSource(src); err != nil {
			return err
		}
	}
	return nil
}

// templateSource gives a template's source as it is now, nil where it was removed.
func (g *giver) templateSource(v *givenView, s *refi.Source) (*refi.Source, error) {
	x := *s
	var helds []*held
	for _, h := range v.texts {
		if h.source == s {
			helds = append(helds, h)
		}
	}
	x.Path, x.Rich = g.carry(v, s.Path), s.Rich
	if len(helds) == 0 { // not shown here: as it came
		x.Plain, x.Rich = g.carry(v, s.Plain), g.carry(v, s.Rich)
		if s.Representation != nil {
			r := *s.Representation
			r.Plain, r.Rich = g.carry(v, r.Plain), g.carry(v, r.Rich)
			x.Representation = &r
		}
		for _, t := range s.Transcripts {
			g.carry(v, t.Plain)
			g.carry(v, t.Rich)
		}
		if s.TextDescription != nil {
			g.carry(v, s.TextDescription.Plain)
			g.carry(v, s.TextDescription.Rich)
		}
		x.Selections = g.opaque(v, s.Selections)
		x.Codings = g.opaqueCodings(v, s.Codings)
		return &x, nil
	}
	there := false
	for i, h := range helds {
		src := g.study.Source(corpus.SourceID(v.now(string(h.id))))
		if src == nil {
			continue
		}
		g.sources[src.ID] = true
		if err := g.heldSource(v, &x, h, src, i == 0); err != nil {
			return nil, err
		}
		there = true
	}
	if !there {
		return nil, nil
	}
	return &x, nil
}

// heldSource gives what is on a text of a template's source.
func (g *giver) heldSource(v *givenView, x *refi.Source, h *held, src *corpus.Source, first bool) error {
	body, err := g.text(src.Text)
	if err != nil {
		return err
	}
	var was *corpus.Source
	for _, o := range v.study.Sources {
		if o.ID == h.id {
			was = o
		}
	}
	if first {
		own := x.Name
		if h.transcript != nil && h.transcript.Name != "" {
			own = was.Name // that is the transcript's name
		}
		if name := v.name(string(src.ID), src.Name, was.Name, own); h.transcript == nil || h.transcript.Name == "" {
			x.Name = name
		}
		x.Description = g.description(v, "source", h.source.GUID, string(h.id), h.source.Description)
		facts := v.facts[string(src.ID)]
		ownValues := [][2]string{{"Type", changedFact(string(src.Type), facts[0], string(corpus.TypeOther))}, {"Date", changedFact(string(src.Date), facts[1], "")}, {"Language", changedFact(src.Language, facts[2], "")}}
		_, said := v.values(h.source.Values)
		for i, o := range ownValues {
			if said[o[0]] != "" {
				ownValues[i][1] = []string{string(src.Type), string(src.Date), src.Language}[i]
			}
		}
		x.Values = g.values(v, h.source.Values, was.Attributes, src.Attributes, ownValues)
		x.NoteRefs = append(g.noteRefs(v, h.source.NoteRefs, string(h.id), string(src.ID)), g.newNotes(string(src.ID))...)
		x.Codings = g.wholeCodings(v, h, src, body, h.source.Codings)
	}
	switch {
	case h.transcript != nil:
		return g.giveTranscript(v, x, h, src, was, body)
	case h.text == &h.source.Text:
		raw := g.writeText(v, h, &x.Text, body)
		x.Selections = g.selections(v, h, src, body, raw)
	default:
		r := *h.text
		raw := g.writeText(v, h, &r, body)
		r.Selections = g.selections(v, h, src, body, raw)
		r.Codings = g.wholeCodings(v, h, src, body, h.text.Codings)
		x.Representation = &r
		x.Selections = g.paired(v, h)
	}
	return nil
}

// changedFact is what is known of a source, where that is not what it was given.
func changedFact(now, given, none string) string {
	if now == given || now == none {
		return ""
	}
	return now
}

// writeText writes a text's words where the document has them, and returns them as
// positions are counted in them.
func (g *giver) writeText(v *givenView, h *held, t *refi.Text, body string) (raw string) {
	same := body == h.body
	if t.Content != nil && t.Plain == "" && (g.profile.Name == refi.Standard.Name || !same) {
		if same {
			return h.raw
		}
		t.Content = &body
		t.Rich = ""
		return body
	}
	t.Content = nil
	t.Plain = g.textFile(t.GUID, body)
	_, raw = g.profile.Encode(body)
	t.Rich = g.rich(v, t.GUID, t.Rich, same)
	return raw
}

// rich keeps a styled text beside its words, named as they are; not where the words
// are others now.
func (g *giver) rich(v *givenView, guid, p string, same bool) string {
	name, ok := refi.Internal(p)
	if p == "" || !ok {
		return p
	}
	if !same {
		g.report.change("styled text of a source whose words were corrected: left out", name)
		return ""
	}
	if strings.EqualFold(path.Ext(name), ".txt") {
		if g.profile.Name == "atlasti" {
			g.report.change("second plain text in the place of a styled one, which ATLAS.ti cannot open: left out", name)
			return ""
		}
		guid = refi.NewGUID("styled text", refi.Key(guid))
	}
	if has, ok := v.files.(interface{ Has(path string) bool }); ok && !has.Has(p) {
		return p
	}
	entry := strings.Trim(guid, "{}") + strings.ToLower(path.Ext(name))
	from := v.files
	g.files[g.profile.Folder+entry] = refi.File{Name: g.profile.Folder + entry, Data: func() ([]byte, error) { return from.File(p, refi.MaxMedia) }}
	return "internal://" + entry
}

// A spotted selection is one with its place in the text.
type spotted struct {
	*refi.Selection
	span    corpus.Span
	damaged bool
}

// selections gives all that is marked in a text.
func (g *giver) selections(v *givenView, h *held, src *corpus.Source, body, raw string) []*refi.Selection {
	var all []spotted
	placed := map[coding.TagID]bool{}
	shown := map[coding.PassageID]bool{}
	if h != nil {
		if h.text == nil || h.text.Codings != nil || h.source.Codings != nil {
			g.placeWhole(v, h, src, body, placed, shown)
		}
		moves := g.moves(h, body)
		for i, s := range h.own() {
			all = append(all, g.templateSelection(v, h, s, h.places[i], moves, src, placed, shown)...)
		}
	}
	for _, v := range g.views {
		for base, s := range v.annotated {
			if now := coding.PassageID(v.now(string(base))); !shown[now] {
				shown[now] = true
				g.template(string(now), refi.NewGUID("selection", refi.Key(s.GUID)))
			}
		}
	}
	all = g.newSelections(all, src, placed, shown, body)
	g.raws[src.Text] = raw
	if len(all) > 0 && strings.ContainsFunc(body, func(r rune) bool { return r > 0xffff }) {
		g.report.Astral++
	}
	sorted := g.positions(all, body, raw, h)
	refi.Sort(sorted)
	return sorted
}

// moves says where spans of a template's text are now.
func (g *giver) moves(h *held, body string) map[corpus.Span]corpus.Span {
	if body == h.body {
		return nil
	}
	var spans []corpus.Span
	for _, at := range h.places {
		if at.Damaged == "" {
			spans = append(spans, corpus.Span{Start: at.Start, End: at.End})
		}
	}
	moves := map[corpus.Span]corpus.Span{}
	for i, c := range corpus.Carry(corpus.Text{Body: h.body}, corpus.Text{Body: body}, spans) {
		if c.Outcome != corpus.Detached {
			moves[spans[i]] = c.Span
		}
	}
	return moves
}

// templateSelection gives a template's selection with the codings on it that still
// are there; those that were moved get a selection of their own.
func (g *giver) templateSelection(v *givenView, h *held, s *refi.Selection, at refi.Located, moves map[corpus.Span]corpus.Span, src *corpus.Source, placed map[coding.TagID]bool, shown map[coding.PassageID]bool) []spotted {
	home := spotted{Selection: new(*s), damaged: at.Damaged != ""}
	home.Codings, home.span = nil, corpus.Span{Start: at.Start, End: at.End}
	base := v.passages[s]
	now := coding.PassageID(v.now(string(base)))
	if i, there := g.passages[now]; there && base != "" && g.study.Passages[i].Text == src.Text {
		home.span = g.study.Passages[i].Span
	} else if moves != nil && !home.damaged {
		to, ok := moves[home.span]
		if !ok {
			return nil
		}
		home.span = to
	}
	var others []spotted
	had, kept := false, false
	for _, c := range s.Codings {
		base, isTag := v.tags[c]
		if !isTag {
			home.Codings = append(home.Codings, c)
			kept = true
			continue
		}
		had = true
		i, there := g.tags[coding.TagID(v.now(string(base)))]
		if !there {
			continue
		}
		t := g.study.Tags[i]
		p := g.study.Passages[g.passages[t.Passage]]
		if p.Text != src.Text || placed[t.ID] && g.placedElsewhere(v, c, t.ID) {
			continue
		}
		placed[t.ID] = true
		x := g.coding(v, c, t)
		if p.Span == home.span || home.damaged {
			home.Codings = append(home.Codings, x)
			kept = true
			shown[p.ID] = true
			continue
		}
		others = append(others, spotted{Selection: &refi.Selection{GUID: g.selectionGUID(p.ID), Codings: []*refi.Coding{x}}, span: p.Span})
		shown[p.ID] = true
	}
	passage, there := g.passages[now]
	stays := there && base != "" && g.study.Passages[passage].Text == src.Text && !had
	if base != "" {
		home.Description = g.description(v, "selection", s.GUID, string(base), s.Description)
		home.NoteRefs = g.noteRefs(v, s.NoteRefs, string(base), string(now))
		kept = kept || home.Description != "" || len(home.NoteRefs) > 0
	} else {
		kept = true
	}
	if kept || stays {
		if base != "" {
			g.template(string(now), s.GUID)
			if !g.noted[string(now)] {
				home.NoteRefs = append(home.NoteRefs, g.newNotes(string(now))...)
			}
			if there {
				shown[now] = true
			}
		}
		others = append([]spotted{home}, others...)
	}
	return others
}

// placedElsewhere tells whether a tag was written already for another coding than
// those that say it in the template: two codings that are one here stay two.
func (g *giver) placedElsewhere(v *givenView, c *refi.Coding, tag coding.TagID) bool {
	id, ok := v.tags[c]
	return !ok || coding.TagID(v.now(string(id))) != tag
}

// coding gives a template's coding as it is now.
func (g *giver) coding(v *givenView, c *refi.Coding, t coding.Tag) *refi.Coding {
	x := *c
	if theme, ok := v.themes[refi.Key(c.Code)]; !ok || coding.ThemeID(v.now(string(theme))) != t.Theme {
		x.Code = g.guids[string(t.Theme)]
	}
	if coding.CoderID(v.now(string(v.coder(c.Creator)))) != t.Coder {
		x.Creator = g.user(t.Coder)
	}
	g.template(string(t.ID), c.GUID)
	x.NoteRefs = append(g.noteRefs(v, c.NoteRefs, string(v.tags[c]), string(t.ID)), g.newNotes(string(t.ID))...)
	return &x
}

// newCoding gives a tag that no template has.
func (g *giver) newCoding(t coding.Tag) *refi.Coding {
	return &refi.Coding{GUID: g.guid("coding", string(t.ID)), Creator: g.user(t.Coder), Created: stamp(t.At), Code: g.guids[string(t.Theme)], NoteRefs: g.newNotes(string(t.ID))}
}

func (g *giver) selectionGUID(p coding.PassageID) string { return g.guid("selection", string(p)) }

// newSelections adds what is on passages and not written yet: to the selection that
// stands there, or to a new one.
func (g *giver) newSelections(all []spotted, src *corpus.Source, placed map[coding.TagID]bool, shown map[coding.PassageID]bool, body string) []spotted {
	at := map[corpus.Span]int{}
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].damaged {
			at[all[i].span] = i
		}
	}
	for _, i := range g.onText[src.Text] {
		p := g.study.Passages[i]
		first, last := g.study.TagsOf(i)
		var codings []*refi.Coding
		for n := first; n < last; n++ {
			if t := g.study.Tags[n]; !placed[t.ID] {
				codings = append(codings, g.newCoding(t))
			}
		}
		notes := g.newNotes(string(p.ID))
		if len(codings)+len(notes) == 0 && shown[p.ID] {
			continue
		}
		n, there := at[p.Span]
		if !there {
			n = len(all)
			words := body[p.Span.Start:p.Span.End]
			all = append(all, spotted{Selection: &refi.Selection{GUID: g.selectionGUID(p.ID), Name: refi.QuoteName(words)}, span: p.Span})
			at[p.Span] = n
		} else {
			g.template(string(p.ID), all[n].GUID)
		}
		all[n].Codings = append(all[n].Codings, codings...)
		all[n].NoteRefs = append(all[n].NoteRefs, notes...)
	}
	return all
}

// positions gives selections their positions in a text as it is written.
func (g *giver) positions(all []spotted, body, raw string, h *held) []*refi.Selection {
	var offsets []int
	for _, s := range all {
		if !s.damaged {
			offsets = append(offsets, s.span.Start, s.span.End)
		}
	}
	slices.Sort(offsets)
	offsets = slices.Compact(offsets)
	positions := g.profile.Positions(raw, offsets)
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
			if s.Name == "" && g.profile.Name != refi.Standard.Name && !strings.Contains(g.profile.Name, "nvivo") && s.span.End <= len(body) {
				s.Name = ""
			}
			continue
		}
		// What had no place in the text must not get one by being counted otherwise.
		if end < 0 {
			end = g.profile.Positions(raw, []int{len(body)})[0]
		}
		if s.Start >= 0 && s.Start < s.End && s.Start < end {
			s.Start, s.End = end, end+(s.End-s.Start)
		}
	}
	return out
}

// wholeCodings gives codings of a whole source.
func (g *giver) wholeCodings(v *givenView, h *held, src *corpus.Source, body string, codings []*refi.Coding) (kept []*refi.Coding) {
	for _, c := range codings {
		base, isTag := v.tags[c]
		if !isTag {
			kept = append(kept, c)
			continue
		}
		if t, ok := g.wholeTag(v, base, src, body); ok {
			kept = append(kept, g.coding(v, c, t))
		}
	}
	return kept
}

// wholeTag is the tag of a coding of a whole source, if it still is one.
func (g *giver) wholeTag(v *givenView, base coding.TagID, src *corpus.Source, body string) (coding.Tag, bool) {
	i, there := g.tags[coding.TagID(v.now(string(base)))]
	if !there {
		return coding.Tag{}, false
	}
	t := g.study.Tags[i]
	p := g.study.Passages[g.passages[t.Passage]]
	return t, p.Text == src.Text && p.Span == corpus.Span{End: len(body)}
}

// placeWhole notes which tags are written as codings of the whole source.
func (g *giver) placeWhole(v *givenView, h *held, src *corpus.Source, body string, placed map[coding.TagID]bool, shown map[coding.PassageID]bool) {
	codings := slices.Clone(h.source.Codings)
	if h.text != nil && h.text != &h.source.Text {
		codings = append(codings, h.text.Codings...)
	}
	for _, c := range codings {
		if base, isTag := v.tags[c]; isTag {
			if t, ok := g.wholeTag(v, base, src, body); ok {
				placed[t.ID] = true
				shown[t.Passage] = true
			}
		}
	}
}

// opaque gives selections that are not shown here.
func (g *giver) opaque(v *givenView, all []*refi.Selection) (kept []*refi.Selection) {
	for _, s := range all {
		x := *s
		x.Codings = g.opaqueCodings(v, s.Codings)
		kept = append(kept, &x)
	}
	return kept
}

// opaqueCodings are codings with codes that still are there.
func (g *giver) opaqueCodings(v *givenView, all []*refi.Coding) (kept []*refi.Coding) {
	for _, c := range all {
		theme, isCode := v.themes[refi.Key(c.Code)]
		if isCode && g.study.Theme(coding.ThemeID(v.now(string(theme)))) == nil {
			g.report.lose("codings of pictures, pages and recordings with themes that were removed or merged", 1, "")
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// paired gives selections of a PDF file's pages; codings that are tags on its words
// as long as those are there.
func (g *giver) paired(v *givenView, h *held) (kept []*refi.Selection) {
	for _, s := range h.source.Selections {
		x := *s
		x.Codings = nil
		hadTags := false
		for _, c := range s.Codings {
			base, isTag := v.tags[c]
			if !isTag {
				x.Codings = append(x.Codings, g.opaqueCodings(v, []*refi.Coding{c})...)
				continue
			}
			hadTags = true
			if i, there := g.tags[coding.TagID(v.now(string(base)))]; there {
				t, y := g.study.Tags[i], *c
				if theme, ok := v.themes[refi.Key(c.Code)]; !ok || coding.ThemeID(v.now(string(theme))) != t.Theme {
					y.Code = g.guids[string(t.Theme)]
				}
				x.Codings = append(x.Codings, &y)
			}
		}
		if !hadTags || len(x.Codings) > 0 || x.Description != "" || len(x.NoteRefs) > 0 {
			kept = append(kept, &x)
		}
	}
	return kept
}

// giveTranscript gives a recording's transcript; what is new in it gets sync points.
func (g *giver) giveTranscript(v *givenView, x *refi.Source, h *held, src, was *corpus.Source, body string) error {
	t := *h.transcript
	if t.Name != "" {
		t.Name = v.name(string(src.ID), src.Name, was.Name, t.Name)
	}
	text := refi.Text{GUID: t.GUID, Rich: t.Rich, Plain: t.Plain, Content: t.Content}
	raw := g.writeText(v, h, &text, body)
	t.Rich, t.Plain, t.Content = text.Rich, text.Plain, text.Content
	t.Description = g.description(v, "transcript", t.GUID, string(h.id), t.Description)
	t.NoteRefs = g.noteRefs(v, t.NoteRefs, string(h.id), string(src.ID))
	t.Points = slices.Clone(h.transcript.Points)
	g.movePoints(h, &t, body, raw)
	points := map[int]string{}
	for _, p := range t.Points {
		if _, twice := points[p.Position]; !twice && p.Position >= 0 {
			points[p.Position] = p.GUID
		}
	}
	point := func(position int) string {
		guid, there := points[position]
		if !there {
			guid = refi.NewGUID("sync point", refi.Key(t.GUID), strconv.Itoa(position))
			points[position] = guid
			t.Points = append(t.Points, refi.SyncPoint{GUID: guid, Time: -1, Position: position})
		}
		return guid
	}
	own := map[string]*refi.Selection{}
	for _, s := range h.transcript.Selections {
		own[s.GUID] = s
	}
	at := func(guid string) int {
		for _, p := range t.Points {
			if refi.Key(p.GUID) == refi.Key(guid) {
				return p.Position
			}
		}
		return -1
	}
	t.Selections = g.selections(v, h, src, body, raw)
	for _, s := range t.Selections {
		if o := own[s.GUID]; o != nil && (at(o.From) == s.Start && at(o.To) == s.End || at(o.From) < 0 || at(o.To) < 0) {
			s.From, s.To = o.From, o.To
			continue
		}
		s.From, s.To = point(s.Start), point(s.End)
	}
	for i, o := range x.Transcripts {
		if o.GUID == t.GUID {
			x.Transcripts = slices.Clone(x.Transcripts)
			x.Transcripts[i] = &t
		}
	}
	return nil
}

// movePoints gives sync points their positions in a text as it is written now.
func (g *giver) movePoints(h *held, t *refi.Transcript, body, raw string) {
	var spots []*refi.Selection
	for _, p := range t.Points {
		spots = append(spots, &refi.Selection{Start: p.Position, End: p.Position + 1})
	}
	type move struct{ offset, point int }
	var moves []move
	var behind []int
	for i, l := range h.convention.Locate(h.raw, spots) {
		switch {
		case t.Points[i].Position < 0:
		case l.Damaged == "" && l.Start <= len(body):
			moves = append(moves, move{l.Start, i})
		case l.Damaged != "": // at the end of the text or behind it, where it stays
			behind = append(behind, i)
		}
	}
	ends := h.convention.Positions(h.raw, []int{len(h.body)})[0]
	end := g.profile.Positions(raw, []int{len(body)})[0]
	for _, i := range behind {
		t.Points[i].Position = end + max(0, t.Points[i].Position-ends)
	}
	slices.SortFunc(moves, func(a, b move) int { return cmp.Compare(a.offset, b.offset) })
	var offsets []int
	for _, m := range moves {
		offsets = append(offsets, m.offset)
	}
	for i, position := range g.profile.Positions(raw, offsets) {
		t.Points[moves[i].point].Position = position
	}
}

// newSource gives a source that no template has.
func (g *giver) newSource(src *corpus.Source) error {
	body, err := g.text(src.Text)
	if err != nil {
		return err
	}
	x := &refi.Source{Kind: refi.TextSource}
	x.GUID = g.guid("source", string(src.ID))
	x.Name = src.Name
	x.Plain = g.textFile(x.GUID, body)
	_, raw := g.profile.Encode(body)
	if src.MediaType == docxType {
		if data, err := g.from.Original(g.ctx, src.SHA256); err == nil && len(data) > 0 {
			name := strings.Trim(x.GUID, "{}") + ".docx"
			sum, from, ctx := src.SHA256, g.from, g.ctx
			g.files[g.profile.Folder+name] = refi.File{Name: g.profile.Folder + name, Data: func() ([]byte, error) { return from.Original(ctx, sum) }}
			x.Rich = "internal://" + name
		}
	}
	typ := string(src.Type)
	if src.Type == corpus.TypeOther {
		typ = ""
	}
	x.Values = g.values(nil, nil, nil, src.Attributes, [][2]string{{"Type", typ}, {"Date", string(src.Date)}, {"Language", src.Language}})
	x.NoteRefs = g.newNotes(string(src.ID))
	x.Selections = g.selections(nil, nil, src, body, raw)
	g.doc.Sources = append(g.doc.Sources, x)
	return nil
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
