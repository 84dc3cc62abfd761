package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// History is what the log tells of how a study came about.
type History struct {
	From, To time.Time // of the first and the last change; zero where there is none
	Changes  int
	Themes   map[string]int // added, renamed, moved, merged, removed, described: how many
}

// ReportOptions say what a report holds.
type ReportOptions struct {
	Filter  coding.Filter
	PerCell int // quotes for each theme and organisation
	Top     int // themes for each organisation
	Version string
	Samples int // of the bootstrap
	Seed    uint64
}

// StudyReport tells of a whole study: what it is made of, the codebook, the cross-case
// matrix, what organisations speak of with quotes, which themes are together,
// saturation, agreement, and the facts on methods that COREQ asks for and a project
// knows (A. Tong, P. Sainsbury and J. Craig, International Journal for Quality in
// Health Care 19, 2007).
func StudyReport(ctx context.Context, s *coding.Study, texts coding.Texts, h History, o ReportOptions) (*report.Document, error) {
	r := &studyReport{ctx: ctx, s: s, texts: texts, h: h, o: o, lister: newLister(ctx, s, texts),
		d: &report.Document{Title: cmp.Or(s.Title, "A study")}}
	m, err := matrix.New(s, matrix.Options{Filter: o.Filter, Rows: []matrix.Dimension{matrix.Theme},
		Cols: []matrix.Dimension{"case", "organisation"}, Keep: true})
	if err != nil {
		return nil, err
	}
	r.m = m
	for _, write := range []func() error{r.study, r.methods, r.codebook} {
		if err := write(); err != nil {
			return nil, err
		}
	}
	for _, a := range All() {
		if a.Section == nil {
			continue
		}
		r.of = a
		if err := a.Section(r); err != nil {
			return nil, err
		}
	}
	return r.d, nil
}

// A studyReport is the report while it is written. Analyses add their sections to it.
type studyReport struct {
	ctx   context.Context
	s     *coding.Study
	texts coding.Texts
	h     History
	o     ReportOptions
	m     *matrix.Matrix
	d     *report.Document

	lister *lister
	of     *Analysis // that the section is of
}

// table adds a table whose numbers lead to their passages at the end of the report, as
// those of an analysis that is asked with these options do. name is of its anchors.
func (r *studyReport) table(name string, g *report.Grid, a *Analysis, options map[string][]string, b behind) error {
	r.d.Table(g)
	found := &Result{Table: g, request: &Request{Analysis: a, Options: options}, behind: b}
	err := r.lister.list(found, name)
	r.d.Sections = append(r.d.Sections, g.Sections...)
	return err
}

func (r *studyReport) study() error {
	s := r.s
	coders, _ := codersWithTags(s)
	r.d.Paragraph("%s in %s and %s; %s, %s, %s by %s.", coding.Count(len(s.Sources), "source"), coding.Count(len(s.Cases), "case study"),
		coding.Count(len(s.Organisations), "organisation"),
		coding.Count(len(s.Themes), "theme"), coding.Count(s.Tagged(), "tagged passage"), coding.Count(len(s.Tags), "tag"),
		coding.Count(len(coders), "coder"))
	r.d.Note(fmt.Sprintf("Written by crosscase %s from the project as it was after %s; state %.12s.", r.o.Version,
		coding.Count(r.h.Changes, "change"), Digest(s)))
	for _, c := range s.Cases {
		if c.Description != "" {
			r.d.Paragraph("%s: %s", c.Name, c.Description)
		}
	}
	r.d.Heading(2, "Sources")
	g := &report.Grid{Head: []string{"source", "type", "case study", "organisation", "date", "words"}, Empty: "There are no sources."}
	for _, x := range s.Sources {
		caseStudy, organisation := "", ""
		if c := s.Case(x.Case); c != nil {
			caseStudy = c.Name
		}
		if o := s.Organisation(x.Organisation); o != nil {
			organisation = o.Name
		}
		g.Rows = append(g.Rows, []any{x.Name, string(x.Type), caseStudy, organisation, string(x.Date), s.Transcript(x).AllWords()})
	}
	r.d.Table(g)
	r.d.Heading(2, "Participants")
	g = &report.Grid{Head: []string{"participant", "role", "organisation", "sources", "words"}, Empty: "Nobody is known by name."}
	spoken := reading.Spoken(s)
	for _, x := range s.Participants {
		organisation := ""
		if o := s.Organisation(x.Organisation); o != nil {
			organisation = o.Name
		}
		g.Rows = append(g.Rows, []any{x.Name, x.Role, organisation, spoken[x.ID].Sources, spoken[x.ID].Words})
	}
	slices.SortStableFunc(g.Rows, func(a, b []any) int { return cmp.Compare(a[2].(string), b[2].(string)) })
	r.d.Table(g)
	return nil
}

// speakersOf says how many people speak, either of researchers or of all others, and how
// many more are listed who do not.
func speakersOf(s *coding.Study, researchers bool) string {
	spoken := reading.Spoken(s)
	speak, listed, organisations := 0, 0, map[corpus.OrganisationID]bool{}
	for _, p := range s.Participants {
		switch _, speaks := spoken[p.ID]; {
		case (p.Role == corpus.Researcher) != researchers:
		case !speaks:
			listed++
		default:
			speak++
			if s.Organisation(p.Organisation) != nil {
				organisations[p.Organisation] = true
			}
		}
	}
	said := fmt.Sprint(speak)
	if !researchers {
		said += " who speak, of " + coding.Count(len(organisations), "organisation")
	}
	if listed > 0 {
		said += fmt.Sprintf("; %d more in the table of participants who do not speak", listed)
	}
	return said
}

func (r *studyReport) methods() error {
	s := r.s
	r.d.Heading(2, "Methods")
	words := 0
	types := map[corpus.SourceType]int{}
	var first, last corpus.Date
	for _, x := range s.Sources {
		types[x.Type]++
		words += s.Transcript(x).AllWords()
		if x.Date != "" && (first == "" || x.Date < first) {
			first = x.Date
		}
		last = max(last, x.Date)
	}
	var kinds []string
	for _, t := range corpus.SourceTypes {
		if types[t] > 0 {
			kinds = append(kinds, coding.Count(types[t], typeName(t)))
		}
	}
	facts := &report.Grid{Head: []string{"item", "in this study"}}
	add := func(item, format string, args ...any) {
		facts.Rows = append(facts.Rows, []any{item, fmt.Sprintf(format, args...)})
	}
	add("Researchers who speak (COREQ 1)", "%s", speakersOf(s, true))
	add("Participants (COREQ 12)", "%s", speakersOf(s, false))
	add("Data", "%s; %s words", strings.Join(kinds, ", "), coding.Thousands(words))
	if first != "" {
		add("Collected", "%s to %s", first, last)
	}
	if x, err := matrix.Saturate(s, matrix.SaturationOptions{Filter: r.o.Filter, Threshold: matrix.Threshold, Seed: r.o.Seed}); err == nil {
		add("Saturation (COREQ 22)", "%s", x.Verdict)
	}
	coders, consensus := codersWithTags(s)
	said := cmp.Or(strings.Join(coders, ", "), "none yet")
	if len(consensus) > 0 {
		said += "; decisions of a consensus: " + strings.Join(consensus, ", ")
	}
	add("Coders (COREQ 24)", "%s", said)
	add("Coding tree (COREQ 25)", "%s; see Codebook", coding.Count(len(s.Themes), "theme"))
	if r.h.Changes > 0 {
		var became []string
		for _, what := range []string{"added", "renamed", "moved", "merged", "removed", "described"} {
			switch n := r.h.Themes[what]; {
			case n > 0 && len(became) == 0:
				became = append(became, coding.Count(n, "theme")+" "+what)
			case n > 0:
				became = append(became, fmt.Sprintf("%d %s", n, what))
			}
		}
		add("How the codebook developed (COREQ 26)", "from %s to %s: %s", r.h.From.UTC().Format("2006-01-02"),
			r.h.To.UTC().Format("2006-01-02"), cmp.Or(strings.Join(became, ", "), "themes as they were at first"))
	}
	add("Software (COREQ 27)", "crosscase %s", r.o.Version)
	r.d.Table(facts)
	r.d.Note("Passages count for the organisations of those who speak in them, else for the source's own; what researchers say counts " +
		"for nobody. Totals are counted anew over distinct passages.")
	return nil
}

// typeName is what one source of a type is called, for [coding.Count].
func typeName(t corpus.SourceType) string {
	if t == corpus.TypeOther {
		return "other source"
	}
	return strings.ReplaceAll(string(t), "-", " ")
}

// codersWithTags are those who have tagged, each with how many tags, and apart from them
// those who only record what others agreed on.
func codersWithTags(s *coding.Study) (coders, consensus []string) {
	tags := make([]int, len(s.Coders))
	for t := range s.Tags {
		if c := s.TagCoder(t); c >= 0 {
			tags[c]++
		}
	}
	judges := s.Judges()
	for i, c := range s.Coders {
		said := fmt.Sprintf("%s (%s)", c.Name, coding.Count(tags[i], "tag"))
		switch {
		case tags[i] == 0:
		case slices.Contains(judges, c.ID):
			consensus = append(consensus, said)
		default:
			coders = append(coders, said)
		}
	}
	return coders, consensus
}

// inCodebook declares what the codebook's columns count.
var inCodebook = &Analysis{Leads: map[string]Counted{"passages": Passages, "sources": Sources}}

func (r *studyReport) codebook() error {
	r.d.Heading(2, "Codebook")
	rows := map[coding.ThemeID]int{} // of the matrix
	for i, keys := range r.m.RowKeys {
		rows[coding.ThemeID(keys[0].ID)] = i
	}
	total := func(row, _ int) (i, c int, ok bool) {
		i, ok = rows[r.s.Themes[row].ID]
		return i, -1, ok
	}
	texts := coding.ThemeParagraphs
	g := &report.Grid{Head: slices.Concat([]string{"theme"}, coding.ThemeTextNames(texts), []string{"passages", "sources"}),
		Empty: "There are no themes."}
	for _, t := range r.s.Themes {
		var c matrix.Cell
		if i, ok := rows[t.ID]; ok {
			c = r.m.RowTotals[i]
		}
		row := []any{report.Name{Label: t.Name, Path: r.s.Path(t.ID), Level: r.s.Level(t.ID)}}
		for _, x := range texts {
			row = append(row, *x.Of(t))
		}
		g.Rows = append(g.Rows, append(row, c.Passages, c.Sources))
	}
	for column := len(texts); column > 1; column-- { // what nobody has filled in says nothing
		if !slices.ContainsFunc(g.Rows, func(row []any) bool { return row[column] != "" }) {
			g.Head = slices.Delete(g.Head, column, column+1)
			for i := range g.Rows {
				g.Rows[i] = slices.Delete(g.Rows[i], column, column+1)
			}
		}
	}
	return r.table("codebook", g, inCodebook, nil, cells(r.m, total))
}
