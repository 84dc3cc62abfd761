package app

import (
	"context"
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// CellNames say which cell of a matrix is meant, in names: a theme, and one thing more.
type CellNames struct{ Theme, Participant, Organisation, Case, Source string }

// A Cell is a theme and something that there can be a summary of it for.
type Cell struct {
	Theme  *coding.Theme
	On     string // identifier of the participant, organisation, case study or source
	Name   string
	Filter coding.Filter   // of the passages
	Was    *coding.Summary // what is said of it, nil for nothing
}

// Cell looks a cell up. The error wraps [coding.ErrUnknown], or [coding.ErrInvalid] where
// the names are not those of one cell.
func (s *Session) Cell(names CellNames) (c Cell, err error) {
	given := 0
	for _, name := range []string{names.Participant, names.Organisation, names.Case, names.Source} {
		if name != "" {
			given++
		}
	}
	if names.Theme == "" || given != 1 {
		return c, coding.Errorf(coding.ErrInvalid,
			"summary: of which cell? give --theme, and one of --participant, --organisation, --case or --source")
	}
	study := s.Seen()
	if c.Theme, err = study.FindTheme(names.Theme); err != nil {
		return c, err
	}
	c.Filter.Themes = []coding.ThemeID{c.Theme.ID}
	if err = c.on(study, names); err != nil {
		return c, err
	}
	c.Was = study.SummaryOf(c.Theme.ID, c.On)
	return c, nil
}

// on looks up what the cell is of besides its theme.
func (c *Cell) on(s *coding.Study, names CellNames) error {
	switch {
	case names.Participant != "":
		x, err := s.FindParticipant(names.Participant)
		if err != nil {
			return err
		}
		c.On, c.Name, c.Filter.Participants = string(x.ID), x.Name, []corpus.ParticipantID{x.ID}
	case names.Organisation != "":
		x, err := s.FindOrganisation(names.Organisation)
		if err != nil {
			return err
		}
		c.On, c.Name, c.Filter.Organisations = string(x.ID), x.Name, []corpus.OrganisationID{x.ID}
	case names.Case != "":
		x, err := s.FindCase(names.Case)
		if err != nil {
			return err
		}
		c.On, c.Name, c.Filter.Cases = string(x.ID), x.Name, []corpus.CaseID{x.ID}
	default:
		x, err := s.FindSource(names.Source)
		if err != nil {
			return err
		}
		c.On, c.Name, c.Filter.Sources = string(x.ID), x.Name, []corpus.SourceID{x.ID}
	}
	return nil
}

// SetSummary keeps what a person says of a cell, in Markdown. Without text it removes
// what was said.
func (s *Session) SetSummary(ctx context.Context, c Cell, text string) (Done, error) {
	if text = strings.TrimSpace(text); text == "" && c.Was == nil {
		return Done{}, nil
	}
	what := fmt.Sprintf("summary of %s and %s", s.Seen().Path(c.Theme.ID), c.Name)
	d, err := s.Apply(ctx, what, edit.PutSummary{ID: s.NewID(), Theme: c.Theme.ID, On: c.On, Text: text})
	if err == nil {
		d.Said = append(d.Said, what)
	}
	return d, err
}

// RemoveSummary removes what is said of a cell. The error wraps [coding.ErrUnknown] where
// nothing is.
func (s *Session) RemoveSummary(ctx context.Context, c Cell) (Done, error) {
	of := fmt.Sprintf("summary of %s and %s", s.Seen().Path(c.Theme.ID), c.Name)
	if c.Was == nil {
		return Done{}, coding.WithHint(coding.Errorf(coding.ErrUnknown, "there is no %s", of), "crosscase summary list shows them")
	}
	d, err := s.Apply(ctx, "remove the "+of, edit.PutSummary{Theme: c.Theme.ID, On: c.On})
	if err == nil {
		d.Said = append(d.Said, "removed; crosscase undo brings it back")
	}
	return d, err
}

// Summaries lists what is said of cells, in the order of the codebook.
func (s *Session) Summaries() *report.Grid {
	study := s.Seen()
	g := &report.Grid{Head: []string{"theme", "of", "by", "summary"},
		Empty: "No summaries. Write one with crosscase summary set --theme THEME --participant PERSON."}
	for _, t := range study.Themes {
		for _, x := range study.Summaries {
			if x.Theme == t.ID {
				_, on := reading.Thing(study, x.On)
				g.Rows = append(g.Rows, []any{study.Path(t.ID), on, study.Coder(x.Coder).Name, x.Text})
			}
		}
	}
	return g
}

// endOfPassages is the line below which a summary is written.
const endOfPassages = "<!-- Your summary is what stands below this line. -->"

// SummaryPage is what a person writes a summary on: the passages of the cell, and below
// them what is said of it so far.
func (s *Session) SummaryPage(ctx context.Context, c Cell) (string, error) {
	study := s.Seen()
	quotes, err := reading.ReadQuotes(ctx, study, s.Texts, study.Select(c.Filter), 0)
	if err != nil {
		return "", err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# %s: %s\n\n", study.Path(c.Theme.ID), c.Name)
	if len(quotes) == 0 {
		page.WriteString("Nothing is tagged here.\n\n")
	}
	for _, q := range quotes {
		fmt.Fprintf(&page, "> %s\n\n%s\n\n", strings.ReplaceAll(strings.TrimSpace(q.Quote), "\n", "\n> "), q.From())
	}
	page.WriteString(endOfPassages + "\n\n")
	if c.Was != nil {
		page.WriteString(c.Was.Text + "\n")
	}
	return page.String(), nil
}

// SummaryOn is the summary on a page that a person wrote on. The error wraps
// [coding.ErrInvalid] where it cannot be told from the passages.
func SummaryOn(page string) (string, error) {
	_, summary, found := strings.Cut(page, endOfPassages)
	if !found {
		return "", coding.Errorf(coding.ErrInvalid, "the line %q is gone, so that nobody knows where your summary begins", endOfPassages)
	}
	return strings.TrimSpace(summary), nil
}
