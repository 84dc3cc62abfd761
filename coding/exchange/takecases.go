package exchange

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// The standard knows cases, and not what they are. In a file of crosscase's a
// variable says so; in others it is found by the names of variables and cases, or
// said by a rule.

// A CaseRule says that cases are participants, organisations or case studies, or
// none of these.
type CaseRule struct {
	// Of is a name of a case, a value of one of its variables, a variable or a
	// classification; "" is every case.
	Of string
	Is string // participant, organisation, case or attribute
}

// ParseCaseRule reads a rule as OF=IS. The error wraps [coding.ErrInvalid].
func ParseCaseRule(s string) (CaseRule, error) {
	of, is := "", s
	if i := strings.LastIndex(s, "="); i >= 0 {
		of, is = s[:i], s[i+1:]
	}
	rule := CaseRule{Of: strings.TrimSpace(of)}
	switch strings.ToLower(strings.TrimSpace(is)) {
	case "participant", "participants", "person", "people":
		rule.Is = roleParticipant
	case "organisation", "organisations", "organization", "organizations":
		rule.Is = roleOrganisation
	case "case", "cases", "case study", "case studies":
		rule.Is = roleCase
	case "attribute", "attributes", "none":
		rule.Is = roleAttribute
	default:
		return rule, coding.Errorf(coding.ErrInvalid, "%q: cases are participants, organisations, cases or attributes; write it as Person=participant, or as participant for all", s)
	}
	return rule, nil
}

// What cases can be.
const (
	roleParticipant  = "participant"
	roleOrganisation = "organisation"
	roleCase         = "case"
	roleAttribute    = "attribute"
)

// ownVariables are the variables by which files of crosscase's say what the standard
// has no place for, by their identifiers.
var ownVariables = func() map[string]string {
	all := map[string]string{}
	for _, name := range []string{"Kind of case", "Role", "Organisation", "Kind", "Case studies", "Also known as", "Type", "Date", "Language"} {
		all[ownVariable(name)] = name
	}
	return all
}()

func ownVariable(name string) string { return refi.NewGUID("own variable", name) }

var casePatterns = []struct {
	role    string
	pattern *regexp.Regexp
}{
	{roleParticipant, regexp.MustCompile(`(?i)^(persons?|people|participants?|interviewees?|respondents?|informants?|speakers?|teilnehmer(innen)?|befragte|personen?)$`)},
	{roleOrganisation, regexp.MustCompile(`(?i)^(organi[sz]ations?|compan(y|ies)|agenc(y|ies)|institutions?|firms?|services?|employers?|organisationen?|unternehmen|institutionen)$`)},
	{roleCase, regexp.MustCompile(`(?i)^(case ?stud(y|ies)|cases?|sites?|places?|settings?|fall(studien?)?|fälle)$`)},
}

// words of a person alone: variables that only people have.
var personal = regexp.MustCompile(`(?i)\b(age( group)?|gender|sex|birth|born|occupation|job( title)?|education|marital|alter|geschlecht|beruf)\b`)

func roleOf(word string) string {
	for _, p := range casePatterns {
		if p.pattern.MatchString(strings.TrimSpace(word)) {
			return p.role
		}
	}
	return ""
}

// roleFor finds what a case is, and by what it was found.
func (v *view) roleFor(c *refi.Case, own map[string]string) (role, by string) {
	var words []string // what is said of the case
	for _, x := range c.Values {
		name := v.variables[refi.Key(x.Variable)].Name
		words = append(words, name, x.Value)
		if class, _, ok := strings.Cut(name, ":"); ok {
			words = append(words, strings.TrimSpace(class))
		}
	}
	for _, rule := range v.options.Cases {
		if rule.Of == "" || strings.EqualFold(rule.Of, c.Name) || slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), rule.Of) }) {
			return rule.Is, "as you say"
		}
	}
	if kind := roleOf(own["Kind of case"]); kind != "" {
		return kind, "as crosscase wrote it"
	}
	for _, x := range c.Values { // NVivo's classification, or a variable that tells types apart
		name := v.variables[refi.Key(x.Variable)].Name
		if class, _, ok := strings.Cut(name, ":"); ok && roleOf(class) != "" {
			return roleOf(class), "by its classification " + strings.TrimSpace(class)
		}
		if r := roleOf(x.Value); r != "" {
			return r, "by its " + name + ", " + x.Value
		}
	}
	for _, x := range c.Values {
		if name := v.variables[refi.Key(x.Variable)].Name; personal.MatchString(name) {
			return roleParticipant, "by its variable " + name
		}
	}
	for _, up := range v.above[refi.Key(c.GUID)] {
		if r := roleOf(up); r != "" {
			return r, "by what it stands below, " + up
		}
	}
	return roleAttribute, "nothing tells what it is"
}

func (v *view) takeCases() {
	v.above = map[string][]string{}
	var walk func(codes []*refi.Code, above []string)
	walk = func(codes []*refi.Code, above []string) {
		for _, c := range codes {
			if v.twins[refi.Key(c.GUID)] {
				v.above[refi.Key(c.GUID)] = above
			}
			walk(c.Below, append([]string{c.Name}, above...))
		}
	}
	walk(v.doc.Codes, nil)
	names := map[string]map[string]bool{roleParticipant: {}, roleOrganisation: {}, roleCase: {}, roleAttribute: {}}
	belongs := map[*corpus.Participant]string{}
	takesPart := map[*corpus.Organisation]string{}
	for _, c := range v.doc.Cases {
		attributes, own := v.values(c.Values)
		if c.Name == "" && len(c.SourceRefs) == 1 && len(c.Values) > 0 { // a document's variables
			v.taken[refi.Key(c.GUID)] = roleAttribute
			v.report.Cases = append(v.report.Cases, CaseTaken{Name: "(unnamed)", Is: roleAttribute, By: "the variables of one document"})
			continue
		}
		role, by := v.roleFor(c, own)
		v.taken[refi.Key(c.GUID)] = role
		v.report.Cases = append(v.report.Cases, CaseTaken{Name: c.Name, Is: role, By: by})
		if role == roleAttribute {
			continue
		}
		id := v.idOf(role, c.GUID)
		name := v.called(role, c.Name, "unnamed "+role, names[role])
		v.caseOf[id] = caseTaken{c, role}
		v.subjects[refi.Key(c.GUID)] = id
		switch role {
		case roleCase:
			v.study.Cases = append(v.study.Cases, &corpus.CaseStudy{ID: corpus.CaseID(id), Name: name, Description: c.Description, Attributes: attributes})
		case roleOrganisation:
			o := &corpus.Organisation{ID: corpus.OrganisationID(id), Name: name, Kind: own["Kind"], Attributes: attributes}
			v.study.Organisations = append(v.study.Organisations, o)
			takesPart[o] = own["Case studies"]
			v.describe(c.Description, "case", c.GUID, id, refi.Audit{})
		case roleParticipant:
			p := &corpus.Participant{ID: corpus.ParticipantID(id), Name: name, Role: own["Role"], Aliases: splitList(own["Also known as"]), Attributes: attributes}
			v.study.Participants = append(v.study.Participants, p)
			belongs[p] = own["Organisation"]
			v.describe(c.Description, "case", c.GUID, id, refi.Audit{})
		}
	}
	for p, name := range belongs {
		for _, o := range v.study.Organisations {
			if o.Name == name {
				p.Organisation = o.ID
			}
		}
	}
	for o, list := range takesPart {
		for _, name := range splitList(list) {
			for _, c := range v.study.Cases {
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
func (v *view) caseSources(role string, h *held) (ids []string) {
	is := func(ref string) bool {
		key := refi.Key(ref)
		return key == refi.Key(h.source.GUID) || v.held[key] == h
	}
	for _, id := range slices.Sorted(maps.Keys(v.caseOf)) {
		c := v.caseOf[id]
		if c.role == role && (slices.ContainsFunc(c.SourceRefs, is) || slices.ContainsFunc(h.source.Codings, func(x *refi.Coding) bool { return refi.Key(x.Code) == refi.Key(c.GUID) })) {
			ids = append(ids, id)
		}
	}
	return ids
}

// caseSelections are the ids of cases of a role that a selection is of.
func (v *view) caseSelections(role string, s *refi.Selection) (ids []string) {
	for _, c := range s.Codings {
		if id := v.subjects[refi.Key(c.Code)]; v.taken[refi.Key(c.Code)] == role {
			ids = append(ids, id)
		}
	}
	if v.selected == nil {
		v.selected = map[string][]string{}
		for id, c := range v.caseOf {
			for _, ref := range c.SelectionRefs {
				v.selected[refi.Key(ref)] = append(v.selected[refi.Key(ref)], id)
			}
		}
	}
	for _, id := range v.selected[refi.Key(s.GUID)] {
		if v.caseOf[id].role == role {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// placeInCases says to which case study and organisation a source belongs, and gives
// it the attributes of cases that are neither.
func (v *view) placeInCases(h *held, src *corpus.Source) {
	if ids := v.caseSources(roleCase, h); len(ids) == 1 {
		src.Case = corpus.CaseID(ids[0])
	} else if len(ids) > 1 {
		v.report.keepAs("sources of several case studies, which belong to none here", src.Name)
	}
	if ids := v.caseSources(roleOrganisation, h); len(ids) == 1 {
		src.Organisation = corpus.OrganisationID(ids[0])
	} else if len(ids) > 1 {
		v.report.keepAs("sources of several organisations, which belong to none here", src.Name)
	}
	var names []string
	for _, c := range v.doc.Cases {
		if v.taken[refi.Key(c.GUID)] != roleAttribute {
			continue
		}
		of := slices.ContainsFunc(c.SourceRefs, func(ref string) bool { return refi.Key(ref) == refi.Key(h.source.GUID) }) ||
			slices.ContainsFunc(h.source.Codings, func(x *refi.Coding) bool { return refi.Key(x.Code) == refi.Key(c.GUID) })
		if !of {
			continue
		}
		if c.Name != "" {
			names = append(names, cleanName(c.Name, "unnamed"))
		}
		values, _ := v.values(c.Values)
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

// isCaseSet tells whether a set holds the sources of a case study, as crosscase
// writes one beside the case.
func (v *view) isCaseSet(s *refi.Set) bool {
	for id, c := range v.caseOf {
		if c.role == roleCase && (refi.Key(s.GUID) == caseSet(c.GUID) || refi.Key(s.GUID) == caseSet(id)) {
			return true
		}
	}
	return false
}

func caseSet(guid string) string { return refi.NewGUID("set of a case", refi.Key(guid)) }

// takeLinks makes links between themes, passages and case studies.
func (v *view) takeLinks() {
	linked := map[string]bool{}
	for _, t := range v.study.Themes {
		linked[string(t.ID)] = true
	}
	for _, p := range v.study.Passages {
		linked[string(p.ID)] = true
	}
	for _, c := range v.study.Cases {
		linked[string(c.ID)] = true
	}
	for _, l := range v.doc.Links {
		from, to := v.subjects[refi.Key(l.Origin)], v.subjects[refi.Key(l.Target)]
		if v.noteLinks[l] {
			continue
		}
		if !linked[from] || !linked[to] || from == to {
			v.report.keep("links between things other than codes, passages and case studies", 1)
			continue
		}
		x := coding.Link{ID: coding.LinkID(v.idOf("link", l.GUID)), From: from, To: to, Kind: cleanName(l.Name, "linked to"), Coder: v.coder(v.doc.Creator)}
		for _, ref := range l.NoteRefs {
			if n := v.notes[refi.Key(ref)]; n != nil {
				x.Note = cmp.Or(x.Note, n.text)
			}
		}
		v.links[l] = x.ID
		v.study.Links = append(v.study.Links, x)
	}
}
