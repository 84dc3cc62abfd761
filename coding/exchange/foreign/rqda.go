package foreign

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"crosscase/coding/exchange/refi"
)

// rqdaTables are the tables of RQDA whose rows have a status: what a row is, and
// the column that names it.
var rqdaTables = map[string]struct{ what, name string }{
	"source":      {"source", "name"},
	"freecode":    {"code", "name"},
	"codecat":     {"code category", "name"},
	"treecode":    {"code in a category", ""},
	"coding":      {"coding", "seltext"},
	"annotation":  {"note beside a text", "annotation"},
	"journal":     {"journal", "name"},
	"cases":       {"case", "name"},
	"caselinkage": {"part of a case", ""},
	"attributes":  {"attribute", "name"},
	"caseattr":    {"attribute of a case", "variable"},
	"fileattr":    {"attribute of a source", "variable"},
	"filecat":     {"source category", "name"},
	"treefile":    {"source in a category", ""},
	"coding2":     {"coding in the second table of RQDA (coding2)", "seltext"},
	"image":       {"image", "name"},
	"imagecoding": {"coding of an image", ""},
}

// alive returns the rows that RQDA shows and counts, those with status 1, and
// notes the others: 0 is a row that was deleted, -1 a coding that was unmarked.
func (r *reader) alive(table, order string) (rows []row) {
	kind := rqdaTables[table]
	for _, x := range r.rows(table, order) {
		name := refi.QuoteName(x.text(kind.name))
		switch status := x.number("status"); {
		case status == 1:
			rows = append(rows, x)
		case status == -1 && table == "coding":
			r.problems.Add("coding that was unmarked in RQDA: left out", name)
		default:
			r.problems.Add(kind.what+" that was deleted in RQDA: left out", name)
		}
	}
	return rows
}

// rqda reads the tables of RQDA. Positions are code points of source.file, the end
// not included.
func (r *reader) rqda(name string) {
	r.doc.Name, r.doc.Origin = name, "RQDA"
	for _, p := range r.rows("project", "rowid") {
		r.doc.Description = p.text("memo")
	}
	codes := r.rqdaCodes()
	sources, places := r.rqdaSources()
	for _, x := range r.alive("coding", "fid, selfirst, selend, rowid") {
		s, code := sources[x.number("fid")], codes[x.number("cid")]
		if s == nil || code == "" {
			r.problems.Add("coding whose source or code is not there: left out", refi.QuoteName(x.text("seltext")))
			continue
		}
		r.code(s, places[x.number("fid")], x.number("selfirst"), x.number("selend"), x.text("seltext"), markOf(code, x))
	}
	for _, x := range r.alive("annotation", "rowid") {
		if s := sources[x.number("fid")]; s != nil {
			s.NoteRefs = append(s.NoteRefs, refs(r.note("", x.text("annotation"), x.text("owner"), x.text("date"), s.GUID, x.text("position")))...)
		}
	}
	r.rqdaAttributes()
	r.rqdaCases(sources, places)
	r.rqdaSets(sources)
	for _, x := range r.alive("journal", "rowid") {
		r.note(x.text("name"), x.text("journal"), x.text("owner"), x.text("date"), "journal")
	}
	for _, table := range []string{"coding2", "image", "imagecoding"} {
		for _, x := range r.rows(table, "rowid") {
			if x.number("status") == 1 {
				kind := rqdaTables[table]
				r.problems.Add(kind.what+": left out", refi.QuoteName(x.text(kind.name)))
			}
		}
	}
}

// rqdaCodes reads the codes with their categories, and returns the codes' GUIDs by
// their numbers.
func (r *reader) rqdaCodes() map[int]string {
	categories := map[int]*refi.Code{}
	for _, x := range r.alive("codecat", "catid") {
		c := &refi.Code{GUID: refi.NewGUID("rqda category", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		categories[x.number("catid")] = c
		r.doc.Codes = append(r.doc.Codes, c)
	}
	above := map[int]*refi.Code{}
	for _, x := range r.alive("treecode", "rowid") {
		if above[x.number("cid")] != nil {
			r.problems.Add("code in several categories: stands in the first", fmt.Sprint("code ", x.number("cid")))
			continue
		}
		above[x.number("cid")] = categories[x.number("catid")]
	}
	codes := map[int]string{}
	for _, x := range r.alive("freecode", "id") {
		c := &refi.Code{GUID: refi.NewGUID("rqda code", x.text("name")), Name: x.text("name"), Description: x.text("memo"), Codable: true,
			Colour: colour(x.text("color"))}
		codes[x.number("id")] = c.GUID
		if a := above[x.number("id")]; a != nil {
			a.Below = append(a.Below, c)
		} else {
			r.doc.Codes = append(r.doc.Codes, c)
		}
	}
	return codes
}

// rqdaSources reads the texts, by their numbers.
func (r *reader) rqdaSources() (map[int]*refi.Source, map[int]*place) {
	sources, places := map[int]*refi.Source{}, map[int]*place{}
	for _, x := range r.alive("source", "id") {
		text := strings.ReplaceAll(x.text("file"), "\r\n", "\n")
		if !utf8.ValidString(text) {
			r.problems.Add("text that is not UTF-8: read as Windows-1252", x.text("name"))
			text, _ = charmap.Windows1252.NewDecoder().String(text)
		}
		sources[x.number("id")] = r.textSource("RQDA", x.text("name"), text, x.text("memo"), x.text("owner"), x.text("date"))
		places[x.number("id")] = newPlace(text)
	}
	return sources, places
}

func (r *reader) rqdaAttributes() {
	for _, x := range r.alive("attributes", "name") {
		typ := "Text"
		if x.text("class") == "numeric" {
			typ = "Float"
		}
		r.variable(x.text("name"), typ, strings.TrimSpace(x.text("memo")))
	}
}

// rqdaCases reads cases, the values of cases and of sources, and what of the texts
// belongs to a case.
func (r *reader) rqdaCases(sources map[int]*refi.Source, places map[int]*place) {
	cases := map[int]*refi.Case{}
	for _, x := range r.alive("cases", "id") {
		c := &refi.Case{GUID: refi.NewGUID("rqda case", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		cases[x.number("id")] = c
		r.doc.Cases = append(r.doc.Cases, c)
	}
	for _, x := range r.alive("caseattr", "rowid") {
		if c := cases[x.number("caseid")]; c != nil {
			if v, ok := r.value(x.text("variable"), x.text("value")); ok {
				c.Values = append(c.Values, v)
			}
		}
	}
	for _, x := range r.alive("fileattr", "rowid") {
		if s := sources[x.number("fileid")]; s != nil {
			if v, ok := r.value(x.text("variable"), x.text("value")); ok {
				s.Values = append(s.Values, v)
			}
		}
	}
	for _, x := range r.alive("caselinkage", "rowid") {
		c, s := cases[x.number("caseid")], sources[x.number("fid")]
		if c == nil || s == nil {
			r.problems.Add("case on a source that is not there: left out", "")
			continue
		}
		r.caseOn(c, s, places[x.number("fid")], x.number("selfirst"), x.number("selend"))
	}
}

func (r *reader) rqdaSets(sources map[int]*refi.Source) {
	sets := map[int]*refi.Set{}
	for _, x := range r.alive("filecat", "catid") {
		set := &refi.Set{GUID: refi.NewGUID("rqda file category", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		sets[x.number("catid")] = set
		r.doc.Sets = append(r.doc.Sets, set)
	}
	for _, x := range r.alive("treefile", "rowid") {
		if set, s := sets[x.number("catid")], sources[x.number("fid")]; set != nil && s != nil {
			set.Sources = append(set.Sources, s.GUID)
		}
	}
}
