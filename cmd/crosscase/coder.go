package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/report"
)

func newCoder(w *env) *cobra.Command {
	c := noun[coding.Coder]{
		name: "coder", plural: "coders with what they did", short: "Coders: list, show, add, rename and merge",
		list:   coderList,
		find:   (*coding.Study).FindCoder,
		nameOf: func(x *coding.Coder) *string { return &x.Name },
		show: func(s *coding.Study, x *coding.Coder) [][2]string {
			tags, memos := 0, 0
			for i := range s.Tags {
				if s.Tags[i].Coder == x.ID {
					tags++
				}
			}
			for _, m := range s.Memos {
				if m.Coder == x.ID {
					memos++
				}
			}
			return [][2]string{{"also", strings.Join(x.Aliases, "; ")}, {"tags", thousands(tags)}, {"memos", thousands(memos)}}
		},
		add: func(w *env, name string) *coding.Coder {
			return &coding.Coder{ID: coding.CoderID(w.newID()), Name: name}
		},
		flags: func(*pflag.FlagSet) {},
		set:   func(*env, *coding.Study, *coding.Coder, *pflag.FlagSet) ([]edit.Change, error) { return nil, nil },
		put:   func(x coding.Coder) edit.Change { return edit.PutCoder{Coder: x} },
		merge: func(_ context.Context, _ *env, _ *project.Project, _ *coding.Study, from, into *coding.Coder) ([]edit.Change, error) {
			return []edit.Change{edit.MergeCoders{From: from.ID, Into: into.ID}}, nil
		},
		mergeHelp: `Merge two coders who are the same person: all that FROM tagged and wrote
becomes INTO's, and FROM's name will mean INTO from now on. Tags that both made
become one.`,
	}.command(w)
	for _, sub := range c.Commands() {
		switch sub.Name() {
		case "set": // there is nothing but the name
			c.RemoveCommand(sub)
		case "rename":
			sub.Short = "Rename a coder; the old name still finds them"
		}
	}
	c.Long = `Coders: whoever tags. You are a coder by your name on this machine, by
$CROSSCASE_CODER or by --coder, and are added with your first tag. With --blind, or
CROSSCASE_BLIND=1, every listing and screen shows what you did alone.`
	return c
}

func coderList(s *coding.Study) *report.Grid {
	type count struct{ tags, passages, memos int }
	counts := make([]count, len(s.Coders))
	sources := make([]map[int]bool, len(s.Coders))
	themes := make([]map[coding.ThemeID]bool, len(s.Coders))
	for i := range counts {
		sources[i], themes[i] = map[int]bool{}, map[coding.ThemeID]bool{}
	}
	for _, p := range s.Select(coding.Filter{}).Passages {
		last := -1
		for _, t := range p.Tags {
			c := s.TagCoder(t)
			counts[c].tags++
			if c != last {
				counts[c].passages++
				last = c
			}
			sources[c][p.Source], themes[c][s.Tags[t].Theme] = true, true
		}
	}
	g := &report.Grid{Head: []string{"coder", "tags", "passages", "sources", "themes", "memos", "also"}, Empty: "No coders yet. You become one with your first tag."}
	for i, c := range s.Coders {
		for _, m := range s.Memos {
			if m.Coder == c.ID {
				counts[i].memos++
			}
		}
		g.Rows = append(g.Rows, []any{c.Name, counts[i].tags, counts[i].passages, len(sources[i]), len(themes[i]), counts[i].memos, strings.Join(c.Aliases, "; ")})
	}
	return g
}
