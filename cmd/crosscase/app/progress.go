package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// ProgressList tells how far coders are with each source, and what is left to do.
func ProgressList() Listing {
	return Listing{
		Asked: &analysis.Analysis{
			Name: "progress", Short: "What has been looked at, and what is still to do",
			Long: `What has been looked at, and what is still to do: for each source, how far each
coder is.

  unread            nothing was read or tagged
  in progress       read up to a turn, or tagged, but not said to be complete
  complete          all of it was gone through
  to be revisited   it was, but a theme was made or described anew since

crosscase source mark says how far you are; crosscase code does so as you read.`,
			Filters: []string{"coder"}, Usages: map[string]string{"coder": "only this `CODER`"},
		},
		Formats: TableFormats,
		read: func(_ context.Context, _ *Session, in asked) (*Listed, error) {
			ledger := in.Study.Ledger(in.Filter.Coders...)
			return &Listed{Table: progressGrid(in.Study, ledger), Said: toDo(in.Study, ledger)}, nil
		},
	}
}

// progressGrid is progress as a table.
func progressGrid(s *coding.Study, ledger []coding.Progress) *report.Grid {
	g := &report.Grid{Head: []string{"source", "coder", "state", "read", "tags", "since", "themes since"},
		Empty: "Nobody has read or tagged anything yet."}
	for _, p := range ledger {
		since := ""
		if !p.At.IsZero() {
			since = p.At.Local().Format("2006-01-02")
		}
		var themes []string
		for _, t := range p.Since {
			themes = append(themes, s.Path(t))
		}
		g.Rows = append(g.Rows, []any{s.Sources[p.Source].Name, s.Coders[p.Coder].Name, string(p.State), readShare(s, p), p.Tags, since,
			strings.Join(themes, "; ")})
	}
	return g
}

// readShare is how much of a source was read, in percent of its turns; "" where nobody
// has said.
func readShare(s *coding.Study, p coding.Progress) string {
	turns := len(s.Transcript(s.Sources[p.Source]).Turns)
	switch {
	case p.State == coding.Complete || p.State == coding.Revisit:
		return "100 %"
	case p.Turn > 0 && turns > 0:
		return fmt.Sprintf("%d %%", 100*p.Turn/turns)
	}
	return ""
}

// toDo says what is left for each coder, and which themes are to be looked for again: of
// many those first that most sources were completed before.
func toDo(s *coding.Study, ledger []coding.Progress) (said []string) {
	left := make([]struct{ unread, open, complete int }, len(s.Coders))
	since := map[coding.ThemeID]map[int]bool{} // sources, by theme
	for _, p := range ledger {
		switch p.State {
		case coding.Unread:
			left[p.Coder].unread++
		case coding.InProgress:
			left[p.Coder].open++
		default:
			left[p.Coder].complete++
		}
		for _, t := range p.Since {
			if since[t] == nil {
				since[t] = map[int]bool{}
			}
			since[t][p.Source] = true
		}
	}
	for i, c := range s.Coders {
		if l := left[i]; l.unread+l.open+l.complete > 0 {
			said = append(said, fmt.Sprintf("%s: %d complete, %d in progress, %d unread", c.Name, l.complete, l.open, l.unread))
		}
	}
	var themes []*coding.Theme
	for _, t := range s.Themes {
		if since[t.ID] != nil {
			themes = append(themes, t)
		}
	}
	slices.SortStableFunc(themes, func(a, b *coding.Theme) int { return cmp.Compare(len(since[b.ID]), len(since[a.ID])) })
	for i, t := range themes {
		if i == 5 && len(themes) > 6 {
			return append(said, fmt.Sprintf("and %d more", len(themes)-i))
		}
		said = append(said, toRevisit(s, t, len(since[t.ID])))
	}
	return said
}

// toRevisit says that sources were completed before a theme was what it is now.
func toRevisit(s *coding.Study, t *coding.Theme, sources int) string {
	were, verb := "were", "existed"
	if sources == 1 {
		were = "was"
	}
	if t.Described.After(t.Made) {
		verb = "was described as it is now"
	}
	return fmt.Sprintf("%s %s completed before %s %s", coding.Count(sources, "source"), were, s.Path(t.ID), verb)
}

// MarkNamed says how far the coder is with a source, or with every one for "all": unread,
// in-progress or complete, and the last turn that was read, from 1, 0 for none. Errors
// are those of [Session.MarkSources], or wrap [coding.ErrInvalid] for another state.
func (s *Session) MarkNamed(ctx context.Context, name, state string, turn int) (Done, error) {
	parsed, err := coding.ParseState(state)
	if err != nil {
		return Done{}, err
	}
	sources := s.Seen().Sources
	if src, err := s.Seen().FindSource(name); err == nil {
		sources = []*corpus.Source{src}
	} else if name != "all" {
		return Done{}, err
	}
	d, err := s.MarkSources(ctx, parsed, turn, sources...)
	if err != nil {
		return d, fmt.Errorf("source mark: %w", err)
	}
	return d, nil
}
