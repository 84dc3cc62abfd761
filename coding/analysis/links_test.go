package analysis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/corpus"
)

// mapOf is a map of themes by name, linked as "a>b".
func mapOf(links ...string) *coding.Study {
	s := coding.Study{Coders: []*coding.Coder{{ID: "x", Name: "X"}}, Cases: []*corpus.CaseStudy{{ID: "case", Name: `"One" <i> & \`}}}
	for i, l := range links {
		from, to, _ := strings.Cut(l, ">")
		for _, name := range []string{from, to} {
			if !strings.Contains(fmt.Sprint(s.Themes), name) && name != "case" {
				s.Themes = append(s.Themes, &coding.Theme{ID: coding.ThemeID(name), Name: name, Colour: "#4477aa"})
			}
		}
		s.Links = append(s.Links, coding.Link{ID: coding.LinkID(fmt.Sprint(i)), From: from, To: to, Kind: `explains "<&`, Note: "a\nb",
			Coder: "x"})
	}
	return coding.NewStudy(s)
}

// Maps of all shapes are drawn whole: well-formed, nothing beyond the edge, no node
// on another, circles included, and no name is markup.
func TestConceptMap(t *testing.T) {
	for _, links := range [][]string{nil, {"a>b"}, {"a>b", "b>a"}, {"a>b", "b>c", "c>a", "c>case"},
		{"a>b", "a>c", "a>d", "d>e", "b>e", "e>f", "f>b"}, {"a very long name of a theme that takes several lines>b", "b>c"}} {
		m := NewConceptMap(mapOf(links...))
		var b strings.Builder
		if err := m.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(strings.NewReader(b.String()))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v: %v\n%s", links, err, b.String())
			}
		}
		if strings.Contains(b.String(), "<i>") {
			t.Errorf("%v: a name is markup", links)
		}
		size := regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`).FindStringSubmatch(b.String())
		width, _ := strconv.ParseFloat(size[1], 64)
		height, _ := strconv.ParseFloat(size[2], 64)
		for i, n := range m.nodes {
			if n.x-n.w/2 < 0 || n.y-n.h/2 < 0 || n.x+n.w/2 > width || n.y+n.h/2 > height {
				t.Errorf("%v: %s stands beyond the edge", links, n.name)
			}
			for _, o := range m.nodes[:i] {
				if n.x-n.w/2 < o.x+o.w/2 && o.x-o.w/2 < n.x+n.w/2 && n.y-n.h/2 < o.y+o.h/2 && o.y-o.h/2 < n.y+n.h/2 {
					t.Errorf("%v: %s stands on %s", links, n.name, o.name)
				}
			}
		}
		b.Reset()
		if err := m.WriteDOT(&b); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), " -> "); got != len(links) {
			t.Errorf("%v: %d edges in DOT", links, got)
		}
		if strings.Contains(b.String(), "a\nb") {
			t.Error("a note breaks a line of DOT")
		}
	}
}
