package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
)

func newErase(w *env) *cobra.Command {
	var source, participant string
	var dryRun, forGood bool
	c := &cobra.Command{
		Use:   "erase --source NAME | --participant NAME",
		Short: "Erase a source or a participant for good, as when consent is withdrawn",
		Long: `Erase a source, or a participant and everything they said, so that it can be read
nowhere in the project any more: words, passages on them with their tags and notes,
quotes of five words or more in notes, definitions and summaries, imported files,
what came with other programs' projects, names in the log, the search index and
the automatic copies. The file is rewritten.

In sources that others speak in, too, ` + "[erased]" + ` stands for each turn of the participant,
and their name is replaced wherever it is written in full or as an alias. Passages
that are on their words alone are removed; all others keep their place.

It cannot be undone, and nor can anything that was done before: the log keeps who did
what and when, but not what was there. Backups, exports and the files that you
imported are yours to remove. crosscase source remove is the way to remove a source
that may come back.`,
		Example: `  crosscase erase --participant "Jo Hopes" --dry-run
  crosscase erase --participant "Jo Hopes" --for-good`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if (source == "") == (participant == "") {
				return fault{errors.New("erase: name one --source or one --participant"), usage}
			}
			return w.working(c.Context(), func(a *app.Session) error {
				if dryRun != forGood {
					return w.erase(c.Context(), a, source, participant, dryRun)
				}
				if _, _, err := a.Erasable(source, participant); err != nil {
					return err // a wrong name is said before anybody says --for-good
				}
				return fault{errors.New("erase: it cannot be undone; see what would go with --dry-run, then say --for-good"), usage}
			})
		},
	}
	f := c.Flags()
	f.StringVar(&source, "source", "", "`NAME` of the source")
	f.StringVar(&participant, "participant", "", "`NAME` of the participant")
	f.BoolVar(&dryRun, "dry-run", false, "say what would be erased, and do nothing")
	f.BoolVar(&forGood, "for-good", false, "erase it; it cannot be undone")
	w.addCoder(f, "who erases it")
	return c
}

func (w *env) erase(ctx context.Context, a *app.Session, source, participant string, dryRun bool) error {
	e, err := a.Erase(ctx, source, participant, dryRun)
	if err != nil && e.Gone {
		return fault{err, partial}
	}
	if err != nil {
		return err
	}
	did := "erased"
	if dryRun {
		did = "would erase"
	}
	turns := ""
	if participant != "" {
		turns = fmt.Sprintf(": %s in %s", plural(e.Turns, "turn"), plural(len(e.Sources), "source"))
	}
	w.say(did + " " + e.Name + turns)
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{e.Passages, "passage on nothing but these words, with " + plural(e.Tags, "tag"),
			"passages on nothing but these words, with " + plural(e.Tags, "tag")},
		{e.Marked, "passage keeps its place, with [erased] in it", "passages keep their place, with [erased] in them"},
		{e.Quotes, "note, definition or the like that quotes or names them", "notes, definitions and the like that quote or name them"},
		{len(e.Preserved), "project of another program as it was imported", "projects of other programs as they were imported"},
		{e.Copies, "automatic copy", "automatic copies"},
	} {
		if x.n > 0 {
			w.say(fmt.Sprintf("  %d %s", x.n, map[bool]string{true: x.one, false: x.many}[x.n == 1]))
		}
	}
	if len(e.Only) > 0 {
		w.say("note     they speak in no other source and stay as participants: " + strings.Join(e.Only, ", ") +
			"; crosscase erase --participant NAME erases one")
	}
	w.stillStand("parts of their name still stand in what others say and wrote", e.Left,
		"crosscase search finds them in texts, crosscase pseudonymise replaces them")
	if dryRun {
		w.say("nothing was done: --dry-run")
		return nil
	}
	w.say("note     the words may still be in " + strings.Join(append(e.Elsewhere, "backups, exports and the files that you imported"), ", "))
	return w.syncIndex(ctx, a.Project)
}
