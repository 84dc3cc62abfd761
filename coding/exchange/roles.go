package exchange

import (
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
)

// The standard knows cases, and not what they are. A file of crosscase says so in a
// variable. In other files the names of variables and cases tell, or a rule does.

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
		return rule, coding.Errorf(coding.ErrInvalid, "%q: cases are participants, organisations, cases or attributes; "+
			"write it as Person=participant, or as participant for all", s)
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

var casePatterns = []struct {
	role    string
	pattern *regexp.Regexp
}{
	{roleParticipant, regexp.MustCompile(`(?i)^(persons?|people|participants?|interviewees?|respondents?|informants?|speakers?|` +
		`teilnehmer(innen)?|befragte|personen?)$`)},
	{roleOrganisation, regexp.MustCompile(`(?i)^(organi[sz]ations?|compan(y|ies)|agenc(y|ies)|institutions?|firms?|services?|employers?|` +
		`organisationen?|unternehmen|institutionen)$`)},
	{roleCase, regexp.MustCompile(`(?i)^(case ?stud(y|ies)|cases?|sites?|places?|settings?|fall(studien?)?|fälle)$`)},
}

// personal of a person alone: variables that only people have.
var personal = regexp.MustCompile(`(?i)\b(age( group)?|gender|sex|birth|born|occupation|job( title)?|education|marital|` +
	`alter|geschlecht|beruf)\b`)

func roleOf(word string) string {
	for _, p := range casePatterns {
		if p.pattern.MatchString(strings.TrimSpace(word)) {
			return p.role
		}
	}
	return ""
}

// roleFor finds what a case is, and by what it was found.
func (im *importer) roleFor(c *refi.Case, own map[string]string) (role, by string) {
	var words []string // what is said of the case
	for _, x := range c.Values {
		name := im.variables[refi.Key(x.Variable)].Name
		words = append(words, name, x.Value)
		if class, _, ok := strings.Cut(name, ":"); ok {
			words = append(words, strings.TrimSpace(class))
		}
	}
	for _, rule := range im.options.Cases {
		is := func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), rule.Of) }
		if rule.Of == "" || strings.EqualFold(rule.Of, c.Name) || slices.ContainsFunc(words, is) {
			return rule.Is, "as you say"
		}
	}
	if kind := roleOf(own["Kind of case"]); kind != "" {
		return kind, "as crosscase wrote it"
	}
	for _, x := range c.Values { // NVivo's classification, or a variable that tells types apart
		name := im.variables[refi.Key(x.Variable)].Name
		if class, _, ok := strings.Cut(name, ":"); ok && roleOf(class) != "" {
			return roleOf(class), "by its classification " + strings.TrimSpace(class)
		}
		if r := roleOf(x.Value); r != "" {
			return r, "by its " + name + ", " + x.Value
		}
	}
	for _, x := range c.Values {
		if name := im.variables[refi.Key(x.Variable)].Name; personal.MatchString(name) {
			return roleParticipant, "by its variable " + name
		}
	}
	for _, up := range im.above[refi.Key(c.GUID)] {
		if r := roleOf(up); r != "" {
			return r, "by what it stands below, " + up
		}
	}
	return roleAttribute, "nothing tells what it is"
}
