package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

func newProgress(w *env) *cobra.Command {
	var o outputFlags
	var coders []string
	c := &cobra.Command{
		Use:   "progress",
		Short: "What has been looked at, and what is still to do",
		Long: `What has been looked at, and what is still to do: for each source, how far each
coder is.

  unread            nothing was read or tagged
  in progress       read up to a turn, or tagged, but not said to be complete
  complete          all of it was gone through
  to be revisited   it was, but a theme was made or described anew since

crosscase source mark says how far you are; crosscase code does so as you read.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				f, err := query.Names{"coder": coders}.Resolve(c.Context(), s, nil)
				if err != nil {
					return err
				}
				ledger := slices.DeleteFunc(s.Ledger(), func(p coding.Progress) bool {
					return len(f.Coders) > 0 && !slices.Contains(f.Coders, s.Coders[p.Coder].ID)
				})
				if err := o.grid(w, progressGrid(s, ledger)); err != nil {
					return err
				}
				sayToDo(w, s, ledger)
				return nil
			})
		},
	}
	o.add(c.Flags())
	c.Flags().StringArrayVar(&coders, "coder", nil, "only this `CODER`")
	return c
}

func progressGrid(s *coding.Study, ledger []coding.Progress) *report.Grid {
	g := &report.Grid{Head: []string{"source", "coder", "state", "read", "tags", "since", "themes since"}, Empty: "Nobody has read or tagged anything yet."}
	for _, p := range ledger {
		turns := len(s.Transcript(s.Sources[p.Source]).Turns)
		read := ""
		switch {
		case p.State == coding.Complete || p.State == coding.Revisit:
			read = "100 %"
		case p.Turn > 0 && turns > 0:
			read = fmt.Sprintf("%d %%", 100*p.Turn/turns)
		}
		since := ""
		if !p.At.IsZero() {
			since = p.At.Local().Format("2006-01-02")
		}
		var themes []string
		for _, t := range p.Since {
			themes = append(themes, s.Path(t))
		}
		g.Rows = append(g.Rows, []any{s.Sources[p.Source].Name, s.Coders[p.Coder].Name, string(p.State), read, p.Tags, since, strings.Join(themes, "; ")})
	}
	return g
}

// sayToDo says what is left for each coder, and which themes are to be looked for
// again.
func sayToDo(w *env, s *coding.Study, ledger []coding.Progress) {
	type left struct{ unread, open, complete int }
	todo := make([]left, len(s.Coders))
	since := map[coding.ThemeID]map[int]bool{} // sources, by theme
	for _, p := range ledger {
		l := &todo[p.Coder]
		switch p.State {
		case coding.Unread:
			l.unread++
		case coding.InProgress:
			l.open++
		default:
			l.complete++
		}
		for _, t := range p.Since {
			if since[t] == nil {
				since[t] = map[int]bool{}
			}
			since[t][p.Source] = true
		}
	}
	for i, c := range s.Coders {
		if l := todo[i]; l.unread+l.open+l.complete > 0 {
			fmt.Fprintf(w.stderr, "%s: %d complete, %d in progress, %d unread\n", report.Visible(c.Name), l.complete, l.open, l.unread)
		}
	}
	var themes []coding.ThemeID
	for _, t := range s.Themes {
		if since[t.ID] != nil {
			themes = append(themes, t.ID)
		}
	}
	slices.SortStableFunc(themes, func(a, b coding.ThemeID) int { return cmp.Compare(len(since[b]), len(since[a])) })
	for i, t := range themes {
		if i == 5 && len(themes) > 6 {
			fmt.Fprintf(w.stderr, "and %d more\n", len(themes)-i)
			break
		}
		verb := "existed"
		if theme := s.Theme(t); theme.Described.After(theme.Made) {
			verb = "was described as it is now"
		}
		n := len(since[t])
		was := "were"
		if n == 1 {
			was = "was"
		}
		fmt.Fprintf(w.stderr, "%s %s completed before %s %s\n", plural(n, "source"), was, report.Visible(s.Path(t)), verb)
	}
}

func newSourceMark(w *env) *cobra.Command {
	var turn int
	c := &cobra.Command{
		Use:   "mark NAME STATE",
		Short: "Say how far you are with one: unread, in-progress or complete",
		Long: `Say how far you are with a source: unread, in-progress or complete. crosscase
progress shows it, with the sources that are to be revisited since a theme was made
or described anew. NAME "all" marks every source.`,
		Example: `  crosscase source mark int-03 complete
  crosscase source mark int-04 in-progress --turn 12`,
		Args: arguments("NAME", "STATE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				state, err := coding.ParseState(args[1])
				if err != nil {
					return err
				}
				sources := s.Sources
				if src, err := s.FindSource(args[0]); err == nil {
					sources = sources[:0:0]
					sources = append(sources, src)
				} else if args[0] != "all" {
					return err
				}
				var changes []edit.Change
				for _, src := range sources {
					if turns := len(s.Transcript(src).Turns); turn < 0 || turn > turns {
						return fmt.Errorf("source mark: turn %d: %w; %s has %d", turn, coding.ErrUnknown, src.Name, turns)
					}
					changes = append(changes, edit.MarkSource{Source: src.ID, State: state, Turn: turn})
				}
				what := plural(len(sources), "source")
				if len(sources) == 1 {
					what = sources[0].Name
				}
				return w.apply(c.Context(), p, fmt.Sprintf("mark %s %s", what, state), changes...)
			})
		},
	}
	c.Flags().IntVar(&turn, "turn", 0, "the last `TURN` that you have read")
	w.addCoder(c.Flags(), "who has read it")
	return c
}
