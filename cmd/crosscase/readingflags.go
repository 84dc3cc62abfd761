package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/report"
)

// readingFlags say how to read files.
type readingFlags struct {
	layout, encoding       string
	password, passwordFile string
	sheet                  string
	speakers, notSpeakers  []string
}

func (r *readingFlags) add(fs *pflag.FlagSet) {
	fs.StringVar(&r.layout, "layout", "", "how speakers are marked, a `NAME` from the list of layouts; it is found by itself where that is possible")
	fs.StringVar(&r.encoding, "encoding", "",
		"encoding of plain text files, a `NAME` as windows-1252; it is found by itself where that is possible")
	fs.StringVar(&r.sheet, "sheet", "", "`NAME` of the sheet of a workbook (.xlsx); else the first that is not empty")
	fs.StringVar(&r.password, "password", "", "`PASSWORD` of an encrypted PDF, which others may see in the list of processes; else $CROSSCASE_PDF_PASSWORD")
	fs.StringVar(&r.passwordFile, "password-file", "", "take the password of an encrypted PDF from the first line of this `FILE`")
	manyVar(fs, &r.speakers, "speaker",
		"name of the participant whom a label means, as `LABEL=NAME`, (none) for nobody; repeat it for further labels")
	manyVar(fs, &r.notSpeakers, "not-speaker", "a `LABEL` that is part of the text and no speaker; repeat it for further labels")
}

// means is how to read files; the error is of wrong usage, or of the file with the password.
func (r *readingFlags) means(w *env) (app.Reading, error) {
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
	password := cmp.Or(r.password, w.getenv("CROSSCASE_PDF_PASSWORD"))
	if r.passwordFile != "" {
		if password, err = firstLine("password", r.passwordFile); err != nil {
			return app.Reading{}, err
		}
	}
	return app.Reading{Decisions: intake.Decisions{Layout: r.layout, Encoding: r.encoding, Labels: labels, Sheet: r.sheet},
		Password: password, Ask: w.askPassword}, nil
}

// askPassword asks for the password of a file; "" where nobody is there to answer.
func (w *env) askPassword(file string, wrong bool) string {
	said := ""
	if wrong {
		said = "That is not its password. "
	}
	password, err := w.typed(said + "Password of " + report.Visible(file) + " (empty: leave it out): ")
	if err != nil {
		return ""
	}
	return password
}

// firstLine is the first line of a file that holds a secret, which is named in errors.
func firstLine(what, file string) (string, error) {
	data, err := app.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s %w", what, err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	if first = strings.TrimRight(first, "\r"); first == "" {
		return "", coding.Errorf(coding.ErrInvalid, "%s %s: the first line is empty", what, file)
	}
	return first, nil
}
