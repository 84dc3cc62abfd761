package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
)

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
