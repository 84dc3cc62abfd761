package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/query"
)

// addAnalysisFlags adds the flags of the options and filters of an analysis.
func addAnalysisFlags(fs *pflag.FlagSet, a *analysis.Analysis) {
	organizationToo(fs)
	for _, o := range a.Options {
		addFlag(fs, o)
	}
	for _, name := range a.Filters {
		f, _ := query.FilterNamed(name)
		if usage := a.Usages[name]; usage != "" {
			f.Usage = usage
		}
		addFlag(fs, f.Flag)
	}
}

// addFlag adds a flag from its declaration.
func addFlag(fs *pflag.FlagSet, f query.Flag) {
	switch f.Kind {
	case query.Check:
		fs.Bool(f.Name, f.Default == "true", f.Usage)
	case query.Many:
		manyVar(fs, new([]string), f.Name, f.Usage)
	case query.Whole:
		n := 0
		fmt.Sscan(f.Default, &n)
		fs.Int(f.Name, n, f.Usage)
	case query.Decimal:
		x, _ := coding.ParseNumber(f.Default)
		numberVar(fs, new(float64), f.Name, x, f.Usage)
	default:
		fs.String(f.Name, f.Default, f.Usage)
	}
}

// requestOf is the request that flags and arguments make; flags that are the command's
// own are no part of it.
func requestOf(a *analysis.Analysis, fs *pflag.FlagSet, args []string) (*analysis.Request, error) {
	r := a.Ask(args...)
	var wrong error
	visitGiven(fs, func(name string, values []string) {
		if _, ok := a.Option(name); !ok && !slices.Contains(a.Filters, name) {
			return
		}
		for _, v := range values {
			if err := r.Set(name, v); err != nil {
				wrong = err
			}
		}
	})
	return r, wrong
}

// visitGiven calls do with each flag that was given and its values, but for those that
// all commands have.
func visitGiven(fs *pflag.FlagSet, do func(name string, values []string)) {
	fs.Visit(func(f *pflag.Flag) {
		if slices.Contains([]string{"output", "format", "project", "blind"}, f.Name) {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			do(f.Name, list.GetSlice())
			return
		}
		do(f.Name, []string{f.Value.String()})
	})
}

// givenArguments are the flags that were given, but for those that all commands have.
func givenArguments(fs *pflag.FlagSet) (args []string) {
	visitGiven(fs, func(name string, values []string) {
		for _, v := range values {
			args = append(args, "--"+name+"="+v)
		}
	})
	return args
}

// completeFlags offers what a study holds for the flags of an analysis, and its
// arguments, when Tab is pressed.
func (w *env) completeFlags(c *cobra.Command, a *analysis.Analysis) {
	offer := func(choices func(*coding.Study) []query.Choice) cobra.CompletionFunc {
		return func(c *cobra.Command, _ []string, _ string) (values []string, _ cobra.ShellCompDirective) {
			err := w.working(c.Context(), func(a *app.Session) error {
				for _, x := range choices(a.Seen()) {
					values = append(values, x.Value)
				}
				return nil
			})
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return values, cobra.ShellCompDirectiveNoFileComp
		}
	}
	for _, o := range a.Options {
		if o.Choices != nil {
			c.RegisterFlagCompletionFunc(o.Name, offer(o.Choices))
		}
	}
	for _, name := range a.Filters {
		if f, _ := query.FilterNamed(name); f.Choices != nil {
			c.RegisterFlagCompletionFunc(name, offer(f.Choices))
		}
	}
	if len(a.Arguments) > 0 && a.Arguments[0].Choices != nil {
		c.ValidArgsFunction = offer(a.Arguments[0].Choices)
	}
}
