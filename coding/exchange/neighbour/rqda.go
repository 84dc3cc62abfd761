package neighbour

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"crosscase/coding/exchange/refi"
)

// rqda reads the tables of RQDA. A row counts there while its status is 1: -1 is set
// where a coder takes a marking back, 0 where something is deleted.
// Positions are code points of source.file, the end not included.
func (r *reader) rqda(name string) {
	r.doc.Name, r.doc.Origin = name, "RQDA"
	for _, p := range r.rows("project", "rowid") {
		r.doc.Description = p.text("memo")
	}
	alive := func(table, order string) (rows []row) {
		for _, x := range r.rows(table, order) {
			switch x.number("status") {
			case 1:
				rows = append(rows, x)
			case -1:
				r.problems.Add("row that was unmarked in RQDA: left out", table)
			default:
				r.problems.Add("row that was deleted in RQDA: left out", table)
			}
		}
		return rows
	}
	categories := map[int]*refi.Code{}
	for _, x := range alive("codecat", "catid") {
		c := &refi.Code{GUID: refi.NewGUID("rqda category", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		categories[x.number("catid")] = c
		r.doc.Codes = append(r.doc.Codes, c)
	}
	above := map[int]*refi.Code{}
	for _, x := range alive("treecode", "rowid") {
		if above[x.number("cid")] != nil {
			r.problems.Add("code in several categories: stands in the first", fmt.Sprint("code ", x.number("cid")))
			continue
		}
		above[x.number("cid")] = categories[x.number("catid")]
	}
	codes := map[int]string{}
	for _, x := range alive("freecode", "id") {
		c := &refi.Code{GUID: refi.NewGUID("rqda code", x.text("name")), Name: x.text("name"), Description: x.text("memo"), Codable: true, Colour: colour(x.text("color"))}
		codes[x.number("id")] = c.GUID
		if a := above[x.number("id")]; a != nil {
			a.Below = append(a.Below, c)
		} else {
			r.doc.Codes = append(r.doc.Codes, c)
		}
	}
	sources, places := map[int]*refi.Source{}, map[int]*place{}
	for _, x := range alive("source", "id") {
		text := strings.ReplaceAll(x.text("file"), "\r\n", "\n")
		if !utf8.ValidString(text) {
			r.problems.Add("text that is not UTF-8: read as Windows-1252", x.text("name"))
			text, _ = charmap.Windows1252.NewDecoder().String(text)
		}
		sources[x.number("id")] = r.textSource("RQDA", x.text("name"), text, x.text("memo"), x.text("owner"), x.text("date"))
		places[x.number("id")] = newPlace(text)
	}
	for _, x := range alive("coding", "fid, selfirst, selend, rowid") {
		s, code := sources[x.number("fid")], codes[x.number("cid")]
		if s == nil || code == "" {
			r.problems.Add("coding whose source or code is not there: left out", x.text("seltext"))
			continue
		}
		r.code(s, places[x.number("fid")], x.number("selfirst"), x.number("selend"), x.text("seltext"), code, x.text("owner"), x.text("date"), x.text("memo"))
	}
	for _, x := range alive("annotation", "rowid") {
		if s := sources[x.number("fid")]; s != nil {
			s.NoteRefs = append(s.NoteRefs, refs(r.note("", x.text("annotation"), x.text("owner"), x.text("date"), s.GUID, x.text("position")))...)
		}
	}
	r.rqdaCases(alive, sources, places)
	for _, x := range alive("journal", "rowid") {
		r.note(x.text("name"), x.text("journal"), x.text("owner"), x.text("date"), "journal")
	}
}

func (r *reader) rqdaCases(alive func(table, order string) []row, sources map[int]*refi.Source, places map[int]*place) {
	for _, x := range alive("attributes", "name") {
		typ := "Text"
		if x.text("class") == "numeric" {
			typ = "Float"
		}
		r.variable(x.text("name"), typ, strings.TrimSpace(x.text("memo")))
	}
	cases := map[int]*refi.Case{}
	for _, x := range alive("cases", "id") {
		c := &refi.Case{GUID: refi.NewGUID("rqda case", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		cases[x.number("id")] = c
		r.doc.Cases = append(r.doc.Cases, c)
	}
	for _, x := range alive("caseattr", "rowid") {
		if c := cases[x.number("caseid")]; c != nil {
			if v, ok := r.value(x.text("variable"), x.text("value")); ok {
				c.Values = append(c.Values, v)
			}
		}
	}
	for _, x := range alive("fileattr", "rowid") {
		if s := sources[x.number("fileid")]; s != nil {
			if v, ok := r.value(x.text("variable"), x.text("value")); ok {
				s.Values = append(s.Values, v)
			}
		}
	}
	for _, x := range alive("caselinkage", "rowid") {
		c, s := cases[x.number("caseid")], sources[x.number("fid")]
		if c == nil || s == nil {
			r.problems.Add("case on a source that is not there: left out", "")
			continue
		}
		r.caseOn(c, s, places[x.number("fid")], x.number("selfirst"), x.number("selend"))
	}
	sets := map[int]*refi.Set{}
	for _, x := range alive("filecat", "catid") {
		set := &refi.Set{GUID: refi.NewGUID("rqda file category", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		sets[x.number("catid")] = set
		r.doc.Sets = append(r.doc.Sets, set)
	}
	for _, x := range alive("treefile", "rowid") {
		if set, s := sets[x.number("catid")], sources[x.number("fid")]; set != nil && s != nil {
			set.Sources = append(set.Sources, s.GUID)
		}
	}
}
