package main

import (
	"context"
	"crosscase/cmd/crosscase/app"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newParticipantAssign(w *env) *cobra.Command {
	var source, turns string
	c := &cobra.Command{
		Use:   "assign NAME --source SOURCE --turns TURNS",
		Short: "Say who speaks in some turns",
		Long: `Say who speaks in some turns of a source, whatever their labels say; (none) is
nobody. Counts follow at once.`,
		Example: `  crosscase participant assign "Anna Roe" --source min-02 --turns 7-9,12`,
		Args:    arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			if source == "" || turns == "" {
				return fault{errors.New("participant assign: which turns? give --source and --turns"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				d, err := a.AssignTurns(c.Context(), args[0], source, turns)
				return w.assigned(c.Context(), a, d, err)
			})
		},
	}
	c.Flags().StringVar(&source, "source", "", "`SOURCE` that the turns are in")
	c.Flags().StringVar(&turns, "turns", "", "`TURNS`, as 12 or 7-9,12")
	w.addCoder(c.Flags(), "who assigns them")
	return c
}

func newParticipantSplit(w *env) *cobra.Command {
	var source, turns string
	c := &cobra.Command{
		Use:   "split NAME NEW --source SOURCE",
		Short: "Make two of one: what NAME says in a source becomes NEW's",
		Long: `Make two participants of one who are two persons: what NAME says in a source, or in
some of its turns, becomes NEW's, who is added if there is nobody of that name.`,
		Example: `  crosscase participant split Chair "Chair of the second board" --source min-02`,
		Args:    arguments("NAME", "NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			if source == "" {
				return fault{errors.New("participant split: in which source? give --source"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				d, err := a.SplitParticipant(c.Context(), args[0], strings.TrimSpace(args[1]), source, turns)
				return w.assigned(c.Context(), a, d, err)
			})
		},
	}
	c.Flags().StringVar(&source, "source", "", "`SOURCE` that they speak in")
	c.Flags().StringVar(&turns, "turns", "", "only these `TURNS`, as 12 or 7-9,12")
	w.addCoder(c.Flags(), "who splits them")
	return c
}

// assigned says that other people speak in some turns, and brings the index up to date.
func (w *env) assigned(ctx context.Context, a *app.Session, d app.Done, err error) error {
	if err := w.tell(d, err); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, d.What)
	return w.syncIndex(ctx, a.Project)
}
