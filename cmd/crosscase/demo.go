package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/testdata/demo"
)

func newDemo(w *env) *cobra.Command {
	var o webOptions
	var web bool
	c := &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Make a ready-made study and print its cross-case matrix",
		Long: `Make a ready-made study in DIR (crosscase-demo, if none is named) and print its
cross-case matrix: two collaborations between emergency services, with
interviews, minutes, strategies, site visit notes and a survey. Services, places
and people in it are invented. DIR/commands.txt holds the commands that made it.

With --web it is opened in the workbench, too; if the study is there already, it is
opened as it is.`,
		Example: `  crosscase demo
  crosscase demo --web --open`,
		Args: arguments("[DIR]"),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "crosscase-demo"
			if len(args) > 0 {
				dir = args[0]
			}
			file := filepath.Join(dir, "demo"+project.Ending)
			if _, err := os.Stat(file); err != nil || !web {
				if err := runDemo(c.Context(), w, dir); err != nil {
					return err
				}
			}
			if !web {
				return nil
			}
			p, err := project.Open(c.Context(), file)
			if err != nil {
				return err
			}
			defer p.Close()
			return w.serve(c.Context(), p, o)
		},
	}
	c.Flags().BoolVar(&web, "web", false, "open it in the workbench, until you press Ctrl-C")
	o.add(c)
	w.addCoder(c.Flags(), "who tags in the workbench")
	return c
}

func runDemo(ctx context.Context, w *env, dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "demo: %s is there already", dir),
			"look into it with cd %s, or name another folder: crosscase demo DIR", dir)
	}
	if err := writeDemo(dir); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := makeDemo(ctx, w, dir); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	w.project = filepath.Join(dir, "demo"+project.Ending)
	err := w.working(ctx, func(a *app.Session) error {
		s := a.Seen()
		fmt.Fprintf(w.stdout, "%s\n\n", s.Title)
		fmt.Fprintf(w.stdout, "Imported %s of %s and %s, in which %s speak,\nand tagged %s with %s in %s by %s. All of it is in %s.\n\n",
			plural(len(s.Sources), "source"), fmt.Sprintf("%d case studies", len(s.Cases)), plural(len(s.Organisations), "organisation"),
			plural(len(s.Participants)-1, "participant"),
			plural(s.Tagged(), "passage"), plural(len(s.Themes), "theme"), plural(len(s.Tags), "tag"), plural(len(s.Coders), "coder"), w.project)
		return w.answer(ctx, a, analysis.Named("matrix").Ask(), &outputFlags{format: "table"})
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, `
Next, in this folder (cd %s):

  crosscase why --theme Trust --organisation "Eastmarch Police"
  crosscase search '"shared vision" OR promise*' --by organisation
  crosscase matrix --rows theme --cols type --cell sources --depth 1
`, dir)
	return nil
}

// writeDemo unpacks the study's files.
func writeDemo(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "commands.txt"), []byte(demo.Commands), 0o600); err != nil {
		return err
	}
	return fs.WalkDir(demo.Study, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		data, err := demo.Study.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o600)
	})
}

// makeDemo runs the commands that make the project, as a person would.
func makeDemo(ctx context.Context, w *env, dir string) error {
	for _, line := range query.SplitLines(demo.Commands) {
		args := line[1:]
		for i, a := range args {
			if strings.HasPrefix(a, "study") || args[0] == "init" && i == 1 {
				args[i] = filepath.Join(dir, a)
			}
		}
		if args[0] != "init" {
			args = append(args, "--project", filepath.Join(dir, "demo"+project.Ending))
		}
		var said bytes.Buffer
		inner := *w
		inner.stdout, inner.stderr, inner.progress = &said, &said, false
		inner.user = func() string { return "AK" }
		inner.getenv = func(string) string { return "" }
		if status := run(ctx, &inner, args); status != done {
			return errors.New(query.CommandLine(line...) + ": " + said.String())
		}
	}
	return nil
}
