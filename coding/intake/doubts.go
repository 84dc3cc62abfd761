package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// A doubt is something about a file that a person should look at. Doubts of one kind are
// said in one line where many files have them.
type doubt struct {
	kind   *doubtKind
	file   string
	reason string
	labels []string // that it is about, if it is about labels

	command string // what to do about it alone; "" for that of its kind
}

// A doubtKind is a kind of doubt: what it is of many files, and what to do about it, in words and on the
// command line.
type doubtKind struct{ ofMany, hint, command string }

const (
	setLabels     = "if that is wrong, undo and set the labels or the layout"
	assignCommand = "crosscase participant assign"
	labelCommand  = "--speaker LABEL=NAME, --not-speaker LABEL or --layout NAME; --dry-run lists the labels"
)

var (
	byFolder    = &doubtKind{"named with their folders or endings, since other sources are called the same", "", ""}
	besideOther = &doubtKind{byFolder.ofMany, "for a corrected transcript: undo, then give it to the other source as its text",
		"crosscase undo, then crosscase source update NAME FILE"}
	twoFormats = &doubtKind{"with nearly all words of another source, which count twice", "if it is the same in another format or corrected, remove it",
		"crosscase source remove NAME"}
	mostNobodys  = &doubtKind{"much of the words has no speaker", setLabels, labelCommand + "; crosscase participant assign gives turns a speaker"}
	onePerson    = &doubtKind{"one person has nearly all words", setLabels, labelCommand}
	rareLabels   = &doubtKind{"labels that may be names occur only once; their words have no speaker", setLabels, labelCommand}
	sharedLabels = &doubtKind{"labels stand for two people each in the lines above the transcript", setLabels, labelCommand}
	shortForms   = &doubtKind{"labels were taken for shorter forms of the names of others", setLabels, "--speaker LABEL=NAME"}
	typos        = &doubtKind{"labels that occur once are one letter off others", "if they are the same person, undo and set the labels", "--speaker LABEL=NAME"}
	rarePeople   = &doubtKind{"labels that occur only once were taken for people", setLabels, labelCommand}
	jointLabels  = &doubtKind{"labels join those of others; their words have no speaker", setLabels, labelCommand}
	otherPerson  = &doubtKind{"labels of somebody who is known mean somebody else, as these files themselves say",
		"if that is wrong, undo and set the labels", "--speaker LABEL=NAME"}
	otherRole = &doubtKind{"people who ask there have another role, so their questions count as a participant's words",
		"", "crosscase participant set NAME --role researcher makes a researcher of one, everywhere"}
	tasks                = &doubtKind{"tasks are notes without a speaker", "if somebody says them, give the turns a speaker", assignCommand}
	severalSaid          = &doubtKind{"sentences report several people; they have no speaker", "where one of them says it, give the turn a speaker", assignCommand}
	guessedOrganisations = &doubtKind{"organisations of people are guesses", "if one is wrong, change the person's organisation",
		"crosscase participant set NAME --organisation OTHER, or (none)"}
	manyFiles    = 3 // more of them are said in one line
	fewestWords  = 30
	mostExamples = 3
)

// doubt keeps what a person should look at in a file that was imported.
func (b *Batch) doubt(p Plan) {
	add := func(kind *doubtKind, format string, args ...any) {
		b.doubts = append(b.doubts, doubt{kind: kind, file: p.file.Name, reason: fmt.Sprintf(format, args...)})
	}
	about := func(kind *doubtKind, format string, labels []string) {
		if len(labels) > 0 {
			b.doubts = append(b.doubts, doubt{kind: kind, file: p.file.Name, reason: fmt.Sprintf(format, examples(labels)), labels: labels})
		}
	}
	if n, ok := b.folders[p.file.Name]; ok && n.name != SourceName(p.file.Name) && (len(p.Sources) > 1 || p.Sources[0].Source.Name == n.name) {
		kind := byFolder
		if len(n.others) > 0 {
			kind = besideOther
		}
		add(kind, "named %q, since another source is called %q", n.name, SourceName(p.file.Name))
	}
	if other := b.twin(p); other != "" {
		add(twoFormats, "has nearly all words of %q, which count twice", other)
		b.doubts[len(b.doubts)-1].command = fmt.Sprintf("crosscase source remove %s; to keep its words instead, then crosscase source update %s %s",
			coding.Quote(p.Sources[0].Source.Name), coding.Quote(other), coding.Quote(p.file.Name))
	}
	if len(p.Sources) > 1 { // a survey says itself who answers
		return
	}
	i, tr := p.Imports[0], p.Sources[0].Transcript
	if said := b.otherThanKnown(p, 0); len(said) > 0 {
		add(otherPerson, "%s, as the file itself says", strings.Join(said, ", "))
	}
	toldNobody := slices.ContainsFunc(i.Labels, func(l transcript.Label) bool { return l.Told() && l.As == transcript.Nobody })
	if n, ok := nobodys(&tr); ok && !toldNobody {
		add(mostNobodys, "%d %% of the words have no speaker", n)
	}
	if who, n := alone(&tr); n > 90 && (p.Sources[0].Source.Type == corpus.TypeInterview || labelled(i.Labels) > 1) {
		add(onePerson, "%s has %d %% of the words", who, n)
	}
	about(otherRole, "asks here in another role, so that the questions count as a participant's words: %s", b.askInOtherRoles(i, &tr))
	var guessed []string
	for _, x := range i.guessed {
		guessed = append(guessed, fmt.Sprintf("%s of %s", coding.Quote(x.Organisation), x.Name))
	}
	about(guessedOrganisations, "what stands beside names was taken for organisations: %s", guessed)
	var once, people, shared, joint, short, wrong []string
	for _, l := range i.Labels {
		switch {
		case l.Doubtful() && l.Times == 1:
			once = append(once, l.Text)
		case l.Guessed():
			people = append(people, l.Text)
		case l.Why == transcript.WhyJoint:
			joint = append(joint, coding.Quote(l.Text))
		case l.Short():
			short = append(short, coding.Quote(l.Text)+" for "+coding.Quote(l.Speaker))
		case l.Times == 1 && l.Speaker != "" && p.Sources[0].Source.Type != corpus.TypeSurvey && oneLetterOff(l.Text, i.Labels) != "":
			wrong = append(wrong, l.Text)
		case l.Shared():
			shared = append(shared, coding.Quote(l.Text))
		}
	}
	about(tasks, "tasks are notes without a speaker: %s", quoted(i.tasks))
	about(severalSaid, "sentences report several people, so they have no speaker: %s", quoted(i.several))
	about(rareLabels, "labels that may be names occur only once: %s; their words have no speaker", besideNear(once, i.Labels))
	about(jointLabels, "labels join those of others: %s; their words have no speaker", joint)
	about(sharedLabels, "labels stand for two people each in the lines above the transcript, so that it is undecided who speaks: %s", shared)
	about(shortForms, "labels were taken for shorter forms of the names of others: %s", short)
	about(typos, "labels occur once: %s", besideNear(wrong, i.Labels))
	about(rarePeople, "labels that occur only once were taken for people: %s", besideNear(people, i.Labels))
}

// quoted are texts in quotation marks.
func quoted(texts []string) (all []string) {
	for _, t := range texts {
		all = append(all, coding.Quote(t))
	}
	return all
}

// besideNear are labels in quotation marks, each with the label of the file that it is one
// letter off, if there is one.
func besideNear(rare []string, labels []transcript.Label) (said []string) {
	for _, r := range rare {
		said = append(said, coding.Quote(r))
		if near := oneLetterOff(r, labels); near != "" {
			said[len(said)-1] += ", one letter off " + coding.Quote(near)
		}
	}
	return said
}

// oneLetterOff is the label of a file that another one is one letter off, "" if there is none.
func oneLetterOff(label string, labels []transcript.Label) string {
	for _, l := range labels {
		if l.Speaker != "" && l.Text != label && l.Times > 1 && coding.OneLetterOff(label, l.Text) {
			return l.Text
		}
	}
	return ""
}

// askInOtherRoles are the speakers who ask in a file, by their labels or its head, but are known
// with another role than that of a researcher, with it: "Anna Kern, Chair".
func (b *Batch) askInOtherRoles(i Import, tr *corpus.Transcript) (who []string) {
	asks := asking(i.Labels)
	for _, p := range i.People {
		asks[p.Name] = asks[p.Name] || p.Role == corpus.Researcher
	}
	for _, s := range tr.Speakers {
		p := b.intake.named(s.Label)
		if asks[s.Label] && p != nil && p.ID == s.Participant && p.Role != corpus.Researcher {
			who = append(who, coding.Quote(strings.TrimSuffix(p.Name+", "+p.Role, ", ")))
		}
	}
	return who
}

// nobodys returns the percentage of words that have no speaker, where that is much for its
// layout.
func nobodys(tr *corpus.Transcript) (percent int, much bool) {
	all, none := 0, 0
	for i, t := range tr.Turns {
		n := tr.TurnWords(i)
		if all += n; t.Speaker < 0 {
			none += n
		}
	}
	if len(tr.Speakers) == 0 || none < fewestWords || transcript.Reports(tr.Layout) {
		return 0, false
	}
	percent = none * 100 / all
	return percent, percent > 30
}

// alone returns who has most words, and the percentage of all words; "" if another takes turns with them.
func alone(tr *corpus.Transcript) (who string, percent int) {
	all, shares := tr.AllWords(), tr.Shares()
	if len(shares) == 0 || all < fewestWords {
		return "", 0
	}
	slices.SortStableFunc(shares, func(a, b corpus.Share) int { return b.Words - a.Words })
	if len(shares) > 1 && slices.ContainsFunc(shares[1:], func(s corpus.Share) bool { return s.Turns >= 3 }) {
		return "", 0
	}
	return shares[0].Label, shares[0].Words * 100 / all
}

// labelled counts labels that may be speakers.
func labelled(labels []transcript.Label) (n int) {
	for _, l := range labels {
		if l.As != transcript.Prose || l.Times > 1 {
			n++
		}
	}
	return n
}

// examples are the first of some names.
func examples(names []string) string {
	more := len(names) - mostExamples
	if more <= 1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostExamples], ", "), more)
}

// doubted are the doubts as notes: one for each file, or one for many files.
func (b *Batch) doubted() (notes []Remark) {
	for _, kind := range []*doubtKind{byFolder, besideOther, twoFormats, otherPerson, mostNobodys, onePerson, rareLabels, jointLabels, sharedLabels, shortForms, typos, rarePeople,
		tasks, severalSaid, otherRole, guessedOrganisations} {
		var of []doubt
		var files []string
		for _, d := range b.doubts {
			if d.kind == kind {
				of, files = append(of, d), append(files, d.file)
			}
		}
		if len(of) > manyFiles {
			between := ", "
			for i, d := range of {
				if len(d.labels) > 0 {
					files[i], between = d.file+": "+examples(d.labels), "; "
				}
			}
			reason := fmt.Sprintf("%s (%s and %d more)", kind.ofMany, strings.Join(files[:mostExamples], between), len(files)-mostExamples)
			notes = append(notes, Remark{File: coding.Count(len(files), "file"), Reason: reason, Hint: kind.hint, Command: kind.command})
			continue
		}
		for _, d := range of {
			notes = append(notes, Remark{File: d.file, Reason: d.reason, Hint: kind.hint, Command: cmp.Or(d.command, kind.command)})
		}
	}
	return notes
}
