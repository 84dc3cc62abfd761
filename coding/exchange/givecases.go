package exchange

import (
	"maps"
	"slices"
	"strings"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// cases gives participants, organisations and case studies.
func (g *giver) cases() {
	done := map[string]bool{}
	for _, v := range g.views {
		for _, c := range v.doc.Cases {
			key := refi.Key(c.GUID)
			x := *c
			x.SourceRefs = slices.DeleteFunc(slices.Clone(c.SourceRefs), func(ref string) bool { return g.gone(v, ref) })
			x.SelectionRefs = slices.DeleteFunc(slices.Clone(c.SelectionRefs), func(ref string) bool { return g.gone(v, ref) })
			x.CodeRefs = slices.DeleteFunc(slices.Clone(c.CodeRefs), func(ref string) bool { return g.gone(v, ref) })
			if id, shown := v.subjects[key]; shown && v.taken[key] != roleAttribute {
				now := v.now(id)
				if !g.known[now] {
					continue
				}
				if !done[now] {
					done[now] = true
					g.caseNow(v, &x, id, now)
				}
			}
			g.doc.Cases = append(g.doc.Cases, &x)
		}
	}
	for _, o := range g.study.Cases {
		g.newCase(done, string(o.ID), o.Name, roleCase, o.Description, o.Attributes)
	}
	for _, o := range g.study.Organisations {
		g.newCase(done, string(o.ID), o.Name, roleOrganisation, "", o.Attributes)
	}
	for _, p := range g.study.Participants {
		if !g.onlySpeaks(p) {
			g.newCase(done, string(p.ID), p.Name, roleParticipant, "", p.Attributes)
		}
	}
}

// twins gives each new case a code of the same identifier and name, and a coding with
// it to each of its sources: that is how NVivo keeps them, and knows what is in a case.
func (g *giver) twins() {
	sources := map[string]*refi.Source{}
	for _, s := range g.doc.Sources {
		sources[refi.Key(s.GUID)] = s
	}
	from := map[string]bool{}
	for _, v := range g.views {
		for _, c := range v.doc.Cases {
			from[refi.Key(c.GUID)] = true
		}
	}
	for _, c := range g.doc.Cases {
		if from[refi.Key(c.GUID)] {
			continue
		}
		g.doc.Codes = append(g.doc.Codes, &refi.Code{GUID: c.GUID, Name: c.Name, Codable: true})
		for _, ref := range c.SourceRefs {
			if s := sources[refi.Key(ref)]; s != nil {
				s.Codings = append(s.Codings, &refi.Coding{GUID: refi.NewGUID("coding with a case", refi.Key(c.GUID), refi.Key(ref)), Code: c.GUID})
			}
		}
	}
}

// onlySpeaks tells whether nothing is known of a participant but that they speak in
// sources of a template: its text says as much.
func (g *giver) onlySpeaks(p *corpus.Participant) bool {
	if p.ID != corpus.ParticipantID(refi.NewGUID("participant", strings.ToLower(p.Name))) || p.Organisation != "" || len(p.Attributes)+len(p.Aliases) > 0 ||
		p.Role != "" && !(p.Role == corpus.Researcher && corpus.ResearcherLabel(p.Name)) || len(g.study.MemosOn(string(p.ID))) > 0 {
		return false
	}
	for _, src := range g.study.Sources {
		if !g.sources[src.ID] && g.speaks(src, p.ID) {
			return false
		}
	}
	return len(g.views) > 0
}

func (g *giver) speaks(src *corpus.Source, p corpus.ParticipantID) bool {
	return slices.ContainsFunc(g.study.Transcript(src).Speakers, func(s corpus.Speaker) bool { return s.Participant == p })
}

func (g *giver) newCase(done map[string]bool, id, name, role, text string, attributes map[string]string) {
	if done[id] {
		return
	}
	c := &refi.Case{GUID: g.guid("case", id), Name: name, Description: text, Values: g.values(nil, nil, nil, attributes, g.ownOf(id, role))}
	for _, src := range g.study.Sources {
		if string(src.Case) == id || string(src.Organisation) == id || role == roleParticipant && g.speaks(src, corpus.ParticipantID(id)) {
			c.SourceRefs = append(c.SourceRefs, g.guids[string(src.ID)])
		}
	}
	g.doc.Cases = append(g.doc.Cases, c)
}

// ownOf are what crosscase's own variables say of a case.
func (g *giver) ownOf(id, role string) [][2]string {
	own := [][2]string{{"Kind of case", map[string]string{roleCase: "case study"}[role]}}
	if own[0][1] == "" {
		own[0][1] = role
	}
	switch role {
	case roleParticipant:
		p := g.study.Participant(corpus.ParticipantID(id))
		own = append(own, [2]string{"Role", p.Role}, [2]string{"Also known as", strings.Join(p.Aliases, "; ")})
		if o := g.study.Organisation(p.Organisation); o != nil {
			own = append(own, [2]string{"Organisation", o.Name})
		}
	case roleOrganisation:
		o := g.study.Organisation(corpus.OrganisationID(id))
		var names []string
		for _, c := range o.Cases {
			if x := g.study.Case(c); x != nil {
				names = append(names, x.Name)
			}
		}
		own = append(own, [2]string{"Kind", o.Kind}, [2]string{"Case studies", strings.Join(names, "; ")})
	}
	return own
}

// caseNow gives a template's case what it is now.
func (g *giver) caseNow(v *givenView, x *refi.Case, base, now string) {
	role := v.caseOf[base].role
	var name, was, text string
	var attributes, old map[string]string
	var sources, oldSources []string
	switch role {
	case roleParticipant:
		p := g.study.Participant(corpus.ParticipantID(now))
		name, attributes = p.Name, p.Attributes
		for _, o := range v.study.Participants {
			if string(o.ID) == base {
				was, old = o.Name, o.Attributes
			}
		}
		text = g.description(v, "case", x.GUID, base, x.Description)
		for _, src := range g.study.Sources {
			if !g.sources[src.ID] && g.speaks(src, p.ID) {
				sources = append(sources, g.guids[string(src.ID)])
			}
		}
	case roleOrganisation:
		o := g.study.Organisation(corpus.OrganisationID(now))
		name, attributes = o.Name, o.Attributes
		for _, b := range v.study.Organisations {
			if string(b.ID) == base {
				was, old = b.Name, b.Attributes
			}
		}
		text = g.description(v, "case", x.GUID, base, x.Description)
	case roleCase:
		c := g.study.Case(corpus.CaseID(now))
		name, attributes, text = c.Name, c.Attributes, c.Description
		for _, b := range v.study.Cases {
			if string(b.ID) == base {
				was, old = b.Name, b.Attributes
			}
		}
	}
	if role != roleParticipant {
		for _, src := range g.study.Sources {
			if string(src.Case) == now || string(src.Organisation) == now {
				sources = append(sources, g.guids[string(src.ID)])
			}
		}
		for _, src := range v.study.Sources {
			if string(src.Case) == base || string(src.Organisation) == base {
				oldSources = append(oldSources, g.guids[v.now(string(src.ID))])
			}
		}
	}
	x.Name, x.Description = v.name(now, name, was, x.Name), text
	own := g.ownOf(now, role)
	said := slices.ContainsFunc(x.Values, func(val refi.Value) bool { return ownVariables[refi.Key(val.Variable)] == "Kind of case" })
	if !said && v.ruled(x.GUID) == "" {
		own[0][1] = "" // it was found without
	}
	x.Values = g.values(v, x.Values, nil, attributes, own)
	_ = old
	x.SourceRefs = changed(x.SourceRefs, oldSources, sources)
}

// ruled tells whether somebody said what a case is.
func (v *view) ruled(guid string) string {
	for _, c := range v.report.Cases {
		if c.By == "as you say" && c.Name == v.caseName(guid) {
			return c.Is
		}
	}
	return ""
}

func (v *view) caseName(guid string) string {
	for _, c := range v.doc.Cases {
		if c.GUID == guid {
			return c.Name
		}
	}
	return ""
}

// giveVariables settles the variables: those of templates, and one for each other
// attribute, of the type that all its values are of.
func (g *giver) giveVariables() {
	for _, v := range g.views {
		for _, x := range v.doc.Variables {
			key := refi.Key(x.GUID)
			if _, twice := g.variables[key]; !twice {
				g.variables[key] = x
				g.doc.Variables = append(g.doc.Variables, x)
			}
		}
	}
}

// values gives attributes as values: those that a template has in its way, as long as
// they are what it says, then others by their names.
func (g *giver) values(v *givenView, template []refi.Value, base, now map[string]string, own [][2]string) (all []refi.Value) {
	done, ownDone := map[string]bool{}, map[string]bool{}
	for _, x := range template {
		key := refi.Key(x.Variable)
		if name := ownVariables[key]; name != "" {
			ownDone[name] = true
			for _, o := range own {
				if o[0] == name && o[1] != "" {
					all = append(all, refi.Value{Variable: x.Variable, Type: "Text", Value: o[1]})
				}
			}
			continue
		}
		name := v.attributes[key]
		value, there := now[name]
		switch {
		case name == "" || x.Type == "" || strings.TrimSpace(x.Value) == "": // not shown
			if x.Type == "" && there && value != "" && value != base[name] {
				continue // it has one now
			}
			all = append(all, x)
			continue
		case !there || done[name]:
			if done[name] || base[name] == "" {
				all = append(all, x)
			}
			continue
		case value != x.Value && !refi.IsValue(x.Type, value):
			continue // of another type now: below
		}
		x.Value = value
		done[name] = true
		all = append(all, x)
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if value := now[name]; !done[name] && value != "" && !(v != nil && base[name] == value) {
			all = append(all, g.attribute(name, value))
		}
	}
	for _, o := range own {
		if !ownDone[o[0]] && o[1] != "" {
			g.own[o[0]] = true
			all = append(all, refi.Value{Variable: ownVariable(o[0]), Type: "Text", Value: o[1]})
		}
	}
	return all
}

// attribute is a value of a variable of this name.
func (g *giver) attribute(name, value string) refi.Value {
	for _, v := range g.views {
		for _, x := range v.doc.Variables {
			if v.attributes[refi.Key(x.GUID)] == name && refi.IsValue(x.Type, value) {
				return refi.Value{Variable: x.GUID, Type: x.Type, Value: value}
			}
		}
	}
	typ := g.typeOf(name)
	guid := refi.NewGUID("variable", name)
	if !slices.ContainsFunc(g.newVars, func(x refi.Variable) bool { return x.GUID == guid }) {
		if x, there := g.variables[guid]; there {
			typ = x.Type
		} else {
			g.newVars = append(g.newVars, refi.Variable{GUID: guid, Name: name, Type: typ})
		}
	}
	if !refi.IsValue(typ, value) {
		typ, guid = "Text", refi.NewGUID("variable", name, "text")
		if _, there := g.variables[guid]; !there {
			g.variables[guid] = refi.Variable{GUID: guid}
			g.newVars = append(g.newVars, refi.Variable{GUID: guid, Name: name, Type: typ})
		}
	}
	return refi.Value{Variable: guid, Type: typ, Value: value}
}

// typeOf is the narrowest type that all values of an attribute are of.
func (g *giver) typeOf(name string) string {
	var values []string
	add := func(all map[string]string) {
		if x := all[name]; x != "" {
			values = append(values, x)
		}
	}
	for _, x := range g.study.Sources {
		add(x.Attributes)
	}
	for _, x := range g.study.Participants {
		add(x.Attributes)
	}
	for _, x := range g.study.Organisations {
		add(x.Attributes)
	}
	for _, x := range g.study.Cases {
		add(x.Attributes)
	}
	for _, typ := range []string{"Integer", "Float", "Date"} {
		if !slices.ContainsFunc(values, func(x string) bool {
			return !refi.IsValue(typ, x) || len(x) > 1 && x[0] == '0' && x[1] != '.' || len(x) > 15
		}) {
			return typ
		}
	}
	return "Text"
}
