package codingtest

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/corpus"
)

// Texts are the words of a study that was made for a test.
type Texts map[corpus.TextID]corpus.Text

// Text implements [coding.Texts].
func (t Texts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) { return t[id], nil }

// Wide has forty themes with long names and twenty organisations, which speak in
// five sources; every name holds something that markup or a spreadsheet could obey.
func Wide() (*coding.Study, Texts) {
	s := coding.Study{Title: "A <b>study</b> & more", Transcripts: map[corpus.TextID]*corpus.Transcript{},
		Coders: []*coding.Coder{{ID: "x", Name: "=x"}, {ID: "y", Name: "y"}}}
	bodies := Texts{}
	for i := range 2 {
		s.Cases = append(s.Cases, &corpus.CaseStudy{ID: corpus.CaseID(fmt.Sprint("c", i)),
			Name: fmt.Sprintf("The %d. joint control room of police and fire services", i+1)})
	}
	for i := range 20 {
		s.Organisations = append(s.Organisations, &corpus.Organisation{ID: corpus.OrganisationID(fmt.Sprint("o", i)),
			Name: fmt.Sprintf("Kestrel Bay and %d. District Fire and Rescue Service", i+1)})
		s.Participants = append(s.Participants, &corpus.Participant{ID: corpus.ParticipantID(fmt.Sprint("p", i)),
			Name: fmt.Sprint("Person ", i), Organisation: s.Organisations[i].ID})
	}
	for i := range 40 {
		t := &coding.Theme{ID: coding.ThemeID(fmt.Sprintf("t%02d", i)),
			Name: fmt.Sprintf("%d. <script>alert(1)</script> interoperability of systems", i), Position: i}
		if i%4 > 0 {
			t.Parent = coding.ThemeID(fmt.Sprintf("t%02d", i-i%4))
		}
		s.Themes = append(s.Themes, t)
	}
	for n := range 5 {
		id := corpus.TextID(fmt.Sprint("text", n))
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("s", n)), Name: fmt.Sprintf("int-0%d", n), Text: id,
			Case: s.Cases[n%2].ID, Type: corpus.TypeInterview, Date: corpus.Date(fmt.Sprintf("2019-0%d", n+1))})
		tr := &corpus.Transcript{}
		body := ""
		for i := range 20 {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: fmt.Sprint("P", i), Participant: corpus.ParticipantID(fmt.Sprint("p", i))})
			start := len(body)
			body += "=2+3 is what <b>they</b> said there.\n"
			tr.Turns = append(tr.Turns, corpus.Turn{Start: start, Body: start, End: len(body) - 1, Speaker: i})
			for w := start; w < len(body); w += 5 {
				tr.Words = append(tr.Words, int32(w))
			}
			for k := range 3 {
				p := coding.Passage{ID: coding.PassageID(fmt.Sprint(n, "-", i, "-", k)), Text: id, Span: corpus.Span{Start: start, End: start + 10 + k}}
				s.Passages = append(s.Passages, p)
				s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(p.ID), Passage: p.ID, Theme: s.Themes[(n*7+i*3+k*11)%40].ID,
					Coder: s.Coders[k%2].ID})
			}
		}
		s.Transcripts[id] = tr
		bodies[id] = corpus.Text{ID: id, Body: body}
	}
	return coding.NewStudy(s), bodies
}
