// Package refitest draws projects of all kinds of things that REFI-QDA has, for
// tests of laws.
package refitest

import (
	"fmt"

	"pgregory.net/rapid"

	"crosscase/coding/exchange/refi"
)

// Project draws a project that is valid by the schema. Its references lead to things
// that are in it, its selections to places that its texts have.
func Project(t *rapid.T) *refi.Project {
	d := &drawing{T: t, p: &refi.Project{Origin: "Test 1"}}
	p := d.p
	p.Name = d.name()
	d.several(3, func() {
		p.Users = append(p.Users, refi.User{GUID: d.guid(&d.users), Name: d.name(), ID: d.name()})
	})
	d.several(3, func() { d.guid(&d.notes) })
	d.several(3, func() { p.Codes = append(p.Codes, d.code(0)) })
	d.variables()
	d.several(4, func() { p.Sources = append(p.Sources, d.source()) })
	d.several(2, func() { p.Cases = append(p.Cases, d.caseOf()) })
	for _, guid := range d.notes {
		p.Notes = append(p.Notes, &refi.Text{GUID: guid, Name: d.name(), Audit: d.audit(), Description: d.name(), Content: d.content()})
	}
	if len(d.codes) > 1 {
		d.several(2, func() { p.Links = append(p.Links, d.link()) })
	}
	d.several(2, func() { p.Sets = append(p.Sets, d.set()) })
	if d.maybe() {
		p.Graphs = append(p.Graphs, d.graph())
	}
	p.Description, p.NoteRefs = d.name(), d.noteRefs()
	return p
}

// A drawing is a project that is being drawn, with identifiers of what it has so far.
type drawing struct {
	*rapid.T
	p                            *refi.Project
	n                            int
	users, notes, codes, sources []string
}

// guid returns a new identifier, which is added to each of the lists.
func (d *drawing) guid(to ...*[]string) string {
	d.n++
	guid := fmt.Sprintf("%08x-0000-4000-8000-%012x", d.n*7919, d.n)
	for _, list := range to {
		*list = append(*list, guid)
	}
	return guid
}

func (d *drawing) maybe() bool { return rapid.IntRange(0, 2).Draw(d.T, "maybe") == 0 }

func (d *drawing) several(most int, do func()) {
	for range rapid.IntRange(0, most).Draw(d.T, "several") {
		do()
	}
}

func (d *drawing) oneOf(label string, from ...string) string {
	return rapid.SampledFrom(from).Draw(d.T, label)
}

func (d *drawing) name() string {
	return d.oneOf("name", "", "a", "Trust & <cost> \"x\" 'y'", " padded ", "two\nlines", "tab\t", "::", "🙂", "שלום", "a\r\nb", "é", "=1+1")
}

// ref returns one of the identifiers, "" where there are none.
func (d *drawing) ref(from []string) string {
	if len(from) == 0 {
		return ""
	}
	return d.oneOf("ref", from...)
}

// refs returns one of the identifiers in a list, or none.
func (d *drawing) refs(from []string) []string {
	if len(from) == 0 || !d.maybe() {
		return nil
	}
	return []string{d.ref(from)}
}

func (d *drawing) noteRefs() []string { return d.refs(d.notes) }

func (d *drawing) audit() (a refi.Audit) {
	if d.maybe() {
		a.Creator, a.Created = d.ref(d.users), "2025-01-02T03:04:05Z"
	}
	if d.maybe() {
		a.Modifier, a.Modified = d.ref(d.users), "2025-01-02T03:04:05"
	}
	return a
}

func (d *drawing) code(depth int) *refi.Code {
	c := &refi.Code{
		GUID: d.guid(&d.codes), Name: d.name(), Codable: rapid.Bool().Draw(d.T, "codable"),
		Colour: d.oneOf("colour", "", "#abc", "#AABBCC"), Description: d.name(), NoteRefs: d.noteRefs(),
	}
	if depth < 4 {
		d.several(2, func() { c.Below = append(c.Below, d.code(depth+1)) })
	}
	return c
}

// types are the types of variables, each with a value.
var types = [][2]string{
	{"Text", " kept  as is "}, {"Boolean", "1"}, {"Integer", "-12"}, {"Float", "1.50"}, {"Date", "2020-02-03Z"},
	{"DateTime", "2020-02-03T04:05:06+01:00"},
}

func (d *drawing) variables() {
	for _, typ := range types {
		if d.maybe() {
			d.p.Variables = append(d.p.Variables, refi.Variable{GUID: d.guid(), Name: d.name(), Type: typ[0], Description: d.name()})
		}
	}
}

// values draws values of the variables; some are missing.
func (d *drawing) values() (all []refi.Value) {
	for _, v := range d.p.Variables {
		switch rapid.IntRange(0, 2).Draw(d.T, "value") {
		case 1:
			for _, typ := range types {
				if typ[0] == v.Type {
					all = append(all, refi.Value{Variable: v.GUID, Type: v.Type, Value: typ[1]})
				}
			}
		case 2:
			all = append(all, refi.Value{Variable: v.GUID})
		}
	}
	return all
}

func (d *drawing) content() *string {
	if d.maybe() {
		return nil
	}
	s := d.oneOf("content", "", "One two three.\nFour 🙂 five.", "a\r\nb\r\n", "  padded  ")
	return &s
}

func (d *drawing) codings() (all []*refi.Coding) {
	if len(d.codes) > 0 {
		d.several(2, func() {
			all = append(all, &refi.Coding{GUID: d.guid(), Creator: d.ref(d.users), Code: d.ref(d.codes), NoteRefs: d.noteRefs()})
		})
	}
	return all
}

func (d *drawing) selection() *refi.Selection {
	return &refi.Selection{
		GUID: d.guid(), Name: d.name(), Audit: d.audit(), Description: d.name(), Codings: d.codings(), NoteRefs: d.noteRefs(),
	}
}

// text draws a text with selections, of which place sets where they are.
func (d *drawing) text(guid string, place func(*refi.Selection)) refi.Text {
	t := refi.Text{
		GUID: guid, Name: d.name(), Audit: d.audit(), Description: d.name(), Content: d.content(),
		Codings: d.codings(), NoteRefs: d.noteRefs(), Values: d.values(),
	}
	d.several(2, func() {
		s := d.selection()
		place(s)
		t.Selections = append(t.Selections, s)
	})
	return t
}

func inWords(s *refi.Selection) { s.End = 3 }

// places set where selections of a kind of source are.
var places = map[string]func(*refi.Selection){
	refi.TextSource:    inWords,
	refi.PictureSource: func(s *refi.Selection) { s.Box = [4]int{1, 2, 30, -4} },
	refi.PDFSource:     func(s *refi.Selection) { s.Box, s.Page = [4]int{1, 2, 3, 4}, 5 },
	refi.AudioSource:   inWords,
	refi.VideoSource:   inWords,
}

func (d *drawing) source() *refi.Source {
	kind := d.oneOf("kind", refi.TextSource, refi.PictureSource, refi.PDFSource, refi.AudioSource, refi.VideoSource)
	s := &refi.Source{Kind: kind, Text: d.text(d.guid(&d.sources), places[kind])}
	if kind != refi.TextSource {
		s.Content, s.Path = nil, "relative:///a b.mp4"
	}
	switch kind {
	case refi.PictureSource:
		if d.maybe() {
			t := d.text(d.guid(), inWords)
			s.TextDescription = &t
		}
	case refi.PDFSource:
		r := d.text(d.guid(), inWords)
		s.Representation = &r
		d.pair(s)
	case refi.AudioSource, refi.VideoSource:
		s.Transcripts = append(s.Transcripts, d.transcript())
	}
	return s
}

// pair makes words of parts of a PDF file: those of its text that go by the same
// identifier, and texts of their own.
func (d *drawing) pair(s *refi.Source) {
	for i, x := range s.Selections {
		if i < len(s.Representation.Selections) && rapid.Bool().Draw(d.T, "paired") {
			words := s.Representation.Selections[i]
			words.GUID = x.GUID
			for n, c := range x.Codings {
				if n < len(words.Codings) && d.maybe() {
					words.Codings[n].Code, words.Codings[n].Creator = c.Code, c.Creator
				}
			}
		}
		if d.maybe() {
			t := d.text(d.guid(), inWords)
			x.Representation = &t
		}
	}
}

func (d *drawing) transcript() *refi.Transcript {
	t := &refi.Transcript{
		Text:   refi.Text{GUID: d.guid(), Name: d.name(), Audit: d.audit(), Description: d.name(), Content: d.content(), NoteRefs: d.noteRefs()},
		Points: []refi.SyncPoint{{GUID: d.guid()}, {GUID: d.guid(), Time: 1000, Position: 4}, {GUID: d.guid(), Time: -1, Position: 8}},
	}
	d.several(2, func() {
		s := d.selection()
		s.From, s.To = t.Points[0].GUID, t.Points[1].GUID
		t.Selections = append(t.Selections, s)
	})
	return t
}

func (d *drawing) caseOf() *refi.Case {
	return &refi.Case{GUID: d.guid(), Name: d.name(), Description: d.name(), Values: d.values(), SourceRefs: d.refs(d.sources)}
}

func (d *drawing) link() *refi.Link {
	return &refi.Link{
		GUID: d.guid(), Name: d.name(), Direction: d.oneOf("direction", "", "OneWay", "Bidirectional", "Associative"),
		Origin: d.ref(d.codes), Target: d.ref(d.codes), NoteRefs: d.noteRefs(),
	}
}

func (d *drawing) set() *refi.Set {
	s := &refi.Set{GUID: d.guid(), Name: d.name(), Description: d.name(), Notes: d.noteRefs(), Sources: d.refs(d.sources)}
	if len(d.codes) > 0 {
		s.Codes = []string{d.ref(d.codes)}
	}
	return s
}

func (d *drawing) graph() *refi.Graph {
	from, to := d.guid(), d.guid()
	return &refi.Graph{
		GUID: d.guid(), Name: d.name(),
		Vertices: []refi.Vertex{
			{GUID: from, Name: d.name(), X1: "1", Y1: "-2", Shape: "Note"},
			{GUID: to, X1: "1", Y1: "2", X2: "3", Y2: "4", Colour: "#abcdef"},
		},
		Edges: []refi.Edge{{GUID: d.guid(), Source: from, Target: to, Style: "dashed"}},
	}
}
