package main

import (
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// factFlags say what is known of sources that are imported, by the flags of crosscase source
// set.
type factFlags struct {
	noun[corpus.Source]
	name  string
	flags *pflag.FlagSet
}

func (f *factFlags) add(fs *pflag.FlagSet) {
	f.Kind, f.flags = app.Sources(), fs
	f.addFields(fs)
}

// facts reads the flags; the error is of wrong usage.
func (f *factFlags) facts() (intake.Facts, error) {
	given, err := f.revision(f.flags)
	if err != nil {
		return intake.Facts{}, err
	}
	facts, err := intake.ParseFacts(func(fact string) string { return strings.Join(given.Values[fact], "") })
	facts.Name, facts.Attributes = f.name, given.Attributes
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
