package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/locate"
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

// oneSource is the source that a place is in: the one that is named or, where none is, the only
// one of the study. way is the flag that says the place. The error is of wrong usage.
func oneSource(a *app.Session, command, way string, named ...string) (string, error) {
	switch all := a.Seen().Sources; {
	case len(named) == 1 && named[0] != "":
		return named[0], nil
	case len(named) > 1:
		return "", fault{fmt.Errorf("%s: %s needs one --source; here are %d", command, way, len(named)), usage}
	case len(all) != 1:
		return "", fault{fmt.Errorf("%s: %s needs one --source; there are %s", command, way, plural(len(all), "source")), usage}
	default:
		return all[0].Name, nil
	}
}
