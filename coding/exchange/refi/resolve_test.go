package refi_test

import (
	"strings"
	"testing"

	"crosscase/coding/exchange/refi"
)

var (
	pointsAsWritten = refi.Convention{Unit: refi.CodePoints, LineEnd: refi.AsWritten}
	pointsAsOne     = refi.Convention{Unit: refi.CodePoints, LineEnd: refi.AsOne}
	unitsAsWritten  = refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsWritten}
	unitsAsOne      = refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsOne}
	unitsAsTwo      = refi.Convention{Unit: refi.UTF16, LineEnd: refi.AsTwo}
)

const interview = "🙂 Anna: We waited,\r\nand waited 𝕏 again.\r\nBen: It began 🙂 with money, as it does.\r\n" +
	"Anna: Trust 🙂 was never there.\r\n"

var quotes = []string{"We waited", "and waited", "again", "It began", "with money", "Trust", "was never there"}

// marked selects words of a text by the convention. named selections quote them.
func marked(c refi.Convention, raw string, named bool, words ...string) refi.Sample {
	s := refi.Sample{Raw: raw}
	body := refi.Fold(raw)
	for _, w := range words {
		at := strings.Index(body, w)
		p := c.Positions(raw, []int{at, at + len(w)})
		x := &refi.Selection{}
		x.Start, x.End = c.Number(p[0], p[1])
		if named {
			x.Name = w
		}
		s.Selections = append(s.Selections, x)
	}
	return s
}

var origins = []string{"NVivo for Windows 12.6", "ATLAS.ti", "QualCoder 3.8", ""}

// The convention of a file is found from words that are quoted, also where the
// program that wrote it usually counts otherwise.
func TestResolveByQuotes(t *testing.T) {
	for _, c := range []refi.Convention{pointsAsWritten, pointsAsOne, unitsAsWritten, unitsAsOne} {
		for _, origin := range origins {
			v := refi.Resolve(origin, []refi.Sample{marked(c, interview, true, quotes...)})[0]
			if v.Convention != c || v.Expected != refi.Expected(origin) || v.Alike || v.Forced {
				t.Errorf("%s, written by %q: %+v", c, origin, v)
			}
			if v.Points != 5*len(quotes) || v.Edges != len(quotes) || v.Against >= v.Points {
				t.Errorf("%s, written by %q: %+v", c, origin, v)
			}
		}
	}
}

// Edges of words are enough to find it, where there are many.
func TestResolveByEdges(t *testing.T) {
	raw := strings.Repeat(interview, 10)
	for _, c := range []refi.Convention{pointsAsWritten, pointsAsOne, unitsAsWritten, unitsAsOne} {
		s := refi.Sample{Raw: raw}
		body := refi.Fold(raw)
		for at := 0; ; at++ {
			next := strings.Index(body[at:], "money")
			if next < 0 {
				break
			}
			at += next
			p := c.Positions(raw, []int{at, at + len("money")})
			s.Selections = append(s.Selections, &refi.Selection{Start: p[0], End: p[1]})
		}
		for _, origin := range origins {
			if v := refi.Resolve(origin, []refi.Sample{s})[0]; v.Convention != c {
				t.Errorf("%s, written by %q: %+v", c, origin, v)
			}
		}
	}
}

// Selections that begin and end anywhere are no reason to leave the program's own
// convention.
func TestResolveNoise(t *testing.T) {
	noise := refi.Sample{Raw: strings.Repeat("wordswordswords\r\n", 20)}
	for i := range 40 {
		noise.Selections = append(noise.Selections, &refi.Selection{Start: i * 2, End: i*2 + 3})
	}
	for _, origin := range origins {
		if v := refi.Resolve(origin, []refi.Sample{noise})[0]; v.Convention != refi.Expected(origin) {
			t.Errorf("written by %q: %+v", origin, v)
		}
	}
}

// A text in which all conventions say the same is said to be such.
func TestResolveAlike(t *testing.T) {
	plain := marked(pointsAsOne, "We waited\nand waited.", true, "We waited", "and waited")
	v := refi.Resolve("QualCoder", []refi.Sample{plain})[0]
	if !v.Alike || v.Convention != pointsAsOne || v.Points != 10 || v.Edges != 2 {
		t.Errorf("%+v", v)
	}
}

// Texts of a file are found out together: one that says little follows the others.
func TestResolveTogether(t *testing.T) {
	little := marked(unitsAsWritten, interview, false, "Trust")
	all := refi.Resolve("QualCoder", []refi.Sample{marked(unitsAsWritten, interview, true, quotes...), little})
	if alone := refi.Resolve("QualCoder", []refi.Sample{little})[0]; alone.Convention != pointsAsOne {
		t.Errorf("alone: %+v", alone)
	}
	for i, v := range all {
		if v.Convention != unitsAsWritten {
			t.Errorf("text %d: %+v", i, v)
		}
	}
}

// A text in which some conventions say the same is not taken for another one than
// that of the whole file without clear evidence.
func TestResolveTogetherPlain(t *testing.T) {
	const raw = "Anna: We waited, and waited, and money came.\r\nBen: Trust came.\r\n"
	plain := marked(unitsAsWritten, raw, false, "Anna", "We", "waited", "and", "money", "came")
	chance := marked(unitsAsOne, raw, false, "Trust") // fits one that nothing else speaks for
	plain.Selections = append(plain.Selections, chance.Selections...)
	all := refi.Resolve("QualCoder", []refi.Sample{marked(unitsAsWritten, interview, true, quotes...), plain})
	if v := all[1]; v.Convention != unitsAsWritten || v.Points != 12 || v.Edges != 6 {
		t.Errorf("%+v", v)
	}
	same := marked(unitsAsWritten, strings.ReplaceAll(raw, "\r", ""), false, "Anna", "We", "waited", "and", "money", "came")
	all = refi.Resolve("QualCoder", []refi.Sample{marked(unitsAsWritten, interview, true, quotes...), same})
	if v := all[1]; v.Convention != unitsAsWritten || !v.Alike || v.Points != 12 {
		t.Errorf("all alike: %+v", v)
	}
}

// A selection that ends just where a long text does, by one convention only, speaks
// for that; in a few words it may be chance.
func TestResolveByEnd(t *testing.T) {
	for _, tt := range []struct {
		times int
		want  refi.Convention
	}{{1, pointsAsOne}, {20, unitsAsOne}} {
		raw := strings.Repeat("wordswords🙂words", tt.times)
		length := unitsAsOne.Positions(raw, []int{len(raw)})[0]
		s := refi.Sample{Raw: raw, Selections: []*refi.Selection{{Start: 0, End: length}}}
		if v := refi.Resolve("QualCoder", []refi.Sample{s})[0]; v.Convention != tt.want {
			t.Errorf("%d times: %+v", tt.times, v)
		}
	}
}

// NVivo for Windows may have counted a carriage return that it did not write.
func TestResolveMissingReturns(t *testing.T) {
	raw := strings.ReplaceAll(interview, "\r", "")
	s := marked(unitsAsTwo, raw, true, quotes...)
	if v := refi.Resolve("NVivo for Windows 12.6", []refi.Sample{s})[0]; v.Convention != unitsAsTwo {
		t.Errorf("NVivo for Windows: %+v", v)
	}
	if v := refi.Resolve("NVivo for Mac", []refi.Sample{s})[0]; v.Convention == unitsAsTwo {
		t.Errorf("NVivo for Mac: %+v", v)
	}
}

// What crosscase wrote says how it counts, whatever the selections seem to say.
func TestResolveOwn(t *testing.T) {
	s := marked(unitsAsOne, interview, true, quotes...)
	v := refi.Resolve("crosscase 1.0 for QualCoder", []refi.Sample{s})[0]
	if v.Convention != pointsAsOne || !v.Told || v.Alike || v.Against != 0 {
		t.Errorf("%+v", v)
	}
	if v := refi.Resolve("QualCoder", []refi.Sample{s})[0]; v.Told || v.Against == 0 {
		t.Errorf("written by another program: %+v", v)
	}
}

// The convention of a program is known by what it calls itself.
func TestExpected(t *testing.T) {
	for origin, want := range map[string]refi.Convention{
		"NVivo 15.0.0": unitsAsWritten, "ATLAS.ti 8.4": unitsAsOne, "MAXQDA 2022": unitsAsOne,
		"QualCoder-3.8": pointsAsOne, "": pointsAsOne, "crosscase 1.0": pointsAsWritten, "Crosscase": pointsAsWritten,
	} {
		if got := refi.Expected(origin); got != want {
			t.Errorf("%q: %s, want %s", origin, got, want)
		}
	}
	for _, p := range refi.Profiles() {
		if got := refi.Expected("crosscase 1.0 for " + p.Title); got != p.Convention {
			t.Errorf("written for %s: %s, want %s", p.Title, got, p.Convention)
		}
	}
}

// A convention that is given is not put in question, but scored.
func TestForce(t *testing.T) {
	s := marked(unitsAsOne, interview, true, quotes...)
	right, wrong := refi.Force(unitsAsOne, s), refi.Force(pointsAsWritten, s)
	if !right.Forced || right.Convention != unitsAsOne || right.Edges != len(quotes) {
		t.Errorf("%+v", right)
	}
	if wrong.Convention != pointsAsWritten || wrong.Points >= right.Points || wrong.Edges >= right.Edges {
		t.Errorf("%+v against %+v", wrong, right)
	}
}

// A name quotes the words that it is the beginning of, but for blanks and an
// ellipsis; a name that is made of words quotes them.
func TestQuotes(t *testing.T) {
	const raw = "Wir  warteten\nund warteten 🙂."
	points := func(name string) int {
		return refi.Force(pointsAsOne, refi.Sample{Raw: raw, Selections: []*refi.Selection{{Name: name, End: len([]rune(raw))}}}).Points
	}
	for name, want := range map[string]bool{
		"Wir warteten": true, " Wir\twarteten und …": true, "Wir warteten...": true, "Wir": true,
		"": false, "…": false, "warteten": false, "Wir warteten nicht": false,
	} {
		if got := points(name) == points("Nein")+3; got != want {
			t.Errorf("%q quotes: %v, want %v", name, got, want)
		}
	}
	for words, want := range map[string]string{
		"  a\n b ": "a b", "": "",
		strings.Repeat("é", 100):  strings.Repeat("é", 70),
		strings.Repeat("🙂 ", 100): strings.Repeat("🙂 ", 35),
	} {
		if got := refi.QuoteName(words); got != want {
			t.Errorf("%.10q: %q, want %q", words, got, want)
		}
	}
}

// A border counts where a word begins or ends, not at a blank or within the word.
func TestEdges(t *testing.T) {
	const raw = "one two-three, naïve"
	for _, tt := range []struct {
		start, end    int
		points, edges int
	}{
		{0, 3, 2, 1}, {4, 7, 2, 1}, {8, 13, 2, 1}, {15, 20, 2, 1},
		{3, 7, 1, 0}, {4, 8, 2, 1}, {5, 7, 1, 0}, {0, 4, 1, 0}, {1, 2, 0, 0}, {15, 18, 1, 0},
		{5, 99, -5, 0}, {7, 4, -5, 0}, {-1, 3, -5, 0},
	} {
		v := refi.Force(pointsAsOne, refi.Sample{Raw: raw, Selections: []*refi.Selection{{Start: tt.start, End: tt.end}}})
		if v.Points != tt.points || v.Edges != tt.edges {
			t.Errorf("%d to %d: %d points, %d edges; want %d, %d", tt.start, tt.end, v.Points, v.Edges, tt.points, tt.edges)
		}
	}
}

// One name that quotes its words by one way of counting alone proves it; what may be chance, or
// is contradicted by another name, does not.
func TestResolveByOneName(t *testing.T) {
	for _, c := range []refi.Convention{pointsAsWritten, pointsAsOne, unitsAsWritten, unitsAsOne} {
		for _, origin := range origins {
			for _, words := range []string{"with money", "It began 🙂 with", "was never there"} {
				one := marked(c, interview, true, words)
				if v := refi.Resolve(origin, []refi.Sample{one})[0]; v.Convention != c {
					t.Errorf("%s by %q: %q is read by %s", c, origin, words, v.Convention)
				}
				silent := refi.Sample{Raw: "Once\r\nagain 🙂, and\r\nagain.", Selections: []*refi.Selection{{Start: 2, End: 7}}}
				if v := refi.Resolve(origin, []refi.Sample{silent, one})[0]; v.Convention != c {
					t.Errorf("%s by %q: a text without names is read by %s beside %q", c, origin, v.Convention, words)
				}
			}
		}
	}
	short := marked(unitsAsWritten, interview, false, "Trust")
	short.Selections[0].Name = "T"
	torn := marked(unitsAsWritten, interview, true, "with money")
	torn.Selections = append(torn.Selections, marked(pointsAsOne, interview, true, "was never").Selections...)
	for name, s := range map[string]refi.Sample{"a name of one letter": short, "names that contradict each other": torn} {
		if v := refi.Resolve("QualCoder", []refi.Sample{s})[0]; v.Convention != pointsAsOne {
			t.Errorf("%s: %s", name, v.Convention)
		}
	}
	begun := marked(pointsAsOne, "One\r\ntwo men. Three", true, "One\ntwo men.") // its end alone tells
	if v := refi.Resolve("NVivo for Mac", []refi.Sample{begun})[0]; v.Convention.LineEnd != refi.AsOne {
		t.Errorf("the whole of its words: %s", v.Convention)
	}
}
