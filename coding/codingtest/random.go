package codingtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/corpus"
)

// Random draws a study of several organisations that speak in one source,
// nested themes, overlapping passages and several coders. intn draws a number
// below n.
func Random(intn func(n int) int) *coding.Study {
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}}
	some := func(prefix string, n int) []string {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprint(prefix, i))
		}
		return names
	}
	pick := func(names []string) string { // or none
		if i := intn(len(names) + 1); i < len(names) {
			return names[i]
		}
		return ""
	}
	cases, orgs := some("case", 1+intn(3)), some("org", 1+intn(4))
	for _, c := range cases {
		s.Cases = append(s.Cases, &corpus.CaseStudy{ID: corpus.CaseID(c), Name: c})
	}
	for _, o := range orgs {
		org := &corpus.Organisation{ID: corpus.OrganisationID(o), Name: o, Kind: pick([]string{"police", "fire"})}
		for _, c := range cases {
			if intn(2) == 0 {
				org.Cases = append(org.Cases, corpus.CaseID(c))
			}
		}
		s.Organisations = append(s.Organisations, org)
	}
	people := some("person", 1+intn(6))
	for _, p := range people {
		s.Participants = append(s.Participants, &corpus.Participant{ID: corpus.ParticipantID(p), Name: p,
			Role: pick([]string{"chief", corpus.Researcher}), Organisation: corpus.OrganisationID(pick(orgs)),
			Attributes: map[string]string{"rank": pick([]string{"high", "low"}), "age": pick([]string{"9", "10", "29.5", "30", "-3", "old"})}})
	}
	var parents []string
	for _, t := range some("theme", 1+intn(6)) {
		s.Themes = append(s.Themes, &coding.Theme{ID: coding.ThemeID(t), Parent: coding.ThemeID(pick(parents)), Name: t, Position: intn(3)})
		parents = append(parents, t)
	}
	for _, c := range some("coder", 1+intn(3)) {
		s.Coders = append(s.Coders, &coding.Coder{ID: coding.CoderID(c), Name: c})
	}
	for i := range 1 + intn(4) {
		text := corpus.TextID(fmt.Sprint("text", i))
		s.Sources = append(s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("source", i)), Name: fmt.Sprint("source", i), Text: text,
			Case: corpus.CaseID(pick(cases)), Organisation: corpus.OrganisationID(pick(orgs)), Type: corpus.SourceTypes[intn(3)],
			Date: corpus.Date(pick([]string{"2018", "2019-03", "2019-03-14"})), Language: pick([]string{"en", "de", "EN"}), Attributes: map[string]string{"phase": pick([]string{"build"})}})
		tr := &corpus.Transcript{}
		for _, p := range people {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: p, Participant: corpus.ParticipantID(p)})
		}
		tr.Questions = some("question", intn(3))
		end := 0
		for range intn(6) {
			start := end + intn(2)
			body := start + intn(3)
			end = body + 1 + intn(20)
			tr.Turns = append(tr.Turns, corpus.Turn{Start: start, Body: body, End: end, Speaker: intn(len(people)+1) - 1, Question: intn(len(tr.Questions) + 1)})
			if last := &tr.Turns[len(tr.Turns)-1]; last.Speaker < 0 && intn(4) == 0 {
				last.Kind = corpus.Question
			}
		}
		for w := 0; w < end+5; w += 1 + intn(4) {
			tr.Words = append(tr.Words, int32(w))
		}
		s.Transcripts[text] = tr
		seen := map[corpus.Span]bool{}
		for n := range intn(8) {
			span := corpus.Span{Start: intn(end + 5)}
			span.End = span.Start + 1 + intn(25)
			if seen[span] {
				continue
			}
			seen[span] = true
			id := coding.PassageID(fmt.Sprint("passage", i, "-", n))
			s.Passages = append(s.Passages, coding.Passage{ID: id, Text: text, Span: span})
			type key struct {
				theme coding.ThemeID
				coder coding.CoderID
				about corpus.OrganisationID
			}
			tagged := map[key]bool{}
			for m := range 1 + intn(4) {
				k := key{s.Themes[intn(len(s.Themes))].ID, s.Coders[intn(len(s.Coders))].ID, corpus.OrganisationID(pick(orgs))}
				if !tagged[k] {
					tagged[k] = true
					s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint(id, "-", m)), Passage: id, Theme: k.theme, Coder: k.coder, About: k.about, Weight: float64(intn(3))})
				}
			}
		}
	}
	return coding.NewStudy(s)
}

// Draw draws a random study: number by number, so that a failure shrinks to a small
// study, or from a seed, so that studies get large.
func Draw(t *rapid.T) *coding.Study {
	if rapid.Bool().Draw(t, "small") {
		return Random(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") })
	}
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	return Random(r.IntN)
}

// Bodies are texts for a study that was drawn: letters as far as its passages and turns
// reach, in words as its transcripts say.
func Bodies(s *coding.Study) Texts {
	texts := Texts{}
	for id, tr := range s.Transcripts {
		end := 0
		for _, turn := range tr.Turns {
			end = max(end, turn.End)
		}
		for _, p := range s.Passages {
			if p.Text == id {
				end = max(end, p.Span.End)
			}
		}
		body := []byte(strings.Repeat("a", end))
		for _, w := range tr.Words {
			if 0 < w && int(w) <= end {
				body[w-1] = ' '
			}
		}
		texts[id] = corpus.Text{ID: id, Body: string(body)}
	}
	return texts
}
