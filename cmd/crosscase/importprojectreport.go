package main

import (
	"fmt"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/report"
)

// conflicts lists what both say differently.
func (w *env) conflicts(all []merge.Conflict) error {
	if len(all) == 0 {
		return nil
	}
	g := &report.Grid{Head: []string{"conflict", "here", "there", "taken"}}
	for _, c := range all {
		g.Rows = append(g.Rows, []any{c.What, c.Mine, c.Theirs, map[string]string{"mine": "here", "theirs": "there"}[c.Taken]})
	}
	return g.Write(w.stdout, report.Table, w.screen)
}

// arrivalReport says what is in the file and what becomes of it.
func (w *env) arrivalReport(came app.Arrived) error {
	r := came.Report
	by := "by a program that does not say its name"
	if r.Origin != "" {
		by = "by " + r.Origin
	}
	fmt.Fprintf(w.stdout, "%s, written %s\n\n", came.File, report.Visible(by))
	g := &report.Grid{Head: []string{"", "in the file", "here", "kept for export"}}
	for _, c := range r.Account() {
		g.Rows = append(g.Rows, []any{c.What, c.InFile, c.Here, c.InFile - c.Here})
	}
	if len(g.Rows) == 0 {
		fmt.Fprintln(w.stdout, "an empty project")
	} else if err := g.Write(w.stdout, report.Table, w.screen); err != nil {
		return err
	}
	w.positionsReport(came)
	w.casesReport(came)
	w.listProblems("corrected or left out in reading", came.Found)
	w.listProblems("otherwise here than in the file", r.Changed)
	w.listProblems("kept for export, not shown here", r.Kept)
	w.listProblems("left out", r.Lost)
	fmt.Fprintln(w.stdout)
	return nil
}

func (w *env) listProblems(title string, all []refi.Problem) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(w.stdout, "\n%s:\n", title)
	for _, p := range all {
		line := fmt.Sprintf("  %5s  %s", thousands(p.Count), p.What)
		if p.Example != "" {
			line += " (" + p.Example + ")"
		}
		fmt.Fprintln(w.stdout, report.Visible(line))
	}
}

// positionsReport says how positions were read.
func (w *env) positionsReport(came app.Arrived) {
	if len(came.Report.Positions) == 0 {
		return
	}
	p := came.Positions()
	fmt.Fprintln(w.stdout)
	if p.Same != "" {
		fmt.Fprintf(w.stdout, "positions: %s; %s of %s begin and end where words do\n",
			p.Same, thousands(p.Edges), plural(p.Selections, "selection"))
	} else {
		fmt.Fprintln(w.stdout, "positions:")
	}
	for _, x := range p.Decided {
		fmt.Fprintln(w.stdout, report.Visible(fmt.Sprintf("  %s: %s%s", x.Source, x.How, x.Why)))
	}
}

// casesReport says what cases were taken for.
func (w *env) casesReport(came app.Arrived) {
	if len(came.Report.Cases) == 0 {
		return
	}
	attributes := false
	fmt.Fprintln(w.stdout, "\ncases:")
	for _, x := range came.Roles() {
		shown := strings.Join(x.Names[:min(3, len(x.Names))], ", ")
		if len(x.Names) > 3 {
			shown += ", …"
		}
		what := plural(len(x.Names), strings.Replace(x.Is, "case", "case study", 1))
		fmt.Fprintln(w.stdout, report.Visible(fmt.Sprintf("  %s, %s (%s)", what, x.By, shown)))
		attributes = attributes || x.Is == "attribute"
	}
	if attributes {
		fmt.Fprintln(w.stdout, "  --map-cases says what they are, as --map-cases participant")
	}
}
