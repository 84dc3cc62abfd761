package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/cmd/crosscase/reader"
	"crosscase/coding"
)

func newCode(w *env) *cobra.Command {
	var turn int
	c := &cobra.Command{
		Use:   "code SOURCE",
		Short: "Read and tag a source in the terminal, by keyboard",
		Long: `Read a source in the terminal and tag it by keyboard. Move by turn (↓ ↑), sentence
(→ ←) or word (w b), choose more with v, and press Enter, a few letters of a theme,
Enter. ? shows all keys. Everything is stored as you go; there is nothing to save.
You begin where you stopped reading.`,
		Example: `  crosscase code int-03
  crosscase code int-03 --turn 12 --blind`,
		Args: arguments("SOURCE"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.working(c.Context(), func(a *app.Session) error {
				src, err := a.Study.FindSource(args[0])
				if err != nil {
					return err
				}
				if turns := len(a.Study.Transcript(src).Turns); turn < 0 || turn > turns {
					return fmt.Errorf("code: turn %d: %w; %s has %d", turn, coding.ErrUnknown, src.Name, turns)
				}
				if !w.interactive || !w.terminal || w.getenv("TERM") == "dumb" {
					return coding.WithHint(fault{errors.New("code: it needs a terminal to read in"), usage},
						"crosscase source read prints a source, crosscase tag tags it")
				}
				m, err := reader.New(c.Context(), reader.Options{Session: a, Source: src, Turn: turn})
				if err != nil {
					return fmt.Errorf("code: %w", err)
				}
				if err := reader.Run(c.Context(), m); err != nil {
					return fmt.Errorf("code: %w", err)
				}
				if n := m.Edits(); n > 0 {
					fmt.Fprintf(w.stderr, "%s in %s; crosscase log lists them\n", plural(n, "change"), src.Name)
				}
				return nil
			})
		},
	}
	c.Flags().IntVar(&turn, "turn", 0, "begin at this `TURN`")
	w.addCoder(c.Flags(), "who tags")
	return c
}
