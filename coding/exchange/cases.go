package exchange

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// An importedCase is a case with what it was taken for.
type importedCase struct {
	*refi.Case
	role string
}

func (im *importer) importCases() {
	im.above = map[string][]string{}
	var walk func(codes []*refi.Code, above []string)
	walk = func(codes []*refi.Code, above []string) {
		for _, c := range codes {
			if im.twins[refi.Key(c.GUID)] {
				im.above[refi.Key(c.GUID)] = above
			}
			walk(c.Below, append([]string{c.Name}, above...))
		}
	}
	walk(im.doc.Codes, nil)
	names := map[string]map[string]bool{roleParticipant: {}, roleOrganisation: {}, roleCase: {}, roleAttribute: {}}
	belongs := map[*corpus.Participant]string{}
	takesPart := map[*corpus.Organisation]string{}
	im.report.show("cases", len(im.doc.Cases))
	for _, c := range im.doc.Cases {
		attributes, own := im.values(c.Values)
		if c.Name == "" && len(c.SourceRefs) == 1 && len(c.Values) > 0 { // a document's variables
			im.roles[refi.Key(c.GUID)] = roleAttribute
			im.report.Cases = append(im.report.Cases, CaseRole{Name: "(unnamed)", Is: roleAttribute, By: "the variables of one document"})
			continue
		}
		role, by := im.roleFor(c, own)
		im.roles[refi.Key(c.GUID)] = role
		im.report.Cases = append(im.report.Cases, CaseRole{Name: c.Name, Is: role, By: by})
		if role == roleAttribute {
			continue
		}
		id := im.idOf(role, c.GUID)
		name := im.nameFor(role, c.Name, "unnamed "+role, names[role])
		im.caseOf[id] = importedCase{c, role}
		im.subjects[refi.Key(c.GUID)] = id
		switch role {
		case roleCase:
			x := &corpus.CaseStudy{ID: corpus.CaseID(id), Name: name, Description: c.Description, Attributes: attributes}
			im.study.Cases = append(im.study.Cases, x)
		case roleOrganisation:
			o := &corpus.Organisation{ID: corpus.OrganisationID(id), Name: name, Kind: own["Kind"], Attributes: attributes}
			im.study.Organisations = append(im.study.Organisations, o)
			takesPart[o] = own["Case studies"]
			im.describe(c.Description, "case", c.GUID, id, refi.Audit{})
		case roleParticipant:
			p := &corpus.Participant{ID: corpus.ParticipantID(id), Name: name, Role: own["Role"],
				Aliases: splitList(own["Also known as"]), Attributes: attributes}
			im.study.Participants = append(im.study.Participants, p)
			belongs[p] = own["Organisation"]
			im.describe(c.Description, "case", c.GUID, id, refi.Audit{})
		}
	}
	for p, name := range belongs {
		for _, o := range im.study.Organisations {
			if o.Name == name {
				p.Organisation = o.ID
			}
		}
	}
	for o, list := range takesPart {
		for _, name := range splitList(list) {
			for _, c := range im.study.Cases {
				if c.Name == name {
					o.Cases = append(o.Cases, c.ID)
				}
			}
		}
	}
}

func splitList(s string) (all []string) {
	for x := range strings.SplitSeq(s, "; ") {
		if x = strings.TrimSpace(x); x != "" {
			all = append(all, x)
		}
	}
	return all
}

// caseSources are the ids of cases of a role that a whole source belongs to.
func (im *importer) caseSources(role string, st *sourceText) (ids []string) {
	is := func(ref string) bool {
		key := refi.Key(ref)
		return key == refi.Key(st.source.GUID) || im.textOf[key] == st
	}
	whole := im.wholeCases(st)
	for _, id := range slices.Sorted(maps.Keys(im.caseOf)) {
		c := im.caseOf[id]
		coded := func(x *refi.Coding) bool { return refi.Key(x.Code) == refi.Key(c.GUID) }
		if c.role == role && (slices.ContainsFunc(c.SourceRefs, is) || slices.ContainsFunc(st.source.Codings, coded) || whole[refi.Key(c.GUID)]) {
			ids = append(ids, id)
		}
	}
	return ids
}

// wholeCases are the keys of cases that selections of all words of a text are coded with, or
// belong to: that is how NVivo says what is in a case.
func (im *importer) wholeCases(st *sourceText) map[string]bool {
	if st.whole != nil || im.options.Rules < casesOfWholeTexts {
		return st.whole
	}
	parts := map[string][]corpus.Span{}
	for i, s := range st.text.Selections {
		at := st.places[i]
		if at.Damaged != "" {
			continue
		}
		span := corpus.Span{Start: at.Start, End: at.End}
		for _, c := range s.Codings {
			if key := refi.Key(c.Code); im.roles[key] != "" {
				parts[key] = append(parts[key], span)
			}
		}
		for _, id := range im.selectedBy(s) {
			key := refi.Key(im.caseOf[id].GUID)
			parts[key] = append(parts[key], span)
		}
	}
	st.whole = map[string]bool{}
	for key, spans := range parts {
		one := func(s corpus.Span) bool { return coverWords(st.body, []corpus.Span{s}) }
		st.whole[key] = slices.ContainsFunc(spans, one) || im.options.Rules >= casesOfAllParts && coverWords(st.body, spans)
	}
	return st.whole
}

// coverWords tells whether all words of a text are in some of the spans, which it sorts.
func coverWords(body string, spans []corpus.Span) bool {
	slices.SortFunc(spans, func(a, b corpus.Span) int { return cmp.Compare(a.Start, b.Start) })
	end := 0
	for _, s := range spans {
		if s.Start > end && strings.TrimSpace(body[end:s.Start]) != "" {
			return false
		}
		end = max(end, s.End)
	}
	return len(spans) > 0 && strings.TrimSpace(body[end:]) == ""
}

// selectedBy are the ids of cases that refer to a selection.
func (im *importer) selectedBy(s *refi.Selection) []string {
	if im.selected == nil {
		im.selected = map[string][]string{}
		for id, c := range im.caseOf {
			for _, ref := range c.SelectionRefs {
				im.selected[refi.Key(ref)] = append(im.selected[refi.Key(ref)], id)
			}
		}
	}
	return im.selected[refi.Key(s.GUID)]
}

// caseSelections are the ids of cases of a role that a selection is of.
func (im *importer) caseSelections(role string, s *refi.Selection) (ids []string) {
	for _, c := range s.Codings {
		if id := im.subjects[refi.Key(c.Code)]; im.roles[refi.Key(c.Code)] == role {
			ids = append(ids, id)
		}
	}
	for _, id := range im.selectedBy(s) {
		if im.caseOf[id].role == role {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// placeInCases says to which case study and organisation a source belongs, and gives
// it the attributes of cases that are neither.
func (im *importer) placeInCases(st *sourceText, src *corpus.Source) {
	studies, organisations := im.caseSources(roleCase, st), im.caseSources(roleOrganisation, st)
	if len(studies) == 1 {
		src.Case = corpus.CaseID(studies[0])
	} else if len(studies) > 1 {
		im.report.keepAs("sources of several case studies, which belong to none here", src.Name)
	}
	if len(organisations) == 1 {
		src.Organisation = corpus.OrganisationID(organisations[0])
	} else if len(organisations) > 1 {
		im.report.keepAs("sources of several organisations, which belong to none here", src.Name)
	}
	whole := func(c *refi.Case) bool { return im.wholeCases(st)[refi.Key(c.GUID)] }
	if max(len(studies), len(organisations)) <= 1 && slices.ContainsFunc(im.doc.Cases, whole) {
		im.report.change("source all of whose words are coded with a case: belongs to it", src.Name)
	}
	var names []string
	for _, c := range im.doc.Cases {
		if im.roles[refi.Key(c.GUID)] != roleAttribute {
			continue
		}
		of := slices.ContainsFunc(c.SourceRefs, func(ref string) bool { return refi.Key(ref) == refi.Key(st.source.GUID) }) ||
			slices.ContainsFunc(st.source.Codings, func(x *refi.Coding) bool { return refi.Key(x.Code) == refi.Key(c.GUID) }) ||
			im.wholeCases(st)[refi.Key(c.GUID)]
		if !of {
			continue
		}
		if c.Name != "" {
			names = append(names, cleanName(c.Name, "unnamed"))
		}
		values, _ := im.values(c.Values)
		for name, value := range values {
			if src.Attributes[name] == "" {
				src.Attributes[name] = value
			}
		}
	}
	if len(names) > 0 && src.Attributes["Case"] == "" {
		slices.Sort(names)
		src.Attributes["Case"] = strings.Join(names, "; ")
	}
}

// exportCases gives participants, organisations and case studies.
func (ex *exporter) exportCases() {
	done := map[string]bool{}
	for _, tm := range ex.templates {
		for _, c := range tm.doc.Cases {
			key := refi.Key(c.GUID)
			x := *c
			x.SourceRefs = slices.DeleteFunc(slices.Clone(c.SourceRefs), func(ref string) bool { return ex.gone(tm, ref) })
			x.SelectionRefs = slices.DeleteFunc(slices.Clone(c.SelectionRefs), func(ref string) bool { return ex.gone(tm, ref) })
			x.CodeRefs = slices.DeleteFunc(slices.Clone(c.CodeRefs), func(ref string) bool { return ex.gone(tm, ref) })
			if id, shown := tm.subjects[key]; shown && tm.roles[key] != roleAttribute {
				now := tm.now(id)
				if !ex.known[now] {
					continue
				}
				if !done[now] {
					done[now] = true
					ex.updateCase(tm, &x, id, now)
				}
			}
			if !ex.first("case", c.GUID) {
				continue
			}
			ex.doc.Cases = append(ex.doc.Cases, &x)
		}
	}
	for _, o := range ex.study.Cases {
		ex.exportNewCase(done, string(o.ID), o.Name, roleCase, o.Description, o.Attributes)
	}
	for _, o := range ex.study.Organisations {
		ex.exportNewCase(done, string(o.ID), o.Name, roleOrganisation, "", o.Attributes)
	}
	for _, p := range ex.study.Participants {
		if !ex.onlySpeaks(p) {
			ex.exportNewCase(done, string(p.ID), p.Name, roleParticipant, "", p.Attributes)
		}
	}
}

// exportTwins gives each new case a code of the same identifier and name, and a coding with
// it to each of its sources: that is how NVivo keeps them, and knows what is in a case.
func (ex *exporter) exportTwins() {
	sources := map[string]*refi.Source{}
	for _, s := range ex.doc.Sources {
		sources[refi.Key(s.GUID)] = s
	}
	from := map[string]bool{}
	for _, tm := range ex.templates {
		for _, c := range tm.doc.Cases {
			from[refi.Key(c.GUID)] = true
		}
	}
	for _, c := range ex.doc.Cases {
		if from[refi.Key(c.GUID)] {
			continue
		}
		ex.doc.Codes = append(ex.doc.Codes, &refi.Code{GUID: c.GUID, Name: c.Name, Codable: true})
		for _, ref := range c.SourceRefs {
			if s := sources[refi.Key(ref)]; s != nil {
				s.Codings = append(s.Codings, &refi.Coding{GUID: refi.NewGUID("coding with a case", refi.Key(c.GUID), refi.Key(ref)), Code: c.GUID})
			}
		}
	}
}

func (ex *exporter) exportNewCase(done map[string]bool, id, name, role, text string, attributes map[string]string) {
	if done[id] {
		return
	}
	c := &refi.Case{GUID: ex.guid("case", id), Name: name, Description: text, Values: ex.values(nil, nil, nil, attributes, ex.ownOf(id, role))}
	for _, src := range ex.study.Sources {
		if string(src.Case) == id || string(src.Organisation) == id || role == roleParticipant && ex.speaks(src, corpus.ParticipantID(id)) {
			c.SourceRefs = append(c.SourceRefs, ex.guids[string(src.ID)])
		}
	}
	ex.doc.Cases = append(ex.doc.Cases, c)
}

// ownOf are what crosscase's own variables say of a case.
func (ex *exporter) ownOf(id, role string) [][2]string {
	own := [][2]string{{"Kind of case", map[string]string{roleCase: "case study"}[role]}}
	if own[0][1] == "" {
		own[0][1] = role
	}
	switch role {
	case roleParticipant:
		p := ex.study.Participant(corpus.ParticipantID(id))
		own = append(own, [2]string{"Role", p.Role}, [2]string{"Also known as", strings.Join(p.Aliases, "; ")})
		if o := ex.study.Organisation(p.Organisation); o != nil {
			own = append(own, [2]string{"Organisation", o.Name})
		}
	case roleOrganisation:
		o := ex.study.Organisation(corpus.OrganisationID(id))
		var names []string
		for _, c := range o.Cases {
			if x := ex.study.Case(c); x != nil {
				names = append(names, x.Name)
			}
		}
		own = append(own, [2]string{"Kind", o.Kind}, [2]string{"Case studies", strings.Join(names, "; ")})
	}
	return own
}

// updateCase gives a template's case what it is now.
func (ex *exporter) updateCase(tm *template, x *refi.Case, base, now string) {
	role := tm.caseOf[base].role
	var name, was, text string
	var attributes, old map[string]string
	var sources, oldSources []string
	switch role {
	case roleParticipant:
		p := ex.study.Participant(corpus.ParticipantID(now))
		name, attributes = p.Name, p.Attributes
		for _, o := range tm.study.Participants {
			if string(o.ID) == base {
				was, old = o.Name, o.Attributes
			}
		}
		text = ex.description(tm, "case", x.GUID, base, x.Description)
		for _, src := range ex.study.Sources {
			if !ex.sources[src.ID] && ex.speaks(src, p.ID) {
				sources = append(sources, ex.guids[string(src.ID)])
			}
		}
	case roleOrganisation:
		o := ex.study.Organisation(corpus.OrganisationID(now))
		name, attributes = o.Name, o.Attributes
		for _, b := range tm.study.Organisations {
			if string(b.ID) == base {
				was, old = b.Name, b.Attributes
			}
		}
		text = ex.description(tm, "case", x.GUID, base, x.Description)
	case roleCase:
		c := ex.study.Case(corpus.CaseID(now))
		name, attributes, text = c.Name, c.Attributes, c.Description
		for _, b := range tm.study.Cases {
			if string(b.ID) == base {
				was, old = b.Name, b.Attributes
			}
		}
	}
	if role != roleParticipant {
		for _, src := range ex.study.Sources {
			if string(src.Case) == now || string(src.Organisation) == now {
				sources = append(sources, ex.guids[string(src.ID)])
			}
		}
		for _, src := range tm.study.Sources {
			if string(src.Case) == base || string(src.Organisation) == base {
				oldSources = append(oldSources, ex.guids[tm.now(string(src.ID))])
			}
		}
	}
	x.Name, x.Description = tm.name(now, name, was, x.Name), text
	own := ex.ownOf(now, role)
	said := slices.ContainsFunc(x.Values, func(val refi.Value) bool { return ownVariables[refi.Key(val.Variable)] == "Kind of case" })
	if !said && tm.ruled(x.GUID) == "" {
		own[0][1] = "" // it was found without
	}
	x.Values = ex.values(tm, x.Values, nil, attributes, own)
	_ = old
	x.SourceRefs = changed(x.SourceRefs, oldSources, sources)
}

// ruled tells whether somebody said what a case is.
func (im *importer) ruled(guid string) string {
	for _, c := range im.report.Cases {
		if c.By == "as you say" && c.Name == im.caseName(guid) {
			return c.Is
		}
	}
	return ""
}

func (im *importer) caseName(guid string) string {
	for _, c := range im.doc.Cases {
		if c.GUID == guid {
			return c.Name
		}
	}
	return ""
}
