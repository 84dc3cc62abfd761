package main

import (
	"crosscase/coding/locate"

	"github.com/spf13/pflag"
)

// placeFlags say where in a source.
type placeFlags struct{ locate.Place }

func (p *placeFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&p.Quote, "quote", "", "the passage's `WORDS`")
	fs.StringVar(&p.Occurrence, "occurrence", "", "which one, where the quote stands more than once: a `NUMBER`, or all")
	fs.StringVar(&p.Turns, "turns", "", "`TURNS`, as 12 or 12-14")
	fs.StringVar(&p.Lines, "lines", "", "`LINES`, as 40 or 40-52")
	fs.StringVar(&p.Span, "span", "", "bytes, as `START:END`")
}

func (p *placeFlags) given() []string {
	return given([]string{"--quote", "--turns", "--lines", "--span"}, p.Quote, p.Turns, p.Lines, p.Span)
}

// given lists the names of the flags that have a value.
func given(names []string, values ...string) (found []string) {
	for i, v := range values {
		if v != "" {
			found = append(found, names[i])
		}
	}
	return found
}
