package analysis_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// drawRequest draws a request for an analysis with any of what it offers.
func drawRequest(t *rapid.T, s *coding.Study, a *analysis.Analysis) *analysis.Request {
	r := a.Ask()
	set := func(name string, choices []query.Choice) {
		if len(choices) == 0 {
			return
		}
		v := rapid.SampledFrom(choices).Draw(t, name).Value
		if v == "" {
			return
		}
		if err := r.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range a.Arguments {
		if x.Choices != nil {
			if choices := x.Choices(s); len(choices) > 0 {
				r.Arguments = append(r.Arguments, rapid.SampledFrom(choices).Draw(t, x.Name).Value)
			}
		}
	}
	for _, o := range a.Options {
		if rapid.IntRange(0, 2).Draw(t, "given "+o.Name) > 0 || o.Name == "all-sources" && a.Name == "agree" {
			continue
		}
		switch {
		case o.Kind == query.Check:
			set(o.Name, []query.Choice{{Value: "true"}})
		case o.Choices != nil:
			set(o.Name, o.Choices(s))
		}
	}
	for _, name := range a.Filters {
		if rapid.IntRange(0, 7).Draw(t, "filter "+name) > 0 {
			continue
		}
		f, _ := query.FilterNamed(name)
		switch {
		case name == "exact":
			set(name, []query.Choice{{Value: "true"}})
		case name == "since" || name == "until":
			set(name, query.Labelled([]string{"2018", "2019-03", "2019-03-14"}))
		case name == "where":
			set(name, query.Labelled([]string{"theme0 OR NOT theme0", "NOT theme0", "coder:coder0"}))
		case f.Choices != nil:
			set(name, f.Choices(s))
			set(name, f.Choices(s))
		}
	}
	return r
}

// counted is what a selection holds of what a number counts, which is of these themes.
func counted(s *coding.Study, sel coding.Selection, what analysis.Counted, themes []*coding.Theme) int {
	if what == analysis.Turns {
		return turnsOf(s, sel, themes)
	}
	seen := map[string]bool{}
	tags := 0
	for _, p := range sel.Passages {
		tags += len(p.Tags)
		switch what {
		case analysis.Passages:
			seen[fmt.Sprint(p.Index)] = true
		case analysis.Sources:
			seen[fmt.Sprint(p.Source)] = true
		case analysis.Types:
			seen[string(s.Sources[p.Source].Type)] = true
		case analysis.Participants:
			for _, v := range p.Voices {
				if v.Participant >= 0 {
					seen[fmt.Sprint(v.Participant)] = true
				}
			}
		}
	}
	if what == analysis.Tags {
		return tags
	}
	return len(seen)
}

// turnsOf counts the turns in which passages of a selection have each of the themes.
func turnsOf(s *coding.Study, sel coding.Selection, themes []*coding.Theme) (n int) {
	in := map[[2]int]map[*coding.Theme]bool{}
	for _, p := range sel.Passages {
		first, last := s.Transcript(s.Sources[p.Source]).TurnsIn(s.Passages[p.Index].Span)
		for turn := first; turn < last; turn++ {
			at := [2]int{p.Source, turn}
			if in[at] == nil {
				in[at] = map[*coding.Theme]bool{}
			}
			for _, theme := range themes {
				in[at][theme] = in[at][theme] || slices.ContainsFunc(p.Tags, func(tag int) bool { return s.Below(s.Tags[tag].Theme, theme.ID) })
			}
		}
	}
	for _, has := range in {
		if !slices.ContainsFunc(themes, func(theme *coding.Theme) bool { return !has[theme] }) {
			n++
		}
	}
	return n
}

// together are the themes that a number of a table of co-occurrence is of.
func together(s *coding.Study, g *report.Grid, row, column int) (themes []*coding.Theme) {
	paths := []string{lastName(g.Lines()[row][0]), g.Head[column]}
	if g.Head[1] == "with" || g.Head[1] == "followed by" {
		pair := []string{paths[0], lastName(g.Lines()[row][1])}
		paths = map[string][]string{"together": pair, "of the first": pair[:1], "of the second": pair[1:]}[g.Head[column]]
	}
	for _, t := range s.Themes {
		if slices.Contains(paths, s.Path(t.ID)) {
			themes = append(themes, t)
		}
	}
	return themes
}

// shown is the number that a cell shows; it is false for what is no count.
func shown(v any) (n int, ok bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case report.Of:
		return v.N, true
	case report.Unseen:
		return 0, true
	case report.Figure:
		_, err := fmt.Sscanf(string(v), "%d of", &n)
		return n, err == nil
	}
	return 0, false
}

// Law of files: in an HTML file each number that counts passages leads to as many of them
// on the same page.
func TestLeadsInFilesLaw(t *testing.T) {
	ctx := context.Background()
	tries, led := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		tries++
		s := codingtest.Draw(t)
		a := rapid.SampledFrom(analysis.All()).Draw(t, "analysis")
		r := drawRequest(t, s, a)
		found, err := r.Run(ctx, s, analysis.Tools{Texts: codingtest.Bodies(s), Tokenize: tokenize, Format: report.HTML})
		if err != nil || found.Matrix != nil { // of a matrix there is a law of its own
			return
		}
		quotes := map[string]int{}
		for _, x := range found.Table.Sections {
			quotes["#"+x.Anchor] = len(x.Quotes) + x.More
		}
		w := query.NewWriter(s)
		for row, line := range found.Table.Lines() {
			for column, v := range line {
				to := ""
				if found.Table.Link != nil {
					to = found.Table.Link(row, column)
				}
				_, what := found.Lead(w, row, column)
				n, isCount := shown(v)
				switch {
				case what == analysis.Nothing && to != "", to != "" && quotes[to] == 0:
					t.Fatalf("%q: %v in row %d, column %d leads to %q", r.Line(), v, row, column, to)
				case what == analysis.Passages && isCount && quotes[to] != n:
					t.Fatalf("%q: %v in row %d, column %d leads to %d passages", r.Line(), v, row, column, quotes[to])
				case to != "":
					led[a.Name]++
				}
			}
		}
	})
	if len(led) < 3 && tries >= 100 { // the few with -short may all be of analyses that lead nowhere
		t.Errorf("numbers lead to passages in %v", led)
	}
}

// Law of declarations: what a column counts is declared by its name, or by [Others] if it
// is called after a thing of the study; a column of counts that is not declared fails.
func TestDeclaredLaw(t *testing.T) {
	for _, a := range analysis.All() {
		t.Run(a.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := codingtest.Draw(t)
				r := drawRequest(t, s, a)
				found, err := r.Run(context.Background(), s, analysis.Tools{Texts: codingtest.Bodies(s), Tokenize: tokenize})
				if err != nil {
					return
				}
				for _, line := range found.Table.Lines() {
					for column, v := range line {
						head := found.Table.Head[column]
						_, isCount := shown(v)
						_, declared := a.Leads[head]
						_, others := a.Leads[analysis.Others]
						if isCount && !declared && !(others && isOf(t, s, head)) {
							t.Fatalf("%q: column %q counts something, and does not declare what", r.Line(), head)
						}
					}
				}
			})
		})
	}
}

// isOf tells whether a column is called after something in the study, or a year or month
// of it; conditions of a truth table are numbered where two have one name.
func isOf(t *rapid.T, s *coding.Study, head string) bool {
	all, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	all = bytes.ToLower(all)
	is := func(name, end string) bool { return bytes.Contains(all, []byte(`"`+strings.ToLower(name)+end)) }
	for _, theme := range s.Themes {
		if s.Path(theme.ID) == head {
			return true
		}
	}
	name := strings.TrimPrefix(head, "only ")
	return head == coding.None || is(name, `"`) || is(name, "-") || is(strings.TrimSuffix(name, "2"), `"`)
}

// Law of leads: the passages that a number leads to are those that it counts, whatever
// was asked of whichever study.
func TestLeadsLaw(t *testing.T) {
	led := map[string]int{}
	for _, a := range analysis.All() {
		how, ways := "", []string{""} // of counting, each of which is tried
		if a.Name == "cooccur" || a.Name == "agree" {
			how = a.Options[0].Name
			ways = nil
			for _, c := range a.Options[0].Choices(nil) {
				ways = append(ways, c.Value)
			}
		}
		for _, way := range ways {
			t.Run(a.Name+" "+way, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					s := codingtest.Draw(t)
					r := drawRequest(t, s, a)
					if how != "" {
						r.Options[how] = []string{way}
					}
					if a.Name == "agree" && !r.Is("units") {
						r.Options["samples"] = []string{"0"}
					}
					led[a.Name+way] += countsLed(t, s, r)
				})
			})
		}
	}
	for _, name := range []string{"matrix", "timeline", "compare", "triangulate", "saturation", "joint", "cooccuroverlap", "cooccurpassage",
		"cooccurturn", "cooccurnear", "cooccurfollowed", "cooccursource",
		"agreecharacter", "agreeword", "agreesentence", "agreeturn", "agreepassage", "agreesource"} {
		if led[name] == 0 && !testing.Short() { // which makes a fifth of the tries
			t.Errorf("%s: no number was counted", name)
		}
	}
	for _, name := range []string{"similarity", "codeline", "truth", "words"} {
		if led[name] > 0 {
			t.Errorf("%s: %d numbers lead to passages", name, led[name])
		}
	}
}

// countsLed fails for a number that leads to other passages than it counts, and returns
// how many numbers it has tried.
func countsLed(t *rapid.T, s *coding.Study, r *analysis.Request) (led int) {
	ctx := context.Background()
	found, err := r.Run(ctx, s, analysis.Tools{Texts: codingtest.Bodies(s), Tokenize: tokenize})
	if err != nil {
		if !errors.Is(err, coding.ErrInvalid) && !errors.Is(err, coding.ErrUnknown) {
			t.Fatalf("%q: %v", r.Line(), err)
		}
		return 0
	}
	w := query.NewWriter(s)
	for row, line := range found.Table.Lines() {
		for column, v := range line {
			names, what := found.Lead(w, row, column)
			if what == analysis.Nothing {
				continue
			}
			f, err := names.Resolve(ctx, s, nil)
			if err != nil {
				t.Fatalf("%q: row %d, column %q leads to %v: %v", r.Line(), row, found.Table.Columns()[column], names, err)
			}
			n, isCount := shown(v)
			if what == analysis.Units {
				if got := unitsLed(s, found.Table, f, r.Text("unit"), row, column); isCount && got != n && got >= 0 {
					t.Fatalf("%q: row %d, column %q shows %v; %v lists %d", r.Line(), row, found.Table.Columns()[column], v, names, got)
				} else if got >= 0 {
					led++
				}
				continue
			}
			counts := []analysis.Counted{analysis.Passages, analysis.Tags, analysis.Sources, analysis.Participants, analysis.Types,
				analysis.Turns}
			if !isCount || !slices.Contains(counts, what) || r.Text("percent") != "" {
				continue
			}
			led++
			if got := counted(s, s.Select(f), what, together(s, found.Table, row, column)); got != n {
				t.Fatalf("%q: row %d, column %q shows %v; %v lists %d %s", r.Line(), row, found.Table.Columns()[column], v, names, got, what)
			}
		}
	}
	return led
}

// Law of cells: a number of a table of a matrix is that of the cell that it is said to be
// of, in the row and the column of that name, whichever rows the table leaves out.
func TestCellsLaw(t *testing.T) {
	a := analysis.Named("matrix")
	tries, beside, totals := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		tries++
		s := codingtest.Draw(t)
		r := a.Ask()
		for _, o := range [][]string{
			{"rows", "theme", "source", "organisation"},
			{"cols", "source", "organisation", "case,organisation", "coder"},
			{"cell", "passages", "quotes", "summary", "tags", "sources"},
			{"empty", "true", "false"},
			{"depth", "0", "1"},
		} {
			if err := r.Set(o[0], rapid.SampledFrom(o[1:]).Draw(t, o[0])); err != nil {
				t.Fatal(err)
			}
		}
		if words := r.Text("cell") == "quotes" || r.Text("cell") == "summary"; !words && rapid.Bool().Draw(t, "long") {
			r.Set("long", "true")
		}
		found, err := r.Run(context.Background(), s, analysis.Tools{Texts: codingtest.Bodies(s), Tokenize: tokenize, Keep: true})
		if errors.Is(err, coding.ErrInvalid) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		m := found.Matrix
		n := len(m.Options.Rows)
		for row, line := range found.Table.Lines() {
			for column, v := range line {
				mr, mc, ok := found.Cell(row, column)
				if !ok {
					continue
				}
				if got, counts := shown(v); counts && float64(got) != m.Value(mr, mc) && got != int(m.Value(mr, mc)) {
					t.Fatalf("%q: %v in row %d, column %d is said to be %v", r.Line(), v, row, column, m.Value(mr, mc))
				}
				if mr < 0 {
					totals++
				} else if name := lastName(line[n-1]); name != m.RowKeys[mr][n-1].Path && name != m.RowKeys[mr][n-1].Label {
					t.Fatalf("%q: row %d is of %q, and is said to be of %q", r.Line(), row, name, m.RowKeys[mr][n-1].Path)
				}
				if found.Words {
					beside++
				}
			}
		}
	})
	if (beside == 0 || totals == 0) && tries >= 100 { // of the few with -short all may be of empty studies
		t.Errorf("%d cells beside words and %d totals were drawn", beside, totals)
	}
	room := codingtest.Room(nil)
	tools := analysis.Tools{Texts: codingtest.Bodies(room), Tokenize: tokenize}
	other, err := analysis.Named("words").Ask().Run(context.Background(), room, tools)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := other.Cell(0, 1); ok {
		t.Error("a number of no matrix is said to be of one")
	}
}

// lastName is a name at the beginning of a row.
func lastName(v any) string {
	if x, ok := v.(report.Name); ok {
		return x.Path
	}
	return fmt.Sprint(v)
}
