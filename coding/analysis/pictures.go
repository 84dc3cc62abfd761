package analysis

import (
	"fmt"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// saturationPicture draws how themes come up.
func saturationPicture(x *matrix.Saturation, s *coding.Study) *report.Picture {
	chart := report.Accumulation{Title: "New themes with each further source", Reached: x.Reached, Notes: x.Notes}
	for i, st := range x.Steps {
		chart.Steps = append(chart.Steps, report.AccumulationStep{Name: s.Sources[st.Source].Name, New: len(st.New), Seen: st.Seen, Mean: x.Mean[i], Low: x.Low[i], High: x.High[i]})
	}
	return chart.Picture()
}

// TimelinePicture draws a matrix whose columns are months or years.
func TimelinePicture(m *matrix.Matrix) *report.Picture {
	g := Matrix(m)
	d := report.Dots{Title: g.Title, Value: m.Value, Shown: func(r, c int) string { return g.Shown(number(m, r, c)) }, Notes: m.Notes}
	for _, row := range m.RowKeys {
		d.Rows, d.Levels = append(d.Rows, row[0].Label), append(d.Levels, row[0].Level)
	}
	for c, keys := range m.ColKeys {
		d.Cols = append(d.Cols, keys[0].Label)
		d.Gaps = append(d.Gaps, c+1 < len(m.ColKeys) && !follows(keys[0].ID, m.ColKeys[c+1][0].ID))
	}
	return d.Picture()
}

// follows tells whether one month or year comes right after another.
func follows(a, b string) bool {
	for _, layout := range []string{"2006-01", "2006"} {
		t, err := time.Parse(layout, a)
		if err != nil {
			continue
		}
		next := t.AddDate(0, 1, 0)
		if layout == "2006" {
			next = t.AddDate(1, 0, 0)
		}
		return next.Format(layout) == b
	}
	return false
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

// cooccurrencePicture draws themes and a line between those that are together.
func cooccurrencePicture(c *matrix.Cooccurrence, s *coding.Study) *report.Picture {
	chart := report.Network{Title: "Themes together: " + string(c.Relation), Directed: c.Relation == matrix.FollowedBy, None: "No two themes are together in this way.", Notes: c.Notes}
	for a, t := range c.Themes {
		chart.Nodes = append(chart.Nodes, report.Node{Name: s.Themes[t].Name, N: c.Alone[a]})
		for b := range c.Themes {
			if k := c.Pairs[a][b]; k > 0 && !c.Nested(a, b) && (a < b || chart.Directed) {
				chart.Edges = append(chart.Edges, report.Edge{A: a, B: b, N: k})
			}
		}
	}
	return chart.Picture()
}

// dendrogram draws the clusters of a similarity.
func dendrogram(x *matrix.Similarity) *report.Picture {
	chart := report.Dendrogram{Title: fmt.Sprintf("Likeness of %ss by their themes", x.By), Order: x.Order(),
		Notes: append([]string{"Below the lines: mean likeness (" + string(x.Likeness) + ") at which clusters are joined."}, x.Notes...)}
	for _, k := range x.Keys {
		chart.Names = append(chart.Names, k.Label)
	}
	for _, m := range x.Merges {
		chart.Merges = append(chart.Merges, report.Merge{A: m.A, B: m.B, Distance: m.Distance})
	}
	return chart.Picture()
}
