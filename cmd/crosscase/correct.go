package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newSourceUpdate(w *env) *cobra.Command {
	var flags readingFlags
	var o correctOptions
	c := &cobra.Command{
		Use:   "update NAME FILE",
		Short: "Replace a source's text and carry its passages over",
		Long: `Give a source the words of FILE in place of those that it has. Each passage goes
along to where its words stand in the new text:

  kept      the same words in the same place
  changed   so, but for white space and case
  moved     the same words, which stand elsewhere now
  detached  not these words any more

All but the first are listed; --all lists those, too. A passage is never put on
other words. Those that are detached keep their tags and
wait: crosscase passages --detached lists them, crosscase passage attach gives one
a place. crosscase undo brings the old words and every passage back.`,
		Example: `  crosscase source update int-03 int-03-corrected.docx --dry-run`,
		Args:    arguments("NAME", "FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				src, err := s.FindSource(args[0])
				if err != nil {
					return err
				}
				in := intake.NewIntake(s, w.newID)
				r := newFileReader(flags, in.Known())
				defer r.reader.Close()
				imports, err := r.read(args[1])
				if err == nil && len(imports) > 1 {
					err = errors.New("a survey of several sources cannot take the place of one")
				}
				if err != nil {
					return coding.WithHint(fault{fmt.Errorf("%s: %w", args[1], reason(err)), failed}, "nothing was changed")
				}
				imports[0].File = args[1]
				return w.correct(c.Context(), p, s, in, src, imports[0], o)
			})
		},
	}
	flags.add(c.Flags())
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would become of each passage, and do nothing")
	o.add(c.Flags())
	w.addCoder(c.Flags(), "who corrects it")
	return c
}

// correctOptions say how to correct a source.
type correctOptions struct{ dryRun, all bool }

func (o *correctOptions) add(fs *pflag.FlagSet) {
	fs.BoolVar(&o.all, "all", false, "list the passages that are kept, too")
}

func newSourceEdit(w *env) *cobra.Command {
	var o correctOptions
	c := &cobra.Command{
		Use:   "edit NAME",
		Short: "Correct one in your editor; passages go along",
		Long: `Open a source's text in $VISUAL or $EDITOR, and give the source what was saved, as
crosscase source update does. Where the text itself does not say who speaks, as in
subtitles, speakers and times go along with their words.`,
		Args: arguments("NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				src, err := s.FindSource(args[0])
				if err != nil {
					return err
				}
				return w.editSource(c.Context(), p, s, src, o)
			})
		},
	}
	o.add(c.Flags())
	w.addCoder(c.Flags(), "who corrects it")
	return c
}

// editSource lets an editor at a source's words.
func (w *env) editSource(ctx context.Context, p *project.Project, s *coding.Study, src *corpus.Source, o correctOptions) error {
	old, err := p.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	ending := ".txt"
	if src.MediaType == "text/markdown" {
		ending = ".md"
	}
	err = w.editing(ctx, src.Name+ending, old.Body, func(file, _ string) error {
		in := intake.NewIntake(s, w.newID)
		tr := s.Transcript(src)
		r := newFileReader(readingFlags{layout: textLayout(tr)}, in.Known())
		defer r.reader.Close()
		i, err := r.corrected(file, old, tr)
		if err != nil {
			return err
		}
		return w.correct(ctx, p, s, in, src, i, o)
	})
	if err != nil {
		return fmt.Errorf("source edit: %w", err)
	}
	return nil
}

// textLayout is the layout that a source's text was read by, "" for one that it
// has only with its file's format around it.
func textLayout(tr *corpus.Transcript) string {
	if byFormat(tr) {
		return ""
	}
	return tr.Layout
}

// byFormat tells whether a source's speakers and times came from its file's format
// and not from its text.
func byFormat(tr *corpus.Transcript) bool {
	timed := slices.ContainsFunc(tr.Turns, func(t corpus.Turn) bool { return t.To >= 0 && t.Body == t.Start })
	return tr.Layout == "voices" || timed
}

// corrected reads what an editor left of a source's text.
func (r *fileReader) corrected(file string, old corpus.Text, tr *corpus.Transcript) (intake.Import, error) {
	imports, err := r.read(file)
	if err != nil && r.layout != "" { // the speakers are marked in another way now, or not at all
		r.layout = ""
		imports, err = r.read(file)
	}
	if err != nil {
		return intake.Import{}, err
	}
	i := imports[0]
	text := corpus.Text{Body: i.Document.Body}
	if byFormat(tr) {
		i.Transcript = corpus.CarryTranscript(old, tr, text)
		i.Transcript.Words = corpus.WordStarts(text.Body)
	} else {
		i.Transcript.Pages = corpus.CarryPages(old, tr.Pages, text)
	}
	return i, nil
}

// correct gives a source other words, and says what became of its passages.
func (w *env) correct(ctx context.Context, p *project.Project, s *coding.Study, in *intake.Intake, src *corpus.Source, i intake.Import, o correctOptions) error {
	c, err := in.Correct(ctx, s, p, src, i)
	if err != nil {
		return err
	}
	for _, x := range c.Passages {
		if x.Outcome != corpus.Kept || o.all {
			fmt.Fprintln(w.stdout, reading.CarriedLine(s, c, x))
		}
	}
	n := c.Count()
	said := fmt.Sprintf("%d kept, %d changed, %d moved, %d detached", n[corpus.Kept], n[corpus.Changed], n[corpus.Moved], n[corpus.Detached])
	if o.dryRun {
		fmt.Fprintf(w.stderr, "would update %s: %s; nothing was done\n", src.Name, said)
		return nil
	}
	if err := w.apply(ctx, p, "update source "+src.Name+": "+said, c.Changes...); err != nil {
		return err
	}
	if err := w.syncIndex(ctx, p); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "updated %s: %s\n", src.Name, said)
	if n[corpus.Detached] > 0 {
		fmt.Fprintf(w.stderr, "see what needs a look with crosscase passages --detached --source %q\n", src.Name)
	}
	return nil
}

func newPassage(w *env) *cobra.Command {
	c := &cobra.Command{Use: "passage", Short: "Passages: attach", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newPassageAttach(w))
	return c
}

func newPassageAttach(w *env) *cobra.Command {
	var place placeFlags
	var nearest bool
	c := &cobra.Command{
		Use:   "attach PASSAGE",
		Short: "Give a detached passage a place in its source's text",
		Long: `Give a passage that a correction has detached a place in the text as it stands. Its
tags and notes go along. PASSAGE is what crosscase passages --detached shows.

  --quote, --turns, --lines, --span   say where, as crosscase tag takes them
  --nearest                           where its words were: what the list shows
                                      as "now"`,
		Example: `  crosscase passage attach 3f0f5b9d --quote "nearly a third of the bill"`,
		Args:    arguments("PASSAGE"),
		RunE: func(c *cobra.Command, args []string) error {
			ways := place.given()
			if nearest {
				ways = append(ways, "--nearest")
			}
			if len(ways) != 1 {
				return fault{errors.New("passage attach: where? give one of --quote, --turns, --lines, --span, --nearest"), usage}
			}
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				return w.attach(c.Context(), p, s, args[0], place.Place, nearest)
			})
		},
	}
	place.add(c.Flags())
	c.Flags().BoolVar(&nearest, "nearest", false, "where its words were")
	w.addCoder(c.Flags(), "who attaches it")
	return c
}

func (w *env) attach(ctx context.Context, p *project.Project, s *coding.Study, id string, place coding.Place, nearest bool) error {
	n, err := s.FindPassage(id)
	if err != nil {
		return err
	}
	near, err := intake.Near(s, ctx, p, n)
	if err != nil {
		return fmt.Errorf("passage %s: %w", id, err)
	}
	now, carried := near[0].Text, near[0].Carried
	src := s.Source(s.Earlier[s.Passages[n].Text])
	span := carried.Near
	if !nearest {
		spans, err := coding.Locate(&corpus.Finder{Text: now}, s.Transcript(src), place)
		if err == nil && len(spans) > 1 {
			err = coding.Errorf(coding.ErrInvalid, "one place, not %d", len(spans))
		}
		if err != nil {
			return fmt.Errorf("source %q: %w", src.Name, err)
		}
		span = spans[0]
	} else if carried.Outcome != corpus.Detached {
		span = carried.Span
	}
	if span.Len() == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "passage %s: nothing stands in its place any more", id), "give another place, or leave it where it is")
	}
	if err := w.apply(ctx, p, "attach a passage in "+src.Name, edit.AttachPassage{Passage: s.Passages[n].ID, Text: now.ID, Span: span}); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "attached to %q\n", report.Visible(now.Body[span.Start:span.End]))
	return nil
}

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
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				src, err := s.FindSource(source)
				if err != nil {
					return err
				}
				list, err := coding.TurnList(turns, len(s.Transcript(src).Turns))
				if err != nil {
					return err
				}
				who := &corpus.Participant{Name: coding.None}
				if !strings.EqualFold(args[0], coding.None) {
					if who, err = s.FindParticipant(args[0]); err != nil {
						return err
					}
				}
				return w.assign(c.Context(), p, fmt.Sprintf("assign %s of %s to %s", plural(len(list), "turn"), src.Name, who.Name),
					edit.AssignTurns{Text: src.Text, Turns: list, Participant: who.ID})
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
			return w.withAll(c.Context(), func(p *project.Project, s *coding.Study) error {
				return w.split(c.Context(), p, s, args[0], strings.TrimSpace(args[1]), source, turns)
			})
		},
	}
	c.Flags().StringVar(&source, "source", "", "`SOURCE` that they speak in")
	c.Flags().StringVar(&turns, "turns", "", "only these `TURNS`, as 12 or 7-9,12")
	w.addCoder(c.Flags(), "who splits them")
	return c
}

func (w *env) split(ctx context.Context, p *project.Project, s *coding.Study, name, into, source, turns string) error {
	who, err := s.FindParticipant(name)
	if err != nil {
		return err
	}
	src, err := s.FindSource(source)
	if err != nil {
		return err
	}
	list, err := s.TurnsOf(src, who.ID, turns)
	if err != nil {
		return err
	}
	var changes []edit.Change
	other, err := s.FindParticipant(into)
	if err != nil {
		other = &corpus.Participant{ID: corpus.ParticipantID(w.newID()), Name: into, Role: who.Role, Organisation: who.Organisation}
		changes = append(changes, edit.PutParticipant{Participant: *other})
	}
	if other.ID == who.ID {
		return coding.Errorf(coding.ErrInvalid, "participant %q: cannot be split into the same person", who.Name)
	}
	return w.assign(ctx, p, fmt.Sprintf("split %s from %s: %s of %s", other.Name, who.Name, plural(len(list), "turn"), src.Name),
		append(changes, edit.AssignTurns{Text: src.Text, Turns: list, Participant: other.ID})...)
}

// assign applies changes to who speaks, and brings the index up to date.
func (w *env) assign(ctx context.Context, p *project.Project, what string, changes ...edit.Change) error {
	if err := w.apply(ctx, p, what, changes...); err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, what)
	return w.syncIndex(ctx, p)
}
