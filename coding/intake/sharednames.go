package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// otherThanKnown are the labels of a source that mean somebody who is known, but that the
// source itself gives somebody else, in words: `"HB" is Heike Blum`.
func (b *Batch) otherThanKnown(p Plan, n int) (said []string) {
	tr := p.Sources[n].Transcript
	for _, l := range p.Imports[n].Labels {
		known := b.intake.named(l.Text)
		if l.Told() || l.Speaker == "" || known == nil || strings.EqualFold(known.Name, l.Text) {
			continue
		}
		if s := speakerLabelled(&tr, l.Speaker); s != nil && s.Participant != known.ID {
			said = append(said, fmt.Sprintf("%s is %s and not %s", coding.Quote(l.Text), b.intake.nameOf(s.Participant), known.Name))
		}
	}
	return said
}

// bareName reports whether a label names somebody so that it may be another person in each
// file: one word, as initials or a first name are, and no role.
func bareName(label string) bool {
	return !strings.ContainsAny(label, " 0123456789") && utf8.RuneCountInString(label) > 1 &&
		corpus.RoleOf(label) == corpus.NoRole && !corpus.AnonymousLabel(label) && !departments[strings.ToLower(label)]
}

// departments are words for parts of an organisation, which speak under one name in all files.
var departments = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`marketing sales finance legal procurement operations logistics communications press research
		development engineering management administration board council committee team staff hr it vertrieb einkauf finanzen recht
		personal presse forschung entwicklung technik verwaltung vorstand leitung geschäftsführung geschäftsleitung rat ausschuss
		betriebsrat kundendienst buchhaltung controlling`) {
		all[w] = true
	}
	return all
}()

// met notes who speaks in a source of this import under initials or a first name alone, of
// whom nothing else is known.
func (b *Batch) met(tr *corpus.Transcript) {
	for _, share := range tr.Shares() {
		p := b.intake.byID[share.Participant]
		if p == nil || !bareName(p.Name) || transcript.LabelKey(p.Name) != transcript.LabelKey(share.Label) || b.knownOtherwise(p) ||
			b.isDecided(p.Name) || b.intake.organisations[strings.ToLower(p.Name)] != nil {
			continue
		}
		if !slices.Contains(b.bare, p.ID) {
			b.bare = append(b.bare, p.ID)
		}
		b.speaksIn[p.ID]++
	}
}

// knownOtherwise reports whether more is known of a participant than a label: somebody listed
// or described them.
func (b *Batch) knownOtherwise(p *corpus.Participant) bool {
	return b.listedPeople[p.ID] || Described(b.study, p)
}

// spokeBefore counts the sources of the study, but for those of this import, in which each
// participant speaks; who was added by hand and speaks in none is not in it.
func (b *Batch) spokeBefore() map[corpus.ParticipantID]int {
	imported := map[corpus.SourceID]bool{}
	for _, x := range b.outcome.Sources {
		imported[x.ID] = true
	}
	before := map[corpus.ParticipantID]int{}
	for _, src := range b.study.Sources {
		if imported[src.ID] {
			continue
		}
		for _, share := range b.study.Transcript(src).Shares() {
			before[share.Participant]++
		}
	}
	return before
}

// shared is the remark on names that may be another person's in each file, if there are any.
func (b *Batch) shared() []Remark {
	if len(b.bare) == 0 {
		return nil
	}
	var names, said []string
	before := b.spokeBefore()
	for _, id := range b.bare {
		if files := before[id] + b.speaksIn[id]; files > 1 {
			name := b.intake.nameOf(id)
			names, said = append(names, name), append(said, fmt.Sprintf("%s in %d files", coding.Quote(name), files))
		}
	}
	if len(names) == 0 {
		return nil
	}
	if more := len(said) - mostExamples; more > 1 {
		said = append(said[:mostExamples:mostExamples], fmt.Sprintf("%d more", more))
	}
	return []Remark{{File: "labels", Reason: "short names in several files, each taken for one person: " + strings.Join(said, ", "),
		Hint:    "for another person in each, split them by source",
		Command: "crosscase participant split " + coding.Quote(names[0]) + " --each-source; for one of them, with --source"}}
}
