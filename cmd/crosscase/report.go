package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newReport(w *env) *cobra.Command {
	var filter filterFlags
	var output outputFlags
	o := analysis.ReportOptions{}
	c := &cobra.Command{
		Use:   "report -o FILE",
		Short: "Write a report of the whole study: HTML, DOCX or Markdown",
		Long: `Write a report of the whole study in one file: its sources and participants, the
facts on methods that COREQ asks for, the codebook, the cross-case matrix as table and
heat map, what each organisation speaks of with quotes, which themes come together,
saturation and agreement. In HTML each number of the matrix leads to its passages;
nothing in it is loaded from elsewhere.`,
		Example: `  crosscase report -o report.html
  crosscase report --case "Joint control room" --per-theme 3 -o report.docx`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := output.document(report.Markdown, report.HTML, report.DOCX)
			if err != nil {
				return err
			}
			output.format = string(f)
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				if o.Filter, err = filter.filter(c.Context(), s, p); err != nil {
					return err
				}
				o.Version = version()
				h, err := history(c.Context(), p)
				if err != nil {
					return err
				}
				d, err := analysis.StudyReport(c.Context(), s, p, h, o)
				if err != nil {
					return err
				}
				return output.write(w, func(out io.Writer, f report.Format, _ report.Screen) error { return d.Write(out, f) })
			})
		},
	}
	filter.addAll(c.Flags())
	c.Flags().StringVar(&output.format, "format", "", "`FORMAT`: html, docx or markdown; else what FILE ends in, else markdown")
	c.Flags().StringVarP(&output.file, "output", "o", "", "write to this `FILE`")
	c.Flags().IntVar(&o.PerCell, "per-theme", 2, "so many `QUOTES` for each theme and organisation")
	c.Flags().IntVar(&o.Top, "top", 5, "so many `THEMES` for each organisation")
	c.Flags().IntVar(&o.Samples, "samples", 1000, "`NUMBER` of bootstrap samples for agreement")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "`NUMBER` that random orders and samples begin with")
	return c
}

// history is what the log tells of how the study came about.
func history(ctx context.Context, p *project.Project) (h analysis.History, err error) {
	d, err := p.Since(ctx, 0)
	if err != nil {
		return h, err
	}
	h = analysis.History{From: d.From, To: d.To, Changes: d.Changes, Themes: map[string]int{}}
	for _, t := range d.Themes {
		h.Themes[t.What]++
	}
	return h, nil
}
