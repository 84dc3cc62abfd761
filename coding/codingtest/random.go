package codingtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/corpus"
)

// Random draws a study of several organisations that speak in one source, nested themes,
// overlapping passages and several coders. intn draws a number below n.
func Random(intn func(n int) int) *coding.Study {
	d := drawing{intn: intn, s: coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}}}
	d.people()
	d.codebook()
	for i := range 1 + intn(4) {
		d.passages(i, d.source(i))
	}
	return coding.NewStudy(d.s)
}

// A drawing is a study while it is drawn.
type drawing struct {
	intn         func(n int) int
	s            coding.Study
	cases, orgs  []string
	participants []string
}

// names are n names with a prefix.
func names(prefix string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint(prefix, i))
	}
	return all
}

// pick draws one of the names, or none.
func (d *drawing) pick(names ...string) string {
	if i := d.intn(len(names) + 1); i < len(names) {
		return names[i]
	}
	return ""
}

func (d *drawing) people() {
	d.cases, d.orgs = names("case", 1+d.intn(3)), names("org", 1+d.intn(4))
	for _, c := range d.cases {
		d.s.Cases = append(d.s.Cases, &corpus.CaseStudy{ID: corpus.CaseID(c), Name: c})
	}
	for _, o := range d.orgs {
		org := &corpus.Organisation{ID: corpus.OrganisationID(o), Name: o, Kind: d.pick("police", "fire")}
		for _, c := range d.cases {
			if d.intn(2) == 0 {
				org.Cases = append(org.Cases, corpus.CaseID(c))
			}
		}
		d.s.Organisations = append(d.s.Organisations, org)
	}
	d.participants = names("person", 1+d.intn(6))
	for _, p := range d.participants {
		d.s.Participants = append(d.s.Participants, &corpus.Participant{ID: corpus.ParticipantID(p), Name: p,
			Role: d.pick("chief", corpus.Researcher), Organisation: corpus.OrganisationID(d.pick(d.orgs...)),
			Attributes: map[string]string{"rank": d.pick("high", "low"), "age": d.pick("9", "10", "29.5", "30", "-3", "old")}})
	}
}

func (d *drawing) codebook() {
	var parents []string
	for _, t := range names("theme", 1+d.intn(6)) {
		d.s.Themes = append(d.s.Themes, &coding.Theme{ID: coding.ThemeID(t), Parent: coding.ThemeID(d.pick(parents...)), Name: t,
			Position: d.intn(3)})
		parents = append(parents, t)
	}
	for _, c := range names("coder", 1+d.intn(3)) {
		d.s.Coders = append(d.s.Coders, &coding.Coder{ID: coding.CoderID(c), Name: c})
	}
}

// source adds the i-th source, and returns where its turns end.
func (d *drawing) source(i int) (end int) {
	text := corpus.TextID(fmt.Sprint("text", i))
	d.s.Sources = append(d.s.Sources, &corpus.Source{ID: corpus.SourceID(fmt.Sprint("source", i)), Name: fmt.Sprint("source", i), Text: text,
		Case: corpus.CaseID(d.pick(d.cases...)), Organisation: corpus.OrganisationID(d.pick(d.orgs...)), Type: corpus.SourceTypes[d.intn(3)],
		Date: corpus.Date(d.pick("2018", "2019-03", "2019-03-14")), Language: d.pick("en", "de", "EN"),
		Attributes: map[string]string{"phase": d.pick("build")}})
	tr := &corpus.Transcript{}
	for _, p := range d.participants {
		tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: p, Participant: corpus.ParticipantID(p)})
	}
	tr.Questions = names("question", d.intn(3))
	for range d.intn(6) {
		start := end + d.intn(2)
		body := start + d.intn(3)
		end = body + 1 + d.intn(20)
		turn := corpus.Turn{Start: start, Body: body, End: end, Speaker: d.intn(len(d.participants)+1) - 1,
			Question: d.intn(len(tr.Questions) + 1)}
		if turn.Speaker < 0 && d.intn(4) == 0 {
			turn.Kind = corpus.Question
		}
		tr.Turns = append(tr.Turns, turn)
	}
	for w := 0; w < end+5; w += 1 + d.intn(4) {
		tr.Words = append(tr.Words, int32(w))
	}
	d.s.Transcripts[text] = tr
	return end
}

// passages adds passages of the i-th source, each with tags; some reach beyond its end.
func (d *drawing) passages(i, end int) {
	seen := map[corpus.Span]bool{}
	for n := range d.intn(8) {
		span := corpus.Span{Start: d.intn(end + 5)}
		span.End = span.Start + 1 + d.intn(25)
		if seen[span] {
			continue
		}
		seen[span] = true
		p := coding.Passage{ID: coding.PassageID(fmt.Sprint("passage", i, "-", n)), Text: d.s.Sources[i].Text, Span: span}
		d.s.Passages = append(d.s.Passages, p)
		d.tags(p)
	}
}

// tags puts tags on a passage, no coder's twice.
func (d *drawing) tags(p coding.Passage) {
	tagged := map[coding.Tag]bool{}
	for m := range 1 + d.intn(4) {
		tag := coding.Tag{Passage: p.ID, Theme: d.s.Themes[d.intn(len(d.s.Themes))].ID, Coder: d.s.Coders[d.intn(len(d.s.Coders))].ID,
			About: corpus.OrganisationID(d.pick(d.orgs...))}
		if tagged[tag] {
			continue
		}
		tagged[tag] = true
		tag.ID, tag.Weight = coding.TagID(fmt.Sprint(p.ID, "-", m)), float64(d.intn(3))
		d.s.Tags = append(d.s.Tags, tag)
	}
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
