package foreign

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"crosscase/corpus"
)

// A qualcoderCase is a participant, organisation or case study as a case of QualCoder's.
type qualcoderCase struct {
	kind, name, memo string
	attributes       map[string]string
	also             map[string]string // what else is known of it, as attributes
	parts            []casePart
}

// A casePart is a part of a source that belongs to a case, in characters.
type casePart struct{ source, start, end int }

// cases writes participants with the turns that they speak, and organisations and case
// studies with their sources, and all attributes.
func (w *qualcoderWriter) cases() error {
	types, names := map[string]bool{}, map[string]bool{}
	for i, c := range slices.Concat(w.caseStudies(), w.organisations(), w.participants()) {
		name := c.name
		for n := 2; names[name]; n++ {
			name = fmt.Sprintf("%s (%d)", c.name, n)
		}
		names[name] = true
		if err := w.writeCase(i+1, name, c, types); err != nil {
			return err
		}
	}
	for _, src := range w.study.Sources {
		if err := w.attributes("file", w.sources[src.ID], src.Attributes, types); err != nil {
			return err
		}
	}
	return nil
}

func (w *qualcoderWriter) caseStudies() (all []qualcoderCase) {
	for _, x := range w.study.Cases {
		memo := joined(x.Description, w.memos(string(x.ID)))
		all = append(all, qualcoderCase{kind: "case study", name: x.Name, memo: memo, attributes: x.Attributes,
			parts: w.wholeSources(func(src *corpus.Source) bool { return src.Case == x.ID })})
	}
	return all
}

func (w *qualcoderWriter) organisations() (all []qualcoderCase) {
	for _, x := range w.study.Organisations {
		all = append(all, qualcoderCase{kind: "organisation", name: x.Name, memo: w.memos(string(x.ID)), attributes: x.Attributes,
			also:  map[string]string{"Kind": x.Kind},
			parts: w.wholeSources(func(src *corpus.Source) bool { return src.Organisation == x.ID })})
	}
	return all
}

func (w *qualcoderWriter) participants() (all []qualcoderCase) {
	for _, x := range w.study.Participants {
		also := map[string]string{"Role": x.Role}
		if o := w.study.Organisation(x.Organisation); o != nil {
			also["Organisation"] = o.Name
		}
		all = append(all, qualcoderCase{kind: "participant", name: x.Name, memo: w.memos(string(x.ID)), attributes: x.Attributes,
			also: also, parts: w.turnsOf(x.ID)})
	}
	return all
}

// wholeSources are the sources that belong to a case.
func (w *qualcoderWriter) wholeSources(belongs func(src *corpus.Source) bool) (parts []casePart) {
	for _, src := range w.study.Sources {
		if belongs(src) {
			parts = append(parts, casePart{w.sources[src.ID], 0, utf8.RuneCountInString(w.bodies[src.Text])})
		}
	}
	return parts
}

// turnsOf are the turns that a participant speaks, in all sources.
func (w *qualcoderWriter) turnsOf(who corpus.ParticipantID) (parts []casePart) {
	for _, src := range w.study.Sources {
		tr := w.study.Transcript(src)
		at := &characters{body: w.bodies[src.Text]}
		for _, t := range tr.Turns {
			if t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == who {
				parts = append(parts, casePart{w.sources[src.ID], at.of(t.Start), at.of(t.End)})
			}
		}
	}
	return parts
}

func (w *qualcoderWriter) writeCase(id int, name string, c qualcoderCase, types map[string]bool) error {
	const into = "insert into cases (caseid, name, memo, owner, date) values (?, ?, ?, ?, '')"
	if err := w.exec(into, id, name, c.memo, w.owner()); err != nil {
		return err
	}
	all := map[string]string{"Kind of case": c.kind}
	for name, value := range c.attributes {
		if name != "Kind of case" {
			all[name] = value
		}
	}
	for name, value := range c.also {
		if value != "" {
			all[name] = value
		}
	}
	if err := w.attributes("case", id, all, types); err != nil {
		return err
	}
	for _, p := range c.parts {
		const into = "insert into case_text (caseid, fid, pos0, pos1, owner, date, memo) values (?, ?, ?, ?, ?, '', '')"
		if err := w.exec(into, id, p.source, p.start, p.end, w.owner()); err != nil {
			return err
		}
	}
	return nil
}

// attributes writes attributes of a case or file, with the types that are new; types
// are those that are written.
func (w *qualcoderWriter) attributes(of string, id int, all map[string]string, types map[string]bool) error {
	const (
		newType  = "insert or ignore into attribute_type (name, date, owner, memo, caseOrFile, valuetype) values (?, '', ?, '', ?, 'character')"
		newValue = "insert or ignore into attribute (name, attr_type, value, id, date, owner) values (?, ?, ?, ?, '', ?)"
	)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		if !types[name+of] {
			types[name+of] = true
			if err := w.exec(newType, name, w.owner(), of); err != nil {
				return err
			}
		}
		if err := w.exec(newValue, name, of, all[name], id, w.owner()); err != nil {
			return err
		}
	}
	return nil
}
