package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newShowChange(w *env) *cobra.Command {
	var o outputFlags
	var limit int
	c := &cobra.Command{
		Use:   "show-change N",
		Short: "Show all that one change in the log did",
		Args:  arguments("N"),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := parseNumber("show-change", args[0])
			if err != nil {
				return err
			}
			return w.working(c.Context(), func(a *app.Session) error {
				e, details, err := a.Change(c.Context(), number)
				if err != nil {
					return err
				}
				return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
					switch f {
					case report.JSON:
						return report.WriteJSON(out, struct {
							project.Entry
							Changes []project.Detail `json:"changes"`
						}{e, append([]project.Detail{}, details...)})
					case report.Table:
						return showChange(out, e, details, limit)
					}
					return detailGrid(details).Write(out, f, screen)
				})
			})
		},
	}
	o.add(c.Flags())
	c.Flags().IntVar(&limit, "limit", 100, "at most so many `THINGS`; 0 is all")
	return c
}

func detailGrid(details []project.Detail) *report.Grid {
	g := &report.Grid{Head: []string{"action", "kind", "what", "field", "before", "after"}}
	for _, d := range details {
		if len(d.Fields) == 0 {
			g.Rows = append(g.Rows, []any{d.Action, d.Kind, d.What, "", "", ""})
		}
		for _, f := range d.Fields {
			g.Rows = append(g.Rows, []any{d.Action, d.Kind, d.What, f.Name, f.Before, f.After})
		}
	}
	return g
}

func showChange(out io.Writer, e project.Entry, details []project.Detail, limit int) error {
	fmt.Fprintf(out, "%d  %s  %s  %s\n", e.Number, e.At.Local().Format("2006-01-02 15:04"), report.Visible(e.Coder), report.Visible(e.What))
	if e.Undone != 0 {
		fmt.Fprintf(out, "    taken back by %d\n", e.Undone)
	}
	if len(details) == 0 {
		_, err := fmt.Fprintln(out, "    what it changed is not known any more: names were replaced or words erased, since or thereby")
		return err
	}
	marks := map[string]string{"added": "+", "removed": "-", "changed": "~"}
	for i, d := range details {
		if limit > 0 && i == limit && len(details) > limit+1 {
			_, err := fmt.Fprintf(out, "    and %d more; --limit 0 shows all\n", len(details)-i)
			return err
		}
		if _, err := fmt.Fprintf(out, "  %s %-12s %s\n", marks[d.Action], d.Kind, report.Visible(d.What)); err != nil {
			return err
		}
		for _, f := range d.Fields {
			fmt.Fprintf(out, "                 %s: %s → %s\n", f.Name, quoteOr(f.Before), quoteOr(f.After))
		}
	}
	return nil
}

func quoteOr(s string) string {
	if s == "" {
		return "(none)"
	}
	return strconv.Quote(report.Visible(strings.Join(strings.Fields(s), " ")))
}
