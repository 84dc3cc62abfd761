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
	for _, s := range st.text.Selections {
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
func (ex *exporter) exportTranscript(tm *template, st *sourceText, w writtenText) *refi.Transcript {
	t := &refi.Transcript{Text: w.text, Points: slices.Clone(st.transcript.Points)}
	if t.Name != "" {
		t.Name = tm.name(string(w.src.ID), w.src.Name, w.was.Name, t.Name)
	}
	t.Description = ex.description(tm, "transcript", t.GUID, string(st.id), t.Description)
	t.NoteRefs = ex.noteRefs(tm, t.NoteRefs, string(st.id), string(w.src.ID))
	ex.movePoints(st, t, w.body, w.raw)
	position, point := map[string]int{}, map[int]string{}
	for _, p := range t.Points {
		if _, twice := position[refi.Key(p.GUID)]; !twice {
			position[refi.Key(p.GUID)] = p.Position
		}
		if _, twice := point[p.Position]; !twice && p.Position >= 0 {
			point[p.Position] = p.GUID
		}
	}
	at := func(guid string) int {
		if p, there := position[refi.Key(guid)]; there {
			return p
		}
		return -1
	}
	pointAt := func(position int) string {
		guid, there := point[position]
		if !there {
			guid = refi.NewGUID("sync point", refi.Key(t.GUID), strconv.Itoa(position))
			point[position] = guid
			t.Points = append(t.Points, refi.SyncPoint{GUID: guid, Time: -1, Position: position})
		}
		return guid
	}
	own := map[string]*refi.Selection{}
	for _, s := range st.text.Selections {
		own[s.GUID] = s
	}
	for _, s := range t.Selections {
		if o := own[s.GUID]; o != nil && (at(o.From) == s.Start && at(o.To) == s.End || at(o.From) < 0 || at(o.To) < 0) {
			s.From, s.To = o.From, o.To
			continue
		}
		s.From, s.To = pointAt(s.Start), pointAt(s.End)
	}
	return t
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
	ends, _ := st.convention.Number(st.convention.Positions(st.raw, []int{len(st.body)})[0], 0)
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
