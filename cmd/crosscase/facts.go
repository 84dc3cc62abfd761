package main

import (
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// factFlags say what is known of a source.
type factFlags struct {
	name, typ, caseStudy, organisation, date, language string
	attributes                                         []string
}

func (f *factFlags) add(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringVar(&f.typ, "type", "", "`TYPE`: interview, meeting, document, site-visit, survey, other")
	fs.StringVar(&f.caseStudy, "case", "", "`CASE` study that it belongs to")
	fs.StringVar(&f.organisation, "organisation", "", "`ORGANISATION` whose it is")
	fs.StringVar(&f.date, "date", "", "`DATE`, as 2019-03-14, 2019-03 or 2019")
	fs.StringVar(&f.language, "language", "", "`LANGUAGE`, as en or de")
	fs.StringArrayVar(&f.attributes, "attr", nil, attrUsage)
}

// facts reads the flags; the error is of wrong usage.
func (f *factFlags) facts() (intake.Facts, error) {
	facts := intake.Facts{Name: f.name, Case: f.caseStudy, Organisation: f.organisation, Language: f.language}
	var err error
	if f.typ != "" {
		if facts.Type, err = corpus.ParseSourceType(f.typ); err != nil {
			return facts, fault{err, usage}
		}
	}
	if facts.Date, err = corpus.ParseDate(f.date); err != nil {
		return facts, fault{err, usage}
	}
	facts.Attributes, err = attributePairs(f.attributes)
	maps.DeleteFunc(facts.Attributes, func(_, value string) bool { return value == "" })
	return facts, err
}

// attrUsage is the help of the flag for attributes.
const attrUsage = "an attribute, as `NAME=VALUE`; an empty value takes it away"

// attributePairs reads attributes; the error is of wrong usage.
func attributePairs(pairs []string) (map[string]string, error) {
	all := map[string]string{}
	for _, p := range pairs {
		name, value, ok := strings.Cut(p, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, fault{fmt.Errorf("--attr %q: write it as NAME=VALUE", p), usage}
		}
		all[name] = strings.TrimSpace(value)
	}
	return all, nil
}

// caseName is the name of a case study, "" for none.
func caseName(s *coding.Study, id corpus.CaseID) string {
	if c := s.Case(id); c != nil {
		return c.Name
	}
	return ""
}

// organisationName is the name of an organisation, "" for none.
func organisationName(s *coding.Study, id corpus.OrganisationID) string {
	if o := s.Organisation(id); o != nil {
		return o.Name
	}
	return ""
}
