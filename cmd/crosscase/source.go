package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newSource(w *env) *cobra.Command {
	var f factFlags
	c := noun[corpus.Source]{
		name: "source", plural: "sources", short: "Sources: list, show, read, mark, update, edit, set, rename, merge and remove",
		list:   sourceList,
		find:   (*coding.Study).FindSource,
		nameOf: func(x *corpus.Source) *string { return &x.Name },
		show: func(s *coding.Study, x *corpus.Source) [][2]string {
			tr := s.Transcript(x)
			fields := [][2]string{{"type", string(x.Type)}, {"case", caseName(s, x.Case)}, {"organisation", organisationName(s, x.Organisation)},
				{"date", string(x.Date)}, {"language", x.Language}, {"file", x.File}, {"media type", x.MediaType}, {"SHA-256", x.SHA256},
				{"layout", tr.Layout}, {"turns", thousands(len(tr.Turns))}, {"words", thousands(tr.AllWords())}, {"pages", orNothing(len(tr.Pages))}, {"questions", orNothing(len(tr.Questions))}}
			fields = append(fields, attributeFields(x.Attributes)...)
			turns := make([]int, len(tr.Speakers))
			words := make([]int, len(tr.Speakers))
			for i, t := range tr.Turns {
				if t.Speaker >= 0 {
					turns[t.Speaker]++
					words[t.Speaker] += tr.TurnWords(i)
				}
			}
			for i, sp := range tr.Speakers {
				name := sp.Label
				if p := s.Participant(sp.Participant); p != nil {
					name = p.Name
				}
				fields = append(fields, [2]string{"speaker", fmt.Sprintf("%s (%s, %s)", name, plural(turns[i], "turn"), plural(words[i], "word"))})
			}
			return fields
		},
		flags: f.add,
		set: func(w *env, s *coding.Study, x *corpus.Source, fs *pflag.FlagSet) ([]edit.Change, error) {
			return setSource(w, s, x, &f, fs)
		},
		put:   func(x corpus.Source) edit.Change { return edit.PutSource{Source: x} },
		merge: mergeSources,
		mergeHelp: `Merge two sources that hold the same words, as one that was imported
twice: every tag on FROM is put on the same words in INTO, and FROM goes. Where
a passage's words do not stand in INTO as often as in FROM, nothing is done.`,
		remove: func(s *coding.Study, x *corpus.Source) (change edit.Change, tags int) {
			for i := range s.Passages {
				if s.Passages[i].Text == x.Text || s.Earlier[s.Passages[i].Text] == x.ID { // detached ones, too
					first, last := s.TagsOf(i)
					tags += last - first
				}
			}
			return edit.RemoveSource{ID: x.ID}, tags
		},
	}.command(w)
	c.AddCommand(newSourceRead(w), newSourceUpdate(w), newSourceEdit(w), newSourceMark(w))
	return c
}

// orNothing writes a count, and none as nothing.
func orNothing(n int) string {
	if n == 0 {
		return ""
	}
	return thousands(n)
}

func newSourceRead(w *env) *cobra.Command {
	var turns string
	var lines bool
	c := &cobra.Command{
		Use:   "read NAME",
		Short: "Read one, with the numbers of its turns or lines",
		Example: `  crosscase source read int-03 --turns 10-14
  crosscase source read int-03 --lines`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			if lines && turns != "" {
				return fault{errors.New("source read: --turns and --lines do not go together"), usage}
			}
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				src, err := s.FindSource(args[0])
				if err != nil {
					return err
				}
				body, err := p.Text(c.Context(), src.Text)
				if err != nil {
					return err
				}
				if lines {
					return reading.ReadLines(w.stdout, body, w.screen)
				}
				tr := s.Transcript(src)
				first, last := 0, len(tr.Turns)
				if turns != "" {
					span, err := coding.Locate(&corpus.Finder{Text: body}, tr, coding.Place{Turns: turns})
					if err != nil {
						return err
					}
					first, last = tr.TurnsIn(span[0])
				}
				return reading.Read(w.stdout, s, src, body, first, last, w.screen)
			})
		},
	}
	c.Flags().StringVar(&turns, "turns", "", "only these `TURNS`, as 12 or 12-14")
	c.Flags().BoolVar(&lines, "lines", false, "the text as it is, with the numbers of its lines")
	return c
}

func sourceList(s *coding.Study) *report.Grid {
	g := &report.Grid{Head: []string{"source", "type", "case", "organisation", "date", "language", "turns", "words", "speakers", "tags"},
		Empty: "No sources yet. Bring some in with crosscase import FOLDER."}
	tags := map[corpus.TextID]int{}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		tags[p.Text] += last - first
	}
	for _, x := range s.Sources {
		tr := s.Transcript(x)
		g.Rows = append(g.Rows, []any{x.Name, string(x.Type), caseName(s, x.Case), organisationName(s, x.Organisation), string(x.Date), x.Language,
			len(tr.Turns), tr.AllWords(), len(tr.Speakers), tags[x.Text]})
	}
	return g
}

// setSource puts the flags that were given into a source; a case study or an
// organisation that is new is made. "(none)" takes one away.
func setSource(w *env, s *coding.Study, x *corpus.Source, f *factFlags, fs *pflag.FlagSet) (changes []edit.Change, err error) {
	facts, err := f.facts()
	if err != nil {
		return nil, err
	}
	if fs.Changed("type") {
		x.Type = facts.Type
	}
	if fs.Changed("date") {
		x.Date = facts.Date
	}
	if fs.Changed("language") {
		x.Language = facts.Language
	}
	if fs.Changed("case") {
		made, change := caseNamed(w, s, f.caseStudy)
		x.Case, changes = made, append(changes, change...)
	}
	if fs.Changed("organisation") {
		made, change := organisationNamed(w, s, f.organisation)
		x.Organisation, changes = made, append(changes, change...)
	}
	x.Attributes, err = setAttributes(x.Attributes, f.attributes)
	return changes, err
}

// mergeSources puts FROM's tags on the same words in INTO: of a quote that
// stands several times the same occurrence.
func mergeSources(ctx context.Context, w *env, p *project.Project, s *coding.Study, from, into *corpus.Source) ([]edit.Change, error) {
	if from.ID == into.ID {
		return nil, coding.Errorf(coding.ErrInvalid, "source: cannot be merged with itself")
	}
	old, err := p.Text(ctx, from.Text)
	if err != nil {
		return nil, err
	}
	text, err := p.Text(ctx, into.Text)
	if err != nil {
		return nil, err
	}
	changes, err := edit.Transfer(s, &corpus.Finder{Text: old}, &corpus.Finder{Text: text}, w.newID)
	if err != nil {
		return nil, fmt.Errorf("merge %s into %s: %w", from.Name, into.Name, err)
	}
	return append(changes, edit.RemoveSource{ID: from.ID}), nil
}

func caseName(s *coding.Study, id corpus.CaseID) string {
	if c := s.Case(id); c != nil {
		return c.Name
	}
	return ""
}

func organisationName(s *coding.Study, id corpus.OrganisationID) string {
	if o := s.Organisation(id); o != nil {
		return o.Name
	}
	return ""
}
