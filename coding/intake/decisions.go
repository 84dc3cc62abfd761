package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// Decisions are what a person decides about how files are read. What is left open is found.
// They are kept with the text that a file is read into, as choices, so that it is read so
// again.
type Decisions struct {
	Layout   string // how speakers are marked
	Encoding string // of plain text
	Labels   LabelDecisions
	Columns  SurveyColumns
	Sheet    string // of a workbook
}

// What choices are about, which are the names of the options of the command line.
const (
	aboutLayout     = "layout"
	aboutEncoding   = "encoding"
	aboutSpeaker    = "speaker"
	aboutNotSpeaker = "not-speaker"
	aboutColumn     = "column"
	aboutEach       = "each"
	aboutSheet      = "sheet"
)

// Choices are the decisions one by one, always in the same order.
func (d Decisions) Choices() (all []corpus.Choice) {
	add := func(what string, values ...string) {
		for _, v := range values {
			if v != "" {
				all = append(all, corpus.Choice{What: what, Value: v})
			}
		}
	}
	add(aboutLayout, d.Layout)
	add(aboutEncoding, d.Encoding)
	for _, label := range slices.Sorted(maps.Keys(d.Labels.Speakers)) {
		add(aboutSpeaker, label+"="+cmp.Or(d.Labels.Speakers[label], coding.None))
	}
	add(aboutNotSpeaker, slices.Sorted(slices.Values(d.Labels.NotSpeakers))...)
	add(aboutColumn, d.Columns.choices()...)
	add(aboutEach, d.Columns.Each)
	add(aboutSheet, d.Sheet)
	return all
}

// ParseChoices reads choices that were kept. The error wraps [coding.ErrInvalid].
func ParseChoices(all []corpus.Choice) (d Decisions, err error) {
	of := map[string][]string{}
	for _, c := range all {
		of[c.What] = append(of[c.What], c.Value)
	}
	one := func(what string) string { return strings.Join(of[what], " ") }
	d.Layout, d.Encoding = one(aboutLayout), one(aboutEncoding)
	if err := cmp.Or(CheckLayout(d.Layout), CheckEncoding(d.Encoding)); err != nil {
		return d, err
	}
	if d.Labels, err = ParseLabelDecisions(of[aboutSpeaker], of[aboutNotSpeaker]); err != nil {
		return d, err
	}
	d.Columns, err = ParseColumns(of[aboutColumn])
	d.Columns.Each, d.Sheet = one(aboutEach), one(aboutSheet)
	return d, err
}

// Flags are choices as a person writes them on the command line.
func Flags(all []corpus.Choice) string {
	flags := make([]string, len(all))
	special := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.=", r)
	}
	for i, c := range all {
		if flags[i] = "--" + c.What + " " + c.Value; strings.ContainsFunc(c.Value, special) {
			flags[i] = "--" + c.What + " " + coding.Quote(c.Value)
		}
	}
	return strings.Join(flags, " ")
}

// With returns d with what more decides in its place, label by label.
func (d Decisions) With(more Decisions) Decisions {
	d.Layout, d.Encoding = cmp.Or(more.Layout, d.Layout), cmp.Or(more.Encoding, d.Encoding)
	d.Labels, d.Sheet = d.Labels.with(more.Labels), cmp.Or(more.Sheet, d.Sheet)
	d.Columns = d.Columns.with(more.Columns)
	return d
}

// For returns what of the decisions is about a file that was read: labels that it has,
// columns if it is a table, an encoding if it is plain text.
func (d Decisions) For(i Import) Decisions {
	if !format.IsText(i.File) {
		d.Encoding = ""
	}
	if format.MediaType(i.File) != format.MediaType(".xlsx") {
		d.Sheet = ""
	}
	if !format.IsTable(i.File) {
		d.Columns = SurveyColumns{}
	} else if i.Facts.Type == corpus.TypeSurvey {
		d.Layout = ""
	}
	has := func(label string) bool {
		return slices.ContainsFunc(i.Labels, func(l transcript.Label) bool { return transcript.SameLabel(l.Text, label) })
	}
	d.Labels = d.Labels.only(has)
	return d
}

// only returns the decisions about labels for which keep is true.
func (d LabelDecisions) only(keep func(label string) bool) (kept LabelDecisions) {
	for label, name := range d.Speakers {
		if keep(label) {
			if kept.Speakers == nil {
				kept.Speakers = map[string]string{}
			}
			kept.Speakers[label] = name
		}
	}
	for _, label := range d.NotSpeakers {
		if keep(label) {
			kept.NotSpeakers = append(kept.NotSpeakers, label)
		}
	}
	return kept
}

// with returns d with what more decides about labels in its place.
func (d LabelDecisions) with(more LabelDecisions) LabelDecisions {
	again := more.all()
	kept := d.only(func(label string) bool {
		return !slices.ContainsFunc(again, func(l string) bool { return transcript.SameLabel(l, label) })
	})
	if kept.Speakers == nil {
		kept.Speakers = more.Speakers
	} else {
		maps.Copy(kept.Speakers, more.Speakers)
	}
	kept.NotSpeakers = append(kept.NotSpeakers, more.NotSpeakers...)
	return kept
}
