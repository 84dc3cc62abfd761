package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/report"
)

// A shape is an element of a picture, as a browser reads it.
type shape struct {
	kind, text, tip string
	attributes      map[string]string
}

// number is an attribute that is a number, NaN where there is none.
func (s shape) number(name string) float64 {
	x, err := strconv.ParseFloat(s.attributes[name], 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// shapes reads an SVG.
func shapes(p *report.Picture) (all []shape, err error) {
	var b bytes.Buffer
	if err := p.SVG(&b); err != nil {
		return nil, err
	}
	d := xml.NewDecoder(&b)
	var open []int // in all
	inTitle := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			if inTitle = x.Name.Local == "title"; inTitle {
				continue
			}
			s := shape{kind: x.Name.Local, attributes: map[string]string{}}
			for _, a := range x.Attr {
				s.attributes[a.Name.Local] = a.Value
			}
			open = append(open, len(all))
			all = append(all, s)
		case xml.EndElement:
			if x.Name.Local == "title" {
				inTitle = false
			} else {
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(x)); text != "" && inTitle {
				all[open[len(open)-1]].tip += text
			} else if text != "" {
				all[open[len(open)-1]].text += text
			}
		}
	}
}

// ofKind are the shapes of a kind with a tip that begins so.
func ofKind(t *testing.T, p *report.Picture, kind, tip string) (found []shape) {
	t.Helper()
	all, err := shapes(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.kind == kind && strings.HasPrefix(s.tip, tip) {
			found = append(found, s)
		}
	}
	return found
}

// said are the texts of a picture.
func said(t *testing.T, p *report.Picture) (texts []string) {
	t.Helper()
	for _, s := range ofKind(t, p, "text", "") {
		texts = append(texts, s.text)
	}
	return texts
}

var about = cmpopts.EquateApprox(0, 0.02)

// Bars are as long as their numbers; where there is no number there is a dash.
func TestBars(t *testing.T) {
	bars := []report.Bar{{Label: "Trust", Values: []float64{4, 1}}, {Label: "Loss", Level: 1, Values: []float64{2, math.NaN()}},
		{Label: "Cost", Values: []float64{-1, 0}}}
	p := report.Bars("Rates", []string{"One", "Two"}, bars, 1, []string{"A note."})
	width := func(label string) (all []float64) {
		for _, s := range ofKind(t, p, "rect", label) {
			if s.tip == label {
				all = append(all, s.number("width"))
			}
		}
		return all
	}
	long := width("Trust")[0]
	if long < 100 {
		t.Errorf("the longest is %v long", long)
	}
	if diff := cmp.Diff([]float64{long, long / 4}, width("Trust"), about); diff != "" {
		t.Errorf("Trust (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{long / 2}, width("Loss"), about); diff != "" {
		t.Errorf("Loss (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{0, 0}, width("Cost"), about); diff != "" {
		t.Errorf("a number below nothing (-want +got):\n%s", diff)
	}
	texts := said(t, p)
	for _, want := range []string{"Rates", "One", "Two", "Trust", "Loss", "4", "1", "2", "–", "-1", "0", "A note."} {
		if !slices.Contains(texts, want) {
			t.Errorf("there is no %q among %q", want, texts)
		}
	}
	none := report.Bars("Nothing", []string{"n"}, []report.Bar{{Label: "a", Values: []float64{0}}}, 2, nil)
	if got := said(t, none); !slices.Contains(got, "0.00") {
		t.Errorf("all are 0: %q", got)
	}
}

// A heat map says each number, and shades the more the larger it is, totals not at all.
func TestHeatMap(t *testing.T) {
	values := [][]float64{{4, 0, 4}, {2, math.NaN(), 2}, {6, 0, 6}}
	h := &report.HeatMap{Title: "Counts", Rows: []string{"Trust", "Cost", "Total"}, Levels: []int{0, 1, 0},
		Groups: []string{"Case", "Case", ""},
		Cols:   []string{"One", "Two", "Total"}, Totals: true, Value: func(r, c int) float64 { return values[r][c] },
		Shown: func(r, c int) string { return (&report.Grid{}).Shown(values[r][c]) }}
	p := h.Picture()
	fill := map[string]string{}
	for _, s := range ofKind(t, p, "rect", "") {
		if s.tip != "" {
			fill[s.tip] = s.attributes["fill"]
		}
	}
	if len(fill) != 9 {
		t.Fatalf("%d cells: %v", len(fill), fill)
	}
	paper := fill["Trust · Two: 0"]
	if fill["Trust · One: 4"] == fill["Cost · One: 2"] || fill["Cost · One: 2"] == paper || fill["Cost · Two: –"] != paper ||
		fill["Total · Total: 6"] != paper || fill["Trust · Total: 4"] != paper {
		t.Errorf("shades %v", fill)
	}
	if !slices.Contains(said(t, p), "Case") {
		t.Errorf("what columns have in common is not among %q", said(t, p))
	}
}

// A network draws a line for each pair, with a head where it goes one way, and of very
// many the strongest.
func TestNetwork(t *testing.T) {
	n := &report.Network{Title: "Together", Nodes: []report.Node{{"A", 4}, {"B <b>", 1}, {"C", 0}},
		Edges: []report.Edge{{0, 1, 2}, {1, 2, 4}}, None: "None."}
	p := n.Picture()
	lines := append(ofKind(t, p, "path", "A"), ofKind(t, p, "path", "B")...)
	if len(lines) != 2 || lines[0].tip != "A – B <b>: 2" || lines[1].tip != "B <b> – C: 4" ||
		lines[0].number("stroke-width") >= lines[1].number("stroke-width") {
		t.Errorf("lines %v", lines)
	}
	dots := ofKind(t, p, "circle", "")
	if len(dots) != 3 || math.Abs((dots[0].number("r")-3)-2*(dots[1].number("r")-3)) > 0.02 || dots[2].number("r") != 3 {
		t.Errorf("dots of 4, 1 and 0: %v", dots)
	}
	n.Directed = true
	if heads := len(ofKind(t, n.Picture(), "path", "")) - len(ofKind(t, p, "path", "")); heads != 2 {
		t.Errorf("%d heads of two arrows", heads)
	}
	n.Edges = nil
	for i := range 12 {
		n.Edges = append(n.Edges, report.Edge{A: i % 3, B: (i + 1) % 3, N: i + 1})
	}
	n.Directed = false
	if got := strings.Join(said(t, n.Picture()), " "); !strings.Contains(got, "Drawn are the 9 strongest of 12 pairs.") {
		t.Errorf("of twelve pairs: %s", got)
	}
	n.Edges = nil
	if got := strings.Join(said(t, n.Picture()), " "); !strings.Contains(got, "None.") {
		t.Errorf("without any: %s", got)
	}
}

// Clusters are joined where their distance is.
func TestDendrogram(t *testing.T) {
	x := &report.Dendrogram{Title: "Alike", Names: []string{"a", "b", "c"}, Order: []int{2, 0, 1},
		Merges: []report.Merge{{A: 0, B: 1, Distance: 0.25}, {A: 2, B: 3, Distance: 0.5}}}
	joins := ofKind(t, x.Picture(), "path", "joined at")
	if len(joins) != 2 || joins[0].tip != "joined at 0.75" || joins[1].tip != "joined at 0.50" {
		t.Fatalf("joins %v", joins)
	}
	// The second is twice as far to the right.
	at := func(s shape) float64 {
		var points []float64
		for _, f := range strings.FieldsFunc(s.attributes["d"], func(r rune) bool { return !strings.ContainsRune("0123456789.", r) }) {
			v, _ := strconv.ParseFloat(f, 64)
			points = append(points, v)
		}
		return points[2] - points[0]
	}
	if math.Abs(at(joins[1])-2*at(joins[0])) > 0.05 {
		t.Errorf("joined at %v and %v", at(joins[0]), at(joins[1]))
	}
	var names []string
	for _, text := range said(t, x.Picture()) {
		if slices.Contains(x.Names, text) {
			names = append(names, text)
		}
	}
	if diff := cmp.Diff([]string{"c", "a", "b"}, names); diff != "" {
		t.Errorf("from the top (-want +got):\n%s", diff)
	}
}

// What each step brings is as high as it is much.
func TestAccumulation(t *testing.T) {
	x := &report.Accumulation{Title: "New", Reached: 1, Steps: []report.AccumulationStep{{"i1", 4, 4, 3, 2, 4}, {"i2", 2, 6, 6, 6, 6},
		{"i3", 0, 6, 6, 6, 6}}}
	p := x.Picture()
	var high []float64
	for _, s := range ofKind(t, p, "rect", "i") {
		high = append(high, s.number("height"))
	}
	if len(high) != 3 || math.Abs(high[0]-2*high[1]) > 0.05 || high[2] != 0 {
		t.Errorf("bars of 4, 2 and 0 are %v high", high)
	}
	if dots := ofKind(t, p, "circle", "i3: 6 so far"); len(dots) != 1 {
		t.Errorf("%d dots of the third", len(dots))
	}
	if texts := said(t, p); !slices.Contains(texts, "saturated after 1") {
		t.Errorf("nothing says where it is reached: %q", texts)
	}
	if got := said(t, (&report.Accumulation{Title: "Nothing"}).Picture()); !slices.Contains(got, "Nothing") {
		t.Errorf("without steps: %q", got)
	}
}

// Dots in time: their area is their number, and a gap in time is drawn.
func TestDots(t *testing.T) {
	values := [][]float64{{4, 1, 0}, {math.NaN(), 4, 2}}
	d := &report.Dots{Title: "Time", Rows: []string{"a", "b"}, Levels: []int{0, 1}, Cols: []string{"2019-01", "2019-03", "2019-04"},
		Gaps:  []bool{true, false, false},
		Value: func(r, c int) float64 { return values[r][c] }, Shown: func(r, c int) string { return fmt.Sprint(values[r][c]) }}
	p := d.Picture()
	r := map[string]float64{}
	for _, s := range ofKind(t, p, "circle", "") {
		r[s.tip] = s.number("r") - 4
	}
	want := map[string]float64{"a, 2019-01: 4": 12, "a, 2019-03: 1": 6, "b, 2019-03: 4": 12, "b, 2019-04: 2": 12 * math.Sqrt(0.5)}
	if diff := cmp.Diff(want, r, about); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := strings.Join(said(t, p), " "); !strings.Contains(got, "Dashed lines stand for time without a source") {
		t.Errorf("nothing says what the gap is: %s", got)
	}
}

// Lanes stand where their words are; a portrait gives each stretch its colour.
func TestLanesAndPortrait(t *testing.T) {
	lane := report.Lane{Name: "Trust", Colour: "#aa3377", At: []report.Stretch{{From: 0, To: 50}, {From: 75, To: 100}}}
	p := (&report.Lanes{Title: "Source", Words: 100, Above: []report.Lane{lane},
		Below: []report.Lane{{Name: "Ann", At: []report.Stretch{{From: 0, To: 100}}}}}).Picture()
	at := ofKind(t, p, "rect", "Trust: words")
	whole := ofKind(t, p, "rect", "Ann: words 1 to 100")
	if len(at) != 2 || len(whole) != 1 || at[0].tip != "Trust: words 1 to 50" || at[1].tip != "Trust: words 76 to 100" {
		t.Fatalf("%v, %v", at, whole)
	}
	x, w := whole[0].number("x"), whole[0].number("width")
	got := []float64{at[0].number("x"), at[0].number("width"), at[1].number("x"), at[1].number("width")}
	if diff := cmp.Diff([]float64{x, w / 2, x + w*3/4, w / 4}, got, about); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	squares := ofKind(t, (&report.Portrait{Title: "Source", Words: 100, Lanes: []report.Lane{lane}}).Picture(), "rect", "")
	count := map[string]int{}
	for _, s := range squares {
		if s.tip != "" {
			count[s.tip+" "+s.attributes["fill"]]++
		}
	}
	if diff := cmp.Diff(map[string]int{"Trust #aa3377": 75, "no theme #f2f2f2": 25}, count); diff != "" {
		t.Errorf("squares (-want +got):\n%s", diff)
	}
}

// Law of charts: whatever names and numbers there are, a chart is well-formed, nothing in
// it is beyond its edge, and nothing is less than nothing wide.
func TestChartsLaw(t *testing.T) {
	value := rapid.SampledFrom([]float64{0, 1, 2.5, -3, 1e6, math.NaN(), 0.001})
	rapid.Check(t, func(t *rapid.T) {
		var names []string
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			name := []rune(drawText(t, "name"))
			names = append(names, fmt.Sprint(string(name[:min(len(name), 100)]), i))
		}
		var bars []report.Bar
		var nodes []report.Node
		var steps []report.AccumulationStep
		var lanes []report.Lane
		var levels []int
		var months []string
		for i, name := range names {
			months = append(months, fmt.Sprintf("2019-%02d", i+1))
			bars = append(bars, report.Bar{Label: name, Level: i % 3, Values: []float64{value.Draw(t, "a"), value.Draw(t, "b")}})
			nodes = append(nodes, report.Node{Name: name, N: i})
			steps = append(steps, report.AccumulationStep{Name: name, New: i % 2, Seen: i, Mean: float64(i), Low: 0, High: float64(i)})
			lanes = append(lanes, report.Lane{Name: name, Colour: "#4477aa", At: []report.Stretch{{From: i, To: i + 2}}})
			levels = append(levels, i%2)
		}
		at := func(r, c int) float64 { return bars[r].Values[c%2] }
		shown := func(r, c int) string { return (&report.Grid{Digits: 1}).Shown(at(r, c)) }
		title := drawText(t, "title")
		for kind, p := range map[string]*report.Picture{
			"bars": report.Bars(title, []string{"x", drawText(t, "series")}, bars, 1, nil),
			"heat": (&report.HeatMap{Title: title, Rows: names, Levels: levels, Cols: names, Value: at, Shown: shown}).Picture(),
			"dots": (&report.Dots{Title: title, Rows: names, Levels: levels, Cols: months, Gaps: make([]bool, len(names)), Value: at,
				Shown: shown}).Picture(),
			"net":    (&report.Network{Title: title, Nodes: nodes, None: "none"}).Picture(),
			"curve":  (&report.Accumulation{Title: title, Steps: steps}).Picture(),
			"lanes":  (&report.Lanes{Title: title, Words: 8, Above: lanes, Below: lanes}).Picture(),
			"square": (&report.Portrait{Title: title, Words: 8, Lanes: lanes}).Picture(),
		} {
			all, err := shapes(p)
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			for _, s := range all {
				for _, name := range []string{"width", "height", "r"} {
					if x := s.number(name); x < 0 {
						t.Fatalf("%s: a %s %q with a %s of %v", kind, s.kind, s.tip, name, x)
					}
				}
				if s.kind == "script" || strings.Contains(fmt.Sprint(s.attributes), "NaN") {
					t.Fatalf("%s: %+v", kind, s)
				}
			}
			for _, m := range report.Marks(p) {
				for _, c := range m.Corners {
					if c[0] < -0.5 || c[1] < -0.5 || c[0] > p.Width+0.5 || c[1] > p.Height+0.5 {
						t.Fatalf("%s: %s %q reaches %.0f, %.0f of %.0f × %.0f", kind, m.Kind, m.Text+m.Tip, c[0], c[1], p.Width, p.Height)
					}
				}
			}
		}
	})
}

// Formats by their names and by the endings of files.
func TestFormats(t *testing.T) {
	tests := []struct {
		typed string
		want  report.Format
	}{
		{"csv", report.CSV}, {"CSV", report.CSV}, {"md", report.Markdown}, {"markdown", report.Markdown}, {"htm", report.HTML}, {"tex",
			report.LaTeX},
		{"txt", report.Table}, {"table", report.Table}, {"pdf", ""}, {"", ""},
	}
	for _, tt := range tests {
		got, err := report.ParseFormat(tt.typed)
		if got != tt.want || (tt.want == "") != errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%q is %q, %v; want %q", tt.typed, got, err, tt.want)
		}
	}
	for file, want := range map[string]report.Format{"a.b.CSV": report.CSV, "dir.csv/a": "", "x.jpeg": "", "x.PNG": report.PNG,
		"a.htm": report.HTML} {
		if got := report.FormatOf(file); got != want {
			t.Errorf("%s is %q, want %q", file, got, want)
		}
	}
	if got := report.HTML.Endings(); !cmp.Equal(got, []string{".html", ".htm"}) {
		t.Errorf("HTML ends in %q", got)
	}
	var binary []report.Format
	for _, f := range report.Formats {
		if len(f.Endings()) == 0 {
			t.Errorf("no file is %s", f)
		}
		if f.Binary() {
			binary = append(binary, f)
		}
	}
	if diff := cmp.Diff([]report.Format{report.XLSX, report.DOCX, report.PNG}, binary); diff != "" {
		t.Errorf("nothing for a terminal (-want +got):\n%s", diff)
	}
	for _, f := range []report.Format{report.SVG, report.PNG} {
		if err := (&report.Grid{Head: []string{"a"}}).Write(io.Discard, f, report.Screen{}); !errors.Is(err, coding.ErrInvalid) ||
			coding.Hint(err) == "" {
			t.Errorf("%s of what has no picture: %v", f, err)
		}
	}
}
