package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/coding/project"
)

func newInit(w *env) *cobra.Command {
	var title string
	c := &cobra.Command{
		Use:     "init NAME",
		Short:   "Make a new project, NAME.crosscase",
		Example: `  crosscase init blue-light --title "Sharing systems between police and fire services"`,
		Args:    arguments("NAME"),
		RunE:    func(c *cobra.Command, args []string) error { return runInit(c.Context(), w, args[0], title) },
	}
	c.Flags().StringVar(&title, "title", "", "what the study is called")
	return c
}

func runInit(ctx context.Context, w *env, name, title string) error {
	name = strings.TrimSuffix(name, project.Ending)
	if title == "" {
		title = filepath.Base(name)
	}
	p, err := project.Init(ctx, name+project.Ending, w.newID(), title, w.now())
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s made. Next: crosscase import FOLDER\n", p.Path())
	w.adviseOnSync(p.Path())
	return p.Close()
}
