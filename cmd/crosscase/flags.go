package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/query"
)

// filterFlags select passages, for every command alike. Names are kept as typed until
// there is a study to look them up in.
type filterFlags struct {
	flags *pflag.FlagSet
	names []string
}

// addPlaces adds the flags that say where in the corpus.
func (f *filterFlags) addPlaces(fs *pflag.FlagSet) { f.add(fs, query.PlaceNames()...) }

// addAll adds the flags that say which tags, too.
func (f *filterFlags) addAll(fs *pflag.FlagSet) { f.add(fs, query.FilterNames()...) }

func (f *filterFlags) add(fs *pflag.FlagSet, names ...string) {
	organizationToo(fs)
	f.flags, f.names = fs, append(f.names, names...)
	for _, name := range names {
		x, _ := query.FilterNamed(name)
		addFlag(fs, x.Flag)
	}
}

// typed are the filters that were given.
func (f *filterFlags) typed() query.Names {
	names := query.Names{}
	visitGiven(f.flags, func(name string, values []string) {
		if slices.Contains(f.names, name) {
			names[name] = values
		}
	})
	return names
}

// list are the values of one filter.
func (f *filterFlags) list(name string) []string { return f.typed()[name] }

// filter looks the names up.
func (f *filterFlags) filter(ctx context.Context, s *coding.Study, texts coding.Texts) (coding.Filter, error) {
	return f.typed().Resolve(ctx, s, texts)
}

// organizationToo takes --organization for --organisation.
func organizationToo(fs *pflag.FlagSet) {
	fs.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "organization" {
			name = "organisation"
		}
		return pflag.NormalizedName(name)
	})
}

// arguments checks that a command has these arguments: "[NAME]" may be missing, and of
// "NAME..." there may be more.
func arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		needed, more := 0, false
		for _, name := range names {
			if !strings.HasPrefix(name, "[") {
				needed++
			}
			more = more || strings.HasSuffix(name, "...")
		}
		if len(args) < needed {
			return fmt.Errorf("%s: %s is missing: %s", c.CommandPath(), strings.TrimSuffix(names[len(args)], "..."), c.UseLine())
		}
		if len(args) > len(names) && !more {
			return fmt.Errorf("%s: %q is too much: %s; put names of several words in quotation marks",
				c.CommandPath(), args[len(names)], c.UseLine())
		}
		return nil
	}
}

func plural(n int, what string) string { return coding.Count(n, what) }

func thousands(n int) string { return coding.Thousands(n) }

// numberFlag is a flag that takes a number as [coding.ParseNumber] reads it.
type numberFlag float64

// numberVar adds a flag for a number, with the value that it has where it is not given.
func numberVar(fs *pflag.FlagSet, to *float64, name string, value float64, what string) {
	*to = value
	fs.Var((*numberFlag)(to), name, what)
}

func (n *numberFlag) Set(s string) error {
	x, ok := coding.ParseNumber(s)
	if !ok {
		return fmt.Errorf("%q is not a number", s)
	}
	*n = numberFlag(x)
	return nil
}

func (n *numberFlag) String() string { return strconv.FormatFloat(float64(*n), 'g', -1, 64) }

func (n *numberFlag) Type() string { return "float64" }

// manyFlag is a flag that may be given several times. pflag's own writes its empty default as a
// line of CSV, which took more of the start of a command than all else.
type manyFlag []string

// manyVar adds a flag that may be given several times.
func manyVar(fs *pflag.FlagSet, to *[]string, name, what string) {
	fs.Var((*manyFlag)(to), name, what)
}

func (m *manyFlag) Set(s string) error { *m = append(*m, s); return nil }

func (m *manyFlag) String() string { return strings.Join(*m, ",") }

func (m *manyFlag) Type() string { return "stringArray" }

// Append, Replace and GetSlice implement [pflag.SliceValue].
func (m *manyFlag) Append(s string) error      { return m.Set(s) }
func (m *manyFlag) Replace(all []string) error { *m = all; return nil }
func (m *manyFlag) GetSlice() []string         { return *m }
