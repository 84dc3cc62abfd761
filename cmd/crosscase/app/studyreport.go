package app

import (
	"context"
	"io"

	"crosscase/coding/analysis"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// StudyReport is the report of a whole study.
func StudyReport() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "report", Use: "report -o FILE", Short: "Write a report of the whole study: HTML, DOCX or Markdown",
			Long: `Write a report of the whole study in one file: its sources and participants, the
facts on methods that COREQ asks for, the codebook, the cross-case matrix as table and
heat map, what each organisation speaks of with quotes, which themes come together,
saturation and agreement. In HTML each number that counts passages leads to them;
nothing in it is loaded from elsewhere.`,
			Example: `  crosscase report -o report.html
  crosscase report --case "Joint control room" --per-theme 3 -o report.docx`,
			Options: []query.Flag{
				{Name: "per-theme", Kind: query.Whole, Default: "2", Usage: "so many `QUOTES` for each theme and organisation"},
				{Name: "top", Kind: query.Whole, Default: "5", Usage: "so many `THEMES` for each organisation"},
				{Name: "samples", Kind: query.Whole, Default: "1000", Usage: "`NUMBER` of bootstrap samples for agreement"},
				{Name: "seed", Kind: query.Whole, Default: "1", Usage: "`NUMBER` that random orders and samples begin with"},
			},
			Filters: query.FilterNames(),
		},
		Formats: "html, docx or markdown; else what FILE ends in, else markdown",
		format: func(o Output) (string, error) {
			f, err := o.Document(report.Markdown, report.HTML, report.DOCX)
			return string(f), err
		},
		read: func(ctx context.Context, s *Session, in asked) (*Listed, error) {
			h, err := s.history(ctx)
			if err != nil {
				return nil, err
			}
			d, err := analysis.StudyReport(ctx, in.Study, s.Texts, h, analysis.ReportOptions{
				Filter: in.Filter, PerCell: in.Whole("per-theme"), Top: in.Whole("top"),
				Samples: in.Whole("samples"), Seed: in.Seed(), Version: s.Version,
			})
			return &Listed{write: func(out io.Writer, format string, _ report.Screen) error { return d.Write(out, report.Format(format)) }}, err
		},
	}
}

// history is what the log tells of how the study came about.
func (s *Session) history(ctx context.Context) (h analysis.History, err error) {
	d, err := s.Project.Since(ctx, 0)
	if err != nil {
		return h, err
	}
	h = analysis.History{From: d.From, To: d.To, Changes: d.Changes, Themes: map[string]int{}}
	for _, t := range d.Themes {
		h.Themes[t.What]++
	}
	return h, nil
}
