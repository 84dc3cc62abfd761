package foreign

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// qualcoder reads the tables of QualCoder, as of versions 3 to 4 of its database.
// Positions are code points of source.fulltext, the end not included.
func (r *reader) qualcoder(name string) {
	r.doc.Name, r.doc.Origin = name, "QualCoder"
	for _, p := range r.rows("project", "rowid") {
		if about := p.text("about"); strings.HasPrefix(about, "QualCoder") {
			r.doc.Origin = about
		}
		r.doc.Description = p.text("memo")
	}
	codes := r.qualcoderCodes()
	sources, places := r.qualcoderSources()
	for _, x := range r.rows("code_text", "fid, pos0, pos1, ctid") {
		s, p, code := sources[x.number("fid")], places[x.number("fid")], codes[x.number("cid")]
		switch {
		case s == nil || p == nil:
			r.problems.Add("coding of a source that is not there: left out", x.text("seltext"))
		case code == "":
			r.problems.Add("coding with a code that is not there: left out", x.text("seltext"))
		default:
			r.code(s, p, x.number("pos0"), x.number("pos1"), x.text("seltext"), markOf(code, x))
			if x.number("important") > 0 {
				r.problems.Add("mark of a coding as important: left out", s.Name)
			}
		}
	}
	for _, x := range r.rows("annotation", "fid, pos0, anid") {
		r.qualcoderAnnotation(x, sources[x.number("fid")], places[x.number("fid")])
	}
	r.qualcoderMedia(sources, codes)
	r.qualcoderCases(sources, places)
	for _, x := range r.rows("journal", "jid") {
		r.note(x.text("name"), x.text("jentry"), x.text("owner"), x.text("date"), "journal", x.text("name"))
	}
}

// qualcoderAnnotation reads a note on words of a source.
func (r *reader) qualcoderAnnotation(x row, s *refi.Source, p *place) {
	if s == nil || p == nil {
		r.problems.Add("annotation of a source that is not there: left out", x.text("memo"))
		return
	}
	start, end := x.number("pos0"), x.number("pos1")
	words, ok := p.slice(start, end)
	note := r.note("", x.text("memo"), x.text("owner"), x.text("date"), s.GUID, x.text("pos0"), x.text("pos1"))
	from, to, inSource := p.inSource(start, end)
	if !ok || !inSource {
		r.problems.Add("annotation that is no place in its text: on the source", s.Name)
		s.NoteRefs = append(s.NoteRefs, refs(note)...)
		return
	}
	s.Selections = append(s.Selections, &refi.Selection{GUID: refi.NewGUID("annotation", s.GUID, note), Name: refi.QuoteName(strings.TrimLeft(words, byteOrderMark)),
		Start: from, End: to, NoteRefs: refs(note)})
}

// qualcoderCodes reads categories and codes; it returns the codes' identifiers. In what
// crosscase wrote, both are numbered as the themes were, a code with the number of its category
// is the same theme, and only what says so is a category.
func (r *reader) qualcoderCodes() map[int]string {
	type node struct {
		*refi.Code
		number, parent int
	}
	nodes := map[string]*node{}
	named := func(kind string, x row) *refi.Code {
		return &refi.Code{GUID: refi.NewGUID("qualcoder "+kind, x.text("name")), Name: x.text("name"), Description: x.text("memo")}
	}
	var order []string
	own := r.doc.Origin == ownQualCoder
	for _, x := range r.rows("code_cat", "catid") {
		k := fmt.Sprint("cat ", x.number("catid"))
		nodes[k] = &node{named("category", x), x.number("catid"), x.number("supercatid")}
		nodes[k].Codable = own && !strings.Contains(x.text("memo"), exchange.Description(coding.Theme{Kind: "category"}))
		order = append(order, k)
	}
	codes := map[int]string{}
	supercode := map[string]int{}
	for _, x := range r.rows("code_name", "cid") {
		n := x.number("cid")
		code := named("code", x)
		code.Codable, code.Colour = true, colour(x.text("color"))
		codes[n] = code.GUID
		if same := nodes[fmt.Sprint("cat ", n)]; own && same != nil && x.number("catid") == n && isNamedAfter(code.Name, same.Name) {
			code.Name, code.Description = same.Name, joined(same.Description, code.Description)
			same.Code = code
			continue
		}
		k := fmt.Sprint("code ", n)
		nodes[k] = &node{code, n, x.number("catid")}
		if n := x.number("supercid"); n > 0 {
			supercode[k] = n
		}
		order = append(order, k)
	}
	if own {
		slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(nodes[a].number, nodes[b].number) })
	}
	for _, k := range order {
		above := nodes[fmt.Sprint("cat ", nodes[k].parent)]
		if n, ok := supercode[k]; ok && nodes[fmt.Sprint("code ", n)] != nil {
			above = nodes[fmt.Sprint("code ", n)]
		}
		if above == nil || ring(above.Code, nodes[k].Code) {
			r.doc.Codes = append(r.doc.Codes, nodes[k].Code)
			continue
		}
		above.Below = append(above.Below, nodes[k].Code)
	}
	return codes
}

// isNamedAfter tells of the name of a code that it is that of a category, or made of it where
// another code has it (see uniqueName).
func isNamedAfter(code, category string) bool {
	rest, ok := strings.CutPrefix(code, category)
	return ok && (rest == "" || strings.HasPrefix(rest, " "))
}

// ring tells whether code stands above what it is to stand below.
func ring(above, code *refi.Code) bool {
	if above == code {
		return true
	}
	for _, b := range code.Below {
		if ring(above, b) {
			return true
		}
	}
	return false
}

func (r *reader) qualcoderSources() (map[int]*refi.Source, map[int]*place) {
	sources, places := map[int]*refi.Source{}, map[int]*place{}
	for _, x := range r.rows("source", "id") {
		id, media := x.number("id"), strings.ReplaceAll(x.text("mediapath"), `\`, "/")
		folder, linked, isLink := strings.Cut(media, ":") // as images:/home/ann/map.jpg, else /images/map.jpg
		if !isLink {
			folder = strings.Trim(path.Dir(media), "/")
		}
		kind := map[string]string{"images": refi.PictureSource, "audio": refi.AudioSource, "video": refi.VideoSource}[path.Base(folder)]
		if kind == "" {
			text := strings.ReplaceAll(x.text("fulltext"), "\r\n", "\n")
			s := r.textSource("QualCoder", x.text("name"), text, x.text("memo"), x.text("owner"), x.text("date"))
			if strings.EqualFold(path.Ext(x.text("name")), ".docx") {
				if name, ok := r.media("documents", x.text("name")); ok {
					s.Rich = "internal://" + name
				}
			}
			sources[id], places[id] = s, newPlace(text)
			continue
		}
		s := &refi.Source{Kind: kind}
		s.GUID = r.sourceGUID("QualCoder", x.text("name"), x.text("mediapath"))
		s.Name, s.Description = x.text("name"), x.text("memo")
		s.Audit = r.made(x.text("owner"), x.text("date"))
		if isLink {
			s.Path = "absolute:///" + strings.TrimLeft(linked, "/")
		} else if name, ok := r.media(folder, media); ok {
			s.Path = "internal://" + name
		} else {
			r.problems.Add("picture or recording whose file is not there", x.text("name"))
			s.Path = "relative:///" + strings.TrimLeft(media, "/")
		}
		sources[id] = s
		r.doc.Sources = append(r.doc.Sources, s)
	}
	return sources, places
}

// qualcoderMedia reads codings of pictures and recordings.
func (r *reader) qualcoderMedia(sources map[int]*refi.Source, codes map[int]string) {
	add := func(x row, part *refi.Selection) {
		s, m := sources[x.number("id")], markOf(codes[x.number("cid")], x)
		if s == nil || m.code == "" {
			r.problems.Add("coding of a picture or recording that is not there: left out", "")
			return
		}
		place := fmt.Sprint(part.Box, part.Start, part.End, part.Page)
		if s.Kind == refi.TextSource { // a page of a PDF file that QualCoder keeps as its text
			r.note("", m.memo, m.owner, m.at, s.GUID, m.code, m.owner, place)
			r.problems.Add("coding of a part of a PDF page: left out", s.Name)
			return
		}
		r.mark(s, part, m, place)
	}
	for _, x := range r.rows("code_image", "imid") {
		x1, y1 := x.number("x1"), x.number("y1")
		add(x, &refi.Selection{Box: [4]int{x1, y1, x1 + max(0, x.number("width")), y1 + max(0, x.number("height"))}})
	}
	for _, x := range r.rows("code_av", "avid") {
		add(x, &refi.Selection{Start: x.number("pos0"), End: x.number("pos1")})
	}
}

func (r *reader) qualcoderCases(sources map[int]*refi.Source, places map[int]*place) {
	for _, x := range r.rows("attribute_type", "name") {
		typ := "Text"
		if x.text("valuetype") == "numeric" {
			typ = "Float"
		}
		r.variable(x.text("name"), typ, x.text("memo"))
	}
	cases := map[int]*refi.Case{}
	for _, x := range r.rows("cases", "caseid") {
		c := &refi.Case{GUID: refi.NewGUID("qualcoder case", x.text("name")), Name: x.text("name"), Description: x.text("memo")}
		cases[x.number("caseid")] = c
		r.doc.Cases = append(r.doc.Cases, c)
	}
	for _, x := range r.rows("attribute", "attrid") {
		v, ok := r.value(x.text("name"), x.text("value"))
		if !ok {
			continue
		}
		switch c, s := cases[x.number("id")], sources[x.number("id")]; {
		case x.text("attr_type") == "case" && c != nil:
			c.Values = append(c.Values, v)
		case x.text("attr_type") == "file" && s != nil:
			s.Values = append(s.Values, v)
		case x.text("attr_type") != "journal":
			r.problems.Add("attribute of what is not there: left out", x.text("name"))
		}
	}
	for _, x := range r.rows("case_text", "id") {
		c, s := cases[x.number("caseid")], sources[x.number("fid")]
		if c == nil || s == nil {
			r.problems.Add("case on a source that is not there: left out", "")
			continue
		}
		r.caseOn(c, s, places[x.number("fid")], x.number("pos0"), x.number("pos1"))
	}
}
