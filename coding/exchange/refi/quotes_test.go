package refi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"crosscase/coding/exchange/refi"
)

// read reads texts of a program, as refi.Resolve and refi.Read do one after the other.
func read(origin string, samples ...refi.Sample) []refi.Reading {
	return refi.Read(samples, refi.Resolve(origin, samples), func(name string) bool { return name == "Label" })
}

// at are the words of a text at the places of a reading.
func at(s refi.Sample, r refi.Reading) (words []string) {
	body := refi.Fold(s.Raw)
	for _, p := range r.Places {
		if p.Damaged != "" {
			words = append(words, p.Damaged)
			continue
		}
		words = append(words, body[p.Start:p.End])
	}
	return words
}

const visit = "»Où?« asked Anna — in Zürich.\r\nTwo men 🙂 came.\r\nShe said “it’s the costs that rise”, and no more.\r\nAll went home.\r\n"

var visited = []string{"asked Anna — in Zürich.", "Two men 🙂 came", "“it’s the costs that rise”, and", "All went"}

// Quotes say how a program counts that nobody knows, whatever they make of letters and signs;
// the selection without one is read like the others.
func TestQuotesDecide(t *testing.T) {
	plain := strings.NewReplacer("“", `"`, "”", `"`, "’", "'", "—", "-")
	for name, change := range map[string]func(s *refi.Selection){
		"names":         func(*refi.Selection) {},
		"capitals":      func(s *refi.Selection) { s.Name = strings.ToUpper(s.Name) },
		"plain signs":   func(s *refi.Selection) { s.Name = plain.Replace(s.Name) },
		"marks apart":   func(s *refi.Selection) { s.Name = norm.NFD.String(s.Name) },
		"blanks":        func(s *refi.Selection) { s.Name = " " + strings.ReplaceAll(s.Name, " ", "\n  ") },
		"between signs": func(s *refi.Selection) { s.Name = "„" + s.Name + "“" },
		"numbers":       func(s *refi.Selection) { s.Name = "12:3 " + s.Name },
		"described":     func(s *refi.Selection) { s.Name, s.Description = "", s.Name },
		"in a sentence": func(s *refi.Selection) {
			s.Name, s.Description = "Label", "See “"+strings.Trim(s.Name, "“”")+"”, as said."
		},
	} {
		for _, c := range conventions() {
			s := marked(c, visit, true, visited...)
			s.Mark = c.First == 3
			for _, x := range s.Selections[:3] {
				change(x)
			}
			s.Selections[3].Name = ""
			if name == "in a sentence" {
				s.Selections = slices.Delete(s.Selections, 2, 3) // which has quotation marks in it
			}
			if c.First == 3 && c.Unit != refi.Bytes {
				continue // a byte order mark is three bytes, and one of all else
			}
			if c.LineEnd == refi.AsTwo {
				c.LineEnd = refi.AsWritten // the same in a text with CRLF
			}
			for _, origin := range []string{"Probe 1", "NVivo for Windows"} {
				r := read(origin, s)[0]
				want := visited
				if len(s.Selections) == 3 {
					want = []string{visited[0], visited[1], visited[3]}
				}
				if diff := cmp.Diff(want, at(s, r)); diff != "" || r.Convention != c || len(r.Elsewhere) > 0 {
					t.Errorf("%s, %s, by %s: %s, elsewhere %v\n%s", name, c, origin, r.Convention, r.Elsewhere, diff)
				}
			}
		}
	}
}

// Of one text, each selection is on the words quoted with it; one without a quote stays where
// the file says if half of the quotes are there.
func TestQuotesDecideOneByOne(t *testing.T) {
	counted := marked(refi.Convention{First: 1}, visit, true, visited[0], visited[3])
	s := marked(refi.Convention{}, visit, true, visited[1], visited[2], "no more.")
	s.Selections[2].Name = ""
	s.Selections = append(s.Selections, counted.Selections...)
	r := read("crosses", s)[0]
	if diff := cmp.Diff([]string{visited[1], visited[2], "no more.", visited[0], visited[3]}, at(s, r)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{3, 4}, r.Moved); diff != "" || len(r.Elsewhere) > 0 {
		t.Errorf("elsewhere %v, moved %s", r.Elsewhere, diff)
	}
	if was := r.Was[3]; refi.Fold(visit)[was.Start:was.End] != visited[0][1:]+"\n" {
		t.Errorf("was %+v", was)
	}
}

// A name that is other words of the text, a label or nothing that was said moves nothing; the
// first is told.
func TestNamesOfOtherWords(t *testing.T) {
	for _, tt := range []struct {
		name      string
		elsewhere bool
	}{
		{"asked Anna", true}, {"it's the costs", true}, {"Label", false}, {"What they earn", false}, {"All", false}, {"wo men 🙂 came and more", false},
		{"Two men", false}, {"Two men …", false}, {"came", true}, {"🙂", false}, {"", false},
	} {
		s := marked(refi.Convention{}, visit, true, visited[1])
		s.Selections[0].Name = tt.name
		r := read("Probe 1", s)[0]
		if got := at(s, r)[0]; len(r.Moved) > 0 || (len(r.Elsewhere) > 0) != tt.elsewhere || len(r.Elsewhere) == 0 && got != "wo men 🙂 came." && got != visited[1] {
			t.Errorf("%q: on %q, moved %v, elsewhere %v", tt.name, got, r.Moved, r.Elsewhere)
		}
	}
	said := marked(refi.Convention{}, visit, true, visited[1])
	said.Selections[0].Name, said.Selections[0].Description = "", "Compare “asked Anna”, which is not this."
	if r := read("Probe 1", said)[0]; len(r.Moved)+len(r.Elsewhere) > 0 {
		t.Errorf("what a description mentions: %+v", r)
	}
}

// Quotes that may be at two places move nothing, nor do any in a file that says how it counts.
func TestQuotesInDoubt(t *testing.T) {
	const song = "da da da da da da da da da da"
	s := refi.Sample{Raw: "é" + song, Selections: []*refi.Selection{{Name: "da da da", Start: 2, End: 9}}}
	two := refi.Sample{Raw: "éé aaaa aaaa", Selections: []*refi.Selection{{Name: "aaaa", Start: 4, End: 8}}}
	for name, r := range map[string]refi.Reading{
		"told": read("crosscase 1.0", marked(refi.Convention{First: 1}, visit, true, visited...))[0],
		"forced": refi.Read([]refi.Sample{marked(refi.Convention{First: 1}, visit, true, visited...)},
			[]refi.Verdict{refi.Force(refi.Convention{}, s)}, func(string) bool { return false })[0],
	} {
		if len(r.Moved) > 0 || len(r.Elsewhere) != 3 { // one but for its first sign
			t.Errorf("%s: moved %v, elsewhere %v", name, r.Moved, r.Elsewhere)
		}
	}
	for _, s := range []refi.Sample{s, two} {
		if r := read("Probe 1", s)[0]; len(r.Moved) > 0 && !strings.EqualFold(at(s, r)[0], s.Selections[0].Name) {
			t.Errorf("%q is on %q", s.Selections[0].Name, at(s, r)[0])
		}
	}
}

// A text without quotes is read as quotes in others prove, but not where a byte order mark may
// be what they prove, nor where its words fit less well.
func TestQuotesOfOtherTexts(t *testing.T) {
	one := refi.Convention{First: 1}
	proof, marks := marked(one, visit, true, visited...), marked(one, visit, true, visited...)
	marks.Mark = true
	silent, fits := marked(one, visit, false, visited...), marked(refi.Convention{}, visit, false, visited...)
	all := read("Probe 1", proof, silent, fits)
	for i, want := range []int{1, 1, 0} {
		if all[i].First != want {
			t.Errorf("text %d is counted from %d", i, all[i].First)
		}
	}
	if r := read("Probe 1", marks, silent)[1]; r.First != 0 {
		t.Errorf("without a byte order mark: %s", r.Convention)
	}
}

// One quote is enough, also where a sign at its border alone says what is counted.
func TestOneQuoteDecides(t *testing.T) {
	for _, raw := range []string{visit, strings.ReplaceAll(visit, "\r", "")} {
		for _, c := range conventions() {
			if c.First == 3 && c.Unit != refi.Bytes {
				continue
			}
			for _, words := range visited {
				for name, change := range map[string]func(s *refi.Selection){
					"named":     func(s *refi.Selection) { s.Name = strings.ToLower(s.Name) },
					"described": func(s *refi.Selection) { s.Name, s.Description = "", "She says «"+s.Name+"», doesn’t she?" },
				} {
					s := marked(c, raw, true, words)
					change(s.Selections[0])
					s.Mark = c.First > 0
					if got := at(s, read("NVivo for Windows", s)[0])[0]; got != words {
						t.Errorf("%s, %s: %q, want %q", name, c, got, words)
					}
				}
			}
		}
	}
}
