package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

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
	fs.StringArrayVar(&f.attributes, "attr", nil, "an attribute, as `NAME=VALUE`; an empty value takes it away")
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
	facts.Attributes, err = setAttributes(nil, f.attributes)
	return facts, err
}

// setAttributes returns attributes with NAME=VALUE pairs put in; an empty value
// takes one out.
func setAttributes(old map[string]string, pairs []string) (map[string]string, error) {
	all := map[string]string{}
	for k, v := range old {
		all[k] = v
	}
	for _, p := range pairs {
		name, value, ok := strings.Cut(p, "=")
		if name, value = strings.TrimSpace(name), strings.TrimSpace(value); !ok || name == "" {
			return nil, fault{fmt.Errorf("--attr %q: write it as NAME=VALUE", p), usage}
		}
		if all[name] = value; value == "" {
			delete(all, name)
		}
	}
	return all, nil
}
