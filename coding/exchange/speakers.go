package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// findSpeakers makes participants of who speaks. Where nobody is marked in a text, turns
// are those of the one participant whose case the text, or most of the turn, is.
func (im *importer) findSpeakers(st *sourceText, src *corpus.Source, tr *corpus.Transcript) {
	for i := range tr.Speakers {
		tr.Speakers[i].Participant = im.participant(tr.Speakers[i].Label, src.Name)
	}
	if len(tr.Speakers) > 0 {
		return
	}
	whole := im.caseSources("participant", st)
	type part struct {
		span corpus.Span
		who  string
	}
	var parts []part
	for i, s := range st.text.Selections {
		if st.places[i].Damaged != "" {
			continue
		}
		for _, who := range im.caseSelections("participant", s) {
			parts = append(parts, part{corpus.Span{Start: st.places[i].Start, End: st.places[i].End}, who})
		}
	}
	if len(whole) != 1 && len(parts) == 0 {
		return
	}
	number := map[string]int{}
	speaker := func(who string) int {
		n, ok := number[who]
		if !ok {
			n = len(tr.Speakers)
			number[who] = n
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: im.caseOf[who].Name, Participant: corpus.ParticipantID(who)})
		}
		return n
	}
	for i := range tr.Turns {
		t := &tr.Turns[i]
		if t.Kind == corpus.Heading {
			continue
		}
		share := map[string]int{}
		for _, p := range parts {
			if p.span.Overlaps(t.Span()) {
				share[p.who] += min(p.span.End, t.End) - max(p.span.Start, t.Start)
			}
		}
		for _, who := range slices.Sorted(maps.Keys(share)) {
			if share[who]*2 > t.Span().Len() {
				t.Speaker = speaker(who)
			}
		}
		if t.Speaker < 0 && len(whole) == 1 {
			t.Speaker = speaker(whole[0])
		}
	}
}

// participant finds the participant of a label, or makes one.
func (im *importer) participant(label, source string) corpus.ParticipantID {
	name := cleanName(label, "speaker")
	for _, p := range im.study.Participants {
		if strings.EqualFold(p.Name, name) || slices.ContainsFunc(p.Aliases, func(a string) bool { return strings.EqualFold(a, name) }) {
			return p.ID
		}
	}
	if corpus.AnonymousLabel(label) {
		name = cleanName(fmt.Sprintf("%s (%s)", label, source), "speaker")
		for _, p := range im.study.Participants {
			if strings.EqualFold(p.Name, name) {
				return p.ID
			}
		}
	}
	p := &corpus.Participant{ID: corpus.ParticipantID(refi.NewGUID("participant", strings.ToLower(name))), Name: name}
	if corpus.ResearcherLabel(label) {
		p.Role = corpus.Researcher
	}
	im.study.Participants = append(im.study.Participants, p)
	return p.ID
}

// speaks tells whether turns of a source are a participant's.
func (ex *exporter) speaks(src *corpus.Source, p corpus.ParticipantID) bool {
	tr := ex.study.Transcript(src)
	listed := slices.ContainsFunc(tr.Speakers, func(s corpus.Speaker) bool { return s.Participant == p })
	return listed && slices.ContainsFunc(tr.Turns,
		func(t corpus.Turn) bool { return t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == p })
}

// onlySpeaks tells whether nothing is known of a participant but that they speak in
// sources of a template: its text says as much.
func (ex *exporter) onlySpeaks(p *corpus.Participant) bool {
	byName := corpus.ParticipantID(refi.NewGUID("participant", strings.ToLower(p.Name)))
	if p.ID != byName || p.Organisation != "" || len(p.Attributes)+len(p.Aliases) > 0 ||
		p.Role != "" && !(p.Role == corpus.Researcher && corpus.ResearcherLabel(p.Name)) || len(ex.study.MemosOn(string(p.ID))) > 0 {
		return false
	}
	for _, src := range ex.study.Sources {
		if !ex.sources[src.ID] && ex.speaks(src, p.ID) {
			return false
		}
	}
	return len(ex.templates) > 0
}
