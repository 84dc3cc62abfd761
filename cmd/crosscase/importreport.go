package main

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/intake"
	"crosscase/coding/reading"
	"crosscase/coding/report"
)

// previews shows what would be imported.
func (w *env) previews(came *app.Imported) error {
	if err := reading.WritePreviews(w.stdout, came.Previews, w.screen); err != nil {
		return err
	}
	w.remarks(came)
	fmt.Fprintf(w.stderr, "would import %s; nothing was stored. %d skipped, %d failed.\n",
		plural(len(came.Previews), "source"), len(came.Skipped), len(came.Failed))
	return nil
}

// imported says what came of each file: results on standard output, the rest on standard
// error.
func (w *env) imported(came *app.Imported) {
	width := 0
	for _, x := range came.Sources {
		width = max(width, len([]rune(x.Name)))
	}
	for _, x := range came.Sources {
		who := "nobody speaks"
		if x.Speakers > 0 {
			who = plural(x.Speakers, "speaker")
		}
		if x.Guessed {
			who += ", type guessed"
		}
		fmt.Fprintf(w.stdout, "%-*s  %-10s %5s %-5s  %7s %-5s  %s\n", width, x.Name, x.Type, thousands(x.Turns), unit(x.Turns, "turn"),
			thousands(x.Words), unit(x.Words, "word"), who)
	}
	w.remarks(came)
	fmt.Fprintf(w.stderr, "%s imported: %s, %s, %s words. %d skipped, %d failed.\n", plural(len(came.Sources), "source"),
		plural(came.Turns, "turn"), plural(came.Speakers, "speaker"), thousands(came.Words), len(came.Skipped), len(came.Failed))
}

// unit is what is counted, in the singular for one.
func unit(n int, what string) string {
	_, unit, _ := strings.Cut(plural(n, what), " ")
	return unit
}

// remarks says what was skipped, noted and failed; what is to be done about several in one line
// below them.
func (w *env) remarks(came *app.Imported) {
	say := func(what, line string) { // names of files may hold anything
		fmt.Fprintf(w.stderr, "%-8s %s\n", what, report.Visible(line))
	}
	for _, list := range []struct {
		what  string
		files []intake.Remark
	}{{"skipped", came.Skipped}, {"note", came.Notes}, {"failed", came.Failed}} {
		said := intake.Together(list.files)
		for i, r := range said {
			todo := r.ToDo()
			shared := func(n int) bool { return todo != "" && n >= 0 && n < len(said) && said[n].ToDo() == todo }
			if !shared(i-1) && !shared(i+1) {
				say(list.what, r.String())
				continue
			}
			if say(list.what, r.File+": "+r.Reason); !shared(i + 1) {
				say("hint", todo)
			}
		}
	}
	if slices.ContainsFunc(came.Failed, func(f intake.Remark) bool { return f.Password }) {
		fmt.Fprintln(w.stderr, "hint     passwords of PDFs: $CROSSCASE_PDF_PASSWORD, --password-file FILE, or in a terminal, which asks for them")
	}
}
