package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newSummary(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "summary",
		Short: "What you say of the cells of a matrix: set, list and remove",
		Long: `Summaries are your own words on what a theme is to a participant, an organisation, a
case study or a source (the framework method). crosscase matrix --cell summary lays
them out, with the counts beside them.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newSummarySet(w), newSummaryList(w), newSummaryRemove(w))
	return c
}

// cellFlags say which cell is meant: a theme, and one thing more.
type cellFlags struct{ theme, participant, organisation, caseStudy, source string }

func (f *cellFlags) add(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringVar(&f.theme, "theme", "", "of this `THEME`")
	fs.StringVar(&f.participant, "participant", "", "and this `PERSON`")
	fs.StringVar(&f.organisation, "organisation", "", "and this `ORGANISATION`")
	fs.StringVar(&f.caseStudy, "case", "", "and this `CASE` study")
	fs.StringVar(&f.source, "source", "", "and this `SOURCE`")
}

// find looks the cell up, and gives the filter of its passages.
func (f *cellFlags) find(s *coding.Study) (theme *coding.Theme, on, name string, filter coding.Filter, err error) {
	names := given([]string{"--participant", "--organisation", "--case", "--source"}, f.participant, f.organisation, f.caseStudy, f.source)
	if f.theme == "" || len(names) != 1 {
		return nil, "", "", filter, fault{errors.New("summary: of which cell? give --theme, and one of --participant, --organisation, --case or --source"), usage}
	}
	if theme, err = s.FindTheme(f.theme); err != nil {
		return nil, "", "", filter, err
	}
	filter.Themes = []coding.ThemeID{theme.ID}
	switch {
	case f.participant != "":
		var x *corpus.Participant
		if x, err = s.FindParticipant(f.participant); err == nil {
			on, name, filter.Participants = string(x.ID), x.Name, []corpus.ParticipantID{x.ID}
		}
	case f.organisation != "":
		var x *corpus.Organisation
		if x, err = s.FindOrganisation(f.organisation); err == nil {
			on, name, filter.Organisations = string(x.ID), x.Name, []corpus.OrganisationID{x.ID}
		}
	case f.caseStudy != "":
		var x *corpus.CaseStudy
		if x, err = s.FindCase(f.caseStudy); err == nil {
			on, name, filter.Cases = string(x.ID), x.Name, []corpus.CaseID{x.ID}
		}
	default:
		var x *corpus.Source
		if x, err = s.FindSource(f.source); err == nil {
			on, name, filter.Sources = string(x.ID), x.Name, []corpus.SourceID{x.ID}
		}
	}
	return theme, on, name, filter, err
}

func newSummarySet(w *env) *cobra.Command {
	var f cellFlags
	c := &cobra.Command{
		Use:   "set --theme THEME --participant PERSON [TEXT]",
		Short: "Write one: TEXT, - for standard input, or in your editor, with the cell's passages above it",
		Example: `  crosscase summary set --theme Trust --participant "Anna Roe"
  crosscase summary set --theme Trust --organisation "Northmoor Police" "Trust came with the first joint shift."`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				theme, on, name, filter, err := f.find(s)
				if err != nil {
					return err
				}
				put := func(text string) error {
					what := fmt.Sprintf("summary of %s and %s", s.Path(theme.ID), name)
					if text = strings.TrimSpace(text); text == "" && s.SummaryOf(theme.ID, on) == nil {
						fmt.Fprintln(w.stderr, "nothing was written")
						return nil
					}
					if err := w.apply(c.Context(), p, what, edit.PutSummary{ID: w.newID(), Theme: theme.ID, On: on, Text: text}); err != nil {
						return err
					}
					fmt.Fprintln(w.stderr, report.Visible(what))
					return nil
				}
				switch {
				case len(args) == 1 && args[0] == "-":
					text, err := io.ReadAll(io.LimitReader(w.stdin, maxMemo))
					if err != nil {
						return err
					}
					return put(string(text))
				case len(args) == 1:
					return put(args[0])
				}
				return writeSummary(c.Context(), w, p, s, theme, on, name, filter, put)
			})
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who writes it")
	return c
}

// endOfPassages is the line below which a summary is written.
const endOfPassages = "<!-- Your summary is what stands below this line. -->"

// writeSummary lets the person write below the passages of the cell.
func writeSummary(ctx context.Context, w *env, p *project.Project, s *coding.Study, theme *coding.Theme, on, name string, filter coding.Filter, put func(string) error) error {
	quotes, err := reading.ReadQuotes(ctx, s, p, s.Select(filter), 0)
	if err != nil {
		return err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# %s: %s\n\n", s.Path(theme.ID), name)
	if len(quotes) == 0 {
		page.WriteString("Nothing is tagged here.\n\n")
	}
	for _, q := range quotes {
		fmt.Fprintf(&page, "> %s\n\n%s\n\n", strings.ReplaceAll(strings.TrimSpace(q.Quote), "\n", "\n> "), q.From())
	}
	page.WriteString(endOfPassages + "\n\n")
	if old := s.SummaryOf(theme.ID, on); old != nil {
		page.WriteString(old.Text + "\n")
	}
	return w.editing(ctx, "summary.md", page.String(), func(file, text string) error {
		_, summary, found := strings.Cut(text, endOfPassages)
		if !found {
			return coding.Errorf(coding.ErrInvalid, "%s: the line %q is gone, so that nobody knows where your summary begins", file, endOfPassages)
		}
		return put(summary)
	})
}

func newSummaryList(w *env) *cobra.Command {
	var o outputFlags
	c := &cobra.Command{
		Use: "list", Short: "List them", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				g := &report.Grid{Head: []string{"theme", "of", "by", "summary"}, Empty: "No summaries. Write one with crosscase summary set --theme THEME --participant PERSON."}
				for _, t := range s.Themes {
					for _, x := range s.Summaries {
						if x.Theme == t.ID {
							_, on := reading.Thing(s, x.On)
							g.Rows = append(g.Rows, []any{s.Path(t.ID), on, s.Coder(x.Coder).Name, x.Text})
						}
					}
				}
				return o.grid(w, g)
			})
		},
	}
	o.add(c.Flags())
	return c
}

func newSummaryRemove(w *env) *cobra.Command {
	var f cellFlags
	c := &cobra.Command{
		Use: "remove --theme THEME --participant PERSON", Short: "Remove one", Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				theme, on, name, _, err := f.find(s)
				if err != nil {
					return err
				}
				if s.SummaryOf(theme.ID, on) == nil {
					return coding.WithHint(coding.Errorf(coding.ErrUnknown, "there is no summary of %s and %s", s.Path(theme.ID), name), "crosscase summary list shows them")
				}
				if err := w.apply(c.Context(), p, fmt.Sprintf("remove the summary of %s and %s", s.Path(theme.ID), name), edit.PutSummary{Theme: theme.ID, On: on}); err != nil {
					return err
				}
				fmt.Fprintln(w.stderr, "removed; crosscase undo brings it back")
				return nil
			})
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who removes it")
	return c
}
