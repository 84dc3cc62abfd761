package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// asPlain gives a transcript's selections the positions of their sync points.
func (st *sourceText) asPlain() []*refi.Selection {
	at := map[string]int{}
	for _, p := range st.transcript.Points {
		at[refi.Key(p.GUID)] = p.Position
	}
	var all []*refi.Selection
	for _, s := range st.transcript.Selections {
		plain := *s
		plain.Name = ""
		plain.Start, plain.End = -1, -1
		if p, ok := at[refi.Key(s.From)]; ok {
			plain.Start = p
		}
		if p, ok := at[refi.Key(s.To)]; ok {
			plain.End = p
		}
		all = append(all, &plain)
	}
	return all
}

// times gives turns the times of the sync points that they begin at or behind.
func (st *sourceText) times(tr *corpus.Transcript) {
	type point struct{ offset, ms int }
	var positions []*refi.Selection
	var points []point
	for _, p := range st.transcript.Points {
		if p.Position >= 0 && p.Time >= 0 {
			positions = append(positions, &refi.Selection{Start: p.Position, End: p.Position + 1})
			points = append(points, point{0, p.Time})
		}
	}
	for i, l := range st.convention.Locate(st.raw, positions) {
		if points[i].offset = l.Start; l.Damaged != "" {
			points[i].offset = len(st.body)
		}
	}
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(a.ms, b.ms)) })
	for i := range tr.Turns {
		t := &tr.Turns[i]
		n, there := slices.BinarySearchFunc(points, t.Start, func(p point, at int) int { return cmp.Compare(p.offset, at) })
		if !there {
			n--
		}
		if n >= 0 && t.From < 0 && points[n].offset >= 0 && (there || points[n].offset+1 >= t.Start) {
			t.From = time.Duration(points[n].ms) * time.Millisecond
		}
	}
}

// exportTranscript gives a recording's transcript; what is new in it gets sync points.
func (ex *exporter) exportTranscript(tm *template, x *refi.Source, st *sourceText, src, was *corpus.Source, body string) error {
	t := *st.transcript
	if t.Name != "" {
		t.Name = tm.name(string(src.ID), src.Name, was.Name, t.Name)
	}
	text := refi.Text{GUID: t.GUID, Rich: t.Rich, Plain: t.Plain, Content: t.Content}
	raw := ex.writeText(tm, st, &text, body)
	t.Rich, t.Plain, t.Content = text.Rich, text.Plain, text.Content
	t.Description = ex.description(tm, "transcript", t.GUID, string(st.id), t.Description)
	t.NoteRefs = ex.noteRefs(tm, t.NoteRefs, string(st.id), string(src.ID))
	t.Points = slices.Clone(st.transcript.Points)
	ex.movePoints(st, &t, body, raw)
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
	for _, s := range st.transcript.Selections {
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
	t.Selections = ex.exportSelections(tm, st, src, body, raw)
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
func (ex *exporter) movePoints(st *sourceText, t *refi.Transcript, body, raw string) {
	var spots []*refi.Selection
	for _, p := range t.Points {
		spots = append(spots, &refi.Selection{Start: p.Position, End: p.Position + 1})
	}
	type move struct{ offset, point int }
	var moves []move
	var behind []int
	for i, l := range st.convention.Locate(st.raw, spots) {
		switch {
		case t.Points[i].Position < 0:
		case l.Damaged == "" && l.Start <= len(body):
			moves = append(moves, move{l.Start, i})
		case l.Damaged != "": // at the end of the text or behind it, where it stays
			behind = append(behind, i)
		}
	}
	ends := st.convention.Positions(st.raw, []int{len(st.body)})[0]
	end := ex.profile.Positions(raw, []int{len(body)})[0]
	for _, i := range behind {
		t.Points[i].Position = end + max(0, t.Points[i].Position-ends)
	}
	slices.SortFunc(moves, func(a, b move) int { return cmp.Compare(a.offset, b.offset) })
	var offsets []int
	for _, m := range moves {
		offsets = append(offsets, m.offset)
	}
	for i, position := range ex.profile.Positions(raw, offsets) {
		t.Points[moves[i].point].Position = position
	}
}
