package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/intake"
)

// readingFlags say how to read files.
type readingFlags struct {
	layout, encoding, password string
	speakers, notSpeakers      []string
}

func (r *readingFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&r.layout, "layout", "", "how speakers are marked, a `NAME` from the list of layouts; it is found by itself where that is possible")
	fs.StringVar(&r.encoding, "encoding", "",
		"encoding of plain text files, a `NAME` as windows-1252; it is found by itself where that is possible")
	fs.StringVar(&r.password, "password", "", "`PASSWORD` of an encrypted PDF")
	fs.StringArrayVar(&r.speakers, "speaker", nil,
		"name of the participant whom a label means, as `LABEL=NAME`, (none) for nobody; repeat it for further labels")
	fs.StringArrayVar(&r.notSpeakers, "not-speaker", nil, "a `LABEL` that is part of the text and no speaker; repeat it for further labels")
}

// means is how to read files; the error is of wrong usage.
func (r *readingFlags) means() (app.Reading, error) {
	if err := intake.CheckEncoding(r.encoding); err != nil {
		return app.Reading{}, fault{fmt.Errorf("--encoding: %w", err), usage}
	}
	if err := intake.CheckLayout(r.layout); err != nil {
		return app.Reading{}, fault{fmt.Errorf("--layout: %w", err), usage}
	}
	labels, err := intake.ParseLabelDecisions(r.speakers, r.notSpeakers)
	if err != nil {
		return app.Reading{}, fault{err, usage}
	}
	return app.Reading{Decisions: intake.Decisions{Layout: r.layout, Encoding: r.encoding, Labels: labels}, Password: r.password}, nil
}
