package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// LabelDecisions are what a researcher decides about labels, in all files of an import.
type LabelDecisions struct {
	Speakers    map[string]string // names of participants by label; "" for nobody
	NotSpeakers []string          // labels that are words of the text
}

// ParseLabelDecisions reads decisions as a person gives them: speakers as LABEL=NAME, and
// labels that are no speakers. The name [coding.None] is nobody. The error wraps
// [coding.ErrInvalid].
func ParseLabelDecisions(speakers, notSpeakers []string) (d LabelDecisions, err error) {
	for _, s := range speakers {
		label, name, ok := strings.Cut(s, "=")
		if label, name = strings.TrimSpace(label), strings.TrimSpace(name); !ok || label == "" || name == "" {
			return d, coding.Errorf(coding.ErrInvalid, "speaker %q: not of the form LABEL=NAME, as \"B=Anna Roe\"", s)
		}
		if strings.EqualFold(name, coding.None) {
			name = ""
		} else if err := coding.CheckName("participant", name); err != nil {
			return d, err
		}
		for l, other := range d.Speakers {
			if transcript.SameLabel(l, label) && other != name {
				return d, coding.Errorf(coding.ErrInvalid, "label %q: it cannot be both %q and %q", label, cmp.Or(other, coding.None), cmp.Or(name, coding.None))
			}
		}
		if d.Speakers == nil {
			d.Speakers = map[string]string{}
		}
		d.Speakers[label] = name
	}
	for _, label := range notSpeakers {
		if label = strings.TrimSpace(label); label == "" {
			return d, coding.Errorf(coding.ErrInvalid, "label %q: empty", label)
		}
		for l := range d.Speakers {
			if transcript.SameLabel(l, label) {
				return d, coding.Errorf(coding.ErrInvalid, "label %q: it cannot be both a speaker and not a speaker", label)
			}
		}
		d.NotSpeakers = append(d.NotSpeakers, label)
	}
	return d, nil
}

// all are the labels that something is decided about, in alphabetical order.
func (d LabelDecisions) all() []string {
	return append(slices.Sorted(maps.Keys(d.Speakers)), slices.Sorted(slices.Values(d.NotSpeakers))...)
}

// Check returns an error for the first label that is decided about and is not among those
// that there are; it wraps [coding.ErrUnknown] and suggests the nearest.
func (d LabelDecisions) Check(labels []transcript.Label) error {
	if errs := d.unmet(texts(labels)); len(errs) > 0 {
		return errs[0]
	}
	return nil
}

func texts(labels []transcript.Label) (all []string) {
	for _, l := range labels {
		all = append(all, l.Text)
	}
	return all
}

// unmet are errors for labels that are decided about and that no file has.
func (d LabelDecisions) unmet(labels []string) (errs []error) {
	for _, want := range d.all() {
		if !slices.ContainsFunc(labels, func(l string) bool { return transcript.SameLabel(l, want) }) {
			errs = append(errs, unknownLabel(strings.TrimRight(want, ": "), labels))
		}
	}
	return errs
}

// unknownLabel is the error for a label that no file has.
func unknownLabel(label string, labels []string) error {
	err := coding.Unknown("label", label, labels, "")
	if hint, _ := coding.HintAndCommand(err); hint == "" {
		err = coding.WithCommand(err, "crosscase import FILE --dry-run lists the labels")
	}
	return err
}

// A ListedLabel is a label of a file for a researcher to check.
type ListedLabel struct {
	transcript.Label
	Name string // of the participant who has its words; "" for nobody
}

// Labels lists what looks like the label of a speaker in source n of a plan, in the order
// of the file. Parts of sentences that occur once are only counted; where nobody is
// labelled, there is nothing to list.
func (b *Batch) Labels(p Plan, n int) (listed []ListedLabel, sentences int) {
	return b.intake.listed(p.Imports[n].Labels, &p.Sources[n].Transcript)
}

// Labels lists the same of a source that now reads as i.
func (a *Rereader) Labels(i Import) []ListedLabel {
	listed, _ := a.Intake.listed(i.Labels, &i.Transcript)
	return listed
}

func (in *Intake) listed(labels []transcript.Label, tr *corpus.Transcript) (listed []ListedLabel, sentences int) {
	names := map[string]string{}
	for _, s := range tr.Speakers {
		names[s.Label] = in.nameOf(s.Participant)
	}
	marked := false
	for _, l := range labels {
		if l.As == transcript.Prose && l.Times == 1 && !l.Told() {
			sentences++
			continue
		}
		marked = marked || l.As != transcript.Prose || l.Told()
		if p := in.named(names[l.Speaker]); p != nil && l.As == transcript.Person && p.Role == corpus.Researcher {
			l.As = transcript.Researcher
		}
		listed = append(listed, ListedLabel{l, names[l.Speaker]})
	}
	if !marked {
		return nil, 0
	}
	return listed, sentences
}

// nameOf is the name of a participant.
func (in *Intake) nameOf(id corpus.ParticipantID) string {
	if p := in.byID[id]; p != nil {
		return p.Name
	}
	return ""
}
