package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

func newMemo(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "memo",
		Short: "Memos on anything: add, list, show, edit and remove",
		Long: `Memos on anything: the project, sources, participants, organisations, case studies,
themes, passages and tags. They are Markdown. crosscase search --in memos finds
words in them.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newMemoAdd(w), newMemoList(w), newMemoShow(w), newMemoEdit(w), newMemoRemove(w))
	return c
}

// subjectFlags say what a memo is on.
type subjectFlags struct {
	theme, source, participant, organisation, caseStudy, passage, tag string
	place                                                             placeFlags
}

func (f *subjectFlags) add(fs *pflag.FlagSet) {
	organizationToo(fs)
	fs.StringVar(&f.theme, "theme", "", "on this `THEME`; with a place, on your tag of it there")
	fs.StringVar(&f.source, "source", "", "on this `SOURCE`; with a place, on that passage")
	fs.StringVar(&f.participant, "participant", "", "on this `PERSON`")
	fs.StringVar(&f.organisation, "organisation", "", "on this `ORGANISATION`")
	fs.StringVar(&f.caseStudy, "case", "", "on this `CASE` study")
	fs.StringVar(&f.passage, "passage", "", "on the passage with this `ID`")
	fs.StringVar(&f.tag, "tag", "", "on the tag with this `ID`")
	f.place.add(fs)
}

// change is the change that puts a memo where the flags say; what says it in
// words.
func (f *subjectFlags) change(ctx context.Context, w *env, p *project.Project, s *coding.Study, text string) (change edit.Change, what string, err error) {
	if len(f.place.given()) > 0 {
		return f.atPlace(ctx, w, p, s, text)
	}
	names := given([]string{"--theme", "--source", "--participant", "--organisation", "--case", "--passage", "--tag"},
		f.theme, f.source, f.participant, f.organisation, f.caseStudy, f.passage, f.tag)
	if len(names) > 1 {
		return nil, "", fault{fmt.Errorf("memo: %s do not go together without a place; give one, or --quote, --turns, --lines or --span with them", strings.Join(names, " and ")), usage}
	}
	on, what := "", "the project"
	switch {
	case f.theme != "":
		var x *coding.Theme
		if x, err = s.FindTheme(f.theme); err == nil {
			on, what = string(x.ID), s.Path(x.ID)
		}
	case f.source != "":
		var x *corpus.Source
		if x, err = s.FindSource(f.source); err == nil {
			on, what = string(x.ID), x.Name
		}
	case f.participant != "":
		var x *corpus.Participant
		if x, err = s.FindParticipant(f.participant); err == nil {
			on, what = string(x.ID), x.Name
		}
	case f.organisation != "":
		var x *corpus.Organisation
		if x, err = s.FindOrganisation(f.organisation); err == nil {
			on, what = string(x.ID), x.Name
		}
	case f.caseStudy != "":
		var x *corpus.CaseStudy
		if x, err = s.FindCase(f.caseStudy); err == nil {
			on, what = string(x.ID), x.Name
		}
	case f.passage != "":
		var i int
		if i, err = s.FindPassage(f.passage); err == nil {
			on, what = string(s.Passages[i].ID), "a passage"
		}
	case f.tag != "":
		var x *coding.Tag
		if x, err = s.FindTag(f.tag); err == nil {
			on, what = string(x.ID), "a tag of "+s.Path(x.Theme)
		}
	}
	return edit.PutMemo{ID: coding.MemoID(w.newID()), On: on, Text: text}, what, err
}

// atPlace puts a memo on a passage, or on one's own tag of a theme there.
func (f *subjectFlags) atPlace(ctx context.Context, w *env, p *project.Project, s *coding.Study, text string) (edit.Change, string, error) {
	if f.source == "" {
		return nil, "", fault{fmt.Errorf("memo: %s needs a --source", f.place.given()[0]), usage}
	}
	src, err := s.FindSource(f.source)
	if err != nil {
		return nil, "", err
	}
	body, err := p.Text(ctx, src.Text)
	if err != nil {
		return nil, "", err
	}
	spans, err := coding.Locate(&corpus.Finder{Text: body}, s.Transcript(src), f.place.Place)
	if err != nil {
		return nil, "", err
	}
	if len(spans) > 1 {
		return nil, "", fault{errors.New("memo: on one place at a time; choose it with --occurrence N"), usage}
	}
	if f.theme == "" {
		return edit.NotePassage{Passage: coding.PassageID(w.newID()), Text: src.Text, Span: spans[0], MemoID: coding.MemoID(w.newID()), Memo: text}, "a passage of " + src.Name, nil
	}
	theme, err := s.FindTheme(f.theme)
	if err != nil {
		return nil, "", err
	}
	for i, x := range s.Passages {
		if x.Text != src.Text || x.Span != spans[0] {
			continue
		}
		first, last := s.TagsOf(i)
		for _, t := range s.Tags[first:last] {
			if c := s.Coder(t.Coder); t.Theme == theme.ID && c != nil && (c.Name == w.coderName() || slices.Contains(c.Aliases, w.coderName())) {
				return edit.PutMemo{ID: coding.MemoID(w.newID()), On: string(t.ID), Text: text}, "a tag of " + s.Path(theme.ID), nil
			}
		}
	}
	return nil, "", coding.WithHint(fmt.Errorf("no tag of %s by %s there: %w", s.Path(theme.ID), w.coderName(), coding.ErrUnknown), "tag it first: crosscase tag; or leave --theme out for a memo on the passage")
}

func newMemoAdd(w *env) *cobra.Command {
	var f subjectFlags
	c := &cobra.Command{
		Use:   "add [TEXT]",
		Short: "Write one: TEXT, - for standard input, or in your editor",
		Example: `  crosscase memo add "Who pays is never said outright." --theme Cost
  crosscase memo add "Laughs here." --source int-03 --quote "cheaper than doing it alone"
  crosscase memo add --case "Joint control room"`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				add := func(text string) error {
					change, what, err := f.change(c.Context(), w, p, s, strings.TrimSpace(text))
					if err != nil {
						return err
					}
					if err := w.apply(c.Context(), p, "write a memo on "+what, change); err != nil {
						return err
					}
					fmt.Fprintf(w.stderr, "memo on %s\n", report.Visible(what))
					return nil
				}
				if _, _, err := f.change(c.Context(), w, p, s, "?"); err != nil { // before anybody writes for nothing
					return err
				}
				switch {
				case len(args) == 0:
					return w.editing(c.Context(), "memo.md", "", func(_, text string) error { return add(text) })
				case args[0] == "-":
					text, err := io.ReadAll(io.LimitReader(w.stdin, maxMemo))
					if err != nil {
						return err
					}
					return add(string(text))
				}
				return add(args[0])
			})
		},
	}
	f.add(c.Flags())
	w.addCoder(c.Flags(), "who writes it")
	return c
}

// maxMemo is the most that is read of a memo, in bytes.
const maxMemo = 1 << 20

func newMemoList(w *env) *cobra.Command {
	var o outputFlags
	var themes, sources, coders []string
	c := &cobra.Command{
		Use:   "list",
		Short: "List memos",
		Long: `List memos, in the order in which they were written. --theme and --source leave
those on it, and on its tags and passages; --format markdown writes them whole.`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				var memos []reading.Memo
				for _, m := range s.Memos {
					memos = append(memos, reading.NewMemo(s, m))
				}
				keep := func(names []string, find func(name string) (func(reading.Memo) bool, error)) error {
					var lets []func(reading.Memo) bool
					for _, n := range names {
						f, err := find(n)
						if err != nil {
							return err
						}
						lets = append(lets, f)
					}
					memos = slices.DeleteFunc(memos, func(m reading.Memo) bool {
						return len(lets) > 0 && !slices.ContainsFunc(lets, func(f func(reading.Memo) bool) bool { return f(m) })
					})
					return nil
				}
				err := errors.Join(
					keep(themes, func(name string) (func(reading.Memo) bool, error) {
						t, err := s.FindTheme(name)
						if err != nil {
							return nil, err
						}
						return func(m reading.Memo) bool { return m.ThemeID != "" && s.Below(m.ThemeID, t.ID) }, nil
					}),
					keep(sources, func(name string) (func(reading.Memo) bool, error) {
						x, err := s.FindSource(name)
						if err != nil {
							return nil, err
						}
						return func(m reading.Memo) bool { return m.Source == x.Name }, nil
					}),
					keep(coders, func(name string) (func(reading.Memo) bool, error) {
						x, err := s.FindCoder(name)
						if err != nil {
							return nil, err
						}
						return func(m reading.Memo) bool { return m.Coder == x.Name }, nil
					}))
				if err != nil {
					return err
				}
				return o.write(w, func(out io.Writer, f report.Format, screen report.Screen) error {
					return reading.WriteMemos(out, memos, f, screen)
				})
			})
		},
	}
	o.add(c.Flags())
	c.Flags().StringArrayVar(&themes, "theme", nil, "only those on this `THEME`, those below it, and tags of them")
	c.Flags().StringArrayVar(&sources, "source", nil, "only those on this `SOURCE`, and on passages and tags in it")
	c.Flags().StringArrayVar(&coders, "coder", nil, "only those by this `CODER`")
	return c
}

func newMemoShow(w *env) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one whole",
		Args:  arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(_ *project.Project, s *coding.Study) error {
				m, err := findMemo(s, args[0])
				if err != nil {
					return err
				}
				return reading.ShowMemo(w.stdout, reading.NewMemo(s, *m), w.screen)
			})
		},
	}
}

func findMemo(s *coding.Study, id string) (*coding.Memo, error) {
	m, err := s.FindMemo(id)
	if err != nil && coding.Hint(err) == "" {
		err = coding.WithHint(err, "crosscase memo list shows the identifiers")
	}
	return m, err
}

func newMemoEdit(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "edit ID [TEXT]",
		Short: "Give one other words: TEXT, or in your editor",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				m, err := findMemo(s, args[0])
				if err != nil {
					return err
				}
				what := "edit the memo on " + reading.NewMemo(s, *m).On
				put := func(text string) error {
					return w.apply(c.Context(), p, what, edit.PutMemo{ID: m.ID, Text: strings.TrimSpace(text)})
				}
				if len(args) == 2 {
					return put(args[1])
				}
				return w.editing(c.Context(), "memo.md", m.Text, func(_, text string) error { return put(text) })
			})
		},
	}
	w.addCoder(c.Flags(), "who edits it")
	return c
}

func newMemoRemove(w *env) *cobra.Command {
	c := &cobra.Command{
		Use:   "remove ID",
		Short: "Remove one",
		Args:  arguments("ID"),
		RunE: func(c *cobra.Command, args []string) error {
			return w.with(c.Context(), func(p *project.Project, s *coding.Study) error {
				m, err := findMemo(s, args[0])
				if err != nil {
					return err
				}
				if err := w.apply(c.Context(), p, "remove the memo on "+reading.NewMemo(s, *m).On, edit.RemoveMemo{ID: m.ID}); err != nil {
					return err
				}
				fmt.Fprintln(w.stderr, "removed; crosscase undo brings it back")
				return nil
			})
		},
	}
	w.addCoder(c.Flags(), "who removes it")
	return c
}
