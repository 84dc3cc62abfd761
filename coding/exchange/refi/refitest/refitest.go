// Package refitest makes projects for tests, of everything that REFI-QDA can say.
package refitest

import (
	"fmt"

	"pgregory.net/rapid"

	"crosscase/coding/exchange/refi"
)

// Project draws a project of everything that the standard can say.
func Project(t *rapid.T) *refi.Project {
	n := 0
	guid := func() string { n++; return fmt.Sprintf("%08x-0000-4000-8000-%012x", n*7919, n) }
	name := func() string {
		return rapid.SampledFrom([]string{"", "a", "Trust & <cost> \"x\" 'y'", " padded ", "two\nlines", "tab\t", "::", "🙂", "שלום", "a\r\nb", "é", "=1+1"}).Draw(t, "name")
	}
	maybe := func() bool { return rapid.IntRange(0, 2).Draw(t, "maybe") == 0 }
	several := func(most int, do func()) {
		for range rapid.IntRange(0, most).Draw(t, "several") {
			do()
		}
	}
	p := &refi.Project{Name: name(), Origin: "Test 1"}
	var users, codes, notes []string
	pick := func(from []string) string {
		if len(from) == 0 {
			return ""
		}
		return rapid.SampledFrom(from).Draw(t, "pick")
	}
	audit := func() (a refi.Audit) {
		if maybe() {
			a.Creator, a.Created = pick(users), "2025-01-02T03:04:05Z"
		}
		if maybe() {
			a.Modifier, a.Modified = pick(users), "2025-01-02T03:04:05"
		}
		return a
	}
	several(3, func() {
		u := refi.User{GUID: guid(), Name: name(), ID: name()}
		users = append(users, u.GUID)
		p.Users = append(p.Users, u)
	})
	for range rapid.IntRange(0, 3).Draw(t, "notes") {
		notes = append(notes, guid())
	}
	refs := func() (all []string) {
		if maybe() && len(notes) > 0 {
			all = append(all, pick(notes))
		}
		return all
	}
	var code func(depth int) *refi.Code
	code = func(depth int) *refi.Code {
		c := &refi.Code{GUID: guid(), Name: name(), Codable: rapid.Bool().Draw(t, "codable"), Colour: rapid.SampledFrom([]string{"", "#abc", "#AABBCC"}).Draw(t, "colour"), Description: name(), NoteRefs: refs()}
		codes = append(codes, c.GUID)
		if depth < 4 {
			several(2, func() { c.Below = append(c.Below, code(depth+1)) })
		}
		return c
	}
	several(3, func() { p.Codes = append(p.Codes, code(0)) })
	coding := func() (all []*refi.Coding) {
		if len(codes) > 0 {
			several(2, func() {
				all = append(all, &refi.Coding{GUID: guid(), Creator: pick(users), Created: "", Code: pick(codes), NoteRefs: refs()})
			})
		}
		return all
	}
	types := map[string]string{"Text": " kept  as is ", "Boolean": "1", "Integer": "-12", "Float": "1.50", "Date": "2020-02-03Z", "DateTime": "2020-02-03T04:05:06+01:00"}
	for _, typ := range []string{"Text", "Boolean", "Integer", "Float", "Date", "DateTime"} {
		if maybe() {
			p.Variables = append(p.Variables, refi.Variable{GUID: guid(), Name: name(), Type: typ, Description: name()})
		}
	}
	values := func() (all []refi.Value) {
		for _, v := range p.Variables {
			switch rapid.IntRange(0, 2).Draw(t, "value") {
			case 1:
				all = append(all, refi.Value{Variable: v.GUID, Type: v.Type, Value: types[v.Type]})
			case 2:
				all = append(all, refi.Value{Variable: v.GUID})
			}
		}
		return all
	}
	content := func() *string {
		if maybe() {
			return nil
		}
		s := rapid.SampledFrom([]string{"", "One two three.\nFour 🙂 five.", "a\r\nb\r\n", "  padded  "}).Draw(t, "content")
		return &s
	}
	selection := func() *refi.Selection {
		return &refi.Selection{GUID: guid(), Name: name(), Audit: audit(), Description: name(), Codings: coding(), NoteRefs: refs()}
	}
	textOf := func(guid string) refi.Text {
		x := refi.Text{GUID: guid, Name: name(), Audit: audit(), Description: name(), Content: content(), Codings: coding(), NoteRefs: refs(), Values: values()}
		several(2, func() { s := selection(); s.Start, s.End = 0, 3; x.Selections = append(x.Selections, s) })
		return x
	}
	var sources []string
	several(4, func() {
		s := &refi.Source{Kind: rapid.SampledFrom([]string{refi.TextSource, refi.PictureSource, refi.PDFSource, refi.AudioSource, refi.VideoSource}).Draw(t, "kind"), Text: textOf(guid())}
		if s.Kind != refi.TextSource {
			s.Content = nil
			s.Path = "relative:///a b.mp4"
			for _, x := range s.Selections {
				switch s.Kind {
				case refi.PictureSource:
					x.Start, x.End, x.Box = 0, 0, [4]int{1, 2, 30, -4}
				case refi.PDFSource:
					x.Start, x.End, x.Box, x.Page = 0, 0, [4]int{1, 2, 3, 4}, 5
				}
			}
		}
		switch s.Kind {
		case refi.PDFSource:
			r := textOf(guid())
			s.Representation = &r
		case refi.AudioSource, refi.VideoSource:
			tr := &refi.Transcript{GUID: guid(), Name: name(), Audit: audit(), Description: name(), Content: content(), NoteRefs: refs()}
			tr.Points = []refi.SyncPoint{{GUID: guid()}, {GUID: guid(), Time: 1000, Position: 4}, {GUID: guid(), Time: -1, Position: 8}}
			several(2, func() {
				x := selection()
				x.From, x.To = tr.Points[0].GUID, tr.Points[1].GUID
				tr.Selections = append(tr.Selections, x)
			})
			s.Transcripts = append(s.Transcripts, tr)
		}
		sources = append(sources, s.GUID)
		p.Sources = append(p.Sources, s)
	})
	several(2, func() {
		c := &refi.Case{GUID: guid(), Name: name(), Description: name(), Values: values()}
		if len(sources) > 0 && maybe() {
			c.SourceRefs = []string{pick(sources)}
		}
		p.Cases = append(p.Cases, c)
	})
	for _, id := range notes {
		x := textOf(id)
		x.Codings, x.Selections, x.NoteRefs, x.Values = nil, nil, nil, nil
		p.Notes = append(p.Notes, &x)
	}
	if len(codes) > 1 {
		several(2, func() {
			p.Links = append(p.Links, &refi.Link{GUID: guid(), Name: name(), Direction: rapid.SampledFrom([]string{"", "OneWay", "Bidirectional", "Associative"}).Draw(t, "direction"), Origin: pick(codes), Target: pick(codes), NoteRefs: refs()})
		})
	}
	several(2, func() {
		s := &refi.Set{GUID: guid(), Name: name(), Description: name(), Notes: refs()}
		if len(codes) > 0 {
			s.Codes = []string{pick(codes)}
		}
		if len(sources) > 0 && maybe() {
			s.Sources = []string{pick(sources)}
		}
		p.Sets = append(p.Sets, s)
	})
	if maybe() {
		g := &refi.Graph{GUID: guid(), Name: name()}
		g.Vertices = []refi.Vertex{{GUID: guid(), Name: name(), X1: "1", Y1: "-2", Shape: "Note"}, {GUID: guid(), X1: "1", Y1: "2", X2: "3", Y2: "4", Colour: "#abcdef"}}
		g.Edges = []refi.Edge{{GUID: guid(), Source: g.Vertices[0].GUID, Target: g.Vertices[1].GUID, Style: "dashed"}}
		p.Graphs = append(p.Graphs, g)
	}
	p.Description, p.NoteRefs = name(), refs()
	return p
}
