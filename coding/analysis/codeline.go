package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

var codelineAnalysis = Analysis{
	Name:    "codeline",
	Title:   "Codeline",
	Summary: "Where the themes are in one source, from its first word to its last.",
	Short:   "Print where the themes are in one source, and who speaks",
	Long: `Print which themes each turn of a source has. The picture shows the source from its
first word to its last, a line for each theme and each speaker; with --portrait as
squares in the colours of the themes.`,
	Example: `  crosscase codeline int-03
  crosscase codeline int-03 -o int-03.svg
  crosscase codeline int-03 --portrait -o int-03.png`,
	Picture: "lanes",
	Filters: slices.DeleteFunc(query.FilterNames(), func(name string) bool { return name == "source" }),
	Arguments: []Argument{{Name: "of", Value: "SOURCE", Label: "source",
		Choices: func(s *coding.Study) []query.Choice { return query.Labelled(sourceNames(s)) },
		Default: func(s *coding.Study) string { return firstOf(sourceNames(s)) }}},
	Options: []query.Flag{{Name: "portrait", Usage: "draw it as a portrait: squares in the colours of themes", Label: "as a portrait",
		Kind: query.Check}},
	Leads: map[string]Counted{"turn": Nothing}, // a turn's number is its name
	Missing: func(s *coding.Study, _ *Request) string {
		if len(s.Sources) == 0 {
			return "There are no sources yet."
		}
		return ""
	},
	Run: func(_ context.Context, in Input) (*Result, error) {
		if in.Is("portrait") && in.Format != "" && in.Format != report.SVG && in.Format != report.PNG {
			return nil, coding.Errorf(coding.ErrInvalid, "--portrait is a picture: --format svg or png")
		}
		src, err := in.Study.FindSource(in.Arguments[0])
		if err != nil {
			return nil, err
		}
		return &Result{Table: Codeline(matrix.NewCodeline(in.Study, in.Filter, src), in.Study, in.Is("portrait"))}, nil
	},
}

func sourceNames(s *coding.Study) (names []string) {
	for _, x := range s.Sources {
		names = append(names, x.Name)
	}
	return names
}

// Codeline lists where themes are in a source, turn by turn.
func Codeline(c *matrix.Codeline, s *coding.Study, asPortrait bool) *report.Grid {
	g := &report.Grid{Title: "Codeline of " + c.Source.Name, Head: []string{"turn", "speaker", "themes"}, Empty: "Nothing is tagged in " +
		c.Source.Name + "."}
	for _, t := range c.Turns {
		g.Rows = append(g.Rows, []any{t.Number, t.Speaker, strings.Join(t.Themes, "; ")})
	}
	g.Picture = func() *report.Picture {
		if asPortrait {
			return portrait(c, s)
		}
		return codelinePicture(c)
	}
	return g
}

// codelinePicture draws a source from its first word to its last: where each theme
// is, and who speaks.
func codelinePicture(c *matrix.Codeline) *report.Picture {
	chart := report.Lanes{Title: "Codeline of " + report.Visible(c.Source.Name), Words: c.Words,
		Notes: []string{fmt.Sprintf("From the first of %d words on the left to the last on the right; themes above, who speaks below.", c.Words)}}
	for _, t := range c.Themes {
		chart.Above = append(chart.Above, report.Lane{Name: t.Path, At: spans(t.At)})
	}
	for i, name := range c.Names {
		speaks := report.Lane{Name: name}
		for _, x := range c.Speaker {
			if x.Name == i {
				speaks.At = append(speaks.At, report.Stretch{From: x.From, To: x.To})
			}
		}
		chart.Below = append(chart.Below, speaks)
	}
	return chart.Picture()
}

func spans(all []matrix.Stretch) (out []report.Stretch) {
	for _, x := range all {
		out = append(out, report.Stretch{From: x.From, To: x.To})
	}
	return out
}

// portrait draws a source as squares in the colours of its themes.
func portrait(c *matrix.Codeline, s *coding.Study) *report.Picture {
	chart := report.Portrait{Title: "Portrait of " + report.Visible(c.Source.Name), Words: c.Words}
	for _, t := range c.Themes {
		chart.Lanes = append(chart.Lanes, report.Lane{Name: t.Path, Colour: portraitColour(s, t), At: spans(t.At)})
	}
	return chart.Picture()
}

// portraitColour is a theme's own colour, else one that is dealt out.
func portraitColour(s *coding.Study, lane matrix.Lane) string {
	for i, t := range s.Themes {
		if string(t.ID) == lane.ID {
			if coding.IsColour(t.Colour) {
				return strings.ToLower(t.Colour)
			}
			return coding.Colour(i)
		}
	}
	return coding.Colour(0)
}
